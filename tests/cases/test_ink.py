"""Pages signed in ink: their scans come into the case folder, are taken in by the next signature, or withdrawn before."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanned_pages import jpeg, pdf, png, tiff
from signing_desk import ROLES, SIGNED, Desk
from yanpan.cases import register_scan, same_scan, scan_files, turn_of, withdraw_scan
from yanpan.cases.scan_kind import kind_of_scan
from yanpan.errors import InputRefused
from yanpan.findings import Verdict
from yanpan.signature import sign_pdf

OpenDesk = Callable[[str], Desk]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "第十二页.png"
    path.write_bytes(png())
    return path


@pytest.mark.long
def test_ink_takes_the_place_of_a_signature_and_the_next_one_covers_its_scan(
    desk: OpenDesk, page: Path
) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    at_desk.sign("co_officer")
    with pytest.raises(InputRefused, match="现在轮到承办机构负责人"):
        at_desk.in_ink("legal_review", page)
    digest = at_desk.in_ink("section_head", page)
    assert [(s.role, s.ink) for s in at_desk.standing().signed][-1] == ("section_head", True)
    at_desk.sign("legal_review", reason="程序齐备")
    found = at_desk.verified(so_far=True, scans=scan_files(at_desk.case.folder))
    assert f"〔手签 section_head sha256:{digest}〕" in found.signatures[-1].reason
    assert found.verdict is Verdict.VALID, found.findings
    assert at_desk.standing().open_scans == ()


def test_a_scan_changed_after_its_registration_is_found(desk: OpenDesk, page: Path) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    at_desk.in_ink("co_officer", page)
    (file,) = (at_desk.case.folder / "scans").iterdir()
    file.write_bytes(png("another page"))
    with pytest.raises(InputRefused, match="和登记时不一样"):
        at_desk.sign("section_head")
    # A changed one can be taken off the list, and registered again.
    withdraw_scan(at_desk.case, role="co_officer", at=SIGNED)
    at_desk.in_ink("co_officer", page)
    at_desk.sign("section_head")


@pytest.mark.long
def test_who_signs_first_may_sign_in_ink_and_the_next_one_certifies(desk: OpenDesk, page: Path) -> None:
    at_desk = desk("H01")
    at_desk.in_ink("officer", page)
    assert at_desk.standing().next_role == "co_officer"
    for role in ROLES[1:]:
        at_desk.sign(role)
    found = at_desk.verified(scans=scan_files(at_desk.case.folder))
    assert (found.verdict, found.complete, found.in_order) == (Verdict.VALID, True, True), found.findings
    assert (found.signatures[0].role, found.signatures[0].certifies) == ("co_officer", True)
    assert [(shown.role, shown.taken_in_by) for shown in found.in_ink] == [("officer", "co_officer")]


def test_a_page_in_ink_counts_only_where_its_scan_can_be_seen(desk: OpenDesk, page: Path) -> None:
    at_desk = desk("M01")
    *before, last = [s.role for s in at_desk.case.assessment.signers]
    for role in before[:-1]:
        at_desk.sign(role)
    at_desk.in_ink(before[-1], page)
    at_desk.sign(last)
    there = scan_files(at_desk.case.folder)
    assert at_desk.verified(scans=there).verdict is Verdict.VALID
    assert at_desk.why() == {"SCAN_MISSING"}
    assert at_desk.why(so_far=True) == set()
    assert at_desk.why(scans={}) == {"SCAN_MISSING"}
    (name,) = there
    assert at_desk.why(scans={name: "00" * 32}) == {"SCAN_CHANGED"}
    assert at_desk.verified(scans={name: "00" * 32}).verdict is Verdict.INVALID


@pytest.mark.long
def test_nobody_vouches_in_ink_for_who_has_yet_to_sign(desk: OpenDesk) -> None:
    """The officer's own words claim that the heads have signed in ink."""
    at_desk = desk("M01")
    others = [s.role for s in at_desk.case.assessment.signers][1:]
    words = "同意" + "".join(f"〔手签 {role} sha256:{'ab' * 32}〕" for role in others)
    with pytest.raises(InputRefused, match="还没轮到他签"):
        at_desk.turn().check("officer", at=SIGNED, words=words)
    who = at_desk.people["officer"]
    paper = at_desk.case.paper.read_bytes()
    at_desk.case.paper.write_bytes(sign_pdf(paper, role="officer", identity=who, reason=words, at=SIGNED))
    found = at_desk.verified(scans={f"{role}-{'ab' * 6}.png": "ab" * 32 for role in others})
    assert (found.verdict, found.complete, found.in_ink) == (Verdict.INVALID, False, ())


@pytest.mark.long
def test_a_scan_is_withdrawn_until_a_signature_takes_it_in(desk: OpenDesk, page: Path) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    with pytest.raises(InputRefused, match="没有登记手签"):
        withdraw_scan(at_desk.case, role="co_officer", at=SIGNED)
    at_desk.in_ink("co_officer", page)
    with pytest.raises(InputRefused, match="已经签过了（手签）"):
        at_desk.sign("co_officer")
    gone = withdraw_scan(at_desk.case, role="co_officer", at=SIGNED)
    assert gone.role == "co_officer"
    assert list((at_desk.case.folder / "scans").iterdir()) == []
    assert at_desk.standing().next_role == "co_officer"
    at_desk.in_ink("co_officer", page)
    at_desk.sign("section_head")
    with pytest.raises(InputRefused, match="撤不回"):
        withdraw_scan(at_desk.case, role="co_officer", at=SIGNED)
    assert at_desk.verified(so_far=True, scans=scan_files(at_desk.case.folder)).verdict is Verdict.VALID


def test_scans_are_withdrawn_from_the_last_one_on(desk: OpenDesk, page: Path) -> None:
    at_desk = desk("H01")
    at_desk.in_ink("officer", page)
    at_desk.in_ink("co_officer", page)
    with pytest.raises(InputRefused, match="也登记了手签"):
        withdraw_scan(at_desk.case, role="officer", at=SIGNED)
    withdraw_scan(at_desk.case, role="co_officer", at=SIGNED)
    withdraw_scan(at_desk.case, role="officer", at=SIGNED)
    assert at_desk.standing().next_role == "officer"


@pytest.mark.long
def test_one_scan_of_two_roles_is_said(desk: OpenDesk, page: Path) -> None:
    """Two may have signed one sheet; the next reader is told, and each of the two is taken in."""
    at_desk = desk("H01")
    at_desk.in_ink("officer", page)
    made = register_scan(at_desk.turn(), role="co_officer", scan=page, at=SIGNED)
    assert same_scan(at_desk.turn(), made) == ["执法人员（承办人）"]
    at_desk.sign("section_head")
    found = at_desk.verified(so_far=True, scans=scan_files(at_desk.case.folder))
    assert found.verdict is Verdict.VALID
    assert [shown.role for shown in found.in_ink] == ["officer", "co_officer"]
    assert "SCAN_SHARED" in {item.code for item in found.findings}


KINDS = {".png": png(), ".jpg": jpeg(), ".tif": tiff("<"), ".pdf": pdf()}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", [*KINDS, "big endian"])
def test_the_kind_is_told_by_the_content(kind: str, desk: OpenDesk, tmp_path: Path) -> None:
    data = KINDS.get(kind, tiff(">"))
    (tmp_path / "scan.bin").write_bytes(data)
    at_desk = desk("H01")
    made = register_scan(at_desk.turn(), role="officer", scan=tmp_path / "scan.bin", at=SIGNED)
    assert Path(made.file).suffix == kind_of_scan(data)
    assert scan_files(at_desk.case.folder) == {made.file: hashlib.sha256(data).hexdigest()}


NO_SCANS = {
    "a program": b"MZ" * 500,
    "empty": b"",
    "one byte": b"x",
    "the first bytes of a PNG": b"\x89PNG a page",
    "a PNG cut off": png()[:-20],
    "a PNG of one pixel": png(width=1, height=1),
    "a JPEG of a line": jpeg(height=3),
    "a JPEG cut off": jpeg()[:40],
    "a TIFF cut off": tiff()[:20],
    "a PDF cut off": pdf()[:-10],
    "a PDF without a page": pdf().replace(b"/Page", b"/Font"),
    "text": "同意".encode(),
}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("what", NO_SCANS)
def test_what_is_no_scan_is_refused(what: str, desk: OpenDesk, tmp_path: Path) -> None:
    at_desk = desk("H01")
    (tmp_path / "page.png").write_bytes(NO_SCANS[what])
    with pytest.raises(InputRefused, match="扫描件") as refused:
        register_scan(at_desk.turn(), role="officer", scan=tmp_path / "page.png", at=SIGNED)
    assert refused.value.remedy
    assert not (at_desk.case.folder / "scans").exists()
    with pytest.raises(InputRefused, match="没有这个文件"):
        register_scan(at_desk.turn(), role="officer", scan=tmp_path / "none.pdf", at=SIGNED)


@given(st.binary(max_size=200), st.sampled_from([*KINDS.values()]), st.integers(0, 400))
def test_no_bytes_break_the_look_at_them(noise: bytes, start: bytes, cut: int) -> None:
    kind_of_scan(noise)
    assert kind_of_scan(start[:cut] + noise) in ("", *KINDS)


@pytest.mark.long
def test_a_file_that_is_no_scan_counts_as_none_to_be_seen(desk: OpenDesk, tmp_path: Path) -> None:
    """One byte, taken in as the pages of five by who skips the tool."""
    at_desk = desk("M01")
    roles = [s.role for s in at_desk.case.assessment.signers]
    digest = hashlib.sha256(b"x").hexdigest()
    words = "同意" + "".join(f"〔手签 {role} sha256:{digest}〕" for role in roles[:-1])
    who, paper = at_desk.people[roles[-1]], at_desk.case.paper.read_bytes()
    at_desk.case.paper.write_bytes(sign_pdf(paper, role=roles[-1], identity=who, reason=words, at=SIGNED))
    scans = at_desk.case.folder / "scans"
    scans.mkdir()
    (scans / "x.txt").write_bytes(b"x")
    (scans / "link.png").symlink_to(tmp_path / "officer.p12")
    assert scan_files(at_desk.case.folder) == {}
    assert at_desk.why(scans=scan_files(at_desk.case.folder)) == {"SCAN_MISSING"}


@pytest.mark.long
def test_what_else_lies_among_the_scans_keeps_nobody_waiting(desk: OpenDesk, page: Path) -> None:
    at_desk = desk("H01")
    made = at_desk.in_ink("officer", page)
    scans = at_desk.case.folder / "scans"
    os.mkfifo(scans / "officer-0123456789ab.png")
    (scans / "unit_head-0123456789ab.pdf").symlink_to("/dev/zero")
    for number in range(200):
        (scans / f"照片{number}.png").write_bytes(page.read_bytes())
    with (scans / "大.png").open("wb") as file:
        file.truncate(1 << 40)
    assert set(scan_files(at_desk.case.folder).values()) == {made}
    assert at_desk.verified(so_far=True, scans=scan_files(at_desk.case.folder)).verdict is not Verdict.INVALID
    for number in range(30):
        (scans / f"officer-{number:012x}.png").write_bytes(page.read_bytes())
    with pytest.raises(InputRefused, match="多于"):
        scan_files(at_desk.case.folder)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_a_scan_is_a_file(kind: str, desk: OpenDesk, tmp_path: Path) -> None:
    at_desk, scan = desk("H01"), tmp_path / "scan.png"
    if kind == "pipe":
        os.mkfifo(scan)
    elif kind == "device":
        scan.symlink_to("/dev/zero")
    else:
        scan.mkdir()
    with pytest.raises(InputRefused, match="不是普通文件"):
        register_scan(at_desk.turn(), role="officer", scan=scan, at=SIGNED)


def test_scans_do_not_follow_a_link_out_of_the_case(desk: OpenDesk, page: Path, tmp_path: Path) -> None:
    at_desk, elsewhere = desk("H01"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (at_desk.case.folder / "scans").symlink_to(elsewhere)
    with pytest.raises(InputRefused, match="链接"):
        at_desk.in_ink("officer", page)
    assert list(elsewhere.iterdir()) == []


def test_the_list_carries_a_version_and_one_without_is_read_as_before(desk: OpenDesk, page: Path) -> None:
    at_desk = desk("H01")
    at_desk.in_ink("officer", page)
    listed = at_desk.case.folder / "scans.json"
    written = json.loads(listed.read_text(encoding="utf-8"))
    assert written["version"] == 1
    listed.write_text(json.dumps(written["scans"]), encoding="utf-8")
    assert at_desk.standing().next_role == "co_officer"
    for broken, words in (
        ({"version": 2, "scans": written["scans"]}, "第 2 版.*第 1 版"),
        ({"version": "x", "scans": []}, "读不懂"),
        ([{"role": "officer"}], "读不懂"),
        (3, "读不懂"),
    ):
        listed.write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(InputRefused, match=words) as refused:
            turn_of(at_desk.case, SIGNED, reprint=False)
        assert "scans.json" in refused.value.where


def test_fill_bytes_of_a_jpeg_are_passed_over_at_once() -> None:
    """Before a marker there may be any number of them; a file of nothing else is none, and keeps nobody waiting."""
    many = b"\xff" * (8 * 1024 * 1024)
    assert kind_of_scan(jpeg()[:2] + many + jpeg()[2:]) == ".jpg"
    assert kind_of_scan(b"\xff\xd8" + many + b"\xff\xd9") == ""
    assert kind_of_scan(b"\xff\xd8" + b"\xff\xe0\x00\x02" * 2_000_000 + b"\xff\xd9") == ""
