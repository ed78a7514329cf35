"""A unit's own additions to a shipped questionnaire: they may add and raise, and never lower.

What is taken over stays word for word, so each of its rules fires as before. A question, hazard, red line, escalator,
duty, precondition or contradiction more can only raise; a hazard is made graver; a measure treats none but the unit's own
hazards; an amount of its own makes a threshold bite earlier. Acts, signers and policy demands stay as they are: an act
decides which rules are asked at all, and its words excuse what an officer writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from yanpan.naming import nearest
from yanpan.questionnaire.model import (
    Amount,
    Hazard,
    LocalAmounts,
    Measure,
    OverlayHeader,
    Question,
    Questionnaire,
    Stricter,
    Threshold,
)
from yanpan.questionnaire.thresholds import lowering, stated

ADDED = (
    "questions", "hazards", "red_lines", "escalators", "measures", "duties", "contradictions", "preconditions", "periods",
    "thresholds", "sources",
)  # fmt: skip
"""The lists that a unit may add to."""

Fault = tuple[str, str, str, str]
"""Kind and id of the entry, what is wrong, what to do."""


def header_faults(header: OverlayHeader, base: Questionnaire) -> Iterator[Fault]:
    """What is wrong with the head of an overlay of `base`."""
    if header.extends.version != base.header.version:
        yield (
            "header", "extends",
            f"是给 {base.header.id} {header.extends.version} 写的，现在带的是 {base.header.version}",
            "核对新的一版改了什么，补充的还对不对，再改 extends 里的 version。",
        )  # fmt: skip
    if header.id == base.header.id:
        yield "header", "id", f"和 {base.header.id} 一样", "用自己的编号，例如 gd-563-sg。"


def lowering_faults(
    base: Questionnaire,
    added: dict[str, list[Any]],
    stricter: Sequence[Stricter],
    amounts: Sequence[LocalAmounts] = (),
) -> Iterator[Fault]:
    """Entries of an overlay that could lower what `base` comes to."""
    theirs: dict[str, Hazard] = {hazard.id: hazard for hazard in base.hazards}
    questions: list[Question] = added["questions"]
    for question in questions:
        if question.acts:
            yield "questions", question.id, "问的是行为（acts: true）", "行为由原来的问卷决定，补充不能改。"
    measures: list[Measure] = added["measures"]
    for measure in measures:
        for treated in measure.treats:
            if treated.hazard in theirs:
                what = f"降低 {base.header.id} 的风险点“{treated.hazard}”"
                yield "measures", measure.id, what, "补充的措施只能治补充的风险点。"
    for item in stricter:
        hazard = theirs.get(item.hazard)
        if hazard is None:
            what = f"不是 {base.header.id} 的风险点{nearest(item.hazard, theirs)}"
            yield "stricter", item.hazard, what, "自己的风险点，直接写在 hazards 里。"
            continue
        for name, words in (("likelihood", "可能性"), ("consequence", "后果")):
            level, before = getattr(item, name), getattr(hazard, name)
            if level is not None and not before <= level <= 5:
                what = f"的{words}从 {before} 改成 {level}：只能改高，到 5 为止"
                yield "stricter", item.hazard, what, "补充只能从严。"
        if item.likelihood is None and item.consequence is None:
            yield "stricter", item.hazard, "没有写改成多少", "写 likelihood、consequence，或者删去。"
    yield from _lowering_amounts(base, amounts)


def _lowering_amounts(base: Questionnaire, local: Sequence[LocalAmounts]) -> Iterator[Fault]:
    known = {item.id: item for item in base.thresholds}
    for item in local:
        threshold = known.get(item.threshold)
        if threshold is None:
            what = f"不是 {base.header.id} 的数额标准{nearest(item.threshold, known)}"
            yield "local_amounts", item.threshold, what, "自己的数额标准，直接写在 thresholds 里。"
            continue
        for i, amount in enumerate(item.amounts):
            if why := lowering(threshold, amount):
                what = f"补充的{stated(amount)}{why}"
                remedy = "补充只能从严：数额不高于原来的，when 和施行的日子照原来的那一行。"
                yield "local_amounts", f"{item.threshold} {i}", what, remedy


def merged(
    base: Questionnaire,
    header: OverlayHeader,
    added: dict[str, list[Any]],
    stricter: Sequence[Stricter],
    amounts: Sequence[LocalAmounts] = (),
) -> Questionnaire:
    """The questionnaire that the unit works with. Its digest is still to be put in."""
    graver = {item.hazard: item for item in stricter}
    hazards = tuple(_graver(hazard, graver.get(hazard.id)) for hazard in base.hazards)
    own = replace(
        base.header,
        id=header.id,
        version=header.version,
        title=header.title,
        extends=header.extends,
        parts=header.parts,
    )
    lists = {name: (*getattr(base, name), *added[name]) for name in ADDED}
    local = {item.threshold: item.amounts for item in amounts}
    lists["thresholds"] = (
        *(_with_local(item, local.get(item.id, ())) for item in base.thresholds), *added["thresholds"],
    )  # fmt: skip
    return replace(base, **lists | {"header": own, "digest": "", "hazards": (*hazards, *added["hazards"])})


def _with_local(threshold: Threshold, added: Sequence[Amount]) -> Threshold:
    if not added:
        return threshold
    own = (replace(amount, local=True) for amount in added)
    return replace(threshold, amounts=(*threshold.amounts, *own))


def _graver(hazard: Hazard, item: Stricter | None) -> Hazard:
    if item is None:
        return hazard
    return replace(
        hazard,
        likelihood=item.likelihood or hazard.likelihood,
        consequence=item.consequence or hazard.consequence,
    )
