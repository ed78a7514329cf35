"""`sign` and `assess` to the higher levels, `extend`, and `verify` in later years and over many files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from filelock import FileLock
from program import NUMBER, SMALL, Done, Keys, Run, Stamps, check_refused, listing
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from yanpan.answers import load_answers
from yanpan.assessment import assess, encode
from yanpan.data import data_folder
from yanpan.keys import Passphrase, load_identity
from yanpan.questionnaire import compile_form, load_questionnaire
from yanpan.report import render_pdf
from yanpan.signature import sign_pdf

Case = Callable[[str], Path]
Sign = Callable[..., Done]


@pytest.fixture
def sign(run: Run, keys: Keys) -> Sign:
    def sign(case: Path, *more: str | Path, role: str = "officer") -> Done:
        return run(
            "sign", case, "--as", role, "--key", keys.officer, "--passphrase-file", keys.passphrase, *more
        )  # fmt: skip

    return sign


def trusting(keys: Keys, stamps: Stamps) -> list[str]:
    return [*keys.trust(), "--trust", str(stamps.root)]


def test_an_archived_paper_is_valid_by_itself_and_in_later_years(
    sign: Sign, run: Run, case: Case, keys: Keys, stamps: Stamps
) -> None:
    folder = case("medium")
    done = sign(folder, "--level", "b-lta", *stamps.options(), *keys.trust())
    assert (done.code, done.err) == (0, ""), done
    verify = ("verify", folder, *trusting(keys, stamps), "--questionnaire", SMALL)
    now = run(*verify)
    assert now.code == 0, now
    for words in ("时间戳证明", "B-LTA 已存档", "存档时间戳", "应签的都签了"):
        assert words in now.out, now
    later = datetime.now(ZoneInfo("Asia/Shanghai")).replace(month=6, day=1)
    later = later.replace(year=later.year + 4)
    lost = run(*verify, "--at", f"{later:%Y-%m-%d}")
    assert lost.code == 6, lost
    assert "--crl" in lost.out
    (stamps.lists / "now.crl").write_bytes(stamps.authority.crl(later))
    kept = run(*verify, "--at", f"{later:%Y-%m-%d}", "--crl", stamps.lists)
    assert kept.code == 0, kept


@pytest.mark.long
def test_assess_signs_with_a_time_stamp(assess: Run, out: Path, keys: Keys, stamps: Stamps, run: Run) -> None:
    key = ("--sign-as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase)
    done = assess("medium.yaml", *key, "--tsa", stamps.url, paper=True)
    assert done.code == 0, done
    found = run("verify", out / NUMBER, *trusting(keys, stamps), "--crl", stamps.lists, "--json")
    assert found.json[0]["result"]["signatures"][0]["level"] == "b-t"
    assert found.json[0]["result"]["signatures"][0]["proven_at"]


@pytest.mark.long
def test_extending_a_plain_signature_gives_it_a_proven_time(
    sign: Sign, run: Run, case: Case, keys: Keys, stamps: Stamps
) -> None:
    folder = case("medium")
    assert sign(folder).code == 0
    before = (folder / "assessment.pdf").read_bytes()
    done = run("extend", folder, *stamps.options(), *keys.trust())
    assert (done.code, done.err) == (0, ""), done
    after = (folder / "assessment.pdf").read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)
    verified = run("verify", folder, *trusting(keys, stamps), "--questionnaire", SMALL)
    assert (verified.code, "时间戳证明" in verified.out) == (0, True), verified
    plain = run("extend", folder / "assessment.pdf", "--tsa", stamps.url, "--crl", stamps.lists)
    assert "没有给 --trust" in plain.out


def test_what_verify_calls_invalid_is_not_archived(
    sign: Sign, run: Run, case: Case, keys: Keys, stamps: Stamps
) -> None:
    """A time stamp over what somebody added would prove it for years."""
    folder = case("medium")
    assert sign(folder).code == 0
    writer = IncrementalPdfFileWriter(BytesIO((folder / "assessment.pdf").read_bytes()))
    writer.add_object(generic.DictionaryObject({generic.NameObject("/X"): generic.NumberObject(1)}))
    more = BytesIO()
    writer.write(more)
    (folder / "assessment.pdf").write_bytes(more.getvalue())
    before = listing(folder)
    check_refused(run("extend", folder, *stamps.options(), *keys.trust()), code=5, says="文书无效，不能续")
    check_refused(run("extend", folder, *stamps.options()), code=5, says="文书无效，不能续")
    assert listing(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links want a privilege there")
def test_extending_follows_a_link_to_where_the_paper_lies(
    sign: Sign, run: Run, case: Case, keys: Keys, stamps: Stamps, tmp_path: Path
) -> None:
    folder, link = case("medium"), tmp_path / "文书.pdf"
    assert sign(folder).code == 0
    link.symlink_to(folder / "assessment.pdf")
    before = len((folder / "assessment.pdf").read_bytes())
    assert run("extend", link, *stamps.options(), *keys.trust()).code == 0
    assert link.is_symlink()
    assert len((folder / "assessment.pdf").read_bytes()) > before


def test_extending_asks_what_verify_asks(
    sign: Sign, run: Run, case: Case, keys: Keys, stamps: Stamps, tmp_path: Path
) -> None:
    """Of a folder what lies beside, also where its record is gone; of a file under a name of its own nothing else."""
    folder = case("medium")
    assert sign(folder).code == 0
    other = tmp_path / "别的案件"
    shutil.copytree(folder, other)
    record = (other / "assessment.json").read_bytes()
    (other / "assessment.json").write_bytes(record.replace(b"2026", b"2025"))
    check_refused(run("extend", other, *stamps.options()), code=5, says="文书无效，不能续")
    check_refused(run("extend", other / "assessment.pdf", *stamps.options()), code=5, says="文书无效，不能续")
    (other / "assessment.pdf").rename(other / "收到的.pdf")
    assert run("extend", other / "收到的.pdf", *stamps.options(), *keys.trust()).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links want a privilege there")
def test_a_folder_whose_paper_lies_elsewhere_is_not_extended(
    sign: Sign, run: Run, case: Case, stamps: Stamps, tmp_path: Path
) -> None:
    """What lies beside the link is held against it by verify, and what lies beside the paper by nobody."""
    folder, other = case("medium"), tmp_path / "别处"
    assert sign(folder).code == 0
    other.mkdir()
    (folder / "assessment.pdf").rename(other / "assessment.pdf")
    (folder / "assessment.pdf").symlink_to(other / "assessment.pdf")
    check_refused(run("extend", folder, *stamps.options()), says="到真正的案件文件夹续")


def test_a_forged_judgement_that_carries_no_questionnaire_is_not_archived(
    run: Run, keys: Keys, stamps: Stamps, tmp_path: Path
) -> None:
    """The program has the questionnaire itself."""
    form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
    at = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    short = Path(__file__).parents[2] / "demo" / "L01-当场处罚.yaml"
    made = assess(form, load_answers(short, form), at)
    forged = msgspec.structs.replace(made, duties=())
    pdf = render_pdf(forged, encode(forged)).pdf
    identity = load_identity(keys.officer, Passphrase(keys.passphrase.read_bytes().strip()), at=at)
    paper = tmp_path / "收到的.pdf"
    paper.write_bytes(sign_pdf(pdf, role="officer", identity=identity, reason="同意", at=at))
    assert run("verify", paper, "--so-far", *keys.trust()).code == 5
    check_refused(run("extend", paper, *stamps.options(), *keys.trust()), code=5, says="文书无效，不能续")


@pytest.mark.long
def test_when_extending_fails_the_paper_stays(
    run: Run, signed: Path, case: Case, stamps: Stamps, tmp_path: Path
) -> None:
    before = listing(signed)
    nowhere = "http://127.0.0.1:9/"
    check_refused(run("extend", signed, "--tsa", nowhere, "--crl", stamps.lists), code=4, says="连不上")
    check_refused(run("extend", signed, "--tsa", stamps.url), says="缺少吊销列表")
    check_refused(run("extend", signed, *stamps.options()), code=6, says="--trust")
    check_refused(run("extend", case("medium"), "--tsa", stamps.url), says="yanpan sign")
    check_refused(run("extend", tmp_path / "没有.pdf", "--tsa", stamps.url), says="没有.pdf")
    with FileLock(signed / ".lock"):
        check_refused(run("extend", signed, *stamps.options()), says="别的程序")
    assert listing(signed) == before


@pytest.mark.long
def test_when_the_service_fails_nothing_is_signed(sign: Sign, case: Case, stamps: Stamps) -> None:
    folder = case("medium")
    before = listing(folder)
    check_refused(sign(folder, "--tsa", "http://127.0.0.1:9/"), code=4, says="连不上")
    check_refused(sign(folder, "--tsa", stamps.url, "--level", "b-lt"), says="缺少吊销列表")
    check_refused(sign(folder, *stamps.options()), says="不在信任的根证书之下")
    assert listing(folder) == before


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--level", "b-t"], "--tsa"),
        (["--level", "b-x"], "b-lta"),
        (["--level", "b-b", "--tsa", "http://a/"], "b-b"),
        (["--tsa", "ftp://a/"], "地址"),
        (["--tsa", "https://a:geheim@b/"], "--tsa-passphrase-file"),
        (["--tsa-user", "某局"], "--tsa"),
    ],
)
def test_levels_that_cannot_be_are_wrong_usage(more: list[str], says: str, sign: Sign, case: Case) -> None:
    done = sign(case("medium"), *more)
    check_refused(done, code=2, says=says)
    assert "geheim" not in done.err


@pytest.mark.long
def test_a_folder_of_cases_is_searched_and_summed_up(
    run: Run, signed: Path, case: Case, keys: Keys, tmp_path: Path
) -> None:
    archive = tmp_path / "档案"
    for name in ("2026/甲", "2026/乙", "2025/丙"):
        shutil.copytree(signed, archive / name)
    shutil.copytree(case("medium"), archive / "2025/丁")
    (archive / "2026/乙/assessment.json").write_text("{}")
    (archive / ".旧").mkdir()
    shutil.copytree(signed, archive / ".旧/戊")
    done = run("verify", archive, *keys.trust(), "--questionnaire", SMALL)
    assert done.code == 5, done
    # What is hidden is looked at too: an archive has no place that is not judged and not named.
    assert "合计：有效 3，无效 1，无法判断 1" in done.out
    assert "签齐 4 份，没有签齐 1 份" in done.out
    assert f"  无效：{archive}/2026/乙\n" in done.out
    assert "文件夹叫“戊”" in done.out
    check_refused(run("verify", tmp_path / "home"), says="没有文书")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("at", ["gestern", "2026-13-01", "2026-02-30", "2026"])
def test_a_date_that_is_none_is_wrong_usage(at: str, run: Run, signed: Path) -> None:
    check_refused(run("verify", signed, "--at", at), code=2, says="2031-05-01")


@pytest.mark.long
def test_a_file_over_its_time_is_said_so(run: Run, signed: Path, keys: Keys) -> None:
    done = run("verify", signed, *keys.trust(), "--seconds", "0.1")
    assert done.code in (0, 6), done
    assert done.code == 0 or "限定的 0.1 秒内没有判断完" in done.out
    assert "故意" not in done.out


@pytest.mark.long
def test_a_register_of_roles_is_held_against_the_signers(
    run: Run, signed: Path, keys: Keys, tmp_path: Path
) -> None:
    register = tmp_path / "roles.yaml"
    register.write_text(
        "roles:\n  - {role: officer, person: 别人, subject: {CN: 别人}, from: 2020-01-01}\n", encoding="utf-8"
    )
    done = run("verify", signed, *keys.trust(), "--roles", register, "--questionnaire", SMALL)
    assert (done.code, "无权签" in done.out) == (5, True), done
