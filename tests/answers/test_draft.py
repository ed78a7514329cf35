"""Drafts: whole or not at all, private, held by one terminal, and kept when the questionnaire changes."""

import json
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from strategies import choice, form_of
from yanpan.answers import UNKNOWN, Answer, Answers, PlannedMeasure, Statement
from yanpan.answers.draft import Draft, DraftBusy, NewerDraft, Remark, drafts_folder, unfinished
from yanpan.errors import OutputRefused
from yanpan.questionnaire import Form

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "粤韶执〔2026〕12号"
FORM = form_of(questions=(choice("first", "yes", "no"), choice("second", "yes", "no")))
ANSWERS = Answers(
    answers={"first": Answer(value="no", note="备注", evidence=("笔录1",)), "second": Answer(value=UNKNOWN)},
    case_number=NUMBER,
    statements=(Statement(who="王五", said="不服"),),
    ended_early=True,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drafts_folder(tmp_path / "home")


def saved(
    folder: Path, answers: Answers = ANSWERS, form: Form = FORM, number: str = NUMBER, at: datetime = NOW
) -> Path:
    draft = Draft.begin(folder, number)
    draft.save(
        answers, form, at, skipped=frozenset(["second"]), remarks={"second": Remark("待查", ("照片",))}
    )
    draft.close()
    return draft.path


def test_a_draft_gives_back_what_was_saved(folder: Path) -> None:
    saved(folder)
    kept = Draft.begin(folder, NUMBER).load(FORM)
    assert kept is not None
    assert kept.answers == ANSWERS
    assert kept.skipped == {"second"}
    assert kept.remarks == {"second": Remark("待查", ("照片",))}
    assert kept.dropped == ()


def test_drafts_are_private(folder: Path) -> None:
    path = saved(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_unfinished_cases_are_listed_newest_first(folder: Path) -> None:
    saved(folder, number="甲1号", at=NOW - timedelta(days=1))
    saved(folder, number="甲2号")
    assert [(d.case_number, d.answered, d.busy) for d in unfinished(folder)] == [
        ("甲2号", 2, False),
        ("甲1号", 2, False),
    ]


HOLD = """
import sys, time
from pathlib import Path
from yanpan.answers.draft import Draft
draft = Draft.begin(Path(sys.argv[1]), sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


def test_two_terminals_do_not_write_the_same_draft(folder: Path) -> None:
    saved(folder)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), NUMBER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout
    assert other.stdin
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(DraftBusy, match="另一个窗口"):
        Draft.begin(folder, NUMBER)
    assert unfinished(folder)[0].busy
    # The holder dies without a word; the case is free again.
    other.kill()
    other.wait(20)
    other.stdin.close()
    other.stdout.close()
    Draft.begin(folder, NUMBER).close()
    assert not unfinished(folder)[0].busy


def test_closing_keeps_the_draft_and_leaves_no_lock_behind(folder: Path) -> None:
    path = saved(folder)
    assert list(folder.iterdir()) == [path]


def test_discarding_removes_it(folder: Path) -> None:
    saved(folder)
    Draft.begin(folder, NUMBER).discard()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"draft": 0}', b"\xff\xfe", b"[" * 10000])
def test_a_damaged_draft_is_set_aside_and_said(folder: Path, content: bytes) -> None:
    path = saved(folder)
    path.write_bytes(content)
    assert unfinished(folder) == []
    kept = Draft.begin(folder, NUMBER).load(FORM)
    assert kept is not None
    assert kept.answers.answers == {}
    assert "损坏" in kept.dropped[0]
    assert [p.read_bytes() for p in folder.glob("*损坏*")] == [content]


DAMAGE = {
    "end-of-calendar": {"saved_at": "9999-12-31T20:00:00Z"},
    "begin-of-calendar": {"saved_at": "0001-01-01T05:00:00+14:00"},
    "no-zone": {"saved_at": "2026-11-26T10:00:00"},
    "a-number": {"document": {"answers": 5}},
    "a-list": {"document": {"answers": [1, 2]}},
    "a-text": {"document": {"answers": "first"}},
}


@pytest.mark.parametrize("kind", list(DAMAGE))
def test_a_draft_that_cannot_be_shown_or_gone_on_with_is_damaged(folder: Path, kind: str) -> None:
    path = saved(folder)
    path.write_text(json.dumps(json.loads(path.read_bytes()) | DAMAGE[kind]), encoding="utf-8")
    assert unfinished(folder) == []
    kept = Draft.begin(folder, NUMBER).load(FORM)
    assert kept is not None and "损坏" in kept.dropped[0]
    assert len(list(folder.glob("*损坏*"))) == 1


def test_answers_that_no_longer_fit_are_said_and_the_others_kept(folder: Path) -> None:
    saved(folder)
    newer = form_of(questions=(choice("first", "yes", "maybe"), choice("second", "yes", "no")))
    kept = Draft.begin(folder, NUMBER).load(newer)
    assert kept is not None
    assert kept.answers.answers == {"second": ANSWERS.answers["second"]}
    assert kept.answers.statements == ANSWERS.statements
    assert kept.dropped == (f"要重答：{newer.questions['first'].ask}",)


def test_a_question_that_is_gone_is_said(folder: Path) -> None:
    saved(folder)
    kept = Draft.begin(folder, NUMBER).load(form_of(questions=(choice("second", "yes", "no"),)))
    assert kept is not None
    assert kept.dropped == ("问卷里已没有这一题：first",)


def test_measures_that_are_gone_are_dropped_and_said(folder: Path) -> None:
    path = saved(folder)
    document = json.loads(path.read_bytes())
    document["document"]["measures"] = [{"id": "gone", "owner": "张三", "deadline": "实施前"}]
    path.write_text(json.dumps(document), encoding="utf-8")
    kept = Draft.begin(folder, NUMBER).load(FORM)
    assert kept is not None
    assert kept.answers.measures == ()
    assert kept.dropped == ("措施要重选",)


def test_a_write_that_fails_leaves_the_earlier_draft_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(folder)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    draft = Draft.begin(folder, NUMBER)
    with pytest.raises(OutputRefused, match="磁盘满了"):
        draft.save(Answers(answers={}), FORM, NOW)
    assert path.read_bytes() == before


def test_nothing_saved_is_nothing_kept(folder: Path) -> None:
    assert Draft.begin(folder, NUMBER).load(FORM) is None


def test_measures_come_back(folder: Path) -> None:
    from strategies import hazard, measure
    from yanpan.questionnaire.model import Treatment

    form = form_of(
        questions=(choice("first", "yes", "no"),),
        hazards=(hazard("h", 3, 3),),
        measures=(measure("m", Treatment(hazard="h", likelihood=-1)),),
    )
    planned = (PlannedMeasure(id="m", owner="张三", deadline="实施前"),)
    saved(folder, Answers(answers={}, measures=planned), form)
    kept = replace(Draft.begin(folder, NUMBER).load(form) or pytest.fail("nothing kept"))
    assert kept.answers.measures == planned


@pytest.mark.parametrize(
    "more", [{}, {"new_part": [1]}, {"document": 1}], ids=["same shape", "more", "other"]
)
def test_a_draft_that_a_later_yanpan_saved_is_left_as_it_is(folder: Path, more: dict[str, object]) -> None:
    path = saved(folder)
    content = json.dumps(json.loads(path.read_bytes()) | {"draft": 2} | more).encode()
    path.write_bytes(content)
    assert not any(draft.busy for draft in unfinished(folder))
    with pytest.raises(NewerDraft) as refused:
        Draft.begin(folder, NUMBER)
    assert path.name in refused.value.where
    assert "升级" in refused.value.remedy
    assert list(folder.iterdir()) == [path]
    assert path.read_bytes() == content


def test_a_draft_names_its_version(folder: Path) -> None:
    assert json.loads(saved(folder).read_bytes())["draft"] == 1
