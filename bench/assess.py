"""Traced assessments a second on one core and on two, against the untraced judgement, a rules engine, a plain loop over dicts."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import count

from msgspec.structs import replace

from bench.cases import AT, NUMBER, answers, form
from bench.measure import Line, Timing, per_second, rate_in_turns, ratio, table
from bench.rules_engine import zen_sides
from yanpan.answers import read_answers
from yanpan.answers.model import Answer, Answers
from yanpan.assessment import assess, digest_of, encode
from yanpan.assessment.judge import grade_of, judge
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.questionnaire.model import Grade, raised

ROUNDS = 7
SECONDS = 0.2
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


def another_each_time(given: Answers) -> Callable[[], object]:
    """Assessments of which each says in another sentence what is to be done: nothing that was read before helps."""
    name, numbers = "action_summary", count()
    words = given.answers[name].value

    def one() -> object:
        told = Answer(value=f"{words}{next(numbers)}")
        return assess(form(), replace(given, answers={**given.answers, name: told}), AT)

    return one


def measured(given: Answers) -> dict[str, Timing]:
    done = assess(form(), given, AT)
    return rate_in_turns(
        {
            "assess, traced": lambda: assess(form(), given, AT),
            "assess, another sentence each time": another_each_time(given),
            "judge and grade, untraced": lambda: grade_of(form(), judge(form(), given.answers, worst=True)),
            **zen_sides(given),
            "plain loop over dicts": plain_loop(given),
            "encode (assessment.json)": lambda: encode(done),
            "digest (SHA-256)": lambda: digest_of(done),
        },
        ROUNDS,
    )


def worked_cases() -> list[Answers]:
    """All worked cases of the questionnaire."""
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    return [
        read_answers(merged(case, files, lines) | {"case_number": NUMBER}, form())
        for case, lines in files.values()
    ]


def all_of_them(cases: list[Answers]) -> Timing:
    """An assessment, over the cases, each as often as the others."""

    def one_round() -> None:
        for said in cases:
            assess(form(), said, AT)

    rate = rate_in_turns({"all": one_round}, ROUNDS)["all"]
    return Timing(rate.least / len(cases), rate.median / len(cases))


def longest(cases: list[Answers]) -> Answers:
    """Of one act, with everything known: the one whose result is the longest."""
    done = [(said, assess(form(), said, AT)) for said in cases if not said.also]
    return max(((said, a) for said, a in done if not a.unknowns), key=lambda item: len(encode(item[1])))[0]


def _many(given: Answers) -> float:
    """Assessments a second of this process, on a core of its own."""
    start, done = time.process_time(), 0
    while (taken := time.process_time() - start) < SECONDS:
        for _ in range(50):
            assess(form(), given, AT)
        done += 50
    return done / taken


def two_processes(given: Answers) -> Timing:
    """An assessment, of two processes that make them at the same time, in seconds of their cores."""
    with ProcessPoolExecutor(2) as pool:
        rates = sorted(sum(pool.map(_many, [given, given])) for _ in range(ROUNDS))
    return Timing(1 / rates[-1], 1 / rates[len(rates) // 2])


def figures() -> list[Line]:
    cases = worked_cases()
    worked = all_of_them(cases)
    label = f"all {len(cases)} worked cases of gd-563: assess, traced"
    lines = [Line(label, per_second(worked.least), per_second(worked.median))]
    sides = [(grade.value, answers(grade), "≥ 5,000/s") for grade in GRADES]
    sides[0] = (*sides[0][:2], "≥ 10,000/s")
    sides.append(("the longest worked case of one act", longest(cases), "≥ 5,000/s"))
    for called, given, aim in sides:
        found = measured(given)
        found["two processes at once"] = two_processes(given)
        traced = found["assess, traced"].median
        asked = len(assess(form(), given, AT).answers)
        for name, t in found.items():
            first = name == "assess, traced"
            against = "" if first else f"assess takes {ratio(traced, t.median)} as long"
            label = f"{called}, {asked} questions: {name}" if first else f"    {name}"
            lines.append(
                Line(label, per_second(t.least), per_second(t.median), against, aim if first else "")
            )
    return lines


if __name__ == "__main__":
    print(table(f"assessments a second on one core, {ROUNDS} rounds", figures()))
