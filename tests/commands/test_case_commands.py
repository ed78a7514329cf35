"""Commands on a case folder: explain, what-if, report, sign, verify."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from program import NUMBER, SMALL, Done, Keys, Run, check_refused, listing

Case = Callable[[str], Path]
Sign = Callable[..., Done]
Verify = Callable[..., Done]


@pytest.fixture
def sign(run: Run, keys: Keys) -> Sign:
    def sign(case: Path, role: str = "officer", *more: str | Path, key: Path | None = None) -> Done:
        return run(
            "sign", case, "--as", role, "--key", key or keys.officer, "--passphrase-file", keys.passphrase, *more
        )  # fmt: skip

    return sign


@pytest.fixture
def verify(run: Run, keys: Keys) -> Verify:
    """Verify with the trial roots trusted; `trust=False` leaves them out."""

    def verify(*files: Path, trust: bool = True, more: tuple[str, ...] = ()) -> Done:
        return run("verify", *files, *(keys.trust() if trust else ()), "--questionnaire", SMALL, *more)

    return verify


# ── why, and what would change it ──


@pytest.mark.long
def test_explain_says_what_decided_with_points_and_clause(run: Run, case: Case) -> None:
    done = run("explain", case("high"))
    assert (done.code, done.err) == (0, "")
    for words in ("高风险", "人员聚集", "20", "563号"):
        assert words in done.out, done


def test_explain_of_one_hazard_takes_its_id_or_its_title(run: Run, case: Case) -> None:
    folder = case("high")
    by_id, by_title = run("explain", folder, "crowd_gathers"), run("explain", folder, "人员聚集")
    assert by_id.code == by_title.code == 0
    assert by_id.out == by_title.out
    assert "会不会有人聚集" in by_id.out
    assert "会有很多" in by_id.out


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["words", "json"])
def test_explain_of_a_hazard_that_does_not_stand_names_those_that_do(
    more: list[str], run: Run, case: Case
) -> None:
    check_refused(run("explain", case("high"), "crowd_gather", *more), says=("crowd_gather", "crowd_gathers"))


def test_what_if_says_what_would_lower_the_grade(run: Run, case: Case) -> None:
    done = run("what-if", case("high"))
    assert (done.code, done.err) == (0, "")
    assert "先做沟通" in done.out


@pytest.mark.long
def test_what_if_says_how_a_red_line_is_cured(run: Run, case: Case) -> None:
    assert "找到依据后重新研判" in run("what-if", case("prohibited")).out


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("fault", "content"),
    [
        ("nothing", None), ("empty", b""), ("cut_off", b'{"schema_version": 1,'), ("another_json", b"{}"),
        ("binary", b"\x00\xff" * 100), ("a_list", b"[]"), ("too_deep", b"[" * 100_000),
        ("too_big", b" " * (9 * 1024 * 1024)),
    ],
)  # fmt: skip
def test_what_is_no_case_is_refused(fault: str, content: bytes | None, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "1号"
    folder.mkdir()
    if content is not None:
        (folder / "assessment.json").write_bytes(content)
    before = listing(folder)
    check_refused(run("explain", folder), says=str(folder))
    assert listing(folder) == before


@pytest.mark.parametrize("command", [["what-if"], ["report"], ["sign", "--as", "officer", "--key", "a.p12"]])
def test_every_command_on_a_case_refuses_what_is_none(command: list[str], run: Run, tmp_path: Path) -> None:
    check_refused(run(command[0], tmp_path, *command[1:]), says=(str(tmp_path), "assessment.json"))


@pytest.mark.long
def test_a_newer_format_is_refused_by_name(run: Run, case: Case) -> None:
    folder = case("medium")
    result = json.loads((folder / "assessment.json").read_bytes())
    (folder / "assessment.json").write_text(json.dumps(result | {"schema_version": 99}))
    check_refused(run("explain", folder), says="99")


def test_a_file_of_the_case_stands_for_the_case(run: Run, case: Case) -> None:
    folder = case("high")
    assert run("explain", folder / "assessment.pdf").out == run("explain", folder).out


# ── the paper again ──


def test_report_does_not_overwrite_a_paper(run: Run, case: Case) -> None:
    folder = case("medium")
    before = listing(folder)
    check_refused(run("report", folder), says=("assessment.pdf", "--out"))
    assert listing(folder) == before


def test_report_does_not_overwrite_another_file(run: Run, case: Case, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_text("别人的")
    check_refused(run("report", case("medium"), "--out", other), says=str(other))
    assert other.read_text() == "别人的"


@pytest.mark.long
def test_the_same_case_gives_the_same_paper_byte_for_byte(run: Run, case: Case, tmp_path: Path) -> None:
    folder = case("medium")
    for name in ("one.pdf", "two.pdf"):
        done = run("report", folder, "--out", tmp_path / name, "--questionnaire", SMALL)
        assert (done.code, done.err) == (0, "")
        assert str(tmp_path / name) in done.out
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert (tmp_path / "one.pdf").read_bytes() == (folder / "assessment.pdf").read_bytes()
    assert (tmp_path / "one.pdf").stat().st_mode & 0o077 == 0


@pytest.mark.long
def test_a_lost_paper_is_made_again_where_it_was(run: Run, case: Case) -> None:
    folder = case("medium")
    lost = (folder / "assessment.pdf").read_bytes()
    (folder / "assessment.pdf").unlink()
    assert run("report", folder, "--questionnaire", SMALL).code == 0
    assert (folder / "assessment.pdf").read_bytes() == lost


# ── signing and verifying ──


def test_signed_and_trusted_is_valid(sign: Sign, verify: Verify, case: Case) -> None:
    folder = case("medium")
    done = sign(folder)
    assert (done.code, done.err) == (0, "")
    assert "试用身份·张某" in done.out
    found = verify(folder)
    assert found.code == 0, found
    for words in ("有效", NUMBER, "执法人员", "试用身份·张某", "无法律效力", "结果一致"):
        assert words in found.out, found
    assert verify(folder / "assessment.pdf").code == 0


@pytest.mark.long
def test_signed_by_someone_unknown_cannot_be_judged(verify: Verify, signed: Path) -> None:
    done = verify(signed, trust=False)
    assert done.code == 6
    assert "无法判断" in done.out


@pytest.mark.long
def test_an_unsigned_paper_is_not_valid(verify: Verify, case: Case) -> None:
    done = verify(case("medium"))
    assert done.code in (5, 6)
    assert "：有效" not in done.out


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("place", [0.02, 0.5, 0.95])
def test_one_changed_byte_is_invalid(place: float, verify: Verify, signed: Path) -> None:
    paper = signed / "assessment.pdf"
    data = bytearray(paper.read_bytes())
    data[int(len(data) * place)] ^= 1
    paper.write_bytes(data)
    done = verify(signed)
    assert done.code == 5, done
    assert "无效" in done.out


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("cut_off", lambda pdf: pdf[: len(pdf) // 2]),
        ("something_after_it", lambda pdf: pdf + b"\n% more\n"),
        ("no_pdf", lambda _: b"hello"),
        ("empty", lambda _: b""),
        ("something_before_it", lambda pdf: b"junk\n" + pdf),
    ],
)
def test_a_paper_that_is_not_as_signed_is_never_valid(
    fault: str, change: Callable[[bytes], bytes], verify: Verify, signed: Path
) -> None:
    paper = signed / "assessment.pdf"
    paper.write_bytes(change(paper.read_bytes()))
    done = verify(signed)
    assert done.code in (3, 5, 6), done
    assert "：有效" not in done.out
    assert "Traceback" not in done.err


@pytest.mark.long
def test_of_several_papers_the_worst_decides(verify: Verify, signed: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    data = bytearray((signed / "assessment.pdf").read_bytes())
    data[len(data) // 2] ^= 1
    bad.write_bytes(data)
    done = verify(signed, bad)
    assert done.code == 5
    assert "有效 1" in done.out
    assert "无效 1" in done.out


def test_verify_of_nothing_is_refused(verify: Verify, tmp_path: Path) -> None:
    check_refused(verify(tmp_path / "没有.pdf"), says="没有.pdf")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("content", [None, b"", b"hello", b"-----BEGIN CERTIFICATE-----\nxx\n"])
def test_a_root_that_is_no_certificate_is_refused(
    content: bytes | None, run: Run, case: Case, tmp_path: Path
) -> None:
    root = tmp_path / "root.pem"
    if content is not None:
        root.write_bytes(content)
    check_refused(run("verify", case("medium"), "--trust", root), says="root.pem")


def test_a_folder_of_revocation_lists_that_is_missing_is_refused(
    run: Run, case: Case, tmp_path: Path
) -> None:
    check_refused(run("verify", case("medium"), "--crl", tmp_path / "没有"), says="没有")


def test_the_head_signs_after_the_officer(sign: Sign, verify: Verify, case: Case, keys: Keys) -> None:
    folder = case("high")
    check_refused(sign(folder, "unit_head", key=keys.head), says="执法人员")
    assert sign(folder).code == 0
    half = verify(folder)
    assert "尚未签署：主要负责人" in half.out, half
    assert sign(folder, "unit_head", "--reason", "同意暂缓", key=keys.head).code == 0
    done = verify(folder)
    assert done.code == 0, done
    assert "试用身份·李某" in done.out
    assert "尚未签署" not in done.out


@pytest.mark.parametrize("role", ["unit_head", "nobody", ""])
def test_a_role_that_does_not_sign_this_case_is_refused(role: str, sign: Sign, case: Case) -> None:
    folder = case("medium")
    before = listing(folder)
    check_refused(sign(folder, role), says="officer")
    assert listing(folder) == before


@pytest.mark.long
def test_nobody_signs_twice(sign: Sign, case: Case, keys: Keys) -> None:
    folder = case("high")
    assert sign(folder).code == 0
    signed = (folder / "assessment.pdf").read_bytes()
    check_refused(sign(folder))
    check_refused(sign(folder, "unit_head"))
    assert (folder / "assessment.pdf").read_bytes() == signed


@pytest.mark.long
def test_a_case_with_open_questions_is_not_signed(assess: Run, sign: Sign, out: Path, tmp_path: Path) -> None:
    file = tmp_path / "open.yaml"
    file.write_text("case_number: 1号\nanswers: {unit_name: 某局, crowd: some}\n", encoding="utf-8")
    assert assess(file, paper=True).code == 0
    before = listing(out)
    check_refused(sign(out / "1号"), says=("必答题", "有法律依据吗"))
    assert listing(out) == before


def test_a_case_without_paper_is_not_signed(sign: Sign, case: Case) -> None:
    folder = case("medium")
    (folder / "assessment.pdf").unlink()
    check_refused(sign(folder), says="yanpan report")


def edited(folder: Path) -> Path:
    """The case with its result changed by hand: high made to look low."""
    file = folder / "assessment.json"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r'("initial"|"residual"): "high"', r'\1: "low"', text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    return folder


def test_a_result_changed_by_hand_is_not_signed(sign: Sign, case: Case) -> None:
    folder = edited(case("high"))
    paper = (folder / "assessment.pdf").read_bytes()
    check_refused(sign(folder), says="assessment.json")
    assert (folder / "assessment.pdf").read_bytes() == paper


@pytest.mark.long
def test_a_paper_of_a_result_changed_by_hand_is_found_out(
    run: Run, sign: Sign, verify: Verify, case: Case
) -> None:
    """Paper and result agree with each other, but not with the answers: recomputing shows it."""
    folder = edited(case("high"))
    (folder / "assessment.pdf").unlink()
    assert run("report", folder).code == 0
    signed = sign(folder)
    done = verify(folder)
    assert signed.code == 3 or done.code == 5, (signed, done)
    assert "：有效" not in done.out


@pytest.mark.long
def test_verifying_a_folder_tells_that_its_result_is_not_the_signed_one(
    sign: Sign, verify: Verify, case: Case
) -> None:
    folder = case("high")
    assert sign(folder).code == 0
    edited(folder)
    done = verify(folder)
    assert done.code != 0, done
    assert "assessment.json" in done.out + done.err


def test_another_paper_put_into_the_folder_is_not_signed(sign: Sign, case: Case) -> None:
    folder, other = case("medium"), case("high")
    (folder / "assessment.pdf").write_bytes((other / "assessment.pdf").read_bytes())
    check_refused(sign(folder), says="assessment.json")


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_paper_is_not_signed(content: bytes, sign: Sign, case: Case) -> None:
    folder = case("medium")
    (folder / "assessment.pdf").write_bytes(content)
    check_refused(sign(folder))
    assert (folder / "assessment.pdf").read_bytes() == content


def test_a_case_that_another_program_holds_is_not_signed(sign: Sign, case: Case) -> None:
    folder = case("medium")
    with FileLock(folder / ".lock"):
        check_refused(sign(folder), says=(str(folder), "别的程序"))


@pytest.mark.long
def test_a_signature_without_that_questionnaire_is_not_recomputed(run: Run, signed: Path, keys: Keys) -> None:
    done = run("verify", signed, *keys.trust())
    assert done.code in (0, 6), done
    assert "不是本程序认识的" in done.out


def test_without_a_role_sign_tells_whose_turn_it_is(run: Run, case: Case) -> None:
    folder = case("high")
    before = listing(folder)
    done = run("sign", folder)
    assert (done.code, done.err) == (0, "")
    assert "未签  ← 轮到" in done.out
    assert listing(folder) == before
