"""What a paper carries is read as our papers hold it; whatever else would have to be undone first is no paper of ours."""

from __future__ import annotations

import base64
import zlib

import pytest

from yanpan.errors import InputRefused
from yanpan.verification.attached import embedded_assessment

DATA = b'{"schema_version": 2}'


def paper(filters: bytes, data: bytes) -> bytes:
    """A file that carries a record behind some filters, and nothing else."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(assessment.json) 3 0 R]>>>>>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Type/Filespec/F(assessment.json)/UF(assessment.json)/EF<</F 4 0 R>>>>",
        b"<</Type/EmbeddedFile%s/Length %d>>\nstream\n%s\nendstream" % (filters, len(data), data),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size 5/Root 1 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return bytes(out) + b"xref\n0 5\n0000000000 65535 f \n" + table + end


@pytest.mark.parametrize("filters", [b"/Filter/FlateDecode", b"/Filter[/FlateDecode]"])
def test_the_one_filter_of_our_papers_is_undone(filters: bytes) -> None:
    assert embedded_assessment(paper(filters, zlib.compress(DATA))) == DATA


def test_what_is_not_packed_is_read() -> None:
    assert embedded_assessment(paper(b"", DATA)) == DATA


@pytest.mark.parametrize(
    ("filters", "data"),
    [
        (b"/Filter/ASCII85Decode", base64.a85encode(DATA) + b"~>"),
        (b"/Filter/ASCIIHexDecode", DATA.hex().encode() + b">"),
        (b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(DATA)) + b"~>"),
        (b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(DATA))),
    ],
    ids=["85", "hex", "85 and flate", "flate twice"],
)
def test_others_are_not(filters: bytes, data: bytes) -> None:
    with pytest.raises(InputRefused):
        embedded_assessment(paper(filters, data))
