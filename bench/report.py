"""Papers of three lengths: warm, cold, by two processes, in memory; beside Chromium and Typst with the same texts.

`python -m bench.report worker SIZE COUNT` is what the two processes run.
"""

from __future__ import annotations

import html.parser
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import msgspec

from bench.cases import AT, NUMBER, answers, form
from bench.measure import (
    PYTHON,
    YANPAN,
    Line,
    Timing,
    fresh_home,
    milliseconds,
    process,
    ratio,
    table,
)
from yanpan.answers import read_answers
from yanpan.answers.load import render_answers
from yanpan.answers.model import Answers
from yanpan.assessment import Assessment, assess, encode
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.questionnaire.model import Grade
from yanpan.report import render_html, render_pdf

WARM, COLD = 5, 3
PROCESSES = 2
A_RATE = {"short": 24, "middle": 12, "long": 8}
"""Papers that each of the processes sets."""

TEMPLATES = data_folder("report_templates")
AIMS = {"short": "≤ 180 ms", "long": "≤ 700 ms"}
RATE_AIMS = {"short": "≥ 10/s", "long": "≥ 2.5/s"}

COLD_TYPST = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], "
    "ignore_system_fonts=True, pdf_standards='a-3a')"
)


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock, and of the processors: what a busy machine does not lengthen."""

    wall: Timing
    cpu: float


def in_turns(sides: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Taken]:
    """As `bench.measure.in_turns`, with the seconds of the processors, those of children that have ended too."""
    walls: dict[str, list[float]] = {name: [] for name in sides}
    cpus: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, call in sides.items():
            start, used = perf_counter(), _cpu()
            call()
            if number:
                walls[name].append(perf_counter() - start)
                cpus[name].append(_cpu() - used)
    return {n: Taken(Timing(min(walls[n]), median(walls[n])), median(cpus[n])) for n in sides}


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


@cache
def worked() -> list[tuple[Answers, Assessment]]:
    """All worked cases of the questionnaire, those with the least to say first."""
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    answered = [
        read_answers(merged(case, files, lines) | {"case_number": NUMBER}, form())
        for case, lines in files.values()
    ]
    judged = [(item, assess(form(), item, AT)) for item in answered]
    return sorted(judged, key=lambda pair: len(encode(pair[1])))


def given(size: str) -> Answers:
    """A worked case in the short form; the one of the shortest long form; a bad demolition."""
    if size == "long":
        return answers(Grade.PROHIBITED)
    return next(item for item, judged in worked() if judged.short_form is (size == "short"))


SIZES = ("short", "middle", "long")


def made(size: str, number: str = NUMBER) -> Assessment:
    return assess(form(), msgspec.structs.replace(given(size), case_number=number), AT)


def ours(assessment: Assessment) -> bytes:
    return render_pdf(assessment, encode(assessment)).pdf


def pages(pdf: bytes) -> int:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


class _Typst(html.parser.HTMLParser):
    """The texts of a paper as a Typst document: paragraphs, headings, and tables of as many columns as the HTML has.

    No head, colours, pictures, signature fields or attachment: it is a yardstick, not the paper.
    """

    def __init__(self) -> None:
        super().__init__()
        self.parts = [
            '#set page(paper: "a4", margin: 22mm)\n#set text(font: ("Yanpan Fang", "Yanpan Song"), size: 10pt, '
            'lang: "zh")\n#set document(title: "t", date: datetime(year: 2026, month: 11, day: 24))\n'
        ]
        self.text = ""
        self.cells: list[tuple[str, int]] | None = None
        self.columns = 0
        self.span = 1
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("head", "svg"):
            self.hidden += 1
        elif tag == "table":
            self.flush()
            self.cells, self.columns = [], 0
        elif tag == "col":
            self.columns += 1
        elif tag in ("td", "th"):
            self.text, self.span = "", int(said.get("colspan") or 1)
        elif tag in ("p", "h1", "h2", "div", "caption") and self.cells is None:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("head", "svg"):
            self.hidden -= 1
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append((self.text, self.span))
            self.text = ""
        elif tag == "table" and self.cells is not None:
            cells = ", ".join(f"table.cell(colspan: {span}, {_literal(text)})" for text, span in self.cells)
            self.parts.append(f"#table(columns: ({'1fr, ' * self.columns}), inset: 3pt, {cells})\n")
            self.cells = None
        elif tag in ("p", "h1", "h2", "caption") and self.cells is None:
            self.flush("= " if tag in ("h1", "h2") else "")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text += data.strip()

    def flush(self, mark: str = "") -> None:
        if self.text and self.cells is None:
            self.parts.append(f"{mark}#{_literal(self.text)}\n\n")
        self.text = ""


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def typst_source(assessment: Assessment) -> str:
    reader = _Typst()
    reader.feed(render_html(assessment))
    return "".join(reader.parts)


def web_page(assessment: Assessment) -> str:
    """The very HTML and style sheet of the paper, with the fonts named for a browser."""
    files = {
        "Fang": "fang.otf",
        "Song": "song.otf",
        "Title": "title.otf",
        "Hei": "hei.otf",
        "Kai": "kai.ttf",
    }
    faces = "".join(
        f'@font-face {{ font-family: "Yanpan {name}"; src: url("{(TEMPLATES / "fonts" / file).as_uri()}") }}\n'
        for name, file in files.items()
    )
    css = (TEMPLATES / "paper.css").read_text(encoding="utf-8")
    return render_html(assessment).replace("</head>", f"<style>{faces}{css}</style></head>")


def warm(size: str) -> tuple[dict[str, Taken], int, int]:
    """Seconds a paper in a process that has made one before, each time of another case number; and the pages."""
    import typst

    numbers = count(1)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(TEMPLATES / "fonts")]
    )
    new = [made(size, f"测速〔2026〕{next(numbers)}号") for _ in range(WARM + 2)]
    sources = iter([typst_source(item).encode() for item in new])
    mine = iter(new)

    def theirs() -> bytes:
        compiler: Any = typst.Compiler({"main.typ": next(sources)}, font_paths=fonts)  # type: ignore[type-var]
        return bytes(compiler.compile(format="pdf", pdf_standards="a-3a"))

    found = in_turns({"yanpan": lambda: ours(next(mine)), "typst": theirs}, WARM)
    return found, pages(ours(next(mine))), pages(theirs())


def cold(folder: Path, size: str) -> dict[str, Taken]:
    """Seconds a whole process: from the answers file for yanpan, from the ready HTML or source for the others."""
    home = fresh_home()
    file, page, source = folder / "answers.yaml", folder / "page.html", folder / "main.typ"
    file.write_text(render_answers(given(size), form()), encoding="utf-8")
    page.write_text(web_page(made(size)), encoding="utf-8")
    source.write_text(typst_source(made(size)), encoding="utf-8")
    passphrase = folder / "passphrase.txt"
    passphrase.write_text("only for measuring")
    passphrase.chmod(0o600)
    key = ("--out", str(folder), "--passphrase-file", str(passphrase))
    process(YANPAN, "keys", "trial", *key, environment=home)()
    (trial,) = folder.glob("*.p12")
    signed = ("--sign-as", "officer", "--key", str(trial), "--passphrase-file", str(passphrase))
    numbers = count(1)

    def press(*more: str) -> Callable[[], None]:
        return lambda: process(
            *(YANPAN, "assess", "--answers", str(file), "--out", str(folder)),
            *("--case-number", f"测速{next(numbers)}号", *more),
            environment=home,
        )()

    sides = {
        "typst": process(PYTHON, "-c", COLD_TYPST, str(source), str(folder / "typst.pdf"), str(TEMPLATES / "fonts")),
        "yanpan assess --no-pdf": press("--no-pdf"),
        "yanpan assess": press(),
        "yanpan assess --sign-as": press(*signed),
    }  # fmt: skip
    if chromium := shutil.which("chromium"):
        profile = f"--user-data-dir={folder / 'profile'}"
        sides["chromium"] = process(
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", profile),
            *(f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri()),
        )
    found = in_turns(sides, COLD)
    for name in ("typst", "chromium"):
        if name in sides and not (folder / f"{name}.pdf").stat().st_size:
            raise RuntimeError(f"{name} has written nothing")
    return found


def after_interview(size: str) -> None:
    """As `yanpan assess --sign-as` does it in a terminal: key and press stand ready, then the last answer is given.

    Prints the seconds from there to the signed paper.
    """
    from yanpan.keys import Passphrase, make_trial_identity
    from yanpan.report import Press
    from yanpan.signature import sign_pdf

    passphrase = Passphrase(b"only for measuring")
    with tempfile.TemporaryDirectory(prefix="yanpan-bench-") as folder:
        key = Path(folder) / "key.p12"
        identity = make_trial_identity(key, name="张某", passphrase=passphrase, now=AT).identity
    with Press() as press:
        press.print(made("short"))
        start = perf_counter()
        paper = press.print(made(size)).pdf
        sign_pdf(paper, role="officer", identity=identity, reason="同意", at=AT)
        print(perf_counter() - start)


def interviewed(size: str) -> list[float]:
    """Seconds, each in a process of its own, the least first."""
    command = [PYTHON, "-m", "bench.report", "after", size]
    return sorted(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(COLD))


def worker(size: str, papers: int) -> None:
    """Makes one paper, waits for a line, makes the others."""
    new = [made(size, f"测速〔2026〕{number}号") for number in range(papers + 1)]
    ours(new.pop())
    print("ready", flush=True)
    sys.stdin.readline()
    for item in new:
        ours(item)
    print("done", flush=True)


def rate(size: str) -> float:
    """Papers a second by two processes that are warm."""
    command = [PYTHON, "-m", "bench.report", "worker", size, str(A_RATE[size])]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    for child in running:
        _expect(child, "ready")
    start = perf_counter()
    for child in running:
        assert child.stdin is not None  # noqa: S101
        child.stdin.write("\n")
        child.stdin.flush()
    for child in running:
        _expect(child, "done")
    taken = perf_counter() - start
    for child in running:
        child.communicate()
    return PROCESSES * A_RATE[size] / taken


def _expect(child: subprocess.Popen[str], word: str) -> None:
    assert child.stdout is not None  # noqa: S101
    if child.stdout.readline().strip() != word:
        raise RuntimeError(f"a worker did not say {word}")


def peak(size: str) -> float:
    """Megabytes that a process held at most which made eight papers one after the other."""
    command = [PYTHON, "-m", "bench.report", "worker", size, "8"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert child.stdin is not None  # noqa: S101
    child.stdin.write(b"\n")
    child.stdin.close()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024


def figures() -> list[Line]:
    lines = []
    for size in SIZES:
        found, mine, theirs = warm(size)
        lines.append(
            _line(f"{mine} p. warm: yanpan", found["yanpan"], found["typst"], "typst", AIMS.get(size, ""))
        )
        lines.append(_line(f"{mine} p. warm: typst, same texts ({theirs} p.)", found["typst"]))
        papers = f"{rate(size):.1f}/s"
        lines.append(
            Line(f"{mine} p. warm: {PROCESSES} processes of yanpan", "", papers, "", RATE_AIMS.get(size, ""))
        )
        lines.append(Line(f"{mine} p. warm: peak memory of a process", "", f"{peak(size):.0f} MB"))
        taken = interviewed(size)
        aim = "≤ 1200 ms" if size == "long" else ""
        lines.append(
            Line(
                f"{mine} p. after an interview, answers to signed paper",
                milliseconds(taken[0]),
                milliseconds(taken[len(taken) // 2]),
                "",
                aim,
            )
        )
        with tempfile.TemporaryDirectory(prefix="yanpan-bench-") as folder:
            sides = cold(Path(folder), size)
        base = sides.get("chromium")
        lines += [
            _line(
                f"{mine} p. cold: {name}",
                used,
                base if name.startswith("yanpan") else None,
                "chromium",
                _cold_aim(name, size),
            )
            for name, used in sides.items()
        ]
    return lines


def _cold_aim(name: str, size: str) -> str:
    if name == "yanpan assess":
        return "< 1× chromium"
    return "≤ 2000 ms" if name.endswith("--sign-as") and size == "long" else ""


def _line(what: str, taken: Taken, base: Taken | None = None, name: str = "", aim: str = "") -> Line:
    against = f"CPU {milliseconds(taken.cpu)}"
    if base:
        against += f"; {ratio(taken.wall.median, base.wall.median)} {name}, CPU {ratio(taken.cpu, base.cpu)}"
    return Line(what, milliseconds(taken.wall.least), milliseconds(taken.wall.median), against, aim)


if __name__ == "__main__":
    os.umask(0o077)
    if sys.argv[1:2] == ["worker"]:
        worker(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1:2] == ["after"]:
        after_interview(sys.argv[2])
    else:
        print(f"load {os.getloadavg()[0]:.1f}")
        print(table(f"papers, {WARM} warm rounds, {COLD} cold", figures()))
        print(f"load {os.getloadavg()[0]:.1f}")
