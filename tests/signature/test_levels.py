"""Signing to B-T, B-LT and B-LTA: what the paper then carries, and what is refused before anything is written."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from authorities import OFFICER, REVIEWER, ROOT, STAMPS, TRUST, Authority, lists, stamp_server
from long_term_papers import LATER, all_signed, sign_to, signed_to, so_far_at, wanted
from signed_papers import AT, codes, identity, prepared, so_far, trust

from yanpan.errors import InputRefused, KeyRefused, UsageError
from yanpan.signature import LongTerm
from yanpan.signature.archive import add_to_archive, stored
from yanpan.signature.pdf import open_pdf


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(("level", "revisions"), [("b-b", 0), ("b-t", 0), ("b-lt", 1), ("b-lta", 2)])
def test_each_level_is_reached_and_valid(level: str, revisions: int) -> None:
    pdf = signed_to(level)
    verification = so_far_at(pdf, crls=lists() if level in ("b-b", "b-t") else ())
    assert verification.verdict == "valid", verification.findings
    (signature,) = verification.signatures
    assert signature.level == level
    assert signature.proven_at == (None if level == "b-b" else AT)
    assert signature.covers == ("revision" if revisions else "whole_file")
    assert len(verification.time_stamps) == (1 if level == "b-lta" else 0)
    assert open_pdf(pdf).total_revisions == 2 + revisions


def test_a_list_that_its_issuer_did_not_sign_makes_no_level() -> None:
    """Only its name says whose it is; whoever holds the file can put it there."""
    made_up = [Authority(item.name, kind="rsa").crl() for item in (ROOT, STAMPS)]
    pdf = add_to_archive(signed_to("b-t"), certificates=[], crls=made_up, ocsps=[])
    (signature,) = so_far_at(pdf, crls=lists()).signatures
    assert signature.level == "b-t"
    really = add_to_archive(signed_to("b-t"), certificates=[], crls=lists(), ocsps=[])
    assert so_far_at(really, crls=lists()).signatures[0].level == "b-lt"


def test_signing_to_a_higher_level_only_appends() -> None:
    assert signed_to("b-lta").startswith(prepared())


def test_several_signers_one_after_another_and_an_archive_time_stamp_over_all() -> None:
    verification = so_far_at(all_signed())
    assert verification.verdict == "valid", verification.findings
    assert [s.level for s in verification.signatures] == ["b-lta"] * 3
    assert [s.covers for s in verification.signatures] == ["revision"] * 3
    assert (verification.complete, verification.in_order, verification.unsigned) == (True, True, ())


def test_the_same_list_is_not_stored_twice() -> None:
    kinds = [key for key, _ in stored(open_pdf(all_signed()))]
    assert kinds.count("/CRLs") == 2


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("signer", ["ec", "rsa"])
@pytest.mark.parametrize("stamps", ["ec", "rsa"])
def test_keys_of_both_kinds_sign_and_stamp(signer: str, stamps: str) -> None:
    who = ROOT.signer("赵某", serial=31, kind=signer)
    with stamp_server(kind=stamps, serial=41) as service:
        pdf = sign_to(prepared(), "officer", who, wanted(service, "b-lta"))
    assert so_far_at(pdf).verdict == "valid"


def test_an_intermediate_authority_is_stored_with_its_list() -> None:
    below = Authority("某市发证机构", years=9, above=ROOT)
    with stamp_server() as service:
        lists_of_all = (*lists(), below.crl())
        pdf = sign_to(
            prepared(), "officer", below.signer("钱某", serial=1), wanted(service, "b-lt", crls=lists_of_all)
        )
    assert so_far_at(pdf).verdict == "valid"


def test_ocsp_responses_do_instead_of_lists() -> None:
    with stamp_server() as service:
        answers = (ROOT.ocsp(OFFICER.certificate), STAMPS.ocsp(service.certificate))
        pdf = sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lta", crls=(), ocsps=answers))
    assert so_far_at(pdf).verdict == "valid"
    assert [key for key, _ in stored(open_pdf(pdf))].count("/OCSPs") == 2


def test_a_trial_identity_needs_no_list_of_its_own() -> None:
    who = identity("张某")
    with stamp_server() as service:
        long_term = wanted(service, "b-lta", trust=(*TRUST, *trust()))
        pdf = sign_to(prepared(), "officer", who, long_term)
    verification = so_far(pdf, trust=(*TRUST, *trust()))
    assert (verification.verdict, verification.trial) == ("valid", True)
    assert verification.signatures[0].level == "b-lta"


def test_without_roots_the_level_is_built_on_what_is_given() -> None:
    with stamp_server() as service:
        pdf = sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lt", trust=()))
    assert so_far_at(pdf).verdict == "valid"


def test_a_revoked_certificate_does_not_sign() -> None:
    revoked = lists(signers={11: AT - timedelta(days=1)})
    for level, given in (("b-b", TRUST), ("b-b", ()), ("b-lta", TRUST)):
        with stamp_server() as service, pytest.raises(KeyRefused, match="已被吊销"):
            long_term = wanted(None if level == "b-b" else service, level, trust=given, crls=revoked)
            sign_to(prepared(), "officer", OFFICER, long_term)
        assert service.asked == []


def test_a_certificate_under_another_root_does_not_sign() -> None:
    with pytest.raises(KeyRefused, match="不在信任的根证书之下"):
        sign_to(prepared(), "officer", OFFICER, wanted(None, "b-b", trust=(STAMPS.certificate,)))


def test_without_a_list_b_lt_is_refused_and_the_missing_one_is_named() -> None:
    with stamp_server() as service:
        with pytest.raises(KeyRefused, match="查不清"):
            sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lt", crls=()))
        with pytest.raises(InputRefused, match="某时间戳根"):
            sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lt", trust=(), crls=(ROOT.crl(),)))
        stale = lists(AT - timedelta(days=20))
        with pytest.raises(InputRefused, match="太旧"):
            sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lt", trust=(), crls=stale))


def test_a_time_stamp_of_an_unknown_authority_is_refused() -> None:
    with stamp_server(Authority("别的时间戳根")) as service, pytest.raises(InputRefused, match="--trust"):
        sign_to(prepared(), "officer", OFFICER, wanted(service, "b-t"))


def test_a_level_above_b_b_wants_a_service() -> None:
    with pytest.raises(UsageError, match="--tsa"):
        LongTerm("b-lta")


def test_nobody_but_the_named_service_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with stamp_server() as service:
        port = int(service.url.rpartition(":")[2].partition("/")[0])
        connect = socket.socket.connect

        def only_there(self: socket.socket, address: tuple[str, int]) -> None:
            assert address == ("127.0.0.1", port)
            connect(self, address)

        monkeypatch.setattr(socket.socket, "connect", only_there)
        sign_to(prepared(), "officer", OFFICER, wanted(service, "b-lta"))
        assert len(service.asked) == 3


def test_an_earlier_signer_of_a_lower_level_is_proven_by_a_later_archive_time_stamp() -> None:
    plain = sign_to(prepared(), "officer", OFFICER, wanted(None, "b-b"))
    with stamp_server() as service:
        pdf = sign_to(plain, "legal_review", REVIEWER, wanted(service, "b-lta"))
    verification = so_far_at(pdf, LATER)
    assert verification.verdict == "valid", codes(verification)
    assert [s.proven_at for s in verification.signatures] == [AT, AT]
