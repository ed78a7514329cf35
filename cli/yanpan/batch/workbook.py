"""A workbook (XLSX, XLS, ODS) as records of text: what its cells show, so far as the file says it.

The first sheet that is not hidden and holds anything is read. A workbook is a ZIP that says how large it is inside: that is
asked first, so that a small file cannot become a large one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from yanpan.batch.csv_records import Record
from yanpan.documents import read_plain
from yanpan.errors import ChildFailed, ChildLost, InputRefused, TooSlow
from yanpan.processes import Crew

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
MAX_BYTES = 64 * 1024 * 1024
MAX_INSIDE = 512 * 1024 * 1024
MEMORY, SECONDS = 2 * 1024**3, 120.0
"""What reading a workbook may take. The largest that is taken needs half of it."""

MAX_ROWS, MAX_COLUMNS = 100_000, 1_000
_MOST_PARTS = 10_000
_SPLIT = "拆成几个文件，或者另存为“CSV UTF-8”。"


def workbook_rows(path: Path) -> list[Record]:
    """The same, read apart: one text that a thousand cells share becomes a thousand texts, which no size inside tells.

    Raises `InputRefused`.
    """
    with Crew(_reader, None, seconds=SECONDS, tries=1, memory=MEMORY) as crew:
        try:
            return crew.do(path)
        except (ChildLost, ChildFailed, TooSlow) as error:
            raise InputRefused(
                f"工作簿太大：展开以后超过 {MEMORY // 1024**3} GB，或者 {SECONDS:.0f} 秒读不完",
                where=path.name,
                remedy=_SPLIT,
            ) from error


def _reader(_: None) -> Callable[[Path], list[Record]]:
    return lambda path: list(workbook_records(path))


def workbook_records(path: Path) -> Iterator[Record]:
    """The rows of the workbook, numbered as the program that made it numbers them. Raises `InputRefused`."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, ZipError

    data = read_plain(path, most=MAX_BYTES, remedy=_SPLIT)
    _check_inside(data, path.name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            item.name
            for item in book.sheets_metadata
            if item.visible is SheetVisibleEnum.Visible and item.typ is SheetTypeEnum.WorkSheet
        ]
        for name in sheets:
            sheet = book.get_sheet_by_name(name)
            if not sheet.height:
                continue
            _check_size(path.name, name, sheet.total_height, sheet.total_width)
            first = sheet.start[0] if sheet.start else 0
            rows = sheet.to_python(skip_empty_area=True)
            shown = [tuple(map(_shown, row)) for row in rows]
            # What only looks filled in (a colour, a border) is no column.
            width = max(i for row in shown for i, cell in enumerate(("", *row)) if cell or not i)
            for number, cells in enumerate(shown, first + 1):
                yield Record(number, (*cells[:width], *[""] * (width - len(cells))))
            return
    except (CalamineError, ZipError, ValueError, OSError) as error:
        if isinstance(error, InputRefused):
            raise
        raise InputRefused(
            "读不了这个工作簿：坏了、加了密码，或者不是它自称的格式",
            where=path.name,
            remedy="在表格软件里打开它，另存为 .xlsx（不加密码），或者“CSV UTF-8”。",
        ) from error


def _check_inside(data: bytes, name: str) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return  # told by the reader
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MAX_INSIDE:
        raise InputRefused(f"工作簿展开以后超过 {MAX_INSIDE // 1024 // 1024} MB", where=name, remedy=_SPLIT)


def _check_size(name: str, sheet: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise InputRefused(
            f"工作表“{sheet[:30]}”有 {rows} 行 {columns} 列（上限 {MAX_ROWS} 行 {MAX_COLUMNS} 列）",
            where=name,
            remedy=_SPLIT,
        )


def _shown(value: object) -> str:
    """A cell as text: whole numbers without a point, moments as a file writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
