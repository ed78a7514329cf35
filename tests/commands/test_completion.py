"""What a Tab offers: roles, grades, acts, cases, questionnaires; never an error, never a name that a shell would run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from program import NUMBER, SMALL, Run, environment

Case = Callable[[str], Path]
SHELLS = ("bash", "zsh", "fish")


def offered(run: Run, line: str, shell: str = "bash", cwd: Path | None = None) -> list[str]:
    """The words that a shell is given for the last word of a line."""
    words = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    done = run(env={"_YANPAN_COMPLETE": f"complete_{shell}"} | words, **({"cwd": cwd} if cwd else {}))
    assert done.err == "", done
    if shell == "zsh":
        return (
            [part.partition('"')[0] for part in done.out.split('\n"')]
            if '"' not in done.out
            else [
                item.split('"')[1]
                for item in done.out.replace("_arguments '*: :((", "").split("\n")
                if '"' in item
            ]
        )
    return [item.partition("\t")[0] for item in done.out.split("\n") if item]


ROLES = ["officer", "co_officer", "section_head", "legal_review", "deputy_head", "unit_head"]


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("yanpan assess --sign-as ", ROLES),
        ("yanpan sign nowhere --as ", ROLES),
        ("yanpan sign nowhere --as c", ["co_officer"]),
        ("yanpan assess --fail-on ", ["medium", "high", "prohibited"]),
        ("yanpan assess --grade 高", ["高风险"]),
        ("yanpan sign nowhere --grade ", ["low", "medium", "high", "prohibited"]),
        ("yanpan pack print --act 强制拆除农", ["强制拆除农地上的建筑，恢复耕地"]),
        (f"yanpan assess --questionnaire {SMALL} --sign-as ", ["officer", "unit_head"]),
        ("yanpan pack lint gd", ["gd-563"]),
    ],
    ids=lambda value: value.partition(" ")[2].replace(str(SMALL), "small") if isinstance(value, str) else "",
)
def test_names_are_offered(line: str, words: list[str], shell: str, run: Run, out: Path) -> None:
    assert offered(run, line, shell, cwd=out) == words


def test_the_roles_of_the_case_in_the_line_are_offered(run: Run, case: Case) -> None:
    folder = case("high")
    signers = json.loads((folder / "assessment.json").read_bytes())["signers"]
    assert offered(run, f"yanpan sign {folder} --as ") == [signer["role"] for signer in signers]
    assert offered(run, f"yanpan sign {folder} --as 主") == ["主要负责人"]


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("shell", SHELLS)
def test_the_cases_below_the_folder_one_stands_in_are_offered(shell: str, run: Run, case: Case) -> None:
    folder = case("low")
    assert offered(run, "yanpan explain ", shell, cwd=folder.parent) == [NUMBER]
    above = folder.parent.parent
    assert offered(run, f"yanpan explain {folder.parent.name[0]}", shell, cwd=above) == [
        f"{folder.parent.name}/{NUMBER}"
    ]
    assert offered(run, f"yanpan report {folder.parent}/", shell) == [str(folder)]
    assert offered(run, "yanpan assess --like ", shell, cwd=folder.parent) == [NUMBER]


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "name", ["$(touch x)", "`x`", "a'b", 'a"b', "a;b", "a b", ".hidden", "\x1b[31m红", "a\nb", "x\u202ey"]
)
def test_a_folder_whose_name_is_more_than_a_name_is_not_offered(name: str, run: Run, tmp_path: Path) -> None:
    for folder in ("1号", name):
        (tmp_path / "cases" / folder).mkdir(parents=True)
        (tmp_path / "cases" / folder / "assessment.json").write_text("{}", encoding="utf-8")
    assert offered(run, "yanpan explain ", cwd=tmp_path / "cases") == ["1号"]


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "spoil",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"signers": 1}', b'{"signers": [{}]}', b"[" * 100_000],
    ids=["empty", "cut", "list", "bytes", "number", "no role", "deep"],
)
def test_a_spoilt_case_offers_nothing_and_says_nothing(spoil: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "assessment.json").write_bytes(spoil)
    assert offered(run, f"yanpan sign {tmp_path} --as ") in ([], ROLES)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("line", ["yanpan assess --questionnaire {x} --sign-as ", "yanpan pack print {x} --act ",
                                  "yanpan assess --questionnaire {x} --grade ", "yanpan explain {x}/"])  # fmt: skip
def test_a_place_that_is_nothing_offers_nothing(line: str, run: Run, tmp_path: Path) -> None:
    for place in ("nowhere", "folder", "file"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        (tmp_path / "file").write_text("x", encoding="utf-8")
        assert offered(run, line.format(x=tmp_path / place)) == []


def test_many_folders_are_not_all_looked_at(run: Run, tmp_path: Path) -> None:
    for i in range(60):
        for j in range(60):
            (tmp_path / f"a{i:02}" / f"b{j:02}").mkdir(parents=True)
    assert offered(run, "yanpan explain ", cwd=tmp_path) == []


def test_completion_loads_nothing_heavy(home: Path, case: Case) -> None:
    """A Tab waits for it: nothing of what makes papers, signatures and judgements is loaded."""
    heavy = ("weasyprint", "pyhanko", "cryptography", "questionary", "prompt_toolkit", "jinja2", "asyncio",
             "yanpan.questionnaire.compile", "yanpan.assessment", "yanpan.cases")  # fmt: skip
    code = (
        "import sys, json\nfrom yanpan.commands.main import run\nsys.argv = ['yanpan']\n"
        "try: run()\nexcept SystemExit: pass\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    line = f"yanpan sign {case('low')} --as "
    words = {"_YANPAN_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "4"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(home) | words
    )
    assert done.stdout.split() == ["officer"]
    assert [name for name in heavy if name in json.loads(done.stderr)] == []
