"""Answers on disk ↔ `Answers`: YAML or JSON in, YAML out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml

from yanpan.answers.check import read_answers
from yanpan.answers.model import UNKNOWN, Answer, Answers, Person
from yanpan.documents import load_document
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import QuestionType


def load_answers(path: Path, form: Form) -> Answers:
    """Read an answers file. Raises `DocumentUnreadable` or `AnswersRefused` with file:line and remedy."""
    document, lines = load_document(path, name=path.name)
    return read_answers(document, form, lines)


def plain_answer(answer: Answer) -> Any:
    """One answer as YAML or JSON can hold it."""
    value: Any = answer.value
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, tuple):
        value = [msgspec.to_builtins(v) if isinstance(v, Person) else v for v in value]
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    if not answer.note and not answer.evidence:
        return value
    full: dict[str, Any] = {"value": value}
    if answer.note:
        full["note"] = answer.note
    if answer.evidence:
        full["evidence"] = list(answer.evidence)
    return full


def _plain_given(given: Mapping[str, Answer], form: Form) -> dict[str, Any]:
    return {q.id: plain_answer(given[q.id]) for q in form.order if q.id in given}


def plain_answers(answers: Answers, form: Form) -> dict[str, Any]:
    """The whole document, in the order of the questionnaire; `read_answers` gives the same value back."""
    document: dict[str, Any] = {"questionnaire": form.questionnaire.header.id}
    if answers.case_number:
        document["case_number"] = answers.case_number
    document["answers"] = _plain_given(answers.answers, form)
    if answers.also:
        document["also"] = [{"answers": _plain_given(given, form)} for given in answers.also]
    for key in ("measures", "statements"):
        items = getattr(answers, key)
        if items:
            document[key] = [{k: v for k, v in msgspec.to_builtins(i).items() if v != ""} for i in items]
    if answers.attachments:
        document["attachments"] = list(answers.attachments)
    if answers.raised:
        document["raised"] = msgspec.to_builtins(answers.raised)
    if answers.explained:
        document["explained"] = dict(sorted(answers.explained.items()))
    if answers.ended_early:
        document["ended_early"] = True
    if answers.full:
        document["full"] = True
    return document


def render_answers(answers: Answers, form: Form) -> str:
    """The answers as YAML, each under a comment with its question, for people to read and change."""
    document = plain_answers(answers, form)
    given = document.pop("answers")
    lines = [_dump({"questionnaire": document.pop("questionnaire")})]
    if "case_number" in document:
        lines.append(_dump({"case_number": document.pop("case_number")}))
    lines.append("answers:\n" if given else "answers: {}\n")
    lines += _commented(given, form, "  ")
    also = document.pop("also", [])
    if also:
        lines.append("# 同时还做的，每件事自己的答案；整个行动只答一次的写在上面。\nalso:\n")
    for act in also:
        lines += ["  - answers:\n", *_commented(act["answers"], form, "      ")]
    if document:
        lines.append(_dump(document))
    return "".join(lines)


def _commented(given: Mapping[str, Any], form: Form, indent: str) -> Iterator[str]:
    """Each answer under a comment with its question."""
    for name, value in given.items():
        question = form.questions[name]
        yield f"{indent}# {question.ask}\n"
        comment = ""
        if question.type is QuestionType.CHOICE and isinstance(value, str):
            label = "不清楚" if value == UNKNOWN else form.option_labels[name].get(value, value)
            comment = f"  # {label}" if label != value else ""
        dumped = "".join(f"{indent}{line}\n" for line in _dump({name: value}).splitlines())
        yield f"{dumped.rstrip()}{comment}\n" if comment else dumped


class _Dumper(yaml.SafeDumper):
    """Writes YAML that the strict reader (core schema) reads back as it was."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        plain = _PLAIN.match(text) and text not in (
            "true",
            "True",
            "TRUE",
            "false",
            "False",
            "FALSE",
            "null",
            "Null",
            "NULL",
        )
        return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _Dumper.represent_text)

_PLAIN = re.compile(r"\A[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff〔〕（）。、，；·]*\Z", re.ASCII)
"""Texts that need no quotes: they start with a letter and hold nothing that YAML could take for something else."""


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
