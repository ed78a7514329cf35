"""Which draft it is: damaged, of a case that is filed, of changes to a finished case; and what is said of saving."""

import shutil
from pathlib import Path

import pytest
from person import NUMBER
from walk import Walk, again, answered, begun, small

from yanpan.answers.draft import Draft, Revises
from yanpan.errors import InputRefused, OutputRefused
from yanpan.interview.session import Session


def drafts(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "drafts").iterdir())


@pytest.mark.parametrize("number", [None, NUMBER], ids=["asked", "from the command line"])
def test_a_damaged_draft_is_told_on_the_first_page_and_never_written_over(
    tmp_path: Path, number: str | None
) -> None:
    home = tmp_path / "home"
    begun(home).enter("某局").leave()
    [path] = (home / "drafts").glob("*.draft.json")
    damaged = path.read_bytes()[:-20]
    path.write_bytes(damaged)
    walk = Walk(home, number=number).see(f"{NUMBER} 的草稿文件损坏，已移到 {path.name}.损坏1")
    if number is None:
        walk.enter(NUMBER)
    walk.enter("乙局").leave()
    assert (home / "drafts" / f"{path.name}.损坏1").read_bytes() == damaged
    assert "乙局" in path.read_text(encoding="utf-8")


def test_a_damaged_draft_that_cannot_be_moved_stays_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    begun(home).enter("某局").leave()
    [path] = (home / "drafts").glob("*.draft.json")
    path.write_bytes(b"{")
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(13, "no")))
    walk = Walk(home).see("草稿文件损坏，又移不开").enter(NUMBER).see("案号是什么", "又移不开")
    walk.leave()
    assert path.read_bytes() == b"{"


def test_a_number_whose_case_is_filed_is_told_before_the_first_question(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        Walk(tmp_path / "home", number=NUMBER, taken=lambda number: number == NUMBER)
    for words in ("yanpan edit", "--replace", "换一个案号"):
        assert words in refused.value.remedy


@pytest.mark.parametrize("number", [None, NUMBER], ids=["asked", "from the command line"])
def test_answers_whose_number_is_taken_go_on_under_another(tmp_path: Path, number: str | None) -> None:
    home = tmp_path / "home"
    begun(home).enter("某局").leave()
    walk = Walk(home, number=number, taken=lambda name: name == NUMBER).see("案件文件夹已经有了").press("1")
    walk.see("按 c 换个案号接着做", "yanpan edit", "--replace").press("c").see("案号是什么").enter(
        "粤韶执〔2026〕99号"
    )
    walk.see("由哪些执法人员", "接着做：已答 1 题").enter("张三").press("enter").leave()
    assert drafts(home) == ["粤韶执〔2026〕99号.draft.json"]
    assert len(again(home).session.given) == 2


def edited(home: Path, case: Path, digest: str = "1" * 64) -> Walk:
    finished = answered(home.parent / "other")
    session = finished.session
    assert finished.interview.draft
    finished.interview.draft.discard()
    return Walk(home, number=NUMBER, revises=Revises(str(case), digest), session=session)


def test_changes_to_a_finished_case_are_no_new_case(tmp_path: Path) -> None:
    home, case = tmp_path / "home", tmp_path / NUMBER
    case.mkdir()
    edited(home, case).see("检查答案").press("down", "enter").enter("乙局").see("检查答案").leave()
    before = drafts(home)
    walk = Walk(home).see("改旧案")
    for keys in (("1",), ("d", "d", "d"), ("down", "enter"), ("c",)):
        walk.press(*keys).see(f"yanpan edit {case}", "没做完的案件")
    assert drafts(home) == before
    # A new case of this number is another draft.
    walk.press("n").enter(NUMBER).see("实施执法的单位").enter("丙局").leave()
    assert len(drafts(home)) == 2
    walk = edited(home, case).see("没做完的修改，接着改吗").press("1").see("乙局")
    walk.leave()
    walk = edited(home, case).press("n").see("要删按 y").press("y").see("检查答案", "某局")
    walk.press("y")
    assert walk.flow.done


def test_changes_to_a_case_that_is_gone_can_be_thrown_away(tmp_path: Path) -> None:
    home, case = tmp_path / "home", tmp_path / NUMBER
    case.mkdir()
    edited(home, case).press("down", "enter").enter("乙局").leave()
    case.rmdir()
    Walk(home).see("改旧案").press("1").see("不在了", "移回去").press("d").see("要删按 y").press("y").see(
        "案号是什么"
    )
    assert drafts(home) == []


def test_changes_begun_on_another_record_are_told(tmp_path: Path) -> None:
    home, case, other = tmp_path / "home", tmp_path / NUMBER, tmp_path / "other-place"
    case.mkdir()
    other.mkdir()
    edited(home, case).press("down", "enter").enter("乙局").leave()
    edited(home, case, "2" * 64).see("又研判过一次").leave()
    with pytest.raises(InputRefused, match="另一个文件夹"):
        edited(home, other, "2" * 64)


def test_an_edit_that_changed_nothing_leaves_no_draft(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "什么也没有改" in edited(home, tmp_path).press("down").leave().what
    assert drafts(home) == []


class Disk:
    """Saving that fails from the `good + 1`th time on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, good: int) -> None:
        self.left, save = good, Draft.save

        def saving(draft: Draft, *given: object, **more: object) -> None:
            self.left -= 1
            if self.left < 0:
                raise OutputRefused("磁盘满了", remedy="腾出空间。")
            save(draft, *given, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(Draft, "save", saving)


def test_that_nothing_can_be_saved_is_said_at_once_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Disk(monkeypatch, 0)
    walk = begun(tmp_path / "home").see("实施执法的单位", "没有存下：磁盘满了").enter("某局")
    walk.see("由哪些执法人员", "没有存下：磁盘满了").press("c-r").see("检查答案", "没有存下")
    stop = walk.leave()
    assert "答过的 1 题都没有存下：磁盘满了" in stop.what
    assert "接着" not in stop.remedy


def test_what_is_said_to_be_saved_is_what_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch, 2)
    walk = begun(tmp_path / "home").enter("某局", "张三").press("enter", "1").see("没有存下")
    stop = walk.leave()
    assert "存着的是以前的 1 题，现在答了 3 题" in stop.what
    disk.left = 99
    walk = again(tmp_path / "home")
    assert len(walk.session.given) == 1
    # What can be saved in the end is saved, and counted.
    disk.left = 0
    walk.enter("张三").press("enter").see("没有存下")
    disk.left = 99
    assert "答过的 2 题都存好了" in walk.leave().what


def test_a_folder_of_drafts_that_is_gone_is_told(tmp_path: Path) -> None:
    walk = begun(tmp_path / "home").enter("某局").see("由哪些执法人员")
    shutil.rmtree(tmp_path / "home" / "drafts")
    walk.enter("张三").press("enter").see("没有存下")
    assert "答过的 2 题都没有存下" in walk.leave().what


def test_a_draft_that_somebody_removed_is_written_again(tmp_path: Path) -> None:
    walk = begun(tmp_path / "home").enter("某局")
    assert walk.interview.draft
    walk.interview.draft.path.unlink()
    assert "答过的 1 题都存好了" in walk.leave().what
    assert len(again(tmp_path / "home").session.given) == 1


def test_editing_what_ended_early_leaves_open_what_was_never_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yanpan.answers import Answer, Answers
    from yanpan.interview import run_interview, terminal

    found: list[Session] = []

    def peek(_: object, steps: object, __: object) -> None:
        found.append(steps.cr_frame.f_locals["self"].session)  # type: ignore[attr-defined]
        steps.close()  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "run_on_terminal", peek)
    monkeypatch.setattr(terminal, "check_terminal", lambda: None)
    given = {"kind": Answer(value="处罚"), "approved": Answer(value="no")}
    for early in (True, False):
        start = Answers(answers=given, case_number=NUMBER, ended_early=early)
        with pytest.raises(KeyboardInterrupt):
            run_interview(
                small(), now=lambda: None, case_number=NUMBER, like=None, home=tmp_path, start=start  # type: ignore[arg-type,return-value]
            )  # fmt: skip
    assert [session.skipped for session in found] == [frozenset(), frozenset(["party"])]


def test_what_is_said_at_an_early_end_is_what_the_paper_counts(tmp_path: Path) -> None:
    walk = (
        begun(tmp_path / "home")
        .enter("某局", "张三")
        .press("enter", "1", "enter")
        .enter("现在")
        .press("3", "x")
    )
    walk.see("提前结束，2 题没有答", "应当问的还有 2 题没有答", "“约剩”是估计")


def test_who_goes_on_after_an_early_end_and_leaves_from_there_has_gone_on(tmp_path: Path) -> None:
    walk = begun(tmp_path / "home").enter("某局", "张三").press("enter", "1", "enter").enter("现在")
    walk.press("3", "x").see("提前结束")
    walk.press("down", "enter")
    assert not walk.session.ended_early
    walk.leave()
    assert not again(tmp_path / "home").session.ended_early


def test_not_known_is_no_text(tmp_path: Path) -> None:
    walk = begun(tmp_path / "home")
    for words in ("u", "U", "不知道", "不清楚", "unknown"):
        walk.enter(words).see("不能答“不清楚”", "查明后再写")
    assert walk.session.given == {}
    walk.enter("某局", "不知道").see("不能答“不清楚”")
    assert "officers" not in walk.session.given


def test_what_another_window_answered_since_is_shown_before_it_is_deleted_or_gone_on_with(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    begun(home).enter("某局").leave()
    stale = Walk(home).see("已答 1 题")
    again(home).enter("张三 粤A001").press("enter", "1").enter("王某").leave()
    stale.press("d", "y").see("在另一个窗口里又答过", "已答 4 题")
    assert drafts(home) == [f"{NUMBER}.draft.json"]
    again(home).enter("现在").leave()
    stale.press("1").see("在另一个窗口里又答过", "已答 5 题").press("1")
    assert len(stale.session.given) == 5


@pytest.mark.parametrize("key", ["1", "d"])
def test_a_case_filed_in_another_window_since_is_not_begun_anew(tmp_path: Path, key: str) -> None:
    home, filed = tmp_path / "home", set[str]()
    for number in (NUMBER, "粤韶执〔2026〕13号"):
        Walk(home).press(*"n" if drafts_there(home) else ()).enter(number).enter("某局").leave()
    stale = Walk(home, taken=filed.__contains__).see(NUMBER, "13号")
    [at] = [i for i, item in enumerate(stale.page.items(), 1) if NUMBER in item.title]
    other = Walk(home).press(str(at))
    assert other.interview.draft
    other.interview.draft.discard()
    filed.add(NUMBER)
    if key == "d":
        stale.press(*["down"] * at, "d", "y").see("在另一个窗口里做完了", "没做完的案件", "13号")
    else:
        stale.press(str(at)).see(f"{NUMBER} 在另一个窗口里做完了，案件文件夹已经有了", "没做完的案件", "13号")
    assert drafts(home) == ["粤韶执〔2026〕13号.draft.json"]


def test_changes_finished_in_another_window_since_are_not_begun_on_the_old_answers(tmp_path: Path) -> None:
    home, case = tmp_path / "home", tmp_path / NUMBER
    case.mkdir()
    edited(home, case).press("down", "enter").enter("乙局").leave()
    stale = edited(home, case).see("接着改吗")
    edited(home, case).press("1", "y")
    for path in (home / "drafts").glob("*.draft.json"):
        path.unlink()
    for path in (home / "drafts").glob("*.lock"):
        path.unlink()
    with pytest.raises(InputRefused, match="改完了") as refused:
        stale.press("1")
    assert "yanpan edit" in refused.value.remedy


def drafts_there(home: Path) -> bool:
    return (home / "drafts").exists() and bool(drafts(home))
