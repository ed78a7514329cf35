"""A condition in words, for a reader who has the questions before him by number.

Whatever the act settles is worked out first. Plain tests on answers are said; where a condition is made of more than
that, or of too much to take in, only the questions are named.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from yanpan.questionnaire.acts import NamedAct
from yanpan.questionnaire.condition import Condition, compile_condition
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import Question, QuestionType, Threshold
from yanpan.questionnaire.terms import Leaf

LONGEST = 110
_LABEL = 30

_COMPARED = {
    ast.Lt: "小于", ast.LtE: "不超过", ast.Gt: "超过", ast.GtE: "达到", ast.Eq: "是", ast.NotEq: "不是",
}  # fmt: skip
_SAID = {
    "answered": "已经答了",
    "night": "的时间在夜间（22时至次日6时）",
    "holiday": "的日子是法定节假日",
    "calendar_known": "那一年的放假安排已经公布",
}
_OPPOSITES = (
    ("题答“", "题没有答“"), ("题选了“", "题没有选“"), ("已经公布", "还没有公布"), ("已经答了", "没有答"),
    ("的金额超过", "的金额没有超过"), ("已经收录", "没有收录"), ("的时间在夜间", "的时间不在夜间"), ("的日子是", "的日子不是"),
)  # fmt: skip
"""A test in words, and the same when it is to be false. That it is, too, where its question is not asked: 没有答."""


@dataclass(frozen=True)
class _Joined:
    every: bool
    parts: tuple[_Part, ...]


_Part = ast.expr | _Joined
"""What is left of a condition: one test, or several. A test that is to be false is wrapped in `not`."""


class InWords:
    """Says conditions for the form of one act; `number` gives a question's number on it."""

    def __init__(self, act: NamedAct, number: Callable[[str], int]) -> None:
        self.act = act
        self.number = number
        self.questions = act.form.questions
        self.asked = {question.id for question in act.asked}
        self.facts = Facts(values=dict(act.settled), known=set(act.settled))
        if act.listed:
            self.asked.add(act.form.act_question)
            self.facts.values[act.form.act_question] = act.listed
            self.facts.known.add(act.form.act_question)

    def when(self, question: Question) -> str:
        """`仅当第5题答“有”时答`; nothing for a question that always comes up."""
        condition = self.act.form.when.get(question.id)
        if condition is None or question.id in self.act.always:
            return ""
        left = self._left(ast.parse(condition.text.strip(), mode="eval").body, positive=True)
        if isinstance(left, bool):
            return ""
        said = self._said(left, outermost=True)
        if said is None or len(said) > LONGEST:
            return self._named(left)
        return f"仅当{said}时答"

    def _named(self, left: _Part) -> str:
        held = self.act.form.limits
        named = {held[name].threshold.amount if name in held else name for name in _names(left)}
        names = sorted(self.number(name) for name in named if name in self.asked)
        return f"视前面的答案（第{'、'.join(map(str, names))}题）" if names else "视前面的答案"

    def _left(self, node: ast.expr, *, positive: bool) -> _Part | bool:
        """The condition (or its opposite) without what the act settles."""
        if isinstance(node, ast.UnaryOp):
            return self._left(node.operand, positive=not positive)
        if isinstance(node, ast.BoolOp):
            every = isinstance(node.op, ast.And) is positive
            parts = [self._left(value, positive=positive) for value in node.values]
            if (not every) in parts:
                return not every
            kept = tuple(part for part in parts if not isinstance(part, bool))
            return _Joined(every, kept) if len(kept) > 1 else kept[0] if kept else every
        test = compile_condition(ast.unparse(node), self.questions, limits=self.act.form.limits)
        holds = self._holds(test)
        if holds is not None:
            return holds is positive
        return node if positive else ast.UnaryOp(ast.Not(), node)

    def _holds(self, test: Condition) -> bool | None:
        """Whether one test holds, where the act says so: a question that it rules out fails every test on it."""
        needed = test.term.names if isinstance(test.term, Leaf) else test.names
        if not needed <= self.asked:
            return False
        if test.names <= self.facts.known:
            return test.holds(self.facts)
        (name, *others) = test.names
        possible = self.act.possible.get(name)
        if others or possible is None:
            return None
        each = {test.holds(Facts(values={name: v}, known={name})) for v in possible if v is not None}
        return False if each == {False} else True if each == {True} and None not in possible else None

    def _said(self, left: _Part, *, outermost: bool = False) -> str | None:
        if not isinstance(left, _Joined):
            return self._test(left)
        if not outermost and any(isinstance(part, _Joined) for part in left.parts):
            return None
        parts = []
        for part in left.parts:
            said = self._said(part)
            if said is None:
                return None
            parts.append(f"（{said}）" if isinstance(part, _Joined) else said)
        return ("，并且" if left.every else "，或者").join(dict.fromkeys(parts))

    def _test(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.UnaryOp):
            return self._opposite(node.operand)
        if isinstance(node, ast.Call):
            if limits := self.act.form.limits.get(_name(node.args[0])):
                return _held_against(_name(node.func), limits.threshold, self.number)
            said = _SAID.get(_name(node.func))
            return f"第{self.number(_name(node.args[0]))}题{said}" if said else None
        assert isinstance(node, ast.Compare)  # noqa: S101 — the condition language has no other test
        left, op, right = node.left, node.ops[0], node.comparators[0]
        if isinstance(left, ast.Constant):
            ticked = self._labels(_name(right), [left])
            return f"第{self.number(_name(right))}题{'选了' if isinstance(op, ast.In) else '没有选'}{ticked}"
        if isinstance(left, ast.Call):
            return self._counted(left, op, right)
        question = self.questions[_name(left)]
        if question.type is QuestionType.NUMBER:
            return f"第{self.number(question.id)}题{_COMPARED[type(op)]}{ast.unparse(right)}{question.unit}"
        wanted = list(right.elts) if isinstance(right, ast.List | ast.Tuple) else [right]
        inside = isinstance(op, ast.Eq | ast.In)
        labels = self._labels(question.id, wanted)
        return (
            f"第{self.number(question.id)}题答{labels}"
            if inside
            else f"第{self.number(question.id)}题答的不是{labels}"
        )

    def _opposite(self, node: ast.expr) -> str | None:
        said = self._test(node) or ""
        for words, opposite in _OPPOSITES:
            if words in said:
                return said.replace(words, opposite, 1)
        return None

    def _counted(self, call: ast.Call, op: ast.cmpop, right: ast.expr) -> str | None:
        if _name(call.func) != "count":
            return None
        return f"第{self.number(_name(call.args[0]))}题选的项数{_COMPARED[type(op)]}{ast.unparse(right)}"

    def _labels(self, name: str, wanted: list[ast.expr]) -> str:
        """Labels of options that can still be picked, in quotes."""
        possible = self.act.possible.get(name)
        values = [item.value for item in wanted if isinstance(item, ast.Constant)]
        kept = [v for v in values if possible is None or v in possible] or values
        labels = (self.act.form.option_labels[name][str(value)] for value in kept)
        return "或者".join(
            f"“{label if len(label) <= _LABEL else label[: _LABEL - 1] + '…'}”" for label in labels
        )


def _held_against(function: str, threshold: Threshold, number: Callable[[str], int]) -> str:
    if function == "over":
        return f"第{number(threshold.amount)}题的金额超过“{threshold.title}”"
    return f"“{threshold.title}”已经收录"


def _name(node: ast.expr) -> str:
    assert isinstance(node, ast.Name)  # noqa: S101 — compile_condition has seen to it
    return node.id


def _names(left: _Part) -> Iterator[str]:
    if isinstance(left, _Joined):
        for part in left.parts:
            yield from _names(part)
        return
    yield from (node.id for node in ast.walk(left) if isinstance(node, ast.Name))
