"""The judgement told: what stood behind each hazard, red line, rule and answer, with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from yanpan.answers.model import UNKNOWN, Answer
from yanpan.assessment.judge import Judged, Levels, escalated, known, score_grade, section_scores
from yanpan.assessment.model import (
    Cause,
    FiredHazard,
    FiredRule,
    HitRedLine,
    SectionScore,
    ShownAnswer,
)
from yanpan.assessment.words import cite, json_value, show_answer
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import JUDGED_SECTIONS, Grade, Section

_KIND_ORDER = {"person": 0, "red_line": 1, "escalator": 2, "hazard": 3, "section": 4}
_CAUSE_LABEL_LIMIT = 6


class Tracer:
    """Everything the trace needs to look up: the form, the answers given, the day."""

    def __init__(self, form: Form, answers: Mapping[str, Answer], on: date) -> None:
        self.form = form
        self.answers = answers
        self.on = on

    def causes(self, judged: Judged, name: str) -> tuple[Cause, ...]:
        found = []
        for question_id, detail in judged.causes.get(name, ()):
            if not question_id:
                found.append(self._condition_cause(judged, detail))
                continue
            question = self.form.questions[question_id]
            answer = self.answers.get(question_id)
            by_unknown = not known(answer)
            label = self.form.option_labels[question_id].get(detail, detail)
            shown = f"{'不清楚' if answer is not None else '未答'}（按“{label}”判）" if by_unknown else label
            found.append(Cause(question=question_id, ask=question.ask, answer=shown, by_unknown=by_unknown))
        return tuple(found)

    def _condition_cause(self, judged: Judged, text: str) -> Cause:
        """A combination of answers: name the questions of the condition that were asked, and what was said."""
        names = self.form.cache.get(f"names {text}")
        if not isinstance(names, frozenset):
            names = self._names_of(text)
            self.form.cache[f"names {text}"] = names
        asked = [n for n in self.form.questions if n in names and n in judged.facts.values][
            :_CAUSE_LABEL_LIMIT
        ]
        said = [
            f"{self.form.questions[n].ask.rstrip('？?')}：{show_answer(self.form, self.form.questions[n], self.answers.get(n))}"
            for n in asked
        ]
        unknown = any(not known(self.answers.get(n)) for n in asked)
        return Cause(answer="；".join(said), condition=text, by_unknown=unknown)

    def _names_of(self, text: str) -> frozenset[str]:
        rules = (*self.form.hazard_rules, *self.form.red_line_rules)
        return next((c.names for _, c in rules if c.text == text), frozenset())

    def hazards(self, judged: Judged, residual: Levels, measures: list[str]) -> tuple[FiredHazard, ...]:
        form, cell = self.form, self.form.questionnaire.cell
        found = []
        for name, (likelihood, consequence) in judged.levels.items():
            hazard = form.hazards[name]
            left = residual[name]
            found.append(
                FiredHazard(
                    id=name,
                    section=hazard.section,
                    title=hazard.title,
                    why=hazard.why,
                    likelihood=likelihood,
                    consequence=consequence,
                    points=likelihood * consequence,
                    cell=cell(likelihood, consequence),
                    residual_likelihood=left[0],
                    residual_consequence=left[1],
                    residual_points=left[0] * left[1],
                    residual_cell=cell(*left),
                    causes=self.causes(judged, name),
                    treated_by=tuple(
                        m for m in measures if any(t.hazard == name for t in form.measures[m].treats)
                    ),
                    basis=cite(form, hazard.basis, self.on),
                )
            )
        sections = {section: i for i, section in enumerate(Section)}
        return tuple(sorted(found, key=lambda h: (-h.points, sections[h.section], h.id)))

    def red_lines(self, judged: Judged) -> tuple[HitRedLine, ...]:
        found = []
        for line in self.form.questionnaire.red_lines:
            if line.id not in judged.red_lines:
                continue
            causes = self.causes(judged, line.id)
            found.append(
                HitRedLine(
                    id=line.id,
                    section=line.section,
                    title=line.title,
                    words=line.words,
                    curable=line.curable,
                    cure=line.cure,
                    causes=causes,
                    basis=cite(self.form, line.basis, self.on),
                    by_unknown=bool(causes) and all(cause.by_unknown for cause in causes),
                )
            )
        # What is certain comes before what is only not known, what cannot be cured before what can; then the
        # questionnaire's precedence. The order of the file does not matter (law 2).
        order = {line.id: line.precedence for line in self.form.questionnaire.red_lines}
        return tuple(sorted(found, key=lambda r: (r.by_unknown, r.curable, order[r.id], r.id)))

    def rules(self, judged: Judged, levels: Levels, red_lines: tuple[HitRedLine, ...]) -> list[FiredRule]:
        """Every rule that gives more than low, the deciding one first."""
        form, header = self.form, self.form.questionnaire.header
        found = [
            FiredRule(
                kind="red_line", ref=r.id, title=r.title, grade=Grade.PROHIBITED, why=r.words, basis=r.basis
            )
            for r in red_lines
        ]
        if judged.undecidable:
            found.append(
                FiredRule(
                    kind="section", ref="facts", title="基本情况没有答", grade=Grade.PROHIBITED,
                    why="执法行为的基本情况没有答，无法判断，不能实施。", basis=cite(form, header.section_basis, self.on),
                )
            )  # fmt: skip
        for i in escalated(form, levels, judged.facts):
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
                    basis=cite(form, rule.basis, self.on),
                )
            )
        for name, (likelihood, consequence) in levels.items():
            grade = form.questionnaire.cell(likelihood, consequence)
            if grade is Grade.LOW:
                continue
            hazard = form.hazards[name]
            why = f"可能性 {likelihood} × 后果 {consequence} = {likelihood * consequence} 分。{hazard.why}"
            found.append(
                FiredRule(
                    kind="hazard",
                    ref=name,
                    title=hazard.title,
                    grade=grade,
                    why=why,
                    basis=cite(form, hazard.basis, self.on),
                )
            )
        titles = {item.id: item for item in header.sections}
        for section, score in section_scores(form, levels).items():
            grade = score_grade(form, score)
            if grade is not Grade.LOW:
                basis = titles[section].basis or header.section_basis
                limit = header.section_thresholds["high" if grade is Grade.HIGH else "medium"]
                found.append(
                    FiredRule(
                        kind="section", ref=section.value, title=f"{titles[section].title} {score} 分", grade=grade,
                        why=f"这一项的风险点合计 {score} 分，达到 {limit} 分线。", basis=cite(form, basis, self.on),
                    )
                )  # fmt: skip
        place = {r.id: i for i, r in enumerate(red_lines)}
        points = {n: a * b for n, (a, b) in levels.items()}
        found.sort(
            key=lambda r: (
                -r.grade.rank,
                _KIND_ORDER[r.kind],
                place.get(r.ref, 0),
                -points.get(r.ref, 0),
                r.ref,
            )
        )
        return found

    def sections(self, initial: Levels, residual: Levels) -> tuple[SectionScore, ...]:
        before, after = section_scores(self.form, initial), section_scores(self.form, residual)
        titles = {item.id: item.title for item in self.form.questionnaire.header.sections}
        return tuple(
            SectionScore(
                section=s,
                title=titles[s],
                initial=before[s],
                residual=after[s],
                initial_grade=score_grade(self.form, before[s]),
                residual_grade=score_grade(self.form, after[s]),
            )
            for s in JUDGED_SECTIONS
        )

    def answers_shown(self, asked: Mapping[str, object]) -> tuple[ShownAnswer, ...]:
        """Every question asked, in the order of the file, with what was said."""
        shown = []
        for question in self.form.order:
            if question.id not in asked:
                continue
            answer = self.answers.get(question.id)
            state: Literal["answered", "unknown", "unanswered"]
            state = "unanswered" if answer is None else "unknown" if answer.value == UNKNOWN else "answered"
            shown.append(
                ShownAnswer(
                    question=question.id,
                    section=question.section,
                    ask=question.ask,
                    value=json_value(question, answer),
                    shown=show_answer(self.form, question, answer),
                    state=state,
                    required=question.required,
                    note=answer.note if answer else "",
                    evidence=answer.evidence if answer else (),
                    basis=cite(self.form, question.basis, self.on),
                )
            )
        return tuple(shown)
