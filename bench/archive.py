"""Verifying a whole archive: `yanpan verify` on a folder of a thousand signed case folders, on two cores."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.serialization import Encoding

from bench.cases import form
from bench.measure import YANPAN, Line, fresh_home, milliseconds, process, table
from bench.signers import LATER, ROOT, Way, lists, paper, sign, stamp_server
from yanpan.questionnaire.model import Grade
from yanpan.verification import ReadersView, ToJudge, verify_many

FILES, REPRINTED = 1000, 100
"""How many case folders are judged without and with setting each paper anew."""

DIFFERENT = 20
"""Papers that are made; the case folders are links to them. Nothing is remembered from one paper to the next."""

GRADES = (Grade.LOW, Grade.MEDIUM, Grade.PROHIBITED)
CORES = 2
AIM = f"≥ 1,000/min, ≤ 120 ms CPU on {CORES} cores"


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock and of the processors, children included."""

    wall: float
    cpu: float


def make_archive(folder: Path) -> list[Path]:
    """Case folders with the papers of all grades, every role signed to B-B."""
    folder.mkdir()
    made, way = [], Way("b-b")
    with stamp_server() as service:
        for number in range(DIFFERENT):
            pdf, data, roles = paper(GRADES[number % len(GRADES)], f"测速〔2026〕{number + 1}号")
            for role in roles:
                pdf = sign(pdf, role, way, service)
            case = folder / f"{number:04}"
            case.mkdir()
            (case / "assessment.pdf").write_bytes(pdf)
            (case / "assessment.json").write_bytes(data)
            made.append(case)
    for number in range(DIFFERENT, FILES):
        case = folder / f"{number:04}"
        case.mkdir()
        for file in made[number % DIFFERENT].iterdir():
            (case / file.name).hardlink_to(file)
        made.append(case)
    return made


@contextmanager
def two_cores() -> Iterator[None]:
    """This process and its children on two cores, where the system can hold them to it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def spent(work: Callable[[], object]) -> Spent:
    """What some work takes, its children too once they have ended."""
    wall, cpu = perf_counter(), _cpu()
    work()
    return Spent(perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def without_reprint(cases: list[Path]) -> None:
    """What `yanpan verify` does to these case folders, but for setting each paper anew."""
    view = ReadersView.of(
        [ROOT.certificate],
        at=LATER,
        crls=lists(),
        questionnaires=(form().questionnaire,),
        reprint=False,
    )
    reading = [lambda case=case: _read(case) for case in cases]
    for found in verify_many(reading, view, jobs=CORES):
        if found.verdict != "valid":
            raise RuntimeError(f"{found.verdict}: {[item.code for item in found.findings]}")


def _read(case: Path) -> ToJudge:
    return ToJudge((case / "assessment.pdf").read_bytes(), (case / "assessment.json").read_bytes())


def reprinted(folder: Path, cases: list[Path]) -> Callable[[], None]:
    """`yanpan verify` on a folder with some of the case folders; it fails unless all are valid."""
    some = folder / "some"
    some.mkdir()
    for case in cases:
        (some / case.name).mkdir()
        for file in case.iterdir():
            (some / case.name / file.name).hardlink_to(file)
    root, crls = folder / "root.pem", folder / "lists"
    root.write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    crls.mkdir()
    for number, crl in enumerate(lists()):
        (crls / f"{number}.crl").write_bytes(crl)
    trust = ("--trust", str(root), "--crl", str(crls), "--at", f"{LATER:%Y-%m-%dT%H:%M}")
    return process(YANPAN, "verify", str(some), *trust, "--quiet", environment=fresh_home())


def line(what: str, files: int, used: Spent, more: str = "") -> Line:
    """Files a minute, and what one costs."""
    a_file = milliseconds(used.wall / files)
    rate = f"{60 * files / used.wall:,.0f}/min, {milliseconds(used.cpu / files)} CPU a file{more}"
    return Line(f"{files:,} case folders, {what}", a_file, a_file, rate, AIM)


def figures() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="yanpan-bench-") as name, two_cores():
        folder = Path(name)
        cases = make_archive(folder / "archive")
        signed = f"{DIFFERENT} different papers"
        quick = spent(lambda: without_reprint(cases))
        whole = spent(reprinted(folder, cases[:REPRINTED]))
        minutes = whole.wall / REPRINTED * 1000 / 60
        return [
            line(f"{signed}, not set anew", FILES, quick),
            line(
                "all of yanpan verify",
                REPRINTED,
                whole,
                f"; 1,000 would take {minutes:.0f} min (extrapolated)",
            ),
        ]


if __name__ == "__main__":
    os.umask(0o077)
    print(table("an archive", figures()))
