"""Case numbers: the names of case folders."""

from __future__ import annotations

import os
import re
import unicodedata

from yanpan.errors import CaseNumberRefused
from yanpan.inert import is_printable

_YEAR = re.compile(r"[\[［(（【〔﹝{｛〖〘﹙][ \u3000]*(\d{4})[ \u3000]*[\]］)）】〕﹞}｝〗〙﹚]", re.ASCII)
_WIDE = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0D)
}
"""Digits and letters as an input method writes them: １２ is 12. Brackets that are no year's stay as they are."""
_NO_NUMBER = frozenset((
    "待定", "待编", "待补", "待补充", "未定", "未编", "没有", "没有案号", "无", "无案号", "暂无", "暂缺", "不清楚", "不知道", "不详", "未知", "案号",
    "新案件", "u", "q", "y", "n",
))  # fmt: skip
"""What people write where they have no number, and keys pressed on the wrong page."""
_BETWEEN = re.compile(
    r"(?<=[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〔〕（）()])[ \u3000]+(?=[0-9\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〔〕（）()])"
    r"|(?<=[0-9])[ \u3000]+(?=[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〔〕（）()])"
)
"""Blanks that a hand puts into a number with a year: 粤韶执 〔2026〕 12 号. Two numbers side by side stay two."""
_ALLOWED = re.compile(
    r"\A[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〔〕（）()\[\]【】《》·・_\-—.、 ]+\Z"
)
_OF_OUR_FILES = frozenset(
    ["RESULTS.CSV", "ERRORS.CSV", "ANSWERS.YAML", "ASSESSMENT.JSON", "ASSESSMENT.PDF", "SCANS.JSON"]
)
"""What a batch writes beside its cases, and by what a folder is seen to be one. A disk may not tell capitals from small
letters."""

_OF_AN_OLD_ONE = re.compile(r"\A旧版-[0-9]+\Z|（原[0-9]+）\Z")
"""How earlier versions are called; see `yanpan.storage.versions` and `assess --replace`."""

_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"COM{i}" for i in range(1, 10)), *(f"LPT{i}" for i in range(1, 10))]
)


UTF_8 = "先运行 export LC_ALL=C.UTF-8（或者 zh_CN.UTF-8），再试。"
"""What to do where the names of files cannot hold Chinese."""

_A_NUMBER = "写成类似 粤穗执〔2026〕12号 的样子：汉字、字母、数字、〔〕（）-，不要斜杠。"


_ENDED = re.compile(r"(?<=号)\s*[。.．，,；;、]+\s*\Z")
"""A number that was copied with the end of its sentence is the same case."""


def check_new_number(number: str, *, here: bool = True) -> str:
    """The number of a case that begins now, `here` as in `check_case_number`, which alone is for cases that have theirs."""
    name = check_case_number(_ENDED.sub("", number), here=here)
    if name.lower() in _NO_NUMBER:
        remedy = f"{_A_NUMBER}还没有案号的，自己编一个，如 粤穗执〔2026〕临1号。"
        raise CaseNumberRefused("这不是案号", where=f"案号“{name}”", remedy=remedy)
    if _OF_AN_OLD_ONE.search(name):
        raise CaseNumberRefused("旧版的文件夹要用这样的名字", where=f"案号“{name}”", remedy=_A_NUMBER)
    return name


def check_case_number(number: str, *, what: str = "案号", remedy: str = _A_NUMBER, here: bool = True) -> str:
    """Return the case number in NFC, its year in 〔〕 without blanks around, if it can name a folder, else raise `CaseNumberRefused`.

    `what` and `remedy` are the words for something else that is to name a file. Without `here` it may be a name that no
    folder of this machine can have in the locale that it runs in: for a record that was made elsewhere.

    >>> check_case_number("粤穗执〔2026〕12号")
    '粤穗执〔2026〕12号'
    """
    shown = number.encode("unicode_escape").decode() if not is_printable(number) else number
    # One case has one number, whatever brackets the year is typed in, and with blanks around them or without.
    name = unicodedata.normalize("NFC", number).translate(_WIDE).strip()
    if _YEAR.search(name):
        name = _BETWEEN.sub("", _YEAR.sub(r"〔\1〕", name))
    where = f"{what}“{shown[:60]}{'…' if len(shown) > 60 else ''}”"
    if not name:
        raise CaseNumberRefused(f"{what}是空的", where=where, remedy=remedy)
    if not _ALLOWED.match(name):
        wrong = next(c for c in name if not _ALLOWED.match(c))
        word = f"“{wrong}”" if is_printable(wrong) else f"控制字符 U+{ord(wrong):04X}"
        raise CaseNumberRefused(f"{what}里不能有{word}", where=where, remedy=remedy)
    if name.startswith((".", "-")) or name.endswith(".") or ".." in name:
        raise CaseNumberRefused(
            f"{what}不能以点、短横开头，不能以点结尾，不能有两个连着的点", where=where, remedy=remedy
        )
    if name.split(".")[0].strip().upper() in _RESERVED:
        raise CaseNumberRefused("这是系统保留的名字", where=where, remedy=remedy)
    try:
        os.fsencode(name) if here else None
    except UnicodeEncodeError as error:
        wrong = f"系统的编码（{error.encoding}）写不出这个{what}，文件夹建不了"
        raise CaseNumberRefused(wrong, where=where, remedy=UTF_8) from None
    if name.upper() in _OF_OUR_FILES:
        raise CaseNumberRefused("这是本工具自己的文件的名字", where=where, remedy=remedy)
    # Room for suffixes such as “（原2）” and for the lock file beside the folder.
    if len(name.encode()) > 225:
        raise CaseNumberRefused(f"{what}太长（{len(name)} 个字）", where=where, remedy="缩短到 70 个字以内。")
    return name
