"""A paper taken apart into its objects as bytes, and put together again as the report's engine does.

A forger with the source open does not write the file anew with somebody else's program, which is seen at once: he
changes one object and leaves every other byte as it was. Only files with a classic table, one revision, as
`yanpan.report` writes them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_DELIMITER = b"()<>[]{}/% \t\r\n\f\0"
_SPACE = b" \t\r\n\f\0"
_STREAM = b"\nstream\n"
_END_STREAM = b"\nendstream"


@dataclass
class Book:
    """The objects of a revision by number, each as what stands between `obj` and `endobj`.

    `places` remembers the order of the objects in the file; `next` is the number of the next new one. The rest is how
    the file is written: what stands in front, between two objects (by the number of the first), in the table and behind.
    """

    start: bytes
    bodies: dict[int, bytes]
    trailer: bytes
    next: int
    between: dict[int, bytes] = field(default_factory=dict)
    rows: dict[int, bytes] = field(default_factory=dict)
    generations: dict[int, int] = field(default_factory=dict)
    heads: dict[int, bytes] = field(default_factory=dict)
    before_table: bytes = b""
    after: bytes = b""
    size: int = 0
    row_end: bytes = b" \n"

    @classmethod
    def of(cls, pdf: bytes) -> Book:
        """The book of a paper that nobody has signed. Raises `ValueError` for a file that is laid out otherwise."""
        table = int(re.findall(rb"startxref\n(\d+)\n", pdf)[0])
        head = re.compile(rb"xref\n0 (\d+)\n0000000000 65535 f \n").match(pdf, table)
        if head is None:
            raise ValueError("no classic table")
        count = int(head[1])
        places = {number: int(pdf[head.end() + 20 * (number - 1) :][:10]) for number in range(1, count)}
        order = sorted(places, key=lambda number: places[number])
        ends = [places[number] for number in order[1:]] + [table]
        bodies = {}
        for number, end in zip(order, ends, strict=True):
            opening = b"%d 0 obj\n" % number
            piece = pdf[places[number] : end]
            if not piece.startswith(opening) or not piece.endswith(b"\nendobj\n"):
                raise ValueError(f"object {number} is written otherwise")
            bodies[number] = piece[len(opening) : -len(b"\nendobj\n")]
        trailer = pdf[head.end() + 20 * (count - 1) :].partition(b"trailer\n")[2].partition(b"\nstartxref")[0]
        return cls(pdf[: places[order[0]]], bodies, trailer, count)

    def written(self) -> bytes:
        """The file."""
        out = bytearray(self.start)
        places = {}
        for number, body in self.bodies.items():
            places[number] = len(out)
            out += self.heads.get(number, b"%d %d obj\n" % (number, self.generations.get(number, 0)))
            out += body + b"\nendobj\n" + self.between.get(number, b"")
        out += self.before_table
        table = len(out)
        size = self.next
        out += b"xref\n0 %d\n" % size + self.rows.get(0, b"0000000000 65535 f \n")
        for number in range(1, size):
            row = b"%010d %05d n" % (places.get(number, 0), self.generations.get(number, 0))
            row += self.row_end
            out += self.rows.get(number, row if number in places else b"0000000000 65535 f \n")
        trailer = re.sub(rb"/Size \d+", b"/Size %d" % (self.size or size), self.trailer, count=1)
        out += b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % table
        return bytes(out) + self.after

    # Finding objects

    def all(self, *words: bytes) -> list[int]:
        """The numbers of the objects whose dictionary has all these words."""
        return [number for number in self.bodies if all(word in self.dictionary(number) for word in words)]

    def one(self, *words: bytes) -> int:
        """The first of them. Raises `LookupError`."""
        return self.all(*words)[0]

    @property
    def root(self) -> int:
        return _reference(re.search(rb"/Root (\d+ \d+ R)", self.trailer)[1])  # type: ignore[index]

    @property
    def info(self) -> int:
        return _reference(re.search(rb"/Info (\d+ \d+ R)", self.trailer)[1])  # type: ignore[index]

    @property
    def tree(self) -> int:
        """The page tree."""
        return self.one(b"/Type /Pages")

    @property
    def pages(self) -> list[int]:
        return [_reference(found) for found in re.findall(rb"\d+ \d+ R", self.value(self.tree, b"Kids"))]

    @property
    def fields(self) -> list[int]:
        return self.all(b"/FT /Sig")

    @property
    def form(self) -> int:
        return self.to(self.root, b"AcroForm")

    @property
    def descendants(self) -> list[int]:
        """The fonts that hold widths."""
        return self.all(b"/Subtype /CIDFontType0")

    @property
    def fonts(self) -> list[int]:
        return self.all(b"/Subtype /Type0")

    @property
    def font_files(self) -> list[int]:
        return self.all(b"/Subtype /OpenType")

    @property
    def attachment(self) -> int:
        return self.one(b"/Type /EmbeddedFile")

    @property
    def specification(self) -> int:
        return self.one(b"/Type /Filespec")

    @property
    def elements(self) -> list[int]:
        return self.all(b"/Type /StructElem")

    @property
    def metadata(self) -> int:
        return self.to(self.root, b"Metadata")

    def to(self, number: int, key: bytes) -> int:
        """The object that a key of a dictionary refers to. Raises `LookupError` when it holds no reference."""
        value = self.value(number, key)
        if not re.fullmatch(rb"\d+ \d+ R", value):
            raise LookupError(f"no reference: {key!r}")
        return _reference(value)

    def references(self, number: int) -> list[bytes]:
        """All references in an object's dictionary."""
        return re.findall(rb"\b\d+ \d+ R\b", self.dictionary(number))

    # Reading and changing one

    def dictionary(self, number: int) -> bytes:
        return self.bodies[number].partition(_STREAM)[0]

    def is_stream(self, number: int) -> bool:
        return _STREAM in self.bodies[number]

    def data(self, number: int) -> bytes:
        """The decoded data of a stream."""
        head, _, rest = self.bodies[number].partition(_STREAM)
        raw = rest[: -len(_END_STREAM)]
        return zlib.decompress(raw) if b"/FlateDecode" in head else raw

    def refill(self, number: int, data: bytes) -> None:
        """Other data for a stream, compressed as the engine compresses."""
        head = self.dictionary(number)
        raw = zlib.compress(data, 9) if b"/FlateDecode" in head else data
        head = re.sub(rb"/Length \d+", b"/Length %d" % len(raw), head)
        self.bodies[number] = head + _STREAM + raw + _END_STREAM

    def redo(self, number: int, change: Callable[[bytes], bytes]) -> None:
        self.refill(number, change(self.data(number)))

    def value(self, number: int, key: bytes) -> bytes:
        """The value of a key as it is written. Raises `LookupError`."""
        for name, start, end in entries(self.dictionary(number)):
            if name == key:
                return self.dictionary(number)[start:end].strip(_SPACE)
        raise LookupError(f"no {key!r} in {number}")

    def put(self, number: int, key: bytes, value: bytes) -> None:
        """Set a key of a dictionary: in its place, or at the end."""
        head = self.dictionary(number)
        rest = self.bodies[number][len(head) :]
        for name, start, end in entries(head):
            if name == key:
                head = head[:start] + b" " + value + head[end:]
                break
        else:
            close = head.rindex(b">>")
            gap = b"" if value[:1] in b"/<([" else b" "
            head = head[:close] + b"/" + key + gap + value + head[close:]
        self.bodies[number] = head + rest

    def drop(self, number: int, key: bytes) -> None:
        head = self.dictionary(number)
        for name, start, end in entries(head):
            if name == key:
                begin = head.rindex(b"/" + key, 0, start)
                self.bodies[number] = head[:begin] + head[end:] + self.bodies[number][len(head) :]
                return
        raise LookupError(f"no {key!r} in {number}")

    def swap(self, number: int, old: bytes, new: bytes, count: int = 1) -> None:
        """Exchange bytes in a dictionary. Raises `LookupError` when they are not there."""
        head = self.dictionary(number)
        if old not in head:
            raise LookupError(f"no {old!r} in {number}")
        self.bodies[number] = head.replace(old, new, count) + self.bodies[number][len(head) :]

    def add(self, body: bytes) -> bytes:
        """A new object at the end; its reference."""
        number = self.next
        self.next += 1
        self.bodies[number] = body
        return b"%d 0 R" % number

    def add_stream(self, data: bytes, keys: bytes = b"") -> bytes:
        raw = zlib.compress(data, 9)
        return self.add(
            b"<<%s/Filter /FlateDecode/Length %d>>%s%s%s" % (keys, len(raw), _STREAM, raw, _END_STREAM)
        )

    def add_form(self, drawing: bytes, keys: bytes = b"") -> bytes:
        return self.add_stream(drawing, b"/Type /XObject/Subtype /Form/BBox [0 0 600 850]" + keys)


def entries(head: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The keys of a dictionary, each with the place of its value."""
    place = _skip_space(head, 0)
    if not head.startswith(b"<<", place):
        return
    place = _skip_space(head, place + 2)
    while head[place : place + 1] == b"/":
        end = place + 1
        while end < len(head) and head[end] not in _DELIMITER:
            end += 1
        start, stop = end, _skip_value(head, end)
        yield head[place + 1 : end], start, stop
        place = _skip_space(head, stop)


def _skip_space(data: bytes, place: int) -> int:
    while place < len(data) and data[place] in _SPACE:
        place += 1
    return place


_REFERENCE = re.compile(rb"\d+\s+\d+\s+R\b")


def _skip_value(data: bytes, place: int) -> int:
    """Where the value that begins at `place` ends."""
    place = _skip_space(data, place)
    if found := _REFERENCE.match(data, place):
        return found.end()
    two, first = data[place : place + 2], data[place : place + 1]
    if two == b"<<":
        place += 2
        while not data.startswith(b">>", place := _skip_space(data, place)):
            place = _skip_value(data, place)
        return place + 2
    if first == b"[":
        place += 1
        while not data.startswith(b"]", place := _skip_space(data, place)):
            place = _skip_value(data, place)
        return place + 1
    if first == b"<":
        return data.index(b">", place) + 1
    if first == b"(":
        return _skip_string(data, place)
    place += 1
    while place < len(data) and data[place] not in _DELIMITER:
        place += 1
    return place


def _skip_string(data: bytes, place: int) -> int:
    depth = 0
    while True:
        mark = data[place : place + 1]
        if not mark:
            raise ValueError("a string without an end")
        depth += (mark == b"(") - (mark == b")")
        place += 2 if mark == b"\\" else 1
        if not depth:
            return place


def _reference(value: bytes) -> int:
    return int(value.split()[0])
