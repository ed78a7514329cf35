"""Attacks by an appended update on the signature fields (SSA, rollback by update, the looks of a field)."""

from __future__ import annotations

from typing import Any

import pikepdf
from attacks_tools import attack, dictionary, grown, name, numbers, revisions, stream, text, updated, written
from attacks_tools import with_objects as by_hand
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from signed_papers import rewritten

from yanpan.signature.pdf import SteadyWriter

FORM, LOOKS, ROLLBACK = "签名栏", "签名栏的样子", "退回早先的状态"


def _field(writer: SteadyWriter, which: int) -> generic.IndirectObject:
    return writer.root["/AcroForm"]["/Fields"].raw_get(which)


def _form_changed(writer: SteadyWriter) -> None:
    writer.mark_update(writer.root.raw_get("/AcroForm").reference)


@updated(FORM, "表单（/AcroForm）去掉：一个签名也看不见")
def the_form_taken_out(writer: SteadyWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


@updated(FORM, "签名栏的数组清空")
def the_fields_taken_out(writer: SteadyWriter) -> None:
    writer.root["/AcroForm"]["/Fields"] = generic.ArrayObject()
    _form_changed(writer)


@updated(FORM, "锁定全文的记录（/Perms）去掉")
def the_permissions_taken_out(writer: SteadyWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


@updated(FORM, "锁定全文的记录改指另一个签名")
def the_permissions_pointed_elsewhere(writer: SteadyWriter) -> None:
    writer.root["/Perms"]["/DocMDP"] = _field(writer, 1).get_object().raw_get("/V")
    writer.update_root()
    if isinstance(writer.root.raw_get("/Perms"), generic.IndirectObject):
        writer.update_container(writer.root["/Perms"])


@updated(FORM, "锁定的程度（DocMDP /P）改成 3")
def the_lock_loosened(writer: SteadyWriter) -> None:
    signature = _field(writer, 0).get_object()["/V"]
    signature["/Reference"][0]["/TransformParams"]["/P"] = generic.NumberObject(3)
    writer.update_container(signature["/Reference"][0]["/TransformParams"])


@updated(FORM, "加使用权签名（/Perms /UR3）")
def usage_rights_added(writer: SteadyWriter) -> None:
    writer.root["/Perms"]["/UR3"] = dictionary(Type=name("Sig"), Filter=name("Adobe.PPKLite"))
    writer.update_root()
    if isinstance(writer.root.raw_get("/Perms"), generic.IndirectObject):
        writer.update_container(writer.root["/Perms"])


@updated(FORM, "加 XFA 表单")
def an_xfa_form_added(writer: SteadyWriter) -> None:
    writer.root["/AcroForm"]["/XFA"] = writer.add_object(stream(b"<xdp:xdp/>"))
    _form_changed(writer)


@updated(FORM, "要求阅读器重画控件（NeedAppearances）")
def appearances_wanted(writer: SteadyWriter) -> None:
    writer.root["/AcroForm"]["/NeedAppearances"] = generic.BooleanObject(True)
    _form_changed(writer)


@updated(FORM, "SigFlags 归零")
def the_flags_cleared(writer: SteadyWriter) -> None:
    writer.root["/AcroForm"]["/SigFlags"] = generic.NumberObject(0)
    _form_changed(writer)


@updated(ROLLBACK, "从第一个签名栏摘下签名（/V 删掉）")
def a_signature_taken_out_of_its_field(writer: SteadyWriter) -> None:
    field = _field(writer, 0)
    del field.get_object()["/V"]
    writer.mark_update(field.reference)


@updated(ROLLBACK, "从最后一个签名栏摘下签名")
def the_last_signature_taken_out_of_its_field(writer: SteadyWriter) -> None:
    field = _field(writer, 2)
    field.get_object().pop("/V", None)
    field.get_object().pop("/AP", None)
    writer.mark_update(field.reference)


@updated(ROLLBACK, "从表单里去掉最后一栏")
def a_field_taken_out_of_the_form(writer: SteadyWriter) -> None:
    del writer.root["/AcroForm"]["/Fields"][2]
    _form_changed(writer)


@updated(ROLLBACK, "从表单里去掉第一栏")
def the_signed_field_taken_out_of_the_form(writer: SteadyWriter) -> None:
    del writer.root["/AcroForm"]["/Fields"][0]
    _form_changed(writer)


@attack(ROLLBACK, "截回没有签名的文书")
def cut_back_to_the_unsigned_paper(pdf: bytes) -> bytes:
    return pdf[: revisions(pdf)[0]]


@attack(ROLLBACK, "截回没有签名的文书，连签名栏也去掉")
def cut_back_to_a_paper_without_fields(pdf: bytes) -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        del opened.Root.AcroForm
        for page in opened.pages:
            if "/Annots" in page:
                del page.Annots

    return rewritten(change, pdf[: revisions(pdf)[0]])


@attack(ROLLBACK, "截回只有第一个签名的文书")
def cut_back_to_the_first_signature(pdf: bytes) -> bytes:
    return pdf[: revisions(pdf)[1]]


@attack(ROLLBACK, "截回少最后一个签名的文书（三个签名剩两个）")
def cut_back_before_the_last_signature(pdf: bytes) -> bytes:
    return pdf[: pdf[: pdf.rindex(b"/SubFilter /ETSI.CAdES.detached")].rindex(b"%%EOF\n") + 6]


@updated(LOOKS, "签好的一栏挪到别处")
def the_stamp_moved(writer: SteadyWriter) -> None:
    field = _field(writer, 0)
    field.get_object()["/Rect"] = numbers(0, 0, 600, 800)
    writer.mark_update(field.reference)


@updated(LOOKS, "签好的一栏重画")
def the_stamp_redrawn(writer: SteadyWriter) -> None:
    picture = _field(writer, 0).get_object()["/AP"].raw_get("/N").reference
    old = picture.get_object()
    keep = {k: v for k, v in old.items() if k not in ("/Filter", "/Length", "/DecodeParms")}
    writer.objects[(0, picture.idnum)] = generic.StreamObject(keep, stream_data=b"0 0 100 100 re f")


@updated(LOOKS, "签好的一栏改成不打印、藏起来")
def the_stamp_hidden(writer: SteadyWriter) -> None:
    field = _field(writer, 0)
    field.get_object()["/F"] = generic.NumberObject(2)
    writer.mark_update(field.reference)


@updated(LOOKS, "最后一栏画成签过的样子")
def an_empty_box_drawn_as_signed(writer: SteadyWriter) -> None:
    field = _field(writer, 2)
    drawn = stream(
        b"0 0 100 50 re f", Type=name("XObject"), Subtype=name("Form"), BBox=numbers(0, 0, 160, 72)
    )
    field.get_object()["/AP"] = dictionary(N=writer.add_object(drawn))
    writer.mark_update(field.reference)


@updated(LOOKS, "最后一栏挪到别处")
def the_last_box_moved(writer: SteadyWriter) -> None:
    field = _field(writer, 2)
    field.get_object()["/Rect"] = numbers(0, 0, 600, 800)
    writer.mark_update(field.reference)


@updated(LOOKS, "两栏的角色名对调")
def two_roles_renamed(writer: SteadyWriter) -> None:
    for which, title in ((0, "主要负责人"), (2, "执法人员（承办人）")):
        field = _field(writer, which)
        field.get_object()["/TU"] = generic.TextStringObject(title)
        writer.mark_update(field.reference)


@updated(LOOKS, "两栏的字段名对调")
def two_fields_renamed(writer: SteadyWriter) -> None:
    for which, title in ((0, "unit_head"), (2, "officer")):
        field = _field(writer, which)
        field.get_object()["/T"] = text(title)
        writer.mark_update(field.reference)


@updated(FORM, "两栏的签名对调")
def two_signatures_exchanged(writer: SteadyWriter) -> None:
    first, second = _field(writer, 0), _field(writer, 1)
    one, two = first.get_object().raw_get("/V"), second.get_object().raw_get("/V")
    first.get_object()["/V"], second.get_object()["/V"] = two, one
    writer.mark_update(first.reference)
    writer.mark_update(second.reference)


@updated(FORM, "两栏的次序对调")
def two_fields_exchanged(writer: SteadyWriter) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    fields[0], fields[2] = fields.raw_get(2), fields.raw_get(0)
    _form_changed(writer)


@updated(FORM, "加一个同名的签名栏")
def a_second_field_of_the_same_name(writer: SteadyWriter) -> None:
    copy = generic.DictionaryObject(_field(writer, 2).get_object())
    copy["/T"] = text("officer")
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(copy))
    _form_changed(writer)


@updated(FORM, "加一个别的角色的空签名栏")
def an_empty_field_of_another_role(writer: SteadyWriter) -> None:
    append_signature_field(writer, SigFieldSpec("outsider", box=(10, 10, 100, 60), on_page=0))


@updated(FORM, "同一个签名放进两栏")
def one_signature_in_two_fields(writer: SteadyWriter) -> None:
    field = _field(writer, 2)
    field.get_object()["/V"] = _field(writer, 0).get_object().raw_get("/V")
    writer.mark_update(field.reference)


@updated(FORM, "签名藏进下一级的栏（Kids）")
def a_signature_hidden_below_another_field(writer: SteadyWriter) -> None:
    form = writer.root["/AcroForm"]
    parent = dictionary(T=text("group"), Kids=generic.ArrayObject([_field(writer, 0)]))
    form["/Fields"][0] = writer.add_object(parent)
    _form_changed(writer)


@updated(FORM, "签名栏绕成圈")
def fields_in_a_circle(writer: SteadyWriter) -> None:
    form = writer.root["/AcroForm"]
    parent = dictionary(T=text("group"))
    place = writer.add_object(parent)
    parent["/Kids"] = generic.ArrayObject([place])
    form["/Fields"].append(place)
    _form_changed(writer)


@attack(FORM, "签名字典改成直接写在栏里的一份拷贝")
def a_signature_written_into_its_field(pdf: bytes) -> bytes:
    def change(writer: SteadyWriter) -> None:
        field = _field(writer, 0)
        value: Any = field.get_object()["/V"]
        field.get_object()["/V"] = generic.DictionaryObject({k: value.raw_get(k) for k in value})
        writer.mark_update(field.reference)

    return grown(pdf, change)


@attack(FORM, "签名字典原号重写，/Reason 改成不同意")
def the_reason_of_a_signature_rewritten(pdf: bytes) -> bytes:
    writer = SteadyWriter(pdf)
    reference = _field(writer, 1).get_object().raw_get("/V")
    value = generic.DictionaryObject(reference.get_object())
    value["/Reason"] = generic.TextStringObject("不同意，退回：理由")
    return by_hand(pdf, {reference.idnum: written(value)})
