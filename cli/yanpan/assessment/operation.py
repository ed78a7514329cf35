"""An operation of several acts: each judged as if it stood alone, then put together (law 12).

Its grade is the highest of theirs, its duties are all of theirs, and nothing of one act dilutes another. Only what
depends on the whole is found anew: what would lower the grade, what to do first, until when the assessment holds. Where
one act must not be carried out, nothing of the operation is: of the others only the duties stay that stop, cure, report
or keep evidence (law 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from msgspec.structs import replace

import yanpan.assessment.together_said as said
from yanpan.answers.model import Answer, Answers
from yanpan.answers.operation import act_keys, act_titles, each_act
from yanpan.assessment.act_labels import label_of
from yanpan.assessment.advice import Outcomes, after_cure, conclusion
from yanpan.assessment.duties import Things, duties_of
from yanpan.assessment.early import end_early, no_promise, stopped
from yanpan.assessment.judge import grade_of
from yanpan.assessment.lowered import what_if_of
from yanpan.assessment.measures import gains_of, offered
from yanpan.assessment.model import Act, Assessment, Conclusion, DutyDue, Grades, Precondition, Unknown
from yanpan.assessment.one_act import (
    CONTRADICTED,
    ActJudged,
    deciding,
    judge_act,
    paper_of,
    raised_by_person,
    with_person,
)
from yanpan.assessment.steps import concluded, step_warnings
from yanpan.assessment.timing import NOT_ASKED, outlived, timing_warnings
from yanpan.assessment.together import Acts, highest
from yanpan.assessment.unknowns import grade_with, outcomes
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade


def judge_operation(form: Form, answers: Answers, at: datetime) -> Assessment:
    """Judge several acts as one case. See `assess`."""
    keys, titles = act_keys(form, answers), act_titles(form, answers)
    parts = _judged(form, answers, at)
    whole = _together(Acts(form, parts, keys, titles), answers, at)
    if not (answers.ended_early and whole.missing):
        return whole
    return _ended(Acts(form, [end_early(part, part.start) for part in parts], keys, titles), answers, whole)


def _judged(form: Form, answers: Answers, at: datetime) -> list[ActJudged]:
    """Each act. There is one paper with one hour: where any act asks when it starts, that holds for those that do not."""
    acts = each_act(form, answers)
    parts = [judge_act(form, act, at) for act in acts]
    start = next((part.start for part in parts if part.start.asked), NOT_ASKED)
    return [
        part if part.start.asked or not start.asked else judge_act(form, act, at, start)
        for part, act in zip(parts, acts, strict=True)
    ]


def _together(acts: Acts, answers: Answers, at: datetime) -> Assessment:
    form, parts, first = acts.form, acts.parts, acts.parts[0].made
    person = raised_by_person(answers, first.policy)
    rules = with_person(acts.rules(lambda part: part.rules), person)
    residual_rules = with_person(acts.rules(lambda part: part.residual_rules), person)
    initial, residual = deciding(rules), deciding(residual_rules)
    once_cured = highest(part.once_cured for part in parts)
    red_lines, hazards, steps = acts.red_lines(), acts.hazards(), said.preconditions(acts)
    now = [grade_of(form, part.worst) for part in parts]
    unknowns = acts.unknowns(now)
    what_if = what_if_of(
        form, [part.side for part in parts], red_lines, once_cured, answers.raised,
        planned=any(part.chosen for part in parts),
    )  # fmt: skip
    if_cured, if_both = after_cure(
        red_lines, once_cured, what_if, undecidable=any(part.worst.undecidable for part in parts)
    )
    on_offer = offered(form, [gains_of(form, part.worst, part.worst.levels) for part in parts])
    duties = acts.duties(lambda part: _due(part, at, whole=initial))
    missing, contradictions = said.missing(acts), tuple(said.contradictions(acts))
    days = form.questionnaire.header.validity.days[residual]
    expires_at = min(at + timedelta(days=days), *(part.made.validity.expires_at for part in parts))
    start = parts[0].start.moment
    unexplained = not all(item.explained for item in contradictions)
    made = replace(
        first,
        acts=_acts(acts),
        facts=said.facts(acts),
        derived=said.derived(acts),
        preconditions=steps,
        answers=said.answers_together(acts),
        aside=said.aside_together(acts),
        contradictions=contradictions,
        grade=Grades(
            initial=initial,
            residual=residual,
            best=highest(part.made.grade.best for part in parts),
            decided_by=rules[0].ref if rules else "",
            residual_decided_by=residual_rules[0].ref if residual_rules else "",
        ),
        sections=acts.sections(),
        red_lines=red_lines,
        hazards=hazards,
        rules=tuple(rules),
        residual_rules=tuple(residual_rules),
        unknowns=unknowns,
        measures=acts.measures(measure.id for measure in on_offer),
        what_if=what_if,
        if_cured=if_cured,
        if_cured_and_measures=if_both,
        duties=duties,
        signers=acts.signers(),
        signers_if_raised=acts.signers_if_raised(initial),
        missing=missing,
        signable=not missing and not unexplained,
        validity=replace(first.validity, expires_at=expires_at),
        warnings=tuple(
            dict.fromkeys(
                (
                    *timing_warnings(start, at, expires_at, prohibited=residual is Grade.PROHIBITED),
                    *step_warnings(_named(steps), start),
                    *chain.from_iterable(part.trace.standing.warnings for part in parts),
                )
            )
        ),
    )
    concluding = concluded(
        _concluded(acts, made, _outcomes(acts, unknowns, now), lapses=outlived(start, expires_at)),
        _named(steps),
        residual,
    )
    if unexplained and residual is not Grade.PROHIBITED:
        concluding = replace(concluding, words=CONTRADICTED)
    return replace(made, conclusion=concluding, paper=paper_of(made))


def _ended(acts: Acts, answers: Answers, whole: Assessment) -> Assessment:
    """The record of an operation that ended at a certain red line of one of its acts; see `end_early`."""
    rules = tuple(with_person(acts.rules(lambda part: part.rules), raised_by_person(answers, whole.policy)))
    not_asked = said.not_asked(acts)
    made = replace(
        whole,
        paper="early",
        ended_early=True,
        answers=tuple(answer for answer in whole.answers if answer.state != "unanswered"),
        not_asked=not_asked,
        grade=stopped(rules[0].ref),
        sections=acts.sections(),
        red_lines=acts.red_lines(),
        hazards=acts.hazards(),
        rules=rules,
        residual_rules=rules,
        unknowns=(),
        preconditions=(),
        measures=(),
        what_if=no_promise(len(not_asked)),
        if_cured=None,
        if_cured_and_measures=None,
        duties=acts.duties(lambda part: part.made.duties),
        signable=True,
    )
    lapses = outlived(acts.parts[0].start.moment, whole.validity.expires_at)
    return replace(made, conclusion=_concluded(acts, made, (), lapses=lapses))


def _acts(acts: Acts) -> tuple[Act, ...]:
    """Every act with its own grades, which a person's raise of the whole leaves as they are."""
    asking = acts.form.questionnaire.header.meanings.kind
    found = []
    for part, key, title in zip(acts.parts, acts.keys, acts.titles, strict=True):
        kind = part.given.get(asking)
        initial, residual = part.own
        found.append(
            Act(id=key, title=title, kind=str(kind.value) if kind else "", initial=initial, residual=residual)
        )
    return tuple(found)


def _due(part: ActJudged, at: datetime, *, whole: Grade) -> tuple[DutyDue, ...]:
    """The duties of an act, of one that must not go ahead for another's sake only those of what is stopped."""
    made = part.made
    if whole is not Grade.PROHIBITED or made.grade.initial is Grade.PROHIBITED:
        return made.duties
    things = Things(made.red_lines, made.hazards, made.rules)
    return duties_of(
        part.trace.standing, part.worst, made.grade.initial, at, things, stopped=True, otherwise=part.start
    )


def _named(steps: tuple[Precondition, ...]) -> tuple[Precondition, ...]:
    """Steps under the names of their acts."""
    return tuple(replace(step, title=label_of([step.act]) + step.title) for step in steps)


def _concluded(acts: Acts, made: Assessment, each: Outcomes, *, lapses: bool) -> Conclusion:
    """The conclusion of the whole, in which whatever belongs to some of the acts says to which."""
    label = label_of
    return conclusion(
        acts.parts[0].trace.standing,
        made.grade.initial,
        made.grade.residual,
        tuple(
            replace(line, title=label(line.acts) + line.title, cure=label(line.acts) + line.cure)
            for line in made.red_lines
        ),
        made.what_if,
        made.measures,
        tuple(replace(unknown, ask=label(unknown.acts) + unknown.ask) for unknown in made.unknowns),
        tuple(replace(duty, title=label(duty.acts) + duty.title) for duty in made.duties),
        each,
        lapses=lapses,
    )


def _outcomes(acts: Acts, unknowns: Sequence[Unknown], now: Sequence[Grade]) -> Outcomes:
    """What each answer to the first unknown gives the whole."""
    if not unknowns:
        return ()
    name, own = unknowns[0].question, unknowns[0].acts

    def given(answer: Answer) -> Grade:
        return highest(
            grade_with(acts.form, part.given, name, answer) if not own or key in own else grade
            for part, key, grade in zip(acts.parts, acts.keys, now, strict=True)
        )

    return outcomes(acts.form, name, given)
