"""`assess(form, answers, at) -> Assessment`: the pure middle of yanpan.

No clock, disk, printing, network or randomness. Same form, answers and time give the same value, and
`encode` gives the same bytes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from yanpan import __version__
from yanpan.answers.model import Answers
from yanpan.assessment.advice import after_cure, conclusion, measures_on_offer, what_if_of
from yanpan.assessment.duties import duties_of, signers_of
from yanpan.assessment.judge import Judged, grade_of, judge, judge_open
from yanpan.assessment.measures import counted, treated
from yanpan.assessment.model import (
    SCHEMA_VERSION,
    Aside,
    Assessment,
    Citation,
    FiredRule,
    Grades,
    MatrixPicture,
    QuestionnaireRef,
    Validity,
)
from yanpan.assessment.trace import Tracer
from yanpan.assessment.unknowns import unknowns_of
from yanpan.assessment.words import cite, in_force, json_value, show_answer
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import last_calendar_year
from yanpan.questionnaire.model import Grade, QuestionType, Section

GRACE = timedelta(minutes=30)
"""“现在” typed at the first question is a little past when the last one is answered."""


def assess(form: Form, answers: Answers, at: datetime) -> Assessment:
    """Judge one case. `at` carries its zone. `answers` must have passed `answers.check`.

    Source: 563号 4.1, 4.2 (the three judgements), laws 1–9 of the design.
    """
    given = answers.answers
    # Where a case fact is open the judgement tries each way; the paper lists only what is asked for certain.
    plain = judge(form, given, worst=True)
    all_known = not _has_unknown(form, plain)
    asked = plain.facts.values
    worst = plain if all_known else judge_open(form, given, worst=True)
    best = plain if all_known else judge_open(form, given, worst=False)
    trace = Tracer(form, given, at.date())

    chosen = counted(answers.measures, form)
    residual_levels = treated(form, worst.levels, chosen)
    red_lines = trace.red_lines(worst)
    by_person = _raised_by_person(form, answers, at.date())
    rules = _with_person(trace.rules(worst, worst.levels, red_lines), by_person)
    residual_rules = _with_person(trace.rules(worst, residual_levels, red_lines), by_person)
    initial = rules[0].grade if rules else Grade.LOW
    residual = residual_rules[0].grade if residual_rules else Grade.LOW

    unknowns = () if all_known else unknowns_of(form, given, worst, asked)
    hazards = trace.hazards(worst, residual_levels, chosen)
    what_if = what_if_of(form, worst, chosen)
    measures = measures_on_offer(trace, answers, worst, chosen)
    shown = trace.answers_shown(asked)
    missing = tuple(a.question for a in shown if a.required and a.state == "unanswered")
    if_cured, if_both = after_cure(form, worst, red_lines, chosen, what_if)
    header = form.questionnaire.header
    aside = tuple(
        Aside(
            question=name,
            ask=form.questions[name].ask,
            value=json_value(form.questions[name], given[name]),
            shown=show_answer(form, form.questions[name], given[name]),
            note=given[name].note,
            evidence=given[name].evidence,
        )
        for name in sorted(given)
        if name not in asked
    )
    basis_warnings = _out_of_force(form, at)
    return Assessment(
        schema_version=SCHEMA_VERSION,
        tool_version=__version__,
        calendar_until=last_calendar_year(),
        questionnaire=QuestionnaireRef(
            id=header.id, version=header.version, title=header.title, digest=form.questionnaire.digest
        ),
        case_number=answers.case_number,
        assessed_at=at,
        titles=_titles(form),
        facts={a.question: a.shown for a in shown if a.section is Section.FACTS and a.state == "answered"},
        answers=shown,
        aside=aside,
        grade=Grades(
            initial=initial,
            residual=residual,
            best=max(grade_of(form, best), by_person.grade if by_person else Grade.LOW, key=lambda g: g.rank),
            decided_by=rules[0].ref if rules else "",
            residual_decided_by=residual_rules[0].ref if residual_rules else "",
        ),
        sections=trace.sections(worst.levels, residual_levels),
        red_lines=red_lines,
        hazards=hazards,
        rules=tuple(rules),
        residual_rules=tuple(residual_rules),
        unknowns=unknowns,
        measures=measures,
        what_if=what_if,
        if_cured=if_cured,
        if_cured_and_measures=if_both,
        duties=duties_of(form, worst, initial, at),
        signers=signers_of(form, worst, initial, at),
        missing=missing,
        signable=not missing,
        conclusion=conclusion(form, initial, residual, red_lines, what_if, measures, unknowns),
        validity=Validity(
            expires_at=at + timedelta(days=header.validity.days[residual]),
            void_when=header.validity.void_when,
            basis=cite(form, header.validity.basis, at.date()),
        ),
        matrix=MatrixPicture(
            rows=header.matrix, likelihood=header.likelihood, consequence=header.consequence
        ),
        planned=answers.measures,
        statements=answers.statements,
        attachments=answers.attachments,
        raised=answers.raised,
        warnings=(*_late(worst, at), *basis_warnings),
        policy=_policy(form, at.date()),
        short_form=not (rules or hazards or unknowns or missing or answers.statements or aside),
    )


def red_lines_met(form: Form, answers: Answers) -> tuple[str, ...]:
    """Titles of the red lines that the answers so far hit for certain, whatever is still unanswered."""
    judged = judge(form, answers.answers, worst=False)
    return tuple(line.title for line in form.questionnaire.red_lines if line.id in judged.red_lines)


def _has_unknown(form: Form, judged: Judged) -> bool:
    """Whether any question that can weigh is asked and not known; names and texts weigh nothing."""
    facts = judged.facts
    return any(
        name not in facts.known and form.questions[name].type not in (QuestionType.TEXT, QuestionType.PEOPLE)
        for name in facts.values
    )


def _raised_by_person(form: Form, answers: Answers, on: date) -> FiredRule | None:
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
        basis=(_policy(form, on),),
    )


def _with_person(rules: list[FiredRule], person: FiredRule | None) -> list[FiredRule]:
    """A person's raise counts like a rule; it decides only when it is higher than all others (law 9)."""
    if person is None:
        return rules
    higher = [rule for rule in rules if rule.grade.rank >= person.grade.rank]
    return [*higher, person, *rules[len(higher) :]]


def _policy(form: Form, on: date) -> Citation:
    """The policy itself as cited, with its full title and number."""
    found = form.cache.get(("policy", on))
    if not isinstance(found, Citation):
        source = form.sources[form.questionnaire.header.policy]
        found = Citation(
            ref=source.id, words=f"《{source.title}》（{source.number}）", in_force=in_force(source, on)
        )
        form.cache["policy", on] = found
    return found


def _titles(form: Form) -> dict[str, str]:
    found = form.cache.get("titles")
    if not isinstance(found, dict):
        header = form.questionnaire.header
        found = {f"section.{item.id.value}": item.title for item in header.sections}
        found |= {f"grade.{item.id.value}": item.title for item in header.grades}
        found |= {f"conclusion.{item.id.value}": item.conclusion for item in header.grades}
        form.cache["titles"] = found
    return found


def _out_of_force(form: Form, at: datetime) -> tuple[str, ...]:
    on = at.date()
    found = form.cache.get(("out of force", on))
    if not isinstance(found, tuple):
        cited = _cited_sources(form)
        found = tuple(
            f"《{source.title}》在研判之日不在施行期内，引用前请核对。"
            for source in form.questionnaire.sources
            if source.id in cited and not in_force(source, on)
        )
        form.cache["out of force", on] = found
    return found


def _late(judged: Judged, at: datetime) -> tuple[str, ...]:
    """563号 P.2 and 4.1 want the assessment before the act; one made after it is said to be late."""
    start = judged.facts.values.get("planned_start")
    if isinstance(start, datetime) and start < at - GRACE:
        return (
            "计划实施的时间早于研判时间：研判应在实施前做，事后补做的不能代替事前研判（563号 P.2、4.1）。",
        )
    return ()


def _cited_sources(form: Form) -> frozenset[str]:
    q, header = form.questionnaire, form.questionnaire.header
    lists = (
        q.questions,
        q.hazards,
        q.red_lines,
        q.escalators,
        q.measures,
        q.duties,
        q.signoff.rules,
        header.sections,
    )
    refs = [ref for items in lists for item in items for ref in item.basis]
    refs += [header.policy, *header.section_basis, *header.validity.basis]
    return frozenset(ref.partition(":")[0] for ref in refs)
