"""`Questionnaire` → `Form`: references resolved, conditions compiled, questions put in an order that can be asked.

Pure. A `Form` is what the judgement and the interview work with; it is built once and used many times.
"""

from __future__ import annotations

from yanpan.errors import InputRefused, QuestionnaireBroken, YanpanError
from yanpan.questionnaire.checks import Checks, Where
from yanpan.questionnaire.condition import Condition, ConditionError, compile_condition
from yanpan.questionnaire.form import Effects, Form
from yanpan.questionnaire.model import Question, Questionnaire, QuestionType, RedLine
from yanpan.questionnaire.narrow import case_facts
from yanpan.questionnaire.notes import NoteTest
from yanpan.questionnaire.thresholds import Limits

__all__ = ["Form", "compile_form", "form_problems"]

WHOM = (QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.TEXT)
"""What may say for whom an amount of a threshold holds."""


def compile_form(questionnaire: Questionnaire, where: Where = lambda kind, name: f"{kind}.{name}") -> Form:
    """Build the form. Raises `QuestionnaireBroken` listing every wrong reference, condition and cycle."""
    compiler = _Compiler(questionnaire, where)
    form = compiler.build()
    if compiler.problems:
        raise QuestionnaireBroken(tuple(compiler.problems))
    return form


def form_problems(questionnaire: Questionnaire, where: Where) -> list[YanpanError]:
    """What `compile_form` would raise, as a list for `pack lint`."""
    compiler = _Compiler(questionnaire, where)
    compiler.build()
    return compiler.problems


def first_problem(questionnaire: Questionnaire) -> YanpanError | None:
    """The first thing that `compile_form` would name, found without looking further: for what strangers made.

    Each fault costs a search for the nearest name, and a hostile questionnaire may have any number of them.
    """
    compiler = _Compiler(questionnaire, lambda kind, name: f"{kind}.{name[:60]}")
    compiler.problems = _OnlyTheFirst()
    try:
        compiler.build()
    except _FoundOneError as found:
        return found.problem
    return None


class _FoundOneError(Exception):
    def __init__(self, problem: YanpanError) -> None:
        self.problem = problem


class _OnlyTheFirst(list[YanpanError]):
    def append(self, problem: YanpanError) -> None:
        raise _FoundOneError(problem)


class _Compiler(Checks):
    """Builds the form and gathers, beside what `Checks` finds, wrong conditions and cycles."""

    def __init__(self, questionnaire: Questionnaire, where: Where) -> None:
        super().__init__(questionnaire, where)
        self.names: set[str] = set()
        self.limits: dict[str, Limits] = {}

    def build(self) -> Form:
        for question in self.q.questions:
            self.check_question(question)
        self.check_entries()
        self._compile_limits()
        when = {q.id: c for q in self.q.questions if (c := self.condition("questions", q.id, q.when))}
        order = self._order(when)
        return Form(
            questionnaire=self.q,
            questions=self.questions,
            order=order,
            when=when,
            hazards=self.hazards,
            red_lines=self.red_lines,
            measures=self.measures,
            sources=self.sources,
            hazard_rules=tuple(
                (h, c) for h in self.q.hazards if (c := self.condition("hazards", h.id, h.when))
            ),
            red_line_rules=tuple(
                (r, c) for r in self.q.red_lines if (c := self.condition("red_lines", r.id, r.when))
            ),
            escalators=tuple((e, self.condition("escalators", e.id, e.when)) for e in self.q.escalators),
            contradictions=tuple(
                (item, c)
                for item in self.q.contradictions
                if (c := self.condition("contradictions", item.id, item.when))
            ),
            preconditions=self.preconditions,
            duties=tuple((d, self.condition("duties", d.id, d.when)) for d in self.q.duties),
            signoff=tuple((r, self.condition("signoff", "rules", r.when)) for r in self.q.signoff.rules),
            used_in_conditions=frozenset(self.names),
            option_labels={q.id: {o.value: o.label for o in q.options} for q in self.questions.values()},
            effects=self._effects(),
            awaits={
                q.id: steps
                for q in self.q.questions
                if (steps := {o.value: o.precondition for o in q.options if o.precondition})
            },
            treated_by={
                h: tuple(m for m in self.q.measures if any(t.hazard == h for t in m.treats))
                for h in self.hazards
            },
            case_facts=case_facts(order, when),
            done_when={d.id: c for d in self.q.duties if (c := self.condition("duties", d.id, d.done_when))},
            cures={r.id: cures for r in self.q.red_lines if (cures := self._cures(r))},
            fits_when={m.id: c for m in self.q.measures if (c := self.condition("measures", m.id, m.when))},
            periods=tuple((p, self.condition("periods", p.id, p.when)) for p in self.q.periods),
            cited_when=self._cited_when(),
            acts={act.id: act for act in self.q.acts},
            act_question=next((q.id for q in self.q.questions if q.acts), ""),
            note_tests=self._note_tests(),
            limits=self.limits,
        )

    def _compile_limits(self) -> None:
        """Thresholds come before every other condition, which may name them; theirs name none."""
        found = {}
        for item in self.q.thresholds:
            rows = [
                (amount, self._of_threshold(item.id, f"{item.id} {i}", amount.when))
                for i, amount in enumerate(item.amounts)
            ]
            found[item.id] = Limits(
                item, self._of_threshold(item.id, f"{item.id} when", item.when), tuple(rows)
            )
        self.limits = found
        if found and self.q.header.meanings.start:
            # The day on which an amount must be in force.
            self.names.add(self.q.header.meanings.start)

    def _of_threshold(self, name: str, place: str, text: str | None) -> Condition | None:
        """The condition of a threshold or of one of its amounts: it only says whom it holds for."""
        condition = self.condition("thresholds", name, text, place)
        if condition is None:
            return None
        for named in sorted(condition.names):
            if (kind := self.questions[named].type) not in WHOM:
                what = f"“{name}”的条件用了{kind.value}题“{named}”"
                remedy = "数额标准的 when 只用选择题和文字题：它只说对谁、什么案件适用。"
                self.problems.append(InputRefused(what, where=self.where("thresholds", place), remedy=remedy))
        return condition

    def _cures(self, line: RedLine) -> tuple[tuple[Condition, str], ...]:
        found = ((self.condition("red_lines", line.id, item.when), item.cure) for item in line.cures)
        return tuple((condition, cure) for condition, cure in found if condition)

    def _note_tests(self) -> tuple[NoteTest, ...]:
        found = []
        for note in self.q.notes:
            pairs = ((item, self.condition("notes", note.id, item.when)) for item in note.untouched)
            found.append(NoteTest(note, tuple((item, c) for item, c in pairs if c is not None)))
        return tuple(found)

    def _cited_when(self) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for source in self.q.sources:
            texts = {source.id: source.when}
            texts |= {f"{source.id}:{number}": text for number, text in source.when_provision.items()}
            for key, text in texts.items():
                condition = self.condition("sources", source.id, text)
                if condition:
                    found[key] = condition
        return found

    def condition(self, kind: str, name: str, text: str | None, place: str = "") -> Condition | None:
        if text is None:
            return None
        try:
            condition = compile_condition(text, self.questions, self.periods, self.limits)
        except ConditionError as error:
            self.problems.append(
                InputRefused(f"“{name}”的条件有误：{error}", where=self.where(kind, place or f"{name} when"))
            )
            return None
        self.names |= condition.names
        return condition

    def _effects(self) -> dict[str, Effects]:
        effects = {}
        for question in self.questions.values():
            table = {
                o.value: (self.levels_of(o), o.red_line) for o in question.options if o.raises or o.red_line
            }
            if table:
                effects[question.id] = table
        return effects

    def _order(self, when: dict[str, Condition]) -> tuple[Question, ...]:
        """Questions in file order, each after those its condition names; a cycle is reported."""
        placed: dict[str, Question] = {}
        visiting: list[str] = []
        places = {name: place for place, name in enumerate(self.questions)}

        def place(question: Question) -> None:
            if question.id in placed:
                return
            if question.id in visiting:
                loop = " → ".join([*visiting[visiting.index(question.id) :], question.id])
                self.fault("questions", question.id, f"的条件绕成了圈：{loop}", "去掉其中一个条件。")
                return
            visiting.append(question.id)
            condition = when.get(question.id)
            if condition:
                for name in sorted(condition.names, key=places.__getitem__):
                    place(self.questions[name])
            visiting.pop()
            placed[question.id] = question

        for question in self.questions.values():
            place(question)
        return tuple(placed.values())
