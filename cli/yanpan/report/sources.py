"""Every clause and article that an assessment cites, once, under the document it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from yanpan.assessment.model import (
    Assessment,
    Citation,
    DutyDue,
    FiredHazard,
    FiredRule,
    HitRedLine,
    OfferedMeasure,
    RequiredSigner,
    ShownAnswer,
    Validity,
)

_Founded = (
    HitRedLine | FiredRule | FiredHazard | OfferedMeasure | DutyDue | RequiredSigner | Validity | ShownAnswer
)
_PARTS = re.compile(r"[0-9]+|[^0-9.]+")


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document with what is cited of it: the number of the provision as printed, the citation."""

    title: str
    provisions: tuple[tuple[str, Citation], ...]


def cited(assessment: Assessment) -> tuple[Citation, ...]:
    """Every citation once: the policy first, then in the order of the source and of first use."""
    found: dict[str, Citation] = {assessment.policy.ref: assessment.policy}
    for citation in _all_citations(assessment):
        found.setdefault(citation.ref, citation)
    names: dict[str, int] = {}
    for ref in found:
        names.setdefault(ref.partition(":")[0], len(names))
    return tuple(sorted(found.values(), key=lambda c: names[c.ref.partition(":")[0]]))


def by_source(assessment: Assessment, sources: tuple[Citation, ...]) -> tuple[SourceView, ...]:
    """Citations under the document they stand in, by number; the policy first, under its full title."""
    groups: dict[str, list[Citation]] = {}
    for citation in sources:
        groups.setdefault(citation.ref.partition(":")[0], []).append(citation)
    found = []
    for name, citations in groups.items():
        is_policy = name == assessment.policy.ref
        cited = [c for c in citations if c is not assessment.policy]
        cited.sort(key=lambda c: [(not part.isdigit(), part.zfill(6)) for part in _PARTS.findall(c.ref)])
        numbers = (c.words.removeprefix(f"{name}号" if is_policy else name).strip() for c in cited)
        title = assessment.policy.words if is_policy else f"《{name}》"
        found.append(SourceView(title, tuple(zip(numbers, cited, strict=True))))
    return tuple(found)


def _all_citations(assessment: Assessment) -> Iterator[Citation]:
    holders: Iterable[Iterable[_Founded]] = (
        assessment.red_lines,
        assessment.rules,
        assessment.hazards,
        assessment.measures,
        assessment.duties,
        assessment.signers,
        (assessment.validity,),
        assessment.answers,
    )
    for holder in chain.from_iterable(holders):
        yield from holder.basis
