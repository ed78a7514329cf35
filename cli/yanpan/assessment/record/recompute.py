"""Judging a stored record again, as it was judged then, and saying in plain words what differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from yanpan.answers.model import Answers
from yanpan.assessment.judgements import JUDGEMENTS, NEWEST
from yanpan.assessment.model import Assessment
from yanpan.assessment.record.answers import answers_of
from yanpan.assessment.record.parts import PARTS, differing, differing_in_gist
from yanpan.errors import AnswersRefused, YanpanError
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import first_calendar_year, last_calendar_year
from yanpan.questionnaire.model import Questionnaire

_OLD_RULES = "文书是正式发布以前的版本作的，只比对等级、红线、风险点等主要内容"


class Outcome(StrEnum):
    """How a recomputation ended. What is neither the same nor different is no evidence against a record, nor for it."""

    SAME = "same"
    DIFFERENT = "different"
    OTHER_QUESTIONNAIRE = "other_questionnaire"
    NEWER_JUDGEMENT = "newer_judgement"
    NEWER_CALENDAR = "newer_calendar"
    OLDER_CALENDAR = "older_calendar"


@dataclass(frozen=True, slots=True)
class Recomputation:
    """What came of it. `differing` names the parts that differ; `words` say all of it in a sentence.

    `exact`: all content was compared, by the very judgement that made the record, so that any difference is the
    record's. Of a record from before judgements had versions only the gist is compared, and proves nothing.
    `caution`: what a reader must know of one that is the same; empty where there is nothing.
    """

    outcome: Outcome
    words: str
    differing: tuple[str, ...] = ()
    exact: bool = True
    caution: str = ""


def judged_by(record: Assessment, questionnaire: Questionnaire) -> bool:
    """Whether the record says that this very questionnaire judged it.

    Before judgements had versions the digest was one over files; then id and version have to do.
    """
    reference, header = record.questionnaire, questionnaire.header
    if (reference.id, reference.version) != (header.id, header.version):
        return False
    return record.judgement == 0 or reference.digest == questionnaire.digest


def recompute(record: Assessment, form: Form) -> Recomputation:
    """Judge the answers of a record again, by the version of the judgement that it names.

    `form` is compiled from the record's questionnaire. Holidays count as known through the record's `calendar_until`.
    Never raises for what a record holds.
    """
    reference = record.questionnaire
    if not judged_by(record, form.questionnaire):
        words = f"没有问卷 {reference.id} {reference.version}（或者内容不同），没有重算"
        return Recomputation(Outcome.OTHER_QUESTIONNAIRE, words)
    judge = JUDGEMENTS.get(record.judgement or NEWEST)
    if judge is None:
        words = f"文书按第 {record.judgement} 版研判规则作出，本程序只有到第 {NEWEST} 版：升级 yanpan 后再验"
        return Recomputation(Outcome.NEWER_JUDGEMENT, words)
    known_until = last_calendar_year()
    if record.judgement and record.calendar_until < first_calendar_year():
        words = "放假安排已知到的年份，是本程序从来没有过的"
        return Recomputation(Outcome.DIFFERENT, words, ("放假安排",))
    if record.calendar_until > known_until:
        words = f"作文书时放假安排已知到 {record.calendar_until} 年，本程序只到 {known_until} 年：升级 yanpan 后再验"
        return Recomputation(Outcome.NEWER_CALENDAR, words)
    exact = record.judgement != 0
    zone = ZoneInfo(form.questionnaire.header.timezone)
    if exact and (not _in_zone(record.assessed_at, zone) or record.assessed_at.microsecond):
        # In another zone the same moment is printed as another hour, or another day; below the second nothing is.
        words = f"研判时间不是按问卷的时区（{form.questionnaire.header.timezone}）、写到秒的"
        return Recomputation(Outcome.DIFFERENT, words, ("研判时间",))
    answers: Answers | None = None
    try:
        answers = answers_of(record, form)
        again = judge.assess(form, answers, record.assessed_at, calendar_until=record.calendar_until)
    except AnswersRefused:
        # A judgement never gave such a record: it takes answers that fit, and ends early at a certain red line only.
        parts: tuple[str, ...] = ("回答",) if answers is None else (PARTS["ended_early"],)
    except (YanpanError, ArithmeticError, ValueError):
        # Nor this one: times are within the calendar.
        parts = ("回答",) if answers is None else ("研判时间",)
    else:
        parts = differing(record, again) if exact else differing_in_gist(record, again)
        if exact and any(True for _ in judge.taken_by_no_door(answers, form)):
            # No interview, file or table takes such answers: texts that no page holds, certificates that are none.
            parts = (*parts, "回答的写法")
    note = "" if exact else f"（{_OLD_RULES}）"
    if not parts and answers is not None:
        published = min(known_until, _published_by(record.assessed_at))
        caution = ""
        if record.calendar_until < published:
            changed = _by_then(record, form, answers, published)
            words = f"作文书时 {published} 年的放假安排早已公布，却没有用上；用上以后"
            if _decides(changed):
                return Recomputation(Outcome.OLDER_CALENDAR, f"{words}等级或者红线不一样")
            caution = f"{words}不一样的有：{'、'.join(changed)}" if changed else ""
        later = not caution and max(published, record.calendar_until) < known_until
        if later and _decides(_by_then(record, form, answers, known_until)):
            caution = "照作文书以后公布的放假安排，等级或者红线不一样"
        return Recomputation(
            Outcome.SAME, f"用文书里的回答重算，结果一样{note}", exact=exact, caution=caution
        )
    words = f"用文书里的回答重算，和文书上不一样的有：{'、'.join(parts)}{note}"
    return Recomputation(Outcome.DIFFERENT, words, parts, exact)


def _decides(changed: tuple[str, ...] | None) -> bool:
    return changed is None or PARTS["grade"] in changed or PARTS["red_lines"] in changed


def _published_by(at: datetime) -> int:
    """The last year whose holidays were public at a moment.

    The State Council gives notice of the next year's from October on, of 2023 as late as 8 December.
    """
    return at.year + ((at.month, at.day) >= _NOTICE_GIVEN)


_NOTICE_GIVEN = (12, 15)


def _by_then(record: Assessment, form: Form, answers: Answers, published: int) -> tuple[str, ...] | None:
    """What the holidays that were public by then make different; None where it is no such case at all any more.

    How far the calendar went is the record's own word. Who says that it ended years ago is asked whether a day is a
    holiday, and may answer as he likes.
    """
    judge = JUDGEMENTS[record.judgement or NEWEST]
    try:
        again = judge.assess(form, answers, record.assessed_at, calendar_until=published)
    except AnswersRefused:
        return None  # no certain red line any more: it could not have ended early
    return differing(record, again)


def _in_zone(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment is written in the zone; one that no calendar has is not."""
    try:
        return moment.utcoffset() == moment.astimezone(zone).utcoffset()
    except (OverflowError, ValueError):
        return False
