"""What an officer wrote in a sentence: which words stand there, and which of them are what he himself is going to do.

There is no list of all ways to say a thing. So a questionnaire asks first that the sentence names the act that was
picked (`mentions`), which needs to know only that act's own words, and then that it does no other one (`does`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.terms import Leaf

_BREAKS = re.compile(r"[,，。.;；!！?？、]+")
"""Ends of clauses."""

_PLAINER = str.maketrans(
    "罰沒強凍劃徵銷檢繳廢關閉產業執屋樓層斷電車條結撥査貼鎖帶離門頭場還證遷騰隔遣製設備傷醫學檔賣變動鏟倒",
    "罚没强冻划征销检缴废关闭产业执屋楼层断电车条结拨查贴锁带离门头场还证迁腾隔遣制设备伤医学档卖变动铲倒",
)
"""The traditional forms of what acts are called by."""

_DONE_BY_OTHERS = re.compile(
    "(?:擅自|私自|有没有|是否|有无|防止|避免|禁止|不得|不许|不准|严禁|不另|不予|免予|偷偷|自行|主动|被|曾|上次|上回|此前|之前|先前|(?<!不得)已经?|(?<!不得)已于[0-9年月日号昨前上周天]*|涉嫌|拒不|拒绝|抗拒|阻挠|阻碍|妨碍|撕毁|撕|毁损|破坏|损毁|转移|隐匿|挖断)"
    "(?:强行|非法|违法|违规|依法|强制|再)?\\Z"
)
"""Right before a word: it is somebody else's doing, or done already."""

_OURS = re.compile(
    "由我|我队|我局|我们|我办|我所|本局|本队|本单位|执法队|执法人员|执法大队|大队|中队|由镇|由街道"
)
"""Before 自行, 主动: it is we who do it."""

_REPORTED = re.compile(
    "(?:举报|投诉|反映|称)[一-鿿]{0,5}(?:某|厂|公司|店|房东|物业|保安|老板|业主|单位|村|学校|人员)"
    "(?:强行|非法|违法|擅自|私自)?\\Z"
)
"""Right before a word: what others are said to have done."""

_HAPPENED = re.compile(".{0,10}(?:时|中)(?:受伤|摔|伤|亡|触电|坠)")
"""Right behind a word: how somebody came to harm."""

_CARRIED_OUT = re.compile("(?:开展|组织|实施|执行|进行|落实|完成|进场|启动|继续|推进)(?:强制)?\\Z")
"""Right before a word: what it names is being done."""

_OUR_HANDS = re.compile("施工队|拆迁|拆除公司|供电|供水|物业|保安|吊车|挖机|铲车|工人|民警|公安|队伍|公司")
"""Who is told to do it does it for us."""

_NO_THING = re.compile("的(?:任务|同时|措施|工作|行动|办法|方式|时候|事|计划)")
"""Behind a word: 的 does not say which thing is meant."""

_APPLIED_FOR = re.compile("申请(?:区|县|市|人民)*(?:法院)?(?:依法)?(?:强制)?(?:执行)?\\Z")

_ORDERED = re.compile("责令|责成|限期|催告|要求|督促|敦促|通知|劝|叫|让|请")
"""Before a word: somebody else may be told to do it, see `_told_to`."""

_ORDER_ALONE = frozenset(("责令", "责成", "限期", "催告"))
_ASKED = frozenset(("通知", "叫", "让", "请"))
"""As well said to those who do it for us: it must be plain that they do it for themselves."""
_BY_THEMSELVES = re.compile("自行|主动|自己|[日天月周]内|[日号天底月]前|期限内|限期|以前")
_WHOM = re.compile(
    "(?:其|他|她|他们|对方|当事人|业主|户主|房主|店主|商户|商家|村民|居民|住户|租户|企业|违法(?:人|者|单位|当事人)|[一-鿿]{1,3}某{1,2})(?:立即)?|立即"
)
_TURNS = re.compile("就|后|并|而|再|不|把|将|由|我|到|期满|了|直接|当场|马上|强|安排|组织")
"""Between an order and a word: it is no longer what is ordered."""

_SPOKEN_OF = re.compile("反映|举报|投诉|信访|工单|来信|来电|关于|提出")
_MATTER = re.compile(".{0,8}(?:一事|之事|的事|等事|的?(?:问题|线索|举报|投诉|信访))")
"""Right behind a word: a matter that people spoke of, 反映的强拆围墙一事."""

_NAMES_A_THING = re.compile(
    "(?:工程|作业|施工|许可证?|登记|公告|决定书?|通知书?|期间|期限|期满|情况|申请|争议|纠纷|台账|安置|所得|引起|引发|造成|导致)"
)
"""Right behind a word: it is part of what something is called, where that ends there or goes on as such names do."""
_NAMES_WHOM = re.compile("(?:项目部?|企业|公司|工地|现场|停车场|单位|物品|财物|货物|户)")
"""The same of what may as well be what it is done to: only where somebody looks at it or turns to it (`_TURNS_TO`)."""
_GOES_ON = re.compile(
    "\\Z|的|安全|质量|资质|台账|保管|情况|是否|有没有|管理|人员|单位|企业|公司|现场|工地|工程|作业|施工|方案|防护|扬尘|噪音|噪声|手续|合同|前|中|内|届满|仓库|库房|"
    "纠纷|争议|安置|补偿|款|费|证|许可|和|与|及"
)
_TO_WHOM = re.compile("对|给|向")
"""Begins a clause that says first to whom something is done."""
_THEN_DONE = re.compile(
    "[^就把将并后先再]*的[^先再就]*(?:罚|没收|警告|通报|吊销|拘留|责令|检查|核查|许可|发放|发给|救助|补助|补贴|认定|确认|登记|裁决)"
)
"""Behind a word: it told of whom the clause speaks, and what is done to them comes last: 对断电逼租客搬走的房东罚款."""
_TURNS_TO = re.compile("(?:[查看访到去在对向给与和由请让因为处至赴检督测]|安全|的)\\Z")


@lru_cache(maxsize=4096)
def read(text: str) -> str:
    """The letters of a text alone, half-width, in simplified forms: spaces, marks and what nobody sees left out."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAINER)
    return "".join(c for c in plain if c == "\u3007" or unicodedata.category(c)[0] in "LN")


@lru_cache(maxsize=4096)
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(read(part) for part in _BREAKS.split(text))


def mentions(name: str, words: tuple[str, ...]) -> Leaf:
    """Whether a text holds one of the words, however they are spaced; no word runs over a comma."""
    wanted = tuple(read(word) for word in words)

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return isinstance(value, str) and any(word in part for part in _clauses(value) for word in wanted)

    return Leaf(test, frozenset([name]))


def named(name: str, act: str, names: Mapping[str, tuple[str, ...]]) -> Leaf:
    """Whether a text calls the act that was picked by one of its names, `names` of each."""
    wanted = {value: tuple(read(word) for word in words) for value, words in names.items()}

    def test(facts: Facts) -> bool:
        text, picked = facts.values.get(name), facts.values.get(act)
        return isinstance(text, str) and any(word in read(text) for word in wanted.get(str(picked), ()))

    return Leaf(test, frozenset([name, act]))


def does(name: str, words: tuple[str, ...]) -> Leaf:
    """Whether a text says with one of the words what is to be done: not what somebody did, nor what a thing is called."""
    wanted = tuple(read(word) for word in words)

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return isinstance(value, str) and any(
            _done(part, word) for part in _clauses(value) for word in wanted
        )

    return Leaf(test, frozenset([name]))


def _done(clause: str, word: str) -> bool:
    return any(
        not _names_a_thing(clause[:start], clause[end:])
        and not _others_doing(clause[:start], word)
        and not (_TO_WHOM.match(clause) and _THEN_DONE.match(clause, end))
        for start, end in _places(clause, word)
    )


def _names_a_thing(before: str, behind: str) -> bool:
    """Whether a word between these is part of a name or says which thing is meant: 拆除工程, 扣押的车."""
    if _HAPPENED.match(behind):
        return True
    if _CARRIED_OUT.search(before):
        return False
    if behind.startswith("的"):
        return not _NO_THING.match(behind)
    if _SPOKEN_OF.search(before) and _MATTER.match(behind):
        return True
    if named := _NAMES_A_THING.match(behind):
        return _GOES_ON.match(behind, named.end()) is not None
    whom = _NAMES_WHOM.match(behind)
    return (
        whom is not None
        and _TURNS_TO.search(before) is not None
        and _GOES_ON.match(behind, whom.end()) is not None
    )


def _others_doing(before: str, word: str) -> bool:
    """Whether what stands before the word says that somebody else did it, or is told or asked to."""
    if _APPLIED_FOR.search(before) or _REPORTED.search(before):
        return True
    done = _DONE_BY_OTHERS.search(before)
    orders = list(_ORDERED.finditer(before))
    if done is not None and not (done.group()[:2] in ("自行", "主动") and (_OURS.search(before) or orders)):
        return True
    return bool(orders) and any(_told_to(order.group(), before[order.end() :], word) for order in orders)


def _told_to(order: str, between: str, word: str) -> bool:
    """责令王某十五日内拆除, 限期拆除; not 要求强拆, 通知施工队拆除, 限期一到就拆除."""
    if word.startswith("强") or _TURNS.search(between) or _OUR_HANDS.search(between):
        return False
    if order in _ORDER_ALONE and not between:
        return True
    return bool(_BY_THEMSELVES.search(between) or (order not in _ASKED and _WHOM.fullmatch(between)))


def _places(clause: str, word: str) -> Iterator[tuple[int, int]]:
    start = clause.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = clause.find(word, start + 1)
