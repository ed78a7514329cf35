"""Several acts in an answers file: what they share once, what is each one's own under it, and nothing in the wrong place."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answer, Answers, load_answers, plain_answers, read_answers, render_answers
from yanpan.answers.budget import MAX_TOTAL
from yanpan.answers.draft import Draft
from yanpan.answers.operation import MOST_ALSO, each_act
from yanpan.answers.values import taken_by_no_door
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import compile_form

FILE = """\
questionnaire: gd-563
answers:
  unit_name: 某区市场监督管理局
  act: 日常检查
  action_summary: 检查仓库
also:
  - answers:
      act: 扣货
      action_summary: 扣押过期的奶粉
      kind: 强制
  - answers:
      act: 列表里没有
      kind: 处罚
measures:
  - {id: opinion_team, owner: 张某, deadline: 实施前}
"""
ACTS = [act.id for act in s.gd563().acts.values() if act.sets]


def read(text: str = FILE, **changes: Any) -> Answers:
    return read_answers(yaml.safe_load(text) | changes, s.gd563())


def refused(**changes: Any) -> str:
    with pytest.raises(AnswersRefused) as error:
        read(**changes)
    return str(error.value)


def also(*acts: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"answers": act} for act in acts]


def test_each_act_has_its_own_answers_and_what_is_shared(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FILE, "utf-8")
    answers = load_answers(tmp_path / "a.yaml", s.gd563())
    assert [dict(act) for act in answers.also] == [
        {"act": Answer(value="扣货"), "action_summary": Answer(value="扣押过期的奶粉")},
        {"act": Answer(value="列表里没有"), "kind": Answer(value="处罚")},
    ]
    first, second, third = each_act(s.gd563(), answers)
    assert {act.answers["unit_name"].value for act in (first, second, third)} == {"某区市场监督管理局"}
    assert "action_summary" not in third.answers
    assert second.measures == answers.measures
    (tmp_path / "a.json").write_text(json.dumps(plain_answers(answers, s.gd563())), "utf-8")
    assert load_answers(tmp_path / "a.json", s.gd563()) == answers


@given(st.lists(st.integers(0, 2**32), min_size=2, max_size=4), st.data())
def test_what_is_written_is_read_back_as_it_was(seeds: list[int], data: st.DataObject) -> None:
    form = s.gd563()
    acts = data.draw(st.lists(st.sampled_from(ACTS), min_size=len(seeds), max_size=len(seeds), unique=True))
    first, *further = (
        s.by_act(form, s.random_answers(form, seed), act) for seed, act in zip(seeds, acts, strict=True)
    )
    own = tuple({n: a for n, a in x.answers.items() if n not in form.shared} for x in further)
    answers = msgspec.structs.replace(first, also=own)
    assert read_answers(plain_answers(answers, form), form) == answers
    assert read_answers(yaml.safe_load(json.dumps(plain_answers(answers, form))), form) == answers


def test_the_file_for_people_holds_every_act_under_its_questions(tmp_path: Path) -> None:
    form = s.gd563()
    answers = read(FILE)
    text = render_answers(answers, form)
    assert "  - answers:\n      # 准备做什么？\n      act: 扣货  # 扣押货物、工具、摊档\n" in text
    (tmp_path / "answers.yaml").write_text(text, "utf-8")
    assert load_answers(tmp_path / "answers.yaml", form) == answers


FAULTS = {
    "a shared answer under an act": (also({"act": "扣货", "place": "人民路"}), "also[1].place：“在哪里实施？”整个行动只答一次"),
    "no act": (also({"action_summary": "扣押"}), "also[1].act：没有写做什么"),
    "an act twice": (also({"act": "日常检查"}), "also[1].act：“日常检查”写了两次"),
    "an act twice further on": (also({"act": "扣货"}, {"act": "扣留货物、工具"}, {"act": "扣货"}), "also[3].act"),
    "no kind of what is not listed": (also({"act": "列表里没有"}), "列表里没有的行为，要写明是哪一种"),
    "too many": (also(*({"act": act} for act in ACTS[5:10])), f"除了第一件，还有 5 件，最多 {MOST_ALSO} 件"),
    "another key": ([{"answers": {"act": "扣货"}, "measures": []}], "also[1]：一件事只写 answers 这一个键"),
    "no list": ({"answers": {"act": "扣货"}}, "also：also 下面应是列表"),
    "no answers": ([{}], "also[1]：一件事只写 answers"),
    "no such option": (also({"act": "扣货", "legal_basis_exists": "maybe"}), "legal_basis_exists"),
    "what denies its act": (also({"act": "扣货", "kind": "检查"}), "行政检查"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "told"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_told_with_its_place(written: Any, told: str) -> None:
    assert told in refused(also=written)


def test_a_fault_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FILE.replace("      kind: 强制", "      place: 人民路"), "utf-8")
    with pytest.raises(AnswersRefused) as error:
        load_answers(tmp_path / "a.yaml", s.gd563())
    (fault,) = error.value.faults
    assert fault.where.startswith("a.yaml:10")
    assert fault.remedy == "写在最外层的 answers 里（place），从这里删去。"


def test_the_first_act_must_be_said_too() -> None:
    assert "没有写做什么" in refused(answers={"kind": "检查"}, also=also({"act": "扣货"}))


def test_a_questionnaire_without_shared_questions_has_one_act_a_case() -> None:
    q = s.gd563().questionnaire
    form = compile_form(msgspec.structs.replace(q, header=msgspec.structs.replace(q.header, shared=())))
    with pytest.raises(AnswersRefused, match="这份问卷一次只研判一件事"):
        read_answers({"answers": {"act": "日常检查"}, "also": also({"act": "扣货"})}, form)
    assert read_answers({"answers": {"act": "日常检查"}}, form).also == ()


def test_the_text_budget_counts_every_act() -> None:
    long = {"value": "written", "note": "长" * 2000}
    names = [q.id for q in s.gd563().order if q.type == "text" and q.id not in s.gd563().shared]
    given = {"act": "扣货", **dict.fromkeys(names, {"value": "字", "note": "长" * 2000})}
    assert "备注" in refused(also=also({"act": "扣货", "action_summary": long | {"note": "长" * 2001}}))
    answers = read_answers({"answers": {"act": "日常检查"}, "also": also(given)}, s.gd563())
    more = {
        name: msgspec.structs.replace(a, note="长" * (MAX_TOTAL // 2)) for name, a in answers.also[0].items()
    }
    over = list(taken_by_no_door(msgspec.structs.replace(answers, also=(more,)), s.gd563()))
    assert over[0].path[:3] == ("also", 0, "answers")
    assert "全案写的文字合计" in over[-1].what


def test_no_door_takes_acts_that_cannot_be_told_apart() -> None:
    form = s.gd563()
    one = Answers(answers={"act": Answer(value="扣货")}, also=({"act": Answer(value="扣货")},))
    assert [x.what for x in taken_by_no_door(one, form)] == ["“扣货”写了两次"]
    open_ = Answers(answers={"act": Answer(value="扣货")}, also=({},))
    assert [x.what for x in taken_by_no_door(open_, form)] == ["没有写做什么"]


EXPLAINED = "只去看施工单位自己拆围墙"


def test_an_explanation_names_the_act_that_it_is_of() -> None:
    given = read(FILE, explained={"扣货/seizure_not_named": EXPLAINED})
    first, second, third = each_act(s.gd563(), given)
    assert (first.explained, third.explained) == ({}, {})
    assert second.explained == {"seizure_not_named": EXPLAINED}
    assert "没有这一处矛盾" in refused(
        also=also({"act": "扣货"}), explained={"扣车/seizure_not_named": EXPLAINED}
    )


def test_a_draft_keeps_the_further_acts_and_says_which_answers_it_lost(tmp_path: Path) -> None:
    form = s.gd563()
    answers = read(FILE, measures=[])
    draft = Draft.begin(tmp_path, "测〔2026〕1号")
    draft.save(msgspec.structs.replace(answers, case_number="测〔2026〕1号"), form, datetime.now(s.ZONE))
    kept = draft.load(form)
    assert kept is not None
    assert kept.answers.also == answers.also
    path = draft.path
    broken = path.read_text("utf-8").replace(
        '"action_summary":"扣押过期的奶粉"', '"legal_basis_exists":"maybe"'
    )
    path.write_text(broken, "utf-8")
    kept = draft.load(form)
    assert kept is not None
    assert [set(act) for act in kept.answers.also] == [{"act"}, {"act", "kind"}]
    assert kept.dropped == ("要重答：本次执法有现行有效的法律、法规或者规章作依据吗？",)
    draft.close()
