"""Assessment → HTML → PDF. `import yanpan.report` is cheap: Jinja2 and WeasyPrint load at the first paper.

- `render_html(assessment)` gives the paper as HTML text,
- `render_html_page(assessment)` gives it as one self-contained page to read on a screen,
- `render_pdf(assessment, attachment, questionnaire)` gives a `Paper`: PDF/A-3a and PDF/UA-1 with empty signature fields,
  and the characters that no font has,
- `render_form(act)` gives the empty questionnaire for an act as a PDF to print,
- `Press` does that in a child process that is ready before it is needed; `warm()` readies this one,
- `missing_glyphs(assessment)` lists the characters that no shipped font has, with their place.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from yanpan.report.paper import LAYOUT, MissingGlyph, Paper

if TYPE_CHECKING:
    from yanpan.assessment.model import Assessment
    from yanpan.questionnaire.acts import NamedAct
    from yanpan.report.paper import PrintJob
    from yanpan.report.press import Press

__all__ = [
    "LAYOUT",
    "MissingGlyph",
    "Paper",
    "Press",
    "missing_glyphs",
    "printable",
    "render_form",
    "render_html",
    "render_html_page",
    "render_pdf",
    "warm",
]


def __getattr__(name: str) -> Any:
    """`Press` brings the judgement along: loaded when it is first asked for (PEP 562)."""
    if name != "Press":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from yanpan.report.press import Press

    return Press


def render_html(assessment: Assessment, record: bytes | None = None) -> str:
    """The paper as one HTML document. Raises `ReportFailed` when a template cannot be filled.

    `record` is the assessment as it is stored, whose digest is printed; without it, what `encode` gives.
    """
    from yanpan.report.html import render_html as render

    return render(assessment, digest=_digest(record))


def render_html_page(assessment: Assessment, record: bytes | None = None) -> str:
    """The paper as one accessible page without script or outside reference, for reading. Raises `ReportFailed`.

    `record` as in `render_html`.
    """
    from yanpan.report.page import render_html_page as render

    return render(assessment, digest=_digest(record))


def _digest(record: bytes | None) -> str:
    if record is None:
        return ""
    from yanpan.assessment import digest_of_bytes

    return digest_of_bytes(record)


def render_pdf(assessment: Assessment, attachment: bytes, questionnaire: bytes | None = None) -> Paper:
    """The paper as PDF/A-3a and PDF/UA-1 with `attachment` embedded as `assessment.json`, all signature fields in place.

    `attachment` is the record as it is stored, whose digest is printed; `questionnaire` (`Form.embedded`) goes along
    as `questionnaire.json`, so that whoever has the paper alone can judge its answers again.
    The same arguments give the same bytes wherever `yanpan.report.fingerprint` says the same. Reaches neither network
    nor files other than the shipped templates and fonts. Raises `ReportFailed`.
    """
    from yanpan.report.pdf import print_paper

    return print_paper(assessment, attachment, questionnaire, _engine())


def warm() -> None:
    """Load the engine, fonts and style sheet into this process. Raises `ReportFailed` where a library is missing."""
    _engine()


@cache
def _engine() -> Callable[[PrintJob], bytes | None]:
    from yanpan.report.ready import ready_engine

    return ready_engine()


def render_form(act: NamedAct) -> bytes:
    """The questions that can come up in an act, as a PDF with boxes and lines to fill in by hand.

    PDF/A-3a and PDF/UA-1 like a paper, without date. The same questionnaire and act give the same bytes. Raises `ReportFailed`.
    """
    _engine()
    from yanpan.report.form import render_form as render

    return render(act)


def printable(text: str) -> str:
    """A text as the paper shows it: what no shipped font has is written as 〓."""
    from yanpan.report.glyphs import printable as shown

    return shown(text)


def missing_glyphs(assessment: Assessment) -> tuple[MissingGlyph, ...]:
    """Characters of the assessment that no shipped font has, each with its place; empty is normal."""
    from yanpan.report.glyphs import missing_glyphs as find

    return find(assessment)
