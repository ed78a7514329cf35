"""Who may say something of a revocation, and of what: every certificate of a chain needs a good word by a key that was
verified, and a bad word counts from whoever may give one. Each scene is one thing that differs from an honest one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import core
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from authorities import stamp_server
from chains import NO_LIST, Made, crl, key, make, name
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from issuing import usage
from scenes import (
    ANSWERS,
    ASKED,
    COLLEAGUE,
    DAY,
    DELTA,
    HELPER,
    HOLD,
    HOUR,
    INDIRECT,
    LATE,
    MIDDLE,
    MINUTE,
    NAMESAKE,
    NO_CHECK,
    POINTS_TO_DELTAS,
    REASON,
    REMOVED,
    RENEWED,
    ROOT,
    SECOND,
    SIBLING,
    SIGNER,
    YEARS,
    Scene,
    base_number,
    because,
    critical,
    paper,
    resigned,
    said,
    since_list,
    valid,
    with_second,
    without_certificates,
)
from signed_papers import AT, LATER, prepared

from yanpan.errors import YanpanError
from yanpan.keys import cleared, load_given
from yanpan.signature import LongTerm, TimeStampService, sign_pdf
from yanpan.signature.signatures import check_signatures

SCENES: dict[str, Callable[[], Scene]] = {}
Build = Callable[[], Scene]


def scene(words: str) -> Callable[[Build], Build]:
    def keep(build: Build) -> Build:
        assert words not in SCENES
        SCENES[words] = build
        return build

    return keep


def simple(words: str, **what: Any) -> None:
    scene(words)(lambda: Scene(**{name: item() if callable(item) else item for name, item in what.items()}))


ABOVE = crl(ROOT)
OLD_CLEAN = crl(MIDDLE, ago=2 * DAY)
HELD_BY_LIST = crl(MIDDLE, 11, ago=3 * HOUR, lasts=HOUR, entry=HOLD)
FOR_EVER = crl(MIDDLE, 11, ago=3 * HOUR, lasts=HOUR)
HELD = said(SIGNER, good=False, reason=REASON.certificate_hold, at=AT - 3 * HOUR, lasts=HOUR)

simple("honest: lists of both authorities", crls=[crl(MIDDLE), ABOVE], valid=True)
simple("honest: answers of both authorities", ocsps=[said(SIGNER), said(MIDDLE)], valid=True)
simple(
    "honest: an answer by whom the authority appointed",
    ocsps=[said(SIGNER, HELPER)],
    crls=[ABOVE],
    valid=True,
)

# Whose list.
simple("a sibling's list tells of no authority", crls=[crl(MIDDLE), crl(SIBLING)], trust=(ROOT, SIBLING))
simple(
    "the lists of two siblings vouch for neither",
    crls=[crl(MIDDLE), crl(SIBLING), crl(RENEWED)],
    trust=(ROOT, SIBLING, RENEWED),
)
simple(
    "the list of an authority below tells of no signer above",
    crls=[crl(MIDDLE)], signer=make("李某", ROOT, number=6), trust=(ROOT, MIDDLE),
)  # fmt: skip
simple(
    "a list by a renewed key that an answer says is revoked",
    crls=[crl(RENEWED), ABOVE], ocsps=lambda: [said(RENEWED, good=False)], trust=(ROOT, MIDDLE, RENEWED),
)  # fmt: skip
simple(
    "honest: a list by the renewed key", crls=[crl(RENEWED), ABOVE], trust=(ROOT, MIDDLE, RENEWED), valid=True
)
simple(
    "a list by somebody of the same name under another root",
    crls=[crl(NAMESAKE), ABOVE, crl(SECOND)], trust=(ROOT, SECOND, MIDDLE, RENEWED, NAMESAKE),
)  # fmt: skip


@scene("a list by a certificate of the authority that has ended")
def _ended() -> Scene:
    ended = make(
        "甲机构", ROOT, ca=True, number=403, own=key("p256", "ended"), start=AT - 90 * DAY, end=AT - 20 * DAY
    )
    return Scene([crl(ended), ABOVE], trust=(ROOT, MIDDLE, RENEWED, ended))


@scene("a list by a small key of the authority")
def _small() -> Scene:
    small = make("甲机构", ROOT, ca=True, number=404, own=ec.generate_private_key(ec.SECP192R1()), **YEARS)
    return Scene([crl(small), ABOVE], trust=(ROOT, MIDDLE, small))


@scene("an entry of somebody else that nobody understands")
def _entry() -> Scene:
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
    return Scene([crl(MIDDLE, 9999, entry=lambda b: b.add_extension(strange, critical=True)), ABOVE])


@scene("the issuer's own forged twin above itself")
def _twin() -> Scene:
    """An authority certifies somebody who is called as the root is: he does not clear it."""
    twin = make("众声根", MIDDLE, ca=True, number=77, own=key("p256", "twin"), **YEARS)
    return Scene([crl(MIDDLE), crl(twin)], trust=(ROOT, MIDDLE, twin))


# Whose answer.
simple(
    "an answer by whom the authority revoked",
    ocsps=[said(SIGNER, HELPER)],
    crls=[crl(MIDDLE, 500), ABOVE, OLD_CLEAN],
    valid=True,
)
simple(
    "nothing but an answer by whom the authority revoked",
    ocsps=[said(SIGNER, HELPER), said(HELPER, good=False)],
    crls=[ABOVE],
)


@scene("a certificate like the authority's, with another key in it")
def _keyless() -> Scene:
    mine = ec.generate_private_key(ec.SECP256R1())
    forged = asn1_x509.Certificate.load(MIDDLE.der)
    other = asn1_x509.Certificate.load(make("tmp", ca=True, own=mine).der)
    forged["tbs_certificate"]["subject_public_key_info"] = other["tbs_certificate"]["subject_public_key_info"]
    liar = Made(x509.load_der_x509_certificate(forged.dump(force=True)), mine)
    return Scene(
        [ABOVE], [said(SIGNER, liar, carried=[liar], by_name=True), said(SIGNER, liar, carried=[liar])]
    )


@pytest.mark.parametrize("curve", [ec.SECP192R1, ec.SECP224R1])
def test_a_small_curve_answers_nothing(curve: type[ec.EllipticCurve]) -> None:
    small = make(
        "小答复", MIDDLE, number=502, own=ec.generate_private_key(curve()), more=[ANSWERS, NO_CHECK], **YEARS
    )
    assert not valid(Scene([ABOVE], [said(SIGNER, small)]))


for place in ("single_extensions", "response_extensions"):
    simple(
        f"an answer with a demand that nobody understands ({place})",
        crls=[ABOVE], ocsps=[resigned(said(SIGNER), MIDDLE, critical(place))],
    )  # fmt: skip
simple("a good answer of next month", crls=[ABOVE], ocsps=[said(SIGNER, at=AT + 30 * DAY)])


@scene("a good answer of next month beside one of today about somebody else")
def _beside() -> Scene:
    other = make("赵某", MIDDLE, number=12)
    ahead = said(SIGNER, at=AT + 30 * DAY, lasts=60 * DAY)
    return Scene([ABOVE], [with_second(ahead, said(other), MIDDLE)])


@scene("a responder of whom nobody knows anything clears no authority")
def _unknown_responder() -> Scene:
    asked_about = make("众答复", ROOT, number=503, more=[ANSWERS], **YEARS)
    trial = make("试某", MIDDLE, number=13, more=[(NO_LIST, False)])
    return Scene([], [said(MIDDLE, asked_about)], signer=trial)


@scene("honest: one answer about two, the other one revoked")
def _about_two() -> Scene:
    other = make("赵某", MIDDLE, number=12)
    return Scene([ABOVE], [with_second(said(SIGNER), said(other, good=False), MIDDLE)], valid=True)


# Holds and removals: by whom they are lifted.
simple("a hold by list stands", crls=[OLD_CLEAN, HELD_BY_LIST, ABOVE])
simple(
    "honest: lifted by the next list, both in force",
    crls=[crl(MIDDLE, 11, ago=DAY, entry=HOLD), crl(MIDDLE), ABOVE],
    valid=True,
)
simple(
    "a hold lifted by the list of a revoked key",
    crls=[OLD_CLEAN, HELD_BY_LIST, crl(RENEWED), crl(ROOT, 401)], trust=(ROOT, MIDDLE, RENEWED),
)  # fmt: skip
simple(
    "a hold lifted by a namesake under another root",
    crls=[OLD_CLEAN, HELD_BY_LIST, crl(NAMESAKE), ABOVE, crl(SECOND)], trust=(ROOT, SECOND, MIDDLE, NAMESAKE),
)  # fmt: skip
simple("a hold by answer stands", crls=[OLD_CLEAN, ABOVE], ocsps=[HELD])
simple(
    "a hold lifted by an answer of next month",
    crls=[OLD_CLEAN, ABOVE],
    ocsps=[HELD, said(SIGNER, at=AT + 30 * DAY)],
)
simple(
    "a hold lifted by a revoked responder behind many certificates",
    crls=[crl(MIDDLE, 500, ago=2 * DAY), ABOVE],
    ocsps=lambda: [
        HELD,
        said(SIGNER, HELPER, carried=[HELPER, *(make(f"路人{i}", MIDDLE) for i in range(9))]),
    ],
)
simple(
    "a hold lifted by a revoked responder who calls himself the authority",
    crls=[crl(MIDDLE, 500, ago=2 * DAY), ABOVE], ocsps=lambda: [HELD, said(SIGNER, HELPER, keyed=HELPER)],
)  # fmt: skip


@scene("a hold lifted by an ended responder with a word from his time")
def _from_his_time() -> Scene:
    ended = make(
        "旧答复", MIDDLE, number=504, more=[ANSWERS, NO_CHECK], start=AT - 90 * DAY, end=AT - 10 * DAY
    )
    other = make("赵某", MIDDLE, number=12)
    mixed = with_second(said(SIGNER, ended), said(other, at=AT - 20 * DAY), ended)
    return Scene([OLD_CLEAN, ABOVE], [HELD, mixed])


def _held_helper(*more: bytes) -> list[bytes]:
    held = said(HELPER, good=False, reason=REASON.certificate_hold, at=AT - 2 * HOUR, lasts=HOUR)
    return [held, said(SIGNER, HELPER), *more]


simple("a responder on hold", crls=[ABOVE], ocsps=_held_helper)
simple(
    "a responder on hold who frees himself",
    crls=[ABOVE],
    ocsps=lambda: _held_helper(said(HELPER, HELPER, keyed=HELPER)),
)
simple(
    "a responder on hold whom a colleague frees",
    crls=[ABOVE], ocsps=lambda: _held_helper(said(HELPER, COLLEAGUE, keyed=COLLEAGUE)),
)  # fmt: skip
simple(
    "honest: a responder on hold whom the authority frees",
    crls=[ABOVE],
    ocsps=lambda: _held_helper(said(HELPER)),
    valid=True,
)
simple(
    "honest: a colleague who calls himself the authority condemns nobody",
    crls=[ABOVE],
    ocsps=lambda: [said(SIGNER, HELPER), said(HELPER, COLLEAGUE, keyed=COLLEAGUE, good=False)],
    valid=True,
)
for whose, other in (("a revoked key", RENEWED), ("a namesake", NAMESAKE)):
    simple(
        f"a revocation removed by {whose}",
        crls=[OLD_CLEAN, FOR_EVER, crl(other, 11, more=[DELTA], entry=REMOVED), crl(ROOT, 401), crl(SECOND)],
        trust=(ROOT, SECOND, MIDDLE, other),
    )
simple(
    "a compromised key is no hold",
    crls=[crl(MIDDLE, 11, ago=3 * DAY, lasts=DAY, entry=because(REASON.key_compromise)), crl(MIDDLE, ago=DAY),
          crl(MIDDLE, 11, more=[DELTA], entry=REMOVED), ABOVE],
)  # fmt: skip
for whose, other in (("a sibling", SIBLING), ("another root", SECOND)):
    own = MIDDLE.certificate.subject
    simple(
        f"a revocation removed by the indirect list of {whose}",
        crls=[
            OLD_CLEAN,
            FOR_EVER,
            crl(other, 11, more=[DELTA, INDIRECT], entry=because(REASON.remove_from_crl, own)),
            ABOVE,
        ],
        trust=(ROOT, MIDDLE, other),
    )
    simple(
        f"honest: the indirect list of {whose} condemns nobody who does not name it",
        crls=[crl(MIDDLE), crl(other, 11, more=[INDIRECT], entry=because(REASON.key_compromise, own)), ABOVE],
        trust=(ROOT, MIDDLE, other),
        valid=True,
    )
simple(
    "honest: a namesake under another root condemns nobody",
    crls=[crl(MIDDLE), crl(NAMESAKE, 11), ABOVE, crl(SECOND)], trust=(ROOT, SECOND, MIDDLE, NAMESAKE), valid=True,
)  # fmt: skip

# Supplements.
BASE = crl(MIDDLE, ago=DAY, more=[POINTS_TO_DELTAS])


def supplement(base: int, **how: Any) -> bytes:
    return crl(MIDDLE, more=[(x509.DeltaCRLIndicator(base), True)], **how)


simple("a list that points to its supplements, alone", crls=[BASE, ABOVE])
simple("honest: with its supplement", crls=[BASE, supplement(base_number(BASE)), ABOVE], valid=True)
simple("with the supplement of a later list", crls=[BASE, supplement(base_number(BASE) + 1000), ABOVE])
simple(
    "with a supplement past its time",
    crls=[BASE, supplement(base_number(BASE), ago=20 * HOUR, lasts=HOUR), ABOVE],
)
simple("with an older supplement", crls=[BASE, supplement(1, ago=3 * DAY, lasts=9 * DAY), ABOVE])

# Bad words, however they are written.
simple(
    "a bad word without certificates",
    crls=[ABOVE],
    ocsps=[said(SIGNER, HELPER, at=AT - 10 * MINUTE), without_certificates(said(SIGNER, HELPER, good=False))],
)
simple(
    "a bad word behind nine certificates",
    crls=[crl(MIDDLE), ABOVE],
    ocsps=lambda: [
        said(SIGNER, HELPER, good=False, carried=[*(make(f"路人{i}", MIDDLE) for i in range(9)), HELPER])
    ],
)


@scene("a list by the authority whose certificate says nothing of lists")
def _no_list_usage() -> Scene:
    bare = make("丙机构", ROOT, ca=True, number=405, more=[ASKED], key_usage=usage("key_cert_sign"), **YEARS)
    who = make("孙某", bare, number=14, more=[ASKED])
    return Scene([crl(bare, 14), ABOVE], [said(who)], signer=who)


# What an honest list of somebody else does for nobody, whatever stands beside it.
BELOW = (
    make("甲下一", MIDDLE, ca=True, number=601, **YEARS),
    make("甲下二", MIDDLE, ca=True, number=602, **YEARS),
)
FILLER = [crl(item) for item in BELOW]
"""Lists of two authorities below, each certified by the signer's authority. One library takes them for the signer."""

simple("the lists of two authorities below", crls=[*FILLER, ABOVE], trust=(ROOT, MIDDLE, *BELOW))
simple(
    "a hold lifted by a responder whom a colleague calls revoked",
    crls=[OLD_CLEAN, ABOVE], ocsps=lambda: [HELD, said(SIGNER, HELPER), said(HELPER, COLLEAGUE, good=False)],
)  # fmt: skip


@scene("a list dated into the time of a key that has ended since")
def _dated_back() -> Scene:
    ended = make("甲机构", ROOT, ca=True, number=407, own=key("p256", "ended 2"), end=AT - DAY)
    back = crl(ended, now=AT - 2 * DAY, lasts=60 * DAY)
    return Scene([back, *FILLER, ABOVE], trust=(ROOT, MIDDLE, ended, *BELOW))


@scene("an answer dated into the time of a responder who has ended since")
def _answer_dated_back() -> Scene:
    ended = make("短答复", MIDDLE, number=506, more=[ANSWERS, NO_CHECK], start=AT - 90 * DAY, end=AT - DAY)
    return Scene(
        [*FILLER, ABOVE], [said(SIGNER, ended, at=AT - 2 * DAY, lasts=60 * DAY)], trust=(ROOT, MIDDLE, *BELOW)
    )


@scene("the list of a namesake that a sibling certified")
def _namesake_below() -> Scene:
    bounded = make("丁机构", ROOT, ca=True, number=408, path_length=0, **YEARS)
    namesake = make("甲机构", bounded, ca=True, number=409, own=key("p256", "below"), **YEARS)
    trust = (ROOT, MIDDLE, bounded, namesake)
    return Scene([crl(namesake), crl(bounded), ABOVE], trust=trust)


def rolled_over() -> Made:
    return make("甲机构", MIDDLE, ca=True, number=406, own=key("p256", "rolled"), **YEARS)


@scene("a certificate that an authority made for its own new key is no root")
def _no_root() -> Scene:
    new = rolled_over()
    return Scene([crl(new), crl(ROOT, 400)], trust=(ROOT, MIDDLE, new), signer=make("郑某", new, number=16))


@scene("the list of a root's old key that the new one revoked")
def _old_root_key() -> Scene:
    old = make("换根", ca=True, number=701, own=key("p256", "root 1"), end=AT + 9000 * DAY)
    new = make("换根", ca=True, number=702, own=key("p256", "root 2"), end=AT + 9000 * DAY)
    link = make("换根", old, ca=True, number=703, own=key("p256", "root 2"), end=AT + 9000 * DAY)
    who = make("冯某", new, number=17)
    return Scene([crl(old), crl(new, 701, ago=20 * DAY, lasts=DAY)], trust=(old, new, link), signer=who)


@scene("a list of one place that is for some reasons only, says the certificate")
def _some_reasons() -> Scene:
    places = [[x509.UniformResourceIdentifier(f"http://crl.invalid/{which}")] for which in "ab"]
    points = x509.CRLDistributionPoints(
        [
            x509.DistributionPoint(places[0], None, frozenset([REASON.key_compromise]), None),
            x509.DistributionPoint(places[1], None, None, None),
        ]
    )
    who = make("褚某", MIDDLE, number=18, more=[(points, False)])
    of_a = (x509.IssuingDistributionPoint(places[0], None, False, False, None, False, False), True)
    return Scene([crl(MIDDLE, more=[of_a]), ABOVE], signer=who)


@scene("honest: a list of the other place, that is for all reasons")
def _other_place() -> Scene:
    place = [x509.UniformResourceIdentifier("http://crl.invalid/b")]
    points = x509.CRLDistributionPoints([x509.DistributionPoint(place, None, None, None)])
    of_b = (x509.IssuingDistributionPoint(place, None, True, False, None, False, False), True)
    who = make("褚某", MIDDLE, number=19, more=[(points, False)])
    lists = [crl(MIDDLE, 19, ago=3 * DAY, more=[of_b], entry=HOLD), crl(MIDDLE, more=[of_b]), ABOVE]
    return Scene(lists, signer=who, valid=True)


simple(
    "honest: a hold by list that a later answer lifts",
    crls=[crl(MIDDLE, 11, ago=DAY, entry=HOLD), ABOVE],
    ocsps=[said(SIGNER)],
    valid=True,
)
simple(
    "a bad word behind a hundred certificates",
    crls=[crl(MIDDLE), ABOVE],
    ocsps=lambda: [
        said(SIGNER, HELPER, good=False, carried=[*(make(f"路人{i}", MIDDLE) for i in range(130)), HELPER])
    ],
)


@scene("honest: a responder appointed after the list that he tells of")
def _appointed_later() -> Scene:
    fresh = make("新答复", MIDDLE, number=507, more=[ANSWERS, NO_CHECK], start=AT - 30 * MINUTE)
    return Scene([ABOVE], [said(SIGNER, fresh)], valid=True)


@scene("a bad answer for a reason that nobody knows")
def _unknown_reason() -> Scene:
    basic = asn1_ocsp.OCSPResponse.load(said(SIGNER, good=False))["response_bytes"]["response"].parsed
    plain = basic["tbs_response_data"].dump()
    head = plain.replace(b"\xa0\x03\x0a\x01\x01", b"\xa0\x03\x0a\x01\x0b")
    assert head != plain
    signature = MIDDLE.key.sign(head, ec.ECDSA(hashes.SHA256()))  # type: ignore[call-arg, arg-type]
    parts = (head, basic["signature_algorithm"].dump(), core.OctetBitString(signature).dump())
    whole = core.Any.load(_sequence(b"".join(parts)))
    inner = {"response_type": "basic_ocsp_response", "response": core.ParsableOctetString(whole.dump())}
    answer = asn1_ocsp.OCSPResponse({"response_status": "successful", "response_bytes": inner})
    return Scene([crl(MIDDLE), ABOVE], [bytes(answer.dump())])


def _sequence(body: bytes) -> bytes:
    return b"\x30\x82" + len(body).to_bytes(2, "big") + body


@scene("a supplement by a renewed key that was revoked")
def _others_supplement() -> Scene:
    by_other = crl(RENEWED, more=[(x509.DeltaCRLIndicator(base_number(BASE)), True)])
    return Scene([BASE, by_other, crl(ROOT, 401)], trust=(ROOT, MIDDLE, RENEWED))


@scene("a namesake under another root, and a revoked cross certificate from there")
def _revoked_cross() -> Scene:
    cross = make("甲机构", SECOND, ca=True, number=450, own=MIDDLE.key, **YEARS)
    trust = (ROOT, SECOND, MIDDLE, NAMESAKE, cross)
    return Scene([crl(NAMESAKE), ABOVE, crl(SECOND, 450)], trust=trust)


# Lists that nobody can understand, and certificates that nobody can read.
STRANGE = (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00"), True)
simple(
    "a hold lifted by a list that nobody understands",
    crls=[OLD_CLEAN, HELD_BY_LIST, crl(MIDDLE, more=[STRANGE]), ABOVE],
)
simple(
    "with a supplement that nobody understands",
    crls=[BASE, crl(MIDDLE, more=[(x509.DeltaCRLIndicator(base_number(BASE)), True), STRANGE]), ABOVE],
)


@scene("a bad word beside a certificate with a name that nobody can read")
def _unreadable_name() -> Scene:
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.17"), b"\x30\x04\xa3\x02\x30\x00")
    beside = make("路人", MIDDLE, number=900, more=[(odd, False)])
    return Scene([crl(MIDDLE), ABOVE], [said(SIGNER, good=False, carried=[beside])])


# Roots.
def _crossed(*more: Any) -> Scene:
    own = key("p256", "old root")
    old = make("老根", ca=True, own=own, start=AT - 900 * DAY, end=AT - 10 * DAY)
    new = make("新根", ca=True, own=key("p256", "new root"), end=AT + 9000 * DAY)
    cross = make("老根", new, ca=True, own=own, number=55, more=list(more))
    who = make("吴某", old, number=7)
    lists = [crl(old), crl(new) if more else crl(new, 55)]
    return Scene(lists, trust=(old, new, cross), signer=who)


scene("an ended root and a revoked certificate for its key by another")(_crossed)
scene("an ended root and a certificate for its key that is for servers")(
    lambda: _crossed((x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), False))
)


def _bounded(*more: Any, **how: Any) -> Scene:
    root = make("限根", ca=True, own=key("p256", "bounded"), more=list(more), **how)
    middle = make("限中", root, ca=True, number=60)
    return Scene([crl(root), crl(middle)], trust=(root,), signer=make("周某", middle, number=15))


scene("honest: a root without bounds")(lambda: replace_valid(_bounded()))
scene("a root that stands above others only")(
    lambda: _bounded((x509.NameConstraints([x509.DirectoryName(name("别人"))], None), True))
)
scene("a root with a demand that nobody understands")(
    lambda: _bounded((x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True))
)


def replace_valid(given: Scene) -> Scene:
    return Scene(given.crls, given.ocsps, given.trust, True, given.signer)


@scene("honest: an authority that certified its new key with the old one")
def _rolled() -> Scene:
    new = rolled_over()
    return Scene([crl(new), crl(MIDDLE), ABOVE], valid=True, signer=make("郑某", new, number=16))


# With a time stamp, ten days later.
ROOT_LATE = crl(ROOT, now=LATE)


def stamped(words: str, **what: Any) -> None:
    simple(f"stamped: {words}", stamped=True, **what)


stamped("honest", crls=[crl(MIDDLE, now=LATE), ROOT_LATE], valid=True)
stamped("honest: revoked since", crls=[since_list(MIDDLE, 11, LATE, AT + DAY), ROOT_LATE], valid=True)
stamped("revoked before", crls=[since_list(MIDDLE, 11, LATE, AT - DAY), ROOT_LATE])
stamped("revoked since, feared before", crls=[since_list(MIDDLE, 11, LATE, AT + DAY, AT - DAY), ROOT_LATE])
stamped(
    "a list by a renewed key from after its revocation",
    crls=[crl(RENEWED, now=LATE), since_list(ROOT, 401, LATE, AT + DAY)], trust=(ROOT, MIDDLE, RENEWED),
)  # fmt: skip
stamped(
    "an authority that an answer says is revoked since",
    crls=[crl(MIDDLE, now=LATE), ROOT_LATE], ocsps=lambda: [said(MIDDLE, good=False, at=LATE, since=AT + DAY)],
)  # fmt: skip


@scene("stamped: a responder revoked since, whose word is dated before")
def _revoked_since() -> Scene:
    """What says so is from after the signer's end, and names another."""
    ended = make("短某", MIDDLE, number=20, more=[ASKED], end=AT + 5 * DAY)
    held = said(ended, good=False, reason=REASON.certificate_hold, at=AT - HOUR, lasts=30 * DAY)
    good = said(ended, HELPER, at=AT, lasts=30 * DAY)
    return Scene([crl(MIDDLE, 500, now=LATE), ROOT_LATE], [held, good], signer=ended, stamped=True)


stamped(
    "a second hold does not make the first forgotten",
    crls=lambda: [
        crl(MIDDLE, 11, now=AT - DAY, lasts=30 * DAY, entry=HOLD), crl(MIDDLE, 11, now=AT + 5 * DAY, lasts=30 * DAY, entry=HOLD), ROOT_LATE,
    ],
)  # fmt: skip
stamped("a list of next month", crls=[crl(MIDDLE, now=LATE + 30 * DAY), ROOT_LATE])
stamped("an answer of next month", crls=[ROOT_LATE], ocsps=[said(SIGNER, at=LATE + 30 * DAY)])


@scene("stamped: an answer by a responder who had ended when he gave it")
def _ended_responder() -> Scene:
    short = make("短答复", MIDDLE, number=505, more=[ANSWERS, NO_CHECK], end=AT + 2 * DAY)
    return Scene([ROOT_LATE], [said(SIGNER, short, at=LATE)], stamped=True)


@pytest.mark.parametrize("words", SCENES)
def test_it_counts_who_says_it(words: str) -> None:
    given = SCENES[words]()
    assert valid(given) is given.valid


def test_what_another_signature_brings_along_counts_for_this_one(tmp_path: Path) -> None:
    """The new key's certificate stands in the second signature, or beside its list: its bad word is heard of the first."""
    by_new = make("卫某", RENEWED, number=21)
    two = sign_pdf(paper(SIGNER, False), role="legal_review", identity=by_new.identity, reason="同意", at=AT)
    (tmp_path / "新钥.crl").write_bytes(crl(RENEWED, 11))
    (tmp_path / "新钥.cer").write_bytes(RENEWED.der)
    for pdf, given, told in (
        (two, [crl(RENEWED)], False),
        (two, [crl(RENEWED, 11)], True),
        (paper(SIGNER, False), list(load_given([tmp_path], []).crls), True),
    ):
        judged = check_signatures(
            pdf, at=LATER, trust=[ROOT.certificate], crls=[crl(MIDDLE, ago=2 * DAY), *given, crl(ROOT)]
        )
        assert ("REVOKED" in {item.code for item in judged.findings}) is told


def test_however_many_certify_each_other_it_does_not_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven keys of one name, each certified by each, whose words hang on one another: asked once each, not in every order."""
    keys = [key("p256", f"ring {i}") for i in range(7)]
    first = [
        make("甲机构", ROOT, ca=True, number=800 + i, own=own, **YEARS) for i, own in enumerate(keys[:1])
    ]
    ring = [
        make("甲机构", Made(first[0].certificate, keys[i]), ca=True, number=810 + 10 * i + j, own=keys[j], **YEARS)
        for i in range(7) for j in range(7) if i != j
    ]  # fmt: skip
    lists = [crl(Made(first[0].certificate, own)) for own in keys[1:]]
    asked = list[bytes]()
    plain = cleared.covers
    monkeypatch.setattr(cleared, "covers", lambda data, der: (asked.append(der), plain(data, der))[1])
    given = Scene([*lists, crl(ROOT, 800)], trust=(ROOT, MIDDLE, *first, *ring))
    assert not valid(given)
    assert len(asked) < 20 * len(ring) * len(lists)


STAMPING = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
BOTH = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING, x509.ExtendedKeyUsageOID.CODE_SIGNING])


@pytest.mark.parametrize(
    ("how", "taken"),
    [
        ({"more": [(STAMPING, True)]}, True),
        ({"more": [(STAMPING, False)]}, False),
        ({"more": [(BOTH, True)]}, False),
        ({"more": [(STAMPING, True)], "key_usage": usage("key_encipherment")}, False),
        ({"more": [(STAMPING, True)], "ca": True}, False),
    ],
    ids=["as due", "not critical", "two purposes", "for encryption", "an authority"],
)
def test_a_service_stamps_and_does_nothing_else(how: dict[str, Any], taken: bool) -> None:
    """RFC 3161, 2.3."""
    service = make("某时间戳", SECOND, number=31, **YEARS, **how)
    with stamp_server() as server:
        server.certificate, server.key = service.certificate, service.key
        term = LongTerm("b-t", TimeStampService(server.url))
        try:
            sign_pdf(
                prepared(), role="officer", identity=SIGNER.identity, reason="同意", at=AT, long_term=term
            )
        except YanpanError:
            assert not taken
        else:
            assert taken
