"""HTML → PDF/A-3a and PDF/UA-1: what the engine does with one print job. Knows nothing of assessments.

A press's child loads this module and what it imports, and no more, so that it is soon ready.
"""

# WeasyPrint and pydyf are untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from io import BytesIO
from typing import Any

from yanpan.errors import ReportFailed, os_words
from yanpan.report import engine
from yanpan.report.finish import finish
from yanpan.report.paper import PrintJob

_HEIGHT = 297 / 25.4 * 72
"""Of a page, in points."""


def ready() -> None:
    """Load fonts and style sheet into this process. Raises `ReportFailed` where a font is missing."""
    engine.sheets()


def set_paper(job: PrintJob) -> bytes | None:
    """The PDF, or None when it does not fit and a tighter one may. Raises `ReportFailed`."""
    with engine.collector_resting():
        try:
            document = engine.lay_out(job.html)
            if not job.last and not _fits(document, job):
                return None
            return _write(document, job)
        except OSError as error:
            raise ReportFailed(
                f"生成 PDF 时读写失败（{os_words(error)}）",
                remedy="看磁盘和临时目录是否已满；运行 yanpan doctor 检查字体。",
            ) from error


def _fits(document: Any, job: PrintJob) -> bool:
    """Whether all pages, or at least all signature fields, lie within the job's pages."""
    last = max((n for n, page in enumerate(document.pages, 1) if any(page.forms.values())), default=0)
    return (len(document.pages) if job.whole else last) <= job.pages


def _write(document: Any, job: PrintJob) -> bytes:
    pdf = engine.draw(document, [engine.attachment(file, job.moment) for file in job.attachments])
    finish(pdf, job.roles, engine=job.engine, height=_HEIGHT)
    out = BytesIO()
    # No object streams: each object of a later revision must be findable in the bytes.
    pdf.write(out, version=b"1.7", identifier=job.identifier, compress=False)
    return out.getvalue()
