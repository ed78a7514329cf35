"""The paper of an assessment as Typst source: the same headings, paragraphs, tables and pictures, from the same HTML.

Made from what `render_html` gives, so that both sides set the same words whatever the templates become.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree

import tinyhtml5

_SVG = "{http://www.w3.org/2000/svg}"
_BLOCKS = (
    "section",
    "div",
    "body",
    "html",
    "tbody",
    "thead",
    "ol",
    "ul",
    "article",
    "main",
    "header",
    "footer",
)
_SHADES = {"low": "e3f1dc", "medium": "fdf0bf", "high": "f8c9a8", "prohibited": "f0a8a0"}

PREAMBLE = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: ("Yanpan Fang", "Yanpan Song"), size: 15.75pt, lang: "zh")
#set par(leading: 13pt, first-line-indent: (amount: 2em, all: true))
#set table(stroke: 0.5pt, inset: (x: 4pt, y: 2.5pt))
#show table: set text(size: 10.5pt)
#show table: set par(leading: 5pt, first-line-indent: 0em)
#show heading: set text(font: ("Yanpan Hei", "Yanpan Song"), size: 15.75pt, weight: "regular")
"""


def typst_source(html: str) -> str:
    """Typst markup for one paper."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    body = root.find("body")
    if body is None:
        raise ValueError("the paper has no body")
    return PREAMBLE + "\n".join(_blocks(body))


def _blocks(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "table":
            yield _table(child)
        elif child.tag in ("h1", "h2", "h3"):
            yield f"#heading(level: {child.tag[1]})[{_inline(child)}]\n"
        elif child.tag == f"{_SVG}svg":
            yield _picture(child)
        elif child.tag in _BLOCKS:
            yield from _blocks(child)
        else:
            yield f"{_inline(child)}\n"


def _inline(element: ElementTree.Element) -> str:
    parts = [_text(element.text)]
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "br":
                parts.append("#linebreak()")
            elif child.tag == f"{_SVG}svg":
                parts.append(_picture(child))
            else:
                parts.append(_inline(child))
        parts.append(_text(child.tail))
    return "".join(parts)


def _text(text: str | None) -> str:
    """Plain text as a Typst string: nothing in it is markup."""
    if not text or not text.strip():
        return " " if text else ""
    return f"#{json.dumps(text, ensure_ascii=False)};"


def _table(element: ElementTree.Element) -> str:
    widths = [col.get("style", "").partition("width:")[2].strip(" ;%") for col in element.iter("col")]
    rows = list(element.iter("tr"))
    columns = ", ".join(f"{w}fr" if w else "1fr" for w in widths)
    if not widths:
        columns = str(max(sum(int(c.get("colspan", "1")) for c in row) for row in rows))
    head = element.find("thead")
    head_rows = list(head.iter("tr")) if head is not None else []
    cells = [_cell(cell) for row in rows if row not in head_rows for cell in row]
    header = [f"table.header({', '.join(_cell(c) for row in head_rows for c in row)})"] if head_rows else []
    return f"#table(columns: ({columns}), {', '.join([*header, *cells])})\n" if header or cells else ""


def _cell(cell: ElementTree.Element) -> str:
    options = []
    for html_name, name in (("colspan", "colspan"), ("rowspan", "rowspan")):
        if cell.get(html_name):
            options.append(f"{name}: {cell.get(html_name)}")
    for word in cell.get("class", "").split():
        if word in _SHADES:
            options.append(f'fill: rgb("{_SHADES[word]}")')
    return f"table.cell({', '.join(options)})[{_inline(cell)}]"


def _picture(svg: ElementTree.Element) -> str:
    ElementTree.register_namespace("", _SVG[1:-1])
    for part in svg.iter():
        # Said by the namespace of the tags already.
        for name in [n for n in part.attrib if n.endswith("xmlns")]:
            del part.attrib[name]
    text = ElementTree.tostring(svg, encoding="unicode")
    return f'#image(bytes({json.dumps(text, ensure_ascii=False)}), format: "svg")'
