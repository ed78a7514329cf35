"""An amount that is typed is shown back with what it is held against: over which threshold it is, and since when."""

from __future__ import annotations

from datetime import date, datetime

import strategies as s
from yanpan.answers.model import Answer
from yanpan.interview.plain import _read_as
from yanpan.interview.question import Act
from yanpan.interview.session import Session
from yanpan.interview.write import WritePage, write_page
from yanpan.questionnaire.model import Amount, QuestionType, Section, Threshold

AT = datetime(2026, 11, 24, 9, 30, tzinfo=s.ZONE)
FACTS = Section.FACTS


def page(*, late: bool = False, **given: object) -> WritePage:
    """The page of an amount; whom it is for is asked before it, or only `late`, once it is large."""
    party = s.choice("party", "unit", "citizen", section=FACTS, when="fine > 50" if late else None)
    fine = s.question("fine", QuestionType.NUMBER, section=FACTS, unit="元", worse="more")
    rows = [
        Amount(whom=whom, more_than=most, since=date(2026, 1, 1), basis=("P:1",), when=f'party == "{value}"')
        for whom, most, value in (("对公民", 200, "citizen"), ("对单位", 3000, "unit"))
    ]
    limit = Threshold(id="limit", title="限额", amount="fine", basis=("P:1",), amounts=tuple(rows))
    form = s.form_of(questions=(party, fine), thresholds=(limit,))
    session = Session(form, given={name: Answer(value=value) for name, value in given.items()})  # type: ignore[arg-type]
    return write_page(session, form.questions["fine"], "1号", lambda: AT)


def test_what_it_is_held_against() -> None:
    shown = page(party="citizen")
    shown.field.insert("300")
    assert shown.echo() == "= 300 元；限额：这次 300 元，超过了：对公民至多 200 元（2026年1月1日起施行）"
    shown = page(party="unit")
    shown.field.insert("三千元")
    assert shown.echo().endswith("；限额：这次 3000 元，没有超过：对单位至多 3000 元（2026年1月1日起施行）")


def test_while_it_is_open_for_whom_each_is_told() -> None:
    shown = page(late=True)
    shown.field.insert("300")
    assert shown.echo() == (
        "= 300 元；限额：这次 300 元，没有超过：对单位至多 3000 元（2026年1月1日起施行）"
        "；限额：这次 300 元，超过了：对公民至多 200 元（2026年1月1日起施行）"
    )
    shown.field.clear()
    shown.field.insert("50")
    assert shown.echo() == "= 50 元；限额：这次 50 元；本地标准没有收录，由执法人员对照本单位适用的标准"


def test_one_line_after_another_hears_it_too() -> None:
    said = _read_as(Act("answer", 201, "约"), page(party="citizen"))
    assert said == "= 201 元；限额：这次 201 元，超过了：对公民至多 200 元（2026年1月1日起施行），备注“约”"


def test_not_known_is_held_against_nothing() -> None:
    shown = page(party="citizen")
    shown.field.insert("不清楚")
    assert shown.echo() == "= 不清楚"
