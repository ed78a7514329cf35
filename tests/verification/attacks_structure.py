"""Attacks on how a PDF is put together: two tables, hidden objects, encryption, circles, bombs, two readings.

Written by hand, since no writer does such things.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from attacks_tools import (
    COVER,
    attack,
    catalog_with,
    classic_table,
    cross_reference_stream,
    number_of,
    object_stream,
    plain_stream,
    revisions,
    tail_of,
    with_objects,
    written,
)
from pyhanko.pdf_utils import generic

from yanpan.signature.pdf import open_pdf

TABLES, HIDDEN, LOCKED, BOMBS, READINGS = (
    "交叉引用表",
    "藏在对象流里的更新",
    "加密",
    "圈、炸弹、无底洞",
    "两种读法",
)


def content_of(pdf: bytes, page: int = 0) -> int:
    """The number of a page's content stream."""
    return number_of(pdf, "/Pages", "/Kids", page, "/Contents")


def page_of(pdf: bytes, page: int = 0) -> tuple[int, bytes]:
    """The number of a page, and the page with another content, which is the object after the last one."""
    number = number_of(pdf, "/Pages", "/Kids", page)
    value = generic.DictionaryObject(open_pdf(pdf).root["/Pages"]["/Kids"][page])
    value["/Contents"] = generic.IndirectObject(tail_of(pdf).size, 0, None)
    return number, written(value)


# Tables


@attack(TABLES, "更新用老式的表，第一页的内容换掉")
def an_update_with_a_classic_table(pdf: bytes) -> bytes:
    return with_objects(pdf, {content_of(pdf): plain_stream(COVER)}, table=True)


def _hybrid(pdf: bytes, hidden: dict[int, tuple[int, int, int]], *, also: dict[int, bytes]) -> bytes:
    """A classic table with /XRefStm: the stream names objects that the table does not (ISO 32000-2, 7.5.8.4)."""
    tail = tail_of(pdf)
    out = bytearray(pdf)
    places = {}
    for number, body in also.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    hidden = {number: place if place != (1, 0, 0) else places[number] for number, place in hidden.items()}
    own = max(tail.size, *also) + 1
    stream = len(out)
    out += cross_reference_stream(own, hidden | {own: (1, stream, 0)}, b"/Size %d" % (own + 1))
    start = len(out)
    seen = {number: place for number, place in places.items() if number not in hidden}
    out += classic_table({0: (0, 0, 65535)} | seen)
    out += b"trailer\n<< /Size %d %s /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        own + 1,
        tail.keys,
        stream,
        start,
    )
    return bytes(out)


@attack(TABLES, "混合引用：/XRefStm 里把第一页的内容换掉，老式的表里看不见")
def a_hybrid_file_that_replaces_content(pdf: bytes) -> bytes:
    number = content_of(pdf)
    return _hybrid(pdf, {number: (1, 0, 0)}, also={number: plain_stream(COVER)})


@attack(TABLES, "混合引用：/XRefStm 里把第一页的内容删掉")
def a_hybrid_file_that_hides_content(pdf: bytes) -> bytes:
    return _hybrid(pdf, {content_of(pdf): (0, 0, 1)}, also={tail_of(pdf).size: b"null"})


@attack(TABLES, "混合引用：/XRefStm 里什么也不改")
def a_hybrid_file_that_changes_nothing(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    return _hybrid(pdf, {size: (1, 0, 0)}, also={size: b"null"})


@attack(TABLES, "startxref 指回早先的版本")
def the_end_points_at_an_earlier_state(pdf: bytes) -> bytes:
    place = int(re.findall(rb"startxref\s+(\d+)", pdf)[2])
    return pdf + b"startxref\n%d\n%%%%EOF\n" % place


@attack(TABLES, "/Prev 跳过签名之间的一版")
def the_chain_skips_a_revision(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    place = int(re.findall(rb"startxref\s+(\d+)", pdf)[-3])
    keys = re.sub(rb"/Prev \d+", b"/Prev %d" % place, tail.keys)
    return with_objects(pdf, {tail.size: b"null"}, keys=keys)


@attack(TABLES, "/Prev 绕成圈")
def the_chain_in_a_circle(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    keys = re.sub(rb"/Prev \d+", b"/Prev %d", tail.keys)
    out = with_objects(pdf, {tail.size: b"null"}, keys=keys.replace(b"%d", b"0000000000"))
    start = int(re.findall(rb"startxref\s+(\d+)", out)[-1])
    return out.replace(b"/Prev 0000000000", b"/Prev %010d" % start)


@attack(TABLES, "/Prev 指到文件外")
def the_chain_leads_nowhere(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    keys = re.sub(rb"/Prev \d+", b"/Prev 999999999", tail.keys)
    return with_objects(pdf, {tail.size: b"null"}, keys=keys)


@attack(TABLES, "不带 /Prev：更新只认自己的对象")
def the_chain_cut_off(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    keys = re.sub(rb"/Prev \d+", b"", tail.keys)
    return with_objects(pdf, {tail.root: catalog_with(pdf)}, keys=keys)


@attack(TABLES, "文件尾有两个 /Root")
def two_catalogs_in_the_trailer(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    return with_objects(pdf, {tail.size: catalog_with(pdf)}, more=b"/Root %d 0 R" % tail.size)


@attack(TABLES, "页面的内容在表里标成已删除")
def the_content_freed(pdf: bytes) -> bytes:
    return with_objects(pdf, {tail_of(pdf).size: b"null"}, free=[content_of(pdf)])


@attack(TABLES, "表里的位置指到文件里另一个对象")
def an_entry_points_at_another_object(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    entries = {content_of(pdf): _place_of(pdf, content_of(pdf, 1))}
    return with_objects(pdf, {tail.size: b"null"}, entries=entries)


def _place_of(pdf: bytes, number: int) -> tuple[int, int, int]:
    return (1, pdf.index(b"\n%d 0 obj" % number) + 1, 0)


@attack(TABLES, "表里的位置指到文件外")
def an_entry_points_nowhere(pdf: bytes) -> bytes:
    return with_objects(pdf, {tail_of(pdf).size: b"null"}, entries={content_of(pdf): (1, 10**12, 0)})


@attack(TABLES, "/Size 写成一百亿")
def a_huge_size(pdf: bytes) -> bytes:
    return with_objects(pdf, {tail_of(pdf).size: b"null"}, size=10**10)


@attack(TABLES, "空的更新：只有一张表")
def an_empty_update(pdf: bytes) -> bytes:
    return with_objects(pdf, {})


@attack(TABLES, "更新里只有一个谁也不指的对象")
def an_update_with_an_idle_object(pdf: bytes) -> bytes:
    return with_objects(pdf, {tail_of(pdf).size: plain_stream(COVER)})


@attack(TABLES, "一百个空的更新")
def a_hundred_updates(pdf: bytes) -> bytes:
    for _ in range(100):
        tail = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
        start = len(pdf)
        pdf += b"xref\n0 0\ntrailer\n<< /Size 400 /Root 2 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
            tail,
            start,
        )
    return pdf


@attack(TABLES, "交叉引用表毁掉，只留对象，让阅读器自己重建")
def a_table_spoiled(pdf: bytes) -> bytes:
    return pdf.replace(b"/Type /XRef", b"/Type /XRxx").replace(b"\nxref\n", b"\nxrxx\n")


# Hidden objects


@attack(HIDDEN, "对象流里把第一页换掉")
def a_page_replaced_in_an_object_stream(pdf: bytes) -> bytes:
    number, page = page_of(pdf)
    return with_objects(pdf, {tail_of(pdf).size: plain_stream(COVER)}, inside={number: page})


@attack(HIDDEN, "对象流里把文档目录换掉")
def the_catalog_replaced_in_an_object_stream(pdf: bytes) -> bytes:
    return with_objects(pdf, {}, inside={tail_of(pdf).root: catalog_with(pdf, Lang=generic.pdf_string("en"))})


@attack(HIDDEN, "对象流里把签名栏换掉")
def a_field_replaced_in_an_object_stream(pdf: bytes) -> bytes:
    number = number_of(pdf, "/AcroForm", "/Fields", 0)
    field = generic.DictionaryObject(open_pdf(pdf).root["/AcroForm"]["/Fields"][0])
    field["/TU"] = generic.TextStringObject("主要负责人")
    return with_objects(pdf, {}, inside={number: written(field)})


@attack(HIDDEN, "原有的对象流原号重写")
def an_object_stream_overwritten(pdf: bytes) -> bytes:
    if b"/ObjStm" not in pdf:
        number, page = page_of(pdf)
        pdf = with_objects(pdf, {}, inside={number: page})
    number = int(re.search(rb"\n(\d+) 0 obj\s*<<[^>]*/Type /ObjStm", pdf)[1])  # type: ignore[index]
    return with_objects(pdf, {number: object_stream({1: b"null"})})


@attack(HIDDEN, "对象流自己放在自己里面")
def an_object_stream_inside_itself(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    return with_objects(pdf, {}, entries={size: (2, size, 0), content_of(pdf): (2, size, 0)})


@attack(HIDDEN, "对象流里的号和表里的号对不上")
def an_object_stream_with_other_numbers(pdf: bytes) -> bytes:
    number, page = page_of(pdf)
    out = with_objects(pdf, {tail_of(pdf).size: plain_stream(COVER)}, inside={9999: page})
    tail = tail_of(out)
    return with_objects(out, {tail.size: b"null"}, entries={number: (2, 10000, 0)})


@attack(HIDDEN, "只有页面树挪进对象流，值没有变")
def a_page_tree_moved_into_an_object_stream(pdf: bytes) -> bytes:
    number = number_of(pdf, "/Pages")
    return with_objects(pdf, {}, inside={number: written(open_pdf(pdf).root["/Pages"])})


# Encryption


def _qpdf(pdf: bytes, *words: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "in.pdf", Path(folder) / "out.pdf"
        before.write_bytes(pdf)
        subprocess.run(["qpdf", *words, before, after], check=True, capture_output=True)
        return after.read_bytes()


@attack(LOCKED, "整份加密，打开不用口令（qpdf）")
def encrypted_without_a_password(pdf: bytes) -> bytes:
    return _qpdf(pdf, "--encrypt", "", "owner", "256", "--")


@attack(LOCKED, "整份加密，打开要口令（qpdf）")
def encrypted_with_a_password(pdf: bytes) -> bytes:
    return _qpdf(pdf, "--encrypt", "user", "owner", "256", "--")


@attack(LOCKED, "整份重写一遍，不加密（qpdf）")
def written_anew_by_another_program(pdf: bytes) -> bytes:
    return _qpdf(pdf, "--object-streams=generate")


_ENCRYPT = (
    b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"00" * 32 + b"> /U <" + b"00" * 32 + b"> >>"
)


@attack(LOCKED, "更新里加一个 /Encrypt")
def encryption_added_by_an_update(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    return with_objects(pdf, {size: _ENCRYPT}, more=b"/Encrypt %d 0 R" % size)


@attack(LOCKED, "更新里加一个不加密的 /Encrypt（Identity）")
def an_encryption_that_does_nothing(pdf: bytes) -> bytes:
    size = tail_of(pdf).size
    body = _ENCRYPT.replace(b"/V 1 /R 2", b"/V 4 /R 4 /StmF /Identity /StrF /Identity")
    return with_objects(pdf, {size: body}, more=b"/Encrypt %d 0 R" % size)


@attack(LOCKED, "装进另一份 PDF 作加密的附件（EncryptedPayload）")
def wrapped_in_another_paper(pdf: bytes) -> bytes:
    cover = pdf[: revisions(pdf)[0]]
    size = tail_of(cover).size
    payload = plain_stream(pdf, b"/Type /EmbeddedFile /Subtype /application#2Fpdf")
    held = (
        b"<< /Type /Filespec /AFRelationship /EncryptedPayload /F (inner.pdf) /UF (inner.pdf) /EF << /F %d 0 R >>"
        b" /EP << /Type /EncryptedPayload /Subtype /X >> >>" % size
    )
    collection = generic.DictionaryObject({generic.pdf_name("/View"): generic.pdf_name("/H")})
    catalog = catalog_with(
        cover,
        Collection=collection,
        AF=generic.ArrayObject([generic.IndirectObject(size + 1, 0, None)]),
    )
    return with_objects(cover, {size: payload, size + 1: held, tail_of(cover).root: catalog})
