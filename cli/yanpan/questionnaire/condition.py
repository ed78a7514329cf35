"""The condition language of questionnaires: a small checked subset of Python expressions.

| write | means |
|---|---|
| `kind == "强制"`, `!=`, `in [..]`, `not in [..]` | a choice question against its option values |
| `people >= 30` (`< <= > == !=`) | a number question |
| `"罚款" in types`, `"罚款" not in types` | a choices question |
| `count(types) >= 2` | how many options are ticked, or people named |
| `mentions(x, "拆除", "强拆")` | a text question holds one of these words |
| `does(x, "拆除", "机械…进场")` | that one is what is to be done: not what others did, what is denied or what a thing is called |
| `named(x, act)` | a text question calls the act that was picked by one of its names |
| `unnumbered(officers)` | one of the people named has no number of a certificate |
| `answered(x)` | the question is asked and its answer is known |
| `days_between(a, b) < 10` | whole days from date a to date b |
| `lapsed(period, b)` | the period is over on date b: its last day lies before |
| `over(threshold)` | the amount is over the threshold in force on the planned day; not known: as is worse |
| `threshold_known(threshold)` | an amount of the threshold is known that holds for the case; where not, ask the officer |
| `night(x)`, `holiday(x)` | 22:00–06:00; a statutory holiday of the State Council's calendar |
| `calendar_known(x)` | the holidays of that year are known here; where not, ask the officer |
| `and`, `or`, `not`, `( )` | as in Python |

A question that is not asked makes every comparison on it false. A date that is unknown makes the
comparison whatever is worse for the case (law 5). Nothing is ever handed to `eval`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType

from yanpan.naming import nearest
from yanpan.questionnaire import said, terms, thresholds
from yanpan.questionnaire.model import ActOption, Period, Question, QuestionType
from yanpan.questionnaire.terms import Compare, Condition, Joined, Leaf, Negated, Term, as_test
from yanpan.questionnaire.thresholds import Limits

__all__ = ["FUNCTIONS", "Condition", "ConditionError", "compile_condition"]

MAX_LENGTH = 3000
MAX_DEPTH = 12

_NO_PERIODS: Mapping[str, Period] = MappingProxyType({})
_NO_LIMITS: Mapping[str, Limits] = MappingProxyType({})
CHOICE, CHOICES, NUMBER = QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.NUMBER
DATES = (QuestionType.DATE, QuestionType.DATETIME)


class ConditionError(ValueError):
    """A condition that is not in the language; the message is for the author of the questionnaire."""


def compile_condition(
    text: str,
    questions: Mapping[str, Question],
    periods: Mapping[str, Period] = _NO_PERIODS,
    limits: Mapping[str, Limits] = _NO_LIMITS,
) -> Condition:
    """Check `text` against the questions, periods and thresholds it names and compile it. Raises `ConditionError`."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"条件太长（{len(text)} 个字符，上限 {MAX_LENGTH}）；拆成几条")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ConditionError(f"条件写法有误：{text[:80]}") from None
    builder = _Builder(text.strip(), questions, periods, limits)
    term = builder.boolean(tree, positive=True, depth=0)
    return Condition(text=text, names=frozenset(builder.names), holds=as_test(term), term=term)


class _Builder:
    """Walks the whitelisted syntax once and returns terms; anything else is refused by name."""

    def __init__(
        self,
        text: str,
        questions: Mapping[str, Question],
        periods: Mapping[str, Period],
        limits: Mapping[str, Limits],
    ) -> None:
        self.lines = text.encode().splitlines(keepends=True)
        self.questions = questions
        self.periods = periods
        self.limits = limits
        self.names: set[str] = set()

    def boolean(self, node: ast.expr, *, positive: bool, depth: int) -> Term:
        if depth > MAX_DEPTH:
            raise ConditionError("条件嵌套太深；拆成几条")
        if isinstance(node, ast.BoolOp):
            parts = tuple(self.boolean(value, positive=positive, depth=depth + 1) for value in node.values)
            return Joined(isinstance(node.op, ast.And), parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Negated(self.boolean(node.operand, positive=not positive, depth=depth + 1))
        if isinstance(node, ast.Compare):
            return self._comparison(node, positive)
        if isinstance(node, ast.Call):
            return self._truth_call(node, positive)
        if isinstance(node, ast.Name):
            self._question(node)
            raise ConditionError(f'“{node.id}”要和一个值比较，例如 {node.id} == "yes"')
        raise ConditionError(f"条件里不能用这种写法：{self.shown(node)}")

    def _comparison(self, node: ast.Compare, positive: bool) -> Leaf:
        if len(node.ops) != 1:
            raise ConditionError("不能连着比较（如 1 < x < 5）；用 and 连接")
        left, op, right = node.left, node.ops[0], node.comparators[0]
        if isinstance(left, ast.Constant) and isinstance(op, ast.In | ast.NotIn):
            return self._ticked(left, op, right)
        if isinstance(left, ast.Call):
            return self._number_call(left, op, right, positive)
        if not isinstance(left, ast.Name):
            raise ConditionError(f"比较的左边应是问题编号：{self.shown(node)}")
        question = self._question(left)
        if question.type is CHOICE:
            return self._chosen(question, op, right)
        if question.type is NUMBER:
            compare = _ORDER.get(type(op))
            if compare is None:
                raise ConditionError(f"数字题“{question.id}”只能用 < <= > >= == !=")
            return terms.number(question.id, compare, self._number(right))
        if question.type is CHOICES:
            raise ConditionError(
                f'多选题“{question.id}”写成 "选项" in {question.id} 或者 count({question.id}) >= 1'
            )
        raise ConditionError(
            f"“{question.id}”是{question.type.value}题，不能直接比较；可用 answered({question.id})"
        )

    def _chosen(self, question: Question, op: ast.cmpop, right: ast.expr) -> Leaf:
        if isinstance(op, ast.Eq | ast.NotEq):
            wanted = frozenset([self._option(question, right)])
        elif isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
            wanted = frozenset(self._option(question, item) for item in right.elts)
        else:
            raise ConditionError(f"选择题“{question.id}”只能用 == != in [..] not in [..]")
        return terms.chosen(question.id, wanted, inside=isinstance(op, ast.Eq | ast.In))

    def _ticked(self, left: ast.Constant, op: ast.cmpop, right: ast.expr) -> Leaf:
        if not isinstance(right, ast.Name):
            raise ConditionError("“选项 in 题号”的右边应是一道多选题")
        question = self._question(right)
        if question.type is not CHOICES:
            raise ConditionError(f'“{question.id}”不是多选题；写成 {question.id} == "选项"')
        return terms.ticked(question.id, self._option(question, left), inside=isinstance(op, ast.In))

    def _number_call(self, call: ast.Call, op: ast.cmpop, right: ast.expr, positive: bool) -> Leaf:
        compare, limit = _ORDER.get(type(op)), self._number(right)
        if compare is None:
            raise ConditionError("函数的结果只能用 < <= > >= == != 比较")
        function, arguments = self._call(call)
        if function == "count":
            (question,) = self._arguments(function, arguments, 1, (CHOICES, QuestionType.PEOPLE))
            return terms.count(question.id, compare, limit)
        if function == "days_between":
            first, second = (q.id for q in self._arguments(function, arguments, 2, DATES))
            return terms.days_between(first, second, compare, limit, positive=positive)
        raise ConditionError(f"{function}(..) 是真假判断，不要再比较")

    def _truth_call(self, call: ast.Call, positive: bool) -> Leaf:
        function, arguments = self._call(call)
        if function in ("mentions", "does"):
            return self._said(function, arguments)
        if function == "unnumbered":
            (question,) = self._arguments(function, arguments, 1, (QuestionType.PEOPLE,))
            return terms.unnumbered(question.id)
        if function == "named":
            return self._named(function, arguments)
        if function == "answered":
            (question,) = self._arguments(function, arguments, 1, tuple(QuestionType))
            return terms.answered(question.id)
        if function == "lapsed":
            return self._lapsed(arguments, positive)
        if function in ("over", "threshold_known"):
            return self._over(function, arguments, positive)
        if function in ("night", "holiday", "calendar_known"):
            kinds = (QuestionType.DATETIME,) if function == "night" else DATES
            (question,) = self._arguments(function, arguments, 1, kinds)
            return terms.moment(question.id, function, positive=positive)
        raise ConditionError(f"{function}(..) 要和数字比较，例如 {function}(..) >= 1")

    def _said(self, function: str, arguments: list[ast.expr]) -> Leaf:
        (question,) = self._arguments(function, arguments[:1], 1, (QuestionType.TEXT,))
        words = [item.value for item in arguments[1:] if isinstance(item, ast.Constant)]
        if not words or len(words) != len(arguments) - 1 or not all(isinstance(w, str) and w for w in words):
            raise ConditionError(f'{function} 的后面写加引号的词，例如 {function}({question.id}, "拆除")')
        holds = said.mentions if function == "mentions" else said.does
        return holds(question.id, tuple(str(word) for word in words))

    def _named(self, function: str, arguments: list[ast.expr]) -> Leaf:
        text, act = self._arguments(function, arguments, 2, (QuestionType.TEXT, CHOICE))
        if text.type is not QuestionType.TEXT or not act.acts:
            raise ConditionError(f"{function} 的两个题号，先是一道文字题，后是问行为的题（acts: true）")
        names = {
            option.value: (option.value, option.label, *option.words)
            for option in act.options
            if isinstance(option, ActOption)
        }
        return said.named(text.id, act.id, names)

    def _lapsed(self, arguments: list[ast.expr], positive: bool) -> Leaf:
        if len(arguments) != 2 or not isinstance(arguments[0], ast.Name):
            raise ConditionError(
                "lapsed 先写期间的编号，再写一道日期题，例如 lapsed(hold_ends, planned_start)"
            )
        name = self._name(arguments[0])
        period = self.periods.get(name)
        if period is None:
            raise ConditionError(f"没有期间“{name}”{nearest(name, self.periods)}")
        if period.start not in self.questions:
            raise ConditionError(f"期间“{name}”从没有的题起算")
        self.names.add(period.start)
        (when,) = self._arguments("lapsed", arguments[1:], 1, DATES)
        return terms.lapsed(period, when.id, positive=positive)

    def _over(self, function: str, arguments: list[ast.expr], positive: bool) -> Leaf:
        if len(arguments) != 1 or not isinstance(arguments[0], ast.Name):
            raise ConditionError(f"{function} 写一个数额标准的编号，例如 {function}(hearing_amount)")
        name = self._name(arguments[0])
        limits = self.limits.get(name)
        if limits is None:
            raise ConditionError(f"没有数额标准“{name}”{nearest(name, self.limits)}")
        if limits.threshold.amount not in self.questions:
            raise ConditionError(f"数额标准“{name}”比的是没有的题")
        self.names |= {limits.threshold.amount} | limits.looked_at
        if function == "over":
            return thresholds.over(limits, positive=positive)
        return thresholds.threshold_known(limits)

    def _call(self, call: ast.Call) -> tuple[str, list[ast.expr]]:
        if not isinstance(call.func, ast.Name) or call.keywords:
            raise ConditionError(f"条件里不能用这种写法：{self.shown(call)}")
        name = self._name(call.func)
        if name not in FUNCTIONS:
            raise ConditionError(f"没有函数“{name}”；可用：{'、'.join(FUNCTIONS)}")
        return name, call.args

    def _arguments(
        self, function: str, arguments: list[ast.expr], count: int, types: tuple[QuestionType, ...]
    ) -> list[Question]:
        if len(arguments) != count:
            raise ConditionError(f"{function} 要 {count} 个题号")
        found = [self._question(item) for item in arguments]
        for question in found:
            if question.type not in types:
                raise ConditionError(f"{function} 不能用于{question.type.value}题“{question.id}”")
        return found

    def _question(self, node: ast.expr) -> Question:
        if not isinstance(node, ast.Name):
            raise ConditionError(f"这里应是题号：{self.shown(node)}")
        name = self._name(node)
        question = self.questions.get(name)
        if question is None:
            raise ConditionError(f"没有题号“{name}”{nearest(name, self.questions)}")
        self.names.add(name)
        return question

    def _number(self, node: ast.expr) -> float:
        sign, inner = 1.0, node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, inner = -1.0, node.operand
        value = inner.value if isinstance(inner, ast.Constant) else None
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12:
            return sign * float(value)
        raise ConditionError(f"这里应是一个数：{self.shown(node)}")

    def shown(self, node: ast.expr) -> str:
        """The piece of the condition as it was written."""
        line = self.lines[node.lineno - 1]
        end = node.end_col_offset if node.end_lineno == node.lineno else None
        return line[node.col_offset : end].decode(errors="replace").strip()[:60]

    def _name(self, node: ast.Name) -> str:
        """The name as written. Python folds look-alike letters into plain ones; a lawyer would not see that."""
        if self.shown(node) != node.id[:60]:
            raise ConditionError(f"名字只能用普通英文字母、数字、下划线：{self.shown(node)}")
        return node.id

    @staticmethod
    def _option(question: Question, node: ast.expr) -> str:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise ConditionError(f"“{question.id}”要和加引号的选项比较")
        values = [option.value for option in question.options]
        if node.value not in values:
            raise ConditionError(f"“{question.id}”没有选项“{node.value}”；有：{'、'.join(values)}")
        return node.value


_ORDER: dict[type[ast.cmpop], Compare] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}

FUNCTIONS = (
    "answered",
    "count",
    "mentions",
    "does",
    "named",
    "unnumbered",
    "days_between",
    "lapsed",
    "over",
    "threshold_known",
    "night",
    "holiday",
    "calendar_known",
)
