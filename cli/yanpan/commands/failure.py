"""An error for machines: with `--json`, the one document of a run that has no result to give.

    {"error": {"code": "answers_refused", "what": "…", "where": "answers.yaml:4", "field": "unit", "line": 4,
               "remedy": "…", "exit_code": 3, "more": []}}

Every key is always there; `line` is null where there is none. `field` is the field of a file, or the option. `more`
holds the single faults of an error that tells of several, each with the same keys but `exit_code`. The code names the
kind of error, and stays what it is.
"""

from __future__ import annotations

import re
from typing import Any

from yanpan.errors import AnswersRefused, FieldFault, UsageError, YanpanError

_RENAMED = {"YanpanError": "internal_error", "FieldFault": "field_refused", "UsageError": "wrong_usage"}
_LINE = re.compile(r":(\d+)(?!\S)")
_OPTION = re.compile(r"--[a-z][a-z-]*")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def code_of(kind: type[YanpanError]) -> str:
    """The stable code of a kind of error, from its name in the tree: `KeyRefused` is `key_refused`."""
    return _RENAMED.get(kind.__name__) or _WORD.sub("_", kind.__name__).lower()


def _option(error: YanpanError) -> str:
    """The option that a command line has wrong; empty where it is another error or no single option."""
    found = _OPTION.search(error.what) if isinstance(error, UsageError) else None
    return found[0] if found else ""


def failure(error: YanpanError) -> dict[str, Any]:
    """The document of an error."""
    facts = _facts(error)
    more = facts.pop("more")
    return {"error": facts | {"exit_code": error.exit_code, "more": more}}


def _facts(error: YanpanError) -> dict[str, Any]:
    # The only fault of some answers is the error itself.
    one = error.faults[0] if isinstance(error, AnswersRefused) and not error.parts else error
    place, field = (one.place, one.field) if isinstance(one, FieldFault) else (one.where, _option(one))
    line = _LINE.search(place)
    return {
        "code": code_of(type(error)),
        "what": error.what.removesuffix("："),
        "where": place,
        "field": field,
        "line": int(line[1]) if line else None,
        "remedy": error.remedy,
        "more": [_facts(part) for part in error.parts],
    }
