"""Pages as a scanner gives them: small, whole files of each kind that a case folder takes."""

from __future__ import annotations

import struct
import zlib


def png(mark: str = "a page", *, width: int = 120, height: int = 160) -> bytes:
    """A white PNG; another `mark` gives another file."""
    rows = b"\x00" + b"\xff" * width

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"tEXt", b"Comment\x00" + mark.encode("unicode_escape"))]
    parts += [chunk(b"IDAT", zlib.compress(rows * height)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg(*, width: int = 120, height: int = 160) -> bytes:
    """The segments of a baseline JPEG; the picture data is short."""
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00H\x00H\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return head + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00" * 64 + b"\xff\xd9"


def tiff(order: str = "<", *, width: int = 120, height: int = 160) -> bytes:
    """A TIFF with one directory that tells width (SHORT) and height (LONG)."""
    head = {"<": b"II*\x00", ">": b"MM\x00*"}[order] + struct.pack(f"{order}I", 8)
    wide = struct.pack(f"{order}HHIHH", 0x100, 3, 1, width, 0)
    high = struct.pack(f"{order}HHII", 0x101, 4, 1, height)
    return head + struct.pack(f"{order}H", 2) + wide + high + struct.pack(f"{order}I", 0) + b"\xff" * 64


def pdf() -> bytes:
    """The shape of a scanned page in a PDF."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 2>>\n"
    return body + b"startxref\n38\n%%EOF\n"
