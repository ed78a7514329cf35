"""Run again: what is done stays untouched; what was interrupted goes on."""

from __future__ import annotations

import contextlib
import csv
import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from batches import GOOD, HEADER, errors, results
from program import SMALL, YANPAN, Run, environment

from yanpan.batch.one import Job, do_row
from yanpan.batch.source import Row
from yanpan.cases import open_case
from yanpan.documents import load_document
from yanpan.questionnaire import compile_form, load_questionnaire

Table = Callable[..., Path]
LOW = GOOD["low"]


def stamps(out: Path) -> dict[str, tuple[int, int, bytes]]:
    """Inode, time and content of every file in the case folders."""
    found = {}
    for path in sorted(out.glob("*/*")):
        facts = path.stat()
        found[str(path.relative_to(out))] = (facts.st_ino, facts.st_mtime_ns, path.read_bytes())
    return found


@pytest.mark.long
def test_a_second_run_writes_no_case_again(batch: Run, table: Table, out: Path) -> None:
    source = table(f"1号,{LOW}", f"2号,{GOOD['medium']}")
    assert batch(source, paper=True).code == 0
    before, first = stamps(out), results(out)
    assert {Path(name).name for name in before} == {"answers.yaml", "assessment.json", "assessment.pdf"}
    done = batch(source, paper=True, jobs=2)
    assert done.code == 0
    assert "新做 0，已有 2，没做成 0" in done.out
    assert stamps(out) == before
    assert [row | {"state": "新做"} for row in results(out)] == first
    assert [row["state"] for row in results(out)] == ["已有", "已有"]


def test_rows_put_right_are_done_by_the_next_run(batch: Run, table: Table, out: Path) -> None:
    assert batch(table(f"1号,{LOW}", "2号,某局,王某,2026-12-01 09:30,3,yes,mony,无")).code == 7
    before = stamps(out)
    done = batch(table(f"1号,{LOW}", f"2号,{GOOD['high']}"))
    assert done.code == 0
    assert "新做 1，已有 1，没做成 0" in done.out
    assert errors(out) == []
    assert [row["residual"] for row in results(out)] == ["low", "high"]
    assert before.items() <= stamps(out).items()


@pytest.mark.long
def test_papers_left_out_are_made_by_the_next_run(batch: Run, table: Table, out: Path) -> None:
    source = table(f"1号,{LOW}")
    assert batch(source).code == 0
    assert not list(out.glob("*/*.pdf"))
    before = stamps(out)
    assert batch(source, paper=True).code == 0
    assert (out / "1号" / "assessment.pdf").read_bytes().startswith(b"%PDF")
    assert before.items() <= stamps(out).items()


@pytest.mark.long
def test_the_paper_of_a_batch_is_the_paper_of_report(
    batch: Run, run: Run, table: Table, out: Path, tmp_path: Path
) -> None:
    assert batch(table(f"1号,{GOOD['medium']}"), paper=True).code == 0
    assert run("report", out / "1号", "--out", tmp_path / "again.pdf", "--questionnaire", SMALL).code == 0
    assert (tmp_path / "again.pdf").read_bytes() == (out / "1号" / "assessment.pdf").read_bytes()


def test_the_result_of_a_batch_is_the_result_of_assess(
    batch: Run, run: Run, folder: Path, out: Path, tmp_path: Path
) -> None:
    assert batch(folder).code == 0
    alone = tmp_path / "alone"
    alone.mkdir()
    for file in folder.iterdir():
        done = run(
            "assess", "--answers", file, "--out", alone, "--questionnaire", SMALL, "--no-pdf", "--json"
        )
        number = done.json["case_number"]
        assert (alone / number / "answers.yaml").read_bytes() == (out / number / "answers.yaml").read_bytes()
        (row,) = (r for r in results(out) if r["case_number"] == number)
        assert row["initial"] == done.json["grade"]["initial"]


@pytest.mark.long
def test_300_rows_run_through(batch: Run, table: Table, out: Path) -> None:
    grades = list(GOOD)
    source = table(*(f"{i:03}号,{GOOD[grades[i % 4]]}" for i in range(300)))
    done = batch(source, jobs=2)
    assert (done.code, done.err) == (0, "")
    found = results(out)
    assert [row["case_number"] for row in found] == [f"{i:03}号" for i in range(300)]
    assert [row["residual"] for row in found] == [grades[i % 4] for i in range(300)]
    assert len(list(out.glob("*/assessment.json"))) == 300


class Running:
    """A batch that was started in a session of its own, as on a terminal."""

    def __init__(
        self, source: Path, out: Path, home: Path, jobs: int, *, before: Callable[[], object] | None = None
    ) -> None:
        command = ["batch", source, "--out", out, "--questionnaire", SMALL, "--no-pdf", "--jobs", str(jobs)]
        self.out = out
        self.child = subprocess.Popen(
            [str(YANPAN), *map(str, command)], env=environment(home), cwd=home, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True,
            preexec_fn=before,
        )  # fmt: skip

    def until(self, happened: Callable[[], bool]) -> None:
        """Look again and again until it happened; a minute at most."""
        end = time.monotonic() + 60
        while not happened():
            assert self.child.poll() is None, self.child.communicate()
            assert time.monotonic() < end

    def cases(self) -> int:
        return sum(1 for path in self.out.iterdir() if path.is_dir() and not path.name.startswith("."))

    def worker_ids(self) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(self.child.pid)], capture_output=True, text=True).stdout
        return [int(number) for number in found.split()]

    def interrupt(self) -> tuple[int, str, str]:
        """Ctrl-C: the signal reaches every process of the session."""
        os.killpg(self.child.pid, signal.SIGINT)
        said, told = self.child.communicate(timeout=60)
        return self.child.returncode, said, told


@pytest.fixture
def many(tmp_path: Path) -> Path:
    source = tmp_path / "many.csv"
    lines = [HEADER, *(f"{i:04}号,{LOW}" for i in range(1500))]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_batch_keeps_what_is_done_and_goes_on(
    jobs: int, many: Path, batch: Run, out: Path, home: Path
) -> None:
    running = Running(many, out, home, jobs)
    running.until(lambda: running.cases() >= 5)
    code, said, told = running.interrupt()
    assert code == 130
    assert "Traceback" not in told
    assert "yanpan：已中断" in told
    assert "怎么办：" in told
    listed = {row["case_number"] for row in results(out)}
    assert 1 <= len(listed) < 1500
    standing = {path.name for path in out.iterdir() if path.is_dir()}
    assert listed <= standing
    for case in standing:
        assert sorted(p.name for p in (out / case).iterdir()) == ["answers.yaml", "assessment.json"]
    before = stamps(out)

    rest = many.with_name("rest.csv")
    rest.write_text(
        "".join(many.read_text(encoding="utf-8").splitlines(keepends=True)[: len(standing) + 6]),
        encoding="utf-8",
    )
    done = batch(rest, jobs=2)
    assert (done.code, done.err) == (0, "")
    assert before.items() <= stamps(out).items()
    assert len(results(out)) == len(standing) + 5
    assert {row["state"] for row in results(out)} == {"新做", "已有"}


def test_an_interrupt_while_workers_start_tells_one_message(many: Path, out: Path, home: Path) -> None:
    running = Running(many, out, home, 2)
    running.until(lambda: len(running.worker_ids()) >= 2)
    code, _, told = running.interrupt()
    assert code == 130
    assert "Traceback" not in told
    assert told.count("yanpan：") == 1


def test_a_batch_in_the_background_does_not_hear_ctrl_c(many: Path, out: Path, home: Path) -> None:
    """As a shell starts `yanpan batch … &`: the Ctrl-C that ends another program leaves this one be."""
    few = many.with_name("few.csv")
    few.write_text(
        "".join(many.read_text(encoding="utf-8").splitlines(keepends=True)[:101]), encoding="utf-8"
    )
    running = Running(few, out, home, 2, before=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    running.until(lambda: running.cases() >= 5)
    code, _, told = running.interrupt()
    assert (code, told) == (0, "")
    assert len(results(out)) == 100


@pytest.mark.long
def test_a_killed_batch_goes_on(many: Path, batch: Run, out: Path, home: Path) -> None:
    running = Running(many, out, home, 2)
    running.until(lambda: running.cases() >= 5)
    os.killpg(running.child.pid, signal.SIGKILL)
    running.child.communicate(timeout=60)
    assert not (out / "results.csv").exists()
    for case in (p for p in out.iterdir() if not p.name.startswith(".")):
        assert sorted(p.name for p in case.iterdir()) == ["answers.yaml", "assessment.json"]
    few = many.with_name("few.csv")
    few.write_text("".join(many.read_text(encoding="utf-8").splitlines(keepends=True)[:21]), encoding="utf-8")
    assert batch(few).code == 0
    assert len(results(out)) == 20


@pytest.mark.long
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_is_killed_costs_no_row(jobs: int, many: Path, out: Path, home: Path) -> None:
    """The system ends workers for want of memory, again and again: others do the rows that these had in hand."""
    some = many.with_name("some.csv")
    some.write_text(
        "".join(many.read_text(encoding="utf-8").splitlines(keepends=True)[:301]), encoding="utf-8"
    )
    running = Running(some, out, home, jobs)
    for cases in (5, 60, 120):
        running.until(lambda: running.cases() >= cases)  # noqa: B023 — called at once
        for worker in running.worker_ids():
            os.kill(worker, signal.SIGKILL)
    _, told = running.child.communicate(timeout=240)
    assert (running.child.returncode, told) == (0, "")
    assert [row["case_number"] for row in results(out)] == [f"{i:04}号" for i in range(300)]
    assert errors(out) == []


def test_rows_that_no_worker_survives_are_told_and_the_batch_ends(many: Path, out: Path, home: Path) -> None:
    """Workers are killed as soon as they are seen: rows done stand in one table, all others in the other."""
    few = many.with_name("few.csv")
    few.write_text("".join(many.read_text(encoding="utf-8").splitlines(keepends=True)[:9]), encoding="utf-8")
    running = Running(few, out, home, 2)
    while running.child.poll() is None:
        for worker in running.worker_ids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
    _, told = running.child.communicate(timeout=60)
    assert "Traceback" not in told
    done, lost = results(out), errors(out)
    assert sorted(int(row["row"]) for row in done + lost) == list(range(2, 10))
    assert all("工作进程" in row["what"] and row["remedy"] for row in lost)
    assert running.child.returncode == (7 if lost else 0)


def test_the_tables_can_be_read_by_a_plain_csv_reader(batch: Run, table: Table, out: Path) -> None:
    batch(table(f"1号,{LOW}", "2号,x,x,x,x,x,x,x"))
    for name in ("results.csv", "errors.csv"):
        with (out / name).open(encoding="utf-8-sig", newline="") as file:
            assert len({len(line) for line in csv.reader(file)}) == 1


@pytest.mark.long
def test_what_a_batch_replaces_is_named_and_no_row_of_the_same_answers_fails(
    batch: Run, run: Run, folder: Path, out: Path
) -> None:
    """Whoever replaced it: what it superseded is no answer."""
    (file, *others) = sorted(folder.iterdir())
    for other in others:
        other.unlink()
    assert batch(folder).code == 0
    (case,) = (Path(row["folder"]) for row in results(out))
    first = open_case(case).digest
    time.sleep(1.1)  # What was made in the second in which a batch begins may be its own.
    assert batch(folder, "--replace").code == 0
    second = open_case(case)
    assert second.assessment.supersedes == first
    again = ("assess", "--answers", file, "--out", out, "--questionnaire", SMALL, "--no-pdf", "--replace")
    assert run(*again).code == 0
    assert open_case(case).assessment.supersedes == second.digest
    done = batch(folder)
    assert done.code == 0
    assert "新做 0，已有 1，没做成 0" in done.out
    kept = {open_case(path).digest for path in out.glob(f"{case.name}（原*）")}
    assert kept == {first, second.digest}


def test_what_this_batch_replaced_it_does_not_replace_again(folder: Path, out: Path) -> None:
    """As after a worker that was killed right after it wrote, whose rows another one does."""
    form = compile_form(load_questionnaire(SMALL))
    file = sorted(folder.iterdir())[0]
    document, lines = load_document(file, name=file.name)
    now = datetime.now(UTC).replace(microsecond=0)
    for started, kept in ((now, 0), (now, 0), (now + timedelta(days=1), 1), (now, 1)):
        job = Job(form, out, paper=False, replace=True, started=started)
        assert do_row(job, Row(1, file.name, document, lines=lines)).errors == ()
        assert len(list(out.glob("*（原*）"))) == kept
