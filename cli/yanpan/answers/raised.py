"""A person raises the grade above what was computed (law 9): the grade by its id or by its title."""

from __future__ import annotations

from typing import Any

import msgspec

from yanpan.answers.budget import MAX_LINE, check_length
from yanpan.answers.model import Answers, RaisedGrade
from yanpan.answers.values import MAX_SHORT, clean_text
from yanpan.answers.wrong import WrongValue
from yanpan.errors import InputRefused
from yanpan.naming import Misnamed, listed, named
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import MAX_TEXT, Grade


def grade_titles(form: Form, *, above: Grade | None = None) -> dict[str, str]:
    """Id → title of the grades of a questionnaire, low to high; those above a grade where one is given."""
    grades = sorted(form.questionnaire.header.grades, key=lambda item: item.id.rank)
    return {item.id.value: item.title for item in grades if above is None or item.id.rank > above.rank}


def with_grade_id(raised: Any, form: Form) -> Any:
    """What stands under `raised`, its grade as an id. Raises `WrongValue` for a name that is no grade to raise to."""
    if not isinstance(raised, dict) or not isinstance(raised.get("grade"), str):
        return raised
    titles = grade_titles(form, above=Grade.LOW)
    try:
        return raised | {"grade": named(raised["grade"], titles)}
    except Misnamed as wrong:
        raise WrongValue(wrong.words("可以调高到的等级"), f"可用：{listed(titles)}。") from None


def with_raise(answers: Answers, *, grade: str, by: str, reason: str) -> Answers:
    """The answers with a person's raise (law 9). Raises `InputRefused` for a grade or a text that is none."""
    try:
        words = {
            "by": clean_text(by.strip(), "调高的人", MAX_SHORT),
            "reason": clean_text(reason.strip(), "理由", MAX_TEXT),
        }
        check_length(words["by"], "调高的人", MAX_LINE)
        return msgspec.structs.replace(answers, raised=msgspec.convert({"grade": grade} | words, RaisedGrade))
    except WrongValue as error:
        raise InputRefused(error.what, where="调高等级", remedy=error.remedy) from None
    except msgspec.ValidationError:
        remedy = "可用：medium、high、prohibited。"
        raise InputRefused(f"不能调高到“{grade}”", where="调高等级", remedy=remedy) from None
