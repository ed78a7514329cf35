"""However yanpan is installed, it finds its questionnaires and its report templates."""

from __future__ import annotations

import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest


class Machine(Protocol):
    folder: Path

    def run(self, program: str, *arguments: str) -> str: ...

    def data_folder(self, name: str) -> Path: ...


Install = Callable[..., Machine]


def data_files(checkout: Path, *folders: str) -> set[str]:
    """The files under some folders that belong to the project, as git sees them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {name for name in listed.split("\0") if name and (checkout / name).is_file()}


def check_it_works(machine: Machine) -> None:
    assert "gd-563" in machine.run("yanpan", "pack", "list")
    assert (machine.data_folder("questionnaires") / "gd-563" / "questionnaire.yaml").is_file()
    assert any((machine.data_folder("report_templates") / "fonts").iterdir())


@pytest.mark.long
def test_pip_install_of_the_checkout(install: Install, checkout: Path) -> None:
    machine = install(checkout)
    check_it_works(machine)
    assert machine.data_folder("questionnaires").is_relative_to(machine.folder)


@pytest.mark.long
def test_pip_install_editable_reads_the_checkouts_own_data(install: Install, checkout: Path) -> None:
    machine = install("-e", checkout)
    check_it_works(machine)
    assert machine.data_folder("questionnaires") == checkout / "questionnaires"
    assert machine.data_folder("report_templates") == checkout / "report_templates"
    copies = [path for path in machine.folder.rglob("*.yaml") if "gd-563" in path.parts]
    assert copies == [], "a copy would go stale while the checkout changes"


@pytest.mark.long
def test_pip_install_of_the_wheel(install: Install, wheel: Path) -> None:
    check_it_works(install(wheel))


def test_pip_install_of_the_sdist(install: Install, sdist: Path) -> None:
    check_it_works(install(sdist))


def test_every_module_imports_with_no_more_than_the_declared_dependencies(
    install: Install, wheel: Path
) -> None:
    machine = install(wheel)
    code = (
        "import importlib, pkgutil, yanpan\n"
        "for module in pkgutil.walk_packages(yanpan.__path__, 'yanpan.'):\n"
        "    try:\n"
        "        importlib.import_module(module.name)\n"
        "    except ModuleNotFoundError as error:\n"
        "        print(module.name, 'lacks', error.name)\n"
        "    else:\n"
        "        print(module.name)"
    )
    lines = machine.run("python", "-c", code).splitlines()
    assert {"yanpan.commands.main", "yanpan.signature.stamp", "yanpan.report.setting"} <= set(lines)
    # `pip install yanpan[token]` brings this one; without it everything else works.
    assert {line.partition(" lacks ")[2] for line in lines} - {""} <= {"pkcs11"}
    assert [line for line in lines if line.startswith("yanpan.commands") and " lacks " in line] == []


def test_the_wheel_holds_every_data_file_and_nothing_else(wheel: Path, checkout: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    data = data_files(checkout, "questionnaires", "report_templates")
    package = {name.removeprefix("cli/") for name in data_files(checkout, "cli/yanpan")}
    here = {name for name in names if ".dist-info/" not in name}
    assert here == package | {f"yanpan/{name}" for name in data}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_sdist_holds_what_the_wheel_is_built_from(sdist: Path, checkout: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert data_files(checkout, "cli/yanpan", "questionnaires", "report_templates") <= names
    assert {"LICENSE", "README.md", "pyproject.toml"} <= names


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("folder", ["questionnaires", "report_templates"])
def test_data_folders_hold_no_code(folder: str, checkout: Path) -> None:
    code = [
        path.name for path in (checkout / folder).rglob("*") if path.suffix in {".py", ".pyc", ".so", ".pth"}
    ]
    assert code == []


def test_every_font_stands_beside_its_licence(checkout: Path) -> None:
    fonts = checkout / "report_templates" / "fonts"
    licences = {path.name for path in fonts.glob("*.txt")}
    assert list(fonts.glob("*.[ot]tf"))
    assert {name for name in licences if "OFL" in name}
    assert {name for name in licences if "GPL" in name}
