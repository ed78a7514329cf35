"""Answers files that cannot be right: exit code 3, one message with place and remedy, nothing written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from program import ANSWERS, Run, check_refused, listing

CROWD = "answers: {crowd: some}\n"

# File in answers/ → where the fault is and what the message must name.
FAULTS: dict[str, tuple[str, ...]] = {
    "unknown_question_id.yaml": (":4 people_affect", "people_affected"),
    "number_written_as_words.yaml": (":4 people_affected", "约三百", "note"),
    "number_with_about.yaml": (":3 people_affected", "约300人", "note"),
    "number_below_its_minimum.yaml": (":3 people_affected", "-1", "0"),
    "number_above_its_maximum.yaml": (":3 people_affected", "1000000000", "100000"),
    "number_not_finite.yaml": (":3 people_affected",),
    "option_that_does_not_exist.yaml": (":3 crowd", "lots", "none（不会）", "many（会有很多）", "unknown"),
    "option_nearly_right.yaml": (":3 crowd", "mony", "是不是“many”"),
    "option_as_true.yaml": (":3 legal_basis", "true", "yes（有）"),
    "option_as_list.yaml": (":3 legal_basis", "yes（有）"),
    "one_option_where_a_list_belongs.yaml": (":3 lacking", "recorder"),
    "list_with_a_wrong_option.yaml": (":3 lacking", "radio", "plan（应急预案）"),
    "text_as_list.yaml": (":3 unit_name", "文字"),
    "text_with_control_character.yaml": (":3 party_name", "控制字符"),
    "officer_without_name.yaml": (":3 officers", "姓名"),
    "officer_as_number.yaml": (":3 officers", "姓名"),
    "date_that_does_not_exist.yaml": (":3 notice_date", "2026-02-30"),
    "date_in_month_thirteen.yaml": (":3 planned_start", "2026-13-01"),
    "time_that_does_not_exist.yaml": (":3 planned_start", "25:00"),
    "datetime_without_time.yaml": (":3 planned_start", "几点"),
    "date_in_words.yaml": (":3 notice_date", "下个月初"),
    "date_as_number.yaml": (":3 notice_date", "日期"),
    "date_as_list.yaml": (":3 notice_date", "日期"),
    "answer_with_an_unknown_key.yaml": (":3 crowd", "valeu", "value"),
    "note_as_list.yaml": (":3 crowd", "备注"),
    "evidence_as_number.yaml": (":3 crowd", "证据"),
    "unknown_key_at_the_top.yaml": (":2 anwsers", "是不是“answers”"),
    "no_answers.yaml": ("answers",),
    "answers_as_list.yaml": (":2 answers", "键值表"),
    "case_number_as_list.yaml": (":1 case_number", "文字"),
    "case_number_missing.yaml": ("没有案号", "--case-number"),
    "another_questionnaire.yaml": (":2 questionnaire", "gd-999", "small"),
    "measure_that_does_not_exist.yaml": (":4 measures", "talk_frist", "是不是“talk_first”"),
    "measure_without_id.yaml": (":4 measures", "id"),
    "measure_written_twice.yaml": (":5 measures", "两次"),
    "measure_with_vague_deadline.yaml": (":4 measures", "尽快", "实施前"),
    "measures_as_words.yaml": (":3 measures", "列表"),
    "statement_neither_adopted_nor_not.yaml": (":4 statements", "adopted"),
    "grade_lowered_by_hand.yaml": (":3 raised", "low"),
    "grade_raised_without_reason.yaml": (":3 raised", "理由"),
    "attachments_as_numbers.yaml": (":3 attachments",),
    "question_answered_twice.yaml": (":4", "crowd", "两次"),
    "merge_key.yaml": (":3", "<<"),
    "aliases.yaml": (":3", "别名"),
    "alias_bomb.yaml": ("别名",),
    "python_tag.yaml": (":3", "标签"),
    "indented_with_a_tab.yaml": (":3",),
    "colon_inside_a_value.yaml": (":3", "引号"),
    "quote_never_closed.yaml": ("引号",),
    "two_documents.yaml": (":3",),
    "only_comments.yaml": ("注释",),
    "only_spaces.yaml": ("空的",),
    "empty.yaml": ("空的",),
    "a_list.yaml": (":1", "键值表"),
    "a_number.yaml": (":1", "键值表"),
    "comma_too_many.json": (":2",),
    "cut_off.json": ("JSON",),
    "a_list.json": (":1", "键值表"),
    "key_twice.json": (":1", "crowd", "两次"),
    "tab_in_text.json": (":1",),
}


@pytest.mark.long(one_in=32)
@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_answers_file_is_refused_with_place_and_remedy(name: str, assess: Run, out: Path) -> None:
    before = listing(out)
    done = assess(name)
    check_refused(done, says=(name, *FAULTS[name]))
    assert listing(out) == before


def test_every_faulty_file_is_tried() -> None:
    good = {"low.yaml", "medium.yaml", "high.yaml", "prohibited.yaml"}
    assert {path.name for path in ANSWERS.iterdir()} == good | set(FAULTS)


GB18030 = f"case_number: 测执1号\n# 备注\n{CROWD}unit: 某某市城市管理局\n".encode("gb18030")

# What no editor shows as it is: name → (bytes, what the message must name).
CONTENTS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "binary.yaml": (bytes(range(256)) * 8, ("二进制",)),
    "picture.yaml": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ("二进制",)),
    "gb18030.yaml": (GB18030, (":1", "GB18030")),
    "gb18030.json": ('{"case_number": "测执1号"}'.encode("gb18030"), ("GB18030",)),
    "utf16.yaml": (CROWD.encode("utf-16"), ("UTF-16",)),
    "utf16_big_endian.yaml": (b"\xfe\xff" + CROWD.encode("utf-16-be"), ("UTF-16",)),
    "utf16.json": ('{"answers": {}}'.encode("utf-16"), ("UTF-16",)),
    "neither_utf8_nor_gb18030.yaml": (b"answers: {crowd: \xff\xff\xfe}\n", (":1", "UTF-8")),
    "null_in_text.json": (b'{"answers": {"party_name": "a\\u0000b"}}', ("party_name", "控制字符")),
    "half_a_surrogate.json": (b'{"answers": {"party_name": "\\ud800"}}', ()),
    "text_too_long.yaml": (f"answers: {{party_name: {'长' * 2001}}}".encode(), ("party_name", "2000")),
    "unit_name_too_long.yaml": (f"answers: {{unit_name: {'局' * 2000}}}".encode(), ("unit_name", "2000 字，最多 60 字", "备注")),
    "case_too_long.json": (
        json.dumps({"answers": {}, "statements": [{"who": "王某", "said": "长" * 2000}] * 31}).encode(),
        ("statements", "合计 62062 字", "附件"),
    ),
    "question_id_too_long.yaml": (f"answers: {{{'x' * 900}: 1}}".encode(), ("xxxx",)),
    "deep.json": (b'{"answers":' + b"[" * 5000 + b"]" * 5000 + b"}", ()),
    "deep.yaml": (b"answers: " + b"[" * 5000 + b"]" * 5000, ()),
    "huge_number.json": (b'{"answers": {"people_affected": ' + b"9" * 5000 + b"}}", ()),
    "huge_number.yaml": (b"answers: {people_affected: " + b"9" * 5000 + b"}", ("people_affected",)),
    "escape_codes.yaml": (b'answers: {"\\e[31mred\\e[0m": 1}', ()),
}  # fmt: skip


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("name", CONTENTS)
def test_bytes_that_are_no_answers_are_refused(name: str, assess: Run, out: Path, tmp_path: Path) -> None:
    data, says = CONTENTS[name]
    file = tmp_path / name
    file.write_bytes(data)
    before = listing(out)
    done = assess(file)
    check_refused(done, says=(name, *says))
    assert "\x1b" not in done.err
    assert listing(out) == before


def test_a_file_of_50_megabytes_is_refused_unread(assess: Run, out: Path, tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    with file.open("wb") as big:
        big.truncate(50 * 1024 * 1024)
    before = listing(out)
    check_refused(assess(file), says=("big.yaml", "50 MB"))
    assert listing(out) == before


def test_a_missing_file_is_refused(assess: Run, out: Path, tmp_path: Path) -> None:
    before = listing(out)
    check_refused(assess(tmp_path / "没有.yaml"), says="没有.yaml")
    assert listing(out) == before


def test_a_folder_is_no_answers_file(assess: Run, out: Path, tmp_path: Path) -> None:
    check_refused(assess(tmp_path), says="这是文件夹")


def test_a_pipe_that_nobody_feeds_is_no_answers_file(assess: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    check_refused(assess(tmp_path / "pipe.yaml"))


def test_every_fault_of_a_file_is_listed_at_once(assess: Run, tmp_path: Path) -> None:
    file = tmp_path / "three_faults.yaml"
    file.write_text("answers:\n  crowd: lots\n  people_affected: 许多\n  part_name: 王某\n", encoding="utf-8")
    done = assess(file)
    check_refused(done, says=("3 处", ":2 crowd", ":3 people_affected", ":4 part_name"))


NUMBERS: dict[str, str] = {
    "slash": "粤/1号", "backslash": "粤\\1号", "parent": "..", "above": "../../outside", "absolute": "/outside",
    "null": "粤\u00001号", "line_break": "粤\n1号", "300_characters": "粤" * 300, "300_letters": "a" * 300, "con": "CON",
    "con_with_suffix": "con.1", "aux": "aux", "hidden": ".1号", "option": "-1号", "dot_at_the_end": "1号.", "colon": "C:1号",
    "star": "*", "quote": '1"号', "home": "~", "variable": "$HOME", "right_to_left": "1\u202e号", "zero_width": "1\u200b号",
    "escape_code": "\x1b[31m1号", "emoji": "😀", "only_spaces": "  ",
}  # fmt: skip


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("name", NUMBERS)
def test_a_case_number_that_cannot_name_a_folder_is_refused(
    name: str, assess: Run, out: Path, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    document: dict[str, Any] = {"case_number": NUMBERS[name], "answers": {"crowd": "some"}}
    file.write_text(json.dumps(document), encoding="utf-8")
    before = listing(tmp_path)
    done = assess(file)
    check_refused(done, says="案号")
    assert "\x1b" not in done.err
    assert listing(tmp_path) == before


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", ["slash", "parent", "300_characters", "con", "escape_code", "only_spaces"])
def test_a_case_number_of_the_command_line_is_held_to_the_same_rules(
    name: str, assess: Run, out: Path
) -> None:
    before = listing(out)
    check_refused(assess("low.yaml", "--case-number", NUMBERS[name]), says="案号")
    assert listing(out) == before


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "number", ["粤穗执〔2026〕12号", "粤韶（强）〔2026〕第1号", "2026-11-24_a", "【2026】1", "罰·1", "𠮷1号"]
)
def test_case_numbers_of_real_offices_are_taken(number: str, assess: Run, out: Path) -> None:
    assert assess("low.yaml", "--case-number", number).code == 0
    # The year stands in the brackets of official papers.
    assert (out / number.replace("【2026】", "〔2026〕") / "assessment.json").is_file()


def test_a_case_number_in_compatibility_characters_names_the_usual_folder(assess: Run, out: Path) -> None:
    # U+F9C0 is 燎 for old Korean texts; NFC makes it the usual U+71CE.
    assert assess("low.yaml", "--case-number", "\uf9c01号").code == 0
    assert (out / "\u71ce1号").is_dir()


JSON_STYLES: dict[str, str] = {
    # What `json.dumps` of Python, PHP and Java write for a rare character in a name.
    "rare_character_escaped": '{"answers": {"crowd": "some", "party_name": "\\ud842\\udfb7某"}}',
    "slash_escaped": '{"answers": {"crowd": "some", "party_name": "王某\\/李某"}}',
    "indented_with_tabs": '{\n\t"answers": {\n\t\t"crowd": "some"\n\t}\n}\n',
    "windows_line_ends": '{\r\n"answers": {\r\n"crowd": "some"\r\n}\r\n}\r\n',
    "no_spaces": '{"answers":{"crowd":"some","lacking":["plan"]}}',
    "byte_order_mark": '\ufeff{"answers": {"crowd": "some"}}',
    "long_text_on_one_line": json.dumps({"answers": {"crowd": "some", "party_name": "长" * 1500}}),
    "text_that_looks_like_yaml": '{"answers": {"crowd": "some", "party_name": "a: b # c & *d"}}',
}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("style", JSON_STYLES)
def test_json_is_read_however_a_program_wrote_it(style: str, assess: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(JSON_STYLES[style].encode())
    done = assess(file, "--case-number", "1号", "--json")
    assert done.code == 0, done
    (crowd,) = (a for a in done.json["answers"] if a["question"] == "crowd")
    assert crowd["value"] == "some"


def test_what_is_written_in_yaml_comes_back_as_written(assess: Run, tmp_path: Path) -> None:
    """`yes` and `no` are words, a leading zero is text, and a byte-order mark is nothing."""
    file = tmp_path / "answers.yaml"
    text = "case_number: '007'\nanswers:\n  party_name: '0012'\n  legal_basis: yes\n  crowd: none\n  lacking: []\n"
    file.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8")
    done = assess(file, "--json")
    assert done.code == 0, done
    said = {a["question"]: a["value"] for a in done.json["answers"]}
    assert (done.json["case_number"], said["party_name"], said["legal_basis"]) == ("007", "0012", "yes")
