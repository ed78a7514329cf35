"""Whether something bad is said of a certificate that nobody here can weigh.

A bad word may be passed over only where it is beyond doubt another's: about a certificate of another authority, or given by
a key that is known and has no say here. Whatever else names the certificate was heard (`condemned`), or nobody knows
whether it is true: a key that nobody has at hand, an algorithm that no library knows, a form that nobody can read.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import chain

from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.x509 import ocsp

from yanpan.keys.answerers import MOST_CARRIED, may_answer, signed_by
from yanpan.keys.entries import may_hold, named_ill
from yanpan.keys.grounds import Grounds
from yanpan.keys.known import known_by, of
from yanpan.keys.lists import issuer_of, said_by
from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate
from yanpan.keys.said import by_number, reason_of, said_of
from yanpan.keys.speaking import STOLEN, may_condemn, named_for_lists, same_key, under_one_root
from yanpan.keys.tries import MOST_ANSWERS, Seen, TooManyTried, Tries, seen
from yanpan.keys.trust import all_known
from yanpan.keys.verified import Verified, signed_with
from yanpan.keys.wellformed import may_issue

_TAKEN_OFF = frozenset({x509.ReasonFlags.remove_from_crl})
_OF_THE_OTHER_ALONE = frozenset(x509.ReasonFlags) - STOLEN - {x509.ReasonFlags.unspecified}
"""Reasons that tell of one certificate for a key, and nothing of the key."""


def unheard(der: bytes, had: Grounds) -> bytes | None:
    """A list or response that says that a certificate (DER) is revoked, where nobody can tell whether it is true."""
    known = all_known(had.trust, had.others)
    # What is said of another certificate for its key may be that the key was stolen.
    for item in (der, *same_key(der, (*known, *map(bytes, had.others)))):
        condemning, harmless = may_condemn(item, known), _TAKEN_OFF if item == der else _OF_THE_OTHER_ALONE
        lists = (data for data in had.crls if _list_unheard(data, item, condemning, known, harmless))
        told, number = by_number(tuple(map(bytes, had.ocsps))), load_certificate(item).serial_number
        about = (*told.get(number, ()), *told.get(None, ()))
        answers = (data for data in about if _answer_unheard(data, item, condemning, known, harmless))
        found = next(chain(lists, answers), None)
        if found is not None:
            # With the file that it came from.
            return next(data for data in (*had.crls, *had.ocsps) if data == found)
    return None


def _list_unheard(
    data: bytes,
    der: bytes,
    condemning: Sequence[bytes],
    known: tuple[bytes, ...],
    harmless: Set[x509.ReasonFlags],
) -> bool:
    if not may_hold(data, load_certificate(der).serial_number):
        return False
    try:
        if not named_ill(data, der, harmless) or said_by(data, condemning):
            return False
        name, own = issuer_of(data), {of(der).issuer, *named_for_lists(der)}
        whole = asn1_crl.CertificateList.load(bytes(data))
        parts = whole["tbs_cert_list"].dump(), whole["signature"], whole["signature_algorithm"]
    except (*UNREADABLE, UnsupportedAlgorithm, KeyError):
        return True
    return not any(
        signed_with(*parts, item.key) is Verified.TRUE
        for item in known_by(known).named(name)
        if name not in own or not under_one_root(der, item.der, known)
    )


def _answer_unheard(
    data: bytes,
    der: bytes,
    condemning: Sequence[bytes],
    known: tuple[bytes, ...],
    harmless: Set[x509.ReasonFlags],
) -> bool:
    certificate = load_certificate(der)
    try:
        answer = load_answer(data)
        told = [item for item in answer.responses if item.serial_number == certificate.serial_number]
        ill = [
            item
            for item in told
            if item.certificate_status is ocsp.OCSPCertStatus.REVOKED and reason_of(item) not in harmless
        ]
        if not ill:
            return False
        carried = [seen(item) for item in answer.certificates] if _few(answer) else []
        # What an answer carries is covered by no signature: it tells of nobody that he is another.
        if not any(_may_name(item, certificate, condemning, known) for item in ill):
            return False
        tries = Tries(MOST_ANSWERS)
        if any(item.since is not None for item in said_of(data, certificate, known, tries)):
            return False
        return not _another(
            of(der).issuer,
            data,
            [of(item) for item in condemning],
            [of(item) for item in known],
            carried,
            tries,
        )
    except (*UNREADABLE, UnsupportedAlgorithm, KeyError, TooManyTried):
        return True


def _few(answer: ocsp.OCSPResponse) -> bool:
    return len(answer.certificates) <= MOST_CARRIED


def _may_name(
    single: ocsp.OCSPSingleResponse,
    certificate: x509.Certificate,
    condemning: Sequence[bytes],
    known: Sequence[bytes],
) -> bool:
    """Whether an answer may be about a certificate of this number: its issuer's name, and no known key but theirs."""
    try:
        digest = single.hash_algorithm
    except UnsupportedAlgorithm:
        return True
    names = {
        certificate.issuer.public_bytes(),
        *(load_certificate(item).subject.public_bytes() for item in condemning),
    }
    theirs = {of(item).key for item in condemning}
    if single.issuer_key_hash in {_digest(_bits(key), digest) for key in theirs}:
        return True
    if single.issuer_name_hash not in {_digest(name, digest) for name in names}:
        return False
    others = {of(item).key for item in known} - theirs
    return single.issuer_key_hash not in {_digest(_bits(key), digest) for key in others}


def _another(
    issuer: str | bytes,
    data: bytes,
    condemning: Sequence[Seen],
    known: Sequence[Seen],
    carried: Sequence[Seen],
    tries: Tries,
) -> bool:
    """Whether an answer is by somebody known who has no say: another authority, whom it appointed, or nobody's appointed."""
    keys = {item.key for item in condemning}
    strangers = [item for item in known if item.key not in keys and may_issue(item.certificate)]
    below = []
    # One of the authority's name may be the authority, whatever his certificate says that his key is for.
    for item in (one for one in (*known, *carried) if one.subject != issuer):
        by_theirs = any(tries.link(item, top) is not Verified.FALSE for top in condemning)
        by_others = any(tries.link(item, top) is Verified.TRUE for top in strangers)
        speaks = may_answer(item.certificate) or may_issue(item.certificate)
        if by_theirs and not speaks or by_others and not by_theirs and not may_issue(item.certificate):
            below.append(item)
    return any(signed_by(data, item, tries) is Verified.TRUE for item in (*strangers, *below))


def _digest(data: bytes, algorithm: object) -> bytes:
    digest = Hash(algorithm)  # type: ignore[arg-type]
    digest.update(data)
    return digest.finalize()


def _bits(key: bytes) -> bytes:
    from asn1crypto import keys as asn1_keys

    return bytes(asn1_keys.PublicKeyInfo.load(key)["public_key"].contents[1:])
