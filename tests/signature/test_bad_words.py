"""That nothing bad that was said is lost: who takes back a hold, whose bad word counts, and how oddly it may be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from asn1crypto import ocsp as asn1_ocsp
from chains import Made, crl, key, make, name, rewritten_list
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from scenes import (
    ANSWERS,
    COLLEAGUE,
    DAY,
    HELPER,
    HOLD,
    HOUR,
    INDIRECT,
    LATE,
    MIDDLE,
    MINUTE,
    NO_CHECK,
    REASON,
    REMOVED,
    RENEWED,
    ROOT,
    SIBLING,
    SIGNER,
    YEARS,
    Scene,
    base_number,
    because,
    given_with,
    resigned,
    said,
    since_list,
    valid,
    without_certificates,
)
from signed_papers import AT, LATER

from yanpan.keys import answerers
from yanpan.keys.verified import Verified

ABOVE = crl(ROOT)
OLD_CLEAN = crl(MIDDLE, ago=2 * DAY)
HELD = said(SIGNER, good=False, reason=REASON.certificate_hold, at=AT - 3 * HOUR, lasts=HOUR)
WITHOUT_NO_CHECK = make("问答复", MIDDLE, number=510, more=[ANSWERS], **YEARS)
BY_RENEWED = make("新钥答复", RENEWED, number=511, more=[ANSWERS, NO_CHECK], **YEARS)
TWO_KEYS = (ROOT, MIDDLE, RENEWED)


def supplement(base: bytes, *numbers: int, **how: Any) -> bytes:
    return crl(MIDDLE, *numbers, more=[(x509.DeltaCRLIndicator(base_number(base)), True)], **how)


def responder_for_ciphers() -> Made:
    from issuing import usage

    return make(
        "密答复", MIDDLE, number=512, more=[ANSWERS, NO_CHECK], key_usage=usage("key_encipherment"), **YEARS
    )


def twice(reason: x509.ReasonFlags, **how: Any) -> Scene:
    """The authority's key has a second certificate, which the root revoked."""
    other = make("甲机构", ROOT, ca=True, number=420, own=MIDDLE.key, **YEARS)
    return Scene([crl(MIDDLE), crl(ROOT, 420, entry=because(reason))], trust=(ROOT, MIDDLE, other), **how)


def signer_twice(reason: x509.ReasonFlags, **how: Any) -> Scene:
    """The signer's key has a second certificate, which lies beside the list that revokes it."""
    other = make("张某", MIDDLE, number=22, own=SIGNER.key)
    lists = given_with([crl(MIDDLE, 22, entry=because(reason))], other)
    return Scene([*lists, ABOVE], **how)


def with_unreadable_extension(data: bytes, by: Made) -> bytes:
    """A list in which the issuing distribution point is written so that nobody can read it."""

    inner = INDIRECT[0].public_bytes()
    odd = b"\x30" + inner[1:2] + b"\xbf" + inner[3:]
    assert data.count(inner) == 1
    return rewritten_list(data, by, lambda body: body.replace(inner, odd))


def indirect_and_unreadable() -> Scene:
    service = make("列表所", ROOT, ca=True, number=430, **YEARS)
    named = x509.CRLDistributionPoints(
        [x509.DistributionPoint(None, None, None, [x509.DirectoryName(service.certificate.subject)])]
    )
    who = make("蒋某", MIDDLE, number=23, more=[(named, False)])
    entry = because(REASON.key_compromise, MIDDLE.certificate.subject)
    odd = with_unreadable_extension(crl(service, 23, more=[INDIRECT], entry=entry), service)
    return Scene([crl(MIDDLE), odd, ABOVE], trust=(ROOT, MIDDLE, service), signer=who)


def with_unreadable_issuer() -> Scene:
    """An entry that names an issuer whom nobody can read: it may be anybody."""
    unreadable = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.29"), b"\x30\x02\xa4\x00")
    listed = crl(MIDDLE, 11, more=[INDIRECT], entry=lambda b: b.add_extension(unreadable, critical=True))
    return Scene([OLD_CLEAN, listed, crl(MIDDLE), ABOVE])


def by_digest_of_tomorrow(by: Made, good: Made = HELPER) -> Scene:
    """A bad answer with a signature by SHA-3, beside a good one."""
    return Scene([ABOVE], [said(SIGNER, good), said(SIGNER, by, good=False, digest=hashes.SHA3_256())])


CLEAN_BEFORE = crl(MIDDLE, ago=5 * DAY, lasts=30 * DAY)
ENDED = make("短答复", MIDDLE, number=506, more=[ANSWERS, NO_CHECK], start=AT - 90 * DAY, end=AT - DAY)
OTHER = make("张某", MIDDLE, number=22, own=SIGNER.key)
OLD_ROOT = make("换根", ca=True, number=701, own=key("p256", "r1"), end=AT + 9000 * DAY)
NEW_ROOT = make("换根", ca=True, number=702, own=key("p256", "r2"), end=AT + 9000 * DAY)
LINK = make("换根", OLD_ROOT, ca=True, number=703, own=NEW_ROOT.key, end=AT + 9000 * DAY)
UNDER_OLD = make("冯某", OLD_ROOT, number=17)


TWIN = make("甲机构", ROOT, ca=True, number=420, own=MIDDLE.key, **YEARS)
STRANGE = (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00"), True)


HELPER_AGAIN = make("甲答复", MIDDLE, number=510, own=HELPER.key, more=[ANSWERS, NO_CHECK], **YEARS)
ROOT_AGAIN = make("众声根", ca=True, number=77, own=ROOT.key, end=AT + 8000 * DAY)


def bounded_twice() -> Scene:
    bounds = (x509.NameConstraints([x509.DirectoryName(name("别人"))], None), True)
    root = make("限二根", ca=True, number=1, more=[bounds], end=AT + 9000 * DAY)
    again = make("限二根", ca=True, number=2, own=root.key, end=AT + 9000 * DAY)
    middle = make("限二机构", root, ca=True, number=3, **YEARS)
    lists = given_with([crl(middle), crl(root)], again)
    return Scene(lists, trust=(root, middle), signer=make("限某", middle, number=12))


def unknown(head: Any) -> None:
    head["responses"][0]["cert_status"] = asn1_ocsp.CertStatus(name="unknown", value=None)


YEARLY = [make("甲机构", ROOT, ca=True, number=401 + i, own=MIDDLE.key, **YEARS) for i in range(9)]


def in_other_letters(head: Any) -> None:
    head["responses"][0]["cert_id"]["issuer_name_hash"] = bytes(32)


def given_late(head: Any) -> None:
    head["produced_at"] = AT + 60 * DAY


LISTER = make("甲机构", ROOT, number=440, own=key("p256", "lists of 甲"))


def new_root(crls: Sequence[bytes] = (), **how: Any) -> Scene:
    """The root made itself a new certificate with a new key, and a reader trusts both."""
    return Scene([crl(OLD_ROOT, ago=DAY), *crls], trust=(OLD_ROOT, NEW_ROOT), signer=UNDER_OLD, **how)


def named_service(by: Made, **how: Any) -> Scene:
    service = make("列表所", by, ca=True, number=430, own=key("p256", "lists"), **YEARS)
    points = x509.CRLDistributionPoints(
        [x509.DistributionPoint(None, None, None, [x509.DirectoryName(service.certificate.subject)])]
    )
    who = make("蒋某", MIDDLE, number=23, more=[(points, False)])
    lists = [crl(service, more=[INDIRECT]), crl(SIBLING), ABOVE]
    return Scene(lists, trust=(ROOT, MIDDLE, SIBLING, service), signer=who, **how)


def service_of_all() -> Scene:
    service = make("列表所", ROOT, ca=True, number=430, own=key("p256", "lists"), **YEARS)
    points = x509.CRLDistributionPoints(
        [x509.DistributionPoint(None, None, None, [x509.DirectoryName(service.certificate.subject)])]
    )
    below = make("甲下机构", MIDDLE, ca=True, number=431, **YEARS)
    who = make("沈某", below, number=24, more=[(points, False)])
    return Scene(
        [crl(service, more=[INDIRECT]), crl(MIDDLE), ABOVE],
        trust=(ROOT, MIDDLE, below, service),
        signer=who,
        valid=True,
    )


def two_issuers(builder: Any) -> Any:
    names = [x509.DirectoryName(item) for item in (name("甲机构 别名"), MIDDLE.certificate.subject)]
    return builder.add_extension(x509.CertificateIssuer(names), critical=True)


SCENES: dict[str, Callable[[], Scene]] = {
    # Who takes back a hold.
    "a hold lifted by a responder of whom nobody says that he is good": lambda: Scene(
        [ABOVE], [said(SIGNER, HELPER, at=AT - 5 * HOUR), HELD, said(SIGNER, WITHOUT_NO_CHECK)]
    ),
    "a hold by list lifted by a responder of whom nobody says that he is good": lambda: Scene(
        [crl(MIDDLE, 11, ago=DAY, entry=HOLD), ABOVE],
        [said(SIGNER, WITHOUT_NO_CHECK), said(SIGNER, HELPER, at=AT - 2 * DAY, lasts=30 * DAY)],
    ),
    "a hold lifted by a responder whose key is for enciphering": lambda: Scene(
        [ABOVE], [HELD, said(SIGNER, HELPER, at=AT - 4 * HOUR), said(SIGNER, responder_for_ciphers())]
    ),
    "honest: a hold lifted by a responder of whom nobody need ask": lambda: Scene(
        [OLD_CLEAN, ABOVE], [HELD, said(SIGNER, HELPER)], valid=True
    ),
    "a list in force with a hold that an old answer lifted": lambda: Scene(
        [crl(MIDDLE, 11, ago=DAY, entry=HOLD), ABOVE], [said(SIGNER, at=AT - 12 * HOUR, lasts=HOUR)]
    ),
    "honest: a list with a hold that its supplement lifts": lambda: Scene(
        [(base := crl(MIDDLE, 11, ago=DAY, entry=HOLD)), supplement(base, 11, entry=REMOVED), ABOVE],
        valid=True,
    ),
    "a list with a hold whose supplement says nothing of it": lambda: Scene(
        [(base := crl(MIDDLE, 11, ago=DAY, entry=HOLD)), supplement(base), ABOVE],
        [said(SIGNER, at=AT - 12 * HOUR, lasts=HOUR)],
    ),
    "a hold that an older supplement lifts, and not the newest": lambda: Scene(
        [
            (base := crl(MIDDLE, 11, ago=DAY, entry=HOLD)),
            supplement(base, 11, ago=2 * HOUR, entry=REMOVED),
            supplement(base, ago=HOUR),
            ABOVE,
        ]
    ),
    "the same, with an older clean list that is still in force": lambda: Scene(
        [
            CLEAN_BEFORE,
            (base := crl(MIDDLE, 11, ago=DAY, entry=HOLD)),
            supplement(base, 11, ago=2 * HOUR, entry=REMOVED),
            supplement(base, ago=HOUR),
            ABOVE,
        ]
    ),
    # Whose bad word counts.
    "a list by a key that was certified in the authority's name, for signatures": lambda: Scene(
        [crl(MIDDLE), *given_with([crl(LISTER, 11)], LISTER), ABOVE]
    ),
    "a bad answer by the renewed key": lambda: Scene(
        [crl(MIDDLE), ABOVE], [said(SIGNER, RENEWED, good=False)], trust=TWO_KEYS
    ),
    "a bad answer that writes the authority's name in other letters": lambda: Scene(
        [crl(MIDDLE), ABOVE], [resigned(said(SIGNER, good=False), MIDDLE, in_other_letters)]
    ),
    "the same by whom the authority appointed": lambda: Scene(
        [crl(MIDDLE), ABOVE], [resigned(said(SIGNER, HELPER, good=False), HELPER, in_other_letters)]
    ),
    "a good answer that writes the authority's name in other letters is none": lambda: Scene(
        [ABOVE], [resigned(said(SIGNER), MIDDLE, in_other_letters)]
    ),
    "honest: an authority that renewed its certificate eight times for its key": lambda: Scene(
        [crl(MIDDLE), crl(ROOT, *range(400, 409))], trust=(ROOT, MIDDLE, *YEARLY), valid=True
    ),
    "a bad answer by the renewed key that calls itself the issuer": lambda: Scene(
        [crl(MIDDLE), ABOVE], [said(SIGNER, RENEWED, keyed=RENEWED, good=False)], trust=TWO_KEYS
    ),
    "a bad answer by whom the renewed key appointed": lambda: Scene(
        [crl(MIDDLE), ABOVE], [said(SIGNER, BY_RENEWED, good=False)], trust=TWO_KEYS
    ),
    "a good answer by the renewed key is none": lambda: Scene(
        [ABOVE], [said(SIGNER, RENEWED)], trust=TWO_KEYS
    ),
    "honest: a good answer by the renewed key beside the authority's list": lambda: Scene(
        [crl(MIDDLE), ABOVE], [said(SIGNER, RENEWED)], trust=TWO_KEYS, valid=True
    ),
    "a bad answer by a digest that is not known": lambda: by_digest_of_tomorrow(HELPER),
    "a bad answer by the authority and a digest that is not known": lambda: by_digest_of_tomorrow(MIDDLE),
    # A key with two certificates.
    "an authority's key that fell into strange hands, says the other certificate": lambda: twice(
        REASON.key_compromise
    ),
    "the same, as an authority's": lambda: twice(REASON.ca_compromise),
    "honest: an authority's other certificate was superseded": lambda: twice(REASON.superseded, valid=True),
    "a signer's key that fell into strange hands, says the other certificate": lambda: signer_twice(
        REASON.key_compromise
    ),
    "honest: a signer's other certificate was superseded": lambda: signer_twice(
        REASON.superseded, valid=True
    ),
    # Who silences a bad word, says well of himself or dates back.
    "a bad word by one whom a revoked colleague calls revoked": lambda: Scene(
        [crl(MIDDLE, 501, ago=2 * DAY), ABOVE],
        [said(SIGNER, HELPER, good=False), said(HELPER, COLLEAGUE, good=False, since=AT - 60 * DAY)],
    ),
    "a bad word by one whom a colleague calls revoked": lambda: Scene(
        [OLD_CLEAN, ABOVE],
        [said(SIGNER, HELPER, good=False), said(HELPER, COLLEAGUE, good=False, since=AT - 60 * DAY)],
    ),
    "a bad word by one whom the list of a revoked key names": lambda: Scene(
        [OLD_CLEAN, crl(ROOT, 401), since_list(RENEWED, 500, AT, AT - 60 * DAY)],
        [said(SIGNER, HELPER, good=False)], trust=TWO_KEYS,
    ),
    "a hold by list lifted by one who has ended since": lambda: Scene(
        [CLEAN_BEFORE, crl(MIDDLE, 11, ago=4 * DAY, lasts=DAY, entry=HOLD), ABOVE],
        [said(SIGNER, ENDED, at=AT - 2 * DAY)],
    ),
    "a hold by answer lifted by one who has ended since": lambda: Scene(
        [CLEAN_BEFORE, ABOVE],
        [said(SIGNER, good=False, reason=REASON.certificate_hold, at=AT - 4 * DAY, lasts=DAY),
         said(SIGNER, ENDED, at=AT - 2 * DAY)],
    ),
    # Those on whose good word it hangs are asked about as the chain is.
    "a good word by one of whom nobody knows whether he is revoked": lambda: Scene(
        [ABOVE], [said(SIGNER, HELPER), without_certificates(said(HELPER, COLLEAGUE, good=False))]
    ),
    "the same by the list of a key that is not at hand": lambda: Scene(
        [ABOVE, crl(RENEWED, 500)], [said(SIGNER, HELPER)]
    ),
    "a list by one of whom nobody knows whether he is revoked": lambda: Scene(
        [crl(RENEWED), ABOVE, crl(ROOT, 401, signer=key("p256", "root's new"))], trust=TWO_KEYS
    ),
    "a list by one whom a list five minutes ahead names": lambda: Scene(
        [crl(RENEWED), ABOVE, since_list(ROOT, 401, LATER + HOUR + 5 * MINUTE, LATER + 5 * MINUTE)], trust=TWO_KEYS
    ),
    "a bad word by an appointed one that names the authority's other key": lambda: Scene(
        [crl(MIDDLE), ABOVE], [said(SIGNER, HELPER, good=False, keyed=RENEWED)]
    ),
    "a bad word by one who had ended an hour before he gave it": lambda: Scene(
        [crl(MIDDLE), ABOVE], [said(SIGNER, ENDED, good=False)]
    ),
    # Roots with a new key.
    "a list by the root's new key": lambda: new_root(crls=[crl(NEW_ROOT, 17)]),
    "an answer by the root's new key": lambda: new_root(ocsps=[said(UNDER_OLD, NEW_ROOT, good=False)]),
    "an answer by the root's new key that calls itself the issuer": lambda: new_root(
        ocsps=[said(UNDER_OLD, NEW_ROOT, good=False, keyed=NEW_ROOT)]
    ),
    "honest: a root with a new key, and its list": lambda: new_root(crls=[crl(NEW_ROOT)], valid=True),
    "stamped: a list by a root's key from after it was stolen": lambda: Scene(
        [crl(OLD_ROOT, now=LATE), since_list(NEW_ROOT, 701, LATE, AT + DAY, reason=REASON.ca_compromise)],
        trust=(OLD_ROOT, NEW_ROOT, LINK), signer=UNDER_OLD, stamped=True,
    ),
    # An authority with several certificates for its key: one chain that holds is enough, in whatever order they are given.
    **{
        f"honest: a certificate that was superseded, another that stands ({which})": (
            lambda first=first: Scene([crl(MIDDLE), crl(ROOT, 420)], trust=first, valid=True)
        )
        for which, first in (("first", (ROOT, TWIN, MIDDLE)), ("last", (ROOT, MIDDLE, TWIN)))
    },
    **{
        f"honest: the same where its responder says the good word ({which})": (
            lambda first=first: Scene([crl(ROOT, 420)], [said(SIGNER, HELPER)], trust=first, valid=True)
        )
        for which, first in (("first", (ROOT, TWIN, MIDDLE)), ("last", (ROOT, MIDDLE, TWIN)))
    },
    "honest: a responder whose old certificate was superseded, his new one is for the same key": lambda: Scene(
        [ABOVE, crl(MIDDLE, 500, ago=9 * DAY, entry=because(REASON.superseded))],
        [said(SIGNER, HELPER_AGAIN), said(SIGNER, HELPER, at=AT - 20 * DAY)], valid=True,
    ),
    "a responder whose key was stolen, says his old certificate": lambda: Scene(
        [ABOVE, crl(MIDDLE, 500, ago=9 * DAY, entry=because(REASON.key_compromise))],
        [said(SIGNER, HELPER_AGAIN), said(SIGNER, HELPER, at=AT - 20 * DAY)],
    ),
    # Another certificate of a root lies beside: nobody becomes a root by that.
    "an authority of which nobody says anything, trusted beside its root": lambda: Scene([crl(MIDDLE)], trust=(ROOT, MIDDLE)),
    "the same, with another certificate of the root's key": lambda: Scene(
        given_with([crl(MIDDLE)], ROOT_AGAIN), trust=(ROOT, MIDDLE)
    ),
    "a root that stands above others only, and its other certificate": lambda: bounded_twice(),
    # What an answer carries is covered by no signature.
    "a bad word that names a key whose certificate somebody put beside it": lambda: Scene(
        [crl(MIDDLE), ABOVE],
        [said(SIGNER, HELPER, good=False, keyed=RENEWED, carried=[HELPER, make("谁", own=RENEWED.key, number=5)])],
    ),
    "a bad word by the renewed key that carries its certificate": lambda: Scene(
        [crl(MIDDLE), ABOVE], [said(SIGNER, RENEWED, good=False, keyed=RENEWED, carried=[RENEWED])]
    ),
    "honest: a responder who did not know the certificate yesterday": lambda: Scene(
        [crl(MIDDLE), ABOVE], [resigned(said(SIGNER, HELPER, at=AT - DAY), HELPER, unknown)], valid=True
    ),
    "both certificates of the authority were superseded": lambda: Scene(
        [crl(MIDDLE), crl(ROOT, 400, 420)], trust=(ROOT, TWIN, MIDDLE)
    ),
    "a hold lifted by one of whom is demanded what nobody understands": lambda: Scene(
        [CLEAN_BEFORE, ABOVE],
        [HELD, said(SIGNER, make("异答复", MIDDLE, number=513, more=[ANSWERS, NO_CHECK, STRANGE], **YEARS))],
    ),
    "a good answer that was given in two months": lambda: Scene(
        [ABOVE], [resigned(said(SIGNER), MIDDLE, given_late)]
    ),
    # Services that publish lists for others.
    "honest: the list of the service that the certificate names": lambda: named_service(ROOT, valid=True),
    "honest: that service is the root's, three levels above": lambda: service_of_all(),
    "a list by one who is called as that service is, certified by a sibling": lambda: named_service(SIBLING),
    # Words about the other certificate of a key that nobody can weigh.
    "the signer's other certificate on a list by a key that is not at hand": lambda: Scene(
        [*given_with([crl(RENEWED, 22, entry=because(REASON.key_compromise))], OTHER), crl(MIDDLE, ago=DAY), ABOVE]
    ),
    "honest: the same for a reason that is the other certificate's alone": lambda: Scene(
        [*given_with([crl(RENEWED, 22, entry=because(REASON.superseded))], OTHER), crl(MIDDLE, ago=DAY), ABOVE],
        valid=True,
    ),
    "an entry with two issuers, the second one is it": lambda: Scene(
        [crl(MIDDLE, ago=DAY), crl(MIDDLE, 11, more=[INDIRECT], entry=two_issuers), ABOVE]
    ),
    # How it is written.
    "an indirect list with an extension that nobody can read": indirect_and_unreadable,
    "an entry of an issuer whom nobody can read": with_unreadable_issuer,
    # Later.
    "honest, stamped: the other certificate's key was stolen since": lambda: Scene(
        given_with([since_list(MIDDLE, 22, LATE, AT + DAY, reason=REASON.key_compromise)],
                   make("张某", MIDDLE, number=22, own=SIGNER.key)) + [crl(ROOT, now=LATE)],
        stamped=True, valid=True,
    ),
    "stamped: the other certificate's key was stolen before": lambda: Scene(
        given_with([since_list(MIDDLE, 22, LATE, AT - DAY, reason=REASON.key_compromise)],
                   make("张某", MIDDLE, number=22, own=SIGNER.key)) + [crl(ROOT, now=LATE)],
        stamped=True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", SCENES)
def test_nothing_bad_is_lost(words: str) -> None:
    given = SCENES[words]()
    assert valid(given) is given.valid


def test_however_many_answer_for_each_other_each_word_is_looked_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Responders of whom somebody has to be asked, each about the next: a signature is looked at for each few, not for all pairs."""
    ring = [make(f"环{i}", MIDDLE, number=2100 + i, more=[ANSWERS], **YEARS) for i in range(24)]
    words = [said(SIGNER, item) for item in ring]
    words += [said(ring[i - 1], item) for i, item in enumerate(ring)]
    looked = list[bytes]()
    plain = answerers.signed_with

    def counted(data: bytes, *parts: Any) -> Verified:
        looked.append(data)
        return plain(data, *parts)

    monkeypatch.setattr(answerers, "signed_with", counted)
    assert not valid(Scene([ABOVE], words))
    assert len(looked) < 5 * len(words)
