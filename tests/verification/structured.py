"""Structured mutants: papers forged by somebody who knows PDF and this program, each in one thing, by a number.

The same number gives the same forgery (but for the values of signatures, which have chance in them). Forged is the
paper before anybody signs and then honestly signed by all; or the update of one of the signers; or an update of nobody
between two signatures, or after the last; or a time stamp; or evidence. The paper names the engine that is here, or
another one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from random import Random

import structured_bytes
import structured_content
import structured_fonts
import structured_numbers
import structured_records
import structured_shapes
import structured_unseen
from authorities import stamp_server
from structured_book import Book
from structured_operators import OPERATORS, Operator, chance
from structured_papers import Services, base, honest, roles_of, signed_by_all, with_stamp
from structured_updates import (
    SIGNING,
    STAMPING,
    STORING,
    as_change,
    as_update,
    changed_objects,
    with_store,
)

from yanpan.signature.pdf import open_pdf

ROOMS = (
    structured_bytes,
    structured_content,
    structured_fonts,
    structured_numbers,
    structured_records,
    structured_shapes,
    structured_unseen,
)
"""Loaded for what they list."""

SAME_STRING = ("a_hexadecimal_string_in_capitals",)

BASE, INSIDE, UPDATE, SIGNER, STAMP, STORE = (
    "签署前的文书",
    "签署人自己的那次更新（改旧对象）",
    "没有人签的更新",
    "签署人自己的那次更新（签名、签名栏、图样）",
    "存档时间戳",
    "吊销数据（DSS）",
)
PLACES = (BASE, INSIDE, UPDATE, SIGNER, STAMP, STORE)

COUNT = 1500
"""How many mutants there are: each operator has its turn in each place."""

_ATTEMPTS = 40


@dataclass(frozen=True)
class Mutant:
    """A forged paper; `what` tells how, `change` is what was changed, as bytes, to tell mutants from each other."""

    number: int
    place: str
    group: str
    name: str
    what: str
    record: str
    claim: str
    level: str
    pdf: bytes
    change: bytes


@cache
def plans() -> tuple[tuple[str, str], ...]:
    """Every operator in every place that it fits, in an order that mixes them."""
    there = [(BASE, name) for name in OPERATORS]
    for place in (INSIDE, UPDATE):
        there += [(place, name) for name, made in OPERATORS.items() if not made.alone]
    there += [(SIGNER, name) for name in SIGNING]
    there += [(STAMP, name) for name in STAMPING]
    there += [(STORE, name) for name in STORING]
    return tuple(sorted(there, key=lambda plan: hashlib.sha256("/".join(plan).encode()).digest()))


def mutant(number: int) -> Mutant:
    """The mutant of a number. Where an operator does not fit its paper, another chance is taken, and another one."""
    there = plans()
    for attempt in range(_ATTEMPTS):
        by = chance(f"{number} {attempt}")
        place, name = there[number % len(there)] if attempt < _ATTEMPTS // 4 else by.choice(there)
        try:
            return _made(number, place, name, by)
        except Exception:  # noqa: BLE001, S112 - nothing to forge there, or nobody can sign what came out
            continue
    raise AssertionError(f"no mutant {number}: {there[number % len(there)]}")


def _made(number: int, place: str, name: str, by: Random) -> Mutant:
    record = by.choices(("short", "medium", "long"), (14, 1, 1))[0]
    # Before anybody signs, naming the engine that is here leaves equal bytes as the only way.
    claim = by.choices(("same", "other"), (1, 4) if place == BASE else (1, 1))[0]
    if place == BASE and OPERATORS[name].spelling:
        claim = "same"
    level = "b-b" if record != "short" else by.choices(("b-b", "b-t", "b-lt", "b-lta"), (10, 1, 1, 1))[0]
    if place == STAMP:
        record, level = "short", "b-lta"
    if place == STORE:
        record = "short"
    roles = roles_of(record)
    who = by.randrange(len(roles))
    when = by.randint(0, len(roles))
    seed = by.random()
    before = Book.of(base(record, claim))
    group = OPERATORS[name].group if name in OPERATORS else place
    if place == BASE:
        after = _forged(before, OPERATORS[name], seed)
        unsigned = after.written()
        assert unsigned != base(record, claim)
        pdf, change = signed_by_all(unsigned, roles, level), unsigned
    elif place == INSIDE:
        # Signing writes the field anew: the same string in other letters is what another library might have written.
        assert name not in SAME_STRING
        trial = _forged(before, OPERATORS[name], seed)
        change = repr((who, sorted(changed_objects(before, trial).items()))).encode()
        inside = as_change(before, lambda book: OPERATORS[name].run(book, chance(seed)))
        pdf = signed_by_all(base(record, claim), roles, level, changes={who: inside})
    elif place == UPDATE:
        pdf, change = _updated(record, claim, level, when, OPERATORS[name], seed)
    elif place == SIGNER:
        change = f"{name} {who} {seed}".encode()
        pdf = signed_by_all(
            base(record, claim),
            roles,
            level,
            changes={who: lambda writer: SIGNING[name](writer, chance(seed))},
        )
    elif place == STAMP:
        change = f"{name} {seed}".encode()
        with stamp_server() as server:
            pdf = with_stamp(
                honest(record, claim, by.choice(("b-lt", "b-lta", "b-b"))),
                Services("b-lta", server),
                lambda writer: STAMPING[name](writer, chance(seed)),
            )
    else:
        change = f"{name} {when} {seed}".encode()
        pdf = signed_by_all(
            base(record, claim),
            roles,
            level,
            between={when or len(roles): lambda pdf: with_store(pdf, STORING[name], chance(seed))},
        )
    what = f"{place}：{name}，{record}，{claim}，{level}"
    return Mutant(number, place, group, name, what, record, claim, level, pdf, change)


def by_another_engine(name: str, seed: object) -> bytes:
    """The short paper of another engine, or the long one, forged by one operator before anybody signs, and signed by all."""
    for attempt in range(_ATTEMPTS):
        record = "short" if attempt < _ATTEMPTS // 2 else "long"
        try:
            after = _forged(Book.of(base(record, "other")), OPERATORS[name], f"{seed} {attempt}")
        except (ValueError, LookupError):
            continue
        assert after.written() != base(record, "other")
        return signed_by_all(after.written(), roles_of(record), "b-b")
    raise AssertionError(name)


def signed_by_a_forger(name: str, seed: object) -> bytes:
    """The short paper, whose first signer forges in his own update."""
    return signed_by_all(
        base("short", "same"),
        roles_of("short"),
        "b-b",
        changes={0: lambda writer: SIGNING[name](writer, chance(seed))},
    )


def _forged(before: Book, made: Operator, seed: object, first: int = 0) -> Book:
    """A copy of a book that an operator has changed."""
    after = Book(before.start, dict(before.bodies), before.trailer, first or before.next)
    made.run(after, chance(seed))
    return after


def _updated(
    record: str, claim: str, level: str, when: int, made: Operator, seed: float
) -> tuple[bytes, bytes]:
    before = Book.of(base(record, claim))
    seen: list[bytes] = []

    def update(pdf: bytes) -> bytes:
        after = _forged(before, made, seed, int(open_pdf(pdf).trailer["/Size"]))
        changed = changed_objects(before, after)
        assert changed
        seen.append(repr((when, sorted(changed.items()))).encode())
        return as_update(pdf, changed)

    pdf = signed_by_all(base(record, claim), roles_of(record), level, between={when: update})
    return pdf, seen[0]
