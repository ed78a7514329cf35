"""The search for the smallest set of measures comes to an end, whoever wrote the questionnaire."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from yanpan.answers import load_answers
from yanpan.assessment import assess
from yanpan.data import data_folder
from yanpan.questionnaire import compile_form, load_questionnaire
from yanpan.questionnaire.model import Hazard, Measure, Raise, Section, Treatment

AT = datetime(2026, 11, 27, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
replaced = msgspec.structs.replace


def test_a_dozen_hazards_with_a_dozen_measures_each_are_given_up() -> None:
    """Every smallest set has twelve measures, one of each dozen: nobody counts them all."""
    questionnaire = load_questionnaire(data_folder("questionnaires") / "gd-563")
    answers = load_answers(data_folder("demo") / "L01-当场处罚.yaml", compile_form(questionnaire))
    names = [f"x{i}" for i in range(12)]
    target = next(
        item
        for item in questionnaire.questions
        if item.type.value == "choice"
        and not item.acts
        and not item.nominal
        and item.id in answers.answers
        and answers.answers[item.id].value == item.options[0].value
    )
    raising = tuple(
        replaced(item, raises=(*item.raises, *(Raise(hazard=name) for name in names)))
        for item in target.options
    )
    asked = tuple(
        replaced(item, options=raising) if item is target else item for item in questionnaire.questions
    )
    law, who = questionnaire.hazards[0].basis, questionnaire.measures[0]
    hazards = tuple(
        Hazard(
            id=name, section=Section.STABILITY, title=name, why=name, likelihood=5, consequence=5, basis=law
        )
        for name in names
    )
    measures = tuple(
        Measure(
            id=f"m_{name}_{i}", title=f"m_{name}_{i}", how="做", who=who.who, by="before_action", basis=who.basis,
            treats=(Treatment(hazard=name, likelihood=-4, consequence=-4),),
        )
        for name in names
        for i in range(12)
    )  # fmt: skip
    made = replaced(
        questionnaire,
        questions=asked,
        hazards=(*questionnaire.hazards, *hazards),
        measures=(*questionnaire.measures, *measures),
    )
    found = assess(compile_form(made), answers, AT)
    assert not found.what_if.measures
    assert "未能算出最少的一组措施" in found.what_if.why_not
