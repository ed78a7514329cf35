"""The archive for closed networks: what goes into it, and that its installer takes nothing damaged."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
DEMOLITION = "docs/examples/demolition.yaml"


def load_script(name: str) -> Any:
    """A script of the project as a module; it has no suffix."""
    loader = SourceFileLoader(name, str(CHECKOUT / "scripts" / name))
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = sys.modules[name] = module_from_spec(spec)
    loader.exec_module(module)
    return module


bundle = load_script("bundle")
LOCK = tomllib.loads((CHECKOUT / "uv.lock").read_text(encoding="utf-8"))
TARGETS = bundle.every_target()


def test_four_pythons_on_two_kinds_of_machine_are_packed_for() -> None:
    assert [target.name for target in TARGETS] == [
        "cp311-x86_64", "cp311-aarch64", "cp312-x86_64", "cp312-aarch64",
        "cp313-x86_64", "cp313-aarch64", "cp314-x86_64", "cp314-aarch64",
    ]  # fmt: skip


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_locked_package_has_a_wheel_for_every_target(target: Any) -> None:
    wheels, without = bundle.choose_wheels(LOCK, target)
    assert without == []
    names = {wheel.package for wheel in wheels}
    assert {"weasyprint", "cryptography", "python-pkcs11", "pip"} <= names
    # Developers' tools, other systems' packages and yanpan itself are not in the lock's part of it.
    assert names.isdisjoint({"pytest", "colorama", "brotlicffi", "yanpan"})


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_its_wheels_are_for_its_machine_and_for_c_libraries_of_2018(target: Any) -> None:
    other = next(machine for machine in bundle.MACHINES if machine != target.machine)
    for wheel in bundle.choose_wheels(LOCK, target)[0]:
        built_for = wheel.file.removesuffix(".whl").rpartition("-")[2]
        assert other not in built_for
        if built_for != "any":
            assert min(map(int, re.findall(r"manylinux_2_(\d+)", built_for)), default=99) <= 28, wheel.file


def test_what_pip_is_given_names_one_file_of_one_version_each() -> None:
    wheels, _ = bundle.choose_wheels(LOCK, TARGETS[0])
    lines = bundle.requirements(wheels).splitlines()
    assert len(lines) == len(wheels) > 40
    assert all(re.fullmatch(r"[a-z0-9.-]+==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)


def test_a_package_without_a_fitting_wheel_is_named() -> None:
    lock = {
        "package": [
            {"name": "yanpan", "dependencies": [{"name": "odd"}, {"name": "windows", "marker": "sys_platform == 'win32'"}]},
            {"name": "odd", "version": "1", "wheels": [
                {"url": "x/odd-1-cp311-cp311-win_amd64.whl", "hash": "sha256:0"},
                {"url": "x/odd-1-cp311-cp311-manylinux_2_17_aarch64.whl", "hash": "sha256:0"},
            ]},
            {"name": "windows", "version": "1"},
            {"name": "pip", "version": "1", "wheels": [{"url": "x/pip-1-py3-none-any.whl", "hash": "sha256:1"}]},
        ]
    }  # fmt: skip
    assert bundle.choose_wheels(lock, bundle.Target("3.11", "x86_64"))[1] == ["odd"]
    assert bundle.choose_wheels(lock, bundle.Target("3.11", "aarch64"))[1] == []


def test_package_lists_are_read_one_dictionary_a_package() -> None:
    text = "Package: a\nVersion: 1:2\nDescription: one\n two\n\nPackage: b\nVersion: 3\n\n"
    found = list(bundle.stanzas(text))
    assert [(one["Package"], one["Version"]) for one in found] == [("a", "1:2"), ("b", "3")]
    assert found[0]["text"].endswith("one\n two")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An unpacked archive that is whole, with next to nothing in it."""
    folder = tmp_path / "yanpan-0-bundle"
    for name in ("wheels", "requirements"):
        (folder / name).mkdir(parents=True)
    (folder / "wheels" / "yanpan-0-py3-none-any.whl").write_bytes(b"one")
    (folder / "requirements" / "cp10-vax.txt").write_text("yanpan==0\n")
    (folder / "bundle.json").write_text(
        json.dumps({"yanpan": "0", "system": "debian 12", "targets": ["cp10-vax"]})
    )
    shutil.copy(CHECKOUT / "scripts" / "bundle-install", folder / "install.sh")
    bundle.write_sums(folder)
    return folder


def install(folder: Path, prefix: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(folder / "install.sh"), "--prefix", str(prefix)], cwd=prefix.parent, capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(prefix.parent), "LANG": "C.UTF-8"} | env,
    )  # fmt: skip


def damage(folder: Path) -> None:
    (folder / "wheels" / "yanpan-0-py3-none-any.whl").write_bytes(b"two")


def lose(folder: Path) -> None:
    (folder / "bundle.json").unlink()


def add(folder: Path) -> None:
    (folder / "wheels" / "cryptography-99-py3-none-any.whl").write_bytes(b"strange")


def empty_the_list(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text("")


@pytest.mark.parametrize(
    ("what", "says"),
    [(damage, "文件坏了"), (lose, "文件坏了"), (add, "清单以外"), (empty_the_list, "文件坏了")],
    ids=["damaged", "lost", "added", "without list"],
)
def test_the_installer_takes_nothing_damaged_and_writes_nothing(
    what: Any, says: str, folder: Path, tmp_path: Path
) -> None:
    what(folder)
    done = install(folder, tmp_path / "prefix")
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr
    assert "怎么办：" in done.stderr
    assert not (tmp_path / "prefix").exists()


def test_a_machine_that_it_was_not_packed_for_is_told_what_it_holds(folder: Path, tmp_path: Path) -> None:
    done = install(folder, tmp_path / "prefix")
    assert done.returncode == 1
    assert "没有找到合适的 Python（本包有：cp10-vax；" in done.stderr
    assert not (tmp_path / "prefix").exists()


def test_the_same_files_give_the_same_archive(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        for path in folder.rglob("*"):
            os.utime(path, (len(name) * 1000, 5))
        bundle.write_archive(folder, tmp_path / f"{name}.tar.gz", moment=1_000_000_000)
    one, two = ((tmp_path / f"{name}.tar.gz").read_bytes() for name in ("one", "two"))
    assert one == two
    with tarfile.open(tmp_path / "one.tar.gz") as tar:
        assert tar.getnames()[0] == "yanpan-0-bundle"
        assert {entry.name for entry in tar if entry.mode & 0o111 and entry.isfile()} == {
            "yanpan-0-bundle/install.sh"
        }


@pytest.mark.long
def test_a_machine_without_the_subset_library_gets_yanpan_and_the_library_from_the_archive(
    tmp_path: Path,
) -> None:
    """Packed for this machine and installed on it, its own library hidden by a damaged one."""
    packed = subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts" / "bundle"), "--here", "--out", str(tmp_path)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert packed.returncode == 0, packed.stderr
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # type: ignore[arg-type]  # noqa: S202
    (folder,) = tmp_path.glob("yanpan-*-bundle")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "libharfbuzz-subset.so.0").touch()
    # Nothing may come from elsewhere: what pip would ask for a package is not there.
    lonely = {
        "LD_LIBRARY_PATH": str(hidden),
        "https_proxy": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    prefix = tmp_path / "prefix"
    done = install(folder, prefix, **lonely)
    assert done.returncode == 0, done.stderr
    assert "系统里缺出文书的库：libharfbuzz-subset" in done.stdout

    def yanpan(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(prefix / "bin" / "yanpan"), *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"} | lonely,
        )  # fmt: skip

    assert yanpan("doctor").returncode == 0
    out = tmp_path / "cases"
    out.mkdir()
    assert yanpan("assess", "--answers", folder / DEMOLITION, "--out", out).returncode == 0
    (paper,) = out.glob("*/assessment.pdf")
    assert paper.read_bytes().startswith(b"%PDF-")
    # Nobody has signed it yet: it cannot be judged, and that is what is said.
    assert yanpan("verify", paper).returncode == 6
