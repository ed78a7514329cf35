"""Rows that are refused do not stop the others: errors.csv says row, field, what and remedy; exit code 7."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import GOOD, HEADER, errors, results
from program import SMALL, Run, check_message

Table = Callable[..., Path]
LOW = GOOD["low"]


@pytest.mark.long
def test_the_good_rows_are_done_and_the_bad_ones_told(batch: Run, table: Table, out: Path) -> None:
    done = batch(
        table(f"1号,{LOW}", "2号,某局,王某,2026-02-30 09:30,约三,yes,mony,无", f"3号,{LOW}", f"../4,{LOW}"),
    )
    assert done.code == 7
    check_message(done.err)
    assert "errors.csv" in done.err
    assert "新做 2，已有 0，没做成 2" in done.out
    assert [row["case_number"] for row in results(out)] == ["1号", "3号"]
    found = [(row["row"], row["where"], row["case_number"], row["field"]) for row in errors(out)]
    assert found == [
        ("3", "cases.csv:3", "2号", "planned_start"),
        ("3", "cases.csv:3", "2号", "people_affected"),
        ("3", "cases.csv:3", "2号", "crowd"),
        ("5", "cases.csv:5", "../4", "case_number"),
    ]
    assert all(row["what"] and row["remedy"] for row in errors(out)), errors(out)
    assert "2026-02-30" in errors(out)[0]["what"]
    assert "是不是“many”" in errors(out)[2]["what"]
    assert sorted(p.name for p in out.iterdir()) == ["1号", "3号", "errors.csv", "results.csv"]


def test_a_batch_where_all_fails_still_has_its_tables(batch: Run, table: Table, out: Path) -> None:
    done = batch(table(f",{LOW}", f"CON,{LOW}"))
    assert done.code == 7
    assert results(out) == []
    assert [row["row"] for row in errors(out)] == ["2", "3"]


def test_json_counts_what_failed(batch: Run, table: Table) -> None:
    done = batch(table(f"1号,{LOW}", "2号,x,x,x,x,x,x,x"), "--json")
    assert done.code == 7
    assert (done.json["done"], done.json["skipped"], done.json["failed"]) == (1, 0, 1)


def test_quiet_tells_only_the_failure(batch: Run, table: Table) -> None:
    done = batch(table("2号,x,x,x,x,x,x,x"), "--quiet")
    assert (done.code, done.out) == (7, "")
    check_message(done.err)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("fault", "row"),
    [
        ("too_few_cells", "2号,某局"), ("too_many_cells", f"2号,{LOW},more"), ("one_cell", "2号"),
        ("comma_not_quoted", f"2号,{LOW.replace('王某', '王某,李某')}"),
    ],
)  # fmt: skip
def test_a_ragged_row_is_told_with_its_line(
    fault: str, row: str, batch: Run, table: Table, out: Path
) -> None:
    assert batch(table(f"1号,{LOW}", row, f"3号,{LOW}")).code == 7
    (error,) = errors(out)
    assert (error["row"], error["where"]) == ("3", "cases.csv:3")
    assert "引号" in error["remedy"]
    assert [r["case_number"] for r in results(out)] == ["1号", "3号"]


def test_lines_are_counted_as_an_editor_counts_them(batch: Run, table: Table, out: Path) -> None:
    """A cell with line breaks takes several lines; the row after it is named by its own line."""
    assert batch(table(f'1号,"某局\n二楼\n三室",{LOW.partition(",")[2]}', "2号,x")).code == 7
    assert errors(out)[0]["where"] == "cases.csv:5"


def test_a_quote_never_closed_is_told(batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f"1号,{LOW}", f'2号,"{LOW}', f"3号,{LOW}")).code == 7
    assert [r["case_number"] for r in results(out)] == ["1号", "3号"]
    (error,) = errors(out)
    assert (error["row"], error["where"]) == ("3", "cases.csv:3")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("number", ["", "a/b", "..", "CON", "x" * 300, ".hidden", "-1号"])
def test_a_case_number_that_cannot_be_is_told(number: str, batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f'"{number}",{LOW}', f"2号,{LOW}")).code == 7
    assert [r["case_number"] for r in results(out)] == ["2号"]
    assert sorted(p.name for p in out.iterdir()) == ["2号", "errors.csv", "results.csv"]


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("second", ["1号", " 1号 "])
def test_the_second_row_of_a_case_number_is_refused(second: str, batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f"1号,{LOW}", f"{second},{GOOD['high']}")).code == 7
    (row,), (error,) = results(out), errors(out)
    assert (row["row"], row["residual"]) == ("2", "low")
    assert error["row"] == "3"
    assert "cases.csv:2" in error["what"]
    assert "重复" in error["what"]


def test_the_same_number_in_another_form_of_unicode_is_the_same(batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f"\uf9c01号,{LOW}", f"\u71ce1号,{LOW}")).code == 7
    assert len(results(out)) == len(errors(out)) == 1


def test_numbers_that_differ_only_in_case_do_not_share_a_folder(batch: Run, table: Table, out: Path) -> None:
    """On Windows and macOS they would; here both stand, or the second is told."""
    done = batch(table(f"A1,{LOW}", f"a1,{GOOD['high']}"))
    done_rows = results(out)
    assert len(done_rows) + len(errors(out)) == 2
    assert {r["case_number"]: r["residual"] for r in done_rows}["A1"] == "low", done


JSON_LINES: dict[str, str] = {
    "not_json": "hello", "cut_off": '{"case_number": "2号", "answers": {', "a_list": "[1, 2]", "a_number": "7", "null": "null",
    "too_deep": '{"answers":' + "[" * 100_000 + "]" * 100_000 + "}", "number_of_no_case": '{"case_number": 7, "answers": {}}',
    "answers_of_no_case": '{"case_number": "2号", "answers": 7}', "no_answers": '{"case_number": "2号"}',
    "not_a_number": '{"case_number": "2号", "answers": {"people_affected": NaN}}',
    "infinity": '{"case_number": "2号", "answers": {"people_affected": Infinity}}',
    "evidence_of_no_kind": '{"case_number": "2号", "answers": {"crowd": {"value": "some", "evidence": 7}}}',
    "null_in_text": '{"case_number": "2号", "answers": {"party_name": "a\\u0000b"}}',
    "half_a_surrogate": '{"case_number": "2号", "answers": {"party_name": "\\ud800"}}',
    "half_a_surrogate_as_number": '{"case_number": "\\ud800", "answers": {}}',
    "key_twice": '{"case_number": "2号", "case_number": "3号", "answers": {"crowd": "some"}}',
}  # fmt: skip


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", JSON_LINES)
def test_a_line_that_is_no_case_is_told(name: str, batch: Run, tmp_path: Path, out: Path) -> None:
    good = json.dumps({"case_number": "1号", "answers": {"crowd": "some"}})
    (tmp_path / "cases.jsonl").write_text(f"{good}\n{JSON_LINES[name]}\n", encoding="utf-8")
    done = batch(tmp_path / "cases.jsonl")
    assert done.code == 7, done
    assert [r["case_number"] for r in results(out)] == ["1号"]
    found = errors(out)
    assert {row["row"] for row in found} == {"2"}
    assert {row["where"] for row in found} == {"cases.jsonl:2"}
    for row in found:
        assert row["what"]
        assert row["remedy"], row
        assert "自身出错" not in row["what"], row


def test_a_broken_file_of_a_folder_is_told_by_name_and_line(batch: Run, folder: Path, out: Path) -> None:
    (folder / "5-broken.yaml").write_text("answers: {crowd: lots}\ncase_number: 5号\n", encoding="utf-8")
    (folder / "6-gb.yaml").write_bytes("case_number: 六号".encode("gb18030"))
    (folder / "7-empty.json").write_bytes(b"")
    assert batch(folder).code == 7
    assert len(results(out)) == 4
    assert [row["where"].partition(":")[0] for row in errors(out)] == [
        "5-broken.yaml",
        "6-gb.yaml",
        "7-empty.json",
    ]
    assert errors(out)[0]["where"] == "5-broken.yaml:1"


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_disk_that_fills_up_is_told_for_each_row(jobs: int, run: Run, table: Table, out: Path) -> None:
    """A limit on file size stands for the full disk: small tables can be written, large results cannot."""
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    done = run(
        "batch", table(f"1号,{LOW}", f"2号,{GOOD['high']}"), "--out", out, "--questionnaire", SMALL, "--no-pdf",
        "--jobs", str(jobs), before=limit,
    )  # fmt: skip
    assert done.code == 7, done
    assert errors(out)
    assert all("没有写成" in row["what"] or "写不成" in row["what"] for row in errors(out)), errors(out)
    assert not [p for p in out.iterdir() if p.name.startswith(".")]


def test_a_folder_in_the_way_is_told(batch: Run, table: Table, out: Path) -> None:
    (out / "1号").mkdir()
    (out / "1号" / "mine.txt").write_text("别动")
    (out / "2号").write_text("别动")
    assert batch(table(f"1号,{LOW}", f"2号,{LOW}", f"3号,{LOW}")).code == 7
    assert [row["case_number"] for row in errors(out)] == ["1号", "2号"]
    assert (out / "1号" / "mine.txt").read_text() == (out / "2号").read_text() == "别动"


@pytest.mark.long
def test_an_earlier_result_with_other_answers_is_not_taken_for_this_one(
    batch: Run, table: Table, out: Path
) -> None:
    assert batch(table(f"1号,{LOW}")).code == 0
    before = (out / "1号" / "assessment.json").read_bytes()
    assert batch(table(f"1号,{GOOD['high']}")).code == 7
    (error,) = errors(out)
    assert "--replace" in error["remedy"]
    assert (out / "1号" / "assessment.json").read_bytes() == before
    assert batch(table(f"1号,{GOOD['high']}"), "--replace").code == 0
    assert (out / "1号（原1）" / "assessment.json").read_bytes() == before
    assert results(out)[0]["residual"] == "high"


@pytest.mark.long
def test_a_damaged_earlier_result_is_told(batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f"1号,{LOW}")).code == 0
    (out / "1号" / "assessment.json").write_text("{")
    assert batch(table(f"1号,{LOW}")).code == 7
    assert errors(out)[0]["remedy"]


def test_tables_in_the_way_are_replaced_whole(batch: Run, table: Table, out: Path) -> None:
    (out / "results.csv").write_text("old")
    (out / "results.csv").chmod(0o644)
    assert batch(table(f"1号,{LOW}")).code == 0
    assert len(results(out)) == 1
    assert (out / "results.csv").stat().st_mode & 0o077 == 0


@pytest.mark.long
def test_a_table_that_cannot_be_written_is_told_after_the_cases_are_done(
    batch: Run, table: Table, out: Path
) -> None:
    (out / "results.csv").mkdir()
    done = batch(table(f"1号,{LOW}"))
    assert done.code == 3
    check_message(done.err)
    assert (out / "1号" / "assessment.json").is_file()
    shutil.rmtree(out / "results.csv")
    assert batch(table(f"1号,{LOW}")).code == 0
    assert results(out)[0]["state"] == "已有"


def test_the_header_itself_is_not_a_row(batch: Run, table: Table, out: Path) -> None:
    assert batch(table(header=HEADER)).code in (0, 3)
    assert not [p for p in out.iterdir() if p.is_dir()]
