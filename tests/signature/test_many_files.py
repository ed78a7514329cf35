"""Many files at once, each in bounded time, whatever one of them does."""

from __future__ import annotations

from functools import partial

import pytest
from authorities import TRUST
from long_term_papers import LATER, all_signed, signed_to
from signed_papers import codes
from strange_judges import make_strange

from yanpan.errors import InputRefused
from yanpan.signature import ReadersView, ToJudge, verify_many


def papers(*contents: bytes) -> list[partial[ToJudge]]:
    return [partial(ToJudge, content) for content in contents]


def test_a_file_that_hangs_or_kills_its_judge_does_not_touch_the_others(
    capfd: pytest.CaptureFixture[str],
) -> None:
    files = papers(b"one", b"hang", b"two", b"die", b"three", b"raise", b"four")
    view = ReadersView(at=LATER)
    found = list(verify_many(files, view, seconds=1.5, jobs=2, make_judge=make_strange))
    assert [item.case_number for item in found] == ["one", "", "two", "", "three", "", "four"]
    assert [str(item.verdict) for item in found[1::2]] == ["cannot_be_judged"] * 3
    assert [codes(item) for item in found[1::2]] == [{"TOO_SLOW"}, {"JUDGE_STOPPED"}, {"JUDGE_FAILED"}]
    assert "1.5 秒内没有判断完" in found[1].findings[0].words
    assert "".join(capfd.readouterr()) == ""


def test_the_child_judges_as_the_room_does() -> None:
    view = ReadersView.of(TRUST, at=LATER, reprint=False)
    files = papers(all_signed(), signed_to("b-lta")[:-9], b"")
    valid, cut, empty = verify_many(files, view, jobs=1)
    assert (valid.verdict, valid.complete, valid.in_order) == ("valid", True, True)
    assert valid.signatures[2].claimed_at.utcoffset() == LATER.utcoffset()
    assert (cut.verdict, empty.verdict) == ("invalid", "invalid")


def test_a_result_beside_the_paper_that_is_not_the_signed_one_is_told() -> None:
    view = ReadersView.of(TRUST, at=LATER, reprint=False)
    (found,) = verify_many([lambda: ToJudge(all_signed(), b"{}")], view)
    assert codes(found) == {"RESULT_NOT_SIGNED"}


def test_a_file_that_cannot_be_read_is_said_so() -> None:
    def gone() -> ToJudge:
        raise InputRefused("没有这个文件")

    with pytest.raises(InputRefused):
        list(verify_many([gone], ReadersView(at=LATER), make_judge=make_strange))


def test_no_files_need_no_child() -> None:
    assert list(verify_many([], ReadersView(at=LATER), make_judge=make_strange)) == []
