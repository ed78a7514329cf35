"""What a signer's reason may not say: another opinion than the one that is given, in words, in boxes, or unseen.

Whoever forgets an option and writes 不同意 into the reason would have agreed; and one who means two readers to read two
things hides it. So words are compared as they sound: without spaces, marks, numbering, width and traditional forms.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

from yanpan.inert import is_letter, is_private, is_unseen

# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties), drawn as nothing, and the empty braille cell.
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_TRADITIONAL = str.maketrans(
    "對調實贊準廢執還發暫緩應難絕沒個堅決認駁為議無籤簽銷終許過棄權",
    "对调实赞准废执还发暂缓应难绝没个坚决认驳为议无签签销终许过弃权",
)
_NUMBERING = r"[0-9一二三四五六七八九十第条点其]{0,4}"
_WHO = "(?:我个人|我们|我|本人|个人|本单位|本机构|i|we)?(?:是|认为|坚决|明确|表示|对此|都|并|请|建议|予以|应当|应)*"
_DO = "(?:实施|执行|同意|批准|认可|通过)"
_THIS = "(?=$|[本此该这拆强查处])"
"""After it nothing, or the act itself: “不得实施夜间作业” is a condition."""

_BEGINS = re.compile(f"{_NUMBERING}(?P<word>同意|不同意|退回|调高|调低|准予|准许|可以实施)")
_DENIES = re.compile(
    f"{_NUMBERING}{_WHO}(?P<word>[不弗唔未没丕]同意|(?:不能|难以|拒绝|没有|不敢|不予)同意|不(?:认可|支持|赞成|赞同|接受|批准|批$|通过|可以|行$)"
    f"|反对|投反对票|否|驳回|打回|退回|退件|弃权|调高|调低|[上下]调|(?:不(?:予|得|能|宜|应|要|许|准)|暂缓|暂不|先不|停止|终止|禁止){_DO}{_THIS}"
    "|(?:作废|无效)$|(?:撤销|撤回|收回)(?:本|此|该|我的)?(?:签|同意|意见)|disagree|reject|refuse|(?:i?do)?(?:not|nt)(?:agree|approv|allow)|i?dont|no$|veto|deny"
    "|void|decline|object|bu同意|x$|乂$)"
)
_DENIES_INSIDE = re.compile(
    "(?:我|本人|签字人|签名人|此签|本签|该签|签名|签字|(?:以上|上述)同意).{0,8}(?:[不未]同意|不认可|反对|不赞成|作废|无效|被迫|撤销|撤回|收回)"
    "|(?:[改升降定调]为|[上下]调为|调[高低]为|应为)(?:低风险|中风险|高风险|不得实施)|同意.{0,3}不同意|不得实施$"
)
_AGREES_INSIDE = re.compile("(?:我|本人)(?:现|已|现已|现在|也)?(?:同意|认可|批准)")
_SIGNS = frozenset("√×⨯✓✗")
_TIMES = re.compile(r"(?<=[0-9])\s*×\s*(?=[0-9])")
"""Between numbers it multiplies."""


def has_hidden(text: str) -> bool:
    """Whether a text holds what no reader sees or what turns a line round: controls, bidi marks, blank letters."""
    return any(is_unseen(c) or is_private(c) for c in text) or _IGNORED.search(text) is not None


def another_opinion(reason: str, *, agreeing: bool) -> str:
    """What in a reason would be read as an opinion of its own; empty when nothing is.

    Words of others may be told (“当事人不同意搬迁”); what begins as an opinion, or speaks of the signer, may not. No list
    of words is ever complete: whoever reads a paper is shown the reason beside the opinion.

    >>> another_opinion("1. 不 同意", agreeing=True)
    '不同意'
    >>> another_opinion("当事人不同意搬迁，已经做通工作", agreeing=True)
    ''
    """
    if signs := [sign for sign in _TIMES.sub("", reason) if _is_a_box(sign)]:
        return signs[0]
    plain = _as_read(reason)
    begins = _BEGINS.match(plain)
    if begins and not (agreeing and begins["word"] in ("同意", "准予", "准许", "可以实施")):
        return begins["word"]
    if not agreeing:
        inside = _AGREES_INSIDE.search(plain)
        return inside[0] if inside else ""
    denies = _DENIES.match(plain)
    inside = _DENIES_INSIDE.search(plain)
    return denies["word"] if denies else inside[0] if inside else ""


def _as_read(text: str) -> str:
    """Letters and digits alone, in one width, one case and simplified."""
    plain = normalize("NFKC", text).translate(_TRADITIONAL).casefold()
    return "".join(letter for letter in plain if is_letter(letter))


def _is_a_box(sign: str) -> bool:
    """Boxes, circles, ticks: what on the paper would look like another answer. Units (℃) come apart into letters."""
    if sign in _SIGNS:
        return True
    return sign != "°" and category(sign) == "So" and normalize("NFKC", sign) == sign
