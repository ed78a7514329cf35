"""The gravest reason first: by the rank of red lines, the certain before the unknown, the legal before recording."""

from __future__ import annotations

import pytest

import strategies as s
from yanpan.assessment import explain, what_if_words
from yanpan.commands.summary import summary_lines
from yanpan.questionnaire import Section
from yanpan.questionnaire.model import Option, Rank

BAD = 'q == "bad"'
RANKS = tuple(Rank)


def told(a: s.Assessment) -> str:
    return "\n".join([*summary_lines(a, colour=False, width=300), *explain(a), *what_if_words(a)])


@pytest.mark.parametrize("graver", range(len(RANKS) - 1))
@pytest.mark.parametrize("turned", [False, True])
def test_the_graver_rank_decides_whatever_else_is_said(graver: int, turned: bool) -> None:
    """Neither the order of the file, nor the precedence within a rank, nor whether it can be cured."""
    lines = (
        s.red_line("light", when=BAD, rank=RANKS[graver + 1], precedence=0, curable=False, cure=""),
        s.red_line("grave", when=BAD, rank=RANKS[graver], precedence=99),
    )
    form = s.form_of(questions=(s.choice("q", "good", "bad"),), red_lines=lines[::-1] if turned else lines)
    a = s.judged((form, s.given(q="bad")))
    assert a.grade.decided_by == "grave"
    assert [line.id for line in a.red_lines] == ["grave", "light"]
    assert a.red_lines[0].rank < a.red_lines[1].rank
    assert [rule.rank for rule in a.rules] == [line.rank for line in a.red_lines]


def test_within_a_rank_the_precedence_decides() -> None:
    lines = tuple(s.red_line(f"p{n}", when=BAD, rank=Rank.PAPERS, precedence=n) for n in (40, 9))
    a = s.judged((s.form_of(questions=(s.choice("q", "good", "bad"),), red_lines=lines), s.given(q="bad")))
    assert a.grade.decided_by == "p9"


def two_lines() -> s.Form:
    return s.form_of(
        questions=(
            s.choice("power", "own", Option(value="none", label="没有", red_line="no_power")),
            s.choice("hour", "day", Option(value="night", label="夜里", red_line="night")),
        ),
        red_lines=(
            s.red_line("no_power", rank=Rank.POWER, curable=False, cure=""),
            s.red_line("night", rank=Rank.PAPERS),
        ),
    )


def test_a_certain_fault_stands_before_a_graver_one_that_is_only_not_known() -> None:
    a = s.judged((two_lines(), s.given(power="unknown", hour="night")))
    assert a.grade.decided_by == "night"
    assert [(line.id, line.by_unknown) for line in a.red_lines] == [("night", False), ("no_power", True)]
    assert "不可改正" not in told(a)
    assert "还没有查清" in told(a)


def test_what_is_certain_and_cannot_be_cured_is_said_to_be_so() -> None:
    a = s.judged((two_lines(), s.given(power="none", hour="night")))
    assert a.grade.decided_by == "no_power"
    assert "不可改正" in told(a)


def test_a_red_line_that_a_question_not_certain_to_be_asked_gives_is_not_certain() -> None:
    """The answer is known; whether anybody had to ask is not."""
    form = s.form_of(
        questions=(
            s.choice("crowd", "small", "large"),
            s.choice(
                "plan", "made", Option(value="none", label="没有", red_line="stop"), when='crowd == "large"'
            ),
        ),
        red_lines=(s.red_line("stop", rank=Rank.SUBSTANCE, curable=False, cure=""),),
    )
    (line,) = s.judged((form, s.given(crowd="unknown", plan="none"))).red_lines
    assert line.by_unknown


@pytest.mark.parametrize(("quarrel", "decides"), [("bad", "legal"), ("unknown", "recording")])
def test_of_equal_hazards_the_certain_one_decides_then_the_legal_one(quarrel: str, decides: str) -> None:
    form = s.form_of(
        questions=(s.choice("law", "good", "bad"), s.choice("record", "good", "bad")),
        hazards=(
            s.hazard("recording", 4, 4, Section.CONTROLLABILITY, when='record == "bad"'),
            s.hazard("legal", 4, 4, Section.LEGALITY, when='law == "bad"'),
        ),
    )
    a = s.judged((form, s.given(law=quarrel, record="bad")))
    assert a.grade.decided_by == decides
    assert a.hazards[0].id == decides


def test_what_each_answer_would_give_is_told_with_the_question_to_find_out_first() -> None:
    form = s.form_of(
        questions=(
            s.choice(
                "home",
                Option(value="no", label="没有人，空着"),
                Option(value="shop", label="有人，开店", raises=("upset",)),
                Option(value="home", label="有人，住家", raises=("upset",)),
                Option(value="sick", label="有病人", red_line="stop"),
            ),
        ),
        hazards=(s.hazard("upset", 5, 5),),
        red_lines=(s.red_line("stop"),),
    )
    a = s.judged((form, s.given(home="unknown")))
    # Where two answers would read the same in short, they are told whole.
    assert a.conclusion.find_out_first == (
        "home？（“没有人” → low；“有人，开店”“有人，住家” → high；“有病人” → prohibited）"
    )
