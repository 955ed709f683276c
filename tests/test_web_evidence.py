"""What an answer stands on: clauses with badges and full text, items that bind or not, cases."""

from __future__ import annotations

import pytest
from web_world import (
    ARTICLE,
    FIRST,
    LAW,
    TEXT,
    Clerk,
    Shelf,
    Shelves,
    answer,
    cited,
    provision,
    turn,
)

from corpus.validity import LawStanding
from web.cards import answer_card
from web.clauses import clause, clause_id, grouped
from web.evidence import evidence
from web.markup import mark_parts


def test_a_clause_opens_to_its_full_text_with_place_and_date() -> None:
    shown = clause(cited(), Shelf(provision()))
    assert f"<blockquote><p>{FIRST}</p></blockquote>" in shown
    assert "现行有效" in shown
    assert "第四章 行政处罚的管辖和适用" in shown
    assert "2021-07-15起施行" in shown
    assert f"<mark>{FIRST}</mark>初次违法的" in shown
    assert "当事人有证据的，不予行政处罚。" in shown


@pytest.mark.parametrize(
    ("standing", "badge"),
    [
        ({"validity": "repealed", "valid_to": "2026-08-15", "replaced_by": "中华人民共和国生态环境法典"},
         "已废止（自2026-08-15由《生态环境法典》取代）"),
        ({"validity": "not_yet", "valid_from": "2027-01-01"}, "尚未施行（自2027-01-01）"),
        ({"validity": "doubtful"}, "状态存疑"),
    ],
)  # fmt: skip
def test_a_clause_that_is_no_basis_says_why(standing: dict[str, str], badge: str) -> None:
    shelf = Shelf(provision(), LawStanding.model_validate({"law": LAW, **standing}))
    shown = clause(cited(in_force=False), shelf)
    assert badge in shown
    assert "现行有效" not in shown


def test_a_gist_is_never_shown_as_a_quotation() -> None:
    shown = clause(cited(quote="", kind="regulation"), Shelf(provision(summary_only=True)))
    assert "要旨" in shown
    assert "blockquote" not in shown


def test_a_text_that_is_not_held_says_so() -> None:
    assert "全文没有收录" in clause(cited(), Shelf(None))


def test_two_places_of_one_article_share_one_card() -> None:
    groups = grouped([*cited(), *cited(quote="初次违法的"), *cited(article="第二十八条")])
    assert [len(g) for g in groups] == [2, 1]
    assert clause(groups[0], Shelf(provision())).count("<blockquote>") == 2


def test_marked_places_never_change_the_text() -> None:
    shown = mark_parts(TEXT, [FIRST, "违法行为轻微", "不在里面"])
    for tag in ("<p>", "</p>", "<mark>", "</mark>"):
        shown = shown.replace(tag, "")
    assert shown == TEXT.replace("\n", "")


def test_an_element_opens_its_clause_only_where_that_is_cited() -> None:
    key = clause_id(LAW, ARTICLE)
    assert f'data-open="{key}"' in answer_card(turn(), Clerk())
    assert "data-open" not in answer_card(turn(citations=[]), Clerk())


def test_an_item_shows_whether_it_binds_here_and_its_conditions() -> None:
    hit = {
        "id": "i1",
        "violation": "经营过期食品",
        "list": "某清单",
        "score": 1,
        "region": "全国",
        "same": True,
    }
    binding = evidence(answer(items=[{**hit, "binding": True}]), Shelves())
    assert "本地适用" in binding
    assert "货值不超过500元" in binding
    assert "餐饮环节" in binding
    assert "仅供参考" in evidence(answer(items=[hit]), Shelves())


def test_items_the_answer_does_not_speak_of_are_left_out() -> None:
    hit = {"id": "i1", "violation": "别的行为", "list": "某清单", "score": 1}
    assert "相关清单" not in evidence(answer(items=[hit]), Shelves())


def test_the_authoritys_reason_and_ours_stay_apart() -> None:
    shown = evidence(answer(cases=[{"id": "c1", "title": "", "outcome": "", "score": 1}]), Shelves())
    assert "<h4>机关的理由</h4><p>初次违法。</p><h4>我们的分析</h4><p>货值很小。</p>" in shown
    assert "来源存疑" in shown
    assert "javascript" not in shown


def test_where_cases_are_asked_for_they_come_first_and_open() -> None:
    hit = {"id": "c1", "title": "", "outcome": "", "score": 1}
    information = {"code": "information", "label": "法律说明", "certainty": "definite"}
    told = evidence(answer(cases=[hit], outcome=information), Shelves())
    assert told.index("相近的案例") < told.index("依据的法条")
    assert 'data-key="case-c1" open' in told
    judged = evidence(answer(cases=[hit]), Shelves())
    assert judged.index("依据的法条") < judged.index("相近的案例")
    assert 'data-key="case-c1" open' not in judged
