"""What must hold for the file as bytes and for its revisions, beyond what each signature says of itself."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler

from yanpan.signature.objects import fingerprint
from yanpan.signature.pdf import MAX_PDF_BYTES, entry
from yanpan.signature.tokens import REGULAR
from yanpan.signature.verdict import Finding, invalid, unjudged

MAX_REVISIONS = 64
MAX_OBJECTS = 100_000
_HEADER = re.compile(rb"%PDF-1\.[0-7][\r\n]|%PDF-2\.0[\r\n]")
_BYTE_RANGE = re.compile(rb"/ByteRange(?!" + REGULAR + rb")")
_IN_WORDS = {"/Metadata": "元数据", "/AF": "附件清单", "/OutputIntents": "颜色配置", "/Lang": "语言标记"}
_CATALOG_PARTS = ("/Metadata", "/AF", "/OutputIntents", "/Lang", "/ViewerPreferences", "/OpenAction", "/AA")


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


def unchanged_findings(reader: PdfFileReader, first_signed: int) -> Iterator[Finding]:
    """Metadata, attachments and the like must be the same in the first signed revision and now.

    pyHanko lets metadata pass as an LTA update, since its own signer rewrites them; ours never does.
    """
    then, now = reader.get_historical_resolver(first_signed), reader
    if _attachments(then) != _attachments(now):
        yield invalid("ATTACHMENT_CHANGED", "签名之后附件被改动")
    if _information(then) != _information(now):
        yield invalid("METADATA_CHANGED", "签名之后文档信息被改动")
    for key in _CATALOG_PARTS:
        if fingerprint(then.root.get(key)) != fingerprint(now.root.get(key)):
            yield invalid("METADATA_CHANGED", f"签名之后文档的{_IN_WORDS.get(key, f' {key[1:]} ')}被改动")


def _information(handler: PdfHandler) -> str:
    """The fingerprint of /Info as it stood then: a trailer's references lead to what stands there now."""
    trailer = handler.trailer_view
    if "/Info" not in trailer:
        return ""
    value = trailer.raw_get("/Info")
    if isinstance(value, generic.IndirectObject):
        value = handler.get_object(value.reference)
    return fingerprint(value)


def _attachments(handler: PdfHandler) -> str:
    names = entry(handler.root, "/Names")
    if not isinstance(names, generic.DictionaryObject):
        return ""
    return fingerprint(names.get("/EmbeddedFiles")) + fingerprint(names.get("/JavaScript"))
