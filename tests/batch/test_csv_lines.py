"""Every row of a CSV is done or named, whatever quotes, line ends and lengths it has: none is lost in another's cell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from batches import GOOD, HEADER, errors, results
from program import Run

from yanpan.batch.csv_records import LONGEST_CELL, records

Table = Callable[..., Path]
NOTED = f"{HEADER},crowd.note"
LOW = GOOD["low"]


def noted(number: str, note: str = "") -> str:
    return f"{number},{LOW},{note}"


def accounted(out: Path) -> tuple[list[str], list[str]]:
    return [row["row"] for row in results(out)], [row["row"] for row in errors(out)]


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("at", range(9))
@pytest.mark.parametrize("closed", [None, 3, 4])
def test_a_stray_quote_takes_no_row_with_it(
    at: int, closed: int | None, batch: Run, table: Table, out: Path
) -> None:
    """It opens a cell of row 2; a second one, if any, stands at the end of the same cell further down."""
    rows = [noted(f"{number}号", "围观").split(",") for number in range(1, 5)]
    rows[0][at] = f'"{rows[0][at]}'
    if closed:
        rows[closed - 2][at] += '"'
    done = batch(table(*(",".join(row) for row in rows), header=NOTED))
    assert done.code == 7
    good, bad = accounted(out)
    assert bad[0] == "2"
    assert sorted(good + bad) == ["2", "3", "4", "5"], (good, bad)
    assert errors(out)[0]["where"] == "cases.csv:2"
    assert "引号" in errors(out)[0]["what"] + errors(out)[0]["remedy"]


def test_quotes_of_two_columns_take_no_row_with_them(batch: Run, table: Table, out: Path) -> None:
    """The record has another number of cells than the header, and several rows in it: each is accounted for."""
    rows = [noted("1号", "围观").replace("某局", '"某局', 1), noted("2号", '围观"'), noted("3号")]
    assert batch(table(*rows, header=NOTED)).code == 7
    assert accounted(out) == (["3", "4"], ["2"])


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("note", ['"围观"的', '"围观" ', '"围观'])
def test_text_behind_a_closing_quote_is_told_where_it_opens(
    note: str, batch: Run, table: Table, out: Path
) -> None:
    rows = [f'1号,"某局\n二楼",{LOW.partition(",")[2]},{note}', noted("2号")]
    assert batch(table(*rows, header=NOTED)).code == 7
    assert accounted(out) == (["4"], ["2", "3"])
    assert [row["where"] for row in errors(out)] == ["cases.csv:3", "cases.csv:3"]


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("note", ['"围观，有老人\n另有一人，在楼上"', '"说""不走"""', '""', '"一, 二, 三"'])
def test_sound_quotes_stay_as_they_are(note: str, batch: Run, table: Table, out: Path) -> None:
    assert batch(table(noted("1号", note), noted("2号"), header=NOTED)).code == 0
    assert len(results(out)) == 2


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_lines_end_as_on_any_system(end: str, batch: Run, tmp_path: Path, out: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(end.join([NOTED, noted("1号", '"一\n二"'), "2号,x", noted("3号"), ""]).encode())
    assert batch(file).code == 7
    assert accounted(out) == (["2", "5"], ["4"])


def test_lines_of_jsonl_may_end_in_cr(batch: Run, tmp_path: Path, out: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_bytes(b'{"case_number": "1"}\r{"case_number": "2"}\r')
    assert batch(file).code == 7
    assert {row["row"] for row in errors(out)} == {"1", "2"}


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("quoted", [False, True])
def test_a_cell_beyond_all_measure_is_told_with_its_length(
    quoted: bool, batch: Run, table: Table, out: Path
) -> None:
    long = "x" * (LONGEST_CELL + 1)
    note = f'"{long}"' if quoted else long
    assert batch(table(noted("1号", note), noted("2号"), header=NOTED)).code == 7
    assert accounted(out) == (["3"], ["2"])
    assert str(len(long)) in errors(out)[0]["what"]


def test_a_long_cell_is_told_as_any_text_that_is_too_long(batch: Run, table: Table, out: Path) -> None:
    assert batch(table(noted("1号", "x" * 200_000), noted("2号"), header=NOTED)).code == 7
    assert accounted(out) == (["3"], ["2"])
    assert errors(out)[0]["field"] == "crowd"


def test_every_line_is_part_of_a_record_or_told() -> None:
    """All texts of a few letters: each line that holds something is in a record that begins there or above it."""
    for letters in product('a",\n', repeat=7):
        text = "a,a\n" + "".join(letters)
        found = list(records(text))
        lines = text.removesuffix("\n").split("\n")
        starts = [record.start for record in found]
        assert starts == sorted(set(starts))
        for number, line in enumerate(lines, 1):
            if line:
                above = [record for record in found if record.start <= number]
                last = above[-1]
                inside = number - last.start <= sum(cell.count("\n") for cell in last.cells)
                assert last.start == number or (inside and not last.fault), text


@pytest.mark.long
def test_quotes_that_open_again_and_again_end_soon() -> None:
    assert sum(bool(record.fault) for record in records("a,b\n" + 'x","\n' * 3000)) == 3000
