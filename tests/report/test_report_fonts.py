"""The shipped fonts: what they hold, that coverage.txt says so, and that they may be shipped."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from yanpan.data import data_folder
from yanpan.report import engine
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


def test_every_family_list_falls_back_to_the_widest_font() -> None:
    texts = [(FONTS.parent / name).read_text() for name in ("paper.css", "macros.html.j2")]
    lists = re.findall(r'(?:"Yanpan \w+"(?:, )?)+|Yanpan \w+(?:, Yanpan \w+)+', "".join(texts))
    assert len(lists) > 10
    assert [names for names in lists if "Yanpan Song" not in names] == []
    assert {name for names in lists for name in re.findall(r"Yanpan \w+", names)} <= set(engine.FAMILIES)


def test_the_engine_knows_no_font_but_ours() -> None:
    assert engine._families(engine.sheets().fonts) == set(engine.FAMILIES)


@pytest.mark.parametrize("name", ["fang.otf", "song.otf", "title.otf", "hei.otf"])
def test_the_number_of_a_glyph_is_one_and_the_same_in_every_reader(name: str) -> None:
    """A font that is keyed by CID has CID = glyph id; a font of the other kind has no CIDs that could differ."""
    top = TTFont(FONTS / name, lazy=True)["CFF "].cff.topDictIndex[0]
    if hasattr(top, "ROS"):
        assert top.charset[1:] == [f"cid{n:05d}" for n in range(1, len(top.charset))]


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


@given(st.text(alphabet="张😀\u202e𪛗A", max_size=400))
def test_what_no_font_has_makes_a_text_hardly_longer(text: str) -> None:
    assert len(printable(text)) <= len(text) + 8 * len("〔U+1F600〕")
