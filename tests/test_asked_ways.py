"""Lay questions in the index: another way to an article, never a find of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import index_world as world
import pytest

from corpus.questions import LayQuestion
from index import Searcher, open_index
from settings import Settings

ASKED = "牛奶坏了卖出去咋办"


def question(article: str, text: str) -> LayQuestion:
    return LayQuestion(law="甲食品法", article=article, text=text, file=Path("甲食品法.tsv"), line=1)


def searcher(home: Path, *questions: LayQuestion) -> Searcher:
    return open_index(
        Settings(home=home), world.small_library(), questions=questions,
        embedder=world.HashEmbedder(), show=False,
    )  # fmt: skip


def test_a_question_leads_to_its_article_though_they_share_no_word(tmp_path: Path) -> None:
    plain, led = searcher(tmp_path / "a"), searcher(tmp_path / "b", question("第一条", ASKED))
    assert plain.search(ASKED)[0].article != "第一条" or plain.search(ASKED)[0].law != "甲食品法"
    best = led.search(ASKED)[0]
    assert (best.law, best.article) == ("甲食品法", "第一条")


def test_an_article_is_found_once_however_many_ways_lead_to_it(tmp_path: Path) -> None:
    led = searcher(tmp_path, question("第一条", ASKED), question("第一条", f"{ASKED}呢"))
    ids = [hit.id for hit in led.search(ASKED, k=20)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("day", "version"), [(date(2025, 11, 30), "甲食品法-2020"), (date(2025, 12, 1), "甲食品法-2025")]
)
def test_a_question_leads_to_the_version_in_force_on_the_day(tmp_path: Path, day: date, version: str) -> None:
    led = searcher(tmp_path, question("第一条", ASKED))
    assert led.search(ASKED, as_of=day)[0].id == f"{version}:第一条"


def test_kinds_laws_and_days_filter_the_ways_too(tmp_path: Path) -> None:
    led = searcher(tmp_path, question("第一条", ASKED))
    assert all(hit.law != "甲食品法" for hit in led.search(ASKED, laws=["乙商标法"], as_of=date(2027, 1, 1)))
    assert led.search(ASKED, kinds=["case"]) == []
