"""OCSP responses and the lists of a time-stamping authority: revoked is revoked through every door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from authorities import OFFICER, ROOT, STAMPS, TRUST, given_at, stamp_server
from chains import OCSP_SERVICE, Made, crl, key, make, pem_list, usage
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp
from long_term_papers import sign_to, wanted
from signed_papers import AT, LATER, prepared

from yanpan.errors import InputRefused, KeyRefused
from yanpan.findings import Verdict
from yanpan.keys import load_crls, load_ocsps, name_of
from yanpan.signature import LongTerm, sign_pdf
from yanpan.signature.signatures import check_signatures

AUTHORITY = make("某根", ca=True)
NAMED = make("张某", AUTHORITY, number=77, more=[(OCSP_SERVICE, False)])
SILENT = make("李某", AUTHORITY, number=78)
"""Its certificate names no OCSP service."""

ANSWERS = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.OCSP_SIGNING])
RESPONDER = make("某答复机构", AUTHORITY, more=[(ANSWERS, False), (x509.OCSPNoCheck(), False)])
COLLEAGUE = make("同事", AUTHORITY, number=79)


def answer(
    about: Made,
    *,
    revoked: bool = False,
    by: Made = AUTHORITY,
    at: datetime = AT,
    lasts: timedelta | None = timedelta(days=7),
    reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise,
) -> bytes:
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=about.certificate,
        issuer=AUTHORITY.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
        this_update=at - timedelta(hours=1),
        next_update=at + lasts if lasts else None,
        revocation_time=at - timedelta(hours=2) if revoked else None,
        revocation_reason=reason if revoked else None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
    if by is not AUTHORITY:
        builder = builder.certificates([by.certificate])
    signed = builder.sign(by.key, hashes.SHA256())  # type: ignore[arg-type]
    return given_at(signed, by.key, at)  # type: ignore[arg-type]


def signed(made: Made, **more: object) -> bytes:
    long_term = LongTerm(trust=(AUTHORITY.certificate,), **more) if more else None  # type: ignore[arg-type]
    return sign_pdf(
        prepared(), role="officer", identity=made.identity, reason="同意", at=AT, long_term=long_term
    )


def told(made: Made, *, crls: Sequence[bytes] = (), ocsps: Sequence[bytes] = ()) -> dict[str, str]:
    judged = check_signatures(
        signed(made), at=LATER, trust=[AUTHORITY.certificate], crls=tuple(crls), ocsps=tuple(ocsps)
    )
    return {item.code: item.words for item in judged.findings if item.weight is not Verdict.VALID}


@pytest.mark.parametrize("by", [AUTHORITY, RESPONDER], ids=["authority", "responder"])
def test_a_good_response_is_enough(by: Made) -> None:
    ocsps = [answer(NAMED, by=by)]
    assert told(NAMED, ocsps=ocsps) == {}
    assert signed(NAMED, ocsps=tuple(ocsps))


@pytest.mark.parametrize("made", [NAMED, SILENT], ids=["service-named", "none-named"])
@pytest.mark.parametrize("by", [AUTHORITY, RESPONDER], ids=["authority", "responder"])
def test_a_response_that_says_revoked_counts(made: Made, by: Made) -> None:
    """Also where the certificate names no service, so that the library would not ask, and beside an empty list."""
    bad = answer(made, revoked=True, by=by)
    for ocsps in ([bad], [answer(made), bad], [bad, answer(made)]):
        assert set(told(made, crls=[crl(AUTHORITY)], ocsps=ocsps)) == {"REVOKED"}
        with pytest.raises(KeyRefused, match="已被吊销"):
            signed(made, crls=(crl(AUTHORITY),), ocsps=tuple(ocsps))


def test_a_good_response_does_not_outweigh_a_list() -> None:
    assert set(told(NAMED, crls=[crl(AUTHORITY, 77)], ocsps=[answer(NAMED)])) == {"REVOKED"}


USELESS = {
    "by-a-colleague": ("有权", answer(NAMED, by=COLLEAGUE)),
    "ahead": ("时间在将来", answer(NAMED, at=AT + timedelta(days=2))),
    "old": ("太旧", answer(NAMED, at=AT - timedelta(days=30))),
}


@pytest.mark.parametrize("kind", list(USELESS))
def test_a_response_that_does_not_do_is_named(tmp_path: Path, kind: str) -> None:
    words, data = USELESS[kind]
    (tmp_path / "给的.ocsp").write_bytes(data)
    found = told(NAMED, ocsps=load_ocsps(tmp_path))
    assert set(found) == {"REVOCATION_UNKNOWN"}
    assert words in found["REVOCATION_UNKNOWN"]
    assert "给的.ocsp" in found["REVOCATION_UNKNOWN"]


def test_a_response_by_a_colleague_revokes_nobody() -> None:
    forged = answer(NAMED, revoked=True, by=COLLEAGUE)
    assert told(NAMED, crls=[crl(AUTHORITY)], ocsps=[forged]) == {}


# ── A number is revoked for ever ──

EXPIRED = make(
    "某旧答复机构", AUTHORITY, more=[(ANSWERS, False), (x509.OCSPNoCheck(), False)],
    start=AT - timedelta(days=90), end=AT - timedelta(days=10),
)  # fmt: skip


@pytest.mark.parametrize(
    "by", [AUTHORITY, RESPONDER, EXPIRED], ids=["authority", "responder", "expired-responder"]
)
@pytest.mark.parametrize("lasts", [timedelta(hours=2), None], ids=["ended", "without-next"])
def test_an_old_response_that_says_revoked_counts_as_an_old_list_does(
    by: Made, lasts: timedelta | None
) -> None:
    old = answer(NAMED, revoked=True, by=by, at=AT - timedelta(days=20), lasts=lasts)
    assert set(told(NAMED, crls=[crl(AUTHORITY)], ocsps=[old])) == {"REVOKED"}
    with pytest.raises(KeyRefused, match="已被吊销"):
        signed(NAMED, crls=(crl(AUTHORITY),), ocsps=(old,))


@pytest.mark.parametrize("held", [True, False])
def test_a_hold_may_have_been_lifted_since(held: bool) -> None:
    reason = x509.ReasonFlags.certificate_hold if held else x509.ReasonFlags.superseded
    old = answer(NAMED, revoked=True, at=AT - timedelta(days=30), lasts=timedelta(hours=2), reason=reason)
    assert (set(told(NAMED, crls=[crl(AUTHORITY)], ocsps=[old])) == {"REVOKED"}) is not held


def test_an_old_response_by_another_authority_revokes_nobody() -> None:
    stranger = make("某根", ca=True, own=key("p256", "stranger"))
    for by, known in ((stranger, False), (COLLEAGUE, True)):
        old = answer(NAMED, revoked=True, by=by, at=AT - timedelta(days=30), lasts=timedelta(hours=2))
        found = told(NAMED, crls=[crl(AUTHORITY)], ocsps=[old])
        # Whose key nobody knows may be the authority's new one.
        assert set(found) == (set() if known else {"REVOCATION_UNKNOWN"})


# ── What was given and proves nothing is named, also where something else does ──


NOTHING_PROVEN = {
    "by-a-colleague": ("缺少答复者的证书", answer(NAMED, by=COLLEAGUE)),
    "ahead": ("时间在将来", answer(NAMED, at=AT + timedelta(days=2))),
    "revoking-by-a-colleague": ("签名是假的", answer(NAMED, by=COLLEAGUE, revoked=True)),
}


@pytest.mark.parametrize("kind", list(NOTHING_PROVEN))
def test_a_useless_response_beside_a_good_list_is_named(tmp_path: Path, kind: str) -> None:
    words, data = NOTHING_PROVEN[kind]
    (tmp_path / "给的.ocsp").write_bytes(data)
    judged = check_signatures(
        signed(NAMED),
        at=LATER,
        trust=[AUTHORITY.certificate],
        crls=(crl(AUTHORITY),),
        ocsps=load_ocsps(tmp_path),
    )
    (note,) = [item for item in judged.findings if item.code == "ANSWER_UNUSED"]
    assert words in note.words
    assert "给的.ocsp" in note.words
    assert note.weight is Verdict.VALID


def test_nothing_is_said_of_responses_that_do_or_are_old_or_about_others(tmp_path: Path) -> None:
    good = [
        answer(NAMED),
        answer(NAMED, by=RESPONDER),
        answer(NAMED, at=AT - timedelta(days=30)),
        answer(SILENT, by=COLLEAGUE),
    ]
    for i, data in enumerate(good):
        (tmp_path / str(i)).write_bytes(data)
    judged = check_signatures(
        signed(NAMED),
        at=LATER,
        trust=[AUTHORITY.certificate],
        crls=(crl(AUTHORITY),),
        ocsps=load_ocsps(tmp_path),
    )
    assert not [item for item in judged.findings if item.code in ("ANSWER_UNUSED", "LIST_UNUSED")]


def test_an_indirect_list_by_nobody_known_is_named(tmp_path: Path) -> None:
    other = make("某列表机构", AUTHORITY, key_usage=usage("crl_sign"))
    point = x509.IssuingDistributionPoint(None, None, False, False, None, True, False)
    whose = x509.CertificateIssuer([x509.DirectoryName(AUTHORITY.certificate.subject)])
    for number, named in ((77, True), (5, False)):
        (tmp_path / "间接.crl").write_bytes(
            crl(
                other,
                number,
                more=[(point, True)],
                entry=lambda built: built.add_extension(whose, critical=True),
            )
        )
        judged = check_signatures(
            signed(NAMED),
            at=LATER,
            trust=[AUTHORITY.certificate],
            crls=(crl(AUTHORITY), *load_crls(tmp_path)),
        )
        said = [item.words for item in judged.findings if item.code == "REVOCATION_UNKNOWN"]
        assert any("间接.crl" in words and name_of(NAMED.certificate) in words for words in said) is named


def test_a_root_is_trusted_while_it_stands() -> None:
    ended = make("旧根", ca=True, start=AT - timedelta(days=90), end=LATER - timedelta(minutes=5))
    made = make("王某", ended, number=80)
    judged = check_signatures(signed(made), at=LATER, trust=[ended.certificate], crls=(crl(ended),))
    (found,) = [item for item in judged.findings if item.code == "CERTIFICATE_EXPIRED"]
    assert "根证书“旧根”已经过期" in found.words
    assert found.weight is Verdict.CANNOT_BE_JUDGED


def test_a_response_a_little_ahead_of_the_clock_counts() -> None:
    ahead = answer(NAMED, at=LATER + timedelta(minutes=3))
    assert told(NAMED, ocsps=[ahead]) == {}


@pytest.mark.parametrize("form", ["one-pem", "one-der"])
def test_a_revoked_time_stamping_authority_is_found_however_it_is_told(tmp_path: Path, form: str) -> None:
    old = STAMPS.crl(AT - timedelta(hours=3))
    new = STAMPS.crl(revoked={21: AT - timedelta(hours=2)})
    lists = [ROOT.crl(), old, new]
    file = tmp_path / "all"
    file.write_bytes(b"".join(pem_list(item) if form == "one-pem" else item for item in lists))
    given = load_crls(file)
    with stamp_server() as service:
        for level in ("b-t", "b-lta"):
            with pytest.raises(InputRefused, match="时间戳机构的证书已被吊销"):
                sign_to(prepared(), "officer", OFFICER, wanted(service, level, crls=given))
        pdf = sign_to(prepared(), "officer", OFFICER, wanted(service, "b-t", crls=lists[:2]))
    judged = check_signatures(pdf, at=LATER, trust=TRUST, crls=given)
    assert judged.signatures[0].checked.proven_at is None
    assert "时间戳机构的证书已被吊销" in "".join(item.words for item in judged.findings)


def test_a_list_of_the_service_that_is_false_is_named_when_signing(tmp_path: Path) -> None:
    other = make("某时间戳根", ca=True)
    (tmp_path / "根.crl").write_bytes(ROOT.crl())
    (tmp_path / "假的.crl").write_bytes(crl(other))
    with stamp_server() as service, pytest.raises(InputRefused, match="假的.crl.*签名是假的"):
        sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lt", crls=load_crls(tmp_path)))
