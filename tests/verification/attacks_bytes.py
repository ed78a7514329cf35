"""Attacks on the bytes: flipped, cut, put before or behind, and the places of a signature (USF, SWA)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from attacks_tools import COVER, attack, flip, gap, plain_stream, revisions, tail_of

BYTES, RANGES, ENDS = "字节", "签名字典（USF、SWA）", "头尾和截断"


@attack(BYTES, "正文里翻一个比特")
def a_byte_of_the_body_flipped(pdf: bytes) -> bytes:
    return flip(pdf, pdf.index(b"stream", 3000) + 30)


def _last_digit(pdf: bytes, which: int) -> int:
    """The place of the last hexadecimal digit of a CMS, which belongs to its signature value."""
    start, end = gap(pdf, which)
    der = bytes.fromhex(pdf[start + 1 : end - 1].decode())
    assert der[1] == 0x82
    return start + 2 * (4 + int.from_bytes(der[2:4], "big"))


def _another_digit(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + (b"1" if pdf[place : place + 1] == b"0" else b"0") + pdf[place + 1 :]


@attack(BYTES, "第一个 CMS 的签名值改一个数")
def a_byte_of_the_cms_flipped(pdf: bytes) -> bytes:
    return _another_digit(pdf, _last_digit(pdf, 0))


@attack(BYTES, "最后一个 CMS 的签名值改一个数")
def a_byte_of_the_last_cms_flipped(pdf: bytes) -> bytes:
    return _another_digit(pdf, _last_digit(pdf, -1))


@attack(BYTES, "CMS 的十六进制数换一个大小写")
def a_letter_of_the_cms_in_the_other_case(pdf: bytes) -> bytes:
    start, _ = gap(pdf, -1)
    place = next(i for i in range(start + 1, len(pdf)) if pdf[i : i + 1] in b"abcdef" and pdf[i])
    return flip(pdf, place, 0x20)


@attack(BYTES, "最后一个 CMS 的十六进制数全部改成小写")
def a_cms_in_small_letters(pdf: bytes) -> bytes:
    start, end = gap(pdf, -1)
    return pdf[:start] + pdf[start:end].lower() + pdf[end:]


@attack(BYTES, "CMS 后面补的零里填东西")
def the_padding_after_the_cms_filled(pdf: bytes) -> bytes:
    _, end = gap(pdf, -1)
    return pdf[: end - 9] + b"deadbeef" + pdf[end - 1 :]


@attack(BYTES, "CMS 后面补的零里放一个空白")
def white_space_in_the_padding(pdf: bytes) -> bytes:
    _, end = gap(pdf, -1)
    return pdf[: end - 9] + b" \n\t     " + pdf[end - 1 :]


@attack(RANGES, "CMS 全部改成零")
def the_cms_all_zeros(pdf: bytes) -> bytes:
    start, end = gap(pdf)
    return pdf[: start + 1] + b"0" * (end - start - 2) + pdf[end - 1 :]


@attack(RANGES, "CMS 改成空的十六进制串")
def the_cms_empty(pdf: bytes) -> bytes:
    start, end = gap(pdf, -1)
    return pdf[:start] + b"<>".ljust(end - start) + pdf[end:]


@attack(RANGES, "CMS 改成 null")
def the_cms_null(pdf: bytes) -> bytes:
    start, end = gap(pdf, -1)
    return pdf[:start] + b"null".ljust(end - start) + pdf[end:]


@attack(RANGES, "CMS 改成字典")
def the_cms_a_dictionary(pdf: bytes) -> bytes:
    start, end = gap(pdf, -1)
    return pdf[:start] + b"<< >>".ljust(end - start) + pdf[end:]


def _ranged(pdf: bytes, value: bytes, which: int = 0) -> bytes:
    found = list(re.finditer(rb"/ByteRange \[[^]]*\] *", pdf))[which]
    return pdf[: found.start()] + (b"/ByteRange " + value).ljust(len(found[0])) + pdf[found.end() :]


@attack(RANGES, "ByteRange 改成 null")
def the_byte_range_emptied(pdf: bytes) -> bytes:
    return _ranged(pdf, b"null")


@attack(RANGES, "最后一个 ByteRange 改成 null")
def the_last_byte_range_emptied(pdf: bytes) -> bytes:
    return _ranged(pdf, b"null", -1)


@attack(RANGES, "ByteRange 改名")
def the_byte_range_renamed(pdf: bytes) -> bytes:
    return pdf.replace(b"/ByteRange", b"/ByteRungs", 1)


@attack(RANGES, "ByteRange 改成 [0 10 20 30]")
def the_byte_range_shortened(pdf: bytes) -> bytes:
    return _ranged(pdf, b"[0 10 20 30]")


@attack(RANGES, "ByteRange 里有负数")
def the_byte_range_negative(pdf: bytes) -> bytes:
    return re.sub(rb"/ByteRange \[0 (\d)", rb"/ByteRange [0 -", pdf, count=1)


@attack(RANGES, "ByteRange 只有三个数")
def the_byte_range_of_three_numbers(pdf: bytes) -> bytes:
    start, end = gap(pdf, -1)
    return _ranged(pdf, b"[0 %d %d]" % (start, end), -1)


@attack(RANGES, "ByteRange 有六个数，中间留一个洞")
def the_byte_range_with_a_second_hole(pdf: bytes) -> bytes:
    start, end = gap(pdf, -1)
    return _ranged(pdf, b"[0 99 120 %d %d %d]" % (start - 120, end, len(pdf) - end), -1)


@attack(RANGES, "ByteRange 两段重叠，全文都盖住")
def the_byte_range_over_all(pdf: bytes) -> bytes:
    return _ranged(pdf, b"[0 %d 0 0]" % len(pdf), -1)


@attack(RANGES, "ByteRange 的数大得没有边")
def the_byte_range_without_end(pdf: bytes) -> bytes:
    start, end = gap(pdf, -1)
    return _ranged(pdf, b"[0 %d %d 99999999999999999]" % (start, end), -1)


def _wrapped(pdf: bytes, evil: bytes, which: int) -> bytes:
    """A second ByteRange in the gap, under which all that followed has moved."""
    start, end = gap(pdf, which)
    rest = len(pdf) - end
    template = b"/ByteRange [0 %d %010d %d]" % (start, 0, rest)
    moved = end + len(template) + len(evil)
    return pdf[:end] + b"/ByteRange [0 %d %010d %d]" % (start, moved, rest) + evil + pdf[end:]


@attack(RANGES, "SWA：第二段整个后移，洞里放对象，另写一个 ByteRange")
def the_second_range_moved(pdf: bytes) -> bytes:
    return _wrapped(pdf, b"\n" + plain_stream(COVER) + b"\n", -1)


@attack(RANGES, "SWA：洞里只多一个 ByteRange，什么也不放")
def a_second_byte_range_alone(pdf: bytes) -> bytes:
    return _wrapped(pdf, b"", -1)


@attack(RANGES, "SWA：洞里放新的交叉引用表和对象")
def a_table_in_the_gap(pdf: bytes) -> bytes:
    tail = tail_of(pdf)
    _, end = gap(pdf, -1)
    place = end + 80
    evil = b"\n%d 0 obj\n%s\nendobj\n" % (tail.size, plain_stream(COVER))
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n"
    evil += table % (tail.size, place, tail.size + 1, tail.keys, place + len(evil))
    return _wrapped(pdf, evil, -1)


# Head and end


@attack(ENDS, "%%EOF 之后加文字")
def garbage_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"garbage\n"


@attack(ENDS, "%%EOF 之后加一个对象")
def an_object_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"4 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n"


@attack(ENDS, "%%EOF 之后加对象，再抄一遍文件尾")
def an_object_and_an_end_after_the_end(pdf: bytes) -> bytes:
    start = pdf[pdf.rindex(b"startxref") :]
    return pdf + b"4 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n" + start


@attack(ENDS, "再抄一遍文件尾")
def the_end_written_twice(pdf: bytes) -> bytes:
    return pdf + pdf[pdf.rindex(b"startxref") :]


@attack(ENDS, "%%EOF 之后加注释，再写一个 %%EOF")
def a_comment_and_another_end(pdf: bytes) -> bytes:
    return pdf + b"% looks harmless\n%%EOF\n"


@attack(ENDS, "%%EOF 之后加一个空行")
def an_empty_line_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"\n"


@attack(ENDS, "%PDF 之前加一个字节")
def bytes_before_the_header(pdf: bytes) -> bytes:
    return b"\n" + pdf


@attack(ENDS, "%PDF 之前加网页（兼作 HTML 的文件）")
def a_web_page_before_the_header(pdf: bytes) -> bytes:
    return b"<html><script>alert(1)</script><!--\n" + pdf


@attack(ENDS, "头里夹网页（兼作 HTML 的文件）")
def a_web_page_in_the_header(pdf: bytes) -> bytes:
    return pdf.replace(b"\n", b"<html><script>alert(1)</script>\n", 1)


@attack(ENDS, "后面接一个 ZIP（兼作 ZIP 的文件）")
def an_archive_behind(pdf: bytes) -> bytes:
    return pdf + _zip(b"")


@attack(ENDS, "后面接一个 ZIP，注释以 %%EOF 结尾")
def an_archive_behind_with_an_end(pdf: bytes) -> bytes:
    return pdf + _zip(b"\n%%EOF\n")


def _zip(comment: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("report.docx", (2026, 1, 1, 0, 0, 0)), b"low risk")
        archive.comment = comment
    return out.getvalue()


@attack(ENDS, "后面接另一份完整的 PDF")
def another_paper_behind(pdf: bytes) -> bytes:
    return pdf + pdf[: revisions(pdf)[0]]


@attack(ENDS, "前面接另一份完整的 PDF")
def another_paper_before(pdf: bytes) -> bytes:
    return pdf[: revisions(pdf)[0]] + pdf


@attack(ENDS, "头里的版本改成 1.4")
def the_header_of_another_version(pdf: bytes) -> bytes:
    return pdf.replace(b"%PDF-1.7", b"%PDF-1.4", 1)


@attack(ENDS, "截掉最后二百字节")
def cut_by_two_hundred_bytes(pdf: bytes) -> bytes:
    return pdf[:-200]


@attack(ENDS, "截掉最后一个换行")
def cut_by_the_last_line_end(pdf: bytes) -> bytes:
    return pdf[:-1]


@attack(ENDS, "截掉一半")
def cut_in_half(pdf: bytes) -> bytes:
    return pdf[: len(pdf) // 2]


@attack(ENDS, "换行全部改成 CRLF")
def every_line_end_changed(pdf: bytes) -> bytes:
    return pdf.replace(b"\n", b"\r\n")
