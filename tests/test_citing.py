"""Every quotation is a slice of the provision in force on the day; what is not held is only named."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.citing import Citer, quotations
from assistant.knowledge import Knowledge
from corpus.library import Library
from corpus.references import parse_ref

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def library(knowledge: Knowledge) -> Library:
    return knowledge.library


@pytest.mark.parametrize(
    ("reference", "law", "article", "words"),
    [
        (
            "行政处罚法 第三十三条第一款",
            "行政处罚法",
            "第三十三条",
            "初次违法且危害后果轻微并及时改正",
        ),
        ("行政处罚法 第三十三条第二款", "行政处罚法", "第三十三条", "没有主观过错"),
        ("行政处罚法 第三十条", "行政处罚法", "第三十条", "不满十四周岁"),
        ("食品安全法 第一百三十六条", "食品安全法", "第一百三十六条", "进货查验"),
        ("生态环境法典 第一千零五十六条", "生态环境法典", "第一千零五十六条", "从重"),
        ("盘锦市柔性执法实施方案 二（四）", "", "二（四）", "柔性执法"),
    ],
)
def test_a_reference_becomes_a_quotation(
    reference: str, law: str, article: str, words: str, library: Library
) -> None:
    citer = Citer(library, DAY)
    citation = citer.add(reference, "为什么引它")
    assert citation is not None
    assert citation.law.endswith(law)
    assert citation.article == article
    assert words in citation.quote
    assert citation.in_force
    assert citation.as_of == DAY
    assert citation.why == "为什么引它"
    assert citation.quote in library.find(citation.law, citation.article, DAY).text


def test_a_paragraph_is_quoted_without_its_neighbours(library: Library) -> None:
    first = Citer(library, DAY).add("行政处罚法 第三十三条第一款")
    second = Citer(library, DAY).add("行政处罚法 第三十三条第二款")
    assert first is not None
    assert second is not None
    assert "没有主观过错" not in first.quote
    assert "初次违法" not in second.quote


def test_an_item_is_quoted_with_the_head_it_hangs_on(library: Library) -> None:
    citer = Citer(library, DAY)
    citer.add("行政处罚法 第三十二条第（一）项")
    head, item = citer.citations
    assert "应当从轻或者减轻" in head.quote
    assert item.quote.startswith("（一）")
    assert "（二）" not in item.quote
    assert head.id != item.id


def test_a_place_is_cited_once_and_the_first_reason_stays(library: Library) -> None:
    citer = Citer(library, DAY)
    citer.add("行政处罚法 第三十条", "第一次")
    citer.add("行政处罚法 第三十条", "第二次")
    assert [c.why for c in citer.citations] == ["第一次"]


def test_a_part_of_what_is_quoted_already_adds_nothing(library: Library) -> None:
    citer = Citer(library, DAY)
    citer.add("行政处罚法 第三十三条")
    citer.add("行政处罚法 第三十三条第一款")
    assert len(citer.citations) == 1


def test_citations_keep_the_order_of_first_use(library: Library) -> None:
    citer = Citer(library, DAY)
    for reference in ("食品安全法 第一百三十六条", "行政处罚法 第三十条", "行政处罚法 第二十七条"):
        citer.add(reference)
    assert [c.article for c in citer.citations] == ["第一百三十六条", "第三十条", "第二十七条"]


@pytest.mark.parametrize(
    "reference",
    ["食品安全法实施条例 第六十七条", "旅馆业治安管理办法", "没有这部法 第一条"],
)
def test_what_is_not_held_is_named_and_not_quoted(reference: str, library: Library) -> None:
    citer = Citer(library, DAY)
    assert citer.add(reference) is None
    assert citer.citations == ()
    assert citer.unstored == [reference.split(" ")[0]]


def test_a_text_not_held_is_named_once(library: Library) -> None:
    citer = Citer(library, DAY)
    for article in ("第六十七条", "第三十九条"):
        citer.add(f"食品安全法实施条例 {article}")
    assert citer.unstored == ["食品安全法实施条例"]


@pytest.mark.parametrize(
    ("reference", "day", "told"),
    [
        ("环境保护法 第五十九条", date(2026, 11, 24), "废止"),  # folded into 生态环境法典 on 2026-08-15
        ("生态环境法典 第一千零五十六条", date(2026, 8, 14), "尚未施行"),
        ("大气污染防治法 第九十九条", date(2026, 8, 15), "废止"),
        ("食品安全法 第一百五十五条", DAY, "没有第一百五十五条"),
        ("行政处罚法 第三十三条", date(2021, 1, 1), "未收录"),
    ],
)
def test_what_is_no_basis_on_the_day_is_told_not_cited(
    reference: str, day: date, told: str, library: Library
) -> None:
    citer = Citer(library, day)
    for _ in range(2):
        assert citer.add(reference) is None
    assert citer.unstored == []
    assert len(citer.unusable) == 1
    assert told in citer.unusable[0]


def test_a_law_that_is_held_is_not_called_missing_when_it_is_only_named(library: Library) -> None:
    citer = Citer(library, DAY)
    assert citer.add("行政处罚法") is None
    assert citer.unstored == citer.unusable == []


def test_every_citation_has_its_own_id(library: Library) -> None:
    citer = Citer(library, DAY)
    for place in ("第三十二条第（一）项", "第三十二条第（二）项", "第三十三条第一款", "第三十三条第二款"):
        citer.add(f"行政处罚法 {place}")
    ids = [citation.id for citation in citer.citations]
    assert len(ids) == 5
    assert len(set(ids)) == 5


def test_the_text_quoted_is_that_of_the_day(library: Library) -> None:
    before = Citer(library, date(2026, 12, 31)).add("商标法 第六十条")
    after = Citer(library, date(2027, 1, 1)).add("商标法 第六十条")
    assert before is not None
    assert after is not None
    assert before.quote != after.quote


def test_a_summary_is_cited_without_a_quotation(library: Library) -> None:
    citation = Citer(library, DAY).add("优化营商环境条例 第五十九条")
    assert citation is None or citation.quote == ""


def test_a_long_article_is_cut_at_the_end_of_a_line(library: Library) -> None:
    text = library.find("刑法", "第一百九十一条", DAY).text
    longest = max((p for p in library.in_force(DAY)), key=lambda p: len(p.text)).text
    for whole in (text, longest):
        (quote,) = quotations(whole, None)
        assert whole.startswith(quote)
        assert whole[len(quote) : len(quote) + 1] in ("", "\n")


@pytest.mark.parametrize(
    "place",
    ["第三十三条", "第三十三条第一款", "第三十二条第（三）项", "第三十三条第九款", "第三十二条第（九）项"],
)
def test_every_quotation_is_a_slice_even_where_the_place_is_wrong(place: str, library: Library) -> None:
    ref = parse_ref(f"行政处罚法 {place}")
    text = library.find(ref.law, ref.article, DAY).text
    assert quotations(text, ref)
    assert all(quote in text for quote in quotations(text, ref))
