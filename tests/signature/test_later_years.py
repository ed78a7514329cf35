"""Judging in later years: what time stamps prove, what is too old to tell, and what fresh lists settle.

Signers' certificates end in 2029, the time-stamping service's in 2038, the roots' in 2056.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from authorities import OFFICER, REVIEWER, ROOT, STAMPS, TRUST, Authority, lists, stamp_server
from long_term_papers import (
    LATER,
    all_signed,
    extended,
    sign_to,
    signed_to,
    so_far_at,
    stamping_at,
    wanted,
)
from signed_papers import AT, codes, prepared

from yanpan.errors import InputRefused, ReportFailed, SignatureInvalid, SignatureNotJudged
from yanpan.signature import extend_pdf
from yanpan.verification import Verification

IN_2028, IN_2031, IN_2040 = (AT.replace(year=year) for year in (2028, 2031, 2040))
LATE_ROOT = Authority("后来的时间戳根", years=60)


def words(verification: Verification) -> str:
    return "\n".join(item.words for item in verification.findings)


def test_with_fresh_lists_an_archived_paper_is_valid_after_the_signers_certificates_end() -> None:
    verification = so_far_at(all_signed(), IN_2031, crls=lists(IN_2031))
    assert verification.verdict == "valid", verification.findings
    assert [s.proven_at for s in verification.signatures] == [AT] * 3
    assert verification.time_stamps[0].trusted


def test_with_the_old_lists_alone_it_cannot_be_judged_and_fresh_ones_are_asked_for() -> None:
    verification = so_far_at(all_signed(), IN_2031)
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"CERTIFICATE_EXPIRED"})
    assert "吊销列表太旧：用 --crl 给出新的" in words(verification)
    assert not verification.time_stamps[0].trusted


def test_a_plain_signature_is_lost_when_its_certificate_ends() -> None:
    verification = so_far_at(signed_to("b-b"), IN_2031, crls=lists(IN_2031))
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"CERTIFICATE_EXPIRED"})


def test_lists_of_later_years_tell_nothing_of_a_certificate_that_has_ended() -> None:
    """An authority may drop ended certificates from its lists: B-T carries none of its own time."""
    verification = so_far_at(signed_to("b-t"), IN_2031, crls=lists(IN_2031))
    assert verification.verdict == "cannot_be_judged", verification.findings
    assert verification.signatures[0].proven_at == AT


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("level", ["b-t", "b-lt", "b-lta"])
def test_with_fresh_lists_every_time_stamped_paper_is_valid_while_its_certificates_last(level: str) -> None:
    assert so_far_at(signed_to(level), IN_2028, crls=lists(IN_2028)).verdict == "valid"
    stale = so_far_at(signed_to(level), IN_2028)
    assert stale.verdict == "cannot_be_judged"
    assert codes(stale) == {"REVOCATION_UNKNOWN"}
    assert "--crl" in words(stale)


def test_revoked_after_the_proven_time_is_valid() -> None:
    revoked = lists(IN_2028, signers={11: AT + timedelta(days=100)})
    for level in ("b-t", "b-lt", "b-lta"):
        verification = so_far_at(signed_to(level), IN_2028, crls=revoked)
        assert verification.verdict == "valid", verification.findings


def test_revoked_before_the_proven_time_is_invalid() -> None:
    revoked = lists(IN_2028, signers={11: AT - timedelta(hours=5)})
    for level in ("b-t", "b-lt", "b-lta"):
        verification = so_far_at(signed_to(level), IN_2028, crls=revoked)
        assert (verification.verdict, codes(verification)) == ("invalid", {"REVOKED"})


def test_revoked_with_no_proven_time_cannot_be_judged() -> None:
    revoked = lists(IN_2028, signers={11: AT + timedelta(days=100)})
    verification = so_far_at(signed_to("b-b"), IN_2028, crls=revoked)
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"REVOKED"})


def test_a_list_that_still_names_an_ended_certificate_counts() -> None:
    revoked = lists(IN_2031, signers={11: AT - timedelta(hours=5)})
    verification = so_far_at(signed_to("b-lta"), IN_2031, crls=revoked)
    assert (verification.verdict, codes(verification)) == ("invalid", {"REVOKED"})


def test_a_revoked_service_proves_nothing() -> None:
    revoked = lists(IN_2028, stamps={21: AT + timedelta(days=100)})
    verification = so_far_at(signed_to("b-t"), IN_2028, crls=revoked)
    assert verification.verdict == "valid"
    assert verification.signatures[0].proven_at is None
    assert "时间戳机构的证书已被吊销" in words(verification)
    in_need = so_far_at(signed_to("b-lta"), IN_2031, crls=lists(IN_2031, stamps={21: IN_2028}))
    assert in_need.verdict == "cannot_be_judged"


def test_an_archive_stamp_of_an_unknown_service_proves_nothing() -> None:
    verification = so_far_at(signed_to("b-lta"), trust=(ROOT.certificate,), crls=lists())
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"TIME_STAMP_UNTRUSTED"})
    assert verification.signatures[0].proven_at is None
    assert "用 --trust 指定根证书" in words(verification)


@pytest.mark.long
def test_after_the_service_has_ended_only_a_renewed_paper_is_valid() -> None:
    old = all_signed()
    late = lists(IN_2040)
    lost = so_far_at(old, IN_2040, crls=late)
    assert lost.verdict == "cannot_be_judged"
    assert "没有更晚的存档时间戳" in words(lost)
    renewed = extended(old, AT.replace(year=2037), authority=LATE_ROOT, serial=51, years=20)
    assert renewed.startswith(old)
    kept = so_far_at(
        renewed,
        IN_2040,
        trust=(*TRUST, LATE_ROOT.certificate),
        crls=(*late, LATE_ROOT.crl(IN_2040)),
    )
    assert kept.verdict == "valid", kept.findings
    assert [stamp.trusted for stamp in kept.time_stamps] == [True, True]
    assert [s.proven_at for s in kept.signatures] == [AT] * 3


def test_a_paper_renewed_again_and_again_is_valid_in_the_end() -> None:
    pdf = signed_to("b-b")
    for year in (2027, 2029, 2031):
        pdf = extended(pdf, AT.replace(year=year))
    verification = so_far_at(pdf, AT.replace(year=2036), crls=lists(AT.replace(year=2036)))
    assert verification.verdict == "valid", verification.findings
    assert [stamp.time.year for stamp in verification.time_stamps] == [2027, 2029, 2031]
    assert verification.signatures[0].proven_at == AT.replace(year=2027)


def test_an_intermediate_authority_that_has_ended_counts_by_what_was_proven_while_it_stood() -> None:
    below = Authority("某县发证机构", years=3.5, above=ROOT)
    who = below.signer("孙某", serial=1, years=3)
    with stamp_server() as service:
        given = (*lists(), below.crl())
        archived = sign_to(prepared(), "officer", who, wanted(service, "b-lta", crls=given))
        listed = sign_to(prepared(), "officer", who, wanted(service, "b-lt", crls=given))
    assert so_far_at(archived, IN_2031, crls=lists(IN_2031)).verdict == "valid"
    # The list stands in the paper, but nothing proves that it was made before its authority's end.
    verification = so_far_at(listed, IN_2031, crls=lists(IN_2031))
    assert verification.verdict == "cannot_be_judged", verification.findings


def test_a_signature_before_its_certificate_began_is_invalid() -> None:
    with stamping_at(AT) as service:
        pdf = sign_to(prepared(), "officer", OFFICER, wanted(service, "b-t"))
    early = so_far_at(pdf, AT - timedelta(days=400), crls=lists(AT - timedelta(days=400)))
    assert early.verdict == "cannot_be_judged"
    assert "SIGNING_TIME" in codes(early)


def test_what_is_broken_or_unsigned_is_not_extended() -> None:
    broken = bytearray(signed_to("b-lta"))
    broken[broken.index(b"stream", 3000) + 30] ^= 1
    with pytest.raises(SignatureInvalid, match="不能续"):
        extended(bytes(broken), LATER)
    with pytest.raises(InputRefused, match="没有签名"):
        extended(prepared(), LATER)


def test_what_cannot_be_judged_today_is_not_extended() -> None:
    with pytest.raises(SignatureNotJudged, match="现在就无法判断"):
        extended(signed_to("b-b"), IN_2031)


def test_extending_without_a_list_names_it() -> None:
    with stamping_at(LATER) as service:
        long_term = wanted(service, "b-lta", trust=(), crls=(STAMPS.crl(),))
        with pytest.raises(InputRefused, match="张某（某省发证机构 签发）"):
            extend_pdf(signed_to("b-b"), long_term=long_term, at=LATER)


def test_a_failing_service_leaves_nothing() -> None:
    with stamping_at(LATER) as service:
        service.answer = lambda _: (500, "text/plain", b"")
        with pytest.raises(ReportFailed, match="文书没有改动"):
            extend_pdf(signed_to("b-lta"), long_term=wanted(service, "b-lta"), at=LATER)


def test_another_signer_follows_an_archive_time_stamp() -> None:
    later = AT + timedelta(days=2)
    with stamping_at(later) as service:
        pdf = sign_to(signed_to("b-lta"), "legal_review", REVIEWER, wanted(service, "b-lta"), at=later)
    verification = so_far_at(pdf, later + timedelta(hours=1))
    assert verification.verdict == "valid", verification.findings
    assert [s.proven_at for s in verification.signatures] == [AT, later]
    assert len(verification.time_stamps) == 2


@pytest.mark.long
def test_a_list_that_knows_better_than_an_ocsp_response_counts() -> None:
    with stamp_server() as service:
        answers = (ROOT.ocsp(OFFICER.certificate), STAMPS.ocsp(service.certificate))
        pdf = sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lta", crls=(), ocsps=answers))
    assert so_far_at(pdf).verdict == "valid"
    revoked = so_far_at(pdf, crls=lists(signers={11: AT - timedelta(hours=5)}))
    assert (revoked.verdict, codes(revoked)) == ("invalid", {"REVOKED"})
