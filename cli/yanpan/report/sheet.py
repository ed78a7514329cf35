"""The paper's HTML as the data that report_templates/typst/paper.typ sets.

Typst compiles one fixed document, which reads this data: no text of people ever stands in what is compiled.
A node is a text or an element: `tag`, `class`, `kids`; a table has columns and rows instead of kids, and `letters`
are a word that may break between any two. What the templates never use is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from yanpan.report.wrap import pieces

Node = dict[str, Any] | str

_BLOCKS = frozenset({"section", "div", "p", "h1", "h2", "h3", "table", "svg"})
_INLINE = frozenset({"span", "br"})
_PICTURE = frozenset({"svg", "title", "text", "rect", "path"})
_SVG = "http://www.w3.org/2000/svg"
_SPACES = re.compile("[ \t\n]+")
_LINE_ENDS = re.compile("[ \t]*\n[ \t]*")
_LINE = 50
"""Half widths of a character that a line outside tables holds surely."""


class UnknownMarkup(ValueError):
    """The HTML holds what a paper never holds."""


def sheet_of(html: str) -> dict[str, Any]:
    """Title, author, generator, density and parts of the paper. Raises `ValueError`."""
    try:
        # Our own templates' text, autoescaped; a document type with entities of its own cannot be in it.
        root = ElementTree.fromstring(html)  # noqa: S314
    except ElementTree.ParseError as error:
        raise UnknownMarkup(str(error)) from error
    head, body = root.find("head"), root.find("body")
    if head is None or body is None:
        raise UnknownMarkup("head, body")
    said = {meta.get("name"): meta.get("content", "") for meta in head.iter("meta")}
    density = next((int(word[1:]) for word in _classes(body) if re.fullmatch("d[0-9]", word)), None)
    return {
        "title": head.findtext("title", ""),
        "author": said.get("author", ""),
        "generator": said.get("generator", ""),
        "density": density,
        "kids": list(_kids(body, _LINE)),
    }


def _kids(element: Element, room: int, *, lines: bool = False) -> Iterator[Node]:
    """What stands in an element. White space as in HTML: one space, none beside a block or a line break."""
    parts: list[str | Element] = [element.text or ""]
    parts += chain.from_iterable((child, child.tail or "") for child in element)
    within = _name(element) == "span"
    for place, part in enumerate(parts):
        if not isinstance(part, str):
            yield _element(part, room, lines=lines)
            continue
        if not (within if place == 0 else _flows(parts[place - 1])):
            part = part.lstrip(" \t\n")
        if not (within if place == len(parts) - 1 else _flows(parts[place + 1])):
            part = part.rstrip(" \t\n")
        yield from _text(part, room, lines=lines)


def _flows(part: str | Element) -> bool:
    """Whether a part stands in the line, so that a space beside it counts."""
    return isinstance(part, str) or _name(part) == "span"


def _text(text: str, room: int, *, lines: bool) -> Iterator[Node]:
    for number, line in enumerate(_LINE_ENDS.split(text) if lines else (text,)):
        if number:
            yield {"tag": "br", "class": [], "kids": []}
        for piece, must_break in pieces(_SPACES.sub(" ", line), room):
            yield {"tag": "letters", "class": [], "kids": list(piece)} if must_break else piece


def _element(element: Element, room: int, *, lines: bool) -> Node:
    name, classes = _name(element), _classes(element)
    if name == "table":
        return _table(element)
    if name == "svg":
        return _picture(element)
    if name not in _BLOCKS | _INLINE:
        raise UnknownMarkup(name)
    kids = list(_kids(element, room, lines=lines or "lines" in classes))
    role = element.get("id", "").removeprefix("sig-")
    return {"tag": name, "class": classes, "kids": kids} | ({"role": role} if role else {})


def _table(table: Element) -> Node:
    widths = [int(re.sub(r"\D", "", col.get("style", ""))) / 100 for col in table.iter("col")]
    caption = table.find("caption")
    return {
        "tag": "table",
        "class": _classes(table),
        "widths": widths,
        "caption": None if caption is None else list(_kids(caption, _LINE)),
        "head": [_row(row, widths) for row in table.iterfind("thead/tr")],
        "rows": [_row(row, widths) for row in table.iterfind("tbody/tr")],
    }


def _row(row: Element, widths: list[float]) -> Node:
    cells = [_cell(cell, width) for cell, width in zip(row, widths, strict=True)]
    return {"class": _classes(row), "cells": cells}


def _cell(cell: Element, width: float) -> Node:
    """A cell with its text's length and its forced lines, by which paper.typ judges how high it gets."""
    classes, text = _classes(cell), "".join(cell.itertext())
    lines = "lines" in classes
    breaks = sum(_name(part) != "span" or "sub" in _classes(part) for part in cell.iter())
    return {
        "class": classes,
        "kids": list(_kids(cell, int(width * 70) - 2, lines=lines)),
        "length": len(text),
        "breaks": breaks + (text.count("\n") if lines else 0),
    }


def _picture(svg: Element) -> Node:
    """An SVG picture as its own document, and its title as the words for those who do not see it."""
    classes, alt = _classes(svg), ""
    for part in svg.iter():
        part.tag = _name(part)
        if part.tag not in _PICTURE:
            raise UnknownMarkup(part.tag)
        if part.tag == "title":
            alt = part.text or ""
    svg.set("xmlns", _SVG)
    svg.tail = None
    return {"tag": "svg", "class": classes, "svg": ElementTree.tostring(svg, encoding="unicode"), "alt": alt}


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
