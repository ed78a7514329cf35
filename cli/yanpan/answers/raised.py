"""A person's raise put into answers that were read before."""

from __future__ import annotations

import msgspec

from yanpan.answers.budget import MAX_LINE, check_length
from yanpan.answers.model import Answers, RaisedGrade
from yanpan.answers.values import MAX_SHORT, clean_text
from yanpan.answers.wrong import WrongValue
from yanpan.errors import InputRefused
from yanpan.questionnaire.model import MAX_TEXT


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
