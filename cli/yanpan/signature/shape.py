"""What must hold for a file before it is read: its size, its first and last bytes, its bounds."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Iterator

from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan.findings import (
    Finding,
    invalid,
    unjudged,
)
from yanpan.signature.pdf import MAX_PDF_BYTES
from yanpan.signature.tokens import REGULAR

MAX_REVISIONS = 64
MAX_OBJECTS = 100_000
_HEADER = re.compile(rb"%PDF-1\.[0-7][\r\n]|%PDF-2\.0[\r\n]")
_BYTE_RANGE = re.compile(rb"/ByteRange(?!" + REGULAR + rb")")

NO_PAPER = unjudged(
    "NO_PAPER", "这个 PDF 没有签名，也没有附研判结果，不是 yanpan 的文书；而且文件坏了，读不下去"
)


def byte_findings(pdf: bytes) -> Iterator[Finding]:
    """Size, first and last bytes. An empty answer means that the file may be parsed."""
    if len(pdf) > MAX_PDF_BYTES:
        yield unjudged("TOO_LARGE", "文件超过 50 MB，不检查")
    elif not _HEADER.match(pdf):
        yield invalid("HEADER", "文件开头不是 PDF")
    elif not pdf.endswith((b"%%EOF\n", b"%%EOF", b"%%EOF\r\n")):
        # A strict reader ignores what follows the last %%EOF; other readers may rebuild the file from it.
        yield invalid("TRAILING_BYTES", "文件结尾不是 PDF 的结尾：被截断，或者后面被加了东西")


def limit_findings(reader: PdfFileReader) -> Iterator[Finding]:
    """What keeps the work bounded, and no encryption: our papers never have any."""
    if "/Encrypt" in reader.trailer.flatten():
        yield invalid("ENCRYPTED", "文件被加密，不是 yanpan 生成的样子")
    if reader.total_revisions > MAX_REVISIONS or int(reader.trailer["/Size"]) > MAX_OBJECTS:
        yield unjudged("TOO_COMPLEX", "文件的修订或者对象太多，不检查")


def raw_signature_count(pdf: bytes) -> int:
    """How many signature dictionaries the bytes hold, reachable or not."""
    return len(_BYTE_RANGE.findall(pdf))


def like_a_paper(pdf: bytes) -> bool:
    """Whether a broken file bears any mark of a signed paper: then it was one, and somebody broke it."""
    return any(mark in pdf for mark in (b"/ByteRange", b"/Sig", b"assessment.json", b"urn:yanpan:"))
