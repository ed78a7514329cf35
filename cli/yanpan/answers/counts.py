"""Numbers the way officers write them: 300, 约300人, 三百人, 1.2万 → the number and the word beside it.

What could be two numbers, or another one, is refused: 300 400, 10,20, 1.000, 3,4百, 10². A comma only sets off threes
(1,234; 12,345,678), and a point stands in no count of people but before 万 and 亿.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from yanpan.answers.wrong import OnlyRoughly, WrongValue
from yanpan.patterns import Later

QUALIFIERS = ("约", "大约", "大概", "大致", "差不多", "将近", "接近", "近", "估计", "预计", "左右", "上下")
"""Words that leave a number usable; they go into the note."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_D = "[一二两三四五六七八九]"
_SMALL = Later(
    rf"[零〇]?(?:(?P<q>{_D})千)?(?:[零〇]?(?P<b>{_D})百)?(?:[零〇]?(?P<s>{_D}?)十)?(?:(?P<z>[零〇]?)(?P<u>{_D}))?"
)
_LARGE = Later(r"(?:(?P<yi>[^万亿]+)亿)?(?:(?P<wan>[^万亿]+)万)?(?P<rest>[^万亿]*)")
_BEFORE = Later(r"\A(大约|大概|大致|差不多|将近|接近|估计|预计|约|近)+")
_AFTER = Later(r"(左右|上下)\Z")
_VAGUE = Later(
    r"几|数[十百千万]|多|余|来|上[百千万]|成[百千万]|至少|最多|不少于|不超过|超过|以上|以下|以内|不足|不到|[-~—～至到]"
    r"|[一二两三四五六七八九]{2}[十百千万]"
)
_PLAIN = Later(r"\A((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)([百千万亿]?)\Z")
_NUMERAL = "0-9零〇一二两三四五六七八九十百千万亿"
_APART = Later(rf"[{_NUMERAL}.,](\s+)(?=[0-9零〇一二两三四五六七八九十.,])")
"""Two numbers side by side; 3 万 is one."""
_THIN = "\u2009\u202f"
"""Thin spaces set off threes, as commas do; no other space does."""
_THREES = Later(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:([,\u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(?![0-9.,])")
_FORMAL = str.maketrans(
    "壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟萬億兩圆圓", "一二二二三三三四五六六七八九十百千万亿两元元"
)
"""The numerals of bills, for those of every day."""
_CENTS = Later(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]{1,2}(?![0-9])")
_MONEY = Later(r"(?<![0-9.,，])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,，])")
"""469,576: of people it could be two numbers side by side, an amount is written so. A Chinese comma sets off nothing."""
_PARTS = Later(
    r"(?:(?P<yi>[1-9][0-9]{0,3})亿)?(?:(?P<wan>[1-9][0-9]{0,3}|[1-9][百千])万)?(?P<rest>[1-9][0-9]{3}|(?:[1-9]千)?(?:[1-9]百)?)"
)
"""Digits and units in turn: 3万5千, 1百万, 12万5000. A digit without its unit at the end could be of any."""
_SCALED = Later(r"([1-9](?:\.[0-9]+)?)([百千])([万亿])\Z")
"""3.5千万"""
_WITH_NOUGHT = Later(r"([0-9万千百亿]*[万千百亿])[零〇]?([1-9][0-9]{0,2})\Z")
"""2万零500, 10万500"""
_SCORES = {"廿": "二十", "卅": "三十"}
_TWICE = Later(r"(.+?)\(([^()]+)\)(元?[整正]?)")
"""5000（五千）"""
LONGEST = 60
"""Letters: as many as the longest number in words has, with blanks. To look for a number in a longer text takes long."""

_MOST = 10**12
"""As much as an answer may be; of an amount with more digits than a decimal has nobody could say whether it has cents."""

COUNTED = frozenset(
    ("人", "名", "位", "口", "户", "家", "个", "件", "辆", "台", "次", "人次", "栋", "处", "头", "只")
)
"""Units of which there is no half."""


class Count(NamedTuple):
    """A number and the word that stood beside it (`约`), to be kept as a note."""

    number: float
    said: str


def read_count(text: str, unit: str = "人") -> Count:
    """Read a count in digits or Chinese numerals. Raises `WrongValue` when the words give no single number.

    >>> read_count("约300人")
    Count(number=300, said='约')
    >>> read_count("1.2万")
    Count(number=12000, said='')
    """
    if len(text.strip()) > LONGEST:
        raise WrongValue(f"“{text.strip()[:20]}…”太长，不是一个数", "只写一个数，说明写进备注。")
    if unit == "元" and (twice := _TWICE.fullmatch(unicodedata.normalize("NFKC", text.strip()))):
        return _same_twice(twice, text)
    text = text.strip().rstrip("。！!")
    words = re.sub(r"\s", "", _one_number(_bare_amount(text) if unit == "元" else text)).translate(_FORMAL)
    words = "".join(_SCORES.get(c, c) for c in words)
    if not words:
        raise WrongValue("还没有写数", f"写一个数，如 {'300' if unit == '人' else '12'}。")
    said = []
    if found := _BEFORE.search(words):
        said.append(found[0])
        words = words[found.end() :]
    if _VAGUE.search(words):  # behind 差不多, which has 多 in it
        raise OnlyRoughly(f"“{text.strip()[:20]}”不是一个数", "就高写一个整数，原来的说法会记进备注。")
    if found := _AFTER.search(words):
        said.append(found[0])
        words = words[: found.start()]
    words = _without_unit(words, unit, text)
    if found := _AFTER.search(words):
        said.append(found[0])
        words = words[: found.start()]
    number = _number(words, text)
    if number > _MOST:
        raise WrongValue(f"“{text[:20]}”太大", "写一个实际的数。")
    check_whole(number, unit, text)
    return Count(number, "".join(said))


def word_beside(note: str) -> str:
    """The word with which a note begins where `read_count` may have given it (约), and nothing else stands with it."""
    first = note.partition("；")[0]
    return first if re.fullmatch(f"(?:{'|'.join(QUALIFIERS)})+", first) else ""


def _same_twice(twice: re.Match[str], text: str) -> Count:
    """The amount that stands there in digits and in words. Raises `WrongValue` where the two differ."""
    count = read_count(twice[1] + twice[3], "元")
    try:
        again = read_count(twice[2], "元")
    except WrongValue:
        raise WrongValue(f"“{text.strip()[:20]}”里括号中的不是数", "只写数，括号里的写进备注。") from None
    if again.number != count.number:
        raise WrongValue(f"“{text.strip()[:20]}”括号里外不是一个数", "核对后只写一个。")
    return count


def check_whole(number: float, unit: str, text: str) -> None:
    """Raises `WrongValue` for a half of what is counted, and of a cent."""
    if unit == "元" and Decimal(str(number)) % Decimal("0.01"):
        raise WrongValue(
            f"“{text.strip()[:20]}”不到一分的也写了", "金额写到分，小数点后最多两位，如 5000.55。"
        )
    if unit in COUNTED and number != int(number):
        raise WrongValue(f"“{text.strip()[:20]}”不是整数", f"{unit}数写整数，就高：{int(number) + 1}。")


def plain(text: str) -> str:
    """Half-width. Raises `WrongValue` for digits that are none of 0 to 9: 10² would become 102."""
    for c in text:
        odd = unicodedata.category(c) in ("Nd", "Nl", "No") or re.search(
            "[0-9]", unicodedata.normalize("NFKC", c)
        )
        if odd and c not in "0123456789０１２３４５６７８９〇":
            raise WrongValue(f"“{c}”不是普通的数字", "用 0 到 9 写。")
    return unicodedata.normalize("NFKC", text)


def looks_grouped(written: str) -> bool:
    """Whether a point may stand for a thousand: 1.000, 12.500."""
    return re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", written) is not None


def _one_number(text: str) -> str:
    """The words half-width, with threes put together. Raises `WrongValue` where two numbers may be meant."""
    plain(text)
    words = "".join(c if c in _THIN else unicodedata.normalize("NFKC", c) for c in text)
    unclear = re.search(r"(?<![0-9,])[1-9][0-9]{2},[1-9][0-9]{2}(?![0-9,])", words)  # 100,200: 100 or 200?
    words = _THREES.sub(lambda found: re.sub(r"[^0-9]", "", found[0]), words)
    if unclear or re.search(r"[,、/或和]", words) or _APART.search(words):
        remedy = "是一个数就连着写，如 1200；不止一个数的，就高写一个整数。"
        raise WrongValue(f"“{text.strip()[:20]}”看不出是一个数还是两个数", remedy)
    if any(looks_grouped(found) for found in re.findall(r"[0-9.]+(?![0-9.]*[万亿])", words)):
        raise WrongValue(f"“{text.strip()[:20]}”看不出是一千还是一", "不要小数点，写整数，如 1000。")
    return words


def _bare_amount(text: str) -> str:
    """An amount of money without the signs of money around it: ¥5,000.00, 人民币伍万元整, 5000块."""
    words = _MONEY.sub(lambda found: found[0].replace(",", ""), text)
    words = unicodedata.normalize("NFKC", plain(words)).strip()
    words = re.sub(
        r"\A(约|大约|大概)?\s*(?:人民币|RMB|CNY|[¥￥])\s*[:：]?\s*", r"\1", words, flags=re.IGNORECASE
    )
    words = re.sub(
        r"(?:(?:块钱?|[元圆圓])?人民币[整正]?|块钱?[整正]?|[元圆圓]?[整正])(?=左右\Z|上下\Z|\Z)", "元", words
    )
    return _CENTS.sub(lambda found: found[0].replace(",", ""), words)


def _in_parts(words: str) -> int | None:
    """What digits and units in turn come to, where every digit has its unit."""
    found = _PARTS.fullmatch(words)
    if not found or not any(found.groups()):
        return None
    if found["yi"] and not found["wan"] and found["rest"]:
        return None  # 1亿2千: as many 万 are meant
    wan, rest = found["wan"] or "0", found["rest"] or "0"
    total = int(found["yi"] or 0) * 10**8
    total += (int(wan) if wan.isdecimal() else int(wan[0]) * _UNITS[wan[1]]) * 10**4
    return total + (
        int(rest) if rest.isdecimal() else sum(int(n) * _UNITS[u] for n, u in re.findall("(.)(.)", rest))
    )


def _without_unit(words: str, unit: str, text: str) -> str:
    measure = {"人": r"(?:个人|人次|人|名|位|口|个)", "天": r"(?:天|日)"}.get(unit) or re.escape(unit)
    words = re.sub(rf"{measure}\Z", "", words) if unit else words
    found = re.search(r"(\D)\Z", words)
    if (
        found
        and found[1] not in "".join(_DIGITS) + "十百千万亿."
        and re.match(r"\d|[一二两三四五六七八九十]", words)
    ):
        raise WrongValue(
            f"这里要的是{unit or '数'}，写的是“{text.strip()[:20]}”", f"换算成{unit or '数'}再写。"
        )
    return words


def _number(words: str, text: str) -> float:
    found = _PLAIN.match(words)
    if found:
        scale = {"": 1, "万": 10**4, "亿": 10**8, **_UNITS}[found[2]]
        if found[2] in _UNITS and len(found[1].partition(".")[0]) > 1:  # 34百 is 三四百 as well
            full = Decimal(found[1]) * scale
            raise WrongValue(f"“{text.strip()[:20]}”看不出是多少", f"写全，如 {full.normalize():f}。")
        value = Decimal(found[1]) * scale
        return int(value) if value == value.to_integral_value() else float(value)
    if (parts := _in_parts(words)) is not None:
        return parts
    if scaled := _SCALED.match(words):
        product = Decimal(scaled[1]) * _UNITS[scaled[2]] * {"万": 10**4, "亿": 10**8}[scaled[3]]
        if product == product.to_integral_value():
            return int(product)
    if (whole_and_rest := _with_nought(words, text)) is not None:
        return whole_and_rest
    if short := re.fullmatch(r"([1-9][0-9]{0,3})([百千万亿])([1-9])", words):  # 3千5
        unit = {"万": 10**4, "亿": 10**8, **_UNITS}[short[2]]
        whole = int(short[1]) * unit + int(short[3]) * unit // 10
        raise WrongValue(f"“{text.strip()[:20]}”看不出是多少", f"写全，如 {whole}。")
    if len(words) == 2 and all(c in _DIGITS for c in words) and words[0] not in "零〇":  # 五六人, 三五人
        more = max(_DIGITS[c] for c in words)
        raise WrongValue(f"“{text.strip()[:20]}”不是一个数", f"就高写一个整数，如 {more}。")
    if len(words) > 1 and all(c in _DIGITS for c in words):  # 一二三四 may be one number, or four.
        digits = "".join(str(_DIGITS[c]) for c in words).lstrip("0") or "0"
        raise WrongValue(f"“{text.strip()[:20]}”看不出是一个数还是几个数", f"是一个数就写 {digits}。")
    try:
        return read_numeral(words)
    except ValueError:
        raise WrongValue(f"“{text.strip()[:20]}”不是数", "写一个数，如 300 或者 约300。") from None


def _with_nought(words: str, text: str) -> int | None:
    """What stands behind 万 in digits, with its 零 or in three places. Raises `WrongValue` for 2万50, which may be 2万5千."""
    found = _WITH_NOUGHT.match(words)
    if not found:
        return None
    scale, rest = {"万": 10**4, "亿": 10**8, **_UNITS}[found[1][-1]], int(found[2])
    plain_head = re.fullmatch(r"([1-9][0-9]{0,3})[万亿]|([1-9])[千百]", found[1])
    head = int(plain_head[1] or plain_head[2]) * scale if plain_head else _in_parts(found[1])
    if head is None or rest * 10 >= scale:
        return None
    nought = re.search("[零〇]", words) is not None
    if nought or (scale == 10**4 and rest >= 100):
        return head + rest
    if rest >= 10:
        raise WrongValue(f"“{text.strip()[:20]}”看不出是多少", f"写全，如 {head + rest}。")
    return None


def read_numeral(words: str) -> int:
    """A whole number in Chinese numerals, short forms too (三百五 is 350). Raises ValueError.

    >>> read_numeral("三千零五")
    3005
    """
    if len(words) >= 4 and all(c in _DIGITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words))  # 二〇二六
    if words in ("零", "〇"):
        return 0
    found = _LARGE.fullmatch(words)
    if not found or not words:
        raise ValueError(words)
    total = 0
    for name, scale in (("yi", 10**8), ("wan", 10**4), ("rest", 1)):
        part = found[name]
        if part and part in _DIGITS and total:
            # 一万五 is 15,000, 一亿二 120,000,000: one digit right after a larger unit counts its tenths, at the end.
            if name == "wan":
                raise ValueError(words)  # 一亿二万
            total += _DIGITS[part] * (10**3 if found["wan"] else 10**7)
        elif part and total and not found["wan"] and found["yi"] and part[0] not in "零〇":
            raise ValueError(words)  # 一亿三千: as many 万 are meant
        elif part:
            total += _small(part) * scale
    return total


def _small(words: str) -> int:
    """Below 10,000."""
    found = _SMALL.fullmatch(words)
    if not found or words in ("零", "〇"):
        raise ValueError(words)
    thousands, hundreds, tens, zero, ones = (found[name] for name in ("q", "b", "s", "z", "u"))
    total = 1000 * _DIGITS.get(thousands or "", 0) + 100 * _DIGITS.get(hundreds or "", 0)
    total += 10 * (_DIGITS[tens] if tens else 1) if tens is not None else 0
    unit = 1 if zero or tens is not None else 10 if hundreds else 100 if thousands else 1
    return total + unit * _DIGITS.get(ones or "", 0)
