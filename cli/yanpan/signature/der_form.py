"""The one form of a signature and of a time-stamp token: every part known, and no other.

The CMS in /Contents is the one part of a signed PDF that no digest covers, and parsers pass over what they do not
know in it. So it is asked, before anything is read from it, whether it is what a signer writes: SignedData by one
signer (RFC 5652, 5) without content for a paper, or with a TSTInfo for a time stamp (RFC 3161, 2.4.2).
Names and certificates stay unread here: those who issued them signed them.
"""

from __future__ import annotations

from yanpan.signature.cms_algorithms import DIGEST, SIGNATURE
from yanpan.signature.der import Form, Maybe, anything, many, sequence, set_of, tagged, unread
from yanpan.signature.der_values import (
    any_oid,
    boolean,
    general_time,
    holding,
    integer,
    numbered,
    octets,
    oid,
)
from yanpan.signature.signed_attributes import DATA, TST_INFO

MAX_CERTIFICATES = 8
"""More than a chain has. To find one among many takes very long."""

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_STATEMENTS, _QUALIFIED = "1.3.6.1.5.5.7.1.3", "0.4.0.19422.1.1"
_MOST_ATTRIBUTES, _MOST_VALUES = 32, 8
_LONGEST_VALUE = 2048
_NUMBER = (1 << 160) - 1
"""RFC 3161, 2.4.2: a number of a token has at most 160 bits, as that of a certificate (RFC 5280, 4.1.2.2)."""

_NONCE = (1 << 128) - 1
"""Whoever asks for a token chooses this number: as long as a random one is (RFC 3161, 2.4.1), not as long as a text."""

_DAY = 24 * 60 * 60

_ATTRIBUTE = sequence(any_oid, set_of(anything, most=_MOST_VALUES))
"""RFC 5652, 5.3. What the values may be is for `signed_attributes` to say."""


def _attributes(number: int) -> Form:
    return set_of(_ATTRIBUTE, most=_MOST_ATTRIBUTES, tag=0xA0 | number)


def _message(version: int, content: Form, *unsigned: Maybe) -> Form:
    """ContentInfo with SignedData of one signer, who is named by issuer and number (RFC 5652, 3, 5.1 and 5.3)."""
    signer = sequence(
        integer(1, 1),
        sequence(unread(0x30), integer()),
        DIGEST,
        _attributes(0),
        SIGNATURE,
        octets(1, _LONGEST_VALUE),
        *unsigned,
    )
    data = sequence(
        integer(version, version),
        set_of(DIGEST, most=1),
        content,
        # The order of certificates is left free: many signers write theirs first.
        many(unread(0x30), most=MAX_CERTIFICATES, tag=0xA0),
        set_of(signer, most=1),
    )
    return sequence(oid(_SIGNED_DATA), tagged(0, data))


_NAME = unread(0xA0, 0x81, 0x82, 0xA3, 0xA4, 0xA5, 0x86, 0x87, 0x88)
"""GeneralName (RFC 5280, 4.2.1.6), by which the service calls itself."""

_ACCURACY = sequence(Maybe(integer(0, _DAY)), Maybe(numbered(0x80, 0, 999)), Maybe(numbered(0x81, 0, 999)))
"""RFC 3161, 2.4.2; 0 stands for none, and some write it."""

_QUALIFIED_STAMP = sequence(oid(_STATEMENTS), Maybe(boolean), holding(sequence(sequence(oid(_QUALIFIED)))))
"""The one extension that is known: the service is a qualified one (ETSI EN 319 422, 9)."""

_INFORMATION = sequence(
    integer(1, 1),
    any_oid,
    sequence(DIGEST, octets(16, 64)),
    integer(0, _NUMBER),
    general_time,
    Maybe(_ACCURACY),
    Maybe(boolean),
    Maybe(integer(0, _NONCE)),
    Maybe(tagged(0, _NAME)),
    Maybe(tagged(1, _QUALIFIED_STAMP)),
)
"""TSTInfo (RFC 3161, 2.4.2). Who asks for a token chooses the imprint, and with it the parameters of its digest."""

PAPER_SIGNATURE = _message(1, sequence(oid(DATA)), Maybe(_attributes(1)))
TOKEN = _message(3, sequence(oid(TST_INFO), tagged(0, holding(_INFORMATION))))
