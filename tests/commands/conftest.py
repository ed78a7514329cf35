"""A home, a folder for cases, and cases made once for the tests that only read them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from program import (
    ANSWERS,
    NUMBER,
    PASSPHRASE,
    SMALL,
    Done,
    FullFolder,
    Keys,
    Run,
    Stamps,
    limit_file_size,
    yanpan,
)


@pytest.fixture
def home(tmp_path: Path, read_before: Path) -> Path:
    """The home of somebody who has used yanpan before: its questionnaires are read and checked (`test_remembered`)."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "cache").symlink_to(read_before, target_is_directory=True)
    return folder


@pytest.fixture(scope="session")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where cases go. It holds something already, so that a refusal that tidies too much is seen."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "别的文件.txt").write_text("不要动我", encoding="utf-8")
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    """`run("assess", …)` is the program with its own home."""
    return partial(yanpan, home=home)


@pytest.fixture
def assess(run: Run, out: Path) -> Run:
    """Assess an answers file against the small questionnaire, without paper unless `paper=True`."""

    def assess(answers: Path | str, *more: str | Path, paper: bool = False, **options: object) -> Done:
        file = ANSWERS / answers if isinstance(answers, str) else answers
        extra = [] if paper else ["--no-pdf"]
        return run(
            "assess", "--answers", file, "--out", out, "--questionnaire", SMALL, *extra, *more, **options
        )

    return assess


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    passphrase = folder / "passphrase.txt"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    passphrase.chmod(0o600)
    made = []
    for name in ("张某", "李某"):
        done = yanpan(
            "keys", "trial", "--name", name, "--out", folder, "--passphrase-file", passphrase, "--json",
            home=folder,
        )  # fmt: skip
        assert done.code == 0, done
        made.append(done.json)
    officer, head = made
    return Keys(
        Path(officer["key"]), Path(head["key"]), passphrase, (Path(officer["root"]), Path(head["root"]))
    )


@pytest.fixture
def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stamps]:
    """A time-stamping service that goes by the machine's clock, as the program does."""
    from authorities import Authority, stamp_server

    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    authority = Authority("今天的时间戳根", begins=now - timedelta(days=1))
    root, lists = tmp_path / "时间戳根.pem", tmp_path / "吊销列表"
    root.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    lists.mkdir()
    (lists / "now.crl").write_bytes(authority.crl(now))
    with stamp_server(authority) as service:
        service.clock = now
        address = service.url.removeprefix("http://").partition("/")[0]
        monkeypatch.setenv("TEST_MAY_REACH", f"{address} 127.0.0.1:9")
        yield Stamps(service.url, root, lists, authority)


@pytest.fixture(scope="session")
def _papers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Case folders with paper, made once a grade and never changed."""
    made: dict[str, Path] = {}

    def paper(grade: str) -> Path:
        if grade not in made:
            folder = tmp_path_factory.mktemp(grade)
            done = yanpan(
                "assess", "--answers", ANSWERS / f"{grade}.yaml", "--out", folder, "--questionnaire", SMALL,
                home=folder,
            )  # fmt: skip
            assert done.code == 0, done
            made[grade] = folder / NUMBER
        return made[grade]

    return paper


@pytest.fixture
def case(_papers: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """`case("high")` is a fresh copy of a case folder with its unsigned paper."""
    return lambda grade: _copy(_papers(grade), tmp_path / f"case-{grade}")


@pytest.fixture(scope="session")
def _signed_medium(
    _papers: Callable[[str], Path], keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = _copy(_papers("medium"), tmp_path_factory.mktemp("signed"))
    sign = ("sign", folder, "--as", "officer", "--key", keys.officer)
    done = yanpan(*sign, "--passphrase-file", keys.passphrase, home=folder.parent)
    assert done.code == 0, done
    return folder


@pytest.fixture
def signed(_signed_medium: Path, tmp_path: Path) -> Path:
    """A fresh copy of a medium case that its officer has signed."""
    return _copy(_signed_medium, tmp_path / "signed")


def _copy(folder: Path, into: Path) -> Path:
    """A copy so deep that no other test's copy of the same record is near it: one of them may be an old version there."""
    return Path(shutil.copytree(folder, into / "2026" / "11" / "27" / NUMBER))


def _mount(folder: Path, options: str) -> bool:
    """Whether a small file system could be mounted there; only root may."""
    return (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True
        ).returncode
        == 0
    )


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody can write into, root neither."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    if _mount(folder, "ro"):
        yield folder
        subprocess.run(["umount", folder], check=True)
    elif os.geteuid() == 0:
        # Root without the right to mount: the kernel's own folder takes no files from anyone.
        yield Path("/sys/kernel")
    else:
        folder.chmod(0o500)
        yield folder


@pytest.fixture
def full_folder(tmp_path: Path) -> Iterator[FullFolder]:
    folder = tmp_path / "full"
    folder.mkdir()
    if _mount(folder, "size=12k,mode=0700"):
        yield FullFolder(folder, None)
        subprocess.run(["umount", folder], check=True)
    else:
        yield FullFolder(folder, limit_file_size)
