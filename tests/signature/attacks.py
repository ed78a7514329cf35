"""Ways to change a signed paper, each a function from bytes to bytes.

After the attacks of pdf-insecurity.org (USF, ISA, SWA, shadow, certification) and pyHanko's own tests. Those
that append an update use pyHanko's writer, as a forger would.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

Attack = Callable[[bytes], bytes]
ATTACKS: dict[str, Attack] = {}


def attack(function: Attack) -> Attack:
    ATTACKS[function.__name__] = function
    return function


def updated(change: Callable[[IncrementalPdfFileWriter], Any]) -> Callable[[bytes], bytes]:
    """An attack that appends one incremental update."""

    def run(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
        change(writer)
        out = BytesIO()
        writer.write(out)
        assert out.getvalue().startswith(pdf)
        assert len(out.getvalue()) > len(pdf)
        return out.getvalue()

    run.__name__ = change.__name__
    return attack(run)


def gap(pdf: bytes, which: int = 0) -> tuple[int, int]:
    """Where the CMS of a signature stands in the file, with its angle brackets."""
    found = list(re.finditer(rb"/ByteRange \[0 (\d+) (\d+) \d+", pdf))[which]
    return int(found[1]), int(found[2])


def flip(pdf: bytes, place: int, bit: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bit]) + pdf[place + 1 :]


def revisions(pdf: bytes) -> list[int]:
    """Where each revision ends."""
    return [found.end() for found in re.finditer(rb"%%EOF\n", pdf)]


# Bytes


@attack
def a_byte_of_the_body_flipped(pdf: bytes) -> bytes:
    return flip(pdf, pdf.index(b"stream", 3000) + 30)


@attack
def a_byte_of_the_cms_flipped(pdf: bytes) -> bytes:
    start, _ = gap(pdf)
    return flip(pdf, start + 801)


@attack
def a_letter_of_the_cms_in_the_other_case(pdf: bytes) -> bytes:
    start, _ = gap(pdf, -1)
    place = next(i for i in range(start + 1, len(pdf)) if pdf[i : i + 1] in b"abcdef" and pdf[i])
    return flip(pdf, place, 0x20)


@attack
def the_padding_after_the_cms_filled(pdf: bytes) -> bytes:
    _, end = gap(pdf, -1)
    return pdf[: end - 9] + b"deadbeef" + pdf[end - 1 :]


@attack
def the_cms_all_zeros(pdf: bytes) -> bytes:
    start, end = gap(pdf)
    return pdf[: start + 1] + b"0" * (end - start - 2) + pdf[end - 1 :]


@attack
def garbage_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"garbage\n"


@attack
def an_object_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"4 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n"


@attack
def an_object_and_an_end_after_the_end(pdf: bytes) -> bytes:
    start = pdf[pdf.rindex(b"startxref") :]
    return pdf + b"4 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n" + start


@attack
def an_empty_line_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"\n"


@attack
def bytes_before_the_header(pdf: bytes) -> bytes:
    return b"\n" + pdf


@attack
def the_header_of_another_version(pdf: bytes) -> bytes:
    return pdf.replace(b"%PDF-1.7", b"%PDF-1.4", 1)


@attack
def cut_by_two_hundred_bytes(pdf: bytes) -> bytes:
    return pdf[:-200]


@attack
def cut_by_the_last_line_end(pdf: bytes) -> bytes:
    return pdf[:-1]


@attack
def cut_in_half(pdf: bytes) -> bytes:
    return pdf[: len(pdf) // 2]


@attack
def cut_back_to_the_unsigned_paper(pdf: bytes) -> bytes:
    ends = revisions(pdf)
    return pdf[: ends[1]]


@attack
def the_byte_range_emptied(pdf: bytes) -> bytes:
    return re.sub(rb"/ByteRange \[[^]]*\]", lambda m: b"/ByteRange null".ljust(len(m[0])), pdf, count=1)


@attack
def the_byte_range_renamed(pdf: bytes) -> bytes:
    return pdf.replace(b"/ByteRange", b"/ByteRungs", 1)


@attack
def the_byte_range_shortened(pdf: bytes) -> bytes:
    return re.sub(
        rb"/ByteRange \[[^]]*\]", lambda m: b"/ByteRange [0 10 20 30]".ljust(len(m[0])), pdf, count=1
    )


@attack
def the_byte_range_negative(pdf: bytes) -> bytes:
    return re.sub(rb"/ByteRange \[0 (\d)", rb"/ByteRange [0 -", pdf, count=1)


# Incremental updates


@updated
def another_text_on_the_first_page(writer: IncrementalPdfFileWriter) -> None:
    page, _ = writer.find_page_for_modification(0)
    content = generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 800 re f Q")
    page.get_object()["/Contents"] = writer.add_object(content)
    writer.mark_update(page)


@updated
def pages_swapped(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    first, second = kids.raw_get(0), kids.raw_get(1)
    kids[0], kids[1] = second, first
    writer.mark_update(writer.root.raw_get("/Pages").reference)


@updated
def a_page_taken_out(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][1]
    pages["/Count"] = generic.NumberObject(1)
    writer.mark_update(writer.root.raw_get("/Pages").reference)


@updated
def a_free_text_over_the_page(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 600, 600, 800)]),
            pdf_name("/Contents"): pdf_string("LOW RISK"),
            pdf_name("/DA"): pdf_string("/F 20 Tf"),
        }
    )
    page, _ = writer.find_page_for_modification(0)
    writer.register_annotation(page, writer.add_object(note))


def _embedded(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]


@updated
def the_attachment_replaced(writer: IncrementalPdfFileWriter) -> None:
    reference = _embedded(writer)["/EF"].raw_get("/F").reference
    old = reference.get_object()
    fresh = generic.StreamObject(
        {k: v for k, v in old.items() if k not in ("/Filter", "/Length", "/DecodeParms")},
        stream_data=old.data.replace(b'"high"', b'"low"'),
    )
    writer.objects[(0, reference.idnum)] = fresh


@updated
def the_attachment_pointed_elsewhere(writer: IncrementalPdfFileWriter) -> None:
    file = generic.StreamObject({pdf_name("/Type"): pdf_name("/EmbeddedFile")}, stream_data=b"{}")
    specification = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Filespec"),
            pdf_name("/F"): pdf_string("assessment.json"),
            pdf_name("/UF"): pdf_string("assessment.json"),
            pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): writer.add_object(file)}),
        }
    )
    names = generic.ArrayObject([pdf_string("assessment.json"), writer.add_object(specification)])
    tree = generic.DictionaryObject({pdf_name("/Names"): names})
    writer.root["/Names"]["/EmbeddedFiles"] = writer.add_object(tree)
    writer.update_root()
    if isinstance(writer.root.raw_get("/Names"), generic.IndirectObject):
        writer.mark_update(writer.root.raw_get("/Names").reference)


@updated
def the_attachments_taken_out(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Names"]
    writer.update_root()


@updated
def the_title_rewritten(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Info"]["/Title"] = pdf_string("another")
    writer.mark_update(writer.trailer.raw_get("/Info").reference)


@updated
def only_the_metadata_dates_touched(writer: IncrementalPdfFileWriter) -> None:
    # pyHanko's writer does that by itself when anything is written.
    writer.update_root()


@updated
def an_open_action_added(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    )
    writer.update_root()


@updated
def the_form_taken_out(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


@updated
def the_permissions_taken_out(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def _field(writer: IncrementalPdfFileWriter, which: int) -> generic.IndirectObject:
    return writer.root["/AcroForm"]["/Fields"].raw_get(which)


@updated
def a_signature_taken_out_of_its_field(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 0)
    del field.get_object()["/V"]
    writer.mark_update(field.reference)


@updated
def a_field_taken_out_of_the_form(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]["/Fields"][2]
    writer.mark_update(writer.root.raw_get("/AcroForm").reference)


@updated
def the_signed_field_taken_out_of_the_form(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]["/Fields"][0]
    writer.mark_update(writer.root.raw_get("/AcroForm").reference)


@updated
def the_stamp_moved(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 0)
    field.get_object()["/Rect"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 600, 800)])
    writer.mark_update(field.reference)


@updated
def the_stamp_redrawn(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 0)
    picture = field.get_object()["/AP"].raw_get("/N").reference
    old = picture.get_object()
    keep = {k: v for k, v in old.items() if k not in ("/Filter", "/Length", "/DecodeParms")}
    writer.objects[(0, picture.idnum)] = generic.StreamObject(keep, stream_data=b"0 0 100 100 re f")


@updated
def an_empty_box_drawn_as_signed(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 2)
    drawn = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 160, 72)]),
        },
        stream_data=b"0 0 100 50 re f",
    )
    field.get_object()["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})
    writer.mark_update(field.reference)


@updated
def two_roles_renamed(writer: IncrementalPdfFileWriter) -> None:
    for which, title in ((0, "主要负责人"), (2, "执法人员（承办人）")):
        field = _field(writer, which)
        field.get_object()["/TU"] = generic.TextStringObject(title)
        writer.mark_update(field.reference)


@updated
def a_second_field_of_the_same_name(writer: IncrementalPdfFileWriter) -> None:
    copy = generic.DictionaryObject(_field(writer, 2).get_object())
    copy["/T"] = pdf_string("officer")
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(copy))
    writer.mark_update(writer.root.raw_get("/AcroForm").reference)


@updated
def an_empty_field_of_another_role(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("outsider", box=(10, 10, 100, 60), on_page=0))


@updated
def one_signature_in_two_fields(writer: IncrementalPdfFileWriter) -> None:
    field = _field(writer, 2)
    field.get_object()["/V"] = _field(writer, 0).get_object().raw_get("/V")
    writer.mark_update(field.reference)


@updated
def the_catalog_replaced(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Root"] = writer.add_object(generic.DictionaryObject(writer.root))
    writer._root = writer.trailer.raw_get("/Root")
