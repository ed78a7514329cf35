"""Signing a real paper from its first role to its last, to each level, and verifying it; against pyHanko alone."""

from __future__ import annotations

import os
from time import perf_counter

from bench.cases import NUMBER, form
from bench.measure import Line, in_turns, milliseconds, ratio, table
from bench.signers import (
    LATER,
    WAYS,
    Way,
    lists,
    paper,
    sign,
    sign_with_key_alone,
    sign_with_pyhanko,
    stamp_server,
    verify_with_pyhanko,
)
from yanpan.questionnaire import known_digests
from yanpan.questionnaire.model import Grade
from yanpan.report import render_pdf
from yanpan.verification import Verification, verify_pdf

ROUNDS = 5
JUDGED = (1, 2, 4, 6)
"""How many signatures a paper has on which verifying is measured."""


def signing(way: Way, unsigned: bytes, roles: tuple[str, ...]) -> tuple[list[Line], list[bytes]]:
    """One line a signer, and the paper as it was before and after each."""
    lines, papers = [], [unsigned]
    with stamp_server() as service:
        for place, role in enumerate(roles):
            pdf = papers[-1]

            def ours(pdf: bytes = pdf, role: str = role) -> bytes:
                return sign(pdf, role, way, service)

            def theirs(pdf: bytes = pdf, role: str = role, first: bool = place == 0) -> bytes:
                return sign_with_pyhanko(pdf, role, way, service, first=first)

            def alone(pdf: bytes = pdf, role: str = role) -> bytes:
                return sign_with_key_alone(pdf, role, way)

            found = in_turns({"yanpan": ours, "pyhanko": theirs, "key": alone}, ROUNDS)
            signed = ours()
            mine, pyhanko, key = found["yanpan"], found["pyhanko"], found["key"]
            against = (
                f"{ratio(mine.median, pyhanko.median)} pyHanko ({milliseconds(pyhanko.median)}), "
                f"{ratio(mine.median, key.median)} key alone ({milliseconds(key.median)}); "
                f"grows {len(signed) - len(pdf):,} bytes, pyHanko's {len(theirs()) - len(pdf):,}"
            )
            label = f"sign {way.name}, signer {place + 1} of {len(roles)}"
            lines.append(Line(label, milliseconds(mine.least), milliseconds(mine.median), against))
            papers.append(signed)
    return lines, papers


def verify(pdf: bytes, way: Way) -> Verification:
    """All of `yanpan verify` but its start: signatures, bytes, the record judged anew, the paper set anew."""
    found = verify_pdf(
        pdf,
        at=LATER,
        trust=way.trust(),
        crls=lists(),
        questionnaires=[form()],
        trusted=known_digests(),
        render=render_pdf,
    )
    if not all(item.trusted for item in found.signatures):
        raise RuntimeError(f"a signature is not trusted: {[item.code for item in found.findings]}")
    return found


def verifying(way: Way, papers: list[bytes]) -> list[Line]:
    """One line for each number of signatures, in time per signature."""
    lines = []
    for number in JUDGED:
        pdf = papers[number]
        if (seen := verify_with_pyhanko(pdf, way)) != number:
            raise RuntimeError(f"pyHanko trusts {seen} of {number} signatures")
        found = in_turns(
            {"yanpan": lambda pdf=pdf: verify(pdf, way), "pyhanko": lambda pdf=pdf: verify_with_pyhanko(pdf, way)},
            ROUNDS,
        )  # fmt: skip
        mine, pyhanko = found["yanpan"], found["pyhanko"]
        against = (
            f"{ratio(mine.median, pyhanko.median)} pyHanko without later changes "
            f"({milliseconds(pyhanko.median / number)}); whole paper {milliseconds(mine.median)}"
        )
        label = f"verify {way.name}, {number} signatures, each"
        lines.append(
            Line(label, milliseconds(mine.least / number), milliseconds(mine.median / number), against)
        )
    return lines


def later_changes(way: Way, pdf: bytes) -> Line:
    """pyHanko asked what yanpan always asks: what was added after each signature. Once, for it takes long."""
    start = perf_counter()
    verify(pdf, way)
    mine, start = perf_counter() - start, perf_counter()
    verify_with_pyhanko(pdf, way, later_changes=True)
    theirs = perf_counter() - start
    words = f"{ratio(theirs, mine)} yanpan ({milliseconds(mine)}); one run"
    label = f"verify {way.name}, 2 signatures: pyHanko with later changes"
    return Line(label, milliseconds(theirs), milliseconds(theirs), words)


def figures() -> list[Line]:
    unsigned, _, roles = paper(Grade.PROHIBITED, NUMBER)
    lines, verified = [], []
    for way in WAYS:
        signed_lines, papers = signing(way, unsigned, roles)
        lines.extend(signed_lines)
        if way in (Way("b-b"), Way("b-lta")):
            verified.extend(verifying(way, papers))
        if way == Way("b-b"):
            verified.append(later_changes(way, papers[2]))
    return lines + verified


if __name__ == "__main__":
    os.umask(0o077)
    print(table(f"signing and verifying one paper, {ROUNDS} rounds", figures()))
