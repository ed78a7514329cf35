"""Algorithm identifiers in a CMS: each has one right form, with no room for another byte."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from asn1crypto import algos, cms, core

DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
"""Digests that are known and not broken."""

_LONGEST_SALT = 512


def no_parameters(algorithm: core.Sequence) -> bool:
    """Whether an algorithm identifier has no parameters, or the NULL that some signers write."""
    return algorithm["parameters"].dump() in (b"", b"\x05\x00")


def algorithm_as_due(signer: cms.SignerInfo) -> bool:
    """Whether the signature algorithm is the one of its digest, with the parameters that it must have and no other byte.

    RFC 5754, 3; RFC 5758, 3.2; RFC 8419, 2; RFC 4055, 3. One that this program does not know is told elsewhere.
    """
    algorithm = signer["signature_algorithm"]
    name, digest = algorithm["algorithm"].native, signer["digest_algorithm"]["algorithm"].native
    if name == "rsassa_pss":
        return _pss_as_due(algorithm["parameters"], digest)
    if name in ("rsassa_pkcs1v15", f"{digest}_rsa"):
        return no_parameters(algorithm)
    if name in ("ed25519", "ed448", f"{digest}_ecdsa"):
        return bool(algorithm["parameters"].dump() == b"")
    return "." in name


def _pss_as_due(parameters: algos.RSASSAPSSParams, digest: str) -> bool:
    mask = parameters["mask_gen_algorithm"]
    return bool(
        parameters["hash_algorithm"]["algorithm"].native == digest
        and no_parameters(parameters["hash_algorithm"])
        and mask["algorithm"].native == "mgf1"
        and mask["parameters"]["algorithm"].native == digest
        and no_parameters(mask["parameters"])
        and 0 <= parameters["salt_length"].native <= _LONGEST_SALT
        and parameters["trailer_field"].native == "trailer_field_bc"
    )
