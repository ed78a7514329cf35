"""HTML → PDF/A-3a and PDF/UA-1 with WeasyPrint, without network, clock or chance."""

# WeasyPrint and pydyf are untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from io import BytesIO
from typing import Any

from yanpan.assessment import digest_of
from yanpan.assessment.model import Assessment
from yanpan.errors import ReportFailed, os_words
from yanpan.report import engine
from yanpan.report.fingerprint import fingerprint
from yanpan.report.finish import finish
from yanpan.report.glyphs import missing_glyphs
from yanpan.report.html import DENSITIES, render_html
from yanpan.report.paper import Paper

ATTACHMENT_NAME = "assessment.json"
_DECISION_PAGES = 2
_A_LINE, _SIGNERS, _MOST_LINES = 44, 8, (18, 27, 37)
"""Of the short form: characters in a line of the table of duties, how many such lines a row of signers is high, and how
many each density holds of both, roughly."""

_HEIGHT = 297 / 25.4 * 72
"""Of a page, in points."""


def render_pdf(assessment: Assessment, attachment: bytes) -> Paper:
    """See `yanpan.report.render_pdf`."""
    with engine.collector_resting():
        try:
            document = _lay_out(assessment)
            return Paper(_write(assessment, document, attachment), missing_glyphs(assessment))
        except OSError as error:
            raise ReportFailed(
                f"生成 PDF 时读写失败（{os_words(error)}）",
                remedy="看磁盘和临时目录是否已满；运行 yanpan doctor 检查字体。",
            ) from error


def _lay_out(assessment: Assessment) -> Any:
    """The pages, set tighter until the short form fits one page, and the report's decision with all who sign the first two."""
    for density in range(_first_try(assessment), DENSITIES):
        document = engine.lay_out(render_html(assessment, density))
        if (
            len(document.pages) == 1
            or not assessment.short_form
            and _last_to_sign(document) < _DECISION_PAGES
        ):
            break
    return document


def _first_try(assessment: Assessment) -> int:
    """The first density worth trying: a short form with many words about duties never fits one page roomily."""
    if not assessment.short_form:
        return 0
    lines = sum(1 + len(d.title + d.what) // _A_LINE + bool(len(d.basis) > 1) for d in assessment.duties)
    lines += _SIGNERS * ((len(assessment.signers) + 1) // 2)
    return next((density for density, most in enumerate(_MOST_LINES) if lines <= most), len(_MOST_LINES))


def _last_to_sign(document: Any) -> int:
    """The last page, from 0, that has a signature field."""
    return max((n for n, page in enumerate(document.pages) if any(page.forms.values())), default=0)


def _write(assessment: Assessment, document: Any, attachment: bytes) -> bytes:
    embedded = engine.attachment(
        attachment, ATTACHMENT_NAME, "研判结果全文（机器可读）", assessment.assessed_at
    )
    pdf = engine.draw(document, [embedded])
    finish(pdf, [signer.role for signer in assessment.signers], engine=fingerprint(), height=_HEIGHT)
    out = BytesIO()
    # No object streams: each object of a later revision must be findable in the bytes.
    # The identifier in hex digits: in a literal string some bytes would be read as others (ISO 32000-2, 7.3.4.2).
    pdf.write(out, version=b"1.7", identifier=digest_of(assessment)[:32].encode(), compress=False)
    return out.getvalue()
