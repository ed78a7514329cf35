"""Every clause and article that an assessment cites: numbered once, listed under the document it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from msgspec.structs import replace

from yanpan.assessment.model import (
    Assessment,
    Citation,
    DerivedFact,
    DutyDue,
    FiredHazard,
    FiredRule,
    HitRedLine,
    OfferedMeasure,
    Precondition,
    RequiredSigner,
    ShownAnswer,
    Validity,
)
from yanpan.report.words import basis_words

_Founded = (
    HitRedLine
    | FiredRule
    | FiredHazard
    | Precondition
    | DerivedFact
    | OfferedMeasure
    | DutyDue
    | RequiredSigner
    | Validity
    | ShownAnswer
)
_HALF = 32
"""Characters of a source that fit a line of half a row, digits being narrow."""

_PARTS = re.compile(r"[0-9]+|[^0-9.]+")


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document with its number on the paper, and which of its clauses or articles are cited: `第34、35条`."""

    number: int
    title: str
    cited: str

    @property
    def words(self) -> str:
        """`[2] 《行政强制法》 第34、35条`."""
        return f"[{self.number}] {self.title} {self.cited}"


class Sources:
    """The sources of an assessment: the policy first, then documents in the order of first use, articles in theirs.

    Documents are numbered; an article is cited as `[2]34`, article 34 of document 2.
    """

    def __init__(self, assessment: Assessment) -> None:
        self._policy = assessment.policy
        found: dict[str, Citation] = {}
        for citation in _all_citations(assessment):
            found.setdefault(citation.ref, citation)
        found.pop(self._policy.ref, None)
        groups: dict[str, list[Citation]] = {_document(self._policy): []}
        for citation in found.values():
            groups.setdefault(_document(citation), []).append(citation)
        self._groups = {name: sorted(citations, key=_by_number) for name, citations in groups.items()}
        self._numbers = {name: number for number, name in enumerate(self._groups, 1)}
        everything = [self._policy, *chain.from_iterable(self._groups.values())]
        self._lapsed = tuple(c.words for c in everything if not c.in_force)

    def numbers(self, basis: Iterable[Citation]) -> str:
        """Sources by number: `[1]1.1、1.3 [2]34`."""
        cited: dict[int, list[str]] = {}
        for citation in basis:
            number = self._numbers.get(_document(citation))
            if number is not None:
                cited.setdefault(number, []).append(
                    self._provision(citation).removeprefix("第").removesuffix("条")
                )
        return " ".join(f"[{number}]{'、'.join(words)}" for number, words in sorted(cited.items()))

    def lapsed(self) -> tuple[str, ...]:
        """What is cited and not in force on the day of the assessment."""
        return self._lapsed

    def rows(self) -> tuple[tuple[SourceView, ...], ...]:
        """The list of sources as printed: short ones stand two in a row."""
        rows: list[tuple[SourceView, ...]] = []
        for source in self._by_document():
            if rows and len(rows[-1]) == 1 and max(len(rows[-1][0].words), len(source.words)) <= _HALF:
                rows[-1] = (*rows[-1], source)
            else:
                rows.append((source,))
        return tuple(rows)

    def _by_document(self) -> tuple[SourceView, ...]:
        policy = _document(self._policy)
        return tuple(
            SourceView(
                self._numbers[name],
                self._policy.words if name == policy else f"《{name}》",
                basis_words(replace(c, words=self._provision(c)) for c in citations),
            )
            for name, citations in self._groups.items()
            if citations
        )

    def _provision(self, citation: Citation) -> str:
        """`第34条`, `1.3`, or `全文`: a citation without its document's name."""
        name = _document(citation)
        own = f"{name}号" if name == _document(self._policy) else name
        return citation.words.removeprefix(own).strip() or "全文"


def _document(citation: Citation) -> str:
    return citation.ref.partition(":")[0]


def _by_number(citation: Citation) -> list[tuple[bool, str]]:
    return [(not part.isdigit(), part.zfill(6)) for part in _PARTS.findall(citation.ref)]


def _all_citations(assessment: Assessment) -> Iterator[Citation]:
    holders: Iterable[Iterable[_Founded]] = (
        assessment.red_lines,
        assessment.rules,
        assessment.hazards,
        assessment.preconditions,
        assessment.derived,
        assessment.measures,
        assessment.duties,
        assessment.signers,
        (assessment.validity,),
        assessment.answers,
    )
    for holder in chain.from_iterable(holders):
        yield from holder.basis
