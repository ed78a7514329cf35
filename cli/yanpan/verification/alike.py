"""Whether two revisions are one and the same but for what another version of a library writes otherwise.

One was made here, from the record; the other stands in the file. Every object of the one has its partner in the other,
each is reached, and none is left over. What may differ is listed here, and nothing else: the numbers of objects, packing,
places by a hair, how a font file is laid out while its letters are the same. The tags of subset fonts may not: ours
follow from the face or from the letters (`yanpan.signature.letters`), and readers show them to who asks for the fonts.
"""

from __future__ import annotations

import re
import zlib
from typing import Any

from yanpan.verification.drawn import contents_alike
from yanpan.verification.fonts import letters_alike
from yanpan.verification.graphics import Font
from yanpan.verification.ledger import Revision
from yanpan.verification.syntax import Name, NotOurs, Ref, Stream

MAX_STREAM = 64 * 1024 * 1024
MAX_STREAMS = 192 * 1024 * 1024
_DEEPEST = 400
_LONGER, _LONGER_BY = 2, 1024
"""How much longer another library may make content of what it draws."""


_STORED = frozenset({b"Length", b"Filter"})
_PLACES = frozenset({b"Rect", b"BBox", b"D", b"Dest"})
"""Keys whose numbers are places on a page, in points."""

_HAIR, _DECIMALS = 0.75, 6
"""By how much places may differ, and how finely they are written."""

_FONT_FILES = frozenset({b"FontFile2", b"FontFile3"})
_DIGEST = re.compile(rb"[0-9a-f]{32}")
_MAKER = re.compile(rb"WeasyPrint \d{1,4}(?:\.\d{1,4}){0,3}")
_PRODUCER = re.compile(rb' pdf:Producer="WeasyPrint \d{1,4}(?:\.\d{1,4}){0,3}"')
_ENGINE = re.compile(rb' yanpan:engine="[0-9a-f]{16}"')


class Alike:
    """One comparison of two revisions. With `before`, the objects up to that number are the same on both sides."""

    def __init__(self, made: Revision, found: Revision, *, before: int = 0) -> None:
        self.made, self.found, self.before = made, found, before
        self.partner: dict[int, int] = {}
        self.taken: dict[int, int] = {}
        self.pending: list[tuple[int, int, bytes]] = []
        self.left = MAX_STREAMS

    def check(self) -> None:
        """Raise `NotOurs` unless both are alike."""
        self._trailers()
        for number in self.made.objects:
            # What was there before keeps its number.
            if number <= self.before:
                self._pair(number, number)
                self.pending.append((number, number, b""))
        while self.pending:
            one, other, key = self.pending.pop()
            self._values(self.made.objects[one], self.found.objects[other], key, 0)
        if set(self.partner) != set(self.made.objects) or set(self.taken) != set(self.found.objects):
            raise NotOurs("an object that nothing refers to")
        if sorted(self.made.objects) != sorted(self.found.objects):
            raise NotOurs("other numbers than are next")

    def _trailers(self) -> None:
        one, other = self.made.trailer, self.found.trailer
        if one.keys() != other.keys():
            raise NotOurs("another trailer")
        for key in one.keys() - {b"ID"}:
            self._values(one[key], other[key], key, 0)
        first, second = one[b"ID"], other[b"ID"]
        # The second half of a paper's follows from its bytes; an update's, from the bytes before it.
        same = 2 if self.before else 1
        shapes = [[(type(half), len(half)) for half in pair] for pair in (first, second)]
        if len(second) != 2 or shapes[0] != shapes[1] or first[:same] != second[:same]:
            raise NotOurs("another identifier")
        if not self.before and not _DIGEST.fullmatch(second[1]):
            raise NotOurs("an identifier that is no digest")

    def _pair(self, one: int, other: int) -> None:
        if self.partner.setdefault(one, other) != other or self.taken.setdefault(other, one) != one:
            raise NotOurs("a reference to something else")

    def _refer(self, one: int, other: int, key: bytes) -> None:
        """References must lead to partners; what stands in an earlier revision is its own partner."""
        if one <= self.before or other <= self.before:
            if one != other:
                raise NotOurs("a reference to something else")
            return
        new = one not in self.partner
        self._pair(one, other)
        if one not in self.made.objects or other not in self.found.objects:
            raise NotOurs("a reference that leads nowhere")
        if new:
            self.pending.append((one, other, key))

    def _values(self, one: Any, other: Any, key: bytes, depth: int) -> None:
        if depth > _DEEPEST:
            raise NotOurs("too deep")
        if isinstance(one, Ref) and isinstance(other, Ref):
            self._refer(one.number, other.number, key)
        elif isinstance(one, Stream) and isinstance(other, Stream):
            self._streams(one, other, key)
        elif isinstance(one, dict) and isinstance(other, dict):
            self._dictionaries(one, other, depth)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                raise NotOurs("more or fewer parts")
            for place, (left, right) in enumerate(zip(one, other, strict=True)):
                self._values(left, right, self._inside(key, place), depth + 1)
        elif key == b"ByteRange":
            # Follows from where the parts of the file lie; that it covers its revision is judged with the signature.
            if not (isinstance(one, int) and isinstance(other, int)):
                raise NotOurs("no range of bytes")
        elif _number(one) and _number(other) and key in _PLACES and not self.before:
            if abs(one - other) > _HAIR or round(other, _DECIMALS) != other:
                raise NotOurs(f"another place at {key!r}")
        elif type(one) is not type(other) or _same_for_all(one, key) != _same_for_all(other, key):
            raise NotOurs(f"another value at {key!r}")

    def _inside(self, key: bytes, place: int) -> bytes:
        """What a number in an array is: of a destination only its place on the page, not how large it is shown."""
        if key in (b"D", b"Dest"):
            return key if place in (2, 3) else b""
        return key if key in _PLACES or key == b"ByteRange" else b""

    def _dictionaries(self, one: dict[bytes, Any], other: dict[bytes, Any], depth: int) -> None:
        if one.keys() != other.keys():
            raise NotOurs("other keys")
        page = one.get(b"Type") == Name(b"Page")
        for key, value in one.items():
            if not (page and key == b"Contents"):
                self._values(value, other[key], key, depth + 1)
        if page:
            self._contents(one, other)

    def _contents(self, one: dict[bytes, Any], other: dict[bytes, Any]) -> None:
        left, right = one.get(b"Contents"), other.get(b"Contents")
        if not isinstance(left, Ref) or not isinstance(right, Ref):
            raise NotOurs("a page of several parts")
        self._pair(left.number, right.number)
        streams = _resolved(self.made, left), _resolved(self.found, right)
        if not all(isinstance(stream, Stream) and stream.entries.keys() <= _STORED for stream in streams):
            raise NotOurs("contents of another kind")
        self._drawn(streams[0], one.get(b"Resources"), streams[1], other.get(b"Resources"))

    def _streams(self, one: Stream, other: Stream, key: bytes) -> None:
        left = {name: value for name, value in one.entries.items() if name not in _STORED}
        right = {name: value for name, value in other.entries.items() if name not in _STORED}
        self._values(left, right, b"", 1)
        # A stamp is drawn by our own code alone, letter by letter: there nothing may differ.
        if not self.before and (left.get(b"Subtype") == Name(b"Form") or b"PatternType" in left):
            self._drawn(one, left.get(b"Resources"), other, right.get(b"Resources"))
            return
        made, found = self._unpacked(one), self._unpacked(other)
        if left.get(b"Type") == Name(b"Metadata"):
            made, found = _without_makers(made), _without_makers(found)
        if made != found and not (key in _FONT_FILES and letters_alike(made, found)):
            raise NotOurs("another stream")

    def _drawn(self, one: Stream, had: Any, other: Stream, has: Any) -> None:
        made, found = self._unpacked(one), self._unpacked(other)
        if len(found) > _LONGER * len(made) + _LONGER_BY:
            raise NotOurs("much more content than there is to draw")
        fonts = self._known_fonts(self.made, had), self._known_fonts(self.found, has)
        if not contents_alike(made, fonts[0], found, fonts[1]):
            raise NotOurs("something else is drawn")

    def _known_fonts(self, revision: Revision, resources: Any) -> dict[bytes, Font]:
        there = _resolved(revision, resources) if resources is not None else {}
        fonts = _resolved(revision, there[b"Font"]) if b"Font" in there else {}
        return {name: _font(revision, _resolved(revision, value)) for name, value in fonts.items()}

    def _unpacked(self, stream: Stream) -> bytes:
        packing = stream.entries.get(b"Filter")
        data = stream.data
        if packing is not None:
            if packing != Name(b"FlateDecode"):
                raise NotOurs("another packing")
            unpacking = zlib.decompressobj()
            try:
                data = unpacking.decompress(data, MAX_STREAM)
            except zlib.error:
                raise NotOurs("a stream that cannot be unpacked") from None
            if not unpacking.eof or unpacking.unused_data:
                raise NotOurs("a stream with something after its end")
        self.left -= len(data)
        if self.left < 0:
            raise NotOurs("too much to unpack")
        return data


def _resolved(revision: Revision, value: Any) -> Any:
    return revision.objects.get(value.number) if isinstance(value, Ref) else value


def _font(revision: Revision, font: Any) -> Font:
    """The name of a composite font and the widths of its glyphs (ISO 32000-2, 9.7.4.3)."""
    if font.get(b"Subtype") != Name(b"Type0"):
        raise NotOurs("a font of another kind")
    [descendant] = [_resolved(revision, item) for item in font[b"DescendantFonts"]]
    listed = _resolved(revision, descendant.get(b"W", []))
    usual = descendant.get(b"DW", 1000)
    widths: dict[int, float] = {}
    place = 0
    while place < len(listed):
        first, following = listed[place], listed[place + 1]
        if isinstance(following, list):
            widths.update(enumerate(following, first))
            place += 2
        elif 0 <= following - first < 0x10000:
            widths.update(dict.fromkeys(range(first, following + 1), listed[place + 2]))
            place += 3
        else:
            raise NotOurs("widths of another kind")
    return font[b"BaseFont"].value.decode("latin-1"), lambda code: widths.get(code, usual)


def _same_for_all(value: Any, key: bytes) -> Any:
    """A value without what names the version of a library."""
    if isinstance(value, bytes) and key == b"Producer" and _MAKER.fullmatch(value):
        return b"WeasyPrint"
    return value


def _without_makers(metadata: bytes) -> bytes:
    """XMP without the engine's name and the version of the library that wrote it. Raises `NotOurs` unless both stand once."""
    for named, instead in ((_ENGINE, b' yanpan:engine=""'), (_PRODUCER, b' pdf:Producer=""')):
        metadata, count = named.subn(instead, metadata)
        if count != 1:
            raise NotOurs("other metadata")
    return metadata


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def revisions_alike(made: Revision, found: Revision, *, before: int = 0) -> bool:
    """Whether a revision is the one that was made here. `before` is the highest number of what precedes both."""
    try:
        Alike(made, found, before=before).check()
    except (NotOurs, KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError):
        # What is built otherwise than ours provokes any of these.
        return False
    return True
