"""One act judged: the result as it stands alone, and what an operation of several acts puts together from each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from msgspec.structs import replace

from yanpan import __version__
from yanpan.answers.by_act import act_said, asked_for, with_act
from yanpan.answers.model import Answer, Answers
from yanpan.assessment.advice import after_cure, conclusion, measures_on_offer
from yanpan.assessment.certain import certain_contradictions, judge_certain
from yanpan.assessment.counting import weighed, window_of
from yanpan.assessment.derived import derived_of
from yanpan.assessment.duties import Things, duties_of, signers_if_raised, signers_of
from yanpan.assessment.judge import Judged, grade_of, judge, judge_open
from yanpan.assessment.lowered import what_if_of
from yanpan.assessment.lowering import Side, side
from yanpan.assessment.measures import fits, gains_of, treated
from yanpan.assessment.model import (
    SCHEMA_VERSION,
    Act,
    Aside,
    Assessment,
    Citation,
    Contradiction,
    FiredRule,
    Grades,
    ShownAnswer,
    Validity,
)
from yanpan.assessment.standing import standing
from yanpan.assessment.steps import concluded, preconditions_of, step_warnings
from yanpan.assessment.timing import NOT_ASKED, Start, outlived, start_of, timing_warnings
from yanpan.assessment.trace import Place, Tracer
from yanpan.assessment.unknowns import grade_with, outcomes, unknowns_of
from yanpan.assessment.words import json_value, show_answer
from yanpan.questionnaire.citing import off_topic
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import last_calendar_year
from yanpan.questionnaire.model import Grade, QuestionType, Section

JUDGEMENT = 1
"""The version of this judgement. Where the same answers to the same questionnaire are to give another result, the
judgement as it is stays runnable under this number (see `judgements`), and the new one gets the next."""

CONTRADICTED = "回答互相矛盾：改正或者说明以前，不能签批，不得实施"
_FACTS = Section.FACTS


Placed = list[tuple[Place, FiredRule]]
"""Rules that fired, in their order, with the place of each in it."""


@dataclass(frozen=True, slots=True)
class ActJudged:
    """An act with its result, and what the result does not hold: what it is made of, to be put together with others.

    `answers` are those of this act alone, with what it shares; `own` are its grades before and after measures, a
    person's raise set aside, `once_cured` the second of them with red lines set aside too. `start`: when it starts, said of
    it or of the operation that it is of.
    """

    answers: Answers
    given: Mapping[str, Answer]
    made: Assessment
    trace: Tracer
    worst: Judged
    side: Side
    chosen: tuple[str, ...]
    own: tuple[Grade, Grade]
    once_cured: Grade
    start: Start
    rules: Placed
    residual_rules: Placed


def judge_act(form: Form, answers: Answers, at: datetime, start: Start = NOT_ASKED) -> ActJudged:
    """Judge one act by its answers, none of which is left aside for an early end. See `assess`.

    `start`: when the operation starts that it is of, where the act itself does not ask.
    """
    given = with_act(form, answers.answers)
    # Where a case fact is open the judgement tries each way; the paper lists only what is asked for certain.
    plain = judge(form, given, worst=True)
    all_known = not _has_unknown(form, plain)
    asked = plain.facts.values
    worst = plain if all_known else judge_open(form, given, worst=True)
    law = standing(form, at.date(), off_topic(form, plain.facts))
    # Where nothing is open, all is certain.
    trace = Tracer(form, given, law, None if all_known else judge_certain(form, given, unknown=False))

    plans = weighed(answers.measures, form, window_of(form, worst, at, start))
    chosen = [name for name, plan in plans.items() if not plan.why_not and fits(form, name, worst)]
    residual_levels = treated(form, worst.levels, chosen)
    red_lines = trace.red_lines(worst)
    by_person = raised_by_person(answers, law.policy)
    placed = residual_placed = trace.rules(worst, worst.levels, red_lines)
    if residual_levels != worst.levels:
        residual_placed = trace.rules(worst, residual_levels, red_lines, chosen)
    fired, residual_fired = [rule for _, rule in placed], [rule for _, rule in residual_placed]
    rules, residual_rules = with_person(fired, by_person), with_person(residual_fired, by_person)
    initial, residual = deciding(rules), deciding(residual_rules)
    once_cured = deciding([rule for rule in residual_fired if rule.kind != "red_line"])
    best = initial if all_known else _best(form, given, by_person)

    unknowns = () if all_known else unknowns_of(form, given, worst, asked)
    hazards = trace.hazards(worst, residual_levels, chosen)
    alone = side(form, worst, chosen, residual_levels)
    what_if = what_if_of(form, [alone], red_lines, once_cured, answers.raised, planned=bool(chosen))
    gains = alone.gains if residual_levels == worst.levels else gains_of(form, worst, worst.levels)
    measures = measures_on_offer(trace, plans, worst, gains)
    shown = trace.answers_shown(plain)
    missing = tuple(a.question for a in shown if a.required and a.state == "unanswered")
    contradictions = tuple(
        Contradiction(
            id=item.id,
            questions=tuple(
                dict.fromkeys(asked_for(form, given, name) for name in item.questions if name in asked)
            ),
            words=item.words,
            explained=answers.explained.get(item.id, ""),
            basis=law.cite(item.basis),
        )
        for item in certain_contradictions(form, given, plain)
    )
    steps = preconditions_of(trace, plain, at)
    if_cured, if_both = after_cure(red_lines, once_cured, what_if, undecidable=worst.undecidable)
    header = form.questionnaire.header
    start, expires_at = start_of(form, worst, start), at + timedelta(days=header.validity.days[residual])
    duties = duties_of(law, worst, initial, at, Things(red_lines, hazards, rules), otherwise=start)
    first = unknowns[0].question if unknowns else ""
    each = outcomes(form, first, partial(grade_with, form, given, first)) if first else ()
    said = conclusion(
        law, initial, residual, red_lines, what_if, measures, unknowns, duties, each,
        lapses=outlived(start.moment, expires_at),
    )  # fmt: skip
    said = concluded(said, steps, residual)
    unexplained = not all(item.explained for item in contradictions)
    if unexplained and residual is not Grade.PROHIBITED:
        # Nobody knows yet of which case this is the grade.
        said = replace(said, words=CONTRADICTED)
    aside = tuple(
        Aside(
            question=name,
            ask=form.questions[name].ask,
            value=json_value(form.questions[name], given[name]),
            shown=show_answer(form, form.questions[name], given[name]),
            note=given[name].note,
            evidence=given[name].evidence,
        )
        for name in sorted(answers.answers.keys() - asked.keys())
    )
    made = Assessment(
        schema_version=SCHEMA_VERSION,
        judgement=JUDGEMENT,
        tool_version=__version__,
        calendar_until=last_calendar_year() if form.calendar_until is None else form.calendar_until,
        questionnaire=law.questionnaire,
        case_number=answers.case_number,
        supersedes=answers.supersedes,
        assessed_at=at,
        paper="short",
        ended_early=False,
        titles=law.titles,
        meanings=law.meanings,
        cover=law.cover,
        acts=_acts(form, given, asked, initial, residual),
        stages=(),
        facts=_facts(form, given, shown),
        derived=derived_of(form, law, plain, at),
        preconditions=steps,
        answers=shown,
        not_asked=(),
        aside=aside,
        contradictions=contradictions,
        grade=Grades(
            initial=initial,
            residual=residual,
            best=best,
            decided_by=rules[0].ref if rules else "",
            residual_decided_by=residual_rules[0].ref if residual_rules else "",
        ),
        sections=trace.sections(worst.levels, residual_levels, red_lines),
        red_lines=red_lines,
        hazards=hazards,
        rules=tuple(rules),
        residual_rules=tuple(residual_rules),
        unknowns=unknowns,
        measures=measures,
        what_if=what_if,
        if_cured=if_cured,
        if_cured_and_measures=if_both,
        duties=duties,
        signers=signers_of(law, worst, initial),
        signers_if_raised=signers_if_raised(form, worst, initial),
        missing=missing,
        signable=not missing and not unexplained,
        conclusion=said,
        validity=Validity(
            expires_at=expires_at,
            void_when=header.validity.void_when,
            basis=law.cite(header.validity.basis),
        ),
        matrix=law.matrix,
        planned=answers.measures,
        statements=answers.statements,
        attachments=answers.attachments,
        raised=answers.raised,
        warnings=(
            *timing_warnings(start.moment, at, expires_at, prohibited=residual is Grade.PROHIBITED),
            *step_warnings(steps, start.moment),
            *law.warnings,
        ),
        policy=law.policy,
    )
    return ActJudged(
        answers=answers,
        given=given,
        made=replace(made, paper=paper_of(made)),
        trace=trace,
        worst=worst,
        side=alone,
        chosen=tuple(chosen),
        own=(deciding(fired), deciding(residual_fired)),
        once_cured=once_cured,
        start=start,
        rules=placed,
        residual_rules=residual_placed,
    )


def _acts(
    form: Form, given: Mapping[str, Answer], asked: Mapping[str, object], initial: Grade, residual: Grade
) -> tuple[Act, ...]:
    """The one act of the case, as it was said or by its kind; none where neither was."""
    asking = form.questionnaire.header.meanings.kind
    answer, said = given.get(asking), act_said(form, given)
    label = form.option_labels.get(asking, {}).get(str(answer.value)) if answer else None
    if answer is None or label is None or asking not in asked:
        return ()
    kind = str(answer.value)
    name, title = (said.id, said.label) if said else (kind, label)
    return (Act(id=name, title=title, kind=kind, initial=initial, residual=residual),)


def _facts(form: Form, given: Mapping[str, Answer], shown: tuple[ShownAnswer, ...]) -> dict[str, str]:
    """The case facts that were answered, in words; nothing is said of where an answer came from."""
    act = act_said(form, given)
    derived = act.sets if act else ()
    return {
        a.question: show_answer(form, form.questions[a.question], given[a.question])
        if a.question in derived
        else a.shown
        for a in shown
        if a.section is _FACTS and a.state == "answered"
    }


def paper_of(made: Assessment) -> Literal["report", "short"]:
    """One page where nothing was triggered, and nothing else has to be told."""
    told = (
        made.rules, made.hazards, made.unknowns, made.missing, made.contradictions, made.preconditions,
        made.statements, made.aside,
    )  # fmt: skip
    return "report" if any(told) else "short"


def _has_unknown(form: Form, judged: Judged) -> bool:
    """Whether any question that can weigh is asked and not known; names and texts weigh nothing."""
    facts = judged.facts
    return len(facts.known) < len(facts.values) and any(
        name not in facts.known and form.questions[name].type not in (QuestionType.TEXT, QuestionType.PEOPLE)
        for name in facts.values
    )


def deciding(rules: list[FiredRule]) -> Grade:
    """The grade of the deciding rule, which comes first."""
    return rules[0].grade if rules else Grade.LOW


def _best(form: Form, given: Mapping[str, Answer], person: FiredRule | None) -> Grade:
    """The grade if every unknown turns out well; a person's raise stands all the same."""
    grade = grade_of(form, judge_open(form, given, worst=False))
    return person.grade if person and person.grade.rank > grade.rank else grade


def raised_by_person(answers: Answers, policy: Citation) -> FiredRule | None:
    raised = answers.raised
    if raised is None:
        return None
    why = f"{raised.by}调高等级，理由：{raised.reason}"
    return FiredRule(
        kind="person",
        ref="person",
        title="人工调高等级",
        grade=Grade(raised.grade),
        why=why,
        basis=(policy,),
    )


def with_person(rules: list[FiredRule], person: FiredRule | None) -> list[FiredRule]:
    """A person's raise counts like a rule; it decides only when it is higher than all others (law 9)."""
    if person is None:
        return rules
    higher = [rule for rule in rules if rule.grade.rank >= person.grade.rank]
    return [*higher, person, *rules[len(higher) :]]
