"""What a paper needs beyond what WeasyPrint writes: signature fields, PDF/UA-1 beside PDF/A-3a, the engine's name.

The template draws a signer's box as `<input type="checkbox" name=ROLE title=TITLE>`, which comes out as a placed,
named and tagged widget (ISO 32000-2, 12.5.6.19). Here it becomes an empty signature field (12.7.5.5) with its lock.
All fields thus stand in the base revision, before anybody signs.
"""

# pydyf is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from yanpan.errors import ReportFailed
from yanpan.report.paper import LAYOUT

_PRINT_AND_LOCKED = 132
"""Annotation flags (ISO 32000-2, 12.5.3)."""

_FILL_FORMS, _NO_CHANGES = 2, 1
"""DocMDP permissions (ISO 32000-2, 12.8.2.2)."""

_POINTS_PER_PX = 0.75
_NAMESPACE = "urn:yanpan:paper:1.0/"


def finish(pdf: Any, roles: Sequence[str], *, engine: str, height: float) -> None:
    """Finish the objects of a paper in place. `height` is a page's, in points.

    Each field locks itself when signed (FieldMDP), and the first signature certifies with "fill in forms", so that
    the other roles may follow and nothing else may change. The last role's locks every field and allows no change but
    evidence and archive time stamps (ISO 32000-2, 12.8.2.2.2). Raises `ReportFailed` when a role has no box.
    """
    _fields(pdf, roles)
    _field_tags(pdf)
    _metadata(pdf, engine)
    _attachments(pdf)
    _figures(pdf, height)
    _headings_of_tables(pdf)
    _running_feet(pdf)


def _fields(pdf: Any, roles: Sequence[str]) -> None:
    form = pdf.catalog.get("AcroForm", {"Fields": []})
    widgets = {_plain(field["T"]): field for field in (_at(pdf, ref) for ref in form["Fields"])}
    for role in roles:
        if role not in widgets:
            raise ReportFailed(f"签批栏里没有“{role}”的签名框", where="签批栏", remedy="重新安装 yanpan。")
    for number, role in enumerate(roles):
        _sign_here(pdf, widgets[role], role, last=number == len(roles) - 1)
    if not roles:
        return
    # An object of its own: signing then rewrites it and not the catalog.
    fields = pydyf.Array([widgets[role].reference for role in roles])
    made = pydyf.Dictionary({"Fields": fields, "SigFlags": 1})
    pdf.add_object(made)
    pdf.catalog["AcroForm"] = made.reference


def _sign_here(pdf: Any, field: Any, role: str, *, last: bool) -> None:
    """Turn a check box into an empty signature field."""
    appearance = _at(pdf, field["AP"]["N"]["on"])
    appearance.stream.clear()
    appearance.extra.pop("Resources")
    lock: dict[str, Any] = {"Type": "/SigFieldLock", "Action": "/All" if last else "/Include"}
    if not last:
        lock["Fields"] = pydyf.Array([pydyf.String(role)])
    lock["P"] = _NO_CHANGES if last else _FILL_FORMS
    for key in ("AS", "V", "MK", "Border"):
        field.pop(key, None)
    x1, y1, x2, y2 = field["Rect"]
    field |= {
        "FT": "/Sig",
        "F": _PRINT_AND_LOCKED,
        "Rect": pydyf.Array([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)]),
        "AP": pydyf.Dictionary({"N": appearance.reference}),
        "Lock": pydyf.Dictionary(lock),
    }


def _field_tags(pdf: Any) -> None:
    """Have the tag of a field hold the field itself, not a list of one (ISO 32000-2, 14.7.2, K).

    Other programs that judge what followed a signature look for a signed field only there, and else take it for changed.
    """
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Form":
            [item["K"]] = item["K"]


def _metadata(pdf: Any, engine: str) -> None:
    """Say in the XMP that the paper is PDF/UA-1 too (ISO 14289-1, 5), and by which engine it was set.

    PDF/A wants what is not of its own schemas described (ISO 19005-3, 6.6.2.3.3).
    """
    stream = _at(pdf, pdf.catalog["Metadata"])
    [content] = stream.stream
    end = b"</rdf:RDF>"
    if content.count(end) != 1:
        raise ReportFailed(
            "排版引擎写出的元数据不是预期的样子", where="report_templates", remedy="重新安装 yanpan。"
        )
    stream.stream = [content.replace(end, _SCHEMAS.replace("{engine}", escape(engine)).encode() + end)]


def _property(name: str, kind: str, category: str, words: str) -> str:
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li>"
    )


def _schema(words: str, uri: str, prefix: str, prop: str) -> str:
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{words}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{prop}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


_UA = "http://www.aiim.org/pdfua/ns/id/"
_SCHEMAS = (
    f'<rdf:Description xmlns:pdfuaid="{_UA}" rdf:about="" pdfuaid:part="1" />'
    f'<rdf:Description xmlns:yanpan="{_NAMESPACE}" rdf:about="" yanpan:layout="{LAYOUT}" yanpan:engine="{{engine}}" />'
    '<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">'
    "<pdfaExtension:schemas><rdf:Bag>"
    + _schema("PDF/UA", _UA, "pdfuaid", _property("part", "Integer", "internal", "Part of ISO 14289"))
    + _schema(
        "yanpan",
        _NAMESPACE,
        "yanpan",
        _property("layout", "Integer", "internal", "Version of the layout")
        + _property("engine", "Text", "internal", "Fingerprint of the engine"),
    )
    + "</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def _attachments(pdf: Any) -> None:
    """List each attachment once (WeasyPrint lists it twice), as JSON whatever this machine's table of types says."""
    if "AF" not in pdf.catalog:
        return
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for reference in pdf.catalog["AF"]:
        file = _at(pdf, _at(pdf, reference)["EF"]["F"])
        file.extra |= {"Subtype": "/application#2fjson", "Filter": "/FlateDecode"}
        [content] = file.stream
        file.stream, file.compress = [_deflated(content)], False


@lru_cache(maxsize=2)
def _deflated(data: bytes) -> bytes:
    """A file as pydyf would compress it. A questionnaire goes with every paper of its kind, so the last two are kept."""
    return zlib.compress(data, 9)


def _figures(pdf: Any, height: float) -> None:
    """Give the places of pictures in points from the bottom left, as readers expect them (ISO 32000-2, 14.8.5.4.3)."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Figure":
            x1, y1, x2, y2 = (value * _POINTS_PER_PX for value in item["A"]["BBox"])
            item["A"]["BBox"] = pydyf.Array([x1, height - y2, x2, height - y1])


def _headings_of_tables(pdf: Any) -> None:
    """Say of each heading cell whether it heads its column or its row (ISO 14289-1, 7.5)."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/TH":
            group = _at(pdf, _at(pdf, item["P"])["P"])
            item["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _running_feet(pdf: Any) -> None:
    """Make what stands in the margins an artifact (ISO 14289-1, 7.8).

    WeasyPrint marks it as content whose structure hangs in the air: no element leads to it. It comes last on a page.
    """
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    reached = _descendants(pdf, root)
    parents = _at(pdf, root["ParentTree"])["Nums"]
    for number, page in enumerate(pdf.page_references):
        owners = parents[2 * number + 1]
        loose = {mcid for mcid, owner in enumerate(owners) if owner not in reached}
        _as_artifacts(_at(pdf, _at(pdf, page)["Contents"]).stream, loose)
        if any(mcid < len(owners) - len(loose) for mcid in loose):
            raise ReportFailed(
                "排版引擎写出的页脚不在页面最后", where="report_templates", remedy="重新安装 yanpan。"
            )
        del owners[len(owners) - len(loose) :]
    _drop(
        pdf,
        {
            item.number
            for item in pdf.objects
            if isinstance(item, pydyf.Dictionary)
            and item.get("Type") == "/StructElem"
            and item.reference not in reached
        },
    )


def _drop(pdf: Any, numbers: Collection[Any]) -> None:
    """Take objects out, to which none refers, and number the others anew: every number of a paper is in use."""
    kept = [item for item in pdf.objects if item.number not in numbers]
    new = {item.reference: b"%d 0 R" % place for place, item in enumerate(kept)}

    def moved(value: Any) -> Any:
        if isinstance(value, bytes):
            return new.get(value, value)
        if isinstance(value, dict):
            value.update({key: moved(item) for key, item in value.items()})
        elif isinstance(value, list):
            value[:] = map(moved, value)
        return value

    for item in kept:
        moved(item.extra if isinstance(item, pydyf.Stream) else item)
    for place, item in enumerate(kept):
        item.number = place
    pdf.objects[:] = kept


def _descendants(pdf: Any, root: Any) -> set[bytes]:
    """The references of all elements of the structure tree."""
    found: set[bytes] = set()
    pending = list(root["K"])
    while pending:
        reference = pending.pop()
        if isinstance(reference, bytes) and reference not in found:
            found.add(reference)
            pending.extend(_at(pdf, reference).get("K", ()))
    return found


def _as_artifacts(stream: list[Any], loose: Collection[int]) -> None:
    """Mark content as running foot where it was marked as content of a structure element that is none."""
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in loose:
            stream[place - 1 : place + 1] = [
                "/Artifact",
                pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Footer"}),
            ]


def _at(pdf: Any, reference: bytes) -> Any:
    """The object that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def _plain(name: Any) -> str:
    return str(name.string)
