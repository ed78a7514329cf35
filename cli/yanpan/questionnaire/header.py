"""The general part of a pack (`questionnaire.yaml`): what can be wrong with it once its form is right."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yanpan.questionnaire.model import Grade, Header, Section

Fault = tuple[str, str]
"""The field and what is wrong with it."""


def shape_faults(header: Header) -> Iterator[Fault]:
    """Faults without which nothing further can be read."""
    if len(header.matrix) != 5 or any(len(row) != 5 for row in header.matrix):
        yield "matrix", "矩阵应是 5 行 5 列"
    for name in ("likelihood", "consequence"):
        if len(getattr(header, name)) != 5:
            yield name, "可能性、后果各要 5 个名称"
    if set(header.section_thresholds) != {"medium", "high"}:
        yield "section_thresholds", "分数线要写 medium 和 high"
    if set(header.validity.days) != set(Grade):
        yield "validity", "有效期要给四个等级都写上天数"
    ids = [item.id for item in header.grades]
    if sorted(ids) != sorted(Grade):
        yield "grades", "等级要写 low、medium、high、prohibited 各一次"
    sections = [item.id for item in header.sections]
    missing = [s.value for s in Section if s not in sections]
    if missing or len(sections) != len(Section):
        yield "sections", f"每项研判要写一次{'，缺少 ' + '、'.join(missing) if missing else ''}"
    try:
        ZoneInfo(header.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "timezone", f"没有时区“{header.timezone}”，写成 Asia/Shanghai"


def meaning_faults(header: Header) -> Iterator[Fault]:
    """Faults against the laws of the judgement."""
    limits = header.section_thresholds
    if not 0 < limits["medium"] <= limits["high"]:
        yield "section_thresholds", "分数线应是 0 < medium ≤ high"
    ranks = [[grade.rank for grade in row] for row in header.matrix]
    sideways = any(row[i] > row[i + 1] for row in ranks for i in range(4))
    downward = any(ranks[i][j] < ranks[i + 1][j] for i in range(4) for j in range(5))
    if sideways or downward:
        yield "matrix", "矩阵里可能性或者后果变大，等级反而变低"
    if any(grade is Grade.PROHIBITED for row in header.matrix for grade in row):
        yield "matrix", "矩阵里不能有 prohibited：不得实施只由红线决定"
    if any(days <= 0 for days in header.validity.days.values()):
        yield "validity", "有效期的天数应大于零"
    if not header.section_basis:
        yield "section_basis", "没有写依据"


def citations(header: Header) -> Iterator[tuple[str, str]]:
    """Every citation of the general part, with its field."""
    for ref in header.section_basis:
        yield "section_basis", ref
    for item in header.sections:
        for ref in item.basis:
            yield "sections", ref
    for ref in header.validity.basis:
        yield "validity", ref
