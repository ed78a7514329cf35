"""A desk with a case on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from signing_desk import Desk, desk_of


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str], Desk]:
    """`desk("H01")` is a worked case of the questionnaire, ready to be signed."""
    return partial(desk_of, folder=tmp_path)
