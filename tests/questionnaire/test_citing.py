"""A law that holds for one kind of act is not cited in a case of another; what is not decided stays cited."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from packs import DAY, change, write_pack

import strategies as s
from yanpan.assessment import Assessment
from yanpan.interview.frame import met_rows
from yanpan.interview.question import BasisPage
from yanpan.interview.session import Session
from yanpan.questionnaire import Form, Section
from yanpan.questionnaire.lint import lint_pack
from yanpan.questionnaire.model import Due, DueKind, Duty, Option, Source, Treatment

FINES = Source(
    id="罚法",
    title="罚法",
    when='kind == "fine"',
    provisions={"1": "罚", "2": "缴"},
    when_provision={"2": 'kind in ["fine", "force"]'},
)
FORCE = Source(id="强法", title="强法", when='kind == "force" and how != "frozen"', provisions={"1": "强"})
BOTH = ("P:1", "罚法:1", "罚法:2", "强法:1")


def form() -> Form:
    return s.form_of(
        sources=(*s.SOURCES, FINES, FORCE),
        questions=(
            s.choice("kind", "fine", "force", "check", nominal=True, unknown=False, section=Section.FACTS, basis=()),
            s.choice("how", "seized", "frozen", when='kind == "force"', basis=BOTH),
            s.choice("q", "good", Option(value="bad", label="坏", raises=("h",), red_line="stop"), basis=BOTH),
        ),
        hazards=(s.hazard("h", 4, 4, basis=BOTH), s.hazard("only", 2, 2, basis=("罚法:1",), when='q == "bad"')),
        red_lines=(s.red_line("stop", basis=BOTH),),
        measures=(s.measure("m", Treatment(hazard="h", likelihood=-1)),),
        duties=(Duty(id="d", title="d", what="d", who="本单位", due=Due(kind=DueKind.AT_ONCE), basis=BOTH),),
    )  # fmt: skip


def cited(a: Assessment) -> set[tuple[str, ...]]:
    """The distinct bases of all that lists both laws."""
    parts = [
        a.hazards[0],
        a.red_lines[0],
        a.rules[0],
        a.duties[0],
        next(x for x in a.answers if x.question == "q"),
    ]
    return {tuple(c.ref for c in part.basis) for part in parts}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"kind": "fine"}, ("P:1", "罚法:1", "罚法:2")),
        ({"kind": "force", "how": "seized"}, ("P:1", "罚法:2", "强法:1")),
        ({"kind": "force", "how": "frozen"}, ("P:1", "罚法:2")),
        ({"kind": "force", "how": "unknown"}, ("P:1", "罚法:2", "强法:1")),
        ({"kind": "check"}, ("P:1",)),
        ({}, BOTH),
    ],
    ids=["fine", "force", "force of another way", "way not known", "neither", "kind not answered"],
)
def test_only_laws_of_this_kind_of_act_are_cited(answers: dict[str, str], expected: tuple[str, ...]) -> None:
    assert cited(s.judged((form(), s.given(q="bad", **answers)))) == {expected}


def test_a_basis_is_never_filtered_down_to_nothing() -> None:
    a = s.judged((form(), s.given(q="bad", kind="check")))
    (only,) = (h for h in a.hazards if h.id == "only")
    assert [c.ref for c in only.basis] == ["罚法:1"]


def test_a_law_that_is_not_cited_is_not_warned_of() -> None:
    import msgspec

    from yanpan.questionnaire import compile_form

    q = form().questionnaire
    lapsed = msgspec.structs.replace(FINES, in_force_to=s.AT.date().replace(year=2020))
    old = compile_form(msgspec.structs.replace(q, sources=(*s.SOURCES, lapsed, FORCE), hazards=q.hazards[:1]))
    assert any("罚法" in w for w in s.judged((old, s.given(q="bad", kind="fine"))).warnings)
    assert not any("罚法" in w for w in s.judged((old, s.given(q="bad", kind="check"))).warnings)


def text(lines: list[list[tuple[str, str]]]) -> str:
    return "".join(part for line in lines for _, part in line)


def test_the_live_line_and_the_basis_screen_cite_only_laws_of_this_kind() -> None:
    made = form()
    fine = Session(made, given=s.given(kind="fine", q="bad").answers)
    force = Session(made, given=s.given(kind="force", how="seized", q="bad").answers)
    assert "stop（罚法第2条）" in text(met_rows(100, fine))
    assert "stop（强法第1条）" in text(met_rows(100, force))
    shown = text(BasisPage(fine, made.questions["q"]).paint(100, 40).lines)
    assert "罚法" in shown
    assert "强法" not in shown


@given(case=s.gd563_cases())
def test_no_case_cites_the_code_of_another_kind_of_act(case: s.Case) -> None:
    kind = case[1].answers.get("kind")
    a = s.judged(case)
    refs = {c.ref for part in ("hazards", "red_lines", "rules", "duties", "measures", "signers", "answers")
            for item in getattr(a, part) for c in item.basis}  # fmt: skip
    codes = {
        "行政许可法:38": "许可",
        "行政处罚法:38": "处罚",
        "行政强制法:18": "强制",
        "土地管理法:47": "征收",
    }
    if kind is not None:
        assert not [ref for ref, of in codes.items() if ref in refs and kind.value != of]


L = "{id: L, title: 某法, in_force_from: 2012-01-01, "


def faults(folder: Path) -> tuple[list[str], list[str]]:
    found = lint_pack(folder, DAY)
    return [str(e) for e in found.errors], [str(w) for w in found.warnings]


def test_lint_refuses_a_wrong_condition_of_a_source_with_its_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    line = change(pack, "sources.yaml", L, L + """when: kidn == "强制", """)
    (error,) = faults(pack)[0]
    assert f"sources.yaml:{line}" in error
    assert "kidn" in error


def test_lint_refuses_a_condition_for_an_article_that_is_not_registered(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    change(pack, "sources.yaml", L, L + """when_provision: {"44": kind == "强制"}, """)
    assert "“44”没有登记这一条" in faults(pack)[0][0]


def test_lint_reports_an_article_that_can_never_be_cited(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    change(pack, "sources.yaml", L, L + """when: kind == "处罚", """)
    errors, warnings = faults(pack)
    # `noise` comes up in 强制 alone; `crowd` and `many` in both, and have nothing else to cite in 强制.
    assert len(errors) == 1
    assert "“noise”引用的“L:43”永远引用不到" in errors[0]
    assert sorted(w.split("”")[0].partition("“")[2] for w in warnings) == ["crowd", "many", "noise"]
    assert all("在“强制”里只剩别的行为的依据" in w for w in warnings)


def test_lint_reports_a_source_whose_condition_never_holds(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    change(pack, "sources.yaml", L, L + """when: kind == "处罚" and kind == "强制", """)
    assert any("“L”（L）的条件永远不成立" in e for e in faults(pack)[0])


@pytest.mark.parametrize("longest", ["0", "2001"])
def test_lint_refuses_a_length_that_no_text_can_have(longest: str, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    old = "{id: extra, section: stability, ask: 另有什么？, type: choices,"
    new = f"{{id: where, section: facts, ask: 在哪里？, type: text, required: false, longest: {longest}}}\n  - {old}"
    change(pack, "part.yaml", old, new)
    assert any("“where”的 longest 只用于文字题" in e for e in faults(pack)[0])


def test_lint_refuses_a_length_on_a_question_that_is_no_text(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    change(pack, "part.yaml", "type: number, worse: more,", "type: number, worse: more, longest: 60,")
    assert any("“crowd”的 longest 只用于文字题" in e for e in faults(pack)[0])


def test_lint_refuses_a_day_gone_by_of_a_question_that_asks_for_none(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    change(pack, "part.yaml", "type: number, worse: more,", "type: number, worse: more, past: true,")
    assert any("“crowd”的 past 只用于问日子的题" in e for e in faults(pack)[0])
