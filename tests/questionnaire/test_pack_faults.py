"""Every kind of fault in a questionnaire is found, with file and line, and named in Chinese."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import msgspec
import packs
import pytest
from hypothesis import given, settings
from packs import DEMANDS, HEAD, PART, SOURCES

import strategies as s
from yanpan.data import data_folder
from yanpan.errors import QuestionnaireBroken
from yanpan.questionnaire import compile_form, load_questionnaire
from yanpan.questionnaire.lint import lint_pack


def test_the_good_questionnaire_has_no_fault(pack: Path) -> None:
    found = lint_pack(pack, packs.DAY)
    assert (found.errors, found.warnings) == ([], [])
    assert compile_form(load_questionnaire(pack)).questionnaire.header.id == "small"


@pytest.mark.long  # `make test` lints it itself
def test_the_shipped_questionnaire_has_no_fault() -> None:
    assert lint_pack(data_folder("questionnaires") / "gd-563", date(2026, 11, 24)).errors == []


# What is changed in which file → what the message says beside `file:line`.
FAULTS: dict[str, tuple[str, str, str, str]] = {
    "unknown key": (PART, "ask: 有依据吗？", "aks: 有依据吗？, ask: x", "没有“aks”这个字段"),
    "unknown key in an option": (PART, "label: 不足,", "label: 不足, colour: red,", "没有“colour”这个字段"),
    "unknown key of the header": (HEAD, 'version: "1"', 'version: "1"\ncolour: red', "没有“colour”这个字段"),
    "contradiction of no question": (
        PART,
        "escalators:",
        """contradictions:
  - {id: c, words: 对不上, when: 'crowd >= 30', questions: [crowded], basis: ["P:1"]}
escalators:""",
        "“c”引用了没有的题号“crowded”",
    ),
    "role with a number": (
        PART,
        "roles: [{id: officer,",
        "roles: [{id: officer2,",
        "签批角色的编号“officer2”不能用",
    ),
    "role in capitals": (
        PART,
        "roles: [{id: officer,",
        "roles: [{id: Officer,",
        "签批角色的编号“Officer”不能用",
    ),
    "role that is a path": (
        PART,
        "roles: [{id: officer,",
        "roles: [{id: ../../evil,",
        "编号“../../evil”不能用",
    ),
    "role in Chinese": (PART, "roles: [{id: officer,", "roles: [{id: 承办人,", "只用小写字母和下划线"),
    "contradiction that names none": (
        PART,
        "escalators:",
        """contradictions:
  - {id: c, words: 对不上, when: 'crowd >= 30', questions: [], basis: ["P:1"]}
escalators:""",
        "“c”没有写要核对哪几题",
    ),
    "contradiction without a basis": (
        PART,
        "escalators:",
        """contradictions:
  - {id: c, words: 对不上, when: 'crowd >= 30', questions: [crowd], basis: []}
escalators:""",
        "“c”没有写依据",
    ),
    "contradiction that cannot be": (
        PART,
        "escalators:",
        """contradictions:
  - {id: c, words: 对不上, when: 'crowd >= 30 and crowd < 3', questions: [crowd], basis: ["P:1"]}
escalators:""",
        "“c”的条件永远不成立",
    ),
    "step to come of no precondition": (
        PART,
        "label: 不足,",
        "label: 不足, precondition: approved,",
        "引用了没有的前置条件“approved”",
    ),
    "step to come that does harm among options to tick": (
        PART,
        "label: 媒体, raises",
        "label: 媒体, precondition: approved, raises",
        "又是前置条件，又触发风险点",
    ),
    "step to come of a fact that is neither good nor bad": (
        PART,
        "type: number, worse: more, basis",
        "type: number, worse: more, options: [{value: later, label: 以后, precondition: approved}], basis",
        "不是选择题",
    ),
    "precondition that nobody names": (
        PART,
        "escalators:",
        """preconditions:
  - {id: p, title: 报批, what: 报批。, who: 执法人员, before: 实施前, proof: 审批表, basis: ["P:1"]}
escalators:""",
        "“p”没有任何选项用到",
    ),
    "unknown list": (PART, "escalators:", "esclators:", "没有“esclators”这一类"),
    "missing key": (PART, "ask: 有依据吗？, ", "", "缺少字段“ask”"),
    "missing key of a source": (SOURCES, "title: 某法, ", "", "缺少字段“title”"),
    "wrong type": (
        PART,
        "likelihood: 3, consequence: 3",
        "likelihood: 三, consequence: 3",
        "类型不对：应是整数",
    ),
    "wrong type of a list": (PART, "settles: [must_have_basis]", "settles: must_have_basis", "应是列表"),
    "a list that is none": (PART, "duties:\n", "duties: 3\nmeasures2:\n", "“duties”下面应是列表"),
    "unknown section": (
        PART,
        "id: crowd, section: stability",
        "id: crowd, section: stabilty",
        "不认识的取值",
    ),
    "unknown question type": (PART, "type: number", "type: nubmer", "不认识的取值"),
    "unknown grade": (PART, "at_least: high", "at_least: higher", "不认识的取值"),
    "duplicate id": (PART, "  - {id: noise,", "  - {id: shaky,", "编号“shaky”重复"),
    "duplicate key": (
        PART,
        "id: noise, section: stability",
        "id: noise, id: noise, section: stability",
        "“id”写了两次",
    ),
    "alias": (PART, "title: 吵, why: 会扩散", "title: &t 吵, why: *t", "不能用别名"),
    "tag": (PART, "title: 吵", "title: !shout 吵", "不能用类型标签"),
    "python tag": (PART, "why: 会扩散", "why: !!python/name:os.system ''", "不能用类型标签"),
    "python object": (
        PART,
        "[{value: press",
        "!!python/object/apply:os.system [{value: press",
        "不能用类型标签",
    ),
    "merge key": (PART, "- {id: noise,", "- {<<: {why: x}, id: noise,", "不能用合并键"),
    "broken yaml": (PART, "title: 吵, why", "title: 吵, : why: [", "YAML 写法有误"),
    "unknown red line": (
        PART,
        "red_line: none",
        "red_line: nnone",
        "引用了没有的红线“nnone”；是不是“none”？",
    ),
    "unknown hazard of an option": (
        PART,
        "raises: [shaky]",
        "raises: [shakey]",
        "引用了没有的风险点“shakey”；是不是“shaky”？",
    ),
    "unknown hazard of an escalator": (
        PART,
        "of: [noise, many]",
        "of: [noise, mamy]",
        "引用了没有的风险点“mamy”；是不是“many”？",
    ),
    "unknown hazard of a measure": (
        PART,
        "{hazard: shaky,",
        "{hazard: shakey,",
        "引用了没有的风险点“shakey”",
    ),
    "unknown hazard of a duty": (
        PART,
        "n: 24}",
        "n: 24}, hazards: [nosie]",
        "引用了没有的风险点“nosie”；是不是“noise”？",
    ),
    "unknown red line of a duty": (
        PART,
        "n: 24}",
        "n: 24}, red_lines: [nine]",
        "引用了没有的红线“nine”；是不是“none”？",
    ),
    "unknown source": (
        PART,
        'worse: more, basis: ["L:43"]',
        'worse: more, basis: ["LL:43"]',
        "引用了没有的依据“LL”",
    ),
    "unknown provision": (
        PART,
        'worse: more, basis: ["L:43"]',
        'worse: more, basis: ["L:44"]',
        "引用的“L:44”没有登记这一条",
    ),
    "source without provision": (
        PART,
        'worse: more, basis: ["L:43"]',
        'worse: more, basis: ["L"]',
        "没有写条文号",
    ),
    "unknown demand": (
        PART,
        "settles: [must_report]",
        "settles: [must_reprot]",
        "落实的要求“must_reprot”不存在；是不是“must_report”？",
    ),
    "unknown role": (PART, "roles: [officer], basis", "roles: [oficer], basis", "不是已定义的签批角色"),
    "unknown source of the sign-off": (
        PART,
        'roles: [officer], basis: ["P:1"]',
        'roles: [officer], basis: ["Q:1"]',
        "引用了没有的依据“Q”",
    ),
    "wrong condition": (PART, "when: crowd >= 30", "when: crowd >= many", "的条件有误：这里应是一个数"),
    "condition on an unknown question": (
        PART,
        "when: crowd >= 30",
        "when: corwd >= 30",
        "没有题号“corwd”；是不是“crowd”？",
    ),
    "condition that runs code": (PART, "when: crowd >= 30", """when: '__import__("os")'""", "的条件有误"),
    "cycle": (
        PART,
        "worse: more,",
        """worse: more, when: '"press" in extra and crowd >= 1',""",
        "的条件绕成了圈：crowd → crowd",
    ),
    "never asked": (
        PART,
        'when: kind == "强制"',
        """when: 'kind == "强制" and kind == "处罚"'""",
        "永远问不到",
    ),
    "rule never true": (PART, "when: crowd >= 30", "when: crowd >= 30 and crowd < 10", "的条件永远不成立"),
    "duty never true": (
        PART,
        "n: 24}",
        """n: 24}, when: 'kind == "强制" and kind == "处罚"'""",
        "的条件永远不成立",
    ),
    "order law": (
        PART,
        "label: 没有, red_line: none}",
        "label: 没有, raises: [noise]}, {value: x, label: 丙, red_line: none}",
        "却没有同样引起风险点“shaky”",
    ),
    "order law, levels": (
        PART,
        "label: 没有, red_line: none}",
        "label: 没有, raises: [{hazard: shaky, likelihood: 2}]}, {value: x, label: 丙, red_line: none}",
        "等级不低于它",
    ),
    "order law, red line": (
        PART,
        "{value: yes, label: 有}",
        "{value: yes, label: 有, red_line: none}",
        "排在红线“yes”之后却不触红线",
    ),
    "monotone law, rule": (PART, "when: crowd >= 30", "when: crowd < 30", "的条件不单调：“crowd”"),
    "monotone law, choice": (
        PART,
        "when: crowd >= 30",
        """when: 'basis == "yes" and crowd >= 30'""",
        "的条件不单调：“basis”从“yes”变坏为“weak”",
    ),
    "monotone law, question": (PART, 'when: kind == "强制"', 'when: basis == "yes"', "的条件不单调：“basis”"),
    "monotone law, choices": (PART, "when: crowd >= 30", "when: count(extra) < 1", "的条件不单调：“extra”"),
    "monotone law, escalator": (
        PART,
        "any: 2, of: [noise, many]",
        "when: crowd != 3",
        "的条件不单调：“crowd”",
    ),
    "no basis of a question": (PART, 'worse: more, basis: ["L:43"]', "worse: more", "没有写依据（basis）"),
    "no basis of a hazard": (
        PART,
        'consequence: 2, basis: ["L:43"]',
        "consequence: 2, basis: []",
        "没有写依据（basis）",
    ),
    "no basis of a red line": (
        PART,
        'cure: 找依据, basis: ["P:1"]',
        "cure: 找依据, basis: []",
        "没有写依据（basis）",
    ),
    "no basis of an escalator": (
        PART,
        'of: [noise, many], basis: ["P:1"]',
        "of: [noise, many], basis: []",
        "没有写依据（basis）",
    ),
    "no basis of a measure": (
        PART,
        '{hazard: many, likelihood: -1}], basis: ["P:1"]',
        "{hazard: many, likelihood: -1}], basis: []",
        "没有写依据（basis）",
    ),
    "no basis of a duty": (PART, 'n: 24}, basis: ["P:1"]', "n: 24}, basis: []", "没有写依据（basis）"),
    "no basis of the sign-off": (
        PART,
        'roles: [officer], basis: ["P:1"]',
        "roles: [officer], basis: []",
        "没有写依据（basis）",
    ),
    "no basis of the section scores": (HEAD, 'section_basis: ["P:1"]', "section_basis: []", "没有写依据"),
    "demand not settled by a question": (
        DEMANDS,
        '{id: nice_to_have, clause: "P:1", phase: before, who: unit, severity: low}',
        '{id: nice_to_have, clause: "P:1", phase: before, who: unit, severity: stop}',
        "没有问题落实",
    ),
    "demand not settled by a duty": (
        DEMANDS,
        '{id: nice_to_have, clause: "P:1", phase: before, who: unit, severity: low}',
        '{id: nice_to_have, clause: "P:1", phase: after, who: unit, severity: high}',
        "没有职责落实",
    ),
    "number without worse": (PART, "worse: more, ", "", "的 worse 只用于数字题，数字题必须写"),
    "choice with worse": (
        PART,
        "ask: 有依据吗？, type: choice,",
        "ask: 有依据吗？, type: choice, worse: more,",
        "的 worse 只用于数字题",
    ),
    "nominal with unknown": (
        PART,
        "nominal: true, unknown: false,",
        "nominal: true,",
        "是事实分类题，不能答不清楚",
    ),
    "one option": (PART, ", {value: 强制, label: 强制}", "", "的选项太少"),
    "same option twice": (PART, "{value: weak, label: 不足", "{value: yes, label: 不足", "的选项重复"),
    "option named unknown": (
        PART,
        "{value: weak, label: 不足",
        "{value: unknown, label: 不足",
        "的选项重复，或者用了 unknown",
    ),
    "options of a number": (
        PART,
        "worse: more,",
        "worse: more, options: [{value: a, label: a}],",
        "不能有选项",
    ),
    "level beyond five": (
        PART,
        "likelihood: 4, consequence: 4",
        "likelihood: 6, consequence: 4",
        "应在 1 到 5 之间",
    ),
    "level of zero": (
        PART,
        "raises: [shaky]",
        "raises: [{hazard: shaky, likelihood: 0}]",
        "不在 1 到 5 之间",
    ),
    "measure that raises": (
        PART,
        "{hazard: shaky, likelihood: -1}",
        "{hazard: shaky, likelihood: 1}",
        "措施只降不升",
    ),
    "curable without cure": (PART, "cure: 找依据, ", "", "可以改正，却没有写怎么改正"),
    "red line without a rank": (PART, "rank: power, ", "", "“none”没有写轻重（rank）"),
    "unknown rank": (PART, "rank: power", "rank: powr", "不认识的取值"),
    "no power, and not ranked so": (
        PART,
        "rank: power",
        "rank: papers, no_power: true, cure_effect: route",
        "“none”写了 no_power，轻重却不是 power",
    ),
    "no power, and told to do it over": (
        PART,
        "rank: power",
        "rank: power, no_power: true, cure_effect: redo",
        "“none”是没有权，却要本单位补办",
    ),
    "precedence beyond its rank": (PART, "rank: power", "rank: power, precedence: 100", "应在 0 到 99 之间"),
    "cures of what cannot be cured": (
        PART,
        "curable: true, cure: 找依据",
        "curable: false, cures: [{when: 'crowd >= 3', cure: 减人}]",
        "不能改正，却写了 cures",
    ),
    "cure for cases that cannot be": (
        PART,
        "cure: 找依据",
        "cure: 找依据, cures: [{when: 'crowd >= 3 and crowd < 2', cure: 减人}]",
        "“none”的条件永远不成立",
    ),
    "cure on an unknown question": (
        PART,
        "cure: 找依据",
        "cure: 找依据, cures: [{when: 'corwd >= 3', cure: 减人}]",
        "没有题号“corwd”",
    ),
    "duty without an effect": (PART, "effect: report, ", "", "“report”没有写要人做哪一类事（effect）"),
    "unknown effect": (PART, "effect: report", "effect: reprot", "不认识的取值"),
    "duty of a stopped act that belongs to the act": (
        PART,
        "effect: report, what: 报主要负责人,",
        "effect: act, red_lines: [none], what: 报主要负责人,",
        "“report”只因为红线才有，可是触了红线的文书上没有“照做”一类的职责",
    ),
    "duty of no grade": (
        PART,
        "effect: report,",
        "effect: report, from_grade: high, to_grade: low,",
        "“report”的 from_grade 高于 to_grade",
    ),
    "unknown slot of a duty": (
        PART,
        "what: 报主要负责人,",
        "what: '报主要负责人：{hazards}',",
        "“report”的空格只能是 what 里的 {things}",
    ),
    "done under a condition that cannot be": (
        PART,
        "effect: report,",
        "effect: report, done_when: 'crowd >= 3 and crowd < 2',",
        "“report”的条件永远不成立",
    ),
    "measure that a worse answer brings up": (
        PART,
        "who: 法制审核机构,",
        "who: 法制审核机构, when: crowd >= 30,",
        "“review”的条件不单调：“crowd”",
    ),
    "measure that fits no case": (
        PART,
        "who: 法制审核机构,",
        "who: 法制审核机构, when: 'crowd < 3 and crowd > 4',",
        "“review”的条件永远不成立",
    ),
    "duties that contradict each other": (
        PART,
        "effect: report, what: 报主要负责人, who: 本单位, due: {kind: within_hours, n: 24}, basis",
        'effect: hold, what: 先放着, who: 本单位, due: {kind: at_once}, basis: ["P:1"]}\n'
        "  - {id: rush, title: 快办, effect: finish, what: 快办, who: 本单位, due: {kind: within_hours, n: 24}, basis",
        "“report”和“rush”会写在同一份文书上：一个要“暂缓”，一个要“马上办结”",
    ),
    "escalator without rule": (PART, "any: 2, of: [noise, many], ", "", "要么写 when，要么写 of 和 any"),
    "escalator with both": (
        PART,
        "any: 2, of: [noise, many]",
        "any: 2, of: [noise, many], when: crowd >= 1",
        "要么写 when，要么写 of 和 any",
    ),
    "due without number": (
        PART,
        "due: {kind: within_hours, n: 24}",
        "due: {kind: within_hours}",
        "的期限写法有误",
    ),
    "due with number": (
        PART,
        "due: {kind: within_hours, n: 24}",
        "due: {kind: at_once, n: 24}",
        "的期限写法有误",
    ),
    "wrong due": (
        PART,
        "due: {kind: within_hours, n: 24}",
        "due: {kind: within_weeks, n: 24}",
        "不认识的取值",
    ),
    "wrong date of a source": (SOURCES, "in_force_from: 2012-01-01", "in_force_from: 2012-02-30", "日期"),
    "matrix of four rows": (
        HEAD,
        "matrix:\n  - [medium, medium, high, high, high]",
        "matrix:",
        "矩阵应是 5 行 5 列",
    ),
    "matrix of four columns": (
        HEAD,
        "matrix:\n  - [medium, medium, high, high, high]",
        "matrix:\n  - [medium, medium, high, high]",
        "矩阵应是 5 行 5 列",
    ),
    "unknown grade in the matrix": (
        HEAD,
        "matrix:\n  - [medium, medium, high, high, high]",
        "matrix:\n  - [medium, medium, high, high, extreme]",
        "不认识的取值",
    ),
    "matrix in which worse is better": (
        HEAD,
        "matrix:\n  - [medium, medium, high, high, high]",
        "matrix:\n  - [medium, medium, high, high, low]",
        "矩阵",
    ),
    "four names of likelihood": (
        HEAD,
        "likelihood: [一, 二, 三, 四, 五]",
        "likelihood: [一, 二, 三, 四]",
        "各要 5 个名称",
    ),
    "a threshold missing": (
        HEAD,
        "section_thresholds: {medium: 10, high: 40}",
        "section_thresholds: {medium: 10}",
        "分数线",
    ),
    "thresholds the wrong way round": (
        HEAD,
        "section_thresholds: {medium: 10, high: 40}",
        "section_thresholds: {medium: 40, high: 10}",
        "分数线",
    ),
    "policy that is no source": (HEAD, "policy: P", "policy: Q", "“Q”"),
    "unknown source of the section scores": (HEAD, 'section_basis: ["P:1"]', 'section_basis: ["Q:1"]', "“Q”"),
    "unknown source of a section": (
        HEAD,
        'title: 合法, basis: ["P:1"]',
        'title: 合法, basis: ["Q:1"]',
        "“Q”",
    ),
    "unknown source of the validity": (
        HEAD,
        'void_when: [情况改变], basis: ["P:1"]',
        'void_when: [情况改变], basis: ["Q:1"]',
        "“Q”",
    ),
    "a section missing": (HEAD, ", {id: controllability, title: 可控}", "", "controllability"),
    "a grade named twice": (
        HEAD,
        "{id: high, title: 高, conclusion: 缓}",
        "{id: low, title: 高, conclusion: 缓}",
        "等级",
    ),
    "start that is no question": (HEAD, "parts:", "meanings: {start: begin}\nparts:", "“begin”不是题号"),
    "start that is no moment": (HEAD, "parts:", "meanings: {start: kind}\nparts:", "“kind”是 choice 题"),
    "unit misspelt": (HEAD, "parts:", "meanings: {unit: crwd}\nparts:", "是不是“crowd”"),
    "kind of act that is a number": (
        HEAD,
        "parts:",
        "meanings: {kind: crowd}\nparts:",
        "“crowd”是 number 题",
    ),
    "officers that are no people": (
        HEAD,
        "parts:",
        "meanings: {officers: extra}\nparts:",
        "写一道 type: people 的题",
    ),
    "meaning that nobody knows": (HEAD, "parts:", "meanings: {begin: kind}\nparts:", "没有“begin”这个字段"),
    "cover of a question that is none": (
        HEAD,
        "parts:",
        "cover: [{title: 人数, questions: [crowds]}]\nparts:",
        "“crowds”不是题号",
    ),
    "cover that says a question twice": (
        HEAD,
        "parts:",
        "cover: [{title: 甲, questions: [crowd, crowd]}]\nparts:",
        "写了两次",
    ),
    "two rows of the cover of one name": (
        HEAD,
        "parts:",
        "cover: [{title: 甲, questions: [crowd]}, {title: 甲, questions: [kind]}]\nparts:",
        "有两行都叫“甲”",
    ),
    "row of the cover without questions": (
        HEAD,
        "parts:",
        "cover: [{title: 甲, questions: []}]\nparts:",
        "缺少名称或者题号",
    ),
    "moment of which nobody says that it is the start": (
        PART,
        "questions:\n",
        "questions:\n  - {id: begin, section: facts, ask: 什么时候？, type: datetime}\n",
        "“begin”问时间，可是没有写",
    ),
    "former name of two questions": (
        PART,
        "type: number, worse: more,",
        "type: number, worse: more, formerly: [kind],",
        "从前的名称“kind”也是现在的“kind”",
    ),
    "former name of two options": (
        PART,
        "{value: weak, label: 不足,",
        "{value: weak, label: 不足, formerly: [yes],",
        "的选项“weak”从前的名称“yes”也是现在的“yes”",
    ),
    "former name of two measures at once": (
        PART,
        "{id: review, title: 复核,",
        "{id: review, formerly: [look, look], title: 复核,",
        "也是“review”从前的名称",
    ),
    "unknown time zone": (HEAD, "timezone: Asia/Shanghai", "timezone: Asia/Shanghigh", "Asia/Shanghigh"),
}


@pytest.mark.parametrize(("name", "old", "new", "words"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_with_file_and_line_and_said_in_chinese(
    pack: Path, name: str, old: str, new: str, words: str
) -> None:
    line = packs.change(pack, name, old, new)
    found = packs.faults(pack)
    mine = [text for text in found if words in text]
    assert mine, found
    near = range(line, line + new.count("\n") + 1)
    assert any(text.startswith(f"{name}:{n}：") for text in mine for n in near), mine
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in found)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (", raises: [noise]", "", 8, "没有任何答案会引起"),
        ("label: 没有, red_line: none", "label: 没有, raises: [shaky]", 11, "没有任何答案会触到"),
    ],
    ids=["hazard", "red line"],
)
def test_what_no_answer_raises_is_found_where_it_is_defined(
    pack: Path, old: str, new: str, line: int, words: str
) -> None:
    packs.change(pack, PART, old, new)
    (found,) = packs.faults(pack)
    assert found.startswith(f"part.yaml:{line}：")
    assert words in found


def test_a_rule_that_holds_only_once_an_answer_is_known_breaks_law_5(pack: Path) -> None:
    """While `extra` is unknown the rule is silent, so finding out would raise the grade."""
    line = packs.change(pack, PART, "when: crowd >= 30", "when: crowd >= 30 and answered(extra)")
    assert any(text.startswith(f"part.yaml:{line}：") for text in packs.faults(pack))


def test_a_rule_that_a_further_question_can_silence_breaks_law_4(pack: Path) -> None:
    """`basis: weak` brings up `extra`, and its good answer makes the rule go away that stood at `basis: yes`."""
    packs.change(
        pack, PART, """type: choices, basis: ["P:1"], when: kind == "强制", options: [""",
        """type: choice, basis: ["P:1"], when: basis == "weak", options: [{value: calm, label: 平静}, """,
    )  # fmt: skip
    line = packs.change(pack, PART, "when: crowd >= 30", 'when: not (extra == "calm")')
    assert any(text.startswith(f"part.yaml:{line}：") for text in packs.faults(pack))


def test_a_source_out_of_force_on_the_day_is_an_error(pack: Path) -> None:
    line = packs.change(pack, SOURCES, "in_force_from: 2012-01-01", "in_force_to: 2025-12-31")
    assert line == 3
    found = packs.faults(pack)
    assert any(
        text.startswith("part.yaml:4：") and "引用的“L:43”在 2026-03-03 不在施行期内" in text
        for text in found
    )
    assert [str(e) for e in lint_pack(pack, date(2025, 12, 31)).errors] == []
    assert lint_pack(pack, date(2019, 12, 31)).errors


def test_a_source_that_only_the_sign_off_cites_must_be_in_force_too(pack: Path) -> None:
    old = "  - {id: O, title: 旧法, in_force_to: 2025-12-31, provisions: {'1': 旧}}\n"
    packs.change(pack, SOURCES, "sources:\n", f"sources:\n{old}")
    packs.change(pack, PART, 'roles: [officer], basis: ["P:1"]', 'roles: [officer], basis: ["O:1"]')
    assert any("不在施行期内" in text for text in packs.faults(pack))


def test_every_fault_is_listed_at_once(pack: Path) -> None:
    packs.change(pack, PART, "red_line: none", "red_line: nine")
    packs.change(pack, PART, "when: crowd >= 30", "when: corwd >= 30")
    packs.change(pack, PART, "of: [noise, many]", "of: [noise, mamy]")
    with pytest.raises(QuestionnaireBroken) as broken:
        compile_form(load_questionnaire(pack))
    assert len(broken.value.problems) == 3
    assert len(packs.faults(pack)) == 3


def test_faults_of_form_are_raised_together_on_loading(pack: Path) -> None:
    packs.change(pack, PART, "ask: 有依据吗？, ", "")
    packs.change(pack, SOURCES, "title: 某法, ", "")
    with pytest.raises(QuestionnaireBroken) as broken:
        load_questionnaire(pack)
    assert {problem.where for problem in broken.value.problems} == {"part.yaml:3", "sources.yaml:3"}
    assert broken.value.exit_code == 3


def test_a_long_question_is_advised_against_not_refused(pack: Path) -> None:
    packs.change(pack, PART, "ask: 有依据吗？", f"ask: {'长' * 61}？")
    found = lint_pack(pack, packs.DAY)
    assert found.errors == []
    assert [str(w).split("：")[0] for w in found.warnings] == ["part.yaml:3"]


def test_a_hazard_that_nothing_treats_is_advised_of(pack: Path) -> None:
    packs.change(pack, PART, ", {hazard: noise, likelihood: -1}", "")
    found = lint_pack(pack, packs.DAY)
    assert found.errors == []
    assert "没有能降低它的措施" in str(found.warnings[0])


# ── Generated questionnaires keep the laws, and stand on disk as they stand in memory ──


def on_disk(folder: Path, q: s.Questionnaire) -> Path:
    """A generated questionnaire as files (JSON is YAML)."""
    parts = ("questions", "hazards", "red_lines", "escalators", "measures", "duties")
    plain = {name: [msgspec.to_builtins(item) for item in getattr(q, name)] for name in parts}
    files = {
        HEAD: msgspec.to_builtins(q.header),
        PART: {**plain, "signoff": msgspec.to_builtins(q.signoff)},
        SOURCES: {"sources": [msgspec.to_builtins(item) for item in q.sources]},
        DEMANDS: {"demands": []},
    }
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(msgspec.json.format(msgspec.json.encode(content)))
    return folder


@given(q=s.questionnaires())
@settings(max_examples=25)
def test_a_generated_questionnaire_keeps_the_laws_and_is_read_back_as_it_was(
    q: s.Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = on_disk(tmp_path_factory.mktemp("pack"), q)
    read = load_questionnaire(folder)
    assert msgspec.structs.replace(read, digest=q.digest) == q
    broken = [str(e) for e in lint_pack(folder, s.AT.date()).errors]
    assert not [text for text in broken if "不单调" in text or "排在" in text or "绕成了圈" in text]
