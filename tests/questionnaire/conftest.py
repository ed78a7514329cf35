"""A small questionnaire on disk, to be broken."""

from __future__ import annotations

from pathlib import Path

import packs
import pytest


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return packs.write_pack(tmp_path / "small")
