"""Who gives OCSP responses: appointed, for a time, and revoked himself as anybody; and a response in odd digests."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import core
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from authorities import STAMPS, TRUST, stamp_server
from chains import OCSP_SERVICE, Made, crl, key, make
from cryptography import x509
from long_term_papers import sign_to, wanted
from signed_papers import AT, LATER, prepared
from test_responses_and_stamps import ANSWERS, AUTHORITY, NAMED, RESPONDER, answer, signed, told

from yanpan.errors import InputRefused, KeyRefused
from yanpan.findings import Verdict
from yanpan.keys import load_given, load_ocsps
from yanpan.keys.standing import standing_answers
from yanpan.signature.signatures import check_signatures

NUMBER = RESPONDER.certificate.serial_number
OLD = AT - timedelta(days=9)


@pytest.mark.parametrize("by", ["list", "old-list", "response", "old-response"])
def test_the_good_word_of_a_revoked_responder_is_none(by: str, tmp_path: Path) -> None:
    """Nobody need ask about him, says his certificate; but it was said."""
    crls, ocsps = {
        "list": ([crl(AUTHORITY, NUMBER)], []),
        "old-list": ([crl(AUTHORITY, NUMBER, now=OLD, lasts=timedelta(days=1))], []),
        "response": ([], [answer(RESPONDER, revoked=True)]),
        "old-response": ([], [answer(RESPONDER, revoked=True, at=OLD, lasts=timedelta(hours=2))]),
    }[by]
    good = answer(NAMED, by=RESPONDER)
    assert told(NAMED, ocsps=[good]) == {}
    (tmp_path / "给的.ors").write_bytes(good)
    given = [*load_ocsps(tmp_path), *ocsps]
    # Where a list of today is clean of the signer, too, nothing hangs on that answer: what it is worth is told.
    if by != "list":
        assert "REVOCATION_UNKNOWN" in told(NAMED, crls=crls, ocsps=given)
    judged = check_signatures(
        signed(NAMED),
        at=LATER,
        trust=[AUTHORITY.certificate],
        crls=(*crls, crl(AUTHORITY)),
        ocsps=tuple(given),
    )
    assert any(item.code == "ANSWER_UNUSED" and "已被吊销" in item.words for item in judged.findings)


def test_a_responder_outside_his_time_or_once_revoked_is_not_passed_over() -> None:
    """Somebody may have stolen his key; nobody may silence him by saying so."""
    ended = make(
        "某旧答复机构", AUTHORITY, more=[(ANSWERS, False), (x509.OCSPNoCheck(), False)],
        start=AT - timedelta(days=90), end=AT - timedelta(days=10),
    )  # fmt: skip
    assert set(told(NAMED, crls=[crl(AUTHORITY)], ocsps=[answer(NAMED, revoked=True, by=ended)])) == {
        "REVOCATION_UNKNOWN"
    }
    false = answer(NAMED, revoked=True, by=RESPONDER)
    assert set(told(NAMED, crls=[crl(AUTHORITY)], ocsps=[false])) == {"REVOKED"}
    assert set(told(NAMED, crls=[crl(AUTHORITY, NUMBER)], ocsps=[false])) == {"REVOKED"}


HOLD = x509.ReasonFlags.certificate_hold


def test_a_hold_ends_by_a_later_word_only() -> None:
    held = answer(NAMED, revoked=True, at=AT - timedelta(hours=3), lasts=timedelta(hours=1), reason=HOLD)
    before, after = crl(AUTHORITY, ago=timedelta(days=2)), crl(AUTHORITY, ago=timedelta(minutes=30))
    assert set(told(NAMED, crls=[before], ocsps=[held])) == {"REVOKED"}
    assert told(NAMED, crls=[before, after], ocsps=[held]) == {}
    assert told(NAMED, crls=[before], ocsps=[held, answer(NAMED, at=AT + timedelta(minutes=50))]) == {}
    with pytest.raises(KeyRefused, match="已被吊销"):
        signed(NAMED, crls=(before,), ocsps=(held,))


def test_however_many_false_ones_there_are_a_true_one_counts() -> None:
    stranger = make("某根", ca=True, own=key("p256", "stranger"))
    false = [answer(NAMED, revoked=True, by=stranger, at=AT - timedelta(minutes=i)) for i in range(300)]
    true = answer(NAMED, revoked=True, at=OLD, lasts=timedelta(hours=2))
    assert set(told(NAMED, crls=[crl(AUTHORITY)], ocsps=[*false, true])) == {"REVOKED"}


@pytest.mark.parametrize("level", ["b-lt", "b-lta"])
def test_nothing_is_wanting_of_a_responder_about_whom_nobody_need_ask(level: str) -> None:
    second = make("李某", AUTHORITY, number=79, more=[(OCSP_SERVICE, False)])
    roots = (AUTHORITY.certificate, *TRUST)
    pdf, both = prepared(), [answer(who, by=RESPONDER) for who in (NAMED, second)]
    with stamp_server() as service:
        for role, who in (("officer", NAMED), ("legal_review", second)):
            given = wanted(service, level, trust=roots, crls=[STAMPS.crl()], ocsps=both)
            pdf = sign_to(pdf, role, who.identity, given)
    judged = check_signatures(pdf, at=LATER, trust=roots, crls=(STAMPS.crl(),))
    assert {item.weight for item in judged.findings} <= {Verdict.VALID}, judged.findings
    bare = make("某答复机构", AUTHORITY, more=[(ANSWERS, False)])
    with stamp_server() as service, pytest.raises(InputRefused):
        twice = wanted(
            service,
            level,
            trust=roots,
            crls=[STAMPS.crl()],
            ocsps=[answer(who, by=bare) for who in (NAMED, second)],
        )
        sign_to(sign_to(prepared(), "officer", NAMED.identity, twice), "legal_review", second.identity, twice)


def odd(about: Made) -> bytes:
    """A response that names its certificate by a digest that nobody knows."""
    data, sha256 = answer(about), bytes.fromhex("0609608648016503040201")
    at = data.index(sha256)
    return data[: at + len(sha256) - 1] + b"\x63" + data[at + len(sha256) :]


def test_a_digest_that_nobody_compares_ends_no_judging() -> None:
    usual = answer(NAMED)
    assert standing_answers([usual, odd(NAMED)], [], [AUTHORITY.certificate], [], AT) == (usual,)
    assert told(NAMED, crls=[crl(AUTHORITY)], ocsps=[odd(NAMED), odd(RESPONDER)]) == {}


def test_a_root_with_two_certificates_stands_while_one_does() -> None:
    own = key("p256", "two")
    ended = make("双证根", ca=True, own=own, start=AT - timedelta(days=90), end=AT - timedelta(days=1))
    stands = make("双证根", ca=True, own=own)
    made = make("王某", stands, number=80)
    for trust in ([ended, stands], [stands, ended]):
        judged = check_signatures(
            signed(made), at=LATER, trust=[item.certificate for item in trust], crls=(crl(stands),)
        )
        assert {item.weight for item in judged.findings} <= {Verdict.VALID}, judged.findings


def test_a_new_certificate_for_the_same_key_makes_the_old_one_no_forgery() -> None:
    old, new, middle = (
        make("换根", ca=True), make("换根", ca=True, own=key("p256", "new root")), key("p256", "middle"),
    )  # fmt: skip
    first = make("换根中级", old, ca=True, own=middle)
    second = make("换根中级", new, ca=True, own=middle)
    judged = check_signatures(
        signed(make("张某", first, number=5)),
        at=LATER,
        trust=[new.certificate, second.certificate],
        crls=(crl(new), crl(first)),
    )
    assert Verdict.INVALID not in {item.weight for item in judged.findings}, judged.findings


def test_what_cannot_be_read_beside_the_roots_is_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "roots.pem"
    whole = AUTHORITY.pem + b"-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n"
    file.write_bytes(whole)
    with pytest.raises(InputRefused, match=r"roots\.pem"):
        load_given((), (), [file])


def test_responses_do_where_the_list_is_too_old() -> None:
    """Signing asks what verifying asks."""
    stale = crl(AUTHORITY, now=OLD, lasts=timedelta(days=1))
    assert signed(NAMED, crls=(stale,), ocsps=(answer(NAMED),))
    with pytest.raises(InputRefused, match="太旧"):
        signed(NAMED, crls=(stale,))


# ── A responder who has fallen ──


def with_certificates(good: bytes, number: int) -> bytes:
    """The answer with so many certificates of strangers before the giver's own: no signature covers them."""
    loaded = asn1_ocsp.OCSPResponse.load(good)
    basic = loaded["response_bytes"]["response"].parsed
    own = list(basic["certs"]) if basic["certs"] else []
    junk = [make(f"路人{i}", AUTHORITY) for i in range(number)]
    basic["certs"] = [*(asn1_x509.Certificate.load(item.der) for item in junk), *own]
    loaded["response_bytes"]["response"] = core.ParsableOctetString(basic.dump(force=True))
    return bytes(loaded.dump(force=True))


@pytest.mark.parametrize("hidden", ["among the authorities", "behind many"])
def test_a_fallen_responder_is_found_wherever_he_stands(hidden: str) -> None:
    """An archive puts him beside the authorities; an answer may carry anybody."""
    good = answer(NAMED, by=RESPONDER)
    stale = crl(AUTHORITY, NUMBER, now=OLD, lasts=timedelta(days=1))
    trust, others = [AUTHORITY.certificate], []
    if hidden == "among the authorities":
        others = [RESPONDER.der]
    else:
        good = with_certificates(good, 8)
    assert standing_answers([good], [stale], trust, others, AT) == ()
    if hidden == "among the authorities":
        assert standing_answers([good], [crl(AUTHORITY)], trust, others, AT) == (good,)


def test_when_his_word_is_dated_is_no_matter_but_when_it_is_proven() -> None:
    good = answer(NAMED, by=RESPONDER, at=AT - timedelta(days=3))
    later = crl(AUTHORITY, NUMBER)  # since three hours before AT
    trust = [AUTHORITY.certificate]
    assert standing_answers([good], [later], trust, [], AT) == ()
    before = AT - timedelta(days=1)
    assert standing_answers([good], [later], trust, [], AT, lambda _, by: before <= by) == (good,)
    assert standing_answers([good], [later], trust, [], AT, lambda _, by: by >= AT) == ()


def test_what_he_said_against_a_signer_before_he_fell_stays() -> None:
    bad = answer(NAMED, revoked=True, by=RESPONDER, at=AT - timedelta(days=3))
    retired = crl(AUTHORITY, NUMBER)
    assert set(told(NAMED, crls=[retired], ocsps=[bad])) == {"REVOKED"}


def test_nobody_frees_himself_and_a_colleague_condemns() -> None:
    """Whom the authority appointed speaks for it of all that it issued (RFC 6960, 4.2.2.2)."""
    held = answer(RESPONDER, revoked=True, at=AT - timedelta(hours=2), lasts=timedelta(hours=1), reason=HOLD)
    good, himself = answer(NAMED, by=RESPONDER), answer(RESPONDER, by=RESPONDER)
    trust = [AUTHORITY.certificate]
    assert standing_answers([good, held], [], trust, [], AT) == ()
    assert good not in standing_answers([good, held, himself], [], trust, [], AT)
    assert good in standing_answers([good, held, answer(RESPONDER)], [], trust, [], AT)
    other = make("另一答复机构", AUTHORITY, more=[(ANSWERS, False), (x509.OCSPNoCheck(), False)])
    condemned = answer(RESPONDER, revoked=True, by=other)
    assert standing_answers([good, condemned], [], trust, [], AT) == ()
    freed = answer(RESPONDER, by=other)
    assert good not in standing_answers([good, held, freed], [], trust, [], AT)


# ── An authority with two certificates of one name ──


def test_a_list_by_the_one_that_was_revoked_says_nothing_good() -> None:
    stands = make("双名机构", AUTHORITY, ca=True, number=50)
    fallen = make("双名机构", AUTHORITY, ca=True, number=51, own=key("p256", "fallen"))
    zhang = make("张某", stands, number=11)
    trust = [item.certificate for item in (AUTHORITY, stands, fallen)]

    def said(*crls: bytes) -> set[str]:
        judged = check_signatures(signed(zhang), at=LATER, trust=trust, crls=crls)
        return {item.code for item in judged.findings if item.weight is not Verdict.VALID}

    assert said(crl(fallen), crl(AUTHORITY)) == set()
    assert said(crl(fallen), crl(AUTHORITY, 51))
    assert said(crl(stands), crl(AUTHORITY, 51)) == set()


def test_a_responder_with_a_short_key_is_none() -> None:
    short = make(
        "短钥答复机构", AUTHORITY, kind="rsa1024", more=[(ANSWERS, False), (x509.OCSPNoCheck(), False)]
    )
    assert standing_answers([answer(NAMED, by=short)], [], [AUTHORITY.certificate], [], AT) == ()


@pytest.mark.parametrize("kind", ["many certificates", "short key"])
def test_a_bad_word_counts_from_whom_no_good_one_does(kind: str) -> None:
    """Who cannot be told, or could be anybody, makes nobody good; but what the authority says is revoked stays so."""
    if kind == "short key":
        by = make("短钥答复机构", AUTHORITY, kind="rsa1024", more=[(ANSWERS, False)])
        bad = answer(NAMED, revoked=True, by=by)
    else:
        bad = with_certificates(answer(NAMED, revoked=True), 9)
    assert standing_answers([bad], [], [AUTHORITY.certificate], [], AT) == ()
    assert set(told(NAMED, crls=[crl(AUTHORITY)], ocsps=[bad])) == {"REVOKED"}
