"""Where the rows of a batch come from: a folder of answers files, a workbook, a CSV, a JSONL. One reader a kind."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from yanpan.answers.counts import looks_grouped
from yanpan.answers.written import spreadsheet_moment
from yanpan.batch.csv_records import Record, records
from yanpan.batch.workbook import SUFFIXES, workbook_rows
from yanpan.documents import (
    Lines,
    check_plain,
    entries,
    is_folder,
    load_document,
    look_at,
    read_json_line,
    read_plain,
)
from yanpan.errors import InputRefused, YanpanError
from yanpan.naming import nearest
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Question, QuestionType

MAX_TABLE_BYTES = 512 * 1024 * 1024
LIST_MARKS = "|；;、"
_KINDS = "文件夹、.xlsx、.csv 或者 .jsonl"
_MOST_ABOVE = 10
"""Rows above the one that names the columns."""

_SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Row:
    """One case as found: its number (line in a table, position in a folder), place, and document or fault."""

    number: int
    where: str
    document: Any
    fault: YanpanError | None = None
    lines: Lines | None = None


def open_source(path: Path, form: Form) -> Callable[[], Iterator[Row]]:
    """Check the source and return its reader. Raises `InputRefused` before anything is written."""
    if is_folder(path):
        files = _files(path)
        if not files:
            raise InputRefused("文件夹里没有答案文件（.yaml、.json）", where=str(path), remedy="检查路径。")
        return lambda: _folder_rows(files)
    found = look_at(path)
    if found is None:
        raise InputRefused("没有这个文件或者文件夹", where=str(path), remedy="检查路径。")
    check_plain(path, remedy=f"给出{_KINDS}。")
    if found.st_size > MAX_TABLE_BYTES:
        raise InputRefused("表格太大（上限 512 MB）", where=str(path), remedy="拆成几个文件。")
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return lambda: _jsonl_rows(path)
    if suffix == ".csv":
        text = _read_text(path)
        return _table(path, lambda: records(text), form)
    if suffix in SUFFIXES:
        found_rows = workbook_rows(path)
        return _table(path, lambda: iter(found_rows), form)
    raise InputRefused(f"不认识的类型“{suffix or '无后缀'}”", where=str(path), remedy=f"给出{_KINDS}。")


def _table(path: Path, read: Callable[[], Iterator[Record]], form: Form) -> Callable[[], Iterator[Row]]:
    """The reader of a table, its head found and checked. `read` begins anew each time."""
    above, head = _head(path, read())
    columns = _columns(path, head, form)
    return lambda: _table_rows(path, islice(read(), above + 1, None), columns)


def _head(path: Path, found: Iterator[Record]) -> tuple[int, Record]:
    """The row that names the columns, and how many stand above it: a title, a date, an empty row."""
    first = next(found, Record(1, ()))
    if first.fault:
        raise InputRefused(first.fault, where=f"{path.name}:{first.line}", remedy=first.remedy)
    for above, record in enumerate(chain([first], islice(found, _MOST_ABOVE))):
        if not record.fault and any(cell.strip() in NUMBER_NAMES for cell in record.cells):
            return above, record
    return 0, first


def _files(folder: Path) -> list[Path]:
    """The files of answers in a folder, in order; one that cannot be read becomes a row with that fault."""
    return [path for path in entries(folder) if path.suffix.lower() in _SUFFIXES and not is_folder(path)]


def _folder_rows(files: list[Path]) -> Iterator[Row]:
    for i, path in enumerate(files, 1):
        try:
            # A file that is named may be a pipe; what lies in a folder may not: nobody would be there to write.
            read_plain(path, most=0, name=path.name, peek=True)
            document, lines = load_document(path, name=path.name)
            yield Row(i, path.name, document, lines=lines)
        except YanpanError as error:
            yield Row(i, path.name, None, error)


def _read_text(path: Path) -> str:
    data = read_plain(path, most=MAX_TABLE_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n" if b"\n" in data else b"\r", 0, error.start)
        try:
            data.decode("gb18030")
            what = "文件是 GB18030（GBK）编码，不是 UTF-8"
        except UnicodeDecodeError:
            what = "不是 UTF-8 文本"
        raise InputRefused(
            what, where=f"{path.name}:{line}", remedy="在表格软件里另存为“CSV UTF-8”。"
        ) from error


def _jsonl_rows(path: Path) -> Iterator[Row]:
    text = _read_text(path)
    # A CR may stand between the values of one line; where it is the only end of lines, it is that.
    for i, line in enumerate(io.StringIO(text, newline="\n" if "\n" in text else None), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{i}"
        try:
            yield Row(i, where, read_json_line(line, where=where))
        except YanpanError as error:
            yield Row(i, where, None, error)


Column = tuple[str, Question | None]
"""What a column fills: (`case_number`, None), (`answer`, question) or (`note`, question)."""

NUMBER_NAMES = ("case_number", "案号")
_SHOWN = 40
"""Letters of a column's name that are said again."""


def _columns(path: Path, head: Record, form: Form) -> list[Column]:
    """What each column fills: called by the id of its question or by its words. Raises `InputRefused`."""
    if not any(name.strip() for name in head.cells):
        raise InputRefused("表格是空的", where=path.name, remedy="第一行写列名：case_number 和各题的编号。")
    by_words = {_plain(question.ask): question for question in form.order}
    columns: list[Column] = []
    seen: set[str] = set()
    for i, name in enumerate((h.strip() for h in head.cells), 1):
        where = f"{path.name}:{head.start} 第 {i} 列"
        if name in seen:
            raise InputRefused(f"列名“{name[:_SHOWN]}”重复", where=where, remedy="删去一列。")
        seen.add(name)
        is_note = name.endswith((".note", "的备注"))
        called = name.removesuffix(".note").removesuffix("的备注")
        question = form.question(called) or by_words.get(_plain(called))
        if question is None and called in form.screens:
            question = form.screens[called].question
        if name in NUMBER_NAMES:
            columns.append(("case_number", None))
        elif question is not None:
            columns.append(("note" if is_note else "answer", question))
        else:
            known, shown = [*form.questions, "case_number"], name[:_SHOWN]
            raise InputRefused(
                f"没有编号为“{shown}”的题{nearest(shown, known)}",
                where=where,
                remedy="列名写题的编号，yanpan pack show 可查。",
            )
    if ("case_number", None) not in columns:
        raise InputRefused(
            "没有 case_number 这一列", where=f"{path.name}:{head.start}", remedy="加一列案号。"
        )
    return columns


def _plain(words: str) -> str:
    """A question as a column is called: without its mark and spaces."""
    return "".join(words.split()).rstrip("？?：:")


def _table_rows(path: Path, found: Iterator[Record], columns: list[Column]) -> Iterator[Row]:
    for record in found:
        where = f"{path.name}:{record.line or record.start}"
        if record.fault:
            fault = InputRefused(record.fault, where=where, remedy=record.remedy)
            yield Row(record.start, where, None, fault)
        elif any(cell.strip() for cell in record.cells):
            yield Row(record.start, where, _document(record.cells, columns))


def _document(cells: tuple[str, ...], columns: list[Column]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    document: dict[str, Any] = {"answers": answers}
    for cell, (role, question) in zip(cells, columns, strict=True):
        text = cell.strip()
        if not text:
            continue
        if question is None:
            document["case_number"] = text
        elif role == "note":
            answers.setdefault(question.id, {})["note"] = text
        else:
            answers.setdefault(question.id, {})["value"] = _cell(question, text)
    return document


def _cell(question: Question, text: str) -> Any:
    """A cell as its question wants it: numbers as numbers, several options or people split at `|；;、`."""
    if question.type is QuestionType.NUMBER:
        # Else it is a text, and refused with how to write it: int() reads 1_000 and ١٠, float() 1.000.
        if re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]+)?", text) and not looks_grouped(text):
            return float(text) if "." in text else int(text)
        return text
    if question.type in (QuestionType.DATE, QuestionType.DATETIME):
        return spreadsheet_moment(text)
    if question.type in (QuestionType.CHOICES, QuestionType.PEOPLE) and text not in ("unknown", "不清楚"):
        if text in ("无", "都没有", "-"):
            return []
        if any(text in (option.value, option.label) for option in question.options):
            return [text]  # A label may hold a mark that divides.
        for mark in LIST_MARKS[1:]:
            text = text.replace(mark, LIST_MARKS[0])
        return [part.strip() for part in text.split(LIST_MARKS[0]) if part.strip()]
    return text
