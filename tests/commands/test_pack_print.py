"""`yanpan pack print`: which act, which file, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import SMALL, Run, check_refused


def test_the_form_of_an_act_is_written_whole_and_the_same_every_time(run: Run, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.PDF"):
        done = run("pack", "print", "--act", "当场处罚", "--out", tmp_path / name)
        assert (done.code, done.err) == (0, "")
        assert str(tmp_path / name) in done.out and "题" in done.out
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.PDF").read_bytes()


def test_a_pack_that_knows_no_acts_is_printed_whole(run: Run, tmp_path: Path) -> None:
    assert run("pack", "print", SMALL, "--list", "--json").json == []
    done = run("pack", "print", SMALL, "--out", tmp_path / "a.pdf", "--json")
    assert done.code == 0, done
    assert (done.json["paper"], done.json["acts"]) == (str(tmp_path / "a.pdf"), {})
    assert len(done.json["questions"]) == 9
    check_refused(
        run("pack", "print", SMALL, "--act", "拆除", "--out", tmp_path / "b.pdf"), code=2, says="--act"
    )


def test_the_acts_are_listed_under_their_question(run: Run) -> None:
    done = run("pack", "print", "--list")
    assert done.code == 0
    assert "准备实施哪一种执法行为？\n  处罚：行政处罚\n" in done.out
    assert {"question": "compulsion_type", "value": "拆除", "label": "强制拆除建筑物、构筑物、设施"} in run(
        "pack", "print", "--list", "--json"
    ).json


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], ("--act", "--list")),
        (["--act", "折除", "--out", "a.pdf"], ("折除", "拆除")),
        (["--act", "拆除", "--act", "处罚", "--out", "a.pdf"], ("--act", "不能放在一起")),
        (["--act", "拆除"], ("--out",)),
        (["--act", "拆除", "--out", "a.html"], ("--out", ".pdf")),
    ],
)
def test_what_cannot_be_printed_is_wrong_usage(
    options: list[str], says: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    check_refused(run("pack", "print", *options, cwd=tmp_path), code=2, says=says)
    assert not list(tmp_path.glob("*.pdf"))


def test_an_old_file_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_text("别人的")
    check_refused(run("pack", "print", "--act", "登记", "--out", target), says=str(target))
    assert target.read_text() == "别人的"
