"""Who is a person that answers for a measure, and what is an office, a post or nobody yet (law 4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.assessment import owner_lacks

OFFICE = "责任人写的是单位、职务，没有写到人"
NOBODY = "责任人看不出是谁，要写姓名"

PEOPLE = (
    "张三", "李某", "张某某", "王某甲", "王建国", "欧阳修", "司徒建国", "区某", "陳大文", "䶮某", "𠮷田",
    "阿依古丽·买买提", "买买提•艾力", "买买提.艾力", "扎西多吉", "才让多杰", "宝音",
    "副局长李某", "派出所所长李某", "法规科黎某", "镇卫生院罗某", "窗口负责人江某", "村支书陈某", "科长区某",
    "王某 副局长", "王某副局长", "王强局长", "王某（派出所所长）", "副局长（王某）", "责任人：张三", "张　三",
    "张三、李四", "张三,李四", "张三和李四", "综合执法大队、李某", "李某13800000000", "张三（执法证号 粤A00001）",
    "信建国 粤A00001",
    "由张三负责", "李某牵头", "@张三", "代建国", "代某", "母建国", "操建国", "贠建国", "周一鸣", "李时",
    "广东省韶关市武江区综合行政执法局副局长王某某",
)  # fmt: skip


@pytest.mark.parametrize("owner", PEOPLE)
def test_a_measure_counts_with_a_person_who_answers_for_it(owner: str) -> None:
    assert owner_lacks(owner) == ""


OFFICES = (
    "执法人员", "主要负责人", "分管领导", "法制机构", "法制审核机构", "办公室", "某某局", "指挥部", "派出所", "派出所所长",
    "公安", "城管", "街道", "公安、城管", "公安和城管", "管委会", "村委会成员", "综合执法大队一中队", "公安局治安大队",
    "黄埔大队", "花都大队长", "万江所长", "江门 市局", "石湾镇", "水务局长", "应急局", "安全科长", "项目经理", "党支部书记",
    "辖区民警", "公证员", "经办人", "何人", "执法一组", "由办公室负责", "公安牵头",
    "社区等", "执法队 办公室", "信访办(020-123456)", "執法人員", "領導",
    "陈某的律师", "李某的助理", "张三的律师", "张三的人",
    "王局长", "李主任", "张局长", "王总", "张", "李",
)  # fmt: skip


@pytest.mark.parametrize("owner", OFFICES)
def test_an_office_a_post_or_a_bare_surname_is_no_person(owner: str) -> None:
    assert owner_lacks(owner) in (OFFICE, NOBODY)


@pytest.mark.parametrize(
    "owner", ["待定", "另行确定", "未定", "x", "X", "xx", "无", "？", "-", "待 定", "暂无"]
)
def test_who_is_still_to_be_found_does_not_answer_for_anything(owner: str) -> None:
    assert owner_lacks(owner) == "责任人还没有定"


@pytest.mark.parametrize(
    "owner", ["某人", "某某", "某", "我", "本人", "大家", "abc", "123", "张A", "张\u200b三"]
)
def test_words_that_name_nobody_do_not_count(owner: str) -> None:
    assert owner_lacks(owner) == NOBODY


@given(owner=st.text(max_size=60))
def test_any_words_at_all_are_judged_and_spaces_around_them_are_nothing(owner: str) -> None:
    assert owner_lacks(owner) == owner_lacks(f"  {owner}　")


@given(office=st.sampled_from(OFFICES), person=st.sampled_from(PEOPLE))
def test_a_person_beside_an_office_answers_for_it(office: str, person: str) -> None:
    assert owner_lacks(f"{office}、{person}") == ""
    assert owner_lacks(f"{person}；{office}") == ""


def test_the_reason_tells_an_office_from_nobody() -> None:
    assert owner_lacks("法制审核机构") == owner_lacks("派出所所长") == OFFICE
    assert owner_lacks("公安") == NOBODY
    assert owner_lacks("") == owner_lacks("　") == "没有写责任人"


def test_a_surname_that_is_not_listed_is_believed_with_a_number() -> None:
    assert owner_lacks("信建国") == NOBODY
    assert owner_lacks("信建国（执法证号 粤A00001）") == ""
    assert owner_lacks("信访办（0200-12345）") == OFFICE


@pytest.mark.parametrize(
    "owner",
    [
        "实施前陈志强11月30日局长周某", "张三 实施前", "实施中 张三", "张三（11月30日前）", "张三 2026-11-30", "张三 2026年11月30日", "张三9时",
        "张三 14:30", "张三 十一月三十日", "张三 3天内", "张三 5个工作日内", "张三 周五前", "张三 明天上午", "张三、李四 年底前",
    ],
)  # fmt: skip
def test_a_person_with_a_deadline_beside_them_is_what_was_meant_for_two_fields(owner: str) -> None:
    assert owner_lacks(owner) == "责任人里写了时间，只写姓名和职务"


def test_a_story_with_a_person_in_it_names_nobody_who_answers() -> None:
    story = "这一项由综合行政执法局牵头会同公安机关和所在街道办事处以及社区居民委员会共同研究落实 张三"
    assert owner_lacks(story) == "责任人写得太长，只写姓名和职务"


@pytest.mark.parametrize(
    "owner",
    [
        "张三等",
        "张三等人",
        "张三 等2人",
        "由张三等负责",
        "张三、李四等",
        "李四等三人牵头",
        "副局长张三等",
        "张三等同志",
        "张三及相关人员",
        "张三和其他人",
        "张三及有关同志",
        "张三与其他同志负责",
        "张三以及其余队员",
        "张三及其团队",
        "张三及其他执法人员",
        "张三和另外两人",
        "张三及若干人",
        "张三、李四及其他人",
        "副局长张三及相关人员",
        "张三（粤A001）及相关人员",
        "张三、其他人",
        "张三、相关人员",
        "张三、其余人员",
        "张三、等",
        "张三、等人",
        "张三，若干",
    ],
)
def test_others_who_are_not_named_answer_for_nothing(owner: str) -> None:
    assert owner_lacks(owner) == "责任人没有写全，不写“等”，每个人都写姓名"


@pytest.mark.parametrize(
    "owner", ["张三和李四", "张三及村委会", "李有关", "张三、执法队", "张三牵头，相关部门配合"]
)
def test_who_is_named_beside_another_or_an_office_answers(owner: str) -> None:
    assert owner_lacks(owner) == ""


@pytest.mark.parametrize(
    "owner",
    [
        "张三、待定",
        "待定、张三",
        "张三，另行确定",
        "张三/未定",
        "张三、暂缺",
        "张三、？",
        "张三和待定",
        "张三、李四之一",
    ],
)
def test_who_is_still_open_beside_somebody_answers_for_nothing(owner: str) -> None:
    assert owner_lacks(owner) == "责任人里有的还没有定，定了再写"


@pytest.mark.parametrize(
    "owner",
    [
        "万事通",
        "敬老",
        "钱数",
        "滕州",
        "万能",
        "商人",
        "金额",
        "雷雨",
        "田埂",
        "龙卷风",
        "毛重",
        "云平台",
        "明白人",
    ],
)
def test_a_word_of_every_day_that_begins_like_a_name_is_none(owner: str) -> None:
    assert owner_lacks(owner) in (OFFICE, NOBODY)


@pytest.mark.parametrize("owner", ["张工", "李工", "王工", "张老", "王老"])
def test_how_one_calls_somebody_is_his_name_only_with_a_certificate(owner: str) -> None:
    assert owner_lacks(owner) in (OFFICE, NOBODY)
    assert owner_lacks(f"{owner}（粤A001）") == ""


@pytest.mark.parametrize(
    "owner",
    [
        "盖章", "盖公章", "花名册", "花名单", "毛巾", "左邻", "钱财", "马匹", "张家口", "王家庄", "李家村", "陈家湾", "万达", "金科", "代理",
        "代理人", "代表", "代办员", "代主任", "代局长", "母亲", "母校", "操作", "操作员", "操场", "登记簿", "车钥匙", "房契",
    ],
)  # fmt: skip
def test_things_places_and_work_are_no_people(owner: str) -> None:
    assert owner_lacks(owner) in (OFFICE, NOBODY)


def test_who_is_called_like_a_place_is_believed_with_a_number() -> None:
    assert owner_lacks("王家庄（执法证号 粤A00001）") == ""


@pytest.mark.parametrize(
    "owner",
    [
        "周边群众",
        "路边商户",
        "单元业主",
        "全区职工",
        "管段民警",
        "和平村",
        "和平镇",
        "和顺镇",
        "龙岗",
        "王记",
        "赵大爷",
        "李奶奶",
    ],
)
def test_groups_places_and_neighbours_are_nobody_who_answers(owner: str) -> None:
    assert owner_lacks(owner) in (OFFICE, NOBODY)


@pytest.mark.parametrize("beside", ["已调走", "未定", "请假", "如在岗", "电话待定", "不一定", "退休"])
def test_what_stands_beside_a_person_is_an_office_or_a_post(beside: str) -> None:
    for words in (f"张三（{beside}）", f"张三 {beside}", f"张三-{beside}", f"张三：{beside}"):
        assert owner_lacks(words) == f"责任人旁边的“{beside}”说明他可能不在，只写姓名和职务"


@pytest.mark.parametrize(
    "beside",
    [
        "派出所所长",
        "法规科",
        "执法证号 粤A00001",
        "13800000000",
        "负责联络",
        "B角",
        "公安",
        "现场指挥",
        "法制审核",
        "法律顾问",
        "值班领导",
        "物业",
        "医疗保障",
        "宣传",
        "公证",
        "本单位",
        "回族",
        "调解员",
        "党员",
    ],
)
def test_an_office_a_post_a_number_may_stand_there(beside: str) -> None:
    assert owner_lacks(f"张三（{beside}）") == ""


@pytest.mark.parametrize("name", ["范徐丽泰", "陈方安生", "高明"])
def test_two_surnames_and_names_of_places_are_believed_with_a_certificate(name: str) -> None:
    assert owner_lacks(name) != ""
    assert owner_lacks(f"{name}（执法证号 粤A00001）") == ""


@pytest.mark.parametrize(
    "words",
    ["当事人陈某", "陈某（当事人）", "被执行人 陈某", "业主李某", "户主张三", "陈某的家属", "邻居王某", "其妻林某", "违建户陈某", "张某和当事人陈某"],
)  # fmt: skip
def test_the_other_side_answers_for_no_measure(words: str) -> None:
    """The unit cannot hold him to it whose doing the measure is to change."""
    assert owner_lacks(words)


@pytest.mark.parametrize(
    "words",
    ["张某、当事人陈某", "张某，李某（业主）", "村民小组长张某", "居民委员会主任王某", "主持人张某", "房管科张某", "家属区网格员张某",
     "申请人民法院执行办张某", "商贩管理科张某", "租户联络员 张某"],
)  # fmt: skip
def test_one_of_the_unit_beside_the_other_side_answers_for_it(words: str) -> None:
    assert owner_lacks(words) == ""
