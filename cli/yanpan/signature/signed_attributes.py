"""What a signer signs beside the paper: attributes that say how it was signed, and no words of the signer's own."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asn1crypto import cms, core, tsp

from yanpan.signature.cms_algorithms import DIGESTS, no_parameters

CAPABILITIES = "1.2.840.113549.1.9.15"
_MOST_CAPABILITIES = 20


def in_order(values: core.SetOf) -> bool:
    """Whether a set stands in the order of its encodings (X.690, 11.6), so that nobody can shuffle it."""
    encoded = [item.dump() for item in values]
    return encoded == sorted(encoded)


def says_no_more(signer: cms.SignerInfo) -> bool:
    """Whether the signed attributes hold what they are for, and no room for words of the signer's own."""
    for item in signer["signed_attrs"]:
        kind, values = item["type"].native, item["values"]
        if len(values) != 1:
            return False
        if kind == "signing_certificate_v2" and not _names_one(values[0], signer):
            return False
        if kind in ("smime_capabilities", CAPABILITIES) and not _only_capabilities(values[0].dump()):
            return False
    return True


def _names_one(value: tsp.SigningCertificateV2, signer: cms.SignerInfo) -> bool:
    """One certificate by a digest that still holds, no policies, and if by its number too then by the right one."""
    if len(value["certs"]) != 1 or not isinstance(value["policies"], core.Void):
        return False
    named = value["certs"][0]
    known = named["hash_algorithm"]
    if known["algorithm"].native not in DIGESTS or not no_parameters(known):
        return False
    also = named["issuer_serial"]
    if isinstance(also, core.Void):
        return True
    issuers, own = also["issuer"], signer["sid"].chosen
    return bool(
        len(issuers) == 1
        and issuers[0].name == "directory_name"
        and issuers[0].chosen.untag().dump() == own["issuer"].dump()
        and also["serial_number"].native == own["serial_number"].native
    )


class _Capability(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("length", core.Integer, {"optional": True})]


class _Capabilities(core.SequenceOf):
    _child_spec = _Capability


def _without_none(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None}


def _only_capabilities(data: bytes) -> bool:
    try:
        found = _Capabilities.load(data, strict=True).native
        # Written again: a parser passes over what it does not know.
        return len(found) <= _MOST_CAPABILITIES and _Capabilities(map(_without_none, found)).dump() == data
    except ValueError:
        return False
