"""Officers as they are typed and pasted: each with their own certificate, or a refusal with how to write it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.answers import Person, WrongValue
from yanpan.answers.people import check_people, check_person, read_people

ZHANG, LI, WANG = Person("张三", "粤A001"), Person("李四", "粤A002"), Person("王五", "粤A003")
BARE = (Person("张三"), Person("李四"))
READ = [
    ("张三", (Person("张三"),)),
    ("张三 粤A001", (ZHANG,)),
    ("  张三　粤A001  ", (ZHANG,)),
    ("张三\t粤A001", (ZHANG,)),
    ("张三,粤A001", (ZHANG,)),
    ("张三，粤A001", (ZHANG,)),
    ("张三/粤A001", (ZHANG,)),
    ("张三、粤A001", (ZHANG,)),
    ("张三（粤A001）", (ZHANG,)),
    ("张三(粤A001)", (ZHANG,)),
    ("张三（执法证号 粤A001）", (ZHANG,)),
    ("张三（执法证号：粤A001）", (ZHANG,)),
    ("张三 执法证号：粤A001", (ZHANG,)),
    ("张三，执法证号粤A001", (ZHANG,)),
    ("张三 证号：粤A001", (ZHANG,)),
    ("张三 粤A001。", (ZHANG,)),
    ("1. 张三 粤A001", (ZHANG,)),
    ("张三 粤A001、李四 粤A002", (ZHANG, LI)),
    ("张三 粤A001，李四 粤A002", (ZHANG, LI)),
    ("张三 粤A001;李四 粤A002", (ZHANG, LI)),
    ("张三 粤A001；李四 粤A002；王五 粤A003", (ZHANG, LI, WANG)),
    ("张三 粤A001\n李四 粤A002\n", (ZHANG, LI)),
    ("张三 粤A001\r\n李四 粤A002", (ZHANG, LI)),
    ("张三\t粤A001\n李四\t粤A002\n王五\t粤A003", (ZHANG, LI, WANG)),
    ("张三\n粤A001\n李四\n粤A002", (ZHANG, LI)),
    ("1、张三 粤A001\n2、李四 粤A002", (ZHANG, LI)),
    ("张三 粤A001 李四 粤A002", (ZHANG, LI)),
    ("张三,粤A001,李四,粤A002", (ZHANG, LI)),
    ("张三（执法证号 粤A001）、李四（执法证号 粤A002）", (ZHANG, LI)),
    ("张三(粤A001) 李四(粤A002)", (ZHANG, LI)),
    ("张三（粤A001） 李四 粤A002", (ZHANG, LI)),
    ("张三（执法证号：粤A001） 李四（执法证号：粤A002）", (ZHANG, LI)),
    ("张三、李四", BARE),
    ("张三，李四", BARE),
    ("张三,李四", BARE),
    ("张三;李四", BARE),
    ("张三/李四", BARE),
    ("张三 李四", BARE),
    ("张三\n李四", BARE),
    ("张三和李四", BARE),
    ("张三、李四、王五", (*BARE, Person("王五"))),
    ("张三 李四 王五", (*BARE, Person("王五"))),
    ("张三、李四 粤A002", (Person("张三"), LI)),
    ("张三 粤A001、李四", (ZHANG, Person("李四"))),
    ("张三 粤A001 李四", (ZHANG, Person("李四"))),
    ("张 三", (Person("张三"),)),
    ("张　三 粤A001", (ZHANG,)),
    ("王 建国、李 秀英", (Person("王建国"), Person("李秀英"))),
    ("李和平", (Person("李和平"),)),
    ("范徐丽泰", (Person("范徐丽泰"),)),
    ("欧阳娜娜、司马光", (Person("欧阳娜娜"), Person("司马光"))),
    ("张某、李某某", (Person("张某"), Person("李某某"))),
    ("阿依古丽·买买提 新A001", (Person("阿依古丽·买买提", "新A001"),)),
    ("阿依古丽·买买提、扎西多吉", (Person("阿依古丽·买买提"), Person("扎西多吉"))),
    ("信建国 粤A001、张三", (Person("信建国", "粤A001"), Person("张三"))),
    ("信建国", (Person("信建国"),)),
    ("张三 粤A-001", (Person("张三", "粤A-001"),)),
    ("张三 粤〔2020〕001号", (Person("张三", "粤〔2020〕001号"),)),
    ("张三 粤执（2020）001号", (Person("张三", "粤执（2020）001号"),)),
    ("张三 19010001", (Person("张三", "19010001"),)),
    ("1.张三 2.李四", BARE),
    ("1、张三 2、李四", BARE),
    ("1) 张三 2) 李四", BARE),
    ("（1）张三 （2）李四", BARE),
    ("①张三 ②李四", BARE),
    ("1.张三 粤A001 2.李四 粤A002", (ZHANG, LI)),
    ("张三 和 李四", BARE),
    ("张三 粤A001 和 李四 粤A002", (ZHANG, LI)),
    ("张三 粤A001 以及 李四 粤A002", (ZHANG, LI)),
    ("张三以及李四", BARE),
    ("张三&李四", BARE),
    ("张三 ＆ 李四", BARE),
    ("张三 粤A001 & 李四 粤A002", (ZHANG, LI)),
    ("和文光", (Person("和文光"),)),
    ("张三 惠执（2020）001号", (Person("张三", "惠执（2020）001号"),)),
    ("张三 粤A001李四", (ZHANG, Person("李四"))),
    ("张三 粤A001李四 粤A002", (ZHANG, LI)),
    ("张三 粤A001李四 粤A002王五 粤A003", (ZHANG, LI, WANG)),
    ("张三。李四", BARE),
    ("张三 粤A001。李四 粤A002。", (ZHANG, LI)),
    ("张三.李四", BARE),
    ("张三-李四", BARE),
    ("张三—李四", BARE),
    ("张三~李四", BARE),
    ("张三 粤执001号", (Person("张三", "粤执001号"),)),
    ("张三 2020年001号", (Person("张三", "2020年001号"),)),
    ("买买提·艾力 新A001", (Person("买买提·艾力", "新A001"),)),
    ("阿不都.热西提", (Person("阿不都.热西提"),)),
    ("白玛.江措", (Person("白玛.江措"),)),
]  # fmt: skip
REFUSED = [
    "张三粤A001", "张三19010001", "苏明粤A002", "张三 李四粤A002", "张三 粤A001/粤A002", "张三 粤A001、粤A002",
    "张三 粤A001 粤A002", "张三 粤A 001", "粤A001", "粤A001 张三", "张三，李四，粤A001", "张三、李四、粤A001、粤A002",
    "张三 李四 粤A001", "张三 李四 粤A001 粤A002", "张三 副局长", "张三、副局长", "局长 张三", "张三 队员", "张三李四",
    "阿依古丽 买买提", "阿依古丽 买买提 新A001", "买买提 艾力", "John Smith", "张三 无", "张三 暂无", "张三 -", "", "、",
    "张三、李四等2人", "张三 等2人", "张三、李四 2人", "张三、李四 两人2", "张三 2队", "张三 2中队", "张三 第3组", "张三（2人）",
    "张三等", "张三等人", "张三、李四等", "张三 粤A001等", "张三 粤A001 等2人", "张三 共2人", "张三一行", "张三及其同事",
    "张三、和李四", "刘备关羽张飞", "刘备关羽张飞赵云", "欧阳修王安石", "张三 1", "张三 12", "张三 李四（粤A002",
    "张三 周五", "张三、商会", "张三(粤A001)李四(粤A002)", 
    "张三(带队)李四", "张三 2027年到期", "张三 51岁", "张三 有效期至2027年", "张三 2027年12月", "张三 2026-11-24",
    "张三 3楼", "张三 01室", "张三 18号车", "两名执法人员", "3名执法人员", "执法人员", "市城管局", "执法一大队", "待定",
    "张三、待定", "待补", "张三（李四、王五）",
    "辅警：李四 粤A002", "协管员：李四 粤A002", "执法辅助人员：李四 粤A002", "执法车 粤A12345", "警车 粤A12345", "临时工 A01", "外包公司 A01",
    "见证人王五 A3", "律师王五 A3", "实习生小陈 A3", "无人机 A01", "李四 13800138000",
    "李四 138-0013-8000", "李四 A002（已过期）", "李四 (过期)A002",
    "李四 A002作废", "李四 吊销A002", "队长：张三", "队长：张三 粤A001",
    "带队:张三 粤A001", "记录人：李四 粤A002", "市场监管局张三 粤A001",
    "法制员赵六 粤A003", "张三？ A01", "张三(待定) A01", "🙂 粤A001", "李四🙂 粤A001", "张\u200b三 粤A001",
    "张三-局长", "张三 粤A001王五六七", "某某", "二位同志", "张三vs李四", "艾力.马尔", "丹增-卓玛", "张三 执法", "张三、三",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "people"), READ)
def test_people_are_read_where_it_is_plain_who_they_are(typed: str, people: tuple[Person, ...]) -> None:
    assert read_people(typed) == people


@pytest.mark.parametrize("typed", REFUSED)
def test_where_it_is_not_plain_it_is_refused_with_how_to_write_it(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_people(typed)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "number",
    [
        "粤A001/粤A002",
        "粤A001、粤A002",
        "粤A001，粤A002",
        "粤A001;粤A002",
        "粤A 001",
        "粤A001\n",
        "李四",
        "无",
        "abc",
        "2",
        "02",
        "2队",
        "等2人",
        "共2人",
        "2人",
        "3名",
        "李四粤（2",
        "李四（粤A002",
    ],
)
def test_a_certificate_is_one_number(number: str) -> None:
    with pytest.raises(WrongValue) as refused:
        check_person(Person("张三", number))
    assert refused.value.remedy


@pytest.mark.parametrize(
    "number", ["", "粤A001", "粤A-001", "19010001", "粤〔2020〕001号", "粤执（2020）001号"]
)
def test_what_is_a_certificate_is_taken(number: str) -> None:
    check_person(Person("张三", number))


@given(st.text(alphabet="张三李四王五阿依古丽粤A0123和·、，,;；/| \n\t（）()执法证号：.", max_size=24))
def test_whatever_is_typed_gives_people_that_can_be_written_down_or_a_refusal(typed: str) -> None:
    try:
        people = read_people(typed)
    except WrongValue as wrong:
        assert wrong.remedy
        return
    assert people
    for person in people:
        check_person(person)
        assert person.name
        assert not any(c in person.name for c in " 、，,;；/|\n\t0123")


@given(st.lists(st.sampled_from([ZHANG, LI, WANG, Person("欧阳修", "粤B1")]), min_size=1, max_size=4, unique=True),
       st.sampled_from(["、", "；", "\n", " ", "，", "\r\n", " | "]))  # fmt: skip
def test_people_written_down_are_read_back(people: list[Person], mark: str) -> None:
    assert read_people(mark.join(f"{p.name} {p.certificate}" for p in people)) == tuple(people)


@pytest.mark.parametrize("name", ["张三等", "张三等人", "张三等2人", "张三及其同事"])
def test_a_name_stands_for_one(name: str) -> None:
    with pytest.raises(WrongValue, match="没有写全") as refused:
        check_person(Person(name, "粤A001"))
    assert refused.value.remedy


@pytest.mark.parametrize(
    "people",
    [
        (ZHANG, ZHANG),
        (ZHANG, LI, ZHANG),
        (ZHANG, Person("张三")),
        (Person("张三"), Person("张三")),
        (ZHANG, Person("李四", "粤A001")),
        (ZHANG, Person("李四", "粤a００1")),
        (ZHANG, Person("李四", "粤A-001")),
    ],
)
def test_nobody_stands_there_twice_and_no_certificate_is_that_of_two(people: tuple[Person, ...]) -> None:
    with pytest.raises(WrongValue) as refused:
        check_people(people)
    assert refused.value.remedy


@pytest.mark.parametrize("people", [(), (ZHANG,), (ZHANG, LI, WANG), BARE, (ZHANG, Person("张三", "粤A009"))])
def test_different_people_are_taken_and_so_are_two_of_one_name(people: tuple[Person, ...]) -> None:
    check_people(people)


@given(
    st.sampled_from(["张三", "李四", "王五"]),
    st.sampled_from(["等", "等人", "等2人", " 等3人", "等三人", " 2队", " 2人", " 共2人"]),
)
def test_no_word_for_others_becomes_a_name_or_a_certificate(name: str, more: str) -> None:
    for before in ("", "赵六、", "赵六 粤A009、"):
        with pytest.raises(WrongValue):
            read_people(before + name + more)


@pytest.mark.parametrize(
    "person",
    [
        Person("待定"), Person("市城管局"), Person("两名执法人员", "粤A001"), Person("张三-李四"), Person("张三.李四"), Person("张三。李四"),
        Person("张三（李四）"), Person("张三（队长）", "粤A001"), Person("辅警：李四", "粤A002"),
        Person("执法车", "粤A12345"),
        Person("李四", "13800138000"), Person("李四", "A002（已过期）"), Person("张三", "粤A001王五"),
        Person("张三", "2027年到期"), Person("张三", "51岁"), Person("执法人员"),
    ],
)  # fmt: skip
def test_what_is_certainly_nobody_is_refused_in_every_form(person: Person) -> None:
    with pytest.raises(WrongValue) as refused:
        check_person(person)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "name",
    [
        "买买提·艾力", "阿依古丽·买买提", "扎西多吉", "John Smith", "Jean-Paul Sartre", "J. Smith", "艾力.马尔", "欧阳娜娜", "范徐丽泰", "张某",
        "车公", "李保安", "陈志愿", "王见证", "张X", "李*",
        "李某某", "李待", "孙站", "高组", "方正", "巴特尔", "司徒雷登", "诺布占堆", "山本一郎",
    ],
)  # fmt: skip
def test_a_name_in_whatever_tongue_stays_a_name(name: str) -> None:
    check_person(Person(name, "粤A001"))


@given(
    st.lists(
        st.sampled_from(["张三", "李四", "王五", "赵六", "欧阳修"]), min_size=2, max_size=4, unique=True
    ),
    st.sampled_from(["。", ".", "-", "—", "~", "－", "．", "、", " "]),
)
def test_names_with_any_mark_between_are_as_many_people(names: list[str], mark: str) -> None:
    assert [person.name for person in read_people(mark.join(names))] == names
    if mark in "。.-—~－．":
        with pytest.raises(WrongValue):
            check_person(Person(mark.join(names)))


@given(
    st.sampled_from(["张三", "李四"]), st.sampled_from(["王五", "赵大海", "欧阳修"]), st.integers(1000, 99999)
)
def test_a_name_right_behind_a_number_is_another_person(one: str, other: str, number: int) -> None:
    assert read_people(f"{one} 粤A{number}{other}") == (Person(one, f"粤A{number}"), Person(other))


@pytest.mark.parametrize(
    "typed",
    ["是的", "？？", "民警", "局领导", "拆迁公司", "明天上午", "张三李四二人", "队长张三", "y", "n", "我", "会", "不是", "可以", "好的", "没有批准",
     "已经批准了", "行政处罚", "张三（没有执法证）", "张三（实习生）", "王局", "王所长", "辅警张三", "张三同志", "张三副队长", "承办人张三", "协管员",
     "派出所民警", "第三方公司", "领导", "张三和李四两人", "---", "abc", "Yes", "队长张三 粤A001", "大家", "确认", "继续", "老张"],
)  # fmt: skip
def test_one_alone_is_looked_at_as_closely_as_one_of_several(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_people(typed)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "name",
    ["王𬱖", "㛃丽", "𠮷田", "李㐂", "欧阳娜娜", "买买提·吐尔逊", "巴特尔", "库尔班江", "阿不力孜", "迪丽热巴", "鄂尔德尼", "爱新觉罗启功",
     "山本一郎", "王二麻子", "张X", "张XX", "张某", "李A", "John", "Jean-Paul", "信建国", "白玛.江措", "完颜洪烈", "吴所谓", "高峰"],
)  # fmt: skip
def test_a_rare_name_alone_needs_no_certificate(name: str) -> None:
    assert read_people(name) == (Person(name),)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("辅警：李四 粤A002", "不是执法人员"), ("李四 13800138000", "手机号"), ("李四 A002（已过期）", "已过期|过期"), ("队长：张三 粤A001", "冒号"),
     ("张\u200b三 粤A001", "看不见")],
)  # fmt: skip
def test_it_is_said_why_somebody_is_no_officer(typed: str, word: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_people(f"张三 粤A001、{typed}")
    assert re.search(word, refused.value.what + refused.value.remedy)


@pytest.mark.parametrize("name", ["何必", "马上", "田园", "老张"])
def test_a_name_that_is_a_word_of_every_day_is_taken_with_its_certificate(name: str) -> None:
    with pytest.raises(WrongValue, match="姓名") as refused:
        read_people(name)
    assert "执法证号" in refused.value.remedy
    assert read_people(f"{name} 粤A001") == (Person(name, "粤A001"),)


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("姓名：张三 证号：粤A001", (ZHANG,)), ("姓名:张三", (Person("张三"),)), ("姓名张三，执法证号粤A001", (ZHANG,)),
        ("执法人员：张三、李四", BARE), ("姓名：张三 证号：粤A001；姓名：李四 证号：粤A002", (ZHANG, LI)),
    ],
)  # fmt: skip
def test_what_a_form_writes_in_front_is_no_part_of_a_name(typed: str, people: tuple[Person, ...]) -> None:
    assert read_people(typed) == people


@pytest.mark.parametrize(
    "word", ["清河镇", "安监", "路政", "何人", "商人", "金额", "敬老", "太平村", "万事通"]
)
def test_a_place_or_a_word_of_every_day_is_no_officer_without_a_certificate(word: str) -> None:
    for read in (lambda: read_people(word), lambda: check_person(Person(word))):
        with pytest.raises(WrongValue, match="姓名"):
            read()


@pytest.mark.parametrize(
    "name", ["扎西", "德吉", "买买提", "乌兰", "阿依古丽·买买提", "习仲勋", "爱新觉罗启功"]
)
def test_whose_name_stands_in_lists_of_words_is_still_an_officer(name: str) -> None:
    assert read_people(name) == (Person(name),)


@pytest.mark.parametrize("word", ["管委会", "云平台", "简易程序", "饶平", "曲江", "乐昌", "翁源"])
def test_a_place_or_a_thing_that_begins_like_a_name_is_no_officer_without_a_number(word: str) -> None:
    with pytest.raises(WrongValue):
        read_people(word)
    with pytest.raises(WrongValue):
        check_person(Person(word, ""))
