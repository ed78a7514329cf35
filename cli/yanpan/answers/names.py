"""What a name looks like: a surname and one or two characters, or the sounds of a name in another language.

There is no list of all people. Whether a name stands for somebody who answers for a measure is for the judgement to say.
"""

from __future__ import annotations

import re

from yanpan.answers.everyday_words import EVERYDAY
from yanpan.patterns import Later

HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0002fffd\U00030000-\U0003fffd"
"""The planes of rare characters whole: Unicode still fills them, and names are written with what is new."""
SURNAMES = frozenset(
    "赖洪丘宇糜嵇竺招綦矫铁慈隗郗郄郅鄂雒琚仉仵苍昌缑桓宦暨蹇颉靖旷墨莘恽郇谯蓬凤宛翦笪庾訾宓郏荀璩蔚夔巢蒯侬撒纳乜习"
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢"
    "安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛"
    "靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵"
    "苟邬边卞姬和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼"
    "蔺楼盘满闻厉伊仝区郜海阚花帅屠豆朴盖练廉禹井祖漆巴丰支卿狄平计索晋云容敬扈晁芮普阙浦戈伏鹿薄邸雍辜羊裘亓修邰赫杭"
    "况那宿鲜印逯隆茹战慕危玉银亢嵇哈湛宾戎茅利居揭干尉冶斯元束檀衣展阴昝智幸植衡富尧闭师宣祝游关练植麦"
    "呙贠邳邴茆逄钭妫庹苻鄯郐撖佴郯闾亶缪仡睢隽迮濮璩谌"
)
WORKING_SURNAMES = {
    "代": "表理办管收签码价替为号购驾销言课行沟称步写笔领执审批交付缴查班岗职会缴养育用数词偿拟书发电工人"
          "局所处科镇县市区乡村厅部院校队站组主副总",
    "母": "亲校女子音体爱猪鸡牛语乳线机带系本板法公液钟片",
    "操": "作场控心练办持行守纵盘劳典切之刀舟",
}  # fmt: skip
"""Surnames that begin more words of work than names: which character never stands behind them in a name."""
DOUBLE = frozenset(
    ("欧阳", "司徒", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "轩辕", "夏侯", "南宫", "端木",
     "长孙", "宇文", "申屠", "淳于", "单于", "呼延", "独孤", "完颜", "拓跋", "闻人", "西门", "百里", "东郭", "钟离", "澹台",
     "公冶", "太史", "濮阳", "第五")
)  # fmt: skip
SOUNDS = frozenset(
    "阿艾埃巴布才次达旦德丁多额尔尕嘎格古贡哈赫吉加江杰金卡凯堪克库拉朗勒里力利丽罗洛玛买麦曼米木姆那娜尼努诺帕普其齐钦"
    "琼热仁日萨桑斯苏索塔泰坦特提图土吐托瓦旺维乌吾西夏希雅亚央扬伊依英尤羽玉云再泽扎占哲珠卓孜宗顿堆措拥巧嘉合汗甫让珍曲培丹增平白仓群登朝鲁琴娃宝音呼敖图满都日赛罕沁毕苏和梅朵兰腾敦却旦绒"
)
"""Characters with which Tibetan, Uyghur and Mongolian names are written; 2 to 6 of them, nothing else, are a name."""

OFFICE_ENDS = frozenset("局处科室部办委所队站厅组署股院府县市区街道镇乡村会司厂团庭馆校构")
NEVER_LAST = frozenset("局处室部办委所队站厅组署股院府县市区街司厂员長員长者企制率额费款摊册簿匹柜")
"""No given name ends so; of the rest of the ends above, some do (陈科、李镇、黄学会)."""
DOTTED = Later(rf"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}")
ANONYMOUS = Later(r".{1,2}某{1,3}[甲乙丙丁戊]?")


def is_surnamed(word: str) -> bool:
    """Surname and given name, and no word of every day."""
    plain = len(word) <= 4 and word[-1:] not in NEVER_LAST and word not in EVERYDAY
    return plain and re.fullmatch(rf"[{HAN}]{{2,}}", word) is not None and surnamed(word)


def is_unsurnamed(word: str) -> bool:
    """A name with dots, or all in characters that write the sounds of one."""
    return DOTTED.fullmatch(word) is not None or (2 <= len(word) <= 6 and SOUNDS.issuperset(word))


def surnamed(word: str) -> bool:
    """Surname, then one or two characters; anonymised names have one more.

    Two surnames and two characters (陈方安生) are as often two people, or neighbours and other groups (周边群众): such a
    name is believed with a certificate only.
    """
    if word[:2] in DOUBLE:
        return len(word) in (3, 4) or bool(ANONYMOUS.fullmatch(word))
    if not _may_be_surname(word[0]) and word[1:2] in WORKING_SURNAMES.get(word[0], word[1:2]):
        return False
    return len(word) in (2, 3) or bool(ANONYMOUS.fullmatch(word))


def _may_be_surname(char: str) -> bool:
    """A listed surname, or a character so rare or old-fashioned (GB 2312 lacks it) that no word for an office has it."""
    if char in SURNAMES:
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
