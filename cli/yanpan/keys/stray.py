"""What among certificates, lists and answers has nothing to do with the certificates that they are about.

Evidence is added to a paper without a key, by anybody, and so is what a CMS carries beside its signer. What belongs is
what leads from a signer or a service up to a root, every signature verified, and what these authorities really signed.
In anything else there could be words: a certificate's name, extensions and even its signature are free text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from yanpan.keys.issued import is_issued_by
from yanpan.keys.lists import as_der, authentic, issuer_of, names_of
from yanpan.keys.wellformed import may_issue

_NONCE = 32
"""Octets, the most that RFC 8954, 2.1 lets anybody ask for: whoever asks chooses them."""


@dataclass(frozen=True)
class Above:
    """The authorities above some certificates, and what does not belong there.

    Of `doubtful` ones the issuer is not at hand, so that nobody can tell whether they are true; `strangers` are false,
    or lead up from none of the certificates.
    """

    authorities: tuple[x509.Certificate, ...] = ()
    doubtful: tuple[x509.Certificate, ...] = ()
    strangers: tuple[x509.Certificate, ...] = field(default=())


def above_of(
    about: Sequence[x509.Certificate], others: Iterable[x509.Certificate], trust: Sequence[x509.Certificate]
) -> Above:
    """Who of the others stands above the certificates `about`, with every signature up to a root verified."""
    left = [item for item in dict.fromkeys(others) if item not in about]
    over: list[x509.Certificate] = []
    before = -1
    while left and len(left) != before:
        before = len(left)
        for item in list(left):
            below = [low for low in (*about, *over) if low.issuer == item.subject]
            if any(is_issued_by(low, item) for low in below):
                over.append(item)
                left.remove(item)
    keys = {_key(item) for item in trust}
    # A root that renewed its certificate, by its own key; any other that nobody trusts here may be anybody's.
    sure = [item for item in over if item in trust or (is_issued_by(item, item) and _key(item) in keys)]
    left_over = _grown(sure, [item for item in over if item not in sure], trust)
    named = {item.subject for item in (*over, *trust)}
    doubtful = [item for item in left_over if is_issued_by(item, item) or item.issuer not in named]
    false = _grown(doubtful, [item for item in left_over if item not in doubtful], ())
    return Above(tuple(sure), tuple(doubtful), (*left, *false))


def _grown(
    found: list[x509.Certificate], others: list[x509.Certificate], trust: Sequence[x509.Certificate]
) -> list[x509.Certificate]:
    """Add to `found` those of the others that it or the roots issued, again and again; the rest is returned."""
    before = -1
    while others and len(others) != before:
        before = len(others)
        for item in list(others):
            if any(top.subject == item.issuer and is_issued_by(item, top) for top in (*found, *trust)):
                found.append(item)
                others.remove(item)
    return others


def _key(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True)
class Stray:
    """Something that does not belong, in words; `certain` where no other root could make it belong."""

    words: str
    certain: bool


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
    answers = list(ocsps)
    found = above_of(own, map(x509.load_der_x509_certificate, certificates), [*trust, *_self_signed(own)])
    # What the signatures themselves carry was judged with them.
    authorities = [*found.authorities, *(item for item in own if may_issue(item)), *trust]
    appointed = [item for item in found.strangers if _appointed(item, authorities, answers)]
    if len(appointed) < len(found.strangers):
        yield Stray("证书", certain=True)
    elif found.doubtful:
        yield Stray("证书", certain=False)
    known = as_der(authorities)
    issuers = {names_of(item)[1] for item in (*about, *known)}
    for data in crls:
        if issuer_of(data) not in issuers:
            yield Stray("吊销列表", certain=True)
        elif not authentic(data, known):
            yield Stray("吊销列表", certain=False)
    if not all(_true_answer(item, [*own, *found.authorities], authorities) for item in answers):
        yield Stray("OCSP 答复", certain=not found.doubtful)


def _self_signed(certificates: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    return [item for item in certificates if item.subject == item.issuer and is_issued_by(item, item)]


def _appointed(
    certificate: x509.Certificate, authorities: Sequence[x509.Certificate], answers: Sequence[bytes]
) -> bool:
    """Whether an authority appointed somebody to answer for it (RFC 6960, 4.2.2.2), and an answer is there by them."""
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, x509.DuplicateExtension, x509.ExtensionNotFound):
        return False
    if ExtendedKeyUsageOID.OCSP_SIGNING not in purposes:
        return False
    return any(is_issued_by(certificate, item) for item in authorities) and any(
        _signed(ocsp.load_der_ocsp_response(item), certificate) for item in answers
    )


def _true_answer(
    data: bytes, about: Sequence[x509.Certificate], authorities: Sequence[x509.Certificate]
) -> bool:
    """Whether an answer is about these certificates alone, and signed by an authority or by whom it appointed."""
    try:
        answer = ocsp.load_der_ocsp_response(data)
        if not all(any(_is_about(item, one) for one in about) for item in answer.responses):
            return False
        if any(
            item not in authorities and not _appointed(item, authorities, [data])
            for item in answer.certificates
        ):
            return False
        if any(_too_long(item.value) for item in answer.extensions):
            return False
        return any(_signed(answer, item) for item in (*answer.certificates, *authorities))
    except (ValueError, UnsupportedAlgorithm):
        return False


def _too_long(extension: x509.ExtensionType) -> bool:
    return isinstance(extension, x509.OCSPNonce) and len(extension.nonce) > _NONCE


def _is_about(single: ocsp.OCSPSingleResponse, certificate: x509.Certificate) -> bool:
    if single.serial_number != certificate.serial_number:
        return False
    digest = Hash(single.hash_algorithm)
    digest.update(certificate.issuer.public_bytes())
    return digest.finalize() == single.issuer_name_hash


def _signed(answer: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    key, digest = signer.public_key(), answer.signature_hash_algorithm
    if digest is None:
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True
