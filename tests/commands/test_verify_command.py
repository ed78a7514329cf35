"""`yanpan verify`: what was signed first, files for what they are, and bounds that no file passes."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from program import SMALL, YANPAN, Keys, Run, check_refused, environment

Case = Callable[[str], Path]


@pytest.mark.long
def test_what_was_signed_comes_before_the_reasons(run: Run, case: Case) -> None:
    done = run("verify", case("prohibited"), "--questionnaire", SMALL)
    lines = done.out.splitlines()
    stated = next(i for i, line in enumerate(lines) if "附带的数据写的是：测执〔2026〕1号" in line)
    assert stated == 1
    assert any("等级：初始不得实施" in line for line in lines[2:])
    assert any("■" in line for line in lines)
    assert stated < min(i for i, line in enumerate(lines) if "✗" in line)


@pytest.mark.long
def test_what_was_signed_stands_in_json(run: Run, case: Case) -> None:
    (found,) = run("verify", case("prohibited"), "--questionnaire", SMALL, "--json").json
    stated = found["result"]["stated"]
    assert (stated["case_number"], stated["initial"]) == ("测执〔2026〕1号", "prohibited")
    assert stated["red_lines"]
    assert {"label", "words"} == set(stated["facts"][0])


def test_what_is_no_pdf_is_said_to_be_what_it_is(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "文书.pdf"
    page.write_text("<!doctype html><title>登录</title>")
    done = run("verify", page)
    assert (done.code, "网页" in done.out, "无效" in done.out) == (6, True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of Unix")
def test_what_is_no_file_is_refused_without_waiting(run: Run, tmp_path: Path, case: Case) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    for file, says in (
        (tmp_path / "pipe.pdf", "管道"),
        (tmp_path / "zero.pdf", "设备"),
        (tmp_path / "x.pdf", "没有这个文件"),
    ):
        check_refused(run("verify", file), says=says)
    folder = case("high")
    (folder / "assessment.pdf").unlink()
    os.mkfifo(folder / "assessment.pdf")
    check_refused(run("verify", folder), says="管道")


def test_the_judgement_always_prints_again(run: Run, case: Case) -> None:
    assert run("verify", case("low"), "--no-reprint").code == 2


@pytest.mark.long
def test_a_questionnaire_is_trusted_by_folder_or_by_digest(run: Run, signed: Path, keys: Keys) -> None:
    digest = (
        run("pack", "lint", SMALL, "--json").code == 0
        and json.loads((signed / "assessment.json").read_bytes())["questionnaire"]["digest"]
    )
    check = ("verify", signed, *keys.trust(), "--so-far", "--json")

    def untrusted(*more: str | Path) -> bool:
        (found,) = run(*check, *more).json
        return "UNKNOWN_QUESTIONNAIRE" in {finding["code"] for finding in found["result"]["findings"]}

    def notes(*more: str | Path) -> set[str]:
        (found,) = run(*check, *more).json
        return {finding["code"] for finding in found["result"]["findings"]}

    assert "TRUSTED_PACK" in notes("--trust-questionnaire", digest)
    assert "TRUSTED_PACK" not in notes()
    assert untrusted()
    assert untrusted("--trust-questionnaire", "0" * 64)
    assert not untrusted("--trust-questionnaire", digest)
    assert not untrusted("--trust-questionnaire", digest.upper())
    assert not untrusted("--trust-questionnaire", SMALL)
    check_refused(run("verify", signed, "--trust-questionnaire", "没有的"), says="没有这个文件")


# ── bombs ──


def _changed(paper: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    pdf, out = pikepdf.open(io.BytesIO(paper)), io.BytesIO()
    change(pdf)
    pdf.save(out, compress_streams=True)
    return out.getvalue()


def _attached(data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        files = pdf.Root.Names.EmbeddedFiles
        names = files.Names if "/Names" in files else files.Kids[0].Names
        place = next(i for i in range(0, len(names), 2) if str(names[i]) == "assessment.json")
        made = pdf.make_stream(data)
        for key, value in names[place + 1].EF.F.items():
            if key not in ("/Length", "/Filter"):
                made[key] = value
        names[place + 1].EF.F = made

    return change


def _inflating(pdf: pikepdf.Pdf) -> None:
    """A page of nothing but 900 MB of spaces."""
    press = zlib.compressobj(9)
    packed = b"".join(press.compress(bytes(1 << 20)) for _ in range(900)) + press.flush()
    made = pdf.make_stream(b"")
    made.write(packed, filter=pikepdf.Name.FlateDecode)
    pdf.pages[0].Contents = made


def _font_map(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    rows = b"100 beginbfrange\n" + b"<0000> <ffff> <0041>\n" * 100 + b"endbfrange\n"
    font.ToUnicode = pdf.make_stream(b"begincmap\n" + rows * 3000 + b"endcmap")


def _operators(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"q Q " * 2_000_000)


def _signature(pdf: pikepdf.Pdf) -> None:
    """A CMS of ten megabytes of nested sequences."""
    content = b"\x30\x84" + (10_000_000).to_bytes(4, "big") + b"\x30\x80" * 5_000_000
    pdf.Root.AcroForm.Fields[0].V = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
            Contents=pikepdf.String(content),
            ByteRange=pikepdf.Array([0, 10, 20, 30]),
        )
    )


def _grown(record: bytes, key: str) -> bytes:
    """The record with one list of it as long as a record may be."""
    value: dict[str, Any] = json.loads(record)
    item = value[key][0]
    value[key] = [item] * (3_500_000 // len(json.dumps(item, ensure_ascii=False, indent=2).encode()))
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2).encode() + b"\n"


BOMBS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "long answers": lambda paper, record: _changed(paper, _attached(_grown(record, "answers"))),
    "many hazards": lambda paper, record: _changed(paper, _attached(_grown(record, "hazards"))),
    "deep JSON": lambda paper, _: _changed(paper, _attached(b"[" * 4_000_000)),
    "inflating attachment": lambda paper, _: _changed(paper, _attached(bytes(300_000_000))),
    "inflating page": lambda paper, _: _changed(paper, _inflating),
    "font map": lambda paper, _: _changed(paper, _font_map),
    "operators": lambda paper, _: _changed(paper, _operators),
    "huge CMS": lambda paper, _: _changed(paper, _signature),
    "deep arrays": lambda _, __: b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000 + b"]" * 2_000_000 + b"\nendobj\nstartxref\n9\n%%EOF\n",
    "many objects": lambda _, __: b"%PDF-1.7\n" + b"1 0 obj 1 endobj\n" * 2_900_000,
    "many revisions": lambda paper, _: paper + b"\n9 0 obj 1 endobj\nxref\n9 1\n0000000001 00000 n \ntrailer<<>>\nstartxref\n0\n%%EOF" * 90_000,
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="where memory is not limited, nothing is promised")
@pytest.mark.long(one_in=11)
@pytest.mark.parametrize("kind", BOMBS)
def test_no_file_takes_the_machine(kind: str, case: Case, home: Path, tmp_path: Path) -> None:
    """Under 1 GB for parent and child together, and never called valid; what takes too long is stopped (`TOO_SLOW`)."""
    folder, bomb = case("high"), tmp_path / "bomb.pdf"
    bomb.write_bytes(
        BOMBS[kind]((folder / "assessment.pdf").read_bytes(), (folder / "assessment.json").read_bytes())
    )
    most = 0
    running = subprocess.Popen(
        [str(YANPAN), "verify", str(bomb)], env=environment(home), stdout=subprocess.PIPE
    )
    while running.poll() is None:
        most = max(most, _memory(running.pid))
        time.sleep(0.05)
    assert most < 1_000_000_000
    assert running.returncode in (5, 6)
    assert running.stdout is not None
    assert len(running.stdout.read()) < 20_000


def _memory(process: int) -> int:
    """Bytes in memory of a process and its children."""
    total = 0
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for one in (str(process), *children):
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        pass
    return total


@pytest.mark.long
def test_what_lies_in_a_folder_and_is_not_judged_is_named(run: Run, case: Case, tmp_path: Path) -> None:
    """A good total over an archive must not hide what nobody looked at."""
    archive = tmp_path / "档案"
    archive.mkdir()
    good = case("low")
    (archive / "乙").mkdir()
    (archive / "乙" / "assessment.json").write_bytes((good / "assessment.json").read_bytes())
    (archive / "丙").symlink_to(good)
    (archive / "丁.pdf").write_bytes(b"%PDF-1.7\nnothing of ours\n%%EOF\n")
    done = run("verify", archive)
    assert done.code in (5, 6), done
    for name, says in (("乙", "有研判结果，没有文书"), ("丙", "是链接"), ("丁.pdf", "")):
        assert f"{archive / name}：" in done.out
        assert says in done.out


@pytest.mark.long
def test_a_paper_above_others_hides_none_of_them(run: Run, case: Case, tmp_path: Path) -> None:
    """It makes a case folder of the one above, and those below are judged as ever."""
    shop = tmp_path / "many"
    shutil.copytree(case("high"), shop / "上半年" / "粤韶执〔2026〕31号")
    one = case("medium") / "assessment.pdf"
    shutil.copy(one, shop)
    shutil.copy(one, shop / "上半年")
    found = {Path(item["file"]).relative_to(shop).as_posix() for item in run("verify", shop, "--json").json}
    assert found == {".", "上半年", "上半年/粤韶执〔2026〕31号"}


@pytest.mark.long
def test_all_that_lies_in_a_case_folder_is_judged_or_named(run: Run, signed: Path, tmp_path: Path) -> None:
    again, evidence = signed / "最终盖章版.PDF", signed / "证据" / "照片.pdf"
    shutil.copy(signed / "assessment.pdf", again)
    evidence.parent.mkdir()
    evidence.write_bytes(b"%PDF-1.4\n%%EOF\n")
    (signed / "证据" / "在别处").symlink_to(tmp_path, target_is_directory=True)
    (signed / "旧版-1").mkdir()
    shutil.copy(signed / "assessment.pdf", signed / "旧版-1")
    told = {Path(item["file"]): item["result"] for item in run("verify", signed, "--json").json}
    assert set(told) == {signed, again}
    (note,) = [f["words"] for f in told[signed]["findings"] if f["code"] == "OTHER_FILES"]
    assert "证据/照片.pdf" in note
    assert "证据/在别处" in note


@pytest.mark.long
def test_answers_that_lie_beside_and_are_others_are_said(run: Run, signed: Path) -> None:
    def notes() -> list[str]:
        (found,) = run("verify", signed, "--json", "--questionnaire", SMALL).json
        return [item["code"] for item in found["result"]["findings"]]

    file = signed / "answers.yaml"
    assert "ANSWERS_DIFFER" not in notes()
    file.write_text("# 这一行只是说明\n" + file.read_text("utf-8"), "utf-8")
    assert "ANSWERS_DIFFER" not in notes()
    file.write_text(file.read_text("utf-8").replace("people_affected: 12", "people_affected: 13"), "utf-8")
    assert "ANSWERS_DIFFER" in notes()
    file.write_text("answers: [", "utf-8")
    assert "ANSWERS_DIFFER" in notes()


def test_an_empty_name_is_not_the_folder_one_stands_in(run: Run) -> None:
    done = run("verify", "")
    assert (done.code, "文件名是空的" in done.err) == (2, True)


@pytest.mark.long
def test_the_verdict_is_the_exit_code_though_nobody_reads(case: Case, home: Path, tmp_path: Path) -> None:
    import subprocess

    from program import YANPAN, environment

    file = tmp_path / "x.pdf"
    file.write_bytes((case("low") / "assessment.pdf").read_bytes()[:-9])
    running = subprocess.Popen(
        [str(YANPAN), "verify", str(file)], env=environment(home), cwd=tmp_path,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdout is not None
    running.stdout.close()
    assert running.wait(60) == 5


@pytest.mark.parametrize("words", [["--at", ""], ["--at="]])
def test_an_empty_moment_is_called_by_its_option(run: Run, words: list[str]) -> None:
    check_refused(run("verify", "x.pdf", *words), code=2, says="--at 后面是空的")
    check_refused(run("verify", ""), code=2, says="文件名是空的")


@pytest.mark.long
def test_what_a_case_keeps_is_told_by_more_than_its_name(
    run: Run, signed: Path, case: Case, tmp_path: Path
) -> None:
    """Papers under the names of scans, earlier versions, a paper that waits: none of them is passed over in silence."""
    one = case("high")
    shutil.copytree(one, signed / "scans" / "另一案")
    shutil.copytree(one, signed / "旧版-1" / "又一案")
    shutil.copy(one / "assessment.json", signed / "旧版-1")
    (tmp_path / "别处").mkdir()
    (signed / "旧版-2").symlink_to(tmp_path / "别处", target_is_directory=True)
    big = signed / "证据.pdf"
    big.write_bytes(b"%PDF-1.4\nmade by yanpan, says somebody\n")
    told = {Path(item["file"]): item["result"] for item in run("verify", signed, "--json").json}
    assert set(told) == {signed, signed / "scans" / "另一案", signed / "旧版-1" / "又一案"}
    notes = {f["code"]: f["words"] for f in told[signed]["findings"]}
    assert "证据.pdf" in notes["OTHER_FILES"]
    assert "旧版-2" in notes["OTHER_FILES"]
    assert "旧版-1" in notes["OTHER_VERSIONS"]
    assert "SUPERSEDES" not in notes
