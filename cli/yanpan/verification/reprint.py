"""A paper held against one made anew from its data: the same bytes, or at least the same words and looks."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Sequence

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from yanpan.findings import (
    Finding,
    invalid,
    note,
    unjudged,
)
from yanpan.signature.pdf import entry, open_pdf, signature_fields
from yanpan.verification.looks import same_looks
from yanpan.verification.printed import page_texts
from yanpan.verification.verdict import (
    Reprinted,
)


def compare(
    pdf: bytes, reader: PdfFileReader, pages: Sequence[str], prepared: bytes
) -> tuple[Reprinted, Finding | None]:
    """Hold a paper with these page texts against a fresh one: it must begin with that, and the first signature follow.

    A paper says by which engine it was set. Where that is the one here, equal bytes are due, and any others were not
    written by it. Another engine breaks lines and packs streams otherwise: then texts and looks are compared, and what
    differs cannot be judged here. That word is the forger's too: it never makes a difference a good one.
    """
    if pdf.startswith(prepared):
        if _signed_next(reader, prepared):
            return Reprinted.SAME, None
        # The bytes are there, and something was laid over them before anybody signed.
        words = "第一个签名之前，文书被追加过内容：签的不是印出来的那一份"
        return Reprinted.DIFFERENT, invalid("REPRINT_DIFFERENT", words)
    fresh = open_pdf(prepared)
    here, there = _engine_of(fresh), _engine_of(reader)
    same_engine = here == there
    weigh = invalid if same_engine else unjudged
    why = (
        "（文书自称由本机同样的排版引擎印成，重新排印应当一个字节不差）"
        if same_engine
        else f"（文书自称由排版引擎 {there or '未写明'} 印成，本机的是 {here}：用印文书的那一版程序再验）"
    )
    if page_texts(fresh) != tuple(pages):
        words = "文书上的文字和按附件重新排印的不一样"
        return Reprinted.DIFFERENT, weigh("REPRINT_DIFFERENT", words + why)
    if not same_looks(fresh, reader):
        words = "重新排印的文字相同，画出来的样子（线条、图片、字形、批注）不一样，可能被盖住或者改画"
        return Reprinted.SAME_TEXT, weigh("REPRINT_LOOKS", words + why)
    words = "重新排印的文字和样子相同，字节不同"
    if same_engine:
        return Reprinted.SAME_TEXT, invalid("REPRINT_BYTES", f"{words}：文书被别的程序重写过{why}")
    return Reprinted.SAME_TEXT, note("REPRINT_BYTES", words + why)


_ENGINE = re.compile(rb' yanpan:engine="([0-9a-f]{1,64})"')


def _engine_of(reader: PdfFileReader) -> str:
    """The fingerprint of the engine that a paper names in its XMP; nothing where it names none, or several."""
    metadata = entry(reader.root, "/Metadata")
    found = _ENGINE.findall(metadata.data) if isinstance(metadata, generic.StreamObject) else []
    return str(found[0].decode()) if len(found) == 1 else ""


def _signed_next(reader: PdfFileReader, prepared: bytes) -> bool:
    """Whether the first signature stands in the revision right after the paper with its empty fields, if any does."""
    signed = [
        int(EmbeddedPdfSignature(reader, field.dictionary, field.role).signed_revision)
        for field in signature_fields(reader)
        if field.signed
    ]
    before = open_pdf(prepared).total_revisions
    return min(signed, default=reader.total_revisions) == before
