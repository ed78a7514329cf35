"""Certificates and lists as a person gives them to the program: one message in Chinese, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chains import (
    Made,
    crl,
    doubled_usage,
    in_gbk,
    key,
    key_file,
    make,
    name,
    openssl_key_file,
    p7b,
    pem_list,
    private,
    rewritten,
    rewritten_list,
    several_pairs,
)
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from issuing import ENCRYPTION
from program import ANSWERS, NUMBER, SMALL, Done, check_refused, yanpan
from signed_papers import PASSPHRASE

NOW = datetime.now(UTC).replace(microsecond=0)
SPAN = {"start": NOW - timedelta(days=2), "end": NOW + timedelta(days=30)}
ROOT = make("某𬱖根", ca=True, **SPAN)  # type: ignore[arg-type]
MIDDLE = make("某中级", ROOT, ca=True, number=500, **SPAN)  # type: ignore[arg-type]
PLACE = b"PLACEHOLD1"


def person(common: str, **more: object) -> Made:
    return make(common, MIDDLE, **(SPAN | more))  # type: ignore[arg-type]


def lists(*revoked: int, above: tuple[int, ...] = ()) -> list[bytes]:
    return [crl(ROOT, *above, now=NOW), crl(MIDDLE, *revoked, now=NOW)]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paper")
    done = yanpan(
        "assess", "--answers", ANSWERS / "medium.yaml", "--out", folder, "--questionnaire", SMALL, home=folder
    )
    assert done.code == 0, done
    return folder / NUMBER


@pytest.fixture
def home(tmp_path: Path) -> Path:
    private(tmp_path / "pw.txt", PASSPHRASE.reveal())
    private(tmp_path / "root.pem", ROOT.pem)
    return tmp_path


Sign = Callable[..., Done]


@pytest.fixture
def case(paper: Path, home: Path) -> Path:
    shutil.copytree(paper, home / NUMBER)
    return home / NUMBER


@pytest.fixture
def sign(case: Path, home: Path) -> Sign:
    def sign(key_path: Path, *more: str | Path) -> Done:
        words = ["sign", case, "--as", "officer", "--key", key_path, "--passphrase-file", home / "pw.txt"]
        return yanpan(*words, *more, home=home)

    return sign


def verify(home: Path, case: Path, *more: str | Path) -> Done:
    options = ["--trust", home / "root.pem", "--so-far", "--questionnaire", SMALL, *more]
    return yanpan("verify", case, *options, home=home)


def show(home: Path, path: Path) -> Done:
    return yanpan("keys", "show", path, "--passphrase-file", home / "pw.txt", home=home)


@pytest.mark.long
def test_a_rare_name_signs_and_verifies(sign: Sign, home: Path, case: Path) -> None:
    path = key_file(home / "k.p12", person("王𬱖"))
    (home / "all.pem").write_bytes(b"".join(pem_list(item) for item in lists()))
    done = sign(path, "--trust", home / "root.pem", "--crl", home / "all.pem")
    assert (done.code, done.err) == (0, ""), done
    found = verify(home, case, "--crl", home / "all.pem")
    assert (found.code, found.err) == (0, ""), found
    assert "王𬱖" in found.out


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("revoked", ["signer", "authority"])
def test_one_pem_with_two_lists_tells_of_the_revoked(
    sign: Sign, home: Path, case: Path, revoked: str
) -> None:
    path = key_file(home / "k.p12", person("张某", number=77))
    assert sign(path).code == 0
    bad = lists(77) if revoked == "signer" else lists(above=(500,))
    (home / "all.pem").write_bytes(b"".join(pem_list(item) for item in [*lists(), *bad]))
    found = verify(home, case, "--crl", home / "all.pem")
    assert found.code == 6, found
    assert "REVOKED" in found.out
    shutil.rmtree(case)


def test_a_revoked_person_does_not_sign(sign: Sign, home: Path) -> None:
    path = key_file(home / "k.p12", person("张某", number=77))
    (home / "all.pem").write_bytes(b"".join(pem_list(item) for item in [*lists(), *lists(77)]))
    check_refused(sign(path, "--crl", home / "all.pem"), says="已被吊销")
    check_refused(sign(path, "--crl", home / "all.pem", "--trust", home / "root.pem"), says="已被吊销")


def test_a_folder_with_something_else_is_refused_by_name(sign: Sign, home: Path, case: Path) -> None:
    assert sign(key_file(home / "k.p12", person("张某"))).code == 0
    (home / "l").mkdir()
    (home / "l" / "a.crl").write_bytes(lists()[1])
    (home / "l" / "说明.doc").write_bytes(b"hello")
    check_refused(verify(home, case, "--crl", home / "l"), says=["说明.doc", "不是吊销列表"])


@pytest.mark.long
def test_a_list_that_cannot_be_used_is_named(sign: Sign, home: Path, case: Path) -> None:
    assert sign(key_file(home / "k.p12", person("张某"))).code == 0
    (home / "l").mkdir()
    (home / "l" / "根.crl").write_bytes(lists()[0])
    (home / "l" / "将来.crl").write_bytes(crl(MIDDLE, ago=timedelta(days=-1), now=NOW))
    found = verify(home, case, "--crl", home / "l")
    assert found.code == 6, found
    assert "将来.crl" in found.out
    assert "检查电脑的时钟" in found.out


ODD = {
    "gbk": ("没有按规定编码", lambda: rewritten(person(PLACE.decode()), in_gbk(0x14, PLACE))),
    "twice": ("写了两次", lambda: rewritten(person("张某"), doubled_usage)),
    "critical": (
        "不认识的关键扩展",
        lambda: person(
            "张某",
            more=[(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.156.10260.1"), b"\5\0"), True)],
        ),
    ),
}


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("kind", list(ODD))
def test_odd_certificates_are_refused_when_shown_and_when_signing(sign: Sign, home: Path, kind: str) -> None:
    words, maker = ODD[kind]
    path = openssl_key_file(home / "k.p12", maker())
    check_refused(sign(path), says=[words, "换发"])
    shown = show(home, path)
    assert (shown.code, words in shown.out + shown.err) == ((0 if kind == "critical" else 3), True), shown
    assert "可以签署文书" not in shown.out


@pytest.mark.long
def test_odd_numbers_and_long_names_leave_standard_error_empty(sign: Sign, home: Path, case: Path) -> None:
    zero = rewritten(
        person("张某", number=0x7F), lambda body: body.replace(b"\x02\x01\x7f", b"\x02\x01\x00", 1)
    )
    path = openssl_key_file(home / "k.p12", zero)
    for done in (show(home, path), sign(path, "--quiet")):
        assert (done.code, done.err) == (0, ""), done
    (home / "all.pem").write_bytes(b"".join(pem_list(item) for item in lists()))
    (home / "middle.pem").write_bytes(MIDDLE.pem)
    found = verify(home, case, "--crl", home / "all.pem", "--trust", home / "middle.pem", "--json")
    assert (found.code, found.err) == (0, ""), found


def test_of_two_pairs_both_are_shown_and_the_right_one_signs(sign: Sign, home: Path) -> None:
    other = person("张某", own=key("p256", "enc"), number=70_002, key_usage=ENCRYPTION)
    path = several_pairs(home / "k.p12", other, person("张某", number=70_001))
    shown = show(home, path)
    assert shown.code == 0, shown
    assert "可以签署文书" in shown.out
    assert "加密证书" in shown.out
    assert sign(path).code == 0


def test_a_leaf_is_no_root_and_no_issuer(sign: Sign, home: Path, case: Path) -> None:
    leaf = person("科员")
    forged = make("冒名", leaf, **SPAN)  # type: ignore[arg-type]
    path = key_file(home / "k.p12", forged)
    check_refused(sign(path), says="“科员”不是发证机构")
    check_refused(show(home, path), says="“科员”不是发证机构")
    private(home / "leaf.pem", leaf.pem)
    for done in (
        sign(key_file(home / "g.p12", person("张某")), "--trust", home / "leaf.pem"),
        verify(home, case, "--trust", home / "leaf.pem"),
    ):
        check_refused(done, says=["leaf.pem", "不是发证机构的证书"])


@pytest.mark.long
def test_a_chain_in_p7b_goes_along(sign: Sign, home: Path, case: Path) -> None:
    zhang = person("张某")
    plain = zhang.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    private(home / "k.pem", plain)
    (home / "chain.p7b").write_bytes(p7b([ROOT, MIDDLE, zhang]))
    assert sign(home / "k.pem", "--cert", home / "chain.p7b").code == 0
    (home / "l").mkdir()
    for number, item in enumerate(lists()):
        (home / "l" / f"{number}.der").write_bytes(item)
    (home / "trust.p7b").write_bytes(p7b([ROOT]))
    found = yanpan(
        "verify", case, "--trust", home / "trust.p7b", "--crl", home / "l", "--so-far", "--questionnaire", SMALL,
        home=home,
    )  # fmt: skip
    assert found.code == 0, found


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("reason", [7, 42])
def test_a_reason_that_is_none_revokes_all_the_same(sign: Sign, home: Path, case: Path, reason: int) -> None:
    made = person("孙某", number=79)
    path = key_file(home / "k.p12", made, MIDDLE)
    assert sign(path).code == 0
    for_a_reason = lambda entry: entry.add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), False)  # noqa: E731
    listed = crl(MIDDLE, 79, now=NOW, entry=for_a_reason)
    odd = rewritten_list(
        listed, MIDDLE, lambda body: body.replace(b"\x0a\x01\x01", bytes([0x0A, 1, reason]), 1)
    )
    (home / "lists").mkdir()
    for number, data in enumerate([crl(ROOT, now=NOW), odd]):
        (home / "lists" / f"{number}.crl").write_bytes(data)
    found = verify(home, case, "--crl", home / "lists", "--json")
    assert found.code == 6, found
    assert "REVOKED" in {item["code"] for item in found.json[0]["result"]["findings"]}


@pytest.mark.long
def test_a_list_of_nobody_is_named_when_signing_and_when_judging(sign: Sign, home: Path, case: Path) -> None:
    made = person("孙某", number=79)
    path = key_file(home / "k.p12", made, MIDDLE)
    (home / "lists").mkdir()
    nobodys = rewritten_list(crl(MIDDLE, now=NOW, issuer=name(PLACE.decode())), MIDDLE, in_gbk(0x0C, PLACE))
    for number, data in enumerate([*lists(), nobodys]):
        (home / "lists" / f"{number}.crl").write_bytes(data)
    signed = sign(path, "--trust", home / "root.pem", "--crl", home / "lists")
    assert signed.code == 0 and "2.crl" in signed.err, signed
    found = verify(home, case, "--crl", home / "lists")
    assert found.code == 0 and "2.crl" in found.out, found


def test_a_certificate_without_end_is_shown(home: Path) -> None:
    made = person("孙某", end=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    found = show(home, private(home / "c.pem", made.pem))
    assert found.code == 0 and "9999-12-31" in found.out, found
