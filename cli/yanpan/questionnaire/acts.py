"""Acts by name, and what a form can still ask of one: for a form on paper, where nobody hides what is not asked.

An act is named by options of the questions that settle the kind of case (`强制`, `拆除`, `应急`); one word is enough
where it settles the others. Or by a name that the list of acts has for it (`扣车`), which gives those options.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from yanpan.errors import UsageError
from yanpan.questionnaire.act_list import called
from yanpan.questionnaire.citing import OffTopic
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.form import Form
from yanpan.questionnaire.model import ListedAct, Question, Section
from yanpan.questionnaire.narrow import Kind
from yanpan.questionnaire.terms import settled

MOST_KINDS = 5_000
"""Kinds of case that one act may still leave open."""


@dataclass(frozen=True, slots=True)
class Act:
    """A name for an act: the answer `value` to the question `question`."""

    question: str
    value: str
    label: str

    def is_called(self, word: str) -> bool:
        """By its value, its label, or its label without what stands in brackets."""
        return word in (self.value, self.label, self.label.partition("（")[0])


@dataclass(frozen=True)
class NamedAct:
    """An act as it was named, and the kinds of case that it leaves open."""

    form: Form
    acts: tuple[Act, ...]
    kinds: tuple[Kind, ...]
    listed: str = ""
    """Which act of the list it is, where one was named."""

    @cached_property
    def possible(self) -> dict[str, frozenset[object]]:
        """The answers that each question which settles the kind of case can have; None where it is not asked."""
        names = [name for name, _, _ in self.form.case_facts]
        return {name: frozenset(kind[place] for kind in self.kinds) for place, name in enumerate(names)}

    @cached_property
    def settled(self) -> dict[str, str]:
        """The answers that the act itself gives, in the order of the form."""
        found = {}
        for name, values in self.possible.items():
            (only, *others) = values
            if not others and only is not None:
                found[name] = str(only)
        return found

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Every question that can come up, in the order in which it is asked on a screen."""
        found = {name for kind in self.kinds for name in self._asked_of(kind)}
        found -= {name for name, values in self.possible.items() if values == frozenset([None])}
        found.discard(self.form.act_question)
        return tuple(question for question in self.form.order if question.id in found)

    def _asked_of(self, kind: Kind) -> Iterator[str]:
        """Questions that can come up in this kind of case, none that only another act of the list brings up."""
        form, names = self.form, [name for name, _, _ in self.form.case_facts]
        values = {name: value for name, value in zip(names, kind, strict=True) if value is not None}
        if self.listed:
            values[form.act_question] = self.listed
        facts = Facts(values=values, known=set(values))
        questions = [question.id for question in form.for_kind(kind).questions]
        absent = form.questions.keys() - {*questions} | {form.act_question, *names}
        absent -= values.keys()
        for name in questions:
            condition = form.when.get(name)
            known = absent | values.keys()
            if condition and settled(condition.term, facts, known, absent) is False:
                absent.add(name)
            else:
                yield name

    @cached_property
    def off_topic(self) -> OffTopic:
        """What may not be cited in any kind of case that the act leaves open."""
        ruled_out = [self.form.for_kind(kind).off_topic for kind in self.kinds]
        return frozenset.intersection(*ruled_out) if ruled_out else frozenset()

    @cached_property
    def always(self) -> frozenset[str]:
        """The questions that come up whatever is answered."""
        every: list[set[str]] = []
        for kind in self.kinds:
            answered = zip((name for name, _, _ in self.form.case_facts), kind, strict=True)
            facts = {name for name, value in answered if value is not None}
            every.append(facts | {n for n, _, test in self.form.for_kind(kind).asked if test is None})
        return frozenset(set.intersection(*every))


def acts_of(form: Form) -> tuple[Act, ...]:
    """Every name for an act that the form knows, in its order."""
    return tuple(
        Act(question.id, option.value, option.label)
        for _, question, _ in form.case_facts
        if question.section is Section.FACTS
        for option in question.options
    )


def name_act(form: Form, words: Iterable[str]) -> NamedAct:
    """The act that the words name together.

    Raises `UsageError` for a word that names none, for words that do not go together, and for a word of several
    meanings that the others do not settle.
    """
    known = acts_of(form)
    meant = [_called(form, known, word) for word in words]
    readings = []
    for together in product(*meant):
        acts = tuple(act for meaning in together for act in meaning.acts)
        of_list = {meaning.listed for meaning in together if meaning.listed}
        listed = of_list.pop() if len(of_list) == 1 else ""
        kinds = tuple(_kinds(form, {act.question: act.value for act in acts}, acts))
        if kinds:
            readings.append(NamedAct(form, tuple(dict.fromkeys(acts)), kinds, listed))
    if not readings:
        raise UsageError(
            "这几个 --act 不能放在一起", remedy="yanpan pack print --list 列出有哪些、各属于哪一题。"
        )
    if len(readings) > 1:
        several = (meaning for meanings in meant if len(meanings) > 1 for meaning in meanings)
        labels = "、".join(dict.fromkeys(f"“{meaning.label}”" for meaning in several))
        raise UsageError(f"--act 的意思不止一个：{labels}", remedy="写整句，或者再给一个 --act。")
    if len(readings[0].kinds) > MOST_KINDS:
        raise UsageError("--act 给得太宽，可能的情形太多", remedy="再给一个 --act，说细一点。")
    return readings[0]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one word means: an option, or what an act of the list gives for certain."""

    label: str
    acts: tuple[Act, ...]
    listed: str = ""


def _given_by(form: Form, act: ListedAct) -> _Meaning:
    facts = Facts(values=dict(act.sets), known=set(act.sets))
    given = []
    for name, question, test in form.case_facts:
        value = act.sets.get(name)
        if isinstance(value, str) and (test is None or test(facts)):
            given.append(Act(name, value, form.option_labels[question.id][value]))
    return _Meaning(act.label, tuple(given), act.id)


def _called(form: Form, known: tuple[Act, ...], word: str) -> list[_Meaning]:
    found = [_Meaning(act.label, (act,)) for act in known if act.is_called(word)]
    found = found or [_given_by(form, act) for act in called(form, word) if act.sets]
    if not found:
        names = list(dict.fromkeys(name for act in known for name in (act.value, act.label)))
        names += [name for name in form.acts if name not in names]
        near = difflib.get_close_matches(word, names, n=4, cutoff=0.3) or [act.value for act in known[:10]]
        raise UsageError(
            f"--act 不认识“{word}”；相近的有：{'、'.join(near)}", remedy="yanpan pack print --list 列出全部。"
        )
    return found


def _kinds(form: Form, wanted: Mapping[str, str], acts: tuple[Act, ...]) -> Iterator[Kind]:
    """The kinds of case in which all of this is answered, at most one more than allowed."""
    if any(wanted[act.question] != act.value for act in acts):
        return
    yield from islice(_grown(form, wanted, {}, 0), MOST_KINDS + 1)


def _grown(form: Form, wanted: Mapping[str, str], values: dict[str, object], place: int) -> Iterator[Kind]:
    if place == len(form.case_facts):
        yield tuple(values.get(name) for name, _, _ in form.case_facts)
        return
    name, question, test = form.case_facts[place]
    if test is not None and not test(Facts(values=dict(values), known=set(values))):
        if name not in wanted:
            yield from _grown(form, wanted, values, place + 1)
        return
    for option in question.options:
        if wanted.get(name, option.value) == option.value:
            yield from _grown(form, wanted, {**values, name: option.value}, place + 1)
