"""The finished PDF: same bytes anywhere, complete, signable, one page where one is promised."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import papers
import pytest
from fontTools.ttLib import TTFont
from papers import pages_of, paper, printed, with_answer

from yanpan.assessment import encode
from yanpan.data import data_folder
from yanpan.report import Paper, render_pdf

HASH = (
    "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import papers; from yanpan.report import render_pdf;"
    "from yanpan.assessment import encode; a = papers.stored('medium');"
    "print(hashlib.sha256(render_pdf(a, encode(a)).pdf).hexdigest())"
)


def hash_elsewhere(cwd: Path, **environment: str) -> str:
    """Of the same paper, made in another process."""
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", HASH, str(Path(__file__).parent)],
        cwd=cwd,
        env={**keep, "PYTHONPATH": paths, **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


def a_home_with_a_font_of_our_name(folder: Path) -> None:
    """Someone's own font that calls itself as our body font does."""
    (folder / ".fonts").mkdir()
    font = TTFont(data_folder("report_templates") / "fonts" / "hei.otf")
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Yanpan Fang"
    font.save(folder / ".fonts" / "fang.otf")


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assessment = papers.stored("high")
    assert render_pdf(assessment, encode(assessment)).pdf == paper("high").pdf


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "LANG": "C", "TZ": "America/New_York"},
        {
            "PYTHONHASHSEED": "77",
            "LANG": "ja_JP.UTF-8",
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "ja",
            "PANGO_LANGUAGE": "ja",
        },
        {"PYTHONHASHSEED": "random", "TZ": "Asia/Shanghai", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "1"},
        {"FONTCONFIG_FILE": "/nowhere/fonts.conf", "FONTCONFIG_PATH": "/nowhere", "FC_LANG": "ko"},
    ],
    ids=["C in New York", "Japanese", "Shanghai", "lost fontconfig"],
)
def test_another_process_anywhere_gives_the_same_bytes(environment: dict[str, str], tmp_path: Path) -> None:
    a_home_with_a_font_of_our_name(tmp_path)
    found = hash_elsewhere(
        tmp_path, HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / ".fonts"), **environment
    )
    assert found == hashlib.sha256(paper("medium").pdf).hexdigest()


@pytest.mark.long
def test_the_short_form_is_one_page_however_long_the_names() -> None:
    """As long as they may be; what is longer than that was refused before."""
    long = "仁化县某某街道办事处某某社区居民委员会综合行政执法协调办公室" * 12
    assessment = papers.stored("spot_fine")
    assert pages_of(paper("spot_fine").pdf) == 1
    stuffed = with_answer(
        assessment,
        unit_name=long[:60],
        party_name=long[:120],
        place=long[:120],
        officers=long[:120],
    )
    stuffed = msgspec.structs.replace(stuffed, case_number="粤韶执〔2026〕" + "1" * 60 + "号")
    assert stuffed.short_form
    assert pages_of(render_pdf(stuffed, encode(stuffed)).pdf) == 1
    # With every text at its longest the next page takes what is left: nothing is cut.
    stuffed = with_answer(stuffed, action_summary=long[:300], basis_articles=long[:300])
    assert pages_of(render_pdf(stuffed, encode(stuffed)).pdf) == 2


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", ["欧阳𬱖", "㛃某", "䶮某", "𠮷某"])
def test_rare_names_can_be_read_out_of_the_paper(name: str, tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("spot_fine"), party_name=name)
    made = render_pdf(assessment, encode(assessment))
    assert made.missing_glyphs == ()
    assert name in printed(made.pdf, tmp_path)


def test_a_character_no_font_has_is_named_in_the_paper(tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("spot_fine"), party_name="王\U0002aed0")
    made = render_pdf(assessment, encode(assessment))
    assert {m.code for m in made.missing_glyphs} == {"U+2AED0"}
    assert "王〓〔U+2AED0〕" in printed(made.pdf, tmp_path)


@pytest.mark.long
def test_a_live_case_prints() -> None:
    assessment = papers.live(papers.DEMOLITION, worst=5, unknown=7, measures=2)
    made = render_pdf(assessment, encode(assessment))
    assert made.missing_glyphs == ()
    assert made.pdf.count(b"/FT /Sig") == len(assessment.signers)


def test_a_paper_says_what_no_font_could_print_and_holds_nothing_else() -> None:
    assert paper("medium") == Paper(paper("medium").pdf, ())


def test_importing_the_report_is_cheap() -> None:
    code = "import sys, yanpan.report; print([m for m in ('weasyprint', 'jinja2', 'segno', 'fontTools') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert found.strip() == "[]"
