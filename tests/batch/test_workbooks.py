"""Workbooks as offices keep them: dates that are dates, titles above the head, columns called in words; bombs refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from batches import GOOD, HEADER, errors, results
from program import Done, Run, check_refused

Filled = Callable[[xlsxwriter.Workbook], None]


def workbook(file: Path, fill: Filled) -> Path:
    with xlsxwriter.Workbook(file) as book:
        fill(book)
    return file


def rows(
    book: xlsxwriter.Workbook, head: list[str], *lines: list[object], above: int = 0, name: str = "表"
) -> None:
    sheet, dated = book.add_worksheet(name), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for i, line in enumerate([head, *lines], above):
        for j, value in enumerate(line):
            if isinstance(value, datetime):
                sheet.write_datetime(i, j, value, dated)
            else:
                sheet.write(i, j, value)
    if above:
        sheet.write(0, 0, "2026年执法研判汇总表")


WORDS = [
    "案号",
    "单位全称是什么？",
    "当事人是谁",
    "什么时候开始？",
    "多少人受影响",
    "legal_basis",
    "会不会有人聚集？",
    "还缺什么？",
    "会不会有人聚集？的备注",
]
DAY = datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - a cell has no zone


def line(number: str, crowd: str = "不会", start: object = DAY) -> list[object]:
    return [number, "某局", "王某", start, 3, "有", crowd, "无", "问过村里"]


def test_a_workbook_with_dates_a_title_and_columns_in_words(batch: Run, tmp_path: Path, out: Path) -> None:
    file = workbook(
        tmp_path / "案件.xlsx", lambda book: rows(book, WORDS, line("1号"), line("2号", "会有一些"), above=2)
    )
    done: Done = batch(file)
    assert (done.code, done.err) == (0, ""), done
    found = results(out)
    assert [(row["case_number"], row["residual"], row["row"]) for row in found] == [
        ("1号", "low", "4"),
        ("2号", "medium", "5"),
    ]
    answers = (out / "1号" / "answers.yaml").read_text("utf-8")
    assert "2026-12-01T09:30" in answers.replace(" 09:30", "T09:30")
    assert "问过村里" in answers


@pytest.mark.long
def test_it_gives_what_the_same_table_as_csv_gives(
    batch: Run, tmp_path: Path, out: Path, table: Callable[..., Path]
) -> None:
    texts = [f"{grade}号,{row}" for grade, row in GOOD.items()]
    file = workbook(
        tmp_path / "a.xlsx", lambda book: rows(book, HEADER.split(","), *[list(t.split(",")) for t in texts])
    )
    other = tmp_path / "other"
    other.mkdir()
    assert batch(file).code == 0
    assert batch(table(*texts), into=other).code == 0
    for folder in (out, other):
        assert [row["residual"] for row in results(folder)] == list(GOOD)


@pytest.mark.long
def test_faults_name_the_row_of_the_sheet_and_empty_rows_are_none(
    batch: Run, tmp_path: Path, out: Path
) -> None:
    file = workbook(
        tmp_path / "a.xlsx",
        lambda book: rows(
            book, WORDS, line("1号"), [""] * 9, line("2号", "也许"), line("3号", start=46357.5), above=1
        ),
    )
    done = batch(file)
    assert done.code == 7
    assert [row["case_number"] for row in results(out)] == ["1号", "3号"]
    (wrong,) = errors(out)
    assert wrong["row"] == "5"
    assert "a.xlsx:5" in wrong["where"]


def hidden_first(book: xlsxwriter.Workbook) -> None:
    rows(book, ["说明"], ["先读我"], name="隐藏")
    rows(book, WORDS, line("1号"), name="案件")
    book.worksheets()[0].hide()
    book.worksheets()[1].activate()


@pytest.mark.long
def test_a_hidden_sheet_is_passed_over(batch: Run, tmp_path: Path, out: Path) -> None:
    assert batch(workbook(tmp_path / "a.xlsx", hidden_first)).code == 0
    assert [row["case_number"] for row in results(out)] == ["1号"]


def bomb(file: Path) -> Path:
    with (
        zipfile.ZipFile(
            workbook(file, lambda book: rows(book, WORDS, line("1号"))), "a", zipfile.ZIP_DEFLATED
        ) as made,
        made.open("xl/media/x.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(bytes(1024 * 1024))
    return file


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", ["bomb.xlsx", "cut.xlsx", "text.xlsx", "empty.xlsx", "text.xls"])
def test_what_is_no_workbook_is_refused_whole(name: str, batch: Run, tmp_path: Path, out: Path) -> None:
    file = tmp_path / name
    if name == "bomb.xlsx":
        bomb(file)
    elif name == "cut.xlsx":
        file.write_bytes(workbook(tmp_path / "good.xlsx", lambda book: rows(book, WORDS)).read_bytes()[:-200])
    elif name == "empty.xlsx":
        workbook(file, lambda book: rows(book, []))
    else:
        file.write_text("案号,当事人", "utf-8")
    check_refused(batch(file), says=name)
    assert list(out.iterdir()) == []


def test_one_long_text_in_a_thousand_cells_is_refused_and_not_copied_a_thousand_times(
    batch: Run, tmp_path: Path
) -> None:
    """Some 25 KB that say 20 MB inside, and would be 20 GB."""
    file = workbook(tmp_path / "一句话.xlsx", lambda book: rows(book, WORDS, line("1号")))
    with zipfile.ZipFile(file) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    text = f"<sst {space} count='1' uniqueCount='1'><si><t>{'a' * (20 * 1024**2)}</t></si></sst>"
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 1001))
    parts["xl/sharedStrings.xml"] = text.encode()
    parts["xl/worksheets/sheet1.xml"] = (
        f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>".encode()
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as again:
        for name, data in parts.items():
            again.writestr(name, data)
    check_refused(batch(file), says=["一句话.xlsx", "工作簿太大"])
