"""`definitions:` — a condition that several entries share is written once; what is judged by is the condition in full."""

from __future__ import annotations

from pathlib import Path

import packs
import pytest

from yanpan.errors import QuestionnaireBroken
from yanpan.questionnaire import compile_form, load_questionnaire, read_embedded
from yanpan.questionnaire.definitions import Undefined, written_out
from yanpan.questionnaire.lint import lint_pack

PART = "part.yaml"


def with_definitions(
    pack: Path, *lines: str, rule: str = "when: crowd >= 30", by: str = "when: crowded"
) -> Path:
    packs.change(pack, PART, rule, by)
    file = pack / PART
    file.write_text(
        "definitions:\n" + "".join(f"  {line}\n" for line in lines) + file.read_text("utf-8"), "utf-8"
    )
    return pack


def test_a_name_stands_for_its_condition_and_leaves_no_trace(pack: Path, tmp_path: Path) -> None:
    named = with_definitions(packs.write_pack(tmp_path / "named"), "crowded: crowd >= 30")
    packs.change(pack, PART, "when: crowd >= 30", "when: (crowd >= 30)")
    one, other = load_questionnaire(pack), load_questionnaire(named)
    assert one.digest == other.digest
    form = compile_form(other)
    assert read_embedded(form.embedded).hazards == one.hazards
    assert (lint_pack(named, packs.DAY).errors, lint_pack(named, packs.DAY).warnings) == ([], [])


def test_definitions_may_name_each_other_and_keep_their_brackets(tmp_path: Path) -> None:
    text = {"a": 'kind == "a" or b', "b": "crowd >= 1 and not c", "c": 'mentions(place, "a")'}
    assert written_out("not a", text) == 'not (kind == "a" or (crowd >= 1 and not (mentions(place, "a"))))'
    assert written_out('kind == "a" and a2', text) == 'kind == "a" and a2'


@pytest.mark.parametrize(
    "text",
    [{"a": "a"}, {"a": "b", "b": "c", "c": "a"}, {f"d{i}": f"d{i + 1}" for i in range(40)} | {"a": "d0"}],
)
def test_what_leads_to_itself_or_too_deep_is_told(text: dict[str, str]) -> None:
    with pytest.raises(Undefined):
        written_out("a", text)


FAULTS = {
    "itself": (
        ("crowded: crowd >= 30 and crowded",),
        "part.yaml:2：定义“crowded”说到自己：crowded → crowded",
    ),
    "a question": (
        ("crowded: crowd >= 30", "crowd: crowd >= 3"),
        "part.yaml:3：定义“crowd”和一道题或者函数同名",
    ),
    "a function": (
        ("crowded: crowd >= 30", "count: crowd >= 3"),
        "part.yaml:3：定义“count”和一道题或者函数同名",
    ),
    "a bad name": (("crowded: crowd >= 30", "人多: crowd >= 3"), "part.yaml:3：定义“人多”的写法不对"),
    "no condition": (("crowded: [crowd]",), "part.yaml:2：定义“crowded”的写法不对"),
    "a wrong condition": (("crowded: crowdy >= 30",), "没有题号“crowdy”；是不是“crowd”？"),
    "a name that is not there": (("crowder: crowd >= 30",), "没有题号“crowded”"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_the_author_is_told_what_is_wrong_and_where(pack: Path, case: str) -> None:
    lines, said = FAULTS[case]
    with_definitions(pack, *lines)
    with pytest.raises(QuestionnaireBroken) as broken:
        compile_form(load_questionnaire(pack))
    assert said in str(broken.value)


def test_what_nobody_names_is_said_by_lint(pack: Path) -> None:
    found = lint_pack(with_definitions(pack, "crowded: crowd >= 30", "alone: crowd >= 3"), packs.DAY)
    assert found.errors == []
    assert [warning.lines()[0] for warning in found.warnings] == ["part.yaml:3：定义“alone”没有用到"]
