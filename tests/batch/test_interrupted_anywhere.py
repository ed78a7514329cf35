"""Ctrl-C between any two lines of what runs a batch: the table tells of exactly the case folders that stand there."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from batches import GOOD, HEADER, rows
from program import SMALL

from yanpan.batch.run import run_batch
from yanpan.batch.source import open_source
from yanpan.questionnaire import compile_form, load_questionnaire

CASES = 6
WATCHED = ("batch/run.py", "processes/crew.py", "processes/staff.py")


class Interrupt:
    """Presses Ctrl-C so often before the nth line that the main thread runs in what is watched."""

    def __init__(self, nth: int, times: int = 1) -> None:
        self.left, self.times = nth, times

    @contextmanager
    def watching(self) -> Iterator[None]:
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(None)

    def _called(self, frame: FrameType, _: str, __: Any) -> Any:
        return self._line if frame.f_code.co_filename.endswith(WATCHED) else None

    def _line(self, _: FrameType, event: str, __: Any) -> Any:
        if event == "line":
            self.left -= 1
            if self.left == 0:
                sys.settrace(None)
                for _ in range(self.times):
                    signal.raise_signal(signal.SIGINT)
        return self._line


@pytest.mark.long(one_in=96)
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("nth", range(5, 340, 8))
def test_every_folder_has_its_row(nth: int, times: int, tmp_path: Path) -> None:
    source, out = tmp_path / "cases.csv", tmp_path / "out"
    out.mkdir()
    lines = [f"{n}号,{GOOD['low']}" for n in range(CASES)]
    source.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    form = compile_form(load_questionnaire(SMALL))
    found = open_source(source, form)

    def run() -> bool | None:
        """Whether it was interrupted; None if it came out of it without a table."""
        try:
            return run_batch(found, form, out, jobs=1, paper=False, replace=False).interrupted
        except KeyboardInterrupt:
            return None

    interrupt = Interrupt(nth, times)
    with interrupt.watching():
        was = run()
    folders = {path.name for path in out.iterdir() if path.is_dir()}
    assert (was is False) == (interrupt.left > 0)
    if was is None:
        # Before the first row.
        assert not list(out.iterdir())
    elif times == 1:
        assert {line["case_number"] for line in rows(out / "results.csv")} == folders
        assert rows(out / "errors.csv") == []
    assert run() is False
    assert [line["case_number"] for line in rows(out / "results.csv")] == [f"{n}号" for n in range(CASES)]
