"""What a newcomer reads and types holds true."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from yanpan.report.libraries import INSTALL_LINES, System

# Places that exist on one person's machine only.
PRIVATE_PATH = re.compile(r"(?<![\w.:/~}])/(?:home|root|work|opt|mnt|media|Users|private)/|file://")


def papers(checkout: Path) -> list[Path]:
    """What people read: the files at the top and the folder docs."""
    return [*checkout.glob("*.md"), *(checkout / "docs").rglob("*.md")]


@pytest.mark.parametrize("command", ["make demo", "make test", "make test-long", "make bundle"])
def test_the_readme_names_its_commands_and_make_knows_them(command: str, checkout: Path) -> None:
    assert command in (checkout / "README.md").read_text(encoding="utf-8")
    target = command.removeprefix("make ")
    listed = subprocess.run(["make", "help"], cwd=checkout, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^  {re.escape(command)} ", listed, re.MULTILINE), listed
    assert re.search(rf"^{target}:", (checkout / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_continuous_integration_runs_the_readmes_test_command(checkout: Path) -> None:
    lines = (checkout / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec make test"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_says_how_libraries_are_installed_as_doctor_does(readme: str, checkout: Path) -> None:
    text = (checkout / readme).read_text(encoding="utf-8")
    assert [line for line in INSTALL_LINES.values() if f"| `{line}` |" not in text] == []


def test_set_up_and_the_archive_bring_at_least_what_the_install_line_names(checkout: Path) -> None:
    named = {word for word in INSTALL_LINES[System.DEBIAN].split() if word.startswith("lib")}
    for script in ("system-packages", "bundle"):
        text = (checkout / "scripts" / script).read_text(encoding="utf-8")
        assert named <= set(re.findall(r"lib[a-z0-9.-]+", text)), script


def test_set_up_must_be_told_what_for(checkout: Path) -> None:
    done = subprocess.run([checkout / "scripts" / "system-packages"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "paper | tests" in done.stderr


def test_scripts_can_be_run(checkout: Path) -> None:
    scripts = [path for path in (checkout / "scripts").iterdir() if path.is_file()] + [
        checkout / ".ci" / "run"
    ]
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []


def test_papers_name_no_place_on_one_persons_machine(checkout: Path) -> None:
    found = {
        f"{path.relative_to(checkout)}:{number}: {line.strip()}"
        for path in papers(checkout)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PRIVATE_PATH.search(line)
    }
    assert found == set()


def test_links_between_papers_lead_somewhere(checkout: Path) -> None:
    broken = {
        f"{path.relative_to(checkout)}: {target}"
        for path in papers(checkout)
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    }
    assert broken == set()


def test_the_lock_takes_every_package_from_one_public_registry(checkout: Path) -> None:
    lock = tomllib.loads((checkout / "uv.lock").read_text(encoding="utf-8"))
    sources = [package["source"] for package in lock["package"] if package["name"] != "yanpan"]
    assert all(source.keys() == {"registry"} for source in sources)
    registries = {source["registry"] for source in sources}
    assert len(registries) == 1
    assert registries.pop().startswith("https://")


def test_the_lock_belongs_to_this_project_file(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((checkout / "uv.lock").read_text(encoding="utf-8"))
    (own,) = (package for package in lock["package"] if package["name"] == "yanpan")

    def names(requirements: list[str]) -> set[str]:
        return {
            re.split(r"[^A-Za-z0-9_.-]", one, maxsplit=1)[0].lower().replace("_", "-") for one in requirements
        }

    assert {one["name"] for one in own["metadata"]["requires-dist"]} == names(
        project["project"]["dependencies"]
    )
    for group, wanted in project["dependency-groups"].items():
        assert {one["name"] for one in own["metadata"]["requires-dev"][group]} == names(wanted)
