"""Assessment → print jobs → PDF, without network, clock or chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from yanpan.answers.budget import LINE_BREAK
from yanpan.assessment import digest_of_bytes
from yanpan.assessment.model import Assessment
from yanpan.errors import ReportFailed
from yanpan.report.fingerprint import fingerprint
from yanpan.report.glyphs import missing_glyphs
from yanpan.report.html import DENSITIES, render_html
from yanpan.report.paper import Attached, Paper, PrintJob
from yanpan.report.view import cover_stops

RECORD, QUESTIONNAIRE = "assessment.json", "questionnaire.json"
"""The names of what is attached, in the order in which a PDF lists names (ISO 32000-2, 7.9.6)."""

MOST_TEXT = 260_000
"""Characters of all texts in a record, a line break as many as in the text budget. The longest that a judgement gives
has some 215,000, of four acts: what people may write, and the questionnaire's words. To set more takes minutes."""

MOST_TEXTS = 16_000
"""And how many texts: each takes a cell of its own, however short it is. The longest judged case of one act has
some 2,200, of four acts 11,700, and what people may write adds three thousand."""

_DECISION_PAGES = 2
_MOST_CHARACTERS = 2100
"""Of a decision on these pages, roughly: what has more is not even tried, for to set a long report takes its time."""
_NO_TEXT = re.compile(r"<[^>]*+>|\s++")

_A_LINE, _SIGNERS, _MOST_LINES = 44, 8, (18, 27, 37)
"""Of the short form: characters in a line of the table of duties, how many such lines a row of signers is high, and how
many each density holds of both, roughly."""

_NOTE_LINES = 6
"""As many lines less has a note for its duties, which it only names: it says which facts were looked at."""


def print_paper(
    assessment: Assessment,
    record: bytes,
    questionnaire: bytes | None,
    set_paper: Callable[[PrintJob], bytes | None],
) -> Paper:
    """The paper of an assessment, set by `set_paper`, here or in another process.

    Raises `ReportFailed`, at once for a record with so much text that no judgement gave it.
    """
    _check_text(assessment)
    for job in _jobs(assessment, record, tuple(_attached(assessment, record, questionnaire))):
        pdf = set_paper(job)
        if pdf is not None:
            return Paper(pdf, missing_glyphs(assessment))
    raise ReportFailed("排版引擎没有出文书", where="report_templates", remedy="重新安装 yanpan。")


def _check_text(assessment: Assessment) -> None:
    texts = list(_texts(msgspec.to_builtins(assessment)))
    if len(texts) > MOST_TEXTS:
        raise ReportFailed(
            f"研判结果里的内容太多，不排印：合计 {len(texts)} 项，最多 {MOST_TEXTS} 项",
            where=assessment.case_number[:60],
            remedy="研判不会给出这样长的结果：它多半不是 yanpan 作的，或者被改过。",
        )
    total = sum(len(text) + LINE_BREAK * text.count("\n") for text in texts)
    if total > MOST_TEXT:
        raise ReportFailed(
            f"研判结果里的文字太多，不排印：合计 {total} 字（每换一行算 {LINE_BREAK} 字），最多 {MOST_TEXT} 字",
            where=assessment.case_number[:60],
            remedy="研判不会给出这样长的结果：它多半不是 yanpan 作的，或者被改过。",
        )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _attached(assessment: Assessment, record: bytes, questionnaire: bytes | None) -> Iterator[Attached]:
    yield Attached(RECORD, record, "研判结果全文（机器可读）", "Source")
    if questionnaire is None:
        return
    if digest_of_bytes(questionnaire) != assessment.questionnaire.digest:
        raise ReportFailed(
            "要附的问卷不是作这份研判的问卷",
            where=assessment.case_number,
            remedy="换用原来的问卷，或者用现在的问卷重新研判。",
        )
    yield Attached(QUESTIONNAIRE, questionnaire, "作这份研判的问卷（机器可读）", "Supplement")


def _jobs(assessment: Assessment, record: bytes, attachments: tuple[Attached, ...]) -> Iterator[PrintJob]:
    """Tighter and tighter, until the short form or the note fits one page, and the report's decision with all who sign the first two."""
    digest = digest_of_bytes(record)
    # In hex digits: in a literal string some bytes would be read as others (ISO 32000-2, 7.3.4.2).
    identifier = digest[:32].encode()
    densities = _densities(assessment)
    for density in densities:
        html = render_html(assessment, density, digest=digest)
        last = density == densities[-1]
        if not last and not assessment.one_page and _decision_length(html) > _MOST_CHARACTERS:
            continue
        yield PrintJob(
            html=html,
            pages=1 if assessment.one_page else _DECISION_PAGES,
            whole=assessment.one_page,
            last=last,
            roles=tuple(signer.role for signer in assessment.signers),
            attachments=attachments,
            moment=assessment.assessed_at,
            identifier=identifier,
            engine=fingerprint(),
        )


def _densities(assessment: Assessment) -> Sequence[int]:
    """The densities worth trying, rising: of a report those that leave fewer red lines to its decision than the one before."""
    if assessment.one_page:
        return range(_first_try(assessment), DENSITIES)
    told = cover_stops(assessment)
    return [density for density, count in enumerate(told) if count not in told[:density]]


def _decision_length(html: str) -> int:
    """Characters of a report's first section, which holds the decision and all who sign."""
    return len(_NO_TEXT.sub("", html[html.index("<section") : html.index("</section>")]))


def _first_try(assessment: Assessment) -> int:
    """The first density worth trying: a short form, or a note, with many words about duties never fits one page roomily."""
    lines = sum(1 + len(d.title + d.what) // _A_LINE + bool(len(d.basis) > 1) for d in assessment.duties)
    lines += _NOTE_LINES * (assessment.paper == "note")
    lines += _SIGNERS * ((len(assessment.signers) + 1) // 2)
    return next((density for density, most in enumerate(_MOST_LINES) if lines <= most), len(_MOST_LINES))
