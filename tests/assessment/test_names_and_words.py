"""Real names answer for a measure; times, offices, roles and question words that begin like a name do not (law 4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.answers.everyday_words import EVERYDAY
from yanpan.assessment import owner_lacks

_NAMES = """
王伟 李娜 张敏 刘洋 陈静 杨帆 黄勇 赵军 吴磊 周杰 徐涛 孙丽 马超 朱琳 胡斌 郭峰 何平 林峰 罗丹 郑爽 梁冰 谢军
宋佳 唐亮 许晴 韩雪 冯刚 邓超 曹颖 彭辉 曾强 肖燕 田亮 董洁 袁泉 潘玲 于谦 蒋雯 蔡明 余华 杜鹃 叶青 程浩 苏醒 魏巍
吕良 丁宁 任重 沈腾 姚晨 卢鑫 姜文 崔健 钟楚 谭晶 陆毅 汪涵 范明 金鑫 石磊 廖凡 贾玲 夏雨 韦唯 付强 傅彪 方芳 白雪
邹琳 孟非 熊黛 秦岚 邱晨 江涛 尹正 薛峰 闫妮 阎肃 段奕 雷佳 侯勇 龙飞 史可 陶红 黎明 贺龙 顾城 毛宁 郝蕾 龚琳 邵兵
万茜 钱枫 严宽 覃辉 武强 戴军 莫言 孔令 向阳 汤唯 常青 温馨 康辉 施展 文静 牛莉 樊星 葛优 邢娜 安静 齐秦 易烊 乔羽
伍洲 庞博 颜丹 倪萍 庄严 聂远 章莹 鲁豫 岳云 翟欣 殷桃 詹健 申军 欧豪 耿乐 关彤 兰晓 焦波 俞灏 左宁 柳青 甘露 祝捷
包宁 宁静 尚雯 符健 舒畅 阮玲 柯蓝 纪伟 梅婷 童蕾 凌云 毕成 王建国 李秀英 张桂兰 刘志强 陈晓东 杨丽华 黄国栋 赵文轩
吴桂英 周志明 徐海燕 孙立军 马晓红 朱建华 胡志刚 郭玉梅 何国强 林志豪 高建平 罗永红 郑伟东 梁家辉 谢春花 宋丽娟 唐建军
许文强 韩志国 冯小刚 邓丽君 曹建明 彭德华 曾庆红 肖国华 田文华 董明珠 袁隆平 潘晓婷 于海洋 蒋介明 蔡国庆 余秋雨 杜海涛
叶剑英 程志远 苏明娟 魏国强 吕建中 丁俊晖 任志强 沈晓明 姚建国 卢国华 姜大明 崔永元 钟南山 谭咏麟 陆小曼 汪东城 范志毅
金国华 石建军 廖昌永 贾平凹 夏国清 韦小宝 付建民 傅雷雨 方国瑜 白岩松 邹市明 孟庆华 熊国宝 秦建华 邱少云 江小鱼 尹国民
薛宝钗 闫文清 段建平 雷海青 侯耀文 龙国辉 史国良 陶大伟 黎国华 贺建奎 顾长卫 毛阿敏 周一鸣 周前进 周文武 时建军 时光辉
何时杰 那英杰 那国庆 明道远 元志强 全红婵 全国强 安志杰 安建华 商建国 商国华 农建国 农海燕 车晓东 车建军 党国英 银建军
任意华 成国平 成建国 申国强 申晓燕 官志强 封国庆 计春华 平建国 常建华 应国强 应采儿 单国玺 解小东 解国荣 向国华 向佐华
路建国 路遥远 时小雨 季国华 覃塘 冼星海 冼国 阚清子 逯军 亓官明 鄢军 仝卓 佘诗曼 麦迪娜 乜军 戎国强 佟丽娅 佟大为
靳东 呼延庆 欧阳娜娜 欧阳明 司马光 司徒健 上官云 诸葛亮 东方红 皇甫明 尉迟恭 公孙策 令狐冲 慕容雪 夏侯惇 端木蕻 长孙建国
宇文泰 单于强 南宫雪 轩辕明 拓跋宏 完颜旻 独孤信 申屠刚 淳于明 闻人达 西门庆 钟离权 澹台明 濮阳明 区志强 区桂芝 冼杞然
植中坚 展志军 揭国平 揭英丽 邝美云 利国伟 邬君梅 岑建勋 招国强 招志雄 阙国平 练国华 幸国强 卓志强 苗国平 盘国华 盘建军
蓝国明 雷明远 赖国华 赖志强 赖梅 买买提·艾力 阿依古丽·买买提 古力娜扎·拜合提 迪丽热巴·迪力木拉提 扎西多吉 才让多杰 次仁卓玛
索朗旺堆 巴桑 丹增 格桑梅朵 央金拉姆 尼玛次仁 达瓦 乌兰图雅 苏和 巴特尔 腾格尔 阿古达木 金莲花 朴国哲 朴志英 崔顺姬 金成哲
莫文蔚 韦建国 蒙国华 覃国庆 侬智高 阿巴斯·努尔 哈斯额尔敦 宝音 那仁花 敖国庆 白音 包国庆 马海涛 马国强 马建军 马小刚 撒贝宁
沙建军 纳国强 哈文 丁国良 张某 李某某 王某甲 区某 黎某
"""
_WORDS = """
周一 周二 周三 周四 周五 周六 周日 周天 周末 周内 周初 周中 周底 周五前 周一上午 周三下午 周日晚上 周末前 周五之前 星期五
礼拜三 下周一 本周五 明天 明日 明早 明晚 明晨 明年 明后天 明天上午 明天前 明天内 于明天 于周五 在周五 至周五 应于周五 今天
后天 昨天 元旦 元旦前 元宵 元宵节 元月 元月底 春节 夏天 夏季 冬天 秋季 秋后 春天 年底 月底 月初 季末 季度末 时限 时间
时间待定 时候 时刻 时段 时下 时前 时许 时后 9时前 24时 9时许 上午9时 3时30分 30分钟内 马上 即刻 立即 随时 时时
全程 全天 全天候 全年 全日 全时段 常年 平时 平日 连夜 连日 终日 白天 白昼 晚上 盛夏 严冬 双十一 双休日 国庆 国庆节 清明
中秋 端午 商会 农会 总商会 车间 党校 银行 农行 工行 建行 中行 法院 检察院 公安 城管 工商 税务 消防 环保 交警 民警 武警
特警 农场 农资店 商行 商店 商铺 商城 车站 车行 车队 党办 党组 党支部 党委 支部 党工委 农委 农办 农技站 银监局 司法
司法所 施工方 施工队 管理方 管理处 管理层 管理员 项目部 项目组 项目方 安保 安保队 安检员 安全员 高层 高管 房东 房管所
房管员 房屋中介 车主 车管所 店主 业主 楼长 栋长 单位 全单位 单位领导 官方 海关 海事 海警 边防 边检 武装部 卫生院 卫生所
卫健局 文化站 文旅局 景区 校方 院方 警方 相关方 有关人员 关联方 关联单位 相关部门 当事人 申请人 被申请人 代理人 监护人
利害关系人 成年人 未成年人 成员 成员单位 全体 全体成员 全员 全家 全村 全部 任何人 任意 任一 任课老师 包工头 包村干部 联系人
牛贩子 鱼贩 商贩 商户 商家 农户 农民 农民工 钟点工 童工 徒工 师傅 师父 师生 师兄 祖父 祖母 岳父 孙子 孙女 曾孙 元首
元老 和尚 干部 干警 顾问 顾客 宾客 游客 路人 路政 路人甲 证人 原告 应诉人 常委 常务 董事 董事会 班主任 班组 班长 何时
何人 何处 何地 何日 何种 何方 那边 那时 那里 那个 那些 那人 全权 全力 全面 尤其 常常 时常 连续 连同 毕竟 终于 于是
于今 由于 任凭 宁可 干脆 向来 向上 和平 相互 相关 相应 有关 关于 安排 安排中 安置 安抚 安装 安全 计划 计算 计较 施工
施救 查封 查处 查看 成立 成果 解决 解释 解除 陈述 和解 应当 应该 应急 应对 储备 索赔 封锁 封存 包干 强制 支持 支付
巡查 巡逻 房子 房屋 房产 车辆 项目 方案 方式 方法 方面 方便 路上 路口 路段 路面 水务 广州 广东 广西 深圳 佛山 韶关
成都 安徽 安庆 常州 海口 海南 南京 南昌 杭州 宁波 温州 徐州 苏州 郑州 石家庄 沈阳 武汉 金华 万州 阳江 云浮 利害 利益
利民 法人 单身 单亲 单人 盛世 干事 常住人口 强拆队 支书 支队 和谐 成功 高兴 明白 明确 明显 白费 白纸 古人 古代 后勤
后勤处 全场 全队 全市 全省 全镇 全局 时任局长 时任 应急办 党群中心 党群服务中心 金融办 农村 农业 农机站 林场 林业站 花农
花店 牧民 牧场 卫星 雷达 阳光 华为 华润 苗圃
管段 管段民警 史志干部 路长岗 富余人员 海尔 银联 农药 房贷 商量 商议 商定 待商量 单据 计划科 车管科 文书 文员 文秘 支行
分行 分局 信息 后补 易拉罐 温度 平安 安心 卜卦 尽快 尽早 从速 从严 从快 从重 郎中 莫名 莫非 荣誉 富人 富户 穷人 强人
路过 连带 连接 连长 连队 宗族 宗祠 祠堂 祖先 宗教 庙会 花会 花市 花圃 养老院 敬老院 家属 亲属 家人 亲戚 邻居 房客 租客
租户 农综站 车务段 商管中心 党员队 农协会 商联会 党代会 何姓民警 张姓同志 李家 王家 王董 商会代表 银行经理 周五值班民警
周三民警 明天队员 全体民警 法人代表 安全总监 农会主席 车间主任 单位同志 高层领导 银行工作人员 明早八点 周五下班前 下周一前
月底前 年底前完成 限期 限时 成片 时效 平台方 路长 路长制 河长 林长 楼栋长 网格长 网格员 金融局 卫健 综治 信访 司法局 法制
法制办 宣教 支委 支部书记 党小组 团委 工会 妇联 居委 村委 村两委 业委会 物业 房企 车企 农企 国企 商圈 商超 包片领导
包案领导 经办 主办 协办 承办 专班 应届生 常驻 常备 常态 常态化 时间节点 时间表 计时 计件 安保方 安保公司 安保人员 白班
夜班 连班 车老板 花店老板 黄牛 马路 路边 路边摊 金店 石场 沙石场 林区 林地 田地 水电工 易制毒 危房 危房户 危险 游行 申辩
查证 查扣 封条 项目经理部 项目负责人 习惯 宗亲会 和解员 调解员 计生员 文职人员 单方 双方 第三方 尚未确定 尚待 待定人 危改办
强拆办 房改办 王先生 李女士 陈老板 刘师傅 张大哥
"""
NAMES, WORDS = _NAMES.split(), _WORDS.split()


@pytest.mark.parametrize("name", NAMES)
def test_a_real_name_answers_for_a_measure(name: str) -> None:
    assert owner_lacks(name) == ""


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_only_begins_like_a_name_does_not(word: str) -> None:
    assert owner_lacks(word) != ""
    assert owner_lacks(f"{word} 2026") != ""
    assert owner_lacks(f"{word}（{word}）") != ""
    assert owner_lacks(f"{word}、{word}") != ""


def test_the_lists_are_as_long_as_they_say() -> None:
    assert len(set(NAMES)) > 350
    assert len(set(WORDS)) > 600
    assert not set(NAMES) & set(WORDS)
    assert len(EVERYDAY) > 9000


@given(
    word=st.sampled_from(sorted(EVERYDAY)),
    by=st.sampled_from(["", " 13800000000", " 2026-11-27", "前", "负责", "等"]),
)
def test_no_word_of_every_day_is_a_person_whatever_stands_beside_it(word: str, by: str) -> None:
    if by != "前":
        assert owner_lacks(word + by) != ""


@given(name=st.sampled_from(NAMES), word=st.sampled_from(WORDS))
def test_a_person_beside_such_a_word_still_answers(name: str, word: str) -> None:
    for words in (f"{name}、{word}", f"{word}，{name}"):
        # A time beside him belongs into another field, which is said.
        assert owner_lacks(words) in ("", "责任人里写了时间，只写姓名和职务")
    if not any(c in word for c in "时天周月年旦"):
        assert owner_lacks(f"{name}、{word}") == ""


@pytest.mark.parametrize("word", ["银行 李", "明天 李", "商会 王", "周五 前", "9时 前", "元旦 后"])
def test_two_words_side_by_side_are_not_put_together_to_a_name(word: str) -> None:
    assert owner_lacks(word) != ""


@pytest.mark.parametrize("name", ["成功", "高山", "田园", "经建国", "呼建国", "保国强", "斯琴高娃"])
def test_who_is_called_like_a_word_or_has_a_rare_surname_writes_the_certificate(name: str) -> None:
    assert owner_lacks(name) != ""
    assert owner_lacks(f"{name}（执法证号 粤A00001）") == ""
    assert owner_lacks(f"{name} 粤A00001") == ""


@pytest.mark.parametrize(
    "word",
    [
        "周五",
        "明天",
        "马上",
        "元旦",
        "时前",
        "周末前",
        "商会",
        "农会",
        "银行",
        "车间",
        "党校",
        "高层",
        "何时",
    ],
)
def test_a_time_or_an_office_has_no_certificate(word: str) -> None:
    assert owner_lacks(f"{word}（粤A00001）") != ""
