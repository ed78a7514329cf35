"""Law 7: all that weighs on a case cites at least one clause or article that exists and is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.assessment import Assessment
from yanpan.assessment.model import Citation
from yanpan.questionnaire import Form
from yanpan.questionnaire.model import Role, Signoff, SignoffRule, Source


def weighing(a: Assessment) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Everything that fired or is asked for, with its citations."""
    for part in ("hazards", "rules", "residual_rules", "duties", "red_lines", "measures", "signers"):
        for item in getattr(a, part):
            yield f"{part} {getattr(item, 'id', getattr(item, 'ref', getattr(item, 'role', '')))}", item.basis
    yield "validity", a.validity.basis
    yield "policy", (a.policy,)


def exists(form: Form, citation: Citation) -> bool:
    source, _, provision = citation.ref.partition(":")
    return source in form.sources and (not provision or provision in form.sources[source].provisions)


def in_force(form: Form, citation: Citation, on: date) -> bool:
    source = form.sources[citation.ref.partition(":")[0]]
    return (source.in_force_from or on) <= on <= (source.in_force_to or on)


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_all_that_weighs_cites_a_provision_that_exists_and_is_in_force(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    for name, basis in weighing(a):
        assert basis, name
        for citation in basis:
            assert exists(form, citation), (name, citation.ref)
            assert citation.in_force, (name, citation.ref)
            assert in_force(form, citation, s.AT.date()), (name, citation.ref)
            assert citation.words
    assert not any("施行期" in warning for warning in a.warnings)


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_a_citation_not_yet_in_force_is_marked_and_warned_of(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    at = datetime(1999, 1, 1, 9, tzinfo=s.ZONE)
    a = s.judged((form, answers), at)
    for name, basis in weighing(a):
        for citation in basis:
            assert citation.in_force is in_force(form, citation, at.date()), (name, citation.ref)
            if not citation.in_force:
                title = form.sources[citation.ref.partition(":")[0]].title
                assert any(title in warning for warning in a.warnings), (name, citation.ref)


EXPIRED = Source(id="旧法", title="旧的法律", in_force_to=date(2025, 12, 31), provisions={"1": "旧"})


@pytest.mark.parametrize(("day", "warned"), [("2025-12-31", False), ("2026-01-01", True)])
def test_a_source_is_in_force_through_its_last_day(day: str, warned: bool) -> None:
    form = s.form_of(
        sources=(*s.SOURCES, EXPIRED),
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 3, 3, when='q == "bad"', basis=("旧法:1",)),),
    )
    a = s.judged((form, s.given(q="bad")), datetime.fromisoformat(f"{day}T09:00:00+08:00"))
    assert bool(a.warnings) is warned
    assert a.hazards[0].basis[0].in_force is not warned


def test_a_source_that_only_the_sign_off_cites_is_warned_of_too() -> None:
    form = s.form_of(
        sources=(*s.SOURCES, EXPIRED),
        questions=(s.choice("q", "good", "bad"),),
        signoff=Signoff(
            roles=(Role(id="head", title="负责人"),), rules=(SignoffRule(roles=("head",), basis=("旧法:1",)),)
        ),
    )
    a = s.judged((form, s.given(q="good")))
    assert not a.signers[0].basis[0].in_force
    assert any("旧的法律" in warning for warning in a.warnings)


def test_a_grade_raised_by_a_person_cites_the_policy() -> None:
    from yanpan.answers import RaisedGrade

    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    answers = msgspec.structs.replace(
        s.given(q="good"), raised=RaisedGrade(grade="high", by="李四", reason="现场有变")
    )
    assert [c.ref for c in s.judged((form, answers)).rules[0].basis] == ["P"]
