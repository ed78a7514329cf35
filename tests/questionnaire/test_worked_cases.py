"""A worked case that comes out otherwise than written says in what, for measures, done duties and words as well."""

from __future__ import annotations

from pathlib import Path

import packs
import pytest

from yanpan.batch.worked_cases import run_cases
from yanpan.questionnaire import compile_form, load_questionnaire

CASE = """\
id: A1
title: 依据不足
at: "2026-03-03 09:00"
answers: {{kind: 处罚, basis: {basis}, crowd: 2}}
expect: {{grade: {grade}, {expect}}}
"""


def faults(folder: Path, basis: str, grade: str, expect: str) -> str:
    pack = packs.write_pack(folder / "small")
    packs.change(pack, "part.yaml", "effect: report,", 'effect: report, done_when: basis == "yes",')
    packs.change(
        pack, "part.yaml", "cure: 找依据", "cure: 找依据, cures: [{when: 'kind == \"处罚\"', cure: 不罚}]"
    )
    (pack / "cases").mkdir()
    case = CASE.format(basis=basis, grade=grade, expect=expect)
    (pack / "cases" / "a1.yaml").write_text(case, encoding="utf-8")
    (result,) = run_cases(pack, compile_form(load_questionnaire(pack)))
    return "；".join(result.faults)


@pytest.mark.parametrize(
    ("basis", "grade", "right", "wrong", "words"),
    [
        ("yes", "low", "done: [report]", "done: [rest]", "缺少已经办了的职责：rest"),
        ("weak", "medium", "not_measures: [rest]", "done: [report]", "缺少已经办了的职责：report"),
        ("weak", "medium", "measures: [review]", "measures: [rest]", "缺少措施：rest"),
        ("yes", "low", "not_measures: [review]", "measures: [review]", "缺少措施：review"),
        ("weak", "medium", "measures: [review]", "not_measures: [review]", "不该有的措施：review"),
        ("no", "prohibited", "cures: {none: 不罚}", "cures: {none: 找依据}", "“none”的改正应写“找依据”，实际是“不罚”"),
        ("yes", "low", "cures: {}", "cures: {none: 不罚}", "没有这条红线"),
        (
            "unknown", "prohibited", "find_out_first: “有” → 低；“不足” → 中；“没有” → 禁",
            "find_out_first: 有钱吗", "先弄清的应写“有钱吗”，实际是“有依据吗？",
        ),
    ],
)  # fmt: skip
def test_what_a_case_expects_is_held_against_what_came_out(
    tmp_path: Path, basis: str, grade: str, right: str, wrong: str, words: str
) -> None:
    assert faults(tmp_path / "right", basis, grade, right) == ""
    assert words in faults(tmp_path / "wrong", basis, grade, wrong)
