"""`yanpan edit`: a finished case changed, the old one kept whole inside it and known as superseded."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from msgspec.structs import replace
from program import ANSWERS, NUMBER, SMALL, YANPAN, Done, Keys, Run, check_refused, environment, listing

from yanpan.assessment import encode, read_record

Case = Callable[[str], Path]
Edit = Callable[..., Done]


@pytest.fixture
def edit(run: Run) -> Edit:
    """Edit a case of the small questionnaire by an answers file, without paper unless `paper=True`."""

    def edit(case: Path, answers: str | Path = "high.yaml", *more: str | Path, paper: bool = False) -> Done:
        file = ANSWERS / answers if isinstance(answers, str) else answers
        extra = [] if paper else ["--no-pdf"]
        return run("edit", case, "--answers", file, "--questionnaire", SMALL, *extra, *more)

    return edit


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "assessment.json").read_bytes()).hexdigest()


@pytest.mark.long
def test_an_edit_is_a_new_assessment_that_names_the_old_one(edit: Edit, run: Run, signed: Path) -> None:
    old, before = digest(signed), listing(signed)
    done = edit(signed, paper=True)
    assert (done.code, done.err) == (0, "")
    assert "高风险" in done.out
    assert old[:16] in done.out
    assert listing(signed / "旧版-1") == before
    assert sorted(listing(signed)) == sorted(
        [
            "answers.yaml",
            "assessment.json",
            "assessment.pdf",
            "旧版-1",
            *(f"旧版-1/{name}" for name in before),
        ]
    )
    told = run("show", signed, "--json").json
    assert (told["supersedes"], told["earlier"], told["grade"]["initial"]) == (old, ["旧版-1"], "high")
    assert f"在 旧版-1，SHA-256 {old[:16]}" in run("show", signed).out
    assert f'"supersedes": "{old}"' in (signed / "assessment.json").read_text()
    said = subprocess.run(
        ["pdftotext", "-raw", signed / "assessment.pdf", "-"], capture_output=True, check=True
    )
    assert old in "".join(said.stdout.decode().split())
    # What a person reads and may give again holds no word of it.
    assert old not in (signed / "answers.yaml").read_text()


@pytest.mark.long
def test_the_old_one_is_superseded_wherever_one_looks(edit: Edit, run: Run, signed: Path, keys: Keys) -> None:
    valid = run("verify", signed, *keys.trust(), "--questionnaire", SMALL)
    assert edit(signed, paper=True).code == 0
    old = signed / "旧版-1"
    verified = run("verify", old, *keys.trust(), "--questionnaire", SMALL)
    # A signature is none the worse for what came after.
    assert (valid.code, verified.code) == (0, 0)
    assert "已被替代" in verified.out
    assert str(signed) in verified.out
    assert (
        "已被替代" not in run("verify", old / "assessment.pdf", *keys.trust(), "--questionnaire", SMALL).out
    )
    assert "替代了以前的研判" in run("verify", signed).out
    assert "已被替代" in run("show", old).out
    assert "已被替代" in run("sign", old).out
    assert run("sign", old, "--json").json["superseded_by"] == str(signed)
    listed = {Path(item["folder"]).name: item for item in run("list", signed, "--json").json}
    assert (listed["旧版-1"]["superseded_by"], listed[NUMBER]["superseded_by"]) == (str(signed), None)


@pytest.mark.long
def test_nobody_signs_what_is_superseded(
    edit: Edit, run: Run, case: Case, keys: Keys, tmp_path: Path
) -> None:
    folder = case("high")
    assert edit(folder, "medium.yaml", paper=True).code == 0
    old, before = folder / "旧版-1", listing(folder)
    scan = tmp_path / "scan.pdf"
    shutil.copy(old / "assessment.pdf", scan)
    key = ["--key", keys.officer, "--passphrase-file", keys.passphrase]
    for more in (key, ["--scan", scan], ["--withdraw-scan"]):
        check_refused(run("sign", old, "--as", "officer", *more), says=("已被替代", str(folder)))
    check_refused(edit(old, "low.yaml"), says=("已被替代", str(folder)))
    assert listing(folder) == before
    assert run("sign", folder, "--as", "officer", *key).code == 0


@pytest.mark.long
def test_an_edit_after_an_edit(edit: Edit, run: Run, case: Case) -> None:
    folder = case("low")
    digests = [digest(folder)]
    for answers in ("medium.yaml", "high.yaml", "prohibited.yaml"):
        assert edit(folder, answers).code == 0
        digests.append(digest(folder))
    told = run("show", folder, "--json").json
    assert (told["supersedes"], told["earlier"]) == (digests[2], ["旧版-1", "旧版-2", "旧版-3"])
    assert [digest(folder / f"旧版-{i}") for i in (1, 2, 3)] == digests[:3]
    assert run("show", folder / "旧版-3", "--json").json["supersedes"] == digests[1]
    # Each names one: not all that ever were.
    assert digests[0] not in (folder / "assessment.json").read_text()


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["words", "json"])
def test_nothing_changed_writes_nothing_and_says_so(more: list[str], edit: Edit, case: Case) -> None:
    folder = case("medium")
    before = listing(folder.parent)
    for answers in ("medium.yaml", folder / "answers.yaml"):
        done = edit(folder, answers, *more)
        assert (done.code, done.err) == (0, "")
        assert done.json["changed"] is False if more else "没有改动" in done.out
    assert listing(folder.parent) == before
    assert edit(folder).code == 0
    before = listing(folder.parent)
    assert "没有改动" in edit(folder, folder / "answers.yaml").out
    assert listing(folder.parent) == before


def test_what_has_expired_is_assessed_anew_without_a_change(edit: Edit, run: Run, case: Case) -> None:
    """The term has run out: the same answers now are another assessment, and the old one is what it supersedes."""
    folder = case("medium")
    record = read_record((folder / "assessment.json").read_bytes())
    away = timedelta(days=365)
    term = replace(record.validity, expires_at=record.validity.expires_at - away)
    old = encode(replace(record, assessed_at=record.assessed_at - away, validity=term))
    (folder / "assessment.json").write_bytes(old)
    done = edit(folder, "medium.yaml")
    assert (done.code, done.err) == (0, "")
    assert hashlib.sha256(old).hexdigest()[:16] in done.out
    told = run("show", folder, "--json").json
    assert (told["expired"], told["earlier"]) == (False, ["旧版-1"])
    assert "没有改动" in edit(folder, "medium.yaml").out


def test_an_edit_for_machines(edit: Edit, case: Case) -> None:
    folder = case("medium")
    old = digest(folder)
    told = edit(folder, "high.yaml", "--json").json
    assert (told["changed"], told["supersedes"], told["digest"]) == (True, old, digest(folder))
    assert (told["kept"], told["grade"]["residual"]) == (str(folder / "旧版-1"), "high")


def test_answers_of_another_case_are_refused(edit: Edit, case: Case, tmp_path: Path) -> None:
    folder, other = case("medium"), tmp_path / "other.yaml"
    before = listing(folder.parent)
    other.write_text((ANSWERS / "high.yaml").read_text().replace(NUMBER, "测执〔2026〕2号"))
    check_refused(edit(folder, other), says=("测执〔2026〕2号", NUMBER))
    check_refused(edit(folder, "option_nearly_right.yaml"))
    check_refused(edit(folder / "没有"), says="没有")
    assert listing(folder.parent) == before


def test_another_questionnaire_is_refused(run: Run, case: Case) -> None:
    folder = case("medium")
    check_refused(run("edit", folder, "--answers", ANSWERS / "high.yaml"), says=("small", "--questionnaire"))


def test_a_case_that_another_program_holds_is_not_edited(edit: Edit, case: Case) -> None:
    folder = case("medium")
    before = listing(folder.parent)
    with FileLock(folder / ".lock"):
        check_refused(edit(folder), says=(str(folder), "别的程序"))
    assert listing(folder.parent) == before


def test_a_place_that_takes_nothing_is_refused_before_the_questions(
    run: Run, case: Case, read_only_folder: Path
) -> None:
    check_refused(run("edit", read_only_folder, "--questionnaire", SMALL))


def test_what_a_person_put_into_the_folder_goes_along(edit: Edit, case: Case) -> None:
    folder = case("low")
    (folder / "照片").mkdir()
    (folder / "照片" / "现场.jpg").write_bytes(b"x")
    assert edit(folder).code == 0
    assert (folder / "旧版-1" / "照片" / "现场.jpg").read_bytes() == b"x"
    assert not (folder / "照片").exists()


def test_who_stands_in_the_folder_is_told_that_it_was_changed(run: Run, case: Case) -> None:
    folder = case("low")
    words = ["--answers", ANSWERS / "high.yaml", "--questionnaire", SMALL, "--no-pdf"]
    done = run("edit", ".", *words, cwd=folder)
    assert done.code == 0
    assert "cd" in done.err
    assert sorted(path.name for path in folder.iterdir()) == [
        ".lock",
        "answers.yaml",
        "assessment.json",
        "旧版-1",
    ]


def test_a_case_is_edited_through_a_link(edit: Edit, case: Case, tmp_path: Path) -> None:
    folder, link = case("low"), tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    assert edit(link).code == 0
    assert link.is_symlink()
    assert (folder / "旧版-1").is_dir()


@pytest.mark.long
def test_a_kill_during_an_edit_leaves_the_old_case_or_the_new_one_whole(
    home: Path, case: Case, tmp_path: Path
) -> None:
    first = case("low")
    (first / "scans").mkdir()
    (first / "scans" / "officer-0123456789ab.png").write_bytes(b"ink")
    old = listing(first)
    seen = set()
    for nth in range(1, 80):
        out = tmp_path / f"out{nth}"
        folder = Path(shutil.copytree(first, out / NUMBER))
        words = [
            "edit",
            str(folder),
            "--answers",
            str(ANSWERS / "high.yaml"),
            "--questionnaire",
            str(SMALL),
            "--no-pdf",
        ]
        code = subprocess.run(
            [str(YANPAN), *words], env=environment(home, TEST_KILL_AT_WRITE=f"{out}#{nth}"), cwd=home,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
        ).returncode  # fmt: skip
        assert [p.name for p in out.iterdir() if not p.name.startswith(".")] == [NUMBER]
        now = listing(folder)
        if now == old:
            seen.add("old")
        else:
            seen.add("new")
            assert {k: v for k, v in now.items() if k.startswith("旧版-1/")} == {
                f"旧版-1/{k}": v for k, v in old.items()
            }
            assert [k for k in now if not k.startswith("旧版-1")] == ["answers.yaml", "assessment.json"]
        if nth % 6 == 0:
            # The next one sweeps up and goes on.
            again = subprocess.run(
                [str(YANPAN), *words[:3], str(ANSWERS / "prohibited.yaml"), *words[4:]], env=environment(home), cwd=home,
                capture_output=True, timeout=60,
            )  # fmt: skip
            assert again.returncode == 0
            assert [p.name for p in out.iterdir()] == [NUMBER]
        if code == 0:
            break
        assert code == -9
    assert (code, seen) == (0, {"old", "new"})


def test_without_a_terminal_it_is_told_how_to_edit(run: Run, case: Case) -> None:
    folder = case("low")
    check_refused(
        run("edit", folder, "--questionnaire", SMALL), says=("终端", f"yanpan edit {folder} --answers")
    )


def by_lines(home: Path, case: Path, *lines: str, command: tuple[str | Path, ...] = ()) -> str:
    """What is said to somebody who types these lines into a pipe."""
    words = command or ("edit", case, "--questionnaire", SMALL, "--plain")
    done = subprocess.run(
        [str(YANPAN), *map(str, words)], input="".join(f"{line}\n" for line in lines).encode(), capture_output=True,
        env=environment(home), cwd=home, timeout=120,
    )  # fmt: skip
    return done.stderr.decode()


STATEMENT = ("s", "陈某", "房屋有审批", "2", "已过期")


@pytest.mark.long
def test_that_the_paper_is_being_made_is_said(home: Path, case: Case, run: Run) -> None:
    folder = case("low")
    assert "正在出文书…" in by_lines(home, folder, *STATEMENT, "y")
    assert run("show", folder, "--json").json["earlier"] == ["旧版-1"]
    assert "正在出文书…" not in by_lines(home, folder, "y")


@pytest.mark.long
def test_a_new_assessment_does_not_take_up_an_edit_that_was_left(home: Path, case: Case, out: Path) -> None:
    folder = case("low")
    assert f"yanpan edit {folder}" in by_lines(home, folder, *STATEMENT, "q")
    before = {path: path.read_bytes() for path in (home / "drafts").iterdir()}
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    for place in (folder.parent, elsewhere):
        command = ("assess", "--plain", "--no-pdf", "--questionnaire", SMALL, "--out", place)
        said = by_lines(home, folder, "1", "d 1", "d", "d", "q", command=command)
        assert said.count("退出后用 yanpan edit") == 4
        assert str(folder) in said.replace("\n ", "")
    assert {path: path.read_bytes() for path in (home / "drafts").iterdir()} == before
    assert "房屋有审批" in by_lines(home, folder, "1", "q")


def test_a_number_that_has_a_folder_is_told_before_the_first_question(home: Path, case: Case) -> None:
    folder = case("low")
    command = (
        "assess",
        "--plain",
        "--no-pdf",
        "--questionnaire",
        SMALL,
        "--out",
        folder.parent,
        "--case-number",
        NUMBER,
    )
    said = by_lines(home, folder, "x", command=command)
    for words in ("案件文件夹已经有了", f"yanpan edit {folder}", "--replace", "换一个案号"):
        assert words in said
    assert "> " not in said


# ── at a terminal ──


if sys.platform != "win32":
    import pexpect
    import pyte
    from person import CTRL_C, PATIENCE, Eyes, Person

    class Editor(Person):
        """A person at `yanpan edit` itself."""

        def __init__(self, home: Path, case: Path) -> None:
            self.home, self.sent, self.keys = home, b"", 0
            self.screen = Eyes(80, 24)
            self._stream = pyte.ByteStream(self.screen)
            self.program = pexpect.spawn(
                str(YANPAN), ["edit", str(case), "--questionnaire", str(SMALL), "--no-pdf"],
                env=environment(home, TERM="xterm-256color"), dimensions=(24, 80), timeout=PATIENCE,  # type: ignore[arg-type]
            )  # fmt: skip

        def at_the_review(self) -> Editor:
            self.see("检查答案", "都答了")
            return self

        def crowd(self, choice: str) -> Editor:
            """Change the answer about the crowd."""
            while "› " not in self.text or "聚集" not in next(
                r for r in self.text.split("\n") if r.startswith("›")
            ):
                before = self.text
                self.press("\x1b[B")
                while self.text == before:
                    self._take(0.05)
                self.see()  # the whole of the page
            self.press(" ").see("会不会有人聚集").press(choice).see("检查答案")
            return self

    def test_a_person_changes_one_answer_at_the_review(home: Path, case: Case, run: Run) -> None:
        folder = case("low")
        old, person = digest(folder), Editor(home, folder)
        person.at_the_review().crowd("3").press("y")
        assert person.ends() == 0, person.text
        told = run("show", folder, "--json").json
        assert (told["supersedes"], told["grade"]["initial"]) == (old, "high")
        assert list((home / "drafts").glob("*.draft.json")) == []

    def test_a_person_who_only_looks_changes_nothing(home: Path, case: Case) -> None:
        folder = case("medium")
        before, person = listing(folder), Editor(home, folder)
        person.at_the_review().press("y")
        assert person.ends() == 0
        assert "没有改动" in person.sent.decode()
        assert listing(folder) == before

    def test_who_leaves_goes_on_where_he_was(home: Path, case: Case, run: Run) -> None:
        folder = case("low")
        before, person = listing(folder), Editor(home, folder)
        person.at_the_review().crowd("3").press(CTRL_C)
        assert person.ends() == 130
        assert "yanpan edit" in person.sent.decode()
        assert listing(folder) == before
        person = Editor(home, folder)
        person.see("没做完").press("1")
        person.at_the_review().press("y")
        assert person.ends() == 0
        assert run("show", folder, "--json").json["grade"]["initial"] == "high"

    @pytest.mark.long
    def test_a_case_signed_meanwhile_is_superseded_with_its_signature(
        home: Path, case: Case, run: Run, keys: Keys
    ) -> None:
        folder = case("low")
        person = Editor(home, folder)
        person.at_the_review().crowd("2")
        done = run(
            "sign", folder, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase
        )
        assert done.code == 0
        signed = (folder / "assessment.pdf").read_bytes()
        person.press("y")
        assert person.ends() == 0
        assert (folder / "旧版-1" / "assessment.pdf").read_bytes() == signed

    def test_a_case_edited_meanwhile_is_not_overwritten(home: Path, case: Case, edit: Edit) -> None:
        folder = case("low")
        person = Editor(home, folder)
        person.at_the_review().crowd("2")
        assert edit(folder).code == 0
        before = listing(folder.parent)
        person.press("y")
        assert person.ends() == 3
        assert "刚刚有别人改了这个案件" in person.sent.decode()
        assert listing(folder.parent) == before
        assert list((home / "drafts").glob("*.draft.json"))


def test_folders_in_folders_are_kept_however_deep(edit: Edit, case: Case) -> None:
    """The library's own walks call themselves for each, and end at a thousand."""
    folder, here = case("low"), Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(900):
            os.mkdir("d")  # noqa: PTH102 — a path of its own would be too long
            os.chdir("d")
        Path("深处.txt").write_text("甲", "utf-8")
    finally:
        os.chdir(here)
    assert edit(folder).code == 0
    deep = folder / "旧版-1"
    os.chdir(deep)
    try:
        for _ in range(900):
            os.chdir("d")
        assert Path("深处.txt").read_text("utf-8") == "甲"
    finally:
        os.chdir(here)
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="links want a privilege there")
def test_nobody_signs_in_a_folder_of_links(case: Case, run: Run, keys: Keys) -> None:
    """The signature would stand there, and the case be signed once more by somebody else."""
    folder = case("medium")
    links = folder.parent / "链接"
    links.mkdir()
    for path in folder.iterdir():
        (links / path.name).symlink_to(path)
    before = listing(folder)
    sign = ("sign", links, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase)
    check_refused(run(*sign), says="到真正的案件文件夹签")
    assert listing(folder) == before
    (folder.parent / "又一个").symlink_to(folder)
    assert run("sign", folder.parent / "又一个", *sign[2:]).code == 0
