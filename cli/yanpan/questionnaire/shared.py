"""What must hold of `shared`: the questions that an operation of several acts answers once for all of them.

What tells the acts apart is never one of them, and what the program itself asks of the whole operation (when it starts,
whose it is, who carries it out) always is: there is one paper, with one hour and one set of signers.
"""

from __future__ import annotations

from collections.abc import Iterator

from yanpan.naming import nearest
from yanpan.questionnaire.model import Questionnaire

Fault = tuple[str, str, str]
"""The question as it is written (empty for the whole list), what is wrong, what to do."""

_ONE_FOR_ALL = {"start": "计划实施的时间", "unit": "单位名称", "officers": "执法人员"}


def shared_faults(q: Questionnaire) -> Iterator[Fault]:
    """Names that are no questions or stand twice, the act or what follows from one, and what must be shared and is not."""
    names, meanings = q.header.shared, q.header.meanings
    if not names:
        return
    questions = {question.id: question for question in q.questions}
    asks_act = next((question.id for question in q.questions if question.acts), "")
    if not asks_act:
        yield (
            "",
            "shared 没有用：没有一道题问行为（acts: true）",
            "一次行动做几件事，要能说出是哪几件；删去 shared。",
        )
    settled = {name: act.id for act in reversed(q.acts) for name in act.sets}
    for place, name in enumerate(names):
        if name in names[:place]:
            yield name, f"shared 里“{name}”写了两次", "留一处。"
        elif name not in questions:
            yield name, f"shared 里的“{name}”不是题号{nearest(name, questions)}", "照题号写。"
        elif name == asks_act:
            yield name, f"shared 里的“{name}”问的就是行为，每件事各有各的", "从 shared 里删去。"
        elif name in settled:
            what = f"shared 里的“{name}”由行为得出（“{settled[name]}”定了它），不能几件事共用"
            yield name, what, "从 shared 里删去；几件事共用的只能是由人来答、对整个行动只有一个答案的。"
        elif name == meanings.kind:
            yield name, f"shared 里的“{name}”是行为的种类，每件事各有各的", "从 shared 里删去。"
    for field, words in _ONE_FOR_ALL.items():
        if (named := getattr(meanings, field)) and named not in names:
            what = f"shared 里没有“{named}”（{words}）：一次行动只有一个"
            yield "", what, f"把 {named} 写进 shared。"
