"""Which act of an operation an entry belongs to, in front of its words: for whoever reads it on a screen or a page."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from yanpan.assessment.model import Assessment


def label_of(acts: Sequence[str]) -> str:
    """`【扣车】` for what belongs to some of the acts only, by their ids; nothing for what is of all of them.

    >>> label_of(["扣车", "罚款"])
    '【扣车、罚款】'
    """
    named = "、".join(act for act in acts if act)
    return f"【{named}】" if named else ""


def with_labels(a: Assessment) -> Assessment:
    """The assessment with the act in front of every title and question that belongs to some acts only.

    One of a single act is given back as it is.
    """
    if len(a.acts) < 2:
        return a
    label = label_of
    return replace(
        a,
        red_lines=tuple(replace(x, title=label(x.acts) + x.title) for x in a.red_lines),
        hazards=tuple(replace(x, title=label(x.acts) + x.title) for x in a.hazards),
        rules=tuple(replace(x, title=label(x.acts) + x.title) for x in a.rules),
        residual_rules=tuple(replace(x, title=label(x.acts) + x.title) for x in a.residual_rules),
        duties=tuple(replace(x, title=label(x.acts) + x.title) for x in a.duties),
        unknowns=tuple(replace(x, ask=label(x.acts) + x.ask) for x in a.unknowns),
        aside=tuple(replace(x, ask=label(x.acts) + x.ask) for x in a.aside),
        preconditions=tuple(replace(x, title=label([x.act]) + x.title) for x in a.preconditions),
    )
