"""Assessments to print: stored ones for golden files, and live ones from the real questionnaire.

The stored ones (assessments/*.json) do not change when a lawyer changes the questionnaire. Make them anew with
`python tests/report/papers.py` when the shape of `Assessment` changes, and look at the papers.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pikepdf

from yanpan.answers import read_answers
from yanpan.assessment import Assessment, assess, encode, read_assessment
from yanpan.batch.worked_cases import run_cases
from yanpan.data import data_folder
from yanpan.documents import load_document
from yanpan.questionnaire import Form, Question, QuestionType, compile_form, load_questionnaire
from yanpan.report import Paper, render_pdf

AT = datetime(2026, 11, 24, 16, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
FOLDER = Path(__file__).parent / "assessments"
NAMES = ("spot_fine", "medium", "high", "prohibited", "unknown", "early")
"""The stored ones: the short form, three grades, one with much that nobody knows, one that ended at a red line."""

DEMOLITION: dict[str, Any] = {
    "unit_name": "韶关市城市管理和综合执法局",
    "officers": [{"name": "张某", "certificate": "19010001"}, {"name": "李某", "certificate": "19010002"}],
    "kind": "强制",
    "compulsion_type": "拆除",
    "setting": "平常",
    "party_name": "王某、陈某等3户",
    "action_summary": "拆除三层违法加建部分，约120平方米",
    "place": "仁化县某镇某村",
    "planned_start": "2026-12-01T09:30:00+08:00",
    "interests": ["重大财产", "住房"],
    "people_affected": 43,
    "structure_occupied": "home",
}
SPOT_FINE: dict[str, Any] = {
    "unit_name": "韶关市城市管理和综合执法局",
    "officers": [{"name": "张某", "certificate": "19010001"}, {"name": "李某", "certificate": "19010002"}],
    "kind": "处罚",
    "penalty_procedure": "当场",
    "penalty_amount": 50,
    "setting": "平常",
    "party_name": "刘某",
    "planned_start": "2026-11-24T16:30:00+08:00",
}


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


def stored(name: str) -> Assessment:
    """One of `NAMES`."""
    return read_assessment((FOLDER / f"{name}.json").read_bytes(), name=name)


def live(
    facts: Mapping[str, Any],
    *,
    worst: int = 0,
    red_lines: bool = False,
    unknown: int = 0,
    measures: int = 0,
    notes: bool = False,
    **more: Any,
) -> Assessment:
    """Answer everything that is asked with the best option, except as said.

    Every `worst`-th question gets its worst option (one that hits a red line only with `red_lines`), every
    `unknown`-th 不清楚 (0: none). The first `measures` measures offered are planned, the very first without owner.
    """
    document: dict[str, Any] = {
        "questionnaire": "gd-563",
        "case_number": "粤韶执〔2026〕12号",
        "answers": dict(facts),
        **more,
    }
    while True:
        assessment = assess(form(), read_answers(document, form()), AT)
        asked = [a.question for a in assessment.answers if a.state == "unanswered"]
        if not asked:
            break
        question = form().questions[asked[0]]
        place = len(document["answers"])
        value = _pick(question, place, worst, unknown, red_lines)
        note = (
            {"note": "现场核对过，见笔录第2页。", "evidence": ["现场笔录.pdf", "照片3张"]}
            if notes and place % 5 == 0
            else {}
        )
        document["answers"][question.id] = {"value": value, **note}
    document["measures"] = [
        {"id": m.id, "owner": "李某", "deadline": "2026-11-28T18:00:00+08:00", "note": "已交办"}
        if n
        else {"id": m.id}
        for n, m in enumerate(assessment.measures[:measures])
    ]
    return assess(form(), read_answers(document, form()), AT)


def _pick(question: Question, place: int, worst: int, unknown: int, red_lines: bool) -> Any:
    if question.unknown and unknown and place % unknown == 0:
        return "unknown"
    bad = bool(worst) and place % worst == 0
    options = [o for o in question.options if red_lines or o.red_line is None] or list(question.options)
    match question.type:
        case QuestionType.CHOICE:
            return options[-1 if bad else 0].value
        case QuestionType.CHOICES:
            return [options[-1].value] if bad else []
        case QuestionType.NUMBER:
            return question.min or 0
        case QuestionType.DATE:
            return "2026-10-01"
        case QuestionType.DATETIME:
            return "2026-12-01T09:30:00+08:00"
        case QuestionType.PEOPLE:
            return [{"name": "张某"}, {"name": "李某"}]
        case _:
            return "见案卷第3页"


@cache
def paper(name: str) -> Paper:
    """The paper of a stored assessment, or of `hostile`."""
    assessment = hostile() if name == "hostile" else stored(name)
    return render_pdf(assessment, encode(assessment))


KINDS = (*NAMES, "hostile")


def assessment_of(name: str) -> Assessment:
    return hostile() if name == "hostile" else stored(name)


@cache
def worked() -> dict[str, Assessment]:
    """All worked cases of gd-563 by id, and the examples that ship beside it."""
    found = {
        item.case.id: item.assessment
        for item in run_cases(data_folder("questionnaires") / "gd-563", form())
        if item.assessment is not None
    }
    top = Path(__file__).parents[2]
    for file in (*(top / "demo").glob("*.yaml"), *(top / "docs" / "examples").glob("demolition*.yaml")):
        document, lines = load_document(file, name=file.name)
        found[file.stem] = assess(
            form(), read_answers({"case_number": "测试〔2026〕1号", **document}, form(), lines), AT
        )
    return found


def printed_case(name: str) -> bytes:
    assessment = worked()[name]
    return render_pdf(assessment, encode(assessment)).pdf


def stuffed(assessment: Assessment, text: str) -> Assessment:
    """The same case with `text` wherever a person may write."""
    free = (
        "unit_name",
        "officers",
        "party_name",
        "action_summary",
        "place",
        "penalty_amount",
        "basis_articles",
    )
    written = {a.question: text for a in assessment.answers if a.question in free}
    made = with_answer(assessment, **written)
    change = msgspec.structs.replace
    return change(
        made,
        case_number=text,
        answers=tuple(change(a, note=text, evidence=(text,)) if n % 7 == 0 else a for n, a in enumerate(made.answers)),
        measures=tuple(change(m, owner=text, note=text) if m.planned else m for m in made.measures),
        statements=tuple(change(s, who=text, said=text, why=text) for s in made.statements),
        attachments=(text,) * 2,
    )  # fmt: skip


HOSTILE = (
    '<img src="http://127.0.0.1:9/x.png"><link rel=attachment href="file:///etc/passwd">'
    '<style>@import "http://127.0.0.1:9/a.css"; @font-face { src: url(file:///etc/passwd) }</style>'
    "url(file:///etc/passwd) <a href='javascript:app.alert(1)'>甲</a> {{ 7*7 }} {% k %} &amp; &#65; ]]> <!-- m -->"
    "𬱖㛃䶮𠮷𰻝 张\u202e三\u2066\u200b e\u0301 😀 \x07 " + "长" * 60 + "x" * 120
)


@cache
def hostile() -> Assessment:
    """Markup, addresses, code, controls, rare characters and long words in every field."""
    return stuffed(stored("high"), HOSTILE)


def with_answer(assessment: Assessment, **said: str) -> Assessment:
    """The same case with other words for some of its answers."""
    answers = tuple(
        msgspec.structs.replace(a, shown=said[a.question], value=said[a.question])
        if a.question in said
        else a
        for a in assessment.answers
    )
    return msgspec.structs.replace(assessment, answers=answers, facts=assessment.facts | said)


def printed(data: bytes, tmp_path: Path, *options: str) -> str:
    """Text as poppler reads it."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(data)
    return subprocess.run(
        ["pdftotext", *options, file, "-"], capture_output=True, check=True, text=True
    ).stdout


def pages_of(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


STATEMENTS = [
    {
        "who": "王某",
        "said": "房屋建于1998年，当时没有要求办证，请求保留二层。",
        "adopted": "partly",
        "why": "二层属历史建房，另案处理；三层为2024年加建，应当拆除。",
    },
    {
        "who": "赵某（协办人）",
        "said": "建议推迟到春节后。",
        "kind": "dissent",
        "adopted": "no",
        "why": "催告期已满，推迟会造成继续加建。",
    },
]


def early() -> Assessment:
    """Ended where nobody may force the house down, with one question before it that nobody could answer."""
    said = {"structure_occupied": "unknown", "legal_basis_exists": "yes", "within_power": "beyond"}
    document = {"case_number": "粤韶执〔2026〕12号", "answers": DEMOLITION | said, "ended_early": True}
    return assess(form(), read_answers(document, form()), AT)


def make() -> dict[str, Assessment]:
    return {
        "spot_fine": live(SPOT_FINE),
        "medium": live(DEMOLITION, worst=23, measures=4, notes=True, statements=STATEMENTS, attachments=["现场照片12张", "催告书"]),
        "high": live(DEMOLITION, worst=4, measures=3, notes=True, statements=STATEMENTS, attachments=["现场照片12张"]),
        "prohibited": live({**DEMOLITION, "planned_start": "2026-12-01T05:00:00+08:00"}, worst=3, red_lines=True, notes=True),
        "unknown": live(DEMOLITION, unknown=6, measures=1),
        "early": early(),
    }  # fmt: skip


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, assessment in make().items():
        (FOLDER / f"{name}.json").write_bytes(encode(assessment))
        print(name, assessment.grade, len(assessment.hazards), len(assessment.answers), assessment.short_form)
