"""No attack is judged valid, crashes or hangs the judge, or makes it touch the disk or the network."""

from __future__ import annotations

import signal
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from attacks import ATTACKS, FORGERIES, GROUPS
from attacks_cms import changed
from attacks_table import beliefs, built, names, row_of, table, verify, watched
from authorities import lists
from long_term_papers import all_signed, judged_at

from yanpan.data import data_folder
from yanpan.verification import verify_pdf

BOUND = 60.0
"""Seconds, as for one file of many (`verify_many`). A guard against hanging, no measure of speed."""

MODULES = [
    Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")
]
OWN = [Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), data_folder("report_templates").resolve()]
PROGRAM = Path(__file__).resolve().parents[2] / "cli"


def may_be_opened(place: str) -> bool:
    """Python's modules, this program's, and the data that come with it: fonts and templates."""
    path = Path(place).resolve()
    return any(path.is_relative_to(folder) for folder in (*MODULES, *OWN, PROGRAM)) or not place


class Hangs(BaseException):
    """No `Exception`: the judge takes those for a broken file."""


@contextmanager
def no_hang() -> Iterator[None]:
    """Break off what does not end: a test that hangs would stop all tests after it."""

    def stop(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, BOUND)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.long(one_in=96, kind=lambda name: (ATTACKS | FORGERIES)[name].group)
@pytest.mark.parametrize("name", names())
def test_no_attack_is_valid_hangs_or_touches_anything_and_the_table_tells_the_verdict(name: str) -> None:
    pdf, given = built(name)
    # Printing anew asks the machine for fonts, whatever the paper is: that is not watched.
    told = beliefs(given) | {"render": None}
    with watched() as touched, no_hang():
        assert verify_pdf(pdf, **told).verdict != "valid"
    assert [item for item in touched if item[0] != "open" or not may_be_opened(item[1])] == []
    verification = verify(pdf, given)
    assert verification.verdict != "valid"
    row = row_of(name, verification)
    assert row in table(), f"run scripts/build-attack-table: {row}"


@pytest.mark.parametrize("signed_again", [False, True])
def test_a_cms_taken_apart_and_put_together_is_still_valid(signed_again: bool) -> None:
    """What the attacks on the CMS begin with."""
    pdf = changed(lambda _: None, signed_again=signed_again)
    assert verify(pdf, {"crls": lists()}).verdict == "valid"


def test_the_hook_sees_what_a_reader_must_not_do(tmp_path: Path) -> None:
    import socket
    import subprocess

    (tmp_path / "secret").write_text("x")
    with watched() as touched:
        (tmp_path / "secret").read_text()
        subprocess.run(["true"], check=True)
        with socket.socket() as wire, pytest.raises(ConnectionError):
            wire.connect(("127.0.0.1", 9))
    events = {event for event, _ in touched}
    assert {"open", "subprocess.Popen", "socket.connect"} <= events
    assert not may_be_opened(str(tmp_path / "secret"))


def test_the_table_has_one_row_for_each_attack_in_its_group() -> None:
    listed = {**ATTACKS, **FORGERIES}
    assert [(row.group, row.words) for row in table()] == [
        (listed[name].group, listed[name].words) for name in names()
    ]
    assert len(names()) == len(listed)
    assert {item.group for item in listed.values()} == set(GROUPS)


def test_the_paper_that_is_attacked_is_valid() -> None:
    assert judged_at(all_signed()).verdict == "valid"
