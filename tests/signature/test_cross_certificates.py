"""Certificates that another root made of a trusted key, and roots of a kind unknown here among those trusted."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from authorities import OFFICER, ROOT, STAMPS, Authority, lists, stamp_server
from authorities import _begun as begun
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from forging import sm2_root
from issuing import name
from long_term_papers import sign_to, so_far_at, wanted
from signed_papers import AT, codes, prepared, signed_once
from test_external_signer import root, sm2, sm2_signature

from yanpan.errors import InputRefused, KeyRefused
from yanpan.keys import Identity
from yanpan.signature import finish_signature, prepare_signature

OLD, NEW = Authority("旧根"), Authority("新根")
SERVICE = Authority("时间戳中级", above=NEW)
CROSS = begun(NEW.subject, NEW.key.public_key(), OLD, 77, 20, ca=True).sign(OLD.key, hashes.SHA256())
CRLS = (ROOT.crl(), OLD.crl(), NEW.crl(), SERVICE.crl())
BY_OLD, BY_NEW = (ROOT.certificate, OLD.certificate), (ROOT.certificate, NEW.certificate)
BOTH = (*BY_NEW, OLD.certificate)


def signed(level: str, trust: tuple[x509.Certificate, ...]) -> bytes:
    with stamp_server(SERVICE) as service:
        service.chain = (SERVICE.certificate, CROSS)
        return sign_to(prepared(), "officer", OFFICER, wanted(service, level, trust=trust, crls=CRLS))


@cache
def to_b_t() -> bytes:
    return signed("b-t", BOTH)


@pytest.mark.parametrize("level", ["b-t", "b-lt", "b-lta"])
def test_a_reader_of_both_roots_finds_it_valid(level: str) -> None:
    assert so_far_at(signed(level, BOTH), trust=BOTH, crls=CRLS).verdict == "valid"


def test_a_reader_of_the_new_root_alone_cannot_judge_the_cross_certificate() -> None:
    """No digest covers it, and there could be words in it; the time is proven all the same."""
    assert so_far_at(to_b_t(), trust=BY_OLD, crls=CRLS).verdict == "valid"
    found = so_far_at(to_b_t(), trust=BY_NEW, crls=CRLS)
    assert found.verdict == "cannot_be_judged"
    assert codes(found) == {"EXTRA_CERTIFICATE"}
    assert found.signatures[0].proven_at is not None


@pytest.mark.parametrize("level", ["b-t", "b-lt"])
def test_whoever_signs_with_the_new_root_alone_is_told_at_once(level: str) -> None:
    with pytest.raises(InputRefused, match="看不出真假") as caught:
        signed(level, BY_NEW)
    assert "--trust" in caught.value.remedy


def test_a_signer_s_own_cross_certificate_is_told_at_b_t() -> None:
    middle = Authority("中级", above=NEW)
    officer = middle.signer("张某", serial=50)
    carrying = Identity(officer.certificate, (middle.certificate, CROSS), officer.key)
    crls = (middle.crl(), STAMPS.crl(), *CRLS)
    stamps = STAMPS.certificate
    with stamp_server() as service:
        for trust, told in ((BOTH, False), (BY_NEW, True)):
            asked = wanted(service, "b-t", trust=(*trust, stamps), crls=crls)
            if told:
                with pytest.raises(KeyRefused, match="看不出真假"):
                    sign_to(prepared(), "officer", carrying, asked)
            else:
                sign_to(prepared(), "officer", carrying, asked)


@pytest.mark.parametrize("level", ["b-t", "b-lt", "b-lta"])
def test_an_sm2_root_among_those_trusted_hurts_no_other_paper(level: str) -> None:
    trust = (ROOT.certificate, STAMPS.certificate, sm2_root(ROOT.certificate, name("某国密根")))
    with stamp_server() as service:
        pdf = sign_to(prepared(), "officer", OFFICER, wanted(service, level, trust=trust))
    assert so_far_at(pdf, trust=trust, crls=lists()).verdict == "valid"
    assert codes(so_far_at(signed_once(), trust=trust)) == codes(so_far_at(signed_once()))


def test_an_sm2_signature_cannot_be_judged_by_whoever_trusts_its_root(tmp_path: Path) -> None:
    der, certificate = sm2(tmp_path)
    above = x509.load_pem_x509_certificate((tmp_path / "root-cert.pem").read_bytes())
    now = certificate.not_valid_before_utc.astimezone(AT.tzinfo) + timedelta(minutes=1)
    waiting = prepare_signature(prepared(), role="officer", certificate=certificate, reason="同意", at=now)
    pdf = finish_signature(waiting, sm2_signature(tmp_path, waiting.to_sign, der), at=now).pdf
    trust = (root().certificate, above)
    found = so_far_at(pdf, now + timedelta(minutes=1), trust=trust)
    assert found.verdict == "cannot_be_judged", found.findings
    assert "UNKNOWN_ALGORITHM" in codes(found)
