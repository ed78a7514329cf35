"""The shipped fonts: what they hold, that coverage.txt says so, and that they may be shipped."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from yanpan.data import data_folder
from yanpan.report.glyphs import printable

FONTS = data_folder("report_templates") / "fonts"
BODY_AND_FALLBACK = ("fang.otf", "song.otf")


def codes(name: str) -> set[int]:
    return set(TTFont(FONTS / name).getBestCmap())


def test_coverage_is_what_body_and_fallback_hold() -> None:
    held = codes("fang.otf") | codes("song.otf")
    spans = (line.partition("-")[::2] for line in (FONTS / "coverage.txt").read_text().split())
    said = {code for first, last in spans for code in range(int(first, 16), int(last or first, 16) + 1)}
    assert said == held


def test_every_family_list_falls_back_to_both() -> None:
    lists = re.findall(r"#let \w+ = (\(\"Yanpan [^)]*\))", (FONTS.parent / "typst" / "paper.typ").read_text())
    assert len(lists) == 5
    assert all("Yanpan Song" in names and "Yanpan Fang" in names for names in lists)


@pytest.mark.parametrize("name", ["fang.otf", "title.otf", "hei.otf", "kai.ttf"])
def test_gb2312_and_the_marks_of_official_papers_are_there(name: str) -> None:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    hanzi = {ord(char) for row in rows if (char := row.decode("gb2312", "ignore"))}
    assert len(hanzi) == 6763
    assert (hanzi | set(map(ord, "〔〕《》【】①⑩≥≤→×·—…〓“”"))) - codes(name) == set()


@pytest.mark.parametrize("text", ["〔2026〕⑳≥≤→×·—…℃½", "𬱖㛃䶮𠮷𰻝", "ü é ñ", "2,000元；50%"])
def test_common_and_rare_text_is_printable(text: str) -> None:
    assert printable(text) == text


def test_no_font_forbids_embedding_and_all_carry_our_names() -> None:
    for path in sorted(FONTS.glob("*.[ot]tf")):
        font = TTFont(path)
        assert font["OS/2"].fsType & 0x0302 == 0, path.name
        assert font["name"].getDebugName(1).startswith("Yanpan "), path.name


def test_licences_stand_beside_the_fonts_and_all_stays_small() -> None:
    assert {"Fandol-README.txt", "Fandol-GPL-3.txt", "OFL-Noto.txt", "OFL-LXGW.txt"} <= {
        p.name for p in FONTS.iterdir()
    }
    assert sum(p.stat().st_size for p in FONTS.iterdir()) < 25_000_000
