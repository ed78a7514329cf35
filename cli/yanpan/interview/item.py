"""One row of a list, before it stands in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Item:
    """One row: what it stands for and its words. A `heading` only stands above others.

    `words` find it too; `always` it is shown whatever is looked for.
    """

    value: Any
    title: str
    heading: bool = False
    words: tuple[str, ...] = ()
    always: bool = False
