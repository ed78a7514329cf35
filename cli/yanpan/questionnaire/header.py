"""The general part of a pack (`questionnaire.yaml`): what can be wrong with it once its form is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yanpan.naming import nearest
from yanpan.questionnaire.model import Grade, Header, Question, QuestionType, Section

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


_MEANT = {
    "start": (QuestionType.DATETIME, "计划实施的时间"),
    "unit": (QuestionType.TEXT, "单位名称"),
    "officers": (QuestionType.PEOPLE, "执法人员"),
    "kind": (QuestionType.CHOICE, "行为的种类"),
}


def question_faults(header: Header, questions: Mapping[str, Question]) -> Iterator[tuple[str, str, str]]:
    """Questions named in `meanings` and `cover` that are none, or none of that type: field, what is wrong, what to do."""
    for name, (wanted, words) in _MEANT.items():
        named = getattr(header.meanings, name)
        if named and named not in questions:
            yield (
                "meanings",
                f"{name}（{words}）写的“{named}”不是题号{nearest(named, questions)}",
                "照题号写。",
            )
        elif named and questions[named].type is not wanted:
            what = f"{name}（{words}）写的“{named}”是 {questions[named].type.value} 题"
            yield "meanings", what, f"写一道 type: {wanted.value} 的题。"
    seen: set[str] = set()
    for row in header.cover:
        for name in row.questions:
            if name not in questions:
                yield "cover", f"“{row.title}”里的“{name}”不是题号{nearest(name, questions)}", "照题号写。"
            elif name in seen:
                yield "cover", f"“{name}”写了两次（“{row.title}”）", "留一处。"
            seen.add(name)
        if not row.title.strip() or not row.questions:
            yield "cover", f"“{row.title}”缺少名称或者题号", "写成 {title: 当事人, questions: [party_name]}。"
    titles = [row.title for row in header.cover]
    for title in sorted({title for title in titles if titles.count(title) > 1}):
        yield "cover", f"有两行都叫“{title}”", "合成一行，或者换一个名称。"


def citations(header: Header) -> Iterator[tuple[str, str]]:
    """Every citation of the general part, with its field."""
    for ref in header.section_basis:
        yield "section_basis", ref
    for item in header.sections:
        for ref in item.basis:
            yield "sections", ref
    for ref in header.validity.basis:
        yield "validity", ref
