"""Small signed papers for the tests: two pages, three roles, made once a run.

The assessment is a bare one, so that these tests do not move when the questionnaire or the report does.
`test_the_real_paper.py` holds the room against the real ones.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import typst
from cryptography import x509

from yanpan import __version__
from yanpan.assessment import Assessment, digest_of, encode
from yanpan.data import data_folder
from yanpan.questionnaire.facts import last_calendar_year
from yanpan.report import Paper, SignatureBox
from yanpan.signature import (
    Identity,
    Passphrase,
    Verification,
    load_identity,
    load_trust,
    make_trial_identity,
    prepare_fields,
    sign_pdf,
    verify_pdf,
)

AT = datetime(2026, 11, 24, 16, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = AT + timedelta(hours=1)
PASSPHRASE = Passphrase(b"correct horse")
ROLES = (("officer", "执法人员（承办人）"), ("legal_review", "法制审核机构"), ("unit_head", "主要负责人"))
CASE = "粤韶执〔2026〕12号"


def plain(**changes: Any) -> dict[str, Any]:
    """The fields of a bare assessment, some of them changed."""
    citation = {"ref": "563号:4.2", "words": "粤司函〔2020〕563号 4.2"}
    document: dict[str, Any] = {
        "schema_version": 1,
        "tool_version": __version__,
        "calendar_until": last_calendar_year(),
        "questionnaire": {"id": "gd-563", "version": "2026.11", "title": "研判问卷", "digest": "ab" * 32},
        "case_number": CASE,
        "assessed_at": AT,
        "titles": {f"grade.{k}": v for k, v in _GRADES.items()},
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
        "validity": {"expires_at": AT + timedelta(days=30), "void_when": [], "basis": []},
        "matrix": {"rows": [], "likelihood": [], "consequence": []},
        "raised": None,
        "policy": citation,
        "short_form": True,
    }
    for name in _LISTS:
        document[name] = []
    return document | changes


_LISTS = (
    *(
        "answers",
        "aside",
        "sections",
        "red_lines",
        "hazards",
        "rules",
        "residual_rules",
        "unknowns",
        "measures",
    ),
    *("duties", "missing", "planned", "statements", "attachments", "warnings"),
)
_GRADES = {"low": "低风险", "medium": "中风险", "high": "高风险", "prohibited": "不得实施"}


def assessment(**changes: Any) -> Assessment:
    return msgspec.convert(plain(**changes), Assessment)


_DOCUMENT = b"""
#let paper = json("paper.json")
#set document(title: "\xe7\xa0\x94\xe5\x88\xa4\xe6\x8a\xa5\xe5\x91\x8a", keywords: (paper.number,))
#set page(paper: "a4")
#set text(font: "Yanpan Kai", lang: "zh")
#if paper.attached { pdf.attach("assessment.json", read("assessment.json", encoding: none), relationship: "source",
  mime-type: "application/json", description: "assessment") }
= #paper.title
#for line in paper.lines { par(line) }
#for (name, title) in paper.signers { block(width: 160pt, height: 72pt, {
  context [#metadata((name, here().position()))]
  title
}) }
#pagebreak()
#paper.digest
"""


def print_paper(
    shown: Assessment,
    attachment: bytes | None,
    *,
    case: str | None = None,
    grade: str | None = None,
    number: bytes = b"0" * 16,
) -> Paper:
    """A paper in the report's manner. `case` and `grade` put other words on it than its data says."""
    initial, residual = grade or _GRADES[shown.grade.initial], _GRADES[shown.grade.residual]
    said = {
        "title": "风险评估报告",
        "lines": [case or shown.case_number, f"初始 {initial} 措施后 {residual}"],
        "signers": [(s.role, s.title) for s in shown.signers],
        "digest": f"摘要值 {digest_of(shown)}",
        "number": number.hex(),
        "attached": attachment is not None,
    }
    files = {
        "main.typ": _DOCUMENT,
        "paper.json": msgspec.json.encode(said),
        "assessment.json": attachment or b"",
    }
    pdf = _compiler(files).compile(format="pdf", pdf_standards=["a-3a"], timestamp=int(AT.timestamp()))
    places = dict(msgspec.json.decode(_compiler(files).query("metadata", field="value")))
    found = []
    for signer in shown.signers:
        x, y = (float(places[signer.role][axis].removesuffix("pt")) for axis in "xy")
        found.append(SignatureBox(signer.role, signer.title, 0, x, 841.89 - y - 72, x + 160, 841.89 - y))
    return Paper(pdf + b"\n", tuple(found), ())


def _compiler(files: dict[str, bytes]) -> typst.Compiler:
    return typst.Compiler(files, font_paths=_fonts())  # type: ignore[type-var]  # its stubs lack the files


@cache
def _fonts() -> typst.Fonts:
    folder = data_folder("report_templates") / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


@cache
def blank_paper() -> Paper:
    """The paper before fields."""
    return print_paper(assessment(), encode(assessment()))


@cache
def prepared() -> bytes:
    """The paper with its empty fields."""
    return prepare_fields(blank_paper().pdf, blank_paper().boxes)


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


def judged(pdf: bytes, **more: Any) -> Verification:
    """The verdict with every trial root trusted."""
    return verify_pdf(pdf, **({"at": LATER, "trust": trust()} | more))


def so_far(pdf: bytes, **more: Any) -> Verification:
    """The verdict on what is signed so far, though not all have signed."""
    return judged(pdf, so_far=True, **more)


def codes(verification: Verification) -> set[str]:
    """The codes of all findings that lower the verdict."""
    return {item.code for item in verification.findings if item.weight != "valid"}
