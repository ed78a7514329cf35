"""Whole small questionnaires that keep the laws of order and monotone conditions, and answers to any form.

Generated questionnaires are what a careful author could have written: options run from best to worst, a worse
option raises all that a better one does, and every rule holds for “so bad or worse” only.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import product
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from yanpan.answers import UNKNOWN, Answer, Answers, Person, PlannedMeasure
from yanpan.assessment import Assessment, assess
from yanpan.data import data_folder
from yanpan.questionnaire import Form, Grade, Question, Questionnaire, QuestionType, Section, compile_form
from yanpan.questionnaire import load_questionnaire as load
from yanpan.questionnaire.model import (
    JUDGED_SECTIONS,
    Due,
    DueKind,
    Duty,
    Escalator,
    GradeTitle,
    Hazard,
    Header,
    Meanings,
    Measure,
    Option,
    Raise,
    RedLine,
    Role,
    SectionTitle,
    Signoff,
    SignoffRule,
    Source,
    Treatment,
    Validity,
)

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 3, 10, tzinfo=ZONE)

CHOICE, CHOICES, NUMBER = QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.NUMBER
DATES = (QuestionType.DATE, QuestionType.DATETIME)
UNWEIGHED = (QuestionType.TEXT, QuestionType.PEOPLE)
LOW, MEDIUM, HIGH, STOP = Grade.LOW, Grade.MEDIUM, Grade.HIGH, Grade.PROHIBITED

MATRIX = (
    (MEDIUM, MEDIUM, HIGH, HIGH, HIGH),
    (LOW, MEDIUM, MEDIUM, HIGH, HIGH),
    (LOW, MEDIUM, MEDIUM, MEDIUM, HIGH),
    (LOW, LOW, MEDIUM, MEDIUM, MEDIUM),
    (LOW, LOW, LOW, LOW, MEDIUM),
)
MILD_MATRIX = ((LOW, LOW, LOW, MEDIUM, HIGH), *((LOW,) * 5,) * 4)
BASIS = ("P:1",)
MEANT = {"start": "planned_start", "unit": "unit_name", "officers": "officers", "kind": "kind"}
"""What questions mean that are called so."""

Case = tuple[Form, Answers]
By = Literal["before_action", "on_scene", "after_action"]


def header(**changes: object) -> Header:
    """The general part of a small questionnaire."""
    settings: dict[str, object] = {
        "id": "small",
        "version": "1",
        "title": "小问卷",
        "policy": "P",
        "timezone": "Asia/Shanghai",
        "parts": ("part.yaml",),
        "sections": tuple(SectionTitle(id=s, title=s.value, basis=("P:2",)) for s in Section),
        "grades": tuple(GradeTitle(id=g, title=g.value, conclusion=f"结论 {g.value}") for g in Grade),
        "section_thresholds": {"medium": 10, "high": 40},
        "section_basis": ("P:2",),
        "matrix": MATRIX,
        "likelihood": tuple("一二三四五"),
        "consequence": tuple("甲乙丙丁戊"),
        "validity": Validity(
            days={LOW: 30, MEDIUM: 15, HIGH: 7, STOP: 3}, void_when=("情况改变",), basis=("P:1",)
        ),
    }
    return Header(**(settings | changes))  # type: ignore[arg-type]


SOURCES = (
    Source(
        id="P",
        title="指导意见",
        number="1号",
        in_force_from=date(2020, 1, 1),
        provisions={"1": "甲", "2": "乙"},
    ),
    Source(id="L", title="某某法", in_force_from=date(2000, 1, 1), provisions={"43": "不得夜间实施。"}),
)


def questionnaire(**parts: object) -> Questionnaire:
    """A questionnaire of the given parts; what is not given is empty."""
    empty: dict[str, object] = {
        "header": header(),
        "digest": "0" * 64,
        "questions": (),
        "hazards": (),
        "red_lines": (),
        "escalators": (),
        "measures": (),
        "duties": (),
        "signoff": Signoff(),
        "sources": SOURCES,
        "demands": (),
    }
    made = Questionnaire(**(empty | parts))  # type: ignore[arg-type]
    asked = {question.id for question in made.questions}
    meant = {name: called for name, called in MEANT.items() if called in asked}
    return msgspec_replace(made, header=msgspec_replace(made.header, meanings=Meanings(**meant)))


def form_of(**parts: object) -> Form:
    return compile_form(questionnaire(**parts))


def choice(name: str, *options: Option | str, **more: object) -> Question:
    """A choice question; plain words are options without effect."""
    made = tuple(o if isinstance(o, Option) else Option(value=o, label=o) for o in options)
    settings: dict[str, object] = {"section": Section.LEGALITY, "type": CHOICE, "basis": BASIS} | more
    return Question(id=name, ask=f"{name}？", options=made, **settings)  # type: ignore[arg-type]


def question(name: str, kind: QuestionType, **more: object) -> Question:
    settings: dict[str, object] = {"section": Section.LEGALITY, "basis": BASIS} | more
    return Question(id=name, ask=f"{name}？", type=kind, **settings)  # type: ignore[arg-type]


def hazard(
    name: str, likelihood: int, consequence: int, section: Section = Section.LEGALITY, **more: object
) -> Hazard:
    settings: dict[str, object] = {"basis": ("L:43",)} | more
    return Hazard(
        id=name, section=section, title=name, why=f"{name}。", likelihood=likelihood, consequence=consequence,
        **settings,  # type: ignore[arg-type]
    )  # fmt: skip


def measure(name: str, *treats: Treatment, by: By = "before_action") -> Measure:
    return Measure(id=name, title=name, how=f"做{name}", who="执法人员", by=by, treats=treats, basis=BASIS)


def red_line(name: str, **more: object) -> RedLine:
    settings: dict[str, object] = {"curable": True, "cure": f"改正{name}", "basis": ("L:43",)} | more
    return RedLine(id=name, section=Section.LEGALITY, title=name, words=f"{name}，停。", **settings)  # type: ignore[arg-type]


def given(**values: object) -> Answers:
    """Answers of plain values."""
    return Answers(answers={name: Answer(value=value) for name, value in values.items()})  # type: ignore[arg-type]


def planned(*names: str, owner: str = "张三", deadline: str = "实施前") -> tuple[PlannedMeasure, ...]:
    return tuple(PlannedMeasure(id=name, owner=owner, deadline=deadline) for name in names)


OWNERS = ("张三", "张三", "张三", "", "法制机构")
DEADLINES = ("实施前", "实施前", "实施前", "", "2026-03-02")
"""The first of each does for a measure of `measure` at `AT`, the others do not."""


def counting(answers: Answers) -> tuple[PlannedMeasure, ...]:
    """Those of the planned measures that `answers_for` means to count."""
    return tuple(m for m in answers.measures if (m.owner, m.deadline) == (OWNERS[0], DEADLINES[0]))


def with_answers(answers: Answers, values: dict[str, Answer]) -> Answers:
    return Answers(
        answers=values,
        case_number=answers.case_number,
        measures=answers.measures,
        statements=answers.statements,
        attachments=answers.attachments,
        raised=answers.raised,
    )


def with_measures(answers: Answers, measures: tuple[PlannedMeasure, ...]) -> Answers:
    return Answers(answers=answers.answers, case_number=answers.case_number, measures=measures)


# ── Questionnaires ──


@dataclass
class _Draft:
    """What is drawn so far, for conditions to refer to."""

    draw: Callable[[st.SearchStrategy[object]], object]
    questions: list[Question]
    dates: bool

    def pick(self, *items: object) -> object:
        return self.draw(st.sampled_from(items))

    def number(self, low: int, high: int) -> int:
        found = self.draw(st.integers(low, high))
        assert isinstance(found, int)
        return found

    def some(self, items: Iterable[str], most: int = 3) -> list[str]:
        items = list(items)
        if not items:
            return []
        found = self.draw(st.lists(st.sampled_from(items), max_size=most, unique=True))
        assert isinstance(found, list)
        return found

    def condition(self) -> str | None:
        """A condition over the questions so far: none, one test, or two joined; always “so bad or worse”."""
        testable = [
            q for q in self.questions if q.type not in UNWEIGHED and (self.dates or q.type not in DATES)
        ]
        if not testable or self.number(0, 2) == 0:
            return None
        tests = [self._test(testable) for _ in range(self.number(1, 2))]
        return f" {self.pick('and', 'or')} ".join(tests)

    def _test(self, testable: list[Question]) -> str:
        q = self.pick(*testable)
        assert isinstance(q, Question)
        values = [option.value for option in q.options]
        if q.type is CHOICE and q.nominal:
            return f'{q.id} {self.pick("==", "!=")} "{self.pick(*values)}"'
        if q.type is CHOICE:
            bad = values[self.number(1, len(values) - 1) :]
            quoted = ", ".join(f'"{value}"' for value in bad)
            forms = [f"{q.id} in [{quoted}]"]
            if len(bad) == 1:
                forms.append(f'{q.id} == "{bad[0]}"')
            if len(bad) == len(values) - 1:
                forms.append(f'{q.id} != "{values[0]}"')
            return str(self.pick(*forms))
        if q.type is CHOICES:
            return str(
                self.pick(f'"{self.pick(*values)}" in {q.id}', f"count({q.id}) >= {self.number(1, 2)}")
            )
        if q.type is NUMBER:
            return f"{q.id} {'>=' if q.worse == 'more' else '<='} {self.number(1, 99)}"
        others = [p.id for p in testable if p.type in DATES and p is not q]
        forms = [f"holiday({q.id})"]
        if q.type is QuestionType.DATETIME:
            forms.append(f"night({q.id})")
        if others:
            forms.append(f"days_between({q.id}, {self.pick(*others)}) < {self.number(1, 30)}")
        return str(self.pick(*forms))


@st.composite
def questionnaires(
    draw: Callable[..., object],
    *,
    dates: bool = True,
    red_lines: bool = True,
    nominal: bool = True,
    most_questions: int = 4,
) -> Questionnaire:
    """A whole small questionnaire; see the head of this file for what it keeps."""
    draft = _Draft(draw, [], dates)
    hazards = [
        hazard(f"h{i}", draft.number(1, 5), draft.number(1, 5), draft.pick(*JUDGED_SECTIONS))  # type: ignore[arg-type]
        for i in range(draft.number(1, 4))
    ]
    names = [h.id for h in hazards]
    lines = [red_line(f"r{i}", curable=bool(draft.number(0, 1))) for i in range(draft.number(0, 2))]
    lines = lines if red_lines else []
    if nominal and draft.number(0, 1):
        values = ["a", "b", "c"][: draft.number(2, 3)]
        options = [
            Option(value=v, label=f"是{v}", raises=tuple(draft.some(names, 1)))  # type: ignore[arg-type]
            for v in values
        ]
        draft.questions.append(
            choice("kind", *options, nominal=True, unknown=False, section=Section.FACTS, basis=())
        )
    for i in range(draft.number(1, most_questions)):
        draft.questions.append(_question(draft, f"q{i}", hazards, lines))
    hazards = [msgspec_replace(h, when=draft.condition()) if draft.number(0, 3) == 0 else h for h in hazards]
    lines = [msgspec_replace(r, when=draft.condition()) if draft.number(0, 3) == 0 else r for r in lines]
    return questionnaire(
        header=header(
            matrix=draft.pick(MATRIX, MATRIX, MILD_MATRIX),
            section_thresholds=draft.pick({"medium": 10, "high": 40}, {"medium": 5, "high": 25}),
        ),
        questions=tuple(draft.questions),
        hazards=tuple(hazards),
        red_lines=tuple(lines),
        escalators=tuple(_escalator(draft, f"e{i}", names) for i in range(draft.number(0, 2))),
        measures=tuple(_measure(draft, f"m{i}", names) for i in range(draft.number(0, 5))),
        duties=tuple(_duty(draft, f"d{i}", names, [r.id for r in lines]) for i in range(draft.number(0, 3))),
        signoff=Signoff(
            roles=(Role(id="officer", title="承办人"), Role(id="head", title="负责人")),
            rules=(
                SignoffRule(roles=("officer",), basis=BASIS),
                SignoffRule(roles=("head",), basis=("P:2",), from_grade=MEDIUM),
                SignoffRule(roles=("head",), basis=("L:43",), when=draft.condition()),
            ),
        ),
    )


def msgspec_replace(item: object, **changes: object) -> object:
    import msgspec

    return msgspec.structs.replace(item, **changes)  # type: ignore[type-var]


def _question(draft: _Draft, name: str, hazards: list[Hazard], lines: list[RedLine]) -> Question:
    kinds = [CHOICE, CHOICE, CHOICES, NUMBER, QuestionType.TEXT]
    kind = draft.pick(*kinds, *(DATES if draft.dates else ()))
    more: dict[str, object] = {
        "when": draft.condition(),
        "unknown": draft.number(0, 4) > 0,
        "required": draft.number(0, 4) > 0,
        "section": draft.pick(*JUDGED_SECTIONS),
    }
    assert isinstance(kind, QuestionType)
    if kind is CHOICE:
        return choice(name, *_ordered_options(draft, hazards, lines), **more)
    if kind is CHOICES:
        options = tuple(
            Option(
                value=v,
                label=f"有{v}",
                raises=tuple(draft.some([h.id for h in hazards], 2)),
                red_line=str(draft.pick(*lines).id) if lines and draft.number(0, 5) == 0 else None,  # type: ignore[attr-defined]
            )
            for v in ["x", "y", "z"][: draft.number(1, 3)]
        )
        return question(name, kind, options=options, **more)
    if kind is NUMBER:
        return question(name, kind, worse=draft.pick("more", "less"), min=0, max=100, **more)
    return question(name, kind, **more)


def _ordered_options(draft: _Draft, hazards: list[Hazard], lines: list[RedLine]) -> list[Option]:
    """From best to worst: each raises all that the one before does, at no lower level; after a red line only red lines."""
    base = {h.id: (h.likelihood, h.consequence) for h in hazards}
    levels: dict[str, tuple[int, int]] = {}
    options, stopped = [], False
    for value in ["good", "fair", "poor", "bad"][: draft.number(2, 4)]:
        for name in draft.some(base, 2) if options else []:
            have = levels.get(name, (1, 1))
            own = (draft.number(1, 5), draft.number(1, 5)) if draft.number(0, 1) else base[name]
            levels[name] = (max(have[0], own[0]), max(have[1], own[1]))
        stopped = bool(lines) and bool(options) and (stopped or draft.number(0, 5) == 0)
        raises: tuple[Raise | str, ...] = tuple(
            name if pair == base[name] else Raise(hazard=name, likelihood=pair[0], consequence=pair[1])
            for name, pair in levels.items()
        )
        line = draft.pick(*lines).id if stopped else None  # type: ignore[attr-defined]
        options.append(Option(value=value, label=f"选{value}", raises=raises, red_line=line))
    return options


def _escalator(draft: _Draft, name: str, hazards: list[str]) -> Escalator:
    condition = draft.condition()
    at_least = draft.pick(MEDIUM, HIGH)
    if condition is not None and draft.number(0, 1):
        return Escalator(id=name, title=name, at_least=at_least, basis=BASIS, when=condition)  # type: ignore[arg-type]
    of = tuple(draft.some(hazards) or hazards[:1])
    return Escalator(
        id=name, title=name, at_least=at_least, basis=BASIS, any=draft.number(1, len(of)), of=of,  # type: ignore[arg-type]
        from_cell=draft.pick(LOW, MEDIUM),  # type: ignore[arg-type]
    )  # fmt: skip


def _measure(draft: _Draft, name: str, hazards: list[str]) -> Measure:
    treats = [
        Treatment(hazard=h, likelihood=-draft.number(0, 3), consequence=-draft.number(0, 3))
        for h in draft.some(hazards) or hazards[:1]
    ]
    return measure(name, *treats)


def _duty(draft: _Draft, name: str, hazards: list[str], lines: list[str]) -> Duty:
    kind = draft.pick(*DueKind)
    assert isinstance(kind, DueKind)
    return Duty(
        id=name,
        title=name,
        what=f"做{name}",
        who="本单位",
        due=Due(kind=kind, n=draft.number(1, 10) if kind.value.startswith("within_") else None),
        basis=BASIS,
        when=draft.condition(),
        from_grade=draft.pick(None, MEDIUM, HIGH),  # type: ignore[arg-type]
        always_from=draft.pick(None, HIGH),  # type: ignore[arg-type]
        hazards=tuple(draft.some(hazards, 2)),
        red_lines=tuple(draft.some(lines, 1)),
    )


# ── Answers ──

_MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31, 23, 59)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=ZONE)
)
_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
_NAMES = st.text(st.characters(categories=["Lo", "Lu"]), min_size=1, max_size=4)


def values_of(q: Question) -> st.SearchStrategy[object]:
    """Checked values that answer one question, 不清楚 left out."""
    if q.type is CHOICE:
        return st.sampled_from([option.value for option in q.options])
    if q.type is CHOICES:
        values = [option.value for option in q.options]
        return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(v for v in values if v in chosen))
    if q.type is NUMBER:
        return st.integers(int(q.min or 0), int(q.max or 100_000)) | st.just(int(q.min or 0) + 0.5)
    if q.type is QuestionType.DATE:
        return _MOMENTS.map(datetime.date)
    if q.type is QuestionType.DATETIME:
        return _MOMENTS
    if q.type is QuestionType.PEOPLE:
        return st.lists(st.builds(Person, _NAMES, _NAMES), min_size=1, max_size=2).map(tuple)
    return _WORDS.filter(lambda text: text not in ("", UNKNOWN, "不清楚"))


@st.composite
def answers_for(draw: Callable[..., object], form: Form, *, facts_open: bool = True) -> Answers:
    """Answers to a form: known, 不清楚, left out; to questions that are asked and that are not. Measures too.

    Without `facts_open` every case fact that has no good or bad (nominal) is answered. No act is said: see `by_act`.
    """
    answers: dict[str, Answer] = {}
    for q in by_hand(form):
        ways: list[st.SearchStrategy[object]] = [values_of(q), values_of(q)]
        if facts_open or not q.nominal:
            ways.append(st.none())
        if q.unknown:
            ways.append(st.just(UNKNOWN))
        value = draw(st.one_of(ways))
        if value is not None:
            answers[q.id] = Answer(value=value)  # type: ignore[arg-type]
    plans = [
        PlannedMeasure(
            id=name, owner=draw(st.sampled_from(OWNERS)), deadline=draw(st.sampled_from(DEADLINES))
        )
        for name in form.measures
        if draw(st.integers(0, 3))
    ]
    return Answers(answers=answers, case_number="粤穗执〔2026〕12号", measures=tuple(plans))


@st.composite
def small_cases(draw: Callable[..., object], *, facts_open: bool = True, **wanted: bool | int) -> Case:
    """A generated form and answers to it."""
    form = compile_form(draw(questionnaires(**wanted)))  # type: ignore[arg-type]
    return form, draw(answers_for(form, facts_open=facts_open))  # type: ignore[return-value]


# ── The shipped questionnaire ──


@lru_cache(maxsize=1)
def gd563() -> Form:
    """The shipped questionnaire, read once."""
    return compile_form(load(data_folder("questionnaires") / "gd-563"))


TEMPERS = ("mild", "mixed", "sparse", "blank")


def random_answers(form: Form, seed: int, *, facts_open: bool = False, temper: str = "") -> Answers:
    """Answers to a large form from a seed, the same in every process.

    A `mild` case is mostly good, a `mixed` one anything, a `sparse` one mostly unanswered, in a `blank` one
    nothing but facts is answered. No act is said: see `by_act`.
    """
    chance = random.Random(seed)  # noqa: S311 — a fixed sample, not a secret
    temper = temper or chance.choice(TEMPERS)
    left_out = {"mild": 0.02, "mixed": 0.2, "sparse": 0.8, "blank": 1.0}[temper]
    answers: dict[str, Answer] = {}
    for q in by_hand(form):
        must = q.nominal and not facts_open
        if not must and chance.random() < left_out:
            continue
        if q.unknown and chance.random() < (0.03 if temper == "mild" else 0.2):
            answers[q.id] = Answer(value=UNKNOWN)
            continue
        answers[q.id] = Answer(value=_random_value(q, chance, good=temper == "mild"))  # type: ignore[arg-type]
    names = list(form.measures)
    chosen = chance.sample(names, chance.randint(0, len(names) // 2)) if chance.random() < 0.5 else []
    return Answers(answers=answers, case_number="粤穗执〔2026〕12号", measures=planned(*chosen))


def _random_value(q: Question, chance: random.Random, *, good: bool) -> object:
    good = good and chance.random() < 0.9
    values = [option.value for option in q.options]
    if q.type is CHOICE:
        return values[0] if good and not q.nominal else chance.choice(values)
    if q.type is CHOICES:
        return () if good else tuple(v for v in values if chance.random() < 0.4)
    if q.type is NUMBER:
        return chance.choice([0, 1, 5, 29, 30, 31, 99, 100, 101, 1000])
    if q.type in DATES:
        moment = AT + timedelta(days=chance.randint(0, 300), hours=chance.randint(0, 23))
        return moment if q.type is QuestionType.DATETIME else moment.date()
    return (Person("张三", "粤A1"), Person("李四")) if q.type is QuestionType.PEOPLE else "某单位"


def gd563_cases(*, facts_open: bool = False) -> st.SearchStrategy[Case]:
    """The shipped questionnaire with answers from a seed."""
    return st.integers(0, 2**32).map(
        lambda seed: (gd563(), random_answers(gd563(), seed, facts_open=facts_open))
    )


def by_hand(form: Form) -> list[Question]:
    """All questions but the one for the act, which answers others."""
    return [q for q in form.questions.values() if not q.acts]


def by_act(form: Form, answers: Answers, act: str) -> Answers:
    """The same answers of someone who said the act, and was not asked what it answers."""
    sets = form.acts[act].sets
    said = {name: answer for name, answer in answers.answers.items() if name not in sets}
    return with_answers(answers, {**said, form.act_question: Answer(value=act)})


# ── What tests compare ──


def judged(case: Case, at: datetime = AT) -> Assessment:
    return assess(case[0], case[1], at)


def worst_first(q: Question) -> list[object]:
    """Values of an ordered question worth telling apart, from best to worst."""
    if q.type is NUMBER:
        numbers: list[object] = [0, 1, 2, *range(5, 100, 5), 99, 100]
        return numbers if q.worse == "more" else numbers[::-1]
    return [option.value for option in q.options]


def every_value(q: Question) -> list[object]:
    """Enough values of a question to reach everything that conditions can tell apart."""
    values = [option.value for option in q.options]
    if q.type is CHOICES:
        return [
            tuple(v for v, ticked in zip(values, ticks, strict=True) if ticked)
            for ticks in product([False, True], repeat=len(values))
        ]
    if q.type is NUMBER:
        return [0, 50, 100]
    if q.type in DATES:
        moments = [datetime(2026, 3, 3, 12, tzinfo=ZONE), datetime(2026, 10, 1, 23, tzinfo=ZONE)]
        return [m if q.type is QuestionType.DATETIME else m.date() for m in moments]
    return list(values)


def not_known(form: Form, answers: Answers) -> list[Question]:
    """Questions that can weigh and have no known answer, asked or not."""
    return [
        q
        for q in form.order
        if q.type not in UNWEIGHED
        and not q.acts
        and (q.id not in answers.answers or answers.answers[q.id].value == UNKNOWN)
    ]


def grade_without_red_lines(a: Assessment) -> Grade:
    """The residual grade that all rules but red lines give."""
    grades = [rule.grade for rule in a.residual_rules if rule.kind != "red_line"]
    return max(grades, key=lambda grade: grade.rank, default=LOW)
