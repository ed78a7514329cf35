"""Line by line on a terminal: what comes with a line, behind its end, answers nothing; from a pipe every line counts."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from person import ENTER, HERE, NUMBER, PACK, Person
from test_plain import FACTS, talk
from walk import again, small

from strategies import AT
from yanpan.interview import behind
from yanpan.interview.line import LinePage
from yanpan.interview.lines import on_field
from yanpan.interview.session import Session
from yanpan.interview.typed_lines import TypedLines, Unreadable
from yanpan.interview.write import write_page
from yanpan.questionnaire.model import QuestionType

Send = Callable[[str], None]


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Iterator[Send]:
    """Types into a terminal that is the standard input."""
    person, program = os.openpty()
    with os.fdopen(program, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(behind, "QUIET", 0.05)
        monkeypatch.setattr(behind, "REST", 0.15)
        monkeypatch.setattr(behind, "SOON", 0.0)
        yield lambda text: os.write(person, text.encode()) and None
    os.close(person)


BEHIND = {
    "another line": ("现场情况：\n1\n", ["1"]), "two": ("一、\n1、\n2、\n", ["1、", "2、"]), "without an end": ("1\n2名老人", ["2名老人"]),
    "crs": ("某局\r罚款\r1\r", ["罚款", "1"]), "blank lines": ("某局\n\n\n罚款\n\n", ["罚款"]), "an end and a half": ("甲\n乙\n丙", ["乙", "丙"]),
    "many": ("头\n" + "行\n" * 900, ["行"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "dropped"), BEHIND.values(), ids=list(BEHIND))
def test_of_a_paste_only_the_first_line_counts_and_the_rest_is_told(
    send: Send, text: str, dropped: list[str]
) -> None:
    lines = TypedLines()
    send(text)
    assert lines.next().rstrip("\r\n") == text.splitlines()[0]
    assert "没有收下" in lines.dropped
    for words in dropped:
        assert words in lines.dropped
    # The beginning of a line that had no end is no beginning of the next one.
    send("张三\n")
    assert lines.next() == "张三\n"
    assert lines.dropped == ""


@pytest.mark.parametrize("gap", [0.0, 0.03, 0.1])
def test_pieces_of_a_paste_are_one(send: Send, gap: float) -> None:
    def paste() -> None:
        for piece in ("要点：\n1", "\n", "0\n"):
            send(piece)
            time.sleep(gap if piece != "要点：\n1" else min(gap, 0.02))

    lines, other = TypedLines(), threading.Thread(target=paste)
    other.start()
    assert lines.next() == "要点：\n"
    other.join()
    assert "1 0" in lines.dropped


def test_an_enter_that_is_still_down_counts_once(send: Send) -> None:
    lines = TypedLines()
    send("\n" * 30)
    assert lines.next() == "\n"
    assert "只算第一次" in lines.dropped


def test_a_line_that_is_refused_takes_the_rest_of_its_paste_with_it(send: Send) -> None:
    lines = TypedLines()
    send("某\x1b[D局\n1\n0\n")
    with pytest.raises(Unreadable):
        lines.next()
    assert "1 0" in lines.dropped
    send("某局\n")
    assert lines.next() == "某局\n"


@pytest.mark.parametrize("text", ["某局\n\x04", "某局\n1\n\x04"])
def test_who_ends_the_input_right_behind_a_line_has_ended_it(send: Send, text: str) -> None:
    lines = TypedLines()
    send(text)
    assert lines.next() == "某局\n"
    assert lines.next() == ""


@pytest.mark.parametrize("text", ["1\n", "\n", "1\n2\n"])
def test_a_line_that_comes_before_anybody_can_have_read_the_question_is_none(
    send: Send, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(behind, "SOON", 0.3)
    lines = TypedLines()
    send(text)
    with pytest.raises(Unreadable, match="没有收下"):
        lines.next()
    other = threading.Timer(0.5, send, ["2\n"])
    other.start()
    assert lines.next() == "2\n"


def test_lines_one_after_another_all_count(send: Send) -> None:
    lines = TypedLines()
    for text in ("某局", "", "张三 粤A001", "1"):
        other = threading.Timer(0.1, send, [f"{text}\n"])
        other.start()
        assert lines.next() == f"{text}\n"
        assert lines.dropped == ""


def test_from_a_pipe_every_line_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("某局\n1\n\n"))
    lines = TypedLines()
    assert [lines.next() for _ in range(4)] == ["某局\n", "1\n", "\n", ""]


def test_a_note_of_several_lines_answers_no_question(tmp_path: Path) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么").press(NUMBER, ENTER)
    for ask, line in (
        ("实施执法的单位", "某局"), ("哪些执法人员", "张三"), ("没有别的人了", ""), ("哪一种执法行为", "1"),
        ("当事人是谁", "陈某"), ("什么时候开始", "现在"),
    ):  # fmt: skip
        person.see(ask, "> ").pause().program.send(f"{line}\r")
    person.see("报负责人批准了吗").pause().program.send("n\r")
    person.see("写一句备注").pause().program.send("现场情况：\r1\r0\r还有")
    person.see("一下来了几行", "1 0 还有").pause().program.send("q\r")
    assert person.ends() == 130
    answers = json.loads(person.draft())["document"]["answers"]
    assert not {"approved", "reactions"} & answers.keys()


@pytest.mark.parametrize("gap", [0.05, 0.1, 0.15, 0.25])
def test_a_line_that_enter_has_ended_is_kept_by_whoever_leaves_right_behind_it(
    tmp_path: Path, gap: float
) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么").press(NUMBER, ENTER)
    person.see("实施执法的单位", "> ").pause()
    person.program.send("某局\r")
    time.sleep(gap)
    person.program.send("\x03")
    assert person.ends() == 130
    assert json.loads(person.draft())["document"]["answers"]["unit"] == "某局"


def test_what_was_typed_of_a_line_is_kept_by_whoever_leaves_in_the_middle_of_it(
    tmp_path: Path,
) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么").press(NUMBER, ENTER)
    person.see("实施执法的单位", "> ").pause().program.send("某局\r")
    person.see("哪些执法人员", "> ").pause().program.send("张三 粤A0")
    person.see("张三 粤A0")
    person.program.send("\x03")
    assert person.ends() == 130
    draft = json.loads(person.draft())
    assert draft["typed"] == {"officers": "张三 粤A0"}
    assert "officers" not in draft["document"]["answers"]
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("接着做吗").pause()
    person.program.send("1\r")
    person.see("[张三 粤A0]").pause().program.send("\x03")
    assert person.ends() == 130


ENDED = {
    "ctrl-d twice": "\x04\x04", "ctrl-d, then ctrl-c": "\x04\x03", "ctrl-d in the middle": "\x04局\x03",
    "ctrl-d in the middle, and twice": "\x04局\x04\x04",
}  # fmt: skip


@pytest.mark.parametrize("ended", ENDED.values(), ids=list(ENDED))
def test_half_a_line_that_ctrl_d_hands_over_is_kept_and_is_no_answer(tmp_path: Path, ended: str) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么").press(NUMBER, ENTER)
    person.see("实施执法的单位", "> ").pause().program.send("乙")
    person.see("> 乙")
    for key in ended:
        person.program.send(key)
        time.sleep(0.2)
    assert person.ends() == 130
    draft = json.loads(person.draft())
    assert draft["typed"] == {"unit": "乙局" if "局" in ended else "乙"}
    assert draft["document"]["answers"] == {}
    assert "= 乙" not in person.text


@pytest.mark.parametrize("ended", ["\x03", "\x04\x04", "\x04\x03"])
def test_half_a_case_number_is_kept_and_begins_no_case(tmp_path: Path, ended: str) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么", ">").pause()
    person.program.send("粤韶执9")
    person.see("> 粤韶执9")
    for key in ended:
        person.program.send(key)
        time.sleep(0.2)
    assert person.ends() == 130
    assert not list((tmp_path / "home" / "drafts").glob("*.draft.json"))
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("[粤韶执9]").pause()
    person.program.send("\x03")
    assert person.ends() == 130


@pytest.mark.parametrize("text", ["", "2", "q"])
def test_on_a_list_nothing_is_answered_by_a_line_without_an_end(tmp_path: Path, text: str) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么").press(NUMBER, ENTER)
    for ask, line in (("实施执法的单位", "某局"), ("哪些执法人员", "张三"), ("没有别的人了", "")):
        person.see(ask, "> ").pause().program.send(f"{line}\r")
    person.see("哪一种执法行为").pause().program.send(f"{text}\x04\x04")
    assert person.ends() == 130
    assert json.loads(person.draft())["typed"] == {}
    assert "kind" not in json.loads(person.draft())["document"]["answers"]


def test_from_a_pipe_a_last_line_without_an_end_counts(tmp_path: Path) -> None:
    piped = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(PACK), str(tmp_path), "--plain"], input=f"{NUMBER}\n某局".encode(),
        capture_output=True, timeout=120, check=False,
        env={"PATH": "/usr/bin:/bin", "TERM": "dumb", "PYTHONUTF8": "1", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert piped.returncode == 130
    (draft,) = (tmp_path / "drafts").glob("*.draft.json")
    assert json.loads(draft.read_bytes())["document"]["answers"] == {"unit": "某局"}


@pytest.mark.parametrize("half", ["/b", "张\x1b[D三"])
def test_a_command_or_keys_of_which_a_half_stands_there_are_no_text(tmp_path: Path, half: str) -> None:
    person = Person(tmp_path / "home", "--plain", TERM="dumb").see("案号是什么").press(NUMBER, ENTER)
    person.see("实施执法的单位", "> ").pause().program.send("某局\r")
    person.see("哪些执法人员", "> ").pause().program.send(half)
    person.see(half[0]).program.send("\x03")
    assert person.ends() == 130
    assert json.loads(person.draft())["typed"] == {}


# ── Keys of lists on a field ──

TEXT = next(q for q in small().order if q.type is QuestionType.TEXT and not q.required)


def field() -> Any:
    return write_page(Session(small()), TEXT, NUMBER, lambda: AT)


@pytest.mark.parametrize("key", ["<", ">", "?", "n", "e", "r", "x", "b", "1", "0", "y", "N", "？", "ｂ"])
def test_a_key_of_lists_is_no_answer_to_a_text_unless_it_comes_twice(key: str) -> None:
    page = field()
    assert on_field(page, key) is None
    assert "没有收下" in page.message
    act: Any = on_field(page, key)
    assert (act.name, act.value) == ("answer", key)
    page = field()
    assert on_field(page, key) is None
    assert on_field(page, "m") is None
    assert on_field(page, key) is None


@pytest.mark.parametrize(
    ("key", "instead"), [("<", "/b"), ("b", "/b"), ("?", "/?"), ("n", "/n"), ("e", "/e"), ("r", "/r")]
)
def test_it_is_said_what_it_is_there_and_that_works(key: str, instead: str) -> None:
    names = {"/b": "back", "/?": "basis", "/n": "note", "/e": "evidence", "/r": "review"}
    for way in (instead, instead.upper(), f"／{instead[1]}"):  # noqa: RUF001 — an input method types these
        page = field()
        assert on_field(page, key) is None
        assert f"这里打 {instead}" in page.message
        act: Any = on_field(page, way)
        assert act.name == names[instead]


@pytest.mark.parametrize("key", ["/z", "/1", "/d", "/k", "//"])
def test_a_command_that_there_is_not_is_no_text(key: str) -> None:
    for page in (field(), LinePage("备注", "写一句")):
        assert on_field(page, key) is None
        assert "不能用" in page.message


@pytest.mark.parametrize("key", ["n", "<", "?", "x"])
def test_nor_are_keys_a_note(key: str) -> None:
    page = LinePage("备注", "写一句")
    assert on_field(page, key) is None
    assert "没有收下" in page.message
    assert on_field(LinePage("采纳了吗", "1 采纳　2 不采纳"), "1") is not None


def test_what_was_taken_for_a_text_is_said(tmp_path: Path) -> None:
    _, said = talk(tmp_path / "home", *FACTS[:4], "1", "n", "n", "/b", "陈 某", "/n", "口头说的", "q")
    for words in ("= 某局", "= n", "= 陈 某", "= 口头说的"):
        assert f"{words}\n" in said
    assert again(tmp_path / "home").session.given["party"].value == "陈 某"
