"""A questionnaire as bytes: one digest for the folder and for what a paper carries of it, and nothing else is taken."""

from __future__ import annotations

import contextlib
import hashlib
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import packs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.data import data_folder
from yanpan.errors import DocumentUnreadable, QuestionnaireBroken
from yanpan.questionnaire import (
    NewerQuestionnaire,
    Questionnaire,
    compile_form,
    encode_pack,
    known_digests,
    load_questionnaire,
    load_trusted,
    read_embedded,
)
from yanpan.questionnaire.known import ReleasedPack, released_packs, shipped_packs, unfaithful


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return packs.write_pack(tmp_path / "small")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def bare(questionnaire: Questionnaire) -> Questionnaire:
    """Without what is no content: files, and what the digest is said to be."""
    header = msgspec.structs.replace(questionnaire.header, parts=())
    return msgspec.structs.replace(questionnaire, header=header, digest="")


# ── One content, one digest ──


@given(q=s.questionnaires())
def test_what_is_embedded_is_read_back_as_it_was_and_its_bytes_are_its_digest(q: Questionnaire) -> None:
    data = encode_pack(q)
    read = read_embedded(data)
    assert bare(read) == bare(q)
    assert read.digest == digest(data)
    assert encode_pack(read) == data


def test_the_shipped_questionnaire_has_the_digest_of_what_a_paper_carries_of_it() -> None:
    form = s.gd563()
    assert digest(form.embedded) == form.questionnaire.digest
    again = compile_form(read_embedded(form.embedded))
    assert again.embedded == form.embedded
    assert [q.id for q in again.order] == [q.id for q in form.order]


def test_a_case_is_judged_alike_by_the_shipped_questionnaire_and_by_what_a_paper_carries() -> None:
    again = compile_form(read_embedded(s.gd563().embedded))
    for seed in range(5):
        answers = s.random_answers(s.gd563(), seed)
        assert s.judged((again, answers)) == s.judged((s.gd563(), answers))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("questionnaire.yaml", "medium: 10", "medium: 11"),
        ("part.yaml", "有依据吗？", "有没有依据？"),
        ("sources.yaml", "title: 意见", "title: 新意见"),
        ("demands.yaml", "phase: after", "phase: standing"),
    ],
)
def test_another_content_has_another_digest(pack: Path, name: str, old: str, new: str) -> None:
    before = load_questionnaire(pack).digest
    packs.change(pack, name, old, new)
    assert load_questionnaire(pack).digest != before


def test_remarks_and_files_are_no_content(pack: Path) -> None:
    before = load_questionnaire(pack).digest
    for file in pack.rglob("*.yaml"):
        with file.open("a", encoding="utf-8") as text:
            text.write("# 一个字\n")
    head = pack / "questionnaire.yaml"
    renamed = head.read_text(encoding="utf-8").replace("part.yaml", "first.yaml")
    head.write_text(renamed, encoding="utf-8")
    (pack / "part.yaml").rename(pack / "first.yaml")
    assert load_questionnaire(pack).digest == before


# ── Nothing else is taken ──


def plain() -> dict[str, Any]:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 2, 3),),
        red_lines=(s.red_line("r"),),
    )
    found: dict[str, Any] = json.loads(form.embedded)
    return found


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def test_the_sample_of_these_tests_is_read() -> None:
    assert read_embedded(compact(plain())).hazards[0].id == "h"


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[]", b"{}", b"\xff", b'{"format":1}', b'{"format":0}', b'{"format":true}', b"[" * 100_000,
     b" " * (5 * 1024 * 1024)],
    ids=["empty", "null", "list", "no field", "bytes", "bare", "zero", "true", "deep", "5 MB"],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        read_embedded(data)


def test_a_later_format_is_told_from_a_forged_one() -> None:
    with pytest.raises(NewerQuestionnaire, match="升级"):
        read_embedded(compact({"format": 2, "something": []}))


@given(data=st.data())
def test_a_changed_byte_is_refused_or_another_digest(data: st.DataObject) -> None:
    good = compact(plain())
    at = data.draw(st.integers(0, len(good) - 1))
    changed = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    if changed == good:
        return
    with contextlib.suppress(DocumentUnreadable, QuestionnaireBroken):
        assert read_embedded(changed).digest == digest(changed) != digest(good)


def _entry(name: str, **more: Any) -> Callable[[dict[str, Any]], object]:
    return lambda q: q[name][0].update(more)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "change",
    [
        lambda q: q.update(extra=1),
        lambda q: q["header"].update(parts=["part.yaml"]),
        lambda q: q["header"].update(locales=["en"]),
        lambda q: q["header"].pop("locales"),
        lambda q: q["header"].update(parts=None),
        _entry("questions", extra=1),
        _entry("questions", required=True),
        _entry("questions", min=1.0),
    ],
    ids=["field", "parts", "locales", "no locales", "null", "of a question", "default written out", "whole number with a point"],
)  # fmt: skip
def test_what_yanpan_would_write_otherwise_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    value = plain()
    change(value)
    with pytest.raises(DocumentUnreadable):
        read_embedded(compact(value))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("spoil", [lambda d: d + b"\n", lambda d: b" " + d, lambda d: d.replace(b",", b", ", 1),
                                   lambda d: d.replace(b'"format":1', b'"format":1,"format":1')],
                         ids=["line", "space", "inside", "twice"])  # fmt: skip
def test_other_bytes_of_the_same_content_are_refused(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(DocumentUnreadable):
        read_embedded(spoil(compact(plain())))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "change",
    [
        lambda q: q["questions"].append(q["questions"][0]),
        lambda q: q["header"]["matrix"].pop(),
        lambda q: q["header"].update(section_thresholds={"medium": 50, "high": 40}),
        lambda q: q["header"].update(timezone="Mars/Olympus"),
        _entry("questions", when="__import__('os').system('true')"),
        _entry("questions", when='q == "good"'),
        _entry("questions", when="missing == 1"),
        _entry("hazards", likelihood=6),
        _entry("hazards", basis=["L:99"]),
        lambda q: q["questions"][0]["options"][0].update(red_line="nowhere"),
    ],
    ids=[
        "twice",
        "matrix",
        "thresholds",
        "zone",
        "code",
        "itself",
        "nothing",
        "level",
        "article",
        "red line",
    ],
)
def test_what_cannot_be_loaded_from_a_folder_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    value = plain()
    change(value)
    with pytest.raises(QuestionnaireBroken):
        read_embedded(compact(value))


def many_questions(count: int, **more: Any) -> bytes:
    value = plain()
    first = value["questions"][0]
    value["questions"] = [first | {"id": f"q{i}"} | {k: v(i) for k, v in more.items()} for i in range(count)]
    return compact(value)


@pytest.mark.long
def test_a_chain_of_conditions_that_is_too_long_is_refused_and_not_followed_to_the_end() -> None:
    data = many_questions(4_000, when=lambda i: f'q{i + 1} == "good"' if i < 3_999 else 'q3999 != "bad"')
    with pytest.raises(
        DocumentUnreadable if len(data) > 4 * 1024 * 1024 else (DocumentUnreadable, QuestionnaireBroken)
    ):
        read_embedded(data)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("count", [5_001, 40_000])
def test_more_questions_than_anybody_could_ask_are_refused(count: int) -> None:
    with pytest.raises(DocumentUnreadable):
        read_embedded(many_questions(count))


def test_a_full_load_of_faults_is_refused_at_the_first() -> None:
    with pytest.raises(QuestionnaireBroken) as refused:
        read_embedded(many_questions(4_900, when=lambda i: f"nothing{i} == 1"))
    assert len(refused.value.problems) == 1


def test_the_largest_allowed_takes_memory_in_proportion() -> None:
    filler = compact({"format": 1, "sources": [{}] * 1_300_000})[: 4 * 1024 * 1024]
    tracemalloc.start()
    with pytest.raises(DocumentUnreadable):
        read_embedded(filler)
    assert tracemalloc.get_traced_memory()[1] < 200 * 1024 * 1024
    tracemalloc.stop()


# ── What is known ──


def test_what_ships_is_known() -> None:
    assert s.gd563().questionnaire.digest in known_digests()
    assert "0" * 64 not in known_digests()


def test_what_ships_under_a_released_version_is_what_was_released() -> None:
    assert unfaithful(shipped_packs(), released_packs()) == []
    assert {pack.digest for pack in released_packs()} <= known_digests()


def test_a_released_version_cannot_get_another_content(pack: Path) -> None:
    q = load_questionnaire(pack)
    released = ReleasedPack(id=q.header.id, version=q.header.version, digest=q.digest, release="0.1.0")
    assert unfaithful([q], [released]) == []
    packs.change(pack, "part.yaml", "有依据吗？", "有没有依据？")
    (words,) = unfaithful([load_questionnaire(pack)], [released])
    assert "换一个版本号" in words
    packs.change(pack, "questionnaire.yaml", 'version: "1"', 'version: "2"')
    assert unfaithful([load_questionnaire(pack)], [released]) == []


def test_every_digest_on_the_list_is_one() -> None:
    assert all(len(bytes.fromhex(pack.digest)) == 32 for pack in released_packs())
    assert (data_folder("questionnaires") / "released.yaml").is_file()


# ── Trusted by name ──


def test_a_questionnaire_is_trusted_as_a_folder_and_as_taken_from_a_paper(pack: Path, tmp_path: Path) -> None:
    folder = load_trusted(pack)
    file = tmp_path / "questionnaire.json"
    file.write_bytes(compile_form(folder).embedded)
    assert load_trusted(file).digest == folder.digest == load_questionnaire(pack).digest


def test_what_is_no_questionnaire_cannot_be_trusted(pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_bytes(b" " * (5 * 1024 * 1024))
    for path in (file, tmp_path / "missing.json"):
        with pytest.raises(DocumentUnreadable) as refused:
            load_trusted(path)
        assert str(path) in str(refused.value)
    packs.change(pack, "part.yaml", "crowd >= 30", "crowds >= 30")
    with pytest.raises(QuestionnaireBroken, match="crowds"):
        load_trusted(pack)
