"""Line by line: for screen readers, plain terminals, pipes and slow lines. The same pages, printed one after another."""

from __future__ import annotations

import signal
import sys
import unicodedata
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, TextIO, TypeVar

from yanpan.answers import WrongValue
from yanpan.answers.model import UNKNOWN, Answer, Person
from yanpan.answers.moments import say_moment
from yanpan.assessment.words import show_answer
from yanpan.errors import YanpanError
from yanpan.interview.behind import kept_when_told
from yanpan.interview.choose import NONE, ChoicePage
from yanpan.interview.follows import follows_from
from yanpan.interview.line import Typed
from yanpan.interview.lines import hint, on_field, on_list
from yanpan.interview.listing import ListPage
from yanpan.interview.pages import Flow, Page
from yanpan.interview.paint import Line, printable
from yanpan.interview.question import Act
from yanpan.interview.spoken import spoken, spoken_line
from yanpan.interview.terminal import check_words
from yanpan.interview.typed_lines import TypedLines, Unreadable
from yanpan.interview.write import WritePage

R = TypeVar("R")

WIDTH = 78
_LEAVE = ("q", "/q")
_LONGEST = 4095
"""Bytes of a line that a terminal hands on; what is typed beyond them is dropped without a word (termios(3))."""


def plain_stream() -> TextIO:
    """Where to print: standard output, or standard error where a result goes there. Raises `TerminalRefused`."""
    out = sys.stdout if sys.stdout.isatty() else sys.stderr
    check_words(out)
    return out


def run_plain(out: TextIO, steps: Coroutine[Page[Any], Any, R], shown: Callable[[], None] | None = None) -> R:
    """Ask what `steps` asks for, a line at a time. Raises `Interrupted` at the end of the input."""
    flow, lines = Flow(steps), TypedLines()
    try:
        with kept_when_told():
            flow.begin()
            if shown is not None:
                shown()
            while (page := flow.page) is not None:
                try:
                    _ask(out, flow, page, lines)
                except KeyboardInterrupt:
                    flow.leave()
    finally:
        flow.close()
    assert flow.result is not None  # noqa: S101 — what has ended well has a result
    return flow.result


def _ask(out: TextIO, flow: Flow[Any], page: Any, lines: TypedLines) -> None:
    if isinstance(page, ListPage):
        page.by_lines = True
    _print(out, page)
    while flow.page is page:
        if not isinstance(page, ListPage) and getattr(page, "field", None) is None:
            any_page: Any = page
            flow.answer(any_page.press("enter", ""))
            return
        out.write("> ")
        out.flush()
        try:
            line = lines.next()
        except Unreadable as unreadable:
            out.write(f"{lines.dropped}！{unreadable}\n")
            lines.leave_if_told()
            continue
        except KeyboardInterrupt:
            _keep_half(page, lines.half())
            raise
        out.write(lines.dropped)
        with _undisturbed():
            _take(out, flow, page, line)
        lines.leave_if_told()


def _keep_half(page: Any, text: str) -> None:
    """What was typed of a line when the person was told to leave is kept with what stands in the field, as on the screen."""
    said = printable(text).strip()
    leaves = unicodedata.normalize("NFKC", said).lower() in _LEAVE
    if (
        said
        and not leaves
        and not said.startswith("/")
        and not isinstance(page, ListPage)
        and hasattr(page, "field")
    ):
        page.field.clear()
        page.press("paste", said)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Enter has ended the line: it counts, and is kept, before what tells to leave is heard."""
    told: list[int] = []
    before: dict[int, Any] = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Not in another thread than the first, and not all of them on Windows.
        with suppress(AttributeError, ValueError):
            number = getattr(signal, name)
            before[number] = signal.signal(number, lambda got, _: told.append(got))
    try:
        yield
    finally:
        for number, heard in before.items():
            signal.signal(number, heard)
    for number in told[:1]:
        signal.raise_signal(number)


def _take(out: TextIO, flow: Flow[Any], page: Any, line: str) -> None:
    """Answer a page with a line, or say why it is none."""
    if not line:
        out.write("\n")
        flow.leave("输入到头了")
        return
    said = printable(line.rstrip("\r\n")).strip()
    if unicodedata.normalize("NFKC", said).lower() in _LEAVE:
        flow.leave()
        return
    if sys.stdin.isatty() and len(line.encode()) >= _LONGEST:
        out.write("！这一行太长，终端没有全交过来，没有收下：分短些再打（一行约 1300 字）。\n")
        return
    before = _state(page)
    answer = on_list(page, said) if isinstance(page, ListPage) else on_field(page, said)
    if answer is not None:
        _echo(out, said, answer, page)
        flow.answer(answer)
    elif (message := getattr(page, "message", "")) and _state(page) == before:
        out.write(f"！{spoken(message)}\n")
    else:
        _print(out, page)


def _state(page: Any) -> object:
    """What a person would want to read again when it is another."""
    if isinstance(page, ListPage):
        return [item for item, _ in page.shown()], getattr(page, "ticked", ())
    return len(getattr(page, "people", ()))


def _echo(out: TextIO, said: str, answer: object, page: Any) -> None:
    """Say what a line was taken for; of a row, where it was not those very words: nothing below the line shows it here."""
    shown = ""
    if isinstance(answer, Typed) and answer.text:
        with suppress(WrongValue, YanpanError):
            shown = page.echo(answer.text if said in ("", "=") else said)
        shown = shown or f"= {answer.text}"
    elif not isinstance(answer, Act) or answer.name != "answer":
        return
    elif isinstance(page, WritePage):
        shown = _read_as(answer, page)
    elif isinstance(page, ChoicePage):
        values = answer.value if answer.value != NONE and isinstance(answer.value, tuple) else (answer.value,)
        shown = "= " + "；".join(item.title for item in page.items() if item.value in values)
        shown = "" if shown == f"= {said}" else shown
    if shown:
        out.write(f"{shown}\n")


def _read_as(answer: Act, page: WritePage) -> str:
    """A moment with its weekday and how far it is, a number with its unit and note, people with their certificates."""
    value = answer.value
    if value == UNKNOWN:
        return "= 不清楚"
    follows = follows_from(page.session, page.question, value, page.now) if value is not None else ()
    if isinstance(value, date):
        return f"= {'；'.join((say_moment(value, page.now), *follows))}"
    if isinstance(value, tuple):
        people = [person for person in value if isinstance(person, Person)]
        return "= " + "；".join(f"{p.name}，执法证号 {p.certificate or '（空）'}" for p in people)
    if isinstance(value, str):
        return f"= {value}"
    shown = show_answer(page.session.form, page.question, Answer(value=value))
    shown = "；".join((shown, *follows))
    return f"= {shown}" + (f"，备注“{answer.said}”" if answer.said else "")


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
            out.write(spoken_line(line) + "\n")
    if isinstance(page, ListPage):
        out.write(f" {hint(page)}\n")
    elif place:
        out.write(f" {_on_field(page)}\n")


def _on_field(page: Any) -> str:
    """What can be typed on a page with a field."""
    text, offered = page.field.text, page.field.offered
    people = getattr(page, "people", None)
    by_tab = getattr(page, "suggested", False) or getattr(page, "offered", False)
    words = ["打好回车"]
    if text and not (offered and by_tab):
        words.append("直接回车就用方括号里的；/c 清空")
    if by_tab and (offered or getattr(page, "fresh", False)):
        words.append("= 照用")
    if people:
        words.append("/d 去掉最后一人")
    back = page.takes("up") or page.takes("escape")
    words += ["/b 上一题" if page.takes("f1") else "/b 回去"] if back else []
    for key, command in (("f1", "/? 依据"), ("c-n", "/n 备注"), ("c-e", "/e 证据"), ("c-r", "/r 检查")):
        words += [command] if page.takes(key) else []
    if getattr(page, "raised", None):
        words.append("/x 撤销调高")
    elif (session := getattr(page, "session", None)) is not None and session.may_end:
        words.append("/x 到此为止")
    return "；".join([*words, "q 存下再走"])


def _is_keys(line: Line) -> bool:
    return any(style == "class:keys" for style, _ in line) or all(set(text) <= {" ", "─"} for _, text in line)
