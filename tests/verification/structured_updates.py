"""Forgeries inside the updates that signers, time stamps and evidence bring: by whoever writes them, with a valid key.

A change is a function over the writer in its last moment. `as_update` and `as_change` bring what an operator did to a
`Book` into an update of nobody, or into a signer's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from attacks_tools import with_objects
from authorities import OFFICER, lists
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.validation.dss import DocumentSecurityStore
from structured_book import Book, entries
from structured_operators import COVER, Unfit
from structured_papers import Forging, Raw

from yanpan.signature.pdf import SteadyWriter, open_pdf

Forge = Callable[[SteadyWriter, Random], None]

SIGNING: dict[str, Forge] = {}
"""What a signer does to his own update."""

STAMPING: dict[str, Forge] = {}
"""What a time stamp brings beside itself."""

STORING: dict[str, Forge] = {}
"""What an update with evidence holds that is none."""


def _list(where: dict[str, Forge]) -> Callable[[Forge], Forge]:
    def listed(run: Forge) -> Forge:
        where[run.__name__] = run
        return run

    return listed


# What operators did, as updates


def changed_objects(before: Book, after: Book) -> dict[int, bytes]:
    return {n: body for n, body in after.bodies.items() if before.bodies.get(n) != body}


def as_update(pdf: bytes, changed: dict[int, bytes]) -> bytes:
    """An update of nobody with these objects. What was signed since keeps its keys."""
    reader = open_pdf(pdf)
    made = {}
    for number, body in changed.items():
        made[number] = _merged(reader, number, body)
    return with_objects(pdf, made, table=True)


def _merged(reader: Any, number: int, body: bytes) -> bytes:
    """A field or catalog that signing has rewritten keeps what signing put there."""
    try:
        now = reader.get_object(generic.Reference(number, 0, reader))
    except Exception:  # noqa: BLE001 - a new object
        return body
    if not isinstance(now, generic.DictionaryObject) or isinstance(now, generic.StreamObject):
        return body
    if not body.startswith(b"<<") or b"\nstream\n" in body:
        return body
    for key in ("/V", "/AP", "/Perms", "/DSS", "/Extensions", "/Version"):
        if (
            key in now
            and b"/" + key[1:].encode() + b" " not in body
            and b"/" + key[1:].encode() + b"<" not in body
        ):
            out = BytesIO()
            now.raw_get(key).write_to_stream(out, None)
            body = body[:-2] + key.encode() + b" " + out.getvalue() + b">>"
    return body


def as_change(before: Book, run: Callable[[Book], Any]) -> Callable[[SteadyWriter], None]:
    """A change of a signer's update by what an operator does to the base."""

    def change(writer: SteadyWriter) -> None:
        after = Book(before.start, dict(before.bodies), before.trailer, writer._lastobj_id + 1)
        run(after)
        changed = changed_objects(before, after)
        if not changed:
            raise Unfit
        for number, body in changed.items():
            there = writer.objects.get((0, number))
            if there is None:
                writer.objects[(0, number)] = Raw(body)
            else:
                _take_over(there, before.bodies[number], body)
        writer._lastobj_id = after.next - 1

    return change


def _take_over(there: Any, before: bytes, after: bytes) -> None:
    """Set in an object that signing rewrites what an operator changed."""
    if not isinstance(there, generic.DictionaryObject) or not after.startswith(b"<<"):
        raise Unfit
    book = Book(b"", {1: before, 2: after}, b"", 3)
    then = {name: book.value(1, name) for name, _, _ in entries(before)}
    now = {name: book.value(2, name) for name, _, _ in entries(after)}
    if then == now:
        raise Unfit
    for name in then.keys() - now.keys():
        del there[pdf_name("/" + name.decode("latin-1"))]
    for name, value in now.items():
        if then.get(name) != value:
            there[pdf_name("/" + name.decode("latin-1"))] = Raw(value)


# A signer's own update


def _of(writer: SteadyWriter, wanted: Callable[[Any], bool]) -> Any:
    for item in writer.objects.values():
        if isinstance(item, generic.DictionaryObject) and wanted(item):
            return item
    raise Unfit


def _signature(writer: SteadyWriter) -> Any:
    return _of(writer, lambda item: "/ByteRange" in item)


def _field(writer: SteadyWriter) -> Any:
    return _of(writer, lambda item: item.get("/FT") == "/Sig" and "/V" in item and "/Subtype" in item)


def _look(writer: SteadyWriter) -> Any:
    return _of(writer, lambda item: item.get("/Subtype") == "/Form")


def _key(name: str) -> Any:
    return pdf_name("/" + name)


def _set_one(find: Callable[[SteadyWriter], Any], values: dict[str, tuple[bytes, ...]]) -> Forge:
    def run(writer: SteadyWriter, by: Random) -> None:
        target = find(writer)
        name = by.choice(sorted(values))
        value = by.choice(values[name])
        if b"{form}" in value:
            value = value.replace(b"{form}", _cover(writer))
        target[_key(name)] = Raw(value)

    return run


def _cover(writer: SteadyWriter) -> bytes:
    form = generic.StreamObject(
        {_key("Subtype"): _key("Form"), _key("BBox"): Raw(b"[0 0 600 850]")}, stream_data=COVER
    )
    return b"%d 0 R" % writer.add_object(form).idnum


_SIGNATURE = {
    "Location": (b"(x)",),
    "ContactInfo": (b"(x)",),
    "Prop_Build": (b"<</App <</Name /X>>>>",),
    "Prop_AuthTime": (b"3",),
    "Prop_AuthType": (b"/PIN",),
    "Cert": (b"<3000>", b"[<3000>]"),
    "Changes": (b"[1 2 3]",),
    "R": (b"1",),
    "V": (b"0", b"1"),
    "M": (b"(D:20200101000000Z)", b"(D:20261124161501+08'00')", b"()", b"(D:2026)"),
    "Name": (b"(Mr. X)", b"<feff4e3b89818d1f8d234eba>", b"()"),
    "Reason": (b"<feff540c610f200b>", b"<feff540c610f202e>", b"<feff540c610f0020>", b"<feff4e0d540c610f>", b"()", b"(ok)"),
    "Reference": (
        b"[]",
        b"[<</Type /SigRef/TransformMethod /DocMDP/TransformParams <</Type /TransformParams/V /1.2/P 3>>>>]",
        b"[<</Type /SigRef/TransformMethod /UR3/TransformParams <</Type /TransformParams/V /2.2/Document [/FullSave]>>>>]",
        b"[<</Type /SigRef/TransformMethod /Identity/TransformParams <<>>>>]",
        b"[<</Type /SigRef/TransformMethod /FieldMDP/TransformParams <</Type /TransformParams/Action /Exclude/Fields []/V /1.2>>>>]",
    ),
    "Filter": (b"/Entrust.PPKEF",),
    "SubFilter": (b"/adbe.pkcs7.detached",),
    "Type": (b"/Annot",),
    "Payload": (b"(low risk)", b"{form}"),
    "AF": (b"[{form}]",),
}  # fmt: skip

_FIELD = {
    "Rect": (b"[0 0 595 842]", b"[60 600 500 800]", b"[0 0 0 0]"),
    "F": (b"2", b"36", b"4"),
    "MK": (b"<</BG [1 1 1]>>",),
    "AP": (b"<</N {form}>>", b"<</N <</On {form}>>/D {form}>>"),
    "AS": (b"/On",),
    "Kids": (b"[]",),
    "Parent": (b"<</T (x)>>",),
    "TU": (b"(x)",),
    "AA": (b"<</E <</S /JavaScript/JS (1)>>>>",),
    "A": (b"<</S /JavaScript/JS (1)>>",),
    "OC": (b"<</Type /OCG/Name (x)>>",),
    "Contents": (b"(x)",),
    "DV": (b"{form}",),
    "DA": (b"(/F 0 Tf)",),
    "MaxLen": (b"1",),
    "Opt": (b"[(x)]",),
    "Lock": (b"null", b"<</Type /SigFieldLock/Action /Include/Fields []>>"),
    "SV": (b"<</Type /SV>>",),
    "Border": (b"[0 0 90]",),
    "StructParent": (b"0",),
    "Ff": (b"1",),
    "M": (b"(D:20200101000000Z)",),
    "NM": (b"(x)",),
}
_LOOK = {
    "BBox": (b"[0 0 600 850]", b"[-600 -850 600 850]", b"[0 0 1 1]"),
    "Matrix": (b"[9 0 0 9 -300 0]", b"[1 0 0 1 0 0]"),
    "Resources": (b"<</XObject <</X {form}>>>>", b"<<>>"),
    "OC": (b"<</Type /OCG/Name (x)>>",),
    "Group": (b"<</S /Transparency>>",),
    "Ref": (b"<</F (x.pdf)/Page 0>>",),
    "PieceInfo": (b"<<>>",),
    "StructParents": (b"0",),
    "AF": (b"[{form}]",),
    "Measure": (b"<<>>",),
}

for _target, _find, _values in (
    ("signature", _signature, _SIGNATURE),
    ("field", _field, _FIELD),
    ("look", _look, _LOOK),
):
    for _name, _choices in _values.items():
        SIGNING[f"{_target}_{_name}"] = _set_one(_find, {_name: _choices})


@_list(SIGNING)
def the_look_redrawn(writer: SteadyWriter, by: Random) -> None:
    look = _look(writer)
    data: bytes = look.data
    how = by.randrange(7)
    if how == 0:
        data = COVER
    elif how == 1:
        data = data + by.choice([b"\n", b" % x", b"\nq Q", COVER, b"\n/X Do"])
    elif how == 2:
        codes = re.findall(rb"<([0-9a-f]+)> Tj", data)
        old = by.choice([code for code in codes if len(code) >= 4])
        data = data.replace(b"<" + old + b">", b"<" + old[4:] + old[:4] * 2 + b">", 1)
    elif how == 3:
        data = data.replace(b"0 0 0 rg", b"1 1 1 rg", 1)
    elif how == 4:
        data = re.sub(rb"(\d[\d.]*) Td", lambda found: b"%.3f Td" % (float(found[1]) + 3), data, count=1)
    elif how == 5:
        data = b""
    else:
        data = data.replace(b"Tj", b"TJ", 1)
    if data == look.data:
        raise Unfit
    look._data = data
    look._encoded_data = None


@_list(SIGNING)
def the_look_s_letters_mapped_to_others(writer: SteadyWriter, by: Random) -> None:
    fonts = [
        item
        for item in writer.objects.values()
        if isinstance(item, generic.DictionaryObject) and item.get("/Subtype") == "/Type0"
    ]
    if not fonts:
        raise Unfit
    font = by.choice(fonts)
    key = by.choice(["/ToUnicode", "/Encoding", "/BaseFont", "/X"])
    font[pdf_name(key)] = Raw(
        {"/ToUnicode": _cover(writer), "/Encoding": b"/Identity-V", "/BaseFont": b"/X", "/X": b"1"}[key]
    )


@_list(SIGNING)
def the_look_s_font_changed(writer: SteadyWriter, by: Random) -> None:
    files = [
        item
        for item in writer.objects.values()
        if isinstance(item, generic.StreamObject) and item.get("/Subtype") == "/OpenType"
    ]
    if not files:
        raise Unfit
    file = by.choice(files)
    data = bytearray(file.data)
    place = by.randrange(len(data) // 2, len(data))
    data[place] ^= by.randint(1, 255)
    file._data = bytes(data)
    file._encoded_data = None


@_list(SIGNING)
def the_look_s_widths_changed(writer: SteadyWriter, by: Random) -> None:
    fonts = [
        item
        for item in writer.objects.values()
        if isinstance(item, generic.DictionaryObject) and item.get("/Subtype") == "/CIDFontType0"
    ]
    if not fonts:
        raise Unfit
    by.choice(fonts)[pdf_name(by.choice(["/W", "/DW", "/W2"]))] = Raw(by.choice([b"[]", b"[0 9999 0]", b"0"]))


@_list(SIGNING)
def an_object_beside_the_signature(writer: SteadyWriter, by: Random) -> None:
    body = by.choice(
        [b"<</Type /Page>>", b"(low risk)", b"null", b"[1 2]", b"<</Type /Annot/Subtype /Text>>"]
    )
    for _ in range(by.randint(1, 3)):
        writer.add_object(Raw(body))


@_list(SIGNING)
def an_object_s_ghost_in_the_signer_s_update(writer: SteadyWriter, by: Random) -> None:
    """An object that no table names, behind the end of one that it does."""
    page = writer.find_page_for_modification(0)[0].idnum
    ghost = b"%d 0 obj\n<</Type /Page/Rotate 180>>" % page
    writer.add_object(Raw(b"null\nendobj\n" + ghost))


@_list(SIGNING)
def an_old_object_written_again(writer: SteadyWriter, by: Random) -> None:
    """As it was: nothing changes but the bytes."""
    page = writer.find_page_for_modification(0)[0]
    root = writer.root
    which = by.choice(
        [page, root.raw_get("/Metadata"), root.raw_get("/StructTreeRoot"), root.raw_get("/Pages")]
    )
    writer.mark_update(which)


@_list(SIGNING)
def another_empty_field_written_again(writer: SteadyWriter, by: Random) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    for index in range(len(fields)):
        field = fields.raw_get(index)
        if "/V" not in field.get_object() and (0, field.idnum) not in writer.objects:
            if by.random() < 0.6:
                field.get_object()[_key("TU")] = Raw(b"(nobody)")
            writer.mark_update(field)
            return
    raise Unfit


@_list(SIGNING)
def an_earlier_signature_written_again(writer: SteadyWriter, by: Random) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    for index in range(len(fields)):
        field = fields.raw_get(index)
        if "/V" in field.get_object() and (0, field.idnum) not in writer.objects:
            if by.random() < 0.6:
                field.get_object()[_key("AP")] = Raw(b"<</N %s>>" % _cover(writer))
            writer.mark_update(field)
            return
    raise Unfit


@_list(SIGNING)
def a_trailer_of_the_signer_with_more(writer: SteadyWriter, by: Random) -> None:
    name = by.choice(["X", "XRefStm", "Grade", "AuthCode"])
    writer.set_custom_trailer_entry(_key(name), generic.NumberObject(15))


@_list(SIGNING)
def other_information_named_by_the_signer(writer: SteadyWriter, by: Random) -> None:
    made = writer.add_object(Raw(b"<</Title (low risk)>>"))
    writer._info = made
    writer.trailer["/Info"] = made


@_list(SIGNING)
def another_catalog_named_by_the_signer(writer: SteadyWriter, by: Random) -> None:
    copy = generic.DictionaryObject(writer.root)
    if by.random() < 0.5:
        copy[_key("OpenAction")] = Raw(b"[%d 0 R /Fit]" % writer.find_page_for_modification(0)[0].idnum)
    made = writer.add_object(copy)
    writer._root = made
    writer.trailer["/Root"] = made


@_list(SIGNING)
def an_id_drawn_by_lot(writer: SteadyWriter, by: Random) -> None:
    first = by.choice([writer._document_id[0], generic.ByteStringObject(b"x" * 16)])
    writer._document_id = generic.ArrayObject([first, generic.ByteStringObject(by.randbytes(16))])


@_list(SIGNING)
def a_table_of_another_kind(writer: SteadyWriter, by: Random) -> None:
    writer.stream_xrefs = not writer.stream_xrefs


@_list(SIGNING)
def permissions_of_another_kind(writer: SteadyWriter, by: Random) -> None:
    usage = writer.add_object(Raw(b"<</Type /Sig/Filter /Adobe.PPKLite>>"))
    there = writer.root["/Perms"] if "/Perms" in writer.root else generic.DictionaryObject()
    there[_key(by.choice(["UR3", "UR", "X"]))] = usage
    writer.root["/Perms"] = there
    writer.update_root()


@_list(SIGNING)
def a_store_beside_the_signature(writer: SteadyWriter, by: Random) -> None:
    _store(writer, by, {})


@_list(SIGNING)
def numbers_left_out(writer: SteadyWriter, by: Random) -> None:
    """The next object has a number that is not the next: a gap to fill later."""
    writer._lastobj_id += by.randint(1, 9)
    writer.add_object(Raw(b"null"))


@_list(SIGNING)
def the_look_refers_to_a_gap(writer: SteadyWriter, by: Random) -> None:
    """The signer's own look draws what a later update may bring."""
    look = _look(writer)
    look[_key("Resources")][_key("XObject")] = Raw(
        b"<</Later %d 0 R>>" % (writer._lastobj_id + by.randint(1, 60))
    )
    if by.random() < 0.7:
        look._data = look.data + b"\n/Later Do"
        look._encoded_data = None


# Time stamps and evidence


def _stamp_field(writer: SteadyWriter) -> Any:
    return _of(
        writer, lambda item: item.get("/FT") == "/Sig" and str(item.get("/T", "")).startswith("time_stamp")
    )


_STAMP_FIELD = {
    "Rect": (b"[60 600 500 700]", b"[0 0 595 842]", b"[0 0 1 1]"),
    "AP": (b"<</N {form}>>",),
    "F": (b"0", b"4", b"196"),
    "TU": (b"(x)", b"<feff4e3b89818d1f8d234eba>"),
    "T": (b"(officer_2)",),
    "MK": (b"<</BG [1 1 1]>>",),
    "AA": (b"<</E <</S /JavaScript/JS (1)>>>>",),
    "Contents": (b"(low risk)",),
    "Lock": (b"<</Type /SigFieldLock/Action /All>>",),
    "Subtype": (b"/Stamp", b"/FreeText"),
    "X": (b"1", b"{form}"),
    "InkList": (b"[[60 600 500 600]]",),
}
_STAMP_VALUE = {
    "Name": (b"(x)",),
    "M": (b"(D:20200101000000Z)",),
    "Reason": (b"(low risk)",),
    "Location": (b"(x)",),
    "Reference": (b"[]",),
    "V": (b"0",),
    "X": (b"{form}",),
    "Prop_Build": (b"<<>>",),
}
for _target, _find, _values in (
    ("stamp_field", _stamp_field, _STAMP_FIELD),
    ("stamp", _signature, _STAMP_VALUE),
):
    for _name, _choices in _values.items():
        STAMPING[f"{_target}_{_name}"] = _set_one(_find, {_name: _choices})
for _name in (
    "an_object_beside_the_signature", "an_object_s_ghost_in_the_signer_s_update", "an_old_object_written_again",
    "an_earlier_signature_written_again", "a_trailer_of_the_signer_with_more", "another_catalog_named_by_the_signer",
    "an_id_drawn_by_lot", "a_table_of_another_kind", "permissions_of_another_kind", "a_store_beside_the_signature",
    "numbers_left_out", "other_information_named_by_the_signer",
):  # fmt: skip
    STAMPING[f"stamp_{_name}"] = SIGNING[_name]
    # Evidence beside evidence is evidence: anybody may add it.
    if _name != "a_store_beside_the_signature":
        STORING[f"store_{_name}"] = SIGNING[_name]


def _store(writer: SteadyWriter, by: Random, more: dict[str, bytes]) -> Any:
    """True evidence, as this program stores it. The dictionary of the store."""
    certificate = asn1_x509.Certificate.load(OFFICER.certificate.public_bytes(Encoding.DER))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[certificate],
        crls=[asn1_crl.CertificateList.load(item) for item in lists()],
        ocsps=[],
    )
    store = writer.root["/DSS"]
    for name, value in more.items():
        store[_key(name)] = Raw(value)
    return store


_DSS = {
    "VRI": (b"<<>>", b"<</0123456789ABCDEF0123456789ABCDEF01234567 <</TU (D:20200101000000Z)>>>>"),
    "Type": (b"/DSS", b"/Catalog"),
    "X": (b"(low risk)", b"{form}"),
    "OCSPs": (b"[]", b"[{form}]"),
    "Certs": (b"[]", b"[{form}]", b"{form}"),
    "CRLs": (b"[{form}]", b"null", b"[1]"),
}
for _name, _choices in _DSS.items():
    STORING[f"store_{_name}"] = _set_one(lambda writer: writer.root["/DSS"], {_name: _choices})


@_list(STORING)
def evidence_with_keys_of_its_own(writer: SteadyWriter, by: Random) -> None:
    stream = _evidence(writer, by)
    name = by.choice(["Type", "Subtype", "F", "X", "DecodeParms", "Resources", "BBox"])
    stream[_key(name)] = Raw(by.choice([b"/XObject", b"(x)", b"<<>>", b"[0 0 9 9]"]))


@_list(STORING)
def evidence_with_other_data(writer: SteadyWriter, by: Random) -> None:
    stream = _evidence(writer, by)
    stream._data = by.choice([stream.data + b"low risk", COVER, b"", stream.data[:-1], b"\n" + stream.data])
    stream._encoded_data = None


@_list(STORING)
def evidence_that_is_an_object_of_the_paper(writer: SteadyWriter, by: Random) -> None:
    page, _ = writer.find_page_for_modification(0)
    value = by.choice([page, page.get_object().raw_get("/Contents"), writer.root.raw_get("/Metadata")])
    writer.root["/DSS"][_key(by.choice(["Certs", "CRLs"]))].append(value)


@_list(STORING)
def evidence_named_twice(writer: SteadyWriter, by: Random) -> None:
    there = writer.root["/DSS"][_key("CRLs")]
    there.append(there.raw_get(0))


@_list(STORING)
def a_store_in_the_catalog_itself(writer: SteadyWriter, by: Random) -> None:
    writer.root[_key("DSS")] = generic.DictionaryObject(writer.root["/DSS"])
    writer.update_root()


def _evidence(writer: SteadyWriter, by: Random) -> Any:
    held = writer.root["/DSS"][by.choice(["/Certs", "/CRLs"])]
    new = [held[index] for index in range(len(held)) if (0, held.raw_get(index).idnum) in writer.objects]
    if not new:
        raise Unfit
    return by.choice(new)


def with_store(pdf: bytes, forge: Forge, by: Random) -> bytes:
    """An update of nobody that brings evidence, and what a forger did to it."""
    writer = Forging(pdf)
    _store(writer, by, {})
    forge(writer, by)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
