"""What was said of the acts of an operation, put together: answers, what is missing, what contradicts, steps to come.

Of what the acts share each thing stands once; of what is an act's own each under its act.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from yanpan.answers.operation import OF_ACT, of_all
from yanpan.assessment.act_labels import label_of
from yanpan.assessment.model import Aside, Contradiction, DerivedFact, NotAsked, Precondition, ShownAnswer
from yanpan.assessment.together import Acts


def answers_together(acts: Acts) -> tuple[ShownAnswer, ...]:
    """What the acts share, in the order of the questionnaire, then what each answers for itacts."""
    shared = acts.form.shared
    told = acts.each(lambda part: [answer for answer in part.made.answers if answer.question in shared])
    by_question = {answer.question: answer for answer, _ in told}
    found = [by_question[q.id] for q in acts.form.questionnaire.questions if q.id in by_question]
    for part, key in zip(acts.parts, acts.keys, strict=True):
        found += [replace(a, acts=(key,)) for a in part.made.answers if a.question not in shared]
    return tuple(found)


def aside_together(acts: Acts) -> tuple[Aside, ...]:
    """What no act is asked of what they share, then of each act what it is not asked."""
    asked = {answer.question for part in acts.parts for answer in part.made.answers}
    shared = {
        item.question: item
        for part in acts.parts
        for item in part.made.aside
        if item.question in acts.form.shared and item.question not in asked
    }
    found = [shared[name] for name in sorted(shared)]
    for part, key in zip(acts.parts, acts.keys, strict=True):
        found += [replace(i, acts=(key,)) for i in part.made.aside if i.question not in acts.form.shared]
    return tuple(found)


def not_asked(acts: Acts) -> tuple[NotAsked, ...]:
    """What an early end leaves open: what the acts share once, what is an act's own under its name."""
    found: dict[NotAsked, None] = {}
    for own in (False, True):
        for part, key in zip(acts.parts, acts.keys, strict=True):
            for item in part.made.not_asked:
                if (item.question not in acts.form.shared) is own:
                    told = replace(item, ask=label_of([key]) + item.ask) if own else item
                    found.setdefault(told)
    return tuple(found)


def missing(acts: Acts) -> tuple[str, ...]:
    """Required questions without an answer in any act, in the order of the questionnaire."""
    names = {name for part in acts.parts for name in part.made.missing}
    return tuple(question.id for question in acts.form.questionnaire.questions if question.id in names)


def facts(acts: Acts) -> dict[str, str]:
    """Each fact once; of one that is another in each act all, in their order."""
    found: dict[str, list[str]] = {}
    for part in acts.parts:
        for name, shown in part.made.facts.items():
            if shown not in found.setdefault(name, []):
                found[name].append(shown)
    return {name: "；".join(shown) for name, shown in found.items()}


def derived(acts: Acts) -> tuple[DerivedFact, ...]:
    """Periods: under the name of their acts where it is not all."""
    found = acts.each(lambda part: part.made.derived)
    return tuple(replace(fact, title=label_of(acts.tags(places)) + fact.title) for fact, places in found)


def contradictions(acts: Acts) -> Iterator[Contradiction]:
    """What is about nothing but shared answers once, what an act has for itself under its name."""
    known = {item.id: item for item in acts.form.questionnaire.contradictions}
    seen: set[str] = set()
    for place, (part, key) in enumerate(zip(acts.parts, acts.keys, strict=True)):
        for item in part.made.contradictions:
            if of_all(acts.form, known[item.id]):
                if item.id not in seen:
                    seen.add(item.id)
                    yield item
            else:
                name = f"{key}{OF_ACT}{item.id}" if place else item.id
                yield replace(item, id=name, words=label_of([key]) + item.words)


def preconditions(acts: Acts) -> tuple[Precondition, ...]:
    """A step that a shared answer told of is one step; of those that acts have for themselves each is its own.

    A step is ticked off by its id: further ones of the same name have a number behind it.
    """
    found: dict[str, Precondition] = {}
    for part, key in zip(acts.parts, acts.keys, strict=True):
        for step in part.made.preconditions:
            own = any(cause.question not in acts.form.shared for cause in step.causes)
            name, n = step.id, 1
            while name in found and (own or found[name].act):
                n += 1
                name = f"{step.id}-{n}"
            found.setdefault(name, replace(step, id=name, act=key if own else ""))
    return tuple(found.values())
