"""Several people sign one case: whose turn it is, a raise that needs more signers, ink, and what verify makes of it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from program import SMALL, Done, Keys, Run, check_refused

from scanned_pages import pdf, png

Case = Callable[[str], Path]
Sign = Callable[..., Done]
Verify = Callable[..., Done]


@pytest.fixture
def sign(run: Run, keys: Keys) -> Sign:
    """`sign(folder, "officer")`; the head has a key of his own."""

    def sign(folder: Path, role: str, *more: str | Path) -> Done:
        key = keys.head if role == "unit_head" else keys.officer
        return run("sign", folder, "--as", role, "--key", key, "--passphrase-file", keys.passphrase, *more)

    return sign


@pytest.fixture
def verify(run: Run, keys: Keys) -> Verify:
    return lambda path, *more: run("verify", path, *keys.trust(), "--questionnaire", SMALL, *more)


def test_each_is_told_who_comes_next_and_only_all_together_are_valid(
    sign: Sign, verify: Verify, case: Case
) -> None:
    folder = case("high")
    done = sign(folder, "officer")
    assert (done.code, "下一个：主要负责人（unit_head）" in done.out) == (0, True), done
    half = verify(folder)
    assert (half.code, "已签的没有问题，还没有签齐" in half.out) == (6, True), half
    assert verify(folder, "--so-far").code == 0
    done = sign(folder, "unit_head")
    assert (done.code, "签批栏都签了" in done.out) == (0, True), done
    assert verify(folder).code == 0
    assert verify(folder / "assessment.pdf").code == 0


@pytest.mark.long
def test_where_it_stands_is_told_to_programs_too(run: Run, sign: Sign, case: Case) -> None:
    folder = case("high")
    sign(folder, "officer", "--reason", "已核实")
    told = run("sign", folder, "--json").json
    (signed,) = told["signed"]
    assert (signed["role"], signed["decision"], signed["reason"], signed["ink"]) == (
        "officer", "agree", "已核实", False,
    )  # fmt: skip
    assert (told["next"], told["refused_by"], told["beyond_paper"]) == ("unit_head", None, [])
    sign(folder, "unit_head", "--refuse", "--reason", "先公告")
    told = run("sign", folder, "--json").json
    assert (told["next"], told["refused_by"]) == (None, "unit_head")


@pytest.mark.long
def test_what_was_refused_is_no_approval(sign: Sign, verify: Verify, case: Case) -> None:
    folder = case("high")
    sign(folder, "officer")
    done = sign(folder, "unit_head", "--refuse", "--reason", "先公告")
    assert (done.code, "已退回" in done.out) == (0, True), done
    found = verify(folder)
    assert (found.code, "已被退回" in found.out, "先公告" in found.out) == (6, True, True), found
    assert [item["code"] for item in verify(folder, "--json").json[0]["result"]["findings"]].count("REFUSED")


@pytest.mark.long
def test_a_raise_that_needs_more_signers_gives_the_command_for_the_new_paper(
    run: Run, sign: Sign, verify: Verify, case: Case
) -> None:
    folder = case("medium")
    done = sign(folder, "officer", "--grade", "high", "--reason", "现场又来了二十人")
    assert (done.code, "主要负责人" in done.out) == (0, True), done
    assert verify(folder).code == 6
    (command,) = [line for line in done.out.splitlines() if line.startswith("  yanpan assess ")]
    words = [*shlex.split(command)[1:], "--questionnaire", str(SMALL)]
    again = run(*words, "--json")
    assert again.code == 0, again
    assert again.json["grade"]["initial"] == "high"
    assert [signer["role"] for signer in again.json["signers"]] == ["officer", "unit_head"]
    assert again.json["raised"]["reason"] == "现场又来了二十人"
    assert (folder.parent / f"{folder.name}（原1）" / "assessment.pdf").is_file()
    for role in ("officer", "unit_head"):
        assert sign(folder, role).code == 0
    assert verify(folder).code == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--grade", "high"),
        ("--grade", "high", "--raised-by", "王某", "--reason", " "),
        ("--grade", "low", "--raised-by", "王某", "--reason", "x"),
        ("--raised-by", "王某", "--reason", "x"),
    ],
)
def test_a_raise_without_who_why_or_a_higher_grade_is_wrong_usage(
    options: tuple[str, ...], run: Run, case: Case, out: Path
) -> None:
    answers = case("medium") / "answers.yaml"
    done = run("assess", "--answers", answers, "--out", out, "--questionnaire", SMALL, *options)
    check_refused(done, code=2)
    assert not [path for path in out.iterdir() if path.is_dir()]


def test_a_reason_with_hidden_characters_is_refused(run: Run, case: Case, out: Path) -> None:
    raised = ("--grade", "high", "--raised-by", "王某", "--reason", "人\x07多")
    done = run(
        "assess",
        "--answers",
        case("medium") / "answers.yaml",
        "--out",
        out,
        "--questionnaire",
        SMALL,
        *raised,
    )
    check_refused(done, says="控制字符")


@pytest.mark.long
def test_who_signs_first_may_sign_in_ink(
    run: Run, sign: Sign, verify: Verify, case: Case, tmp_path: Path
) -> None:
    folder, page = case("high"), tmp_path / "第一页.png"
    page.write_bytes(png())
    done = run("sign", folder, "--as", "officer", "--scan", page)
    assert (done.code, "下一个：主要负责人" in done.out) == (0, True), done
    assert sign(folder, "unit_head").code == 0
    found = verify(folder)
    assert (found.code, "手签，扫描件" in found.out) == (0, True), found
    alone = verify(folder / "assessment.pdf")
    assert (alone.code, "连案件文件夹一起验" in alone.out) == (6, True), alone
    (scan,) = (folder / "scans").iterdir()
    scan.write_bytes(png("another page"))
    assert verify(folder).code == 5


@pytest.mark.long
def test_a_scan_is_withdrawn_until_a_signature_takes_it_in(
    run: Run, sign: Sign, case: Case, tmp_path: Path
) -> None:
    folder, page = case("high"), tmp_path / "page.png"
    page.write_bytes(png())
    check_refused(run("sign", folder, "--as", "officer", "--scan", page, "--withdraw-scan"), code=2)
    check_refused(run("sign", folder, "--as", "officer", "--withdraw-scan"), says="没有登记手签")
    assert run("sign", folder, "--as", "officer", "--scan", page).code == 0
    check_refused(sign(folder, "officer"), says=("已经签过了", "--withdraw-scan"))
    done = run("sign", folder, "--as", "officer", "--withdraw-scan")
    assert (done.code, "下一个：执法人员" in done.out) == (0, True), done
    assert run("sign", folder, "--as", "officer", "--scan", page).code == 0
    assert sign(folder, "unit_head").code == 0
    check_refused(run("sign", folder, "--as", "officer", "--withdraw-scan"), says="撤不回")


@pytest.mark.long
def test_one_scan_of_two_roles_is_said(run: Run, case: Case, tmp_path: Path) -> None:
    folder, page = case("high"), tmp_path / "page.png"
    page.write_bytes(png())
    assert run("sign", folder, "--as", "officer", "--scan", page).code == 0
    done = run("sign", folder, "--as", "unit_head", "--scan", page)
    assert (done.code, "同一份扫描件" in done.out) == (0, True), done


def test_what_is_no_scan_by_its_content_is_refused(run: Run, case: Case, tmp_path: Path) -> None:
    folder, page = case("high"), tmp_path / "page.png"
    page.write_bytes(b"x")
    check_refused(run("sign", folder, "--as", "officer", "--scan", page), says="不是扫描件")
    assert not (folder / "scans.json").exists()


@pytest.mark.long
def test_the_last_page_in_ink_is_covered_by_nothing_and_people_are_told(
    run: Run, sign: Sign, verify: Verify, case: Case, tmp_path: Path
) -> None:
    folder, page = case("high"), tmp_path / "page.pdf"
    page.write_bytes(pdf())
    sign(folder, "officer")
    done = run("sign", folder, "--as", "unit_head", "--scan", page)
    assert (done.code, "以原件为准" in done.out) == (0, True), done
    assert verify(folder).code == 6
    assert run("sign", folder, "--json").json["uncovered_scans"] == ["unit_head"]


@pytest.mark.long
def test_the_units_role_register_is_used_to_verify_too(
    run: Run, sign: Sign, verify: Verify, case: Case, keys: Keys, home: Path
) -> None:
    folder = case("high")
    sign(folder, "officer")
    sign(folder, "unit_head")
    shown = ("keys", "show", keys.officer, "--passphrase-file", keys.passphrase, "--json")
    officer = run(*shown).json[0]["fingerprint"]
    entry = f'  - {{role: unit_head, person: 张某, certificate: "{officer}", from: 2026-01-01}}\n'
    (home / "roles.yaml").write_text(f"roles:\n{entry}", encoding="utf-8")
    found = run("verify", folder, *keys.trust(), "--questionnaire", SMALL, env={"YANPAN_HOME": str(home)})
    assert (found.code, "WRONG_ROLE" in found.out, "按角色名册核对" in found.out) == (5, True, True), found
