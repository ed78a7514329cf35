"""Algorithm identifiers in a CMS: each has one right form, with no room for another byte."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from asn1crypto import algos, cms

from yanpan.signature.der import Maybe, any_of, anything, sequence, tagged
from yanpan.signature.der_values import any_oid, integer, null, oid, other_oid

DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
"""Digests that are known and not broken."""

DIGEST = sequence(any_oid, Maybe(null))
"""A digest's identifier has no parameters, or the NULL that some signers write (RFC 5754, 2)."""

_dotted = algos.SignedDigestAlgorithmId.unmap
_RSA = tuple(map(_dotted, ("rsassa_pkcs1v15", "sha256_rsa", "sha384_rsa", "sha512_rsa")))
_CURVES = tuple(map(_dotted, ("ed25519", "ed448", *(f"{digest}_ecdsa" for digest in sorted(DIGESTS)))))
_PSS, _MASK = _dotted("rsassa_pss"), "1.2.840.113549.1.1.8"
_USUAL_SALT, _LONGEST_SALT = 20, 512

_PSS_PARAMETERS = sequence(
    tagged(0, DIGEST),
    tagged(1, sequence(oid(_MASK), DIGEST)),
    # A default is left out (X.690, 11.5): for the salt the usual length, and the trailer, of which there is one kind.
    Maybe(tagged(2, any_of(integer(0, _USUAL_SALT - 1), integer(_USUAL_SALT + 1, _LONGEST_SALT)))),
)

SIGNATURE = any_of(
    sequence(oid(*_RSA), Maybe(null)),
    sequence(oid(*_CURVES)),
    sequence(oid(_PSS), _PSS_PARAMETERS),
    sequence(other_oid([*_RSA, *_CURVES, _PSS]), Maybe(anything)),
)
"""RFC 5754, 3; RFC 5758, 3.2; RFC 8419, 2; RFC 4055, 3. One that this program does not know is told elsewhere."""


def algorithm_as_due(signer: cms.SignerInfo) -> bool:
    """Whether the signature algorithm is one of its digest; what stands in it is told by its form."""
    algorithm = signer["signature_algorithm"]
    name, digest = algorithm["algorithm"].native, signer["digest_algorithm"]["algorithm"].native
    if name == "rsassa_pss":
        parameters = algorithm["parameters"]
        mask = parameters["mask_gen_algorithm"]["parameters"]
        return bool(
            parameters["hash_algorithm"]["algorithm"].native == digest and mask["algorithm"].native == digest
        )
    return name in ("rsassa_pkcs1v15", "ed25519", "ed448", f"{digest}_rsa", f"{digest}_ecdsa") or "." in name
