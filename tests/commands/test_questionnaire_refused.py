"""A unit's own questionnaire that breaks its form: exit code 3, every fault with file and line, nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from program import ANSWERS, SMALL, Run, check_refused, listing

from yanpan.data import data_folder

OWN_PART = "own.yaml"
QUESTION = "{id: own, section: legality, ask: 问？, type: choice, basis: ['563:1.1'], options: [{value: a, label: 甲}, {value: b, label: 乙}]}"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The built-in questionnaire with one more part of its own, `own.yaml`, that a test writes."""
    folder = tmp_path / "own-questionnaire"
    shutil.copytree(data_folder("questionnaires") / "gd-563", folder)
    shutil.rmtree(folder / "cases", ignore_errors=True)
    header = folder / "questionnaire.yaml"
    text = header.read_text(encoding="utf-8")
    assert text.count("parts:\n") == 1
    header.write_text(text.replace("parts:\n", f"parts:\n  - {OWN_PART}\n"), encoding="utf-8")
    (folder / OWN_PART).write_text(f"questions:\n  - {QUESTION}\n", encoding="utf-8")
    return folder


@pytest.mark.long
def test_the_copy_itself_is_sound(copy: Path, run: Run) -> None:
    done = run("pack", "lint", copy)
    assert done.code == 0, done


# What own.yaml says → what the message must name.
FAULTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unknown_field": (QUESTION.replace("ask:", "aks: x, ask:"), ("own.yaml:2", "aks")),
    "missing_field": ("{id: own, section: legality, type: text}", ("own.yaml:2", "ask")),
    "unknown_type": (QUESTION.replace("type: choice", "type: chioce"), ("own.yaml:2", "chioce")),
    "wrong_type_of_field": (QUESTION.replace("ask: 问？", "ask: [1]"), ("own.yaml:2", "文字")),
    "unknown_section": (QUESTION.replace("legality", "legalty"), ("own.yaml:2", "legalty")),
    "id_twice": (f"{QUESTION}\n  - {QUESTION}", ("own.yaml:3", "own.yaml:2", "重复")),
    "one_option": (QUESTION.replace(", {value: b, label: 乙}", ""), ("own.yaml:2", "选项")),
    "same_option_twice": (QUESTION.replace("value: b", "value: a"), ("own.yaml:2", "选项")),
    "red_line_that_does_not_exist": (
        QUESTION.replace("label: 乙", "label: 乙, red_line: no_such_line"), ("own.yaml:2", "no_such_line")
    ),
    "hazard_that_does_not_exist": (
        QUESTION.replace("label: 乙", "label: 乙, raises: [no_such_hazard]"), ("own.yaml:2", "no_such_hazard")
    ),
    "source_that_does_not_exist": (QUESTION.replace("563:1.1", "无此法:1"), ("own.yaml:2", "无此法")),
    "article_that_does_not_exist": (QUESTION.replace("563:1.1", "563:99.99"), ("own.yaml:2", "99.99")),
    "condition_on_nothing": (QUESTION.replace("ask:", "when: no_such == 'a', ask:"), ("own.yaml:2", "no_such")),
    "condition_on_itself": (QUESTION.replace("ask:", "when: own == 'a', ask:"), ("own.yaml:2",)),
    "condition_with_wrong_option": (QUESTION.replace("ask:", "when: kind == '打人', ask:"), ("own.yaml:2", "打人")),
    "condition_cut_off": (QUESTION.replace("ask:", "when: 'kind ==', ask:"), ("own.yaml:2",)),
    "condition_that_runs_code": (
        QUESTION.replace("ask:", "when: '__import__(\"os\").system(\"touch ran\")', ask:"), ("own.yaml:2",)
    ),
    "condition_that_reaches_inside": (QUESTION.replace("ask:", "when: 'kind.__class__', ask:"), ("own.yaml:2",)),
    "condition_of_giant_power": (QUESTION.replace("ask:", "when: '9**9**9 == 1', ask:"), ("own.yaml:2",)),
    "condition_too_deep": (
        QUESTION.replace("ask:", f"when: '{'(' * 500}kind == 1{')' * 500}', ask:"), ("own.yaml:2",)
    ),
    "alias": ("&a " + QUESTION + "\n  - *a", ("own.yaml", "别名")),
}  # fmt: skip


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_part_is_refused_with_file_and_line(name: str, copy: Path, run: Run, out: Path) -> None:
    content, says = FAULTS[name]
    (copy / OWN_PART).write_text(f"questions:\n  - {content}\n", encoding="utf-8")
    before = listing(out)
    done = run(
        "assess", "--answers", ANSWERS / "low.yaml", "--out", out, "--questionnaire", copy, "--no-pdf", cwd=out
    )  # fmt: skip
    check_refused(done, says=says)
    assert listing(out) == before


def _lose_header(folder: Path) -> str:
    (folder / "questionnaire.yaml").unlink()
    return "questionnaire.yaml"


def _lose_part(folder: Path) -> str:
    (folder / OWN_PART).unlink()
    return OWN_PART


def _lose_sources(folder: Path) -> str:
    (folder / "sources.yaml").unlink()
    return "sources.yaml"


def _empty_part(folder: Path) -> str:
    (folder / OWN_PART).write_bytes(b"")
    return OWN_PART


def _part_in_gb18030(folder: Path) -> str:
    (folder / OWN_PART).write_bytes(f"questions:\n  - {QUESTION}\n".encode("gb18030"))
    return "GB18030"


def _part_as_list(folder: Path) -> str:
    (folder / OWN_PART).write_text("- 1\n")
    return OWN_PART


def _unknown_list(folder: Path) -> str:
    (folder / OWN_PART).write_text("qeustions: []\n")
    return "qeustions"


def _part_outside(folder: Path) -> str:
    header = folder / "questionnaire.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace(OWN_PART, "../own.yaml"), encoding="utf-8")
    return "../own.yaml"


def _matrix_of_four(folder: Path) -> str:
    header = folder / "questionnaire.yaml"
    lines = header.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("matrix:"))
    del lines[at + 1]
    header.write_text("".join(lines), encoding="utf-8")
    return "矩阵"


def _unknown_key_in_header(folder: Path) -> str:
    header = folder / "questionnaire.yaml"
    header.write_text(header.read_text(encoding="utf-8") + "\ncolour: red\n", encoding="utf-8")
    return "colour"


def _no_such_time_zone(folder: Path) -> str:
    header = folder / "questionnaire.yaml"
    text = header.read_text(encoding="utf-8").replace("Asia/Shanghai", "Asia/Nowhere")
    header.write_text(text, encoding="utf-8")
    return "Asia/Nowhere"


SPOILERS = (
    _lose_header, _lose_part, _lose_sources, _empty_part, _part_in_gb18030, _part_as_list, _unknown_list, _part_outside,
    _matrix_of_four, _unknown_key_in_header, _no_such_time_zone,
)  # fmt: skip


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda f: f.__name__.strip("_"))
def test_a_folder_that_is_no_questionnaire_is_refused(spoil: object, copy: Path, run: Run, out: Path) -> None:
    assert callable(spoil)
    says = spoil(copy)
    before = listing(out)
    done = run("assess", "--answers", ANSWERS / "low.yaml", "--out", out, "--questionnaire", copy, "--no-pdf")
    check_refused(done, says=says)
    assert listing(out) == before


@pytest.mark.parametrize("where", ["没有", "file"])
def test_what_is_no_folder_is_no_questionnaire(where: str, run: Run, out: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run("assess", "--answers", ANSWERS / "low.yaml", "--out", out, "--questionnaire", tmp_path / where)
    check_refused(done, says=(str(tmp_path / where), "yanpan pack list"))


def test_lint_lists_every_fault_and_exits_3(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    part = folder / "questions.yaml"
    text = part.read_text(encoding="utf-8").replace("raises: [crowd_gathers]", "raises: [crowd_gather]")
    part.write_text(text.replace("red_line: no_basis", "red_line: no_bassis"), encoding="utf-8")
    done = run("pack", "lint", folder)
    assert done.code == 3
    for words in ("crowd_gather", "no_bassis", "是不是“no_basis”", "questions.yaml:"):
        assert words in done.out + done.err, done


def test_pack_test_says_what_came_out_differently(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    case = folder / "cases" / "grades.yaml"
    case.write_text(
        case.read_text(encoding="utf-8").replace("grade: medium", "grade: high"), encoding="utf-8"
    )
    done = run("pack", "test", folder)
    assert done.code == 3
    assert "初始等级应是高风险，得出中风险" in done.out


def test_pack_test_passes_when_all_is_as_written(run: Run) -> None:
    done = run("pack", "test", SMALL)
    assert (done.code, done.err) == (0, "")
    assert "medium_by_crowd" in done.out


def test_pack_slips_says_which_answer_stands_alone(run: Run, tmp_path: Path) -> None:
    """A plan without basis and nothing else wrong: one wrong tick makes it low."""
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    case = folder / "cases" / "prohibited.yaml"
    case.write_text(case.read_text().replace("crowd: many", "crowd: none").replace("[plan]", "[]"))
    done = run("pack", "slips", folder)
    assert done.code == 3
    assert "内容  有法律依据吗？  没有 → 有" in done.out
    assert "完整的案例：1 个不得实施，答错一处成为低风险的：内容 1，类别 0。" in done.out
    told = run("pack", "slips", folder, "--json")
    assert told.code == 3
    (only,) = told.json
    assert [slip["question"] for slip in only["slips"]] == ["legal_basis"]
    case.write_text(f"whole: false\n{case.read_text()}")
    done = run("pack", "slips", folder)
    assert done.code == 0
    assert "内容  有法律依据吗？" in done.out


def test_pack_slips_takes_answers_of_ones_own(run: Run, tmp_path: Path) -> None:
    done = run("pack", "slips", SMALL, "--case", ANSWERS / "prohibited.yaml")
    assert "全部：2 个不得实施" in done.out
    refused = run("pack", "slips", SMALL, "--case", ANSWERS / "low.yaml")
    assert (refused.code, refused.out) == (3, "")
    assert "low.yaml：这些答案的等级不是不得实施" in refused.err
