"""A window that is closed and a polite kill are as Ctrl-C: said in words, 130, nothing half done. What a kill left is swept."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from program import ANSWERS, NUMBER, SMALL, YANPAN, Done, Keys, Run, environment

Case = Callable[[str], Path]
POLITE = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])


def stopped_at(
    nth: int, folder: Path, home: Path, command: list[str | Path], *, how: int = signal.SIGKILL
) -> Done:
    """Run a command that gets a signal just before its nth change below `folder`."""
    done = subprocess.run(
        [str(YANPAN), *map(str, command)],
        env=environment(home, TEST_KILL_AT_WRITE=f"{folder}#{nth}", TEST_KILL_WITH=str(int(how))), cwd=home,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def assess(out: Path, answers: Path = ANSWERS / "low.yaml", *more: str) -> list[str | Path]:
    return ["assess", "--answers", answers, "--out", out, "--questionnaire", SMALL, "--no-pdf", *more]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.long(one_in=4)
@POLITE
@pytest.mark.parametrize("nth", [3, 5, 8])
def test_a_polite_signal_leaves_nothing_half_done(
    number: signal.Signals, nth: int, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    done = stopped_at(nth, out, home, assess(out), how=number)
    assert (done.code, done.out, done.err) == (130, "", "yanpan：已中断。\n")
    assert names(out) == []


@pytest.mark.long(one_in=3)
@POLITE
def test_a_polite_signal_leaves_the_old_version(
    number: signal.Signals, home: Path, tmp_path: Path, run: Run
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert run(*assess(out)).code == 0
    before = (out / NUMBER / "assessment.json").read_bytes()
    command = ["edit", out / NUMBER, "--answers", ANSWERS / "high.yaml", "--no-pdf", "--questionnaire", SMALL]
    assert stopped_at(6, out, home, command, how=number).code == 130
    assert names(out) == [NUMBER]
    assert (out / NUMBER / "assessment.json").read_bytes() == before


def test_a_signal_that_was_to_be_ignored_is(home: Path, tmp_path: Path) -> None:
    """As nohup has it."""
    out = tmp_path / "out"
    out.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", str(YANPAN), *map(str, assess(out))],
        env=environment(home, TEST_KILL_AT_WRITE=f"{out}#5", TEST_KILL_WITH=str(int(signal.SIGHUP))),
        cwd=home, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert names(out) == [NUMBER]


@pytest.mark.long(one_in=3)
@POLITE
def test_a_batch_finishes_what_is_in_hand(number: signal.Signals, home: Path, tmp_path: Path) -> None:
    """The signal reaches every process, as from a window that is closed; the children leave it to their parent."""
    out, source = tmp_path / "out", tmp_path / "source"
    out.mkdir()
    source.mkdir()
    text = (ANSWERS / "low.yaml").read_text(encoding="utf-8")
    for n in range(60):
        (source / f"{n:03}.yaml").write_text(text.replace(NUMBER, f"{n}号"), encoding="utf-8")
    running = subprocess.Popen(
        [str(YANPAN), "batch", str(source), "--out", str(out), "--questionnaire", str(SMALL), "--jobs", "1"],
        env=environment(home), cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, text=True,
    )  # fmt: skip
    while running.poll() is None and not list(out.glob("*号")):
        time.sleep(0.01)
    os.killpg(running.pid, number)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "已中断" in told
    made = [name for name in names(out) if name.endswith("号")]
    assert names(out) == sorted([*made, "errors.csv", "results.csv"])
    assert 0 < len(made) < 60
    assert (out / "results.csv").read_text(encoding="utf-8-sig").count("\n") == len(made) + 1
    assert (out / "errors.csv").read_text(encoding="utf-8-sig").count("\n") == 1


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("command", ["assess", "batch", "assess --replace"])
def test_the_next_writer_sweeps_what_a_kill_left(command: str, home: Path, tmp_path: Path, run: Run) -> None:
    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(ANSWERS / "low.yaml", source)
    for nth in range(4, 30):
        # A folder of its own: what an earlier run left would be swept first, and that is a change too.
        out = tmp_path / f"out-{nth}"
        out.mkdir()
        assert stopped_at(nth, out, home, assess(out)).code == -9
        if any((path / "assessment.json").exists() for path in out.glob(".*.part")):
            break
    assert any(name.endswith(".part") for name in names(out))
    if command == "batch":
        done = run("batch", source, "--out", out, "--questionnaire", SMALL, "--no-pdf", "--jobs", "1")
    else:
        done = run(*assess(out, ANSWERS / "low.yaml", *command.split()[1:]))
    assert done.code == 0, done
    assert names(out) == sorted([NUMBER, *(["errors.csv", "results.csv"] if command == "batch" else [])])


@pytest.mark.long
def test_half_a_version_is_no_paper_and_is_swept(
    home: Path, tmp_path: Path, case: Case, keys: Keys, run: Run
) -> None:
    """Killed while it edits a case: verify, list and the next writer go by what stands there."""
    answers, filed = ["--answers", ANSWERS / "high.yaml", "--questionnaire", SMALL], case("low")
    for nth in range(4, 30):
        out = tmp_path / f"many-{nth}"
        out.mkdir()
        folder = Path(shutil.copytree(filed, out / NUMBER))
        code = stopped_at(nth, out, home, ["edit", folder, *answers]).code
        parts = [path for path in out.glob(".*.part") if list(path.rglob("assessment.*"))]
        if parts or code == 0:
            break
    assert parts
    after = run("verify", out, "--so-far", "--json", *keys.trust())
    for path in parts:
        path.rename(tmp_path / path.name)
    alone = run("verify", out, "--so-far", "--json", *keys.trust())
    for path in parts:
        (tmp_path / path.name).rename(path)
    assert (after.code, after.json) == (alone.code, alone.json)
    assert [item["case_number"] for item in run("list", out, "--json").json] == [NUMBER]
    other = tmp_path / "other.yaml"
    other.write_text((ANSWERS / "low.yaml").read_text().replace(NUMBER, "测执〔2026〕2号"))
    assert run(*assess(out, other)).code == 0
    assert names(out) == [NUMBER, "测执〔2026〕2号"]
