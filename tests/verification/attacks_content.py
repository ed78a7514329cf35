"""Papers that were false before anybody signed: what people read is not what the data say; prepared shadows."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
from attacks_evidence import store_of
from attacks_signing import ALL, by_hand, complete, finished, paper_of, signed_by
from attacks_tools import COVER, Judging, dictionary, forgery, grown, name, numbers, stream, tail_of
from attacks_tools import with_objects as by_bytes
from authorities import lists
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from signed_papers import ROLES, assessment, plain, prepared, print_again, print_paper, rewritten

from yanpan.assessment import encode
from yanpan.signature.pdf import SteadyWriter

DATA, SHADOW, COVERED = (
    "数据和文字不一致（签名本身没有问题）",
    "签署前埋好的影子",
    "签署前改画（验签时重新排印）",
)


@forgery(DATA, "首页印低风险，数据是高风险")
def another_grade_than_the_data_say() -> bytes:
    return signed_by(paper_of(assessment(), grade="低风险"), ALL)


@forgery(DATA, "首页印别的案号")
def another_case_than_the_data_say() -> bytes:
    return signed_by(paper_of(assessment(), case="粤韶执〔2026〕13号"), ALL)


@forgery(DATA, "数据的摘要值和印的不一样")
def another_digest_than_the_data_give() -> bytes:
    return signed_by(paper_of(assessment(), encode(assessment(warnings=["改动"]))), ALL)


@forgery(DATA, "没有附数据")
def no_data() -> bytes:
    return signed_by(print_paper(assessment(), None).pdf, ALL)


@forgery(DATA, "附的数据不是研判结果")
def data_that_are_no_assessment() -> bytes:
    return signed_by(paper_of(assessment(), b'{"schema_version": true}'), ALL)


@forgery(DATA, "附的数据套一百万层方括号")
def data_a_million_brackets_deep() -> bytes:
    return signed_by(paper_of(assessment(), b"[" * 1_000_000), ALL)


@forgery(DATA, "附的数据自称是以后的格式")
def data_of_a_later_format() -> bytes:
    return signed_by(paper_of(assessment(), msgspec.json.encode(plain(schema_version=99))), ALL)


@forgery(DATA, "案件文件夹里的 assessment.json 换掉")
def other_data_in_the_folder() -> Judging:
    return Judging(complete(), {"beside": encode(assessment(warnings=["改动"]))})


@forgery(DATA, "签名栏比应签的人少一个")
def a_field_less_than_required() -> bytes:
    return signed_by(paper_of(assessment(), fields=ROLES[:2]), ALL[:2])


@forgery(DATA, "签名栏的次序和应签的人不一样")
def fields_in_another_order() -> bytes:
    first, second, third = ROLES
    return signed_by(paper_of(assessment(), fields=(first, third, second)), [ALL[0], ALL[2], ALL[1]])


@forgery(DATA, "别的程序签的别的文书")
def a_paper_of_another_kind() -> bytes:
    pages = pikepdf.new()
    pages.add_blank_page()
    out = BytesIO()
    pages.save(out)
    writer = SteadyWriter(out.getvalue())
    append_signature_field(writer, SigFieldSpec("Signature1", box=(10, 10, 100, 60), on_page=0))  # type: ignore[arg-type]
    ready = BytesIO()
    writer.write(ready)
    return by_hand(ready.getvalue(), "Signature1", ALL[0][1], certify=True)


# Shadows


def _sheet(writer: SteadyWriter) -> Any:
    """A white form on top of the first page."""
    form = writer.add_object(
        stream(COVER, Type=name("XObject"), Subtype=name("Form"), BBox=numbers(0, 0, 600, 850))
    )
    page, _ = writer.find_page_for_modification(0)
    writer.mark_update(page)
    contents = page.get_object().raw_get("/Contents")
    painted = writer.add_object(stream(b"q /Sheet Do Q"))
    page.get_object()["/Contents"] = generic.ArrayObject([contents, painted])
    page.get_object()["/Resources"]["/XObject"] = dictionary(Sheet=form)
    writer.update_container(page.get_object()["/Resources"])
    return form


def _before_signing(change: Callable[[SteadyWriter], Any]) -> bytes:
    """The paper with something slipped in before anybody signs."""
    return grown(prepared(), change)


@forgery(SHADOW, "影子隐藏：签署时盖着一张纸，签完把那张纸的对象删掉")
def a_shadow_that_hides() -> bytes:
    numbers_of: list[int] = []
    pdf = _before_signing(lambda writer: numbers_of.append(_sheet(writer).idnum))
    signed = signed_by(pdf, ALL)
    return by_bytes(signed, {tail_of(signed).size: b"null"}, free=numbers_of)


@forgery(SHADOW, "影子替换：签完改掉那张纸画的东西")
def a_shadow_that_replaces() -> bytes:
    numbers_of: list[int] = []
    pdf = _before_signing(lambda writer: numbers_of.append(_sheet(writer).idnum))
    empty = b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 0 >>\nstream\n\nendstream"
    return by_bytes(signed_by(pdf, ALL), {numbers_of[0]: empty})


@forgery(SHADOW, "影子藏换：另一页的对象签前就埋在文件里，签完只添一张指过去的表")
def a_shadow_that_hides_and_replaces() -> bytes:
    page = int(SteadyWriter(prepared()).find_page_for_modification(0)[0].idnum)
    hidden = b"\n%d 0 obj\n<< /Type /Page /MediaBox [0 0 595 842] /Resources << >> >>\nendobj\n" % page
    pdf = prepared()
    # Inside a stream, where a strict reader sees no object.
    base = by_bytes(
        pdf, {tail_of(pdf).size: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(hidden), hidden)}
    )
    place = base.index(hidden) + 1
    signed = signed_by(base, ALL)
    return by_bytes(signed, {}, entries={page: (1, place, 0)})


@forgery(SHADOW, "文书先盖住一半再签，签名都没有问题（验签时重新排印）")
def covered_between_printing_and_signing() -> Judging:
    pdf = grown(prepared(), _sheet)
    return _reprinted(finished(by_hand(pdf, "officer", ALL[0][1], certify=True)))


def _reprinted(pdf: bytes) -> Judging:
    return Judging(pdf, {"render": print_again})


def _redrawing(writer: SteadyWriter, painted: bytes) -> None:
    """A further content stream on the first page, in the very update that a signer writes."""
    page, _ = writer.find_page_for_modification(0)
    extra = writer.add_object(stream(painted))
    page.get_object()["/Contents"] = generic.ArrayObject([page.get_object().raw_get("/Contents"), extra])
    writer.mark_update(page)


@forgery(COVERED, "第一个签名的那次更新里顺手重画第一页，别人接着签（验签时重新排印）")
def redrawn_in_the_first_signature_s_own_update() -> Judging:
    first = by_hand(prepared(), "officer", ALL[0][1], certify=True, before=lambda w: _redrawing(w, COVER))
    return _reprinted(finished(first))


def _nowhere(writer: SteadyWriter, number: int) -> None:
    """The first page draws an object that is not there yet."""
    _redrawing(writer, b"q /Later Do Q")
    page, _ = writer.find_page_for_modification(0)
    missing = dictionary(Later=generic.IndirectObject(number, 0, writer.prev))
    page.get_object()["/Resources"]["/XObject"] = missing
    writer.update_container(page.get_object()["/Resources"])


def _supplied(pdf: bytes, number: int | None = None) -> tuple[bytes, int]:
    """One more certificate for the store, as anybody may add, and the missing object beside it. Needs no key."""
    taken: list[int] = []

    def change(writer: SteadyWriter) -> None:
        form = stream(COVER, Type=name("XObject"), Subtype=name("Form"), BBox=numbers(0, 0, 600, 850))
        taken.append(writer.add_object(form).idnum)
        store_of(writer, {"CRLs": lists()})

    made = grown(pdf, change)
    assert number in (None, taken[0])
    return made, taken[0]


def _with_a_gap(build: Callable[[int], bytes]) -> tuple[bytes, int]:
    """A paper whose dangling number is the next that will be free once all have signed."""
    _, number = _supplied(build(90_001))
    return build(number), number


def _drawn_from_nowhere(number: int) -> bytes:
    pdf = grown(prepared(), lambda writer: _nowhere(writer, number))
    return finished(by_hand(pdf, "officer", ALL[0][1], certify=True))


def _noted_from_nowhere(number: int) -> bytes:
    """An ink annotation whose line is missing, without size and named a signature field."""

    def change(writer: SteadyWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        line = generic.IndirectObject(number, 0, writer.prev)
        note = dictionary(
            Type=name("Annot"), Subtype=name("Ink"), FT=name("Sig"), Rect=numbers(0, 0, 0, 0), InkList=line
        )
        writer.register_annotation(page, writer.add_object(note))

    return finished(by_hand(grown(prepared(), change), "officer", ALL[0][1], certify=True))


def _first_signer_leaves_a_gap(number: int) -> bytes:
    officer = ALL[0][1]
    first = by_hand(prepared(), "officer", officer, certify=True, before=lambda w: _nowhere(w, number))
    return finished(first)


@forgery(SHADOW, "第一页画一个还没有的对象，别人签了以后再补上（不用密钥）")
def an_object_drawn_before_it_is_there() -> bytes:
    pdf, number = _with_a_gap(_drawn_from_nowhere)
    return _supplied(pdf, number)[0]


@forgery(SHADOW, "第一页画一个还没有的对象，还没有补上")
def an_object_drawn_that_is_not_there_yet() -> bytes:
    return _with_a_gap(_drawn_from_nowhere)[0]


@forgery(SHADOW, "墨迹批注的线条是还没有的对象，签齐以后再补上")
def a_note_drawn_before_its_line_is_there() -> bytes:
    pdf, number = _with_a_gap(_noted_from_nowhere)
    return _supplied(pdf, number)[0]


@forgery(SHADOW, "第一个签名的那次更新里画一个还没有的对象，签齐以后再补上")
def a_gap_left_by_the_first_signer() -> bytes:
    pdf, number = _with_a_gap(_first_signer_leaves_a_gap)
    return _supplied(pdf, number)[0]


# Redrawn before signing, by somebody who writes the whole file anew


def redrawn(change: Callable[[pikepdf.Pdf], Any]) -> Judging:
    return _reprinted(signed_by(rewritten(change), ALL))


@forgery(COVERED, "盖一张白纸")
def covered_with_white() -> Judging:
    return redrawn(lambda pdf: pdf.pages[0].contents_add(COVER))


@forgery(COVERED, "等级上盖一小块白，用线条画上别的字")
def words_drawn_with_lines() -> Judging:
    drawing = b"q 1 1 1 rg 60 700 80 20 re f 0 G 60 705 m 130 705 l 60 715 m 130 715 l S Q"
    return redrawn(lambda pdf: pdf.pages[0].contents_add(drawing))


@forgery(COVERED, "盖一张图片")
def covered_with_a_picture() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        picture = pdf.make_stream(
            b"\xff" * 3,
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB,
        )  # fmt: skip
        key = pdf.pages[0].add_resource(picture, pikepdf.Name.XObject)
        pdf.pages[0].contents_add(b"q 300 0 0 300 50 500 cm %s Do Q" % str(key).encode())

    return redrawn(change)


@forgery(COVERED, "盖一个批注")
def covered_with_a_note() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(
            COVER, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 600, 850]
        )
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 600, 850], F=4, AP={"/N": form}
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(note))

    return redrawn(change)


@forgery(COVERED, "字印成看不见的（白色）")
def words_in_white() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_coalesce()
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"BT", b"BT 1 1 1 rg"))

    return redrawn(change)


@forgery(COVERED, "字印成看不见的（Tr 3），另用线条画")
def words_without_ink() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_coalesce()
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"BT", b"BT 3 Tr"))

    return redrawn(change)


@forgery(COVERED, "页面裁掉一半")
def half_a_page_cut_off() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = [0, 0, 595, 421]

    return redrawn(change)


@forgery(COVERED, "字体里“高”画成“低”")
def one_letter_drawn_as_another() -> Judging:
    return redrawn(_exchange_outlines)


def _exchange_outlines(pdf: pikepdf.Pdf) -> None:
    """Exchange the outlines of two letters; the text that programs read stays."""
    from fontTools.ttLib import TTFont

    fonts = pdf.pages[0].Resources.Font
    for font_name in list(fonts.keys()):
        descriptor = fonts[font_name].DescendantFonts[0].FontDescriptor
        font = TTFont(BytesIO(descriptor.FontFile3.read_bytes()))
        outlines = font["CFF "].cff.topDictIndex[0].CharStrings
        one, two = [name for name in sorted(outlines.keys()) if len(outlines[name].bytecode or b"") > 40][:2]
        outlines[one], outlines[two] = outlines[two], outlines[one]
        out = BytesIO()
        font.save(out)
        descriptor.FontFile3.write(out.getvalue())


@forgery(COVERED, "附件的文字写进图层，默认关掉")
def words_in_a_layer_that_is_off() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="layer"))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D={"/OFF": [layer]})
        page = pdf.pages[0]
        page.Resources.Properties = pikepdf.Dictionary(L=layer)
        page.contents_add(b"/OC /L BDC", prepend=True)
        page.contents_add(b"EMC")

    return redrawn(change)


@forgery(COVERED, "签名栏做得和页面一样大，签名的样子就盖住全文")
def a_field_as_large_as_the_page() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields[0].Rect = [0, 0, 595, 842]

    return redrawn(change)


@forgery(COVERED, "操作符后面加一个竖向制表符，字就不显示了（Python 当它是空白，PDF 不当）")
def words_silenced_by_a_vertical_tab() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        data = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(data.replace(b" TJ\n", b" TJ\x0b\n"))
        assert data != page.Contents.read_bytes()

    return redrawn(change)


@forgery(COVERED, "盖一张白纸，文书自称由另一个排版引擎印成")
def covered_in_the_name_of_another_engine() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(COVER)
        metadata = pdf.Root.Metadata.read_bytes()
        named = re.sub(rb'yanpan:engine="\w+"', b'yanpan:engine="0000000000000000"', metadata)
        assert named != metadata
        pdf.Root.Metadata.write(named)

    return redrawn(change)


@forgery(COVERED, "打开时运行脚本")
def a_script_from_the_start() -> Judging:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    return redrawn(change)
