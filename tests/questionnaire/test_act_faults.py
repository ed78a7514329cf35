"""Faults in the list of acts are found with file and line, said in Chinese, with what to do."""

# ruff: noqa: E501 — one entry a line, so that every fault has one line

from __future__ import annotations

import re
from pathlib import Path

import packs
import pytest

from yanpan.data import data_folder
from yanpan.questionnaire import compile_form, load_questionnaire, read_embedded
from yanpan.questionnaire.act_checks import unasked
from yanpan.questionnaire.lint import lint_pack
from yanpan.questionnaire.model import QuestionType

PART = "part.yaml"
FIRST = "  - {id: kind, section: facts"
HOW = """\
  - {id: how, section: facts, ask: 怎样罚？, type: choices, nominal: true, unknown: false, when: kind == "处罚", options: [{value: 罚款, label: 罚款}, {value: 警告, label: 警告}]}
"""
ASK = """\
  - {id: act, section: facts, ask: 做什么？, type: choice, acts: true, nominal: true, unknown: false, required: false}
"""
ACTS = """\
acts:
  - {value: 开罚单, label: 罚钱, group: 罚, words: [罚款单], sets: {kind: 处罚, how: [罚款]}}
  - {value: 动手, label: 强制动手, group: 动, words: [拆, 封], sets: {kind: 强制}}
  - {value: 都不是, label: 列表里没有, group: 无, sets: {}}
hazards:
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = packs.write_pack(tmp_path / "small")
    packs.change(folder, PART, FIRST, f"{ASK.lstrip()}{FIRST}".replace("- {id: act", "  - {id: act", 1))
    packs.change(folder, PART, "  - {id: basis,", f"{HOW}  - {{id: basis,")
    packs.change(folder, PART, "hazards:\n", ACTS)
    return folder


def test_a_good_list_has_no_fault(pack: Path) -> None:
    found = lint_pack(pack, packs.DAY)
    assert (found.errors, found.warnings) == ([], [])
    form = compile_form(load_questionnaire(pack))
    assert form.act_question == "act"
    assert [option.value for option in form.questions["act"].options] == ["开罚单", "动手", "都不是"]
    assert read_embedded(form.embedded).acts == form.questionnaire.acts


FAULTS = {
    "unknown question": ("sets: {kind: 强制}", "sets: {kinf: 强制}", "“动手”的 sets 里没有“kinf”这道题；是不是“kind”？"),
    "value that is no option": ("sets: {kind: 强制}", "sets: {kind: 强拆}", "“动手”的 sets 里“kind”没有“强拆”这个选项"),
    "ordered question": ("sets: {kind: 强制}", "sets: {kind: 强制, basis: yes}", "“basis”不是分类的题"),
    "a question that weighs": ("sets: {kind: 强制}", "sets: {crowd: 三十}", "“crowd”不是分类的题"),
    "one word for several": ("how: [罚款]}", "how: 罚款}", "“how”的写法不对"),
    "several for one": ("sets: {kind: 强制}", "sets: {kind: [强制]}", "“kind”的写法不对"),
    "never asked": ("sets: {kind: 强制}", "sets: {kind: 强制, how: [罚款]}", "“动手”定了“how”，可是照它自己的 sets 永远问不到"),
    "unknown red line": ("sets: {kind: 强制}", "sets: {kind: 强制}, red_line: non", "引用了没有的红线“non”；是不是“none”？"),
    "same label": ("label: 强制动手", "label: 罚钱", "“动手”的 label 和“开罚单”一样"),
    "same value": ("value: 动手", "value: 开罚单", "编号“开罚单”重复"),
    "unknown key": ("words: [拆, 封]", "word: [拆, 封]", "没有“word”这个字段"),
    "nobody asks": ("acts: true, ", "", "“act”的选项太少"),
    "options of its own": ("acts: true, ", "acts: true, options: [{value: x, label: x}], ", "不能另写 options"),
    "required": ("required: false}", "required: true}", "问的是行为（acts: true），写法不对"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_where_it_stands(pack: Path, old: str, new: str, words: str) -> None:
    line = packs.change(pack, PART, old, new)
    found = [text for text in packs.faults(pack) if words in text]
    assert found, packs.faults(pack)
    assert found[0].startswith(f"{PART}:{line}：")
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in found)


WARNINGS = {
    "same word": ("words: [拆, 封]", "words: [拆, 罚款单]", "“动手”和“开罚单”都叫“罚款单”"),
    "no heading": ("group: 动, ", "", "“动手”没有写 group"),
    "two that fit nothing": ("sets: {kind: 强制}", "sets: {}", "“都不是”什么也没有定，和“动手”一样"),
}


@pytest.mark.parametrize(("old", "new", "words"), WARNINGS.values(), ids=WARNINGS)
def test_what_is_only_unclear_is_a_warning(pack: Path, old: str, new: str, words: str) -> None:
    packs.change(pack, PART, old, new)
    found = lint_pack(pack, packs.DAY)
    assert found.errors == []
    assert [text for text in map(str, found.warnings) if words in text]


def test_each_act_that_ships_is_consistent_and_names_what_it_can() -> None:
    form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
    assert len(form.acts) >= 80
    kinds = {option.value for option in form.questions["kind"].options}
    assert {act.sets["kind"] for act in form.acts.values() if act.sets} == kinds
    for act in form.acts.values():
        assert list(unasked(form, act)) == []
        assert all(form.questions[name].nominal for name in act.sets)
        assert all(form.questions[name].type is not QuestionType.TEXT for name in act.sets)
