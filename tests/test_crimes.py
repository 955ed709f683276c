"""Crime signals: what raises suspicion, and what does not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.crimes import crime_values, linked, suspected
from assistant.models import Fact
from assistant.reading.reader import read
from corpus.crimes import (
    CrimeHit,
    find_crimes,
    load_crimes,
    trigger_words,
)
from corpus.violations import load_violations

SIGNALS = load_crimes()
VIOLATIONS = {v.id: v for v in load_violations()}


def hits(text: str, **values: float) -> dict[str, CrimeHit]:
    return {hit.signal.id: hit for hit in find_crimes(text, SIGNALS, values)}


def told(text: str) -> list[CrimeHit]:
    """Hits as a question gives them: with the values read from it, denied words left out."""
    return suspected(text, SIGNALS, read(text, date(2026, 11, 24)).facts)


@pytest.mark.parametrize(
    "text",
    [
        "火锅店汤底里放了罂粟壳",
        "用工业酒精勾兑白酒卖",
        "毛肚用甲醛浸泡后出售",
        "减肥咖啡里检出西布曲明",
        "店里卖的是假药，用淀粉冒充药卖",
        "执法检查时当事人殴打执法人员",
        "开设赌场抽头",
        "醉酒驾驶被查，驾驶证会被吊销吗",
        "医院食堂的汤里放了罂粟壳",
        "毛肚泡福尔马林，卖了两天",
        "离职员工强迫工人干活，限制人身自由，不给加班费",
        "用自来水稀释污水，干扰在线监测，超标排放",
        "私刻公章办了假营业执照",
        "入户盗窃被抓",
        "欠薪后劳动监察下达责令支付决定，老板逃匿不给工资",
        "无证开采，盗采河砂，在禁采区采砂",
        "禁渔期用电鱼工具捕捞",
        "电镀废水通过暗管偷排，含铬",
        "组织考研替考作弊",
        "酒驾被查，抽血结果143毫克",
        "饭店冰柜里有四个熊掌，准备卖",
        "小诊所给顾客打没有批文的美容针剂",
        "来收税的税务干部被他打了",
        "摊贩把城管打成骨裂",
        "半夜把废水排到雨水口偷排，检出六价铬",
        "应急局查封了喷漆线，老板撕掉封条接着干",
        "没有采伐证砍杨树三十立方米",
        "禁渔区用电瓶打鱼，二十斤",
        "老板拖欠工资跑路，手机关机",
        "黑诊所被罚过两次又开",
        "没烟证，批发香烟卖了十几万元",
        "羊肉卷其实是鸭肉，卖了八万多块",
        "大学生把八张银行卡卖给了诈骗团伙",
        "重点排污单位的运维人员往采样探头里灌纯净水，氨氮数据一直合格",
        "给国六柴油车屏蔽尿素系统，一台收两千，一年弄了三百多台",
        "城管来收摊，我一扁担抡过去，把队员胳膊打骨折了",
        "动物检疫员上门查病猪，养殖户放狗咬伤了检疫员，还拿铁锹拍他",
        "民警劝阻时他一脚踹倒民警",
        "探伤公司丢了铱源，捡到的村民右手截肢",
        "化工废液排进自来水厂取水口上游，县城断水十三个小时",
        "体校教练骗十五岁的队员打生长激素，说是维生素",
        "盗墓挖出来的青铜鼎，经鉴定为二级文物，准备转手给香港买家",
        "工地老板明知道是省级文物保护单位的古塔，半夜叫挖掘机推平了",
        "修车的用射钉器改装成枪卖给村里人打野猪，公安鉴定为枪支",
        "家里阁楼藏着两支火药枪，打兔子用的",
        "检测公司没去现场就出了塔吊检测合格报告，后来塔吊倒了，死了两个人",
        "小作坊生产的电线抽检铜芯不达标，老板知道是用回收料做的，卖了二十六万元",
        "上坟烧纸引着了山，烧了三公顷松林",
        "收废品的半夜把高速护栏拆下来卖，价值三万多元",
        "我没驾照骑摩托把过路老太太撞了，老人没救过来，我吓得跑了",
        "建了十几个炒股群拉人，拉一个给二十，后来知道是骗子盘子，挣了四万",
        "健身房收完年卡的钱连夜搬空，老板拉黑了会员，二十多万",
        "学生黑进教务系统改成绩，一门收八百，收了两万元",
        "公司没有真实货物交易，给下游开专票，税额十九万，收了六个点的开票费",
        "收了人家三万块说能安排进编制，钱赌光了就一直躲着",
        "明知是偷来的电缆还低价收，价值两万元",
        "幼儿园老师用针扎孩子，好几个孩子身上有针眼",
        "在网上编造水库决堤的假消息，村民连夜疏散",
        "叉车司机没证，倒车压死了一名装卸工",
    ],
)
def test_grave_acts_raise_suspicion_by_themselves(text: str) -> None:
    assert any(hit.met == "yes" for hit in told(text))


@pytest.mark.parametrize(
    "text",
    [
        "我家超市卖了两袋过期面包，第一次，已经下架了",
        "小店没有及时公示年报，补报了",
        "酒店后厨用甲醇燃料没有贴标识",
        "交警处理追尾撞车时我配合了",
        "饭店健康证过期一个月",
        "广告里写了最好两个字",
        "商铺占道经营，卖水果",
        "员工打了电话给执法人员说明情况",
        "砍了一棵自家院里的枯树，执法人员来看过",
        "灭火器过期没换",
        "没有按期申报纳税，晚了三天",
        "理发店没有公示收费标准",
        "隔壁造谣说我家用地沟油",
        "药店卖血糖仪没有备案",
        "公司要求加班，员工说是强迫劳动",
        "殴打他人致软组织挫伤，不构成轻伤",
        "老油条卖相不好但炒菜没问题",
        "药店卖二甲双胍没凭处方，旁边保健食品没分区",
        "检测没检出孔雀石绿，但进货票没留",
        "酒驾吹气45毫克，第一次",
        "刮蹭了路边的车，肇事逃逸，没有人受伤，赔了八百元",
        "城管打人，我被城管打成骨折",
        "我打交警电话122问罚款",
        "供货商给了我假发票，我卖建材的，不知道",
        "二手车买卖公司没有营业执照，第一次",
        "卖象牙白的裙子，价格两万，标签没写成分",
        "施工挖掘时发现文物没马上报告，停工了，保护好了",
        "车压死了邻居一只鸡，赔了",
        "网站被黑客入侵篡改，损失两万，马上恢复了",
        "卖水果的平台超范围收集手机号，营业额五万，已整改",
        "小卖部放了一台老虎机，刚放第一天，已经搬走了",
        "怕出了人命，所以停了电，没有人死亡",
        "会不会有人中毒死亡？我只是没消毒",
        "饭店燃气报警器坏了没修，现在修好了，没有泄漏",
        "石材厂倒了六十吨切割泥浆在路边，已清走",
        "签合同交了三十万押金，总部逼着改日期，只好改了四十盒",
        "境外客户预付款五万美元晚报了十天",
        "给没证的渔船加了柴油四十吨",
        "顾客喝多把服务员的头用酒瓶砸了，缝了两针，民警来处理的",
        "检举了隔壁厂家伪造许可证，查实了",
        "我们系统没有出现入侵，只是日志没留够六个月",
        "黑客拖走了我们医院的数据，我们补了漏洞",
        "砖厂烟气熏死了邻村的蚕，赔了钱",
        "排油污水，养殖户的蛤死了一大片",
        "我被传销的人关着三天，逼我交银行卡",
        "急死了，昨天忘了年报，马上补",
        "气死了一个客人给差评，我骂了他几句",
        "城管把我打伤了，我怎么告",
        "执法人员拍照时我挡了一下镜头",
        "在线监测设备坏了三天没报修，第一次",
        "监测探头被树叶堵了，数据偏低，巡检时清掉了",
        "景区卖仿古青铜器，没标材质",
        "玩具店卖水弹枪没有3C",
        "参保人死亡后家属没及时报，多领一个月养老金退了",
        "我爸不治之症住院，我晚报税了",
        "撞坏了护栏，赔了钱",
        "撞死了邻居家两只羊，赔了",
        "担心被入侵，所以关了端口，日志没留",
        "没有伪造许可证，只是过期了",
        "运动员自己感冒吃了药，尿检阳性",
        "保安有猥亵儿童前科，公司没查",
        "培训班退费慢了，家长说我要跑路，我没跑，已退一半",
    ],
)
def test_slight_violations_raise_none(text: str) -> None:
    assert not [hit for hit in told(text) if hit.met == "yes"]


def test_act_without_its_measure_stays_open() -> None:
    hit = hits("没有烟草许可证卖香烟")["illegal-business-tobacco"]
    assert (hit.met, "五万元" in hit.reason) == ("unknown", True)


@pytest.mark.parametrize(("amount", "met"), [(49_999, "unknown"), (50_000, "yes"), (500_000, "yes")])
def test_threshold_is_reached_at_the_amount(amount: float, met: str) -> None:
    assert hits("没有烟草许可证卖香烟", turnover=amount)["illegal-business-tobacco"].met == met


@pytest.mark.parametrize(
    ("evaded", "share", "met"),
    [(150_000, 0.2, "yes"), (150_000, 0.05, "no"), (5_000, 0.5, "no")],
)
def test_tax_evasion_needs_amount_and_share(evaded: float, share: float, met: str) -> None:
    found = hits("公司隐匿收入少报税款", tax_evaded=evaded, tax_share=share)
    assert found["tax-evasion"].met == met


@pytest.mark.parametrize(
    ("text", "signal", "full"),
    [
        ("占用基本农田六亩硬化", "farmland-occupation", True),
        ("占用基本农田三亩硬化", "farmland-occupation", False),
        ("占用耕地六亩硬化", "farmland-occupation-other", False),
        ("占用耕地十二亩硬化", "farmland-occupation-other", True),
        ("盗伐林木六立方米", "timber-theft", True),
        ("滥伐林木六立方米", "timber", False),
    ],
)
def test_each_kind_of_land_and_felling_has_its_own_measure(text: str, signal: str, full: bool) -> None:
    assert ({h.signal.id: h.met for h in told(text)}[signal] == "yes") is full


def test_a_slight_injury_is_no_serious_one() -> None:
    found = {h.signal.id: h.met for h in told("诊所给病人用了过期药品，一人呕吐腹泻，当天好了")}
    assert found["poor-drugs"] != "yes"


def test_tax_evasion_names_the_way_out() -> None:
    signal = next(s for s in SIGNALS if s.id == "tax-evasion")
    assert "第四款" in signal.exemption
    assert "二次以上行政处罚" in signal.exemption


@pytest.mark.parametrize(
    ("trigger", "text", "words"),
    [
        ("假烟|私烟 卖|批发", "他批发假烟", ("假烟", "批发")),
        ("假烟|私烟 卖|批发", "假烟被查", None),
        ("过期 !厨房|后厨", "过期面包", ("过期",)),
        ("过期 !厨房|后厨", "后厨的过期酱油", None),
        ("~打伤 民警", "他打伤了民警", ("打伤", "民警")),
        ("~打伤 民警", "他打伤了邻居。民警来了", None),
        ("(打|砸)[^，。]{0,4}民警 !没有", "他砸向民警", ("砸向民警",)),
        ("(打|砸)[^，。]{0,4}民警 !没有", "他打了人，民警来了", None),
    ],
)
def test_trigger_groups(trigger: str, text: str, words: tuple[str, ...] | None) -> None:
    assert trigger_words(trigger, text) == words


def test_a_doubted_word_leaves_the_row_to_its_other_words() -> None:
    assert trigger_words("入侵|篡改 系统", "没有入侵系统，篡改了成绩", lambda w: w == "入侵") == (
        "篡改",
        "系统",
    )
    assert trigger_words("入侵 系统", "没有入侵系统", lambda w: w == "入侵") is None


@pytest.mark.parametrize(
    ("text", "signal", "full"),
    [
        ("把废酸倒进河沟里，五吨", "pollution", True),
        ("把石料泥浆从暗管排进废水沟，五吨", "pollution", False),
        ("占用林地毁坏，十二亩", "farmland-occupation-other", True),
        ("占草场种地十二亩", "grassland-occupation", False),
    ],
)
def test_a_measure_counts_only_of_the_right_thing(text: str, signal: str, full: bool) -> None:
    assert ({h.signal.id: h.met for h in told(text)}.get(signal) == "yes") is full


@pytest.mark.parametrize(
    ("violation", "text"),
    [
        ("env-solid-waste-dumping", "倾倒切割泥浆六十吨"),
        ("grassland-damage", "越野车碾压草原五亩"),
        ("food-false-date", "总部说三十万押金不退，我改了四十盒的日期"),
        ("finance-foreign-exchange", "客户预付款3.2万美元，晚报了十六天"),
        ("fishery-iuu-support", "给没证的渔船加了柴油，四十吨"),
        ("reg-agent", "用假地址注册公司，有家养鸡场亏了十万元"),
    ],
)
def test_a_linked_crime_is_not_met_by_another_measure(violation: str, text: str) -> None:
    found = linked(VIOLATIONS[violation], text, SIGNALS, read(text, date(2026, 11, 24)).facts)
    assert not [h for h in found if h.met == "yes"]


def test_a_linked_crime_is_met_by_its_own_measure() -> None:
    text = "倾倒废酸六十吨"
    found = linked(VIOLATIONS["env-solid-waste-dumping"], text, SIGNALS, read(text, date(2026, 11, 24)).facts)
    assert [h.signal.id for h in found] == ["pollution"]


@pytest.mark.parametrize(
    ("facts", "suspect"),
    [({}, True), ({"inspected_on_purchase": "yes"}, False),
     ({"inspected_on_purchase": "yes", "intentional": "yes"}, True), ({"inspected_on_purchase": "no"}, True)],
)  # fmt: skip
def test_a_deceived_buyer_is_spared_unless_intent_is_told(facts: dict[str, str], suspect: bool) -> None:
    text = "店里卖的是假药，用淀粉冒充药卖"
    found = suspected(text, SIGNALS, {n: Fact(name=n, value=v, evidence="") for n, v in facts.items()})
    assert ("fake-drugs" in {h.signal.id for h in found}) is suspect


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("拉人进群，到手五万多", "unlawful_gain", 50_000),
        ("骗了十二万就跑了", "amount_defrauded", 120_000),
        ("卖了差不多八万", "sales_amount", 80_000),
        ("卖了两万条鱼苗", "sales_amount", None),
        ("收了客户定金三十万元", "prepaid", 300_000),
        ("收了客户定金三十万元", "goods_value", None),
    ],
)
def test_sums_are_what_their_clause_calls_them(text: str, fact: str, value: float | None) -> None:
    assert crime_values(read(text, date(2026, 11, 24)).facts, text).get(fact) == value
