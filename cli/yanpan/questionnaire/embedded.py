"""A questionnaire as bytes that travel with a paper, and its digest, which is the SHA-256 of those very bytes.

Compact JSON with sorted keys. What has its default value is left out, so that a field which a later version adds does
not change the digest of a questionnaire that does not use it. Which file an entry stands in, and translations, are no
content: the folder and what is embedded of it have one digest.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from yanpan.questionnaire.model import (
    Demand,
    Duty,
    Escalator,
    Hazard,
    Header,
    Measure,
    Question,
    Questionnaire,
    RedLine,
    Signoff,
    Source,
)

FORMAT = 1
"""Of the bytes. It goes up when what is written today would mean something else."""


class Embedded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written; every field as in `Questionnaire`."""

    format: int
    header: Header
    questions: tuple[Question, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    escalators: tuple[Escalator, ...] = ()
    measures: tuple[Measure, ...] = ()
    duties: tuple[Duty, ...] = ()
    signoff: Signoff = Signoff()
    sources: tuple[Source, ...] = ()
    demands: tuple[Demand, ...] = ()


LISTS = ("questions", "hazards", "red_lines", "escalators", "measures", "duties", "sources", "demands")


def encode_pack(questionnaire: Questionnaire) -> bytes:
    """The bytes to embed. Same content, same bytes, whatever folder, files and translations it was read with."""
    content = Embedded(
        format=FORMAT,
        header=replace(questionnaire.header, parts=(), locales=("zh-Hans",)),
        signoff=questionnaire.signoff,
        **{name: getattr(questionnaire, name) for name in LISTS},
    )
    return msgspec.json.encode(_plain(content), order="sorted")


def digest_of_pack(questionnaire: Questionnaire) -> str:
    """SHA-256 (hex) of `encode_pack`. What stands in the field `digest` has no say."""
    return hashlib.sha256(encode_pack(questionnaire)).hexdigest()


def _plain(value: Any) -> Any:
    """A value as JSON has it: defaults left out, whole numbers without a point."""
    if isinstance(value, msgspec.Struct):
        return {
            key: _plain(held)
            for name, key, default in _fields(type(value))
            if (held := getattr(value, name)) != default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Any], ...]:
    """Name, name in JSON, and default of each field; `NODEFAULT` is equal to no value."""
    return tuple(
        (
            field.name,
            field.encode_name,
            field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory(),
        )
        for field in msgspec.structs.fields(kind)
    )
