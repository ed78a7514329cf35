"""Ctrl-C is the parent's, at any moment; and no child outlives its parent."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import strange_work as strange
from processes_seen import children, lives, until

from yanpan.processes import Crew
from yanpan.processes.child import Child
from yanpan.processes.watch import Watch
from yanpan.processes.wire import SENT, send


def parent(
    makes: str, folder: Path, *words: str, seconds: str = "60", before: Callable[[], object] | None = None
) -> subprocess.Popen[str]:
    """A program with two children in a session of its own, as on a terminal."""
    here = Path(__file__).parent
    return subprocess.Popen(
        [sys.executable, here / "strange_parent.py", makes, folder, seconds, *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=before,
    )  # fmt: skip


def noted(folder: Path, kind: str) -> set[int]:
    return {int(path.name.partition("-")[2]) for path in folder.glob(f"{kind}-*")}


@pytest.mark.parametrize(
    ("makes", "words", "kind"),
    [
        pytest.param("make", ["hold"], "work", id="at work"),
        pytest.param("make_hanging", ["hold"], "start", id="while starting"),
        pytest.param(
            "make", ["hold interpreter"], "work", id="in a call that lets no other thread run",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux can end it then"),
        ),
    ],
)  # fmt: skip
def test_children_end_when_the_parent_is_killed(
    makes: str, words: list[str], kind: str, tmp_path: Path
) -> None:
    running = parent(makes, tmp_path, *words)
    until(lambda: noted(tmp_path, kind) and len(children(running.pid)) == 2)
    found = children(running.pid)
    running.kill()
    running.communicate()
    until(lambda: not any(lives(child) for child in found))


def test_children_end_when_the_parent_is_killed_as_soon_as_they_are_there(tmp_path: Path) -> None:
    for _ in range(5):
        running = parent("make", tmp_path, "hold")
        until(lambda: children(running.pid))  # noqa: B023
        found = children(running.pid)
        running.kill()
        running.communicate()
        until(lambda: not any(lives(child) for child in found))  # noqa: B023


def test_a_child_ends_with_its_line_whatever_it_does(tmp_path: Path) -> None:
    """What ends it where the system itself does not."""
    child = Child(Watch())
    child.prepare(pickle.dumps((strange.make, tmp_path)), 60)
    send(child._to, SENT, pickle.dumps(("hold",)))
    until(lambda: noted(tmp_path, "work"))
    child._to.close()
    until(lambda: not child.alive())
    child.end()


@pytest.mark.parametrize("makes", ["make", "make_hanging_once"])
def test_ctrl_c_is_heard_by_the_parent_alone(makes: str, tmp_path: Path) -> None:
    """At work and while a child starts: the signal reaches every process."""
    running = parent(makes, tmp_path, "wait", "3600")
    until(lambda: len(children(running.pid)) == 2 and (noted(tmp_path, "work") or makes != "make"))
    found = children(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    said, told = running.communicate(timeout=120)
    assert (said, told, running.returncode) == ("interrupted\nagain\n", "", 0)
    # The very child that was there answered: a new one would have noted its start too, as the one does that takes the
    # place of a child whose start hangs.
    assert len(noted(tmp_path, "start") - found) <= (makes == "make_hanging_once")


def test_a_child_does_not_hear_ctrl_c_however_it_comes(tmp_path: Path) -> None:
    with Crew(strange.make, tmp_path) as crew:
        assert crew.do(("hear",)) == "deaf"


def test_in_the_background_of_a_script_ctrl_c_changes_nothing(tmp_path: Path) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    running = parent("make", tmp_path, "wait", "1", before=ignore)
    until(lambda: noted(tmp_path, "work"))
    os.killpg(running.pid, signal.SIGINT)
    said, told = running.communicate(timeout=120)
    assert (told, running.returncode) == ("", 0)
    assert int(said) in noted(tmp_path, "start")


@pytest.mark.long
def test_time_in_which_everything_was_stopped_does_not_count(tmp_path: Path) -> None:
    """Ctrl-Z, and back after longer than the work may take."""
    running = parent("make", tmp_path, "wait", "2", seconds="6")
    until(lambda: noted(tmp_path, "work"))
    # Not in its first moment, in which its time is not yet being counted.
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(0.7)
    os.killpg(running.pid, signal.SIGSTOP)
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(8)
    os.killpg(running.pid, signal.SIGCONT)
    said, told = running.communicate(timeout=120)
    assert (told, running.returncode) == ("", 0)
    assert int(said) in noted(tmp_path, "start")
