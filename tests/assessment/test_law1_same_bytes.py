"""Law 1: same questionnaire, answers and date → same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as s
from yanpan.assessment import digest_of, encode
from yanpan.questionnaire import compile_form

SEEDS = range(12)

IN_ANOTHER_PROCESS = """
import hashlib, sys
import strategies as s
from yanpan.assessment import encode
for seed in map(int, sys.argv[1:]):
    case = s.gd563(), s.random_answers(s.gd563(), seed, facts_open=seed % 4 == 0)
    print(hashlib.sha256(encode(s.judged(case))).hexdigest())
"""


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_the_same_questionnaire_answers_and_date_give_the_same_bytes(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    again = compile_form(form.questionnaire)
    first, second = s.judged((form, answers)), s.judged((again, answers))
    assert encode(first) == encode(second)
    assert digest_of(first) == digest_of(second)


@given(case=s.small_cases())
@settings(max_examples=20)
def test_judging_another_day_in_between_leaves_no_trace(case: s.Case) -> None:
    first = encode(s.judged(case))
    s.judged(case, s.AT.replace(year=2019))
    assert encode(s.judged(case)) == first


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(hash_seed: str) -> None:
    here = [
        hashlib.sha256(
            encode(s.judged((s.gd563(), s.random_answers(s.gd563(), seed, facts_open=seed % 4 == 0))))
        ).hexdigest()
        for seed in SEEDS
    ]
    found = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, *map(str, SEEDS)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(s.__file__).parent)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert found.stdout.split() == here
