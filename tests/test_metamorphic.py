"""What must move an outcome moves it, and what must not does not: the same matter told in other ways."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import OutcomeCode
from assistant.pipeline import Assistant

DAY = date(2026, 11, 24)
MILD = {OutcomeCode.NO_PENALTY_REQUIRED, OutcomeCode.NO_PENALTY_DISCRETIONARY}
HARD = {OutcomeCode.PENALTY, OutcomeCode.AGGRAVATED_PENALTY, OutcomeCode.TRANSFER}

STORIES = {
    "expired food": [
        "我家小超市货架上有两袋过期面包",
        "开店八年第一次被查出来",
        "当场就下架销毁了",
        "没有人买过，没人吃坏",
    ],
    "no price tag": [
        "水果摊有三种水果没有明码标价",
        "以前从来没被处理过",
        "执法人员一说马上就补上了价签",
        "没有顾客因此多付钱",
    ],
    "fire extinguisher": [
        "店里的灭火器过期了没有更换",
        "这是头一次被检查出问题",
        "当天就换了四具新的",
        "没有发生火情，没造成损失",
    ],
}


def code(assistant: Assistant, *parts: str) -> OutcomeCode:
    return assistant.ask("。".join(parts), as_of=DAY).outcome.code


@pytest.mark.parametrize("name", STORIES)
def test_a_slight_first_violation_put_right_is_treated_mildly(assistant: Assistant, name: str) -> None:
    assert code(assistant, *STORIES[name]) in MILD


@pytest.mark.parametrize("name", STORIES)
def test_the_order_of_sentences_does_not_matter(assistant: Assistant, name: str) -> None:
    parts = STORIES[name]
    assert {code(assistant, *parts[i:], *parts[:i]) for i in range(len(parts))} <= MILD


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize(
    "beside",
    [
        "我爱人在医院上班，孩子上初二",
        "隔壁老王说肯定要罚五万",
        "网上有人说首违一律不罚",
        "我觉得这算轻微，应当不予处罚",
        "那天下着雨，我开车过去的",
    ],
)
def test_what_decides_nothing_changes_nothing(assistant: Assistant, name: str, beside: str) -> None:
    assert code(assistant, *STORIES[name], beside) in MILD


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize(
    "turn",
    [
        "可是责令改正以后我一直拒不改正，复查还是老样子",
        "去年已经因为同样的事被罚过两次",
    ],
)
def test_one_decisive_fact_turns_the_outcome(assistant: Assistant, name: str, turn: str) -> None:
    act = STORIES[name][0]
    assert code(assistant, act, turn) not in MILD


@pytest.mark.parametrize("name", STORIES)
def test_serious_harm_is_never_let_off(assistant: Assistant, name: str) -> None:
    act, first, put_right, _ = STORIES[name]
    harmed = "结果有三个人住院抢救，一人重伤"
    assert code(assistant, act, first, put_right, harmed) in HARD


@pytest.mark.parametrize("name", STORIES)
def test_a_supposition_is_no_fact(assistant: Assistant, name: str) -> None:
    act = STORIES[name][0]
    asked = assistant.ask(f"{act}。如果我马上改正、又是第一次，会不会罚？", as_of=DAY)
    assert not {"corrected_in_time", "first_violation"} & {f.name for f in asked.facts if f.note != "推断"}
