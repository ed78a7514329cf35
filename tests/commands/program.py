"""The real program as a person runs it: a process with its own home, its exit code and what it said."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warm import warm

HERE = Path(__file__).parent
YANPAN = Path(sys.executable).parent / "yanpan"
SMALL = HERE / "questionnaire"
"""A questionnaire of nine questions that changes only with these tests."""

ANSWERS = HERE / "answers"
NUMBER = "测执〔2026〕1号"
PASSPHRASE = "一句只有测试知道的口令"  # noqa: S105 — it opens nothing but trial keys of one test run

_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,.]+[A-Za-z]{2,}){2,}")
"""Three English words in a row are a sentence that nobody translated."""


@dataclass(frozen=True, repr=False)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str

    def __repr__(self) -> str:
        return f"exit {self.code}\nout: {self.out[:600]}\nerr: {self.err[:2000]}"

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


Run = Callable[..., Done]


def environment(home: Path, **more: str) -> dict[str, str]:
    """A plain environment: no colour settings, no settings of the person who runs the tests, no network but for a
    service that the test itself runs.
    """
    kept = ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "SYSTEMROOT", "TMPDIR", "TEST_MAY_REACH")
    plain = {name: os.environ[name] for name in kept if name in os.environ}
    return plain | {
        "HOME": str(home), "YANPAN_HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(HERE / "guard"),
    } | more  # fmt: skip


def yanpan(
    *arguments: str | Path,
    home: Path,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    before: Callable[[], None] | None = None,
    pass_fds: Sequence[int] = (),
) -> Done:
    """Run `yanpan ARGUMENTS` to its end, without a terminal."""
    if env is None and before is None and not pass_fds and "TEST_MAY_REACH" not in os.environ:
        plain = environment(home)
        code, out, err = warm(plain).run([*map(str, arguments)], cwd or home, plain, 120)
        return Done(code, out.decode(), err.decode())
    done = subprocess.run(
        [str(YANPAN), *map(str, arguments)],
        cwd=cwd or home,
        # A limited process must not write bytecode: what it cut off would break every run after it.
        env=environment(home, **({"PYTHONDONTWRITEBYTECODE": "1"} if before else {}), **(env or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        preexec_fn=before,
        pass_fds=pass_fds,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def listing(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder, hidden things too: path → content, None for a folder.

    Lock files stay out: taking one away while another process opens it would let both in.
    """
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.name != ".lock"
    }


def check_message(err: str) -> None:
    """One message, in Chinese, that ends with what to do; never a traceback."""
    assert "Traceback" not in err
    assert len(re.findall(r"^yanpan：", err, re.MULTILINE)) == 1, err
    assert err.startswith("yanpan："), err
    assert "怎么办：" in err, err
    without_names = re.sub(r"“[^”]*”|\S*/\S*|yanpan [a-z -]+", "", err)
    assert not _ENGLISH.search(without_names), err


def check_refused(done: Done, *, code: int = 3, says: str | Sequence[str] = ()) -> None:
    """Refused with this code and one message that `says` these words; on standard output at most the same as JSON."""
    assert done.code == code, done
    if done.out:
        error = done.json["error"]
        assert error["exit_code"] == code, done
        assert error["code"], done
        assert error["remedy"] in done.err, done
    check_message(done.err)
    for words in [says] if isinstance(says, str) else says:
        assert words in done.err, done.err


@dataclass(frozen=True)
class Keys:
    """Trial identities with their passphrase file and roots."""

    officer: Path
    head: Path
    passphrase: Path
    roots: tuple[Path, Path]

    def trust(self) -> list[str]:
        return [word for root in self.roots for word in ("--trust", str(root))]


@dataclass(frozen=True)
class Stamps:
    """A time-stamping service on this machine, its root, and a folder with its revocation list."""

    url: str
    root: Path
    lists: Path
    authority: Any

    def options(self) -> list[str]:
        return ["--tsa", self.url, "--trust", str(self.root), "--crl", str(self.lists)]


@dataclass(frozen=True)
class FullFolder:
    """A folder with room for a few thousand bytes, and what to call in the process before it starts."""

    path: Path
    before: Callable[[], None] | None


def limit_file_size() -> None:
    """In the child: no file may pass 4,000 bytes, as under a quota."""
    # Not on Windows, where it is not called.
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
