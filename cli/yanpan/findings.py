"""What any check finds: a reason with its weight. The heaviest weight of all reasons is the verdict.

The three verdicts are those of ETSI EN 319 102-1: TOTAL-PASSED, TOTAL-FAILED and INDETERMINATE.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """`valid` TOTAL-PASSED, `cannot_be_judged` INDETERMINATE, `invalid` TOTAL-FAILED; the last one weighs most."""

    VALID = "valid"
    CANNOT_BE_JUDGED = "cannot_be_judged"
    INVALID = "invalid"


_WEIGHT = {Verdict.VALID: 0, Verdict.CANNOT_BE_JUDGED: 1, Verdict.INVALID: 2}


def heaviest(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of some verdicts; `valid` of none.

    >>> heaviest([Verdict.VALID, Verdict.INVALID, Verdict.CANNOT_BE_JUDGED]).value
    'invalid'
    """
    return max(verdicts, key=_WEIGHT.__getitem__, default=Verdict.VALID)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: a code for machines, words for people, its weight, and the role it concerns if any.

    A finding of weight `valid` is a note: it lowers nothing.
    """

    code: str
    words: str
    weight: Verdict
    role: str = ""


def invalid(code: str, words: str, role: str = "") -> Finding:
    """Something is false."""
    return Finding(code=code, words=words, weight=Verdict.INVALID, role=role)


def unjudged(code: str, words: str, role: str = "") -> Finding:
    """Something needed to judge is missing."""
    return Finding(code=code, words=words, weight=Verdict.CANNOT_BE_JUDGED, role=role)


def note(code: str, words: str, role: str = "") -> Finding:
    """Something worth knowing that lowers nothing."""
    return Finding(code=code, words=words, weight=Verdict.VALID, role=role)
