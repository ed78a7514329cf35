"""A wrong answer is refused with its field, its place and what to write instead."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_form import FORM, refused

import strategies as s
from yanpan.answers import UNKNOWN, Answer, Answers, Person, WrongValue, load_answers, read_answers
from yanpan.answers.check import says_something
from yanpan.answers.moments import read_day
from yanpan.errors import AnswersRefused, YanpanError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.yaml"


def read(**values: object) -> dict[str, object]:
    """Plain values, checked: what each became."""
    answers = read_answers({"answers": values}, FORM)
    return {name: answer.value for name, answer in answers.answers.items()}


# ── What is accepted ──


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("legal_basis", "yes", "yes"),
        ("legal_basis", "没有", "no"),
        ("legal_basis", " 有 ", "yes"),
        ("legal_basis", "不清楚", UNKNOWN),
        ("legal_basis", "unknown", UNKNOWN),
        ("vulnerable", [], ()),
        ("vulnerable", ["ill", "elderly"], ("elderly", "ill")),
        ("vulnerable", ["老人", "elderly"], ("elderly",)),
        ("vulnerable", "不清楚", UNKNOWN),
        ("people_affected", 300, 300),
        ("people_affected", 0, 0),
        ("people_affected", 15.0, 15),
        ("people_affected", "不清楚", UNKNOWN),
        ("told_on", "2026-02-28", date(2026, 2, 28)),
        ("told_on", "2026年2月28日", date(2026, 2, 28)),
        ("told_on", "2026-02-28 09:30", date(2026, 2, 28)),
        ("planned_start", "2026-11-25 09:30", datetime(2026, 11, 25, 9, 30, tzinfo=s.ZONE)),
        ("planned_start", "2026-11-25T09:30+08:00", datetime(2026, 11, 25, 9, 30, tzinfo=s.ZONE)),
        ("planned_start", "2026-11-25T01:30Z", datetime(2026, 11, 25, 9, 30, tzinfo=s.ZONE)),
        ("planned_start", "2026年11月25日9时30分", datetime(2026, 11, 25, 9, 30, tzinfo=s.ZONE)),
        ("place", " 白云区 ", "白云区"),
        ("place", 3, "3"),
        ("place", "不清楚", UNKNOWN),
        ("place", "unknown", UNKNOWN),
        ("officers", ["张三 粤A001", "李四"], (Person("张三", "粤A001"), Person("李四"))),
        ("officers", [{"name": "张三", "certificate": "粤A001"}], (Person("张三", "粤A001"),)),
    ],
)
def test_a_value_is_read_as_what_it_means(name: str, raw: object, value: object) -> None:
    assert read(**{name: raw}) == {name: value}


def test_yes_and_no_stay_words(file: Path) -> None:
    file.write_text("answers:\n  legal_basis: yes\n", encoding="utf-8")
    assert load_answers(file, FORM).answers == {"legal_basis": Answer(value="yes")}


def test_an_answer_may_carry_a_note_and_evidence(file: Path) -> None:
    file.write_text(
        "answers:\n  legal_basis: {value: 没有, note: 待补, evidence: [证1, 证2]}\n"
        "  place: {value: 某村, evidence: 证3}\n",
        encoding="utf-8",
    )
    assert load_answers(file, FORM).answers == {
        "legal_basis": Answer(value="no", note="待补", evidence=("证1", "证2")),
        "place": Answer(value="某村", evidence=("证3",)),
    }


def test_an_answer_left_blank_is_no_answer(file: Path) -> None:
    file.write_text("answers:\n  legal_basis:\n  place: {value: , note: 去看}\n  kind: ~\n", encoding="utf-8")
    assert load_answers(file, FORM).answers == {}


# ── What is refused ──

FAULTS: dict[str, tuple[str, str, int, str, str]] = {
    # what is wrong: (lines under answers:, field, line, fault, remedy)
    "unknown question": (
        "  legal_basiss: yes",
        "legal_basiss",
        2,
        "问卷里没有编号“legal_basiss”；是不是“legal_basis”？",
        "",
    ),
    "unknown question, nothing near": ("  zzz: 1", "zzz", 2, "问卷里没有编号“zzz”", ""),
    "true for yes": ("  legal_basis: true", "legal_basis", 2, "写成了 true/false", "yes（有）"),
    "false for no": ("  legal_basis: false", "legal_basis", 2, "写成了 true/false", "no（没有）"),
    "choice outside the options": (
        "  legal_basis: yess",
        "legal_basis",
        2,
        "没有“yess”这个选项；是不是“yes”（有）？",
        "可写：yes（有）",
    ),
    "choice as a list": ("  legal_basis: [yes]", "legal_basis", 2, "没有这个选项", "可写"),
    "choice as a number": ("  legal_basis: 3", "legal_basis", 2, "没有“3”这个选项", "可写"),
    "unknown where none is allowed": ("  kind: unknown", "kind", 2, "不能答“不清楚”", "查明后填写"),
    "不清楚 where none is allowed": ("  kind: 不清楚", "kind", 2, "不能答“不清楚”", "查明后填写"),
    "choices that are no list": (
        "  vulnerable: elderly",
        "vulnerable",
        2,
        "应是一列",
        "写成 [选项, 选项]；都没有写 []",
    ),
    "choices outside the options": (
        "  vulnerable: [elderly, cat]",
        "vulnerable",
        2,
        "没有“cat”这个选项",
        "可写",
    ),
    "unknown among choices": (
        "  vulnerable: [elderly, unknown]",
        "vulnerable",
        2,
        "没有“unknown”这个选项",
        "可写",
    ),
    "约三百": ("  people_affected: 约三百", "people_affected", 2, "“约三百”不是数", "写 300，“约”写进 note"),
    "约300人": ("  people_affected: 约300人", "people_affected", 2, "“约300人”不是数", "写 300"),
    "true for a number": ("  people_affected: true", "people_affected", 2, "不是数", "只写数字"),
    "a number below the least": ("  people_affected: -1", "people_affected", 2, "-1 小于下限 0", ""),
    "a number above the most": ("  people_affected: 100001", "people_affected", 2, "大于上限 100000", ""),
    "a number beyond all bounds": ("  temperature: 1e300", "temperature", 2, "数太大", ""),
    "a number that is infinite": ("  temperature: 1e999", "temperature", 2, "数太大", ""),
    "a number of many digits": ("  temperature: 1" + "0" * 40, "temperature", 2, "不是数", ""),
    "2月30日": ("  told_on: 2026年2月30日", "told_on", 2, "没有“2026年2月30日”这一天", "核对年月日"),
    "month 13": ("  told_on: 2026-13-01", "told_on", 2, "没有“2026-13-01”这一天", "核对年月日"),
    "hour 25": (
        "  planned_start: 2026-11-25 25:00",
        "planned_start",
        2,
        "没有“2026-11-25 25:00”",
        "核对年月日和时分",
    ),
    "no year": ("  told_on: 11月25日", "told_on", 2, "“11月25日”要看是哪一天写的", "如 2026-11-03"),
    "tomorrow": ("  told_on: 明天", "told_on", 2, "“明天”要看是哪一天写的", "如 2026-11-03"),
    "a number for a date": ("  told_on: 2026112", "told_on", 2, "应是日期", "写成 2026-11-03"),
    "a day without a time of day": (
        "  planned_start: 2026-11-25",
        "planned_start",
        2,
        "没有写几点",
        "写成 2026-11-25 09:30",
    ),
    "text as a list": ("  place: [a]", "place", 2, "字以内的文字", ""),
    "text too long": ("  place: " + "长" * 2001, "place", 2, "超过 2000 字", "附件"),
    "text with a control character": ('  place: "a\\u0007b"', "place", 2, "含有控制字符", "删去"),
    "text with a null": ('  place: "a\\0b"', "place", 2, "含有控制字符", "删去"),
    "people as text": ("  officers: 张三", "officers", 2, "应是一列人员", "name: 张三"),
    "people without a name": (
        "  officers: [{name: '', certificate: 粤A1}]",
        "officers",
        2,
        "人员没有姓名",
        "",
    ),
    "people with another key": (
        "  officers: [{name: 张三, cert: 粤A1}]",
        "officers",
        2,
        "人员写法不对",
        "certificate: 执法证号",
    ),
    "people as numbers": ("  officers: [3]", "officers", 2, "人员写法不对", "certificate: 执法证号"),
    "another key beside the value": (
        "  place: {value: a, notes: b}",
        "place",
        2,
        "没有“notes”这个键",
        "value、note、evidence",
    ),
    "note that is no text": ("  place: {value: a, note: [1]}", "place", 2, "备注应是 2000 字以内的文字", ""),
    "note too long": (
        "  place: {value: a, note: " + "长" * 2001 + "}",
        "place",
        2,
        "备注应是 2000 字以内的文字",
        "",
    ),
    "evidence that is no text": (
        "  place: {value: a, evidence: [1]}",
        "place",
        2,
        "证据编号应是一列文字",
        "",
    ),
    "evidence that is a number": ("  place: {value: a, evidence: 5}", "place", 2, "证据编号应是一列文字", ""),
    "evidence that is true": ("  place: {value: a, evidence: true}", "place", 2, "证据编号应是一列文字", ""),
    "evidence that is a map": (
        "  place: {value: a, evidence: {a: b}}",
        "place",
        2,
        "证据编号应是一列文字",
        "",
    ),
    "the second answer": (
        "  legal_basis: yes\n  people_affected: 多",
        "people_affected",
        3,
        "“多”不是数",
        "只写数字",
    ),
}


@pytest.mark.parametrize(("lines", "field", "line", "what", "remedy"), FAULTS.values(), ids=list(FAULTS))
def test_a_wrong_answer_is_refused_with_field_place_and_remedy(
    file: Path, lines: str, field: str, line: int, what: str, remedy: str
) -> None:
    (fault,) = refused(file, f"answers:\n{lines}\n")
    assert fault.field == field
    assert fault.where == f"answers.yaml:{line} {field}"
    assert what in fault.what
    assert remedy in fault.remedy


ELSEWHERE: dict[str, tuple[str, str, int, str, str]] = {
    "unknown key": (
        "answers: {}\nmeasure: []",
        "measure",
        2,
        "没有“measure”这个键；是不是“measures”？",
        "可用的键",
    ),
    "another questionnaire": (
        "questionnaire: other\nanswers: {}",
        "questionnaire",
        1,
        "写的是问卷“other”，现在用的是“small”",
        "",
    ),
    "case number as a number": ("case_number: 12\nanswers: {}", "case_number", 1, "案号应是文字", "加上引号"),
    "case number as a list": ("case_number: [a]\nanswers: {}", "case_number", 1, "案号应是文字", ""),
    "case number as true": ("case_number: true\nanswers: {}", "case_number", 1, "案号应是文字", ""),
    "no answers": ("case_number: a", "answers", 1, "没有 answers 这一部分", "写 answers:"),
    "answers as a list": ("answers: [1]", "answers", 1, "应是“编号: 答案”的键值表", ""),
    "measures as a map": ("answers: {}\nmeasures: {a: b}", "measures", 2, "应是列表", ""),
    "measure unknown": (
        "answers: {}\nmeasures:\n  - {id: notary_presnt}",
        "measures.notary_presnt",
        3,
        "是不是“notary_present”？",
        "",
    ),
    "measure twice": (
        "answers: {}\nmeasures:\n  - {id: notary_present}\n  - {id: notary_present}",
        "measures.notary_present",
        4,
        "同一措施写了两次",
        "删去一个",
    ),
    "measure with a bad deadline": (
        "answers: {}\nmeasures:\n  - {id: notary_present, deadline: 尽快}",
        "measures.notary_present",
        3,
        "时限“尽快”不是日期",
        "实施前",
    ),
    "measure with a day that does not exist": (
        "answers: {}\nmeasures:\n  - {id: notary_present, deadline: 2026-02-30}",
        "measures.notary_present",
        3,
        "不是日期",
        "写成 2026-11-25 09:30",
    ),
    "measure without id": (
        "answers: {}\nmeasures:\n  - {owner: 张三}",
        "measures",
        3,
        "第 1 条写法不对",
        "可用：id、owner、deadline、note",
    ),
    "measure with another key": (
        "answers: {}\nmeasures:\n  - {id: notary_present, by: x}",
        "measures",
        3,
        "第 1 条写法不对",
        "可用：id、owner",
    ),
    "statement without words": (
        "answers: {}\nstatements:\n  - {who: 王某}",
        "statements",
        3,
        "第 1 条写法不对",
        "可用：who、said",
    ),
    "statement of nobody": (
        "answers: {}\nstatements:\n  - {who: ' ', said: 不服}",
        "statements[1].who",
        3,
        "是空的",
        "删去这一条",
    ),
    "statement adopted maybe": (
        "answers: {}\nstatements:\n  - {who: 王某, said: 不服, adopted: maybe}",
        "statements",
        3,
        "第 1 条写法不对",
        "可用",
    ),
    "attachments as text": ("answers: {}\nattachments: a.jpg", "attachments", 2, "附件应是一列文字", ""),
    "attachments as numbers": ("answers: {}\nattachments: [1]", "attachments", 2, "附件应是一列文字", ""),
    "raised to low": (
        "answers: {}\nraised: {grade: low, by: 李四, reason: 简单}",
        "raised",
        2,
        "没有“low”这个可以调高到的等级",
        "可用：medium",
    ),
    "raised without reason": (
        "answers: {}\nraised: {grade: high, by: 李四, reason: ' '}",
        "raised",
        2,
        "要写明是谁、什么理由",
        "",
    ),
    "ended early in words": (
        "answers: {}\nended_early: yes",
        "ended_early",
        2,
        "应是 true 或者 false",
        "写 true",
    ),
    "a list": ("- a", "", 1, "最外层应是键值表", "可用的键"),
}


@pytest.mark.parametrize(("text", "field", "line", "what", "remedy"), ELSEWHERE.values(), ids=list(ELSEWHERE))
def test_a_wrong_part_is_refused_with_field_place_and_remedy(
    file: Path, text: str, field: str, line: int, what: str, remedy: str
) -> None:
    (fault,) = refused(file, text + "\n")
    assert fault.field == field
    assert fault.where == f"answers.yaml:{line} {field}".strip()
    assert what in fault.what
    assert remedy in fault.remedy


def test_the_place_of_a_wrong_measure_is_right_after_a_broken_one(file: Path) -> None:
    found = refused(
        file, "answers: {}\nmeasures:\n  - {owner: 张三}\n  - {id: more_officers}\n  - {id: notry}\n"
    )
    assert [fault.where for fault in found] == ["answers.yaml:3 measures", "answers.yaml:5 measures.notry"]


def test_a_label_that_two_options_share_is_refused_with_both() -> None:
    kind = s.choice("q", "good", "bad")
    options = tuple(msgspec.structs.replace(option, label="有") for option in kind.options)
    form = s.form_of(questions=(msgspec.structs.replace(kind, options=options),))
    with pytest.raises(AnswersRefused) as wrong:
        read_answers({"answers": {"q": "有"}}, form)
    (fault,) = wrong.value.faults
    assert fault.what == "“有”不止一个选项；可以是 good（有）、bad（有）"
    assert fault.remedy.startswith("写前面的词")
    assert read_answers({"answers": {"q": "bad"}}, form).answers["q"].value == "bad"


def test_measures_and_the_raised_grade_may_be_called_by_their_titles() -> None:
    measure = next(iter(FORM.measures.values()))
    grade = next(item for item in FORM.questionnaire.header.grades if item.id == "high")
    document = {
        "answers": {},
        "measures": [{"id": measure.title, "owner": "李四", "deadline": "实施前"}],
        "raised": {"grade": grade.title, "by": "李四", "reason": "人多"},
    }
    found = read_answers(document, FORM)
    assert [item.id for item in found.measures] == [measure.id]
    assert found.raised is not None
    assert found.raised.grade == "high"


def test_a_measure_named_by_id_and_by_title_is_named_twice(file: Path) -> None:
    measure = next(iter(FORM.measures.values()))
    (fault,) = refused(
        file, f"answers: {{}}\nmeasures:\n  - {{id: {measure.id}}}\n  - {{id: {measure.title}}}\n"
    )
    assert fault.what == "同一措施写了两次"


def test_every_fault_is_listed_at_once(file: Path) -> None:
    found = refused(file, "answers:\n  legal_basis: true\n  told_on: 明天\n  placee: a\nmeasures: 3\n")
    assert [fault.field for fault in found] == ["legal_basis", "told_on", "placee", "measures"]


def test_faults_of_a_json_file_have_their_line_too(tmp_path: Path) -> None:
    found = refused(tmp_path / "a.json", '{\n "answers": {\n  "legal_basis": true,\n  "place": "x"\n }\n}\n')
    assert [fault.where for fault in found] == ["a.json:3 legal_basis"]


@pytest.mark.parametrize(
    "value",
    ["0001-01-01 00:00+14:00", "9999-12-31 23:59-12:00", "0000-01-01 00:00", "2026-01-01 00:00+99:99"],
)
def test_a_moment_outside_the_calendar_is_refused_in_words(file: Path, value: str) -> None:
    (fault,) = refused(file, f'answers:\n  planned_start: "{value}"\n')
    assert fault.field == "planned_start"
    assert fault.remedy


@pytest.mark.parametrize("owner", [" ", "\u3000", "\t"], ids=["space", "full-width space", "tab"])
def test_an_owner_of_spaces_is_no_owner(owner: str) -> None:
    measures = [{"id": "notary_present", "owner": owner, "deadline": "实施前"}]
    document = {"answers": {"legal_basis": "no"}, "measures": measures}
    try:
        answers = read_answers(document, FORM)
    except AnswersRefused:
        return
    assert not any(m.counted for m in s.judged((FORM, answers)).measures)


CONTROL = "a\u0007\u001b[31mb"


@pytest.mark.parametrize(
    "document",
    [
        {"answers": {"legal_basis": {"value": "no", "note": CONTROL}}},
        {"answers": {"legal_basis": {"value": "no", "evidence": [CONTROL]}}},
        {"answers": {}, "measures": [{"id": "notary_present", "owner": CONTROL}]},
        {"answers": {}, "statements": [{"who": CONTROL, "said": "a"}]},
        {"answers": {}, "statements": [{"who": "a", "said": CONTROL}]},
        {"answers": {}, "attachments": [CONTROL]},
        {"answers": {}, "raised": {"grade": "high", "by": CONTROL, "reason": "a"}},
    ],
    ids=["note", "evidence", "owner", "who", "said", "attachment", "by"],
)
def test_control_characters_are_refused_everywhere(document: object) -> None:
    """What reaches a terminal or the paper must not move the cursor or hide text."""
    with pytest.raises(AnswersRefused):
        read_answers(document, FORM)


@pytest.mark.parametrize(
    "document",
    [None, 3, "x", [], {"answers": 3}, {"answers": {}, "measures": [None]},
     {"answers": {}, "raised": []}, {"answers": {}, "statements": [[]]}, {"answers": {"officers": [None]}},
     {"answers": {"vulnerable": [[]]}}, {"answers": {"vulnerable": [{}]}}, {"answers": {"place": {"value": {}}}},
     {"answers": {"place": {"value": "a", "evidence": [None]}}}, {"answers": {}, "attachments": {}}],
    ids=str,
)  # fmt: skip
def test_whatever_is_handed_in_is_refused_in_words(document: object) -> None:
    with pytest.raises(YanpanError):
        read_answers(document, FORM)


def test_nothing_answered_is_accepted() -> None:
    assert read_answers({"answers": {}}, FORM) == Answers(answers={})


@pytest.mark.parametrize("digits", ["0898", "089", "6222021234567890123", "1e5", "1.50"])
def test_digits_typed_as_a_text_stay_the_digits_typed(digits: str, file: Path) -> None:
    """An area code, an account, a certificate: nobody thinks of quotes."""
    file.write_text(f"answers:\n  place: {digits}\n", encoding="utf-8")
    assert load_answers(file, FORM).answers == {"place": Answer(value=digits)}


@pytest.mark.parametrize("digits", ["19001234", "0898123"])
def test_digits_typed_as_a_certificate_are_kept_or_quotes_are_advised(digits: str, file: Path) -> None:
    file.write_text(f"answers:\n  officers:\n    - {{name: 张三, certificate: {digits}}}\n", encoding="utf-8")
    try:
        answers = load_answers(file, FORM)
    except AnswersRefused as error:
        assert "引号" in error.faults[0].remedy
    else:
        assert answers.answers["officers"].value == (Person("张三", digits),)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("people_affected: 3.5", "不是整数"),
        ("people_affected: 1.000", "一千还是一"),
        ("people_affected: 12.500", "一千还是一"),
        ("people_affected: '10,20'", "不是数"),
        ("planned_start: 2026-11-25 3:30", "凌晨还是下午"),
        ("planned_start: 2026年11月25日3点", "凌晨还是下午"),
        ("planned_start: '2026-11-2⁵ 09:30'", "不是普通的数字"),
        ("officers: [{name: 张三, certificate: 粤A001/粤A002}]", "隔开的符号"),
        ("officers: [{name: 张三, certificate: 李四}]", "不像证号"),
        ("officers: [张三粤A001]", "分不出"),
    ],
)
def test_what_could_mean_something_else_is_refused_in_a_file_as_on_the_screen(
    file: Path, answers: str, words: str
) -> None:
    (fault,) = refused(file, f"answers:\n  {answers}\n")
    assert words in fault.what
    assert fault.remedy


def test_several_officers_in_one_line_of_a_file_are_several() -> None:
    document = {"answers": {"officers": ["张三 粤A001、李四 粤A002", "王五"]}}
    found = read_answers(document, FORM).answers["officers"].value
    assert found == (Person("张三", "粤A001"), Person("李四", "粤A002"), Person("王五"))


@pytest.mark.parametrize("deadline", ["2026-11-28T01:00+23:59", "2026-11-28T01:00Z", "2026-11-28 3:30"])
def test_a_new_deadline_is_printed_as_it_is_judged(deadline: str) -> None:
    document = {"answers": {}, "measures": [{"id": "notary_present", "deadline": deadline}]}
    with pytest.raises(AnswersRefused):
        read_answers(document, FORM)
    assert read_answers(document, FORM, budgeted=False).measures[0].deadline == deadline


def test_what_a_record_holds_is_read_though_nobody_may_write_it_now() -> None:
    people = [{"name": "张三", "certificate": "粤A001/粤A002"}]
    document = {
        "answers": {"people_affected": 3.5, "officers": people, "planned_start": "2026-11-25T03:30:00+08:00"}
    }
    found = read_answers(document, FORM, budgeted=False).answers
    assert found["people_affected"].value == 3.5
    assert found["officers"].value == (Person("张三", "粤A001/粤A002"),)
    assert found["planned_start"].value == datetime(2026, 11, 25, 3, 30, tzinfo=s.ZONE)


@pytest.mark.parametrize(
    "officers",
    [
        ["张三 粤A001", "张三 粤A001"],
        ["张三", "张三 粤A001"],
        ["张三 粤A001", "李四 粤A001"],
        [{"name": "张三", "certificate": "粤A001"}, {"name": "李四", "certificate": "粤A001"}],
        [{"name": "张三等", "certificate": "粤A001"}],
        [{"name": "张三", "certificate": "2队"}],
    ],
)
def test_officers_of_a_new_file_stand_there_once_each_with_a_certificate_of_their_own(
    officers: list[object],
) -> None:
    document = {"answers": {"officers": officers}}
    with pytest.raises(AnswersRefused) as error:
        read_answers(document, FORM)
    assert error.value.faults[0].field == "officers"
    assert error.value.faults[0].remedy
    assert len(read_answers(document, FORM, budgeted=False).answers["officers"].value) >= 1  # type: ignore[arg-type]


@pytest.mark.parametrize("planned", ["2026-11-25 23:30-01:30", "2026年11月25日 9:30-10:30"])
def test_a_span_of_hours_in_a_file_is_refused_as_a_span(planned: str) -> None:
    for new in (True, False):
        with pytest.raises(AnswersRefused) as error:
            read_answers({"answers": {"planned_start": planned}}, FORM, budgeted=new)
        assert "是一段时间" in error.value.faults[0].what


@pytest.mark.parametrize(
    ("told_on", "day"),
    [
        ("2026-11-24T23:30:00Z", date(2026, 11, 25)),
        ("2026-11-24T15:59:59+00:00", date(2026, 11, 24)),
        ("2026-11-24T03:00:00+23:00", date(2026, 11, 23)),
        ("2026-11-24 23:30", date(2026, 11, 24)),
        ("2026-11-24T00:30:00+08:00", date(2026, 11, 24)),
    ],
)
def test_the_day_of_a_moment_is_that_of_the_zone_of_the_questionnaire(told_on: str, day: date) -> None:
    assert read_answers({"answers": {"told_on": told_on}}, FORM).answers["told_on"].value == day
    now = datetime(2026, 11, 24, 15, 20, tzinfo=s.ZONE)
    assert read_day(told_on, now) == day


@pytest.mark.parametrize(
    "told_on",
    ["2026-11-24 24:00", "2026年11月24日24时", "2026年11月24日晚上12点", "2026-11-24T24:00:00+08:00"],
)
def test_midnight_is_the_day_of_nobody_knows_which_of_two(told_on: str) -> None:
    with pytest.raises(AnswersRefused) as error:
        read_answers({"answers": {"told_on": told_on}}, FORM)
    assert "只写日子" in error.value.faults[0].remedy
    with pytest.raises(WrongValue, match="第二天"):
        read_day(told_on, datetime(2026, 11, 24, 15, 20, tzinfo=s.ZONE))


STOCK = [
    "不知道",
    "不清楚",
    "没有",
    "无",
    "同上",
    "说明",
    "测试",
    "略",
    "都对",
    "这个情况",
    "待补充",
    "是的",
    "一",
    "1",
    "a",
    "，",
    " ",
]


@given(st.lists(st.sampled_from(STOCK), max_size=12).map("".join))
def test_words_of_saying_nothing_explain_nothing(words: str) -> None:
    assert not says_something(words)


@pytest.mark.parametrize(
    "words",
    ["不知道怎么回事", "待补充说明内容", "我没有选错啊", "都没有答错的", "两个都是对的", "没有什么问题", "系统误报误报",
     "领导说可以的", "请看附件材料",
     "法律另有规定", "按规定办理的", "见前面的回答", "无异议无异议", "原样照旧不变", "没有矛盾没有矛盾", "我没有填错呀",
     "两题都选对了的", "不知道为什么这样",
     "说明内容以后再补", "确认过没有错误", "软件判断错误了", "已经核对过了没错", "这两个选项不矛盾", "答案没有选错的"],
)  # fmt: skip
def test_words_that_only_insist_explain_nothing(words: str) -> None:
    assert not says_something(words)


@given(st.text(min_size=1, max_size=4), st.integers(1, 20))
def test_the_same_few_letters_again_and_again_explain_nothing(letters: str, times: int) -> None:
    assert not says_something(letters * times)


@given(st.text("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGXYZ ,.!", max_size=60))
def test_what_has_no_chinese_word_explains_nothing(words: str) -> None:
    assert not says_something(words)


@pytest.mark.parametrize(
    "words",
    [
        "罚的是他，拆的是别人", "房屋已由业主自行拆除", "只查看，不拆除", "拆的是工地围挡", "“拆除”是工程的名称", "ABC公司已自行拆除",
        "先检查，拆除另案处理", "没有强制，业主自己搬走", "不清楚的是面积，拆除另案办",
        "农业专用设施", "只拆没有人住的棚", "先查后拆，拆由法院做", "检查后发现违建，另案处理", "领导批准的是另一处房屋", 
        "系统里登记的是旧地址", "按规定当场只罚款，拆除由法院办",
    ],
)  # fmt: skip
def test_what_somebody_says_is_an_explanation(words: str) -> None:
    assert says_something(words)


def test_an_hour_that_no_clock_showed_is_refused_and_one_with_its_offset_is_taken() -> None:
    with pytest.raises(AnswersRefused, match="夏令时"):
        read(planned_start="1988-04-17 02:30")
    with pytest.raises(AnswersRefused, match="夏令时"):
        read(planned_start="1988年4月17日凌晨2点半")
    taken = read(planned_start="1988-04-17T02:30+08:00")["planned_start"]
    assert isinstance(taken, datetime)
    assert taken.isoformat() == "1988-04-17T03:30:00+09:00"
