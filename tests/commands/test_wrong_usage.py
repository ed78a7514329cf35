"""A command line that asks for what cannot be: exit code 2, in Chinese, with the nearest real option."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import ANSWERS, Run, check_refused, listing

LOW = str(ANSWERS / "low.yaml")

# Command line → what the message must name.
WRONG: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "unknown_option": (["assess", "--no-pd"], ("--no-pd", "是不是", "--no-pdf")),
    "unknown_option_of_two": (["assess", "--answer", LOW], ("--answer", "--answers")),
    "unknown_option_far_from_all": (["assess", "--xyzzy"], ("--xyzzy",)),
    "unknown_short_option": (["assess", "-Z"], ("-Z",)),
    "unknown_command": (["asses"], ("asses", "是不是", "assess")),
    "unknown_command_far_from_all": (["xyzzy"], ("xyzzy",)),
    "unknown_command_of_a_group": (["keys", "trail"], ("trail", "trial")),
    "no_value": (["assess", "--out"], ("--out", "值")),
    "no_argument": (["report"], ("案件",)),
    "no_place_for_results": (["batch", "."], ("--out",)),
    "too_many_arguments": (["report", "a", "bcd"], ("bcd",)),
    "value_for_a_switch": (["assess", "--no-pdf=yes"], ("--no-pdf",)),
    "value_for_json": (["list", ".", "--json=1"], ("--json", "不跟值")),
    "value_for_quiet": (["list", ".", "--quiet=yes"], ("--quiet", "不跟值")),
    "empty_list": (["verify", "x", "--crl", ""], ("--crl", "空的")),
    "empty_list_joined": (["verify", "x", "--crl="], ("--crl", "空的")),
    "empty_root": (["verify", "--trust", "", "x"], ("--trust", "空的")),
    "empty_questionnaire": (["verify", "x", "--questionnaire", ""], ("--questionnaire", "空的")),
    "empty_questionnaire_of_old": (["verify", "x", "--pack", ""], ("--questionnaire", "空的")),
    "empty_paper": (["verify", "x", ""], ("文件", "空的")),
    "empty_case": (["show", ""], ("案件", "空的")),
    "empty_key": (["sign", "x", "--as", "officer", "--key", ""], ("--key", "空的")),
    "empty_place": (["assess", "--answers", LOW, "--out", ""], ("--out", "空的")),
    "number_out_of_range": (["batch", ".", "--out", ".", "--jobs", "-3"], ("--jobs",)),
    "part_of_a_number_out_of_range": (["verify", ".", "--seconds", "0"], ("--seconds", "不小于 0.1")),
    "no_number_at_all": (
        ["verify", ".", "--seconds", "nan"],
        ("--seconds", "nan", "不小于 0.1", "不大于 86400"),
    ),
    "number_without_end": (["verify", ".", "--seconds", "inf"], ("--seconds", "不大于 86400")),
    "year_one": (["verify", ".", "--at", "0001-01-01"], ("--at", "2000 到 2200")),
    "last_year": (["verify", ".", "--at", "9999-12-31T23:59:59-12:00"], ("--at", "2000 到 2200")),
    "week_of_the_last_year": (["verify", ".", "--at", "9999-W01-1"], ("--at", "2000 到 2200")),
    "number_far_out_of_range": (["batch", ".", "--out", ".", "--jobs", "1000"], ("--jobs", "64")),
    "no_number": (["batch", ".", "--out", ".", "--jobs", "many"], ("--jobs", "many")),
    "descriptor_that_is_no_number": (["keys", "trial", "--passphrase-fd", "x"], ("--passphrase-fd",)),
    "grade_that_does_not_exist": (["assess", "--answers", LOW, "--fail-on", "hihg"], ("hihg", "high")),
    "sign_without_key": (["assess", "--answers", LOW, "--sign-as", "officer"], ("--sign-as", "--key")),
    "key_without_role": (["assess", "--answers", LOW, "--key", "a.p12"], ("--sign-as", "--key")),
    "sign_without_paper": (
        ["assess", "--answers", LOW, "--sign-as", "officer", "--key", "a.p12", "--no-pdf"],
        ("--no-pdf",),
    ),
    "answers_and_like": (["assess", "--answers", LOW, "--like", "."], ("--answers", "--like")),
    "countersign_without_key": (["sign", ".", "--as", "officer"], ("--key", "keys trial")),
    "results_into_the_source": (["batch", str(ANSWERS), "--out", str(ANSWERS)], ("--out",)),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_usage_is_told_in_chinese(name: str, run: Run, out: Path) -> None:
    arguments, says = WRONG[name]
    before = listing(out)
    done = run(*arguments, cwd=out)
    check_refused(done, code=2, says=says)
    assert "Did you mean" not in done.err
    assert listing(out) == before


@pytest.mark.parametrize("arguments", [[], ["keys"], ["pack"]], ids=["yanpan", "keys", "pack"])
def test_no_command_shows_the_help_and_is_wrong_usage(arguments: list[str], run: Run) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert "用法：" in done.out + done.err


def test_after_two_dashes_everything_is_an_argument(run: Run, out: Path) -> None:
    check_refused(run("report", "--", "--out", cwd=out), says="--out")
