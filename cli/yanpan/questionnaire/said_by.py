"""Whether a word of force stands for what somebody else did, what is past, denied or ordered, or what a thing is called.

It is excused only where the sentence says so of somebody who is not us. A mark of what is still to come, or of our
own hands and of those who lend us theirs, takes the excuse away again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yanpan.patterns import Later

_NEAR = 80
"""Letters on each side of a word that are looked at: no sentence costs more than its length."""

_CAL = "(?:洪水|大水|山洪|台风|大风|狂风|暴雨|雷击|泥石流|地震|大火|火灾|塌方|滑坡|落石|车辆?)"

_HANDS = (
    "(?:我|咱|本(?:镇|街|局|队|所|办|委|单位|机关|府|区|县|乡|中心|大队)|政府|街道|镇|乡里|村委|村两委|村里|村组|由村|居委|社区|城管|执法|民兵|物业|保安|公安|"
    "民警|交警|警|队|办|所|局|委|站|水厂|电厂|供电|供水|供气|电力|水务|燃气|环卫|电工|水工|工人|民工|施工|拆迁|拆除公司|吊车|挖机|挖掘机|钩机|勾机|铲车|机械|"
    "网格|开发|安保|保卫|房管|国土|林业|农业|水利|路政|市监|工商|税务|环保|安监|应急|住建|主任|书记|支书|经理|组长|长\\Z|队伍|干部|志愿|协管|部门|消防|人员|力量|第三方|中心|锁匠|师傅)"
)
"""We ourselves, and who lends us his hands."""

_OTHERS = (
    "(?:某|厂|公司|店|房东|物业|保安|老板|业主|(?<!我)(?<!本)单位|村民|村委会?|学校|邻居|隔壁|楼上|楼下|开发商|中介|司机|老人|儿子|亲属|铲车|挖机|挖掘机|"
    "有人|网友|网民|健身房|机构|医院|幼儿园|商场|超市|酒吧|诊所|村干部|书记|餐馆|饭店|酒店|工厂|工地|企业|货车|车主|工头|包工头|商家|店主|房主|租客|住户|拖车|保洁|债主|前夫|前妻)"
)
"""Of whom people complain."""

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝"
    "安常乐于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝臧计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路江童颜郭梅林刁钟徐邱骆高夏蔡田樊胡凌霍虞万卢莫"
    "房丁邓洪包左石崔吉龚程裴陆翁段侯叶黎赖温庄龙曾游关欧侯谭廖邝"
)
_CALLED = (
    "其|他们?|她们?|你(?:户|单位|们|公司|店)?|对方|(?:违建|违法|涉案|责任)?当事人|违法(?:建设)?(?:人|者|单位|企业|户)|行为人|建设人|业主|户主|房主|房东|屋主|店主|店家|商户|商家|摊主|摊贩|"
    "车主|船主|货主|村民|居民|住户|租户|租客|企业|老板|经营[者户]|养殖户|农户|建设单位|搭建人|所有人|使用人|[该涉]案?(?:户|厂|店|公司|单位|企业)|公司|"
    "[一-鿿]{1,3}某{1,2}|[一-鿿]{0,4}某[一-鿿]{0,4}(?:公司|厂|店|馆|企业)"
)
_PARTY = (
    "(?:(?:"
    + _CALLED
    + ")(?:[一-鿿]{0,2}某{1,2})?|(?!于[0-9一二三四五六七八九十本下月年])["
    + _SURNAMES
    + "][一-鿿]{1,2})"
)
"""Who is told to do it himself."""

_TO_COME = Later(
    "(?<!责令)(?<!^对)将(?!军)|今[天晚日早夜年]|今起|明[天早晚日]|后天|马上|立刻|随即|随后|当即|现场|当场|当[天日晚]|同步|同时|接着|一律|一并|照样|全部|这次|此次|本次|[上下]午|晚上|"
    "直接|[本下]周|逐一|要(?!求)|会(?=被|$)|后\\Z|后被|我[们局队镇办所]|由(?!于)|就|便|先"
)
"""What is still to come, or is done by us."""

_CARRIED_OUT = Later(
    "(?:开展|组织|实施|执行|进行|落实|完成|进场|启动|继续|推进|作出|给予|予以|采取|处以)(?:强制)?\\Z"
)
"""Right before a word: what it names is being done."""

_HOW = (
    "(?:以|用|通过|采用|强行|非法|违法|违规|依法|强制|随意|野蛮|暴力|再|采取|实施|进行|动用|搞|按期|按规定|按时|存在|还在|自行|偷偷|擅自|私自|"
    "被|已经?|有人|乱|滥)"
)

_DENIED = Later(
    "(?:(?<![无没非莫若如要再岂何决毫])(?<!不得)(?<!不能)(?<!不可)(?<!不会)(?<!没有)不|(?<!不得)(?<!不能)(?<!不可)(?:不(?:对|把|将|给)[^就后并而再由我不]{1,6}|未|没|没有|无)|无需|无须|不必|不用|不会|不再|不得(?!已)|不许|不准|"
    "不能|不应|不想|没有必要|没必要|不需要?|不打算|不准备|不涉及|不包括|严禁|禁止|防止|避免|杜绝|不另|不予|免予|停止|终止|制止|解除|撤销|退还|返还|归还|发还|领回|未经批准)"
    + _HOW
    + "{0,2}\\Z"
)
_NOT_BEFORE = Later(".{0,4}(?:不|决不|绝不|誓不)(?:行|可|成|罢休|罢手|休|收兵|收队|走|停手|撤|算完|散)")
"""Behind what is denied: 不拆除不罢休 does not deny it."""
_WHETHER = Later(
    "(?:是否|有没有|有无|是不是|会不会)(?:"
    + _HOW
    + "{0,2}|[^后就并再由我都一便先即]{0,4}(?:被|把|给|将)[^后就并再由我都一便先即]{0,10})\\Z"
)
_UNLAWFUL = Later(
    "(?:擅自|私自|偷偷|涉嫌|拒不|拒绝|抗拒|阻挠|阻碍|妨碍|撕毁|撕|毁损|破坏|损毁|转移|隐匿|挖断|超范围|野蛮)"
    + _HOW
    + "{0,2}\\Z"
)
_FORESTALLED = Later("(?:防|避免|以免|免得|谨防)[^，]{0,10}(?:转移|隐匿|毁损|损毁|破坏)\\Z")
"""防止转移扣押账本: what others might do is why it is done."""
_PAST = Later(
    "(?:曾经?|早已|(?<!不得)已经?|(?<!不得)已于[0-9年月日号昨前上周天]*|多次|屡次)" + _HOW + "{0,2}\\Z"
)
_ONCE = Later("(?:上次|上回|此前|先前|之前|去年|前年|上个?月|上周|昨[天日晚]|前[天日])" + _HOW + "{0,2}\\Z")
_GONE_BY = Later(".{0,12}(?:的|过|后|了)|\\Z")
_PASSIVE = Later("被" + _HOW + "{0,2}\\Z")
_PASSIVE_PAST = Later("曾|已|去年|前年|上个?月|上周|昨|前天|多次|屡|此前|之前|因|由于|刚")
_PASSIVE_BEHIND = Later("的(?!是|有|由|都|一律|处|共)(?!.{0,8}由)|过|后(?:仍|又|还|擅自)|仍|期间|情况|一事")
_PASSIVE_BY = Later(
    "被(?:" + _CAL + "|邻居|隔壁|房东|他人|别人|人|法院|海关|税务局?|银行|债主|前夫|前妻|"
    "[一-鿿]{0,3}(?:村民|业主|老板|房东|开发商)|[一-鿿]某{1,2}|某[一-鿿]{0,3}(?:公司|厂|店))"
    "(?:强行|非法|私自|擅自|偷偷|吹倒|刮倒|冲毁|冲垮|撞倒|依法|、)*\\Z"
)
_PASSIVE_BY_OFFICE = Later("(?:已|曾)(?:经)?被(?:法院|交警|公安|海关|税务|派出所|外地|别的)[一-鿿]{0,3}\\Z")

_HOUSE = Later("(?:因|原|该|老)?(?:房屋|房子|建筑物?|房产|车辆|厂房|老屋)(?:已|被|经)?")
_THEN_PAPERS = Later("后(?:办|申请|注销|登记)")
"""房屋拆除后办理登记: what there was is gone."""
_BY_THE_COURT = Later("(?<!不等)(?<!配合)法院(?:已经?|依法|裁定|先行|首先|组织|强制|将)*\\Z")

_NO_LEAD = "[^后由派我按经将就把带让叫请通安组配协会令据、]"
_REPORTED = Later(
    "(?<!被)(?:举报|投诉|反映|(?<!名)称|说|讲)(?:人|说|称|讲|反映){0,2}(?:"
    + _NO_LEAD
    + "{0,4}"
    + _OTHERS
    + "[一-鿿]{0,2}(?<![后由派我就])|(?=\\Z))(?:夜里|半夜|深夜|凌晨|昨[天晚]|前天|经常|多次)?"
    + _HOW
    + "{0,2}(?:[把将][^就后并由我派]{0,12})?\\Z"
)
_REPORTED_TAIL = Later("(?:称|说|讲|反映|举报)\\Z")
_SPOKEN_OF = Later("反映|举报|投诉|信访|工单|来信|来电|关于|提出")
_LOOKED_INTO = Later(
    "(?:核查|核实|查实|查证|了解|调查|查看|处理)"
    + _NO_LEAD
    + "{0,6}"
    + _OTHERS
    + "[^就后并由我派再]{0,14}\\Z"
)
_MATTER = Later(".{0,8}(?:一事|之事|的事|等事|的?(?:问题|线索|举报|投诉|信访|情况))")
_MATTER_AT_END = Later(
    "[^就并由我派再]{0,20}(?:一事|之事|的事|等事|的?(?:问题|线索|举报|投诉|信访|情况|视频|行为))\\Z"
)
_LED_ON = Later("[后由我派]|安排|要求")

_ORDERED = Later(
    "(?<!不必)(?<!无须)(?<!无需)(?<!不用)(?<!不再)(?<!未经)(?<!免于)(?:责令|责成|限期|催告|要求|督促|敦促|通知|劝|叫|让|请|(?<![权期局无有年上下界门时])限(?![制期高速额定]))"
)
_FORMAL = frozenset(("责令", "限期", "催告", "限"))
"""Orders that the law gives to a party: the others are as well said to those who do it for us."""
_SELF = Later("自行|主动|自己")
_WITHIN = (
    "(?:(?:于|在)?(?:[0-9一二三四五六七八九十两半年月日号天周个工作小时底之以本星期]+(?:内|前)|[0-9一二三四五六七八九十两半]+[日天]|期限内|限期内?|期限|收到决定之日起[一-鿿0-9]{1,5}内)|"
    "立即|尽快|及时|自行|主动|自己|改正|停止)"
)
_THING_TO_DO = "(?:[把将][^就后并而再由我]{1,16})"
_ORDER_TO_WHOM = Later("(?P<whom>" + _PARTY + ")" + _WITHIN + "{0,4}" + _THING_TO_DO + "?")
_OBJECT_OF_IT = Later("(?:" + _PARTY + ")?" + _WITHIN + "{0,4}(?:自行|主动)[^就后并而再由我今明当]{2,12}")
"""责令孙某自行拆除砖砌围墙."""
_HANDED_IT = Later("(?:" + _PARTY + ")?" + _WITHIN + "{0,4}[把将][^就后并而再由我今明当]{0,8}")
_TO_DO = Later("\\A[^就后并而再由我今明当]{0,10}(?:自行|恢复|改正|清除|搬离|拆除|退还|归还|复原)")
"""责令将砌墙部分恢复原状."""
_ONLY_HOW = Later(_WITHIN + "{0,4}" + _THING_TO_DO + "?")
_TURNS = Later(
    "就|后|并|而|再|不|由|我|期满|直接|当场|马上|现场|强(?=[制行拆])|安排|组织|今[晚天日]|明[天早]|否则"
)
_HAND = Later(_HANDS)
_HAND_AT_END = Later(_HANDS + "[一-鿿]{0,2}\\Z")
_BY_THEMSELVES = Later("(?:自行|主动)" + _HOW + "{0,1}\\Z")
_OF_PARTY = Later("(?:" + _CALLED + ")[^我]{0,10}\\Z")
_LOOK_AT_END = Later("(?:检查|查看|核查|看|情况|是否|有没有|督促|逐户|复查)(?:已经?)?\\Z")
_CONDUCT = Later("[^就后并由我再]{0,12}行为")
_ABOUT_CONDUCT = Later("责令|改正|停止|制止|查处|纠正|整改|对")

_IF_NEEDED = Later("(?:若|如|如果|确)?确?(?:有必要|需要?|须|要)" + _HOW + "{0,1}\\Z")
_LATER_DECIDED = Later(".{0,12}(?:另行|另作|另案|再行|再作|报批|研判)")
_TO_BE_JUDGED = Later("研判(?:是否)?\\Z")
_WARNED = Later("逾期|届时|到期|期满|拒不|仍不")
_WARNING = Later(
    "(?:依法(?:予以|申请(?:人民)?法院)?(?:强制)?|可能(?:会)?被?(?:依法)?(?:强制)?|可以?(?:依法)?(?:强制)?)\\Z"
)
_ORDER_GIVEN = Later("责令|限期|限你|催告|决定：?限")
_APPLIED_FOR = Later("(?:申请[^，、]{0,6}法院|向[^，、]{0,6}法院申请)(?:依法)?(?:强制)?(?:执行)?\\Z")

_NO_THING = Later(
    "的(?:任务|同时|措施|工作|行动|办法|方式|时候|事|计划|处罚|处理|决定|做法|通报|手段|惩罚|是|有|由|都|也|一律|共|统一|全|送|交|照|当场|现场|马上|立即|直接|就|我|今|明|\\Z)"
)
"""Behind a word: 的 does not say which thing is meant, or says it of what we are about to do."""
_PAPER = Later("(?:决定书?|通知书?|公告|许可证?|登记|申请)")
_SERVED = Later("送达|送|贴|交|下达|宣读|出具|签发|下发|执行|发给|发出")
_WORK = Later("(?:工程|作业|施工)")
_WORK_OF = Later(
    "(?:工程|作业|施工){1,2}[一-鿿]{0,2}(?:许可|资质|方案|合同|资料|招标|单位|企业|公司|安全|证)"
)
_STATE = Later(
    "(?:期间|期限|期满|情况|争议|纠纷|台账|安置|所得|引起|引发|造成|导致|记录|预案|方案|装置|手续|合同|流程|资质)"
)
_NAMES_WHOM = Later("(?:项目部?|企业|公司|工地|现场|停车场|单位|物品|财物|货物|户)")
"""The same of what may as well be what it is done to: only where somebody looks at it or turns to it (`_TURNS_TO`)."""
_GOES_ON = Later(
    "\\Z|的|安全|质量|资质|台账|保管|情况|是否|有没有|管理|人员|单位|企业|公司|现场|工地|工程|作业|施工|方案|防护|扬尘|噪音|噪声|手续|合同|前|中|内|届满|仓库|库房|"
    "纠纷|争议|安置|补偿|款|费|证|许可|和|与|及|不影响|引起|复印件|原件|副本|样式|文本"
)
_TURNS_TO = Later("(?:[查看访到去在对向给与和由请让因为处至赴检督测取准]|准予|批准|安全|的|核对|整理)\\Z")
_LOOKS = Later("(?:检查|查看|抽查|核查|核对|调取|巡查|督查|抽检|看)[^就后并再由我把将]{0,10}\\Z")
_LOOKED_AT = Later(
    "阀|应急|食品|肉|水产|制品|样品|装置|预案|记录|后的|期间|(?:管理)(?:小区|景区|园区|学校|工地)|"
    "[一-鿿]{0,4}(?:录像|视频|照片|清单|流水|笔录|档案|卷宗|材料|资料|文书|记录|台账|合同|票据|凭证)\\Z|"
    "[一-鿿]{1,4}的[一-鿿]{0,8}(?:费|收据|发票|记录|台账|清单|照片|资料|证|票|情况|手续|方案)"
)
"""Behind a word that somebody looks at: 检查冻结食品, 调取扣押车辆的停车费收据."""
_A_MATTER_LOOKED_AT = Later(
    "[^就并再由我把将]{0,12}(?:是否|有没有|有无|举报\\Z|投诉\\Z|线索\\Z|情况\\Z|问题\\Z|保险\\Z|资料\\Z|备案\\Z|台账\\Z|证\\Z|完好\\Z|报验\\Z|库\\Z|点\\Z|秤\\Z|"
    "记录\\Z|手续\\Z|资质\\Z|标志\\Z|预案\\Z|方案\\Z|警戒\\Z|复印件|原件|副本)"
)
_TAKEN = frozenset(("带回", "带走", "拿回", "取走", "运回", "拿走", "走"))
_FOR_A_TEST = Later(".{0,4}(?:化验|检测|检验|实验|送检|鉴定)")
_BODY = Later("了?(?:左|右|小|大)?(?:腿|手|骨|指|臂|肋|脚)")
_FOR_PEOPLE = Later("[一-鿿]{0,3}(?:户|家庭|群众|居民|村民|用户|公司|企业|单位)(?:核发|颁发|换发|发|给|办)")
_FEW = Later("[一二两三1-3](?:瓶|份|盒|袋|件|只|罐)")
_FROZEN_FOOD = Later("(?:食品|肉|水产|海鲜|点心|制品|鱼|虾)")
_LIST_OF = Later("[一-鿿]{0,2}(?:用户|户)的?名单")
_MACHINES = frozenset(
    ("铲车", "推土机", "勾机", "钩机", "挖机", "挖掘机", "机械", "切割机", "总闸", "水阀", "电表", "封条")
)
_MACHINE_KEPT = Later(
    "[^就后并再由我把将]{0,8}(?:证|标志|年检|台账|合格|噪声|噪音|安全|操作|保养|租赁|是否|有没有|完好|司机|驾驶员|读数|情况|开关|漏)"
)
_SAMPLE = Later(
    "(?:样品?|样本|备份|[0-9一二三四五六七八九十两]+(?:瓶|份|盒|袋|包|件|只|罐))[^就后把将我]{0,6}\\Z"
)
_LIST_BEFORE = Later("(?:砍伐|冲毁|冲垮|损毁|毁坏|破坏|砸坏|挖断|剪断|倒塌|吹倒|刮倒|烧毁|变卖|动用)、\\Z")

_HAPPENED = Later(".{0,10}(?:时|中)(?:被.{0,8}|不慎)?(?:受伤|摔|砸|伤|亡|触电|坠|撞)")
_OF_HARM = Later("认定|工伤|抚恤|救助|赔偿|保险")
_OWN_RISK = Later("自负|自理|自行承担|自己承担|不负责|概不|由其|送医|送卫生院|送院")
_BROKE_OUT = Later("引起|引发|起火|着火|失火|短路|火灾")
_BURNT = frozenset(("烧毁", "烧了", "烧掉"))

_TO_WHOM = Later("对|给|向")
_OURS_THEN = Later("作出|给予|实施|予以|处以|采取|当场|现场|今|(?<!^对)将|同时|先|再|就|我")
_THEN_DONE = Later(
    "[^就把将并后先再]{0,24}的[^先再就的]{0,8}(?:公司|房东|物业|老板|店主?|[车户船货]主|厂|人|户|司机|业主|村民|居民|农户|商家|单位|机构|企业|学校|者|行为|行|某|工地|项目部?|饭店|餐馆|中介|队|开发商|承包商)"
    "[^先再就]{0,8}?(?:罚|没收|警告|通报|吊销|拘留|责令|检查|核查|许可|发放|发给|救助|补助|补贴|认定|确认|登记|裁决)"
)
"""Behind a word: it told of whom the clause speaks, and what is done to them comes last: 对断电逼租客搬走的房东罚款."""
_OFFENDER_LAST = Later("(?:物业|公司|厂|店|房东|老板|业主|企业|中介|开发商|村民|某)(?:公司)?\\Z")
_DRIVING = Later("[^的就把将先再]{0,4}(?:逼|催|迫使|致|导致|引起|赶)[^就把将先再]{0,14}(?:罚|警告|通报)")
_OFFENDER = Later(
    "(?:有)?(?:[一-鿿]{0,4}(?:物业|公司|厂|店|房东|老板|店主|业主|司机|工地|企业|中介|开发商|村民|学校|施工|车辆|货车|住户|租客|餐馆|饭店)(?:公司|单位|队)?|[一-鿿]某{1,2})[^就后并由我派再要先配帮按]{0,14}\\Z"
)
_PUNISHED = Later("(?:对其|对该[一-鿿]{1,2}|给予|处以?|拟)?(?:罚|警告|通报|责令|没收|吊销)")


@dataclass(frozen=True)
class Place:
    """A word in a sentence: its clause, where it stands there, and what was said around."""

    clause: str
    start: int
    end: int
    words: tuple[str, ...]
    """What it may stand beside in one list: 查封、扣押."""
    earlier: str
    later: str
    whole: str

    @property
    def word(self) -> str:
        return self.clause[self.start : self.end]

    @property
    def before(self) -> str:
        return self.clause[max(0, self.start - _NEAR) : self.start]

    @property
    def behind(self) -> str:
        return self.clause[self.end : self.end + _NEAR]


_CUT_OFF = frozenset("水电气网路供")
_RESULTS = frozenset("掉走断")
_PAIRS = frozenset(("停水", "停电", "断水", "断电", "停气", "断气", "断网", "查封", "扣押", "冻结", "封存"))
"""What is said in one breath: 停水停电."""


_LOOKING = frozenset("检抽巡核排督调普复审清勘稽盘")
"""Before 查: it is looked, not sealed."""


def excused(place: Place) -> bool:
    """Whether the word is not what the officer says that he is going to do."""
    full, word = place.before, place.word
    if word in _RESULTS:
        full = full[:-1]  # 拆掉, 拉走: how the verb before it ends
        if word == "断" and place.behind[:1] in _CUT_OFF:
            return True  # 断水: a word of its own
    before = _without_list(full, place.words)
    behind = _without_list_behind(place.behind, place.words)
    if before.endswith(("没", "征", "回")) and word.startswith("收"):
        return True  # 没收走私: another word runs over its start
    if word.startswith("查") and before[-1:] in _LOOKING:
        return True  # 检查封闭小区
    if word.startswith("封") and before.endswith("查") and before[-2:-1] not in _LOOKING:
        before = before[:-1]
    return (
        _names(place, before, behind)
        or _denied_or_past(before, behind, place)
        or _reported(full, before, behind, word)
        or _ordered(full, before, behind, word)
        or _warned(place, before, behind)
        or _of_offender(place, before, behind)
    )


def _without_list(before: str, words: tuple[str, ...]) -> str:
    """What stands before a list of such words: an excuse at its head is one for all of them."""
    while True:
        if before.endswith(("、", "和", "或", "及")) and (
            cut := next((w for w in words if before[:-1].endswith(w)), "")
        ):
            before = before[: -1 - len(cut)]
        elif before[-2:] in _PAIRS:
            before = before[:-2]
        elif found := _LIST_BEFORE.search(before):
            before = before[: found.start()]
        else:
            return before.rsplit("、", 1)[-1]


def _without_list_behind(behind: str, words: tuple[str, ...]) -> str:
    while True:
        if behind[:1] in ("、", "和", "或", "及") and (
            cut := next((w for w in words if behind.startswith(w, 1)), "")
        ):
            behind = behind[1 + len(cut) :]
        elif behind[:2] in _PAIRS:
            behind = behind[2:]
        else:
            return behind


def _names(place: Place, before: str, behind: str) -> bool:
    """Whether the word is part of a name or says which thing is meant: 拆除工程, 扣押的车."""
    if _HAPPENED.match(behind):
        return bool(_OF_HARM.search(place.whole)) and not _OWN_RISK.search(place.whole)
    if _CARRIED_OUT.search(before):
        return False
    if place.word in _MACHINES:
        head = re.sub("[一-鿿]{2,3}[和及与、]\\Z", "", place.before)
        return bool(_TURNS_TO.search(head) or _LOOKS.search(head)) and bool(
            _MACHINE_KEPT.match(place.behind.lstrip("、"))
        )
    if (
        place.word == "封存"
        and not behind.startswith(("全部", "所有", "整批", "整车"))
        and _SAMPLE.search(before)
        and re.search("抽|取样|检", place.whole)
    ):
        return True
    if behind.startswith("的"):
        return not _NO_THING.match(behind) and not _TO_COME.search(before)
    if _LOOKS.search(before) and not _TO_COME.search(before):
        if _TURNS_TO.search(before) and _LOOKED_AT.match(behind):
            return True
        if re.match("装置|记录|预案|情况|阀", behind):
            return True
    if (
        _LOOKS.search(place.before)
        and _A_MATTER_LOOKED_AT.match(place.behind)
        and not _TO_COME.search(before)
    ):
        return True
    if place.word in _TAKEN and re.search("样|抽", place.whole) and _FOR_A_TEST.match(behind):
        return True
    if _BODY.match(behind) and _OF_HARM.search(place.whole):
        return True
    if place.word == "封存" and "抽" in place.whole and _FEW.match(behind):
        return True
    if place.word == "冻结" and _FROZEN_FOOD.match(behind):
        return True
    if before.endswith(("给", "对", "向")) and _FOR_PEOPLE.match(behind):
        return True
    if before.endswith("认定") and "责" in behind:
        return True
    if _LIST_OF.match(behind) and not _TO_COME.search(before):
        return True
    return _goes_on_as_a_name(place, before, behind)


def _goes_on_as_a_name(place: Place, before: str, behind: str) -> bool:
    if named := _PAPER.match(behind):
        return not _SERVED.search(place.clause) and bool(_GOES_ON.match(behind, named.end()))
    if named := _WORK.match(behind):
        looked_at = (
            _LOOKS.search(before) and not _TO_COME.search(before) and _GOES_ON.match(behind, named.end())
        )
        return bool(_WORK_OF.match(behind) or _TURNS_TO.search(before) or looked_at)
    if named := _STATE.match(behind):
        return not _TO_COME.search(before) and bool(_GOES_ON.match(behind, named.end()))
    whom = _NAMES_WHOM.match(behind)
    return (
        whom is not None
        and _TURNS_TO.search(before) is not None
        and _GOES_ON.match(behind, whom.end()) is not None
    )


def _denied_or_past(before: str, behind: str, place: Place) -> bool:
    if _DENIED.search(before):
        return not _NOT_BEFORE.match(behind)
    if _UNLAWFUL.search(before) and not _FORESTALLED.search(before):
        return True
    if _WHETHER.search(before) or _APPLIED_FOR.search(before):
        return True
    if _BY_THE_COURT.search(before):
        return True
    if _PASSIVE_BY.search(before) or _PASSIVE_BY_OFFICE.search(before):
        return not re.search("将|今|明|要|会被", before)
    if _HOUSE.fullmatch(before) and (_THEN_PAPERS.match(behind) or _THEN_PAPERS.match("后" + place.later)):
        return "登记" in place.whole
    if _PASSIVE.search(before):
        return not re.search("将|今|明|要|会|后被|后\\Z|即", before) and bool(
            _PASSIVE_PAST.search(before)
            or _PASSIVE_BEHIND.match(behind)
            or _LOOKS.search(before.rsplit("被", 1)[0])
        )
    if _PAST.search(before):
        return True
    if once := _ONCE.search(before):
        # 检查之前查封: it is to be done before that.
        return bool(_GONE_BY.match(behind)) and not (once.group().startswith("之前") and not behind)
    if place.word in _BURNT:
        return bool(_BROKE_OUT.search(place.earlier + before)) and not _TO_COME.search(before)
    return False


def _reported(full: str, before: str, behind: str, word: str) -> bool:
    """Whether people said that somebody did it, or that is what is looked into."""
    for found in _REPORTED.finditer(full):
        if not re.search("[按据]\\Z|接[一-鿿]{0,3}\\Z", full[: found.start()]) or found.end() == len(full):
            if _REPORTED_TAIL.search(full) and word not in _MACHINES:
                continue
            return True
    if _LOOKED_INTO.search(full) and _MATTER_AT_END.match(behind):
        return True
    spoken = _SPOKEN_OF.search(before)
    return bool(spoken and not _LED_ON.search(before, spoken.end()) and _MATTER.match(behind))


def _ordered(full: str, before: str, behind: str, word: str) -> bool:
    """Whether a party is told to do it, or does it of itself."""
    last = 0
    for order in _ORDERED.finditer(before):
        if _told_to(
            order.group(), before[last : order.start()], before[order.end() :], behind, word, last > 0
        ):
            return True
        last = order.end()
    if last == 0 and (own := _BY_THEMSELVES.search(before)):
        head = before[: own.start()]
        party = _OF_PARTY.search(head)
        if _LOOK_AT_END.search(head):
            return True
        return party is not None and not _HAND_AT_END.search(head)
    return bool(_CONDUCT.fullmatch(behind) and _ABOUT_CONDUCT.search(full) and not _TO_COME.search(before))


def _told_to(order: str, head: str, between: str, behind: str, word: str, again: bool) -> bool:
    """责令王某十五日内拆除, 限期拆除; not 要求强拆, 通知施工队拆除, 限期一到就拆除.

    `head` is what stands before, `again` whether that begins with another order: 责成城管办限期拆除.
    """
    if again and not _to_a_party(head):
        return False
    if order in _FORMAL and _OBJECT_OF_IT.fullmatch(between):
        return True
    if order in _FORMAL and _HANDED_IT.fullmatch(between) and _TO_DO.search(behind):
        return True
    if word.startswith("强") or _TURNS.search(between) or _HAND_AT_END.search(head):
        return False
    if order in _FORMAL and _ONLY_HOW.fullmatch(between):
        return True
    if order != "责成" and _SELF.match(between) and _ONLY_HOW.fullmatch(between):
        return True
    told = _ORDER_TO_WHOM.fullmatch(between)
    return told is not None and not _HAND.search(told.group("whom"))


def _to_a_party(between: str) -> bool:
    if _ONLY_HOW.fullmatch(between):
        return True
    told = _ORDER_TO_WHOM.fullmatch(between)
    return told is not None and not _HAND.search(told.group("whom"))


def _warned(place: Place, before: str, behind: str) -> bool:
    """Whether it is left to be judged another time, or an order warns of what the law has follow."""
    if _TO_BE_JUDGED.search(before):
        return True
    if _IF_NEEDED.search(before):
        return bool(_LATER_DECIDED.match(behind + place.later[:12]))
    return (
        bool(_ORDER_GIVEN.search(place.earlier + before))
        and bool(_WARNED.search(place.earlier[-12:] + before))
        and bool(_WARNING.search(before))
        and re.fullmatch("(?:执行|违法建筑|违建|措施)?", behind) is not None
        and not re.search("今[天晚日]|明[天早晚]|马上|当[天晚场]|进场|组织力量", place.whole)
    )


def _of_offender(place: Place, before: str, behind: str) -> bool:
    """Whether it is what is punished: 对断电逼租客搬走的房东罚款; 物业把通道锁了，罚款."""
    full = place.before
    if _TO_WHOM.match(place.clause) and _OFFENDER_LAST.search(before) and _DRIVING.match(behind):
        return True
    if (
        _TO_WHOM.match(place.clause)
        and not _OURS_THEN.search(full)
        and not _CARRIED_OUT.search(before)
        and _THEN_DONE.match(behind)
    ):
        return True
    return (
        not place.earlier
        and _OFFENDER.match(full) is not None
        and not _TO_COME.search(full.replace("将", "", 1) if "将" in full[1:] else full)
        and _PUNISHED.match(place.later) is not None
    )
