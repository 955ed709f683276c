"""Whose age is told, and what capacity: only those of the one who acted count."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reading.clauses import split_clauses
from assistant.reading.quantities import read_quantities
from assistant.reading.reader import read

DAY = date(2026, 11, 24)


def values(text: str, fact: str) -> list[float]:
    return [q.value for q in read_quantities(split_clauses(text), DAY) if q.fact == fact]


@pytest.mark.parametrize(
    ("text", "fact", "age"),
    [
        ("我今年15岁", "age", 15),
        ("我十五岁", "age", 15),
        ("当事人不满十四周岁", "age", 13),
        ("卖烟给15岁的学生", "victim_age", 15),
        ("招用了一名15岁的童工", "victim_age", 15),
        ("接待了两个未满18岁的客人", "victim_age", 17),
        ("有个娃扑进锅里烫着了，他才两岁半", "victim_age", 2),
        ("把一岁半的疫苗打给了别人", "victim_age", 1),
    ],
)
def test_the_age_of_who_acted_is_not_the_age_of_who_was_served(text: str, fact: str, age: float) -> None:
    other = "victim_age" if fact == "age" else "age"
    assert values(text, fact) == [age]
    assert not values(text, other)


def test_both_ages_in_one_question() -> None:
    text = "我17岁，卖烟给一个12岁的小孩"
    assert values(text, "age") == [17]
    assert values(text, "victim_age") == [12]


def test_the_youngest_of_those_who_acted_counts() -> None:
    assert read("我19岁，同伴15岁，一起摆摊", DAY).facts["age"].value == 15


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("邻居家十三岁的男孩用弹弓把我家车窗打碎了", 13),
        ("我孙子十二岁跟同学打赌把村委会的国旗扯下来踩了几脚，他会被拘留吗", 12),
        ("我外甥上小学六年级才十二 在操场把同学裤子扒了还拍视频", 12),
        ("我闺女刚满十四，发了个假视频，被派出所叫去了", 14),
        ("我家孩子满十六了还没满十八，酒后把人家花盆砸了", 16),
        ("不满十六周岁的学生周某驾驶摩托车上路", 15),
        ("核对发现店主仅十三周岁零四个月，用母亲手机开的网店", 13),
        ("学生小宇在宿舍楼卖电子烟。核对户口本，小宇生日是2013年1月。", 13),
        ("嫌疑人系初一学生孙某（2013年7月生），多次拨打119谎报火情", 13),
        ("当事人系在校学生，出生于2011年5月，驾驶摩托车未戴头盔", 15),
        ("俺家小子虚岁十四，烧了人家麦垛", 13),
        ("他差两个月满十四，偷了小卖部三包烟，派出所要拘留他", 13),
        ("砸路灯的是个十一岁的小学生", 11),
        ("行为时不满十四周岁的陈某拨打110谎报警情", 13),
        ("我家老二今年十二 拿喷漆在人家卷帘门上乱画", 12),
        ("三名十二三岁的学生翻墙进学校砸了玻璃", 13),
        ("赵某（13岁）伙同他人撬开自动售货机", 13),
        ("我今年17岁在夜市摆地摊卖饰品城管要没收", 17),
        ("我听说不满十四周岁不处罚，我儿子十五岁偷了东西", 15),
        ("我妈71岁了，在集市上卖没检疫的白条鸡", 71),
    ],
)
def test_the_age_of_who_acted(text: str, age: float) -> None:
    assert read(text, DAY).facts["age"].value == age


@pytest.mark.parametrize(
    "text",
    [
        "今年七月该犬挣开铁链扑倒六岁男童，面部缝合十一针",
        "村东头托管其实是全天收三到五岁娃，二十一个孩子两张通铺",
        "巡查网吧，接纳未成年人11名，最小的十三岁，已查处",
        "说明书载明用于2至12岁儿童，该批次已发往五省",
        "座舱脱落，一名十岁女孩股骨粉碎",
        "我店里招了个孩子，才十三岁，我以为他十六了",
        "那个男娃来我店应聘，身份证写着十九，查出来才十五岁零八个月",
        "十二岁的学生来买烟，我没看身份证",
        "十三岁的小孩拿着钱来我店里买了一把弹簧刀",
        "我女儿十岁，吃了学校门口的辣条拉肚子",
        "我儿子六岁被邻居家的狗咬了",
        "俺家娃九岁，童装店老板找他拍了条代言小视频，平台提醒后他就删了",
        "我儿子15岁，被烧烤店招去端盘子，老板不给工资",
        "娃十二岁不想读书，我就随他，跟我去摆摊",
        "他带着十三岁的侄子去电鱼",
        "我让我十二岁的儿子去送货",
        "成年人沙某唆使一名13岁少年砸车",
        "我老婆生了个儿子，才八岁，我摆摊养家，被城管罚了",
        "我一个人带俩孩子，大的十一岁，小的七岁，开个小卖部卖过期饼干",
        "家里老母八十，孩子六岁，就指着我开出租，被查非法营运",
        "景区将一名八岁学生按成人票收60元",
        "孩子两岁发烧，诊所给开了过期药",
        "某密室逃脱未核实年龄，让十二岁学生进入恐怖主题",
        "我把电动车租给一个十四岁的孩子，他撞了人",
        "平台诱导十二岁用户充值",
        "宠物店卖的狗两岁了没打疫苗",
        "听说不满十四周岁的不处罚，是真的吗",
        "我女儿12岁，老师体罚她把她耳朵打伤了",
        "身份证2020年1月办的，生日没人记得",
    ],
)
def test_the_age_of_anybody_else_never_makes_the_actor_a_child(text: str) -> None:
    """Under 14 ends the matter with "no penalty": whoever is in doubt is not the actor."""


@pytest.mark.parametrize(
    ("text", "capacity"),
    [
        ("我爸是精神残疾二级，有残疾证，摆摊卖菜没办证", "partial"),
        ("我弟小时候高烧脑子烧坏了，偷了人家电瓶车", "partial"),
        ("我弟脑子有病，医生说还没到啥也不懂的地步", "partial"),
        ("我哥智力三级残疾，帮人发小广告", "partial"),
        ("鉴定意见：案发时限制行为能力", "partial"),
        ("鉴定意见为控制能力削弱，不是完全没有", "partial"),
        ("我妈得了阿尔茨海默病，在超市拿了东西没付钱", "partial"),
        ("犯病的时候砸的，鉴定说没有完全丧失辨认能力", "partial"),
        ("当事人系精神病人，案发时处于发病期，不能控制自己的行为", "none"),
        ("司法鉴定：案发时无刑事责任能力，丧失辨认能力", "none"),
        ("他有间歇性精神病，打人时精神正常，鉴定有完全责任能力", "full"),
        ("邻居说他有精神病，我看不像", None),
        ("他没有精神病，就是脾气坏", None),
        ("家属称其患有精神分裂症，但拒绝鉴定", None),
        ("老板骗了两个智力残疾的人去砖窑干活", None),
        ("宣称能治老年痴呆的保健品", None),
        ("店里雇了个智障员工不给工资", None),
        ("骂我脑子有病，我就打了他", None),
        ("心脏病发作的时候闯了红灯", None),
        ("号牌被泥遮住无法辨认", None),
    ],
)
def test_capacity_of_who_acted(text: str, capacity: str | None) -> None:
    fact = read(text, DAY).facts.get("capacity")
    assert (fact.value if fact else None) == capacity


def test_a_lucid_interval_needs_a_sound_mind() -> None:
    assert "lucid_interval" in read("间歇性精神病，打人时在间歇期，精神正常", DAY).facts
    assert "lucid_interval" not in read("鉴定说是只有部分辨认能力", DAY).facts
    assert "lucid_interval" not in read("发病间歇期仍下地，鉴定为尚未完全丧失控制能力", DAY).facts
