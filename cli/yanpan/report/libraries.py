"""The system libraries that set the paper: are they here, which versions, and the one line that installs them.

WeasyPrint opens them by name when it is imported. The same names are tried here, so that a missing library
is told before the work begins, in words, and not by WeasyPrint's own English. WeasyPrint itself can do without
libharfbuzz-subset; a paper cannot: fonts cut down without it differ at each run. Not imported: WeasyPrint.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import platform
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yanpan.errors import ReportFailed


@dataclass(frozen=True)
class Library:
    """One library: what people call it, and the names under which WeasyPrint looks for it."""

    name: str
    names: tuple[str, ...]


LIBRARIES: Final = tuple(
    Library(name, tuple(names.split()))
    for name, names in (
        (
            "libgobject",
            "libgobject-2.0-0 gobject-2.0-0 gobject-2.0"
            " libgobject-2.0.so.0 libgobject-2.0.0.dylib libgobject-2.0-0.dll",
        ),
        (
            "libpango",
            "libpango-1.0-0 pango-1.0-0 pango-1.0 libpango-1.0.so.0 libpango-1.0.dylib libpango-1.0-0.dll",
        ),
        (
            "libharfbuzz",
            "libharfbuzz-0 harfbuzz harfbuzz-0.0 libharfbuzz.so.0 libharfbuzz.0.dylib libharfbuzz-0.dll",
        ),
        (
            "libharfbuzz-subset",
            "libharfbuzz-subset-0 harfbuzz-subset harfbuzz-subset-0.0"
            " libharfbuzz-subset.so.0 libharfbuzz-subset.0.dylib libharfbuzz-subset-0.dll",
        ),
        (
            "libfontconfig",
            "libfontconfig-1 fontconfig-1 fontconfig"
            " libfontconfig.so.1 libfontconfig.1.dylib libfontconfig-1.dll",
        ),
        (
            "libpangoft2",
            "libpangoft2-1.0-0 pangoft2-1.0-0 pangoft2-1.0"
            " libpangoft2-1.0.so.0 libpangoft2-1.0.dylib libpangoft2-1.0-0.dll",
        ),
    )
)

OLDEST_PANGO: Final = (1, 50)


class System(StrEnum):
    """The systems whose install line is known; the value is what people call them."""

    DEBIAN = "Debian、Ubuntu、统信、麒麟桌面版"
    FEDORA = "Fedora、openEuler、麒麟服务器版"
    MACOS = "macOS"
    WINDOWS = "Windows"


INSTALL_LINES: Final = {
    System.DEBIAN: "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    System.FEDORA: "sudo dnf install -y pango harfbuzz fontconfig",
    System.MACOS: 'brew install pango && export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"',
    # In the UCRT64 window of MSYS2; WeasyPrint looks into its folder by itself.
    System.WINDOWS: "pacman -S --noconfirm mingw-w64-ucrt-x86_64-pango",
}
"""One line for each system. Every one of them brings harfbuzz, fontconfig, fribidi and glib along."""


def missing_libraries() -> tuple[str, ...]:
    """The names of those that cannot be loaded; a Pango that is too old counts, with what is wanted.

    >>> missing_libraries()
    ()
    """
    missing = [one.name for one in LIBRARIES if _open(one) is None]
    pango = library_versions().get("libpango", "")
    if pango and _numbers(pango) < OLDEST_PANGO:
        missing.append(f"libpango {'.'.join(map(str, OLDEST_PANGO))}（现有 {pango}）")
    return tuple(missing)


def library_versions() -> dict[str, str]:
    """Each library that loads, with its version, or nothing for one that does not tell."""
    versions = {}
    for one in LIBRARIES:
        if opened := _open(one):
            versions[one.name] = _version(opened, one.name)
    # It is built with libharfbuzz and speaks only through it.
    if "libharfbuzz-subset" in versions:
        versions["libharfbuzz-subset"] = versions.get("libharfbuzz", "")
    return versions


def check_libraries() -> None:
    """Raises `ReportFailed`, with the line to type on this very system, unless every library loads."""
    if missing := missing_libraries():
        raise ReportFailed(f"缺 {'、'.join(missing)}，不出文书", remedy=install_remedy())


def install_remedy() -> str:
    """What to do here, as the end of a message."""
    system = this_system()
    if system is None:
        return "用本系统自己的方法安装 pango（1.50 以上）、harfbuzz（带 libharfbuzz-subset）和 fontconfig。"
    where = "在 MSYS2 的 UCRT64 窗口里" if system is System.WINDOWS else ""
    return f"{where}运行 “{INSTALL_LINES[system]}”。"


def this_system() -> System | None:
    """Which install line fits here. Makers who ship both kinds of system are told by the tool that is there."""
    if sys.platform == "darwin":
        return System.MACOS
    if sys.platform == "win32":
        return System.WINDOWS
    try:
        said = platform.freedesktop_os_release()
    except OSError:
        said = {}
    words = {*said.get("ID", "").lower().split(), *said.get("ID_LIKE", "").lower().split()}
    if words & {"debian", "ubuntu", "deepin"}:
        return System.DEBIAN
    if words & {"fedora", "rhel", "centos", "openeuler", "anolis"}:
        return System.FEDORA
    if shutil.which("apt-get"):
        return System.DEBIAN
    return System.FEDORA if shutil.which("dnf") else None


def _open(library: Library) -> ctypes.CDLL | None:
    if sys.platform == "win32":
        _look_where_weasyprint_looks()
    for name in library.names:
        with suppress(OSError):
            return ctypes.CDLL(name)
    # Slow, as it asks other programs: only before giving up.
    for name in library.names:
        with suppress(OSError):
            if found := ctypes.util.find_library(name):
                return ctypes.CDLL(found)
    return None


def _look_where_weasyprint_looks() -> None:
    folders = os.environ.get(
        "WEASYPRINT_DLL_DIRECTORIES",
        r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin",
    )
    if add := getattr(os, "add_dll_directory", None):
        for folder in folders.split(";"):
            with suppress(OSError):
                add(folder)


def _version(opened: ctypes.CDLL, name: str) -> str:
    with suppress(AttributeError):
        if name == "libfontconfig":
            number = int(opened.FcGetVersion())
            return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
        ask = {"libpango": "pango_version_string", "libharfbuzz": "hb_version_string"}.get(name)
        if ask:
            function = opened[ask]
            function.restype = ctypes.c_char_p
            return str(function().decode())
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
