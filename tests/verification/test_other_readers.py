"""Papers of every level read by programs of other makers, and what PDF/A-3 asks for that can be checked."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from attacks import gap
from authorities import TRUST, Authority
from cryptography.hazmat.primitives.serialization import Encoding
from long_term_papers import all_signed, sign_to, signed_to, stamping_at, wanted
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from signed_papers import AT, prepared

from yanpan.keys.trust import key_usage
from yanpan.signature.pdf import run as run_pyhanko

LEVELS = ("b-b", "b-t", "b-lt", "b-lta", "all")


def paper_of(level: str) -> bytes:
    return all_signed() if level == "all" else signed_to(level)


@pytest.fixture
def paper(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper_of(request.param))
    return path


def run(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("paper", LEVELS, indirect=True)
def test_pdfsig_finds_every_signature_sound(paper: Path) -> None:
    said = run("pdfsig", "-nocert", paper)
    signatures = said.count("ETSI.CAdES.detached")
    assert said.count("Signature is Valid") == signatures >= 1


@pytest.mark.parametrize("level", LEVELS)
def test_openssl_finds_every_signature_sound(level: str, tmp_path: Path) -> None:
    """The CMS out of the gap, over the bytes around it; the roots are those of the reader."""
    pdf = paper_of(level)
    (tmp_path / "roots.pem").write_bytes(b"".join(root.public_bytes(Encoding.PEM) for root in TRUST))
    count = len(re.findall(rb"/SubFilter /ETSI\.CAdES\.detached", pdf))
    for which in range(count):
        start, end = gap(pdf, which)
        length = int(re.findall(rb"/ByteRange \[0 \d+ \d+ (\d+)", pdf)[which])
        (tmp_path / "content").write_bytes(pdf[:start] + pdf[end : end + length])
        (tmp_path / "cms").write_bytes(bytes.fromhex(pdf[start + 1 : end - 1].decode()))
        said = subprocess.run(
            [
                "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "content",
                "-CAfile", "roots.pem", "-purpose", "any", "-no_check_time", "-out", "/dev/null",
            ],
            cwd=tmp_path,
            capture_output=True,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr.decode()
    assert count >= 1


@pytest.mark.parametrize("level", ["b-lta", "all"])
def test_openssl_finds_the_archive_time_stamp_sound(level: str, tmp_path: Path) -> None:
    pdf = paper_of(level)
    (tmp_path / "roots.pem").write_bytes(b"".join(root.public_bytes(Encoding.PEM) for root in TRUST))
    start, end = gap(pdf, -1)
    (tmp_path / "content").write_bytes(pdf[:start] + pdf[end:])
    (tmp_path / "token").write_bytes(bytes.fromhex(pdf[start + 1 : end - 1].decode()))
    said = subprocess.run(
        [
            "openssl",
            "ts",
            "-verify",
            "-data",
            "content",
            "-in",
            "token",
            "-token_in",
            "-CAfile",
            "roots.pem",
            "-no_check_time",
        ],
        cwd=tmp_path,
        capture_output=True,
    )
    assert b"Verification: OK" in said.stdout, said.stderr.decode()


@pytest.mark.parametrize("paper", ["b-b", "all"], indirect=True)
def test_pyhanko_s_own_command_line_finds_every_signature_valid(paper: Path) -> None:
    """It has its own rules for what may follow a signature, which know nothing of ours."""
    roots = paper.with_name("roots.pem")
    roots.write_bytes(b"".join(root.public_bytes(Encoding.PEM) for root in TRUST))
    program = Path(sys.executable).with_name("pyhanko")
    moment = f"{AT:%Y-%m-%dT17:00:00%z}"
    said = run(
        program, "sign", "validate", "--trust", roots, "--trust-replace", "--no-revocation-check",
        "--validation-time", moment, paper,
    )  # fmt: skip
    lines = said.splitlines()
    assert len(lines) == (3 if "unit_head" in said else 1)
    for line in lines:
        assert ":INTACT:TRUSTED" in line, line
        assert line.endswith(("UNTOUCHED", "ACCEPTABLE_MODIFICATIONS")), line


def test_pyhanko_s_engine_for_long_term_signatures_agrees() -> None:
    """It asks the machine's clock, and so can only be held against a paper of today."""
    at = datetime.now(AT.tzinfo).replace(microsecond=0)
    root = Authority("今天的发证机构", begins=at - timedelta(days=1))
    stamps = Authority("今天的时间戳根", begins=at - timedelta(days=1))
    trust = (root.certificate, stamps.certificate)
    with stamping_at(at, stamps) as service:
        long_term = wanted(service, "b-lta", trust=trust, crls=(root.crl(at), stamps.crl(at)))
        pdf = sign_to(prepared(), "officer", root.signer("张某", serial=1), long_term, at=at)
    required = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(
            trust_roots=[asn1_x509.Certificate.load(item.public_bytes(Encoding.DER)) for item in trust]
        ),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(required, required)),
    )
    spec = SignatureValidationSpec(
        policy,
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        key_usage_settings=key_usage(),
    )
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    found = run_pyhanko(ades_lta_validation(signature, PdfSignatureValidationSpec(spec)))
    assert found.ades_subindic is AdESPassed.OK, found.failure_msg
    assert found.oldest_evidence_record_timestamp == at


@pytest.mark.parametrize("paper", LEVELS, indirect=True)
def test_a_paper_of_any_level_keeps_what_pdf_a_asks_for(paper: Path) -> None:
    fonts = run("pdffonts", paper).splitlines()[2:]
    assert all(re.search(r" yes +yes +yes +\d+ +\d+$", line) for line in fonts), fonts
    before = pikepdf.open(BytesIO(prepared()))
    with pikepdf.open(paper) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert pdf.Root.AcroForm.SigFlags == 3
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_raw_bytes()
        assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", ()):
                flags = int(annotation.F)
                assert flags & 4, "shown in print"
                assert not flags & (1 | 2 | 32), "not hidden"
                flat = float(annotation.Rect[0]) == float(annotation.Rect[2])
                assert flat or isinstance(annotation.AP.N, pikepdf.Stream)
        for stream in (item for item in pdf.objects if isinstance(item, pikepdf.Stream)):
            assert "/LZWDecode" not in str(stream.get("/Filter", ""))
            assert "/F" not in stream, "no stream lies outside the file"
        assert len(pdf.pages) == len(before.pages)
    subprocess.run(["qpdf", "--check", paper], check=True, capture_output=True)
