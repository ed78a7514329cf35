"""Many files at once, each in bounded time, whatever one of them does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import msgspec
import pytest
from authorities import TRUST
from long_term_papers import LATER, all_signed, signed_to
from program import YANPAN, environment
from signed_papers import AT, codes, identity, sign, trust
from strange_judges import make_strange

from yanpan.answers import load_answers
from yanpan.assessment import assess, encode
from yanpan.data import data_folder
from yanpan.errors import InputRefused
from yanpan.questionnaire import compile_form, load_questionnaire
from yanpan.report import render_pdf
from yanpan.verification import ReadersView, ToJudge, verify_many
from yanpan.verification.many import judge_for

SMALL = {"NOT_RECOMPUTED", "UNKNOWN_QUESTIONNAIRE", "NOT_REPRINTED"}
"""What is said of the small papers by who has not their questionnaire, and does not print them anew."""


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


@pytest.mark.parametrize("given", ["crls", "ocsps"])
def test_lists_that_are_too_much_are_not_the_fault_of_the_paper(given: str) -> None:
    """Nothing but their size is looked at here: the judge never comes to them."""
    for size, words in ((9 * 1024**2, "给出的吊销列表有 9 MB"), (1024, "文件可能是故意做成这样的")):
        view = ReadersView(at=LATER, **{given: (bytes(size),)})  # type: ignore[arg-type]
        (found,) = verify_many(papers(b"too much"), view, jobs=1, make_judge=make_strange)
        assert codes(found) == {"TOO_LARGE"}
        assert words in found.findings[0].words


@pytest.mark.long
def test_the_child_judges_as_the_room_does() -> None:
    view = ReadersView.of(TRUST, at=LATER, reprint=False)
    files = papers(all_signed(), signed_to("b-lta")[:-9], b"")
    whole, cut, empty = verify_many(files, view, jobs=1)
    assert (whole.verdict, whole.complete, whole.in_order) == ("cannot_be_judged", True, True)
    assert codes(whole) == SMALL
    assert {item.verdict for item in whole.signatures} == {"valid"}
    assert whole.signatures[2].claimed_at.utcoffset() == LATER.utcoffset()
    assert (cut.verdict, empty.verdict) == ("invalid", "cannot_be_judged")
    assert codes(empty) == {"NOT_PDF"}


def test_a_result_beside_the_paper_that_is_not_the_signed_one_is_told() -> None:
    view = ReadersView.of(TRUST, at=LATER, reprint=False)
    (found,) = verify_many([lambda: ToJudge(all_signed(), b"{}")], view)
    assert codes(found) == {"RESULT_NOT_SIGNED"} | SMALL


def test_a_file_that_cannot_be_read_is_said_so() -> None:
    def gone() -> ToJudge:
        raise InputRefused("没有这个文件")

    with pytest.raises(InputRefused):
        list(verify_many([gone], ReadersView(at=LATER), make_judge=make_strange))


def test_no_files_need_no_child() -> None:
    assert list(verify_many([], ReadersView(at=LATER), make_judge=make_strange)) == []


@pytest.mark.long
def test_a_paper_is_judged_the_same_alone_among_others_and_in_the_room() -> None:
    """Also when it is set anew, in a child that has set other papers before."""
    form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
    made = assess(form, load_answers(Path(__file__).parents[2] / "demo" / "L01-当场处罚.yaml", form), AT)
    pdf = render_pdf(made, encode(made), form.embedded).pdf
    for signer in made.signers:
        pdf = sign(pdf, signer.role, identity(signer.role, signer.title))
    view = ReadersView.of([*trust(), *TRUST], at=LATER, questionnaires=(form.questionnaire,))
    *_, among = verify_many(papers(pdf[:-9], all_signed(), pdf), view)
    (alone,) = verify_many(papers(pdf), view)
    in_the_room = judge_for(view)(ToJudge(pdf))
    assert (alone.verdict, alone.reprinted) == ("valid", "same")
    assert msgspec.json.encode(among) == msgspec.json.encode(alone) == msgspec.json.encode(in_the_room)


def test_a_child_that_dies_before_it_has_read_what_to_judge_by_is_no_hang(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    view = ReadersView(at=LATER, crls=(bytes(1_000_000),))
    found = list(verify_many(papers(b"one", b"two"), view, jobs=2, make_judge=make_strange))
    assert [codes(item) for item in found] == [{"JUDGE_STOPPED"}] * 2


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("children", [1, 2])
def test_ctrl_c_ends_verifying_at_once_with_one_word(children: int, tmp_path: Path) -> None:
    """As on a terminal: the signal reaches every process, also while the children start."""
    files = [tmp_path / f"{number}.pdf" for number in range(40)]
    for file in files:
        file.write_bytes(all_signed())
    running = subprocess.Popen(
        [str(YANPAN), "verify", "--quiet", *map(str, files)], env=environment(tmp_path), cwd=tmp_path,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    while _children(running.pid) < min(children, os.cpu_count() or 1):
        assert running.poll() is None, running.communicate()
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, b"")
    assert err.decode().strip() == "yanpan：已中断。"


def _children(process: int) -> int:
    return len(subprocess.run(["pgrep", "-P", str(process)], capture_output=True).stdout.split())
