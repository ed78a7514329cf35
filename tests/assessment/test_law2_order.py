"""Law 2: the order of answers, questions, hazards and rules changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answers
from yanpan.assessment import Assessment
from yanpan.questionnaire import Questionnaire, QuestionType, compile_form
from yanpan.questionnaire.model import Option, Question, Section

Shuffle = Callable[[Any], list[Any]]


def meaning(a: Assessment) -> dict[str, object]:
    """All that an order must not change, without the order itself."""
    return {
        "grade": a.grade,
        "scores": {x.section: (x.initial, x.residual) for x in a.sections},
        "red lines": {(r.id, r.by_unknown) for r in a.red_lines},
        "hazards": {
            (h.id, h.likelihood, h.consequence, h.residual_likelihood, h.residual_consequence)
            for h in a.hazards
        },
        "rules": {(r.kind, r.ref, r.grade) for r in a.rules},
        "residual rules": {(r.kind, r.ref, r.grade) for r in a.residual_rules},
        "duties": {(d.id, d.due_at, d.due_words) for d in a.duties},
        "signers": {x.role for x in a.signers},
        "asked": {(x.question, x.state) for x in a.answers},
        "aside": {x.question for x in a.aside},
        "unknowns": {(u.question, u.if_best, u.if_worst, u.points) for u in a.unknowns},
        "missing": set(a.missing),
        "measures": {(m.id, m.counted) for m in a.measures},
        "what if": (a.what_if.possible, a.what_if.to, len(a.what_if.measures)),
        "cured": (a.if_cured, a.if_cured_and_measures),
        "valid": a.validity.expires_at,
    }


def shuffled(q: Questionnaire, mix: Shuffle) -> Questionnaire:
    """The same questionnaire, every list of its files in another order (options of a choice keep theirs)."""

    def question(item: Question) -> Question:
        options = [msgspec.structs.replace(o, raises=tuple(mix(o.raises))) for o in item.options]
        if item.type is QuestionType.CHOICES:
            options = mix(options)
        return msgspec.structs.replace(item, options=tuple(options))

    return msgspec.structs.replace(
        q,
        questions=tuple(question(item) for item in mix(q.questions)),
        hazards=tuple(mix(q.hazards)),
        red_lines=tuple(mix(q.red_lines)),
        escalators=tuple(msgspec.structs.replace(e, of=tuple(mix(e.of))) for e in mix(q.escalators)),
        measures=tuple(msgspec.structs.replace(m, treats=tuple(mix(m.treats))) for m in mix(q.measures)),
        duties=tuple(mix(q.duties)),
        signoff=msgspec.structs.replace(q.signoff, rules=tuple(mix(q.signoff.rules))),
        sources=tuple(mix(q.sources)),
    )


def reordered(answers: Answers, mix: Shuffle) -> Answers:
    again = s.with_answers(answers, dict(mix(answers.answers.items())))
    return msgspec.structs.replace(again, measures=tuple(mix(answers.measures)))


def mixer(data: st.DataObject) -> Shuffle:
    chance = data.draw(st.randoms(use_true_random=False))

    def mix(items: Any) -> list[Any]:
        out = list(items)
        chance.shuffle(out)
        return out

    return mix


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_the_order_of_answers_changes_nothing(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    form, answers = data.draw(cases)
    other = reordered(answers, mixer(data))
    assert meaning(s.judged((form, other))) == meaning(s.judged((form, answers)))


@pytest.mark.parametrize(
    "cases", [s.small_cases(facts_open=False), s.gd563_cases()], ids=["generated", "gd-563"]
)
@given(data=st.data())
def test_the_order_of_the_questionnaire_changes_nothing(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    mix = mixer(data)
    other = compile_form(shuffled(form.questionnaire, mix)), reordered(answers, mix)
    assert meaning(s.judged(other)) == meaning(s.judged((form, answers)))


@given(data=st.data())
def test_the_order_of_the_questionnaire_changes_nothing_while_case_facts_are_open(
    data: st.DataObject,
) -> None:
    form, answers = data.draw(s.small_cases())
    mix = mixer(data)
    other = compile_form(shuffled(form.questionnaire, mix)), reordered(answers, mix)
    assert meaning(s.judged(other)) == meaning(s.judged((form, answers)))


def test_two_open_case_facts_that_weigh_alike_give_the_same_hazards_in_either_order() -> None:
    hazards = (s.hazard("noise", 3, 3), s.hazard("dust", 3, 3))

    def fact(name: str, first: str, second: str) -> Question:
        options = (
            Option(value="x", label="甲", raises=(first,)),
            Option(value="y", label="乙", raises=(second,)),
        )
        return s.choice(name, *options, nominal=True, unknown=False, section=Section.FACTS)

    one = fact("kind", "noise", "dust")
    other = msgspec.structs.replace(one, options=one.options[::-1])
    found = [
        {h.id for h in s.judged((s.form_of(questions=(q,), hazards=hazards), s.given())).hazards}
        for q in (one, other)
    ]
    assert found[0] == found[1]
