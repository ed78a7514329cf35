"""A guard against waiting for ever."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

GUARD = 240
"""Seconds. The slowest of these tests takes some ten."""


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    def hangs(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(GUARD)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
