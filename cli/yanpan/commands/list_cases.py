"""`yanpan list [DIR]`: the cases in a folder, one line each, what is to be done first at the head."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, say, say_json
from yanpan.commands.options import JsonOption, QuietOption
from yanpan.inert import inert

if TYPE_CHECKING:
    from yanpan.cases import Overview, Unreadable

_HEADS = ("案号", "初始", "措施后", "红线", "有效期", "签批")
_FIXED = (9, 9, 5, 11)
"""Columns of the grades, the red lines and the expiry, each with a blank behind it."""
_NAME, _LAST = 22, 24
"""Columns of the case number and of the signing on a terminal of eighty."""


def list_cases(
    folder: Annotated[
        Path,
        typer.Argument(help="放案件文件夹的文件夹（默认现在所在的）。", metavar="文件夹", readable=False),
    ] = Path(),
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """列出文件夹里的案件：等级、红线、有效期、轮到谁签，急的在前。

    次序：读不了的；没办完、没过期的，先到期的在前；签齐的；过期的；已被替代的。只看文书上签了谁，不验签。
    给出案件文件夹的，列出它和它的旧版。
    """
    with boundary():
        from yanpan.cases import overviews
        from yanpan.commands.overview import told

        found = overviews(folder, datetime.now(UTC))
        if json:
            say_json([told(item) for item in found])
        elif not quiet:
            for line in _lines(found):
                say(line)


def _lines(found: Sequence[Overview | Unreadable]) -> Iterator[str]:
    if not found:
        yield "这里没有案件。"
        return
    from yanpan.interview.paint import cells

    rows = [_row(item) for item in found]
    longest = max(cells(row[0]) for row in rows) + 1
    # For other programs nothing is clipped.
    name, last = max(_NAME, longest), 0
    if sys.stdout.isatty():
        room = max(0, shutil.get_terminal_size().columns - _NAME - _LAST - sum(_FIXED))
        name = min(_NAME + room, name)
        last = _NAME + room - name + _LAST
    yield from (_set(row, name, last) for row in (_HEADS, *rows))


def _set(row: Sequence[str], name: int, last: int) -> str:
    """A row in its columns; what is too long ends in an ellipsis. `last` is the room of the last one, 0 for any."""
    from yanpan.interview.paint import clip, fill

    widths = (name, *_FIXED)[: len(row) - 1]
    columns = "".join(fill(text, width - 1) + " " for text, width in zip(row, widths, strict=False))
    room = last + sum(_FIXED[len(row) - 2 :])
    return columns + (clip(row[-1], room) if last else row[-1])


def _row(item: Overview | Unreadable) -> tuple[str, ...]:
    """The texts of a line; two where the case cannot be read. Inert before they are measured."""
    from yanpan.cases import Unreadable
    from yanpan.commands.overview import signing_words

    name = inert(item.folder.name or item.folder.absolute().name)
    if isinstance(item, Unreadable):
        return name, inert(f"读不了：{item.why}")
    changed = ""
    if item.signed_grade != item.residual and item.superseded_by is None:
        changed = f"，签批调为{item.title(item.signed_grade)}"
    return (
        name,
        inert(item.title(item.initial)),
        inert(item.title(item.residual)),
        f"{item.red_lines}条" if item.red_lines else "",
        "已过期" if item.expired else f"{item.expires_at:%Y-%m-%d}",
        inert(signing_words(item) + changed),
    )
