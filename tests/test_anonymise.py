"""Names of parties are hidden, all else stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import Knowledge
from corpus.cases import load_schema
from publicity.anonymise import anonymise, identities
from publicity.telling import hidden

FIRM_STEMS = ("恒佳", "好又多", "金源", "鑫海", "百利达")
GIVEN = ("小明", "建国", "丽", "文静", "志强")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("当事人王小明销售过期面包。王小明称不知情。", "当事人王某销售过期面包。王某称不知情。"),
        ("店主欧阳修文，男", "店主欧阳某，男"),
        ("李建国将过期面包上架。", "李某将过期面包上架。"),
        ("陈大文诉某市市场监管局", "陈某诉某市市场监管局"),
        ("沈阳恒佳食品有限公司被罚款", "某公司被罚款"),
        ("在盘锦市兴隆台区好又多超市检查", "在某超市检查"),
        ("执法人员对汇丰公司立案", "执法人员对某公司立案"),
        ("“好又多超市”的货架", "“某超市”的货架"),
        ("身份证210102199001011234", "身份证210***************"),
        ("电话13812345678，座机0427-2812345", "电话138********，座机042*********"),
        ("代码91210100MA0XXXXX1X", "代码912***************"),
        ("辽L·A1234货车", "辽L******货车"),
    ],
)
def test_what_tells_who_it_is_goes(text: str, told: str) -> None:
    assert anonymise(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "某超市、该公司、两家超市、大型超市、物业公司、5家快递公司、全国分店",
        "陈某和况某某在某换热设备公司",
        "马上改正，高温在持续，任何人、方便的时候，石粉等物料",
        "《公司法》规定，有限责任公司应当登记。厂房、店铺、店面都要检查。",
        "（2020）粤03行终18号；国市监法〔2025〕10号；货值1870838元；2026-11-24",
        "见 https://www.example.gov.cn/art/13812345678/210102199001011234.html",
        "盘锦市市场监督管理局责令改正",
    ],
)
def test_what_tells_nobody_stays(text: str) -> None:
    assert anonymise(text) == text


def test_names_given_by_the_editor_go_too_and_others_may_be_kept() -> None:
    assert anonymise("张三丰和好再来都去了", ["好再来", "张三丰", " "]) == "张某和好某都去了"
    assert identities("汇丰公司发布", kept=("汇丰公司",)) == []
    assert [i.text for i in identities("汇丰公司发布")] == ["汇丰公司"]


@st.composite
def stories(draw: st.DrawFn) -> tuple[str, str, str]:
    """A person, a firm, and a story about them."""
    surname = draw(st.sampled_from(load_schema().surnames))
    person = surname + draw(st.sampled_from(GIVEN))
    place = draw(st.sampled_from(("盘锦市", "沈阳市和平区", "")))
    kind = draw(st.sampled_from(("有限公司", "食品有限责任公司", "公司")))
    firm = place + draw(st.sampled_from(FIRM_STEMS)) + kind
    role = draw(st.sampled_from(load_schema().roles))
    phone = draw(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
    between = draw(st.sampled_from(("。", "，", "；后来")))
    return person, firm, f"{role}{person}，电话{phone}，与{firm}签了合同{between}{person}称不知情。"


@given(stories())
def test_no_full_name_and_no_number_is_left(story: tuple[str, str, str]) -> None:
    person, firm, text = story
    told = anonymise(text)
    assert person not in told
    assert firm not in told
    assert not any(i.text.isdigit() for i in identities(told))


@given(
    st.one_of(stories().map(lambda s: s[2]), st.text("王李张某公司超市有限店在将，。“”13890A厂", max_size=40))
)
def test_hiding_twice_is_hiding_once(text: str) -> None:
    once = anonymise(text)
    assert anonymise(once) == once


def test_no_case_of_the_corpus_keeps_a_name(knowledge: Knowledge) -> None:
    for case in knowledge.cases.values():
        told = hidden(case)
        for text in (told.title, told.facts, told.outcome, told.reasoning, told.lesson, told.source.title):
            assert identities(text) == [], (case.id, text)
