"""Training the fact head: the exemplars it takes, its thresholds, and a whole small training."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from assistant import fact_training
from assistant.fact_training import (
    BORROWED,
    OFF,
    _per_class,
    _thresholds,
    _training_set,
    document_weights,
    load_exemplars,
    matrix,
)
from assistant.reading.fact_head import OTHER, FactHead, exemplar_digest
from assistant.reading.ngrams import BUCKETS, features
from assistant.reading.patterns import read_vocabulary
from corpus.errors import DataError

SIZE = 8
PRECISE = read_vocabulary("head.yaml")[1]["harm:none"]["precise"]
NAMES = ["harm:none", f"harm:{OTHER}"]
EXEMPLARS = {
    "harm.yaml": {
        "none": [
            "没人受伤",
            "没有人受伤",
            "客人都没受伤",
            "谁也没受伤",
            "没有一个人受伤",
            "一个受伤的都没有",
        ],
        "serious": ["有人住院", "两人住院", "老人住院了", "住院的有三个", "客人住院抢救", "送去住院"],
    },
    "minor.yaml": {"yes": ["就一袋", "只有一袋", "才一袋", "也就一袋", "不过一袋", "仅仅一袋"]},
    "neutral.yaml": {OTHER: ["今天开门", "店在街口", "我是老板", "开了三年店", "门口有树", "街上人多"]},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "facts"
    made.mkdir()
    for name, groups in EXEMPLARS.items():
        lines = [f"'{value}': [{', '.join(texts)}]" for value, texts in groups.items()]
        (made / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return made


def embedded(texts: list[str]) -> dict[str, np.ndarray[Any, Any]]:
    """Made-up unit vectors, the same for the same text."""
    rows = {text: np.random.default_rng(crc32(text.encode())).normal(size=SIZE) for text in texts}
    return {text: np.asarray(v / np.linalg.norm(v), np.float32) for text, v in rows.items()}


# Exemplars


def test_exemplars_are_utterances_with_their_value(folder: Path) -> None:
    groups = load_exemplars(folder)
    assert list(groups) == ["harm", "minor", "neutral"]
    assert groups["minor"][0] == ("就一袋", "yes")
    assert {value for _, value in groups["harm"]} == {"none", "serious"}


@pytest.mark.parametrize("content", ["", "- 没人受伤", "none: 没人受伤", "none: [没人", "none:"])
def test_a_file_of_another_shape_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "harm.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"harm\.yaml"):
        load_exemplars(tmp_path)


def test_the_exemplars_that_ship_are_many_and_of_every_group() -> None:
    groups = load_exemplars()
    assert "neutral" in groups
    assert sum(map(len, groups.values())) > 5000
    assert min(map(len, groups.values())) > 100


def test_other_facts_lend_their_utterances_as_other_with_less_weight(folder: Path) -> None:
    texts, values, weights = _training_set("minor", load_exemplars(folder))
    row = {
        text: (str(value), float(weight)) for text, value, weight in zip(texts, values, weights, strict=True)
    }
    assert row["就一袋"] == ("yes", 1.0)
    assert row["今天开门"] == (OTHER, 1.0)
    assert row["有人住院"] == (OTHER, BORROWED)


# Features


def test_rare_ngrams_weigh_more() -> None:
    idf = document_weights(["过期面包", "过期牛奶", "过期饮料"])
    everywhere = set(features("过期面包")) & set(features("过期牛奶")) & set(features("过期饮料"))
    assert idf.shape == (BUCKETS,)
    assert everywhere
    assert max(idf[list(everywhere)]) < max(idf[features("牛奶")])


def test_a_row_is_ngrams_then_meaning() -> None:
    texts = ["没人受伤", "有人住院"]
    idf = document_weights(texts)
    meaning = np.arange(2 * SIZE, dtype=np.float32).reshape(2, SIZE)
    rows = matrix(texts, idf, meaning)
    assert rows.shape == (2, BUCKETS + SIZE)
    assert rows[:, BUCKETS:].toarray().tolist() == meaning.tolist()
    assert np.linalg.norm(rows[0, :BUCKETS].toarray()) == pytest.approx(1)


# Weights of each class


@pytest.mark.parametrize("classes", [2, 3])
def test_one_column_a_class_gives_the_probabilities_of_the_model(classes: int) -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(60, 5)), rng.integers(0, classes, 60)
    model = LogisticRegression().fit(x, y)
    weights, bias = _per_class(model)
    assert weights.shape == (5, classes)
    logits = x @ weights + bias
    softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert softmax == pytest.approx(model.predict_proba(x))


# Thresholds


def threshold(sure: list[float], right: list[bool], weights: list[float] | None = None) -> list[float]:
    guess = np.array([[p, 1 - p] for p in sure])
    values = np.array(["none" if r else OTHER for r in right] + ["none"])  # one that is told but not read
    guess = np.vstack([guess, [0, 1]])
    return _thresholds(NAMES, guess, values, np.array([*(weights or [1.0] * len(sure)), 1.0]))


def test_the_smallest_probability_that_is_right_often_enough() -> None:
    assert PRECISE > 0.6
    assert threshold([0.9, 0.8, 0.7, 0.6, 0.55], [True, True, True, False, False])[0] == pytest.approx(0.7)


def test_where_all_are_right_all_are_read() -> None:
    assert threshold([0.9, 0.6, 0.51], [True, True, True])[0] == pytest.approx(0.51)


def test_what_is_never_right_is_off() -> None:
    assert threshold([0.9, 0.8], [False, False])[0] == OFF


def test_what_nobody_asks_for_is_off() -> None:
    assert threshold([0.9, 0.2], [True, False])[1] == OFF


def test_utterances_lent_by_other_facts_set_no_threshold() -> None:
    lent = threshold([0.9, 0.8, 0.7], [True, False, True], [1.0, BORROWED, 1.0])
    assert lent[0] == pytest.approx(0.7)


# A whole training


def test_a_small_training_writes_a_head_that_reads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "weights" / "facts.npz"
    monkeypatch.setattr(fact_training, "WEIGHTS", weights)
    monkeypatch.setattr(fact_training, "load_exemplars", lambda: load_exemplars(folder))
    monkeypatch.setattr(fact_training, "embed", embedded)
    assert fact_training.main() == 0
    assert "写入 facts.npz" in capsys.readouterr().out
    head = FactHead(weights)
    assert head.labels == ["harm:none", "harm:other", "harm:serious", "minor:other", "minor:yes"]
    assert head.trained_on == exemplar_digest()
    assert all(0 < threshold <= OFF + 1e-6 for threshold in head.thresholds.values())
    head.thresholds = dict.fromkeys(head.labels, 0.0)
    vectors = embedded(["有人住院", "就一袋", "今天开门"])
    read = {text: [label for label, _ in head.read(text, vector)] for text, vector in vectors.items()}
    assert read == {"有人住院": ["harm:serious"], "就一袋": ["minor:yes"], "今天开门": []}
