"""The paper, against Typst with the same content and the same fonts; and the whole way from answers to signature."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

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
from bench.typst_paper import typst_source
from yanpan.answers.load import render_answers
from yanpan.assessment import Assessment, encode
from yanpan.data import data_folder
from yanpan.questionnaire.model import Grade
from yanpan.report import render_html, render_pdf

WARM, COLD = 7, 5
GRADES = (Grade.LOW, Grade.MEDIUM, Grade.PROHIBITED)
FONTS = data_folder("report_templates") / "fonts"

COLD_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"


def pages(pdf: bytes) -> int:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def other_number(grade: Grade) -> Callable[[], Assessment]:
    """Each time another case number, so that neither side can give back what it set before."""
    numbers = count(1)
    return lambda: assessment(grade, f"测速〔2026〕{next(numbers)}号")


class Typst:
    """A warm Typst compiler with the fonts that the paper uses."""

    def __init__(self) -> None:
        import typst

        self.compiler: Any = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)

    def set(self, made: Assessment) -> bytes:
        pdf: bytes = self.compiler.compile(
            typst_source(render_html(made)).encode(), format="pdf", pdf_standards=["a-3b"]
        )
        return pdf


def warm(grade: Grade) -> tuple[dict[str, Timing], int, int]:
    """Seconds a paper in a process that has made one before, and how many pages each side sets."""
    new, compiler = other_number(grade), Typst()

    def ours() -> bytes:
        made = new()
        return render_pdf(made, encode(made)).pdf

    found = in_turns({"yanpan": ours, "typst": lambda: compiler.set(new())}, WARM)
    return found, pages(ours()), pages(compiler.set(new()))


def cold(folder: Path, grade: Grade) -> dict[str, Timing]:
    """Seconds a whole process."""
    home = fresh_home()
    file, source = folder / "answers.yaml", folder / "paper.typ"
    file.write_text(render_answers(answers(grade), form()), encoding="utf-8")
    source.write_text(typst_source(render_html(assessment(grade))), encoding="utf-8")
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
            "typst, one paper": process(PYTHON, "-c", COLD_TYPST, str(source), str(folder / "typst.pdf"), str(FONTS)),
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
            Line(f"warm, {grade.value}: yanpan ({ours} pages)", milliseconds(mine.least), milliseconds(mine.median), against, "≤ 5×")
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
