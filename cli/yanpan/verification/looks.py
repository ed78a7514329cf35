"""Whether two papers of the same words also look the same: what is drawn, with which letters, and what lies over it.

For papers that were printed by other libraries: bytes and compression differ there, positions by a hair. All else
must agree. Nothing is drawn here and no font is run; what a printed paper of ours never has counts as another look.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan.signature.pdf import entry
from yanpan.signature.tokens import REGULAR, WHITE
from yanpan.verification.printed import MAX_PAGES, page_count

_MOST = 400_000
_DEEPEST = 80
_ASIDE = frozenset(
    {"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version", "/Pages", "/Metadata", "/StructTreeRoot"}
)
"""Of the catalog: what signing adds, what is looked at elsewhere, and what is never seen but read aloud."""

_PAGE = frozenset({"/Parent", "/Annots", "/Contents", "/Resources"})
_STORED = frozenset({"/Length", "/Filter", "/DecodeParms"})
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_FIELD = ("/T", "/TU", "/Rect", "/F", "/MK", "/BS", "/Border")
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_DRAWING = (b"glyf", b"loca", b"hmtx", b"CFF ", b"CFF2", b"GSUB", b"sbix", b"CBDT", b"COLR", b"SVG ")
_TOKEN = re.compile(
    b"".join(
        (
            rb"(?:(?P<space>[", WHITE, rb"]++)",
            rb"|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))(?!", REGULAR, rb")",
            rb"|(?P<word>[A-Za-z][A-Za-z0-9*]*+|['\"])(?!", REGULAR, rb")",
            rb"|/", REGULAR, rb"*+|<<|>>|[\[\]]|<[0-9A-Fa-f]*+>|\((?:[^()\\]|\\.)*+\))",
        )
    ),
    re.DOTALL,
)  # fmt: skip
_INLINE_IMAGE = b"BI"

Token = float | bytes


def same_looks(printed: PdfFileReader, signed: PdfFileReader) -> bool:
    """Whether a signed paper looks like a fresh one with its empty fields, but for what is drawn inside of those.

    Raises on what a broken file provokes.
    """
    try:
        return _Look().papers_alike(printed, signed)
    except ValueError:
        # More than can be compared, or content that no paper of ours has.
        return False


class _Look:
    """One comparison, which counts its steps. Raises `ValueError` when they are too many."""

    def __init__(self) -> None:
        self.left = _MOST
        self.seen: set[tuple[Any, Any]] = set()

    def papers_alike(self, printed: PdfFileReader, signed: PdfFileReader) -> bool:
        then, now = printed.root, signed.root
        keys = sorted((then.keys() | now.keys()) - _ASIDE)
        return all(key in then and key in now and self.alike(then[key], now[key]) for key in keys) and all(
            one is not None and other is not None and self.pages_alike(one, other)
            for one, other in zip_longest(_pages(printed), _pages(signed))
        )

    def pages_alike(self, printed: generic.DictionaryObject, signed: generic.DictionaryObject) -> bool:
        keys = (printed.keys() | signed.keys()) - _PAGE
        return (
            all(key in printed and key in signed and self.alike(printed[key], signed[key]) for key in keys)
            and all(self.alike(_inherited(printed, key), _inherited(signed, key)) for key in _INHERITED)
            and self.alike(_notes(printed), _notes(signed))
            and drawn_alike(_content(printed), _content(signed))
        )

    def alike(self, one: Any, other: Any, depth: int = 0) -> bool:
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            raise ValueError("too much to compare")
        if isinstance(one, generic.IndirectObject) and isinstance(other, generic.IndirectObject):
            pair = (one.reference, other.reference)
            if pair in self.seen:
                return True
            self.seen.add(pair)
        one, other = _resolved(one), _resolved(other)
        if isinstance(one, generic.DictionaryObject) and isinstance(other, generic.DictionaryObject):
            return self._dictionaries_alike(one, other, depth + 1)
        if isinstance(one, generic.ArrayObject) and isinstance(other, generic.ArrayObject):
            return len(one) == len(other) and all(
                self.alike(one.raw_get(index), other.raw_get(index), depth + 1) for index in range(len(one))
            )
        if _is_number(one) and _is_number(other):
            return close(float(one), float(other))
        return type(one) is type(other) and bool(one == other)

    def _dictionaries_alike(
        self, one: generic.DictionaryObject, other: generic.DictionaryObject, depth: int
    ) -> bool:
        if _is_page(one) and _is_page(other):
            # Pages are compared by themselves; here something only points at one.
            return True
        streams = isinstance(one, generic.StreamObject), isinstance(other, generic.StreamObject)
        if streams[0] != streams[1]:
            return False
        keys = (one.keys() | other.keys()) - (_STORED if all(streams) else frozenset({"/Parent"}))
        for key in sorted(keys):
            if key not in one or key not in other:
                return False
            if key in _FONT_FILES:
                if not _letters_alike(one[key].data, other[key].data):
                    return False
            elif not self.alike(one.raw_get(key), other.raw_get(key), depth):
                return False
        if isinstance(one, generic.StreamObject) and isinstance(other, generic.StreamObject):
            draws = "/PatternType" in one or entry(one, "/Subtype") == "/Form"
            return drawn_alike(one.data, other.data) if draws else bool(one.data == other.data)
        return True


def drawn_alike(one: bytes, other: bytes) -> bool:
    """Whether two content streams draw the same, their numbers but for a hair. Raises `ValueError` on strange ones."""
    if one == other:
        return True
    for left, right in zip_longest(_tokens(one), _tokens(other)):
        if isinstance(left, float) and isinstance(right, float):
            if not close(left, right):
                return False
        elif left != right:
            return False
    return True


def close(one: float, other: float) -> bool:
    """Whether two numbers differ by no more than another library would make of them: colours hardly, places by two points.

    >>> close(0, 1), close(113.8, 114.4), close(700, 760)
    (False, True, False)
    """
    return abs(one - other) <= (2 if max(abs(one), abs(other)) > 8 else 0.05)


def _tokens(data: bytes) -> Iterator[Token]:
    place = 0
    while place < len(data):
        found = _TOKEN.match(data, place)
        if found is None or found[0] == _INLINE_IMAGE:
            raise ValueError("content of another kind")
        place = found.end()
        if found["number"]:
            yield float(found[0])
        elif not found["space"]:
            yield found[0]


def _pages(reader: PdfFileReader) -> Iterator[generic.DictionaryObject]:
    if not 0 < page_count(reader) <= MAX_PAGES:
        raise ValueError("too many pages")
    for number in range(page_count(reader)):
        yield reader.find_page_for_modification(number)[0].get_object()


def _content(page: generic.DictionaryObject) -> bytes:
    contents = page["/Contents"]
    streams = contents if isinstance(contents, generic.ArrayObject) else [contents]
    return b"\n".join(stream.get_object().data for stream in streams)


def _inherited(page: generic.DictionaryObject, key: str) -> Any:
    node: Any = page
    for _ in range(_DEEPEST):
        if key in node:
            return node.raw_get(key)
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    raise ValueError("page tree too deep")


def _notes(page: generic.DictionaryObject) -> generic.ArrayObject:
    """The annotations of a page; of the signature fields their names and places, and none that has no size."""
    found: list[generic.PdfObject] = []
    for item in entry(page, "/Annots", ()):
        note = _resolved(item)
        if entry(note, "/FT") != "/Sig":
            found.append(note)
        elif any(float(number) for number in note["/Rect"]):
            found.append(generic.DictionaryObject({key: note[key] for key in _FIELD if key in note}))
    return generic.ArrayObject(found)


def _letters_alike(one: bytes, other: bytes) -> bool:
    """Whether two font files draw the same glyphs: their tables of outlines and widths, byte for byte."""
    if one == other:
        return True
    then, now = _tables(one), _tables(other)
    return bool(then) and then == now


def _tables(font: bytes) -> dict[bytes, bytes]:
    """The drawing tables of an OpenType file (ISO/IEC 14496-22, 4.4)."""
    count = int.from_bytes(font[4:6], "big")
    rows = [font[12 + 16 * index : 28 + 16 * index] for index in range(count)]
    found = {}
    for row in rows:
        start, length = int.from_bytes(row[8:12], "big"), int.from_bytes(row[12:16], "big")
        if row[:4] in _DRAWING:
            found[row[:4]] = font[start : start + length]
    return found


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, generic.IndirectObject) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (generic.NumberObject, generic.FloatObject))


def _is_page(value: generic.DictionaryObject) -> bool:
    return entry(value, "/Type") in ("/Page", "/Pages")
