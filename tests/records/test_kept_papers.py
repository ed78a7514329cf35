"""The verdict on every signed paper of every release stays what it was when the release was made.

`scripts/keep-papers` writes them. A paper whose layout, judgement, record or way of signing cannot be written any more
would be found here: those of a release stay as they are, and what changes gets a new version beside them.
"""

from __future__ import annotations

import json
import tarfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from yanpan.data import data_folder
from yanpan.keys import load_crls, load_trust
from yanpan.questionnaire import Form, compile_form, known_digests, load_questionnaire
from yanpan.report import render_pdf
from yanpan.verification import Verification, verify_pdf

FOLDER = Path(__file__).parent


@cache
def shipped() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


@cache
def said_in(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return found


def trust_of(folder: Path) -> list[x509.Certificate]:
    return list(load_trust(folder / "trust.pem"))


def judged(file: Path, **more: Any) -> Verification:
    folder = file.parent
    given = {
        "at": datetime.fromisoformat(said_in(folder)["at"]),
        "trust": trust_of(folder),
        "crls": [crl for path in sorted(folder.glob("*.crl")) for crl in load_crls(path)],
        "questionnaires": [shipped()],
        "trusted": known_digests(),
        "render": render_pdf,
    }
    return verify_pdf(file.read_bytes(), **(given | more))


def kept() -> list[Path]:
    return [
        folder.parent / name
        for folder in sorted(FOLDER.glob("*/said.json"))
        for name in said_in(folder.parent)["papers"]
    ]


@pytest.mark.parametrize("file", kept(), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_verdict_on_a_released_paper_stays(file: Path) -> None:
    wanted = said_in(file.parent)["papers"][file.name]
    found = judged(file)
    against = sorted({item.code for item in found.findings if item.weight.value != "valid"})
    assert (found.verdict, against) == (wanted["verdict"], wanted["against"]), found.findings
    assert (found.recomputed, found.grade, found.signed_grade or "") == (
        wanted["recomputed"],
        wanted["grade"],
        wanted["signed_grade"],
    )
    assert len(found.signatures) == wanted["signatures"]


@pytest.mark.parametrize("file", kept(), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_released_paper_with_one_byte_changed_is_not_valid(file: Path) -> None:
    pdf = bytearray(file.read_bytes())
    pdf[len(pdf) // 3] ^= 1
    folder = file.parent
    found = verify_pdf(
        bytes(pdf),
        at=datetime.fromisoformat(said_in(folder)["at"]),
        trust=trust_of(folder),
        questionnaires=[shipped()],
        trusted=known_digests(),
        render=render_pdf,
    )
    assert found.verdict == "invalid"


# ── Before the first release ──

BEFORE = FOLDER / "before-0.1.0"


@cache
def former(folder: Path) -> Form:
    """The questionnaire of a paper of before, as it was."""
    with tarfile.open(BEFORE / "gd-563.tar.xz") as packed:
        # Our own archive. Python 3.11 knows filters from 3.11.4 on, and Debian 12 has 3.11.2.
        packed.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # type: ignore[arg-type]  # noqa: S202
    # Its languages, of which there was one: no questionnaire names them any more, and each is stored with that one.
    header = folder / "gd-563" / "questionnaire.yaml"
    lines = header.read_text(encoding="utf-8").splitlines(keepends=True)
    header.write_text("".join(line for line in lines if not line.startswith("locales:")), encoding="utf-8")
    return compile_form(load_questionnaire(folder / "gd-563"))


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("name", ["typst", "weasyprint"])
def test_a_paper_of_before_is_never_called_forged_and_never_valid(name: str, tmp_path: Path) -> None:
    """Its data are judged anew; what is drawn, and how it was signed, no version of today can write again."""
    folder = BEFORE / name
    found = verify_pdf(
        (folder / "paper.pdf").read_bytes(),
        at=datetime.fromisoformat("2026-11-26T16:30:00+08:00"),
        trust=trust_of(folder),
        questionnaires=[shipped(), former(tmp_path)] if name == "typst" else [shipped()],
        trusted=known_digests(),
        render=render_pdf,
    )
    assert found.verdict == "cannot_be_judged", found.findings
    assert [item.verdict for item in found.signatures] == ["valid", "valid"]
    assert found.recomputed == "same"
    assert "BEFORE_RELEASE" in {item.code for item in found.findings}
