"""A questionnaire for one act as a paper form, for a scene without a computer. Set by the engine of the papers.

The form has no date: what is printed depends on the questionnaire and the act alone, so that the same pack gives
the same bytes whenever it is printed.
"""

# pydyf is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import dropwhile, takewhile

import msgspec

from yanpan.assessment.words import cite
from yanpan.errors import ReportFailed, os_words
from yanpan.questionnaire.acts import NamedAct
from yanpan.questionnaire.citing import on_topic
from yanpan.questionnaire.in_words import InWords
from yanpan.questionnaire.model import Option, Question, QuestionType, Section
from yanpan.report import engine
from yanpan.report.fingerprint import fingerprint
from yanpan.report.finish import finish
from yanpan.report.html import fill
from yanpan.report.words import asked_words, basis_words

_SCREEN_HELP = re.compile(r"都没有就直接回车[。；，]?")
_HEIGHT = 297 / 25.4 * 72
"""Of a page, in points."""

_SHORT = 12
"""Characters up to which options stand side by side; longer ones have a line each."""

_BLANK = ""
_LINES: dict[QuestionType, tuple[str, tuple[str, ...], int]] = {
    QuestionType.NUMBER: ("", (_BLANK,), 1),
    QuestionType.DATE: ("narrow", (_BLANK, "年", _BLANK, "月", _BLANK, "日"), 1),
    QuestionType.DATETIME: (
        "narrow",
        (_BLANK, "年", _BLANK, "月", _BLANK, "日", _BLANK, "时", _BLANK, "分"),
        1,
    ),
    QuestionType.TEXT: ("full", (_BLANK,), 2),
    QuestionType.PEOPLE: ("", ("姓名", _BLANK, "执法证号", _BLANK), 3),
}
"""What there is to write on: how wide the blanks are, the words and blanks of a line, how many lines."""


@dataclass(frozen=True, slots=True)
class _Box:
    label: str
    red_line: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    number: int
    ask: str
    section: str
    when: str
    help: str
    basis: str
    many: bool
    options: tuple[_Box, ...]
    side_by_side: bool
    blank: str
    lines: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    title: str
    questions: tuple[_Asked, ...]


@dataclass(frozen=True, slots=True)
class _FormView:
    """What the template reads."""

    title: str
    act: str
    source: str
    digest: str
    groups: tuple[_Group, ...]


def render_form_html(act: NamedAct) -> str:
    """The form as HTML."""
    return fill("form.html.j2", f=_view_of(act))


def render_form(act: NamedAct) -> bytes:
    """See `yanpan.report.render_form`."""
    with engine.collector_resting():
        try:
            document = engine.lay_out(render_form_html(act), "form.css")
            pdf = engine.draw(document, [])
            finish(pdf, [], engine=fingerprint(), height=_HEIGHT)
            out = BytesIO()
            pdf.write(out, version=b"1.7", identifier=_identifier(act), compress=False)
        except OSError as error:
            raise ReportFailed(
                f"生成 PDF 时读写失败（{os_words(error)}）", remedy="看磁盘和临时目录是否已满。"
            ) from error
    return out.getvalue()


def _identifier(act: NamedAct) -> bytes:
    said = [act.form.questionnaire.digest, *(f"{name}={value}" for name, value in act.settled.items())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32].encode()


def _view_of(act: NamedAct) -> _FormView:
    header = act.form.questionnaire.header
    titles = {section.id: section.title for section in header.sections}
    numbers = {question.id: number for number, question in enumerate(act.asked, 1)}
    words = InWords(act, numbers.__getitem__)

    def is_fact(question: Question) -> bool:
        return question.section is Section.FACTS

    def asked(question: Question, *, tagged: bool) -> _Asked:
        options = tuple(_boxes(act, question))
        blank, line, count = _LINES.get(question.type, ("", (), 0))
        return _Asked(
            number=numbers[question.id],
            ask=asked_words(question.ask),
            section=titles[question.section] if tagged else "",
            when=words.when(question),
            # How to choose is no matter where the act has chosen.
            help="" if question.id in act.settled else _SCREEN_HELP.sub("", question.help).strip(),
            basis=_basis(act, question),
            many=question.type is QuestionType.CHOICES,
            options=options,
            side_by_side=all(len(box.label) <= _SHORT and not box.red_line for box in options),
            blank=blank,
            lines=((*line, question.unit) if question.unit else line,) * count,
            others=tuple(_others(question)),
        )

    groups = (
        # In the order of the screens. The facts come first there; after them the sections mix.
        _Group(titles[Section.FACTS], tuple(asked(q, tagged=False) for q in takewhile(is_fact, act.asked))),
        _Group(
            "、".join(title for section, title in titles.items() if section is not Section.FACTS),
            tuple(asked(q, tagged=True) for q in dropwhile(is_fact, act.asked)),
        ),
    )
    return _FormView(
        title=header.title,
        act="：".join(act.form.option_labels[name][value] for name, value in act.settled.items()),
        source=f"{header.id} {header.version}版",
        digest=act.form.questionnaire.digest,
        groups=tuple(group for group in groups if group.questions),
    )


def _basis(act: NamedAct, question: Question) -> str:
    # Whether a source is in force is a matter of the day of the assessment, and not of the form.
    found = cite(act.form, on_topic(act.form, question.basis, act.off_topic), date.min)
    return basis_words(msgspec.structs.replace(citation, in_force=True) for citation in found)


def _boxes(act: NamedAct, question: Question) -> Iterator[_Box]:
    """The options that this act leaves; the only one is ticked."""
    possible = act.possible.get(question.id)
    settled = question.id in act.settled
    for option in question.options:
        if possible is None or option.value in possible:
            yield _Box(option.label, _red_line(act, option), settled)


def _red_line(act: NamedAct, option: Option) -> str:
    return act.form.red_lines[option.red_line].title if option.red_line else ""


def _others(question: Question) -> Iterator[str]:
    if question.type is QuestionType.CHOICES:
        yield "都没有"
    if question.unknown:
        yield "不清楚"
