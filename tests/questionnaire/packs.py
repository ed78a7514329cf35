"""A minimal good questionnaire on disk, and ways to break one line of it."""

# ruff: noqa: E501 — one entry a line, so that every fault has one line

from __future__ import annotations

from datetime import date
from pathlib import Path

from yanpan.questionnaire.lint import lint_pack

PART, HEAD, SOURCES, DEMANDS = "part.yaml", "questionnaire.yaml", "sources.yaml", "demands.yaml"

DAY = date(2026, 3, 3)

GOOD = {
    "questionnaire.yaml": """\
id: small
version: "1"
title: 小问卷
policy: P
timezone: Asia/Shanghai
parts: [part.yaml]
sections: [{id: facts, title: 情况}, {id: legality, title: 合法, basis: ["P:1"]}, {id: stability, title: 稳定}, {id: controllability, title: 可控}]
grades: [{id: low, title: 低, conclusion: 可}, {id: medium, title: 中, conclusion: 慎}, {id: high, title: 高, conclusion: 缓}, {id: prohibited, title: 禁, conclusion: 不}]
section_thresholds: {medium: 10, high: 40}
section_basis: ["P:1"]
matrix:
  - [medium, medium, high, high, high]
  - [low, medium, medium, high, high]
  - [low, medium, medium, medium, high]
  - [low, low, medium, medium, medium]
  - [low, low, low, low, medium]
likelihood: [一, 二, 三, 四, 五]
consequence: [甲, 乙, 丙, 丁, 戊]
validity: {days: {low: 30, medium: 15, high: 7, prohibited: 3}, void_when: [情况改变], basis: ["P:1"]}
""",
    "part.yaml": """\
questions:
  - {id: kind, section: facts, ask: 哪一种？, type: choice, nominal: true, unknown: false, options: [{value: 处罚, label: 处罚}, {value: 强制, label: 强制}]}
  - {id: basis, section: legality, ask: 有依据吗？, type: choice, basis: ["P:1"], settles: [must_have_basis], options: [{value: yes, label: 有}, {value: weak, label: 不足, raises: [shaky]}, {value: no, label: 没有, red_line: none}]}
  - {id: crowd, section: stability, ask: 有多少人？, type: number, worse: more, basis: ["L:43"]}
  - {id: extra, section: stability, ask: 另有什么？, type: choices, basis: ["P:1"], when: kind == "强制", options: [{value: press, label: 媒体, raises: [noise]}]}
hazards:
  - {id: shaky, section: legality, title: 不牢, why: 会败诉, likelihood: 3, consequence: 3, basis: ["P:1"]}
  - {id: noise, section: stability, title: 吵, why: 会扩散, likelihood: 2, consequence: 2, basis: ["L:43"]}
  - {id: many, section: stability, title: 人多, why: 会聚集, likelihood: 4, consequence: 4, basis: ["L:43"], when: crowd >= 30}
red_lines:
  - {id: none, section: legality, rank: power, title: 无依据, words: 停。, curable: true, cure: 找依据, basis: ["P:1"]}
escalators:
  - {id: both, title: 两样都有, at_least: high, any: 2, of: [noise, many], basis: ["P:1"]}
measures:
  - {id: review, title: 复核, how: 再看一遍, who: 法制审核机构, by: before_action, treats: [{hazard: shaky, likelihood: -1}, {hazard: noise, likelihood: -1}, {hazard: many, likelihood: -1}], basis: ["P:1"]}
duties:
  - {id: report, title: 报告, effect: report, what: 报主要负责人, who: 本单位, due: {kind: within_hours, n: 24}, basis: ["P:1"], settles: [must_report]}
signoff:
  roles: [{id: officer, title: 承办人}]
  rules: [{from_grade: low, roles: [officer], basis: ["P:1"]}]
""",
    "sources.yaml": """\
sources:
  - {id: P, title: 意见, number: 1号, in_force_from: 2020-01-01, provisions: {"1": 依法}}
  - {id: L, title: 某法, in_force_from: 2012-01-01, provisions: {"43": 白天}}
""",
    "demands.yaml": """\
demands:
  - {id: must_have_basis, clause: "P:1", phase: before, who: unit, severity: stop}
  - {id: must_report, clause: "P:1", phase: after, who: unit, severity: high}
  - {id: nice_to_have, clause: "P:1", phase: before, who: unit, severity: low}
""",
}


def write_pack(folder: Path) -> Path:
    """The good questionnaire, written into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in GOOD.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the one place where `old` stands; the line of what stands there now."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(folder: Path) -> list[str]:
    """Every lint error as one text: place, fault, remedy."""
    return [str(error) for error in lint_pack(folder, DAY).errors]
