"""Whether two revisions are one and the same but for what another version of a library writes otherwise.

One was made here, from the record; the other stands in the file. Every object of the one has its partner in the other,
each is reached, and none is left over. What may differ is listed here, and nothing else: the numbers of objects, packing,
places by a hair, the tags of subset fonts, how a font file is laid out while its letters are the same.
"""

from __future__ import annotations

import re
import zlib
from typing import Any

from yanpan.verification.drawn import drawn_alike, marks
from yanpan.verification.fonts import letters_alike
from yanpan.verification.graphics import Font
from yanpan.verification.ledger import Revision
from yanpan.verification.syntax import Name, NotOurs, Ref, Stream

MAX_STREAM = 64 * 1024 * 1024
MAX_STREAMS = 192 * 1024 * 1024
_DEEPEST = 400
_LONGER, _LONGER_BY = 4, 65536
"""How much longer another library may make content of what it draws."""


_STORED = frozenset({b"Length", b"Filter"})
_PLACES = frozenset({b"Rect", b"BBox", b"D", b"Dest"})
"""Keys whose numbers are places on a page, in points."""

_HAIR = 0.75
_NAMED_BY_TAG = frozenset({b"FontName", b"BaseFont"})
_FONT_FILES = frozenset({b"FontFile2", b"FontFile3"})
_TAG = re.compile(rb"\A([A-Z]{6})\+")
_DIGEST = re.compile(rb"[0-9a-f]{32}")
_RESOURCE = re.compile(rb"[A-Z]{6}")
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
        self.tags: dict[bytes, bytes] = {}

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
            if abs(one - other) > _HAIR:
                raise NotOurs(f"another place at {key!r}")
        elif type(one) is not type(other) or _same_for_all(one, key) != _same_for_all(other, key):
            raise NotOurs(f"another value at {key!r}")
        elif key in _NAMED_BY_TAG and isinstance(one, Name) and not self.before:
            self._tag(one.value, other.value)

    def _tag(self, one: bytes, other: bytes) -> None:
        """The tag of a subset is another, but it is one, and the same in every name of the font."""
        left, right = _TAG.match(one), _TAG.match(other)
        if left is None and right is None:
            return
        if left is None or right is None or self.tags.setdefault(left[1], right[1]) != right[1]:
            raise NotOurs("a tag of another kind")

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
            # In an update the content is compared as it stands, and with it the names that it calls fonts by.
            if key == b"Font" and not isinstance(value, Name) and not self.before:
                self._font_names(value, other[key])
            elif not (page and key == b"Contents"):
                self._values(value, other[key], key, depth + 1)
        if page:
            self._contents(one, other)

    def _font_names(self, one: Any, other: Any) -> None:
        """The fonts of some resources, whose names differ with their tags: each has one partner of its face."""
        left, right = self._fonts_of(self.made, one), self._fonts_of(self.found, other)
        if left.keys() != right.keys():
            raise NotOurs("other fonts")
        if isinstance(one, Ref) and isinstance(other, Ref):
            self._pair(one.number, other.number)
        elif isinstance(one, Ref) or isinstance(other, Ref):
            raise NotOurs("other fonts")
        for face, reference in left.items():
            self._values(reference, right[face], b"", 1)

    def _fonts_of(self, revision: Revision, fonts: Any) -> dict[bytes, Ref]:
        there = _resolved(revision, fonts)
        # By the tag of its subset, as ours are: some readers cut long names, and take two fonts for one.
        faces = {
            name: _resolved(revision, value).get(b"BaseFont", Name(b"")).value
            for name, value in there.items()
        }
        if not all(
            _RESOURCE.fullmatch(name) and face.startswith(name + b"+") for name, face in faces.items()
        ):
            raise NotOurs("a font called by another name")
        found = {_face(_resolved(revision, value)): value for value in there.values()}
        if len(found) != len(there) or not all(isinstance(value, Ref) for value in there.values()):
            raise NotOurs("two fonts of one face")
        return found

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
        if not drawn_alike(marks(made, fonts[0]), marks(found, fonts[1])):
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


def _face(font: Any) -> bytes:
    """A composite font's name without the tag of its subset."""
    name = font.get(b"BaseFont") if isinstance(font, dict) else None
    if not isinstance(name, Name) or font.get(b"Subtype") != Name(b"Type0"):
        raise NotOurs("a font of another kind")
    return _TAG.sub(b"", name.value)


def _font(revision: Revision, font: Any) -> Font:
    """The name of a composite font and the widths of its glyphs (ISO 32000-2, 9.7.4.3)."""
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
    return _face(font).decode("latin-1"), lambda code: widths.get(code, usual)


def _same_for_all(value: Any, key: bytes) -> Any:
    """A value without what names the version of a library or the tag of a subset."""
    if isinstance(value, Name) and key in _NAMED_BY_TAG:
        return _TAG.sub(b"", value.value)
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
