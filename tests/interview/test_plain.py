"""Line by line, without a terminal that can do anything: pipes, TERM=dumb, screen readers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from person import BACKSPACE, ENTER, HERE, NUMBER, PACK, Person
from walk import again, begun

from strategies import AT, gd563
from yanpan.interview.choice_page import choice_page
from yanpan.interview.lines import on_list
from yanpan.interview.session import Session
from yanpan.questionnaire import Question


def talk(home: Path, *lines: str, options: tuple[str, ...] = (), term: str = "dumb") -> tuple[int, str]:
    """Exit code and everything printed, for these lines typed into a pipe."""
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(PACK), str(home), "--plain", *options],
        input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, encoding="utf-8", timeout=120,
        env={"PATH": "/usr/bin:/bin", "TERM": term, "PYTHONUTF8": "1", "HOME": str(home)}, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr + done.stdout


FACTS = (NUMBER, "某局", "张三 粤A001", "", "行政强制", "", "现在", "300")


def test_a_whole_case_through_a_pipe(tmp_path: Path) -> None:
    code, said = talk(tmp_path / "home", *FACTS, "1", "1 2", "0", "y")
    assert code == 0, said
    answers = (tmp_path / "home" / "answers.yaml").read_text(encoding="utf-8")
    for words in ("某局", "kind: 强制", "people: 300", "approved:", "- gather", "- resist"):
        assert words in answers
    assert "\x1b" not in said


def test_no_line_of_blanks_answers_anything(tmp_path: Path) -> None:
    code, said = talk(tmp_path / "home", *FACTS, *[""] * 60)
    assert code == 130
    assert said.count("还没有选") == 60
    assert "答过的 5 题都存好了" in said


def test_the_end_of_the_input_leaves_and_goes_on_later(tmp_path: Path) -> None:
    code, _ = talk(tmp_path / "home", *FACTS, "u", "q")
    assert code == 130
    code, said = talk(tmp_path / "home", "1", "0", "0", "y")
    assert code == 0, said
    assert "接着做：已答" in said


def test_notes_clauses_and_the_review_are_there(tmp_path: Path) -> None:
    code, said = talk(tmp_path / "home", *FACTS, "?", "n", "口头同意过", "3", "r", "7", "1", "0", "y")
    assert code == 0, said
    assert "第18条" in said
    assert "备注：口头同意过" in said
    assert "approved:" in (tmp_path / "home" / "answers.yaml").read_text(encoding="utf-8")


def test_wrong_lines_are_told_and_asked_again(tmp_path: Path) -> None:
    code, said = talk(
        tmp_path / "home", *FACTS[:4], "7", "1 2", "x", "行政处罚", "", "2月30日9点", "现在", "q"
    )
    assert code == 130
    for words in ("没有这一项", "只能选一项", "没有“2月30日”这一天"):
        assert words in said


CHOICES = (*FACTS, "1")
"""At a question of several options: two of them, then 都没有 and 不清楚."""


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("past", ["3", "4", "5", "99", "1 3", "2 4", "0 1"])
def test_a_number_past_the_last_option_is_never_none_of_them(tmp_path: Path, past: str) -> None:
    code, said = talk(tmp_path / "home", *CHOICES, past)
    assert code == 130
    assert "没有这一项" in said
    assert "答过的 6 题都存好了" in said


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("2", "行政强制"), ("2.", "行政强制"), ("（2）", "行政强制"), ("２", "行政强制"), ("第2项", "行政强制"), ("①", "行政处罚"),
        ("强制", "行政强制"), ("行政强制", "行政强制"),
    ],
)  # fmt: skip
def test_a_line_that_names_one_option_is_taken_and_said(tmp_path: Path, line: str, taken: str) -> None:
    _, said = talk(tmp_path / "home", *FACTS[:4], line)
    assert (f"= {taken}" in said) is (line != taken)
    assert "答过的 3 题都存好了" in said


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "line", ["行政", "yes", "三", "强", "z", "12", "处罚强制", "n 2", "@", "//", "/z", "="]
)
def test_a_line_that_names_none_or_several_is_met_with_what_can_be_typed(tmp_path: Path, line: str) -> None:
    _, said = talk(tmp_path / "home", *FACTS[:4], line)
    assert "打" in said.rsplit("！", 1)[1].split("\n")[0]
    assert "答过的 2 题都存好了" in said


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("line", ["yes", "no", "YES", "unknown"])
def test_what_an_option_is_called_in_files_is_no_answer(tmp_path: Path, line: str) -> None:
    """Nobody sees on the screen which row it would be."""
    _, said = talk(tmp_path / "home", *FACTS, line)
    assert "没有看懂" in said
    assert "答过的 5 题都存好了" in said


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("line", ["批准", "有批准", "已批准了"])
def test_a_part_of_an_option_that_denies_it_is_asked_about(tmp_path: Path, line: str) -> None:
    """“有批准” stands in “没有批准”; nobody who types it means that."""
    _, said = talk(tmp_path / "home", *FACTS, line)
    assert "答过的 5 题都存好了" in said


# The list of acts is looked through by typing: `test_act_page`.
QUESTIONS = [question for question in gd563().order if question.options and not question.acts]
PARTS = st.sampled_from(
    [word for q in QUESTIONS for o in q.options for word in (o.label, o.label[:2], o.label[-3:])]
)
LINES = st.one_of(
    st.text("0123456789 ,、.（）第项uUb?ner-=<>/没有都不清楚", max_size=6),
    PARTS,
    st.lists(st.integers(0, 30)).map(str),
)


@given(st.sampled_from(QUESTIONS), st.lists(LINES, min_size=1, max_size=5))
def test_no_line_means_none_of_them_or_not_known_but_those_that_say_so(
    question: Question, lines: list[str]
) -> None:
    page = choice_page(Session(gd563()), question, NUMBER, AT)
    for line in lines:
        act = on_list(page, line)
        said = unicodedata.normalize("NFKC", line).strip().removeprefix("/").lower()
        if act is None:
            assert page.message or said == "" or said == "-"
        elif act.name == "answer":  # type: ignore[attr-defined]
            value = act.value  # type: ignore[attr-defined]
            assert value != () or said in ("0", "都没有")
            assert value != "unknown" or said in ("u", "不清楚", "不知道")
            return


def bare(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", words) if c.isalnum())


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_a_part_of_a_title_is_never_taken_for_it(question: Question) -> None:
    """Every run of characters of every option: what is taken is the whole of one, or its value."""
    labels = {o.value: o.label for o in question.options}
    runs = {
        label[a:b]
        for label in labels.values()
        for a in range(len(label))
        for b in range(a + 1, len(label) + 1)
    }
    for run in {*runs, "没有", "有", "不是", "是", "已过", "批准"}:
        page = choice_page(Session(gd563()), question, NUMBER, AT)
        act = on_list(page, run)
        whole = [v for v, label in labels.items() if bare(label) == bare(run)]
        if act is None:
            assert page.message, run
            assert len(whole) != 1 or run in labels, run
        else:
            assert act.name == "answer"  # type: ignore[attr-defined]
            value = act.value[0] if isinstance(act.value, tuple) else act.value  # type: ignore[attr-defined]
            assert [value] == whole or value == run, (run, labels[value])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_the_beginning_of_an_option_is_shown_back_with_its_number(question: Question) -> None:
    """做了，没写暂停条件 is not what 做了 says."""
    for option in question.options:
        begins = re.split("[，；（,;(]", option.label)[0]
        if begins == option.label or begins in (option.value, *(o.label for o in question.options)):
            continue
        page = choice_page(Session(gd563()), question, NUMBER, AT)
        assert on_list(page, begins) is None, begins
        number = [o.value for o in question.options].index(option.value) + 1
        if not page.by_typing:
            assert f"{number} {option.label}" in page.message or "等 " in page.message, page.message
            act = on_list(page, str(number))
            assert act is not None and act.value in (option.value, (option.value,))  # type: ignore[attr-defined]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
@pytest.mark.parametrize(
    "way", [str.upper, lambda t: t.replace("，", ","), lambda t: f" {t}。", lambda t: bare(t)]
)
def test_a_whole_title_is_taken_spaces_width_and_marks_aside(
    question: Question, way: Callable[[str], str]
) -> None:
    for option in question.options:
        act = on_list(choice_page(Session(gd563()), question, NUMBER, AT), way(option.label))
        assert act is not None, option.label
        assert act.value in (option.value, (option.value,))  # type: ignore[attr-defined]


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.unknown], ids=lambda q: q.id)
def test_not_to_know_is_said_in_two_words(question: Question) -> None:
    for word in ("不知道", "不清楚", " 不知道。"):
        act = on_list(choice_page(Session(gd563()), question, NUMBER, AT), word)
        assert act is not None and act.value == "unknown"  # type: ignore[attr-defined]


def test_several_titles_tick_as_many_and_none_of_them_beside_another_ticks_nothing() -> None:
    question = gd563().questions["interests"]
    for line, value in [
        ("人身自由、住房", ("人身自由", "住房")), ("人身自由 住房", ("人身自由", "住房")), ("人身自由、都没有", None), ("住房、不清楚", None),
        ("人身自由、身自", None),
    ]:  # fmt: skip
        page = choice_page(Session(gd563()), question, NUMBER, AT)
        act = on_list(page, line)
        titles = {o.value: o.label for o in question.options}
        assert (act and tuple(titles[v] for v in act.value)) == value, line  # type: ignore[attr-defined]
        assert act or page.message


def test_every_row_has_a_number_and_the_number_picks_it(tmp_path: Path) -> None:
    question = max((q for q in QUESTIONS if q.type.value == "choices"), key=lambda q: len(q.options))
    page = choice_page(Session(gd563()), question, NUMBER, AT)
    page.by_lines = True
    shown = ["".join(text for _, text in line) for line in page.paint(78, None).lines]
    for number, option in enumerate(question.options, 1):
        assert any(re.search(rf"^\s+{number} .*{re.escape(option.label[:6])}", line) for line in shown)
        act = on_list(choice_page(Session(gd563()), question, NUMBER, AT), str(number))
        assert act is not None and act.value == (option.value,)  # type: ignore[attr-defined]


def test_people_of_last_time_are_typed_over_and_taken_off(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    profile = "version: 1\nanswers:\n  unit: 某局\n  officers: ['张三 粤A001', '李四 粤A002']\n"
    (home / "profile.yaml").write_text(profile, encoding="utf-8")
    _, said = talk(home, NUMBER, "n", "=", "王五 粤A003", "赵六 粤A004", "钱七", "/d", "", "q")
    assert "去掉了 钱七" in said
    [draft] = (home / "drafts").glob("*.draft.json")
    names = [person["name"] for person in json.loads(draft.read_bytes())["document"]["answers"]["officers"]]
    assert names == ["王五", "赵六"]


def test_what_stands_in_brackets_is_taken_by_an_empty_line_and_never_thrown_away(tmp_path: Path) -> None:
    home = tmp_path / "home"
    walk = begun(home).enter("某局", "张三").press("enter", "1").see("当事人是谁").type("陈某（代表人）")
    walk.leave()
    _, said = talk(home, "1", "", "q")
    assert "[陈某（代表人）]" in said
    assert "直接回车就用方括号里的" in said
    assert again(home).session.given["party"].value == "陈某（代表人）"


def test_a_field_can_be_emptied(tmp_path: Path) -> None:
    _, said = talk(tmp_path / "home", *FACTS[:4], "1", "陈某", "/b", "/c", "", "q")
    assert "清空了" in said
    walk = again(tmp_path / "home")
    assert "party" not in walk.session.given
    assert "party" in walk.session.skipped


def test_a_text_over_the_limit_is_refused_and_never_cut(tmp_path: Path) -> None:
    _, said = talk(tmp_path / "home", NUMBER, "/n", "长" * 2001, "短", "某局", "q")
    assert "写了 2001 字，最多 2000 字：没有收下" in said
    assert again(tmp_path / "home").session.given["unit"].note == "短"


@pytest.mark.long
def test_nothing_that_is_said_names_a_key_that_a_line_cannot_press(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _, said = talk(
        home, "", NUMBER, "", "/n", "", "/b", "/f", "某局", "", "张三", "", "", "1", "", "陈某", "2026-11-20 9:00", "",
        "", "1", "", "0", "s", "", "陈某", "意见", "4", "1", "", "s", "d", "<", "g", "9", "1", "李局长", "理由", "g", "/x", "/b", "",
        "n", "m", "q",
    )  # fmt: skip
    _, more = talk(home, "", "d", "n", "=", "q")
    for key in ("Tab", "Esc", "↑", "Ctrl", "F1", "空格勾"):
        assert key not in said + more, [line for line in (said + more).split("\n") if key in line]
    assert not re.search(r"按 ?[0-9a-z] ", said + more)


def test_note_evidence_and_clauses_of_a_row_in_the_review(tmp_path: Path) -> None:
    _, said = talk(tmp_path / "home", *FACTS, "1", "0", "n 7", "有签字", "e 7", "批准书", "? 7", "q")
    assert "第18条" in said
    answer = again(tmp_path / "home").session.given["approved"]
    assert (answer.note, answer.evidence) == ("有签字", ("批准书",))


def test_each_moment_number_and_person_is_said_back_as_it_was_read(tmp_path: Path) -> None:
    lines = (*FACTS[:5], "", "明天上午九点半", "约三百人", "1")
    _, said = talk(tmp_path / "home", NUMBER, "某局", "1.张三 2.李四", *lines[3:], "q")
    for words in (
        "= 张三，执法证号 （空）；李四，执法证号 （空）",
        "= 2026年11月25日 星期三 09:30（明天）",
        "= 300 人，备注“约”",
    ):
        assert words in said.replace("300人", "300 人"), said


def test_what_was_not_read_is_not_said_back(tmp_path: Path) -> None:
    _, said = talk(tmp_path / "home", *FACTS[:5], "", "2026-11-25 23:30-01:30", "半夜5点", "q")
    assert "= 2026年" not in said
    assert "是一段时间" in said
    assert "没有写明是凌晨还是下午" in said


def test_the_same_officer_or_certificate_twice_is_refused_where_it_is_typed(tmp_path: Path) -> None:
    _, said = talk(
        tmp_path / "home", NUMBER, "某局", "张三 粤A001", "李四 粤A001", "张三", "王五 粤A003、张三 粤A001", "李四 粤A002", "", "q"
    )  # fmt: skip
    assert "证号 粤A001 写在了两个人后面" in said
    assert "张三 写了两遍" in said
    assert "= 张三，执法证号 粤A001；李四，执法证号 粤A002" in said


def test_a_past_moment_is_confirmed_by_one_sign_alone(tmp_path: Path) -> None:
    _, said = talk(tmp_path / "home", *FACTS[:5], "", "2026-11-20 9:00", "=", "q")
    assert "确实是这个时间，打 =。" in said
    assert "一行一行" not in said
    assert "= 2026年11月20日 星期五 09:00（4天前，已经过去）" in said
    assert "？。" not in said


ODD = {
    "gb": "韶关市城管局".encode("gb18030"), "half": "某局".encode()[:-1], "arrow": "某局\x1b[D\x1b[D市".encode(), "old arrow": b"\x1bOA",
    "escape": "某\x1b局".encode(), "backspace": "某\x08局\x7f".encode(), "nul": "某\0局".encode(), "lone surrogate": b"\xed\xa0\x80x",
    "replaced": "某\ufffd局".encode(), "c1": "某\u0085局".encode(), "latin": b"\xff\xfe\xe9",
}  # fmt: skip


def piped(home: Path, data: bytes, **env: str) -> tuple[int, str]:
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(PACK), str(home), "--plain"], input=data, capture_output=True, timeout=120,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home), **env}, check=False,
    )  # fmt: skip
    said = (done.stderr + done.stdout).decode()
    assert "Traceback" not in said
    return done.returncode, said


@pytest.mark.long(one_in=24)
@pytest.mark.parametrize("odd", ODD.values(), ids=list(ODD))
@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_a_line_of_a_pipe_that_is_no_text_is_refused_with_its_number_and_never_kept(
    tmp_path: Path, odd: bytes, errors: str
) -> None:
    env = {"PYTHONIOENCODING": f"utf-8:{errors}"}
    code, said = piped(tmp_path / "home", f"{NUMBER}\n".encode() + odd + "\n张三\n".encode(), **env)
    assert code == 3, said
    assert "标准输入第 2 行" in said
    assert "怎么办" in said
    assert "文件夹建不了" not in said
    assert "unit" not in again(tmp_path / "home").session.given
    # As the case number, before there is a draft.
    code, said = piped(tmp_path / "other", odd + b"\n", **env)
    assert code == 3
    assert "标准输入第 1 行" in said
    assert not list((tmp_path / "other").glob("drafts/*.json"))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("odd", ["gb", "half", "arrow", "replaced"])
def test_a_line_typed_that_is_no_text_is_told_and_asked_again(tmp_path: Path, odd: str) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb", PYTHONIOENCODING="utf-8:strict").see(
        "案号是什么"
    )
    person.press(NUMBER, ENTER).see("实施执法的单位", "> ")
    person.program.send(ODD[odd] + b"\r")
    person.see("没有收下", "读到的是").press("某局", ENTER).see("由哪些执法人员")
    assert json.loads(person.draft())["document"]["answers"] == {"unit": "某局"}


def test_half_a_character_behind_backspace_is_told(tmp_path: Path) -> None:
    """A terminal without IUTF8 rubs out one byte of three."""
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么")
    attributes = termios.tcgetattr(person.program.child_fd)
    attributes[0] &= ~0x4000
    termios.tcsetattr(person.program.child_fd, termios.TCSANOW, attributes)
    person.press(NUMBER, "号", BACKSPACE, ENTER).see("没有收下", "读到的是", "E5 8F").press(NUMBER, ENTER)
    person.see("实施执法的单位")


@pytest.mark.long
def test_the_draft_of_a_number_typed_with_blanks_is_offered(tmp_path: Path) -> None:
    home = tmp_path / "home"
    talk(home, NUMBER, "某局", "q")
    for number in ("粤韶执〔2026〕 12号", "粤韶执 (2026) 12 号", "粤韶执[ 2026 ]12号"):
        _, said = talk(home, "1", "q", options=("--number", number))
        assert "接着做" in said
        assert len(list((home / "drafts").glob("*.draft.json"))) == 1


def test_bytes_of_an_older_encoding_are_said_to_be_that(tmp_path: Path) -> None:
    _, said = piped(tmp_path / "home", f"{NUMBER}\n".encode() + "韶关市城管局\n".encode("gb18030"))
    assert "像是 GBK 的“韶关市城管局”" in said
    assert "iconv -f GB18030" in said
