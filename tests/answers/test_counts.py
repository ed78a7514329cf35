"""Counts as officers type them: the number, or a refusal with what to write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.answers import WrongValue
from yanpan.answers.counts import QUALIFIERS, read_count, read_numeral


@pytest.mark.parametrize(
    ("typed", "number", "said"),
    [
        ("300", 300, ""), ("约300人", 300, "约"), ("1.2万", 12000, ""), ("1,200人", 1200, ""), ("三百人", 300, ""),
        ("大约 50 名", 50, "大约"), ("300人左右", 300, "左右"), ("约三百人左右", 300, "约左右"), ("两百", 200, ""),
        ("３００", 300, ""), ("三百五", 350, ""), ("三百零五", 305, ""), ("一万五", 15000, ""), ("十", 10, ""),
        ("1，200人", 1200, ""), ("12,345", 12345, ""), ("12,345,678", 12345678, ""), ("1\u2009200", 1200, ""),
        ("12\u202f345\u202f678人", 12345678, ""), ("250,000", 250000, ""), ("约 1,200 人", 1200, "约"), ("3 万", 30000, ""),
        ("3百", 300, ""), ("1.5千", 1500, ""), ("0.5万人", 5000, ""), ("300 人", 300, ""),
        ("一百一十", 110, ""), ("一亿二千万", 120_000_000, ""), ("0", 0, ""), ("零", 0, ""),
        ("一亿二", 120_000_000, ""), ("三亿五", 350_000_000, ""), ("十二亿五", 1_250_000_000, ""),
        ("一亿零二", 100_000_002, ""), ("一亿零二万", 100_020_000, ""), ("两亿三千万五", 230_005_000, ""), ("一亿零三千", 100_003_000, ""),
    ],
)  # fmt: skip
def test_a_count_is_the_number_and_the_word_beside_it(typed: str, number: int, said: str) -> None:
    assert read_count(typed) == (number, said)


@pytest.mark.parametrize(
    "typed",
    ["三百多人", "300余人", "十几人", "几十人", "上百人", "数百人", "二三十人", "200-300人",
     "300 400", "20 30人", "20　30人", "300\u00a0400", "三百 四百", "3,4百", "3，4百人", "100，200", "100,200", "10,20",
     "1,5", "1,23", "1,2345", "12,34,567", "1234,567", "0,123", ",300", "300,", "1.000", "12.500", "1.000,5", "1,000.5",
     "1\u200920", "12\u2009345\u202f678", "3.5", "0.5", "1.5人", "1.23456万", "10²", "10₂", "①", "⑩", "½", "٣٠٠", "𝟑𝟎𝟎", "Ⅲ",
     "一二三四", "二三", "二〇〇", "一二三四五", "34百", "12千", "3百5", "300、400", "300/400", "300或400", "300人和400人",
     "三百、四百", "3.4.5", "1e3", "0x10", "1_000", "+300", "-5", "300%", "0300", "1'200", "300·400", "1.2.3万",
     "超过300人", "三十来个", "人", "约", "很多", "", "12户", "一亿二万", "三亿五万六", "一亿两千五", "一亿三千"],
)  # fmt: skip
def test_words_that_give_no_single_number_are_asked_again(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_count(typed)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("typed", "number"),
    [("10万500元", 100_500), ("3万500", 30_500), ("2万零500", 20_500), ("10万零5", 100_005), ("3千零5", 3005),
     ("5000人民币", 5000),
     ("5000元人民币", 5000), ("5000块整", 5000), ("5000块钱整", 5000), ("5000（五千）", 5000),
     ("5000元（伍仟元整）", 5000), ("5万（50000元）", 50_000),
     ("3.5千万", 35_000_000), ("廿万", 200_000), ("卅元", 30), ("廿五万元", 250_000), ("5000元。", 5000)],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(typed: str, number: int) -> None:
    assert read_count(typed, "元").number == number


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("二〇〇", "200"),
        ("2万50", "20050"),
        ("5000（六千）", "括号里外"),
        ("5000元（含税）", "备注"),
        ("3万5", "35000"),
        ("5000美元", "换算"),
    ],
)
def test_an_amount_that_is_not_plain_is_refused_with_what_to_write(typed: str, word: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_count(typed, "元")
    assert word in refused.value.what + refused.value.remedy


def in_chinese(n: int) -> str:
    """The full form of a number below 10^8."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]

    def small(m: int) -> str:
        out, zero = "", False
        for i in range(3, -1, -1):
            d = m // 10**i % 10
            if d:
                out += ("零" if zero and out else "") + digits[d] + units[i]
                zero = False
            else:
                zero = True
        return out

    if n == 0:
        return "零"
    high, low = divmod(n, 10**4)
    if not high:
        return small(n)
    return small(high) + "万" + ("零" if 0 < low < 1000 else "") + small(low)


@given(st.integers(0, 10**8 - 1))
def test_every_number_in_chinese_numerals_is_read_back(n: int) -> None:
    assert read_numeral(in_chinese(n)) == n


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿约左右多几人户0123456789.", max_size=10))
def test_whatever_count_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    try:
        assert read_count(typed).number >= 0
    except WrongValue as wrong:
        assert wrong.what


@pytest.mark.parametrize(
    ("typed", "unit", "number"), [("3.5", "小时", 3.5), ("1.5万", "元", 15000), ("0.500", "元", 0.5)]
)
def test_what_is_no_count_of_things_may_have_a_half(typed: str, unit: str, number: float) -> None:
    assert read_count(typed, unit).number == number


@given(st.integers(1, 10**9), st.sampled_from([",", "，", "\u2009"]))
def test_a_number_in_threes_is_read_or_refused_and_never_another(n: int, mark: str) -> None:
    try:
        assert read_count(f"{n:,}".replace(",", mark)).number == n
    except WrongValue as wrong:
        assert "两个数" in wrong.what


@given(
    st.lists(st.integers(0, 999), min_size=2, max_size=3),
    st.sampled_from([" ", "  ", "、", "/", "，", ", ", "\t", "\u3000"]),
)
def test_two_numbers_are_never_one(numbers: list[int], mark: str) -> None:
    typed = mark.join(map(str, numbers))
    try:
        found = read_count(typed).number
    except WrongValue:
        return
    assert mark == "，" and typed.replace("，", ",") == f"{found:,}"  # 1，234 is the only way


@pytest.mark.parametrize("word", QUALIFIERS)
def test_every_word_that_is_listed_leaves_a_number_usable(word: str) -> None:
    text = f"45{word}" if word in ("左右", "上下") else f"{word}45"
    assert read_count(text) == (45, word)


def test_days_are_counted_in_either_word() -> None:
    assert read_count("15日", "天") == read_count("15天", "天") == (15, "")


def test_a_short_form_in_digits_is_told_to_be_written_in_full() -> None:
    with pytest.raises(WrongValue) as refused:
        read_count("3千5", "元")
    assert "写全" in refused.value.remedy


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("5,000.00", 5000), ("¥50000", 50000), ("￥5万", 50000), ("¥ 5,000.50", 5000.5), ("5万元整", 50000), ("壹万元", 10000),
        ("壹万元整", 10000), ("伍仟圆整", 5000), ("贰拾万元", 200000), ("人民币伍万元整", 50000), ("RMB5000", 5000), ("5000块", 5000),
        ("五千块钱", 5000), ("1百万", 1_000_000), ("1千万", 10_000_000), ("100,200.00", 100200), ("3万5千", 35000), ("3万5千元", 35000),
        ("12万5千", 125000),
        ("1万2000", 12000), ("1千5百", 1500), ("1亿2千万", 120_000_000), ("2亿3000万5千", 230_005_000), ("约3万5千元", 35000),
        ("5000元左右", 5000), ("5万块左右", 50000), ("12,345,678.90元", 12345678.9),
        ("469,576", 469576), ("￥469,576", 469576),
        ("469,576元", 469576), ("约469,576元", 469576), ("100,200", 100200), ("469,576.5", 469576.5),
    ],
)  # fmt: skip
def test_amounts_as_they_are_written_on_papers_are_read(typed: str, number: float) -> None:
    assert read_count(typed, "元").number == number


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("3万5", "35000"),
        ("3千5", "3500"),
        ("2百5", "250"),
        ("1亿2", "120000000"),
        ("34百", "3400"),
        ("12千", "12000"),
    ],
)
def test_what_is_to_be_written_in_full_is_that_number(typed: str, full: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_count(typed, "元")
    assert f"如 {full}。" in refused.value.remedy
    assert read_count(full, "元").number == int(full)


@pytest.mark.parametrize(
    "typed",
    [
        "5,00.00",
        "5.000,00",
        "1,000.5.5",
        "3万5千5",
        "3千5万",
        "12百万",
        "5万¥",
        "元",
        "¥",
        "整",
        "5000元/户",
        "1,20",
        "1,200,30",
        "469，576",
        "469、576",
        "469,5760",
        "0,469,576",
        "469,576 300",
        "469,576,",
    ],
)
def test_amounts_that_could_be_another_are_refused(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_count(typed, "元")
    assert refused.value.remedy


@pytest.mark.parametrize(
    "typed", ["5000.555", "0.001", "¥5000.555元", "1.23456789万", "约5000.555", "0.000001亿元5"]
)
def test_there_is_no_money_smaller_than_a_cent(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_count(typed, "元")
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("typed", "amount"), [("5000.55", 5000.55), ("5000.550", 5000.55), ("1.2345万", 12345), ("0.01", 0.01), ("8.88亿", 888000000)]
)  # fmt: skip
def test_an_amount_to_the_cent_is_taken(typed: str, amount: float) -> None:
    assert read_count(typed, "元").number == amount
