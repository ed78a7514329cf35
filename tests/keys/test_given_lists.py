"""Revocation data that was given: all of it is read, however it is wrapped, or refused by name."""

from __future__ import annotations

import base64
import gzip
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from chains import crl, make, p7b, pem_list
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from signed_papers import AT

from yanpan.errors import InputRefused
from yanpan.keys import load_crls, load_given, load_ocsps, load_trust

ROOT = make("某根", ca=True)
EMPTY, FULL = crl(ROOT), crl(ROOT, 77, ago=timedelta(hours=1))


def read(path: Path) -> set[bytes]:
    return set(load_crls(path))


def lists_in_p7b(*lists: bytes) -> bytes:
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": {"content_type": "data"},
            "crls": [
                cms.RevocationInfoChoice(name="crl", value=asn1_crl.CertificateList.load(item))
                for item in lists
            ],
            "signer_infos": [],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump())


PEM = pem_list(EMPTY) + pem_list(FULL)
ONE_FILE = {
    "pem": PEM,
    "text-before": "根的列表：\n".encode() + pem_list(EMPTY) + "下一份\n".encode() + pem_list(FULL),
    "crlf": PEM.replace(b"\n", b"\r\n"),
    "old-mac": PEM.replace(b"\n", b"\r"),
    "no-line-between": PEM.replace(b"-----\n-----BEGIN", b"----------BEGIN"),
    "bom": b"\xef\xbb\xbf" + PEM,
    "utf-16": PEM.decode().encode("utf-16"),
    "der": EMPTY + FULL,
    "der-with-tail": EMPTY + FULL + b"\r\n",
    "p7b": lists_in_p7b(EMPTY, FULL),
    "with-certificate": ROOT.pem + PEM,
}


@pytest.mark.parametrize("kind", list(ONE_FILE))
@pytest.mark.parametrize("in_folder", [True, False])
def test_every_list_in_a_file_counts(tmp_path: Path, kind: str, in_folder: bool) -> None:
    file = tmp_path / "lists.anything"
    file.write_bytes(ONE_FILE[kind])
    assert read(tmp_path if in_folder else file) == {EMPTY, FULL}


BASE64 = base64.encodebytes(FULL)
BESIDE_PEM = {
    "der-after": pem_list(EMPTY) + FULL,
    "der-before": FULL + b"\n" + pem_list(EMPTY),
    "der-between": pem_list(EMPTY) + FULL + pem_list(EMPTY),
    "base64": pem_list(EMPTY) + BASE64,
    "base64-one-line": base64.b64encode(FULL) + b"\n" + pem_list(EMPTY),
    "base64-quoted": pem_list(EMPTY) + b"".join(b"> " + line + b"\n" for line in BASE64.splitlines()),
    "base64-narrow": pem_list(EMPTY) + re.sub(rb"(.{32})", rb"\1\n", base64.b64encode(FULL)),
    "small-letters": pem_list(EMPTY) + pem_list(FULL).replace(b"BEGIN", b"begin").replace(b"END", b"end"),
    "a-dash-lost": pem_list(EMPTY) + pem_list(FULL).replace(b"-----", b"----"),
    "no-end": pem_list(EMPTY) + pem_list(FULL).replace(b"-----END", b"END"),
    "hex": pem_list(EMPTY) + FULL.hex().encode(),
    "hex-lines": pem_list(EMPTY) + re.sub(rb"(.{60})", rb"\1\n", FULL.hex().encode()),
    "packed": pem_list(EMPTY) + gzip.compress(FULL),
}


@pytest.mark.parametrize("kind", list(BESIDE_PEM))
def test_what_stands_beside_pem_and_is_no_comment_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a.crl"
    file.write_bytes(BESIDE_PEM[kind])
    (tmp_path / "b.crl").write_bytes(EMPTY)
    for place in (tmp_path, file):
        with pytest.raises(InputRefused) as refused:
            load_crls(place)
        assert refused.value.where == str(file)
    # With a root's file it is the same.
    mixed = tmp_path / "roots.pem"
    mixed.write_bytes(BESIDE_PEM[kind].replace(pem_list(EMPTY), ROOT.pem).replace(FULL, ROOT.der))
    with pytest.raises(InputRefused) as refused:
        load_trust(mixed)
    assert refused.value.where == str(mixed)


COMMENTS = {
    "openssl": "Certificate Revocation List (CRL):\n        Version 2 (0x1)\n    Signature Algorithm: ecdsa-with-SHA256\n"
    "        Issuer: C = CN, O = 某局, CN = 某根\n    Signature Value:\n        30:45:02:20:13:5f:00:a1:b2:c3:d4:e5:f6:07\n",
    "bundle": "\n# Issuer: CN=Root\n# SHA256 Fingerprint: "
    + ":".join(["ab"] * 32)
    + "\nRoot CA\n===========================\n",
    "key-number": "\t\tSubject Key Identifier (not critical):\n\t\t\t" + "5f1a" * 10 + "\n",
    "digest": "sha256 " + "0a" * 32 + "  a.crl\n",
    "file": "subject=/C=CN/O=Office of Law/OU=Inspectors/CN=verisignuniversalrootcertificationauthority\n",
    "windows": "Bag Attributes\r\n    localKeyID: 01 00 00 00\r\n    friendlyName: 某根\r\n",
}


@pytest.mark.parametrize("kind", list(COMMENTS))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_comments_beside_pem_may_stay(tmp_path: Path, kind: str, encoding: str) -> None:
    words = COMMENTS[kind].encode(encoding)
    (tmp_path / "a.crl").write_bytes(words + pem_list(EMPTY) + words + pem_list(FULL) + words + b"\x1a")
    assert read(tmp_path) == {EMPTY, FULL}


def test_what_openssl_writes_of_a_list_may_stay(tmp_path: Path) -> None:
    said = subprocess.run(
        ["openssl", "crl", "-inform", "DER", "-text"], input=FULL, capture_output=True, check=True
    )
    (tmp_path / "a.crl").write_bytes(said.stdout + pem_list(EMPTY))
    assert read(tmp_path) == {EMPTY, FULL}


def test_base64_without_armour_is_read(tmp_path: Path) -> None:
    import base64

    (tmp_path / "a.txt").write_bytes(base64.encodebytes(FULL))
    assert read(tmp_path) == {FULL}


@pytest.mark.parametrize("ending", ["crl", "pem", "der", "CRL", "bin", "txt", ""])
def test_any_ending_in_a_folder_is_read(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_bytes(EMPTY)
    (tmp_path / f"b.{ending}").write_bytes(FULL)
    assert read(tmp_path) == {EMPTY, FULL}


def test_what_lies_beside_lists_may_lie_there(tmp_path: Path) -> None:
    """Authorities pack their certificates and lists together; systems leave their own files."""
    (tmp_path / "a.crl").write_bytes(EMPTY)
    (tmp_path / "root.cer").write_bytes(ROOT.der)
    (tmp_path / "chain.p7b").write_bytes(p7b([ROOT]))
    (tmp_path / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf")
    assert read(tmp_path) == {EMPTY}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"none",
        PEM[:-90],
        EMPTY + FULL[:-9],
        EMPTY + b"tail",
        PEM + PEM[:60],
        b"\x30\x80\x00\x00",
        EMPTY[:-1],
    ],
    ids=["empty", "text", "cut-pem", "cut-der", "tail", "half-a-block", "ber", "short"],
)
def test_what_is_no_list_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.crl").write_bytes(FULL)
    (tmp_path / "坏的.crl").write_bytes(data)
    for path in (tmp_path, tmp_path / "坏的.crl"):
        with pytest.raises(InputRefused, match="坏的.crl"):
            load_crls(path)


def test_a_list_too_large_is_refused_by_name_and_limit(tmp_path: Path) -> None:
    (tmp_path / "a.crl").write_bytes(FULL)
    with (tmp_path / "大.pem").open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    for path in (tmp_path, tmp_path / "大.pem"):
        with pytest.raises(InputRefused, match=r"大\.pem：超过 32 MB"):
            load_crls(path)


def test_an_empty_folder_a_folder_inside_and_nothing_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="里面没有吊销列表"):
        load_crls(tmp_path)
    with pytest.raises(InputRefused, match="不存在"):
        load_crls(tmp_path / "none")
    (tmp_path / "a.crl").write_bytes(FULL)
    (tmp_path / "旧的").mkdir()
    with pytest.raises(InputRefused, match="旧的：这里还有一个文件夹"):
        load_crls(tmp_path)


def test_a_dangling_link_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.crl").write_bytes(FULL)
    (tmp_path / "链接.crl").symlink_to(tmp_path / "gone")
    with pytest.raises(InputRefused, match="链接.crl"):
        load_crls(tmp_path)


def test_a_certificate_given_as_a_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "root.pem"
    path.write_bytes(ROOT.pem)
    with pytest.raises(InputRefused, match="不是吊销列表"):
        load_crls(path)


def answer(*, good: bool = True) -> bytes:
    if not good:
        return ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(
            serialization.Encoding.DER
        )
    leaf = make("张某", ROOT)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=leaf.certificate,
        issuer=ROOT.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=AT,
        next_update=None,
        revocation_time=None,
        revocation_reason=None,
    )
    signed = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, ROOT.certificate).sign(
        ROOT.key,  # type: ignore[arg-type]
        hashes.SHA256(),
    )
    return signed.public_bytes(serialization.Encoding.DER)


def test_responses_are_read_whatever_their_ending_and_failures_refused(tmp_path: Path) -> None:
    good = answer()
    (tmp_path / "a.response").write_bytes(good)
    (tmp_path / "b.crl").write_bytes(FULL)
    assert load_ocsps(tmp_path) == (good,)
    assert load_crls(tmp_path) == (FULL,)
    (tmp_path / "c.ors").write_bytes(answer(good=False))
    with pytest.raises(InputRefused, match=r"c\.ors"):
        load_ocsps(tmp_path)


# ── Whatever lies where counts ──


ANSWER = answer()


def other_in_p7b(*lists: bytes, other: str = "1.3.6.1.5.5.7.16.2") -> bytes:
    """A .p7b with lists and an OCSP response as RFC 5940 has it, or something of another kind."""
    plain = cms.ContentInfo.load(lists_in_p7b(*lists))
    value = cms.OtherRevocationInfoFormat(
        {"other_rev_info_format": other, "other_rev_info": asn1_ocsp.OCSPResponse.load(ANSWER)}
    )
    plain["content"]["crls"].append(cms.RevocationInfoChoice(name="other", value=value))
    return bytes(plain.dump(force=True))


@pytest.mark.parametrize("option", ["crl", "ocsp"])
@pytest.mark.parametrize("wrapped", ["apart", "der", "p7b"])
def test_lists_and_responses_are_read_under_either_option(tmp_path: Path, option: str, wrapped: str) -> None:
    if wrapped == "apart":
        (tmp_path / "a").write_bytes(FULL)
        (tmp_path / "b").write_bytes(ANSWER)
    else:
        (tmp_path / "a").write_bytes(FULL + ANSWER if wrapped == "der" else other_in_p7b(FULL))
    for place in [tmp_path] + [tmp_path / "a"] * (wrapped != "apart"):
        found = load_given([place], ()) if option == "crl" else load_given((), [place])
        assert found == ((FULL,), (ANSWER,))
        assert all(item.where.startswith(str(tmp_path)) for part in found for item in part)  # type: ignore[attr-defined]


def test_lists_beside_the_roots_count_too(tmp_path: Path) -> None:
    file = tmp_path / "roots.pem"
    file.write_bytes(ROOT.pem + pem_list(FULL))
    assert load_trust(file) == (ROOT.certificate,)
    assert load_given((), (), [file]) == ((FULL,), ())
    file.write_bytes(p7b([ROOT]))
    assert load_given((), (), [file]) == ((), ())


def test_one_file_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(ANSWER)
    (tmp_path / "b").write_bytes(FULL)
    with pytest.raises(InputRefused, match="这不是吊销列表"):
        load_crls(tmp_path / "a")
    with pytest.raises(InputRefused, match="这不是成功的 OCSP 答复"):
        load_ocsps(tmp_path / "b")


def test_what_nobody_knows_in_a_p7b_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.crl").write_bytes(FULL)
    (tmp_path / "odd.p7b").write_bytes(other_in_p7b(FULL, other="1.3.6.1.4.1.99999.1"))
    with pytest.raises(InputRefused, match=r"odd\.p7b"):
        load_crls(tmp_path)


def _unreadable(data: bytes) -> bytes:
    """The same list of a version that is to come."""
    return data.replace(b"\x02\x01\x01", b"\x02\x01\x03", 1)


UNREADABLE = _unreadable(FULL)


@pytest.mark.parametrize(
    "data",
    [
        ROOT.der + UNREADABLE,
        ROOT.pem + b"-----BEGIN PKCS7-----\n" + base64.encodebytes(lists_in_p7b(FULL, UNREADABLE)) + b"-----END PKCS7-----\n",
        ROOT.pem + b"-----BEGIN PKCS7-----\n" + base64.encodebytes(lists_in_p7b(FULL)) + b"-----END PKCS7-----\n"
        b"-----BEGIN X509 CRL-----\n" + base64.encodebytes(UNREADABLE) + b"-----END X509 CRL-----\n",
    ],
    ids=["one after the other", "in a p7b", "beside a p7b"],
)  # fmt: skip
def test_what_nobody_can_read_beside_the_roots_is_not_passed_over(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "根").write_bytes(data)
    with pytest.raises(InputRefused, match="读不懂"):
        load_given([], [], [tmp_path / "根"])
