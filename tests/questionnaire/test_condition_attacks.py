"""Hostile conditions are refused and never run."""

from __future__ import annotations

import builtins

import pytest

import strategies as s
from yanpan.questionnaire import QuestionType
from yanpan.questionnaire.condition import ConditionError, compile_condition
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import Option, Question

QUESTIONS: dict[str, Question] = {
    q.id: q
    for q in (
        s.choice("kind", "处罚", "强制"),
        s.question("people", QuestionType.NUMBER, worse="more"),
        s.question("types", QuestionType.CHOICES, options=(Option(value="罚款", label="罚款"),)),
        s.question("told", QuestionType.DATE),
    )
}

ATTACKS = [
    # attributes
    "kind.__class__",
    "kind.__class__.__mro__[1].__subclasses__()",
    '"".join(kind) == "处罚"',
    'kind.upper() == "处罚"',
    "people.real > 3",
    "answered.__globals__",
    '(kind).__len__() == "处罚"',
    # calls
    "canary()",
    "__import__('builtins').canary()",
    "eval('canary()')",
    "exec('canary()')",
    "open('/etc/passwd')",
    "getattr(kind, '__class__')",
    "print(kind)",
    "breakpoint()",
    "(lambda: canary())()",
    "count(canary()) > 1",
    "count(*[canary()]) > 1",
    "count(types=types) > 1",
    "count(**{'x': canary()}) > 1",
    "answered(canary())",
    "count(types)(canary()) > 1",
    "days_between(told, canary()) > 1",
    "people > canary()",
    "canary() > 3",
    "canary() in types",
    "kind in [canary()]",
    "kind in [*canary()]",
    "kind in {canary()}",
    "kind in canary()",
    # other shapes of expression
    "lambda: canary()",
    "[canary() for _ in (1,)]",
    "{canary() for _ in (1,)}",
    "{1: canary() for _ in (1,)}",
    "(canary() for _ in (1,))",
    "kind in [canary() for _ in (1,)]",
    "any(canary() for _ in (1,))",
    '(kind := "处罚") == "处罚"',
    "(x := canary())",
    "f'{canary()}' == kind",
    "kind == f'{canary()}'",
    "f'{kind}' in types",
    "canary() if True else canary()",
    'kind == "处罚" if canary() else kind == "强制"',
    "await canary()",
    "yield canary()",
    "kind[canary()]",
    "types[0] == 1",
    "types[canary():] == 1",
    "(canary(), 1)",
    "[canary()]",
    "{'a': canary()}",
    "*canary()",
    "...",
    "None",
    "__builtins__",
    "__import__",
    "__name__ == 'x'",
    "__debug__",
    "kind is None",
    "kind is not canary()",
    "people < 3 < canary()",
    "people & canary()",
    "people @ canary()",
    "-canary() > 1",
    "people > -canary()",
    "~people",
    "not canary()",
    "people > 1 and canary()",
    "people > 1 or canary()",
    # numbers
    "people > 9**9**9**9",
    "people ** 9999999 ** 9999999 > 1",
    "people > " + "9" * 500,
    "people > 1e999",
    "people > -1e999",
    "people > 1j",
    "people > 0x" + "f" * 500,
    "people > 1 << 999999999",
    "'a' * 999999999 in types",
    "kind == 'a' * 999999999",
    # bytes that are no text of a condition
    "kind == '处罚'\x00",
    "\x00",
    "kind\x00 == '处罚'",
    "kind == b'x'",
    "import os",
    "people > 1\nimport os",
    "people > 1; canary()",
    "people = 3",
    "del people",
    "# canary()",
    "\\",
    # look-alikes
    "kіnd == '处罚'",  # Cyrillic і
    "реорlе > 3",  # Cyrillic р е о
    "соunt(types) > 1",  # Cyrillic с о
    "kind ＝＝ '处罚'",
    "people ＞ 3",
    "kind == ＂处罚＂",
    "people > ٣",  # Arabic-Indic digit
    "ｋｉｎｄ == '处罚'",
    "𝗸𝗶𝗻𝗱 == '处罚'",
    "ｃｏｕｎｔ(types) > 1",
    "kind\u200b == '处罚'",
    "people \u202e> 3",
]  # fmt: skip

DEEP = {
    "brackets": "(" * 10_000 + "people > 1" + ")" * 10_000,
    "brackets within the limit of length": "(" * 290 + "people > 1" + ")" * 290,
    "nots": "not " * 10_000 + "people > 1",
    "nots within the limit of length": "not " * 145 + "people > 1",
    "minus within the limit of length": "people > " + "-" * 590 + "1",
    "plus within the limit of length": "people > " + "+" * 590 + "1",
    "tilde within the limit of length": "~" * 590 + "people",
    "attributes within the limit of length": "people" + ".a" * 290 + " > 1",
    "subscripts within the limit of length": "people" + "[0]" * 190 + " > 1",
    "calls within the limit of length": "people" + "()" * 290 + " > 1",
    "lists within the limit of length": "kind in " + "[" * 180 + "]" * 180,
    "sum within the limit of length": "people > " + "1+" * 290 + "1",
    "power within the limit of length": "people > " + "9**" * 195 + "9",
    "ands": " and ".join(["people > 1"] * 10_000),
    "lambdas": "lambda:" * 80 + "1",
    "conditionals": "1 if 1 else " * 45 + "1",
    "a long word": "a" * 1_000_000,
    "a long string": "kind == '" + "a" * 1_000_000 + "'",
}


@pytest.fixture
def canary(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stays empty unless something in a condition is run."""
    sung: list[str] = []
    monkeypatch.setattr(builtins, "canary", lambda *_: sung.append("sung") or [], raising=False)
    return sung


@pytest.mark.parametrize("text", ATTACKS)
def test_a_hostile_condition_is_refused_and_never_run(text: str, canary: list[str]) -> None:
    with pytest.raises(ConditionError) as refused:
        compile_condition(text, QUESTIONS)
    assert str(refused.value)
    assert canary == []


@pytest.mark.parametrize("text", DEEP.values(), ids=list(DEEP))
def test_a_deep_or_long_condition_is_refused_in_words_and_at_once(text: str) -> None:
    with pytest.raises(ConditionError) as refused:
        compile_condition(text, QUESTIONS)
    assert len(str(refused.value)) < 300


def test_the_canary_would_sing(canary: list[str]) -> None:
    """The proof above can fail: what python's eval runs is seen."""
    eval("canary()", {})  # noqa: S307
    assert canary == ["sung"]


def test_running_a_condition_calls_nothing_but_its_own_tests(canary: list[str]) -> None:
    class Trap(str):
        def __getattr__(self, name: str) -> object:
            canary.append(name)
            raise AttributeError(name)

    condition = compile_condition('kind == "处罚" and not (kind in ["强制"])', QUESTIONS)
    assert condition.holds(Facts(values={"kind": Trap("处罚")}, known={"kind"}))
    assert canary == []
