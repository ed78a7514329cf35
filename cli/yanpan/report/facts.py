"""What the first page says of the case: act, party, place, time, amount, basis, officers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yanpan.assessment.model import Assessment
from yanpan.report.words import moment, shortened

_ROWS = (
    (
        (
            "执法行为",
            ("kind", "penalty_procedure", "compulsion_type", "permit_action", "expropriation_object"),
        ),
    ),
    (("做什么", ("action_summary",)),),
    (("当事人", ("party_name",)), ("地点", ("place",))),
    (("金额", ("penalty_amount",)), ("依据的条款", ("basis_articles",))),
    (("计划时间", ("planned_start",)), ("受影响的人", ("people_affected",))),
    (("权益", ("interests",)), ("是否有人居住、经营", ("structure_occupied",))),
    (("执法人员", ("officers",)),),
)
"""Label and the facts that stand under it, joined; each inner tuple is one row of the table."""

_WIDE, _NARROW = 150, 56
"""Characters that a cell of the first page holds in two lines or so; the appendix holds the whole."""

_NOT_SAID = "（没有填写）"
_ALWAYS = ("party_name", "place")


@dataclass(frozen=True, slots=True)
class CoverFact:
    label: str
    words: str


def cover_of(assessment: Assessment) -> tuple[tuple[CoverFact, ...], ...]:
    """Rows of one or two facts; those without an answer are left out, the rest close up."""
    return (*_rows(assessment), _times(assessment))


def _rows(assessment: Assessment) -> Iterator[tuple[CoverFact, ...]]:
    facts = assessment.facts
    for row in _ROWS:
        found = []
        for label, names in row:
            said = "：".join(dict.fromkeys(facts[name] for name in names if facts.get(name)))
            if not said and any(name in _ALWAYS for name in names):
                said = _NOT_SAID
            if said:
                found.append((label, said))
        limit = _NARROW if len(found) > 1 else _WIDE
        if len(found) > 1 and max(len(said) for _, said in found) > _NARROW:
            # A long one takes a row of its own rather than half a narrow one.
            yield from ((CoverFact(label, shortened(said, _WIDE)),) for label, said in found)
        elif found:
            yield tuple(CoverFact(label, shortened(said, limit)) for label, said in found)


def _times(assessment: Assessment) -> tuple[CoverFact, ...]:
    return (
        CoverFact("研判时间", moment(assessment.assessed_at)),
        CoverFact("有效期至", f"{moment(assessment.validity.expires_at)}（到期续期要重新研判）"),
    )
