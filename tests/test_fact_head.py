"""The head that reads facts by likeness: its weights, what they were made from, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.fact_training import OFF
from assistant.guard import has_chinese
from assistant.reading.fact_head import (
    EXEMPLARS,
    OTHER,
    WEIGHTS,
    FactHead,
    centred,
    exemplar_digest,
    shipped_head,
    word_row,
)
from assistant.reading.ngrams import BUCKETS, features, normalise
from assistant.reading.patterns import read_vocabulary
from corpus.errors import CorpusError
from index.embedding import BundledE5

COMMAND = r"python -m assistant\.fact_training"
LABELS = ["harm:none", "harm:slight", f"harm:{OTHER}", f"minor:{OTHER}", "minor:yes"]
SIZE = 4  # numbers of a made-up embedding
Arrays = dict[str, Any]


def arrays(**changed: Any) -> Arrays:
    """Weights of a head that likes every label alike, whatever the text; ``bias`` then decides."""
    plain: Arrays = {
        "words": np.zeros((BUCKETS, len(LABELS)), np.int8),
        "scale": np.ones(len(LABELS), np.float32),
        "meaning": np.zeros((SIZE, len(LABELS)), np.float16),
        "bias": np.zeros(len(LABELS), np.float32),
        "idf": np.ones(BUCKETS, np.float16),
        "mean": np.zeros(SIZE, np.float32),
        "labels": np.array(LABELS),
        "thresholds": np.full(len(LABELS), 0.5, np.float32),
        "trained_on": np.array("exemplars"),
        "model": np.array("model"),
    }
    return plain | changed


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., FactHead]:
    """A head from made-up weights."""

    def make(**changed: Any) -> FactHead:
        file = tmp_path / "facts.npz"
        np.savez_compressed(file, **arrays(**changed))
        return FactHead(file)

    return make


def told(head: FactHead) -> list[str]:
    return [label for label, _ in head.read("已经下架了", np.ones(SIZE, np.float32))]


# The weights that ship


def test_the_weights_were_made_from_the_exemplars_that_ship() -> None:
    assert shipped_head().trained_on == exemplar_digest(), "run python -m assistant.fact_training"


def test_the_weights_fit_the_bundled_model() -> None:
    assert shipped_head().model == BundledE5().digest()


def test_every_threshold_is_a_probability_or_off() -> None:
    for label, threshold in shipped_head().thresholds.items():
        assert 0 < threshold <= OFF + 1e-6, label


def test_the_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < 1_000_000


def test_every_group_of_exemplars_is_read_and_can_be_none_of_its_values() -> None:
    groups = {path.stem for path in EXEMPLARS.glob("*.yaml")} - {"neutral"}
    head = shipped_head()
    assert {label.partition(":")[0] for label in head.labels} == groups
    assert {f"{group}:{OTHER}" for group in groups} <= set(head.labels)


def test_every_label_that_means_a_fact_is_one_the_head_knows() -> None:
    assert set(read_vocabulary("head.yaml")[1]) <= set(shipped_head().labels)


def test_what_has_no_meaning_is_never_told() -> None:
    meanings = read_vocabulary("head.yaml")[1]
    for label, threshold in shipped_head().thresholds.items():
        if label not in meanings:
            assert threshold == pytest.approx(OFF), label


@pytest.mark.parametrize("text", ["", "？", "罚" * 4000, "abc", "\U0001f600"])
def test_any_text_is_read_and_gives_one_label_a_group(text: str) -> None:
    found = shipped_head().read(text, np.zeros(384, np.float32))
    groups = [label.partition(":")[0] for label, _ in found]
    assert len(groups) == len(set(groups))


def test_a_change_in_the_exemplars_changes_their_digest(tmp_path: Path) -> None:
    (tmp_path / "harm.yaml").write_text("none: [没人受伤]\n", encoding="utf-8")
    before = exemplar_digest(tmp_path)
    assert exemplar_digest(tmp_path) == before
    (tmp_path / "harm.yaml").write_text("none: [没有人受伤]\n", encoding="utf-8")
    assert exemplar_digest(tmp_path) != before


def test_a_file_that_changes_its_name_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "harm.yaml").write_text("none: [没人受伤]\n", encoding="utf-8")
    before = exemplar_digest(tmp_path)
    (tmp_path / "harm.yaml").rename(tmp_path / "minor.yaml")
    assert exemplar_digest(tmp_path) != before


# Weights that cannot be used


def refused(file: Path) -> str:
    with pytest.raises(CorpusError, match=COMMAND) as caught:
        FactHead(file)
    message = str(caught.value)
    assert file.name in message
    assert has_chinese(message)
    assert "\n" not in message
    return message


def test_missing_weights_name_the_command_that_makes_them(tmp_path: Path) -> None:
    assert "读不出来" in refused(tmp_path / "facts.npz")


@pytest.mark.parametrize(
    "content",
    [
        b"no weights",
        b"",
        WEIGHTS.read_bytes()[:3000],
        WEIGHTS.read_bytes()[:-3000],
        b"PK\x03\x04",
    ],
    ids=["words", "empty", "start", "cut", "no zip"],
)
def test_damaged_weights_name_the_command_that_makes_them(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "facts.npz"
    file.write_bytes(content)
    refused(file)


def test_one_wrong_byte_is_found(tmp_path: Path) -> None:
    content = bytearray(WEIGHTS.read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "facts.npz").write_bytes(bytes(content))
    refused(tmp_path / "facts.npz")


@pytest.mark.parametrize("name", list(arrays()))
def test_weights_without_one_of_their_parts_are_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / "facts.npz"
    np.savez(file, **{key: part for key, part in arrays().items() if key != name})
    assert name in refused(file)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("words", np.zeros((BUCKETS // 2, len(LABELS)), np.int8)),
        ("words", np.zeros((BUCKETS, len(LABELS) + 1), np.int8)),
        ("labels", np.array(LABELS[:-1])),
        ("thresholds", np.full(2, 0.5, np.float32)),
        ("scale", np.ones(2, np.float32)),
        ("bias", np.array(["x"] * len(LABELS))),
        ("words", np.array([None], object)),
        ("meaning", np.zeros((SIZE, 2), np.float16)),
        ("bias", np.zeros(2, np.float32)),
        ("idf", np.ones(5, np.float16)),
        ("mean", np.zeros(SIZE + 1, np.float32)),
    ],
    ids=lambda value: value if isinstance(value, str) else "x".join(map(str, value.shape)),
)
def test_weights_of_another_shape_are_refused(name: str, part: Any, tmp_path: Path) -> None:
    file = tmp_path / "facts.npz"
    np.savez(file, **arrays(**{name: part}))
    refused(file)


# What is told


def test_the_likeliest_label_of_a_group_is_told_with_its_probability(made: Callable[..., FactHead]) -> None:
    head = made(bias=np.array([3, 1, 0, 0, -3], np.float32))
    ((label, probability),) = head.read("已经下架了", np.ones(SIZE, np.float32))
    assert label == "harm:none"
    assert probability == pytest.approx(np.exp(3) / (np.exp(3) + np.exp(1) + 1), abs=1e-3)


def test_each_group_tells_for_itself(made: Callable[..., FactHead]) -> None:
    assert told(made(bias=np.array([3, 0, 0, 0, 3], np.float32))) == ["harm:none", "minor:yes"]


def test_other_is_never_told(made: Callable[..., FactHead]) -> None:
    assert told(made(bias=np.array([0, 0, 9, 9, 0], np.float32))) == []


def test_below_its_threshold_a_label_is_not_told(made: Callable[..., FactHead]) -> None:
    bias = np.array([3, 0, 0, 9, 0], np.float32)
    assert told(made(bias=bias, thresholds=np.array([0.9, 0, 0, 0, 0], np.float32))) == ["harm:none"]
    assert told(made(bias=bias, thresholds=np.array([0.95, 0, 0, 0, 0], np.float32))) == []


def test_a_label_turned_off_is_not_told_however_sure(made: Callable[..., FactHead]) -> None:
    bias = np.array([99, 0, 0, 9, 0], np.float32)
    assert told(made(bias=bias, thresholds=np.full(len(LABELS), OFF, np.float32))) == []


def test_words_and_meaning_both_speak(made: Callable[..., FactHead]) -> None:
    words = np.zeros((BUCKETS, len(LABELS)), np.int8)
    words[features("已经下架了"), 0] = 100
    assert told(made(words=words)) == ["harm:none"]
    meaning = np.zeros((SIZE, len(LABELS)), np.float16)
    meaning[:, 4] = 100
    assert told(made(meaning=meaning)) == ["minor:yes"]


# N-grams


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("货值３０元", "货值30元"),
        ("货值30元", "货值999.5元"),
        ("三天内改了", "七天内改了"),
        ("“最好”已删", "最好 已删"),
        ("ＡＢ", "ab"),
    ],
)
def test_what_does_not_matter_to_the_meaning_is_the_same(text: str, other: str) -> None:
    assert normalise(text) == normalise(other)
    assert features(text) == features(other)


@pytest.mark.parametrize(("text", "other"), [("改了", "没改"), ("第一次", "再一次"), ("了改", "改了")])
def test_what_matters_is_told_apart(text: str, other: str) -> None:
    assert features(text) != features(other)


@settings(max_examples=80)
@given(st.text(max_size=40))
def test_features_are_sorted_distinct_places_in_the_table(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    found = features(text)
    assert found == sorted(set(found))
    assert all(0 <= place < BUCKETS for place in found)


def test_rows_and_vectors_have_length_one() -> None:
    assert np.linalg.norm(word_row("已经下架了", np.ones(BUCKETS, np.float32))) == pytest.approx(1)
    assert np.linalg.norm(centred(np.ones(4, np.float32), np.zeros(4, np.float32))) == pytest.approx(1)


def test_a_vector_like_all_others_says_nothing() -> None:
    mean = np.ones(4, np.float32)
    assert centred(mean, mean).tolist() == [0, 0, 0, 0]
