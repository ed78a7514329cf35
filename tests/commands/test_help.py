"""`--help` and `--version`: what a newcomer reads, in Chinese throughout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from program import Done, Run, environment, yanpan

LIBRARY_WORDS = (
    "Usage", "Options", "Arguments", "Commands", "Show this", "and exit", "Install completion", "Show completion",
    "required", "default", "<path>", "<int", "<text", "<list", "INTEGER", "RANGE", "TEXT", "PATH", "Did you",
)  # fmt: skip


@cache
def commands() -> dict[tuple[str, ...], Done]:
    """The help page of every command, found by reading help: (), ("assess",), ("keys", "trial") …"""
    with tempfile.TemporaryDirectory() as home:
        return dict(_below((), Path(home)))


def _below(words: tuple[str, ...], home: Path) -> Iterator[tuple[tuple[str, ...], Done]]:
    done = yanpan(*words, "--help", home=home)
    yield words, done
    _, found, listed = done.out.partition("命令：\n")
    if found:
        for name in re.findall(r"^  ([a-z][a-z-]*)(?:  |$)", listed, re.MULTILINE):
            yield from _below((*words, name), home)


@pytest.mark.long
def test_the_commands_of_the_design_are_there() -> None:
    wanted = {
        "assess",
        "show",
        "list",
        "edit",
        "report",
        "explain",
        "what-if",
        "batch",
        "sign",
        "verify",
        "keys",
        "pack",
        "schema",
        "doctor",
    }
    assert wanted <= {words[0] for words in commands() if words}


def test_help_is_in_chinese_and_ends_well() -> None:
    for words, done in commands().items():
        assert (done.code, done.err) == (0, ""), words
        assert "用法：" in done.out, words
        english = [word for word in LIBRARY_WORDS if word in done.out]
        assert english == [], (words, english, done.out)


def test_every_option_is_explained() -> None:
    for words, done in commands().items():
        for line in re.findall(r"^  (-.*)$", done.out, re.MULTILINE):
            assert re.search(r"[\u4e00-\u9fff]", line), (words, line)


def test_every_command_takes_the_common_options() -> None:
    groups = {words[:-1] for words in commands() if words}
    for words, done in commands().items():
        if words not in groups:
            for option in ("--json", "--quiet"):
                assert option in done.out, (words, option)


def test_version_is_one_line(run: Run) -> None:
    done = run("--version")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"yanpan \d+\.\d+\.\d+\S*\n", done.out)


def test_help_loads_nothing_heavy(home: Path) -> None:
    """What makes papers, signatures, screens and tables is loaded by the command that needs it."""
    heavy = (
        "weasyprint",
        "pyhanko",
        "cryptography",
        "questionary",
        "prompt_toolkit",
        "jinja2",
        "asyncio",
        "yaml",
    )
    code = (
        "import sys, json\nfrom yanpan.commands.main import run\nsys.argv = ['yanpan', '--help']\n"
        "try: run()\nexcept SystemExit: pass\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(home))
    loaded = json.loads(done.stderr)
    assert [name for name in heavy if name in loaded] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_the_commands(shell: str, run: Run) -> None:
    words = {
        "bash": {"COMP_WORDS": "yanpan ver", "COMP_CWORD": "1"},
        "zsh": {"_TYPER_COMPLETE_ARGS": "yanpan ver"},
        "fish": {"_TYPER_COMPLETE_ARGS": "yanpan ver", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    done = run(env={"_YANPAN_COMPLETE": f"complete_{shell}"} | words)
    assert "verify" in done.out, done


def test_nothing_is_loaded_before_ctrl_c_can_be_heard() -> None:
    code = "import sys; import yanpan.start; print(*(m for m in sys.modules if m.startswith('yanpan')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"yanpan", "yanpan.start"}
