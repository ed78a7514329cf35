"""Certificates, lists and answers of versions and forms that are none: told in words at every door, and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from chains import crl, in_gbk, key, key_file, make, name, p7b, private, rewritten_list
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import ocsp
from signed_papers import AT, PASSPHRASE

from yanpan.errors import InputRefused, KeyRefused, YanpanError
from yanpan.keys import (
    Passphrase,
    as_der,
    authentic,
    check_fit,
    fault,
    issuer_of,
    load_crls,
    load_identity,
    load_ocsps,
    load_trust,
    read_certificates,
    unreadable_lists,
    unused,
    why_no_list,
)
from yanpan.keys.entries import listed_since
from yanpan.keys.lists import usable_answer
from yanpan.signature import LongTerm
from yanpan.signature.levels import check_signer

PLACE = b"PLACEHOLD1"
ROOT, LEAF = make("某根", ca=True), make("李某", make("某根", ca=True), number=77)
ONE_VERSION, ONE_LIST_VERSION = b"\xa0\x03\x02\x01\x02", b"\x02\x01\x01"


def of_version(made: bytes, number: int, mark: bytes = ONE_VERSION) -> bytes:
    assert mark in made
    return made.replace(mark, mark[:-1] + bytes([number]), 1)


def typed(tag: int) -> Callable[[bytes], bytes]:
    """The name as another kind of string: a bit string, a boolean."""

    def change(body: bytes) -> bytes:
        at = body.index(PLACE)
        return body[: at - 2] + bytes([tag, 10]) + body[at:]

    return change


ODD_ISSUER = {"gbk": in_gbk(0x0C, PLACE), "bits": typed(0x03), "boolean": typed(0x01)}


@pytest.fixture(params=list(ODD_ISSUER))
def nobodys(request: pytest.FixtureRequest) -> bytes:
    """A list whose issuer's name nobody can read."""
    return rewritten_list(crl(ROOT, 77, issuer=name(PLACE.decode())), ROOT, ODD_ISSUER[request.param])


@pytest.mark.parametrize("number", [3, 9, 100])
def test_a_certificate_of_a_version_to_come_is_refused_in_words(tmp_path: Path, number: int) -> None:
    odd = of_version(ROOT.der, number)
    for data in (odd, LEAF.der + odd):
        file = private(tmp_path / "c.der", data)
        for read in (partial(read_certificates, what="证书文件"), load_trust):
            with pytest.raises(KeyRefused, match="没有按规定编码") as refused:
                read(file)
            assert refused.value.where == str(file)
    bundle = p7b([ROOT])
    whole = bundle.replace(ONE_VERSION, ONE_VERSION[:-1] + bytes([number]))
    with pytest.raises(KeyRefused):
        read_certificates(private(tmp_path / "c.p7b", whole), what="证书文件")


@pytest.mark.parametrize("number", [2, 9, 100])
def test_a_list_of_a_version_to_come_is_refused_by_name(tmp_path: Path, number: int) -> None:
    for data in (of_version(crl(ROOT), number, ONE_LIST_VERSION), of_version(ROOT.der, number + 1)):
        private(tmp_path / "a.crl", crl(ROOT))
        odd = private(tmp_path / "b.crl", data)
        for place in (tmp_path, odd):
            with pytest.raises(InputRefused) as refused:
                load_crls(place)
            assert refused.value.where == str(odd)


def test_a_locked_message_beside_lists_is_refused_by_name(tmp_path: Path) -> None:
    own = key("rsa2048", "收件")
    receiver = make("收件", own=own)
    locked = (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data("密".encode())
        .add_recipient(receiver.certificate)  # type: ignore[arg-type]
        .encrypt(serialization.Encoding.DER, [])
    )
    private(tmp_path / "a.crl", crl(ROOT))
    odd = private(tmp_path / "b.p7m", locked)
    for load in (load_crls, load_ocsps):
        with pytest.raises(InputRefused) as refused:
            load(tmp_path)
        assert refused.value.where in (str(odd), str(tmp_path / "a.crl"))


def test_a_list_of_nobody_is_named_and_the_good_one_beside_it_counts(tmp_path: Path, nobodys: bytes) -> None:
    private(tmp_path / "good.crl", crl(ROOT))
    odd = private(tmp_path / "odd.crl", nobodys)
    lists = load_crls(tmp_path)
    roots = as_der([ROOT.certificate])
    assert len(lists) == 2
    found = next(item for item in lists if item == nobodys)
    assert issuer_of(found) == b"" and not authentic(found, roots)
    assert "不合规范" in fault(found, roots, AT)
    assert listed_since(found, 5) is None
    (words,) = unreadable_lists(lists)
    assert str(odd) in words
    assert [str(odd) in item for item in unused(lists, roots, [LEAF.der], AT)] == [True]
    assert why_no_list(LEAF.certificate, lists, roots, AT) == ""
    assert str(odd) in why_no_list(LEAF.certificate, [found], roots, AT)
    check_signer(LEAF.identity, LongTerm(trust=(ROOT.certificate,), crls=lists), at=AT)


def test_a_list_with_an_extension_that_nobody_can_read_is_said_to_be_odd() -> None:
    point = x509.IssuingDistributionPoint(
        [x509.UniformResourceIdentifier(PLACE.decode())], None, False, False, None, False, False
    )
    odd = rewritten_list(crl(ROOT, more=[(point, True)]), ROOT, in_gbk(0xA3, PLACE))
    assert "不合规范" in fault(odd, as_der([ROOT.certificate]), AT)


def test_a_number_below_zero_is_looked_for() -> None:
    minus = make("李某", ROOT, number=77)
    listed = rewritten_list(
        crl(ROOT, 77), ROOT, lambda body: body.replace(b"\x02\x01\x4d", b"\x02\x01\x81", 1)
    )
    assert minus.certificate.serial_number == 77
    assert listed_since(listed, -127) is not None
    assert listed_since(listed, -126) is None
    assert listed_since(crl(ROOT), -127) is None


def test_an_answer_with_a_certificate_of_a_version_to_come_is_of_no_use() -> None:
    responder = make("答复", ROOT)
    made = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            LEAF.certificate, ROOT.certificate, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD,  # noqa: S303 — what clients use
            AT - timedelta(hours=1), AT + timedelta(days=1), None, None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        .certificates([responder.certificate])
        .sign(responder.key, hashes.SHA256())  # type: ignore[arg-type]
        .public_bytes(serialization.Encoding.DER)
    )  # fmt: skip
    assert usable_answer(made)
    assert not usable_answer(of_version(made, 5))
    with pytest.raises(YanpanError):
        check_signer(
            LEAF.identity,
            LongTerm(level="b-lt", service=object(), trust=(ROOT.certificate,), ocsps=(of_version(made, 5),)),  # type: ignore[arg-type]
            at=AT,
        )


def test_an_odd_certificate_in_a_key_file_is_not_called_a_wrong_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = key_file(tmp_path / "k.p12", make("李某", ROOT), ROOT)

    def fails(*_: object) -> None:
        raise x509.InvalidVersion("4 is not a valid X509 version", 4)

    monkeypatch.setattr("yanpan.keys.pkcs12.pkcs12.load_pkcs12", fails)
    with pytest.raises(KeyRefused, match="证书没有按规定编码"):
        load_identity(path, PASSPHRASE, at=AT)


def test_what_ends_the_library_is_a_refusal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = key_file(tmp_path / "k.p12", make("李某", ROOT), ROOT)
    with pytest.raises(KeyRefused, match="口令不对"):
        load_identity(path, Passphrase(b"a\0b"), at=AT)
    capfd.readouterr()


def test_an_authority_that_never_ends_may_sign_and_be_shown(tmp_path: Path) -> None:
    end = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    root = make("永久根", ca=True, end=end)
    leaf = make("李某", root, end=end)
    assert load_trust(private(tmp_path / "r.pem", root.pem)) == (root.certificate,)
    check_signer(leaf.identity, LongTerm(trust=(root.certificate,), crls=(crl(root),)), at=AT)
    late = make("赵某", root, start=end - timedelta(hours=1), end=end)
    with pytest.raises(KeyRefused, match="还没有生效"):
        check_fit(late.certificate, at=AT.astimezone())
