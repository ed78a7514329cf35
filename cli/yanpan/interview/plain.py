"""Line by line: for screen readers, plain terminals, pipes and slow lines. The same pages, printed one after another."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TextIO, TypeVar

from yanpan.interview.field import MAX
from yanpan.interview.listing import Item, ListPage
from yanpan.interview.pages import Flow, Page
from yanpan.interview.paint import Line, printable
from yanpan.interview.terminal import check_words

R = TypeVar("R")

WIDTH = 78
_LEAVE = ("q", "/q")
_FIELD_KEYS = {
    "/b": "up", "/?": "f1", "/n": "c-n", "/e": "c-e", "/r": "c-r", "/x": "c-t", "/=": "tab", "=": "tab", "/f": "down",
}  # fmt: skip
_LIST_KEYS = {"=": "tab", "<": "left", ">": "right", "b": "left", "": "enter"}
_ON_FIELDS = "打好回车；= 照上次；/b 上一题；/? 依据；/n 备注；/e 证据；/r 检查；q 存下再走"


def plain_stream() -> TextIO:
    """Where to print: standard output, or standard error where a result goes there. Raises `TerminalRefused`."""
    out = sys.stdout if sys.stdout.isatty() else sys.stderr
    check_words(out)
    return out


def run_plain(out: TextIO, steps: Coroutine[Page[Any], Any, R], shown: Callable[[], None] | None = None) -> R:
    """Ask what `steps` asks for, a line at a time. Raises `Interrupted` at the end of the input."""
    flow = Flow(steps)
    try:
        flow.begin()
        if shown is not None:
            shown()
        while (page := flow.page) is not None:
            try:
                _ask(out, flow, page)
            except KeyboardInterrupt:
                flow.leave()
    finally:
        flow.close()
    assert flow.result is not None  # noqa: S101 — what has ended well has a result
    return flow.result


def _ask(out: TextIO, flow: Flow[Any], page: Any) -> None:
    _print(out, page)
    while flow.page is page:
        if not isinstance(page, ListPage) and getattr(page, "field", None) is None:
            any_page: Any = page
            flow.answer(any_page.press("enter", ""))
            return
        out.write("> ")
        out.flush()
        line = sys.stdin.readline()
        if not line:
            out.write("\n")
            flow.leave("输入到头了")
            return
        said = printable(line.rstrip("\r\n")).strip()
        if said in _LEAVE:
            flow.leave()
            return
        answer = _on_list(page, said) if isinstance(page, ListPage) else _on_field(page, said)
        if answer is not None:
            flow.answer(answer)
        elif message := getattr(page, "message", ""):
            out.write(f"！{message}\n")
        else:
            _print(out, page)


def _print(out: TextIO, page: Any) -> None:
    picture = page.paint(WIDTH, None)
    place = picture.field
    for number, line in enumerate(picture.lines):
        if place and place.line <= number < place.line + place.rows:
            # What stands there already is read out; what will be typed comes on the next line.
            if number == place.line and page.field.text:
                out.write(f"   [{page.field.text}]\n")
            continue
        if not _is_keys(line):
            out.write("".join(text for _, text in line).rstrip() + "\n")
    if isinstance(page, ListPage):
        session = getattr(page, "session", None)
        end = "；x 到此为止" if session is not None and session.may_end else ""
        out.write(f" {page.plain}{end}\n")
    elif place:
        out.write(f" {_ON_FIELDS}\n")


def _is_keys(line: Line) -> bool:
    return any(style == "class:keys" for style, _ in line) or all(set(text) <= {" ", "─"} for _, text in line)


def _on_list(page: Any, said: str) -> object:
    named = [item for item in _items(page) if item.title == said]
    numbers = re.fullmatch(r"\d{1,3}(?:[ ,，、]+\d{1,3})*", said) if said != "0" else None
    if numbers:
        return _numbered(page, [int(word) for word in re.findall(r"\d+", said)])
    if len(named) == 1:
        return _picked(page, named)
    return page.press(*_key(said))


def _key(said: str) -> tuple[str, str]:
    named = _LIST_KEYS.get(said)
    return (named, "") if named else ("text", said)


def _items(page: Any) -> list[Item]:
    return [item for item, _ in page.shown() if not item.heading]


def _numbered(page: Any, numbers: list[int]) -> object:
    items = [page.numbered(number) for number in numbers]
    if None in items:
        page.message = "没有这一项：照前面的序号打。"
        return None
    return _picked(page, items)


def _picked(page: Any, items: list[Item]) -> object:
    """Choose one row; where several may be ticked, tick these and no others."""
    if hasattr(page, "ticked") and all(
        isinstance(item.value, str) and item.value != "unknown" for item in items
    ):
        page.rows.selected_options = [item.value for item in items]
        return page.press("enter", "")
    if len(items) > 1:
        page.message = "只能选一项。"
        return None
    page.point(items[0])
    return page.press("enter", "")


def _on_field(page: Any, said: str) -> object:
    if said in _FIELD_KEYS and page.takes(_FIELD_KEYS[said]):
        return page.press(_FIELD_KEYS[said], "")
    if said == "/b" and page.takes("escape"):
        return page.press("escape", "")
    if said or not page.field.offered:
        page.field.replace(said[:MAX])
    return page.press("enter", "")
