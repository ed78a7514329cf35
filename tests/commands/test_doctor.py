"""`yanpan doctor` says what is missing on this machine and what to type to get it."""

from __future__ import annotations

import os
from pathlib import Path

from program import Run, check_message

from yanpan.report.libraries import INSTALL_LINES


def test_a_machine_that_can_make_papers_passes(run: Run) -> None:
    done = run("doctor")
    assert done.code == 0, done
    assert "✗" not in done.out + done.err


def test_doctor_names_the_libraries_and_their_versions(run: Run) -> None:
    found = {check["name"]: check for check in run("doctor", "--json").json}
    for name in ("weasyprint", "pydyf", "libpango", "libharfbuzz", "libharfbuzz-subset", "libfontconfig"):
        assert found[name]["ok"], found[name]
        assert found[name]["found"][0].isdigit(), found[name]


def test_without_the_subset_library_doctor_stops_and_says_what_to_type(run: Run, tmp_path: Path) -> None:
    (tmp_path / "libharfbuzz-subset.so.0").touch()
    env = {"LD_LIBRARY_PATH": f"{tmp_path}:{os.environ.get('LD_LIBRARY_PATH', '')}"}
    done = run("doctor", env=env)
    assert done.code == 4
    check_message(done.err)
    told = done.out + done.err
    assert "✗ 系统库：缺 libharfbuzz-subset，不出文书" in told
    assert any(line in told for line in INSTALL_LINES.values()) or "用本系统自己的方法安装" in told
    (check,) = (one for one in run("doctor", "--json", env=env).json if one["name"] == "系统库")
    assert check["ok"] is False
