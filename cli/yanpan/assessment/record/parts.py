"""What two assessments of one case differ in, part by part, in words that a reader of the paper knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from yanpan.assessment.model import Assessment

NO_CONTENT = frozenset({"schema_version", "tool_version", "calendar_until"})
"""How a record was made. A later yanpan with a longer calendar comes to the same content."""

PARTS = {
    "grade": "等级",
    "red_lines": "红线",
    "rules": "定级的规则",
    "residual_rules": "定级的规则",
    "sections": "三项研判的得分",
    "hazards": "风险点",
    "preconditions": "前置条件",
    "duties": "法定职责",
    "signers": "应签人员",
    "signers_if_raised": "应签人员",
    "measures": "防控措施",
    "planned": "防控措施",
    "what_if": "怎样降低等级",
    "if_cured": "改正后的等级",
    "if_cured_and_measures": "改正后的等级",
    "unknowns": "先要查清的事",
    "answers": "回答",
    "aside": "回答",
    "not_asked": "提前结束时没有答的题",
    "missing": "没有答的题",
    "contradictions": "互相矛盾的回答",
    "signable": "能不能签署",
    "facts": "基本情况",
    "derived": "推算的数额、期限",
    "acts": "执法行为",
    "stages": "办理步骤",
    "ended_early": "是否提前结束",
    "paper": "文书的种类",
    "conclusion": "结论",
    "validity": "有效期",
    "warnings": "提示",
    "statements": "陈述申辩",
    "attachments": "附件",
    "raised": "人工调高等级",
    "case_number": "案号",
    "supersedes": "替代的是哪一次研判",
    "assessed_at": "研判时间",
    "questionnaire": "问卷",
    "judgement": "研判规则的版本",
    "titles": "名称",
    "meanings": "哪一题是什么",
    "cover": "首页的各项",
    "matrix": "风险矩阵",
    "policy": "政策依据",
}
"""What each field is called, the weightiest first."""

_GIST: dict[str, Callable[[Assessment], Any]] = {
    "等级": lambda a: (a.grade.initial, a.grade.residual, a.grade.best),
    "红线": lambda a: {line.id for line in a.red_lines},
    "三项研判的得分": lambda a: {s.section: (s.initial, s.residual) for s in a.sections},
    "风险点": lambda a: {h.id: (h.points, h.residual_points) for h in a.hazards},
    "法定职责": lambda a: {duty.id for duty in a.duties},
    "应签人员": lambda a: [signer.role for signer in a.signers],
    "没有答的题": lambda a: set(a.missing),
    "回答": lambda a: {**{x.question: x.value for x in a.answers}, **{x.question: x.value for x in a.aside}},
}
"""What meant the same before judgements had versions."""


def differing(one: Assessment, other: Assessment) -> tuple[str, ...]:
    """The parts of content in which two assessments differ; empty when they are the same."""
    unlike = [words for name, words in PARTS.items() if _stored(one, name) != _stored(other, name)]
    return tuple(dict.fromkeys(unlike))


def _stored(record: Assessment, name: str) -> bytes:
    """A field as it is stored: a moment in another zone and a number with a point are not the same text."""
    return msgspec.json.encode(getattr(record, name), order="sorted")


def differing_in_gist(one: Assessment, other: Assessment) -> tuple[str, ...]:
    """As `differing`, of what every judgement there ever was means the same by."""
    return tuple(words for words, of in _GIST.items() if of(one) != of(other))
