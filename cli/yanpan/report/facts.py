"""What the first page says of the case: act, party, place, time, amount, basis, officers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yanpan.assessment.act_labels import label_of
from yanpan.assessment.model import Assessment, ShownAnswer
from yanpan.questionnaire.model import Section
from yanpan.report.words import grade_title, moment, shortened

_WIDE, _NARROW = 150, 26
"""Characters that a cell of the first page holds: alone in a row, or in half of one. The appendix holds the whole."""

_NOT_SAID = "（没有填写）"
_MARKS = "①②③④⑤⑥⑦⑧⑨"


@dataclass(frozen=True, slots=True)
class CoverFact:
    label: str
    words: str


def facts_of_case(assessment: Assessment) -> tuple[CoverFact, ...]:
    """What the first page says, each in full."""
    return tuple(_facts(assessment))


def cover_of(assessment: Assessment) -> tuple[tuple[CoverFact, ...], ...]:
    """Rows of one or two facts: short ones share a row with the next short one.

    A long one is shortened where an appendix has the whole; a paper of one page has none, so that all of it stands here.
    """
    rows: list[tuple[CoverFact, ...]] = []
    waiting: CoverFact | None = None
    for fact in _facts(assessment):
        if len(fact.words) > _NARROW:
            words = fact.words if assessment.one_page else shortened(fact.words, _WIDE)
            rows.append((CoverFact(fact.label, words),))
        elif waiting is None:
            waiting = fact
        else:
            rows.append((waiting, fact))
            waiting = None
    return (*rows, (waiting,)) if waiting else tuple(rows)


def remarks_of(assessment: Assessment) -> tuple[CoverFact, ...]:
    """What was said beside the answers, and in answers that the first page has no place for: for a paper of one page."""
    shown = {assessment.meanings.unit, *(name for row in assessment.cover for name in row.questions)}
    found = []
    for answer in assessment.answers:
        said = [answer.shown] if answer.section is Section.FACTS and answer.question not in shown else []
        if answer.state == "unanswered" and not answer.note and not answer.evidence:
            continue
        said += [f"备注：{answer.note}"] if answer.note else []
        said += [f"证据：{'、'.join(answer.evidence)}"] if answer.evidence else []
        if said:
            label = label_of(answer.acts) if len(assessment.acts) > 1 else ""
            found.append(CoverFact(label + answer.ask.rstrip("？?。"), "；".join(said)))
    return tuple(found)


def _facts(assessment: Assessment) -> Iterator[CoverFact]:
    for row in assessment.cover:
        if asked := [a for a in assessment.answers if a.question in row.questions]:
            yield CoverFact(row.title, _words(assessment, row.questions, asked) or _NOT_SAID)
    if assessment.paper == "note" and not any(
        a.question == assessment.meanings.start for a in assessment.answers
    ):
        yield CoverFact("计划时间", "当场或者随到随办，在有效期以内")
    yield CoverFact("研判时间", moment(assessment.assessed_at))
    yield CoverFact("有效期至", moment(assessment.validity.expires_at))


def _words(assessment: Assessment, questions: Sequence[str], asked: Sequence[ShownAnswer]) -> str:
    """What was answered, in words alone: where an answer came from stands in the appendix.

    Of several acts each has its number, and the kind of act its own grade: `①检查（低风险）；②扣押（高风险）`.
    """
    if len(assessment.acts) < 2:
        said = {a.question: a for a in asked if a.state != "unanswered"}
        return "：".join(
            dict.fromkeys(assessment.facts.get(name, said[name].shown) for name in questions if name in said)
        )
    told = []
    for act in assessment.acts:
        own = {a.question: a for a in asked if a.state != "unanswered" and (not a.acts or act.id in a.acts)}
        follows = f"（由“{act.title}”得出）"
        words = "：".join(
            dict.fromkeys(own[name].shown.removesuffix(follows) for name in questions if name in own)
        )
        if assessment.meanings.kind in questions and not assessment.ended_early:
            words += f"（{grade_title(assessment, act.initial)}）"
        told.append(words)
    if len(set(told)) == 1:
        return told[0]
    return "；".join(f"{mark}{words}" for mark, words in zip(_MARKS, told, strict=False) if words)
