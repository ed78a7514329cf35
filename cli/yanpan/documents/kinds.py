"""What a file is that is no PDF, for a person who took it for one."""

from __future__ import annotations

import re

HEADER_WITHIN = 1024
"""Bytes in which readers look for `%PDF-` (ISO 32000-1, Annex H.3.4.1)."""

_SAVE_AGAIN = "重新下载，或者向对方索取原件"
_PICTURE = ("图片", "图片里没有签名可验；向对方索取 PDF 原件")
_ARCHIVE = ("压缩包", "解压以后，验里面的 PDF")
_OFFICE = ("办公软件的文档", "向对方索取 PDF 原件")

_STARTS = (
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE),
    (b"{\\rtf", _OFFICE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG\r\n", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"-----BEGIN ", ("证书、密钥或者签名（PEM）", "验签要给的是 PDF 文书；根证书用 --trust 给")),
)
_PAGE = re.compile(rb"<!doctype\s+html|<html\b|<head\b|<body\b", re.IGNORECASE)
_MAIL = re.compile(
    rb"\A(?:From |(?:Return-Path|Received|Delivered-To|MIME-Version|Content-(?:Type|Transfer-Encoding|Disposition)"
    rb"|Subject|Date|From|To|Message-ID|X-[A-Za-z-]+):)",
    re.IGNORECASE,
)
_BASE64_PDF = b"JVBERi0"
"""`%PDF-` in base64."""


def not_a_pdf(data: bytes) -> tuple[str, str] | None:
    """What the file is instead and what to do; None where any reader of PDF could take it for one.

    >>> not_a_pdf(b"")
    ('空文件（0 字节）', '没有下载完或者没有拷完：重新下载，或者向对方索取原件')
    """
    if not data:
        return "空文件（0 字节）", f"没有下载完或者没有拷完：{_SAVE_AGAIN}"
    if b"%PDF" in data[:HEADER_WITHIN]:
        return None
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    words = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MAIL.match(words):
        return "邮件", "在邮件软件里打开，把附件里的 PDF 另存出来再验"
    if _PAGE.search(words):
        return "网页（多半是登录页或者出错页）", "登录以后重新下载，或者向对方索取原件"
    if words.startswith(_BASE64_PDF):
        return "文本（base64 编码的 PDF）", "解码以后再验（例如 base64 -d）"
    # Readers mend a file whose head is lost: whoever cut it off must not get away with “no PDF”.
    if b"startxref" in data or re.search(rb"\d \d obj\b", data):
        return None
    if not data.strip(b"\x00"):
        return "内容全是零的文件", f"磁盘或者传输坏了：{_SAVE_AGAIN}"
    return ("文本", _SAVE_AGAIN) if _is_text(data) else ("认不出是什么的文件", _SAVE_AGAIN)


def _zipped(data: bytes) -> tuple[str, str]:
    if b"OFD.xml" in data:
        return "OFD 版式文件", "本工具只验 PDF；向对方索取 PDF 原件"
    if b"[Content_Types].xml" in data:
        return _OFFICE
    return _ARCHIVE


def _is_text(data: bytes) -> bool:
    if b"\x00" in data:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
