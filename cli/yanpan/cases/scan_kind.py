"""What a scanned page is, by its content: PNG, JPEG, TIFF or PDF. The name of a file says nothing."""

from __future__ import annotations

import re
import struct

KINDS = "PNG、JPEG、TIFF 图片或者 PDF"
LEAST_PIXELS = 100
"""Of each side. A sheet scanned at the coarsest setting of any device has five times as many."""

_WIDTH, _HEIGHT = 0x100, 0x101
_PDF = re.compile(rb"%PDF-[12]\.\d")
_PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z")
_ONE_PAGE = re.compile(rb"/Type\s*/(?:Page|ObjStm)(?![A-Za-z])")
_NO_FILL = re.compile(rb"[^\xff]")
_MOST_SEGMENTS = 10_000
"""Before the frame header. A picture with a profile of 16 MB has some three hundred."""

_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""Of the JPEG markers C0 to CF those that begin no frame (ITU-T T.81, table B.1)."""


def kind_of_scan(data: bytes) -> str:
    """The ending that fits the content, such as `.png`; empty when it is no picture of a page and no PDF.

    Looks at the structure from the first to the last byte and at the size in pixels, and decodes nothing: a whole
    picture that shows no signature is for people to see.
    """
    for ending, holds in ((".png", _png), (".jpg", _jpeg), (".tif", _tiff), (".pdf", _pdf)):
        if holds(data):
            return ending
    return ""


def _large(width: int, height: int) -> bool:
    return width >= LEAST_PIXELS and height >= LEAST_PIXELS


def _png(data: bytes) -> bool:
    """PNG (ISO/IEC 15948), 5.2, 11.2.2 and 11.2.5: the header first, image data, the end last."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") or len(data) < 33:
        return False
    width, height = struct.unpack(">II", data[16:24])
    return _large(width, height) and b"IDAT" in data and b"\x00\x00\x00\x00IEND\xaeB`\x82" in data[-64:]


def _jpeg(data: bytes) -> bool:
    """JPEG (ITU-T T.81), B.1.1 and B.2.2: segments up to the frame header, which tells the size; the end marker."""
    if not data.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in data[-4096:]:
        return False
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if place + 9 > len(data) or data[place] != 0xFF:
            return False
        # Any number of fill bytes may stand before a marker (B.1.1.2).
        after = _NO_FILL.search(data, place)
        if after is None:
            return False
        place, marker = after.start() - 1, data[after.start()]
        if place + 9 > len(data):
            return False
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            # A height of zero is told later, behind the first scan (B.2.5).
            return _large(width, height or LEAST_PIXELS)
        (length,) = struct.unpack(">H", data[place + 2 : place + 4])
        if length < 2:
            return False
        place += 2 + length
    return False


def _tiff(data: bytes) -> bool:
    """TIFF 6.0, section 2: the directory of the first page lies inside the file and tells its size."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        return False
    (place,) = struct.unpack(f"{order}I", data[4:8])
    if place < 8 or place + 2 > len(data):
        return False
    (count,) = struct.unpack(f"{order}H", data[place : place + 2])
    if place + 2 + 12 * count > len(data):
        return False
    sizes = {}
    for start in range(place + 2, place + 2 + 12 * count, 12):
        tag, kind, _ = struct.unpack(f"{order}HHI", data[start : start + 8])
        if tag in (_WIDTH, _HEIGHT):
            form = f"{order}H" if kind == 3 else f"{order}I"
            (sizes[tag],) = struct.unpack(form, data[start + 8 : start + 8 + struct.calcsize(form)])
    return _large(sizes.get(_WIDTH, 0), sizes.get(_HEIGHT, 0))


def _pdf(data: bytes) -> bool:
    """PDF (ISO 32000-2, 7.5): head, a page or packed objects, and the end with its way to the cross references."""
    head, end = _PDF.match(data), _PDF_END.search(data[-1024:])
    return head is not None and end is not None and _ONE_PAGE.search(data) is not None
