"""What an officer writes that he does: told when he does something else than he picked, not told for honest words."""

from __future__ import annotations

from itertools import product

import pytest

import strategies as s
from yanpan.answers import Answer
from yanpan.assessment.certain import certain_contradictions
from yanpan.questionnaire.act_list import names_of


def told(act: str, sentence: str, **more: object) -> list[str]:
    """The contradictions of an act and a sentence, with nothing else answered but that nothing else is the matter."""
    form = s.gd563()
    given = {form.act_question: Answer(value=act), "action_summary": Answer(value=sentence)}
    given |= dict.fromkeys(
        ("privacy_and_data", "quota_or_revenue_link", "equal_and_reasoned"), Answer(value=())
    )
    given |= {name: Answer(value=value) for name, value in form.acts[act].sets.items()}
    given |= {name: Answer(value=value) for name, value in more.items()}
    return [item.id for item in certain_contradictions(form, given)]


DOING = (
    "查封",
    "扣押",
    "拆除",
    "强拆",
    "冻结",
    "带走",
    "拉走",
    "推平",
    "断电",
    "清退",
    "扣留",
    "搬走",
    "封存",
    "铲平",
)
TO = (
    "公司库房", "企业厂区", "工地塔吊", "项目部账本", "货物两车", "物品一批", "现场的机器", "停车场道闸", "户主的车", "工程机械", "作业平台",
    "施工电梯", "单位印章", "财物若干", "通知不到的商户", "许可不全的门店", "登记在册的摊位", "情况不明的棚屋",
)  # fmt: skip


@pytest.mark.parametrize(("verb", "what"), list(product(DOING, TO)))
def test_no_word_behind_what_is_done_excuses_it(verb: str, what: str) -> None:
    assert told("日常检查", f"检查后{verb}{what}")


BEFORE = (
    "按县里要求", "接上级通知", "拒不开门就", "已定好明天", "限期一到就", "劝说不成便",
    "催告过期直接", "申请批下来就", "有人被打就", "曾经劝过，现在", "涉嫌无证的一律", "责令不停工的当场",
    "督促三次没用，", "转移了货就", "阻挠的一律", "不服就", "通知吊车进场", "要求保安把门打开并",
    "自行不动手的由我们",
)  # fmt: skip


@pytest.mark.parametrize(("before", "verb"), list(product(BEFORE, DOING)))
def test_no_word_before_what_is_done_excuses_it(before: str, verb: str) -> None:
    assert told("日常检查", f"检查商铺，{before}{verb}")


HIDDEN = [
    ("日常检查", "检查后组织拆除作业"),
    ("日常检查", "检查，当天完成查封的任务"),
    ("日常检查", "检查，扣押设备的事下午办完"),
    ("日常检查", "检查，由我局自行拆除棚子"),
    ("日常检查", "检查，不得已强拆"),
    ("日常检查", "检查，请拆迁公司三日内拆除院墙"),
    ("日常检查", "检查，要求供水公司当日内停水"),
    ("罚款", "罚款两千，同时实施扣押决定"),
    ("专项检查", "专项检查，门口挂锁，三天内不准开门"),
    ("举报核查", "核查举报，把货拉到队里"),
    ("责令限期拆除", "发限期拆除通知，当晚钩机进场"),
    ("查封店铺", "查封店铺，里面住的一家三口也搬走"),
    ("冻结账户", "冻结账户，钱先转到财政"),
    ("征地", "征地，青苗没等补偿款到账就推"),
    ("日常检查", "检查餐馆，后厨不行就把灶台砸了"),
    ("日常检查", "查完把他的三轮车推上皮卡"),
    ("举报核查", "核查时把人关在值班室问话"),
    ("网上检查", "网上巡查，发现就把账号里的钱划走"),
    ("责令改正", "责令改正，顺便把电闸拉下来"),
    ("责令限期拆除", "责令限期拆除，到时候铲车一起上，把棚推平"),
    ("罚款", "罚款三千，不交就把人带走"),
    ("警告通报", "通报批评，照片贴在村口公示栏"),
    ("清理占用", "清理河滩，连住着人的船屋一起清"),
    ("代履行", "代为清理，把旧房子也弄倒"),
    ("拖移车辆", "拖走货车，司机不下来就硬拽"),
    ("通知停电", "通知供电所停电，整栋居民楼都停"),
    ("申请法院强制执行", "申请法院强制执行，等不及就先拆"),
    ("征收房屋", "征收房屋，先搬走，补偿款以后再说"),
    ("认定工伤", "认定工伤，查封老板的工厂"),
    ("不予登记", "不予登记，铺子的门先锁上，上锁"),
]


@pytest.mark.parametrize(("act", "sentence"), HIDDEN)
def test_what_is_done_beside_the_act_is_told(act: str, sentence: str) -> None:
    assert told(act, sentence)


HONEST = [
    ("日常检查", "巡查看上次拆除违建的地方有没有复建"),
    ("举报核查", "有人举报某厂强行扣押工资，到厂里核实"),
    ("举报核查", "接投诉，到小区了解情况"),
    ("警告通报", "对断水不通知用户的供水公司通报批评"),
    ("责令限期拆除", "限李某二十日内自行拆除围墙"),
    ("认定工伤", "认定孙某在拆除模板时摔伤为工伤"),
    ("办不动产登记", "把房子过户给买家，办登记"),
    ("通知停电", "通知供电局对违规工厂停电，居民不受影响"),
    ("日常检查", "检查商场消防通道和灭火器"),
    ("日常检查", "检查拆除工程的安全防护"),
    ("日常检查", "到扣押物品仓库检查保管情况"),
    ("日常检查", "检查已查封的作坊封条是否完好"),
    ("举报核查", "核实群众反映的断水断电问题"),
    ("举报核查", "按举报查看有没有擅自拆除承重墙"),
    ("抽样送检", "取水样送去化验"),
    ("专项检查", "逐家摸排烟花爆竹店库存"),
    ("当场罚款", "行人闯红灯，罚款五十元"),
    ("罚款", "对擅自拆除消防设施的公司罚款两万元"),
    ("罚款", "对阻挠查封的老板罚款一千元"),
    ("吊销", "吊销酒吧的经营许可证，不另罚款"),
    ("责令改正", "责令工地三日内改正扬尘问题"),
    ("责令限期拆除", "责令周某于月底前自行拆除阳台雨棚"),
    ("责令限期拆除", "责令限期拆除楼顶广告架"),
    ("责令别人配合", "让网约车平台停止给无证司机派单"),
    ("紧急疏散", "水库告急，紧急疏散下游村民"),
    ("强拆违建", "依法强制拆除河道内的违法建筑"),
    ("准予许可", "给诊所核发执业许可证"),
    ("办营业登记", "给面馆办营业执照"),
    ("停发救助金", "停发已就业人员的低保金"),
    ("认定工伤", "认定加班途中受伤为工伤"),
    ("扣车", "扣押无牌摩托车一辆"),
    ("征收房屋", "征收老旧小区房屋并先行补偿"),
    ("裁决权属争议", "对四十亩坡地的权属争议作出处理决定，把地定给南村"),
    ("裁决权属争议", "作出宅基地争议处理决定，把东边一半判给李家"),
    ("征用物资", "征用仓库里的药品一百箱，当天运走"),
    ("追回补助", "追回多领的养老金，每月从待遇里扣三百元"),
    ("减发抵扣", "从下月补贴里扣回多发的二百元"),
]


@pytest.mark.parametrize(("act", "sentence"), HONEST)
def test_honest_words_are_not_told(act: str, sentence: str) -> None:
    assert told(act, sentence) == []


def test_an_act_may_be_called_by_each_of_its_names() -> None:
    form = s.gd563()
    acts = [act for act in form.acts.values() if act.sets and not act.red_line]
    assert {(act.id, name) for act in acts for name in names_of(act) if told(act.id, name)} == set()
