"""Attacks by an appended update on what the pages show (ISA, EAA, and shadow attacks that need no preparation)."""

from __future__ import annotations

from typing import Any

from attacks_tools import (
    COVER,
    attack,
    dictionary,
    name,
    numbers,
    stream,
    text,
    updated,
    with_objects,
    written,
)
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from yanpan.signature.pdf import SteadyWriter, open_pdf

PAGES, LOOKS, NOTES = "页面内容（ISA）", "页面的样子", "批注和控件（EAA）"


def _page(writer: SteadyWriter, which: int = 0) -> Any:
    """A page that the update will write anew."""
    page, _ = writer.find_page_for_modification(which)
    writer.mark_update(page)
    return page.get_object()


def _over(writer: SteadyWriter, value: Any, data: bytes) -> None:
    """Write a stream object anew with other data."""
    old = value.get_object()
    keep = {k: v for k, v in old.items() if k not in ("/Filter", "/Length", "/DecodeParms")}
    writer.objects[(0, value.idnum)] = generic.StreamObject(keep, stream_data=data)


@updated(PAGES, "第一页换一个内容流")
def another_text_on_the_first_page(writer: SteadyWriter) -> None:
    _page(writer)["/Contents"] = writer.add_object(stream(COVER))


@updated(PAGES, "第一页的内容流对象原号重写")
def the_content_of_the_first_page_overwritten(writer: SteadyWriter) -> None:
    page, _ = writer.find_page_for_modification(0)
    _over(writer, page.get_object().raw_get("/Contents"), COVER)


@updated(PAGES, "第一页后面添一个内容流")
def content_added_to_the_first_page(writer: SteadyWriter) -> None:
    page = _page(writer)
    old = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([old, writer.add_object(stream(COVER))])


@updated(PAGES, "两页对调")
def pages_swapped(writer: SteadyWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids[0], kids[1] = kids.raw_get(1), kids.raw_get(0)
    writer.mark_update(writer.root.raw_get("/Pages").reference)


@updated(PAGES, "抽掉一页")
def a_page_taken_out(writer: SteadyWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][1]
    pages["/Count"] = generic.NumberObject(1)
    writer.mark_update(writer.root.raw_get("/Pages").reference)


@updated(PAGES, "添一页")
def a_page_put_in(writer: SteadyWriter) -> None:
    pages = writer.root["/Pages"]
    fresh = dictionary(
        Type=name("Page"),
        Parent=writer.root.raw_get("/Pages"),
        MediaBox=numbers(0, 0, 595, 842),
        Resources=dictionary(),
        Contents=writer.add_object(stream(COVER)),
    )
    pages["/Kids"].append(writer.add_object(fresh))
    pages["/Count"] = generic.NumberObject(3)
    writer.mark_update(writer.root.raw_get("/Pages").reference)


@updated(PAGES, "影子替换：第一页指向第二页原有的内容")
def a_page_shows_the_content_of_another(writer: SteadyWriter) -> None:
    second, _ = writer.find_page_for_modification(1)
    _page(writer)["/Contents"] = second.get_object().raw_get("/Contents")


@updated(PAGES, "另立一棵页面树，目录指过去")
def another_page_tree(writer: SteadyWriter) -> None:
    tree = dictionary(Type=name("Pages"), Kids=generic.ArrayObject(), Count=generic.NumberObject(1))
    place = writer.add_object(tree)
    page = dictionary(
        Type=name("Page"),
        Parent=place,
        MediaBox=numbers(0, 0, 595, 842),
        Resources=dictionary(),
        Contents=writer.add_object(stream(COVER)),
    )
    tree["/Kids"].append(writer.add_object(page))
    writer.root["/Pages"] = place
    writer.update_root()


@updated(PAGES, "第一页的内容放在文件外面（/F /etc/passwd）")
def the_content_in_another_file(writer: SteadyWriter) -> None:
    outside = stream(b"", F=text("/etc/passwd"), FFilter=name("FlateDecode"))
    _page(writer)["/Contents"] = writer.add_object(outside)


@updated(PAGES, "第一页的内容改成网址（/F，/FS /URL）")
def the_content_at_an_address(writer: SteadyWriter) -> None:
    where = dictionary(FS=name("URL"), F=text("http://127.0.0.1:9/content"))
    _page(writer)["/Contents"] = writer.add_object(stream(b"", F=where))


# Looks


def _font(writer: SteadyWriter) -> Any:
    """The first font of the first page, which the update will write anew."""
    fonts = writer.find_page_for_modification(0)[0].get_object()["/Resources"]["/Font"]
    font = fonts.raw_get(next(iter(fonts)))
    writer.mark_update(font.reference)
    return font.get_object()


@updated(LOOKS, "字体的 ToUnicode 换掉")
def the_meaning_of_letters_changed(writer: SteadyWriter) -> None:
    _font(writer)["/ToUnicode"] = writer.add_object(stream(b"1 beginbfrange <0000> <00ff> <4e00> endbfrange"))


@updated(LOOKS, "字体的 Encoding 换掉")
def the_encoding_of_a_font_changed(writer: SteadyWriter) -> None:
    _font(writer)["/Encoding"] = name("Identity-V")


@updated(LOOKS, "字体的字宽换掉")
def the_widths_of_a_font_changed(writer: SteadyWriter) -> None:
    font = _font(writer)["/DescendantFonts"][0]
    font["/W"] = generic.ArrayObject([generic.NumberObject(0), numbers(9, 9, 9)])
    writer.update_container(font)


@updated(LOOKS, "字体里的字形换掉（同一个字号画成别的字）")
def the_letters_of_a_font_changed(writer: SteadyWriter) -> None:
    descriptor = _font(writer)["/DescendantFonts"][0]["/FontDescriptor"]
    key = next(item for item in ("/FontFile2", "/FontFile3", "/FontFile") if item in descriptor)
    _over(writer, descriptor.raw_get(key), b"another font")


@updated(LOOKS, "页面的资源换掉")
def the_resources_exchanged(writer: SteadyWriter) -> None:
    _page(writer)["/Resources"] = dictionary()


@updated(LOOKS, "页面转九十度")
def a_page_rotated(writer: SteadyWriter) -> None:
    _page(writer)["/Rotate"] = generic.NumberObject(90)


@updated(LOOKS, "CropBox 裁掉半页")
def a_page_cropped(writer: SteadyWriter) -> None:
    _page(writer)["/CropBox"] = numbers(0, 0, 595, 400)


@updated(LOOKS, "MediaBox 移开")
def a_page_moved(writer: SteadyWriter) -> None:
    _page(writer)["/MediaBox"] = numbers(0, 400, 595, 842)


@updated(LOOKS, "UserUnit 放大一百倍")
def a_page_enlarged(writer: SteadyWriter) -> None:
    _page(writer)["/UserUnit"] = generic.NumberObject(100)


@updated(LOOKS, "添可选内容（OCG），把图层关掉")
def layers_added(writer: SteadyWriter) -> None:
    layer = writer.add_object(dictionary(Type=name("OCG"), Name=text("layer")))
    off = dictionary(OFF=generic.ArrayObject([layer]))
    writer.root["/OCProperties"] = dictionary(OCGs=generic.ArrayObject([layer]), D=off)
    _page(writer)["/Resources"]["/Properties"] = dictionary(L=layer)
    writer.update_root()


@updated(LOOKS, "输出色彩特性换掉")
def the_colours_exchanged(writer: SteadyWriter) -> None:
    intent = writer.root["/OutputIntents"][0]
    _over(writer, intent.raw_get("/DestOutputProfile"), b"another profile")


@updated(LOOKS, "给朗读用的替换文字换掉")
def the_words_read_aloud_changed(writer: SteadyWriter) -> None:
    tree = writer.root["/StructTreeRoot"]
    tree["/K"] = writer.add_object(dictionary(S=name("Document"), ActualText=text("low risk")))
    writer.update_container(tree)


# Notes


def _note(writer: SteadyWriter, kind: str, **entries: Any) -> None:
    """An annotation over the first page."""
    page, _ = writer.find_page_for_modification(0)
    note = dictionary(Type=name("Annot"), Subtype=name(kind), Rect=numbers(0, 600, 600, 800), **entries)
    writer.register_annotation(page, writer.add_object(note))


def _drawn(writer: SteadyWriter) -> Any:
    form = stream(COVER, Type=name("XObject"), Subtype=name("Form"), BBox=numbers(0, 0, 600, 850))
    return dictionary(N=writer.add_object(form))


@updated(NOTES, "盖一个文字批注")
def a_free_text_over_the_page(writer: SteadyWriter) -> None:
    _note(writer, "FreeText", Contents=text("LOW RISK"), DA=text("/F 20 Tf"))


@updated(NOTES, "盖一个图章批注")
def a_stamp_over_the_page(writer: SteadyWriter) -> None:
    _note(writer, "Stamp", AP=_drawn(writer))


@updated(NOTES, "盖一个涂黑批注")
def a_redaction_over_the_page(writer: SteadyWriter) -> None:
    _note(writer, "Redact", IC=numbers(1, 1, 1), OverlayText=text("LOW RISK"))


@updated(NOTES, "盖一个文本框控件，画成白色")
def a_text_field_over_the_page(writer: SteadyWriter) -> None:
    _widget(writer, FT=name("Tx"), V=text("LOW RISK"))


@updated(NOTES, "盖一个按钮控件，画成白色")
def a_button_over_the_page(writer: SteadyWriter) -> None:
    _widget(writer, FT=name("Btn"), Ff=generic.NumberObject(65536))


def _widget(writer: SteadyWriter, **entries: Any) -> None:
    page, _ = writer.find_page_for_modification(0)
    looks = _drawn(writer)
    widget = dictionary(
        Type=name("Annot"), Subtype=name("Widget"), T=text("cover"), Rect=numbers(0, 0, 600, 850), AP=looks,
        **entries,
    )  # fmt: skip
    place = writer.add_object(widget)
    writer.register_annotation(page, place)
    writer.root["/AcroForm"]["/Fields"].append(place)
    writer.mark_update(writer.root.raw_get("/AcroForm").reference)


@updated(NOTES, "盖一个链接批注，打开网址")
def a_link_to_an_address(writer: SteadyWriter) -> None:
    _note(writer, "Link", A=dictionary(S=name("URI"), URI=text("http://127.0.0.1:9/")))


@updated(NOTES, "盖一个链接批注，打开别的文件（GoToR）")
def a_link_to_another_file(writer: SteadyWriter) -> None:
    _note(writer, "Link", A=dictionary(S=name("GoToR"), F=text("/etc/passwd"), D=numbers(0)))


@updated(NOTES, "盖一个附件批注")
def a_file_in_a_note(writer: SteadyWriter) -> None:
    file = writer.add_object(stream(b"{}", Type=name("EmbeddedFile")))
    held = dictionary(Type=name("Filespec"), F=text("assessment.json"), EF=dictionary(F=file))
    _note(writer, "FileAttachment", FS=held)


@attack(NOTES, "批注数组整个换掉")
def the_annotations_taken_off(pdf: bytes) -> bytes:
    page, _ = SteadyWriter(pdf).find_page_for_modification(0)
    value = generic.DictionaryObject(open_pdf(pdf).get_object(page))
    value[pdf_name("/Annots")] = generic.ArrayObject()
    return with_objects(pdf, {page.idnum: written(value)})
