"""The vocabulary and the reader model made one: what is added, what is taken back, what never is a fact."""

from __future__ import annotations

import pytest

from assistant.reading.clauses import split_clauses
from assistant.reading.correction import find_corrections
from assistant.reading.learned import learned
from assistant.reading.patterns import read_vocabulary
from assistant.reading.phrases import find_mentions
from assistant.reading.scopes import scope_clauses

LABELS = tuple(read_vocabulary("head.yaml")[1])


def heard(text: str, *shown: dict[str, float]) -> tuple[set[tuple[str, str]], list[str]]:
    """Facts and statuses of a text of which the model says ``shown``, a clause each; else it is in doubt."""
    scopes = scope_clauses(split_clauses(text))
    doubt = dict.fromkeys(LABELS, 0.3)
    rows = [{**doubt, **(shown[i] if i < len(shown) else {})} for i in range(len(scopes))]
    mentions, acts = learned(rows, scopes, find_mentions(scopes), find_corrections(scopes))
    return {(m.fact, m.value) for m in mentions}, [a.status for a in acts]


def test_the_model_adds_what_it_is_sure_of() -> None:
    facts, acts = heard(
        "街坊都说这么多年头回听说我家出事，招牌那天下午就没影了",
        {"first_violation:yes": 0.9},
        {"correction:done": 0.9},
    )
    assert ("first_violation", "yes") in facts
    assert acts == ["done"]


def test_the_model_in_doubt_leaves_the_words_alone() -> None:
    facts, acts = heard("这是我第一次被查，当场就改正了")
    assert ("first_violation", "yes") in facts
    assert acts == ["done"]


def test_the_model_takes_back_a_phrase_that_was_meant_otherwise() -> None:
    plain, _ = heard("没有人受伤")
    assert ("harm", "none") in plain
    taken, _ = heard("没有人受伤", {"harm:none": 0.0})
    assert not taken


def test_an_act_of_correction_is_taken_back_too() -> None:
    _, acts = heard("抽检的单子下来就改正了", {"correction:done": 0.0})
    assert acts == []


@pytest.mark.parametrize("text", ["如果我现在全部下架了呢", "是不是全部下架就行？"])
def test_a_question_or_a_supposition_is_no_fact_whatever_the_model_says(text: str) -> None:
    _, acts = heard(text, {"correction:done": 1.0}, {"correction:done": 1.0})
    assert "done" not in acts


def test_a_clause_that_says_not_is_never_put_right_by_likeness() -> None:
    _, acts = heard("货到现在还没有撤下来", {"correction:done": 1.0})
    assert "done" not in acts


def test_one_clause_can_order_and_put_right_in_this_order() -> None:
    _, acts = heard("责令后第二天便整改完毕", {"correction:ordered": 0.9, "correction:done": 0.9})
    assert acts == ["ordered", "done"]


def test_what_was_found_untrue_is_refuted_and_not_left_open() -> None:
    facts, _ = heard("笔迹鉴定下来不是他签的", {"conduct:cleared": 0.9, "conduct:not_done_it": 0.9})
    assert ("violation_established", "no") in facts
    assert ("violation_established", "open") not in facts


def test_a_denial_that_is_only_claimed_refutes_nothing() -> None:
    told, _ = heard("查明是野猪拱断的", {"conduct:not_done_it": 0.95})
    claimed, _ = heard("他辩称是野猪拱断的", {"conduct:not_done_it": 0.95})
    assert ("violation_established", "open") in told
    assert ("violation_established", "open") not in claimed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("城管昨天罚过我五百，今天环卫又要罚", "open"),
        ("同一车石子，城管昨天罚过我五百，说是同一趟又要罚", "yes"),
    ],
)
def test_a_second_fine_is_for_the_same_act_only_where_the_question_says_so(text: str, value: str) -> None:
    facts, _ = heard(text, *({"conduct:already_fined": 0.6} for _ in range(3)))
    assert ("already_fined", value) in facts


def test_a_model_very_sure_of_the_same_act_leaves_nothing_open() -> None:
    facts, _ = heard("城管昨天罚过我五百，今天环卫又要罚", {"conduct:already_fined": 0.9})
    assert ("already_fined", "yes") in facts


@pytest.mark.parametrize("text", ["情节严重", "罚款单已经下来三天了"])
def test_a_mere_judgment_or_a_paper_served_puts_nothing_right(text: str) -> None:
    _, acts = heard(text, {"correction:done": 0.9})
    assert acts == []


def test_a_mere_judgment_is_no_ground() -> None:
    facts, _ = heard("情节严重", {"mitigation:meritorious": 0.9})
    assert ("meritorious", "yes") not in facts


def test_who_was_fined_for_an_earlier_time_is_asked_whether_it_is_the_same_act() -> None:
    facts, _ = heard("去年叫人罚过五百", {"conduct:already_fined": 0.9, "first_violation:no": 0.9})
    assert ("already_fined", "open") in facts
