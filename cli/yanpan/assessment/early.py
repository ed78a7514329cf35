"""The early end: a certain red line has decided, so the rest of the questions need no answer (law 6).

Such a record says what the answers given came to and not a word more: no hazard, duty or section that only an open
question could bring, no measure that would help, and no grade for when the red line is cured, because nobody has asked
what that depends on. Who must sign is as the ordinary judgement has it, open questions at their worst: stopping saves
no signature.
"""

from __future__ import annotations

from dataclasses import replace as with_parts

from msgspec.structs import replace

from yanpan.answers.model import Answers
from yanpan.answers.operation import each_act
from yanpan.assessment.advice import conclusion
from yanpan.assessment.certain import certain_red_lines, judge_certain
from yanpan.assessment.duties import Things, duties_of
from yanpan.assessment.judge import Judged, grade_of
from yanpan.assessment.model import Grades, HitRedLine, NotAsked, SectionScore, WhatIf
from yanpan.assessment.one_act import ActJudged, raised_by_person, with_person
from yanpan.assessment.timing import NOT_ASKED, Start, outlived, recorded_start
from yanpan.assessment.trace import Tracer
from yanpan.errors import AnswersRefused, FieldFault
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade


def check_end(form: Form, answers: Answers) -> None:
    """Raise `AnswersRefused` where the answers claim an early end that no certain red line of any act allows."""
    if answers.ended_early and not any(
        certain_red_lines(form, act.answers) for act in each_act(form, answers)
    ):
        raise AnswersRefused(
            (
                FieldFault(
                    "ended_early",
                    "还没有确定触碰红线，不能提前结束",
                    remedy="把剩下的题答完，删去 ended_early；答“不清楚”的不算确定。",
                ),
            )
        )


def end_early(act: ActJudged, start: Start = NOT_ASKED) -> ActJudged:
    """An act of a case that ended at a certain red line, its own or another act's, of what the ordinary judgement makes.

    Where the red line is another act's, only the duties of this one hang on its own grade: what it certainly comes to. `start`:
    when the operation starts, where the act certainly does not ask.
    """
    trace, whole = act.trace, act.made
    form, given = trace.form, act.answers.answers
    judged = judge_certain(form, given)
    red_lines = trace.red_lines(judged)
    placed = trace.rules(judged, judged.levels, red_lines)
    person = raised_by_person(act.answers, whole.policy)
    rules = tuple(with_person([rule for _, rule in placed], person))
    not_asked = tuple(
        NotAsked(question=a.question, section=a.section, ask=a.ask)
        for a in whole.answers
        if a.state == "unanswered"
    )
    what_if = no_promise(len(not_asked))
    hazards = trace.hazards(judged, judged.levels, [])
    grade = Grade.PROHIBITED if red_lines else grade_of(form, judged)
    things = Things(red_lines, hazards, rules)
    duties = duties_of(
        trace.standing, judged, grade, whole.assessed_at, things, stopped=True, otherwise=start
    )
    made = replace(
        whole,
        paper="early",
        ended_early=True,
        answers=tuple(a for a in whole.answers if a.state != "unanswered"),
        not_asked=not_asked,
        grade=stopped(rules[0].ref if rules else ""),
        sections=_stopped_sections(trace, judged, red_lines),
        red_lines=red_lines,
        hazards=hazards,
        rules=rules,
        residual_rules=rules,
        unknowns=(),
        preconditions=(),
        measures=(),
        what_if=what_if,
        if_cured=None,
        if_cured_and_measures=None,
        duties=duties,
        signable=True,
        conclusion=conclusion(
            trace.standing, Grade.PROHIBITED, Grade.PROHIBITED, red_lines, what_if, (), (), duties,
            lapses=outlived(recorded_start(whole), whole.validity.expires_at),
        ),
    )  # fmt: skip
    return with_parts(act, made=made, worst=judged, rules=placed, residual_rules=placed)


def stopped(decided_by: str) -> Grades:
    """Prohibited at worst and at best: the red line is certain, and no measure takes it away."""
    return Grades(
        initial=Grade.PROHIBITED,
        residual=Grade.PROHIBITED,
        best=Grade.PROHIBITED,
        decided_by=decided_by,
        residual_decided_by=decided_by,
    )


def _stopped_sections(
    trace: Tracer, judged: Judged, red_lines: tuple[HitRedLine, ...]
) -> tuple[SectionScore, ...]:
    """Only sections in which a red line stands: of the others nobody asked enough, and few points would look clean."""
    stopped = {line.section for line in red_lines}
    scores = trace.sections(judged.levels, judged.levels, red_lines)
    return tuple(score for score in scores if score.section in stopped)


def no_promise(not_asked: int) -> WhatIf:
    """Nothing is said of what would lower the grade: it hangs on what was not asked."""
    why = f"红线已经确定，提前结束，还有 {not_asked} 个问题没有答：措施不能消除红线；改变方案以后是什么等级，要把题答完、重新研判才知道。"
    return WhatIf(possible=False, to=Grade.PROHIBITED, measures=(), titles=(), why_not=why)
