"""The libraries of the paper: the same as WeasyPrint's, told in words when one is missing."""

from __future__ import annotations

import ast
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from yanpan.errors import ReportFailed
from yanpan.report import libraries
from yanpan.report.libraries import INSTALL_LINES, LIBRARIES, System


def names_that_weasyprint_tries() -> dict[str, tuple[str, ...]]:
    """Each `x = _dlopen(ffi, 'name', …)` of the installed WeasyPrint, read, not run."""
    package = importlib.util.find_spec("weasyprint")
    assert package is not None and package.origin
    source = (Path(package.origin).parent / "text" / "ffi.py").read_text(encoding="utf-8")
    return {
        node.targets[0].id: tuple(arg.value for arg in node.value.args[1:])
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "_dlopen"
    }


def test_the_names_are_those_that_the_installed_weasyprint_tries() -> None:
    theirs = names_that_weasyprint_tries()
    # Not for text: it draws SVG glyphs, and WeasyPrint does without it.
    theirs.pop("harfbuzz_vector", None)
    ours = {one.name.removeprefix("lib").replace("-", "_"): one.names for one in LIBRARIES}
    assert ours == theirs


def test_nothing_is_missing_where_papers_are_made() -> None:
    libraries.check_libraries()
    versions = libraries.library_versions()
    assert set(versions) == {one.name for one in LIBRARIES}
    assert versions["libharfbuzz-subset"] == versions["libharfbuzz"] != ""


def test_looking_for_libraries_imports_no_weasyprint() -> None:
    code = (
        "import sys, yanpan.report.libraries as l; l.missing_libraries(); print('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_damaged_subset_library_is_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "libharfbuzz-subset.so.0").touch()
    code = (
        "from yanpan.errors import ReportFailed\n"
        "from yanpan.report.libraries import check_libraries\n"
        "try: check_libraries()\n"
        "except ReportFailed as error: print(error.exit_code, error.what)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"LD_LIBRARY_PATH": f"{tmp_path}:{os.environ.get('LD_LIBRARY_PATH', '')}"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "4 缺 libharfbuzz-subset，不出文书\n"


def test_an_old_pango_is_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "library_versions", lambda: {"libpango": "1.44.7"})
    with pytest.raises(ReportFailed, match=r"缺 libpango 1\.50（现有 1\.44\.7），不出文书"):
        libraries.check_libraries()


@pytest.mark.parametrize(
    ("said", "tool", "system"),
    [
        ({"ID": "debian"}, "", System.DEBIAN),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "", System.DEBIAN),
        ({"ID": "kylin", "ID_LIKE": "debian"}, "", System.DEBIAN),
        ({"ID": "uos"}, "apt-get", System.DEBIAN),
        ({"ID": "uos"}, "dnf", System.FEDORA),
        ({"ID": "Deepin"}, "", System.DEBIAN),
        ({"ID": "fedora"}, "", System.FEDORA),
        ({"ID": "openEuler"}, "", System.FEDORA),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "", System.FEDORA),
        ({"ID": "somethingelse"}, "", None),
    ],
)
def test_the_install_line_fits_the_system(
    said: dict[str, str], tool: str, system: System | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: said)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == tool else None)
    assert libraries.this_system() == system
    line = INSTALL_LINES[system] if system else "用本系统自己的方法安装"
    assert line in libraries.install_remedy()


@pytest.mark.parametrize(("name", "system"), [("darwin", System.MACOS), ("win32", System.WINDOWS)])
def test_other_systems_have_their_line(name: str, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", name)
    assert INSTALL_LINES[system] in libraries.install_remedy()
