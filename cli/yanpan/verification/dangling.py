"""References that lead nowhere, where somebody might put something later.

To a reader such a reference is null (ISO 32000-2, 7.3.10). A paper that draws one shows nothing until an update that
looks harmless brings an object of that number. Our papers have none, in no state that anybody signs.
"""

# pyHanko leaves many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan.findings import (
    Finding,
    invalid,
)

Reference = tuple[int, int]


def dangling_findings(reader: PdfFileReader, first_signed: int) -> Iterator[Finding]:
    """Whether a reference leads nowhere in the paper that was to be signed, or in any state after."""
    defined: set[Reference] = set()
    named: set[Reference] = set()
    for number in range(reader.total_revisions):
        revision = reader.get_historical_resolver(number)
        here = revision.explicit_refs_in_revision()
        defined |= {(item.idnum, item.generation) for item in here}
        for item in here:
            named |= set(_named_in(revision(item)))
        named |= set(_named_in(revision.trailer_view.raw_get("/Root")))
        if number >= first_signed - 1 and not named <= defined:
            yield invalid("DANGLING", "文书里有指向空处的引用：以后补上那个对象，签过的内容就变了")
            return


def _named_in(value: Any) -> Iterator[Reference]:
    """The references that an object holds, itself and its parts."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, generic.IndirectObject):
            yield (item.idnum, item.generation)
        elif isinstance(item, generic.DictionaryObject):
            pending.extend(item.raw_get(key) for key in item)
        elif isinstance(item, generic.ArrayObject):
            pending.extend(item.raw_get(index) for index in range(len(item)))
