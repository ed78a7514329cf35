"""A time stamp put into a finished signature leaves all other bytes of it as they are."""

from __future__ import annotations

import pytest
from asn1crypto import cms, core
from attacks import gap
from hypothesis import given
from hypothesis import strategies as st
from long_term_papers import signed_to

from yanpan.signature.cms_shape import read_contents
from yanpan.signature.stamped import AsReceived, with_time_stamp


def contents(level: str) -> bytes:
    pdf = signed_to(level)
    start, end = gap(pdf)
    der = read_contents(pdf[start:end])
    assert der is not None
    return der


def signer_of(der: bytes) -> cms.SignerInfo:
    return cms.ContentInfo.load(der, strict=True)["content"]["signer_infos"][0]


@given(st.integers(0, 70_000))
def test_a_token_of_any_length_goes_in_whole(length: int) -> None:
    plain = contents("b-b")
    token = core.OctetString(bytes(length)).dump()
    stamped = with_time_stamp(plain, token)
    before, after = signer_of(plain), signer_of(stamped)
    assert after["signed_attrs"].dump() == before["signed_attrs"].dump()
    assert after["signature"].native == before["signature"].native
    assert after["unsigned_attrs"].dump().endswith(token)
    outer = cms.ContentInfo.load(stamped)["content"]
    assert outer["certificates"].dump() == cms.ContentInfo.load(plain)["content"]["certificates"].dump()
    # Definite lengths in their shortest form throughout: what a strict reader of the gap demands.
    assert read_contents(b"<" + stamped.hex().upper().encode() + b"00>") == stamped
    assert read_contents(b"<" + stamped.hex().encode() + b"00>") is None


def test_one_time_stamp_and_nothing_else_is_in_it() -> None:
    (attribute,) = signer_of(contents("b-t"))["unsigned_attrs"]
    assert attribute["type"].native == "signature_time_stamp_token"
    (token,) = attribute["values"]
    assert token["content"]["encap_content_info"]["content_type"].native == "tst_info"


@pytest.mark.parametrize("force", [False, True])
def test_what_was_received_is_written_as_it_came(force: bool) -> None:
    der = contents("b-t")
    received = AsReceived.of(der)
    # To read a default is what makes asn1crypto encode a value anew.
    received["content"]["signer_infos"].native  # noqa: B018
    assert received.dump(force=force) == der
