"""Rows of the small questionnaire, one a grade, and the tables that a batch writes."""

from __future__ import annotations

import csv
from pathlib import Path

HEADER = "case_number,unit_name,party_name,planned_start,people_affected,legal_basis,crowd,lacking"
GOOD = {
    "low": "某局,王某,2026-12-01 09:30,3,yes,none,无",
    "medium": "某局,王某,2026-12-01 09:30,3,yes,some,无",
    "high": "某局,王某,2026-12-01 09:30,3,yes,many,recorder|plan",
    "prohibited": "某局,王某,2026-12-01 09:30,3,no,none,无",
}


def rows(file: Path) -> list[dict[str, str]]:
    """A CSV that yanpan wrote: UTF-8 with byte-order mark, CRLF, every row as long as the header."""
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") >= 1
    lines = list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))
    assert {len(line) for line in lines} == {len(lines[0])}
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def results(out: Path) -> list[dict[str, str]]:
    return rows(out / "results.csv")


def errors(out: Path) -> list[dict[str, str]]:
    return rows(out / "errors.csv")
