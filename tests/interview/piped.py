"""The pages of the interview on a terminal that is none: keys come from a pipe, and nothing is painted."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from yanpan.interview import screen
from yanpan.interview.pages import Flow


@asynccontextmanager
async def piped(
    flow: Flow[Any], monkeypatch: pytest.MonkeyPatch, *, leaves: bool = False
) -> AsyncIterator[tuple[PipeInput, Any]]:
    """The keys and the terminal of pages that have begun; ended afterwards, unless the person `leaves`."""
    flow.begin()
    with create_pipe_input() as keys:
        monkeypatch.setattr(screen, "create_input", lambda _: keys)
        monkeypatch.setattr(screen, "create_output", lambda _: DummyOutput())
        terminal = screen._Terminal(sys.stdout, flow)
        running = asyncio.create_task(terminal.run())
        await asyncio.sleep(0.2)
        yield keys, terminal
        if not leaves and terminal.app.is_running and not terminal.app.is_done:
            terminal.app.exit()
        await running
