"""HTML → PDF/A-3a with Typst, without network, clock or chance.

What is compiled is one fixed document, report_templates/typst/paper.typ; what the paper says reaches it as data, in
two files that exist in memory only. Its root is its own folder, and fonts other than the shipped ones are unknown
to it. Typst remembers what it laid out, so that what papers have in common is laid out once a process.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import typst

from yanpan.assessment.model import Assessment
from yanpan.data import data_folder
from yanpan.errors import ReportFailed
from yanpan.report.glyphs import missing_glyphs
from yanpan.report.html import DENSITIES, render_html
from yanpan.report.paper import Paper, SignatureBox
from yanpan.report.sheet import sheet_of

STANDARD: typst.PDFStandard = "a-3a"
"""PDF/UA-1 it would be as well, were it not for the signature fields that are added later."""

_HEIGHT = 297 / 25.4 * 72
"""Of a page, in points."""

Files = dict[str, bytes]


def render_pdf(assessment: Assessment, attachment: bytes) -> Paper:
    """See `yanpan.report.render_pdf`."""
    try:
        files, said = _lay_out(assessment, attachment)
        pdf = _compiler(files).compile(
            format="pdf", pdf_standards=STANDARD, timestamp=int(assessment.assessed_at.timestamp())
        )
    except (RuntimeError, ValueError) as error:
        raise ReportFailed(
            f"排版失败：{error}", where="report_templates", remedy="重新安装 yanpan；改过模板的，恢复原样。"
        ) from error
    assert isinstance(pdf, bytes)  # noqa: S101  # a PDF is one file
    # With its line end: signatures are appended, and what follows must not stand in the same line.
    return Paper(pdf + b"\n", _boxes(assessment, said), missing_glyphs(assessment))


def _lay_out(assessment: Assessment, attachment: bytes) -> tuple[Files, list[Any]]:
    """The data that sets the paper, and what the paper then says of itself. The short form is set tighter
    until it fits one page."""
    for density in range(DENSITIES if assessment.short_form else 1):
        sheet = sheet_of(render_html(assessment, density))
        files = {
            "main.typ": _document(),
            "paper.json": json.dumps(sheet, ensure_ascii=False).encode(),
            "assessment.json": attachment,
        }
        said = json.loads(_compiler(files).query("metadata", field="value"))
        if {"pages": 1} in said:
            break
    return files, said


@cache
def _document() -> bytes:
    return (data_folder("report_templates") / "typst" / "paper.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The shipped fonts and no others, once a process."""
    folder = data_folder("report_templates") / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _compiler(files: Files) -> typst.Compiler:
    """A compiler for one question or one PDF: it forgets files that exist in memory once they are set."""
    folder = data_folder("report_templates") / "typst"
    nowhere = str(folder / "none")
    return typst.Compiler(
        files,  # type: ignore[type-var]  # its stubs do not know of several files
        root=str(folder),
        font_paths=_fonts(),
        package_path=nowhere,
        package_cache_path=nowhere,
    )


def _boxes(assessment: Assessment, said: list[Any]) -> tuple[SignatureBox, ...]:
    """Where the signers' boxes lie; points from the top left become points from the bottom left."""
    places = {item["role"]: item for item in said if "role" in item}
    found = []
    for signer in assessment.signers:
        if signer.role not in places:
            raise ReportFailed(f"签批栏里没有“{signer.title}”的签名框", where=f"sig-{signer.role}")
        box = places[signer.role]
        x1, top = (float(box["at"][axis].removesuffix("pt")) for axis in "xy")
        x2, y1, y2 = x1 + box["width"], _HEIGHT - top - box["height"], _HEIGHT - top
        found.append(SignatureBox(signer.role, signer.title, box["at"]["page"] - 1, x1, y1, x2, y2))
    return tuple(found)
