"""Whether the words for who is responsible name a person, and not an office, a post or nobody yet.

Law 4 of the design: a planned measure counts only with a named person. There is no list of all people, so this goes by
form, and where a form fits both it takes an office: a name that is refused can be written more fully, an office that
is taken for a person lowers a grade. What it takes:

- a surname and one or two characters (张三、欧阳修), or an anonymised name (张某、李某某、王某甲);
- a name in the way of peoples without surnames: with dots (阿依古丽·买买提), or all in characters used to write
  their sounds (扎西多吉);
- any of these before or behind a post or an office: 副局长王某、王某 副局长、王某（派出所所长）、法规科黎某;
- several of these, or one of these beside an office: then somebody answers for it;
- a surname that is not listed here, two of them (范徐丽泰), and a name that is a word of every day or a place as well,
  where the number of a certificate goes with it (粤A00001, 执法证号 …). A telephone does not do: offices have one too.

What it never takes: the other side, whose doing the measure is to change (当事人陈某); a text with a deadline or a date
in it, or so long that it is a story (what was meant for other fields runs together there, and somebody in it is a person
by chance); 张三等 or 张三及相关人员, for the others answer for nothing; a place (张家口); a time (周五前, 元旦), and a word of every day that
only begins like a name (商会, 何时, 全程); see `everyday_words`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from yanpan.answers.everyday_words import EVERYDAY
from yanpan.answers.exact import DEADLINE_WORDS
from yanpan.answers.names import DOTTED, DOUBLE, HAN, NEVER_LAST, OFFICE_ENDS, SOUNDS, surnamed
from yanpan.answers.places import CITIES
from yanpan.patterns import Later

_POST_ENDS = frozenset("长人员任记书警师工理")
_NEVER_CERTIFIED = OFFICE_ENDS | _POST_ENDS | frozenset("行间层方户商店场路点线期时日天年月前后内中上下")
"""No certificate makes a person of a word of every day that ends so."""
_LATE_ENDS = frozenset("镇乡村")
"""石湾镇 is a town, 李镇 may be a person: not taken behind two characters or more, unless a number follows."""
_MAN_OF = frozenset("责办系理事头证护管何成商某本專责責")
"""Before 人 these make no name: 经办人、何人."""
_CALLED = frozenset("总哥姐叔伯姨嫂家氏姓董记")
"""Behind a surname alone these are what one calls somebody, or a family: 王总, 李家."""
_CALLED_TOO = frozenset("工老")
"""The same, but some are really called so: believed with the number of a certificate."""
_NEVER_IN = frozenset("的们吗呢吧啊")
"""陈某的律师 is not 陈某."""
_PART_OF = frozenset("科厅庭馆校司班段岗层方户店期间内前后")
"""Behind a word of every day these make another: 计划科, 安排期."""

_OFFICE_STARTS = Later(
    "安全|安监|安保|安置|安委|白班|包案|包保|包村|包户|包联|包片|边防|边检|常规|常委|常务|车管|车辆|成立|程序|单位|党办|党工|党建|党内|党群|党委|党员|党政|党支|党总|党组|"
    "段长|方案|方面|房产|房东|房管|房屋|封控|干部|干警|高管|高速|高新|关工|关于|官方|管护|管理|管片|管区|海关|海警|海事|"
    "海洋|和解|华侨|计划|计财|计生|纪检|纪律|解决|金融|景区|居民|劳动|劳监|劳务|连队|林草|林场|林业|楼栋|路政|路段|农办|农户|农民|商贩|车主|房主|"
    "农机|农经|农林|农业|平安|平台|普法|区级|区里|区领|区政|全部|全体|全员|任何|任务|商场|商户|商家|商务|施工|时任|"
    "师傅|司法|司机|索赔|卫计|卫监|卫健|卫生|文广|文化|文旅|文明|文书|武警|武装|项目|宣传|应急|应诉|游客|原告|支书|"
    "农[场村技资贸服财工]|商[管会行贸铺店城]|车[队站行务间]|金融|安[检防排装抚]|全(?:单位|时段|系统|过程|流程|[队市省镇局所村家场程天])|"
    "招[商投标聘]|申[请诉报]|成[年员]|关联|利害|相关|应[当该]|高[层级龄]|房[主改]|党校|银行|马上|明[天日]|周末|元旦|元宵|"
    "支委|宗教|储备|查处|查封|查扣|查控|查验|董事|班子|班组|領導|單位|負責|執法|機構|機關|辦公|關於|應急|領队"
)
_PLACES = frozenset(
    ("白云", "曲江", "南沙", "南海", "高明", "高州", "高要", "石湾", "石岐", "万江", "江门", "江海", "江城", "黄埔", "花都",
     "龙岗", "龙华", "龙川", "龙门", "罗湖", "罗定", "云浮", "云安", "云城", "封开", "徐闻", "连州", "连山", "连南", "连平",
     "和平", "乐昌", "海丰", "陆丰", "陆河", "普宁", "饶平", "揭阳", "揭东", "揭西", "阳江", "阳春", "阳东", "阳西", "梅州",
     "梅县", "惠州", "惠城", "惠东", "惠阳", "金平", "南澳", "南雄", "吴川", "麻章", "郁南", "平远", "廉江", "端州")
)  # fmt: skip
"""Towns and districts that read like names. Beside an office or a post they are the place: 花都大队长."""
_TOWNS = _PLACES | CITIES

_POST = (
    r"(?:常务|第一|副|代理|代|分管|主管|现场)*(?:镇长|乡长|区长|县长|市长|村长|街道办主任|村委会主任|居委会主任|总指挥|副总指挥|现场指挥|指挥|政法委员|武装部长|人大代表|局长|所长|处长|科长|股长|(?:总|支|大|中|小|分)?队长|站长|院长|组长|部长|厅长|庭长|"
    r"校长|会长|馆长|主任|书记|支书|主席|教导员|指导员|政委|警长|班长|队员|组员|科员|干事|干部|民警|警官|辅警|同志|律师|医生|"
    r"护士|公证员|执法员|联络员|网格员|专员|经理|总监|工程师|会计|助理|秘书|调研员|委员|法官|检察官|老师|先生|女士|小姐|师傅|大哥|大姐|大叔|大妈|大爷|大娘|大婶|大伯|阿姨|叔叔|伯伯|奶奶|爷爷|婆婆|老板|老总|贩子|教授|医师|法人|负责人|承办人|经办人)"
)
_POST_LAST = Later(rf"{_POST}\Z")
_SEPARATORS = Later(r"[、，,;；/|｜+＋&\n]+")
_TOKENS = Later(r"[\s@()（）\[\]【】〔〕<>《》:：—_-]+")
_DOES = r"(?:(?:具体|全程)?(?:负责|牵头|落实|承办|经办|办理))"
_AROUND = Later(rf"\A由(?=..)|{_DOES}\Z")
_OTHER = "(?:其他|其它|其余|另外|别的|相关|有关|若干|部分|所有|全体)"
_AND_OTHERS = Later(
    rf"\s*(?:等+(?:\s*(?:[0-9一二两三四五六七八九十几]+\s*)?(?:个?人|名|位|同志))*\s*"
    rf"|[和与及同跟以]+(?:其(?:团队|同事|小组|组员|队员|下属|他人)|{_OTHER}的?[0-9一二两三四五六七八九十几]*[名位个]?"
    rf"(?:执法|工作|在场|值班|责任|负责|经办|承办)?(?:人员|人|同志|队员|组员|成员|同事|干部|民警)))(?={_DOES}?\s*\Z)"
)
"""张三等, 张三及相关人员: there are others, who are not named."""
_OTHERS_APART = Later(
    r"(?:等+(?:[0-9一二两三四五六七八九十几]*(?:个?人|名|位|同志))?|(?:其他|其它|其余|另外|相关)[0-9一二两三四五六七八九十几]*[名位个]?"
    r"(?:人员|人|同志|队员|组员|成员|同事|干部|民警)|其他|其它|其余|若干[人名位]?)\Z"
)
"""The same as an entry of its own: 张三、其他人. An office there only stands beside him."""
_ONE_OF = Later(r"(?:之一|[之其]?中的?一[个人名位])\Z")
"""张三、李四之一: it is not settled which of them."""
_DOING = Later(
    "调解|调度|协调|调研|退役|退赔|疾病|事故|停车|代办|不动产|无线电|待遇|接待|招待|离退休|隔离|假日|未成年"
)
"""Words of offices and of work that hold one of the letters below."""
_UNSETTLED = Later("[已未不无没待休离退调故病停如若或拟暂假缺替候原?？]|查无|代(?!表)")
"""In a word beside a person that is no post and no office: it is not settled that it is he: 已调走, 电话待定, 如在岗."""
_AWAY = Later(
    "出差|出国|外出|外派|住院|生病|培训|去世|逝世|死亡|留置|被查|双规|逮捕|拘留|可能|也许|大概|估计|前任|下任|下一任|备选|候选|定了|再说|再定|再议|协商|看情况|口头|开会|不在|开除"
    "|抽走|走了|辞|明天|后天|明日|下周|下月|下个月|年底|月底|尽快|尽早|随后|回来|产假|哺乳|婚假|年假|事假|陪护|探亲|援藏|援疆|驻外|抽调|挂职|离岗|转岗|免职|撤职|停职"
)
"""He is away or was before, whatever the word ends in."""
_OTHER_SIDE = Later(
    "(?:当事人|当事方|相对人|(?:被|受)(?:处罚|执行|检查|征收|征用|拆迁|许可|调查|强制)[人户]|(?:违法|违建|拆迁|征收)(?:行为)?[人户]|嫌疑人|申请人|举报人|投诉人"
    "|[业户房屋车货摊店船]主|家属|亲属|邻居|商贩|摊贩|租户|租客|住户|(?:其|他|她)(?:妻|夫|父|母|子|女|儿|丈|老))(?![民委区管办院会联科股工组队动])"
)
"""He on whom the measure is to work, or who stands by him: nobody whom the unit can hold to it."""
_NUMBER = Later(r"[0-9A-Za-z#*]+")
_NAME = Later(rf"[{HAN}]{{2,6}}")
_CERTIFIED = Later(r"执法证|证号|[A-Za-z][0-9]{3,}")
_N = "[一二两三四五六七八九十]"
_TIME = Later(
    rf"[于在自从至到由应须限]{{0,2}}(?:{_N}|[0-9])*(?:"
    rf"(?:周|星期|礼拜){_N}?(?:日|天|末|初|底|内|中|里|前|后|早|晚|间|起|止|上午|中午|下午|晚上|以前|以后|之前|之后)*"
    r"|[今明后昨前次翌当隔同](?:天|日|早|晚|晨|夜|年|午|月|周)+(?:以?内|[之以]?[前后]|上午|中午|下午|晚上|早上|早|晚|里|底|初|起)*"
    r"|(?:元|春|夏|秋|冬|年|月|季|旬|日|时|分|点|钟|节|夜|晚|午)+(?:旦|宵|节|季|天|假)?"
    r"(?:以?内|[之以]?[前后]|底|初|中|末|许|整|间|期间|起|止|左右|半|刻|时|分|段|限)*"
    r"|(?:春|秋|冬|夏|元|清明|端午|中秋|国庆|劳动|重阳|元旦|元宵|双十一|双休)(?:旦|节|日|假|长假)?(?:之?前|之?后|期间|当天)?"
    r"|马上|即刻|立刻|随时|全程|全天候?|全年|全日|常年|时时|时刻|终日|成日|连夜|连日|平时|平日|有时|那时|何时|何日"
    r")"
)
"""A day, an hour or how long: never a person, with whatever number."""

_D = "[0-9一二三四五六七八九十]"
_WHEN = Later(
    rf"{'|'.join(DEADLINE_WORDS)}|{_D}{{1,3}}月{_D}{{1,3}}[日号]?|[0-9]{{4}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}"
    rf"|[0-9]{{1,2}}(?::[0-9]{{2}}|[点时](?!装))|{_D}{{1,3}}个?(?:工作日|天|日|小时|周|月)[之以]?[内前后]"
    r"|(?:(?:周|星期|礼拜)[一二三四五六日天末]|[今明后][天日]|[年月]底|节|元旦)(?:[之以]?[前内]|上午|下午)"
)
"""A deadline or a date, wherever it stands."""
_LONGEST = 30
"""Characters of one name with its posts and offices; numbers are not counted."""
_HAMLET = Later(rf"[{HAN}]家[口界庄村湾沟店集屯寨坪坡铺营堡桥渡港塘垸畈岭坝围岗窑坟坳圩墩楼院巷沱镇乡]")
"""A place called by who lived there first: 张家口, 王家庄."""

_NOBODY = Later(r"(?:待|未|无|暂|另|不|没|同上|如上|见|空)|[\W_x×o〇零]*\Z", re.I)


_OPEN = Later(
    r"(?:(?:待|未|暂|另行?|空|还?没有?|不)(?:定|补充?|缺|明|详|知道?|清楚|确定|落实|安排|指定|明确|核实|派)+|暂?无|空|[?xX×*]+)\Z"
)
"""Beside somebody who is named: who else answers is still open."""


_NOT_ALL = "责任人没有写全，不写“等”，每个人都写姓名"


@lru_cache(maxsize=1024)
def owner_lacks(text: str) -> str:
    """Why nobody answers for a measure with this owner, in the officer's words; empty where a person is named."""
    words = unicodedata.normalize("NFKC", text).strip()
    if not words:
        return "没有写责任人"
    parts = _SEPARATORS.split(words)
    if any(_with_others(part) for part in parts):
        return _NOT_ALL
    named = [part for part in parts if _names(part)]
    if named:
        if any(_OTHERS_APART.match(part.strip()) for part in parts):
            return _NOT_ALL
        entries = [piece for part in parts for piece in (part.strip(), *_linked(part.strip()))]
        if any(map(_OPEN.match, entries)) or _ONE_OF.search(words):
            return "责任人里有的还没有定，定了再写"
        ours = [part for part in named if not _OTHER_SIDE.search(part)]
        if not ours:
            return "责任人写的是当事人一方，要写负责落实的执法人员的姓名"
        if _WHEN.search(words):
            return "责任人里写了时间，只写姓名和职务"
        if any(len(_NUMBER.sub("", part)) > _LONGEST for part in parts):
            return "责任人写得太长，只写姓名和职务"
        besides = next(filter(None, map(_besides, ours)), "")
        return f"责任人旁边的“{besides[:10]}”说明他可能不在，只写姓名和职务" if besides else ""
    if _NOBODY.match(words):
        return "责任人还没有定"
    if (words[-1] in OFFICE_ENDS | _POST_ENDS or len(words) > 4) and words not in ("某人", "本人"):
        return "责任人写的是单位、职务，没有写到人"
    return "责任人看不出是谁，要写姓名"


def _with_others(words: str) -> bool:
    """Whether others are meant beside those who are named."""
    found = _AND_OTHERS.search(words)
    return found is not None and any(map(_names, _SEPARATORS.split(words[: found.start()])))


def _names(part: str) -> bool:
    """Whether one of the words of this part names a person: 王某 副局长, 张 三, 李某（13800000000）, 李某和王某."""
    if _AND_OTHERS.search(part):
        return False
    numbered = _CERTIFIED.search(part) is not None
    tokens = [re.sub(rf"(?<=[{HAN}])[・•‧∙.](?=[{HAN}])", "·", word) for word in _TOKENS.split(part)]
    tokens = [_AROUND.sub("", _NUMBER.sub("", token)) for token in tokens]
    tokens = [word for word in tokens if word and (numbered or word not in EVERYDAY)]
    # Written apart is 张 三, 王 建国, 欧阳 修; what else stands side by side are words of their own (银行 李).
    apart = len(tokens) == 2 and (len(tokens[0]) == 1 or tokens[0] in DOUBLE) and len(tokens[1]) <= 2
    whole = "".join(tokens) if len(tokens) == 1 or apart or all(len(word) == 1 for word in tokens) else ""
    pieces = {*tokens, whole}
    pieces |= {piece for word in pieces for piece in _linked(word)}
    return any(
        (_is_name(word, numbered=numbered) and (numbered or word not in _TOWNS)) or _with_post(word)
        for word in pieces
    )


def _besides(part: str) -> str:
    """What stands beside a person and says that he may not be there: 张三（已调走）, 张三-未定; empty for none."""
    if _CERTIFIED.search(part) or not _TOKENS.search(part):
        return ""
    tokens = [_AROUND.sub("", _NUMBER.sub("", token)) for token in _TOKENS.split(part)]
    tokens = [token for token in tokens if token]
    if not re.search("[()（）]", part) and _is_name("".join(tokens)):
        return ""
    return next(
        (
            token
            for token in tokens
            if _AWAY.search(token) or (not _belongs(token) and _UNSETTLED.search(token))
        ),
        "",
    )


def _belongs(token: str) -> bool:
    """Whether it is another name, a post or an office, whatever letters it has: 代县长, 停产整顿组."""
    return (
        _is_name(token)
        or DOTTED.fullmatch(token) is not None
        or _DOING.search(token) is not None
        or (len(token) > 1 and token[-1] in OFFICE_ENDS)
        or (_POST_LAST.search(token) is not None and not token.startswith(("前", "原", "下", "拟", "待")))
    )


def _linked(word: str) -> list[str]:
    """李某和王某 apart; 和平村 is one word."""
    parts = re.split(r"[和与及同跟]", word)
    return parts if all(len(part) > 1 for part in parts) else []


def _with_post(word: str) -> bool:
    """A name straight before a post, or straight behind an office or a post: 王某副局长, 法规科黎某."""
    post = _POST_LAST.search(word, 1)
    if post and (before := word[: post.start()]) not in _TOWNS and _is_name(before):
        return True
    return any(
        word[i - 1] in OFFICE_ENDS | _POST_ENDS and word[i:] not in _TOWNS and _is_name(word[i:])
        for i in range(2, len(word) - 1)
    )


def _is_name(word: str, *, numbered: bool = False) -> bool:
    """A name and nothing else. `numbered`: a certificate goes with it, so that a rare surname is believed."""
    if not _NEVER_IN.isdisjoint(word) or word.endswith("某方"):
        return False
    if _TIME.fullmatch(word) or (word in EVERYDAY and (not numbered or word[-1] in _NEVER_CERTIFIED)):
        return False
    if word[-1:] in NEVER_LAST or _OFFICE_STARTS.match(word):
        return False
    if (
        (word[-1:] == "人" and word[-2:-1] in _MAN_OF)
        or word.endswith(
            ("委会", "协会", "联会", "代会", "商会", "理会", "议会", "中心", "集团", "小组", "窗口", "专班")
        )
        or _POST_LAST.search(word, 1)
    ):
        return False
    if (
        (len(word) == 2 and (word[1] in _CALLED or (word[1] in _CALLED_TOO and not numbered)))
        or word[1:] in ("家人", "姓人", "氏")
        or (word[:2] in EVERYDAY and word[2:] in _PART_OF)
    ):
        return False
    if _HAMLET.fullmatch(word) and not numbered:
        return False
    if DOTTED.fullmatch(word):
        return True
    if not _NAME.fullmatch(word) or word[0] == "某":
        return False
    if SOUNDS.issuperset(word):
        return True
    if word[-1] in _LATE_ENDS and len(word) > 2 and not numbered:
        return False
    return surnamed(word) or (numbered and len(word) <= 4 and word[-1] not in OFFICE_ENDS | _POST_ENDS)
