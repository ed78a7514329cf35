"""Assessment → HTML → PDF. `import yanpan.report` is cheap: Jinja2 and WeasyPrint load at the first paper.

- `render_html(assessment)` gives the paper as HTML text,
- `render_pdf(assessment, attachment)` gives a `Paper`: PDF/A-3u bytes, signature boxes, missing characters,
- `missing_glyphs(assessment)` lists the characters that no shipped font has, with their place.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

from yanpan.errors import ReportFailed
from yanpan.report.paper import MissingGlyph, Paper, SignatureBox

if TYPE_CHECKING:
    from yanpan.assessment.model import Assessment

__all__ = ["MissingGlyph", "Paper", "SignatureBox", "missing_glyphs", "render_html", "render_pdf"]


def render_html(assessment: Assessment) -> str:
    """The paper as one HTML document. Raises `ReportFailed` when a template cannot be filled."""
    from yanpan.report.html import render_html as render

    return render(assessment)


def render_pdf(assessment: Assessment, attachment: bytes) -> Paper:
    """The paper as PDF/A-3u with `attachment` embedded as `assessment.json`.

    The same arguments give the same bytes, in any process. Reaches neither network nor files other than
    the shipped templates and fonts. Raises `ReportFailed`.
    """
    try:
        # The library prints a page of advice on standard output when it cannot load; that place is for results.
        with redirect_stdout(StringIO()):
            import weasyprint  # noqa: F401
        from yanpan.report.pdf import render_pdf as render
    except (OSError, ImportError) as error:
        raise ReportFailed(
            "装不上排版所需的系统库，出不了 PDF", remedy="运行 yanpan doctor，按提示补齐系统库。"
        ) from error
    return render(assessment, attachment)


def missing_glyphs(assessment: Assessment) -> tuple[MissingGlyph, ...]:
    """Characters of the assessment that no shipped font has, each with its place; empty is normal."""
    from yanpan.report.glyphs import missing_glyphs as find

    return find(assessment)
