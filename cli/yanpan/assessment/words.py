"""Answers, citations and due times in words. zh-Hans, the original language of the questionnaire."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from yanpan.answers.exact import parse_moment
from yanpan.answers.model import UNKNOWN, Answer, Person
from yanpan.assessment.model import AnswerValue, Citation, ShownAnswer
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import working_day
from yanpan.questionnaire.model import Due, DueKind, Question, QuestionType, Source


def cite(form: Form, refs: tuple[str, ...], on: date) -> tuple[Citation, ...]:
    """Citations of clause or article ids, with whether the source is in force on that day (law 7)."""
    return tuple(_cite_one(form, ref, on) for ref in refs)


def _cite_one(form: Form, ref: str, on: date) -> Citation:
    source_id, _, provision = ref.partition(":")
    source = form.sources[source_id]
    if not provision:
        words = source_id
    elif source_id == form.questionnaire.header.policy:
        words = f"{source_id}号 {provision}"
    else:
        words = f"{source_id}第{provision}条"
    gist = source.provisions.get(provision, source.note)
    return Citation(ref=ref, words=words, gist=gist, in_force=in_force(source, on))


def in_force(source: Source, on: date) -> bool:
    """Whether a source is in force on that day; the last day counts."""
    after = source.in_force_from is None or on >= source.in_force_from
    return after and (source.in_force_to is None or on <= source.in_force_to)


def shown_answer(
    form: Form, question: Question, answer: Answer | None, basis: tuple[Citation, ...]
) -> ShownAnswer:
    """A question that was asked, with what was said."""
    asked = ShownAnswer(
        question=question.id,
        section=question.section,
        ask=question.ask,
        value=None,
        shown=show_answer(form, question, None),
        state="unanswered",
        required=question.required,
        note="",
        evidence=(),
        basis=basis,
    )
    return asked if answer is None else answered(asked, form, question, answer)


def answered(asked: ShownAnswer, form: Form, question: Question, answer: Answer) -> ShownAnswer:
    """A question that nobody has answered, with this answer to it."""
    return replace(
        asked,
        value=json_value(question, answer),
        shown=show_answer(form, question, answer),
        state="unknown" if answer.value == UNKNOWN else "answered",
        note=answer.note,
        evidence=answer.evidence,
    )


def show_answer(form: Form, question: Question, answer: Answer | None) -> str:
    """The answer as printed; 不清楚 and 未答 are said."""
    if answer is None:
        return "未答"
    value = answer.value
    if value == UNKNOWN:
        return "不清楚"
    labels = form.option_labels[question.id]
    if isinstance(value, str):
        return labels.get(value, value)
    if isinstance(value, tuple):
        if not value:
            return "都没有"
        return "、".join(_person(v) if isinstance(v, Person) else labels.get(v, v) for v in value)
    if isinstance(value, date):
        return show_moment(value)
    number = int(value) if float(value).is_integer() else value
    return f"{number} {question.unit}".rstrip()


def _person(person: Person) -> str:
    return f"{person.name}（执法证号 {person.certificate}）" if person.certificate else person.name


def show_moment(value: date) -> str:
    """The one way in which a date is worded: `2026年11月24日 15:00`, or the day alone for a date.

    >>> show_moment(datetime(2026, 3, 5, 9, 30))
    '2026年3月5日 09:30'
    """
    day = f"{value.year}年{value.month}月{value.day}日"
    # Without strftime, which takes longer than all else here.
    return f"{day} {value.hour:02}:{value.minute:02}" if isinstance(value, datetime) else day


def show_deadline(text: str) -> str:
    """The deadline of a measure in words; what is no date (实施前) stays as it is.

    >>> show_deadline("2026-03-05 09:30")
    '2026年3月5日 09:30'
    """
    try:
        return show_moment(parse_moment(text))
    except ValueError:
        return text


def json_value(question: Question, answer: Answer | None) -> AnswerValue:
    """The answer as JSON; reading it back gives the same answer."""
    if answer is None:
        return None
    value = answer.value
    if isinstance(value, date):
        return value.isoformat()
    if question.type is QuestionType.NUMBER and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def due(
    rule: Due, at: datetime, start: datetime | None, calendar_until: int | None = None
) -> tuple[datetime | None, str]:
    """When a duty falls due and the words for it. The clock starts at `at`, or at the event named in `rule.start`.

    `start` is when the act is planned to start; `calendar_until` as in `working_days_after`.
    """
    words = due_without_clock(rule)
    if words:
        return None, words
    n, kind = rule.n or 0, rule.kind
    if kind is DueKind.AT_ONCE:
        return at, "立即"
    if kind is DueKind.BEFORE_ACTION:
        if start is None:
            return None, "实施前"
        if start <= at:
            return start, "实施前（现在就要完成）"
        return start, f"实施前（{show_moment(start)} 前）"
    if kind is DueKind.WITHIN_WORKING_DAYS:
        moment = working_days_after(at, n, calendar_until)
        if moment is None:
            return None, f"{n} 个工作日内（本工具没有该年度的放假安排，请自行推算）"
    else:
        moment = at + (timedelta(hours=n) if kind is DueKind.WITHIN_HOURS else timedelta(days=n))
    return moment, f"{n} {_unit(kind)}内（{show_moment(moment)} 前）"


def due_without_clock(rule: Due) -> str:
    """The words for a duty whose time hangs on an event to come; empty where a clock runs from the assessment."""
    if rule.kind is DueKind.ON_SCENE:
        return "实施中"
    if rule.kind is DueKind.AFTER_ACTION:
        return f"{rule.start}后" if rule.start else "实施后"
    if rule.kind is DueKind.STANDING:
        return "持续"
    if rule.start and rule.kind not in (DueKind.AT_ONCE, DueKind.BEFORE_ACTION):
        return f"自{rule.start}起 {rule.n or 0} {_unit(rule.kind)}内"
    return ""


def _unit(kind: DueKind) -> str:
    return {DueKind.WITHIN_HOURS: "小时", DueKind.WITHIN_DAYS: "日"}.get(kind, "个工作日")


def working_days_after(at: datetime, n: int, calendar_until: int | None = None) -> datetime | None:
    """The same time of day `n` working days later; None for a year whose holidays are not published here.

    With `calendar_until` those of later years count as not published.
    """
    moment, left = at, n
    while left:
        moment += timedelta(days=1)
        working = working_day(moment.date(), calendar_until)
        if working is None:
            return None
        left -= 1 if working else 0
    return moment
