"""One value at a time: what a file or a person gives → what a question can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from yanpan.answers.budget import Over, every_answer, over_budget
from yanpan.answers.counts import check_whole, looks_grouped, plain, read_count
from yanpan.answers.exact import (
    DEADLINE_WORDS,
    check_hour,
    check_on_clocks,
    check_short,
    check_span,
    ends_a_day,
    is_exact,
    of_other_zone,
    parse_moment,
)
from yanpan.answers.model import UNKNOWN, Answers, Person, Value
from yanpan.answers.operation import unnamed
from yanpan.answers.people import check_people, check_person, read_people
from yanpan.answers.written import read_written
from yanpan.answers.wrong import WrongValue
from yanpan.documents import as_written
from yanpan.naming import Misnamed, listed, named
from yanpan.questionnaire.act_list import called, like
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.former import former_names, option_now
from yanpan.questionnaire.model import MAX_TEXT, Question, QuestionType

MAX_SHORT = 200
_MOST_PEOPLE = 500
"""Of a list that is read at all; the text budget allows a tenth of them."""
_UNKNOWN_WORDS = (UNKNOWN, "不清楚")


def read_value(question: Question, raw: Any, form: Form) -> Value:
    """Check one raw value against its question. Raises `WrongValue`."""
    if isinstance(raw, str) and raw.strip() in _UNKNOWN_WORDS:
        if not question.unknown:
            raise WrongValue("这一题不能答“不清楚”", "查明后填写。")
        return UNKNOWN
    if question.acts:
        return _act(raw, form)
    readers: dict[QuestionType, Callable[[Question, Any], Value]] = {
        QuestionType.CHOICE: _choice,
        QuestionType.CHOICES: _choices,
        QuestionType.NUMBER: _number,
        QuestionType.TEXT: _text,
        QuestionType.PEOPLE: _people,
        QuestionType.DATE: lambda q, r: _date(q, r, ZoneInfo(form.questionnaire.header.timezone)),
        QuestionType.DATETIME: lambda q, r: _datetime(q, r, ZoneInfo(form.questionnaire.header.timezone)),
    }
    return readers[question.type](question, raw)


def check_new(question: Question, value: Value, raw: Any) -> None:
    """What is asked of an answer given now, and not of one that a record or a draft holds. Raises `WrongValue`."""
    if question.type is QuestionType.NUMBER and isinstance(value, int | float):
        if looks_grouped(str(getattr(raw, "written", ""))):
            raise WrongValue(f"“{as_written(raw)}”看不出是一千还是一", "不要小数点，写整数，如 1000。")
        check_whole(value, question.unit, str(as_written(raw)))
    if isinstance(value, tuple):
        people = [person for person in value if isinstance(person, Person)]
        for person in people:
            check_person(person)
        check_people(people)


def taken_by_no_door(answers: Answers, form: Form) -> Iterator[Over]:
    """What no interview, file or table takes as a new answer: over the budget, or refused by `check_new`.

    Checked again before a case is made of stored answers, and of a record that is judged again: its answers came
    through a door.
    """
    yield from over_budget(answers, form)
    for name, path, answer in every_answer(answers):
        try:
            check_new(form.questions[name], answer.value, answer.value)
        except WrongValue as wrong:
            yield Over(name, path, wrong.what, wrong.remedy, name)
    for at, name, what, remedy in unnamed(form, answers):
        yield Over(name, ("answers", name) if at < 0 else ("also", at, "answers", name), what, remedy, name)
    zone = ZoneInfo(form.questionnaire.header.timezone)
    for i, measure in enumerate(answers.measures):
        try:
            check_deadline(measure.deadline, zone) if measure.deadline else None
        except WrongValue as wrong:
            yield Over(f"measures.{measure.id}", ("measures", i), wrong.what, wrong.remedy)


def clean_text(raw: Any, what: str, limit: int) -> str:
    """Text from a person: no control characters, at most `limit` characters. Raises `WrongValue`."""
    if not isinstance(raw, str):
        raise WrongValue(
            f"{what}应是 {limit} 字以内的文字",
            "是数的加引号。" if hasattr(raw, "written") else "写一段文字，不要写成列表或者键值。",
        )
    if len(raw) > limit:
        raise WrongValue(
            f"{what}应是 {limit} 字以内的文字，超过 {limit} 字", "详细内容作为附件，这里写要点。"
        )
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in raw):
        raise WrongValue(f"{what}含有控制字符", "删去看不见的字符后重写。")
    return raw


def check_deadline(text: str, zone: ZoneInfo | None = None) -> None:
    """A deadline is a date, a date and time, or one of `DEADLINE_WORDS`. Raises `WrongValue`.

    With the `zone` of the questionnaire it is what somebody writes now, not what a record holds: then its hour must
    not be one that could mean two, nor be that of another zone, for it is printed without.
    """
    if text in DEADLINE_WORDS:
        return
    check_short(text)
    try:
        moment = parse_moment(text)
    except ValueError:
        check_span(plain(text), text)
        raise WrongValue(
            f"时限“{text[:30]}”不是日期", f"写成 2026-11-25 09:30，或者 {'、'.join(DEADLINE_WORDS)}。"
        ) from None
    if zone is None:
        return
    check_hour(text)
    if isinstance(moment, datetime) and of_other_zone(moment, zone):
        here = moment.astimezone(zone)
        raise WrongValue(f"时限“{text[:30]}”是别的时区的钟点", f"换算成这里的时间：{here:%Y-%m-%d %H:%M}。")


def _choice(question: Question, raw: Any) -> str:
    if isinstance(raw, bool):
        raise WrongValue("写成了 true/false", f"写选项：{_options(question)}。")
    text = str(raw).strip() if isinstance(raw, str | int) else ""
    if not text or len(text) > MAX_SHORT:
        raise WrongValue("没有这个选项", f"可写：{_options(question)}。")
    text = option_now(text, question.options)
    try:
        return named(text, {option.value: option.label for option in question.options}, halves=False)
    except Misnamed as wrong:
        remedy = (
            f"写前面的词。可写：{_options(question)}。" if wrong.several else f"可写：{_options(question)}。"
        )
        raise WrongValue(wrong.words("选项"), remedy) from None


def _act(raw: Any, form: Form) -> str:
    """An act by its value, its label, or one of the words that people have for it."""
    if isinstance(raw, list | tuple):
        several = (
            "一样写在这里，别的写在 also 里，一样一条" if form.shared else "几样行为分开研判，一样写一份"
        )
        raise WrongValue("这一题只能选一项", f"{several}。")
    word = raw.strip() if isinstance(raw, str) else ""
    word = former_names(form.acts.values()).get(word, word)
    try:
        return named(word, {act.id: act.label for act in form.acts.values()}, halves=False)
    except Misnamed:
        found = called(form, word)
    if len(found) == 1:
        return found[0].id
    if found:
        meant = "、".join(f"{act.id}（{act.label}）" for act in found)
        raise WrongValue(f"“{word[:30]}”不止一种行为", f"写清是哪一种：{meant}。")
    near = like(form, word)
    remedy = "yanpan pack show 列出全部行为；列表里没有的，不写这一行，自己答种类。"
    if near:
        remedy = f"相近的有：{'、'.join(act.id for act in near)}。{remedy}"
    raise WrongValue(f"行为的列表里没有“{word[:30]}”", remedy)


def _options(question: Question) -> str:
    words = listed({option.value: option.label for option in question.options})
    return f"{words}、{UNKNOWN}" if question.unknown else words


def _choices(question: Question, raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise WrongValue(
            "多选题的答案应是一列", f"写成 [选项, 选项]；都没有写 []。可写：{_options(question)}。"
        )
    chosen = {_choice(question, item) for item in raw}
    return tuple(option.value for option in question.options if option.value in chosen)


def _number(question: Question, raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        remedy = _count_hint(raw, question.unit) if isinstance(raw, str) else "只写数字，说明写进 note。"
        raise WrongValue(f"“{str(raw)[:30]}”不是数", remedy)
    if raw != raw or abs(raw) > 1e12:
        raise WrongValue("数太大，或者不是数", "写一个实际的数。")
    if question.min is not None and raw < question.min:
        raise WrongValue(f"{raw} 小于下限 {question.min:.0f}", "核对后重写。")
    if question.max is not None and raw > question.max:
        raise WrongValue(f"{raw} 大于上限 {question.max:.0f}", "核对后重写。")
    # Plain again: what is kept is the number, however it was written.
    return int(raw) if isinstance(raw, int) else float(raw)


def _count_hint(raw: str, unit: str) -> str:
    """`写 300，“约”写进 note。` where the words hold one number."""
    try:
        count = read_count(raw, unit)
        return f"写 {Decimal(str(count.number)).normalize():f}" + (
            f"，“{count.said}”写进 note。" if count.said else "。"
        )
    except (WrongValue, ValueError, OverflowError):
        return "只写数字，说明写进 note。"


def _text(question: Question, raw: Any) -> str:  # noqa: ARG001 — one shape for all readers
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = as_written(raw) if hasattr(raw, "written") else str(raw)
    return clean_text(raw, "内容", MAX_TEXT).strip()


def _people(question: Question, raw: Any) -> tuple[Person, ...]:  # noqa: ARG001
    if not isinstance(raw, list | tuple):
        raise WrongValue("应是一列人员", "写成 - {name: 张三, certificate: 粤A001}。")
    if len(raw) > _MOST_PEOPLE:
        raise WrongValue(f"人员有 {len(raw)} 项，太多了", "列成一份清单作为附件，这里写清单的名称。")
    found: list[Person] = []
    for item in raw:
        if isinstance(item, str):
            found += read_people(clean_text(item, "人员", MAX_TEXT))
            continue
        if isinstance(item, Person):
            item = {"name": item.name, "certificate": item.certificate}
        if not isinstance(item, dict) or not {"name"} <= set(item) <= {"name", "certificate"}:
            raise WrongValue("人员写法不对", "写成 {name: 姓名, certificate: 执法证号}，或者“姓名 证号”。")
        person = Person(
            clean_text(as_written(item["name"]), "姓名", MAX_SHORT).strip(),
            clean_text(as_written(item.get("certificate") or ""), "证号", MAX_SHORT).strip(),
        )
        if not person.name:
            raise WrongValue("人员没有姓名", "写上姓名。")
        found.append(person)
    return tuple(found)


def _date(question: Question, raw: Any, zone: ZoneInfo) -> date:  # noqa: ARG001
    moment = _moment(raw, day=True)
    if not isinstance(moment, datetime):
        return moment
    # The day it is here, of a moment in another zone; the end of a day is the beginning of the next one.
    if isinstance(raw, str) and ends_a_day(raw):
        raise WrongValue(f"“{raw[:30]}”是这一天，还是第二天，看不出来", "只写日子，不写几点。")
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _datetime(question: Question, raw: Any, zone: ZoneInfo) -> datetime:  # noqa: ARG001
    moment = _moment(raw)
    if not isinstance(moment, datetime):
        raise WrongValue(f"“{raw}”没有写几点", "写成 2026-11-25 09:30。")
    if moment.tzinfo:
        return moment.astimezone(zone)
    check_on_clocks(moment.replace(tzinfo=zone))
    return moment.replace(tzinfo=zone)


def _moment(raw: Any, *, day: bool = False) -> date:
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int) and re.fullmatch(r"(?:19|20|21)[0-9]{6}", str(as_written(raw))):
        raw = str(as_written(raw))  # 20261127 without quotes
    if not isinstance(raw, str):
        raise WrongValue("应是日期", f"写成 2026-11-{'03' if day else '25 09:30'}。")
    check_short(raw)
    words = plain(raw).strip()
    check_hour(words)
    try:
        return parse_moment(words)
    except ValueError as error:
        if is_exact(words):
            raise WrongValue(f"没有“{raw[:30]}”这一天或者这个时刻", "核对年月日和时分。") from error
    return read_written(raw, day=day)
