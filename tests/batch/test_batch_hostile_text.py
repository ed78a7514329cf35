"""Text that people wrote never becomes a formula, a path, a command or a broken table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import GOOD, errors, results
from hypothesis import given
from hypothesis import strategies as st
from program import SMALL, Run

from yanpan.batch.table import safe_cell, write_table
from yanpan.inert import inert

Table = Callable[..., Path]
DANGEROUS = "=+-@＝＋－＠\t\r\n"
TEXTS = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "＝1＋1", "＋1", "－1", "＠a", "\t=1", "\r=1", "\n=1", "'=1", '"=1"',
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "$(touch ran)", "`touch ran`", "; rm -rf /", "%s%n", "../../x",
    "\u202e反写", "\u200b", "a\u0300\u0301\u0302", "𠮷野家", "👮", "王\x07某", "王\x1b[31m某", "NULL", "\ufeffx", "x" * 3000,
]  # fmt: skip


@given(
    st.one_of(
        st.text(),
        st.sampled_from(DANGEROUS).flatmap(lambda c: st.text().map(lambda t: c + t)),
        st.sampled_from(TEXTS),
    )
)
def test_no_cell_starts_with_what_a_spreadsheet_takes_for_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(tuple(DANGEROUS))
    assert cell.removeprefix("'") == inert(text) or cell == inert(text)
    assert inert(cell) == cell


@given(st.one_of(st.integers(), st.floats(allow_nan=False)))
def test_numbers_stay_numbers(number: float) -> None:
    assert safe_cell(number) == str(number)


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=3, max_size=3), max_size=5)
)
def test_a_table_reads_back_cell_for_cell(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "t.csv"
    write_table(path, ("a", "b", "c"), lines)
    read = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert read == [["a", "b", "c"], *([safe_cell(cell) for cell in line] for line in lines)]


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.long
def test_party_names_of_any_text_are_kept_or_refused_as_text(
    batch: Run, table: Table, out: Path, tmp_path: Path
) -> None:
    lines = [f"{i}号,{GOOD['low'].replace('王某', quoted(text))}" for i, text in enumerate(TEXTS)]
    done = batch(table(*lines))
    assert done.code == 7, done
    assert "Traceback" not in done.err
    kept = {int(row["case_number"].removesuffix("号")) for row in results(out)}
    told = {int(row["case_number"].removesuffix("号")): row["field"] for row in errors(out)}
    assert kept | set(told) == set(range(len(TEXTS)))
    assert set(told.values()) == {"party_name"}
    for i in kept:
        result = json.loads((out / f"{i}号" / "assessment.json").read_bytes())
        (party,) = (a for a in result["answers"] if a["question"] == "party_name")
        assert party["value"] == TEXTS[i].strip()
    assert not list(tmp_path.rglob("ran"))


@pytest.mark.long
def test_hostile_case_numbers_and_values_are_shown_as_text_in_errors(
    batch: Run, table: Table, out: Path
) -> None:
    lines = [f"{quoted(text)},{GOOD['low']}" for text in TEXTS if text.strip() and "\x00" not in text]
    lines += [
        f"{i}号,某局,王某,{quoted(t)},{quoted(t)},{quoted(t)},{quoted(t)},{quoted(t)}"
        for i, t in enumerate(TEXTS)
    ]
    assert batch(table(*lines)).code == 7
    found = errors(out)
    assert found
    for row in [*found, *results(out)]:
        for cell in row.values():
            assert not cell.startswith(tuple(DANGEROUS)), row
    assert not [p for p in out.iterdir() if p.name.startswith((".", *"=+-@"))]


@pytest.mark.long
def test_a_folder_that_starts_like_a_formula_is_text_in_results(
    run: Run, table: Table, tmp_path: Path
) -> None:
    (tmp_path / "=1+1").mkdir()
    done = run(
        "batch", table(f"1号,{GOOD['low']}"), "--out", "=1+1", "--questionnaire", SMALL, "--no-pdf", "--jobs", "1", cwd=tmp_path
    )  # fmt: skip
    assert done.code == 0, done
    assert results(tmp_path / "=1+1")[0]["folder"].startswith("'=")


@pytest.mark.long
def test_question_ids_of_a_hostile_table_are_shown_as_text(batch: Run, tmp_path: Path, out: Path) -> None:
    document = {"case_number": "1号", "answers": {"=cmd|' /C calc'!A0": "x", "\x1b[31m": 1}, "@SUM(1)": 2}
    (tmp_path / "cases.jsonl").write_text(json.dumps(document) + "\n", encoding="utf-8")
    assert batch(tmp_path / "cases.jsonl").code == 7
    for row in errors(out):
        for cell in row.values():
            assert not cell.startswith(tuple(DANGEROUS)), row


def test_a_file_name_that_a_terminal_would_obey_is_spelled(batch: Run, out: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a\x1b[31m\u202e.yaml").write_text("x: [", encoding="utf-8")
    assert batch(source).code == 7
    text = (out / "errors.csv").read_text(encoding="utf-8-sig")
    assert "\x1b" not in text and "\u202e" not in text and "〔U+202E〕" in text
