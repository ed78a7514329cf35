"""Every kind of fault in a threshold is found, with its file, its very line, and what to do; and what a unit may add."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import packs
import pytest
from packs import PART
from test_overlay import DAY, HEAD, LOCAL, written

from yanpan.questionnaire import compile_form, load_questionnaire
from yanpan.questionnaire.lint import lint_pack

GOOD = """\
  - {id: fine, section: facts, ask: 罚多少？, type: number, unit: 元, worse: more}
  - {id: begin, section: facts, ask: 什么时候？, type: datetime}
thresholds:
  - id: cap
    title: 限额
    amount: fine
    basis: ["P:1"]
    amounts:
      - {whom: 处罚的, more_than: 200, since: 2026-01-01, when: kind == "处罚", basis: ["P:1"]}
      - {whom: 强制的, at_least: 500, since: 2026-01-01, until: 2026-06-30, when: kind == "强制", basis: ["P:1"]}
      - {whom: 强制的, at_least: 900, since: 2026-07-01, when: kind == "强制", basis: ["P:1"]}
hazards:
  - {id: dear, section: legality, title: 罚得多, why: 会争, likelihood: 2, consequence: 2, basis: ["P:1"], when: over(cap)}
  - {id: shaky, """
CAP, FIRST, SECOND, THIRD = 4, 9, 10, 11
"""Lines of it, counted from its own first."""

FAULTS: dict[str, tuple[str, str, int, str, str]] = {
    "no source": (', when: kind == "处罚", basis: ["P:1"]}', ', when: kind == "处罚"}', FIRST, "没有写依据（basis）", "查不到出处"),
    "no day in force": ("more_than: 200, since: 2026-01-01", "more_than: 200", FIRST, "没有写从哪一天起施行", "since: 2026"),
    "a day that is none": ("200, since: 2026-01-01", "200, since: 2026-02-30", FIRST, "日期不对，要写成", ""),
    "before the law itself": ("200, since: 2026-01-01", "200, since: 2019-12-31", FIRST, "2020-01-01 才施行", "改正 since"),
    "over before it began": ("until: 2026-06-30", "until: 2025-06-30", SECOND, "还没施行就失效了", "改正其中一个日子"),
    "two for the same on one day": ("until: 2026-06-30, ", "", THIRD, "有两个数额会同时适用：强制的 500 元起，强制的 900 元起",
                                    "同一天只有一个"),
    "one day of both": ("until: 2026-06-30, ", "until: 2026-07-01, ", THIRD, "有两个数额会同时适用", "改正 since、until"),
    "two whose cases meet": ('when: kind == "处罚", ', "", SECOND, "有两个数额会同时适用：处罚的至多 200 元，强制的 500 元起", "或者 when"),
    "both ways": ("more_than: 200", "more_than: 200, at_least: 200", FIRST, "只写 more_than、at_least 里的一个", "写 more_than: 200"),
    "no number": ("more_than: 200, ", "", FIRST, "只写 more_than、at_least 里的一个", "写 at_least: 4000"),
    "words for a number": ("more_than: 200", "more_than: 二百", FIRST, "类型不对", ""),
    "a number of people": ("amount: fine", "amount: crowd", CAP, "那一题问的不是金额", "单位是元，worse: more"),
    "an amount that nobody asks for": ("amount: fine", "amount: fines", CAP, "没有这一题；是不是“fine”？", "写一道问金额的数字题"),
    "an article that is not listed": ('"处罚", basis: ["P:1"]', '"处罚", basis: ["P:7"]', FIRST, "“P:7”没有登记这一条", "sources.yaml"),
    "for whom nobody can be": ('when: kind == "处罚"', 'when: kind == "处罚" and kind == "强制"', FIRST, "的条件永远不成立", "改正 when"),
    "for whom hangs on a number": ('when: kind == "处罚"', "when: fine >= 3", FIRST, "用了number题“fine”", "只用选择题和文字题"),
    "a threshold that is none": ("when: over(cap)", "when: over(cup)", 13, "没有数额标准“cup”；是不是“cap”？", ""),
    "no threshold in a condition of one": ('when: kind == "处罚"', "when: over(cap)", FIRST, "没有数额标准“cap”", ""),
    "an unknown key": ("title: 限额", "titel: 限额", CAP + 1, "没有“titel”这个字段", ""),
}  # fmt: skip


def planted(folder: Path, old: str = "", new: str = "") -> int:
    """The good threshold in the good questionnaire, with one thing changed; the line on which it begins."""
    pack = packs.write_pack(folder)
    assert not old or GOOD.count(old) == 1, old
    packs.change(pack, "questionnaire.yaml", "section_basis", "meanings: {start: begin}\nsection_basis")
    return packs.change(pack, PART, "hazards:\n  - {id: shaky, ", GOOD.replace(old, new) if old else GOOD)


def test_the_good_threshold_has_no_fault(tmp_path: Path) -> None:
    planted(tmp_path)
    assert lint_pack(tmp_path, packs.DAY).errors == []


@pytest.mark.parametrize(("old", "new", "line", "words", "remedy"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_on_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str, remedy: str
) -> None:
    first = planted(tmp_path, old, new)
    found = lint_pack(tmp_path, packs.DAY).errors
    told = [error for error in found if words in str(error)]
    assert told, found
    # Of what is inside a threshold the reader may be sent to its own line or to that of the threshold.
    assert (
        str(told[0]).startswith(f"{PART}:{first + line - 1}：")
        or told[0].where == f"{PART}:{first + line - 1}"
    ), told[0]
    assert remedy in told[0].remedy


def test_an_amount_that_is_over_may_cite_a_law_that_is(tmp_path: Path) -> None:
    planted(
        tmp_path,
        'when: kind == "强制", basis: ["P:1"]}\nhazards',
        'when: kind == "强制", basis: ["L:43"]}\nhazards',
    )
    packs.change(
        tmp_path,
        "sources.yaml",
        "in_force_from: 2012-01-01",
        "in_force_from: 2012-01-01, in_force_to: 2026-12-31",
    )
    assert lint_pack(tmp_path, date(2026, 5, 1)).errors == []
    told = [str(error) for error in lint_pack(tmp_path, date(2027, 5, 1)).errors]
    assert any("“cap”引用的“L:43”在 2027-05-01 不在施行期内" in text for text in told)


ADDED = """\
local_amounts:
  - threshold: spot_limit
    amounts:
      - {whom: 本市对单位, more_than: 1000, since: 2026-01-01, when: 'fined_party == "unit" and not (penalty_law in ["security", "traffic"])', basis: [行政处罚法:51]}
  - threshold: hearing_amount
    amounts:
      - {whom: 本市的罚没, at_least: 5000, since: 2024-05-01, when: not (penalty_law == "security"), basis: ["市标准:3"]}
stricter:
"""  # noqa: E501
SOURCES = """\
sources:
  - {id: 市标准, title: 示范市较大数额罚款标准的规定, number: 某府〔2024〕3号, in_force_from: 2024-05-01, provisions: {"3": 五千元以上要告知听证}}
"""  # noqa: E501

LOWERS = {
    "a higher amount": ("more_than: 1000", "more_than: 3001", "本市对单位至多 3001 元比原来的至多 3000 元高"),
    "just as much, and one more allowed": ("more_than: 1000", "at_least: 3002", "本市对单位 3002 元起比原来的至多 3000 元高"),
    "for days of which nobody knows": ("1000, since: 2026-01-01", "1000, since: 2021-07-14", "施行的日子超出了原来的"),
    "for others": ('fined_party == "unit" and', 'fined_party in ["unit", "citizen"] and', "的 when 和原来的哪一个数额都不一样"),
    "a threshold that nobody has": ("threshold: spot_limit", "threshold: spot_limits", "是不是“spot_limit”？"),
}  # fmt: skip


def unit(folder: Path, old: str = "", new: str = "") -> Path:
    assert not old or ADDED.count(old) == 1, old
    (folder / "sources.yaml").write_text(SOURCES, "utf-8")
    return written(folder, HEAD, LOCAL.replace("stricter:\n", ADDED.replace(old, new) if old else ADDED))


def test_a_unit_adds_amounts_of_its_own(tmp_path: Path) -> None:
    assert lint_pack(unit(tmp_path), DAY).errors == []
    form = compile_form(load_questionnaire(tmp_path))
    shown = {
        name: [amount.local for amount, _ in form.limits[name].rows]
        for name in ("spot_limit", "hearing_amount")
    }
    assert shown == {"spot_limit": [False] * 5 + [True], "hearing_amount": [False, True]}


@pytest.mark.parametrize(("old", "new", "words"), LOWERS.values(), ids=list(LOWERS))
def test_a_unit_lowers_none(tmp_path: Path, old: str, new: str, words: str) -> None:
    line = LOCAL.index("stricter:\n")
    told = [str(error) for error in lint_pack(unit(tmp_path, old, new), DAY).errors]
    first = LOCAL[:line].count("\n") + 1
    assert any(words in text for text in told), told
    assert any(
        text.startswith(f"local.yaml:{first + n}：") for n in (1, 3) for text in told if words in text
    ), told


def test_a_fault_in_an_amount_of_a_unit_is_told_on_its_line(tmp_path: Path) -> None:
    told = [str(error) for error in lint_pack(unit(tmp_path, ', basis: ["市标准:3"]', ""), DAY).errors]
    line = LOCAL[: LOCAL.index("stricter:\n")].count("\n") + ADDED.count("\n") - 1
    assert any(
        text.startswith(f"local.yaml:{line}：") and "本市的罚没）没有写依据" in text for text in told
    ), told
