"""Wheels, sdists and fresh environments, made offline with the builder the development environment holds."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command as a stranger's shell would, and return what it said on stdout."""
    # No PYTHONPATH and no active environment may help it find yanpan; pip's own settings stay out.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PIP_", "VIRTUAL_"))
    }
    environment = kept | {"PIP_CONFIG_FILE": os.devnull, "PYTHONDONTWRITEBYTECODE": "1"}
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


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., Machine]:
    """`install("-e", checkout)` is `pip install -e checkout` in a new environment."""

    def install(*what: str | Path) -> Machine:
        folder = tmp_path / "venv"
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=tmp_path)
        machine = Machine(folder, elsewhere)
        # Third-party packages and the builder are borrowed from the development environment; its own
        # yanpan is not, since a path added by a .pth file has its .pth files ignored.
        site = machine.run("python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
        (Path(site.strip()) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
        pip = (
            sys.executable,
            "-m",
            "pip",
            "--python",
            folder / "bin" / "python",
            "--disable-pip-version-check",
        )
        run(*pip, "install", "-q", "--no-index", "--no-deps", "--no-build-isolation", *what, cwd=tmp_path)
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
