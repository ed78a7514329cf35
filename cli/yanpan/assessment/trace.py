"""The judgement told: what stood behind each hazard, red line, rule and answer, with its clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

from msgspec.structs import replace

from yanpan.answers.by_act import act_said
from yanpan.answers.model import UNKNOWN, Answer
from yanpan.assessment.gravity import cure_of, for_want_of_power
from yanpan.assessment.judge import Judged, Levels, escalated, known, section_scores
from yanpan.assessment.measures import treated
from yanpan.assessment.model import (
    NOT_KNOWN,
    Cause,
    FiredHazard,
    FiredRule,
    HitRedLine,
    SectionScore,
    ShownAnswer,
)
from yanpan.assessment.standing import Standing
from yanpan.assessment.words import answered, show_answer
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import JUDGED_SECTIONS, Grade, Section

_SECTION_ORDER = {section: place for place, section in enumerate(Section)}
_KIND_ORDER = {"escalator": 0, "hazard": 1, "section": 2}
_CAUSE_LABEL_LIMIT = 6


Place = tuple[int, bool, int, int, int, str]
"""Of a rule among all that fire, the deciding one first: grade, whether it is open, then kind or rank, points, section, id."""


def _place(line: HitRedLine) -> Place:
    return -len(Grade), line.by_unknown, line.rank, 0, 0, line.id


class Tracer:
    """Everything the trace needs to look up: the form, the answers given, what stands on the day."""

    def __init__(
        self, form: Form, answers: Mapping[str, Answer], standing: Standing, certain: Judged | None = None
    ) -> None:
        """`certain`: what the answers given come to for sure; without it nothing is open."""
        self.certain = certain
        self.form = form
        self.answers = answers
        self.standing = standing

    def causes(self, judged: Judged, name: str) -> tuple[Cause, ...]:
        found, answers = [], self.answers
        for question_id, detail in judged.causes.get(name, ()):
            if not question_id:
                found.append(self._condition_cause(judged, detail))
                continue
            cause, answer = self.standing.cause(question_id, detail), answers.get(question_id)
            if answer is None or answer.value == UNKNOWN:
                shown = f"{'不清楚' if answer is not None else '未答'}（按“{cause.answer}”判）"
                cause = Cause(question=question_id, ask=cause.ask, answer=shown, by_unknown=True)
            found.append(cause)
        return tuple(found)

    def _condition_cause(self, judged: Judged, text: str) -> Cause:
        """A combination of answers: name the questions of the condition that were asked, and what was said."""
        asked = [n for n in self.standing.named_by(text) if n in judged.facts.values][:_CAUSE_LABEL_LIMIT]
        said = [
            f"{self.form.questions[n].ask.rstrip('？?')}：{show_answer(self.form, self.form.questions[n], self.answers.get(n))}"
            for n in asked
        ]
        unknown = any(not known(self.answers.get(n)) for n in asked)
        return Cause(answer="；".join(said), condition=text, by_unknown=unknown)

    def hazards(self, judged: Judged, residual: Levels, measures: list[str]) -> tuple[FiredHazard, ...]:
        touched, ready = self.form.touched_by, self.standing.hazard
        found = []
        for name, have in judged.levels.items():
            hazard, left = ready(name, have), residual[name]
            if left != have:
                hazard = replace(
                    hazard,
                    residual_likelihood=left[0],
                    residual_consequence=left[1],
                    residual_points=left[0] * left[1],
                    residual_cell=self.form.cells[left],
                )
            treated_by = tuple([m for m in measures if name in touched[m]]) if measures else ()
            found.append(replace(hazard, causes=self.causes(judged, name), treated_by=treated_by))
        sure = judged.levels if self.certain is None else self.certain.levels
        return tuple(
            sorted(found, key=lambda h: (-h.points, h.id not in sure, _SECTION_ORDER[h.section], h.id))
        )

    def red_lines(self, judged: Judged) -> tuple[HitRedLine, ...]:
        """The red lines: what is certain before what is only not known, then the gravest first."""
        found = []
        instead = for_want_of_power(
            self.form, judged.red_lines if self.certain is None else self.certain.red_lines & judged.red_lines
        )
        for name in judged.red_lines:
            line = self.form.red_lines[name]
            hit = replace(
                self.standing.red_line(name),
                cure=cure_of(self.form, line, judged.facts, instead),
                causes=self.causes(judged, name),
            )
            if self.certain is not None and name not in self.certain.red_lines:
                # What nobody knows yet is not said of the unit as a fact, wherever the title stands.
                hit = replace(hit, title=line.title + NOT_KNOWN, by_unknown=True)
            found.append(hit)
        # The order of the file does not matter (law 2).
        return tuple(sorted(found, key=lambda r: (r.by_unknown, r.rank, r.id)))

    def rules(
        self, judged: Judged, levels: Levels, red_lines: tuple[HitRedLine, ...], chosen: Sequence[str] = ()
    ) -> list[tuple[Place, FiredRule]]:
        """Every rule that gives more than low, the deciding one first, each with its place in that order.

        `levels` are those after the measures `chosen`.

        Of rules that give the same grade what is certain decides before what is only not known; of equal hazards the
        one of the section that comes first, so that a legal defect stands before a missing recording.
        """
        sure = self._certain_rules(chosen)
        fired = self._fired(judged, levels)
        points = {n: a * b for n, (a, b) in levels.items()}

        def place(rule: FiredRule) -> Place:
            kind, ref, rank = rule.kind, rule.ref, rule.grade.rank
            section = self.form.section_of[ref] if kind == "hazard" else Section.FACTS
            open_ = sure is not None and sure.get((kind, ref), Grade.LOW).rank < rank
            return -rank, open_, _KIND_ORDER[kind], -points.get(ref, 0), _SECTION_ORDER[section], ref

        # No rule stands above a red line, and those come in order.
        stops = (self.standing.red_line_rule(line.id) for line in red_lines)
        told = (
            (_place(line), replace(rule, title=line.title) if line.by_unknown else rule)
            for rule, line in zip(stops, red_lines, strict=True)
        )
        return [*told, *sorted(((place(rule), rule) for rule in fired), key=itemgetter(0))]

    def _certain_rules(self, chosen: Sequence[str]) -> dict[tuple[str, str], Grade] | None:
        """By kind and ref the grade that a rule gives whatever is still open; None where nothing is."""
        if self.certain is None:
            return None
        fired = self._fired(self.certain, treated(self.form, self.certain.levels, chosen))
        return {(rule.kind, rule.ref): rule.grade for rule in fired}

    def _fired(self, judged: Judged, levels: Levels) -> list[FiredRule]:
        """Every rule but red lines that gives more than low."""
        form, header = self.form, self.form.questionnaire.header
        found: list[FiredRule] = []
        if judged.undecidable:
            found.append(
                FiredRule(
                    kind="section", ref="facts", title="基本情况没有答", grade=Grade.PROHIBITED,
                    why="执法行为的基本情况没有答，无法判断，不能实施。", basis=self.standing.cite(header.section_basis),
                )
            )  # fmt: skip
        for i in escalated(form, judged, levels):
            rule = form.escalators[i][0]
            names = [form.hazards[n].title for n in rule.of if n in levels]
            why = f"同时存在：{'、'.join(names)}。" if names else "案件事实符合这一条。"
            found.append(
                FiredRule(
                    kind="escalator",
                    ref=rule.id,
                    title=rule.title,
                    grade=rule.at_least,
                    why=why,
                    basis=self.standing.cite(rule.basis),
                )
            )
        for name, have in levels.items():
            single = self.standing.hazard_rule(name, have)
            if single.grade is not Grade.LOW:
                found.append(single)
        for section, score in section_scores(form, levels).items():
            whole = self.standing.section_rule(section, score)
            if whole.grade is not Grade.LOW:
                found.append(whole)
        return found

    def sections(
        self, initial: Levels, residual: Levels, red_lines: tuple[HitRedLine, ...]
    ) -> tuple[SectionScore, ...]:
        """The three scores. A red line is no matter of points: its section is prohibited, before and after measures."""
        stopped = {line.section for line in red_lines}
        before = section_scores(self.form, initial)
        after = before if residual == initial else section_scores(self.form, residual)
        score = self.standing.section_score
        return tuple([score(s, before[s], after[s], stopped=s in stopped) for s in JUDGED_SECTIONS])

    def answers_shown(self, judged: Judged) -> tuple[ShownAnswer, ...]:
        """Every question asked, in the order of the file, with what was said."""
        asked, answers, options = judged.facts.values, self.answers, self.form.option_labels
        ready = self.standing.answer
        act = act_said(self.form, answers)
        derived = act.sets if act else ()
        shown = []
        for question in judged.form.questions:
            name = question.id
            if name not in asked:
                continue
            answer = answers.get(name)
            if answer is None:
                shown.append(ready(name, None))
                continue
            value, labels = answer.value, options[name]
            if (
                labels
                and (value in labels or isinstance(value, tuple))
                and not (answer.note or answer.evidence)
            ):
                said = ready(name, value)
            else:
                said = answered(ready(name, None), self.form, question, answer)
            if act and name in derived:
                # Nobody was asked: whoever reads it must see where it came from.
                said = replace(said, shown=f"{said.shown}（由“{act.label}”得出）")
            shown.append(said)
        return tuple(shown)
