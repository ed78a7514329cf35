"""What a signer signs beside the content: attributes that say how it was signed, and no words of the signer's own."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Mapping

from asn1crypto import cms, core, tsp

from yanpan.signature.cms_algorithms import DIGEST, DIGESTS
from yanpan.signature.der import Form, Maybe, Value, distinct, many, read, sequence, tagged, unread
from yanpan.signature.der_values import integer, octets, octets_of, oid, signing_time

DATA, TST_INFO = "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4"

_PROTECTION = "1.2.840.113549.1.9.52"
_NAMING = "1.2.840.113549.1.9.16.2.47"
_MOST_NAMED = 8
_MOST_CAPABILITIES = 40
_LONGEST_KEY = 1024

_CIPHERS = (
    *(f"2.16.840.1.101.3.4.1.{arc}" for arc in (2, 5, 6, 22, 25, 26, 42, 45, 46)),
    "1.2.840.113549.3.7",
    "1.2.840.113549.3.2",
    "1.3.14.3.2.7",
    "1.2.840.113549.1.9.16.3.6",
    "1.2.840.113549.1.9.16.3.18",
    "1.2.643.2.2.21",
    "1.2.643.2.2.9",
    *(f"1.2.643.7.1.1.2.{arc}" for arc in (2, 3)),
    *(f"1.2.643.7.1.1.5.{arc}" for arc in ("1.1", "1.2", "2.1", "2.2")),
    "1.2.156.10197.1.104.2",
    "1.2.840.113549.1.9.15.1",
)
"""AES as CBC, GCM and wrapping, 3DES, RC2, DES, 3DES wrapping, ChaCha20, GOST, SM4; and that signed mail is preferred."""

_CAPABILITY = sequence(oid(*_CIPHERS), Maybe(integer(1, _LONGEST_KEY)))
_CAPABILITIES = distinct(many(_CAPABILITY, least=0, most=_MOST_CAPABILITIES))
"""RFC 8551, 2.5.2: a cipher, and for RC2 the length of its key."""

_ISSUER = sequence(sequence(tagged(4, unread(0x30))), integer())
_NAMED = sequence(octets(20, 20), Maybe(_ISSUER))
_NAMED_V2 = sequence(Maybe(DIGEST), octets(32, 64), Maybe(_ISSUER))
"""ESSCertID and ESSCertIDv2 (RFC 5035, 4 and 5), with no policies after them."""

_ANY: Mapping[str, Form] = {
    "1.2.840.113549.1.9.4": octets(20, 64),
    "1.2.840.113549.1.9.5": signing_time,
    # Held against the signer's own algorithms, whole (RFC 6211, 2), so that it can have no mac either.
    _PROTECTION: sequence(unread(0x30), unread(0xA1)),
}

OF_A_SIGNATURE: Mapping[str, Form] = {
    **_ANY,
    "1.2.840.113549.1.9.3": oid(DATA),
    _NAMING: sequence(many(_NAMED_V2, most=1)),
    "1.2.840.113549.1.9.15": _CAPABILITIES,
}
"""Signed attributes that say nothing of what is signed or why (RFC 5652, 11; RFC 5035; RFC 6211; RFC 8551, 2.5.2)."""

OF_A_TOKEN: Mapping[str, Form] = {
    **_ANY,
    "1.2.840.113549.1.9.3": oid(TST_INFO),
    # RFC 3161, 2.4.2 and RFC 5816, 2.2: a service may name its whole chain.
    "1.2.840.113549.1.9.16.2.12": sequence(many(_NAMED, most=_MOST_NAMED)),
    _NAMING: sequence(many(_NAMED_V2, most=_MOST_NAMED)),
}


def signer_fields(der: bytes) -> tuple[Value, ...]:
    """The fields of the one signer in a message that has its form (RFC 5652, 5.3), as they stand there.

    asn1crypto would encode anew what it has read a default of, and leave out what it does not know.
    """
    data = read(der).parts[1].parts[0]
    return data.parts[-1].parts[0].parts


def says_no_more(der: bytes, known: Mapping[str, Form]) -> bool:
    """Whether the signed attributes are known ones, and hold what they are for, with no room for words."""
    forms = {octets_of(dotted): form for dotted, form in known.items()}
    _, _, digest, attributes, algorithm, *_ = signer_fields(der)
    for attribute in attributes.parts:
        kind, values = attribute.parts
        form = forms.get(kind.content)
        if form is None or len(values.parts) != 1 or not form(values.parts[0]):
            return False
        if kind.content == octets_of(_PROTECTION):
            protected, protecting = values.parts[0].parts
            if (protected.content, protecting.content) != (digest.content, algorithm.content):
                return False
    return True


def names_one(signer: cms.SignerInfo) -> bool:
    """One certificate by a digest that still holds, and if by its number too then by the right one (RFC 5035, 3)."""
    value: tsp.SigningCertificateV2 = next(
        item["values"][0]
        for item in signer["signed_attrs"]
        if item["type"].native == "signing_certificate_v2"
    )
    named = value["certs"][0]
    if named["hash_algorithm"]["algorithm"].native not in DIGESTS:
        return False
    also = named["issuer_serial"]
    if isinstance(also, core.Void):
        return True
    own = signer["sid"].chosen
    return bool(
        also["issuer"][0].chosen.untag().dump() == own["issuer"].dump()
        and also["serial_number"].native == own["serial_number"].native
    )
