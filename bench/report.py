"""The paper, against a bare Typst compile of the very same source; and the whole way from answers to signature."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import typst

from bench.cases import answers, assessment, form
from bench.measure import (
    PYTHON,
    YANPAN,
    Line,
    Timing,
    fresh_home,
    in_turns,
    milliseconds,
    process,
    ratio,
    table,
)
from yanpan.answers.load import render_answers
from yanpan.assessment import Assessment, encode
from yanpan.data import data_folder
from yanpan.questionnaire.model import Grade
from yanpan.report import render_pdf
from yanpan.report.html import render_html
from yanpan.report.sheet import sheet_of

WARM, COLD = 7, 5
GRADES = (Grade.LOW, Grade.MEDIUM, Grade.PROHIBITED)
FONTS = data_folder("report_templates") / "fonts"

COLD_TYPST = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], "
    "ignore_system_fonts=True, pdf_standards='a-3a')"
)


def pages(pdf: bytes) -> int:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def other_number(grade: Grade) -> Callable[[], Assessment]:
    """Each time another case number, so that neither side can give back what it set before."""
    numbers = count(1)
    return lambda: assessment(grade, f"测速〔2026〕{next(numbers)}号")


def source(made: Assessment) -> dict[str, bytes]:
    """What Typst compiles for a short or a long paper: the fixed document and its data."""
    sheet = sheet_of(render_html(made, 1))
    return {
        "main.typ": (data_folder("report_templates") / "typst" / "paper.typ").read_bytes(),
        "paper.json": json.dumps(sheet, ensure_ascii=False).encode(),
        "assessment.json": encode(made),
    }


class Typst:
    """A bare Typst with the fonts that the paper uses: no templates filled, no boxes asked for."""

    def __init__(self, sources: Iterable[dict[str, bytes]]) -> None:
        self.sources = iter(sources)
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        )

    def set(self) -> bytes:
        compiler: Any = typst.Compiler(next(self.sources), font_paths=self.fonts)  # type: ignore[type-var]
        pdf: bytes = compiler.compile(format="pdf", pdf_standards="a-3a")
        return pdf


def warm(grade: Grade) -> tuple[dict[str, Timing], int, int]:
    """Seconds a paper in a process that has made one before, and how many pages each side sets."""
    new = other_number(grade)
    bare = Typst([source(new()) for _ in range(WARM + 9)])

    def ours() -> bytes:
        made = new()
        return render_pdf(made, encode(made)).pdf

    found = in_turns({"yanpan": ours, "typst": bare.set}, WARM)
    return found, pages(ours()), pages(bare.set())


def cold(folder: Path, grade: Grade) -> dict[str, Timing]:
    """Seconds a whole process."""
    home = fresh_home()
    file, main = folder / "answers.yaml", folder / "main.typ"
    file.write_text(render_answers(answers(grade), form()), encoding="utf-8")
    for name, data in source(assessment(grade)).items():
        (folder / name).write_bytes(data)
    passphrase = folder / "passphrase.txt"
    passphrase.write_text("only for measuring")
    passphrase.chmod(0o600)
    process(
        YANPAN, "keys", "trial", "--out", str(folder), "--passphrase-file", str(passphrase), environment=home
    )()
    (key,) = folder.glob("*.p12")
    numbers = count(1)

    def assess(*more: str) -> Callable[[], None]:
        def run() -> None:
            process(
                YANPAN, "assess", "--answers", str(file), "--out", str(folder), "--case-number", f"测速{next(numbers)}号",
                *more, environment=home,
            )()  # fmt: skip

        return run

    signed = ("--sign-as", "officer", "--key", str(key), "--passphrase-file", str(passphrase))
    return in_turns(
        {
            "typst, one paper": process(PYTHON, "-c", COLD_TYPST, str(main), str(folder / "typst.pdf"), str(FONTS)),
            "yanpan assess --no-pdf": assess("--no-pdf"),
            "yanpan assess": assess(),
            "yanpan assess --sign-as": assess(*signed),
        },
        COLD,
    )  # fmt: skip


def figures() -> list[Line]:
    lines = []
    for grade in GRADES:
        found, ours, theirs = warm(grade)
        mine, typst = found["yanpan"], found["typst"]
        lines.append(
            Line(f"warm, {grade.value}: typst ({theirs} pages)", milliseconds(typst.least), milliseconds(typst.median))
        )  # fmt: skip
        against = f"{ratio(mine.median, typst.median)} typst"
        lines.append(
            Line(f"warm, {grade.value}: yanpan ({ours} pages)", milliseconds(mine.least), milliseconds(mine.median), against, "≤ 2×")
        )  # fmt: skip
    for grade in (Grade.MEDIUM, Grade.PROHIBITED):
        with tempfile.TemporaryDirectory(prefix="yanpan-bench-") as folder:
            cold_found = cold(Path(folder), grade)
        base = cold_found["typst, one paper"].median
        for name, t in cold_found.items():
            aim = "≤ 2000 ms (8 pages)" if name.endswith("--sign-as") else ""
            against = "" if name.startswith("typst") else f"{ratio(t.median, base)} typst"
            lines.append(
                Line(
                    f"cold, {grade.value}: {name}",
                    milliseconds(t.least),
                    milliseconds(t.median),
                    against,
                    aim,
                )
            )
    return lines


if __name__ == "__main__":
    os.umask(0o077)
    print(table(f"papers, {WARM} warm rounds, {COLD} cold", figures()))
