"""A small form with one question of each type, for tests of answers."""

from __future__ import annotations

from pathlib import Path

import strategies as s
from yanpan.errors import AnswersRefused, FieldFault
from yanpan.questionnaire import QuestionType
from yanpan.questionnaire.model import Option, Treatment

FORM = s.form_of(
    questions=(
        s.choice("kind", "处罚", "强制", nominal=True, unknown=False),
        s.choice(
            "legal_basis",
            Option(value="yes", label="有"),
            Option(value="doubtful", label="说不准"),
            Option(value="no", label="没有", raises=("h",)),
        ),
        s.question(
            "vulnerable",
            QuestionType.CHOICES,
            options=(
                Option(value="elderly", label="老人", raises=("h",)),
                Option(value="child", label="孩子"),
                Option(value="ill", label="病人"),
            ),
        ),
        s.question("people_affected", QuestionType.NUMBER, worse="more", min=0, max=100_000, unit="人"),
        s.question("temperature", QuestionType.NUMBER, worse="less"),
        s.question("told_on", QuestionType.DATE),
        s.question("planned_start", QuestionType.DATETIME),
        s.question("place", QuestionType.TEXT),
        s.question("unit_name", QuestionType.TEXT, unknown=False),
        s.question("officers", QuestionType.PEOPLE, unknown=False),
    ),
    hazards=(s.hazard("h", 3, 3),),
    measures=(s.measure("notary_present", Treatment(hazard="h", likelihood=-1)), s.measure("more_officers", Treatment(hazard="h", likelihood=-1))),
)  # fmt: skip


def refused(path: Path, text: str) -> tuple[FieldFault, ...]:
    """The faults of an answers file with this content."""
    from yanpan.answers import load_answers

    path.write_text(text, encoding="utf-8")
    try:
        load_answers(path, FORM)
    except AnswersRefused as error:
        assert error.exit_code == 3
        assert str(error)
        return error.faults
    raise AssertionError("these answers were accepted")
