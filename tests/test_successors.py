"""Where clauses of repealed and renumbered laws went: every pair is established from the texts."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.statutes import Statutes
from corpus.successors import likeness, load_successions, successor_of

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def statutes() -> Statutes:
    return Statutes.open()


@pytest.mark.parametrize(
    ("law", "article", "to_law", "to_article"),
    [
        ("环境保护法", "第五十九条", "生态环境法典", "第一千零六十条"),  # daily continuing fines
        ("大气污染防治法", "第九十九条", "生态环境法典", "第一千一百零七条"),
        ("网络安全法", "第五十九条", "网络安全法", "第六十一条"),
        ("治安管理处罚法", "第三十条", "治安管理处罚法", "第三十六条"),
        ("反不正当竞争法", "第二十条", "反不正当竞争法", "第二十五条"),
    ],
)
def test_known_pairs(statutes: Statutes, law: str, article: str, to_law: str, to_article: str) -> None:
    full = statutes.resolve_name(law)
    assert full is not None
    successor = successor_of(full, article)
    assert successor is not None
    assert (successor.law, successor.article) == (statutes.resolve_name(to_law), to_article)
    assert statutes.provision(successor.law, successor.article, TODAY)


def test_what_is_not_established_is_not_claimed(statutes: Statutes) -> None:
    assert successor_of("中华人民共和国环境保护法", "第六十三条") is None
    assert successor_of("中华人民共和国消防法", "第一条") is None


def test_pairs_found_by_wording_are_alike_enough_and_exist(statutes: Statutes) -> None:
    for entry in load_successions():
        assert statutes.law_on(entry.to, max(entry.since, TODAY)).validity == "in_force"
        new = {p.article: p.text for p in statutes.articles(statutes.versions(entry.to)[-1].id)}
        assert set(entry.articles.values()) <= set(new)
        if "文字比对" not in entry.how:
            continue
        old = {p.article: p.text for p in statutes.articles(statutes.versions(entry.law)[0].id)}
        assert statutes.versions(entry.law)[0].valid_to == entry.since
        for article, target in entry.articles.items():
            assert likeness(old[article], new[target]) >= 0.599, f"{entry.law}{article}"


def test_likeness_is_of_wording_not_of_punctuation() -> None:
    assert likeness("责令改正，处罚款。", "责令改正处罚款") == 1
    assert likeness("甲乙丙", "丁戊己") == 0
    assert likeness("", "") == 0


def test_a_faulty_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "successors.yaml"
    path.write_text(
        "- {law: 某法, to: 某法, since: 2026-01-01, how: 对照, articles: {第5条: 第六条}}", encoding="utf-8"
    )
    with pytest.raises(DataError, match="第5条"):
        successor_of("某法", "第五条", path)
