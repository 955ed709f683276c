"""Violations told in everyday words lead to the article that punishes them, and are never a find."""

from __future__ import annotations

from pathlib import Path

import index_world as world
import pytest

from corpus.items import load_items
from corpus.models import Violation
from corpus.same_acts import load_same_acts
from corpus.tellings import Telling, texts_of, told_of
from corpus.violations import load_violations
from index import open_index
from index.opening import open_sources
from index.sources import Sources
from settings import Settings

TOLD = "冰柜里翻出一盒上礼拜就到日子的奶"


def violation(*penalty: str) -> Violation:
    return Violation(
        id="v",
        field="食品",
        name="卖过期食品",
        aka=("过期食品没下架",),
        authority="市场监管",
        penalty=penalty,
    )


def test_names_and_tellings_lead_to_every_version_of_the_article_that_punishes() -> None:
    punished = violation("甲食品法 第一条第（一）项")
    texts = texts_of([punished], [Telling(id="v", texts=(TOLD,))])
    told = told_of([punished], texts, world.small_library().all_versions())
    assert {text for text, _ in told} == {"卖过期食品", "过期食品没下架", TOLD}
    assert {provision.id for _, provision in told} == {"甲食品法-2020:第一条", "甲食品法-2025:第一条"}


@pytest.mark.parametrize("penalty", [(), ("甲食品法 第九百条",), ("某某条例",), ("没有的法 第一条",)])
def test_what_no_stored_article_punishes_leads_nowhere(penalty: tuple[str, ...]) -> None:
    texts = texts_of([violation(*penalty)], [])
    assert told_of([violation(*penalty)], texts, world.small_library().all_versions()) == []


def test_a_telling_finds_the_article_though_they_share_no_word(tmp_path: Path) -> None:
    searcher = open_index(
        Settings(home=tmp_path), world.small_library(), violations=[violation("甲食品法 第一条")],
        tellings=[Telling(id="v", texts=(TOLD,))], embedder=world.HashEmbedder(), show=False,
    )  # fmt: skip
    hits = searcher.search(TOLD, 20)
    assert (hits[0].law, hits[0].article) == ("甲食品法", "第一条")
    assert len({hit.id for hit in hits}) == len(hits)


def test_every_item_that_is_mapped_and_every_violation_it_is_about_exist() -> None:
    items = {item.id for item in load_items()}
    violations = {violation.id for violation in load_violations()}
    for item, acts in load_same_acts().items():
        assert item in items, item
        assert set(acts) <= violations, item


def test_an_item_is_found_by_the_everyday_words_of_its_violation(tmp_path: Path) -> None:
    item = world.items()[0]
    sources = Sources(
        world.small_library(), items=world.items(), violations=[violation("甲食品法 第一条")],
        tellings=[Telling(id="v", texts=(TOLD,))], same_acts={item.id: ["v"]},
    )  # fmt: skip
    searcher = open_sources(Settings(home=tmp_path), sources, embedder=world.HashEmbedder(), show=False)
    assert next(hit.id for hit in searcher.search_items(TOLD)) == item.id
