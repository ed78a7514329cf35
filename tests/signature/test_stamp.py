"""What a signature looks like: the printed lines of the cell filled in, whole, in letters that every reader shows."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont, reorderFontTables
from hypothesis import given
from hypothesis import strategies as st
from signed_papers import AT, codes, identity, judged, prepared, sign, signed_once, so_far

from yanpan.data import data_folder
from yanpan.signature import letters, sign_pdf
from yanpan.signature.letters import GETA, glyph_of
from yanpan.signature.stamp_lines import SIZES, Shown, moment_words, set_in, shown_by, wide

RARE = "李𬱖㛃𰻝"
FIELDS = ((209.8, 69.4), (221.1, 69.4), (209.8, 55.3))
"""Width and height of the fields on papers, in points: two signers a row, and the tightest short form."""


def shown(**changes: object) -> Shown:
    said = {
        "opinion": "☑同意　☐不同意",
        "words": "",
        "name": "张某",
        "title": "执法人员（承办人）",
        "moment": moment_words(AT),
        "number": "7C28CC9E",
        "trial": True,
    }
    return Shown(**said | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reason", "ticked", "words"),
    [
        ("同意", "☑同意　☐不同意", ""),
        ("同意：证据齐全", "☑同意　☐不同意", "证据齐全"),
        ("不同意，退回：证据不足", "☐同意　☑不同意", "证据不足"),
        ("调高为高风险：现场有人聚集", "☑同意　☐不同意", "调高为高风险：现场有人聚集"),
        ("调低为低风险：已经落实措施", "☑同意　☐不同意", "调低为低风险：已经落实措施"),
        ("", "☐同意　☐不同意", ""),
        ("本人有保留", "☐同意　☐不同意", "本人有保留"),
        (f"同意〔手签 officer sha256:{'0' * 64}〕", "☑同意　☐不同意", ""),
    ],
)
def test_the_opinion_is_ticked_as_it_was_given(reason: str, ticked: str, words: str) -> None:
    """Whoever moves the grade agrees to the paper with another grade, and the grade is said."""
    made = shown_by(identity("张某"), title="主要负责人", at=AT, reason=reason)
    assert (made.opinion, made.words) == (ticked, words)


def test_other_zones_than_our_own_are_said() -> None:
    assert moment_words(AT) == "2026年11月24日 16:15"
    assert moment_words(AT.astimezone(timezone(timedelta(hours=6)))) == "2026年11月24日 14:15（UTC+06:00）"


def test_an_opinion_cannot_tick_a_box_by_its_words() -> None:
    """Words in no form of ours stand as they are, without what looks like a tick."""
    made = shown_by(identity("张某"), title="主要负责人", at=AT, reason="同意：☐☑\n〇")
    assert made.words == "同意：〇"
    assert "☑" not in made.opinion


def texts_of(made: Shown, width: float, height: float) -> list[str]:
    return [part for row in set_in(made, width, height).rows for line in row for part in line if part]


@pytest.mark.parametrize("field", FIELDS)
@given(
    name=st.text("王买提·江Aa", min_size=1, max_size=64),
    words=st.text("现场有人聚集，。调高 Aa1", max_size=300),
    title=st.text("执法人员（承办人）", min_size=2, max_size=20),
    trial=st.booleans(),
)
def test_every_line_fits_the_field_and_the_name_is_whole(
    field: tuple[float, float], name: str, words: str, title: str, trial: bool
) -> None:
    width, height = field
    made = set_in(shown(name=name, words=words, title=title, trial=trial), width, height)
    assert made.size in SIZES
    assert made.lines * made.size <= height
    lines = [line for row in made.rows for line in row]
    for text, aside in lines:
        assert (wide(text) + wide(aside)) * made.size <= width + 0.01
    assert f"签名：{name}" in "".join(text for text, _ in made.rows[1])
    assert "".join(text for text, _ in made.rows[2]) == "日期：2026年11月24日 16:15"
    assert ("试用，无法律效力" in [aside for _, aside in lines]) is trial


def test_an_ordinary_stamp_is_set_a_line_each() -> None:
    for width, height in FIELDS:
        made = set_in(shown(), width, height)
        assert made.size >= 9
        assert [len(row) for row in made.rows] == [1, 1, 1]


def test_an_opinion_too_long_ends_in_an_ellipsis() -> None:
    said = "".join(texts_of(shown(words="现场有人聚集" * 40), *FIELDS[0]))
    assert "…" in said
    assert said.count("现场有人聚集") >= 4


def test_a_word_in_latin_letters_and_a_closing_mark_stay_where_they_belong() -> None:
    lines = texts_of(shown(name="Abdurehim Abdurahman-Memtimin Yusupjan"), *FIELDS[2])
    assert any("Abdurahman-Memtimin" in line for line in lines)
    assert not any(line[0] in "，。：）" for line in texts_of(shown(words="现场有人聚集，" * 9), *FIELDS[0]))


# Letters


@contextmanager
def appearance(pdf: bytes, role: str = "officer") -> Iterator[pikepdf.Object]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        yield next(field for field in opened.Root.AcroForm.Fields if role == field.T).AP.N


def test_the_stamp_covers_what_is_printed_below() -> None:
    with appearance(signed_once()) as drawn:
        _, height, width, _ = (float(number) for number in drawn.BBox)
        found = re.match(rb"q\n1 1 1 rg 0 0 ([\d.]+) ([\d.]+) re f ", drawn.read_bytes())
    assert found is not None
    assert [float(number) for number in found.groups()] == pytest.approx([width, height], abs=0.01)


def test_a_rare_character_comes_from_the_font_that_has_it() -> None:
    assert {glyph_of(character).font for character in RARE} == {"fang.otf", "song.otf"}
    assert glyph_of("\U0002a6a5").character in ("\U0002a6a5", GETA)
    assert glyph_of("☐").character == GETA


@pytest.fixture(scope="module")
def rare() -> bytes:
    return sign(prepared(), "officer", identity(RARE))


def test_somebody_with_a_rare_name_signs_and_is_verified(rare: bytes, tmp_path: Path) -> None:
    """The name is younger than the tables by which certificates' names are compared."""
    found = so_far(rare)
    assert (found.verdict, codes(found)) == ("valid", set())
    (tmp_path / "paper.pdf").write_bytes(rare)
    said = subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], capture_output=True, check=True)
    assert f"试用身份·{RARE}" in said.stdout.decode()


def test_every_reader_shows_the_glyphs_of_the_shipped_fonts(rare: bytes) -> None:
    """A code is the number of a glyph, before and after subsetting: readers that mix the two up show the same."""
    with appearance(rare) as drawn:
        fonts = drawn.Resources.Font
        assert set(fonts.keys()) == {"/Fang", "/Song"}
        for key, font in fonts.items():
            (descendant,) = font.DescendantFonts
            embedded = TTFont(BytesIO(descendant.FontDescriptor.FontFile3.read_bytes()))
            shipped = TTFont(data_folder("report_templates") / "fonts" / f"{key[1:].lower()}.otf", lazy=True)
            there = re.findall(rb"\n<([0-9a-f]{4})> <", font.ToUnicode.read_bytes())
            numbers = [int(code, 16) for code in there[1:]]
            assert numbers == [int(number) for number in list(descendant.W)[::2]]
            for number in numbers:
                assert outline(embedded, number) == outline(shipped, number)


def outline(font: TTFont, number: int) -> list[object]:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphName(number)].draw(pen)
    # A blank has no outline, and a width that tells it from nothing.
    return [*pen.value, glyphs[font.getGlyphName(number)].width]


def test_the_same_signer_at_the_same_time_draws_the_same_stamp() -> None:
    made = []
    for _ in range(2):
        pdf = sign_pdf(prepared(), role="officer", identity=identity("张某"), reason="同意", at=AT)
        with appearance(pdf) as drawn:
            names = [str(font.BaseFont) for font in drawn.Resources.Font.values()]
            made.append((drawn.read_bytes(), names))
    assert made[0] == made[1]


def test_the_tags_of_its_fonts_follow_from_the_letters_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of HarfBuzz lays out the file otherwise: it is called the same, and the paper is as good."""

    def signed(reason: str = "同意") -> tuple[bytes, set[str]]:
        pdf = sign_pdf(prepared(), role="officer", identity=identity("张某"), reason=reason, at=AT)
        with appearance(pdf) as drawn:
            return pdf, {str(font.BaseFont) for font in drawn.Resources.Font.values()}

    def other(*given: Any) -> bytes:
        out = BytesIO()
        made = subset(*given)
        reorderFontTables(BytesIO(made), out, tableOrder=["post", "name", "CFF ", "cmap"])
        assert out.getvalue() != made
        return out.getvalue()

    _, tags = signed()
    assert signed("不同意：证据不足")[1] != tags
    subset = letters._subset
    with monkeypatch.context() as patch:
        patch.setattr(letters, "_subset", other)
        there, called = signed()
    assert called == tags
    assert judged(there, so_far=True).verdict == "valid"


def test_a_letter_that_nobody_else_knows_leaves_a_mark_in_the_name() -> None:
    """Two signers whose names differ in one letter must not look alike; and no version of Python knows more letters."""

    def name(text: str) -> str:
        return shown_by(identity("张某"), title=text, at=AT, reason="同意").title

    assert name("张\ue000") == "张〓"
    assert name("张\U00031350") == "张\U00031350"
    assert name("张\u200b某\u202e") == "张某"
