"""Papers and records of every release, kept for good: each still reads, is known, and is judged again as it was judged.

`tests/records/<release>/` holds what that release wrote, as it wrote it: signed papers (`*.pdf`) and records (`*.json`).
Files are added with each release and never changed. `before-0.1.0` are records of a schema that was never in a release.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

import strategies as s
from yanpan.assessment import Outcome, digest_of_bytes, encode, read_record, recompute
from yanpan.assessment.model import SCHEMA_VERSION
from yanpan.questionnaire import Form, compile_form, known_digests, read_embedded
from yanpan.questionnaire.known import released_packs
from yanpan.report import render_pdf

FOLDER = Path(__file__).parent
UNRELEASED = "before-0.1.0"


@cache
def form_of_bytes(questionnaire: bytes) -> Form:
    return compile_form(read_embedded(questionnaire))


def attached(paper: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}


def faults_of(record: bytes, questionnaire: bytes) -> Iterator[str]:
    """What does not hold of a record and the questionnaire that goes with it."""
    read, form = read_record(record), form_of_bytes(questionnaire)
    if read.questionnaire.digest != form.questionnaire.digest:
        yield "judged by another questionnaire"
    if form.questionnaire.digest not in known_digests():
        yield "the questionnaire is not known"
    found = recompute(read, form)
    if found.outcome is not Outcome.SAME or not found.exact:
        yield found.words
    if read.schema_version == SCHEMA_VERSION and encode(read) != record:
        yield "other bytes"


def kept(release: str, ending: str) -> list[Path]:
    return sorted((FOLDER / release).glob(f"**/*{ending}"))


def releases() -> list[str]:
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir() and folder.name[0].isdigit())


def test_every_paper_that_was_released_is_judged_again_as_it_was() -> None:
    faults = []
    for release in releases():
        for file in kept(release, ".pdf"):
            parts = attached(file.read_bytes())
            found = faults_of(parts["assessment.json"], parts["questionnaire.json"])
            faults += [f"{release}/{file.name}: {fault}" for fault in found]
    assert faults == []


def test_every_record_that_was_released_reads_and_is_in_its_own_bytes() -> None:
    for release in releases():
        for file in kept(release, ".pdf"):
            record = attached(file.read_bytes())["assessment.json"]
            read = read_record(record, name=file.name)
            assert read.judgement >= 1
            assert read.schema_version < SCHEMA_VERSION or encode(read) == record


def test_every_questionnaire_that_was_released_is_on_the_list() -> None:
    for release in releases():
        listed = {pack.digest for pack in released_packs() if pack.release == release}
        seen = {
            digest_of_bytes(attached(file.read_bytes())["questionnaire.json"])
            for file in kept(release, ".pdf")
        }
        assert seen <= {pack.digest for pack in released_packs()}
        assert listed, f"{release} lists no questionnaire"


def test_a_release_keeps_at_least_one_paper() -> None:
    assert [release for release in releases() if not kept(release, ".pdf")] == []


@pytest.mark.parametrize("file", kept(UNRELEASED, ".json"), ids=lambda file: file.stem)
def test_what_was_never_released_is_read_all_the_same(file: Path) -> None:
    read = read_record(file.read_bytes(), name=file.name)
    found = recompute(read, s.gd563())
    assert found.outcome in (Outcome.SAME, Outcome.DIFFERENT)
    assert not found.exact


# ── A paper of today goes the same way ──


def a_paper() -> bytes:
    form = s.gd563()
    a = s.judged((form, s.random_answers(form, 2, temper="mild")))
    return render_pdf(a, encode(a), form.embedded).pdf


@pytest.mark.long
def test_a_paper_of_today_is_judged_again_from_itself_alone() -> None:
    parts = attached(a_paper())
    assert list(parts) == ["assessment.json", "questionnaire.json"]
    assert list(faults_of(parts["assessment.json"], parts["questionnaire.json"])) == []


def test_a_record_that_was_changed_would_be_noticed() -> None:
    parts = attached(a_paper())
    spoilt = parts["assessment.json"].replace("可以实施".encode(), "不得实施".encode(), 1)
    assert spoilt != parts["assessment.json"]
    assert list(faults_of(spoilt, parts["questionnaire.json"])) != []
