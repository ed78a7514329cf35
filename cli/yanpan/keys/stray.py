"""What among revocation data has nothing to do with the certificates that it is about.

Evidence is added to a paper without a key, by anybody. What it may hold is what tells of the signers and services of the
paper: authorities that really issued them, lists and answers that these really signed. In anything else there could be
words (a certificate's name is free text).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp

from yanpan.keys.issued import is_issued_by
from yanpan.keys.lists import as_der, authentic, issuer_of, names_of


def strays(
    certificates: Iterable[bytes],
    crls: Iterable[bytes],
    ocsps: Iterable[bytes],
    *,
    about: Sequence[bytes],
    trust: Sequence[x509.Certificate],
) -> Iterator[str]:
    """What does not belong, in words; all in DER. `about` are the certificates in the signatures and time stamps.

    A list whose issuer's certificate nobody has cannot be told from a false one, and passes: it proves nothing either.
    """
    belonging = [x509.load_der_x509_certificate(item) for item in about]
    left = [x509.load_der_x509_certificate(item) for item in certificates if item not in about]
    before = -1
    while left and len(left) != before:
        before = len(left)
        for item in list(left):
            if any(is_issued_by(below, item) for below in belonging if below.issuer == item.subject):
                belonging.append(item)
                left.remove(item)
    yield from ("证书" for _ in left[:1])
    known = as_der([*belonging, *trust])
    issuers, subjects = {names_of(item)[1] for item in known}, {names_of(item)[0] for item in known}
    if not all(issuer_of(item) in issuers and _real(item, known, subjects) for item in crls):
        yield "吊销列表"
    numbers = {item.serial_number for item in belonging}
    if not all(_answers(item, numbers, [*belonging, *trust]) for item in ocsps):
        yield "OCSP 答复"


def _real(crl: bytes, known: Sequence[bytes], subjects: set[str]) -> bool:
    return issuer_of(crl) not in subjects or authentic(crl, known)


def _answers(data: bytes, numbers: set[int], authorities: Sequence[x509.Certificate]) -> bool:
    """Whether an answer is about these certificates alone, and signed by an authority or by whom it appointed."""
    try:
        answer = ocsp.load_der_ocsp_response(data)
        appointed = answer.certificates
        if not {item.serial_number for item in answer.responses} <= numbers:
            return False
        if not all(any(is_issued_by(item, above) for above in authorities) for item in appointed):
            return False
        return any(_signed(answer, item) for item in (*appointed, *authorities))
    except (ValueError, UnsupportedAlgorithm):
        return False


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
