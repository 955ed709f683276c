"""Phrases that show a fact, and the words around them that take it back."""

from __future__ import annotations

import pytest

from assistant.reading.clauses import split_clauses
from assistant.reading.phrases import Mention, find_mentions
from assistant.reading.scopes import scope_clauses


def mentions(text: str, fact: str) -> list[Mention]:
    return [m for m in find_mentions(scope_clauses(split_clauses(text))) if m.fact == fact]


def shown(text: str, fact: str) -> set[str]:
    return {m.value for m in mentions(text, fact)}


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("第一次被查", "first_violation", "yes"),
        ("以前从来没有被罚过", "first_violation", "yes"),
        ("两年内没有同类违法记录", "first_violation", "yes"),
        ("系统里未查到处罚记录", "first_violation", "yes"),
        ("去年因为同样的事被罚过", "first_violation", "no"),
        ("以前也这样卖", "first_violation", "no"),
        ("这次又被查到", "first_violation", "no"),
        ("屡次违法", "first_violation", "no"),
        ("没有造成危害后果", "harm", "none"),
        ("没有人吃出问题", "harm", "none"),
        ("危害后果轻微", "harm", "slight"),
        ("三名顾客食物中毒", "harm", "serious"),
        ("造成一人死亡", "harm", "serious"),
        ("情节轻微", "minor", "yes"),
        ("情节严重", "minor", "no"),
        ("进货票据齐全", "inspected_on_purchase", "yes"),
        ("拿不出进货票据", "inspected_on_purchase", "no"),
        ("能说明进货来源", "source_stated", "yes"),
        ("说不清来源", "source_stated", "no"),
        ("我不知道过期了", "claims_no_fault", "yes"),
        ("明知过期还卖", "intentional", "yes"),
        ("不是故意的", "intentional", "no"),
        ("用暗管排放", "concealed", "yes"),
        ("主动交代了其他问题", "disclosed_unknown", "yes"),
        ("不让执法人员进门", "obstructs", "yes"),
        ("暴力抗法", "violent", "yes"),
        ("销毁了监控记录", "destroys_evidence", "yes"),
        ("存在重大安全隐患", "high_risk_or_irreparable", "yes"),
        ("罚款交不起", "hardship", "yes"),
        ("收到处罚告知书", "procedure_stage", "noticed"),
        ("已经被罚款了", "procedure_stage", "decided"),
        ("申请了行政复议", "procedure_stage", "review"),
        ("已申请强制执行", "procedure_stage", "enforcement"),
        ("没有证据", "evidence_sufficient", "open"),
        ("一直开到现在，至今没停", "continuing", "yes"),
        ("第二次来还堵着通道", "correction_refused", "yes"),
        ("再来检查时仍没有整改", "correction_refused", "yes"),
        ("我当时不肯搬", "correction_refused", "yes"),
    ],
)  # fmt: skip
def test_a_phrase_shows_its_fact(text: str, fact: str, value: str) -> None:
    assert shown(text, fact) == {value}


@pytest.mark.parametrize(
    ("text", "fact", "not_shown"),
    [
        ("没有主动交代", "disclosed_unknown", "yes"),
        ("没有阻挠执法", "obstructs", "yes"),
        ("没有暴力抗法", "violent", "yes"),
        ("不构成重大隐患", "high_risk_or_irreparable", "yes"),
        ("没有造成严重污染", "harm", "serious"),
        ("后果不严重", "harm", "serious"),
        ("没有隐瞒", "concealed", "yes"),
        ("情节并不轻微", "minor", "yes"),
        ("别人举报我，我没有立功", "meritorious", "yes"),
        ("第二次来检查时已经全部搬走", "correction_refused", "yes"),
        ("顾客当时不肯搬", "correction_refused", "yes"),
    ],
)
def test_a_denied_phrase_shows_nothing_of_the_kind(text: str, fact: str, not_shown: str) -> None:
    assert not_shown not in shown(text, fact)


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("不是第一次", "first_violation", "no"),
        ("并非初次违法", "first_violation", "no"),
        ("不是没有隐瞒，是隐瞒了", "concealed", "yes"),
    ],
)
def test_negation_turns_and_double_negation_turns_back(text: str, fact: str, value: str) -> None:
    assert value in shown(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("会不会造成严重后果", "harm"),
        ("会造成危害吗？", "harm"),
        ("有人中毒了吗？", "harm"),
        ("有没有造成危害后果？", "harm"),
        ("如果有人中毒住院", "harm"),
        ("万一查出来是故意的", "intentional"),
        ("算不算情节轻微", "minor"),
        ("这算第一次吗", "first_violation"),
        ("能不能算主动交代", "disclosed_unknown"),
    ],
)
def test_what_is_asked_or_supposed_is_no_fact(text: str, fact: str) -> None:
    assert not mentions(text, fact)


def test_a_fact_told_in_a_question_is_told_all_the_same() -> None:
    assert shown("第一次被查会罚款吗？", "first_violation") == {"yes"}
    assert shown("去年被罚过这次会重罚吗？", "first_violation") == {"no"}


def test_anothers_word_and_a_claim_weigh_less_than_what_is_told() -> None:
    told = mentions("没有造成危害后果", "harm")[0]
    reported = mentions("执法人员说没有造成危害后果", "harm")[0]
    claimed = mentions("当事人称没有造成危害后果", "harm")[0]
    assert reported.strength < told.strength
    assert claimed.strength < told.strength


def test_a_promise_to_pay_is_no_payment() -> None:
    assert shown("已经把钱退了给顾客", "harm_mitigated") == {"yes"}
    assert not shown("答应给顾客退款", "harm_mitigated")


@pytest.mark.parametrize(
    "text",
    [
        "我家店第一次被查，没有造成危害后果。",
        "去年被罚过，这次又被查，情节严重",
        "执法人员说没有造成危害，我不知情",
    ],
)
def test_a_mention_is_a_slice_of_the_question(text: str) -> None:
    found = find_mentions(scope_clauses(split_clauses(text)))
    assert found
    for mention in found:
        assert mention.text == text[mention.start : mention.end]
