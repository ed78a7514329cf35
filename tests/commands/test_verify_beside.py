"""What lies beside a paper: named or judged, and never so much of it that it keeps anybody waiting."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from many_runs import HELD, many
from program import SMALL, Keys, Run

from yanpan.cases import listed_scans
from yanpan.commands.verify_named import MOST_OF_LISTS, Named, not_known
from yanpan.commands.verify_place import with_its_place
from yanpan.commands.verify_where import MOST_LOOKED_THROUGH, like_a_pdf, papers_named
from yanpan.documents import read_plain
from yanpan.errors import InputRefused
from yanpan.findings import Verdict
from yanpan.verification import Verification

OURS = b"%PDF-1.7\n/AFRelationship /Source (assessment.json)\n%%EOF\n"
OTHER = b"%PDF-1.4\n%%EOF\n"
NAMES = string.ascii_lowercase
RECORD = b'{"signers":[{"role":"officer"}]}'
NUMBER = "粤穗执〔2026〕12号"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case folder, as far as a walk can tell."""
    made = tmp_path / "cases" / NUMBER
    made.mkdir(parents=True)
    (made / "assessment.pdf").write_bytes(OURS)
    (made / "assessment.json").write_bytes(RECORD)
    return made


@pytest.fixture
def lists_read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The lists of scans and of evidence that are read, each as often as it is."""
    found: list[Path] = []

    def noted(file: Path, **how: Any) -> bytes:
        if file.name in ("events.jsonl", "scans.json"):
            found.append(file)
        return read_plain(file, **how)

    for room in ("steps_met", "scans"):
        monkeypatch.setattr(f"yanpan.cases.{room}.read_plain", noted)
    return found


def put(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def named(folder: Path) -> tuple[set[Path], Named]:
    """All that is judged beside the case itself, and the case."""
    found = papers_named([folder])
    (case,) = [item for item in found if item.path == folder]
    return {item.path for item in found} - {folder}, case


@pytest.mark.parametrize(
    "name", ["x.pdf", "x.PDF", "x.pdf ", "x．pdf", "x.ｐｄｆ", "x.pdf.", "x.pd\u200bf", "x.pdf\u3000"]
)
def test_what_people_take_for_a_paper_is_looked_at(folder: Path, name: str) -> None:
    assert like_a_pdf(name)
    assert named(folder)[0] == set()
    file = put(folder, name, OURS)
    assert named(folder)[0] == {file}


def test_what_is_called_like_a_scan_is_known_by_a_list_or_named(folder: Path) -> None:
    listed = put(folder, "scans/officer-0123456789ab.pdf", OTHER)
    unlisted = put(folder, "scans/officer-0123456789ac.pdf", OTHER + b"1")
    forged = put(folder, "scans/unit_head-0123456789ab.pdf", OURS)
    evidence = put(folder, "evidence/step-0123456789ab.pdf", OTHER + b"2")
    scan = {
        "role": "officer",
        "file": listed.name,
        "sha256": hashlib.sha256(OTHER).hexdigest(),
        "registered_at": "2026-11-24T10:00:00+08:00",
    }
    (folder / "scans.json").write_text(json.dumps({"version": 1, "scans": [scan]}))
    judged, case = named(folder)
    assert judged == {forged}
    assert set(not_known(case, frozenset())) == {unlisted, evidence}
    taken_in = hashlib.sha256(OTHER + b"1").hexdigest()
    assert set(not_known(case, frozenset({taken_in}))) == {evidence}
    (folder / "scans.json").write_bytes(b"garbage")
    assert set(not_known(named(folder)[1], frozenset())) == {listed, unlisted, evidence}


def listed_scan(data: bytes, **other: str) -> dict[str, str]:
    digest = hashlib.sha256(data).hexdigest()
    given = {"role": "officer", "file": "officer-0123456789ab.pdf", "sha256": digest}
    return given | {"registered_at": "2026-11-24T10:00:00+08:00"} | other


def event(data: bytes, **other: object) -> bytes:
    proof = {"name": "x", "file": "step-0123456789ab.pdf", "sha256": hashlib.sha256(data).hexdigest()}
    given = {
        "version": 1,
        "event": "precondition_met",
        "at": "2026-11-24T10:00:00+08:00",
        "evidence": [proof],
    }
    record = hashlib.sha256(RECORD).hexdigest()
    return json.dumps(given | {"record": record, "precondition": "step"} | other).encode() + b"\n"


@pytest.mark.parametrize("where", ["", "旧版-1/"])
def test_what_looks_like_a_paper_is_judged_whatever_list_knows_it(folder: Path, where: str) -> None:
    scan = put(folder, f"{where}scans/officer-0123456789ab.pdf", OURS)
    evidence = put(folder, f"{where}evidence/step-0123456789ab.pdf", OURS)
    put(folder, f"{where}assessment.json", RECORD)
    put(folder, f"{where}scans.json", json.dumps([listed_scan(OURS)]).encode())
    put(folder, f"{where}events.jsonl", event(OURS))
    assert named(folder)[0] == {scan, evidence}


@pytest.mark.parametrize("where", ["", "旧版-1/"])
def test_a_list_knows_what_it_names_for_this_case_and_nothing_else(folder: Path, where: str) -> None:
    scan = put(folder, f"{where}scans/officer-0123456789ab.pdf", OTHER)
    evidence = put(folder, f"{where}evidence/step-0123456789ab.pdf", b"%PDF-1.7\n/ObjStm\n")
    put(folder, f"{where}assessment.json", RECORD)

    def unknown(scans: dict[str, str], events: bytes) -> set[Path]:
        put(folder, f"{where}scans.json", json.dumps([scans]).encode())
        put(folder, f"{where}events.jsonl", events)
        judged, case = named(folder)
        assert (judged, case.beside.other, case.beside.unclear) == (set(), (), ())
        return set(not_known(case, frozenset()))

    data = evidence.read_bytes()
    good = listed_scan(OTHER), event(data)
    assert unknown(*good) == set()
    assert unknown(listed_scan(OTHER, role="zzz"), good[1]) == {scan}
    assert unknown(listed_scan(OTHER, file="officer-0123456789ac.pdf"), good[1]) == {scan}
    assert unknown(good[0], event(data, record="")) == {evidence}
    assert unknown(good[0], good[1].replace(b"step-0123456789ab", b"step-0123456789ac")) == {evidence}


def test_long_lists_are_read_once(folder: Path, lists_read: list[Path]) -> None:
    for number in range(400):
        put(folder, f"scans/p-{number:012x}.pdf", OTHER + str(number).encode())
        put(folder, f"evidence/p-{number:012x}.pdf", OTHER + str(number).encode())
    line = event(OTHER)
    put(folder, "events.jsonl", line * (4_100_000 // len(line)))
    roles = [f"{a}{b}{c}" for a in NAMES for b in NAMES for c in NAMES][:5000]
    put(folder, "scans.json", json.dumps([listed_scan(b"", role=role, file="") for role in roles]).encode())
    assert len(not_known(named(folder)[1], frozenset())) == 800
    assert sorted(file.name for file in lists_read) == ["events.jsonl", "scans.json"]
    with pytest.raises(InputRefused, match="多于 20 份"):
        listed_scans(folder)


def test_of_the_lists_of_hundreds_of_earlier_versions_so_much_is_read(
    folder: Path, lists_read: list[Path]
) -> None:
    large = put(folder, "large", event(OTHER) * 12_000)
    for number in range(1, 301):
        put(folder, f"旧版-{number}/evidence/p-{number:012x}.pdf", OTHER)
        (folder / f"旧版-{number}" / "assessment.json").write_bytes(RECORD)
        os.link(large, folder / f"旧版-{number}" / "events.jsonl")
    assert len(not_known(named(folder)[1], frozenset())) == 300
    assert 0 < len(lists_read) <= MOST_OF_LISTS // large.stat().st_size + 1


def test_what_was_left_half_done_is_named(folder: Path) -> None:
    put(folder, ".yanpan-0123456789ab/文书.pdf", OURS)
    put(folder, ".案.next.part/assessment.pdf", OURS)
    (folder / ".yanpan-0123456789ac").mkdir()
    judged, case = named(folder)
    assert judged == set()
    assert {path.name for path in case.beside.other} == {".yanpan-0123456789ab", ".案.next.part"}
    put(folder.parent, f".{NUMBER}.next.part/assessment.pdf", OURS)
    left = [item for item in papers_named([folder.parent]) if item.left]
    assert [item.path.name for item in left] == [f".{NUMBER}.next.part"]


def test_what_may_be_a_paper_all_the_same_is_named_as_such(folder: Path) -> None:
    packed = put(folder, "压缩.pdf", b"%PDF-1.7\n<</Type/ObjStm>>\n%%EOF\n")
    large = put(folder, "大.pdf", OTHER)
    os.truncate(large, 51 * 1024 * 1024)
    plain = put(folder, "证据.pdf", OTHER)
    judged, case = named(folder)
    assert (judged, set(case.beside.unclear), case.beside.other) == (set(), {packed, large}, (plain,))


def test_of_thousands_of_links_to_a_large_file_so_much_is_read(folder: Path) -> None:
    large = put(folder, "0.pdf", b"")
    os.truncate(large, 49 * 1024 * 1024)
    for number in range(1, 1500):
        os.link(large, folder / f"{number}.pdf")
    _, case = named(folder)
    read = len(case.beside.other) * 49 * 1024 * 1024
    assert 0 < read <= MOST_LOOKED_THROUGH
    assert len(case.beside.other) + len(case.beside.unclear) == 1500


def told(item: Named) -> dict[str, str]:
    verification = Verification(verdict=Verdict.VALID, findings=(), case_number=NUMBER)
    return {f.code: f.words for f in with_its_place(item, verification, {}).findings}


def test_earlier_versions_are_said_not_to_be_judged(folder: Path) -> None:
    put(folder, "旧版-1/assessment.pdf", OURS)
    put(folder, "旧版-2/assessment.json", b"{}")
    judged, case = named(folder)
    assert judged == set()
    words = told(case)["OLD_NOT_JUDGED"]
    assert "旧版-1" in words
    assert "旧版-2" not in words


@pytest.mark.parametrize("size", [49 * 1024 * 1024, 4 * 1024 * 1024 - 1])
def test_of_thousands_of_earlier_versions_the_last_are_looked_at(folder: Path, size: int) -> None:
    large = put(folder, "large", b"")
    os.truncate(large, size)
    for number in range(1, 1501):
        (folder / f"旧版-{number}").mkdir()
        os.link(large, folder / f"旧版-{number}" / "assessment.json")
    notes = told(named(folder)[1])
    assert "只看了最后 100 份" in notes["MANY_VERSIONS"]
    assert len(notes["OTHER_VERSIONS"]) < 300


def notes(run: Run, folder: Path) -> dict[str, str]:
    (found,) = run("verify", folder, "--json", "--questionnaire", SMALL).json
    return {item["code"]: item["words"] for item in found["result"]["findings"]}


@pytest.mark.long
def test_answers_of_any_name_are_held_against_the_record_in_the_paper(run: Run, signed: Path) -> None:
    file = signed / "answers.yaml"
    text = file.read_text("utf-8")
    false = text.replace("people_affected: 12", "people_affected: 13")
    (signed / "assessment.json").unlink()
    assert "ANSWERS_DIFFER" not in notes(run, signed)
    file.write_text(false, "utf-8")
    assert "answers.yaml" in notes(run, signed)["ANSWERS_DIFFER"]
    file.unlink()
    (signed / "answers.yml").write_text(false, "utf-8")
    assert "answers.yml" in notes(run, signed)["ANSWERS_DIFFER"]
    (signed / "answers.yml").unlink()
    (signed / "answers.json").write_text("{}", "utf-8")
    assert "answers.json" in notes(run, signed)["ANSWERS_DIFFER"]
    shutil.copyfile(signed / "assessment.pdf", signed / "answers.json")
    os.truncate(signed / "answers.json", 2 * 1024 * 1024)
    assert "超过上限" in notes(run, signed)["ANSWERS_NOT_COMPARED"]


def test_answers_are_the_same_where_the_judgement_has_no_use_for_what_is_more(run: Run, signed: Path) -> None:
    file = signed / "answers.yaml"
    file.write_text(file.read_text("utf-8") + "ended_early: false\nmeasures: []\n", "utf-8")
    assert "ANSWERS_DIFFER" not in notes(run, signed)


@contextlib.contextmanager
def inside(folder: Path, name: str, levels: int) -> Iterator[int]:
    """The innermost of folders in folders; the whole path may be longer than a path may be."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=here)  # noqa: PTH102 — not by its path
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    try:
        yield here
    finally:
        os.close(here)
        subprocess.run(["rm", "-rf", folder / name], check=True)


@pytest.mark.parametrize("levels", [5, 16, 17, 18, 30])
@pytest.mark.parametrize("of_a_case", [True, False])
def test_a_folder_whose_path_is_too_long_is_named(folder: Path, levels: int, *, of_a_case: bool) -> None:
    top = folder if of_a_case else folder.parent
    with inside(top, "深" * 80, levels) as innermost:
        file = os.open("x.pdf", os.O_WRONLY | os.O_CREAT, dir_fd=innermost)
        os.write(file, OURS)
        os.close(file)
        (other,) = [item for item in papers_named([top]) if item.path != folder]
    assert "深" in str(other.path)
    looked_at = other.path.name == "x.pdf" and (levels == 5 or not other.left)
    assert looked_at if levels == 5 else looked_at or "没有看" in other.left
    assert levels < 18 or not looked_at


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("mode", [0o400, 0])
@pytest.mark.parametrize("above", [NUMBER, ""])
def test_a_folder_that_is_closed_is_named(home: Path, folder: Path, mode: int, above: str) -> None:
    put(folder.parent / above, "r/x/y.pdf", OTHER)
    put(folder.parent / above, "r/y.pdf", OTHER)
    closed = folder.parent / above / "r"
    closed.chmod(mode)
    may = [*HELD, sys.executable, "-c", "import os, sys; os.stat(sys.argv[1])", closed / "x"]
    try:
        if (HELD and not shutil.which("setpriv")) or subprocess.run(may, capture_output=True).returncode == 0:
            pytest.skip("nothing can be denied to who runs the tests")
        ((_, done),) = many([["verify", folder.parent]], home, held=True)
    finally:
        closed.chmod(0o700)
    assert done.code in (1, 5, 6)
    assert "没有看" in done.out
    assert all(
        f"{closed.parent.name}/{name}" in done.out for name in (("r/x", "r/y.pdf") if mode else ("r",))
    )


@pytest.mark.long
def test_folders_in_folders_without_end_are_named_and_hide_nothing(
    run: Run, signed: Path, keys: Keys
) -> None:
    with inside(signed.parent, "d", 1_100):
        done = run("verify", signed.parent, *keys.trust(), "--trust-questionnaire", SMALL)
    assert done.code == 6
    assert "套得太深" in done.out
    assert "有效" in done.out
