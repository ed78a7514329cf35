"""Small signed papers for the tests: two pages, three roles, made once a run.

The assessment is a bare one, so that these tests do not move when the questionnaire or the report does.
`test_the_real_paper.py` holds the room against the real ones.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pikepdf
from cryptography import x509

from yanpan import __version__
from yanpan.assessment import Assessment, Outcome, digest_of, encode
from yanpan.assessment.model import SCHEMA_VERSION
from yanpan.keys import Identity, Passphrase, load_identity, load_trust, make_trial_identity
from yanpan.questionnaire.facts import last_calendar_year
from yanpan.report import Paper, engine
from yanpan.report.fingerprint import fingerprint
from yanpan.report.finish import finish
from yanpan.report.paper import Attached
from yanpan.signature import sign_pdf
from yanpan.verification import Verification, verify_pdf
from yanpan.verification.judged_again import Again

AT = datetime(2026, 11, 24, 16, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = AT + timedelta(hours=1)
PASSPHRASE = Passphrase(b"correct horse")
ROLES = (("officer", "执法人员（承办人）"), ("legal_review", "法制审核机构"), ("unit_head", "主要负责人"))
CASE = "粤韶执〔2026〕12号"
QUESTIONNAIRE = "ab" * 32
"""The digest of the questionnaire of these papers, of which nothing else is known."""


def plain(**changes: Any) -> dict[str, Any]:
    """The fields of a bare assessment, some of them changed."""
    citation = {"ref": "563号:4.2", "words": "粤司函〔2020〕563号 4.2"}
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "judgement": 1,
        "tool_version": __version__,
        "calendar_until": last_calendar_year(),
        "questionnaire": {"id": "gd-563", "version": "2026.11", "title": "研判问卷", "digest": QUESTIONNAIRE},
        "case_number": CASE,
        "assessed_at": AT,
        "titles": {f"grade.{k}": v for k, v in _GRADES.items()}
        | {
            f"section.{section}": section for section in ("facts", "legality", "stability", "controllability")
        },
        "meanings": {"start": "planned_start", "officers": "officers"},
        "facts": {},
        "grade": {
            "initial": "high",
            "residual": "medium",
            "best": "low",
            "decided_by": "night",
            "residual_decided_by": "night",
        },
        "what_if": {"possible": False, "to": "medium", "measures": [], "titles": []},
        "if_cured": None,
        "if_cured_and_measures": None,
        "signers": [{"role": role, "title": title, "basis": []} for role, title in ROLES],
        "signers_if_raised": {},
        "signable": True,
        "conclusion": {
            "grade": "medium",
            "title": "中风险",
            "words": "落实防控措施后实施",
            "first_steps": [],
            "find_out_first": "",
        },
        "validity": {"expires_at": AT + timedelta(days=3650), "void_when": [], "basis": []},
        "matrix": {"rows": [], "likelihood": [], "consequence": []},
        "raised": None,
        "policy": citation,
        "paper": "short",
        "supersedes": "",
        "ended_early": False,
    }
    # Whatever else an assessment holds is a list, and empty here.
    return {field.name: [] for field in msgspec.structs.fields(Assessment)} | document | changes


_GRADES = {"low": "低风险", "medium": "中风险", "high": "高风险", "prohibited": "不得实施"}


def assessment(**changes: Any) -> Assessment:
    return msgspec.convert(plain(**changes), Assessment)


_FIELD = '<td><p class="role">{title}</p><div class="place"><p>意见：</p><p>签名：</p><p>日期：</p>{box}</div></td>'
_BOX = '<input type="checkbox" name="{role}" title="{title}"/>'
_DOCUMENT = """<html lang="zh-CN"><head><title>研判报告</title><meta name="keywords" content="{number}"/>
<meta name="dcterms.created" content="{moment}"/></head><body>
<h1>风险评估报告</h1><p>{case}</p><p>初始 {initial} 措施后 {residual}</p>
<svg class="matrix" viewBox="0 0 230 162" xmlns="http://www.w3.org/2000/svg" font-family="Yanpan Fang"><title>图</title>
<rect x="26" y="2" width="41" height="27" fill="#f8c9a8" stroke="#000"/><text x="30" y="19">后果</text></svg>
<table class="signing"><tbody>{rows}</tbody></table>
<section style="break-before: page"><h2>摘要</h2><p class="hash">摘要值 {digest}</p></section></body></html>"""


def print_paper(
    shown: Assessment,
    attachment: bytes | None,
    *,
    case: str | None = None,
    grade: str | None = None,
    fields: Sequence[tuple[str, str]] | None = None,
    number: str = "0",
    made_by: str | None = None,
) -> Paper:
    """A paper in the report's manner, by the report's own engine and with fields as it makes them.

    `case` and `grade` put other words on it than its data says, `fields` other signers; `number` only makes other
    bytes, and `made_by` is another engine's fingerprint.
    """
    initial, residual = grade or _GRADES[shown.grade.initial], _GRADES[shown.grade.residual]
    there = fields if fields is not None else [(signer.role, signer.title) for signer in shown.signers]
    rows = "".join(
        f"<tr>{_FIELD.format(title=title, box=_BOX.format(role=role, title=title))}</tr>"
        for role, title in there
    )
    html = _DOCUMENT.format(
        number=number,
        moment=AT.isoformat(),
        case=escape(case or shown.case_number),
        initial=initial,
        residual=residual,
        rows=rows,
        digest=digest_of(shown),
    )
    held = (
        []
        if attachment is None
        else [engine.attachment(Attached("assessment.json", attachment, "研判结果", "Source"), AT)]
    )
    pdf = engine.draw(engine.lay_out(html), held)
    finish(pdf, [role for role, _ in there], engine=made_by or fingerprint(), height=841.89)
    out = BytesIO()
    pdf.write(out, version=b"1.7", identifier=bytes.fromhex(digest_of(shown))[:16], compress=False)
    return Paper(out.getvalue(), ())


@cache
def prepared() -> bytes:
    """The paper with its empty fields, before anybody signs."""
    return print_paper(assessment(), encode(assessment())).pdf


def rewritten(change: Callable[[pikepdf.Pdf], Any], pdf: bytes | None = None) -> bytes:
    """The paper before anybody signs, changed and written anew by somebody else's program."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf or prepared())) as opened:
        change(opened)
        opened.save(out, static_id=True)
    return out.getvalue()


@cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="yanpan-test-keys-"))


@cache
def identity(name: str = "张某", role_title: str = "") -> Identity:
    """A trial identity; the same name gives the same one."""
    path = folder() / f"{name}-{role_title}.p12"
    make_trial_identity(path, name=name, passphrase=PASSPHRASE, now=AT, role_title=role_title)
    return load_identity(path, PASSPHRASE, at=AT)


def trust() -> tuple[x509.Certificate, ...]:
    """The roots of all identities made so far."""
    return tuple(root for file in sorted(folder().glob("*.root.pem")) for root in load_trust(file))


def sign(pdf: bytes, role: str, who: Identity, *, at: datetime = AT) -> bytes:
    return sign_pdf(pdf, role=role, identity=who, reason="同意", at=at)


@cache
def signed_once() -> bytes:
    """The officer has signed."""
    return sign(prepared(), "officer", identity("张某"))


@cache
def signed_twice() -> bytes:
    """The officer and the reviewer have signed."""
    return sign(signed_once(), "legal_review", identity("李某"), at=AT + timedelta(minutes=5))


@cache
def signed_by_all() -> bytes:
    return sign(signed_twice(), "unit_head", identity("王某"), at=AT + timedelta(minutes=9))


def print_again(shown: Assessment, attachment: bytes, questionnaire: bytes | None = None) -> Paper:
    """The paper as `verify` has it made anew. These papers carry no questionnaire."""
    assert questionnaire is None
    return print_paper(shown, attachment)


def adds_up(*_: object) -> Again:
    """Stands in for judging the answers anew: the assessments of these papers have none."""
    return Again(Outcome.SAME, "")


def believing(**more: Any) -> dict[str, Any]:
    """What a reader of these papers judges by."""
    return {
        "at": LATER,
        "trust": trust(),
        "render": print_again,
        "judge_again": adds_up,
        "trusted": {QUESTIONNAIRE},
    } | more


def judged(pdf: bytes, **more: Any) -> Verification:
    """The verdict with every trial root trusted."""
    return verify_pdf(pdf, **believing(**more))


def so_far(pdf: bytes, **more: Any) -> Verification:
    """The verdict on what is signed so far, though not all have signed."""
    return judged(pdf, so_far=True, **more)


def codes(verification: Verification) -> set[str]:
    """The codes of all findings that lower the verdict."""
    return {item.code for item in verification.findings if item.weight != "valid"}
