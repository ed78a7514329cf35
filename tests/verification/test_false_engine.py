"""Every attack and forgery again on papers that name another engine: no attack is judged any better for it.

Which engine set a paper is the forger's word. Where it is not the one that is here, bytes cannot be compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import signed_papers
from attacks import ATTACKS, FORGERIES
from attacks_table import built, names, verify
from authorities import lists
from long_term_papers import all_signed, judged_at
from signed_papers import codes, judged, print_paper, signed_by_all, signed_once, so_far

from yanpan.report import Paper
from yanpan.report.fingerprint import fingerprint

FALSE = "0123456789abcdef"
PAPERS = ("signed_papers", "long_term_papers", "attacks")
"""Modules (or how their names begin) that keep papers for the run."""

KEYS = frozenset({"folder", "identity", "new_key"})


@pytest.fixture(scope="module", autouse=True)
def another_engine() -> Iterator[None]:
    """All small papers are set anew in the name of another engine, and again in the true one's afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signed_papers, "fingerprint", lambda: FALSE)
        _forget()
        yield
    _forget()


def _forget() -> None:
    """Let go of every paper that was kept."""
    for name, module in list(sys.modules.items()):
        if name.startswith(PAPERS):
            for key, value in vars(module).items():
                if hasattr(value, "cache_clear") and key not in KEYS:
                    value.cache_clear()


def here(shown: Any, attachment: bytes, questionnaire: bytes | None = None) -> Paper:
    """The paper as the engine makes it that is really here."""
    assert questionnaire is None
    return print_paper(shown, attachment, made_by=fingerprint())


@pytest.mark.long(one_in=288)
@pytest.mark.parametrize("name", names())
def test_no_attack_is_valid_in_the_name_of_another_engine(name: str) -> None:
    pdf, given = built(name)
    if "questionnaires" not in given:
        # Real papers bring what they are printed with.
        given["render"] = here
    assert verify(pdf, given).verdict != "valid", (ATTACKS | FORGERIES)[name].words


def test_the_papers_do_name_another_engine_and_are_valid_untouched() -> None:
    assert fingerprint() != FALSE
    for found in (judged_at(all_signed(), render=here, crls=lists()), judged(signed_by_all(), render=here)):
        assert (found.verdict, codes(found), found.reprinted) == ("valid", set(), "same_text")
    assert so_far(signed_once(), render=here).verdict == "valid"
