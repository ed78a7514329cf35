"""Wheels, sdists and fresh environments, made offline with the builder the development environment holds."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path, **more: str) -> str:
    """Run a command as a stranger's shell would, and return what it said on stdout."""
    # No PYTHONPATH and no active environment may help it find yanpan; pip's own settings stay out.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PIP_", "VIRTUAL_"))
    }
    environment = kept | {"PIP_CONFIG_FILE": os.devnull, "PYTHONDONTWRITEBYTECODE": "1"} | more
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Machine:
    """A fresh virtual environment that yanpan was installed into, and an empty folder to stand in."""

    folder: Path
    elsewhere: Path

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the environment from the empty folder, and return what it printed."""
        return run(self.folder / "bin" / program, *arguments, cwd=self.elsewhere)

    def data_folder(self, name: str) -> Path:
        """Where this installation finds its questionnaires or its report templates."""
        code = f"from yanpan.data import data_folder; print(data_folder({name!r}))"
        return Path(self.run("python", "-c", code).strip())


def needed(requirements: list[str], found: dict[str, Distribution] | None = None) -> dict[str, Distribution]:
    """The distributions that pip would bring for these requirements, taken from the running environment."""
    found = {} if found is None else found
    for requirement in map(Requirement, requirements):
        key = f"{requirement.name}[{','.join(sorted(requirement.extras))}]"
        if key in found:
            continue
        found[key] = distribution(requirement.name)
        extras = ["", *requirement.extras]
        needed(
            [
                text
                for text in found[key].requires or ()
                if not (marker := Requirement(text).marker)
                or any(marker.evaluate({"extra": extra}) for extra in extras)
            ],
            found,
        )
    return found


@pytest.fixture(scope="session")
def dependencies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what `pyproject.toml` asks for and what that needs, and nothing for developers."""
    folder = tmp_path_factory.mktemp("dependencies")
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    for one in needed(project["project"]["dependencies"]).values():
        for top in {file.parts[0] for file in one.files or ()} - {"..", "__pycache__"}:
            if not (folder / top).exists():
                (folder / top).symlink_to(one.locate_file(top))
    return folder


@pytest.fixture
def install(tmp_path: Path, dependencies: Path) -> Callable[..., Machine]:
    """`install("-e", checkout)` is `pip install -e checkout` in a new environment."""

    def install(*what: str | Path) -> Machine:
        folder, elsewhere = tmp_path / "venv", tmp_path / "elsewhere"
        elsewhere.mkdir()
        run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=tmp_path)
        machine = Machine(folder, elsewhere)
        pip = (
            sys.executable,
            "-m",
            "pip",
            "--python",
            folder / "bin" / "python",
            "--disable-pip-version-check",
        )
        offline = ("--no-index", "--no-deps", "--no-build-isolation")
        # The builder is borrowed from the development environment, for the building only.
        run(*pip, "install", "-q", *offline, *what, cwd=tmp_path, PYTHONPATH=sysconfig.get_path("purelib"))
        site = machine.run("python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
        (Path(site.strip()) / "dependencies.pth").write_text(f"{dependencies}\n")
        return machine

    return install


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", out, cwd=CHECKOUT)
    return next(out.glob("*.tar.gz"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=CHECKOUT)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT
