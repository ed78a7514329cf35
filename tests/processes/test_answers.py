"""Answers, errors, order: what comes back from children, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import strange_work as strange
from processes_seen import our_children

from yanpan.errors import AnswersRefused, ChildFailed, InputRefused
from yanpan.processes import Crew


def test_answers_come_in_the_order_of_the_works(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, size=2) as crew:
        ended = crew.each(("wait", 0.2) if i == 0 else ("same", i) for i in range(100))
        assert [item.get() for item in ended][1:] == list(range(1, 100))


def test_each_work_comes_with_how_it_ended_as_soon_as_it_did(tmp_path: Path) -> None:
    works = [("hold",), *(("same", i) for i in range(50))]
    with Crew(strange.make, tmp_path, size=2) as crew:
        found = []
        for work, ended in crew.as_ended(works):
            found.append((work[1], ended.get()))
            if len(found) == 50:
                break
        assert sorted(found) == [(i, i) for i in range(50)]


@pytest.mark.long
def test_a_large_source_is_never_drawn_whole(tmp_path: Path) -> None:
    drawn = 0

    def works() -> Iterator[tuple[object, ...]]:
        nonlocal drawn
        for i in range(100_000):
            drawn = i
            yield ("hold",) if i == 0 else ("same", i)

    with Crew(strange.make, tmp_path, size=2) as crew:
        next(crew.as_ended(works()))
        assert drawn <= 8
    with Crew(strange.make, tmp_path, size=2, seconds=2) as crew:
        next(crew.each(works()))
        assert drawn <= 70


def test_what_the_source_raises_comes_out_in_its_place(tmp_path: Path) -> None:
    def works() -> Iterator[tuple[object, ...]]:
        yield "wait", 0.2
        yield "same", 1
        raise InputRefused("没有这个文件")

    with Crew(strange.make, tmp_path, size=2) as crew:
        for found in (crew.each(works()), crew.as_ended(works())):
            next(found)
            next(found)
            with pytest.raises(InputRefused):
                next(found)


def test_what_is_in_hand_can_be_finished(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, size=2) as crew:
        ended = crew.as_ended(("wait", 0.01 if i == 0 else 1) for i in range(100))
        next(ended)
        ended.close()
        rest = [(work, item.get()) for work, item in crew.finish()]
        assert 1 <= len(rest) <= 4
        assert crew.do(("same", 1)) == 1


def test_large_work_and_large_answers_go_through(tmp_path: Path) -> None:
    with Crew(strange.make_large, (tmp_path, bytes(5_000_000)), size=2) as crew:
        assert crew.do(("length", bytes(20_000_000))) == 20_000_000
        assert len(crew.do(("bytes", 20_000_000))) == 20_000_000


def test_an_error_of_ours_comes_back_as_it_was_and_the_child_lives_on(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path) as crew:
        child = crew.do(("pid",))
        with pytest.raises(AnswersRefused) as refused:
            crew.do(("refuse",))
        first = refused.value.faults[0]
        assert (first.field, first.what, first.place, first.remedy) == ("crowd", "不认识", "a:1", "改。")
        assert "答案有 2 处不对" in str(refused.value)
        assert crew.do(("pid",)) == child


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize(
    ("word", "name"), [("bug", "ZeroDivisionError"), ("exit", "SystemExit"), ("no pickle", "")]
)
def test_any_other_error_comes_back_by_name_and_the_child_lives_on(
    word: str, name: str, tmp_path: Path
) -> None:
    with Crew(strange.make, tmp_path) as crew:
        child = crew.do(("pid",))
        with pytest.raises(ChildFailed) as failed:
            crew.do((word,))
        assert failed.value.name.startswith(name)
        assert "Traceback" in failed.value.trace
        assert crew.do(("pid",)) == child


def test_nothing_that_a_child_prints_is_ours(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Crew(strange.make, tmp_path) as crew:
        assert crew.do(("print",)) == "quiet"
        assert crew.do(("same", 1)) == 1
    assert "".join(capfd.readouterr()) == ""


def test_what_is_printed_while_an_interpreter_starts_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('hello ' * 100)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Crew(strange.make, tmp_path) as crew:
        assert crew.do(("same", 1)) == 1


def test_a_child_is_told_nothing_by_its_command_line(tmp_path: Path) -> None:
    with Crew(strange.make_large, (tmp_path, b"secret" * 100_000)) as crew:
        child = crew.do(("pid",))
        line = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(child)], capture_output=True).stdout
        assert len(line) < 600
        assert b"secret" not in line
        assert str(tmp_path).encode() not in line


def test_a_child_does_not_run_the_main_program_again(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    here = str(Path(__file__).parent)
    program.write_text(
        f"import sys; sys.path.insert(0, {here!r})\n"
        "from pathlib import Path\n"
        "from yanpan.processes import Crew\n"
        "import strange_work\n"
        "print('main runs')\n"
        f"print(Crew(strange_work.make, Path({str(tmp_path)!r})).do(('same', 'done')))\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("main runs\ndone\n", "")


def test_warming_starts_all_children_and_waits_for_none(tmp_path: Path) -> None:
    with Crew(strange.make_hanging, tmp_path, size=3) as crew:
        crew.warm()
        while len(our_children()) < 3:
            pass
        crew.warm()
        assert len(our_children()) == 3


def test_children_are_started_only_as_they_are_needed(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, size=4) as crew:
        assert crew.do(("pid",)) == crew.do(("pid",)) != os.getpid()
        assert len(our_children()) == 1


def test_many_threads_may_ask_one_crew(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with Crew(strange.make, tmp_path, size=2) as crew, ThreadPoolExecutor(8) as pool:
        works = [("same", i) for i in range(200)]
        assert list(pool.map(crew.do, works)) == list(range(200))
