"""The typesetting engine: WeasyPrint with the shipped fonts, one style sheet, and no way to the outside.

Loading it takes a fifth of a second, so that only what makes a paper imports this module. Fonts and style sheet are
read once a process. One thread at a time: threads that share a font configuration hang in fontconfig.
"""

# WeasyPrint is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import ctypes.util
import gc
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from yanpan.data import data_folder
from yanpan.errors import ReportFailed
from yanpan.report.paper import Attached

_FONTS = data_folder("report_templates") / "fonts"
FAMILIES = ("Yanpan Fang", "Yanpan Hei", "Yanpan Kai", "Yanpan Song", "Yanpan Title")


@contextmanager
def _only_our_fonts() -> Iterator[None]:
    """What fontconfig loads inside is our folder, and nothing that the machine has. Programs started later do not see it."""
    ours = {
        "FONTCONFIG_FILE": str(_FONTS / "fonts.conf"),
        "FONTCONFIG_PATH": None,
        "FONTCONFIG_SYSROOT": None,
    }
    before = {name: os.environ.get(name) for name in ours}
    _set_environment(ours)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(wanted: dict[str, str | None]) -> None:
    for name, value in wanted.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def _libraries_by_their_names() -> Iterator[None]:
    """On Linux WeasyPrint's own list has the name of each library, among names of other systems. For one that does not
    exist cffi asks `find_library`, which starts ldconfig, gcc and ld, from wherever PATH leads."""
    ask = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = ask


with _only_our_fonts(), _libraries_by_their_names(), warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import weasyprint
    from cssselect2.tree import ElementWrapper
    from weasyprint.pdf import generate_pdf
    from weasyprint.text.ffi import ffi, fontconfig, harfbuzz_subset
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-3a"
_OPTIONS = {
    "pdf_variant": VARIANT,
    "pdf_version": "1.7",
    "pdf_tags": True,
    "pdf_forms": True,
    "output_intent": "srgb",
}


class _NoFetcher(URLFetcher):
    """Refuses every address: a paper holds all it needs."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        raise ValueError("报告不读取任何外部地址")


class Sheets:
    """Fonts and style sheet, ready for any number of papers. Raises `ReportFailed` where a font is missing."""

    def __init__(self) -> None:
        if harfbuzz_subset is None:
            raise ReportFailed(
                "缺少系统库 libharfbuzz-subset",
                where="yanpan doctor",
                remedy="运行 yanpan doctor，照它说的安装。",
            )
        with _only_our_fonts():
            self.fonts = FontConfiguration()
        known = _families(self.fonts)
        if lacking := [name for name in FAMILIES if name not in known]:
            raise ReportFailed(
                f"排版引擎找不到随附的字体：{'、'.join(lacking)}",
                where=str(_FONTS),
                remedy="重新安装 yanpan；fontconfig 要 2.14 以上。",
            )
        self.base, self.css = self.sheet("base.css"), self.sheet("paper.css")

    def sheet(self, name: str) -> weasyprint.CSS:
        """A style sheet of report_templates, ready for use."""
        text = (data_folder("report_templates") / name).read_text(encoding="utf-8")
        return weasyprint.CSS(string=text, font_config=self.fonts, url_fetcher=_NoFetcher())


class _Source(weasyprint.HTML):
    """HTML of our own templates: well-formed, without a document type of its own, so that a strict parser may read it.

    That is the quicker one, and a text that broke out of its place would stop it. Elements are what base.css says;
    WeasyPrint's own sheet of that kind stays away. Raises `ParseError`.
    """

    def __init__(self, html: str) -> None:
        root = ElementTree.fromstring(html)  # noqa: S314
        self.base_url = None
        self.url_fetcher = _NoFetcher()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: ARG002
        return [sheets().base]


@cache
def sheets() -> Sheets:
    """The sheets of this process. What is loaded by then stays for good: later collections need not look at it."""
    made = Sheets()
    gc.freeze()
    return made


def lay_out(html: str, *more: str) -> weasyprint.Document:
    """The pages of a paper; `more` names style sheets that go over the paper's own."""
    ready = sheets()
    try:
        source = _Source(html)
    except ElementTree.ParseError as error:
        raise ReportFailed(
            f"报告模板填出来的不是完整的 XHTML（{error}）",
            where="report_templates",
            remedy="重新安装 yanpan；改过模板的，恢复原样。",
        ) from error
    document: weasyprint.Document = source.render(
        font_config=ready.fonts, stylesheets=[ready.css, *map(ready.sheet, more)], **_OPTIONS
    )
    return document


def attachment(file: Attached, moment: datetime) -> weasyprint.Attachment:
    """A file to embed (ISO 19005-3, annex E), dated by the assessment and not by the clock."""
    moment = moment.astimezone(UTC)  # written with a Z, whatever its zone
    return weasyprint.Attachment(
        file_obj=BytesIO(file.data),
        name=file.name,
        description=file.words,
        created=moment,
        modified=moment,
        relationship=file.relationship,
        url_fetcher=_NoFetcher(),
    )


def draw(document: weasyprint.Document, attachments: list[weasyprint.Attachment]) -> Any:
    """The PDF's objects (a `pydyf.PDF`), not written yet."""
    options = {**weasyprint.DEFAULT_OPTIONS, **_OPTIONS, "attachments": attachments}
    return generate_pdf(document, None, 1, **options)


class _Collector:
    """Whether a paper's boxes still wait to be collected."""

    owed = False


@contextmanager
def collector_resting() -> Iterator[None]:
    """No garbage collection inside: layout makes many cyclic boxes, and collecting in the middle costs a fifth of it.

    What the last paper left is collected before the next one, so that nobody waits for it after the only one.
    """
    was_on = gc.isenabled()
    if _Collector.owed:
        gc.collect()
    gc.disable()
    _Collector.owed = True
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _families(fonts: FontConfiguration) -> set[str]:
    """The families that fontconfig knows."""
    known = fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem)  # noqa: SLF001
    found: set[str] = set()
    name = ffi.new("FcChar8 **")
    for number in range(known.nfont):
        if fontconfig.FcPatternGetString(known.fonts[number], b"family", 0, name) == fontconfig.FcResultMatch:
            found.add(ffi.string(name[0]).decode())
    return found
