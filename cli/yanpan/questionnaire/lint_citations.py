"""Lint of citations by kind of act: articles that can never be cited, and bases that hold other acts' laws only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yanpan.questionnaire.citing import condition_key
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.narrow import Kind, NarrowedForm
from yanpan.questionnaire.worlds import Worlds

Citing = tuple[str, str, tuple[str, ...]]
"""What cites: its list, its id, its basis."""


class CitationFault(NamedTuple):
    """`kind` and `name` say where; `error` is false for advice."""

    kind: str
    name: str
    what: str
    remedy: str
    error: bool


def citation_faults(form: Form, worlds: Worlds) -> Iterator[CitationFault]:
    """Faults of `when` and `when_provision` of sources, and of what cites them."""
    dead = set()
    for key, condition in form.cited_when.items():
        if not worlds.can_hold(condition):
            dead.add(key)
            remedy = "改正 when，或者删去。"
            yield CitationFault("sources", key.partition(":")[0], f"（{key}）的条件永远不成立", remedy, True)
    seen: dict[tuple[str, str, str], bool] = {}
    bare: dict[tuple[str, str], str] = {}
    for kind, words in _kinds(form):
        narrowed = form.for_kind(kind)
        not_asked = {fact for (fact, _, _), value in zip(form.case_facts, kind, strict=True) if value is None}
        for listed, name, basis in _can_come_up(form, narrowed):
            if name in not_asked:
                continue
            kept = {ref: condition_key(ref, form.cited_when) not in narrowed.off_topic for ref in basis}
            for ref, cited in kept.items():
                seen[listed, name, ref] = seen.get((listed, name, ref), False) or cited
            if kept and not any(kept.values()):
                bare.setdefault((listed, name), words)
    for (listed, name, ref), cited in seen.items():
        if not cited and condition_key(ref, form.cited_when) not in dead:
            what = f"引用的“{ref}”永远引用不到：在用得着它的案件里，这部法不适用"
            remedy = "从 basis 里删去，或者改正 sources.yaml 里的 when。"
            yield CitationFault(listed, name, what, remedy, True)
    for (listed, name), words in bare.items():
        what = f"在“{words}”里只剩别的行为的依据"
        yield CitationFault(listed, name, what, "补一条这种行为也适用的依据。", False)


def _kinds(form: Form) -> Iterator[tuple[Kind, str]]:
    """Every combination of case facts that can be answered, with its words."""

    def further(place: int, facts: Facts, words: list[str]) -> Iterator[tuple[Kind, str]]:
        if place == len(form.case_facts):
            yield tuple([facts.values.get(name) for name, _, _ in form.case_facts]), " ".join(words)
            return
        name, question, brought_up = form.case_facts[place]
        if brought_up is not None and not brought_up(facts):
            yield from further(place + 1, facts, words)
            return
        for option in question.options:
            values = {**facts.values, name: option.value}
            yield from further(place + 1, Facts(values=values, known=set(values)), [*words, option.value])

    yield from further(0, Facts(), [])


def _can_come_up(form: Form, narrowed: NarrowedForm) -> Iterator[Citing]:
    """Everything that may fire or be asked for in cases of one kind."""
    hazards, red_lines = set(), set()
    for _, effects in narrowed.effects:
        for levels, red_line in effects.values():
            hazards |= {hazard for hazard, _, _ in levels}
            red_lines |= {red_line} if red_line else set()
    hazards |= {hazard.id for hazard, _, _ in narrowed.hazard_rules}
    red_lines |= {line.id for line, _, _ in narrowed.red_line_rules}
    yield from (("questions", q.id, q.basis) for q in narrowed.questions)
    yield from (("hazards", name, form.hazards[name].basis) for name in sorted(hazards))
    yield from (("red_lines", name, form.red_lines[name].basis) for name in sorted(red_lines))
    by_facts = {i for i, _ in narrowed.escalated_by_facts}
    for i, (rule, _) in enumerate(form.escalators):
        if i in by_facts or not hazards.isdisjoint(rule.of):
            yield "escalators", rule.id, rule.basis
    for measure in form.questionnaire.measures:
        if any(step.hazard in hazards for step in measure.treats):
            yield "measures", measure.id, measure.basis
    for duty, _ in narrowed.duties:
        called = duty.hazards or duty.red_lines
        if not called or duty.always_from or {*duty.hazards, *duty.red_lines} & (hazards | red_lines):
            yield "duties", duty.id, duty.basis
    yield from (("signoff", "rules", rule.basis) for rule, _ in narrowed.signoff)
