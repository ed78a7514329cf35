"""With `--json` an error is a document, too: a stable code, what is wrong, its place, its field, what to do."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from program import ANSWERS, SMALL, YANPAN, Run, check_message, environment

import yanpan.answers.draft
import yanpan.assessment
import yanpan.questionnaire.carried  # noqa: F401 - so that every kind of error is there
from yanpan.commands.failure import code_of, failure
from yanpan.errors import DocumentUnreadable, FieldFault, InputRefused, QuestionnaireBroken, YanpanError

LOW = ANSWERS / "low.yaml"
KEYS = {"code", "what", "where", "field", "line", "remedy", "exit_code", "more"}
MANUAL = Path(__file__).parents[2] / "docs" / "integrators.zh-CN.md"

CODES = {
    "internal_error": 1, "child_lost": 1, "too_slow": 1, "child_failed": 1, "cannot_start": 1,
    "wrong_usage": 2,
    "input_refused": 3, "document_unreadable": 3, "answers_refused": 3, "field_refused": 3, "output_refused": 3,
    "case_number_refused": 3, "key_refused": 3, "terminal_refused": 3, "questionnaire_broken": 3, "draft_busy": 3,
    "newer_draft": 3, "not_our_evidence": 3, "too_much_evidence": 3, "newer_questionnaire": 3, "newer_record": 3,
    "report_failed": 4, "signature_invalid": 5, "signature_not_judged": 6, "batch_rows_failed": 7, "grade_reached": 9,
    "interrupted": 130,
}  # fmt: skip
"""What programs rely on. A kind of error may come; none may go, or be called otherwise."""


def kinds(kind: type[YanpanError] = YanpanError) -> Iterator[type[YanpanError]]:
    yield kind
    for below in kind.__subclasses__():
        if below.__module__.startswith("yanpan."):
            yield from kinds(below)


def error_of(done: Any, code: int) -> dict[str, Any]:
    """The document of a refusal, which is told on standard error as well."""
    assert done.code == code, done
    check_message(done.err)
    assert done.json.keys() == {"error"}, done
    found: dict[str, Any] = done.json["error"]
    assert found.keys() == KEYS
    assert found["exit_code"] == code
    assert found["what"] in done.err, done
    return found


def test_every_kind_of_error_has_its_code_and_exit_code() -> None:
    assert {code_of(kind): kind.exit_code for kind in kinds()} == CODES


def test_the_manual_has_every_code() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (\d+) \|", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    assert {code: int(number) for code, number in rows} == CODES


@pytest.mark.parametrize(
    ("where", "line"),
    [("a.yaml:12", 12), ("a.yaml:12 unit", 12), ("a.csv:1 第 3 列", 1), ("a.yaml", None), ("", None),
     ("C:7x", None), ("http://a:80/b", None), ("09:30 的表", None)],
)  # fmt: skip
def test_the_line_is_what_stands_behind_the_file(where: str, line: int | None) -> None:
    found = failure(InputRefused("x", where=where))["error"]
    assert found["line"] == line or where.startswith("09")


def test_the_single_faults_are_told_one_by_one() -> None:
    faults = (
        FieldFault("unit", "不对", where="a.yaml:4", remedy="改"),
        DocumentUnreadable("坏了", where="b.yaml"),
    )
    found = failure(QuestionnaireBroken(faults, where="pack"))["error"]
    assert [(f["code"], f["where"], f["field"], f["line"]) for f in found["more"]] == [
        ("field_refused", "a.yaml:4", "unit", 4),
        ("document_unreadable", "b.yaml", "", None),
    ]
    assert found["what"] == "问卷有 2 处错误"


def test_what_is_no_case_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    found = error_of(run("explain", tmp_path, "--json"), 3)
    assert (found["code"], found["where"], found["more"]) == ("input_refused", str(tmp_path), [])
    assert found["remedy"]


def test_wrong_answers_are_told_field_by_field(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    text = LOW.read_text(encoding="utf-8").replace("answers:", "answers:\n  unit: x\n  crowd: mony", 1)
    file.write_text(re.sub(r"\n  crowd: (?!mony).*", "", text), encoding="utf-8")
    found = error_of(run("assess", "--answers", file, "--questionnaire", SMALL, "--no-pdf", "--json"), 3)
    assert (found["code"], found["field"]) == ("answers_refused", "")
    assert [(f["code"], f["field"], f["where"].partition(":")[0]) for f in found["more"]] == [
        ("field_refused", "unit", "a.yaml"),
        ("field_refused", "crowd", "a.yaml"),
    ]
    assert all(f["line"] and f["remedy"] for f in found["more"])


def test_one_wrong_answer_is_the_error_itself(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    text = LOW.read_text(encoding="utf-8")
    file.write_text(text.replace("answers:", "answers:\n  unit: x", 1), encoding="utf-8")
    found = error_of(run("assess", "--answers", file, "--questionnaire", SMALL, "--no-pdf", "--json"), 3)
    assert (found["code"], found["field"], found["more"]) == ("answers_refused", "unit", [])
    assert found["where"] == f"a.yaml:{found['line']}"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["assess", "--no-pd", "--json"], "--no-pd"),
        (["--json"], "--json"),
        (["asses", "--json"], ""),
        (["report", "--json"], ""),
        (["batch", ".", "--out", ".", "--jobs", "many", "--json"], "--jobs"),
        (["batch", ".", "--json"], "--out"),
        (["assess", "--answers", str(LOW), "--fail-on", "高", "--json"], "--fail-on"),
        (["verify", ".", "--seconds", "0", "--json"], "--seconds"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else None,
)
def test_wrong_usage_is_a_document_with_its_option(
    arguments: list[str], field: str, run: Run, out: Path
) -> None:
    found = error_of(run(*arguments, cwd=out), 2)
    assert (found["code"], found["field"]) == ("wrong_usage", field)


def test_json_behind_two_dashes_is_an_argument(run: Run, out: Path) -> None:
    done = run("report", "--", "--json", cwd=out)
    assert (done.code, done.out) == (3, "")


def test_a_verdict_is_the_result_and_no_error_beside_it(run: Run, out: Path, tmp_path: Path) -> None:
    """`--fail-on`, rows of a batch, a questionnaire with faults: one document, and it is the result."""
    assess = (
        "assess",
        "--answers",
        ANSWERS / "high.yaml",
        "--questionnaire",
        SMALL,
        "--out",
        out,
        "--no-pdf",
        "--json",
    )
    done = run(*assess, "--fail-on", "高风险")
    assert (done.code, done.json["grade"]["residual"]) == (9, "high")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "bad.yaml").write_text("answers: {unit: x}", encoding="utf-8")
    done = run("batch", tmp_path / "source", "--out", out, "--questionnaire", SMALL, "--no-pdf", "--json")
    assert (done.code, done.json["failed"]) == (7, 1)
    pack = shutil.copytree(SMALL, tmp_path / "pack")
    (pack / "sources.yaml").unlink()
    done = run("pack", "lint", pack, "--json")
    assert done.code == 3
    assert done.json[0]["level"] == "error"


def test_a_fault_of_the_program_is_a_document_too(run: Run, home: Path) -> None:
    code = (
        "import sys\nfrom yanpan.commands import common, main, explain\n"
        "def broken(*_, **__): raise ZeroDivisionError\n"
        "import yanpan.cases; yanpan.cases.open_case = broken\n"
        "sys.argv = ['yanpan', 'explain', '.', '--json']\nmain.run()\n"
    )
    done = subprocess.run(
        [str(YANPAN.parent / "python"), "-c", code], capture_output=True, text=True, env=environment(home)
    )
    assert done.returncode == 1, done
    assert '"code": "internal_error"' in done.stdout
    assert "ZeroDivisionError" in done.stderr


def test_nowhere_to_tell_it_is_no_second_error(home: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [str(YANPAN), "explain", str(tmp_path), "--json"],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment(home),
        )  # fmt: skip
    assert done.returncode == 3
    check_message(done.stderr)


def test_an_interruption_is_told(home: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "answers.yaml"
    import os

    os.mkfifo(pipe)
    child = subprocess.Popen(
        [str(YANPAN), "assess", "--answers", str(pipe), "--no-pdf", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(home),
    )  # fmt: skip
    with pipe.open("w"):  # Opened only once the program reads: from then on it waits.
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert '"code": "interrupted"' in out
    assert err == "yanpan：已中断。\n"
