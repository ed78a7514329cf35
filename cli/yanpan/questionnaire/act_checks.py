"""What must hold of the acts of a pack: they answer questions that exist, with answers that those have, and lead nowhere else.

`act_faults` is asked wherever a pack is loaded; `act_warnings` by lint alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yanpan.naming import nearest
from yanpan.questionnaire.act_list import names_of
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.form import Form
from yanpan.questionnaire.model import ListedAct, Question, Questionnaire, QuestionType, RedLine
from yanpan.questionnaire.terms import settled

Fault = tuple[str, str, str, str]
"""List, id, what is wrong, what to do."""

_CHOICE, _CHOICES = QuestionType.CHOICE, QuestionType.CHOICES
_SHOWN = 8


def act_faults(
    q: Questionnaire, questions: Mapping[str, Question], red_lines: Mapping[str, RedLine]
) -> Iterator[Fault]:
    """References that lead nowhere, and answers that a question does not have."""
    asking = [question for question in q.questions if question.acts]
    for question in asking:
        if question.type is not _CHOICE or not question.nominal or question.required or question.when:
            what = "问的是行为（acts: true）"
            yield (
                "questions",
                question.id,
                f"{what}，写法不对",
                ("写 type: choice、nominal: true、unknown: false、required: false，不写 when。"),
            )
        if question.options:
            yield "questions", question.id, "的选项就是 acts，不能另写 options", "删去 options。"
    for question in asking[1:]:
        yield "questions", question.id, "是第二道问行为的题", "问行为的题（acts: true）只能有一道。"
    if q.acts and not asking:
        yield "acts", q.acts[0].id, "没有一道题来问", "加一道题，写 acts: true。"
    labels: dict[str, str] = {}
    for act in q.acts:
        if act.label in labels:
            yield "acts", act.id, f"的 label 和“{labels[act.label]}”一样", "换一个说法，让人分得清。"
        labels.setdefault(act.label, act.id)
        if act.red_line is not None and act.red_line not in red_lines:
            yield "acts", act.id, f"引用了没有的红线“{act.red_line}”{nearest(act.red_line, red_lines)}", ""
        yield from _set_faults(act, questions)


def _set_faults(act: ListedAct, questions: Mapping[str, Question]) -> Iterator[Fault]:
    for name, value in act.sets.items():
        question = questions.get(name)
        if question is None:
            yield "acts", act.id, f"的 sets 里没有“{name}”这道题{nearest(name, questions)}", "照题号写。"
            continue
        if question.acts or not question.nominal or question.type not in (_CHOICE, _CHOICES):
            what = f"的 sets 里“{name}”不是分类的题"
            yield "acts", act.id, what, "只能定 nominal: true 的单选、多选；好坏要由人来答。"
            continue
        many = isinstance(value, tuple)
        if many is not (question.type is _CHOICES):
            yield "acts", act.id, f"的 sets 里“{name}”的写法不对", "单选写一个词，多选写 [词, 词]。"
            continue
        values = [option.value for option in question.options]
        for one in value if isinstance(value, tuple) else (value,):
            if one not in values:
                shown = "、".join(values[:_SHOWN])
                yield (
                    "acts",
                    act.id,
                    f"的 sets 里“{name}”没有“{one}”这个选项{nearest(one, values)}",
                    f"可用：{shown}。",
                )


def unasked(form: Form, act: ListedAct) -> Iterator[str]:
    """Questions that the act answers, which nobody is asked with its other answers."""
    values: dict[str, object] = {form.act_question: act.id, **act.sets}
    facts = Facts(values=values, known=set(values))
    for name in act.sets:
        condition = form.when.get(name)
        # What hangs on something that the act leaves open may be asked: only then the answer counts.
        if condition and settled(condition.term, facts, facts.known, frozenset()) is False:
            yield name


def own_words(form: Form) -> Iterator[Fault]:
    """Names of an act that would be held against who picked it: told so, people learn to explain such things away."""
    texts = {question.id for question in form.order if question.type is QuestionType.TEXT}
    told = [(item, condition) for item, condition in form.contradictions if condition.names & texts]
    for act in form.acts.values():
        if not act.sets or act.red_line:
            continue
        for item, condition in told:
            for name in names_of(act):
                given: dict[str, object] = {
                    **act.sets,
                    form.act_question: act.id,
                    **dict.fromkeys(condition.names & texts, name),
                }
                if condition.names <= given.keys() and condition.holds(Facts(values=given, known=set(given))):
                    what = f"的条件把行为“{act.id}”自己的叫法“{name}”说成矛盾"
                    yield "contradictions", item.id, what, "加上 and not named(题号, act)，或者改这个词。"


def act_warnings(form: Form) -> Iterator[Fault]:
    """Acts that cannot be told apart by their names, or that stand under no heading."""
    called: dict[str, str] = {}
    empty = [act.id for act in form.acts.values() if not act.sets]
    for act in form.acts.values():
        for word in names_of(act):
            first = called.setdefault(word, act.id)
            if first != act.id:
                what = f"和“{first}”都叫“{word}”"
                yield "acts", act.id, what, "答案文件里写这个词就分不清；留在一处，或者换一个词。"
        if not act.group and act.sets:
            yield "acts", act.id, "没有写 group", "写上列在哪一类下面。"
    for name in empty[1:]:
        yield "acts", name, f"什么也没有定，和“{empty[0]}”一样", "“列表里没有”只要一项；其余写 sets。"
