"""`yanpan ready`: yes only when all is signed, in force and every precondition proven; ticking changes no paper."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from program import NUMBER, Done, Keys, Run, check_refused, listing, yanpan

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
    from program import ANSWERS, SMALL

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


def obstacles(done: Done) -> list[str]:
    return [item["code"] for item in done.json["obstacles"]]


def test_not_before_the_step_is_proven_and_then_yes(run: Run, waiting: Path, proof: Path) -> None:
    before = listing(waiting)
    said = run("ready", waiting)
    assert (said.code, said.err) == (9, "")
    assert "□ 1 实施前：报批" in said.out
    assert "凭：审批表" in said.out
    assert "前置条件没有办妥：报批" in said.out
    asked = run("ready", waiting, "--json")
    assert (asked.code, asked.json["ready"], obstacles(asked)) == (9, False, ["precondition.approval"])
    assert listing(waiting) == before
    done = run("ready", waiting, "--met", "报批", "--evidence", proof)
    assert (done.code, done.err) == (0, "")
    assert "☑ 1 实施前：报批" in done.out
    assert "证据：审批表.jpg" in done.out
    assert "落实防控措施后实施" in done.out
    after = listing(waiting)
    assert {name: after[name] for name in before} == before
    assert run("ready", waiting, "--json").json["preconditions"][0]["met"]
    assert "1 项里登记办妥 1 项" in run("show", waiting).out
    # What was ticked counts for no later assessment, and can be taken back.
    back = run("ready", waiting, "--reopen", "1", "--json")
    assert (back.code, obstacles(back)) == (9, ["precondition.approval"])


def test_the_folder_with_its_evidence_verifies_as_before(
    run: Run, waiting: Path, proof: Path, keys: Keys
) -> None:
    scan = proof.with_suffix(".pdf")
    scan.write_bytes(b"%PDF-1.4\nscan\n%%EOF\n")
    pack = waiting.parent.parent / "pack"
    before = run("verify", waiting, *keys.trust(), "--json").json
    assert run("ready", waiting, "--met", "approval", "--evidence", proof, "--evidence", scan).code == 0
    assert run("verify", waiting, *keys.trust(), "--json").json == before
    assert not pack.exists()
    said = run("verify", waiting, *keys.trust()).out
    assert "前置条件 1 项，办妥前不得实施" in said
    assert "□ 报批" in said


def test_evidence_that_is_gone_or_changed_proves_nothing(run: Run, waiting: Path, proof: Path) -> None:
    assert run("ready", waiting, "--met", "1", "--evidence", proof).code == 0
    (kept,) = (waiting / "evidence").iterdir()
    kept.write_bytes(b"other")
    changed = run("ready", waiting)
    assert (changed.code, "审批表.jpg”和登记时不一样" in changed.out) == (9, True)
    kept.unlink()
    assert "审批表.jpg”不在了" in run("ready", waiting).out


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
    run: Run, waiting: Path, proof: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    before = listing(waiting)
    check_refused(run("ready", waiting, *(word.format(proof=proof) for word in words)), code=code, says=says)
    assert listing(waiting) == before


@pytest.mark.parametrize("line", ["", "{}", '{"version": 2}', "[]", "\x00"])
def test_events_that_cannot_be_read_tick_nothing(run: Run, waiting: Path, proof: Path, line: str) -> None:
    (waiting / "events.jsonl").write_text(line + "\n", "utf-8")
    for words in ((), ("--met", "1", "--evidence", proof)):
        check_refused(run("ready", waiting, *words), says="events.jsonl:1")
    assert (waiting / "events.jsonl").read_text("utf-8") == line + "\n"


def test_a_case_without_steps_is_ready_when_it_is_signed(
    run: Run, case: Callable[[str], Path], signed: Path
) -> None:
    unsigned = run("ready", case("medium"), "--json")
    assert (unsigned.code, obstacles(unsigned)) == (9, ["signing.turn"])
    assert run("ready", signed).code == 0
    stop = run("ready", case("prohibited"), "--json")
    assert (stop.code, obstacles(stop)) == (9, ["prohibited", "signing.turn"])
    check_refused(run("ready", signed, "--met", "1"), says="这个案件没有前置条件")
