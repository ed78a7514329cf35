"""What is taken for an enforcement certificate, and who is taken for an officer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.answers import Person, WrongValue
from yanpan.answers.people import check_person, read_people

GOOD = [
    "粤A001",
    "粤A1",
    "粤F00001",
    "粤A-001",
    "粤执证10086",
    "粤执001号",
    "粤执（2020）001号",
    "粤韶执(2020)12号",
    "惠执（2020）001号",
    "粤〔2020〕001号",
    "2020年001号",
    "01000123",
    "19010001",
    "19010012001",
    "19912345678",
    "A01",
    "新A001",
    "穗天城执0012",
    "粤a００1",
    "粤执法字第00123号",
    "第001号",
    "SZ-0012",
    "44010023",
    "粤穗综执B0012",
    "0898",
    "粤行执字〔2021〕第0012号",
    "101",
    "440100-0012",
    "粤A00-12",
    "警012345",
    "白云执001",
    "南海综执0012",
    "交通执法001",
    "市监001",
    "卫监001",
    "粤市监执001",
    "粤卫监001",
    "城管001234",
    "省执证001",
    "云浮执10086",
    "粤韶10086",
    "湘潭执证10086",
    "粤A" + "0" * 30 + "1",
    *[
        "No.12345",
        "NO12345",
        "№12345",
        "渔政001",
        "盐政001",
        "运政0123",
        "烟草专卖0012",
        "海关0012",
        "渔政执法001",
        "粤路政0012",
        "粤安监执001",
    ],
    *["粤惠阳001", "粤梅县001", "粤新兴001", "河源0012", "19010112", "19991231"],
]
BAD = {
    "辅2": "",
    "辅002": "",
    "旧001": "",
    "001停": "",
    "借001": "",
    "001代": "",
    "000": "",
    "粤A000": "",
    "12345@qq.com": "邮箱",
    "020-12345678": "电话",
    "(020)-12345678": "电话",
    "0755-1234567": "电话",
    "粤B·12345": "车牌",
    "粤B.12345": "车牌",
    "440101199001011234": "身份证",
    "44010119900101123X": "身份证",
    "13800138000": "手机",
    "17712345678": "手机",
    "+8619912345678": "手机",
    "199-1234-5678": "手机",
    "临001": "",
    "粤旧001": "",
    "粤辅001": "",
    "见习001": "",
    "001病假": "",
    "保安12": "",
    "1号门": "",
    "微信12345": "",
    "wx:12345": "",
    "#001": "",
    "400-800-1234": "电话",
    "工号007": "",
    "001？": "",
    "身份证440101199001011234": "身份证",
    "居民身份证440101199001011234": "身份证",
    "身份证号440101199001011234": "身份证",
    "粤440101199001011234": "身份证",
    "粤执44010119900101123X": "身份证",
    "ID440101199001011234": "身份证",
    "SFZ440101199001011234": "身份证",
    "社保440101199001011234": "身份证",
    "驾驶证440101199001011234": "身份证",
    "驾驶证440123456789": "",
    "行驶证粤A12345": "",
    "行车证12345": "",
    "房产证001": "",
    "不动产证0012": "",
    "记者证001": "",
    "学生证2020001": "",
    "工作证001": "",
    "军官证123456": "",
    "律师证14401": "",
    "律师执业证14401": "",
    "执业证14401": "",
    "粤律师证14401": "",
    "粤医师执业证001": "",
    "法律顾问001": "",
    "法人001": "",
    "法医001": "",
    "法官001": "",
    "综治办3": "",
    "综治001": "",
    "行政村12": "",
    "行人001": "",
    "见证001": "",
    "监控001": "",
    "监狱001": "",
    "第3": "",
    "第三001": "",
    "电话01000123": "",
    "手机13800138000": "",
    "手机号13800138000": "",
    "联系电话01000123": "",
    "Mobile13800138000": "联系方式",
    "TEL01000123": "联系方式",
    "执法证13800138000": "手机",
    "证号02083123456": "",
    "粤A" + "0" * 300 + "1": "",
    **dict.fromkeys(
        [
            "粤李四001",
            "惠李四001",
            "汕头张三1",
            "河源李四001",
            "中山李四001",
            "佛山王五A001",
            "清远张三丰001",
            "粤韶李四001",
        ],
        "",
    ),
    **dict.fromkeys(
        [
            "粤外包001",
            "粤编外001",
            "粤司机001",
            "粤学员001",
            "粤合同001",
            "粤劳务001",
            "粤见习001",
            "粤聘001",
        ],
        "",
    ),
    "粤韶罚〔2026〕12号": "",
    "粤韶立案〔2026〕12号": "",
    "20261124": "日期",
}

LONG = [
    "粤A" + "0123456789" * 20 + "号码",
    "粤执法证4401001234567890123456号（2020年发）",
    "44010012345678901234567890_1",
    "6222021234567890123中国工商银行",
    "A" * 200 + "1!",
    "第" * 2000 + "1!",
    "粤" * 1000 + "A" + "执" * 1000 + "1!",
]


@pytest.mark.parametrize("number", GOOD)
def test_a_number_of_a_certificate_is_taken(number: str) -> None:
    check_person(Person("李四", number))
    assert read_people(f"张三 粤A9、李四 {number}")[1] == Person("李四", number)


@pytest.mark.parametrize(("number", "word"), BAD.items())
def test_another_number_is_refused_with_what_one_looks_like(number: str, word: str) -> None:
    for read in (
        lambda: check_person(Person("李四", number)),
        lambda: read_people(f"张三 粤A9、李四 {number}"),
    ):
        with pytest.raises(WrongValue, match=word) as refused:
            read()
        assert refused.value.remedy
    with pytest.raises(WrongValue) as refused:
        check_person(Person("李四", number))
    assert "粤A001" in refused.value.remedy


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("执法证001", "001"),
        ("行政执法证44010012", "44010012"),
        ("执法证号粤A001", "粤A001"),
        ("证号001", "001"),
        ("编号44010012", "44010012"),
        ("警号012345", "012345"),
    ],
)
def test_what_only_says_that_a_number_follows_makes_no_other_number_of_it(number: str, read: str) -> None:
    check_person(Person("李四", number))
    assert read_people(f"张三 粤A9、李四 {number}")[1] == Person("李四", read)


@pytest.mark.parametrize("number", LONG)
def test_a_long_number_with_something_odd_behind_it_is_refused_and_not_looked_at_for_ever(
    number: str,
) -> None:
    with pytest.raises(WrongValue):
        check_person(Person("李四", number))
    with pytest.raises(WrongValue):
        read_people(f"张三 粤A9、李四 {number}")


@given(st.integers(10**8, 10**9 - 1))
def test_eleven_digits_from_19_are_a_unified_certificate(rest: int) -> None:
    check_person(Person("李四", f"19{rest}"))


@given(st.integers(3, 8), st.integers(10**8, 10**9 - 1))
def test_eleven_digits_from_13_to_18_are_a_telephone(second: int, rest: int) -> None:
    with pytest.raises(WrongValue, match="手机号"):
        check_person(Person("李四", f"1{second}{rest}"))


NO_NAMES = [
    "张警官",
    "李警官",
    "王主任",
    "张先生",
    "李女士",
    "欧阳队长",
    "陈书记",
    "赵师傅",
    "村支书",
    "村长",
    "镇长",
    "第一书记",
    "社区主任",
    "驻村干部",
    "副局长",
    "记者李四",
    "锁匠李四",
    "联防李四",
    "见习李四",
    "电工李四",
    "挖机手李四",
    "退休李四",
    "群众李四",
    "驻村李四",
    "返聘李四",
    "村民王五",
    "门卫王五",
    "文员赵六",
    "民兵赵六",
    "安全员",
    "单位",
    "任务",
    "何处",
    "公证员王五",
    "施工员王五",
]


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_title_an_office_or_an_occupation_is_no_officer_whatever_number_stands_behind(name: str) -> None:
    for read in (
        lambda: check_person(Person(name, "粤A002")),
        lambda: read_people(f"张三 粤A001、{name} 粤A002"),
    ):
        with pytest.raises(WrongValue) as refused:
            read()
        assert "姓名" in refused.value.what + refused.value.remedy


@pytest.mark.parametrize(
    "name",
    ["张三", "李四", "王建国", "欧阳娜娜", "李民", "王师", "陈工", "李长生", "王警予", "张长江", "李村生", "郑生", "钱学森", "范徐丽泰",
     "司徒雷登", "爱新觉罗启功", "库尔班江", "诺布占堆", "山本一郎", "迪丽热巴", "阿不力孜", "马识途", "习仲勋", "卫立煌", "匡长福", "张民生"],
)  # fmt: skip
def test_a_name_stays_a_name(name: str) -> None:
    check_person(Person(name, "粤A002"))


@pytest.mark.parametrize(
    "typed",
    [
        "张三（代李四） 粤A001",
        "张三(替李四) 粤A001",
        "张三（代李四）",
        "张三（顶替李四） 粤A001、王五 粤A002",
    ],
)
def test_who_stands_in_for_whom_is_not_two_people(typed: str) -> None:
    with pytest.raises(WrongValue, match="去的是谁"):
        read_people(typed)
