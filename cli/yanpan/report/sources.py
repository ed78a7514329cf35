"""Every clause and article that an assessment cites: numbered once, listed under the document it stands in."""

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
class Provision:
    """A clause or article with its number on the paper; `words` without the document's name."""

    number: int
    words: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document with what is cited of it."""

    title: str
    provisions: tuple[Provision, ...]


class Sources:
    """The sources of an assessment: the policy first, then documents in the order of first use, articles in theirs."""

    def __init__(self, assessment: Assessment) -> None:
        self._policy = assessment.policy
        found: dict[str, Citation] = {}
        for citation in _all_citations(assessment):
            found.setdefault(citation.ref, citation)
        found.pop(self._policy.ref, None)
        groups: dict[str, list[Citation]] = {_document(self._policy): []}
        for citation in found.values():
            groups.setdefault(_document(citation), []).append(citation)
        for citations in groups.values():
            citations.sort(key=_by_number)
        self._groups = groups
        ordered = list(chain.from_iterable(groups.values()))
        self._numbers = {citation.ref: number for number, citation in enumerate(ordered, 1)}
        self._lapsed = tuple(c.words for c in [self._policy, *ordered] if not c.in_force)

    def numbers(self, basis: Iterable[Citation]) -> str:
        """Sources by number: `3、12`."""
        found = sorted(self._numbers[c.ref] for c in basis if c.ref in self._numbers)
        return "、".join(map(str, found))

    def lapsed(self) -> tuple[str, ...]:
        """What is cited and not in force on the day of the assessment."""
        return self._lapsed

    def by_document(self) -> tuple[SourceView, ...]:
        """The list of sources as printed; the policy under its full title."""
        return tuple(self._view(name, citations) for name, citations in self._groups.items() if citations)

    def _view(self, name: str, citations: list[Citation]) -> SourceView:
        is_policy = name == _document(self._policy)
        own = f"{name}号" if is_policy else name
        provisions = tuple(
            Provision(self._numbers[c.ref], c.words.removeprefix(own).strip() or "全文", c.in_force)
            for c in citations
        )
        return SourceView(self._policy.words if is_policy else f"《{name}》", provisions)


def _document(citation: Citation) -> str:
    return citation.ref.partition(":")[0]


def _by_number(citation: Citation) -> list[tuple[bool, str]]:
    return [(not part.isdigit(), part.zfill(6)) for part in _PARTS.findall(citation.ref)]


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
