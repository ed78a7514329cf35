"""Many runs in one process, for tests that want hundreds: command lines come in as JSON, how each ended goes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

from program import Done, environment

_BOUND = "-dac_override,-dac_read_search"
HELD = ["setpriv", f"--bounding-set={_BOUND}", f"--inh-caps={_BOUND}"] if os.geteuid() == 0 else []
"""For root: without the right to enter what is closed."""


def many(
    lines: Sequence[Sequence[str | Path]], home: Path, *, held: bool = False, cwd: Path | None = None
) -> Iterator[tuple[str, Done]]:
    """Run them all, each as `yanpan …` with that home; `held` without root's right to enter what is closed."""
    runs = [{"arguments": list(map(str, line)), "home": str(home)} for line in lines]
    outer = cwd or home.parent / "outer"
    outer.mkdir(exist_ok=True)
    done = subprocess.run(
        [*(HELD if held else []), sys.executable, __file__],
        input=json.dumps(runs).encode(), capture_output=True, timeout=200, cwd=outer, env=environment(outer),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    for line, (code, out, err) in zip(lines, json.loads(done.stdout), strict=True):
        yield " ".join(map(str, line)), Done(code, out, err)


def one(arguments: list[str], home: str) -> tuple[int, str, str]:
    from yanpan.commands.main import run

    sys.argv, os.environ["YANPAN_HOME"] = ["yanpan", *arguments], home
    out, err = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")
    code: object = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            run()
        except SystemExit as end:
            code = end.code or 0
    for stream in (out, err):
        stream.flush()
    said = [stream.buffer.getvalue().decode() for stream in (out, err) if isinstance(stream.buffer, BytesIO)]
    return int(str(code)), said[0], said[1]


if __name__ == "__main__":
    runs = json.load(sys.stdin)
    sys.stdout.write(json.dumps([one(item["arguments"], item["home"]) for item in runs]))
