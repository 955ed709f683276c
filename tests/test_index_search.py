"""What a search gives: only texts in force on the day asked about, of the kinds and laws asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import index_world as world
import numpy as np
import pytest

from index import Searcher, open_index
from index.errors import IndexProblem
from index.retriever import ProvisionRetriever
from settings import Settings

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    return open_index(
        settings,
        world.small_library(),
        world.items(),
        world.cases(),
        world.violations(),
        embedder=world.HashEmbedder(),
        show=False,
    )


def found(searcher: Searcher, query: str, **how: object) -> list[tuple[str, str]]:
    return [(hit.law, hit.article) for hit in searcher.search(query, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2025, 11, 30), "甲食品法-2020:第一条"),
        (date(2025, 12, 1), "甲食品法-2025:第一条"),
        (TODAY, "甲食品法-2025:第一条"),
    ],
)
def test_the_version_in_force_on_the_day_is_found(searcher: Searcher, day: date, first: str) -> None:
    ids = [hit.id for hit in searcher.search("经营超过保质期的食品", as_of=day)]
    assert ids[0] == first
    assert len({hit for hit in ids if hit.endswith("第一条") and hit.startswith("甲")}) == 1


def test_a_law_that_starts_later_is_not_found_before(searcher: Searcher) -> None:
    query = "销售侵犯商标专用权的商品"
    assert ("乙商标法", "第一条") not in found(searcher, query, as_of=date(2026, 12, 31))
    assert found(searcher, query, as_of=date(2027, 1, 1))[0] == ("乙商标法", "第一条")


def test_historical_texts_come_only_when_asked_for(searcher: Searcher) -> None:
    hits = searcher.search("超过保质期的食品 罚款", historical=True)
    assert {"甲食品法-2020:第一条", "甲食品法-2025:第一条"} <= {hit.id for hit in hits}


def test_no_day_means_today(searcher: Searcher) -> None:
    query = "超过保质期"
    assert searcher.search(query) == searcher.search(query, as_of=date.today())


def test_provisions_of_all_kinds_are_searched_unless_kinds_are_named(searcher: Searcher) -> None:
    assert {hit.kind for hit in searcher.search("处罚", as_of=TODAY)} == {"statute", "plan", "regulation"}
    assert {hit.kind for hit in searcher.search("处罚", kinds=["plan"], as_of=TODAY)} == {"plan"}
    mixed = searcher.search("过期食品", kinds=["statute", "item", "case"], as_of=TODAY)
    assert {hit.kind for hit in mixed} == {"statute", "item", "case"}
    assert [hit.score for hit in mixed] == sorted((hit.score for hit in mixed), reverse=True)


def test_laws_narrow_the_search(searcher: Searcher) -> None:
    assert found(searcher, "食品", laws=["丙计量法"], as_of=TODAY) == [("丙计量法", "第一条")]
    assert found(searcher, "食品", laws=["没有这部法"], as_of=TODAY) == []


def test_an_unknown_kind_is_told(searcher: Searcher) -> None:
    with pytest.raises(IndexProblem, match="不认识的类别 judgment；可用的有 statute"):
        searcher.search("食品", kinds=["judgment"])


def test_items_cases_and_violations_have_searches_of_their_own(searcher: Searcher) -> None:
    question = "货架上有过期面包"
    assert searcher.search_items("过期食品", 1)[0].id == "item-1"
    assert searcher.search_cases(question, 1)[0].id == "case-1"
    assert searcher.search_violations(question, 1)[0].id == "food-expired"


def test_a_violation_with_many_names_is_one_hit(searcher: Searcher) -> None:
    ids = [hit.id for hit in searcher.search_violations("过期", 10)]
    assert sorted(ids) == ["food-expired", "price-unmarked"]


@pytest.mark.parametrize("query", ["", "  \n"])
def test_an_empty_question_finds_nothing(searcher: Searcher, query: str) -> None:
    assert searcher.search(query) == []


@pytest.mark.parametrize(
    "query", ["😀😀", "SELECT * FROM laws; --", "<script>", "x" * 10_000, "\ud83d", "\0"]
)
def test_odd_questions_are_harmless(searcher: Searcher, query: str) -> None:
    assert all(0 <= hit.score <= 1 for hit in searcher.search(query, as_of=TODAY))


def test_a_question_is_embedded_once(tmp_path: Path) -> None:
    embedder = world.HashEmbedder()
    searcher = open_index(
        Settings(home=tmp_path), world.small_library(), world.items(), embedder=embedder, show=False
    )
    searcher.search("过期食品")
    searcher.search_items("过期食品")
    np.testing.assert_array_equal(searcher.embed_query("过期食品"), searcher.embed_query("过期食品"))
    assert embedder.questions == 1


def test_the_retriever_hands_out_stored_texts(searcher: Searcher) -> None:
    texts = {p.id: p.text for p in world.small_library().all_versions()}
    retriever = ProvisionRetriever(
        searcher=searcher, text_of=lambda hit: texts[hit.id], k=1, as_of=date(2025, 11, 30)
    )
    (document,) = retriever.invoke("超过保质期的食品")
    assert document.page_content == "禁止经营超过保质期的食品，处五千元罚款。"
    assert document.metadata["article"] == "第一条"
