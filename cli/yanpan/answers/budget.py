"""The text budget of a case: how much people may write, so that what is accepted can be printed, signed, verified.

A paper is read by people: a unit's name is one line on its head, a note a paragraph in its appendix, the whole no
book. Setting a page takes a fixed time for each character, and whoever verifies sets it again. The limits are
checked when answers are read and while they are typed, and of a stored result when it is judged again: they may rise from
one version to the next, and never fall.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from yanpan.answers.model import UNKNOWN, Answer, Answers, Person
from yanpan.answers.wrong import WrongValue
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import MAX_TEXT, Question, QuestionType

MAX_LINE = 60
"""Names of people, certificates, owners, deadlines: one line of a table's cell or of a signature box."""

MAX_TITLE = 120
"""The name of one piece of evidence or one attachment: two lines of a list."""

MAX_PEOPLE, MAX_EVIDENCE, MAX_ATTACHMENTS = 50, 50, 100
"""Longer lists are a document of their own: it is attached and named once."""

MAX_MEASURES, MAX_STATEMENTS = 100, 50

MAX_TOTAL = 60_000
"""Everything written in one case: about sixty full pages. Fifty statements of a page each still fit."""

LINE_BREAK = 40
"""A line break takes a printed line, however short the text before it; it counts as that many characters."""

_ATTACH = "详细内容作为附件，这里写要点。"


class Over(NamedTuple):
    """A limit exceeded: the field as it is called in messages, where it stands in the document, what and what to do."""

    field: str
    path: tuple[str | int, ...]
    what: str
    remedy: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """One text that a person wrote, with what it is called, its limit, and where it stands."""

    text: str
    called: str
    limit: int
    field: str
    path: tuple[str | int, ...]
    question: str = ""

    @property
    def cost(self) -> int:
        return len(self.text) + LINE_BREAK * self.text.count("\n")


def check_length(text: str, called: str, limit: int) -> None:
    """Raises `WrongValue` for a text longer than its field holds."""
    if len(text) > limit:
        short = "写名称就够了，说明写进备注。" if limit <= MAX_TITLE else _ATTACH
        raise WrongValue(f"{called}有 {len(text)} 字，最多 {limit} 字", short)


def check_value(question: Question, value: object) -> None:
    """The same for what was just answered. Raises `WrongValue`."""
    for text in _of_value(question, value):
        check_length(text.text, text.called, text.limit)
    if isinstance(value, tuple) and question.type is QuestionType.PEOPLE:
        _check_count(len(value), "人员", MAX_PEOPLE)


def check_titles(names: tuple[str, ...], called: str, most: int) -> None:
    """Names of evidence or attachments. Raises `WrongValue`."""
    _check_count(len(names), called, most)
    for name in names:
        check_length(name, f"{called}名称", MAX_TITLE)


def _check_count(count: int, called: str, most: int) -> None:
    if count > most:
        raise WrongValue(f"{called}有 {count} 项，最多 {most} 项", "列成一份清单作为附件，这里写清单的名称。")


def over_budget(answers: Answers, form: Form) -> Iterator[Over]:
    """Every limit that these answers exceed, field by field; then the whole, naming its longest text."""
    texts = list(_texts(answers, form))
    for text in texts:
        try:
            check_length(text.text, text.called, text.limit)
        except WrongValue as wrong:
            yield Over(text.field, text.path, wrong.what, wrong.remedy, text.question)
    yield from _too_many(answers, form)
    total = sum(text.cost for text in texts)
    if total > MAX_TOTAL:
        longest = max(texts, key=lambda text: text.cost)
        what = f"全案写的文字合计 {total} 字（每换一行算 {LINE_BREAK} 字），最多 {MAX_TOTAL} 字"
        remedy = f"最长的是这里的{longest.called}（{longest.cost} 字）：{_ATTACH}"
        yield Over(longest.field, longest.path, what, remedy, longest.question)


def _too_many(answers: Answers, form: Form) -> Iterator[Over]:
    lists: list[tuple[str, tuple[str | int, ...], int, str, int, str]] = [
        ("measures", ("measures",), len(answers.measures), "措施", MAX_MEASURES, ""),
        ("statements", ("statements",), len(answers.statements), "陈述申辩", MAX_STATEMENTS, ""),
        ("attachments", ("attachments",), len(answers.attachments), "附件", MAX_ATTACHMENTS, ""),
    ]
    for name, path, answer in every_answer(answers):
        lists.append((name, path, len(answer.evidence), "证据", MAX_EVIDENCE, name))
        if form.questions[name].type is QuestionType.PEOPLE and isinstance(answer.value, tuple):
            lists.append((name, path, len(answer.value), "人员", MAX_PEOPLE, name))
    for field, path, count, called, most, question in lists:
        try:
            _check_count(count, called, most)
        except WrongValue as wrong:
            yield Over(field, path, wrong.what, wrong.remedy, question)


def every_answer(answers: Answers) -> Iterator[tuple[str, tuple[str | int, ...], Answer]]:
    """Each answer of each act: its question, where it stands in the document, what it is."""
    for name, answer in answers.answers.items():
        yield name, ("answers", name), answer
    for i, given in enumerate(answers.also):
        for name, answer in given.items():
            yield name, ("also", i, "answers", name), answer


def _of_value(question: Question, value: object, path: tuple[str | int, ...] = ()) -> Iterator[_Text]:
    path = path or ("answers", question.id)
    if question.type is QuestionType.TEXT and isinstance(value, str) and value != UNKNOWN:
        yield _Text(value, "内容", question.longest or MAX_TEXT, question.id, path, question.id)
    elif question.type is QuestionType.PEOPLE and isinstance(value, tuple):
        for person in value:
            if isinstance(person, Person):
                yield _Text(person.name, "姓名", MAX_LINE, question.id, path, question.id)
                yield _Text(person.certificate, "证号", MAX_LINE, question.id, path, question.id)


def _texts(answers: Answers, form: Form) -> Iterator[_Text]:
    for name, path, answer in every_answer(answers):
        yield from _of_value(form.questions[name], answer.value, path)
        yield _Text(answer.note, "备注", MAX_TEXT, name, path, name)
        for title in answer.evidence:
            yield _Text(title, "证据名称", MAX_TITLE, name, path, name)
    for i, measure in enumerate(answers.measures):
        field = f"measures.{measure.id}"
        yield _Text(measure.owner, "责任人", MAX_LINE, field, ("measures", i))
        yield _Text(measure.deadline, "时限", MAX_LINE, field, ("measures", i))
        yield _Text(measure.note, "备注", MAX_TEXT, field, ("measures", i))
    for i, statement in enumerate(answers.statements):
        field = f"statements[{i + 1}]"
        yield _Text(statement.who, "提出人", MAX_LINE, field, ("statements", i))
        yield _Text(statement.said, "意见", MAX_TEXT, field, ("statements", i))
        yield _Text(statement.why, "理由", MAX_TEXT, field, ("statements", i))
    for title in answers.attachments:
        yield _Text(title, "附件名称", MAX_TITLE, "attachments", ("attachments",))
    for name, words in answers.explained.items():
        yield _Text(words, "说明", MAX_TEXT, "explained", ("explained", name))
    if answers.raised:
        yield _Text(answers.raised.by, "调高的人", MAX_LINE, "raised", ("raised",))
        yield _Text(answers.raised.reason, "理由", MAX_TEXT, "raised", ("raised",))
