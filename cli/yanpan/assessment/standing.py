"""What reads alike in every case as long as the law stays the same: citations, and what consists of them and the form.

Only a day on which a source comes into force or ends changes any of it, and the kind of act, which decides what may
be cited. So it is made once for each span between such days and each set of laws that do not belong, and kept with
the form.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache, lru_cache

from msgspec import convert, to_builtins

from yanpan.answers.model import Answer, Value
from yanpan.assessment.gravity import gravity
from yanpan.assessment.judge import score_grade
from yanpan.assessment.model import (
    Cause,
    Citation,
    CoverRow,
    DutyDue,
    FiredHazard,
    FiredRule,
    HitRedLine,
    MatrixPicture,
    Meanings,
    OfferedMeasure,
    QuestionnaireRef,
    RequiredSigner,
    SectionScore,
    ShownAnswer,
    TreatedHazard,
)
from yanpan.assessment.words import cite, due_without_clock, in_force, shown_answer
from yanpan.questionnaire.citing import OffTopic, on_topic
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.effects import Effect
from yanpan.questionnaire.model import Grade, Section

MAX_KEPT = 512
"""Spans and kinds kept ready; beyond it all are made anew."""


def standing(form: Form, on: date, ruled_out: OffTopic = frozenset()) -> Standing:
    """What stands on that day in a case where the citations `ruled_out` do not belong."""
    first_days, last_days = form.law_changes
    key = bisect_right(first_days, on), bisect_left(last_days, on), ruled_out
    found = form.cache.get(key)
    if not isinstance(found, Standing):
        if len(form.cache) >= MAX_KEPT:
            form.cache.clear()
        found = form.cache[key] = Standing(form, on, ruled_out)
    return found


MAX_SAID = 4096
"""Answers kept in words."""


class Standing:
    """One span of days. Each part is made when it is first asked for; `on` is any day of the span."""

    def __init__(self, form: Form, on: date, ruled_out: OffTopic = frozenset()) -> None:
        self.form, self.on, self.ruled_out = form, on, ruled_out
        header = form.questionnaire.header
        self.sections = {item.id: item for item in header.sections}
        self.grades = {item.id: item for item in header.grades}
        self.questionnaire = QuestionnaireRef(
            id=header.id, version=header.version, title=header.title, digest=form.questionnaire.digest
        )
        self.matrix = MatrixPicture(
            rows=header.matrix, likelihood=header.likelihood, consequence=header.consequence
        )
        self.titles = {f"section.{item.id.value}": item.title for item in header.sections}
        self.titles |= {f"grade.{item.id.value}": item.title for item in header.grades}
        self.titles |= {f"conclusion.{item.id.value}": item.conclusion for item in header.grades}
        self.titles |= {f"role.{role.id}": role.title for role in form.questionnaire.signoff.roles}
        # The record has its own shape of each, which is frozen with it.
        self.meanings = convert(to_builtins(header.meanings), Meanings)
        self.cover = convert(to_builtins(header.cover), tuple[CoverRow, ...])
        self.policy = self._policy()
        self.warnings = self._out_of_force()
        self._effects = {duty.id: duty.effect for duty, _ in form.duties}
        # What is asked for comes from the form alone, so none grows with the cases; of what is many the last are kept.
        self.cite = cache(self._cite)
        self.answer = lru_cache(MAX_SAID)(self._answer)
        self.cause = cache(self._cause)
        self.named_by = cache(self._named_by)
        self.red_line_rule = cache(self._red_line_rule)
        self.red_line = cache(self._red_line)
        self.hazard = cache(self._hazard)
        self.hazard_rule = cache(self._hazard_rule)
        self.section_rule = cache(self._section_rule)
        self.section_score = lru_cache(MAX_SAID)(self._section_score)
        self.treats = cache(self._treats)
        self.measure = cache(self._measure)
        self.duty = cache(self._duty)
        self.signer = cache(self._signer)

    def _cite(self, refs: tuple[str, ...]) -> tuple[Citation, ...]:
        return cite(self.form, on_topic(self.form, refs, self.ruled_out), self.on)

    def _policy(self) -> Citation:
        """The policy itself as cited, with its full title and number."""
        source = self.form.sources[self.form.questionnaire.header.policy]
        words = f"《{source.title}》（{source.number}）"
        return Citation(ref=source.id, words=words, in_force=in_force(source, self.on))

    def _out_of_force(self) -> tuple[str, ...]:
        cited = _cited_sources(self.form, self.ruled_out)
        return tuple(
            f"《{source.title}》在研判之日不在施行期内，引用前请核对。"
            for source in self.form.questionnaire.sources
            if source.id in cited and not in_force(source, self.on)
        )

    def _answer(self, question_id: str, value: Value | None) -> ShownAnswer:
        """A question with options of its own, 不清楚 or nothing answered, without a note."""
        question = self.form.questions[question_id]
        answer = None if value is None else Answer(value=value)
        return shown_answer(self.form, question, answer, self.cite(question.basis))

    def _cause(self, question_id: str, option: str) -> Cause:
        """An answer that raised something, known to be so."""
        label = self.form.option_labels[question_id].get(option, option)
        return Cause(question=question_id, ask=self.form.questions[question_id].ask, answer=label)

    def _named_by(self, text: str) -> tuple[str, ...]:
        """The questions that the condition of a hazard or red line names, in the order of the file."""
        rules = (*self.form.hazard_rules, *self.form.red_line_rules)
        names = next((c.names for _, c in rules if c.text == text), frozenset())
        return tuple(name for name in self.form.questions if name in names)

    def _red_line_rule(self, name: str) -> FiredRule:
        line = self.form.red_lines[name]
        return FiredRule(
            kind="red_line", ref=name, title=line.title, grade=Grade.PROHIBITED, why=line.words,
            basis=self.cite(line.basis), rank=gravity(line)[0],
        )  # fmt: skip

    def _red_line(self, name: str) -> HitRedLine:
        """A red line for certain, without what a case says of its cause and cure."""
        line = self.form.red_lines[name]
        return HitRedLine(
            id=line.id, section=line.section, title=line.title, words=line.words, curable=line.curable, cure="",
            causes=(), basis=self.cite(line.basis), rank=gravity(line)[0],
        )  # fmt: skip

    def _hazard(self, name: str, levels: tuple[int, int]) -> FiredHazard:
        """A hazard at these levels, untreated, without its causes."""
        hazard, points, cell = self.form.hazards[name], levels[0] * levels[1], self.form.cells[levels]
        return FiredHazard(
            id=name, section=hazard.section, title=hazard.title, why=hazard.why,
            likelihood=levels[0], consequence=levels[1], points=points, cell=cell,
            residual_likelihood=levels[0], residual_consequence=levels[1], residual_points=points,
            residual_cell=cell, causes=(), treated_by=(), basis=self.cite(hazard.basis),
        )  # fmt: skip

    def _hazard_rule(self, name: str, levels: tuple[int, int]) -> FiredRule:
        hazard, (likelihood, consequence) = self.form.hazards[name], levels
        return FiredRule(
            kind="hazard",
            ref=name,
            title=hazard.title,
            grade=self.form.cells[levels],
            why=f"可能性 {likelihood} × 后果 {consequence} = {likelihood * consequence} 分。{hazard.why}",
            basis=self.cite(hazard.basis),
        )

    def _section_rule(self, section: Section, score: int) -> FiredRule:
        """What the points of a section give."""
        title, header = self.sections[section], self.form.questionnaire.header
        grade = score_grade(self.form, score)
        limit = header.section_thresholds["high" if grade is Grade.HIGH else "medium"]
        return FiredRule(
            kind="section", ref=section.value, title=f"{title.title} {score} 分", grade=grade,
            why=f"这一项的风险点合计 {score} 分，达到 {limit} 分线。",
            basis=self.cite(title.basis or header.section_basis),
        )  # fmt: skip

    def _section_score(self, section: Section, initial: int, residual: int, *, stopped: bool) -> SectionScore:
        """The points of a section, before measures and after; `stopped`: a red line of it stands."""
        before, after = [
            Grade.PROHIBITED if stopped else score_grade(self.form, s) for s in (initial, residual)
        ]
        return SectionScore(
            section=section, title=self.sections[section].title,
            initial=initial, residual=residual, initial_grade=before, residual_grade=after,
        )  # fmt: skip

    def _treats(self, measure: str) -> tuple[TreatedHazard, ...]:
        return tuple(
            TreatedHazard(
                hazard=step.hazard,
                title=self.form.hazards[step.hazard].title,
                likelihood=step.likelihood,
                consequence=step.consequence,
            )
            for step in self.form.measures[measure].treats
        )

    def _measure(self, name: str) -> OfferedMeasure:
        """A measure that nobody has planned."""
        measure = self.form.measures[name]
        return OfferedMeasure(
            id=name, title=measure.title, how=measure.how, who=measure.who, by=measure.by,
            treats=self.treats(name), planned=False, counted=False, not_counted="", owner="", deadline="", note="",
            basis=self.cite(measure.basis),
        )  # fmt: skip

    def _duty(self, name: str) -> DutyDue:
        """A duty; one that hangs on the hour of assessment is without its time."""
        duty = next(duty for duty, _ in self.form.duties if duty.id == name)
        return DutyDue(
            id=duty.id,
            title=duty.title,
            what=duty.what,
            who=duty.who,
            to=duty.to,
            due_kind=duty.due.kind.value,
            due_at=None,
            due_words=due_without_clock(duty.due),
            basis=self.cite(duty.basis),
        )

    def effect(self, name: str) -> Effect | None:
        """What a duty makes people do."""
        return self._effects.get(name)

    def _signer(self, name: str, refs: tuple[str, ...]) -> RequiredSigner:
        role = next(role for role in self.form.questionnaire.signoff.roles if role.id == name)
        return RequiredSigner(role=role.id, title=role.title, basis=self.cite(refs), may_lower=role.may_lower)


def _cited_sources(form: Form, ruled_out: OffTopic) -> frozenset[str]:
    q, header = form.questionnaire, form.questionnaire.header
    lists = (
        q.questions,
        q.hazards,
        q.red_lines,
        q.escalators,
        q.measures,
        q.duties,
        q.preconditions,
        q.periods,
        q.thresholds,
        q.signoff.rules,
        header.sections,
    )
    refs = [ref for items in lists for item in items for ref in on_topic(form, item.basis, ruled_out)]
    refs += [header.policy, *header.section_basis, *header.validity.basis]
    return frozenset(ref.partition(":")[0] for ref in refs)
