"""The paper as one page for reading on a screen: the same HTML, made fit for it. The PDF is what is signed and filed.

Nothing is said anew here. What the paper's HTML lacks for a screen is put in as it passes by: landmarks, a list of
its headings, names for tables and pictures, a frame in which a wide table scrolls. Its signature fields go out: a box
that can be ticked would look like a signature.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from yanpan.assessment import Assessment
from yanpan.data import data_folder
from yanpan.report.html import render_html

READING_ONLY = "本页供阅读，签署在 PDF 上进行。"

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
"""Were something of the page obeyed that should not be, it could still fetch, send and run nothing."""

_CAPTIONS = {
    "facts": "基本情况",
    "verdict": "等级和结论",
    "stops": "触及的红线",
    "scores": "三项研判",
}
"""For tables whose place on the paper says what they are; others without caption go by the heading above them."""

_WIDE = "clock"
"""A picture that cannot be read when it is made as small as a narrow window."""

_LINKS = "<!-- links -->"
"""Holds the place of the list of headings until all are known."""

_BOXES = {"box": "空格", "box on": "已勾选"}


def render_html_page(assessment: Assessment, *, digest: str = "") -> str:
    """One self-contained page: no script, nothing fetched. The same assessment gives the same text.

    `digest` as in `render_html`.
    """
    page = _Page()
    page.feed(render_html(assessment, digest=digest))
    page.close()
    return page.text()


@cache
def _style() -> str:
    """On a screen page.css, on a printer the paper's own sheet."""
    folder = data_folder("report_templates")
    screen, paper = ((folder / name).read_text(encoding="utf-8") for name in ("page.css", "paper.css"))
    return f"{screen}\n@media print {{\n{paper}\n}}\n"


class _Page(HTMLParser):
    """Passes the paper's HTML on tag by tag, as it stands but for what is said above."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._out: list[str] = []
        self._headings: list[str] = []
        self._heading: list[str] | None = None
        self._pictures = 0
        self._picture_open = False
        self._frame_open = False
        self._caption: str | None = None

    def text(self) -> str:
        links = "".join(f'<li><a href="#h{n}">{words}</a></li>' for n, words in enumerate(self._headings, 1))
        self._out[self._out.index(_LINKS)] = f'<nav aria-label="目录"><ul>{links}</ul></nav>\n'
        return "".join(self._out)

    def handle_decl(self, decl: str) -> None:
        self._out.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag != "caption":
            self._name_table()
        self._out += self._opened(tag, given, self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2" and self._heading is not None:
            self._headings.append("".join(self._heading).strip())
            self._heading = None
        if tag == "body":
            self._out.append("</main>\n")
        self._out.append(f"</{tag}>")
        if tag == "table" or (tag == "svg" and self._frame_open):
            self._out.append("</div>")
            self._frame_open = False

    def handle_data(self, data: str) -> None:
        self._said(data)

    def handle_entityref(self, name: str) -> None:
        self._said(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._said(f"&#{name};")

    def _said(self, text: str) -> None:
        if self._heading is not None:
            self._heading.append(text)
        self._out.append(text)

    def _opened(self, tag: str, given: dict[str, str], written: str) -> Iterator[str]:
        kind = given.get("class", "")
        if tag == "input":
            return
        if tag == "table":
            yield from self._table(kind, written)
        elif tag == "caption":
            self._caption = None
            yield written
        elif tag == "h2":
            self._heading = []
            yield _with(written, f'id="h{len(self._headings) + 1}"')
        elif tag == "svg":
            self._pictures += 1
            self._picture_open = True
            if kind == _WIDE:
                yield '<div class="scroll" tabindex="0" role="group" aria-label="时间轴">'
            self._frame_open = kind == _WIDE
            yield _with(written, f'role="img" aria-labelledby="p{self._pictures}"')
        elif tag == "title" and self._picture_open:
            self._picture_open = False
            yield _with(written, f'id="p{self._pictures}"')
        elif tag == "i" and kind in _BOXES:
            yield _with(written, f'role="img" aria-label="{_BOXES[kind]}"')
        elif tag == "meta" and "charset" in given:
            yield written
            yield from self._head()
        elif tag == "div" and kind == "signing":
            yield f'<p class="reading-only">{READING_ONLY}</p>\n{written}'
        elif tag == "body":
            yield written
            yield from self._top()
        else:
            yield written

    def _head(self) -> Iterator[str]:
        yield f'\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>'
        yield '\n<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        yield '\n<meta name="referrer" content="no-referrer"/>'
        yield f"\n<style>\n{_style()}</style>"

    def _top(self) -> Iterator[str]:
        yield '\n<a class="skip" href="#main">跳到正文</a>\n<header>\n'
        yield f"<p>{READING_ONLY}文中说的“嵌入本文件”，指 PDF 文书；案件文件夹里也有一份 assessment.json。</p>\n"
        yield _LINKS
        yield '</header>\n<main id="main">\n'

    def _table(self, kind: str, written: str) -> Iterator[str]:
        names = kind.split()
        above = self._headings[-1] if self._headings else "行政执法风险评估"
        self._caption = next((_CAPTIONS[name] for name in names if name in _CAPTIONS), above)
        # Whoever has no mouse scrolls it with the arrow keys.
        yield f'<div class="scroll" tabindex="0" role="group" aria-label="{self._caption}">{written}'

    def _name_table(self) -> None:
        """A table that turned out to have no caption gets one that is only heard."""
        if self._caption is not None:
            self._out.append(f'<caption class="heard">{self._caption}</caption>')
            self._caption = None


def _with(tag: str, attributes: str) -> str:
    """A start tag with more attributes."""
    end = "/>" if tag.endswith("/>") else ">"
    return f"{tag.removesuffix(end)} {attributes}{end}"
