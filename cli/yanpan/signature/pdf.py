"""The narrow door to pyHanko: quiet, strict, bounded, and adding nothing of its own to a paper."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any, TypeVar

from pyhanko.pdf_utils import generic, xref
from pyhanko.pdf_utils.decode_limits import (
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.form_tools import enumerate_fields_in
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.pdf_utils.xref import XRefEntry

from yanpan.keys import (
    compare_rare_characters,
)
from yanpan.signature.tokens import WHITE

MAX_PDF_BYTES = 50 * 1024 * 1024
MAX_NODES = 10_000
"""Of a page tree, which holds 400 pages at most, and of a name tree."""

MAX_ROWS = 200_000
"""Of all cross-reference tables of a file together. Ours have some thousand; a stream may hold millions in a kilobyte."""

_rows: ContextVar[int] = ContextVar("rows", default=MAX_ROWS)


def _counted(parse: Callable[..., Iterator[XRefEntry]]) -> Callable[..., Iterator[XRefEntry]]:
    def parsed(*arguments: Any, **settings: Any) -> Iterator[XRefEntry]:
        for row in parse(*arguments, **settings):
            _rows.set(_rows.get() - 1)
            if _rows.get() < 0:
                raise PdfStrictReadError("more rows than any paper has")
            yield row

    return parsed


# pyHanko bounds the bytes of a cross-reference stream, and a row may have none.
xref.parse_xref_stream = _counted(xref.parse_xref_stream)
xref.parse_xref_table = _counted(xref.parse_xref_table)

_WORD = re.compile(rb"[^" + WHITE + rb"]+")
_MIB = 1024 * 1024
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=64 * _MIB),
    document_budget=DocumentDecodeBudget(base_allowance=192 * _MIB, max_ratio=4),
)

# pyHanko logs tracebacks for what is an ordinary finding here. They are no message for people, and
# a library's warnings that nobody handles land on stderr.
for _library in ("pyhanko", "pyhanko_certvalidator", "fontTools"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

compare_rare_characters()

T = TypeVar("T")


def open_pdf(pdf: bytes) -> PdfFileReader:
    """A strict reader with decode limits. Raises whatever a broken file provokes."""
    _rows.set(MAX_ROWS)
    return _Reader(BytesIO(pdf), strict=True, decode_limits=_LIMITS)


class _Reader(PdfFileReader):
    """Reads the head of an object stream once (ISO 32000-2, 7.5.7), and walks through the page tree once (7.7.3).

    pyHanko does both anew for each object and each page: a paper of forty pages takes long, and a small file could
    keep it busy for minutes.
    """

    def __init__(self, stream: BytesIO, **settings: Any) -> None:
        self._heads: dict[int, tuple[StreamObject, list[int], dict[int, int]]] = {}
        self._leaves: list[generic.IndirectObject] = []
        super().__init__(stream, **settings)

    def find_page_for_modification(self, page_ix: int) -> tuple[generic.IndirectObject, Any]:
        self._leaves = self._leaves or _leaves(self.root)
        page = self._leaves[page_ix]
        return page, entry(page.get_object(), "/Resources")

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        stream = generic.Reference(stmnum, 0, self).get_object()
        if not isinstance(stream, StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfStrictReadError("no object stream")
        data: bytes = stream.read_data(DecodePurpose.OBJECT_STREAM)
        if stmnum not in self._heads or self._heads[stmnum][0] is not stream:
            self._heads[stmnum] = (stream, *_head(data[: int(stream["/First"])], int(stream["/N"])))
        _, offsets, indexes = self._heads[stmnum]
        if indexes.get(idnum) != idx:
            raise PdfStrictReadError("object not in its place in the object stream")
        source = BytesIO(data)
        source.seek(int(stream["/First"]) + offsets[idx])
        found = generic.read_object(source, generic.Reference(idnum, 0, self))
        if isinstance(found, (StreamObject, generic.IndirectObject)):
            raise PdfStrictReadError("an object of this kind may not stand in an object stream")
        return found


def _leaves(root: DictionaryObject) -> list[generic.IndirectObject]:
    """The pages of a document in order. Raises `PdfStrictReadError` unless they are as many as it says."""
    found: list[generic.IndirectObject] = []
    pending = [root.raw_get("/Pages")]
    left = MAX_NODES
    while pending:
        node = pending.pop()
        left -= 1
        if left < 0 or not isinstance(node, generic.IndirectObject):
            raise PdfStrictReadError("the page tree is too large, or has pages that are no objects")
        if entry(node.get_object(), "/Type") == "/Page":
            found.append(node)
            continue
        kids = node.get_object()["/Kids"]
        if len(kids) + len(pending) > left:
            raise PdfStrictReadError("the page tree is too large")
        pending.extend(kids.raw_get(index) for index in range(len(kids) - 1, -1, -1))
    if len(found) != int(root["/Pages"]["/Count"]):
        raise PdfStrictReadError("there are more or fewer pages than the document says")
    return found


def _head(data: bytes, count: int) -> tuple[list[int], dict[int, int]]:
    """The offsets of the objects in a stream, and by number the place of the first one that has it."""
    words = [found[0] for found in islice(_WORD.finditer(data), 2 * count)]
    if len(words) != 2 * count or not all(word.isdigit() for word in words):
        raise PdfStrictReadError("the head of an object stream is broken")
    pairs = [int(word) for word in words]
    indexes: dict[int, int] = {}
    for index, number in enumerate(pairs[::2]):
        indexes.setdefault(number, index)
    return pairs[1::2], indexes


class SteadyWriter(IncrementalPdfFileWriter):
    """An incremental update that neither draws lots nor touches metadata.

    pyHanko gives each update a random document id and rewrites Producer, ModDate and XMP. Here the id
    follows from the bytes before it, so that the same paper gives the same file; and the metadata stays
    as rendered, so that `verify` can demand it unchanged.
    """

    def __init__(self, pdf: bytes) -> None:
        super().__init__(BytesIO(pdf), prev=open_pdf(pdf))

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        prev.stream.seek(0)
        fresh = generic.ByteStringObject(hashlib.sha256(prev.stream.read()).digest()[:16])
        try:
            first = generic.ByteStringObject(prev.trailer["/ID"][0].original_bytes)
        except KeyError:
            first = fresh
        return generic.ArrayObject([first, fresh])

    def _update_meta(self) -> None:
        """Leave /Info and XMP as they are."""


def entry(dictionary: DictionaryObject, key: str, default: Any = None) -> Any:
    """An entry with its reference followed; pyHanko's own `get` does not follow it."""
    try:
        return dictionary[key]
    except KeyError:
        return default


@dataclass(frozen=True)
class Field:
    """A signature field: its name is the role's id, its title what a person reads."""

    role: str
    title: str
    signed: bool
    dictionary: DictionaryObject


def signature_fields(handler: PdfHandler) -> tuple[Field, ...]:
    """The roles' signature fields of a paper in form order, which is the order of signing."""
    return tuple(field for field in _all_fields(handler) if not _is_time_stamp(field))


def time_stamp_fields(handler: PdfHandler) -> tuple[Field, ...]:
    """The fields of document time stamps (ISO 32000-2, 12.8.5), which belong to no role, in form order."""
    return tuple(field for field in _all_fields(handler) if _is_time_stamp(field))


def _all_fields(handler: PdfHandler) -> Iterator[Field]:
    form = entry(handler.root, "/AcroForm")
    if form is None:
        return
    found = enumerate_fields_in(entry(form, "/Fields", ()), refs_seen=set(), target_field_type="/Sig")
    for name, value, reference in found:
        field = reference.get_object()
        yield Field(str(name), str(entry(field, "/TU", "")), value is not None, field)


def _is_time_stamp(field: Field) -> bool:
    if not field.signed:
        return False
    value = field.dictionary["/V"]
    return isinstance(value, DictionaryObject) and entry(value, "/Type") == "/DocTimeStamp"


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run pyHanko's asynchronous code to its end, also where the caller has an event loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
