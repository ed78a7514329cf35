"""What must be the same in the first signed revision and now, beyond what each signature says of itself."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler

from yanpan.findings import Finding, invalid
from yanpan.signature.objects import fingerprint
from yanpan.signature.pdf import entry

_IN_WORDS = {"/Metadata": "元数据", "/AF": "附件清单", "/OutputIntents": "颜色配置", "/Lang": "语言标记"}
_CATALOG_PARTS = ("/Metadata", "/AF", "/OutputIntents", "/Lang", "/ViewerPreferences", "/OpenAction", "/AA")


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
