"""`yanpan assess --answers`: what it says, what it writes, how it exits."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import time
from pathlib import Path

import pexpect
import pytest
from program import (
    ANSWERS,
    NUMBER,
    SMALL,
    YANPAN,
    Keys,
    Run,
    check_message,
    check_refused,
    environment,
    listing,
)

from yanpan.documents import load_document

GRADES = {"low": "低风险", "medium": "中风险", "high": "高风险", "prohibited": "不得实施"}
RANK = list(GRADES)


@pytest.mark.parametrize("grade", GRADES)
def test_the_second_screen_says_grade_why_and_what_to_do_first(grade: str, assess: Run) -> None:
    done = assess(f"{grade}.yaml")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].split() == ["案号", NUMBER]
    assert lines[1].startswith(f"初始等级    {GRADES[grade]}")
    assert lines[2].startswith(f"措施后      {GRADES[grade]}")
    why = {"low": "没有触发", "medium": "人员聚集", "high": "人员聚集", "prohibited": "红线：没有依据"}
    first = {"low": "可以实施", "medium": "先做沟通", "high": "先做沟通", "prohibited": "找到依据后重新研判"}
    assert why[grade] in lines[1]
    assert first[grade] in done.out
    assert "未出（--no-pdf）" in lines[-1]
    assert len(lines) <= 20


def test_a_case_that_ended_early_says_so_and_can_be_signed(assess: Run, tmp_path: Path) -> None:
    file = tmp_path / "early.yaml"
    file.write_text(
        "case_number: 1号\nanswers: {unit_name: 某局, legal_basis: no}\nended_early: true\n", encoding="utf-8"
    )
    screen = assess(file).out
    assert "提前结束    红线已经确定" in screen
    assert "不能签署" not in screen
    assert "预计高" not in screen
    result = assess(file, "--replace", "--json").json
    assert (result["paper"], result["signable"], result["grade"]["best"]) == ("early", True, "prohibited")


@pytest.mark.parametrize("said", ["unknown", "yes"])
def test_an_early_end_without_a_certain_red_line_is_refused(
    assess: Run, tmp_path: Path, said: str, out: Path
) -> None:
    file = tmp_path / "early.yaml"
    file.write_text(
        f"case_number: 1号\nanswers: {{unit_name: 某局, legal_basis: {said}}}\nended_early: true\n",
        encoding="utf-8",
    )
    done = assess(file)
    assert done.code == 3
    assert "ended_early：还没有确定触碰红线，不能提前结束" in done.err
    assert "把剩下的题答完" in done.err
    assert not (out / "1号").exists()


def test_planned_measures_lower_the_residual_grade_only(assess: Run, tmp_path: Path) -> None:
    file = tmp_path / "measured.yaml"
    plan = "measures:\n  - {id: talk_first, owner: 张某, deadline: 实施前}\n"
    file.write_text((ANSWERS / "medium.yaml").read_text(encoding="utf-8") + plan, encoding="utf-8")
    grade = assess(file, "--json").json["grade"]
    assert (grade["initial"], grade["residual"]) == ("medium", "low")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("owner", "deadline", "why"),
    [
        ("法制机构", "实施前", "责任人写的是单位、职务，没有写到人"),
        ("待定", "实施前", "责任人还没有定"),
        ("张某", "2000-01-01", "时限早于研判的时间"),
        ("张某", "实施后", "这一项要在实施前落实，时限写的是实施后"),
    ],
)
@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_measure_of_a_file_that_does_not_count_is_told(
    assess: Run, tmp_path: Path, ending: str, owner: str, deadline: str, why: str
) -> None:
    document, _ = load_document(ANSWERS / "medium.yaml", name="medium.yaml")
    document["measures"] = [{"id": "talk_first", "owner": owner, "deadline": deadline}]
    file = tmp_path / f"measured.{ending}"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    done = assess(file, "--json").json
    assert (done["grade"]["residual"], done["measures"][0]["not_counted"]) == ("medium", why)
    assert f"1项措施没有计入：先做沟通（{why}）" in "".join(assess(file, "--replace").out.split())


@pytest.mark.long
def test_the_case_folder_holds_answers_result_and_paper(assess: Run, out: Path) -> None:
    done = assess("medium.yaml", paper=True)
    assert done.code == 0, done
    case = out / NUMBER
    assert sorted(p.name for p in case.iterdir()) == ["answers.yaml", "assessment.json", "assessment.pdf"]
    assert (case / "assessment.pdf").read_bytes().startswith(b"%PDF-1.")
    assert str(case / "assessment.pdf") in done.out
    assert "未签署" in done.out


def test_without_paper_the_folder_holds_no_paper(assess: Run, out: Path) -> None:
    assess("medium.yaml")
    assert sorted(p.name for p in (out / NUMBER).iterdir()) == ["answers.yaml", "assessment.json"]


@pytest.mark.long
def test_the_folder_and_its_files_are_private_whatever_the_umask(assess: Run, out: Path) -> None:
    def open_umask() -> None:
        os.umask(0)

    assert assess("medium.yaml", paper=True, before=open_umask).code == 0
    case = out / NUMBER
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in [case, *case.iterdir()]}
    assert modes == {NUMBER: 0o700, "answers.yaml": 0o600, "assessment.json": 0o600, "assessment.pdf": 0o600}


def test_the_answers_it_wrote_give_the_same_assessment(assess: Run, out: Path) -> None:
    first = assess("medium.yaml", "--json").json
    again = assess(out / NUMBER / "answers.yaml", "--case-number", "另一号", "--json").json
    for result in (first, again):
        del result["case_number"], result["assessed_at"], result["validity"], result["duties"]
    assert again == first


def test_the_case_number_of_the_command_line_wins(assess: Run, out: Path) -> None:
    assert assess("low.yaml", "--case-number", "另一号", "--json").json["case_number"] == "另一号"
    assert (out / "另一号").is_dir()
    assert not (out / NUMBER).exists()


def test_answers_to_questions_left_out_are_unanswered_and_judged_at_their_worst(
    assess: Run, tmp_path: Path
) -> None:
    file = tmp_path / "open.yaml"
    file.write_text("case_number: 1号\nanswers: {unit_name: 某局}\n", encoding="utf-8")
    result = assess(file, "--json").json
    assert result["grade"]["initial"] == "prohibited"
    assert result["grade"]["best"] == "low"
    assert set(result["missing"]) == {"planned_start", "people_affected", "legal_basis", "crowd", "lacking"}
    assert result["signable"] is False


def test_json_is_the_file_it_wrote(assess: Run, out: Path) -> None:
    done = assess("medium.yaml", "--json")
    assert (done.code, done.err) == (0, "")
    assert done.out.encode() == (out / NUMBER / "assessment.json").read_bytes()
    assert done.json["grade"]["initial"] == "medium"


def test_quiet_says_nothing(assess: Run, out: Path) -> None:
    done = assess("prohibited.yaml", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (out / NUMBER).is_dir()


TITLES = {"medium": "中风险", "high": "高风险", "prohibited": "不得实施"}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("limit", ["medium", "high", "prohibited"])
@pytest.mark.parametrize("grade", GRADES)
def test_fail_on_exits_9_from_that_grade_up_and_writes_the_case(
    grade: str, limit: str, assess: Run, out: Path
) -> None:
    done = assess(f"{grade}.yaml", "--fail-on", limit, "--json")
    reached = RANK.index(grade) >= RANK.index(limit)
    assert done.code == (9 if reached else 0)
    assert done.json["grade"]["residual"] == grade
    assert (out / NUMBER / "assessment.json").is_file()
    if reached:
        assert done.err.startswith("yanpan：")
        assert GRADES[grade] in done.err
        assert f"--fail-on {TITLES[limit]}" in done.err


def test_fail_on_looks_at_the_grade_after_measures(assess: Run, tmp_path: Path) -> None:
    file = tmp_path / "measured.yaml"
    plan = "measures:\n  - {id: talk_first, owner: 张某, deadline: 实施前}\n"
    file.write_text((ANSWERS / "medium.yaml").read_text(encoding="utf-8") + plan, encoding="utf-8")
    assert assess(file, "--fail-on", "medium").code == 0


def test_without_a_terminal_nothing_is_asked(run: Run, out: Path) -> None:
    before = listing(out)
    done = run("assess", "--out", out, "--questionnaire", SMALL)
    check_refused(done, says=("终端", "--answers"))
    assert listing(out) == before


def test_a_pipe_is_no_terminal(home: Path, out: Path) -> None:
    done = subprocess.run(
        [str(YANPAN), "assess", "--out", str(out)],
        input=b"1\n1\n1\n", capture_output=True, env=environment(home), cwd=home,
    )  # fmt: skip
    assert done.returncode == 3
    check_message(done.stderr.decode())
    assert not (home / "drafts").exists() or not list((home / "drafts").iterdir())


def _on_a_terminal(home: Path, out: Path, **more: str) -> str:
    command = [
        "assess",
        "--answers",
        ANSWERS / "prohibited.yaml",
        "--out",
        out,
        "--questionnaire",
        SMALL,
        "--no-pdf",
    ]
    child = pexpect.spawn(
        str(YANPAN), [str(word) for word in command], env=environment(home, **more), cwd=str(home),
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return child.before or ""


def test_a_terminal_gets_colour(home: Path, out: Path) -> None:
    assert "\x1b[" in _on_a_terminal(home, out)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"NO_COLOR": "", "TERM": "dumb"}, {"TERM": "dumb"}])
def test_no_color_and_dumb_terminals_get_none(more: dict[str, str], home: Path, out: Path) -> None:
    said = _on_a_terminal(home, out, **more)
    assert "\x1b" not in said
    assert "不得实施" in said


def test_a_pipe_gets_no_colour(assess: Run) -> None:
    assert "\x1b" not in assess("prohibited.yaml").out


@pytest.mark.long
def test_it_signs_as_it_writes(assess: Run, keys: Keys, out: Path) -> None:
    done = assess(
        "medium.yaml", "--sign-as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase, paper=True
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert "已由 试用身份·张某 签署" in done.out
    assert b"/ETSI.CAdES.detached" in (out / NUMBER / "assessment.pdf").read_bytes()


@pytest.mark.parametrize("role", ["unit_head", "nobody"])
def test_it_cannot_sign_as_a_role_the_paper_does_not_have(
    role: str, assess: Run, keys: Keys, out: Path
) -> None:
    before = listing(out)
    done = assess(
        "medium.yaml", "--sign-as", role, "--key", keys.officer, "--passphrase-file", keys.passphrase, paper=True
    )  # fmt: skip
    check_refused(done, says=role)
    assert listing(out) == before


def test_a_case_with_open_questions_is_not_signed(assess: Run, keys: Keys, out: Path, tmp_path: Path) -> None:
    file = tmp_path / "open.yaml"
    file.write_text("case_number: 1号\nanswers: {unit_name: 某局, crowd: some}\n", encoding="utf-8")
    before = listing(out)
    done = assess(
        file, "--sign-as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase, paper=True
    )  # fmt: skip
    check_refused(done, says=("必答题", "有法律依据吗"))
    assert listing(out) == before


@pytest.mark.long
def test_a_paper_that_cannot_be_made_is_told_and_no_case_is_written(
    assess: Run, out: Path, tmp_path: Path
) -> None:
    before = listing(out)
    done = assess("medium.yaml", paper=True, env={"PYTHONPATH": str(broken_typesetter(tmp_path))})
    check_refused(done, code=4, says="yanpan doctor")
    assert listing(out) == before


def broken_typesetter(tmp_path: Path) -> Path:
    """A folder with a typesetter that cannot be loaded, as after a broken update."""
    folder = tmp_path / "libraries"
    folder.mkdir()
    (folder / "weasyprint.py").write_text("raise ImportError('not for this machine')")
    return folder


def test_a_reader_that_goes_away_is_no_error(home: Path) -> None:
    """`yanpan pack show | head -1` ends quietly."""
    with subprocess.Popen(
        [str(YANPAN), "pack", "show"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(home), cwd=home
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        child.wait(60)
    assert child.returncode in (0, 141, -13)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "ascii"])
def test_an_old_output_encoding_does_not_break_the_result(encoding: str, out: Path) -> None:
    """Consoles of older systems: what cannot be shown is replaced; the exit code stays what it was."""
    command = [
        "assess",
        "--answers",
        ANSWERS / "medium.yaml",
        "--out",
        out,
        "--questionnaire",
        SMALL,
        "--no-pdf",
    ]
    done = subprocess.run(
        [str(YANPAN), *map(str, command)], capture_output=True, cwd=out, stdin=subprocess.DEVNULL,
        env=environment(out, PYTHONIOENCODING=encoding),
    )  # fmt: skip
    assert done.returncode == 0, done
    assert (out / NUMBER / "assessment.json").is_file()


@pytest.mark.long
def test_two_at_once_make_one_case(home: Path, out: Path) -> None:
    command = [
        str(YANPAN), "assess", "--answers", str(ANSWERS / "low.yaml"), "--out", str(out), "--questionnaire", str(SMALL),
        "--no-pdf", "--quiet",
    ]  # fmt: skip
    racers = [
        subprocess.Popen(
            command, env=environment(home), cwd=home, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    said = [racer.communicate(timeout=60)[1].decode() for racer in racers]
    codes = sorted(racer.returncode for racer in racers)
    assert codes == [0, 3, 3, 3], said
    assert sorted(p.name for p in out.iterdir()) == sorted([NUMBER, "别的文件.txt"])
    for message in filter(None, said):
        check_message(message)
        assert "案号的文件夹" in message


SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires" / "gd-563"


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize(
    ("out", "more", "again"),
    [
        (".", (), "yanpan assess"),
        ("案件", (), "yanpan assess --out 案件"),
        (
            "两 处",
            ("--questionnaire", str(SHIPPED)),
            f'yanpan assess --out "两 处" --questionnaire {SHIPPED}',
        ),
    ],
)
def test_who_stops_is_told_the_command_that_goes_on_there(
    home: Path, out: str, more: tuple[str, ...], again: str
) -> None:
    (home / out).mkdir(exist_ok=True)
    child = pexpect.spawn(
        str(YANPAN), ["assess", "--no-pdf", "--out", out, *more], env=environment(home, TERM="xterm-256color"),
        cwd=str(home), encoding="utf-8", timeout=60, dimensions=(24, 200),
    )  # fmt: skip
    child.expect("案号是什么")
    child.send(f"{NUMBER}\r")
    child.expect("准备做")
    time.sleep(0.4)
    child.send("扣摊")
    child.expect("› 1")
    time.sleep(0.4)
    child.send("\r")
    child.expect("实施执法的单位")
    # Before it can have been read, a page takes no answer.
    time.sleep(0.4)
    child.send("某局\r")
    child.expect("由哪些")
    child.send("\x03")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert f"再运行 {again} 就接着做" in (child.before or "")
