"""`yanpan show` and `yanpan list`: the result again, and many cases at a glance."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from program import ANSWERS, NUMBER, YANPAN, Done, Keys, Run, check_refused, environment, listing

from yanpan.assessment import encode, read_assessment
from yanpan.interview.paint import cells

Case = Callable[[str], Path]


def on_eighty_columns(*words: str | Path, home: Path) -> list[str]:
    """The lines of a run on a terminal of eighty columns."""
    master, slave = pty.openpty()
    running = subprocess.Popen(
        [str(YANPAN), *map(str, words)], env=environment(home, COLUMNS="80", NO_COLOR="1"), stdout=slave, stderr=slave,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(slave)
    parts = []
    try:
        while part := os.read(master, 65536):
            parts.append(part)
    except OSError:
        pass
    os.close(master)
    assert running.wait(60) == 0
    return b"".join(parts).decode().splitlines()


def changed(folder: Path, **fields: object) -> Path:
    """The case with other values in its record, which is then canonical, if untrue."""
    file = folder / "assessment.json"
    file.write_bytes(encode(msgspec.structs.replace(read_assessment(file.read_bytes()), **fields)))
    return folder


def later(folder: Path, *, days: int) -> Path:
    """The case with another end."""
    record = read_assessment((folder / "assessment.json").read_bytes())
    ends = record.validity.expires_at + timedelta(days=days)
    return changed(folder, validity=msgspec.structs.replace(record.validity, expires_at=ends))


# ── show ──


def test_show_is_the_screen_that_assess_ended_with(assess: Run, run: Run, out: Path) -> None:
    first = assess("high.yaml", "--no-pdf")
    done = run("show", out / NUMBER)
    assert (done.code, done.err) == (0, "")
    summary = first.out.partition("文书")[0]
    assert done.out.startswith(summary)
    assert "签批        没有文书" in done.out
    assert "有效期      到 20" in done.out


def test_show_says_whose_turn_it_is(run: Run, case: Case, signed: Path, keys: Keys) -> None:
    done = run("show", case("high"))
    assert "轮到 执法人员（officer）" in done.out
    assert "assessment.pdf" in done.out
    assert "已签齐，1 人里签了 1 人" in run("show", signed).out


def test_show_says_that_it_expired(run: Run, case: Case) -> None:
    done = run("show", later(case("medium"), days=-365))
    assert (done.code, done.err) == (0, "")
    assert "过期" in done.out
    assert "轮到" not in done.out


def test_show_for_machines(run: Run, case: Case) -> None:
    folder = case("prohibited")
    told = run("show", folder, "--json").json
    assert told["assessment"] == json.loads((folder / "assessment.json").read_bytes())
    assert (told["grade"]["initial"], told["red_lines"], told["signing"], told["next"]) == (
        "prohibited", 1, "turn", "officer",
    )  # fmt: skip
    assert (told["supersedes"], told["superseded_by"], told["expired"]) == (None, None, False)


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[" * 100_000])
def test_show_of_what_is_no_case_is_refused(content: bytes | None, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "1号"
    folder.mkdir()
    if content is not None:
        (folder / "assessment.json").write_bytes(content)
    check_refused(run("show", folder), says=str(folder))


def test_looking_writes_nothing(run: Run, case: Case) -> None:
    folder = case("medium")
    before = listing(folder.parent)
    for words in (["show", folder], ["list", folder.parent], ["list", folder]):
        assert run(*words).code == 0
    assert listing(folder.parent) == before
    assert not (folder / ".lock").exists()


# ── list ──


@pytest.fixture
def many(case: Case, signed: Path, tmp_path: Path) -> Path:
    """One case of each kind, under names that do not give the order away."""
    folder = tmp_path / "many"
    folder.mkdir()

    made = {grade: case(grade) for grade in ("low", "medium", "high", "prohibited")}

    def put(name: str, source: Path) -> Path:
        return Path(shutil.copytree(source, folder / name))

    put("g 读不了", made["low"])
    (folder / "g 读不了" / "assessment.json").write_bytes(b"{}")
    put("f 高风险", made["high"])
    put("e 低风险", made["low"])
    put("d 签齐", signed)
    later(put("c 过期", made["medium"]), days=-365)
    put("a", made["medium"])
    put(f"{NUMBER}（原1）", made["medium"])
    later(put(NUMBER, made["prohibited"]), days=1)
    changed(put("b 没答完", made["medium"]), missing=("crowd", "lacking"), signable=False)
    (folder / "别的").mkdir()
    (folder / "别的" / "说明.txt").touch()
    (folder / "说明.txt").touch()
    return folder


ORDER = [
    "g 读不了", "f 高风险", NUMBER, "a", "b 没答完", "e 低风险", "d 签齐", "c 过期", f"{NUMBER}（原1）",
]  # fmt: skip
"""Unreadable; unfinished by their end (seven days, fifteen, thirty); signed by all; expired; superseded."""


def rows(done: Done) -> dict[str, str]:
    """The line of each case by its name."""
    lines = done.out.splitlines()[1:]
    return {name: next(line for line in lines if line.startswith(f"{name} ")) for name in ORDER}


def test_what_needs_action_soon_comes_first(run: Run, many: Path) -> None:
    done = run("list", many)
    assert (done.code, done.err) == (0, "")
    told = run("list", many, "--json").json
    assert [Path(item["folder"]).name for item in told] == ORDER
    assert len(done.out.splitlines()) == len(ORDER) + 1
    found = rows(done)
    for name, words in {
        "g 读不了": ("读不了：不是完整的研判结果",),
        "f 高风险": ("高风险", "轮到 执法人员"),
        NUMBER: ("不得实施", "1条"),
        "b 没答完": ("不能签：2 题没答",),
        "d 签齐": ("中风险", "已签齐"),
        "c 过期": ("已过期", "没签齐"),
        f"{NUMBER}（原1）": ("已被替代",),
    }.items():
        for word in words:
            assert word in found[name], found[name]


def test_a_list_has_the_same_keys_for_every_case(run: Run, many: Path) -> None:
    broken, *others = told = run("list", many, "--json").json
    assert broken["error"] == "不是完整的研判结果文件"
    assert broken["grade"] is None
    assert {item["error"] for item in others} == {None}
    assert len({tuple(item) for item in told}) == 1
    assert {
        "folder",
        "case_number",
        "grade",
        "expires_at",
        "expired",
        "signing",
        "next",
        "superseded_by",
    } <= others[0].keys()


def test_columns_stand_under_each_other_on_eighty(home: Path, many: Path) -> None:
    (many / f"{'很长的案号' * 12}1号").symlink_to(many / "f 高风险", target_is_directory=True)
    lines = on_eighty_columns("list", many, home=home)
    assert max(map(cells, lines)) <= 80
    head = cells(lines[0].partition("初始")[0])
    for line in lines[2:]:
        left = next(i for i in range(len(line)) if cells(line[:i]) >= head)
        assert (cells(line[:left]), line[left - 1]) == (head, " "), line
        assert line[left:].startswith(("低风险", "中风险", "高风险", "不得实施")), line


def test_the_current_folder_is_the_default(run: Run, many: Path) -> None:
    assert run("list", cwd=many).out == run("list", many).out


def test_an_empty_folder_has_no_cases(run: Run, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    assert run("list", tmp_path / "leer").out == "这里没有案件。\n"
    assert run("list", tmp_path / "leer", "--json").json == []


def test_a_folder_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    check_refused(run("list", tmp_path / "没有"), says="没有这个文件夹")
    check_refused(run("list", ANSWERS / "low.yaml"), says="不是文件夹")


def test_a_list_of_many_opens_nothing_heavy(home: Path, many: Path) -> None:
    """No paper is printed and no signature judged: a folder may hold thousands."""
    code = (
        "import sys, json\nfrom yanpan.commands.main import run\nsys.argv = ['yanpan', 'list', sys.argv[1]]\n"
        "try: run()\nexcept SystemExit: pass\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    python = str(YANPAN.parent / "python")
    done = subprocess.run(
        [python, "-c", code, str(many)], capture_output=True, text=True, env=environment(home)
    )
    loaded = json.loads(done.stderr)
    assert [
        name for name in ("weasyprint", "pyhanko", "jinja2", "yanpan.verification.verify") if name in loaded
    ] == []


def test_lists_of_cases_that_were_never_printed(run: Run, assess: Run, out: Path) -> None:
    assert assess("low.yaml").code == 0
    done = run("list", out)
    assert "没有文书" in done.out
    assert "别的文件" not in done.out
