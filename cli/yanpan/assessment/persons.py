"""Whether the words for who is responsible name a person, and not an office, a post or nobody yet.

Law 4 of the design: a planned measure counts only with a named person. There is no list of all people, so this goes by
form, and where a form fits both it takes an office: a name that is refused can be written more fully, an office that
is taken for a person lowers a grade. What it takes:

- a surname and one or two characters (张三、欧阳修、范徐丽泰), or an anonymised name (张某、李某某、王某甲);
- a name in the way of peoples without surnames: with dots (阿依古丽·买买提), or all in characters used to write
  their sounds (扎西多吉);
- any of these before or behind a post or an office: 副局长王某、王某 副局长、王某（派出所所长）、法规科黎某;
- several of these, or one of these beside an office: then somebody answers for it;
- a surname that is not listed here, where a number of four digits or more (a certificate, a telephone) follows.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢"
    "安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛"
    "靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵"
    "苟邬边卞姬和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼"
    "蔺楼盘满闻厉伊仝区郜海阚花帅屠豆朴盖练廉禹井祖漆巴丰支卿狄平计索晋云容敬扈晁芮普阙浦戈伏鹿薄邸雍辜羊裘亓修邰赫杭"
    "况那宿鲜印逯隆茹战慕危玉银亢嵇哈湛宾戎茅利居揭干尉冶斯元束檀衣展阴昝智幸植衡富尧闭师宣祝游关练植麦"
)
_DOUBLE = frozenset(
    ("欧阳", "司徒", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "轩辕", "夏侯", "南宫", "端木",
     "长孙", "宇文", "申屠", "淳于", "单于", "呼延", "独孤", "完颜", "拓跋", "闻人", "西门", "百里", "东郭", "钟离", "澹台",
     "公冶", "太史", "濮阳", "第五")
)  # fmt: skip
_SOUNDS = frozenset(
    "阿艾埃巴布才次达旦德丁多额尔尕嘎格古贡哈赫吉加江杰金卡凯堪克库拉朗勒里力利丽罗洛玛买麦曼米木姆那娜尼努诺帕普其齐钦"
    "琼热仁日萨桑斯苏索塔泰坦特提图土吐托瓦旺维乌吾西夏希雅亚央扬伊依英尤羽玉云再泽扎占哲珠卓孜宗顿堆措拥巧嘉合汗甫让珍曲培丹增平白仓群登朝鲁琴娃宝音呼敖图满都日赛罕沁毕苏和"
)
"""Characters with which Tibetan, Uyghur and Mongolian names are written; 2 to 6 of them, nothing else, are a name."""

_OFFICE_ENDS = frozenset("局处科室部办委所队站厅组署股院府县市区街道镇乡村会司厂团庭馆校构")
_POST_ENDS = frozenset("长人员任记书警师工理")
_NEVER_LAST = frozenset("局处室部办委所队站厅组署股院府县市区街司厂员長員长")
"""No given name ends so; of the rest of the ends above, some do (陈科、李镇、黄学会)."""
_LATE_ENDS = frozenset("镇乡村")
"""石湾镇 is a town, 李镇 may be a person: not taken behind two characters or more, unless a number follows."""
_MAN_OF = frozenset("责办系理事头证护管何成商某本專责責")
"""Before 人 these make no name: 经办人、何人."""
_CALLED = frozenset("总哥姐叔伯姨嫂")
"""Behind a surname alone these are what one calls somebody: 王总."""

_OFFICE_STARTS = re.compile(
    "安全|安监|安保|安置|安委|白班|包案|包保|包村|包户|包联|包片|边防|边检|常规|常委|常务|车管|车辆|成立|程序|单位|党办|党工|党建|党内|党群|党委|党员|党政|党支|党总|党组|"
    "段长|方案|方面|房产|房东|房管|房屋|封控|干部|干警|高管|高速|高新|关工|关于|官方|管护|管理|管片|管区|海关|海警|海事|"
    "海洋|和解|华侨|计划|计财|计生|纪检|纪律|解决|金融|景区|居民|劳动|劳监|劳务|连队|林草|林场|林业|楼栋|路政|路段|农办|农户|农民|商贩|车主|房主|"
    "农机|农经|农林|农业|平安|平台|普法|区级|区里|区领|区政|全部|全体|全员|任何|任务|商场|商户|商家|商务|施工|时任|"
    "师傅|司法|司机|索赔|卫计|卫监|卫健|卫生|文广|文化|文旅|文明|文书|武警|武装|项目|宣传|应急|应诉|游客|原告|支书|"
    "支委|宗教|储备|查处|查封|查扣|查控|查验|董事|班子|班组|領導|單位|負責|執法|機構|機關|辦公|關於|應急|領队"
)
_PLACES = frozenset(
    ("白云", "曲江", "南沙", "南海", "高明", "高州", "高要", "石湾", "石岐", "万江", "江门", "江海", "江城", "黄埔", "花都",
     "龙岗", "龙华", "龙川", "龙门", "罗湖", "罗定", "云浮", "云安", "云城", "封开", "徐闻", "连州", "连山", "连南", "连平",
     "和平", "乐昌", "海丰", "陆丰", "陆河", "普宁", "饶平", "揭阳", "揭东", "揭西", "阳江", "阳春", "阳东", "阳西", "梅州",
     "梅县", "惠州", "惠城", "惠东", "惠阳", "金平", "南澳", "南雄", "吴川", "麻章", "郁南", "平远", "廉江", "端州")
)  # fmt: skip
"""Towns and districts that read like names. Beside an office or a post they are the place: 花都大队长."""

_POST = (
    r"(?:常务|第一|副|代理|代|分管|主管)*(?:局长|所长|处长|科长|股长|(?:总|支|大|中|小|分)?队长|站长|院长|组长|部长|厅长|庭长|"
    r"校长|会长|馆长|主任|书记|支书|主席|教导员|指导员|政委|警长|班长|队员|组员|科员|干事|干部|民警|警官|辅警|同志|律师|医生|"
    r"护士|公证员|执法员|联络员|网格员|专员|经理|总监|工程师|会计|助理|秘书|调研员|委员|代表|法官|检察官|老师|负责人|承办人|经办人)"
)
_POST_LAST = re.compile(rf"{_POST}\Z")
_SEPARATORS = re.compile(r"[、，,;；/|｜+＋&\n]+")
_TOKENS = re.compile(r"[\s@()（）\[\]【】〔〕<>《》:：—_-]+")
_AROUND = re.compile(r"\A由(?=..)|(?:(?:具体|全程)?(?:负责|牵头|落实|承办|经办|办理)|等人?)\Z")
_NUMBER = re.compile(r"[0-9A-Za-z#*]+")
_NAME = re.compile(rf"[{_HAN}]{{2,6}}")
_DOTTED = re.compile(rf"[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}}){{1,3}}")
_ANONYMOUS = re.compile(r".{1,2}某{1,3}[甲乙丙丁戊]?")
_NOBODY = re.compile(r"(?:待|未|无|暂|另|不|没|同上|如上|见|空)|[\W_x×o〇零]*\Z", re.I)


@lru_cache(maxsize=1024)
def owner_lacks(text: str) -> str:
    """Why nobody answers for a measure with this owner, in the officer's words; empty where a person is named."""
    words = unicodedata.normalize("NFKC", text).strip()
    if not words:
        return "没有写责任人"
    if any(_names(part) for part in _SEPARATORS.split(words)):
        return ""
    if _NOBODY.match(words):
        return "责任人还没有定"
    if (words[-1] in _OFFICE_ENDS | _POST_ENDS or len(words) > 4) and words not in ("某人", "本人"):
        return "责任人写的是单位、职务，没有写到人"
    return "责任人看不出是谁，要写姓名"


def _names(part: str) -> bool:
    """Whether one of the words of this part names a person: 王某 副局长, 张 三, 李某（13800000000）, 李某和王某."""
    numbered = re.search(r"[0-9]{4}", part) is not None
    tokens = [re.sub(rf"(?<=[{_HAN}])[・•‧∙.](?=[{_HAN}])", "·", word) for word in _TOKENS.split(part)]
    tokens = [word for word in (_AROUND.sub("", _NUMBER.sub("", token)) for token in tokens) if word]
    whole = "".join(tokens)
    pieces = {*tokens, whole}
    pieces |= {piece for word in pieces for piece in re.split(r"[和与及]", word)}
    return any(
        (_is_name(word, numbered=numbered) and not (word in _PLACES and word != whole)) or _with_post(word)
        for word in pieces
    )


def _with_post(word: str) -> bool:
    """A name straight before a post, or straight behind an office or a post: 王某副局长, 法规科黎某."""
    post = _POST_LAST.search(word, 1)
    if post and (before := word[: post.start()]) not in _PLACES and _is_name(before):
        return True
    return any(
        word[i - 1] in _OFFICE_ENDS | _POST_ENDS and word[i:] not in _PLACES and _is_name(word[i:])
        for i in range(2, len(word) - 1)
    )


def _is_name(word: str, *, numbered: bool = False) -> bool:
    """A name and nothing else. `numbered`: a number goes with it, so that a rare surname is believed."""
    if word[-1:] in _NEVER_LAST or _OFFICE_STARTS.match(word):
        return False
    if (word[-1:] == "人" and word[-2:-1] in _MAN_OF) or word.endswith("委会") or _POST_LAST.search(word, 1):
        return False
    if len(word) == 2 and word[1] in _CALLED:
        return False
    if _DOTTED.fullmatch(word):
        return True
    if not _NAME.fullmatch(word) or word[0] == "某":
        return False
    if _SOUNDS.issuperset(word):
        return True
    if word[-1] in _LATE_ENDS and len(word) > 2 and not numbered:
        return False
    return _surnamed(word) or (numbered and len(word) <= 4 and word[-1] not in _OFFICE_ENDS | _POST_ENDS)


def _surnamed(word: str) -> bool:
    """Surname, then one or two characters; married and anonymised names have one more."""
    if word[:2] in _DOUBLE:
        return len(word) in (3, 4) or bool(_ANONYMOUS.fullmatch(word))
    if not _may_be_surname(word[0]):
        return False
    return (
        len(word) in (2, 3)
        or bool(_ANONYMOUS.fullmatch(word))
        or (len(word) == 4 and word[1] in _SURNAMES and word[-1] not in _OFFICE_ENDS)
    )


def _may_be_surname(char: str) -> bool:
    """A listed surname, or a character so rare or old-fashioned (GB 2312 lacks it) that no word for an office has it."""
    if char in _SURNAMES:
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
