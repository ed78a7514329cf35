"""What the file of a draft holds, and as much of it as still fits the questionnaire."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path
from typing import Any

import msgspec

from yanpan.answers.check import read_answers
from yanpan.answers.model import Answer, Answers, Value
from yanpan.answers.operation import MOST_ALSO
from yanpan.errors import AnswersRefused
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.former import with_names_of_today

VERSION = 1
"""Of what a draft holds. One of a later version is left as it is: this program would drop what it does not know."""


class Remark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Note and evidence given to a question before its answer."""

    note: str = ""
    evidence: tuple[str, ...] = ()


class KeptAct(msgspec.Struct, frozen=True):
    """What a draft keeps of a further act beside its answers; as in `DraftDocument`."""

    skipped: tuple[str, ...] = ()
    remarks: dict[str, Remark] = {}
    typed: dict[str, str] = {}


class Revises(msgspec.Struct, frozen=True):
    """Which finished case a draft changes: its folder, and the SHA-256 (hex) of the record that was found there."""

    folder: str
    digest: str


@dataclass(frozen=True)
class Kept:
    """What a draft holds. `typed` stood in a field that was left without Enter, `offers` are answers of an earlier case
    that nobody has taken over yet; `dropped` names answers that no longer fit the questionnaire, in words.
    """

    answers: Answers
    skipped: frozenset[str] = frozenset()
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, Value] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    acts: tuple[KeptAct, ...] = ()
    """Beside each further act of `answers`, in their order."""


class DraftDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The file. `revises` is there when the draft changes a finished case."""

    draft: int
    case_number: str
    saved_at: datetime
    version: str = ""
    document: dict[str, Any]
    skipped: tuple[str, ...] = ()
    remarks: dict[str, Remark] = {}
    typed: dict[str, str] = {}
    offers: dict[str, Any] = {}
    revises: Revises | None = None
    acts: tuple[KeptAct, ...] = ()


class _Version(msgspec.Struct):
    draft: int


def decoded(path: Path) -> DraftDocument | None:
    """A draft of whatever version, if it has the fields of this one."""
    try:
        document = msgspec.json.decode(path.read_bytes(), type=DraftDocument, strict=True)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    # A moment that not every zone can show, or answers without names, are damage too.
    dated = document.saved_at.tzinfo and MINYEAR < document.saved_at.year < MAXYEAR
    named = isinstance(document.document.get("answers") or {}, dict)
    return document if document.draft >= VERSION and dated and named else None


def version_of(path: Path) -> int:
    """The version that a file says it has; 0 where there is none to be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Version, strict=True).draft
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 0


def fitting(found: DraftDocument, form: Form) -> Kept:
    """The whole document if it fits, else entry by entry, saying which do not.

    The text budget is not held against what was typed: nothing is lost for its length, it is told at the end.
    """
    document, dropped, left = found.document, list[str](), dict[str, Remark]()
    try:
        answers = read_answers(document, form, budgeted=False)
    except AnswersRefused:
        given: dict[str, Answer] = {}
        raw = document.get("answers")
        for name, item in (raw if isinstance(raw, dict) else {}).items():
            try:
                given |= read_answers({"answers": {name: item}}, form, budgeted=False).answers
            except AnswersRefused:
                question = form.question(name)
                dropped.append(f"要重答：{question.ask}" if question else f"问卷里已没有这一题：{name}")
                if question and (said := _remark(item)):
                    left[question.id] = said
        answers = Answers(answers=given, case_number=found.case_number, also=_also(document, form, dropped))
        for key in ("measures", "statements", "attachments", "raised", "explained", "ended_early", "full"):
            try:
                part = read_answers({"answers": {}, key: document.get(key)}, form, budgeted=False)
                answers = msgspec.structs.replace(answers, **{key: getattr(part, key)})
            except AnswersRefused:
                dropped.append(
                    {
                        "measures": "措施要重选",
                        "statements": "陈述申辩要重填",
                        "explained": "矛盾要重新说明",
                    }.get(key, f"{key} 要重填")
                )
    return Kept(
        answers=answers,
        skipped=frozenset(question.id for name in found.skipped if (question := form.question(name))),
        remarks={
            **{
                question.id: said for name, said in found.remarks.items() if (question := form.question(name))
            },
            **left,
        },
        typed=with_names_of_today(found.typed, form.former),
        offers=_offers(found.offers, form),
        dropped=tuple(dropped),
        acts=tuple(_act_of_today(act, form) for act in found.acts)
        if len(found.acts) == len(answers.also)
        else (),
    )


def _also(document: Mapping[str, Any], form: Form, dropped: list[str]) -> tuple[dict[str, Answer], ...]:
    """Of each further act the answers that still fit; one whose act does not fit is dropped, and said to be."""
    kept: list[dict[str, Answer]] = []
    raw = document.get("also")
    for item in raw if isinstance(raw, list) and form.shared else []:
        given: dict[str, Answer] = {}
        answers = item.get("answers") if isinstance(item, dict) else None
        for name, answer in (answers if isinstance(answers, dict) else {}).items():
            question = form.question(name)
            try:
                given |= read_answers({"answers": {name: answer}}, form, budgeted=False).answers
            except AnswersRefused:
                dropped.append(f"要重答：{question.ask}" if question else f"问卷里已没有这一题：{name}")
        given = {name: answer for name, answer in given.items() if name not in form.shared}
        if form.act_question in given and len(kept) < MOST_ALSO:
            kept.append(given)
        else:
            dropped.append("同时还做的一件要重选")
    return tuple(kept)


def _act_of_today(act: KeptAct, form: Form) -> KeptAct:
    return KeptAct(
        tuple(question.id for name in act.skipped if (question := form.question(name))),
        {question.id: said for name, said in act.remarks.items() if (question := form.question(name))},
        dict(with_names_of_today(act.typed, form.former)),
    )


def answered(document: Mapping[str, Any]) -> int:
    """How many answers the document of a draft holds, of all acts."""
    acts = document.get("also")
    every = [document, *(acts if isinstance(acts, list) else [])]
    given = [act.get("answers") for act in every if isinstance(act, dict)]
    return sum(len(answers) for answers in given if isinstance(answers, dict))


def _remark(item: Any) -> Remark | None:
    """Note and evidence of an answer that no longer fits, as long as they are: they are to be written with the next one."""
    if not isinstance(item, dict):
        return None
    note, evidence = item.get("note"), item.get("evidence") or []
    said = Remark(
        note if isinstance(note, str) else "",
        tuple(text for text in evidence if isinstance(text, str)) if isinstance(evidence, list) else (),
    )
    return said if said != Remark() else None


def _offers(document: Mapping[str, Any], form: Form) -> dict[str, Value]:
    """Of what was offered, as much as still fits."""
    found: dict[str, Value] = {}
    for name, item in document.items():
        with contextlib.suppress(AnswersRefused):
            found |= {
                name: a.value for name, a in read_answers({"answers": {name: item}}, form).answers.items()
            }
    return found
