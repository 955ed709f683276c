"""The order of provisions: ways, evidence, features and the linear ranker; the encoder that ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import index_world as world
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from corpus.questions import LayQuestion
from index.embedding import BundledE5
from index.errors import EmbeddingProblem, IndexProblem
from index.opening import open_sources
from index.query_encoder import WEIGHTS as ENCODER
from index.query_encoder import QueryEncoder, about
from index.ranking import FEATURES, Evidence, features, load_weights, punishing_share, rank
from index.search import Searcher
from index.sources import Sources
from index.ways import Ways, best_of
from settings import Settings

DAY = date(2026, 11, 24)


def evidence(**columns: Sequence[float] | Sequence[Sequence[float]]) -> Evidence:
    """Candidates alike in all but the columns given."""
    count = len(next(iter(columns.values())))
    plain: dict[str, Any] = {
        "rows": np.arange(count) * 10, "own": np.full(count, 0.8, np.float32),
        "ways": np.full((count, 3), 0.8, np.float32), "words": np.full(count, 0.3, np.float32),
        "way_words": np.full(count, 0.1, np.float32), "laws": np.arange(count), "asked": np.full(count, 2),
        "told": np.full((count, 3), 0.8, np.float32), "told_words": np.zeros(count, np.float32),
        "punishes": np.zeros(count, np.bool_),
    }  # fmt: skip
    return Evidence(**{**plain, **{name: np.array(values) for name, values in columns.items()}})


def test_every_way_leads_to_its_row() -> None:
    ways = Ways(np.array([0, 1, 2, 0, 2, 2]))
    position, rows = ways.of(np.array([2, 1, 0]))
    assert list(zip(position.tolist(), rows.tolist(), strict=True)) == [(0, 4), (0, 5), (2, 3)]


def test_a_row_has_the_highest_score_of_its_ways() -> None:
    scores = np.array([0.9, 0.9, 0.9, 0.2, 0.5, 0.4], np.float32)
    assert Ways(np.array([0, 1, 2, 0, 2, 2])).highest(scores).tolist() == pytest.approx(
        [0.2, 0, 0.5, 0, 0, 0]
    )
    assert Ways(np.arange(3)).highest(scores[:3]).tolist() == [0, 0, 0]


def test_the_best_ways_come_first_and_few_are_filled_up() -> None:
    position = np.array([1, 1, 1, 1, 2, 3, 3])
    scores = np.array([0.2, 0.9, 0.5, 0.7, 0.6, 0.9, 0.5], np.float32)
    best = best_of(position, scores, np.array([0.4, 0.4, 0.8, 0.4], np.float32))
    assert np.allclose(best, [[0.4, 0.4, 0.4], [0.9, 0.7, 0.5], [0.6, 0.6, 0.6], [0.9, 0.5, 0.4]])


@pytest.mark.parametrize("name", ["own", "words", "way_words"])
def test_more_of_a_kind_of_evidence_never_ranks_lower(name: str) -> None:
    rows, _ = rank(evidence(**{name: [0.1, 0.9, 0.5]}), load_weights())
    assert rows.tolist() == [10, 20, 0]


def test_nearer_ways_rank_higher() -> None:
    found = evidence(ways=[[0.7, 0.6, 0.5], [0.9, 0.85, 0.8], [0.8, 0.7, 0.7]])
    assert rank(found, load_weights())[0].tolist() == [10, 20, 0]


@given(arrays.arrays(np.float32, st.integers(1, 8), elements=st.floats(0, 1, width=32)))
def test_scores_lie_between_nothing_and_one_best_first(own: np.ndarray) -> None:
    rows, scores = rank(evidence(own=own.tolist()), load_weights())
    assert sorted(rows.tolist()) == [10 * n for n in range(len(own))]
    assert (np.diff(scores) <= 0).all()
    assert scores.min() >= 0
    assert scores.max() <= 1


def test_no_candidate_is_no_find() -> None:
    assert rank(evidence(own=[]), load_weights())[0].tolist() == []


def test_an_article_beside_a_likely_one_gains() -> None:
    found = evidence(rows=[4, 5, 90], own=[0.95, 0.8, 0.8], laws=[1, 1, 1])
    beside = features(found)[:, FEATURES.index("neighbour")]
    assert beside[1] > beside[2]


def test_the_share_of_evidence_that_punishes_is_all_none_or_between() -> None:
    assert punishing_share(evidence(own=[0.8, 0.8])) == 0
    assert punishing_share(evidence(punishes=[True, True])) == pytest.approx(1)
    assert punishing_share(evidence(punishes=[True, False])) == pytest.approx(0.5)


def test_where_a_violation_is_told_both_orders_take_turns() -> None:
    weights = load_weights()
    found = evidence(
        told=[[0.8] * 3, [0.8] * 3, [0.99] * 3], told_words=[0, 0, 1.0],
        way_words=[0.1, 0.9, 0.1], punishes=[False, False, True],
    )  # fmt: skip
    assert rank(found, weights._replace(punishing=0.0))[0].tolist()[:2] == [20, 10]
    assert rank(found, weights._replace(punishing=1.0))[0].tolist()[0] == 10


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ranking.json"
    file.write_text(json.dumps({"plain": {"own": 1}, "told": {}, "punishing": 0}), encoding="utf-8")
    with pytest.raises(IndexProblem, match="python -m evals ranking --write"):
        load_weights(file)


def test_the_shipped_encoder_belongs_to_the_bundled_model() -> None:
    assert about(ENCODER)["space"] == BundledE5().digest()


def test_a_question_becomes_a_unit_vector_and_near_to_another_telling_of_it() -> None:
    encoder = QueryEncoder()
    same, told, other = (
        encoder.query(text) for text in ("借钱不还怎么办", "朋友欠我钱一直拖着", "怎样申请专利")
    )
    assert np.isclose(np.linalg.norm(same), 1)
    assert same @ told > same @ other


def test_an_encoder_that_cannot_be_read_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingProblem, match=r"python -m index\.learning"):
        QueryEncoder(tmp_path)


@pytest.fixture
def searcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Searcher:
    """Over the small library, with one lay question, ranked; the hashing model encodes questions too."""
    embedder = world.HashEmbedder()
    monkeypatch.setattr(QueryEncoder, "for_passages", classmethod(lambda cls, model, threads=1: embedder))
    asked = LayQuestion(law="甲食品法", article="第一条", text="店里有过期牛奶罚不罚", file=tmp_path, line=1)
    sources = Sources(world.small_library(), (), (), (), [asked])
    return open_sources(Settings(home=tmp_path), sources, embedder=embedder, show=False)


def test_a_lay_question_leads_to_the_version_in_force(searcher: Searcher) -> None:
    hits = searcher.search("店里有过期牛奶罚不罚", 5, as_of=DAY)
    assert (hits[0].law, hits[0].article) == ("甲食品法", "第一条")
    assert len({hit.id for hit in hits}) == len(hits)
    before = searcher.search("店里有过期牛奶罚不罚", 5, as_of=date(2025, 1, 1))
    assert before[0].id != hits[0].id


def test_only_rows_that_are_allowed_are_evidence(searcher: Searcher) -> None:
    group, found = searcher.evidence("过期牛奶", ("statute",), DAY, ["甲食品法"])
    assert {group.laws[row] for row in found.rows.tolist()} == {"甲食品法"}
    asked = {group.articles[row]: int(n) for row, n in zip(found.rows.tolist(), found.asked, strict=True)}
    assert asked == {"第一条": 1, "第二条": 0}
