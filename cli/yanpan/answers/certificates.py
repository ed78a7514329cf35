"""What the number of an enforcement certificate looks like: 粤A001, 粤执证10086, 粤执（2020）001号, 19010001, 19012345678.

What it may be is said, not what it may not be: units number in their own ways, but all of them by digits behind letters,
behind the short name of a place or behind words for what is certified. The rest (辅2, 001停, an e-mail address) would make
an officer of somebody who is none.
"""

from __future__ import annotations

import re
import unicodedata

from yanpan.answers.names import is_surnamed
from yanpan.answers.places import CITIES
from yanpan.answers.wrong import WrongValue
from yanpan.patterns import Later

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_HAN = "〇㐀-䶿一-鿿豈-﫿"
_LIKE = "如 粤A001、粤执证10086、粤执（2020）001号、01000123"
_WAY_OUT = f"写执法证上印的号码，{_LIKE}；没有证号的只写姓名，要说明的写进备注。"

_MOBILE = Later(r"(?:\+?86)?1[3-8][0-9]{9}\Z|\+?861[0-9]{10}\Z")
_MOBILE_APART = Later(r"1[3-9][0-9](?:-[0-9]{4}){2}\Z")
"""19 begins the unified certificates of Guangdong, which have eleven digits as well; nobody prints those with strokes."""
_LANDLINE = Later(r"\(?0[0-9]{2,3}\)?-[0-9]{7,8}(?:-[0-9]+)?\Z|[48]00-[0-9]{3,4}-?[0-9]{3,4}\Z")
_AREA_CODE = Later(r"0(?:10|2[0-57-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}\Z")
"""The code of an area and a telephone, written in one; 01000123 is shorter."""
_ONLINE = Later(r"(?:QQ|WX|VX|WECHAT|WEIXIN|TEL|PHONE|MOBILE|MOB|CELL|FAX|DH|SJ)[0-9]+\Z", re.IGNORECASE)
_IDENTITY = Later(
    r"[0-9]{17}[0-9X]\Z|[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}\Z", re.IGNORECASE
)
_IDENTITY_INSIDE = Later(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X](?![0-9])",
    re.IGNORECASE,
)
"""An identity number with whatever words or letters before it."""
_PLATE = Later(rf"[{PROVINCES}][A-Z][·・•.]", re.IGNORECASE)

_PLACES = f"{PROVINCES}穗深珠汕韶佛江湛茂肇惠梅河阳清莞中潮揭云"
_WORDS = Later(
    rf"(?P<where>[{_HAN}]{{0,8}}?)(?P<office>[行政综合城管市监督察检查交通法执罚证件编号字第省县区国部厅局警]*)\Z"
)
"""Where the certificate is from, and what is done with it."""
_ENFORCES = Later("执|监|城管|警")
_SERVICES = Later("(?:渔政|盐政|运政|烟草专卖|海关)[综合管监督检查执法证件编号字第]*\\Z")
"""Who enforces by another word."""
_PLAIN_WORDS = frozenset("行综城法证编号字第省市县区国部厅")
_LABEL = Later(
    rf"\A(?:(?:行政)?执法(?:证件?)?(?:编?号码?)?|证件?(?:编?号码?)?|编号)(?=[0-9A-Z{PROVINCES}])",
    re.IGNORECASE,
)
"""Only says that a number follows."""
_OTHER_PAPER = Later(
    "身份|居民|驾驶|行驶|行车|房产|产权|土地|记者|学生|工作|军官|士兵|律师|教师|社保|医|护照|户口|结婚|通行|居住|营业|许可|资格|职业|执业|从业|上岗"
    "|毕业|学位|会员|借书|出入|老年|残疾|电话|手机|微信|传真|联系|账|卡"
)
"""Whose number it is where it is no officer's: of a person, a thing, another profession, a telephone."""
_STANDING = Later("[辅旧停借代废假临试实协保原空缺替补挂病退聘]|外包|编外|司机|学员|合同|劳务|见习")
"""What is said of a certificate that is not one's own, or not in force, or of one who is no officer."""
_DOCUMENT = Later("罚|案|强拆|决|告|催|函")
"""Before a year these number a document: 粤韶罚〔2026〕12号."""
_DAY = Later(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\Z")
"""Numbers that begin with 19 are the unified certificates of Guangdong."""
_PARTS = Later(
    rf"(?P<before>[{_HAN}]*)(?P<letters>[A-Z]{{0,8}})(?P<more>[{_HAN}]*)"
    r"(?P<year>[(〔\[【]?(?:19|20)[0-9]{2}[)〕\]】年])?(?P<text>[字第号]*)"
    r"(?P<digits>[A-Z]{0,4}[0-9](?:-?[0-9A-Z])*)号?\Z",
    re.IGNORECASE,
)
_LONGEST = 200
"""Characters that are looked at; the longest number that is printed anywhere has thirty."""


def check_number(number: str) -> None:
    """Raises `WrongValue` for what is no number of a certificate, with what one looks like."""
    plain = _LABEL.sub("", "".join(unicodedata.normalize("NFKC", number).split()))
    plain = re.sub(r"\ANo\.(?=[0-9])", "No", plain, flags=re.IGNORECASE)
    for kind, what in (
        (_MOBILE_APART, "手机号"), (_MOBILE, "手机号"), (_LANDLINE, "电话号码"), (_IDENTITY, "身份证号"), (_PLATE, "车牌号"), (_DAY, "日期"),
    ):  # fmt: skip
        if kind.match(plain if kind is not _MOBILE else plain.replace("-", "")):
            more = f"真是证号的，前面加上省的简称，如 粤{number[:3]}…。" if what == "手机号" else ""
            raise WrongValue(f"“{number[:30]}”是{what}，不是证号", more + _WAY_OUT)
    if _AREA_CODE.match(plain):
        more = f"真是证号的，前面加上省的简称，如 粤{number[:3]}…。"
        raise WrongValue(f"“{number[:30]}”像电话号码，不是证号", more + _WAY_OUT)
    if _ONLINE.match(plain):
        raise WrongValue(f"“{number[:30]}”是联系方式，不是证号", _WAY_OUT)
    if "@" in plain:
        raise WrongValue(f"“{number[:30]}”是邮箱，不是证号", _WAY_OUT)
    if _IDENTITY_INSIDE.search(plain):
        raise WrongValue(f"“{number[:30]}”里是身份证号，不是证号", _WAY_OUT)
    short = len(plain) <= _LONGEST
    found = _PARTS.match(re.sub(r"(?<=[^0-9])-(?=[0-9A-Z])", "", plain)) if short else None
    if not found or not _stands(found):
        raise WrongValue(f"“{number[:30]}”不像证号", _WAY_OUT)


def _stands(found: re.Match[str]) -> bool:
    """Whether the parts make a number: somewhere a digit that is no nought, in front a place or what is certified."""
    words, digits = found["before"] + found["more"], found["digits"]
    if not re.search("[1-9]", digits):
        return False
    if not words:
        bare = not (
            found["letters"] or found["year"] or found["text"] or re.search("[A-Z]", digits, re.IGNORECASE)
        )
        return not bare or len(digits) > 2
    if _STANDING.search(words) or _OTHER_PAPER.search(words) or (found["year"] and _DOCUMENT.search(words)):
        return False
    if _SERVICES.match(words):
        return True
    named = _WORDS.match(words)
    if named is None:
        return False
    where, office = named["where"], named["office"]
    if where[:1] and words[0] in _PLACES:
        return bool(office) or not _holds_a_name(where)
    if _ENFORCES.search(office):
        return True
    # 第001号 and 证001 are numbers, 第3 is a place in a row.
    return not where and _PLAIN_WORDS.issuperset(office) and len(digits) > 2


def _holds_a_name(where: str) -> bool:
    """Whether somebody's name stands behind the place: 粤李四001, 河源李四001."""
    return any(
        2 <= len(name) <= 3 and name not in CITIES and is_surnamed(name) for name in (where[1:], where[2:])
    )
