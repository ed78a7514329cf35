"""The questionnaire as frozen values: what the YAML of a pack says, checked and nothing more. Texts are zh-Hans."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

import msgspec

from yanpan.questionnaire.effects import Effect


class Section(StrEnum):
    """The three judgements of 563号 4.2, and the case facts that carry no score."""

    FACTS = "facts"
    LEGALITY = "legality"
    STABILITY = "stability"
    CONTROLLABILITY = "controllability"


JUDGED_SECTIONS = (Section.LEGALITY, Section.STABILITY, Section.CONTROLLABILITY)


class Grade(StrEnum):
    """Risk grades, low to high. Compare with `rank`."""

    rank: int
    """0 for low to 3 for prohibited."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    PROHIBITED = "prohibited"

    def __init__(self, _value: str) -> None:
        self.rank = len(type(self).__members__)


class QuestionType(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    TEXT = "text"
    PEOPLE = "people"


MAX_TEXT = 2000
"""Characters of one text that a person writes; what is longer is an attachment."""

Posts = Literal["执法人员", "承办机构负责人", "法制审核机构", "分管负责人", "主要负责人", "本单位"]


class Rank(StrEnum):
    """How grave a red line is, the gravest first; `place` counts from 0."""

    place: int

    POWER = "power"
    """No power, no basis, a void entrustment."""
    FORBIDDEN = "forbidden"
    """What is forbidden as such: improper purpose, quota, discrimination, means that are never lawful."""
    SUBSTANCE = "substance"
    """Facts, proportion, rights taken away without ground."""
    PROCEDURE = "procedure"
    """Hearing, notice, review, decision, announcement, remedy period."""
    PAPERS = "papers"
    """Certificates, people, hours, recording."""

    def __init__(self, _value: str) -> None:
        self.place = len(type(self).__members__)


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything read from a pack: immutable, unknown keys refused."""


class Raise(_Entry, frozen=True):
    """An option raises `hazard`, with its own levels where given (1–5)."""

    hazard: str
    likelihood: int | None = None
    consequence: int | None = None


class Option(_Entry, frozen=True):
    """One answer that can be picked. Listed from best to worst unless the question is nominal.

    With a `precondition` it says 还没到这一步: the case is judged as if the step were taken, and it must be, first.
    `formerly`, here and below: what it was called in earlier versions, still read in answers (see `former`).
    """

    value: str
    label: str
    raises: tuple[Raise | str, ...] = ()
    red_line: str | None = None
    precondition: str | None = None
    formerly: tuple[str, ...] = ()


class ActOption(Option, frozen=True):
    """An act as an option: `words` are what else it is called."""

    words: tuple[str, ...] = ()


class Question(_Entry, frozen=True):
    """One question. `settles` names the policy demands that its answer settles.

    `min` and `max` bound a number, `longest` the characters of a text (`MAX_TEXT` where it is not given).
    `past`: it asks for a day gone by; who is asked for it may leave out the month or the year.
    `acts`: it asks for the act, and its options are the acts of the pack (`ListedAct`); at most one does.
    """

    id: str
    section: Section
    ask: str
    type: QuestionType
    help: str = ""
    when: str | None = None
    basis: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    unknown: bool = True
    required: bool = True
    nominal: bool = False
    remember: bool = False
    worse: Literal["more", "less"] | None = None
    unit: str = ""
    min: float | None = None
    max: float | None = None
    longest: int | None = None
    past: bool = False
    acts: bool = False
    options: tuple[Option, ...] = ()
    formerly: tuple[str, ...] = ()


class ListedAct(_Entry, frozen=True):
    """具体行为: what officers do, in their words. `sets` gives the answers to questions that say what the law calls it.

    Those questions are not asked then. `group` is the heading under which it is listed, `words` are what else people
    call it. One that nobody may ever do has a `red_line` of its own.
    """

    id: str = msgspec.field(name="value")
    label: str
    group: str = ""
    words: tuple[str, ...] = ()
    sets: dict[str, str | tuple[str, ...]] = {}
    help: str = ""
    red_line: str | None = None
    formerly: tuple[str, ...] = ()


class Hazard(_Entry, frozen=True):
    """风险点 (ISO 31000 risk source). `likelihood` and `consequence` run from 1 to 5."""

    id: str
    section: Section
    title: str
    why: str
    likelihood: int
    consequence: int
    basis: tuple[str, ...]
    when: str | None = None


class CureWhen(_Entry, frozen=True):
    """What lifts a red line in the cases for which `when` holds."""

    when: str
    cure: str


class RedLine(_Entry, frozen=True):
    """红线: a named stop. `cure` says what lifts it when `curable`; the first of `cures` that holds takes its place.

    Of several that are hit the one of the gravest `rank` decides, within a rank the one with the smallest `precedence`.
    `no_power`: this body must not do the matter itself, whatever else is put right; no cure of the effect `redo` is
    told then.
    """

    id: str
    section: Section
    title: str
    words: str
    curable: bool
    basis: tuple[str, ...]
    cure: str = ""
    cures: tuple[CureWhen, ...] = ()
    cure_effect: Effect = Effect.CURE
    rank: Rank | None = None
    precedence: int = 50
    no_power: bool = False
    when: str | None = None


class Contradiction(_Entry, frozen=True):
    """Answers that cannot both be right. It holds only of what is known; `words` say what does not agree.

    `questions` are the ones to look at again, in the order in which they are asked. Nobody signs before one of them is
    put right, or somebody has written how both can be so (law 9).
    """

    id: str
    words: str
    when: str
    questions: tuple[str, ...]
    basis: tuple[str, ...]
    formerly: tuple[str, ...] = ()


class Precondition(_Entry, frozen=True):
    """前置条件: a step that has to be taken first. `before` says before what, `proof` what proves it.

    `lead_days`, `lead_workdays`: days, or working days, that the law wants between the step and the act at least.
    """

    id: str
    title: str
    what: str
    who: Posts
    before: str
    proof: str
    basis: tuple[str, ...]
    lead_days: int = 0
    lead_workdays: int = 0


class Period(_Entry, frozen=True):
    """期间: a period of the law that runs from the day which the question `start` (`from` in the YAML) asks for.

    Its length has one unit: `days`, `workdays`, `months` or `years`. `rolls`: where its last day is a day off it ends on
    the next working day. Where `when` does not hold there is no such period in the case. See `periods.last_day`.
    """

    id: str
    title: str
    start: str = msgspec.field(name="from")
    basis: tuple[str, ...]
    days: int = 0
    workdays: int = 0
    months: int = 0
    years: int = 0
    rolls: bool = False
    when: str | None = None


class Amount(_Entry, frozen=True):
    """One amount of a threshold: for `whom` it holds (`when` says the same of the answers), and in force from when.

    Over it is `more_than` so much, or `at_least` so much: one of the two. `otherwise`: it holds where no other one does,
    since no local one is listed. `local`: a unit added it.
    """

    whom: str
    basis: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    more_than: float | None = None
    at_least: float | None = None
    when: str | None = None
    otherwise: bool = False
    local: bool = False


class Threshold(_Entry, frozen=True):
    """数额标准: amounts of the law that the answer to the question `amount` is held against. See `thresholds`.

    Where `when` does not hold there is no such threshold in the case. `open`: each place and office has amounts of its
    own, which a unit may add even where none is known here.
    """

    id: str
    title: str
    amount: str
    basis: tuple[str, ...]
    amounts: tuple[Amount, ...] = ()
    open: bool = False
    when: str | None = None


class Escalator(_Entry, frozen=True):
    """Raises the grade to `at_least` by facts (`when`) or when `any` of the hazards `of` stand.

    A hazard counts while its matrix cell is at least `from_cell` (`from` in the YAML).
    """

    id: str
    title: str
    at_least: Grade
    basis: tuple[str, ...]
    when: str | None = None
    any: int | None = None
    of: tuple[str, ...] = ()
    from_cell: Grade = msgspec.field(default=Grade.MEDIUM, name="from")


class Treatment(_Entry, frozen=True):
    """How far a measure lowers one hazard, in steps (zero or negative)."""

    hazard: str
    likelihood: int = 0
    consequence: int = 0


class Measure(_Entry, frozen=True):
    """防范化解措施. Counts in the residual grade only with a named person and a deadline in time for `by`.

    Where `when` does not hold it does not fit the act: it is neither offered nor counted. Of the effect `redo` it does
    not fit a body without the power.
    """

    id: str
    title: str
    how: str
    who: Posts
    by: Literal["before_action", "on_scene", "after_action"]
    treats: tuple[Treatment, ...]
    basis: tuple[str, ...]
    effect: Effect | None = None
    when: str | None = None
    formerly: tuple[str, ...] = ()


class DueKind(StrEnum):
    AT_ONCE = "at_once"
    WITHIN_HOURS = "within_hours"
    WITHIN_DAYS = "within_days"
    WITHIN_WORKING_DAYS = "within_working_days"
    BEFORE_ACTION = "before_action"
    ON_SCENE = "on_scene"
    AFTER_ACTION = "after_action"
    STANDING = "standing"


class Due(_Entry, frozen=True):
    """When a duty falls due. With `start` (`from`) the clock starts at that later event."""

    kind: DueKind
    n: int | None = None
    start: str = msgspec.field(default="", name="from")


class Duty(_Entry, frozen=True):
    """法定职责: applies when `when`, `from_grade`, `to_grade` and (`hazards` or `red_lines`) hold, as far as given.

    At `always_from` and above the hazards and red lines no longer matter: the grade alone brings it up. `done_when`: the
    answers show it done. `{things}` in `what` stands for the hazards and red lines that it is about.
    """

    id: str
    title: str
    what: str
    who: Posts
    due: Due
    basis: tuple[str, ...]
    to: str = ""
    when: str | None = None
    done_when: str | None = None
    effect: Effect | None = None
    from_grade: Grade | None = None
    to_grade: Grade | None = None
    always_from: Grade | None = None
    hazards: tuple[str, ...] = ()
    red_lines: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()


class Right(StrEnum):
    """What 563号 4.2 looks at: where an act may harm none of them, no full assessment is due."""

    words: str
    """What it is called."""

    LIBERTY = "liberty", "人身自由"
    LIFE = "life", "生命健康"
    PROPERTY = "property", "重大财产权益"

    def __new__(cls, value: str, words: str) -> Right:
        made = str.__new__(cls, value)
        made._value_, made.words = value, words
        return made


class Untouched(_Entry, frozen=True):
    """That an act does not touch `right`, by the facts which `when` looks at; `words` say so, `change` what would undo it."""

    right: Right
    when: str
    words: str
    change: str
    basis: tuple[str, ...] = ()


class Sheet(_Entry, frozen=True):
    """Questions `of` asked on one screen: what can be wrong with any of them is ticked, of all others the first option holds.

    `about`: what each of them is about, which stands before its options: alone, “没有” says nothing.
    """

    id: str
    ask: str
    of: tuple[str, ...]
    about: tuple[str, ...]
    help: str = ""


class Note(_Entry, frozen=True):
    """The threshold test (563号 4.1, 4.2): of these `acts` a note says `why` no full assessment is due.

    Only where all of `untouched` hold and no answer raises anything or is not known. See `notes`.
    """

    id: str
    acts: tuple[str, ...]
    why: str
    untouched: tuple[Untouched, ...]
    basis: tuple[str, ...]
    sheets: tuple[Sheet, ...] = ()


class Role(_Entry, frozen=True):
    """A rank that signs. `may_lower`: this rank may lower the grade with a reason (law 9)."""

    id: str
    title: str
    may_lower: bool = False


class SignoffRule(_Entry, frozen=True):
    """Roles that must sign when the rule holds; roles of all rules that hold add up."""

    roles: tuple[str, ...]
    basis: tuple[str, ...]
    from_grade: Grade | None = None
    when: str | None = None


class Signoff(_Entry, frozen=True):
    roles: tuple[Role, ...] = ()
    rules: tuple[SignoffRule, ...] = ()


class Source(_Entry, frozen=True):
    """A policy or statute that can be cited. `provisions` maps clause or article number to a gist.

    `when` says in which cases it may be cited, `when_provision` the same of single articles, in place of `when`.
    """

    id: str
    title: str
    number: str = ""
    note: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    when: str | None = None
    when_provision: dict[str, str] = {}
    provisions: dict[str, str] = {}


class Demand(_Entry, frozen=True):
    """One thing the policy asks for, with what follows when it is not met."""

    id: str
    clause: str
    phase: Literal["before", "on_scene", "after", "standing"]
    who: str
    severity: Literal["stop", "high", "medium", "low"]


class SectionTitle(_Entry, frozen=True):
    id: Section
    title: str
    basis: tuple[str, ...] = ()


class GradeTitle(_Entry, frozen=True):
    id: Grade
    title: str
    conclusion: str


class Validity(_Entry, frozen=True):
    """How many days an assessment holds by grade, and the facts that end it earlier."""

    days: dict[Grade, int]
    void_when: tuple[str, ...]
    basis: tuple[str, ...] = ()


class Meanings(_Entry, frozen=True):
    """Which questions the program itself looks at, by their ids; empty where the pack has none.

    `start` (a moment): when the act is to begin; `unit` (text): whose name stands over the paper; `officers` (people): who
    may sign as one; `kind` (one of several): the kind of act that the law knows.
    """

    start: str = ""
    unit: str = ""
    officers: str = ""
    kind: str = ""


class CoverRow(_Entry, frozen=True):
    """A fact on the first page of the paper: the answers to `questions`, those that were asked, stand under `title`."""

    title: str
    questions: tuple[str, ...]


class Extends(_Entry, frozen=True):
    """The shipped questionnaire that a unit's overlay adds to, in the version that it was written for."""

    id: str
    version: str


class Stricter(_Entry, frozen=True):
    """A hazard of the extended questionnaire that a unit takes for graver: levels (1–5) not below those there."""

    hazard: str
    likelihood: int | None = None
    consequence: int | None = None

    @property
    def id(self) -> str:
        return self.hazard


class LocalAmounts(_Entry, frozen=True):
    """Amounts of its own that a unit adds to a threshold of the extended questionnaire."""

    threshold: str
    amounts: tuple[Amount, ...]

    @property
    def id(self) -> str:
        return self.threshold


class OverlayHeader(_Entry, frozen=True):
    """`questionnaire.yaml` of a unit's overlay; all else is that of the questionnaire it extends."""

    id: str
    version: str
    title: str
    extends: Extends
    parts: tuple[str, ...]


class Header(_Entry, frozen=True):
    """`questionnaire.yaml`: what the whole pack agrees on.

    `shared`: the questions that an operation of several acts answers once, by their ids; every other one is each act's
    own. Without any there are no several acts in one case.
    """

    id: str
    version: str
    title: str
    policy: str
    timezone: str
    parts: tuple[str, ...]
    sections: tuple[SectionTitle, ...]
    grades: tuple[GradeTitle, ...]
    section_thresholds: dict[Literal["medium", "high"], int]
    section_basis: tuple[str, ...]
    matrix: tuple[tuple[Grade, ...], ...]
    likelihood: tuple[str, ...]
    consequence: tuple[str, ...]
    validity: Validity
    meanings: Meanings = Meanings()
    cover: tuple[CoverRow, ...] = ()
    shared: tuple[str, ...] = ()
    extends: Extends | None = None


class Questionnaire(msgspec.Struct, frozen=True, kw_only=True):
    """A whole pack. `digest` is the SHA-256 over its content, hex; see `embedded`."""

    header: Header
    digest: str
    questions: tuple[Question, ...]
    hazards: tuple[Hazard, ...]
    red_lines: tuple[RedLine, ...]
    escalators: tuple[Escalator, ...]
    measures: tuple[Measure, ...]
    duties: tuple[Duty, ...]
    signoff: Signoff
    sources: tuple[Source, ...]
    demands: tuple[Demand, ...]
    contradictions: tuple[Contradiction, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    acts: tuple[ListedAct, ...] = ()
    periods: tuple[Period, ...] = ()
    notes: tuple[Note, ...] = ()
    thresholds: tuple[Threshold, ...] = ()

    def cell(self, likelihood: int, consequence: int) -> Grade:
        """Grade of one cell of the 5×5 matrix; both levels run from 1 to 5."""
        return self.header.matrix[5 - likelihood][consequence - 1]


def raised(option: Option) -> tuple[Raise, ...]:
    """The hazards an option raises, shorthand names spelled out."""
    return tuple(item if isinstance(item, Raise) else Raise(hazard=item) for item in option.raises)


Plain = dict[str, Any]
