"""What the acts of an operation have come to, put together list by list: equal entries once, each with its acts (law 12).

An entry is equal where it says the same; the law that it cites may be another one in each act, and then all is cited.
One that stands in every act names none of them: it is of the whole operation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from msgspec.structs import replace

from yanpan.assessment.model import (
    Citation,
    DutyDue,
    FiredHazard,
    FiredRule,
    HitRedLine,
    OfferedMeasure,
    RequiredSigner,
    SectionScore,
    Unknown,
)
from yanpan.assessment.one_act import ActJudged
from yanpan.assessment.trace import Place
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import JUDGED_SECTIONS, Grade, Section
from yanpan.questionnaire.narrow import in_order


class _Cited(Protocol):
    @property
    def basis(self) -> tuple[Citation, ...]: ...


T = TypeVar("T", bound=_Cited)


class Acts:
    """The acts of an operation in their order: what each came to, what it is called in the record and in words."""

    def __init__(
        self, form: Form, parts: Sequence[ActJudged], keys: Sequence[str], titles: Sequence[str]
    ) -> None:
        self.form, self.parts, self.keys, self.titles = form, parts, keys, titles

    def tags(self, places: Sequence[int]) -> tuple[str, ...]:
        """The acts at these places, none where it is all of them."""
        return () if len(places) == len(self.parts) else tuple(self.keys[place] for place in places)

    def each(self, entries: Callable[[ActJudged], Iterable[T]]) -> list[tuple[T, list[int]]]:
        """Every entry of any act once, with the places of its acts and all that is cited for it in any of them."""
        found: dict[Any, tuple[dict[Citation, None], list[int]]] = {}
        for place, part in enumerate(self.parts):
            for entry in entries(part):
                basis, places = found.setdefault(_bare(entry), ({}, []))
                basis.update(dict.fromkeys(entry.basis))
                places.append(place)
        return [(replace(bare, basis=tuple(basis)), places) for bare, (basis, places) in found.items()]

    def red_lines(self) -> tuple[HitRedLine, ...]:
        """In the order of `Tracer.red_lines`."""
        found = self.each(lambda part: part.made.red_lines)
        found.sort(key=lambda item: (item[0].by_unknown, item[0].rank, item[0].id))
        return tuple(replace(line, acts=self.tags(places)) for line, places in found)

    def hazards(self) -> tuple[FiredHazard, ...]:
        """In the order of `Tracer.hazards`."""
        orders = {section: place for place, section in enumerate(Section)}

        def place(item: tuple[FiredHazard, list[int]]) -> tuple[int, bool, int, str]:
            hazard, places = item
            certain = [self.parts[one].trace.certain for one in places]
            open_ = all(judged is not None and hazard.id not in judged.levels for judged in certain)
            return -hazard.points, open_, orders[hazard.section], hazard.id

        found = sorted(self.each(lambda part: part.made.hazards), key=place)
        return tuple(replace(hazard, acts=self.tags(places)) for hazard, places in found)

    def rules(self, rules: Callable[[ActJudged], Iterable[tuple[Place, FiredRule]]]) -> list[FiredRule]:
        """In the order of `Tracer.rules`."""
        first: dict[FiredRule, Place] = {}
        for part in self.parts:
            for place, rule in rules(part):
                bare = _bare(rule)
                first[bare] = min(place, first.get(bare, place))
        found = self.each(lambda part: [rule for _, rule in rules(part)])
        found.sort(key=lambda item: first[_bare(item[0])])
        return [replace(rule, acts=self.tags(places)) for rule, places in found]

    def sections(self) -> tuple[SectionScore, ...]:
        """Of each section the highest that any act has: what the acts raise together is no more of it than one has."""
        found = []
        for section in JUDGED_SECTIONS:
            scores = [
                score for part in self.parts for score in part.made.sections if score.section is section
            ]
            if scores:
                found.append(
                    replace(
                        scores[0],
                        initial=max(score.initial for score in scores),
                        residual=max(score.residual for score in scores),
                        initial_grade=highest(score.initial_grade for score in scores),
                        residual_grade=highest(score.residual_grade for score in scores),
                    )
                )
        return tuple(found)

    def duties(self, duties: Callable[[ActJudged], Iterable[DutyDue]]) -> tuple[DutyDue, ...]:
        """In the order of `duties_of`."""
        orders = {duty.id: (in_order(duty), place) for place, (duty, _) in enumerate(self.form.duties)}
        found = sorted(self.each(duties), key=lambda item: (item[0].done, orders[item[0].id]))
        return tuple(replace(duty, acts=self.tags(places)) for duty, places in found)

    def measures(self, order: Iterable[str]) -> tuple[OfferedMeasure, ...]:
        """Each once, with all that it treats in any act; it counts where it does in one."""
        found = []
        for name in order:
            same = [entry for part in self.parts for entry in part.made.measures if entry.id == name]
            if not same:
                continue
            treats = {t.hazard: t for entry in same for t in entry.treats}
            steps = [step.hazard for step in self.form.measures[name].treats]
            counted = any(entry.counted for entry in same)
            found.append(
                replace(
                    same[0],
                    treats=tuple(treats[hazard] for hazard in steps if hazard in treats),
                    counted=counted,
                    not_counted="" if counted else same[0].not_counted,
                    basis=_cited(same),
                )
            )
        return tuple(found)

    def signers(self) -> tuple[RequiredSigner, ...]:
        """Everybody who must sign for any act, in signing order."""
        found = []
        for role in self.form.questionnaire.signoff.roles:
            same = [signer for part in self.parts for signer in part.made.signers if signer.role == role.id]
            if same:
                found.append(replace(same[0], basis=_cited(same)))
        return tuple(found)

    def signers_if_raised(self, initial: Grade) -> dict[Grade, tuple[str, ...]]:
        """The same once a person raises the whole to each grade above."""
        roles = [role.id for role in self.form.questionnaire.signoff.roles]
        found = {}
        for higher in list(Grade)[initial.rank + 1 :]:
            asked = {name for part in self.parts for name in part.made.signers_if_raised[higher]}
            found[higher] = tuple(name for name in roles if name in asked)
        return found

    def unknowns(self, now: Sequence[Grade]) -> tuple[Unknown, ...]:
        """Each unknown with what it does to the whole, in the order of `unknowns_of`. `now`: the grades of the acts."""
        orders = {question.id: place for place, question in enumerate(self.form.order)}
        found = []
        for places in [[place] for place in range(len(self.parts))]:
            for entry in self.parts[places[0]].made.unknowns:
                if entry.question not in self.form.shared:
                    found.append(self._unknown(entry.question, places, now))
        shared = {u.question for part in self.parts for u in part.made.unknowns} & self.form.shared
        found += [self._unknown(name, range(len(self.parts)), now) for name in shared]

        def place(entry: Unknown) -> tuple[bool, int, int, int, int, int]:
            nominal = self.form.questions[entry.question].nominal
            act = self.keys.index(entry.acts[0]) if entry.acts else 0
            return (
                not nominal, entry.if_best.rank, -len(entry.red_lines), -entry.points, orders[entry.question], act,
            )  # fmt: skip

        return tuple(sorted(found, key=place))

    def _unknown(self, name: str, places: Sequence[int], now: Sequence[Grade]) -> Unknown:
        """One question that is open in the acts at these places."""
        entries = {
            place: entry
            for place in places
            for entry in self.parts[place].made.unknowns
            if entry.question == name
        }
        best = (entries[place].if_best if place in entries else grade for place, grade in enumerate(now))
        lines = {line for entry in entries.values() for line in entry.red_lines}
        return replace(
            next(iter(entries.values())),
            if_best=highest(best),
            if_worst=highest(now),
            red_lines=tuple(sorted(lines)),
            points=sum(entry.points for entry in entries.values()),
            acts=() if name in self.form.shared else (self.keys[places[0]],),
        )


def highest(grades: Iterable[Grade]) -> Grade:
    """The highest of some grades."""
    return max(grades, key=lambda grade: grade.rank)


def _bare(entry: Any) -> Any:
    """An entry without what may differ in one that says the same."""
    return replace(entry, basis=(), acts=()) if hasattr(entry, "acts") else replace(entry, basis=())


def _cited(entries: Iterable[_Cited]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for entry in entries for citation in entry.basis))
