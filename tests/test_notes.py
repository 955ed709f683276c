"""Clauses that a question cites itself: real or not, in force or not, and where the matter stands now."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.citing import Citer
from assistant.knowledge import Knowledge
from assistant.notes import check_notes
from assistant.pipeline import Assistant
from assistant.question import Question

DAY = date(2026, 11, 24)
BEFORE_THE_CODE = date(2026, 8, 14)


def checked(
    text: str, knowledge: Knowledge, day: date = DAY
) -> tuple[list[str], list[tuple[str, str]], Citer]:
    """The notes on a question, what joined its citations (law without 中华人民共和国), and the citer."""
    citer = Citer(knowledge.library, day)
    asked = Question(id="", text=text, role="business", day=day, place="辽宁省盘锦市", matter=text)
    notes = check_notes(asked, citer, knowledge)
    return notes, [(c.law.removeprefix("中华人民共和国"), c.article) for c in citer.citations], citer


def test_a_clause_in_force_is_confirmed_and_cited(knowledge: Knowledge) -> None:
    (note,), cited, _ = checked("按《食品安全法》第一百三十六条可以免罚吗", knowledge)
    assert "条文存在" in note
    assert cited == [("食品安全法", "第一百三十六条")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("按《环境保护法》还会罚吗", "自2026-08-15起废止"),
        ("按合同法我不用管吧", "自2021-01-01起废止"),
        ("按《食品卫生法》能不罚吗", "《食品卫生法》条文未入库"),
    ],
)
def test_a_law_named_without_a_clause_is_told_to_be_no_basis(
    text: str, words: str, knowledge: Knowledge
) -> None:
    (note,), cited, _ = checked(text, knowledge)
    assert words in note
    assert cited == []


def test_a_law_in_force_named_without_a_clause_needs_no_word(knowledge: Knowledge) -> None:
    assert checked("这算违反《广告法》吗，还没挂《营业执照》", knowledge)[0] == []


def test_what_is_cited_was_named_by_the_user(knowledge: Knowledge) -> None:
    *_, citer = checked("按《食品安全法》第一百三十六条可以免罚吗", knowledge)
    assert citer.citations[0].why == "您提到的条文"


def test_a_repealed_clause_gives_its_successor(knowledge: Knowledge) -> None:
    (note,), cited, citer = checked("按《环境保护法》第五十九条按日连续处罚对吗", knowledge)
    assert "废止" in note
    assert "生态环境法典" in note
    assert cited == [("生态环境法典", "第一千零六十条")]
    assert citer.citations[0].why == "现在对应的条文"


def test_the_day_before_its_repeal_the_clause_itself_is_cited(knowledge: Knowledge) -> None:
    notes, cited, _ = checked("按《环境保护法》第五十九条按日连续处罚对吗", knowledge, BEFORE_THE_CODE)
    assert ("环境保护法", "第五十九条") in cited
    assert "废止" not in notes[0]


def test_a_repealed_law_without_known_successor_of_the_clause_cites_nothing(knowledge: Knowledge) -> None:
    (note,), cited, _ = checked("环境影响评价法第三十一条怎么罚", knowledge)
    assert "废止" in note
    assert cited == []


def test_a_renumbered_clause_gives_both_numbers(knowledge: Knowledge) -> None:
    (note,), cited, _ = checked("反不正当竞争法第二十条罚多少", knowledge)
    assert "重新编号" in note
    assert cited == [("反不正当竞争法", "第二十条"), ("反不正当竞争法", "第二十五条")]


def test_a_number_that_a_clause_gets_later_is_no_basis_today(knowledge: Knowledge) -> None:
    """Today's 商标法 has 73 articles; that of 2027-01-01 moves 第六十条 to 第七十四条."""
    notes, cited, citer = checked("商标法第六十条罚多少", knowledge)
    assert cited == [("商标法", "第六十条")]
    assert "2027-01-01" in notes[0]
    assert citer.unusable == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("消防法第八十条说可以不罚", "第七十四条"),
        ("《食品安全法》第一百六十条怎么规定的", "第一百五十四条"),
        ("行政处罚法第九十条说第一次不罚", "第八十六条"),
    ],
)
def test_a_clause_that_does_not_exist_is_told_with_the_last_that_does(
    text: str, last: str, knowledge: Knowledge
) -> None:
    (note,), cited, citer = checked(text, knowledge)
    assert "没有" in note
    assert last in note
    assert cited == []
    assert citer.unusable == []


def test_a_law_of_doubtful_standing_is_told_and_decides_nothing(knowledge: Knowledge) -> None:
    (note,), cited, _ = checked("农村土地承包法第十条还能用吗", knowledge)
    assert "状态存疑" in note
    assert cited == []


@pytest.mark.parametrize("text", ["超市卖过期面包会罚吗", "第三十三条怎么说", "某某条例第三条怎么说"])
def test_where_no_law_is_recognised_nothing_is_said(text: str, knowledge: Knowledge) -> None:
    assert checked(text, knowledge)[:2] == ([], [])


def test_the_same_clause_named_twice_is_told_once(knowledge: Knowledge) -> None:
    notes, cited, _ = checked("食品安全法第一百三十六条，对，就是《食品安全法》第一百三十六条", knowledge)
    assert len(notes) == len(cited) == 1


def test_several_clauses_are_told_in_their_order(knowledge: Knowledge) -> None:
    notes, cited, _ = checked("《消防法》第八十条和《食品安全法》第一百三十六条", knowledge)
    assert "消防法》没有第八十条" in notes[0]
    assert "条文存在" in notes[1]
    assert cited == [("食品安全法", "第一百三十六条")]


# In the answer

QUESTIONS = [
    "超市卖过期面包，第一次被查，已经下架。《食品安全法》第一百六十条是不是说可以免罚",
    "我厂排污超标，执法人员说按《环境保护法》第五十九条按日连续处罚，对吗",
    "小饭店没有明码标价，当场改了，环境影响评价法第三十一条怎么罚",
    "消防法第八十条怎么说",
    "网店宣传最好，第一次，已经删了，反不正当竞争法第二十条罚多少",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_names_no_clause_in_the_form_of_a_citation_that_it_does_not_cite(
    question: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question, as_of=DAY)
    cited = {(c.law, c.article) for c in answer.citations}
    for law, article in re.findall(r"《([^》]+)》(第[一二三四五六七八九十百千零]+条)", answer.answer):
        assert (assistant.library.resolve_name(law), article) in cited


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_clause_cited_is_in_force(question: str, assistant: Assistant) -> None:
    for citation in assistant.ask(question, as_of=DAY).citations:
        assert citation.in_force
        assert assistant.library.find(citation.law, citation.article, DAY)


def test_the_reader_is_told_that_a_clause_does_not_exist(assistant: Assistant) -> None:
    assert "没有第一百六十条" in assistant.ask(QUESTIONS[0], as_of=DAY).answer


def test_a_clause_made_up_moves_no_outcome(assistant: Assistant) -> None:
    story, _, _ = QUESTIONS[0].partition("《")
    told, plain = (assistant.ask(text, as_of=DAY).outcome for text in (QUESTIONS[0], story))
    assert told == plain


def test_the_reader_is_told_where_a_repealed_clause_stands_now(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[1], as_of=DAY)
    assert "废止" in answer.answer
    assert ("中华人民共和国生态环境法典", "第一千零六十条") in {(c.law, c.article) for c in answer.citations}
    assert not [c for c in answer.citations if c.law.endswith("环境保护法")]
