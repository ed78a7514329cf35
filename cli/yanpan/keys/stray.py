"""What among certificates, lists and answers has nothing to do with the certificates that they are about.

Evidence is added to a paper without a key, by anybody, and so is what a CMS carries beside its signer. What belongs is
what leads from a signer or a service up to a root, every signature verified, and what these authorities really signed.
In anything else there could be words: a certificate's name, extensions and even its signature are free text.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from asn1crypto import crl as asn1_crl
from cryptography import x509

from yanpan.keys.above import above_of
from yanpan.keys.answerers import appointed
from yanpan.keys.answers import true_answer
from yanpan.keys.lists import authentic, issuer_of
from yanpan.keys.tries import Seen, TooManyTried, Tries, seen
from yanpan.keys.verified import Verified
from yanpan.keys.wellformed import may_issue

_MOST_SIGNATURES = 2000
"""Looked at for all lists and answers of a paper, of which there may be 400 (`yanpan.signature.archive`)."""


@dataclass(frozen=True)
class Stray:
    """Something that does not belong, in words; `certain` where no other root could make it belong.

    With `too_many` it was not looked at: there is more of it than anybody needs.
    """

    words: str
    certain: bool
    too_many: bool = False


def strays(
    certificates: Iterable[bytes],
    crls: Iterable[bytes],
    ocsps: Iterable[bytes],
    *,
    about: Sequence[bytes],
    trust: Sequence[x509.Certificate],
) -> Iterator[Stray]:
    """What of some evidence (DER) does not belong. `about` are the certificates in the signatures and time stamps."""
    own = [x509.load_der_x509_certificate(item) for item in about]
    loaded = map(x509.load_der_x509_certificate, certificates)
    try:
        tries = Tries()
        roots = [*trust, *(item for item in own if tries.link(seen(item), seen(item)) is Verified.TRUE)]
        found = above_of(own, loaded, roots, tries)
        if found.too_many:
            raise TooManyTried
        # What the signatures themselves carry was judged with them.
        belonging = [*found.authorities, *(item for item in own if may_issue(item)), *trust]
        authorities = [seen(item) for item in dict.fromkeys(belonging)]
        tries, answers = Tries(_MOST_SIGNATURES), list(ocsps)
        told = [appointed(seen(item), authorities, answers, tries) for item in found.strangers]
        if Verified.FALSE in told:
            yield Stray("证书", certain=True)
        elif found.doubtful or Verified.UNKNOWN in told:
            yield Stray("证书", certain=False)
        # Of an authority that nobody can judge here another root may know.
        perhaps = [seen(item) for item in found.doubtful]
        names = {seen(item).issuer for item in own}
        names.update(name for item in perhaps for name in (item.subject, item.issuer))
        yield from _lists(crls, names, authorities, tries)
        known = [*own, *found.authorities]
        judged = {true_answer(item, known, authorities, tries) for item in answers}
        if judged - {Verified.TRUE}:
            yield Stray("OCSP 答复", certain=Verified.FALSE in judged and not found.doubtful)
    except TooManyTried:
        yield Stray("太多的证书、吊销列表或者答复", certain=False, too_many=True)


def _lists(
    crls: Iterable[bytes], names: set[str | bytes], authorities: Sequence[Seen], tries: Tries
) -> Iterator[Stray]:
    issuers = {*names, *(item.issuer for item in authorities)}
    for data in crls:
        name = issuer_of(data)
        signers = [item.der for item in authorities if item.subject == name]
        for _ in signers:
            tries.spend()
        # A signature that ends within an octet is none, though some libraries read it.
        if (
            name not in issuers
            or asn1_crl.CertificateList.load(bytes(data))["signature"].contents[:1] != b"\0"
        ):
            yield Stray("吊销列表", certain=True)
        elif not authentic(data, signers):
            yield Stray("吊销列表", certain=False)
