"""Procedure questions: the topic asked for, its articles, and the numbers its answers state."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.library import Library
from corpus.procedure import find_topics, load_procedure, unresolved_topics
from corpus.references import parse_ref
from settings import Settings

TOPICS = load_procedure()
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("听证要几天内提出", "hearing"),
        ("执法只有一个人，也没出示证件", "two-officers"),
        ("当场处罚不服能直接起诉吗", "review-first"),
        ("货被扣了多久还", "seizure"),
        ("罚款交不起能分期吗", "instalments"),
        ("我不交罚款会怎么样", "pay-deadline"),
        ("三年前的事还能罚吗", "limitation"),
        ("复议期间罚款要交吗", "stop-enforcement"),
        ("信用修复怎么办", "credit-repair"),
        ("陈述申辩会不会加重处罚", "statement"),
        ("办案期限是多少天", "ninety-days"),
    ],
)
def test_question_finds_its_topic_first(question: str, topic: str) -> None:
    assert find_topics(question, TOPICS)[0].id == topic


@pytest.mark.parametrize(
    "text",
    ["我家超市卖了两袋过期面包，会罚款吗？", "广告里写了最好，第一次，已经删了", "公司没有按时公示年报"],
)
def test_questions_about_an_act_find_none(text: str) -> None:
    assert find_topics(text, TOPICS) == []


def test_every_article_is_in_force() -> None:
    library = Library.open(Settings())

    def resolve(law: str, article: str) -> bool:
        return library.check_ref(f"{law} {article}", DAY) is None

    assert unresolved_topics(TOPICS, resolve) == []


@pytest.mark.parametrize(
    ("topic", "number"),
    [
        ("hearing", "五日内"),
        ("hearing", "七日前"),
        ("on-the-spot", "三千元以下"),
        ("pay-deadline", "百分之三"),
        ("review-limit", "六十日内"),
        ("lawsuit", "六个月内"),
        ("lawsuit", "十五日内"),
        ("seizure", "三十日"),
        ("enforcement-notice", "三个月内"),
        ("ninety-days", "九十日内"),
    ],
)
def test_numbers_in_answers_stand_in_the_articles(topic: str, number: str) -> None:
    entry = next(t for t in TOPICS if t.id == topic)
    library = Library.open(Settings())
    refs = [parse_ref(text) for text in entry.articles]
    law_text = "".join(library.find(ref.law, ref.article, DAY).text for ref in refs)
    assert number in law_text
    assert number.removesuffix("内").removesuffix("前") in entry.business + entry.officer


def test_answers_are_short_and_for_both_roles() -> None:
    for topic in TOPICS:
        for answer in (topic.business, topic.officer):
            assert 1 <= answer.count("。") <= 6, topic.id


def test_a_wrong_article_is_named(tmp_path: Path) -> None:
    entry = "id: x, title: 甲, triggers: [甲], articles: [行政处罚法], business: 甲。, officer: 乙。"
    (tmp_path / "procedure.yaml").write_text(f"as_of: 2026-11-24\ntopics:\n- {{{entry}}}\n", encoding="utf-8")
    with pytest.raises(DataError, match="articles"):
        load_procedure(tmp_path)
