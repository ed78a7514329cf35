"""The paper as it was before anybody signed, held against one set anew from its data.

The same bytes are the whole proof, whatever engine the paper names. Where they differ and the paper names the engine of
this machine, it was not set by it. Where it names another, each object must be the one that is set here, but for what
another version of a library writes otherwise (`alike`). What differs more cannot be judged here.
"""

# pyHanko leaves many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan.findings import Finding, invalid, note, unjudged
from yanpan.signature import (
    entry,
    open_pdf,
)
from yanpan.verification.alike import revisions_alike
from yanpan.verification.ledger import read_revision
from yanpan.verification.syntax import NotOurs
from yanpan.verification.verdict import Reprinted

_ENGINE = re.compile(rb' yanpan:engine="([0-9a-f]{16})"')
_LAYOUT = re.compile(rb' yanpan:layout="([1-9][0-9]{0,4})"')


@dataclass(frozen=True)
class Base:
    """How the first revision compares, and where it ends; 0 when it is not one that this program could have written."""

    reprinted: Reprinted
    end: int = 0
    finding: Finding | None = None


def engine_of(reader: PdfFileReader) -> str:
    """The fingerprint of the engine that a paper names in its XMP; nothing where it names none, or several."""
    return _named(reader, _ENGINE)


def layout_of(reader: PdfFileReader) -> int:
    """The version of the layout that a paper names in its XMP; 0 where it names none."""
    return int(_named(reader, _LAYOUT) or 0)


def _named(reader: PdfFileReader, what: re.Pattern[bytes]) -> str:
    metadata = entry(reader.root, "/Metadata")
    found = what.findall(metadata.data) if isinstance(metadata, generic.StreamObject) else []
    return str(found[0].decode("ascii")) if len(found) == 1 else ""


def hold_base(pdf: bytes, reader: PdfFileReader, prepared: bytes) -> Base:
    """Hold the beginning of a paper against the fresh one."""
    if pdf.startswith(prepared):
        return Base(Reprinted.SAME, len(prepared))
    here, there = engine_of(open_pdf(prepared)), engine_of(reader)
    try:
        found = read_revision(pdf, 0)
    except NotOurs:
        return Base(Reprinted.DIFFERENT, 0, _different("文书的写法和本程序的不一样", here, there))
    if here == there:
        # Where the words differ, they differ; and where they do not, somebody wrote the file anew.
        return Base(Reprinted.DIFFERENT, 0, _different("文书和按附件重新排印的不一样", here, there))
    if not revisions_alike(read_revision(prepared, 0), found):
        return Base(Reprinted.DIFFERENT, 0, _different("文书和按附件重新排印的不一样", here, there))
    words = f"文书由另一版排版引擎 {there or '（未写明）'} 印成；逐项核对，文字、字形、位置都和本机重排的一致"
    return Base(Reprinted.SAME_TEXT, found.end, note("REPRINT_BYTES", words))


def _different(words: str, here: str, there: str) -> Finding:
    if here == there:
        return invalid(
            "REPRINT_DIFFERENT", f"{words}（文书自称由本机同样的排版引擎印成，重新排印应当一个字节不差）"
        )
    why = f"（文书自称由排版引擎 {there or '未写明'} 印成，本机的是 {here}：用印文书的那一版程序再验）"
    return unjudged("REPRINT_DIFFERENT", words + why)
