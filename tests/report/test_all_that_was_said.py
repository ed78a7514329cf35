"""Whatever a person wrote stands on the paper, all of it: what is signed is what can be read (no text only in the attachment)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from papers import AT, DEMOLITION, SPOT_FINE, form, live

from yanpan.answers import read_answers
from yanpan.answers.budget import MAX_LINE, MAX_TITLE
from yanpan.assessment import Assessment, assess, encode
from yanpan.questionnaire import QuestionType
from yanpan.report import render_pdf
from yanpan.signature import open_pdf
from yanpan.verification.printed import page_texts

RARE = "鑫淼犇骉羴鱻麤龘焱垚磊晶毳飍贔靐轟聶馥霖璟琨瑾煜"
"""Each fills one text, and stands in no other."""

CASES: dict[str, Callable[[], dict[str, Any]]] = {
    "short": lambda: plain(live(SPOT_FINE)),
    "report": lambda: plain(live(DEMOLITION, worst=3, measures=3)),
    "early": lambda: {
        "answers": {**DEMOLITION, "within_power": "beyond"}, "ended_early": True, "case_number": "粤韶执〔2026〕12号",
    },
}  # fmt: skip


def plain(assessment: Assessment) -> dict[str, Any]:
    from yanpan.answers.load import plain_answers
    from yanpan.assessment import answers_of

    return plain_answers(answers_of(assessment, form()), form())


def printed(document: dict[str, Any]) -> tuple[Assessment, str]:
    assessment = assess(form(), read_answers(document, form()), AT)
    paper = render_pdf(assessment, encode(assessment))
    return assessment, "".join(page_texts(open_pdf(paper.pdf)))


def filled(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, tuple[str, int]]]:
    """The document with a long text wherever one can be written, and by its character: where, and how long."""
    left, expected = iter(RARE), dict[str, tuple[str, int]]()

    def text(where: str, length: int) -> str:
        character = next(left)
        expected[character] = where, length
        return character * length

    answers = dict(document["answers"])
    for question in form().order:
        if question.type is QuestionType.TEXT and question.id in answers:
            answers[question.id] = text(question.id, question.longest or 200)
    answers["officers"] = [
        {"name": text("officer", 20), "certificate": "粤A001"},
        {"name": text("officer 2", 20), "certificate": "粤A002"},
    ]
    noted = "kind"
    answers[noted] = {
        "value": answers[noted],
        "note": text("note", 900),
        "evidence": [text("evidence", MAX_TITLE)],
    }
    out = document | {"answers": answers, "attachments": [text("attachment", MAX_TITLE)]}
    # The sentence has to name the act that was picked; of a removal another one too, which is explained.
    forced = document["answers"]["kind"] == "强制"
    named, summary = "扣押；拆除；" if forced else "罚款；", answers["action_summary"]
    answers["action_summary"] = named + summary[len(named) :]
    expected[summary[0]] = "action_summary", len(summary) - len(named)
    if forced:
        words = "先扣后拆，见方案第三页：" + text("explained", 280)
        out["explained"] = {"seizure_called_another_measure": words}
    idle = {"id": "level_verified_and_filed", "owner": "李某", "note": text("idle measure", 300)}
    out["measures"] = [idle]
    if document.get("measures"):
        first, *others = document["measures"]
        out["measures"] = [first | {"note": text("measure", 300)}, *others, idle]
    if document["answers"]["kind"] != "处罚":  # else it is no short form
        aside = "event_type"
        answers[aside] = {
            "value": "自然灾害",
            "note": text("aside", 200),
            "evidence": [text("aside evidence", MAX_TITLE)],
        }
    if not document.get("ended_early") and document.get("measures"):
        out["statements"] = [
            {"who": text("who", MAX_LINE), "said": text("said", 700), "why": text("why", 700)}
        ]
        out["raised"] = {"grade": "prohibited", "by": text("by", MAX_LINE), "reason": text("reason", 700)}
    return out, expected


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("name", CASES)
def test_every_text_is_printed_in_full(name: str) -> None:
    document, expected = filled(CASES[name]())
    assessment, paper = printed(document)
    assert assessment.paper == name
    lost = {
        where: (paper.count(character), length)
        for character, (where, length) in expected.items()
        if paper.count(character) < length
    }
    assert lost == {}
