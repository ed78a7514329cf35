"""Verifying a whole archive on two cores: many papers in one run, and one paper from the first key to the answer."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from bench.cases import form
from bench.measure import YANPAN, Line, fresh_home, milliseconds, process, ratio, table
from bench.signers import LATER, ROOT, Way, lists, paper, sign, stamp_server, verify_with_pyhanko
from yanpan.questionnaire.model import Grade
from yanpan.verification import ReadersView, ToJudge, verify_many

DIFFERENT = 4
"""Papers that are made of each kind; the others of a run are the same bytes. Nothing is remembered from one to the next."""

CORES = 2
COLD = 5
"""Rounds of one paper in a process of its own."""


@dataclass(frozen=True)
class Kind:
    """One kind of paper: its grade, how many are judged in a run, and what is aimed at."""

    grade: Grade
    files: int
    aim: str
    pages: int
    signers: int

    @property
    def words(self) -> str:
        return f"{self.pages} page(s), {self.signers} signatures"


KINDS = (
    Kind(Grade.LOW, 300, "≥ 550/min on two cores", pages=1, signers=2),
    Kind(Grade.PROHIBITED, 80, "≥ 130/min on two cores", pages=8, signers=6),
)


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock and of the processors, children included."""

    wall: float
    cpu: float


def make(kind: Kind) -> list[ToJudge]:
    """Papers of a kind, every role signed to B-B."""
    made, way = [], Way("b-b")
    with stamp_server() as service:
        for number in range(DIFFERENT):
            pdf, data, roles = paper(kind.grade, f"测速〔2026〕{number + 1}号")
            pages = len(list(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]))
            if (pages, len(roles)) != (kind.pages, kind.signers):
                raise RuntimeError(f"not {kind.words}: {pages} page(s), {len(roles)} signatures")
            for role in roles:
                pdf = sign(pdf, role, way, service)
            made.append(ToJudge(pdf, data))
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


def judge(papers: list[ToJudge], files: int) -> None:
    """What `yanpan verify` does to so many files: signatures, bytes, the record, and each paper set anew."""
    view = ReadersView.of([ROOT.certificate], at=LATER, crls=lists(), questionnaires=(form().questionnaire,))
    reading = [partial(_given, papers[number % len(papers)]) for number in range(files)]
    for found in verify_many(reading, view, jobs=CORES):
        if found.verdict != "valid":
            raise RuntimeError(f"{found.verdict}: {[item.code for item in found.findings]}")


def _given(item: ToJudge) -> ToJudge:
    return item


def many(kind: Kind, papers: list[ToJudge]) -> Line:
    """Papers a minute, their start-up included, against pyHanko's own validation of the same signatures."""
    used = spent(lambda: judge(papers, kind.files))
    way = Way("b-b")
    theirs = spent(lambda: [verify_with_pyhanko(item.pdf, way) for item in papers])
    a_file, alone = used.wall / kind.files, theirs.cpu / len(papers)
    words = (
        f"{60 / a_file:,.0f}/min, {milliseconds(used.cpu / kind.files)} CPU a paper; "
        f"{ratio(used.cpu / kind.files, alone)} pyHanko's validation of the signatures alone ({milliseconds(alone)})"
    )
    label = f"{kind.files} papers, {kind.words}"
    return Line(label, milliseconds(a_file), milliseconds(a_file), words, kind.aim)


def cold(kind: Kind, item: ToJudge, folder: Path) -> Line:
    """One paper by `yanpan verify`, in a process of its own."""
    file = folder / f"{kind.grade.value}.pdf"
    file.write_bytes(item.pdf)
    root, crls = folder / "root.pem", folder / "lists"
    root.write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    crls.mkdir(exist_ok=True)
    for number, crl in enumerate(lists()):
        (crls / f"{number}.crl").write_bytes(crl)
    trust = ("--trust", str(root), "--crl", str(crls), "--at", f"{LATER:%Y-%m-%dT%H:%M}")
    run = process(YANPAN, "verify", str(file), *trust, "--quiet", environment=fresh_home())
    times = sorted(spent(run).wall for _ in range(COLD))
    return Line(f"one paper, {kind.words}, cold", milliseconds(times[0]), milliseconds(times[COLD // 2]), "")


def figures() -> list[Line]:
    lines = []
    with tempfile.TemporaryDirectory(prefix="yanpan-bench-") as name, two_cores():
        for kind in KINDS:
            papers = make(kind)
            lines += [many(kind, papers), cold(kind, papers[0], Path(name))]
    return lines


if __name__ == "__main__":
    os.umask(0o077)
    print(table("an archive", figures()))
