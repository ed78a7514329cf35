"""Law 9 over the worked cases of a questionnaire: which prohibited plans one slip would let through as `low`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yanpan.answers.check import read_answers
from yanpan.answers.model import Answers
from yanpan.assessment import Slip, is_prohibited, slips_of
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.errors import InputRefused
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade

STRUCTURAL_SHARE = 0.1
"""Of the whole cases at most this share may fall by a slip about which kind of case it is; by content, none."""


@dataclass(frozen=True, slots=True)
class CaseSlips:
    """A prohibited case and the single slips by which it comes out `low`. `whole` ones are those that count."""

    id: str
    title: str
    whole: bool
    slips: tuple[Slip, ...]

    def by(self, *, structural: bool) -> bool:
        """Whether it falls by such a slip."""
        return any(slip.structural is structural for slip in self.slips)


def slips_of_cases(folder: Path, form: Form) -> list[CaseSlips]:
    """Every worked case in `folder`/cases of which `prohibited` is expected. Raises `InputRefused` for what is no case.

    Cases that ended early are left out: what they leave open has no answer that could slip.
    """
    files = load_cases(folder / "cases")
    found = []
    for case, lines in files.values():
        if case.expect.grade is not Grade.PROHIBITED or case.ended_early:
            continue
        answers = read_answers(merged(case, files, lines), form, lines)
        if is_prohibited(form, answers):  # else `pack test` says so
            found.append(CaseSlips(case.id, case.title, case.is_whole, tuple(slips_of(form, answers))))
    return found


def slips_of_answers(form: Form, answers: Answers, name: str) -> CaseSlips:
    """The same for answers of one's own, which count as whole. Raises `InputRefused` where they are not prohibited."""
    if not is_prohibited(form, answers):
        raise InputRefused(
            "这些答案的等级不是不得实施",
            where=name,
            remedy="一处答错会不会变成低风险，只对不得实施的案件查；去掉这个文件。",
        )
    return CaseSlips(answers.case_number or name, name, True, tuple(slips_of(form, answers)))


def aim_missed(cases: list[CaseSlips]) -> bool:
    """Whether, of the whole cases, any falls by content or too many by structure."""
    whole = [case for case in cases if case.whole]
    structural = sum(case.by(structural=True) for case in whole)
    return any(case.by(structural=False) for case in whole) or structural > STRUCTURAL_SHARE * len(whole)
