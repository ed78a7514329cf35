"""HTML → PDF/A-3u with WeasyPrint, without network, clock or chance.

Speed: fonts and CSS are read once a process, and the garbage collector rests while a paper is laid out
(layout makes many cyclic boxes; collecting in the middle costs a fifth of the time).
"""

# WeasyPrint is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from yanpan.assessment import digest_of
from yanpan.assessment.model import Assessment
from yanpan.data import data_folder
from yanpan.errors import ReportFailed, os_words
from yanpan.report.glyphs import missing_glyphs
from yanpan.report.html import DENSITIES, render_html
from yanpan.report.paper import Paper, SignatureBox

ATTACHMENT_NAME = "assessment.json"
_FONTS = ("fang.otf", "kai.ttf", "hei.otf", "title.otf", "song.otf")
_FONT_SCHEME = "yanpan-font:"
_POINTS_PER_PX = 0.75
_SPELLED_OUT = 200
"""Characters of duties that a one-page form can hold besides everything else."""


class _NoFetcher(URLFetcher):
    """Refuses every address: a paper holds all it needs."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        raise ValueError("报告不读取任何外部地址")


class _FontFetcher(_NoFetcher):
    """Serves the shipped fonts by name to our own CSS, and nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(_FONT_SCHEME)
        if url.startswith(_FONT_SCHEME) and name in _FONTS:
            body = (data_folder("report_templates") / "fonts" / name).read_bytes()
            return URLFetcherResponse(url, body)
        return super().fetch(url, headers)


@cache
def _press() -> tuple[FontConfiguration, weasyprint.CSS]:
    """Fonts and style sheet, once a process."""
    fonts = FontConfiguration()
    text = (data_folder("report_templates") / "report.css").read_text(encoding="utf-8")
    sheet = weasyprint.CSS(string=text, font_config=fonts, url_fetcher=_FontFetcher())
    gc.freeze()  # modules, fonts and rules stay for good: later collections need not look at them
    return fonts, sheet


def render_pdf(assessment: Assessment, attachment: bytes) -> Paper:
    """See `yanpan.report.render_pdf`."""
    with _collector_resting():
        try:
            document = _lay_out(assessment)
            boxes = _boxes(assessment, document)
            return Paper(_write(assessment, document, attachment), boxes, missing_glyphs(assessment))
        except OSError as error:
            raise ReportFailed(
                f"生成 PDF 时读写失败（{os_words(error)}）",
                remedy="看磁盘和临时目录是否已满；运行 yanpan doctor 检查字体。",
            ) from error


def _lay_out(assessment: Assessment) -> weasyprint.Document:
    """Pages. The short form is set tighter until it fits one page."""
    fonts, sheet = _press()
    densities = range(_roomiest(assessment), DENSITIES) if assessment.short_form else range(1)
    for density in densities:
        html = weasyprint.HTML(string=render_html(assessment, density), url_fetcher=_NoFetcher())
        document: weasyprint.Document = html.render(
            font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/a-3u", pdf_tags=True
        )
        if len(document.pages) == 1:
            break
    return document


def _roomiest(assessment: Assessment) -> int:
    """The first density worth trying: duties spelled out at length never fit one page."""
    return 1 if sum(len(duty.what) for duty in assessment.duties) > _SPELLED_OUT else 0


def _boxes(assessment: Assessment, document: weasyprint.Document) -> tuple[SignatureBox, ...]:
    """Where the boxes with id `sig-<role>` lie; CSS px from the top left become points from the bottom left."""
    found = []
    for signer in assessment.signers:
        name = f"sig-{signer.role}"
        for number, page in enumerate(document.pages):
            if name in page.anchors:
                x1, top, x2, bottom = (value * _POINTS_PER_PX for value in page.anchors[name])
                height = page.height * _POINTS_PER_PX
                found.append(
                    SignatureBox(signer.role, signer.title, number, x1, height - bottom, x2, height - top)
                )
                break
        else:
            raise ReportFailed(f"签批栏里没有“{signer.title}”的签名框", where=name)
    return tuple(found)


def _write(assessment: Assessment, document: weasyprint.Document, attachment: bytes) -> bytes:
    embedded = weasyprint.Attachment(
        file_obj=BytesIO(attachment),
        name=ATTACHMENT_NAME,
        description="研判结果全文（机器可读）",
        created=assessment.assessed_at,
        modified=assessment.assessed_at,
        relationship="Source",
        url_fetcher=_NoFetcher(),
    )
    pdf: bytes = document.write_pdf(
        attachments=[embedded],
        pdf_variant="pdf/a-3u",
        pdf_tags=True,
        pdf_identifier=bytes.fromhex(digest_of(assessment))[:16],
    )
    return pdf


@contextmanager
def _collector_resting() -> Iterator[None]:
    """No garbage collection inside."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
