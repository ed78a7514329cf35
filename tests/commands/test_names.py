"""Things by title as well as by id, the one vocabulary of options, and the words of earlier versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from program import ANSWERS, SMALL, Done, Keys, Run, check_refused
from test_help import commands

from yanpan.commands.options import ALIASES

Case = Callable[[str], Path]
GOOD = Path(__file__).parents[2] / "docs" / "examples" / "demolition.yaml"


# ── explain ──


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("grade", "by_id", "title", "says"),
    [
        ("prohibited", "no_basis", "没有依据", "找到依据后重新研判"),
        ("high", "crowd_gathers", "人员聚集", "会不会有人聚集"),
        ("high", "stability", "社会稳定性", "人员聚集"),
        ("prohibited", "legality", "合法性", "没有依据"),
    ],
    ids=["red line", "hazard", "section", "section with a red line"],
)
def test_every_part_of_a_judgement_is_explained_by_id_and_by_title(
    grade: str, by_id: str, title: str, says: str, run: Run, case: Case
) -> None:
    folder = case(grade)
    found, same = run("explain", folder, by_id), run("explain", folder, title)
    assert (found.code, found.err) == (0, "")
    assert found.out == same.out
    assert says in found.out
    assert run("explain", folder, by_id, "--json").json == run("explain", folder, title, "--json").json


def test_explain_of_one_part_gives_that_part_alone_to_programs(run: Run, case: Case) -> None:
    found = run("explain", case("prohibited"), "没有依据", "--json").json
    assert [line["id"] for line in found["red_lines"]] == ["no_basis"]
    assert (found["hazards"], found["sections"]) == ([], [])


def test_the_red_line_of_the_shipped_questionnaire_is_explained_by_its_title(run: Run, out: Path) -> None:
    made = run("assess", "--answers", GOOD, "--out", out, "--no-pdf", "--json").json
    done = run("explain", out / made["case_number"], "夜间、节假日强制执行")
    assert (done.code, done.err) == (0, "")
    assert "行政强制法" in done.out


def test_a_slip_in_a_title_is_told_what_was_meant(run: Run, case: Case) -> None:
    check_refused(
        run("explain", case("high"), "人员集聚"), says=("人员集聚", "是不是“crowd_gathers”（人员聚集）")
    )


# ── roles ──


def sign(run: Run, folder: Path, role: str, keys: Keys, *more: str | Path) -> Done:
    return run(
        "sign", folder, "--as", role, "--key", keys.officer, "--passphrase-file", keys.passphrase, *more
    )


@pytest.mark.long
def test_who_signs_may_say_the_title_and_the_id_is_kept(run: Run, case: Case, keys: Keys) -> None:
    folder = case("medium")
    done = sign(run, folder, "执法人员", keys, "--json")
    assert (done.code, done.json["role"]) == (0, "officer"), done
    assert run("sign", folder, "--json").json["signed"][0]["role"] == "officer"


def test_a_role_that_the_case_has_not_is_refused_with_those_it_has(run: Run, case: Case, keys: Keys) -> None:
    done = sign(run, case("medium"), "执法人", keys)
    check_refused(done, says=("执法人", "是不是“officer”（执法人员）", "可签的角色"))


@pytest.mark.long
def test_scans_are_registered_under_the_id(run: Run, case: Case, tmp_path: Path) -> None:
    from scanned_pages import pdf

    folder, scan = case("medium"), tmp_path / "page.pdf"
    scan.write_bytes(pdf())
    done = run("sign", folder, "--as", "执法人员", "--scan", scan, "--json")
    assert (done.code, done.json["role"]) == (0, "officer"), done
    (listed,) = [
        path for path in folder.iterdir() if path.name.startswith("scans") and path.suffix == ".json"
    ]
    assert '"officer"' in listed.read_text(encoding="utf-8")
    assert "执法人员" not in listed.read_text(encoding="utf-8")
    done = run("sign", folder, "--as", "执法人员", "--withdraw-scan", "--json")
    assert (done.code, done.json["role"]) == (0, "officer"), done


@pytest.mark.long
def test_who_assesses_may_sign_by_title(run: Run, out: Path, keys: Keys) -> None:
    done = run(
        "assess", "--answers", ANSWERS / "low.yaml", "--out", out, "--questionnaire", SMALL,
        "--sign-as", "执法人员", "--key", keys.officer, "--passphrase-file", keys.passphrase, "--json",
    )  # fmt: skip
    assert done.code == 0, done
    signed = run("sign", out / done.json["case_number"], "--json").json["signed"]
    assert [one["role"] for one in signed] == ["officer"]


def test_a_role_that_no_questionnaire_has_is_refused_before_anything_is_asked(
    run: Run, out: Path, keys: Keys
) -> None:
    done = run(
        "assess", "--answers", ANSWERS / "low.yaml", "--out", out, "--questionnaire", SMALL,
        "--sign-as", "执法员", "--key", keys.officer, "--passphrase-file", keys.passphrase,
    )  # fmt: skip
    check_refused(done, says=("执法员", "是不是“officer”（执法人员）"))


@pytest.mark.long
def test_the_register_of_roles_may_be_written_in_titles(
    run: Run, case: Case, keys: Keys, tmp_path: Path
) -> None:
    shown = run("keys", "show", keys.officer, "--passphrase-file", keys.passphrase, "--json").json
    roles = tmp_path / "roles.yaml"
    entry = f"person: 张某, certificate: '{shown[0]['fingerprint']}', from: 2020-01-01"
    roles.write_text(f"roles:\n  - {{role: 执法人员, {entry}}}\n", encoding="utf-8")
    done = sign(run, case("medium"), "officer", keys, "--roles", roles)
    assert (done.code, done.err) == (0, ""), done
    roles.write_text(f"roles:\n  - {{role: 主要负责人, {entry}}}\n", encoding="utf-8")
    check_refused(sign(run, case("low"), "officer", keys, "--roles", roles), says="只能签 unit_head")


def test_a_slip_in_the_register_is_told(run: Run, case: Case, keys: Keys, tmp_path: Path) -> None:
    roles = tmp_path / "roles.yaml"
    roles.write_text(
        f"roles:\n  - {{role: 主要负责, person: 张某, certificate: '{'A' * 64}', from: 2020-01-01}}\n",
        encoding="utf-8",
    )
    done = sign(run, case("low"), "officer", keys, "--roles", roles)
    assert "没有“主要负责”这个角色；是不是“unit_head”（主要负责人）？" in done.err


def test_a_trial_identity_by_the_id_of_a_role_has_its_title(run: Run, out: Path, keys: Keys) -> None:
    trial = ("keys", "trial", "--out", out, "--passphrase-file", keys.passphrase)
    assert run(*trial, "--role", "unit_head").code == 0
    (file,) = out.glob("*.p12")
    shown = run("keys", "show", file, "--passphrase-file", keys.passphrase).out
    assert "主要负责人" in shown
    assert "unit_head" not in shown


# ── grades ──


@pytest.mark.parametrize("limit", ["高风险", "high"])
def test_fail_on_takes_a_grade_by_its_title(limit: str, assess: Run) -> None:
    done = assess("high.yaml", "--fail-on", limit)
    assert done.code == 9
    assert "达到 --fail-on 高风险" in done.err


@pytest.mark.parametrize("limit", ["低风险", "low", "高高", ""])
def test_a_limit_that_is_none_is_wrong_usage(limit: str, assess: Run) -> None:
    if limit:
        check_refused(
            assess("low.yaml", "--fail-on", limit), code=2, says=("--fail-on", limit, "high（高风险）")
        )


@pytest.mark.parametrize("option", ["--grade", "--raise"])
def test_a_grade_is_raised_by_its_title(option: str, assess: Run) -> None:
    raised = (option, "高风险", "--raised-by", "王某", "--reason", "人多", "--json")
    done = assess("low.yaml", *raised)
    assert (done.code, done.json["grade"]["initial"], done.json["raised"]["grade"]) == (0, "high", "high"), (
        done
    )


@pytest.mark.long
def test_a_signer_sets_the_grade_by_its_title(run: Run, case: Case, keys: Keys) -> None:
    folder = case("medium")
    done = sign(run, folder, "执法人员", keys, "--grade", "高风险", "--reason", "人多")
    assert done.code == 0, done
    assert run("sign", folder, "--json").json["signed"][0]["grade"] == "high"
    done = sign(run, case("low"), "执法人员", keys, "--grade", "高分险", "--reason", "人多")
    check_refused(done, code=2, says=("--grade", "高分险", "是不是“high”（高风险）"))


# ── answers ──


def test_answers_by_their_labels_and_measures_by_their_titles_are_kept_as_ids(
    assess: Run, out: Path, tmp_path: Path
) -> None:
    text = (ANSWERS / "medium.yaml").read_text(encoding="utf-8")
    file = tmp_path / "a.yaml"
    file.write_text(
        text.partition("\nmeasures:")[0]
        + "\nmeasures:\n  - {id: 先做沟通, owner: 李四, deadline: 实施前}\n"
        + "raised: {grade: 高风险, by: 李四, reason: 人多}\n",
        encoding="utf-8",
    )
    done = assess(file, "--json")
    assert done.code == 0, done
    kept = (out / done.json["case_number"] / "answers.yaml").read_text(encoding="utf-8")
    assert "grade: high" in kept
    assert "先做沟通" not in kept
    assert done.json["planned"][0]["id"] in kept


# ── one vocabulary ──


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("option", ["--out", "--to"])
def test_where_a_paper_goes(option: str, run: Run, case: Case, tmp_path: Path) -> None:
    assert run("report", case("low"), option, tmp_path / "a.html").code == 0
    assert run("pack", "print", SMALL, option, tmp_path / "b.pdf").code == 0
    assert (tmp_path / "a.html").is_file()
    assert (tmp_path / "b.pdf").is_file()


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("option", ["--questionnaire", "--pack"])
def test_which_questionnaire(option: str, run: Run, assess: Run) -> None:
    named = run("pack", "show", option, "gd-563", "--json").json
    assert named["header"]["id"] == "gd-563"
    assert run("pack", "show", "--json").json == named
    assert run("pack", "show", option, SMALL, "--json").json == run("pack", "show", SMALL, "--json").json
    assert run("pack", "lint", option, SMALL).code == 0
    assert assess("low.yaml", option, SMALL).code == 0


def test_the_shipped_questionnaire_goes_by_its_name_where_cases_are_judged(run: Run, out: Path) -> None:
    done = run("assess", "--answers", GOOD, "--out", out, "--no-pdf", "--questionnaire", "gd-563", "--json")
    assert (done.code, done.json["questionnaire"]["id"]) == (0, "gd-563")


def test_two_questionnaires_are_wrong_usage(run: Run) -> None:
    check_refused(run("pack", "lint", SMALL, "--questionnaire", SMALL), code=2, says="只能给一个")


def test_no_help_names_a_word_of_an_earlier_version() -> None:
    for words, done in commands().items():
        assert [word for word in ALIASES if f"{word} " in done.out] == [], words


def test_an_earlier_word_with_a_wrong_value_is_told_by_the_word_for_it_now(run: Run, case: Case) -> None:
    check_refused(run("report", case("low"), "--to", "a.doc"), code=2, says=("--out", ".pdf"))
    check_refused(run("report", "."), says="怎么办")
    done = run("report", ".", "--too", "a.pdf")
    check_refused(done, code=2, says="--too")
    assert "--to、" not in done.err and not done.err.endswith("--to？\n")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "words", [(), ("assess",), ("pack",), ("pack", "lint"), ("keys", "trial")], ids=" ".join
)
def test_h_is_help(words: tuple[str, ...], run: Run) -> None:
    done = run(*words, "-h")
    assert (done.code, done.err) == (0, "")
    assert done.out == run(*words, "--help").out


def test_lang_is_no_option_any_more(run: Run) -> None:
    check_refused(run("doctor", "--lang", "zh-Hans"), code=2, says="--lang")


@pytest.mark.long
def test_what_the_shipped_questionnaire_calls_its_roles_can_be_said(run: Run, out: Path, keys: Keys) -> None:
    """`--as 承办人` of the issue: the half of a title that is nobody else's; the other half is two people's."""
    made = run("assess", "--answers", GOOD, "--out", out, "--json").json
    folder = out / made["case_number"]
    check_refused(sign(run, folder, "执法人员", keys), says=("不止一个角色", "officer", "co_officer"))
    done = sign(run, folder, "承办人", keys, "--json")
    assert (done.code, done.json["role"]) == (0, "officer"), done
    assert json.loads((folder / "assessment.json").read_bytes())["signers"][0]["role"] == "officer"
