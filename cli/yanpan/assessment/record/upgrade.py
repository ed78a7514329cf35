"""Records of older schemas in the shape of the newest: one pure step for each version, plain values to plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from yanpan.assessment.model import SCHEMA_VERSION, Assessment

_MEANINGS = {"start": "planned_start", "unit": "unit_name", "officers": "officers", "kind": "kind"}
_COVER = (
    ("执法行为", ("kind", "penalty_procedure", "compulsion_type", "permit_action", "expropriation_object")),
    ("执法情形", ("setting",)),
    ("做什么", ("action_summary",)),
    ("当事人", ("party_name",)),
    ("地点", ("place",)),
    ("金额", ("penalty_amount", "fine_amount")),
    ("依据的条款", ("basis_articles",)),
    ("计划时间", ("planned_start",)),
    ("影响的权益", ("interests",)),
    ("影响的人数", ("people_affected",)),
    ("居住、经营", ("structure_occupied",)),
    ("执法人员", ("officers",)),
)
"""What a questionnaire of that time could not say, and every one of them meant."""

Plain = dict[str, Any]
"""A record as JSON has it, checked against its own schema before."""


def upgraded(stored: msgspec.Struct, version: int) -> Assessment:
    """The record `stored`, of the schema `version`, as today's value. It keeps its own number in `schema_version`."""
    plain: Plain = msgspec.to_builtins(stored)
    for step in range(version, SCHEMA_VERSION):
        plain = _STEPS[step](plain)
    return msgspec.convert(plain, Assessment, strict=True)


def _from_1(old: Plain) -> Plain:
    """Version 1, which never was in a release: made by a judgement without a number, so 0 (see `recompute`)."""
    new = {key: value for key, value in old.items() if key != "short_form"}
    said = {a["question"]: a for a in old["answers"] if a["state"] == "answered"}
    kind = said.get("kind")
    acts = []
    if kind is not None and isinstance(kind["value"], str):
        grades = {"initial": old["grade"]["initial"], "residual": old["grade"]["residual"]}
        acts = [{"id": kind["value"], "title": kind["shown"], "kind": kind["value"], **grades}]
    return new | {
        "judgement": 0,
        "supersedes": "",
        "paper": "short" if old["short_form"] else "report",
        "ended_early": False,
        "meanings": dict(_MEANINGS),
        "cover": [{"title": title, "questions": list(names)} for title, names in _COVER],
        "acts": acts,
        "stages": [],
        "derived": [],
        "preconditions": [],
        "not_asked": [],
        "contradictions": [],
        "measures": [m | {"not_counted": _lacked(m)} for m in old["measures"]],
    }


def _lacked(measure: Plain) -> str:
    """Why a planned measure did not count: then only an owner and a deadline of whatever words were asked for."""
    return "没有写责任人或者时限" if measure["planned"] and not measure["counted"] else ""


_STEPS: dict[int, Callable[[Plain], Plain]] = {1: _from_1}
