"""What is asked: a determination, the law, a procedure, a case, or nothing of ours."""

from __future__ import annotations

import pytest

from assistant.intent import Kind, Signals, intent, speaks_of_enforcement

NOTHING = Signals(violation=False, facts=0, articles=0, stage="before")
ACT = Signals(violation=True, facts=3, articles=0, stage="before")
CITES = Signals(violation=False, facts=0, articles=1, stage="before")


@pytest.mark.parametrize(
    ("text", "signals", "kind"),
    [
        ("我家超市卖了过期面包，第一次，已经下架了，会罚款吗？", ACT, "determination"),
        ("当事人销售过期食品，首次违法，已改正，如何处理", ACT, "determination"),
        ("首违不罚是什么意思？", NOTHING, "law"),
        ("行政处罚法第三十三条是怎么规定的？", CITES, "law"),
        ("哪些情形不予处罚？", NOTHING, "law"),
        ("有没有首违不罚的典型案例？", NOTHING, "case"),
        ("给我找几个轻微不罚的案例", NOTHING, "case"),
        ("不服处罚怎么申请行政复议？", NOTHING, "procedure"),
        ("听证要几天内提出？", NOTHING, "procedure"),
        ("罚款交不起可以分期吗？", NOTHING, "procedure"),
        ("离婚孩子归谁", NOTHING, "out_of_scope"),
        ("今天天气怎么样", NOTHING, "out_of_scope"),
        ("帮我写一首诗", NOTHING, "out_of_scope"),
        ("邻居欠我五万元不还怎么办", NOTHING, "out_of_scope"),
        ("在美国开餐馆违反规定会罚多少", NOTHING, "out_of_scope"),
        ("你好", NOTHING, "out_of_scope"),
    ],
)
def test_routes(text: str, signals: Signals, kind: Kind) -> None:
    assert intent(text, signals).kind == kind


def test_a_concrete_act_with_facts_is_determined_whatever_clause_it_cites() -> None:
    told = Signals(violation=True, facts=3, articles=2, stage="before")
    text = "我店卖过期面包，第一次，已下架，按食品安全法第一百二十四条会罚多少？"
    assert intent(text, told).kind == "determination"


def test_after_a_decision_the_question_is_about_remedies() -> None:
    late = Signals(violation=False, facts=1, articles=0, stage="decided")
    assert intent("处罚决定书下来了，不服怎么办，几天内可以复议？", late).kind == "procedure"


def test_words_of_a_family_dispute_do_not_hide_an_act_under_enforcement() -> None:
    assert intent("离婚后我接手的超市卖过期食品被查处，第一次，已改正", ACT).kind == "determination"


@pytest.mark.parametrize(
    ("text", "speaks"), [("会罚款吗", True), ("城管来了", True), ("红烧肉怎么做", False), ("", False)]
)
def test_words_of_enforcement(text: str, speaks: bool) -> None:
    assert speaks_of_enforcement(text) is speaks
