"""Law 4 as lint checks it: a worse answer never takes away what a rule found. Held against trying every answer."""

from __future__ import annotations

from itertools import product

import packs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yanpan.questionnaire import Form, QuestionType, compile_form, load_questionnaire
from yanpan.questionnaire.condition import compile_condition
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.worlds import Worlds

LEAVES = (
    'state == "good"', 'state == "fair"', 'state != "bad"', 'state in ("fair", "bad")', 'state == "bad"', 'state != "good"',
    "people >= 3", "people < 3", "people == 3", 'count(types) >= 2', 'count(types) < 2', '"a" in types', '"a" not in types',
    'kind == "处罚"', 'kind != "强制"',
)  # fmt: skip
QUESTIONS = """
questions:
  - {id: state, section: facts, ask: 怎么样？, type: choice, options: [{value: good, label: 好}, {value: fair, label: 中}, {value: bad, label: 坏}]}
  - {id: people, section: facts, ask: 多少人？, type: number, min: 0, max: 9, worse: more}
  - {id: types, section: facts, ask: 哪些？, type: choices, options: [{value: a, label: 甲}, {value: b, label: 乙}, {value: c, label: 丙}]}
"""


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    folder = packs.write_pack(tmp_path_factory.mktemp("rising") / "small")
    header = folder / "questionnaire.yaml"
    header.write_text(header.read_text().replace("parts: [", "parts: [rising.yaml, "))
    (folder / "rising.yaml").write_text(QUESTIONS)
    return compile_form(load_questionnaire(folder))


def falls(form: Form, text: str) -> bool:
    """Whether a worse answer to one question turns the condition from true to false, all of them tried."""
    condition = compile_condition(text, form.questions)
    worlds = Worlds(form, [condition])
    names = sorted(condition.names)
    domains = {name: worlds.values(form.questions[name]) for name in names}

    def true(world: dict[str, object]) -> bool:
        return condition.holds(Facts(values=world, known=set(world)))

    for values in product(*domains.values()):
        world = dict(zip(names, values, strict=True))
        for name in names:
            for worse in (value for value in domains[name] if is_worse(form, name, world[name], value)):
                if true(world) and not true({**world, name: worse}):
                    return True
    return False


def is_worse(form: Form, name: str, value: object, other: object) -> bool:
    question = form.questions[name]
    if question.nominal:
        return False
    if question.type is QuestionType.CHOICES:
        return set(value) < set(other)  # type: ignore[call-overload]
    if question.type is QuestionType.NUMBER:
        return value < other  # type: ignore[operator]
    order = [option.value for option in question.options]
    return order.index(str(value)) < order.index(str(other))


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(parts, parts).map(lambda two: f"({two[0]} and {two[1]})"),
        st.tuples(parts, parts).map(lambda two: f"({two[0]} or {two[1]})"),
        parts.map(lambda one: f"(not {one})"),
    )


@settings(max_examples=400, deadline=None)
@given(text=st.recursive(st.sampled_from(LEAVES), joined, max_leaves=5))
def test_lint_finds_a_falling_condition_and_no_other(form: Form, text: str) -> None:
    found = Worlds(form, [condition := compile_condition(text, form.questions)]).drops(condition)
    assert (found is not None) is falls(form, text)


def test_two_tests_that_fall_alone_may_rise_together(form: Form) -> None:
    """`fair or good` falls, `not fair` rises and falls: what is plain from the parts proves, what is not is tried."""
    whole = 'state in ("good", "fair") or state == "bad"'
    assert Worlds(form, [condition := compile_condition(whole, form.questions)]).drops(condition) is None
