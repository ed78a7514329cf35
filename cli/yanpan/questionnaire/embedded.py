"""A questionnaire as bytes that travel with a paper, and its digest, which is the SHA-256 of those very bytes.

Compact JSON with sorted keys. What has its default value is left out, so that a field which a later version adds does
not change the digest of a questionnaire that does not use it. Which file an entry stands in is no content: the folder
and what is embedded of it have one digest.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from yanpan.questionnaire.model import (
    Contradiction,
    Demand,
    Duty,
    Escalator,
    Hazard,
    Header,
    ListedAct,
    Measure,
    Note,
    Period,
    Precondition,
    Question,
    Questionnaire,
    RedLine,
    Signoff,
    Source,
    Threshold,
)

FORMAT = 1
"""Of the bytes. It goes up when what is written today would mean something else."""


LOCALES = ("zh-Hans",)
"""Format 1 was made when a pack could name further languages, and says of every one that it has this."""


class EmbeddedHeader(Header, frozen=True, kw_only=True):
    """The header as format 1 has it."""

    locales: tuple[str, ...]


class Embedded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written; every field as in `Questionnaire`."""

    format: int
    header: EmbeddedHeader
    questions: tuple[Question, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    escalators: tuple[Escalator, ...] = ()
    measures: tuple[Measure, ...] = ()
    duties: tuple[Duty, ...] = ()
    signoff: Signoff = Signoff()
    sources: tuple[Source, ...] = ()
    demands: tuple[Demand, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    acts: tuple[ListedAct, ...] = ()
    periods: tuple[Period, ...] = ()
    notes: tuple[Note, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


LISTS = (
    "questions", "hazards", "red_lines", "escalators", "measures", "duties", "sources", "demands", "contradictions",
    "preconditions", "acts", "periods", "notes", "thresholds",
)  # fmt: skip


def encode_pack(questionnaire: Questionnaire) -> bytes:
    """The bytes to embed. Same content, same bytes, whatever folder and files it was read from."""
    content = Embedded(
        format=FORMAT,
        header=_embedded_header(questionnaire.header),
        signoff=questionnaire.signoff,
        **{name: getattr(questionnaire, name) for name in LISTS},
    )
    return msgspec.json.encode(_plain(content), order="sorted")


def _embedded_header(header: Header) -> EmbeddedHeader:
    return EmbeddedHeader(**asdict(replace(header, parts=())), locales=LOCALES)


def plain_header(header: EmbeddedHeader) -> Header:
    """The header of a pack, of what was embedded of it."""
    return Header(**{name: getattr(header, name) for name in Header.__struct_fields__})


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
