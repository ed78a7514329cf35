"""What a questionnaire called things in an earlier version is read as ever, wherever answers come from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import strategies as s
from yanpan.answers import Answers, read_answers
from yanpan.answers.draft import Draft
from yanpan.answers.profile import load_profile
from yanpan.batch.source import open_source
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import Form, QuestionType
from yanpan.questionnaire.model import Contradiction, ListedAct, Option, Section, Treatment

WHY = "两处都写了，因为先检查、后处罚，是同一天的两件事。"


def form(*, now: bool) -> Form:
    """A small form; `now` a later version of it, in which nearly everything is called otherwise."""

    def name(today: str, before: str) -> str:
        return today if now else before

    def formerly(*before: str) -> tuple[str, ...]:
        return before if now else ()

    loud = Option(value=name("loud", "noisy"), label="吵", raises=("h",), formerly=formerly("noisy"))
    return s.form_of(
        questions=(
            s.question("act", QuestionType.CHOICE, acts=True, nominal=True, unknown=False, required=False,
                       section=Section.FACTS, basis=()),
            s.choice("kind", "处罚", "检查", nominal=True, unknown=False, section=Section.FACTS, basis=()),
            s.choice(name("crowd", "people"), "calm", loud, formerly=formerly("people", "folk")),
            s.question(name("unit", "office"), QuestionType.TEXT, unknown=False, remember=True,
                       section=Section.FACTS, basis=(), formerly=formerly("office")),
        ),
        acts=(
            ListedAct(id=name("扣车", "暂扣车辆"), label="把车扣下", sets={"kind": "处罚"}, formerly=formerly("暂扣车辆")),
            ListedAct(id="查店", label="进店检查", sets={"kind": "检查"}),
        ),
        hazards=(s.hazard("h", 3, 3),),
        measures=(
            s.msgspec_replace(
                s.measure(name("talk", "speak"), Treatment(hazard="h", likelihood=-1)), formerly=formerly("speak")
            ),
        ),
        contradictions=(
            Contradiction(id=name("both", "two"), words="不能都对", when='kind == "处罚"', questions=("kind",), basis=s.BASIS,
                          formerly=formerly("two")),
        ),
    )  # fmt: skip


OLD: dict[str, Any] = {
    "answers": {"act": "暂扣车辆", "people": "noisy", "office": "某局"},
    "measures": [{"id": "speak", "owner": "张三", "deadline": "实施前"}],
    "explained": {"two": WHY},
}
NEW: dict[str, Any] = {
    "answers": {"act": "扣车", "crowd": "loud", "unit": "某局"},
    "measures": [{"id": "talk", "owner": "张三", "deadline": "实施前"}],
    "explained": {"both": WHY},
}


def test_an_answers_file_of_an_earlier_version_means_the_same() -> None:
    assert read_answers(OLD, form(now=True)) == read_answers(NEW, form(now=True))
    assert read_answers(OLD, form(now=False)).answers["people"].value == "noisy"


def test_every_name_there_ever_was_is_read() -> None:
    found = read_answers({"answers": {"folk": "吵"}}, form(now=True))
    assert {name: answer.value for name, answer in found.answers.items()} == {"crowd": "loud"}


def test_one_question_under_two_names_is_told() -> None:
    with pytest.raises(AnswersRefused, match="是同一题，写了两次"):
        read_answers({"answers": {"crowd": "calm", "people": "noisy"}}, form(now=True))


def test_a_draft_of_an_earlier_version_goes_on(tmp_path: Path) -> None:
    earlier = read_answers(OLD, form(now=False))
    draft = Draft.begin(tmp_path, "测〔2026〕1号")
    now = datetime(2026, 11, 27, tzinfo=UTC)
    draft.save(earlier, form(now=False), now, skipped=frozenset(["people"]), typed={"office": "某"})
    kept = draft.load(form(now=True))
    draft.close()
    assert kept is not None
    assert kept.dropped == ()
    assert kept.answers.answers == read_answers(NEW, form(now=True)).answers
    assert (kept.skipped, dict(kept.typed)) == (frozenset(["crowd"]), {"unit": "某"})


def test_a_profile_of_an_earlier_version_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("version: 1\nanswers:\n  office: 某局\n", "utf-8")
    found = load_profile(path, form(now=True))
    assert (found.warning, {name: answer.value for name, answer in found.remembered.items()}) == (
        "",
        {"unit": "某局"},
    )


def test_the_columns_of_an_earlier_table_are_known(tmp_path: Path) -> None:
    path = tmp_path / "案件.csv"
    path.write_text("case_number,people,office,people.note\n测1号,noisy,某局,很吵\n", "utf-8")
    now = form(now=True)
    (row,) = open_source(path, now)()
    found: Answers = read_answers(row.document, now)
    assert found.answers["crowd"].value == "loud"
    assert found.answers["crowd"].note == "很吵"
    assert found.answers["unit"].value == "某局"
