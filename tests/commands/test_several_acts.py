"""Several acts at the command line: one file, one case, one paper; and what is said where it is written wrongly."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml
from program import Run, check_refused

from yanpan.answers import plain_answers, read_answers
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.questionnaire import Form, compile_form, load_questionnaire

SHIPPED = data_folder("questionnaires") / "gd-563"


@cache
def form() -> Form:
    return compile_form(load_questionnaire(SHIPPED))


def document(worked: str, number: str = "") -> dict[str, object]:
    """The answers of a worked case, as somebody would write them."""
    files = load_cases(SHIPPED / "cases")
    case, lines = files[worked]
    answers = read_answers(
        merged(case, files, lines) | {"case_number": number or f"测〔2026〕{worked}号"}, form()
    )
    return plain_answers(answers, form())


def assessed(run: Run, out: Path, worked: str) -> Path:
    file = out.parent / f"{worked}.json"
    file.write_text(json.dumps(document(worked)), "utf-8")
    done = run("assess", "--answers", file, "--out", out, "--no-pdf")
    assert done.code == 0, done
    return out / f"测〔2026〕{worked}号"


def test_one_file_of_several_acts_is_one_case(run: Run, out: Path) -> None:
    folder = assessed(run, out, "V02")
    record = json.loads((folder / "assessment.json").read_text("utf-8"))
    assert [(act["id"], act["initial"]) for act in record["acts"]] == [
        ("日常检查", "low"),
        ("扣货", "prohibited"),
    ]
    kept = yaml.safe_load((folder / "answers.yaml").read_text("utf-8"))
    assert kept["also"][0]["answers"]["act"] == "扣货"
    again = run("assess", "--answers", folder / "answers.yaml", "--out", out, "--no-pdf", "--replace")
    assert again.code == 0, again
    shown = run("show", folder)
    for words in ("一起做的    1. 日常检查、抽查：低风险", "2. 扣押货物、工具、摊档：不得实施", "【扣货】"):
        assert words in shown.out
    assert "【扣货】" in run("what-if", folder).out
    assert "【扣货】" in run("explain", folder, "measure_not_approved").out
    listed = [item for item in run("list", out, "--json").json if item["superseded_by"] is None]
    assert [(item["grade"]["initial"], item["red_lines"]) for item in listed] == [("prohibited", 1)]


def test_each_acts_step_is_ticked_off_by_itself(run: Run, out: Path) -> None:
    given = document("V11")
    also = given["also"]
    assert isinstance(also, list)
    # The notice of a second penalty is still to come, too.
    again = {**also[1]["answers"], "act": "警告通报", "action_summary": "对销售假货书面警告"}
    for name in ("penalty_types", "fine_amount", "fine_collection", "fine_reaches_hearing"):
        again.pop(name, None)
    file = out.parent / "steps.json"
    file.write_text(json.dumps(given | {"also": [also[1], {"answers": again}]}), "utf-8")
    assert run("assess", "--answers", file, "--out", out, "--no-pdf").code == 0
    folder, proof = out / "测〔2026〕V11号", out.parent / "回证.txt"
    proof.write_text("送达回证", "utf-8")
    steps = run("ready", folder, "--json").json["preconditions"]
    assert [step["id"] for step in steps] == ["hear_before_penalty", "hear_before_penalty-2"]
    assert [step["title"].partition("】")[0] for step in steps] == ["【罚款", "【警告通报"]
    run("ready", folder, "--met", "hear_before_penalty-2", "--evidence", proof)
    assert [step["met"] for step in run("ready", folder, "--json").json["preconditions"]] == [False, True]


@pytest.mark.parametrize(
    ("also", "says"),
    [
        ([{"answers": {"act": "扣货", "place": "人民路"}}], "also[1].place：“在哪里实施？”整个行动只答一次"),
        ([{"answers": {"act": "日常检查"}}], "“日常检查”写了两次"),
        ([{"answers": {}}], "没有写做什么"),
        ({"act": "扣货"}, "also 下面应是列表"),
    ],
    ids=["shared", "twice", "no act", "no list"],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    run: Run, out: Path, also: object, says: str
) -> None:
    file = out.parent / "wrong.json"
    file.write_text(json.dumps(document("V01") | {"also": also}), "utf-8")
    check_refused(run("assess", "--answers", file, "--out", out, "--no-pdf"), says=says)
    assert [path.name for path in out.iterdir()] == ["别的文件.txt"]


def test_lines_of_a_file_may_hold_several_acts_each(run: Run, out: Path) -> None:
    source = out.parent / "cases.jsonl"
    lines = [
        document("V01", "测〔2026〕1号"),
        document("L04", "测〔2026〕2号"),
        document("V02", "测〔2026〕3号"),
    ]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    done = run("batch", source, "--out", out, "--no-pdf")
    assert done.code == 0, done
    grades = {
        number: json.loads((out / f"测〔2026〕{number}号" / "assessment.json").read_text("utf-8"))["grade"][
            "initial"
        ]
        for number in "123"
    }
    assert grades == {"1": "low", "2": "low", "3": "prohibited"}


def test_a_table_has_one_act_a_row(run: Run, out: Path) -> None:
    table = out.parent / "cases.csv"
    table.write_text("case_number,act,also\n测〔2026〕1号,日常检查,扣货\n", "utf-8")
    done = run("batch", table, "--out", out, "--no-pdf")
    assert done.code != 0
    assert not (out / "测〔2026〕1号").exists()
