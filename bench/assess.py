"""Traced assessments a second on one core, against the untraced judgement and against a plain loop over dicts."""

from __future__ import annotations

from collections.abc import Callable

from bench.cases import AT, NUMBER, answers, form
from bench.measure import Line, Timing, per_second, rate_in_turns, ratio, table
from yanpan.answers import read_answers
from yanpan.answers.model import Answers
from yanpan.assessment import assess, digest_of, encode
from yanpan.assessment.judge import grade_of, judge
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.questionnaire.model import Grade, raised

ROUNDS = 7
GRADES = (Grade.LOW, Grade.MEDIUM, Grade.PROHIBITED)


def plain_loop(given: Answers) -> Callable[[], int]:
    """The least that any program must do: look each answer up, add points, compare with the limits.

    No conditions, no matrix, no escalators, no causes, no citations, no duties.
    """
    hazards = {h.id: (h.section.value, h.likelihood, h.consequence) for h in form().questionnaire.hazards}
    effects = {
        q.id: {o.value: ([r.hazard for r in raised(o)], o.red_line) for o in q.options if o.raises or o.red_line}
        for q in form().order
    }  # fmt: skip
    said = {name: a.value if isinstance(a.value, tuple) else (a.value,) for name, a in given.answers.items()}
    limits = form().questionnaire.header.section_thresholds

    def loop() -> int:
        scores = {"legality": 0, "stability": 0, "controllability": 0}
        grade = 0
        seen = set()
        for name, values in said.items():
            table = effects[name]
            for value in values:
                effect = table.get(value)
                if effect is None:
                    continue
                for hazard in effect[0]:
                    if hazard not in seen:
                        seen.add(hazard)
                        section, likelihood, consequence = hazards[hazard]
                        scores[section] += likelihood * consequence
                if effect[1] is not None:
                    grade = 3
        worst = max(scores.values())
        return max(grade, 2 if worst >= limits["high"] else 1 if worst >= limits["medium"] else 0)

    return loop


def measured(grade: Grade) -> dict[str, Timing]:
    given = answers(grade)
    done = assess(form(), given, AT)
    if done.grade.initial is not grade:
        raise RuntimeError(f"this case is {done.grade.initial}, not {grade}")
    return rate_in_turns(
        {
            "assess, traced": lambda: assess(form(), given, AT),
            "judge and grade, untraced": lambda: grade_of(form(), judge(form(), given.answers, worst=True)),
            "plain loop over dicts": plain_loop(given),
            "encode (assessment.json)": lambda: encode(done),
            "digest (SHA-256)": lambda: digest_of(done),
        },
        ROUNDS,
    )


def worked_cases() -> Timing:
    """Assessments a second over all worked cases of the questionnaire, each as often as the others."""
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    given = [
        read_answers(merged(case, files, lines) | {"case_number": NUMBER}, form())
        for case, lines in files.values()
    ]

    def all_of_them() -> None:
        for said in given:
            assess(form(), said, AT)

    rate = rate_in_turns({"all": all_of_them}, ROUNDS)["all"]
    return Timing(rate.least / len(given), rate.median / len(given))


def figures() -> list[Line]:
    worked = worked_cases()
    label = "all worked cases of gd-563: assess, traced"
    lines = [Line(label, per_second(worked.least), per_second(worked.median), "", "≥ 5,000/s")]
    for grade in GRADES:
        found = measured(grade)
        traced = found["assess, traced"].median
        asked = len(assess(form(), answers(grade), AT).answers)
        for name, t in found.items():
            first = name == "assess, traced"
            against = "" if first else f"assess takes {ratio(traced, t.median)} as long"
            aim = "≥ 5,000/s" if first else ""
            label = f"{grade.value}, {asked} questions: {name}" if first else f"    {name}"
            lines.append(Line(label, per_second(t.least), per_second(t.median), against, aim))
    return lines


if __name__ == "__main__":
    print(table(f"assessments a second on one core, {ROUNDS} rounds", figures()))
