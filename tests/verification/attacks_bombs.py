"""Attacks that want to hang a reader, to fill its memory, or to be read in two ways."""

from __future__ import annotations

import re
import zlib
from functools import cache

import pikepdf
from attacks_signing import ALL, signed_by
from attacks_structure import BOMBS, READINGS, content_of, page_of
from attacks_tools import (
    COVER,
    attack,
    catalog_with,
    compressed,
    forgery,
    number_of,
    plain_stream,
    tail_of,
    with_objects,
    written,
)
from pyhanko.pdf_utils import generic
from signed_papers import rewritten

from yanpan.signature.pdf import open_pdf

_FLATE = b"/Filter /FlateDecode"


@cache
def _zeros(mebibytes: int) -> bytes:
    """So many MiB of zeros, compressed."""
    work = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join(work.compress(block) for _ in range(mebibytes)) + work.flush()


def _catalog(pdf: bytes, extra: dict[int, bytes], **entries: generic.PdfObject) -> bytes:
    return with_objects(pdf, {tail_of(pdf).root: catalog_with(pdf, **entries), **extra})


def _reference(number: int) -> generic.IndirectObject:
    return generic.IndirectObject(number, 0, None)


@attack(BOMBS, "页面树写着十亿页")
def a_billion_pages(pdf: bytes) -> bytes:
    number = number_of(pdf, "/Pages")
    tree = generic.DictionaryObject(open_pdf(pdf).root["/Pages"])
    tree["/Count"] = generic.NumberObject(10**9)
    return with_objects(pdf, {number: written(tree)})


@attack(BOMBS, "十万页，指着同一页")
def a_page_a_hundred_thousand_times(pdf: bytes) -> bytes:
    number, page = number_of(pdf, "/Pages"), number_of(pdf, "/Pages", "/Kids", 0)
    kids = b"%d 0 R " % page * 100_000
    return with_objects(pdf, {number: b"<< /Type /Pages /Count 100000 /Kids [%s] >>" % kids})


@attack(BOMBS, "页面树绕成圈")
def a_page_tree_in_a_circle(pdf: bytes) -> bytes:
    number = number_of(pdf, "/Pages")
    return with_objects(
        pdf, {number: b"<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] >>" % (number, number)}
    )


@attack(BOMBS, "页面树深一万层")
def a_page_tree_ten_thousand_deep(pdf: bytes) -> bytes:
    number, size = number_of(pdf, "/Pages"), tail_of(pdf).size
    page = number_of(pdf, "/Pages", "/Kids", 0)
    chain = [number, *range(size, size + 10_000), page]
    objects = {
        here: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % after
        for here, after in zip(chain[:-1], chain[1:], strict=True)
    }
    return with_objects(pdf, objects)


@attack(BOMBS, "目录里套十万层数组")
def a_hundred_thousand_brackets(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    return _catalog(pdf, {size: b"[" * 100_000 + b"]" * 100_000}, Lang=_reference(size))


@attack(BOMBS, "引用绕成圈，挂在语言上")
def references_in_a_circle(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    return _catalog(pdf, {size: b"%d 0 R" % (size + 1), size + 1: b"%d 0 R" % size}, Lang=_reference(size))


@attack(BOMBS, "页面树里十万个空枝")
def a_hundred_thousand_empty_branches(pdf: bytes) -> bytes:
    number, size = number_of(pdf, "/Pages"), tail_of(pdf).size
    page = number_of(pdf, "/Pages", "/Kids", 0)
    kids = b"%d 0 R " % size * 100_000 + b"%d 0 R " % page * 400
    tree = b"<< /Type /Pages /Count 400 /Kids [%s] >>" % kids
    return with_objects(pdf, {number: tree, size: b"<< /Type /Pages /Count 0 /Kids [] >>"})


@attack(BOMBS, "附件的名字树每一枝有五十枝，都指着自己")
def a_name_tree_that_branches_for_ever(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    names = generic.DictionaryObject({generic.pdf_name("/EmbeddedFiles"): _reference(size)})
    return _catalog(pdf, {size: b"<< /Kids [%s] >>" % (b"%d 0 R " % size * 50)}, Names=names)


@attack(BOMBS, "元数据里的引用每层翻倍（二的四十次方）")
def references_that_double(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    layers = {size + n: b"[%d 0 R %d 0 R]" % (size + n + 1, size + n + 1) for n in range(40)}
    return _catalog(pdf, layers | {size + 40: b"(end)"}, AF=_reference(size))


@attack(BOMBS, "第一页的内容解开是 300 MB")
def a_content_that_swells(pdf: bytes) -> bytes:
    return with_objects(pdf, {content_of(pdf): plain_stream(_zeros(300), _FLATE)})


@attack(BOMBS, "第一页的内容压了两遍，解开是 300 MB")
def a_content_that_swells_twice(pdf: bytes) -> bytes:
    twice = plain_stream(compressed(_zeros(300)), b"/Filter [/FlateDecode /FlateDecode]")
    return with_objects(pdf, {content_of(pdf): twice})


@attack(BOMBS, "第一页的内容要过一百道滤镜")
def a_hundred_filters(pdf: bytes) -> bytes:
    filters = b"/Filter [%s]" % (b"/ASCIIHexDecode " * 100)
    return with_objects(pdf, {content_of(pdf): plain_stream(b"00>", filters)})


@attack(BOMBS, "附件解开是 300 MB")
def an_attachment_that_swells(pdf: bytes) -> bytes:
    number = number_of(pdf, "/Names", "/EmbeddedFiles", "/Names", 1, "/EF", "/F")
    return with_objects(pdf, {number: plain_stream(_zeros(300), b"/Type /EmbeddedFile " + _FLATE)})


@attack(BOMBS, "XMP 解开是 300 MB")
def metadata_that_swell(pdf: bytes) -> bytes:
    number = number_of(pdf, "/Metadata")
    return with_objects(pdf, {number: plain_stream(_zeros(300), b"/Type /Metadata /Subtype /XML " + _FLATE)})


@attack(BOMBS, "XMP 是实体翻倍的 XML")
def metadata_with_entities_that_double(pdf: bytes) -> bytes:
    rows = b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 40))
    body = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "x">%s]><x>&a39;</x>' % rows
    number = number_of(pdf, "/Metadata")
    return with_objects(pdf, {number: plain_stream(body, b"/Type /Metadata /Subtype /XML")})


@attack(BOMBS, "XMP 引用外面的文件（XXE）")
def metadata_that_read_a_file(pdf: bytes) -> bytes:
    body = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    number = number_of(pdf, "/Metadata")
    return with_objects(pdf, {number: plain_stream(body, b"/Type /Metadata /Subtype /XML")})


@attack(BOMBS, "对象流解开是 300 MB")
def an_object_stream_that_swells(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    bomb = plain_stream(_zeros(300), b"/Type /ObjStm /N 1 /First 10 " + _FLATE)
    return with_objects(pdf, {size: bomb}, entries={tail_of(pdf).root: (2, size, 0)})


@attack(BOMBS, "一个对象流里两万个对象，每一个都要用")
def an_object_stream_of_twenty_thousand(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    inside = {size + number: b"0" for number in range(1, 20_001)}
    every = b"[%s]" % b" ".join(b"%d 0 R" % number for number in inside)
    catalog = catalog_with(pdf, AF=_reference(size))
    return with_objects(pdf, {tail_of(pdf).root: catalog, size: every}, inside=inside)


@attack(BOMBS, "交叉引用流解开是 300 MB")
def a_table_that_swells(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    start = len(pdf)
    keys = b"/Type /XRef /W [1 8 2] /Index [0 28000000] /Size 28000000 %s %s" % (tail.keys, _FLATE)
    body = b"%d 0 obj\n%s\nendobj\n" % (tail.size, plain_stream(_zeros(300), keys))
    return pdf + body + b"startxref\n%d\n%%%%EOF\n" % start


@attack(BOMBS, "字体的 ToUnicode 一次写满六万码，重复五千遍")
def a_map_of_letters_without_end(pdf: bytes) -> bytes:
    page = open_pdf(pdf).root["/Pages"]["/Kids"][0]
    fonts = page["/Resources"]["/Font"]
    number = fonts[next(iter(fonts))].raw_get("/ToUnicode").idnum
    body = compressed(b"beginbfrange <0000> <ffff> <0000> endbfrange\n" * 5000)
    return with_objects(pdf, {number: plain_stream(body, _FLATE)})


# Two readings


@attack(READINGS, "同一个字典里两个 /Contents")
def two_contents_in_a_page(pdf: bytes) -> bytes:
    number, page = page_of(pdf)
    old = b"/Contents %d 0 R" % content_of(pdf)
    doubled = page.rstrip()[:-2] + b"\n" + old + b"\n>>"
    return with_objects(pdf, {number: doubled, tail_of(pdf).size: plain_stream(COVER)})


@attack(READINGS, "目录里两个 /AcroForm")
def two_forms_in_the_catalog(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    doubled = catalog_with(pdf).rstrip()[:-2] + b"\n/AcroForm %d 0 R\n>>" % size
    return with_objects(pdf, {tail_of(pdf).root: doubled, size: b"<< /Fields [] >>"})


@attack(READINGS, "键名用转义写（/#43ontents）")
def a_key_in_another_spelling(pdf: bytes) -> bytes:
    number, page = page_of(pdf)
    old = b"/Contents %d 0 R" % content_of(pdf)
    both = page.replace(b"/Contents", b"/#43ontents").rstrip()[:-2] + b"\n" + old + b"\n>>"
    return with_objects(pdf, {number: both, tail_of(pdf).size: plain_stream(COVER)})


@attack(READINGS, "同一个号在一次更新里写两遍")
def an_object_written_twice(pdf: bytes) -> bytes:
    number = content_of(pdf)
    hidden = b"%d 0 obj\n%s\nendobj\n" % (number, plain_stream(COVER))
    return with_objects(pdf + hidden, {tail_of(pdf).size: b"null"})


@attack(READINGS, "注释里写对象")
def an_object_in_a_comment(pdf: bytes) -> bytes:
    hidden = b"%% %d 0 obj << /Length 0 >> stream\rendstream endobj\n" % content_of(pdf)
    return with_objects(pdf + hidden, {tail_of(pdf).size: b"null"})


@attack(READINGS, "流的长度写短，后面藏对象")
def an_object_in_the_tail_of_a_stream(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    hidden = b"<< /Length 2 >>\nstream\nxx\nendstream\nendobj\n%d 0 obj\n%s" % (
        content_of(pdf),
        plain_stream(COVER),
    )
    return with_objects(pdf, {size: hidden})


@attack(READINGS, "流里藏一个完整的对象和 endobj")
def an_object_in_a_stream(pdf: bytes) -> bytes:
    inner = b"endstream\nendobj\n%d 0 obj\n%s\nendobj\n" % (content_of(pdf), plain_stream(COVER))
    return with_objects(pdf, {tail_of(pdf).size: plain_stream(inner)})


@attack(READINGS, "对象头上的号和表里的不一样")
def an_object_under_another_number(pdf: bytes) -> bytes:
    out = with_objects(pdf, {content_of(pdf): plain_stream(COVER)})
    return out[: len(pdf)] + out[len(pdf) :].replace(
        b"%d 0 obj" % content_of(pdf), b"%d 0 obj" % tail_of(pdf).size, 1
    )


@attack(READINGS, "第一页的内容换成同号的另一代（generation 1）")
def an_object_of_another_generation(pdf: bytes) -> bytes:
    number = content_of(pdf)
    place = len(pdf)
    body = b"%d 1 obj\n%s\nendobj\n" % (number, plain_stream(COVER))
    return with_objects(pdf + body, {tail_of(pdf).size: b"null"}, entries={number: (1, place, 1)})


@attack(READINGS, "第一页的内容换成 null")
def the_content_made_null(pdf: bytes) -> bytes:
    return with_objects(pdf, {content_of(pdf): b"null"})


@attack(READINGS, "少写 endobj")
def an_object_without_its_end(pdf: bytes) -> bytes:
    out = with_objects(pdf, {content_of(pdf): plain_stream(COVER)})
    return out[: len(pdf)] + re.sub(rb"\nendobj\n", b"\n      \n", out[len(pdf) :], count=1)


@attack(READINGS, "早先一版的影子：更新改掉，再一次更新改回来")
def changed_and_changed_back(pdf: bytes) -> bytes:
    number = content_of(pdf)
    old = open_pdf(pdf).root["/Pages"]["/Kids"][0]["/Contents"]
    changed = with_objects(pdf, {number: plain_stream(COVER)})
    return with_objects(changed, {number: written(old)})


@forgery(BOMBS, "每页的内容里有几百万条什么也不画的指令")
def content_that_draws_nothing() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_coalesce()
        page.Contents = pdf.make_stream(b"0 0 0 rg\n" * 6_800_000 + page.Contents.read_bytes())

    return signed_by(rewritten(change), ALL)
