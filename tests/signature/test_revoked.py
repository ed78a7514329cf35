"""What a list says against a certificate stands: nothing but an end of a hold takes it back, whatever dates are in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from chains import crl, key, make
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from signed_papers import AT, LATER, prepared

from yanpan.errors import KeyRefused
from yanpan.findings import Verdict
from yanpan.signature import LongTerm, sign_pdf
from yanpan.signature.signatures import check_signatures

ROOT = make("某根", ca=True)
ZHANG = make("张某", ROOT, number=77)
TRUST = (ROOT.certificate,)
PAPER = sign_pdf(prepared(), role="officer", identity=ZHANG.identity, reason="同意", at=AT)
CLEAN = crl(ROOT)
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)
Reason = x509.ReasonFlags


def naming(
    *entries: tuple[Reason | None, timedelta],
    ago: timedelta = 3 * HOURS,
    lasts: timedelta = 7 * DAYS,
    delta: bool = False,
) -> bytes:
    """A list that names the signer, once for each reason and date (from the moment of signing)."""
    begun = AT - ago
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ROOT.certificate.subject)
        .last_update(begun)
        .next_update(begun + lasts)
        .add_extension(x509.CRLNumber(int(begun.timestamp())), critical=False)
    )
    if delta:
        builder = builder.add_extension(x509.DeltaCRLIndicator(1), critical=True)
    for reason, date in entries:
        entry = x509.RevokedCertificateBuilder().serial_number(77).revocation_date(AT + date)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(ROOT.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def told(lists: Sequence[bytes], **more: object) -> set[str]:
    judged = check_signatures(PAPER, **({"at": LATER, "trust": TRUST, "crls": lists} | more))  # type: ignore[arg-type]
    return {item.code for item in judged.findings if item.weight is not Verdict.VALID}


def sign_with(lists: Sequence[bytes], trust: Sequence[x509.Certificate] = TRUST) -> bytes:
    wanted = LongTerm(trust=tuple(trust), crls=tuple(lists))
    return sign_pdf(
        prepared(), role="officer", identity=ZHANG.identity, reason="同意", at=AT, long_term=wanted
    )


def check_refused(*lists: bytes) -> None:
    """At every door: judging, and signing with a root and without."""
    assert told(lists) == {"REVOKED"}
    for trust in (TRUST, ()):
        with pytest.raises(KeyRefused, match="已被吊销"):
            sign_with(lists, trust)


FOR_EVER = [None, Reason.key_compromise, Reason.ca_compromise, Reason.superseded, Reason.unspecified]


@pytest.mark.parametrize("reason", FOR_EVER)
@pytest.mark.parametrize("lasts", [2 * DAYS, 60 * DAYS], ids=["ended", "running"])
def test_a_later_list_without_the_number_takes_no_revocation_back(
    reason: Reason | None, lasts: timedelta
) -> None:
    check_refused(naming((reason, -31 * DAYS), ago=30 * DAYS, lasts=lasts), CLEAN)


def test_only_a_hold_is_lifted_and_may_come_again() -> None:
    hold = naming((Reason.certificate_hold, -31 * DAYS), ago=30 * DAYS)
    assert told((hold, CLEAN)) == set()
    sign_with((hold, CLEAN))
    check_refused(naming((Reason.certificate_hold, -DAYS)))
    check_refused(hold, crl(ROOT, ago=DAYS), naming((Reason.certificate_hold, -2 * HOURS), ago=HOURS))
    check_refused(hold, CLEAN, naming((Reason.key_compromise, -40 * DAYS), ago=20 * DAYS))


def test_a_supplement_lifts_and_a_whole_list_cannot_say_so() -> None:
    removed = (Reason.remove_from_crl, -DAYS)
    hold = naming((Reason.certificate_hold, -31 * DAYS), ago=30 * DAYS)
    assert told((hold, CLEAN, naming(removed, ago=HOURS, delta=True))) == set()
    check_refused(naming((Reason.key_compromise, -31 * DAYS), ago=30 * DAYS), naming(removed))
    check_refused(naming((Reason.certificate_hold, -31 * DAYS), ago=30 * DAYS), naming(removed))


@pytest.mark.parametrize("other", [Reason.remove_from_crl, Reason.certificate_hold, None])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("delta", [True, False])
def test_of_a_number_named_twice_the_worst_entry_counts(
    other: Reason | None, first: bool, delta: bool
) -> None:
    entries = [(Reason.key_compromise, -2 * DAYS), (other, -DAYS)]
    twice = naming(*(entries if first else reversed(entries)), ago=HOURS, delta=delta)
    check_refused(CLEAN, twice)


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), HOURS, 3 * DAYS, 3000 * DAYS])
def test_a_date_ahead_counts_from_the_list_on(ahead: timedelta) -> None:
    """OpenSSL calls a certificate revoked that a list names, whatever the date."""
    check_refused(naming((None, ahead)))
    # Told by the list of another issuer's name only; nobody knows its certificate.
    with pytest.raises(KeyRefused, match="已被吊销"):
        sign_pdf(
            prepared(),
            role="officer",
            identity=type(ZHANG.identity)(ZHANG.certificate, (), ZHANG.key),
            reason="同意",
            at=AT,
            long_term=LongTerm(crls=(naming((None, ahead)),)),
        )


def test_a_list_that_is_ahead_by_what_clocks_differ_counts_with_its_date() -> None:
    soon = LATER - AT + timedelta(minutes=4)
    assert told((CLEAN, naming((None, soon), ago=-soon))) == {"REVOKED"}
    assert told((naming((None, soon + DAYS), ago=-soon),)) == {"REVOKED"}


def test_a_list_by_a_key_that_nobody_knows_revokes_nobody_and_has_to_be_explained() -> None:
    """It may be forged, or by the key that the authority has now."""
    forged = crl(ROOT, 77, signer=key("p256", "somebody else's"))
    assert told((CLEAN, forged)) == {"REVOCATION_UNKNOWN"}
    assert told((CLEAN, crl(ROOT, 78, signer=key("p256", "somebody else's")))) == set()
