"""A program that the person named: what it says is bounded, and it is over when the program itself is."""

from __future__ import annotations

import os
import resource
import sys
from time import monotonic

import pytest

from yanpan.errors import InputRefused
from yanpan.processes import run_program

MOST = 64 * 1024


def run(script: str, data: bytes = b"") -> bytes:
    return run_program(["sh", "-c", script], data, most=MOST)


def test_what_it_says_comes_back() -> None:
    data = os.urandom(MOST)
    assert run("cat", data) == data
    assert run("exit 0", bytes(1 << 22)) == b""
    assert run("exec <&-; echo x; sleep 0.2", bytes(1 << 22)) == b"x\n"


@pytest.mark.parametrize(
    "script", ["cat /dev/zero", "yes", "head -c 65537 /dev/zero", "sleep 300 & cat /dev/zero"]
)
def test_more_than_may_be_is_refused_and_never_held(script: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = monotonic()
    with pytest.raises(InputRefused, match="超过 64 KB") as refused:
        run(script)
    assert refused.value.where == "sh" and refused.value.remedy
    assert monotonic() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_what_a_program_left_running_is_not_waited_for() -> None:
    start = monotonic()
    assert run("cat >/dev/null; sleep 30 & echo x", bytes(1 << 20)) == b"x\n"
    with pytest.raises(InputRefused, match="退出码 3"):
        run("sleep 30 & exit 3")
    assert monotonic() - start < 15


def test_a_program_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["yanpan.processes.program"], "_LONGEST_SECONDS", 0.5)
    with pytest.raises(InputRefused, match="没有结束"):
        run("exec sleep 30")


@pytest.mark.parametrize(
    ("command", "words"), [("/nonexistent", "没有这个签名程序"), ("", "签名程序"), ("/etc", "没有权限")]
)
def test_what_is_no_program_is_told(command: str, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        run_program([command], b"", most=MOST)
