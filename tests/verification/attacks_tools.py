"""What the attacks are made with: a list of them in words, updates as a forger writes them, and bytes by hand.

Updates by `updated` leave metadata and id as this program does, so that an attack is caught by what it does and not
by what pyHanko's writer adds to it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from yanpan.signature.pdf import SteadyWriter, open_pdf

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Attack:
    """A way to change a signed paper. `words` is what is done, in Chinese, for docs/attacks.md."""

    name: str
    group: str
    words: str
    change: Change

    def __call__(self, pdf: bytes) -> bytes:
        return self.change(pdf)


ATTACKS: dict[str, Attack] = {}


def attack(group: str, words: str) -> Callable[[Change], Change]:
    """List a function from bytes to bytes under a group."""

    def listed(change: Change) -> Change:
        assert change.__name__ not in ATTACKS, change.__name__
        ATTACKS[change.__name__] = Attack(change.__name__, group, words, change)
        return change

    return listed


def grown(pdf: bytes, change: Callable[[SteadyWriter], Any]) -> bytes:
    """One more revision with a change in it."""
    writer = SteadyWriter(pdf)
    change(writer)
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(pdf)
    assert len(out.getvalue()) > len(pdf)
    return out.getvalue()


def updated(group: str, words: str) -> Callable[[Callable[[SteadyWriter], Any]], Change]:
    """List an attack that appends one incremental update."""

    def listed(change: Callable[[SteadyWriter], Any]) -> Change:
        def run(pdf: bytes) -> bytes:
            return grown(pdf, change)

        run.__name__ = change.__name__
        return attack(group, words)(run)

    return listed


# Bytes


def gap(pdf: bytes, which: int = 0) -> tuple[int, int]:
    """Where the CMS of a signature stands in the file, with its angle brackets."""
    found = list(re.finditer(rb"/ByteRange \[0 (\d+) (\d+) \d+", pdf))[which]
    return int(found[1]), int(found[2])


def flip(pdf: bytes, place: int, bit: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


def revisions(pdf: bytes) -> list[int]:
    """Where each revision ends."""
    return [found.end() for found in re.finditer(rb"%%EOF\n", pdf)]


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(str(value)) for value in values])


def stream(data: bytes, **entries: Any) -> generic.StreamObject:
    """A stream without a filter; names are given without their slash."""
    return generic.StreamObject(
        {pdf_name("/" + key): value for key, value in entries.items()}, stream_data=data
    )


def dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name("/" + key): value for key, value in entries.items()})


def name(text: str) -> generic.NameObject:
    return pdf_name("/" + text)


def text(words: str) -> generic.PdfObject:
    return pdf_string(words)


# Updates by hand


@dataclass(frozen=True)
class Tail:
    """What an update must say of the file before it."""

    start: int
    size: int
    root: int
    info: int
    id: bytes

    @property
    def keys(self) -> bytes:
        return b"/Root %d 0 R /Info %d 0 R /ID %s /Prev %d" % (self.root, self.info, self.id, self.start)


def tail_of(pdf: bytes) -> Tail:
    reader = open_pdf(pdf)
    trailer = reader.trailer
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    marks = b" ".join(b"<%s>" % bytes(item.original_bytes).hex().encode() for item in trailer["/ID"])
    return Tail(
        start,
        int(trailer["/Size"]),
        trailer.raw_get("/Root").idnum,
        trailer.raw_get("/Info").idnum,
        b"[%s]" % marks,
    )


def written(value: Any) -> bytes:
    """An object as it stands in a file."""
    out = BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()


def catalog_with(pdf: bytes, **entries: Any) -> bytes:
    """The catalog with some entries set, as it stands in a file."""
    root = generic.DictionaryObject(open_pdf(pdf).root)
    for key, value in entries.items():
        root[pdf_name("/" + key)] = value
    return written(root)


def number_of(pdf: bytes, *path: str | int) -> int:
    """The number of the object at the end of a path from the catalog."""
    value: Any = open_pdf(pdf).root
    for step in path[:-1]:
        value = value[step]
    return int(value.raw_get(path[-1]).idnum)


def compressed(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def with_objects(
    pdf: bytes,
    objects: Mapping[int, bytes],
    *,
    inside: Mapping[int, bytes] | None = None,
    more: bytes = b"",
    keys: bytes | None = None,
    free: Iterable[int] = (),
    table: bool = False,
    size: int | None = None,
    entries: Mapping[int, tuple[int, int, int]] | None = None,
) -> bytes:
    """An update written by hand: `objects` as they are, `inside` an object stream, `free` deleted.

    `more` goes into the trailer, `keys` instead of the ordinary ones there; `entries` are further lines of the
    table as (kind, place, generation). With `table` the table is a classic one.
    """
    tail = tail_of(pdf)
    out = bytearray(pdf)
    top = max([tail.size - 1, *objects, *(inside or {})])
    places: dict[int, tuple[int, int, int]] = dict.fromkeys(free, (0, 0, 1))
    held = dict(objects)
    if inside:
        top += 1
        held[top] = object_stream(inside)
        places |= {number: (2, top, index) for index, number in enumerate(inside)}
    for number, body in held.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places |= entries or {}
    start = len(out)
    if table:
        out += classic_table(places)
        head = keys if keys is not None else tail.keys
        out += b"trailer\n<< /Size %d %s %s >>\n" % (size or top + 1, head, more)
    else:
        places[top + 1] = (1, start, 0)
        head = keys if keys is not None else tail.keys
        out += cross_reference_stream(top + 1, places, b"/Size %d %s %s" % (size or top + 2, head, more))
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def classic_table(places: Mapping[int, tuple[int, int, int]]) -> bytes:
    out = b"xref\n"
    for number, (kind, place, generation) in sorted(places.items()):
        out += b"%d 1\n%010d %05d %s \n" % (number, place, generation, b"n" if kind == 1 else b"f")
    return out


def cross_reference_stream(own: int, places: Mapping[int, tuple[int, int, int]], keys: bytes) -> bytes:
    """The object `own` as a cross-reference stream over `places`."""
    index = b" ".join(b"%d 1" % number for number in sorted(places))
    rows = b"".join(
        bytes([kind]) + place.to_bytes(8, "big") + generation.to_bytes(2, "big")
        for _, (kind, place, generation) in sorted(places.items())
    )
    head = b"<< /Type /XRef /W [1 8 2] /Index [%s] /Length %d %s >>" % (index, len(rows), keys)
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (own, head, rows)


def object_stream(objects: Mapping[int, bytes]) -> bytes:
    """The body of an object stream (ISO 32000-2, 7.5.7)."""
    head, body = b"", b""
    for number, value in objects.items():
        head += b"%d %d " % (number, len(body))
        body += value + b"\n"
    data = compressed(head + body)
    return b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(objects),
        len(head),
        len(data),
        data,
    )


def plain_stream(data: bytes, keys: bytes = b"") -> bytes:
    """The body of a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), keys, data)


COVER = b"q 1 1 1 rg 0 0 600 850 re f Q"
"""Page content that paints the page white."""


# Papers that are false from the start


@dataclass(frozen=True)
class Judging:
    """A file, and what its reader gives to `verify_pdf` beside the moment and the roots."""

    pdf: bytes
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Forgery:
    """A paper that somebody made wrongly. `make` builds it; the same every time but for keys."""

    name: str
    group: str
    words: str
    make: Callable[[], Judging]


FORGERIES: dict[str, Forgery] = {}

Made = bytes | Judging


def forgery(group: str, words: str) -> Callable[[Callable[[], Made]], Callable[[], Made]]:
    """List a function that makes a false paper; bytes alone are read with nothing given beside them."""

    def listed(make: Callable[[], Made]) -> Callable[[], Made]:
        def made() -> Judging:
            result = make()
            return result if isinstance(result, Judging) else Judging(result, {})

        assert make.__name__ not in FORGERIES | ATTACKS, make.__name__
        FORGERIES[make.__name__] = Forgery(make.__name__, group, words, made)
        return make

    return listed
