"""Where rows come from: a folder, a CSV, a JSONL; what is refused before anything is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import GOOD, HEADER, errors, results
from program import ANSWERS, Done, Run, check_refused

import strategies as st
from yanpan.batch.source import _cell
from yanpan.questionnaire import QuestionType

Table = Callable[..., Path]
GRADES = list(GOOD)


def jsonl(path: Path, *lines: object) -> Path:
    path.write_text(
        "".join(f"{x if isinstance(x, str) else json.dumps(x, ensure_ascii=False)}\n" for x in lines),
        encoding="utf-8",
    )
    return path


def answers(grade: str, number: str) -> dict[str, object]:
    crowd = {"low": "none", "medium": "some", "high": "many", "prohibited": "none"}[grade]
    given = {
        "unit_name": "某局", "planned_start": "2026-12-01 09:30", "people_affected": 3,
        "legal_basis": "no" if grade == "prohibited" else "yes", "crowd": crowd, "lacking": [],
    }  # fmt: skip
    return {"case_number": number, "answers": given}


def check_four_grades(done: Done, out: Path) -> None:
    assert (done.code, done.err) == (0, ""), done
    found = results(out)
    assert [row["residual"] for row in found] == GRADES
    assert [row["state"] for row in found] == ["新做"] * 4
    assert errors(out) == []
    for row in found:
        assert (out / row["case_number"] / "assessment.json").is_file()
        assert row["folder"] == str(out / row["case_number"])
    assert "新做 4，已有 0，没做成 0" in done.out
    for title in ("低风险 1", "中风险 1", "高风险 1", "不得实施 1"):
        assert title in done.out


def test_a_folder_of_answers_files(batch: Run, folder: Path, out: Path) -> None:
    check_four_grades(batch(folder), out)


def test_a_csv(batch: Run, table: Table, out: Path) -> None:
    check_four_grades(batch(table(*(f"{g}号,{row}" for g, row in GOOD.items()))), out)


@pytest.mark.long
def test_a_csv_from_a_spreadsheet(batch: Run, table: Table, out: Path) -> None:
    """With byte-order mark, CRLF, quotes, empty lines at the end, spaces around names."""
    lines = [f'"{g}号",{row}\r' for g, row in GOOD.items()]
    source = table(
        *lines, ",,,,,,,\r", "\r", header=f"{HEADER.replace(',crowd', ', crowd ')}\r", encoding="utf-8-sig"
    )
    check_four_grades(batch(source), out)


def test_a_jsonl(batch: Run, tmp_path: Path, out: Path) -> None:
    check_four_grades(batch(jsonl(tmp_path / "cases.jsonl", *(answers(g, f"{g}号") for g in GRADES))), out)


@pytest.mark.long
def test_a_measure_that_does_not_count_is_kept_with_the_reason(batch: Run, tmp_path: Path, out: Path) -> None:
    plan = {"id": "talk_first", "owner": "法制机构", "deadline": "实施前"}
    done = batch(jsonl(tmp_path / "cases.jsonl", {**answers("medium", "1号"), "measures": [plan]}))
    assert (done.code, results(out)[0]["residual"]) == (0, "medium")
    (kept,) = json.loads((out / "1号" / "assessment.json").read_text(encoding="utf-8"))["measures"]
    assert (kept["planned"], kept["counted"], kept["owner"]) == (True, False, "法制机构")
    assert kept["not_counted"] == "责任人写的是单位、职务，没有写到人"


@pytest.mark.long
def test_the_second_process_changes_nothing(batch: Run, folder: Path, out: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    check_four_grades(batch(folder), out)
    check_four_grades(batch(folder, jobs=2, into=other), other)

    def steady(where: Path) -> list[dict[str, str]]:
        # The digest covers the moment of assessment, the folder is the place.
        return [{k: v for k, v in row.items() if k not in ("digest", "folder")} for row in results(where)]

    assert steady(out) == steady(other)


def test_every_column_of_a_result(batch: Run, table: Table, out: Path) -> None:
    batch(table(f"9号,{GOOD['high']}"))
    (row,) = results(out)
    result = json.loads((out / "9号" / "assessment.json").read_bytes())
    assert row["row"] == "2"
    assert row["decided_by"] == result["grade"]["decided_by"] == "crowd_gathers"
    assert set(row["hazards"].split("|")) == {"crowd_gathers", "not_recorded", "no_plan"}
    assert (row["legality"], row["stability"], row["controllability"]) == ("0", "20", "8")
    assert (row["red_lines"], row["unknowns"], row["missing"], row["signable"]) == ("", "", "", "yes")
    assert len(row["digest"]) == 64


def test_notes_have_a_column_of_their_own(batch: Run, table: Table, out: Path) -> None:
    batch(table(f'9号,{GOOD["medium"]},"约三十人，多为老人"', header=f"{HEADER},crowd.note"))
    result = json.loads((out / "9号" / "assessment.json").read_bytes())
    (crowd,) = (a for a in result["answers"] if a["question"] == "crowd")
    assert (crowd["value"], crowd["note"]) == ("some", "约三十人，多为老人")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "cell",
    [
        "recorder|plan",
        "recorder；plan",
        "recorder;plan",
        "recorder、plan",
        "plan | recorder",
        "执法记录仪、应急预案",
    ],
)
def test_several_options_in_a_cell(cell: str, batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f"9号,某局,王某,2026-12-01 09:30,3,yes,none,{cell}")).code == 0
    assert set(results(out)[0]["hazards"].split("|")) == {"not_recorded", "no_plan"}


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("cell", ["无", "都没有", "-"])
def test_none_of_the_options_in_a_cell(cell: str, batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f"9号,某局,王某,2026-12-01 09:30,3,yes,none,{cell}")).code == 0
    assert results(out)[0]["hazards"] == ""


@pytest.mark.long
def test_an_empty_cell_is_unanswered_and_不清楚_is_unknown(batch: Run, table: Table, out: Path) -> None:
    assert batch(table("9号,某局,王某,2026-12-01 09:30,3,yes,,不清楚")).code == 0
    (row,) = results(out)
    assert row["missing"] == "crowd"
    assert row["signable"] == "no"
    assert set(row["unknowns"].split("|")) == {"crowd", "lacking"}


# ── refused before anything is written ──

TABLES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "empty": ("cases.csv", b"", ("空的",)),
    "only_line_ends": ("cases.csv", b"\n\n", ("空的",)),
    "gb18030": ("cases.csv", f"{HEADER}\n1号,{GOOD['low']}\n".encode("gb18030"), (":2", "GB18030", "CSV UTF-8")),
    "utf16": ("cases.csv", f"{HEADER}\n".encode("utf-16"), ("cases.csv",)),
    "binary": ("cases.csv", bytes(range(256)), ("cases.csv",)),
    "header_nearly_right": ("cases.csv", b"case_number,crowed\n", (":1", "第 2 列", "crowed", "是不是“crowd”")),
    "header_in_words": ("cases.csv", "案号,当事人\n".encode(), (":1", "第 2 列", "当事人")),
    "column_twice": ("cases.csv", b"case_number,crowd,crowd\n", (":1", "第 3 列", "crowd")),
    "note_of_nothing": ("cases.csv", b"case_number,crowded.note\n", ("crowded.note",)),
    "no_case_number": ("cases.csv", b"crowd,lacking\nsome,-\n", (":1", "case_number")),
    "unnamed_column": ("cases.csv", b"case_number,crowd,\n1,some,\n", (":1", "第 3 列")),
    "unknown_kind": ("cases.txt", b"hello", ("cases.txt", ".xlsx", ".csv", ".jsonl")),
    "no_kind": ("cases", b"hello", (".csv",)),
}  # fmt: skip


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", TABLES)
def test_a_source_that_cannot_be_read_is_refused_whole(
    name: str, batch: Run, tmp_path: Path, out: Path
) -> None:
    file, content, says = TABLES[name]
    (tmp_path / file).write_bytes(content)
    check_refused(batch(tmp_path / file), says=says)
    assert list(out.iterdir()) == []


def test_a_jsonl_in_gb18030_is_refused_by_name(batch: Run, tmp_path: Path, out: Path) -> None:
    (tmp_path / "cases.jsonl").write_bytes(
        json.dumps(answers("low", "测1号"), ensure_ascii=False).encode("gb18030")
    )
    check_refused(batch(tmp_path / "cases.jsonl"), says=("cases.jsonl:1", "GB18030"))
    assert list(out.iterdir()) == []


def test_a_missing_source_is_refused(batch: Run, tmp_path: Path, out: Path) -> None:
    check_refused(batch(tmp_path / "没有.csv"), says="没有.csv")
    assert list(out.iterdir()) == []


def test_a_folder_without_answers_is_refused(batch: Run, tmp_path: Path, out: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "readme.txt").write_text("x")
    check_refused(batch(tmp_path / "source"), says=".yaml")
    assert list(out.iterdir()) == []


@pytest.mark.long
def test_the_answers_of_another_batch_are_a_source(batch: Run, out: Path, tmp_path: Path) -> None:
    """A folder of answers files may hold other files; they are not looked at."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "1.yaml").write_bytes((ANSWERS / "low.yaml").read_bytes())
    (source / "notes.txt").write_bytes(b"\xff\xfe")
    (source / "below.yaml").mkdir()
    assert batch(source).code == 0
    assert len(results(out)) == 1


@pytest.mark.parametrize(
    ("cell", "value"),
    [("300", 300), ("0", 0), ("3.5", 3.5), ("1.000", "1.000"), ("1_000", "1_000"), ("١٠", "١٠"), ("300 400", "300 400"), ("9" * 30, "9" * 30)],
)  # fmt: skip
def test_only_a_plain_number_in_a_cell_is_a_number(cell: str, value: object) -> None:
    """What stays a text is refused with what to write instead."""
    found = _cell(st.question("n", QuestionType.NUMBER), cell)
    assert (found, type(found)) == (value, type(value))
