"""`shared`: what is wrong with it is found with file and line, said in Chinese, with what to do; without it nothing changes."""

from __future__ import annotations

from pathlib import Path

import packs
import pytest
from test_act_faults import ACTS, ASK, FIRST, HOW, PART

from yanpan.questionnaire import compile_form, encode_pack, load_questionnaire, read_embedded
from yanpan.questionnaire.lint import lint_pack

SHARED = "shared: [crowd]\n"
HEAD_END = "validity: {days:"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = packs.write_pack(tmp_path / "small")
    packs.change(folder, PART, FIRST, f"  {ASK.strip()}\n{FIRST}")
    packs.change(folder, PART, "  - {id: basis,", f"{HOW}  - {{id: basis,")
    packs.change(folder, PART, "hazards:\n", ACTS)
    packs.change(folder, packs.HEAD, HEAD_END, f"{SHARED}{HEAD_END}")
    return folder


def test_a_good_list_has_no_fault_and_travels_with_the_paper(pack: Path) -> None:
    found = lint_pack(pack, packs.DAY)
    assert (found.errors, found.warnings) == ([], [])
    form = compile_form(load_questionnaire(pack))
    assert form.shared == {"crowd"}
    assert read_embedded(form.embedded).header.shared == ("crowd",)


def test_without_the_list_the_bytes_are_what_they_were(pack: Path) -> None:
    with_list = load_questionnaire(pack)
    packs.change(pack, packs.HEAD, SHARED, "")
    without = load_questionnaire(pack)
    assert b'"shared"' not in encode_pack(without)
    assert without.digest != with_list.digest
    assert compile_form(without).shared == frozenset()


FAULTS = {
    "no question": ("[crowd, crowed]", "shared 里的“crowed”不是题号；是不是“crowd”？"),
    "twice": ("[crowd, crowd]", "shared 里“crowd”写了两次"),
    "the act": ("[crowd, act]", "shared 里的“act”问的就是行为"),
    "what an act settles": ("[crowd, how]", "shared 里的“how”由行为得出（“开罚单”定了它）"),
}


@pytest.mark.parametrize(("written", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_line(pack: Path, written: str, told: str) -> None:
    line = packs.change(pack, packs.HEAD, SHARED, f"shared: {written}\n")
    (fault,) = packs.faults(pack)
    assert fault.startswith(f"{packs.HEAD}:{line}：")
    assert told in fault


def test_each_name_of_a_list_has_its_own_line(pack: Path) -> None:
    line = packs.change(pack, packs.HEAD, SHARED, "shared:\n  - crowd\n  - kind\n")
    (fault,) = packs.faults(pack)
    assert fault.startswith(f"{packs.HEAD}:{line + 2}：")
    assert "shared 里的“kind”由行为得出" in fault


def test_a_list_without_an_act_to_tell_apart_is_told(tmp_path: Path) -> None:
    folder = packs.write_pack(tmp_path / "small")
    line = packs.change(folder, packs.HEAD, HEAD_END, f"{SHARED}{HEAD_END}")
    (fault,) = packs.faults(folder)
    assert fault.startswith(f"{packs.HEAD}:{line}：shared 没有用：没有一道题问行为（acts: true）")


def test_what_the_paper_has_once_must_be_shared(pack: Path) -> None:
    start = "  - {id: start, section: facts, ask: 什么时候？, type: datetime}\n"
    packs.change(pack, PART, "  - {id: basis,", f"{start}  - {{id: basis,")
    line = packs.change(pack, packs.HEAD, SHARED, f"{SHARED}meanings: {{start: start, kind: kind}}\n")
    (fault,) = packs.faults(pack)
    assert fault.startswith(f"{packs.HEAD}:{line}：shared 里没有“start”（计划实施的时间）：一次行动只有一个")
    packs.change(pack, packs.HEAD, "[crowd]", "[crowd, start]")
    assert packs.faults(pack) == []


def test_the_kind_is_each_acts_own_also_where_no_act_settles_it(pack: Path) -> None:
    packs.change(pack, PART, "sets: {kind: 处罚, how: [罚款]}", "sets: {how: [罚款]}")
    packs.change(pack, PART, "sets: {kind: 强制}", "sets: {how: [警告]}")
    packs.change(pack, packs.HEAD, SHARED, "shared: [kind]\nmeanings: {kind: kind}\n")
    assert any("shared 里的“kind”是行为的种类" in fault for fault in packs.faults(pack))
