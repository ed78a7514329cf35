"""Whatever ends a child: another takes its place, its work is done again, and the rest goes on."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
import strange_work as strange
from processes_seen import our_children, until

from yanpan.errors import CannotStart, ChildFailed, ChildLost, InputRefused, TooSlow
from yanpan.processes import Crew


def test_a_child_killed_at_work_is_replaced_and_the_work_done_again(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path) as crew:
        assert crew.do(("die once",)) == "done"
        assert len(list(tmp_path.glob("start-*"))) == 2


def test_a_child_killed_while_idle_costs_nobody_a_try(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, tries=1) as crew:
        for _ in range(5):
            os.kill(crew.do(("pid",)), signal.SIGKILL)


def test_work_that_kills_its_children_is_given_up_and_the_others_are_done(tmp_path: Path) -> None:
    works = [("same", 1), ("die",), ("same", 2), ("die",), ("same", 3)]
    with Crew(strange.make, tmp_path, size=2, tries=3) as crew:
        ended = list(crew.each(works))
        assert [item.answer for item in ended] == [1, None, 2, None, 3]
        assert [type(item.error) for item in ended[1::2]] == [ChildLost, ChildLost]
    assert len(list(tmp_path.glob("start-*"))) >= 6


def test_work_that_hangs_is_stopped_at_once_given_up_and_the_others_are_done(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, size=2, seconds=1) as crew:
        first, hung, last = crew.each([("same", 1), ("hang once",), ("same", 2)])
        assert (first.get(), last.get()) == (1, 2)
        assert isinstance(hung.error, TooSlow)
        assert hung.error.seconds == 1


@pytest.mark.long
def test_work_that_hangs_is_done_again_where_the_caller_says_so(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, seconds=1, slow_again=True) as crew:
        assert crew.do(("hang once",)) == "done"
        with pytest.raises(TooSlow):
            crew.do(("hang",))


@pytest.mark.long
def test_a_child_that_was_stopped_takes_no_work_and_blocks_nobody(tmp_path: Path) -> None:
    """However large the work: it fills the pipe, and the child does not read."""
    with Crew(strange.make, tmp_path, seconds=2) as crew:
        os.kill(crew.do(("pid",)), signal.SIGSTOP)
        with pytest.raises(TooSlow):
            crew.do(("length", bytes(30_000_000)))
        assert crew.do(("length", bytes(30_000_000))) == 30_000_000


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("size", [1, 2])
def test_children_that_die_while_they_start_are_replaced(size: int, tmp_path: Path) -> None:
    with Crew(strange.make_dying, (tmp_path, 7), size=size, tries=1) as crew:
        assert crew.do(("same", 1)) == 1


@pytest.mark.long
def test_a_start_that_hangs_is_stopped_and_replaced(tmp_path: Path) -> None:
    with Crew(strange.make_hanging_once, tmp_path, starting=3, tries=1) as crew:
        assert crew.do(("same", 1)) == 1


@pytest.mark.long
def test_children_killed_over_and_over_while_they_start_block_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an outfit, and a command line of ours, that no pipe would hold."""
    monkeypatch.setattr(sys, "argv", ["yanpan", *("x" * 1000 for _ in range(1000))])
    seen: set[int] = set()

    def kill() -> None:
        while len(seen) < 15:
            for child in our_children() - seen:
                seen.add(child)
                os.kill(child, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with Crew(strange.make_large, (tmp_path, bytes(5_000_000)), size=2, tries=1) as crew:
        assert [item.get() for item in crew.each(("same", i) for i in range(20))] == list(range(20))
        killer.join()
        assert crew.do(("same", 1)) == 1


@pytest.mark.long
def test_where_no_child_can_start_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Crew(strange.make_dying, (tmp_path, 10_000), size=2) as crew:
        assert {type(item.error) for item in crew.each([("same", 1)] * 50)} == {CannotStart}
    for program in ("/bin/false", str(tmp_path / "gone")):
        monkeypatch.setattr(sys, "executable", program)
        with Crew(strange.make, tmp_path) as crew, pytest.raises(CannotStart):
            crew.do(("same", 1))


@pytest.mark.long
def test_where_every_start_hangs_it_says_so(tmp_path: Path) -> None:
    with Crew(strange.make_hanging, tmp_path, starting=1) as crew, pytest.raises(CannotStart):
        crew.do(("same", 1))


def test_why_children_cannot_get_ready_is_told(tmp_path: Path) -> None:
    with Crew(strange.make_refusing, tmp_path) as crew, pytest.raises(InputRefused, match="缺字体"):
        crew.do(("same", 1))
    with Crew(strange.make_broken, tmp_path) as crew, pytest.raises(ChildFailed, match="ZeroDivisionError"):
        crew.do(("same", 1))


@pytest.mark.parametrize("makes", ["make", "make_hanging"])
def test_closing_ends_children_at_work_and_at_their_start(makes: str, tmp_path: Path) -> None:
    """Whoever waits for work hears of it."""
    told = []

    def wait_for_ever() -> None:
        with pytest.raises(CancelledError) as cancelled:
            crew.do(("hold",))
        told.append(cancelled)

    with Crew(getattr(strange, makes), tmp_path, size=2) as crew:
        crew.warm()
        waiting = threading.Thread(target=wait_for_ever, daemon=True)
        waiting.start()
        until(lambda: len(our_children()) == 2 and list(tmp_path.glob("*-*")))
    waiting.join()
    assert our_children() == set()
    assert told


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to such a limit")
def test_work_that_wants_more_memory_than_it_may_have_ends_so_and_its_child_lives_on(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, memory=300 * 1024 * 1024) as crew:
        child = crew.do(("pid",))
        with pytest.raises(ChildFailed) as failed:
            crew.do(("grow", 400))
        assert failed.value.name == "MemoryError"
        assert crew.do(("grow", 50)) == 50 * 1024 * 1024
        assert crew.do(("pid",)) == child
    with Crew(strange.make, tmp_path) as crew:
        assert crew.do(("grow", 400)) == 400 * 1024 * 1024


@pytest.mark.long
def test_what_kills_its_child_late_does_not_get_the_whole_time_again(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path, seconds=3, tries=5) as crew, pytest.raises(TooSlow):
        crew.do(("die late", 2))
    assert len(list(tmp_path.glob("start-*"))) == 2


def test_a_stopped_child_does_not_hold_who_wants_to_leave(tmp_path: Path) -> None:
    """As after the first Ctrl-C in a batch: what is in hand ends, also where somebody stopped its process."""
    # Who waits for the stopped one waits for a day.
    with Crew(strange.make, tmp_path, seconds=86_400) as crew:
        child = crew.do(("pid",))
        ended = crew.as_ended([("same", 1), ("same", 2), ("same", 3)])
        next(ended)
        os.kill(child, signal.SIGSTOP)
        ended.close()
        rest = [item.get() for _, item in crew.finish()]
        assert len(rest) <= 2
