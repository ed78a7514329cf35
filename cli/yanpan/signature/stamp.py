"""What a signature looks like on paper: name, role, time and certificate, in an embedded Chinese font."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

from yanpan.data import data_folder
from yanpan.errors import ReportFailed
from yanpan.signature.keys import Identity
from yanpan.signature.opinion import opinion_words, read_opinion

_GETA = "〓"
"""The typesetters' sign for a character that the font lacks."""

_SIZE = 10
MAX_OPINION = 22
"""Characters of an opinion that the box has room for."""
_PREFERRED = ("kai", "fang", "song")


def stamp_text(identity: Identity, *, title: str, at: datetime, reason: str = "") -> str:
    """The lines of a stamp.

    Name and role, time of signing with its zone, the end of the certificate number, and for a trial
    identity that it has no legal effect.
    """
    shown = f"{at:%Y-%m-%d %H:%M:%S} {at:%z}"
    lines = [
        identity.name,
        title,
        *_opinion_lines(reason),
        f"{shown[:-2]}:{shown[-2:]}",
        f"证书号 …{identity.number[-8:]}",
    ]
    if identity.trial:
        lines.append("试用，无法律效力")
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines)


def _opinion_lines(reason: str) -> list[str]:
    """The opinion in one short line; the whole of it stands in the signature's reason."""
    opinion = read_opinion(reason)
    if opinion is None:
        return []
    words = opinion_words(opinion).partition("〔")[0]
    return [words if len(words) <= MAX_OPINION else words[: MAX_OPINION - 1] + "…"]


def stamp_style(text: str) -> tuple[TextStampStyle, str]:
    """The style for a stamp, and the text with what the font lacks replaced by 〓.

    Takes the shipped font that has most of the text; PDF/A wants it embedded and without missing glyphs.
    """
    wanted = {ord(c) for c in text if c != "\n"}
    files = _font_files(data_folder("report_templates") / "fonts")
    best: tuple[Path, frozenset[int]] | None = None
    for path in files:
        known = _characters(path)
        if best is None or len(wanted & known) > len(wanted & best[1]):
            best = (path, known)
        if wanted <= known:
            break  # reading a font's table of characters costs more than the signature
    if best is None:
        raise ReportFailed(
            "安装里没有印章用的中文字体", where="report_templates/fonts", remedy="重新安装 yanpan。"
        )
    font, known = best
    text = "".join(c if c == "\n" or ord(c) in known else _GETA for c in text)
    tight = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MID, Margins(4, 4, 3, 3))
    style = TextStampStyle(
        border_width=0,
        stamp_text="%(text)s",
        inner_content_layout=tight,
        text_box_style=TextBoxStyle(
            font=GlyphAccumulatorFactory(str(font), font_size=_SIZE, bcp47_lang_code="zh-CN"),
            font_size=_SIZE,
            leading=_SIZE + 3,
            box_layout_rule=SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MID),
        ),
    )
    return style, text


def _font_files(folder: Path) -> list[Path]:
    """The fonts of a folder, the preferred ones first."""
    order = {name: place for place, name in enumerate(_PREFERRED)}
    files = [path for path in folder.glob("*") if path.suffix.lower() in (".ttf", ".otf")]
    return sorted(files, key=lambda path: (order.get(path.stem, len(order)), path.name))


@lru_cache(maxsize=8)
def _characters(path: Path) -> frozenset[int]:
    """The characters a font has; none for a file that is no font."""
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()
