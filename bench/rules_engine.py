"""zen-engine with a decision table of the same size: a row for each option that weighs in a case of that kind.

It does what the plain loop does, and no more: which options that weigh were picked. No conditions over several answers, no
fixed point of questions, no grade, no duties, no citations, no words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import zen

from bench.cases import form
from yanpan.answers.model import Answer, Answers, Person
from yanpan.assessment.judge import judge
from yanpan.questionnaire.model import QuestionType


def table_of(given: Mapping[str, Answer]) -> tuple[str, int]:
    """The decision for this kind of case, as zen-engine reads it, and how many rows its table has."""
    conditions = []
    for name, effects in judge(form(), given, worst=True).form.effects:
        several = form().questions[name].type is QuestionType.CHOICES
        for option in effects:
            words = json.dumps(option, ensure_ascii=False)
            conditions.append(f"{words} in {name}" if several else f"{name} == {words}")
    place = {"x": 0, "y": 0}
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when", "field": ""}],
        "outputs": [{"id": "then", "name": "then", "field": "row"}],
        "rules": [{"_id": str(n), "when": when, "then": str(n)} for n, when in enumerate(conditions)],
    }
    nodes = (("in", "inputNode", None), ("table", "decisionTableNode", table), ("out", "outputNode", None))
    decision = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": name, "name": name, "type": kind, "position": place}
            | ({"content": content} if content else {})
            for name, kind, content in nodes
        ],
        "edges": [
            {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"}
            for a, b in (("in", "table"), ("table", "out"))
        ],
    }
    return json.dumps(decision), len(conditions)


def zen_sides(given: Answers) -> dict[str, Callable[[], object]]:
    """The decision made as it is, and with its trace."""
    content, rows = table_of(given.answers)
    decision = zen.ZenEngine().create_decision(content)
    context = {name: _plain(answer.value) for name, answer in given.answers.items()}
    absent = {name: [] for name, q in form().questions.items() if q.type is QuestionType.CHOICES}
    context = {name: context.get(name, []) for name in absent if f" in {name}" in content} | context
    picked = _picked(given)
    found = [entry["row"] for entry in decision.evaluate(context)["result"] or ()]
    if len(found) != picked:
        raise RuntimeError(f"zen-engine finds {len(found)} options that weigh, not {picked}")
    return {
        f"zen-engine, {rows} rows": lambda: decision.evaluate(context),
        f"zen-engine, {rows} rows, traced": lambda: decision.evaluate(context, {"trace": True}),
    }


def _picked(given: Answers) -> int:
    """How many options that weigh were picked, of questions that are asked."""
    judged = judge(form(), given.answers, worst=True)
    count = 0
    for name, effects in judged.form.effects:
        value = judged.facts.values.get(name)
        count += sum(option in effects for option in (value if isinstance(value, tuple) else (value,)))
    return count


def _plain(value: object) -> Any:
    """An answer as JSON has it."""
    if isinstance(value, tuple):
        return [item.name if isinstance(item, Person) else item for item in value]
    return value.isoformat() if isinstance(value, date) else value
