"""The engine fingerprint: what the bytes of a paper depend on besides the assessment.

Same assessment and same fingerprint, same bytes. It stands in the paper's XMP and in `yanpan doctor`, never in
assessment.json, which is the same on every machine.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from yanpan.data import data_folder

_PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinyhtml5", "tinycss2", "cssselect2", "jinja2", "segno")
_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
_HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")
_FRIBIDI = ("libfribidi.so.0", "libfribidi.0.dylib", "libfribidi-0.dll")
_FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
_FREETYPE = ("libfreetype.so.6", "libfreetype.6.dylib", "libfreetype-6.dll")
_UNKNOWN = "?"


@cache
def fingerprint() -> str:
    """16 hex digits over templates, style sheet, fonts, this room's code and the versions of `engine_parts`."""
    found = hashlib.blake2b(digest_size=8)
    for name, value in engine_parts():
        found.update(f"{name} {value}\n".encode())
    for file in _own_files():
        found.update(file.name.encode() + b"\0" + hashlib.blake2b(file.read_bytes()).digest())
    return found.hexdigest()


def engine_parts() -> tuple[tuple[str, str], ...]:
    """Name and version of every library that lays out, shapes or compresses a paper; `?` for one that is not there."""
    return (
        *((name, _package(name)) for name in _PACKAGES),
        ("pango", _said(_PANGO, "pango_version_string")),
        ("harfbuzz", _said(_HARFBUZZ, "hb_version_string")),
        ("fribidi", _fribidi()),
        ("fontconfig", _fontconfig()),
        ("freetype", _freetype()),
        ("zlib", zlib.ZLIB_RUNTIME_VERSION),
    )


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _UNKNOWN


def _own_files() -> Iterator[Path]:
    for folder, endings in ((data_folder("report_templates"), None), (Path(__file__).parent, {".py"})):
        yield from sorted(
            path
            for path in folder.rglob("*")
            if path.is_file()
            and "__pycache__" not in path.parts
            and (endings is None or path.suffix in endings)
        )


def _library(names: Iterable[str]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _said(names: Iterable[str], function: str) -> str:
    """What a library says of its version."""
    library = _library(names)
    if library is None:
        return _UNKNOWN
    ask = getattr(library, function)
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


def _fribidi() -> str:
    """FriBidi says its version in a text of several lines: `(GNU FriBidi) 1.0.8 …`."""
    library = _library(_FRIBIDI)
    if library is None:
        return _UNKNOWN
    words = ctypes.c_char_p.in_dll(library, "fribidi_version_info").value or b""
    found = re.search(rb"\d+(?:\.\d+)+", words)
    return found[0].decode() if found else _UNKNOWN


def _fontconfig() -> str:
    library = _library(_FONTCONFIG)
    return str(library.FcGetVersion()) if library else _UNKNOWN


def _freetype() -> str:
    """FreeType tells its version only to who has begun to use it."""
    library = _library(_FREETYPE)
    begun = ctypes.c_void_p()
    if library is None or library.FT_Init_FreeType(ctypes.byref(begun)):
        return _UNKNOWN
    parts = [ctypes.c_int() for _ in range(3)]
    library.FT_Library_Version(begun, *map(ctypes.byref, parts))
    library.FT_Done_FreeType(begun)
    return ".".join(str(part.value) for part in parts)
