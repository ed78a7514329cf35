"""The interview as a value: what has been answered, what is asked now, what comes next. Pure; no screen, no disk.

Every step returns a new `Session`. A question is asked when the judgement would count it (`facts_of`, unknowns at
their worst); the order of the form guarantees that whatever its condition names was asked before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from statistics import median_low
from typing import NamedTuple

from msgspec.structs import replace as changed

from yanpan.answers import WrongValue, read_value
from yanpan.answers.by_act import act_said, with_act
from yanpan.answers.draft import Kept, KeptAct, Remark
from yanpan.answers.load import plain_answer
from yanpan.answers.model import UNKNOWN, Answer, Answers, PlannedMeasure, RaisedGrade, Statement, Value
from yanpan.answers.operation import act_keys, each_act, explained_as
from yanpan.assessment.certain import certain_contradictions
from yanpan.assessment.judge import extreme, facts_of, known
from yanpan.assessment.note import may_be_noted
from yanpan.assessment.so_far import Met, met_so_far
from yanpan.interview.own import Own
from yanpan.interview.sections import in_sections, place_of
from yanpan.questionnaire.citing import OffTopic, off_topic
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Contradiction, Question, QuestionType, Section
from yanpan.questionnaire.notes import OneScreen, only, spread

SAID = "原话："
"""Starts the part of a note that the interview wrote itself, from the words typed for a number."""
BESIDE = "beside:"
"""Begins the name under which stands what the interview put into the note of a number: that part alone it replaces."""
LAID_BY = f"{BESIDE}explained:"
"""Begins the name under which an explanation stands whose answers are others now: it counts again when they are back."""
BY_HAND = f"{BESIDE}by hand:"
"""Begins the name under which an answer stands that the act gives now: it is there again when the act is taken back."""
WORDS = "words:"
"""Begins the name under which the words stand that were typed for a number and refused."""
NO_TICKS = "；"
"""Stands for the ticks of an answered question that were all taken away."""


class Progress(NamedTuple):
    """Where the interview stands: `number` of the question on screen, `left` about how many after it."""

    number: int
    left: int
    section: str
    section_done: int
    section_all: int


@dataclass(frozen=True)
class Session:
    """`given` holds every answer, also those whose question is no longer asked (law 3). `at` is a question looked
    at again; without it the first open question is current. `offers` are values remembered from earlier cases, `typed` is what
    stood in a field that was left without Enter."""

    form: Form
    given: Mapping[str, Answer] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    measures: tuple[PlannedMeasure, ...] = ()
    statements: tuple[Statement, ...] = ()
    raised: RaisedGrade | None = None
    offers: Mapping[str, Value] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    at: str | None = None
    ended_early: bool = False
    explained: Mapping[str, str] = field(default_factory=dict)
    parked: tuple[Own, ...] = ()
    """What the other acts of the operation have for themselves, in their order: all above is of the one that is asked
    about now, and of what they share."""
    place: int = 0
    """Which act that is, of all of them."""
    full: bool = False
    """Whether the full assessment is wanted although no more than a note is due."""
    singly: frozenset[str] = frozenset()
    """Sheets whose questions are asked one by one."""

    def resumed(self, kept: Kept) -> Session:
        """The session with what a draft kept."""
        answers = kept.answers
        first, *further = (act.explained for act in each_act(self.form, answers))
        beside = [*kept.acts, *(KeptAct() for _ in answers.also)]
        parked = (
            Own(own, frozenset(act.skipped), act.remarks, act.typed, explained).parted(self.form)[1]
            for own, act, explained in zip(answers.also, beside, further, strict=False)
        )
        return replace(
            self,
            given=dict(answers.answers),
            skipped=kept.skipped,
            remarks=dict(kept.remarks),
            measures=answers.measures,
            statements=answers.statements,
            raised=answers.raised,
            ended_early=answers.ended_early,
            full=answers.full,
            explained=dict(first if further else answers.explained),
            offers={**self.offers, **kept.offers},
            typed=dict(kept.typed),
            at=None,
            parked=tuple(parked),
            place=0,
        )

    # ── Several acts ──

    @cached_property
    def views(self) -> tuple[Session, ...]:
        """The session as each act is asked about, in their order."""
        return tuple(self.focused(place) for place in range(len(self.parked) + 1))

    def focused(self, place: int) -> Session:
        """The session with another act to be asked about."""
        if place == self.place:
            return self
        shared, mine = self._all.parted(self.form)
        acts = [*self.parked[: self.place], mine, *self.parked[self.place :]]
        return self._with(shared.and_(acts.pop(place)), tuple(acts), place)

    def another(self) -> Session:
        """The session with one more act, of which nothing is said yet."""
        shared, mine = self._all.parted(self.form)
        acts = (*self.parked[: self.place], mine, *self.parked[self.place :])
        return self._with(shared, acts, len(acts))

    def without(self, place: int) -> Session:
        """The session without an act and all that is its own; the first one is asked about then."""
        there = self.focused(place)
        shared, _ = there._all.parted(self.form)
        return self._with(shared.and_(there.parked[0]), there.parked[1:], 0)

    @property
    def said_acts(self) -> Session:
        """The session without further acts of which nobody has said what they are."""
        asked, session = self.form.act_question, self
        for place in range(len(self.parked), 0, -1):
            if asked not in session.views[place].given:
                session = session.without(place)
        return session

    @property
    def _all(self) -> Own:
        return Own(self.given, self.skipped, self.remarks, self.typed, self.explained)

    def _with(self, act: Own, parked: tuple[Own, ...], place: int) -> Session:
        return replace(
            self,
            given=act.given,
            skipped=act.skipped,
            remarks=act.remarks,
            typed=act.typed,
            explained=act.explained,
            parked=parked,
            place=place,
            at=None,
        )

    @property
    def further(self) -> tuple[Own, ...]:
        """What each act but the first has for itself, those of which it is said what they are."""
        acts = self.focused(0).parked
        return tuple(own for own in acts if self.form.act_question in own.given)

    @property
    def count(self) -> int:
        """How many answers were given, of all acts."""
        return len(self.focused(0).given) + sum(len(own.given) for own in self.further)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Every question that is asked with the answers so far, in order: none that the act answers."""
        names = facts_of(self.form, self.given, worst=True).values.keys() - self.derived
        if self._asks_for_act:
            names |= {self.form.act_question}
        return tuple(question for question in self.order if question.id in names)

    @cached_property
    def said(self) -> Mapping[str, Answer]:
        """What was answered, with what follows from the act."""
        return with_act(self.form, self.given)

    @cached_property
    def derived(self) -> frozenset[str]:
        """The questions that the act answers."""
        act = act_said(self.form, self.given)
        return frozenset(act.sets) if act else frozenset()

    @property
    def _asks_for_act(self) -> bool:
        """Where nobody has said by hand what kind of case it is."""
        if not self.form.act_question or self.form.act_question in self.given:
            return bool(self.form.act_question)
        return not any(name in self.given for act in self.form.acts.values() for name in act.sets)

    @property
    def order(self) -> tuple[Question, ...]:
        """All questions as they are asked: section after section, none before one that its condition names."""
        return in_sections(self.form)

    def done(self, question: Question) -> bool:
        """Answered, by hand or by the act, or left out where that is allowed."""
        return question.id in self.said or (not question.required and question.id in self.skipped)

    @cached_property
    def open(self) -> Question | None:
        """The first asked question without an answer; None when all are answered."""
        return next((question for question in self.asked if not self.done(question)), None)

    @cached_property
    def current(self) -> Question | None:
        """The question to show: the one looked at again, else the first open one."""
        return next((q for q in self.asked if q.id == self.at), None) or self.open

    @cached_property
    def screen(self) -> OneScreen | None:
        """The sheet to show instead of the current question: its first open one of an act that may still end with a note."""
        here = self.open
        if here is None or self.at is not None or self.full:
            return None
        for screen in self._screens:
            open_ = [name for name in screen.of if name not in self.said]
            if here.id in open_ and len(open_) > 1 and screen.question.id not in self.singly:
                return (
                    only(screen, open_, self.form.questions) if may_be_noted(self.form, self.given) else None
                )
        return None

    @property
    def _screens(self) -> tuple[OneScreen, ...]:
        act = act_said(self.form, self.given)
        return self.form.screens_of.get(act.id, ()) if act else ()

    def tick(self, screen: OneScreen, value: Value) -> Session:
        """Answer the questions of a sheet. Where it is not known, or two things are ticked of one question, that is asked."""
        ticks = value if isinstance(value, tuple) else None
        found = (
            dict.fromkeys(screen.of)
            if ticks is None
            else spread(screen, map(str, ticks), self.form.questions)
        )
        session = replace(self, singly=self.singly | {screen.question.id}) if None in found.values() else self
        for name, picked in found.items():
            if picked is not None:
                session = replace(session, at=name).answer(picked)
        return session.hold(screen.question.id, "")

    @property
    def finished(self) -> bool:
        """Whether nothing is open, in any act."""
        return all(view.open is None for view in self.views)

    @property
    def met_with(self) -> int:
        """How many questions a person meets: those of one screen are one."""
        return len(self.asked) - self._folded([question.id for question in self.asked])

    @cached_property
    def aside(self) -> tuple[Question, ...]:
        """Answered questions that are no longer asked: kept, counted for nothing."""
        asked = {question.id for question in self.asked}
        asked |= self.derived
        return tuple(q for q in self.form.order if q.id in self.given and q.id not in asked)

    def answer(self, value: Value, said: str = "") -> Session:
        """Answer the current question. `said` is the word beside a number (约); it becomes part of the note."""
        question = self._here()
        before = self.remark(question.id)
        note, typed = before.note, self._typed_but(question.id)
        if question.type is QuestionType.NUMBER:
            beside = self.typed.get(f"{BESIDE}{question.id}", "")
            note = self.noted(question.id, said)
            ours = said and (note != before.note or said == beside)
            typed |= {f"{BESIDE}{question.id}": said} if ours else {}
        answer = Answer(value=value, note=note, evidence=before.evidence)
        remarks = {name: remark for name, remark in self.remarks.items() if name != question.id}
        given, typed = _as_follows(self.form, {**self.given, question.id: answer}, typed)
        explained, kept = self._still_explained(given, typed)
        return replace(
            self,
            given=given,
            remarks=remarks,
            skipped=self.skipped - {question.id},
            typed=kept,
            at=None,
            ended_early=False,
            explained=explained,
        )

    def skip(self, said: str = "") -> Session:
        """Leave the current question out; only for questions that are not required. `said` goes into the note."""
        question = self._here()
        if question.required:
            raise ValueError(f"{question.id} is required")
        given = {name: answer for name, answer in self.given.items() if name != question.id}
        before = self.remark(question.id)
        remark = Remark(self.noted(question.id, said), before.evidence)
        remarks = {**self.remarks, question.id: remark} if remark != Remark() else self.remarks
        explained, typed = self._still_explained(given, self._typed_but(question.id))
        return replace(
            self,
            given=given,
            remarks=remarks,
            typed=typed,
            skipped=self.skipped | {question.id},
            at=None,
            explained=explained,
        )

    def _typed_but(self, name: str) -> dict[str, str]:
        mine = (name, f"{WORDS}{name}", f"{BESIDE}{name}", f"{BY_HAND}{name}")
        return {other: text for other, text in self.typed.items() if other not in mine}

    def hold(self, name: str, text: str) -> Session:
        """Keep what stands in a field that is left without Enter."""
        if text == self.typed.get(name, ""):
            return self
        others = {other: kept for other, kept in self.typed.items() if other != name}
        return replace(self, typed={**others, name: text} if text else others)

    def accept(self, names: Iterable[str]) -> Session:
        """Answer facts as they are offered, after the person has said so."""
        names = tuple(names)
        given = dict(self.given)
        for name in names:
            remark = self.remark(name)
            given[name] = Answer(value=self.offers[name], note=remark.note, evidence=remark.evidence)
        remarks = {name: remark for name, remark in self.remarks.items() if name not in names}
        explained, typed = self._still_explained(given, self.typed)
        return replace(self, given=given, remarks=remarks, typed=typed, explained=explained)

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """Facts that are offered and asked next, one after another: what could be taken over in one go."""
        # The act is no fact of an earlier case, and stands before them.
        session, names = replace(self, skipped=self.skipped | {self.form.act_question}), list[str]()
        while (here := session.open) is not None and may_take_over(here) and here.id in self.offers:
            names.append(here.id)
            session = session.accept([here.id])
        return tuple(names)

    def remark(self, name: str) -> Remark:
        """Note and evidence of a question, answered or not."""
        answer = self.given.get(name)
        return Remark(answer.note, answer.evidence) if answer else self.remarks.get(name, Remark())

    def noted(self, name: str, said: str) -> str:
        """The note of a question with the word now typed beside its number, instead of the one that was."""
        return _with_said(self.remark(name).note, said, self.typed.get(f"{BESIDE}{name}", ""))

    @property
    def unprinted(self) -> tuple[Question, ...]:
        """Questions asked and left empty that have a note or evidence: the record holds these with an answer only."""
        return tuple(
            q for q in self.asked if q.id not in self.given and self.remarks.get(q.id, Remark()) != Remark()
        )

    def note(self, name: str, note: str, evidence: Iterable[str]) -> Session:
        """Put note and evidence on a question, answered or not."""
        remark = Remark(note, tuple(evidence))
        answer = self.given.get(name)
        if answer is None:
            return replace(self, remarks={**self.remarks, name: remark})
        noted = Answer(value=answer.value, note=note, evidence=remark.evidence)
        return replace(self, given={**self.given, name: noted})

    def back(self) -> Session:
        """One step back; what was answered stays. At the first question nothing changes."""
        ids = [question.id for question in self.asked]
        here = ids.index(self.current.id) if self.current else len(ids)
        return replace(self, at=ids[here - 1]) if here > 0 else self

    def forward(self) -> Session:
        """One step forward from a question looked at again, without changing its answer."""
        if self.at is None or self.current is None or not self.done(self.current):
            return self
        ids = [question.id for question in self.asked]
        after = ids.index(self.current.id) + 1
        following = ids[after] if after < len(ids) else None
        stop = self.open.id if self.open else None
        return replace(self, at=None if following == stop else following)

    def reopen(self, name: str) -> Session:
        """Look at a question again; its answer stays until another is given."""
        return replace(self, at=name)

    def go_on(self) -> Session:
        """Leave the question looked at again and return to the first open one."""
        return replace(self, at=None)

    @cached_property
    def off_topic(self) -> OffTopic:
        """Laws of other kinds of act: not to be cited beside what is answered."""
        return off_topic(self.form, facts_of(self.form, self.given, worst=True))

    @cached_property
    def met(self) -> Met:
        """What the answers given so far have met, for certain or because something is not known."""
        return met_so_far(self.form, self.given)

    @property
    def may_end(self) -> bool:
        """Whether a red line is certain by an answer given, so that the rest need not be asked (law 6)."""
        return any(any(view.met.red_lines.values()) for view in self.views)

    @cached_property
    def progress(self) -> Progress:
        """For the header. Questions ahead are guessed as in a case that goes well."""
        here = self.current
        ids = [question.id for question in self.asked]
        number = ids.index(here.id) + 1 if here else len(ids)
        number -= self._folded(ids[: number if here is None else number - 1])
        # What is certain is never less than what is guessed.
        ahead = self.ahead.union(self._ahead())
        left = len([name for name in ahead if not here or name != here.id])
        if self.screen is not None:
            left -= len(self.screen.of) - 1
        elif not self.full and may_be_noted(self.form, self.given):
            left -= self._folded(list(ahead))
        places = place_of(self.form)
        section = places[here.id if here else ids[-1]] if ids else Section.FACTS
        titles = {item.id: item.title for item in self.form.questionnaire.header.sections}
        done = sum(1 for q in self.asked if places[q.id] is section and self.done(q))
        open_here = sum(1 for name in ahead if places[name] is section)
        return Progress(number, left, titles[section], done, done + open_here)

    def _folded(self, names: list[str]) -> int:
        """How many of these share the screen with another one of them."""
        if self.full or self.singly:
            return 0
        together = (len({*names} & {*screen.of}) for screen in self._screens)
        return sum(count - 1 for count in together if count > 1)

    @cached_property
    def _unknown(self) -> Mapping[str, object]:
        """What is not known at its worst, for it is asked about: unlike an answer still to come, it is there."""
        found = {}
        for name, answer in self.said.items():
            if answer.value == UNKNOWN and name in self.form.questions:
                found[name] = extreme(self.form.questions[name], worst=True)
        return {name: value for name, value in found.items() if value is not None}

    @cached_property
    def ahead(self) -> frozenset[str]:
        """Open questions that are asked for certain, whatever is answered to the others."""
        facts = facts_of(self.form, self.given, worst=False, fixed=self._unknown)
        return frozenset(q.id for q in self.form.order if q.id in facts.values and not self.done(q))

    def answers(self, case_number: str) -> Answers:
        """Everything said, as the document of the case."""
        first, further = self.focused(0), self.further
        answers = Answers(
            answers=dict(first.given),
            case_number=case_number,
            measures=self.measures,
            statements=self.statements,
            raised=self.raised,
            explained=dict(first.explained),
            ended_early=self.ended_early,
            full=self.full,
            also=tuple(dict(own.given) for own in further),
        )
        known = {item.id: item for item in self.form.questionnaire.contradictions}
        keys = act_keys(self.form, answers)[1:]
        of_further = {
            explained_as(self.form, known[name], key): words
            for own, key in zip(further, keys, strict=True)
            for name, words in own.explained.items()
        }
        return changed(answers, explained={**answers.explained, **of_further}) if of_further else answers

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Answers that contradict each other, explained or not."""
        return certain_contradictions(self.form, self.given)

    @property
    def unexplained(self) -> tuple[Contradiction, ...]:
        """Those of which somebody has still to write how both can be so (law 9): none where the rest is not asked."""
        if self.ended_early:
            return ()
        return tuple(c for c in self.contradictions if c.id not in self.explained)

    def explain(self, name: str, words: str) -> Session:
        """Write how both answers of a contradiction can be so."""
        typed = {other: text for other, text in self.typed.items() if other != f"{LAID_BY}{name}"}
        return replace(self, explained={**self.explained, name: words}, typed=typed)

    def laid_by(self, name: str) -> str:
        """What was written of a contradiction before one of its answers was changed."""
        return self.typed.get(f"{LAID_BY}{name}", "").partition(" ")[2]

    def unexplain(self, name: str) -> Session:
        """Take back what was written of it."""
        return replace(
            self, explained={other: words for other, words in self.explained.items() if other != name}
        )

    def _still_explained(
        self, given: Mapping[str, Answer], typed: Mapping[str, str]
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """What explains contradictions that are there, between the same answers to all that their conditions name.

        The rest is laid by under what is typed, with a digest of the answers that it was written for.
        """
        by = {name.removeprefix(LAID_BY): text for name, text in typed.items() if name.startswith(LAID_BY)}
        if not self.explained and not by:
            return self.explained, typed
        names = {c.id: condition.names | set(c.questions) for c, condition in self.form.contradictions}
        there = {c.id for c in certain_contradictions(self.form, given)}
        before, now, explained = self.said, with_act(self.form, given), dict(self.explained)
        for name in self.explained:
            was = _digest(before, names.get(name, ()))
            if name not in there or _digest(now, names[name]) != was:
                by[name] = f"{was} {explained.pop(name)}"
        for name, text in list(by.items()):
            was, _, words = text.partition(" ")
            if name in there and name not in explained and _digest(now, names[name]) == was:
                explained[name] = words
                del by[name]
        others = {name: text for name, text in typed.items() if not name.startswith(LAID_BY)}
        return explained, others | {f"{LAID_BY}{name}": text for name, text in by.items()}

    def offer(self, question: Question) -> Value | None:
        """A value remembered for this question, while it has no answer here."""
        if question.id in self.given or (self.place and question.id not in self.form.shared):
            # What an earlier case answered was of its first act.
            return None
        return self.offers.get(question.id)

    def _here(self) -> Question:
        if self.current is None:
            raise ValueError("nothing is asked")
        return self.current

    def _ahead(self) -> list[str]:
        """Open questions to expect. The first open case fact decides most; its middle way is taken."""
        first = self._open_fact(self._unknown)
        if first is None:
            return self._follow(self._unknown)
        ways = [self._follow({**self._unknown, first.id: option.value}) for option in first.options]
        middle = median_low(len(way) for way in ways)
        return next(way for way in ways if len(way) == middle)

    def _follow(self, assumed: Mapping[str, object]) -> list[str]:
        while fact := self._open_fact(assumed):
            assumed = {**assumed, fact.id: fact.options[0].value}
        facts = facts_of(self.form, self.given, worst=False, fixed=assumed)
        return [q.id for q in self.form.order if q.id in facts.values and not self.done(q)]

    def _open_fact(self, assumed: Mapping[str, object]) -> Question | None:
        facts = facts_of(self.form, self.given, worst=False, fixed=assumed)
        return next(
            (
                q
                for q in self.form.order
                if q.nominal and q.type is QuestionType.CHOICE
                if q.id in facts.values and q.id not in assumed and not known(self.said.get(q.id))
            ),
            None,
        )  # fmt: skip


def may_take_over(question: Question) -> bool:
    """Whether what an earlier case answered may be taken over by one key: what is remembered, and the act on its own page.

    All else is another each time, also which kind of case it is: an emergency, or goods that cannot be given back, open
    and close the questions that weigh a risk. It is shown, and answered anew.
    """
    return question.remember or question.acts


def _as_follows(
    form: Form, given: dict[str, Answer], typed: dict[str, str]
) -> tuple[dict[str, Answer], dict[str, str]]:
    """The answers without those that the act gives now, which are laid by; a note beside one stays.

    Those that were laid by for an act that was taken back are there again.
    """
    said, act = with_act(form, given), act_said(form, given)
    derived = act.sets if act else {}
    by = {name.removeprefix(BY_HAND): text for name, text in typed.items() if name.startswith(BY_HAND)}
    for name in derived:
        if name in given:
            by.setdefault(name, json.dumps(plain_answer(Answer(value=given[name].value)), ensure_ascii=False))
    kept = {
        name: said[name]
        for name, answer in given.items()
        if name not in derived or answer.note or answer.evidence
    }
    for name in [name for name in by if name not in derived]:
        text, question = by.pop(name), form.questions.get(name)
        # A draft of another version may hold what is no answer any more.
        with suppress(WrongValue, ValueError):
            if question is not None:
                beside = kept.get(name, Answer(value=UNKNOWN))
                kept[name] = changed(beside, value=read_value(question, json.loads(text), form))
    others = {name: text for name, text in typed.items() if not name.startswith(BY_HAND)}
    return kept, others | {f"{BY_HAND}{name}": text for name, text in by.items()}


def _digest(given: Mapping[str, Answer], names: Iterable[str]) -> str:
    """Tells apart what is answered to these questions."""
    found = {name: plain_answer(Answer(value=given[name].value)) for name in names if name in given}
    return sha256(json.dumps(found, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _with_said(note: str, said: str, before: str) -> str:
    """The note with the word beside the number now typed instead of the one that this wrote `before`, and no other."""
    if before and (note == before or note.startswith(f"{before}；")):
        note = note[len(before) :].removeprefix("；")
    if not said or note == said or note.startswith(f"{said}；"):
        return note
    return f"{said}；{note}" if note else said
