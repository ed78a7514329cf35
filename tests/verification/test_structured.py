"""More than a thousand papers forged in one thing by somebody who knows PDF and this program: none is valid.

`make test` tries some of each place, always the same; `make test-long` tries all. What is forged, and where: `structured`.
Beside them the papers that nobody touched: valid, or not complete, whatever engine they name.
"""

from __future__ import annotations

import hashlib

import pytest
from attacks_tools import revisions
from long_term_papers import wanted
from signed_papers import AT, codes
from structured import COUNT, INSIDE, PLACES, UPDATE, by_another_engine, mutant, plans, signed_by_a_forger
from structured_book import Book
from structured_fonts import FOUND, LOOKS
from structured_operators import OPERATORS, chance
from structured_papers import (
    RECORDS,
    base,
    honest,
    judge,
    record,
    roles_of,
    signed_by_all,
    signer,
)

from yanpan.signature import sign_pdf

LEVELS = ("b-b", "b-t", "b-lt", "b-lta")
CONTROLS = [("short", level, claim) for level in LEVELS for claim in ("same", "other")] + [
    (name, "b-b", claim) for name in ("medium", "long") for claim in ("same", "other")
]


def place_of(case: str) -> str:
    return plans()[int(case) % len(plans())][0]


@pytest.mark.long(one_in=400, kind=place_of)
@pytest.mark.parametrize("number", range(COUNT))
def test_no_structured_mutant_is_valid(number: int) -> None:
    made = mutant(number)
    assert judge(made.pdf).verdict != "valid", made.what


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("name", FOUND)
def test_what_one_program_reads_and_another_not_is_not_valid(name: str) -> None:
    """Found by hand in the comparison with papers of other engines."""
    assert judge(by_another_engine(name, 1)).verdict != "valid"


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", LOOKS)
def test_what_a_signer_does_to_his_own_look_is_not_valid(name: str) -> None:
    assert judge(signed_by_a_forger(name, 1)).verdict != "valid"


@pytest.mark.long
def test_the_mutants_are_all_different_and_each_way_to_forge_is_among_them() -> None:
    found = [mutant(number) for number in range(COUNT)]
    changes = {
        hashlib.sha256(f"{made.what} {len(made.change)}".encode() + made.change).digest() for made in found
    }
    assert len(changes) >= 1000
    assert {made.place for made in found} == set(PLACES)
    # Where an operator did not fit, another one took its turn: few may have none at all.
    tried = {(made.place, made.name) for made in found}
    assert len(set(plans()) - tried) < len(plans()) // 50, sorted(set(plans()) - tried)


def test_each_way_to_forge_has_its_turn() -> None:
    assert len(plans()) > 1000
    assert len(plans()) <= COUNT
    assert {place for place, _ in plans()} == set(PLACES)
    assert {name for place, name in plans() if place == UPDATE} == {
        name for place, name in plans() if place == INSIDE
    }


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("name", RECORDS)
def test_a_paper_taken_apart_and_put_together_is_the_same(name: str) -> None:
    """Else every forgery would be seen by how it is written, whatever it does."""
    pdf = base(name, "same")
    book = Book.of(pdf)
    for number in book.bodies:
        if book.is_stream(number):
            book.refill(number, book.data(number))
        for reference in book.references(number):
            assert int(reference.split()[0]) in book.bodies
    assert book.written() == pdf
    assert base(name, "other") != pdf


def test_an_operator_changes_the_paper() -> None:
    """Of a sample: that it is another file, and that the same chance gives the same one."""
    pdf = base("short", "same")
    for name in sorted(OPERATORS)[::20]:
        made = []
        for _ in range(2):
            book = Book.of(pdf)
            try:
                OPERATORS[name].run(book, chance(name))
            except (ValueError, LookupError):
                break
            made.append(book.written())
        assert pdf not in made, name
        assert len(set(made)) <= 1, name


def test_the_forger_signs_as_this_program_does() -> None:
    """Byte for byte but for the signature value: what is refused is refused for what was forged."""
    pdf = base("short", "same")
    forged = signed_by_all(pdf, roles_of("short"), "b-b")
    true = pdf
    for role in roles_of("short"):
        true = sign_pdf(
            true, role=role, identity=signer(role), reason="同意", at=AT, long_term=wanted(None, "b-b")
        )
    # The room for an ECDSA value is guessed by making one, and each is a byte longer or shorter.
    assert abs(len(forged) - len(true)) <= 8 * len(roles_of("short"))
    first = revisions(pdf)[-1]
    mark = b"/Contents <"
    assert forged[: forged.index(mark, first)] == true[: true.index(mark, first)]


@pytest.mark.long(one_in=8, kind=lambda case: case.rpartition("-")[2])
@pytest.mark.parametrize(("name", "level", "claim"), CONTROLS)
def test_an_untouched_paper_is_valid_whatever_engine_it_names(name: str, level: str, claim: str) -> None:
    found = judge(honest(name, claim, level))
    assert (found.verdict, codes(found)) == ("valid", set())
    assert found.complete
    assert len(found.signatures) == len(record(name).signers)
    assert found.reprinted == ("same" if claim == "same" else "same_text")


@pytest.mark.parametrize("claim", ["same", "other"])
def test_an_untouched_paper_on_its_way_is_not_complete_and_never_false(claim: str) -> None:
    pdf = base("short", claim)
    assert codes(judge(pdf)) == {"NO_SIGNATURE"}
    pdf = signed_by_all(pdf, roles_of("short")[:1], "b-b")
    assert judge(pdf).verdict == "cannot_be_judged"
    found = judge(pdf, so_far=True)
    assert (found.verdict, codes(found)) == ("valid", set())
