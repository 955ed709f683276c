"""The trained head on the query embedding: its weights, its data, and how it joins the patterns."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.intent import Kind, Signals
from assistant.intent_head import (
    KINDS,
    WEIGHTS,
    IntentHead,
    WeightsProblem,
    combine,
    texts_digest,
    weights_digest,
)
from assistant.training import best_temperature, main, read_exemplars, softmax, thresholds
from corpus.errors import DataError
from index.embedding import BundledE5

QUESTIONS = Path(__file__).parents[1] / "evals" / "questions"
SURE: dict[Kind, float] = dict.fromkeys(KINDS, 0.8)
NOTHING = Signals(violation=False, facts=0, articles=0, stage="before")


@pytest.fixture(scope="module")
def head() -> IntentHead:
    return IntentHead.load()


@pytest.fixture(scope="module")
def embedder() -> BundledE5:
    return BundledE5()


def chances(kind: Kind, chance: float) -> dict[Kind, float]:
    return {other: chance if other == kind else (1 - chance) / 4 for other in KINDS}


# The weights


def test_the_weights_are_small_and_made_from_the_exemplars_that_ship(head: IntentHead) -> None:
    assert WEIGHTS.stat().st_size < 100_000
    assert head.made_from == texts_digest(read_exemplars()), "run python -m assistant.training intent"


def test_the_weights_fit_the_bundled_model(embedder: BundledE5) -> None:
    assert IntentHead.for_model(embedder.digest()) is not None


def test_another_embedding_model_turns_the_head_off_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert IntentHead.for_model("another") is None
    assert "另一个嵌入模型" in caplog.text


def test_altered_weights_are_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with np.load(WEIGHTS) as file:
        arrays = {name: file[name] for name in file.files}
    altered = tmp_path / "intent.npz"
    np.savez(altered, **{**arrays, "bias": arrays["bias"] + 1})
    with pytest.raises(WeightsProblem, match="校验码不符"):
        IntentHead.load(altered)
    assert IntentHead.for_model(str(arrays["model"]), altered) is None
    assert "校验码不符" in caplog.text


@pytest.mark.parametrize("content", [None, b"", b"no weights", WEIGHTS.read_bytes()[:3000]])
def test_missing_and_damaged_weights_are_named_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "intent.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsProblem, match=r"intent\.npz .*python -m assistant\.training intent"):
        IntentHead.load(path)


def test_every_field_is_under_the_digest() -> None:
    with np.load(WEIGHTS) as file:
        arrays = {name: file[name] for name in file.files}
    digest = weights_digest(arrays)
    for name in set(arrays) - {"digest"}:
        changed = {**arrays, name: np.array("other")}
        assert weights_digest(changed) != digest


# What it says


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("两个小伙在河湾里用鱼叉和头灯扎鱼，桶里有二十多条，渔船靠岸时让人撞见", "determination"),
        ("理发店给客人烫发用的药水没有标签，店主说从批发市场拿的", "determination"),
        ("广告法第五十五条是怎么写的", "law"),
        ("什么叫无主观过错", "law"),
        ("复议申请要在多少天里交上去", "procedure"),
        ("罚款可以申请分几个月交吗", "procedure"),
        ("有没有小餐馆免罚的真实案例", "case"),
        ("怎样煮米饭不粘锅", "out_of_scope"),
        ("前妻不让我看孩子怎么办", "out_of_scope"),
    ],
)
def test_plain_questions_are_told_apart(head: IntentHead, embedder: BundledE5, text: str, kind: Kind) -> None:
    assert text not in {line for _, line in read_exemplars()}
    found = head.probabilities(embedder.query(text), text)
    assert max(found, key=lambda k: found[k]) == kind


@pytest.mark.parametrize("text", ["", "?", "\ud800", "罚" * 4000])
def test_probabilities_sum_to_one_whatever_is_asked(head: IntentHead, text: str) -> None:
    found = head.probabilities(np.zeros(384, np.float32), text)
    assert set(found) == set(KINDS)
    assert sum(found.values()) == pytest.approx(1)


# Patterns and head together


@pytest.mark.parametrize("pattern", KINDS)
def test_a_pattern_that_matched_keeps_its_word(pattern: Kind) -> None:
    for kind in KINDS:
        assert combine(pattern, chances(kind, 0.99), NOTHING, SURE, by_default=False) == pattern


@pytest.mark.parametrize(
    ("pattern", "kind", "chance", "combined"),
    [
        ("out_of_scope", "determination", 0.9, "determination"),
        ("out_of_scope", "determination", 0.7, "out_of_scope"),
        ("out_of_scope", "procedure", 0.9, "procedure"),
        ("determination", "out_of_scope", 0.9, "out_of_scope"),
        ("determination", "out_of_scope", 0.7, "determination"),
        ("determination", "law", 0.9, "law"),
    ],
)
def test_what_only_remains_yields_to_a_sure_head(
    pattern: Kind, kind: Kind, chance: float, combined: Kind
) -> None:
    assert combine(pattern, chances(kind, chance), NOTHING, SURE, by_default=True) == combined


@pytest.mark.parametrize("told", [{"violation": True}, {"facts": 1}])
def test_an_act_that_is_told_is_never_explained_away(told: dict[str, int]) -> None:
    signals = NOTHING.model_copy(update=told)
    for kind in KINDS:
        found = combine("determination", chances(kind, 0.99), signals, SURE, by_default=True)
        assert found == "determination"


# The data


def test_there_are_enough_exemplars_of_each_kind() -> None:
    counts = Counter(kind for kind, _ in read_exemplars())
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 100
    assert min(counts[kind] for kind in KINDS if kind != "case") >= 250


def test_no_exemplar_is_nearly_an_evaluation_question() -> None:
    rows = [
        json.loads(line)
        for path in QUESTIONS.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    asked = [_grams(row["question"]) for row in rows if "question" in row]
    assert asked
    for _, text in read_exemplars():
        own = _grams(text)
        assert all(len(own & other) < 0.5 * len(own | other) for other in asked), text


@pytest.mark.parametrize("content", ["law: 一句", "- 一句\n- 一句", "- 3", "- ''"])
def test_a_wrong_exemplar_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "determination.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"determination\.yaml"):
        read_exemplars(tmp_path)


# Training


def test_temperature_tames_boasting_logits() -> None:
    labels = np.array([0, 1, 2, 3] * 25)
    logits = np.eye(5)[labels] * 20
    logits[:20] = np.eye(5)[(labels[:20] + 1) % 5] * 20  # a fifth is wrong
    cooled = softmax(logits / best_temperature(logits, labels))
    assert cooled.max(1).mean() < softmax(logits).max(1).mean()


def test_a_kind_that_is_never_right_is_never_sure() -> None:
    labels = np.array([0, 1, 2, 3] * 10)
    always_out = np.tile([0.01, 0.01, 0.01, 0.01, 0.96], (40, 1))
    assert thresholds(always_out, labels, np.ones(40, np.bool_)).tolist() == [1.0] * 5


def test_only_intent_can_be_trained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weather"]) == 2
    assert "python -m assistant.training intent" in capsys.readouterr().err


def _grams(text: str) -> set[str]:
    plain = re.sub(r"[\s\W]", "", text)
    return {plain[at : at + 3] for at in range(max(1, len(plain) - 2))}
