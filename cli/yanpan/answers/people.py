"""Officers the way they are typed or pasted: 张三 粤A001、李四 粤A002 → each with the number of the certificate.

Several people are read where it is plain who is who, else it is refused with how to write it. A certificate has a
digit in it, so 张三 李四 are two people, and 李四 is never printed as the certificate of somebody else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from yanpan.answers.certificates import PROVINCES, check_number
from yanpan.answers.everyday_words import EVERYDAY
from yanpan.answers.model import Person
from yanpan.answers.names import (
    DOUBLE,
    HAN,
    NEVER_LAST,
    OFFICE_ENDS,
    SOUNDS,
    SURNAMES,
    is_surnamed,
    is_unsurnamed,
)
from yanpan.answers.places import CITIES
from yanpan.answers.wrong import WrongValue
from yanpan.inert import is_new_letter, odd_letters
from yanpan.patterns import Later

HOW = "一人写：姓名 空格 执法证号，如 张三 粤A001；几个人用、隔开。"
_BRACKETED = Later(
    r"\s*[（(](?!(?:19|20)[0-9]{2}[)）])([^（()）]*[0-9０-９][^（()）]*)[)）]"
    rf"(?=\s*(?:[、，,;；/|｜\n\r]|\Z)|\s+[{HAN}]{{2}})"
)
"""张三（执法证号 粤A001）, as papers print it; the brackets of a number (粤执（2020）001号) are not of this kind."""
_LABELS = Later(
    r"(?<=[\s,，])(?:行政)?(?:执法证?|证件?|编|警(?=号))(?:编?号码?)?[:：]?\s*(?=[^\s、，,;；|｜]*[0-9０-９])"
)
_WHO = Later(
    r"(?:\A|(?<=[\s、，,;；]))(?:姓名[:：]?|(?:行政)?(?:执法)?(?:人员|承办人?|协办人?|主办人?)[:：])\s*(?=\S)"
)
"""姓名：张三, as a form has it."""
# Only where a run of marks begins: a run at the end would be gone through from each of its places.
_TOKEN = Later(r"((?<![\s、，,;；/|｜])[\s、，,;；/|｜]*)([^\s、，,;；/|｜]+)")
_SEPARATOR = Later(r"[\s/、，,;；|｜]")
_LISTED = Later(rf"(?:\A|(?<=[\s;；、，,]))\s*(?:[(（]?[0-9０-９]{{1,2}}[.、．)）]|[①-⑳])\s*(?=[{HAN}])")
_AND = Later(r"\s*[&＆+＋]\s*|(?<=\s)(?:以及|和|与|及|跟|同|暨)(?=\s)")
_JOINED = Later(r"(?<=..)(?:以及|[和与及跟暨])(?=..)")
_AND_FIRST = Later(r"(?:以及|[和与及跟同暨])(?=..)")
_MORE = Later(r"(?<=.)(?:等+(?:[0-9一二两三四五六七八九十]*(?:人|名|位|同志)*)?|一行)\Z|\A[等共](?=.)|及其")
"""张三等, 等2人, 共3人: there are others, who are not named."""
_NO_CERTIFICATE = Later(
    r"[等共]|[0-9]{1,2}\Z|.*[队名]|.*(?:[0-9一二两三四五六七八九十][人位个组员岁楼室层栋]|[人位员车]\Z)|.*(?:到期|期满|届满|有效|截止|失效)"
    r"|[0-9]{1,4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号])?[初底前后起止内]?\Z|[0-9]{1,2}月[0-9]{1,2}[日号]\Z",
    re.DOTALL,
)
_DATE = Later(r"(?:19|20)[0-9]{2}([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])\Z")
_NAMED_BEHIND = Later(rf"(.*[0-9]号?)((?:以及|[和与及跟同暨])?[{HAN}]{{2,4}})\Z", re.DOTALL)
"""粤A001王五: the certificate of one, and another one's name."""

_STROKES = Later(rf"(?<=[{HAN}])\s*[-–—―~～.．－。]+\s*(?=[{HAN}])")
"""Between the characters of two names: 张三-李四, 张三.李四. Names in other letters have them too: Jean-Paul."""

_MIXED = Later(rf"[{HAN}]\s*[A-Za-z]+\s*[{HAN}]")
"""张三vs李四"""

_NOBODY = frozenset((
    "待定", "待补", "待补充", "待查", "待核", "待核实", "未定", "未知", "不详", "不明",
    "不清楚", "不知道", "暂无", "暂缺", "暂定", "空缺", "没有", "若干", "多人", "数人",
    "某某", "某人", "本人", "同上", "另定", "另行确定", "全体", "全员", "人员", "执法者",
    "编号", "证号", "警号", "工号", "号码", "车牌", "车号", "电话", "手机", "手机号", "执法证", "证件", "甲方", "乙方", "丙方",
    "现在", "值班", "相关人员", "工作人员", "安全员", "单位", "任务", "何处",
))  # fmt: skip
_NO_NAME = Later(
    rf"[0-9一二两三四五六七八九十几数多]+[名位个][{HAN}]*\Z|[{HAN}]+人员\Z|[{HAN}]{{2,}}[局处室办委所队站厅组署股院府]\Z"
)
"""Whom it names is nobody: 两名执法人员, 市城管局. No given name ends as offices do (`names`)."""
_TITLES = (
    r"(?:副?(?:大队|中队|支队|队|组|局|科|处|所|站|股|主任|厅|部|院)长|副?主任|承办人|协办人|主办|协办|队员|组员|干部|科员|辅警|民警|警官"
    r"|交警|城管|协管员|工作人员|执法人员|同志|老师|先生|女士|小姐|师傅|大爷|大妈|大娘|大姐|大哥|大叔|大婶|大伯|阿姨|叔叔|伯伯|奶奶|爷爷|婆婆|老板|夫妇|夫妻|警员|警长|支书|书记|(?:村|镇|乡|区|县|市|街|社)长|委员|专员)"
)
_BY = Later(rf"[由跟让叫派请](?P<name>[{HAN}]{{2,3}})\Z")
"""由张三"""
_OFFICE = Later(rf"(?P<before>[{HAN}]{{0,6}}?){_TITLES}+\Z")
"""村支书, 张警官: an office, or a surname and how one is addressed, where the name should stand."""
_TITLED = Later(rf"{_TITLES}+(?P<behind>[{HAN}·]{{2,}})\Z|(?P<before>[{HAN}·]{{2,}}?){_TITLES}+\Z")
"""队长张三, 张三同志: what somebody is stands beside the name."""
_NO_OFFICER = Later(
    r"安保|辅助|辅警|协警|协管|临时|临聘|编外|合同工|劳务|外包|公司|律师|实习|见证人|\A见证|保安员|\A保安|志愿者|网格员|司机|驾驶员|家属|当事人"
    r"|代理人|翻译|无人机|机器人|执法仪|记录仪|设备|仪器"
)
"""Who is there and enforces nothing, or is no person: on paper the two officers that the law asks for would be one."""
_OF_WHERE = Later(
    rf"(?:[{HAN}]{{2,}}?[局处科室队所站厅院组员]|[{HAN}]+?[员工手匠师者民众休习聘防卫兵生村街警保贩头记书长方])(?P<name>[{HAN}]{{2,3}})\Z"
)
"""市场监管局张三, 法制员赵六, 锁匠李四, 驻村李四"""
_INSTEAD = Later(rf"[（(](?:代替|顶替|替换|代|替|顶|换)(?P<name>[{HAN}]{{2,3}})[)）]")
"""张三（代李四）: one was there, and it is not said who."""
_MARKS = frozenset(':?!()[]{}<>《》【】“”"@#%^=_…、;')
_SPENT = Later(r"过期|作废|吊销|注销|撤销|失效|停用|无效|遗失|挂失|暂扣|未办|未发|待办|待补|无证")
_NOT_IN_NAMES = Later(
    "[的了吗呢吧啊是没有无未已在会能要请我你他她们这那其谁什么都和与及等带长证案执罚办领导警员人者局处科室队所站司厂部委府时分午"
    r"两几名位个组岗]|\A不|不[知是会能要同用必清]|今天|明天|昨天|后天|公司|单位|机构|上级|可以|批准|同意|行政|检查|同志|实习|第三|外聘|临时|全部|所有|两位|群众|居民|村民|市民|商户|商贩|摊贩|业主|住户|租户|工人|职工|干部|邻居|家属|亲属|群体"
)
"""No name that is not known by its surname has one of these: 局领导, 不知道, 张三李四二人."""
_IN_LATIN = Later(r"[A-Z][a-z]+(?:[-'’.][A-Za-z]+)*\Z")
_HALF_NAMED = Later(r"[A-Z]\Z|[XxＸ×*＊]{1,2}\Z")
"""What stands for the given name: 李A, 张XX."""
_ONE = "只写姓名，不写职务、称呼和说明；少见的姓、姓名正好是个平常的词的，后面写上执法证号，如 张三 粤A001。"
_OF_OFFICE = frozenset("执证法行综城监")
"""惠执（2020）001号 begins with a place and what is done there, not with a name."""
_BEFORE_OFFICE = Later(rf"([{HAN}]{{2,6}}?)(?=[{PROVINCES}穗执证法行综城监])")
_NO_NUMBER = frozenset(("无", "没有", "暂无", "未办", "待办", "-", "—", "——", "/"))


@dataclass
class _Read:
    """One person as far as read; `mark` is what stood before the name."""

    name: str
    mark: str
    certificate: str = ""
    across: bool = False
    """Whether the certificate stood behind a mark, and not a blank: it may be the next one's."""


def check_begins_anew(text: str) -> None:
    """Raises `WrongValue` for a line behind others that begins with 和 and a name: nobody is called 和李四 there."""
    words = text.strip()
    if (found := _AND_FIRST.match(words)) and is_surnamed(re.split(r"[\s、，,]", words[found.end() :])[0]):
        raise WrongValue(
            f"“{words[:20]}”看不出是姓名，还是“{found[0]}”和姓名", f"不写“{found[0]}”，一行写一个人。{HOW}"
        )


def read_people(text: str) -> tuple[Person, ...]:
    """The people meant, in order. Raises `WrongValue` where it is not plain who they are."""
    words = text.strip().rstrip("。.").replace("。", "、")
    words = _BRACKETED.sub(r" \1", _LISTED.sub("", _AND.sub("、", words)))
    words = _LABELS.sub("", _WHO.sub("", words))
    people: list[_Read] = []
    for mark, token in _TOKEN.findall(words):
        kind = " " if not mark.strip() and not re.search(r"[\r\n]", mark) else "、"
        if token in _NO_NUMBER:
            raise WrongValue(f"“{token}”不是证号", "没有证号的，只写姓名。")
        _check_all_named(token)
        if _has_digit(token):
            number, name = _with_name(token) if people else (token, "")
            _certify(people, number, kind)
            people += [_Read(name, "、")] if name else []
        elif people and people[-1].across and kind == " ":
            raise WrongValue(f"“{people[-1].certificate[:20]} {token[:20]}”看不出证号是谁的", HOW)
        elif not _apart(people, token, kind):
            if people and (found := _AND_FIRST.match(token)) and is_surnamed(token[found.end() :]):
                raise WrongValue(
                    f"“{token[:20]}”看不出是姓名，还是“{found[0]}”和姓名", f"姓和的，另起一条单独写。{HOW}"
                )
            people += [_Read(name, kind if i == 0 else "、") for i, name in enumerate(_joined(token))]
    _check(people)
    for person in people:
        _check_name(person.name)
        if _MIXED.search(person.name) or not _marks_of_one(person.name):
            raise WrongValue(f"“{person.name[:20]}”看不出是一个人还是几个人", f"一个人姓名里的点写成·。{HOW}")
        if _DATE.match(unicodedata.normalize("NFKC", person.certificate)):
            raise WrongValue(f"“{person.certificate[:30]}”是日期，不是证号", HOW)
    return tuple(Person(person.name, person.certificate) for person in people)


def check_person(person: Person) -> None:
    """Raises `WrongValue` for a name that stands for several or for nobody, and for a certificate that holds two, or a
    name."""
    number = person.certificate
    if number and _DATE.match(unicodedata.normalize("NFKC", number)):
        raise WrongValue(f"“{number[:30]}”是日期，不是证号", HOW)
    if not number and not _is_one(person.name) and not is_surnamed(person.name):
        raise WrongValue(f"“{person.name[:20]}”不像一个人的姓名", _ONE)
    if odd := odd_letters(person.name + number):
        raise WrongValue(f"“{person.name[:20]}”里的“{odd[:4]}”是部首、笔画，不是字", "换成看着一样的字重写。")
    _check_all_named(person.name)
    _check_name(person.name)
    if _SEPARATOR.search(number):
        raise WrongValue(
            f"证号“{number[:30]}”里有空格或者隔开的符号", "一人一个证号，连着写；另一个人另起一条。"
        )
    if number and not _has_digit(number):
        raise WrongValue(f"“{number[:30]}”不像证号，里面没有数字", f"是另一个人就另起一条。{HOW}")
    if number:
        _check_certificate(number)


def check_people(people: Iterable[Person]) -> None:
    """Raises `WrongValue` for somebody who stands there twice, and for a certificate that two have.

    Two of one name are two people where each has a certificate of their own.
    """
    by_name: dict[str, list[str]] = {}
    by_number: dict[str, str] = {}
    for person in people:
        name, number = _same(person.name), _same(person.certificate)
        if number and number in by_number:
            if by_number[number] == name:
                raise WrongValue(f"{person.name[:20]} {person.certificate[:30]} 写了两遍", "一个人写一遍。")
            raise WrongValue(f"证号 {person.certificate[:30]} 写在了两个人后面", "核对证号，每个人写自己的。")
        if number:
            by_number[number] = name
        numbers = by_name.setdefault(name, [])
        numbers.append(number)
        if len(numbers) > 1 and "" in numbers:
            raise WrongValue(f"{person.name[:20]} 写了两遍", "一个人写一遍；两个人同名的，都写上各自的证号。")


def _same(words: str) -> str:
    return re.sub(r"[\s·・•.-]", "", unicodedata.normalize("NFKC", words)).upper()


def _check_all_named(words: str) -> None:
    """Raises `WrongValue` for 张三等, 等2人 and 张三（代李四）."""
    if (found := _INSTEAD.search(words)) and is_surnamed(found["name"]):
        raise WrongValue(f"“{words[:20]}”看不出去的是谁", f"只写实际去的那一个人，谁代谁写进备注。{HOW}")
    if found := _MORE.search(unicodedata.normalize("NFKC", words)):
        raise WrongValue(f"“{words[:20]}”没有写全", f"不写“{found[0][:8]}”，把每个人的姓名都写上。{HOW}")


def _check_name(name: str) -> None:
    """Raises `WrongValue` for what is certainly no name of one: 待定, 市城管局, 两名执法人员, 张三-李四."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    if plain in _NOBODY or _NO_NAME.match(plain):
        raise WrongValue(f"“{name[:20]}”不是人的姓名", f"写实施的每个人的姓名；还没有定的，先存下再走。{HOW}")
    if (found := _TITLED.match(plain)) and is_surnamed(found["behind"] or found["before"]):
        raise WrongValue(f"“{name[:20]}”里不只是姓名", _ONE)
    if (found := _BY.match(plain)) and is_surnamed(found["name"]):
        raise WrongValue(f"“{name[:20]}”里不只是姓名", _ONE)
    if (found := _OFFICE.match(plain)) and not _given_so(found["before"], plain):
        raise WrongValue(f"“{name[:20]}”是职务、称呼，不是姓名", f"写这个人的姓名，如 张三 粤A001。{HOW}")
    if len(_two_names(name)) > 1:
        raise WrongValue(f"“{name[:20]}”是几个人的姓名", HOW)
    _check_officer(name, plain)


def _given_so(before: str, plain: str) -> bool:
    """Whether a name may end like an office: 王城管 is no name, 李科 and 高峰 have none in them."""
    return bool(before) and is_surnamed(before) and not _TITLED.match(plain)


def _check_officer(name: str, plain: str) -> None:
    """Raises `WrongValue` for who is no officer, whatever number stands behind: 辅警：李四, 执法车, 外包公司."""
    is_name = is_surnamed(plain) or is_unsurnamed(plain)
    if _NO_OFFICER.search(plain) or (re.search("车辆?\\Z", plain) and not is_name):
        raise WrongValue(
            f"“{name[:20]}”不是执法人员",
            f"这里只写执法人员，辅警、协管员、临时人员、见证人、单位、车辆都不写。{HOW}",
        )
    if ":" in plain or (
        not is_name and (found := _OF_WHERE.match(plain)) is not None and is_surnamed(found["name"])
    ):
        raise WrongValue(f"“{name[:20]}”里不只是姓名", f"不写职务、单位和冒号。{_ONE}")
    for c in plain:
        odd = unicodedata.category(c) in ("So", "Sk", "Cf", "Cn", "Co") and not is_new_letter(c)
        if c in _MARKS or odd:
            said = f"有“{c}”" if c.isprintable() else "有看不见的字符"
            raise WrongValue(f"姓名“{name[:20]}”里{said}", f"只写姓名，要说明的写进备注。{HOW}")


def _is_one(name: str) -> bool:
    """Whether it may be the name of one person who is written without a certificate and beside nobody else.

    A surname that no list has is believed where the whole is no word of work; so are names in letters.
    """
    plain = unicodedata.normalize("NFKC", name)
    dotted = plain.replace(".", "·")
    if plain in CITIES and plain in EVERYDAY:
        return False
    # 扎西 is a word in lists of words as well, 金额 is nobody.
    sounds = is_unsurnamed(plain) or is_unsurnamed(dotted)
    if is_surnamed(plain) or (sounds and plain[-1] not in NEVER_LAST):
        return True
    if plain[:1] in SURNAMES and _HALF_NAMED.match(plain[1:]):
        return True
    if _IN_LATIN.match(plain):
        return plain.casefold() not in ("yes", "no", "ok", "none", "null", "nobody", "unknown", "test")
    return (
        re.fullmatch(rf"[{HAN}]{{3,8}}", plain) is not None
        and plain not in EVERYDAY
        and plain[-1] not in OFFICE_ENDS
        and not _NOT_IN_NAMES.search(plain)
    )


def _two_names(token: str) -> list[str]:
    """张三-李四 and 张三（李四） are two names, 艾力.马尔 is one, written without its ·."""
    found = re.match(rf"([{HAN}]+)[（(]([{HAN}]+)[)）]\Z", token)
    names = list(found.groups()) if found else _STROKES.split(token)
    if len(names) > 1 and all(is_surnamed(name) and not SOUNDS.issuperset(name) for name in names):
        return names
    return [token]


def _marks_of_one(name: str) -> bool:
    """Whether the marks in a name may stand in one: brackets in pairs, a point between the sounds of a name."""
    if len(re.findall("[（(]", name)) != len(re.findall("[)）]", name)) or re.search(rf"[)）][{HAN}]", name):
        return False
    parts, marks = _STROKES.split(name), "".join(_STROKES.findall(name))
    foreign = all(SOUNDS.issuperset(part) for part in parts) or not all(is_surnamed(part) for part in parts)
    return not marks or (set(marks.strip()) <= set(".．") and foreign)


def _with_name(token: str) -> tuple[str, str]:
    """A certificate, and the name that was written right behind it."""
    found = _NAMED_BEHIND.match(token)
    if found is None:
        return token, ""
    joined = _AND_FIRST.match(found[2])
    name = found[2][joined.end() :] if joined else found[2]
    return (found[1], name) if is_surnamed(name) else (token, "")


def _check_certificate(number: str) -> None:
    """Raises `WrongValue` for what has a digit in it and is the certificate of nobody: 2队, 等3人, 2, 李四（粤A002."""
    plain = unicodedata.normalize("NFKC", number)
    if found := _SPENT.search(plain):
        raise WrongValue(
            f"“{number[:30]}”写着“{found[0]}”，不是能用的证号",
            "证号只写号码；证过期、作废、吊销的，换有证的人。",
        )
    if _name_first(plain):
        raise WrongValue(f"“{number[:30]}”里分不出姓名和证号", f"姓名和证号中间空一格。{HOW}")
    if _NO_CERTIFICATE.match(plain) or _with_name(plain)[1]:
        raise WrongValue(f"“{number[:30]}”不像证号", f"没有证号的只写姓名；是另一个人就另起一条。{HOW}")
    check_number(number)


def _name_first(number: str) -> bool:
    """Whether it begins with a name, and not with a place and what is done there: 李四粤执10086 is not 惠州执10086."""
    before = re.match(rf"[{HAN}]*", number)
    named = before[0] if before else ""
    if len(named) < 2:
        return False
    # 苏, 鲁 and 云 are surnames as well: 苏明10086 is somebody, 粤韶10086 and 云浮执10086 are places.
    if found := _BEFORE_OFFICE.match(named):
        return found[1] not in CITIES and (is_surnamed(found[1]) or is_unsurnamed(found[1]))
    if not _OF_OFFICE.isdisjoint(named):
        return False
    whole = is_unsurnamed(named) or is_surnamed(named[:2]) or is_surnamed(named[:3])
    return whole and named[0] not in "粤穗"


def _has_digit(token: str) -> bool:
    return re.search(r"\d", unicodedata.normalize("NFKC", token)) is not None


def _apart(people: list[_Read], token: str, mark: str) -> bool:
    """张 三 is one name written apart; whether that was so."""
    last = people[-1] if people else None
    if (
        mark != " "
        or last is None
        or last.certificate
        or len(last.name) != 1
        or not is_surnamed(last.name + token)
    ):
        return False
    last.name += token
    return True


def _joined(token: str) -> list[str]:
    """张三和李四 are two names. Raises `WrongValue` for 张三李四."""
    if len(names := _two_names(token)) > 1:
        if "(" in unicodedata.normalize("NFKC", token):
            raise WrongValue(f"“{token[:20]}”看不出去的是一个人还是两个人", f"去的人一个一个写。{HOW}")
        return names
    names = _JOINED.split(token)
    # 和 may stand in a name of sounds, and is none of one with a surname beside it.
    if (
        len(names) > 1
        and any(map(is_surnamed, names))
        and all(is_surnamed(name) or is_unsurnamed(name) for name in names)
    ):
        return names
    plainly_one = is_unsurnamed(token) or (len(token) <= 4 and token[:2] in DOUBLE)
    if not plainly_one and len(token) > 3 and _in_names(token, 2):
        raise WrongValue(f"“{token[:20]}”看不出是一个人还是几个人", HOW)
    return [token]


def _in_names(words: str, least: int) -> bool:
    """Whether the words can be cut into at least so many names: 张三李四, 刘备关羽张飞."""
    fits: list[int] = [0] + [-1] * len(words)
    for end in range(2, len(words) + 1):
        ways = [
            fits[end - n]
            for n in (2, 3)
            if end >= n and fits[end - n] >= 0 and is_surnamed(words[end - n : end])
        ]
        fits[end] = max(ways) + 1 if ways else -1
    return fits[-1] >= least


def _certify(people: list[_Read], token: str, mark: str) -> None:
    """Give the number to whom it belongs. Raises `WrongValue`."""
    if not people or _name_first(unicodedata.normalize("NFKC", token)):
        raise WrongValue(f"“{token[:30]}”里分不出姓名和证号", f"姓名和证号中间空一格。{HOW}")
    _check_certificate(token)
    if re.search(rf"[0-9][{HAN}]{{2,}}\Z", token):
        raise WrongValue(f"“{token[:30]}”里分不出证号和姓名", f"证号后面的另一个人另起一条。{HOW}")
    last = people[-1]
    if last.certificate:
        raise WrongValue(f"{last.name[:20]}后面有两个号码：{last.certificate[:20]}、{token[:20]}", HOW)
    if mark != " " and len(people) > 1 and not people[-2].certificate:
        raise WrongValue(f"“{token[:30]}”看不出是谁的证号", HOW)
    last.certificate, last.across = token, mark != " "


def _check(people: list[_Read]) -> None:
    if not people:
        raise WrongValue("人员没有姓名", HOW)
    if len(people) == 1:
        [person] = people
        _check_name(person.name)
        if not person.certificate and not _is_one(person.name):
            raise WrongValue(f"“{person.name[:20]}”不像一个人的姓名", _ONE)
        return
    for before, person in zip([None, *people], people, strict=False):
        beside = person.mark == " " and before is not None and not before.certificate
        if beside and (any(p.certificate for p in people) or not (before and is_surnamed(before.name))):
            names = f"{before.name[:20] if before else ''} {person.name[:20]}"
            raise WrongValue(f"“{names}”看不出是一个人还是两个人", f"一个人的姓名连着写或者用·，{HOW}")
        if not (
            person.certificate or is_surnamed(person.name) or (not beside and is_unsurnamed(person.name))
        ):
            raise WrongValue(f"“{person.name[:20]}”不像姓名，也不是证号", HOW)
