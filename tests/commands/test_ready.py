"""`yanpan ready`: yes only when all is signed, in force and every precondition proven; ticking changes no paper."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from program import ANSWERS, NUMBER, SMALL, Done, Keys, Run, check_refused, listing, yanpan

from signing_desk import Desk
from yanpan.answers import Answer, PlannedMeasure, read_answers
from yanpan.assessment import answers_of, assess
from yanpan.assessment.steps import earliest
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.cases import (
    later,
    make_paper,
    meet_step,
    open_case,
    readiness_of,
    stand_of,
    step_states,
    write_case,
)
from yanpan.cases.case_folder import Case as Held
from yanpan.cases.later import Later, check_current, later_than
from yanpan.errors import InputRefused
from yanpan.findings import Verdict
from yanpan.keys import Passphrase, make_trial_identity
from yanpan.questionnaire import Form, Grade, compile_form, load_questionnaire
from yanpan.questionnaire.facts import working_day
from yanpan.verification import Verification

ROOT = Path(__file__).parents[2]
PACK_CHANGES = (
    (
        "      - {value: no, label: 没有, red_line: no_basis}",
        "      - {value: to_come, label: 批准后才办, precondition: approval}\n"
        "      - {value: no, label: 没有, red_line: no_basis}",
    ),
    (
        "red_lines:",
        "preconditions:\n  - {id: approval, title: 报批, what: 写明理由报批。, who: 执法人员, before: 实施前, proof: 审批表,"
        ' basis: ["563:1"]}\nred_lines:',
    ),
)


@pytest.fixture(scope="session")
def waiting_case(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    """A medium case that its officer has signed, with approval still to come."""
    from program import ANSWERS

    folder = tmp_path_factory.mktemp("waiting")
    pack = Path(shutil.copytree(SMALL, folder / "pack"))
    questions = (pack / "questions.yaml").read_text("utf-8")
    for old, new in PACK_CHANGES:
        assert old in questions
        questions = questions.replace(old, new, 1)
    (pack / "questions.yaml").write_text(questions, "utf-8")
    answers = (ANSWERS / "medium.yaml").read_text("utf-8")
    (folder / "answers.yaml").write_text(answers.replace("legal_basis: yes", "legal_basis: to_come"), "utf-8")
    (folder / "out").mkdir()
    commands: Sequence[Sequence[str | Path]] = (
        ("assess", "--answers", folder / "answers.yaml", "--out", folder / "out", "--questionnaire", pack),
        ("sign", folder / "out" / NUMBER, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase),
    )  # fmt: skip
    for words in commands:
        done = yanpan(*words, home=folder)
        assert done.code == 0, done
    return folder / "out" / NUMBER


@pytest.fixture
def waiting(waiting_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(waiting_case, tmp_path / "waiting" / NUMBER))


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    file = tmp_path / "审批表.jpg"
    file.write_bytes(b"\xff\xd8 seen")
    return file


@pytest.fixture
def ready(run: Run, waiting_case: Path, keys: Keys) -> Run:
    """`ready(folder)` by somebody who trusts the roots and the questionnaires of these cases."""
    packs = ("--trust-questionnaire", SMALL, "--trust-questionnaire", waiting_case.parent.parent / "pack")
    return lambda folder, *words: run("ready", folder, *keys.trust(), *packs, *words)


def obstacles(done: Done) -> list[str]:
    return [item["code"] for item in done.json["obstacles"]]


def test_not_before_the_step_is_proven_and_then_yes(run: Run, ready: Run, waiting: Path, proof: Path) -> None:
    before = listing(waiting)
    said = ready(waiting)
    assert (said.code, said.err) == (9, "")
    assert "□ 1 实施前：报批" in said.out
    assert "凭：审批表" in said.out
    assert "前置条件没有办妥：报批" in said.out
    asked = ready(waiting, "--json")
    assert (asked.code, asked.json["ready"], obstacles(asked)) == (9, False, ["precondition.approval"])
    assert listing(waiting) == before
    done = ready(waiting, "--met", "报批", "--evidence", proof)
    assert (done.code, done.err) == (0, "")
    assert "☑ 1 实施前：报批" in done.out
    assert "证据：审批表.jpg" in done.out
    assert "落实防控措施后实施" in done.out
    after = listing(waiting)
    assert {name: after[name] for name in before} == before
    assert ready(waiting, "--json").json["preconditions"][0]["met"]
    assert "1 项里登记办妥 1 项" in run("show", waiting).out
    # What was ticked counts for no later assessment, and can be taken back.
    back = ready(waiting, "--reopen", "1", "--json")
    assert (back.code, obstacles(back)) == (9, ["precondition.approval"])


@pytest.mark.parametrize("name", ["../../../上面", "/above", "a/b", "a\0b", "", "步"])
@pytest.mark.parametrize("said", ["ready", "show"])
def test_a_step_with_the_name_of_a_place_is_not_read(
    run: Run, waiting: Path, proof: Path, name: str, said: str
) -> None:
    record = json.loads((waiting / "assessment.json").read_bytes())
    record["preconditions"][0]["id"] = name
    (waiting / "assessment.json").write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")
    before = listing(waiting.parent)
    words = ("--met", "1", "--evidence", proof) if said == "ready" else ()
    check_refused(run(said, waiting, *words), says="assessment.json")
    assert listing(waiting.parent) == before


def test_a_record_without_a_number_stops_no_list(run: Run, waiting: Path) -> None:
    other = Path(shutil.copytree(waiting, waiting.parent / "（原1）"))
    record = (other / "assessment.json").read_text("utf-8")
    (other / "assessment.json").write_text(
        record.replace(f'"case_number": "{NUMBER}"', '"case_number": ""'), "utf-8"
    )
    done = run("list", waiting.parent)
    assert NUMBER in done.out, done
    for said in ("ready", "show", "sign"):
        assert run(said, other).code != 1


def test_a_copy_called_an_earlier_version_keeps_neither_from_signing(run: Run, waiting: Path) -> None:
    """A backup that somebody called so: sign would refuse each of the two and name the other."""
    shutil.copytree(waiting, waiting.parent / f"{NUMBER}（原1）")
    done = run("sign", waiting)
    assert "已被替代" not in done.out + done.err, done


def test_a_copy_hides_no_later_one_that_lies_beside(edited: tuple[Path, Path]) -> None:
    folder, first = edited
    old = Path(shutil.copytree(first, folder.parent / "甲"))
    shutil.copytree(old, folder.parent / f"{NUMBER}（原1）")
    with pytest.raises(InputRefused, match="已被替代"):
        check_current(open_case(old), remedy="{later}")


@pytest.mark.parametrize("name", [f"粤{NUMBER}", f"{NUMBER[:-1]}0号"])
def test_another_number_that_holds_this_one_is_another_case(ready: Run, signed: Path, name: str) -> None:
    other = signed.parent / name
    other.mkdir()
    (other / "assessment.json").write_bytes(b"{")
    assert "superseded" not in obstacles(ready(signed, "--json"))


def test_a_folder_with_nothing_but_the_paper_is_the_same_case(ready: Run, signed: Path) -> None:
    sent = signed.parent / "送审" / NUMBER
    sent.mkdir(parents=True)
    shutil.copy(signed / "assessment.pdf", sent)
    assert "superseded" not in obstacles(ready(signed, "--json"))


def test_the_present_one_inside_the_old_ones_folder_is_known(edited: tuple[Path, Path]) -> None:
    folder, first = edited
    first.rename(folder.parent / "旧")
    folder.rename(folder.parent / "旧" / "现行")
    assert named_near(folder.parent / "旧").place == folder.parent / "旧" / "现行"


@pytest.mark.long
def test_the_folder_with_its_evidence_verifies_as_before(
    run: Run, ready: Run, waiting: Path, proof: Path, keys: Keys
) -> None:
    scan = proof.with_suffix(".pdf")
    scan.write_bytes(b"%PDF-1.4\nscan\n%%EOF\n")
    pack = waiting.parent.parent / "pack"
    before = run("verify", waiting, *keys.trust(), "--json").json
    assert ready(waiting, "--met", "approval", "--evidence", proof, "--evidence", scan).code == 0
    assert run("verify", waiting, *keys.trust(), "--json").json == before
    assert not pack.exists()
    said = run("verify", waiting, *keys.trust()).out
    assert "前置条件 1 项，办妥前不得实施" in said
    assert "□ 报批" in said


@pytest.mark.long
def test_evidence_that_is_gone_or_changed_proves_nothing(ready: Run, met: Path) -> None:
    (kept,) = (met / "evidence").iterdir()
    kept.write_bytes(b"other")
    changed = ready(met)
    assert (changed.code, "审批表.jpg”和登记时不一样" in changed.out) == (9, True)
    kept.unlink()
    (state,) = step_states(open_case(met), datetime.now(UTC))
    assert state.fault == "证据“审批表.jpg”不在了"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--met", "1"), 3, "没有给证据"),
        (("--met", "2", "--evidence", "{proof}"), 3, "1 报批（approval）"),
        (("--met", "报批", "--evidence", "没有的.jpg"), 3, "没有的.jpg"),
        (("--evidence", "{proof}"), 2, "--evidence 要和 --met 一起给"),
        (("--met", "1", "--reopen", "1"), 2, "只能给一个"),
    ],
)
def test_what_cannot_be_ticked_is_refused_and_nothing_is_written(
    run: Run, ready: Run, waiting: Path, proof: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    before = listing(waiting)
    check_refused(ready(waiting, *(word.format(proof=proof) for word in words)), code=code, says=says)
    assert listing(waiting) == before


@pytest.mark.parametrize("line", ["", "{}", '{"version": 2}', "[]", "\x00"])
def test_events_that_cannot_be_read_tick_nothing(waiting: Path, proof: Path, line: str) -> None:
    (waiting / "events.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(InputRefused):
        ticked(waiting)
    with pytest.raises(InputRefused) as refused:
        meet_step(open_case(waiting), "approval", [proof], datetime.now(UTC))
    assert refused.value.where.endswith("events.jsonl:1")
    assert (waiting / "events.jsonl").read_text("utf-8") == line + "\n"


@pytest.mark.long
def test_a_case_without_steps_is_ready_when_it_is_signed(
    run: Run, ready: Run, case: Callable[[str], Path], signed: Path
) -> None:
    unsigned = ready(case("medium"), "--json")
    assert (unsigned.code, obstacles(unsigned)) == (9, ["signing.turn"])
    assert ready(signed).code == 0
    stop = ready(case("prohibited"), "--json")
    assert (stop.code, obstacles(stop)) == (9, ["prohibited", "signing.turn"])
    check_refused(ready(signed, "--met", "1"), says="这个案件没有前置条件")


@pytest.mark.long
def test_what_verify_does_not_take_is_not_ready(run: Run, ready: Run, signed: Path, keys: Keys) -> None:
    """Nobody is known without a root; another record than the signed one; a byte that is another one."""
    stranger = run("ready", signed, "--trust-questionnaire", SMALL, "--json")
    assert (stranger.code, obstacles(stranger)) == (9, ["verify.UNTRUSTED"])
    paper, record = signed / "assessment.pdf", signed / "assessment.json"
    kept = record.read_bytes()
    record.write_bytes(kept.replace(b'"residual": "medium"', b'"residual": "low"'))
    other = ready(signed, "--json")
    assert other.code in (3, 9)
    record.write_bytes(kept)
    data = bytearray(paper.read_bytes())
    data[len(data) // 3] ^= 1
    paper.write_bytes(bytes(data))
    assert ready(signed).code == 9


def test_a_false_paper_that_waits_for_signatures_is_called_false(ready: Run, waiting: Path) -> None:
    """Whose turn it is matters to nobody then."""
    paper = waiting / "assessment.pdf"
    data = paper.read_bytes()
    at = data.index(b"/ByteRange")
    paper.write_bytes(data[: at // 2] + bytes([data[at // 2] ^ 1]) + data[at // 2 + 1 :])
    assert any(code.startswith("verify.") for code in obstacles(ready(waiting, "--json")))


def event(folder: Path, **changes: object) -> None:
    """Change what was registered, as somebody with an editor does."""
    file = folder / "events.jsonl"
    file.write_text(
        json.dumps(json.loads(file.read_text("utf-8")) | changes, ensure_ascii=False) + "\n", "utf-8"
    )


def ticked(folder: Path) -> bool:
    """Whether the one step of a case is met."""
    (state,) = step_states(open_case(folder), datetime.now(UTC))
    return state.met


@pytest.fixture
def met(waiting: Path, proof: Path) -> Path:
    """A case whose step was registered as met."""
    meet_step(open_case(waiting), "approval", [proof], datetime.now(UTC))
    assert ticked(waiting)
    return waiting


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": []},
        {"at": "2099-01-01T00:00:00+08:00"},
        {"at": "1999-01-01T00:00:00+08:00"},
        {"record": "0" * 64},
        {"precondition": "other"},
    ],
)
def test_a_forged_event_proves_nothing(met: Path, changes: dict[str, object]) -> None:
    event(met, **changes)
    assert not ticked(met)


@pytest.mark.parametrize("changes", [{"version": 0}, {"version": 2}, {"event": "met"}, {"more": 1}])
def test_an_event_of_another_form_is_refused(met: Path, changes: dict[str, object]) -> None:
    event(met, **changes)
    with pytest.raises(InputRefused) as refused:
        ticked(met)
    assert refused.value.where.endswith("events.jsonl:1")


def test_evidence_lies_in_the_case_folder_itself(met: Path, tmp_path: Path) -> None:
    (kept,) = (met / "evidence").iterdir()
    kept.rename(tmp_path / kept.name)
    kept.symlink_to(tmp_path / kept.name)
    assert not ticked(met)
    kept.unlink()
    (tmp_path / kept.name).rename(kept)
    assert ticked(met)
    (met / "evidence").rename(tmp_path / "evidence")
    (met / "evidence").symlink_to(tmp_path / "evidence")
    assert not ticked(met)


def test_a_step_is_not_ticked_for_another_assessment_than_was_shown(
    waiting: Path, proof: Path, signed: Path
) -> None:
    shown = open_case(waiting)
    shutil.copy(signed / "assessment.json", waiting / "assessment.json")
    with pytest.raises(InputRefused, match="刚刚有别人改了"):
        meet_step(shown, "approval", [proof], datetime.now(UTC))


@pytest.mark.long
def test_an_earlier_version_is_not_ready_wherever_the_later_one_is(
    ready: Run, signed: Path, tmp_path: Path
) -> None:
    for name in (f"{NUMBER}（原1）", "旧版-1"):
        kept = Path(shutil.copytree(signed, tmp_path / "kept" / name))
        assert obstacles(ready(kept, "--json"))[0] == "superseded"


@pytest.mark.long
def test_not_before_the_days_that_the_law_wants(
    ready: Run, run: Run, waiting_case: Path, proof: Path, tmp_path: Path
) -> None:
    made = waiting_case.parent.parent
    pack = Path(shutil.copytree(made / "pack", tmp_path / "pack"))
    text = (pack / "questions.yaml").read_text("utf-8")
    (pack / "questions.yaml").write_text(
        text.replace("proof: 审批表", "proof: 审批表, lead_days: 3"), "utf-8"
    )
    (tmp_path / "out").mkdir()
    done = run(
        "assess",
        "--answers",
        made / "answers.yaml",
        "--out",
        tmp_path / "out",
        "--questionnaire",
        pack,
        "--no-pdf",
    )
    assert done.code == 0
    found = ready(tmp_path / "out" / NUMBER, "--met", "1", "--evidence", proof, "--json").json["obstacles"]
    assert "最早" in next(item["words"] for item in found if item["code"] == "precondition.approval")


@pytest.mark.parametrize(
    ("lead", "met", "taken", "wanted"),
    [
        ({"lead_days": 7}, 6, None, 14),
        ({"lead_days": 7}, 6, 2, 10),
        # Five working days from the Friday: Saturday, Sunday and the Friday itself do not count (行政处罚法85条).
        ({"lead_workdays": 5}, 3, 3, 11),
    ],
)
def test_the_days_run_from_when_the_step_was_taken(
    waiting: Path, proof: Path, lead: dict[str, int], met: int, taken: int | None, wanted: int
) -> None:
    """Not from the assessment: what is told six days later is heard seven days after that."""
    found = open_case(waiting)
    assessed = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday
    (step,) = found.assessment.preconditions
    first = earliest(assessed, lead.get("lead_days", 0), lead.get("lead_workdays", 0))
    told = msgspec.structs.replace(step, earliest=first, **lead)
    case = replace(
        found,
        assessment=msgspec.structs.replace(found.assessment, assessed_at=assessed, preconditions=(told,)),
    )
    on = (assessed + timedelta(days=taken)).date() if taken is not None else None
    meet_step(case, "approval", [proof], assessed + timedelta(days=met), on)
    (state,) = step_states(case, assessed + timedelta(days=30))
    assert state.met
    assert state.earliest == assessed.replace(hour=0) + timedelta(days=wanted)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("days", [-1, 1])
def test_a_step_is_taken_between_the_assessment_and_today(
    ready: Run, waiting: Path, proof: Path, days: int
) -> None:
    day = (datetime.now(UTC) + timedelta(days=2 * days)).date()
    refused = ready(waiting, "--met", "1", "--evidence", proof, "--on", str(day))
    check_refused(refused, code=3, says="办妥的日子")
    check_refused(
        ready(waiting, "--met", "1", "--evidence", proof, "--on", "昨天"), code=2, says="--on 不是日期"
    )
    check_refused(ready(waiting, "--on", "2026-01-01"), code=2, says="--on 要和 --met 一起给")
    check_refused(ready(waiting, "--met", ""), code=2, says="--met 后面是空的")


@pytest.fixture
def edited(run: Run, signed: Path) -> tuple[Path, Path]:
    """A signed case that was assessed anew twice: the present folder, and its first version."""
    for answers in ("high.yaml", "low.yaml"):
        done = run(
            "edit", signed, "--answers", ANSWERS / answers, "--questionnaire", SMALL, "--no-pdf", "--quiet"
        )
        assert done.code == 0, done
    return signed, signed / "旧版-1"


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize(
    "place",
    ["beside/甲", "{number}/甲", "{number}/旧版-01", "{number}/scans/甲", "{number}/旧版-2/甲"],
)
def test_an_old_version_is_known_wherever_it_was_copied(
    ready: Run, edited: tuple[Path, Path], place: str
) -> None:
    folder, first = edited
    copy = folder.parent / place.format(number=folder.name)
    copy = copy if place.startswith("{") else folder.parent / copy.name
    copy.parent.mkdir(exist_ok=True)
    shutil.copytree(first, copy)
    found = ready(copy, "--json")
    assert (found.code, obstacles(found)[0]) == (9, "superseded")


@pytest.mark.long
def test_an_old_version_in_the_place_of_the_present_one_is_known(
    ready: Run, edited: tuple[Path, Path]
) -> None:
    folder, first = edited
    kept = shutil.copytree(first, folder.parent / "first")
    folder.rename(folder.parent / "now")
    Path(kept).rename(folder)
    assert obstacles(ready(folder, "--json"))[0] == "superseded"


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("version", ["旧版-1", "旧版-2"])
def test_an_old_version_copied_over_the_present_files_is_known(
    ready: Run, edited: tuple[Path, Path], version: str
) -> None:
    folder, _ = edited
    for file in (folder / version).iterdir():
        shutil.copy2(file, folder / file.name)
    found = ready(folder, "--json")
    assert (found.code, obstacles(found)[0]) == (9, "superseded")


@pytest.mark.long
def test_an_old_version_is_known_where_the_present_one_lies_a_folder_further(
    ready: Run, edited: tuple[Path, Path]
) -> None:
    folder, first = edited
    archive = folder.parent / "归档"
    copy = shutil.copytree(first, archive / folder.name)
    (folder.parent / "办理").mkdir()
    now = folder.rename(folder.parent / "办理" / folder.name)
    assert obstacles(ready(copy, "--json"))[0] == "superseded"
    renamed = shutil.copytree(copy, archive.parent / "甲")
    now.rename(archive.parent / "旧版-9")
    assert obstacles(ready(renamed, "--json"))[0] == "superseded"


def test_links_to_the_files_of_an_old_version_are_that_version_however_far(
    edited: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, first = edited
    linked = tmp_path_factory.mktemp("far") / "甲"
    linked.mkdir()
    for file in first.iterdir():
        (linked / file.name).symlink_to(file)
    assert named_near(linked).place


@pytest.mark.parametrize("links", [1, 3])
def test_a_link_to_an_old_version_far_away_lies_beside_the_present_one(
    edited: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory, links: int
) -> None:
    folder, first = edited
    far = first.rename(tmp_path_factory.mktemp("far") / "甲")
    for i in range(links):
        place = (folder.parent if i == links // 2 else tmp_path_factory.mktemp("on the way")) / f"链接{i}"
        place.symlink_to(far)
        far = place
    assert named_near(far).place == folder


def named_near(folder: Path) -> Later:
    return later_than(open_case(folder))


@pytest.mark.parametrize("limit", [("_MOST_NEAR", 20), ("_MOST_READ", 30_000)])
def test_what_is_too_much_to_look_through_is_told(
    edited: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, limit: tuple[str, int]
) -> None:
    monkeypatch.setattr(later, *limit)
    folder, first = edited
    case, judged = open_case(folder), Verification(verdict=Verdict.VALID, findings=(), complete=True)
    record = (folder / "assessment.json").read_bytes()
    for i in range(100):
        put = folder.parent / f"{i}号" / "assessment.json"
        put.parent.mkdir()
        put.write_bytes(record)
    assert named_near(folder) == Later(None, whole=False)
    told = [
        item for item in readiness_of(case, datetime.now(UTC), judged).obstacles if item.code == "superseded"
    ]
    assert "太多" in told[0].words
    copy = Path(shutil.copytree(first, folder.parent / "甲"))
    assert named_near(copy).place == folder, "the likeliest one is looked at first"


def test_many_cases_beside_one_are_looked_through(signed: Path) -> None:
    record = (signed / "assessment.json").read_bytes()
    for i in range(1_500):
        (signed.parent / f"{i}号").mkdir()
        (signed.parent / f"{i}号" / "assessment.json").write_bytes(record)
    assert named_near(signed) == Later(None)


def test_what_an_edit_leaves_that_was_killed_or_runs_takes_no_place(edited: tuple[Path, Path]) -> None:
    folder, _ = edited
    left = folder.parent / f".{folder.name}.next.part"
    shutil.copytree(folder, left)
    now = folder.rename(folder.parent.parent / "away")
    first = Path(shutil.copytree(now / "旧版-1", folder))
    assert named_near(first) != Later(left)
    shutil.rmtree(now)
    assert named_near(first) == Later(None)


def test_links_to_the_files_of_an_old_version_are_that_version(ready: Run, edited: tuple[Path, Path]) -> None:
    folder, first = edited
    linked = folder.parent / "linked"
    linked.mkdir()
    for file in first.iterdir():
        (linked / file.name).symlink_to(file)
    assert obstacles(ready(linked, "--json"))[0] == "superseded"


def test_what_was_replaced_is_named_and_known(run: Run, ready: Run, signed: Path) -> None:
    digest = open_case(signed).digest
    again = (
        "assess", "--answers", ANSWERS / "medium.yaml", "--out", signed.parent, "--questionnaire", SMALL, "--no-pdf",
        "--replace", "--quiet",
    )  # fmt: skip
    assert run(*again).code == 0
    assert open_case(signed).assessment.supersedes == digest
    (kept,) = [path for path in signed.parent.iterdir() if path.name.startswith(f"{NUMBER}（原")]
    other = kept.rename(signed.parent / "别的名字")
    assert obstacles(ready(other, "--json"))[0] == "superseded"


@pytest.fixture
def replaced(run: Run, signed: Path) -> tuple[Path, list[Path]]:
    """A signed case that was assessed anew twice with --replace: the present folder, and the old ones, the first first."""
    for answers in ("medium.yaml", "low.yaml"):
        done = run(
            "assess", "--answers", ANSWERS / answers, "--out", signed.parent, "--questionnaire", SMALL, "--no-pdf",
            "--replace", "--quiet",
        )  # fmt: skip
        assert done.code == 0, done
    return signed, [signed.with_name(f"{NUMBER}（原{i}）") for i in (1, 2)]


def over(old: Path, now: Path) -> Path:
    for file in old.iterdir():
        shutil.copy2(file, now / file.name)
    return now


WAYS: dict[str, Callable[[Path, list[Path]], Path]] = {
    "copied over the present one": lambda now, old: over(old[0], now),
    "the second one copied over": lambda now, old: over(old[1], now),
    "within the present one": lambda now, old: Path(shutil.copytree(old[0], now / "备份" / "甲")),
    "a folder up": lambda now, old: Path(shutil.copytree(old[0], now.parent.parent / "甲")),
    "two folders up, the present one by year and month": lambda now, old: Path(
        shutil.copytree(old[0], by_month(now, old).parent.parent / "归档" / "甲")
    ),
    "renamed, the second tidied away": lambda now, old: (shutil.rmtree(old[1]), old[0].rename(now.parent / "甲"))[1],
}  # fmt: skip


def by_month(now: Path, old: list[Path]) -> Path:
    month = now.parent / "2026" / "11"
    month.mkdir(parents=True)
    now.rename(month / now.name)
    shutil.rmtree(old[1])
    return month


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize("way", sorted(WAYS))
def test_what_was_replaced_long_ago_is_known(ready: Run, replaced: tuple[Path, list[Path]], way: str) -> None:
    """The last of a chain does not name the first: an assessment of the case made later is enough."""
    now, old = replaced
    found = ready(WAYS[way](now, old), "--json")
    assert (found.code, obstacles(found)[0]) == (9, "superseded")


def test_the_present_one_is_not_taken_for_an_old_one(replaced: tuple[Path, list[Path]]) -> None:
    assert named_near(replaced[0]) == Later(None)


def test_what_is_called_like_the_case_and_closed_may_be_the_present_one(
    ready: Run, replaced: tuple[Path, list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, old = replaced
    copy = Path(shutil.copytree(old[0], now.parent / "甲"))
    for path in old:
        shutil.rmtree(path)
    real = later.look_at

    def closed(path: Path, **more: Any) -> Any:
        if path.parent == now:
            raise InputRefused("没有权限", where=str(path), remedy="检查权限。")
        return real(path, **more)

    monkeypatch.setattr(later, "look_at", closed)
    assert named_near(copy) == Later(None, closed=now)
    case, judged = open_case(copy), Verification(verdict=Verdict.VALID, findings=(), complete=True)
    told = [
        item.words
        for item in readiness_of(case, datetime.now(UTC), judged).obstacles
        if item.code == "superseded"
    ]
    assert str(now) in told[0]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda record: record.write_bytes(b""),
    "cut off": lambda record: record.write_bytes(record.read_bytes()[:200]),
    "no text": lambda record: record.write_bytes(b"\xff" * 9),
    "too large": lambda record: record.write_bytes(b" " * 5_000_000),
    "gone": lambda record: (record.unlink(), (record.parent / "assessment.pdf").write_bytes(b"%PDF")),
    "a link to nothing": lambda record: (record.unlink(), record.symlink_to("nowhere")),
}


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_what_is_called_like_the_case_and_damaged_may_be_the_present_one(
    replaced: tuple[Path, list[Path]], damage: str
) -> None:
    now, old = replaced
    copy = Path(shutil.copytree(old[0], now.parent / "甲"))
    for path in old:
        shutil.rmtree(path)
    DAMAGE[damage](now / "assessment.json")
    assert named_near(copy) == Later(None, closed=now)


def test_what_is_closed_around_no_case_says_nothing(signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another officer's folder, lost+found: nothing says that a case of this number is in it."""
    other = signed.parent / "李某"
    other.mkdir()
    real = later.look_at

    def closed(path: Path, **more: Any) -> Any:
        if other in path.parents:
            raise InputRefused("没有权限", where=str(path), remedy="检查权限。")
        return real(path, **more)

    monkeypatch.setattr(later, "look_at", closed)
    assert named_near(signed) == Later(None)


def test_a_link_to_an_old_paper_within_the_present_case_is_that_case(edited: tuple[Path, Path]) -> None:
    now, first = edited
    shutil.copy2(first / "assessment.pdf", now / "以前的.pdf")
    other = now.parent / "甲"
    other.mkdir()
    shutil.copy2(first / "assessment.json", other)
    (other / "assessment.pdf").symlink_to(now / "以前的.pdf")
    for path in now.glob("旧版-*"):
        shutil.rmtree(path)
    assert named_near(other).place == now


@pytest.mark.long(one_in=5)
@pytest.mark.parametrize("name", ["原件备份", "原件", "原稿", "原始", "原"])
def test_a_copy_called_the_original_is_a_copy(signed: Path, name: str) -> None:
    shutil.copytree(signed, signed.parent / f"{NUMBER}（{name}）")
    assert named_near(signed) == Later(None)


def test_a_clock_set_back_makes_no_old_version_of_the_present_one(replaced: tuple[Path, list[Path]]) -> None:
    """The first two were made while it ran ahead; the chain says which is the last."""
    now, _ = replaced
    case = open_case(now)
    early = msgspec.structs.replace(
        case.assessment, assessed_at=case.assessment.assessed_at - timedelta(hours=3)
    )
    assert later_than(replace(case, assessment=early)) == Later(None)


def test_a_neighbour_that_is_no_text_is_passed_over(ready: Run, signed: Path) -> None:
    for place in (signed.parent / "别的", signed / "旧版-1"):
        place.mkdir()
        (place / "assessment.json").write_bytes(b'{"case_number":"\xff"}')
    assert named_near(signed) == Later(None)
    assert ready(signed).code in (0, 9)


def test_versions_count_as_much_as_folders(signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many links to one folder of many empty versions would take minutes otherwise."""
    monkeypatch.setattr(later, "_MOST_NEAR", 100)
    much = signed.parent / "much"
    shutil.copytree(signed, much)
    for i in range(1, 40):
        (much / f"旧版-{i}").mkdir()
    for i in range(10):
        (signed.parent / f"link-{i}").symlink_to(much)
    assert named_near(signed) == Later(None, whole=False)


def test_a_case_replaced_meanwhile_is_not_ready(signed: Path) -> None:
    case, now = open_case(signed), datetime.now(UTC)
    before = stand_of(signed)
    judged = Verification(verdict=Verdict.VALID, findings=(), complete=True, record=case.digest)
    assert readiness_of(case, now, judged, (), before).ready
    data = (signed / "assessment.json").read_bytes()
    (signed / "assessment.json").unlink()
    (signed / "assessment.json").write_bytes(data)
    assert [item.code for item in readiness_of(case, now, judged, (), before).obstacles] == ["changed"]


def test_what_was_judged_is_what_is_told(signed: Path) -> None:
    """The record and the paper are read one after the other: of two different ones none is ready."""
    case, now = open_case(signed), datetime.now(UTC)
    judged = Verification(verdict=Verdict.VALID, findings=(), complete=True, record=case.digest)
    assert readiness_of(case, now, judged).ready
    for other in (
        msgspec.structs.replace(judged, record="0" * 64),
        msgspec.structs.replace(judged, record=""),
        msgspec.structs.replace(judged, complete=False),
        msgspec.structs.replace(judged, signed_grade=Grade.HIGH),
    ):
        assert not readiness_of(case, now, other).ready


def test_another_file_in_the_folder_is_not_the_case(ready: Run, signed: Path) -> None:
    (signed / "批准件.pdf").write_bytes(b"%PDF-1.7")
    check_refused(ready(signed / "批准件.pdf"), says="这里没有研判结果")
    assert ready(signed / "assessment.pdf", "--json").json["case_number"] == NUMBER


def demolition(
    start: datetime,
    home: Path,
    *,
    paper: bool = False,
    early: bool = False,
    first: str = "",
    more: str = "",
    due: str = "",
) -> Path:
    """The demolition of the examples, as replanned, to start at this moment; `early`: not all of it answered."""
    text = (ROOT / "docs" / "examples" / "demolition-replanned.yaml").read_text("utf-8")
    if early:
        text = text[: text.index("  public_explained:")].replace(
            "answers:", "ended_early: true\nanswers:\n  night_emergency: no", 1
        )
    text = text.replace("answers:\n", f"{first}answers:\n{more}", 1)
    if due:
        text = re.sub(r"(deadline: ).*?([,}\n])", rf'\g<1>"{due}"\g<2>', text)
    answers = home / "answers.yaml"
    answers.write_text(
        re.sub(r"planned_start: .*", f'planned_start: "{start:%Y-%m-%d %H:%M}"', text), "utf-8"
    )
    options = ["--json"] if paper else ["--json", "--no-pdf"]
    done = yanpan("assess", "--answers", answers, "--out", home, *options, home=home)
    assert done.code == 0, done
    return home / done.json["case_number"]


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize(
    ("days", "now", "stops"),
    [(0, "10:00", False), (0, "23:30", True), (1, "03:00", True), (0, "08:00", False), (0, "03:00", True), (-1, "23:30", True)],
)  # fmt: skip
def test_at_another_time_than_planned_it_is_judged_by_the_hour_that_it_is(
    tmp_path: Path, days: int, now: str, stops: bool
) -> None:
    """Whoever asks the night before and is told yes might begin there and then."""
    zone = ZoneInfo("Asia/Shanghai")
    day = next_working_day(datetime.now(zone) + timedelta(days=1))
    folder = demolition(day.replace(hour=9, minute=0), tmp_path)
    case = open_case(folder)
    form = compile_form(load_questionnaire(ROOT / "questionnaires" / "gd-563"))
    hour, minute = map(int, now.split(":"))
    start, at = day.replace(hour=9, minute=0, second=0, microsecond=0), day + timedelta(days=days)
    at = at.replace(hour=hour, minute=minute)
    judged = Verification(verdict=Verdict.VALID, findings=(), complete=True, record=case.digest)
    for forms in ((form,), ()):
        found = readiness_of(case, at, judged, forms)
        told = [item.words for item in found.obstacles if item.code == "start"]
        assert bool(told) is stops, forms
        assert all(("还没有到" if at < start else "已经过了") in words for words in told)
        assert found.planned == start
    planned = readiness_of(case, day.replace(hour=9, minute=0), judged, (form,))
    assert not [item for item in planned.obstacles if item.code == "start"]


def test_the_hour_is_judged_by_the_questionnaire_that_a_valid_paper_carries(tmp_path: Path) -> None:
    """A unit's own is trusted by its digest, and need not be at hand."""
    day = next_working_day(datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1))
    folder = demolition(day.replace(hour=9, minute=0), tmp_path, paper=True)
    case, night = open_case(folder), day.replace(hour=23, minute=30)
    for verdict, words in ((Verdict.VALID, "触到红线"), (Verdict.INVALID, "夜间、节假日")):
        judged = Verification(verdict=verdict, findings=(), complete=True, record=case.digest)
        found = readiness_of(case, night, judged, ())
        assert any(words in item.words for item in found.obstacles if item.code == "start"), found


def hours_of(case: Held, form: Form, *times: datetime) -> list[bool]:
    """Whether each time is one at which the case must not be carried out, though its paper is valid."""
    judged = Verification(verdict=Verdict.VALID, findings=(), complete=True, record=case.digest)
    told = (readiness_of(case, at, judged, (form,)).obstacles for at in times)
    return [any(item.code == "start" for item in found) for found in told]


def test_what_was_said_of_one_night_holds_for_no_other(tmp_path: Path) -> None:
    """Urgent then; whether it is urgent next month nobody has said."""
    form = compile_form(load_questionnaire(ROOT / "questionnaires" / "gd-563"))
    day = next_working_day(datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1))
    start = day.replace(hour=23, minute=0, second=0, microsecond=0)
    case = open_case(demolition(start, tmp_path, more="  night_emergency: yes\n"))
    assert case.assessment.conclusion.grade is not Grade.PROHIBITED
    assert hours_of(case, form, start, start + timedelta(minutes=90)) == [False, False]
    assert hours_of(case, form, start + timedelta(days=20), start - timedelta(days=1)) == [True, True]


def test_the_planned_minute_itself_is_judged_by_what_is_known_now(tmp_path: Path) -> None:
    """Assessed before the holidays of that year were published, and answered wrongly that it was none."""
    form = compile_form(load_questionnaire(ROOT / "questionnaires" / "gd-563"))
    start = datetime(2026, 1, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    given = answers_of(open_case(demolition(start + timedelta(days=400), tmp_path)).assessment, form)
    said = {**given.answers, "planned_start": Answer(value=start), "start_on_holiday": Answer(value="no")}
    old = msgspec.structs.replace(given, answers=said)
    made = assess(form, old, start - timedelta(days=20), calendar_until=2025)
    other = tmp_path / "另一处"
    other.mkdir()
    case = open_case(write_case(other, form, old, made, paper=None, replace=False))
    assert hours_of(case, form, start, start + timedelta(minutes=1)) == [True, True]


def test_a_raise_that_a_signer_took_back_leaves_the_hour_to_be_judged(tmp_path: Path) -> None:
    """The record says 不得实施 and the paper that stands does not: at night it is another act all the same."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    day = next_working_day(now + timedelta(days=1))
    raised = "raised: {grade: prohibited, by: 陈某, reason: 现场情况有变，先停下}\n"
    case = open_case(demolition(day.replace(hour=9, minute=0), tmp_path, paper=True, first=raised))
    back = {"grade": "medium", "reason": "情况已经查清，恢复原来的等级"}
    desk = sign_all(case, tmp_path, now, unit_head=back)
    judged = desk.verified(at=now + timedelta(hours=1))
    form = compile_form(load_questionnaire(ROOT / "questionnaires" / "gd-563"))
    told = {}
    for hour in (9, 2, 23):
        found = readiness_of(case, day.replace(hour=hour, minute=0, second=0, microsecond=0), judged, (form,))
        told[hour] = [item.code for item in found.obstacles if item.code == "start"]
    assert (judged.verdict, judged.signed_grade) == (Verdict.VALID, Grade.MEDIUM), judged.findings
    assert told == {9: [], 2: ["start"], 23: ["start"]}


def sign_all(case: Held, home: Path, now: datetime, **at: dict[str, str]) -> Desk:
    """The case signed by everybody in a minute; `at`: what a role says beside."""
    people, roots = {}, []
    for signer in case.assessment.signers:
        trial = make_trial_identity(
            home / f"{signer.role}.p12", name=signer.role, passphrase=Passphrase(b"secret"), now=now - timedelta(hours=1)
        )  # fmt: skip
        people[signer.role] = trial.identity
        roots.append(trial.root_file)
    desk = Desk(case, people, roots)
    for role in people:
        desk.sign(role, at=now + timedelta(minutes=5), **at.get(role, {}))
    return desk


def test_measures_that_are_due_later_lower_nothing_today(tmp_path: Path) -> None:
    """Who begins a day early begins before they are done."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    day = next_working_day(now + timedelta(days=3)).replace(hour=11, minute=0, second=0)
    case = open_case(demolition(day, tmp_path, paper=True, due=f"{day:%Y-%m-%d} 10:30"))
    assert (case.assessment.grade.initial, case.assessment.grade.residual) == (Grade.HIGH, Grade.MEDIUM)
    judged = sign_all(case, tmp_path, now).verified(at=now + timedelta(hours=1))
    form = compile_form(load_questionnaire(ROOT / "questionnaires" / "gd-563"))
    early = readiness_of(case, day - timedelta(hours=26), judged, (form,))
    assert [item.words for item in early.obstacles if "有的措施还没到期限" in item.words], early.obstacles
    assert not readiness_of(case, day, judged, (form,)).obstacles


def test_a_raised_grade_has_the_shorter_term(tmp_path: Path) -> None:
    """Low by its measures, and raised again by who signs: it holds as long as a medium one."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    form = compile_form(load_questionnaire(ROOT / "questionnaires" / "gd-563"))
    days = form.questionnaire.header.validity.days
    files = load_cases(ROOT / "questionnaires" / "gd-563" / "cases")
    worked, lines = files["P09"]
    given = read_answers(merged(worked, files, lines) | {"case_number": NUMBER}, form)
    start = Answer(value=now + timedelta(days=days[Grade.LOW]))
    given = msgspec.structs.replace(given, answers=given.answers | {"planned_start": start})
    while (made := assess(form, given, now)).grade.residual is not Grade.LOW:
        planned = tuple(
            PlannedMeasure(id=name, owner="周某", deadline="实施前") for name in made.what_if.measures
        )
        assert {item.id for item in planned} - {item.id for item in given.measures}
        given = msgspec.structs.replace(given, measures=given.measures + planned)
    case = open_case(write_case(tmp_path, form, given, made, paper=make_paper(made)[0], replace=False))
    last = made.signers[-1].role
    desk = sign_all(case, tmp_path, now, **{last: {"grade": "medium", "reason": "群众情绪还要看"}})
    judged = desk.verified(at=now + timedelta(hours=1))
    assert (judged.verdict, judged.signed_grade) == (Verdict.VALID, Grade.MEDIUM), judged.findings
    told = []
    for after in (days[Grade.MEDIUM] - 1, days[Grade.MEDIUM] + 1):
        found = readiness_of(case, now + timedelta(days=after), judged, (form,))
        told.append([item.code for item in found.obstacles if item.code == "expired"])
    assert told == [[], ["expired"]]


def test_the_end_of_the_calendar_is_no_time_to_begin(tmp_path: Path) -> None:
    day = next_working_day(datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1))
    folder = demolition(day.replace(hour=9, minute=0), tmp_path)
    text = (folder / "assessment.json").read_text("utf-8")
    told = re.sub(
        r'("question": "planned_start".{0,600}?"value": ")[^"]*',
        r"\g<1>9999-12-31T23:59:59+00:00",
        text,
        flags=re.DOTALL,
    )
    (folder / "assessment.json").write_text(told, "utf-8")
    assert told != text
    done = yanpan("ready", folder, home=tmp_path)
    assert done.code not in (0, 1), done


def test_the_hour_is_that_of_the_zone_of_the_questionnaire(tmp_path: Path) -> None:
    shipped = load_questionnaire(ROOT / "questionnaires" / "gd-563")
    west = msgspec.structs.replace(shipped.header, timezone="Asia/Urumqi")
    form = compile_form(msgspec.structs.replace(shipped, header=west))
    day = next_working_day(datetime.now(ZoneInfo("Asia/Urumqi")) + timedelta(days=1))
    start = day.replace(hour=11, minute=0, second=0, microsecond=0)
    case = open_case(demolition(start.astimezone(ZoneInfo("Asia/Shanghai")), tmp_path))
    same = msgspec.structs.replace(case.assessment.questionnaire, digest=form.questionnaire.digest)
    case = replace(case, assessment=msgspec.structs.replace(case.assessment, questionnaire=same))
    dark = start.replace(hour=5).astimezone(ZoneInfo("Asia/Shanghai"))  # seven o'clock there
    assert hours_of(case, form, dark, start) == [True, False]


def test_a_case_that_ended_early_at_an_hour_is_not_judged_at_another(tmp_path: Path) -> None:
    start = next_working_day(datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1))
    folder = demolition(start.replace(hour=23, minute=0), tmp_path, early=True)
    case, form = open_case(folder), compile_form(load_questionnaire(ROOT / "questionnaires" / "gd-563"))
    assert case.assessment.ended_early
    judged = Verification(verdict=Verdict.VALID, findings=(), complete=True, record=case.digest)
    found = readiness_of(case, start.replace(hour=10), judged, (form,))
    assert {item.code for item in found.obstacles} >= {"prohibited"}


def next_working_day(day: datetime) -> datetime:
    while working_day(day.date()) is False or working_day(day.date() + timedelta(days=1)) is False:
        day += timedelta(days=1)
    return day
