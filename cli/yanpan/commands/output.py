"""What a command says: the only door to standard output and standard error, so that all of it is inert.

Nothing else in the room writes there, and no markup of a library is ever read in what people wrote.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from yanpan.errors import Interrupted, OutputRefused, YanpanError
from yanpan.inert import inert, inert_json, spelled, without_halves

if TYPE_CHECKING:
    from yanpan.report import MissingGlyph

UNSAID = OutputRefused("标准输出写不出去；该写的文件都已写好", remedy="看重定向到哪里、那里满没满。")

_ALIKE = {"✓": "√", "✗": "×", "›": "＞", "☑": "√", "☐": "□", "−": "－", "…": "...", "–": "－"}
"""Our own marks as GBK has them."""


class _Closed(RawIOBase):
    """In the place of a standard output that is closed: whoever writes there is told."""

    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise OSError(errno.EBADF, "closed")


def _stream(number: int) -> TextIO:
    """What stands for a standard stream that is closed. Its number is taken, or the next file that is opened gets it."""
    handle = os.open(os.devnull, os.O_RDWR)
    if handle != number:
        os.dup2(handle, number)
        os.close(handle)
    if number == 1:
        return TextIOWrapper(_Closed(), "utf-8", write_through=True)  # type: ignore[type-var]
    return Path(os.devnull).open("w" if number else "r", encoding="utf-8")


def prepare_streams() -> None:
    """Every standard stream is there, if only to say that it is closed.

    An old terminal that lacks a character shows one like it, else its number; the work is done all the same.
    """
    # Python has None for a stream that is closed.
    sys.stdin = sys.stdin or _stream(0)
    sys.stdout = sys.stdout or _stream(1)
    sys.stderr = sys.stderr or _stream(2)
    codecs.register_error("yanpan.alike", _alike)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="yanpan.alike")


def _alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = []
    for c in error.object[error.start : error.end]:
        for way in (_ALIKE.get(c, ""), spelled(c), "?"):
            try:
                way.encode(error.encoding)
            except UnicodeEncodeError:
                continue
            if way:
                found.append(way)
                break
    return "".join(found), error.end


def say(text: str = "") -> None:
    """A line for the person, on standard output, inert whatever stands in it: see `yanpan.inert`.

    Raises `OutputRefused` when nothing can be written there.
    """
    with standard_output():
        sys.stdout.write(inert(text) + "\n")


def say_lines(lines: Iterable[str]) -> None:
    """Lines for the person; on a terminal the long ones are wrapped under their own indent."""
    if not sys.stdout.isatty():
        for line in lines:
            say(line)
        return
    import shutil

    from yanpan.interview.paint import wrap

    width = shutil.get_terminal_size().columns
    for line in lines:
        shown = inert(line)
        indent = len(shown) - len(shown.lstrip(" "))
        for row in wrap(shown[indent:], max(20, width - indent)):
            say(" " * indent + row)


def tell(text: str) -> None:
    """A line beside the result, on standard error, inert. Where nothing can be written, nothing is said and all else goes on."""
    try:
        sys.stderr.write(inert(text) + "\n")
        sys.stderr.flush()
    except (OSError, AttributeError, ValueError) as error:
        if isinstance(error, OSError):
            # Else the same bytes would be tried again at exit, which then ends with another code.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def tell_error(error: YanpanError) -> None:
    """The one message of a run that did not do what it was asked for; with `--json` it is a document as well."""
    first, *rest = error.lines()
    for line in (f"yanpan：{first}", *rest):
        tell(line)
    say_failure(error)


def tell_interrupted() -> None:
    tell("yanpan：已中断。")
    say_failure(Interrupted("已中断", remedy="再运行一次。"))


def say_failure(error: YanpanError) -> None:
    """With `--json`, the error as the document of a run that has not given one: a result with its verdict is that already."""
    if _documents or "--json" not in _options(sys.argv[1:]):
        return
    from yanpan.commands.failure import failure

    try:
        say_json(failure(error))
    except YanpanError:
        return  # It was told; nobody can be told that there is nowhere to tell it.


def _options(arguments: list[str]) -> list[str]:
    """What stands before `--`; of what was wrong the library says nothing further."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


_documents: list[int] = []
"""The sizes of the JSON documents that this run has given: one, or none yet."""


def say_document(data: bytes) -> None:
    """The bytes of one JSON document on standard output; what nobody would see in a text is escaped."""
    _documents.append(len(data))
    with standard_output():
        sys.stdout.buffer.write(inert_json(data))
        sys.stdout.buffer.flush()


def say_json(value: Any) -> None:
    """One JSON document on standard output; what is no text is spelled."""
    import msgspec

    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_whole(msgspec.to_builtins(value)))
    say_document(msgspec.json.format(data, indent=2) + b"\n")


def _whole(value: Any) -> Any:
    """Plain values without halves of characters: a file's name that is no text is told as people read it."""
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return without_halves(value) if isinstance(value, str) else value


def path_words(path: Path) -> str:
    """A path as JSON and messages can hold it: bytes of its name that are no text are spelled."""
    return without_halves(str(path))


def tell_missing(missing: Iterable[MissingGlyph]) -> None:
    """Which characters no font can print: a line for each, however often it stands there."""
    places: dict[str, list[str]] = {}
    for glyph in missing:
        places.setdefault(glyph.character, []).append(glyph.place)
    for character, found in places.items():
        where = found[0] + (f" 等 {len(found)} 处" if len(found) > 1 else "")
        tell(
            f"注意：没有字体能印“{character}”（U+{ord(character):04X}，{where}），文书里以〓代替，前几个注明编码。"
        )


@contextmanager
def standard_output() -> Iterator[None]:
    """The work is done by then: what is lost is only what was to be said.

    Whoever reads may stop (head, less, grep -q): nobody hears the rest, and the exit code is what it would have been.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except (OSError, AttributeError, ValueError) as error:
        if isinstance(error, OSError):
            # Else the same bytes would be tried again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise UNSAID from error
