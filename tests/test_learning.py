"""From labelled texts to weights: reading the data, labelling clauses, batches, and the way out to onnx."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import nn

from assistant.learning.__main__ import batches, epoch, joined, loss_of, tensors
from assistant.learning.data import (
    Example,
    digest,
    of_facts,
    of_kinds,
    of_stories,
    of_tellings,
    read_stories,
)  # fmt: skip
from assistant.learning.export import export
from assistant.learning.labels import ACT, FACTS, labels_of
from assistant.learning.violations import matrix, texts
from assistant.reading.model import ReaderModel, clause_means
from corpus.errors import DataError
from corpus.models import Violation
from corpus.tellings import read_tellings
from corpus.violations import load_violations
from evals.determination import QUESTIONS, load_gold

LABELS = labels_of(["food-expired-sale", "food-no-license"])

STORY = {
    "id": "x-001", "question": "我家摆了两袋过期面包，当场就扔了，求求你们了", "role": "business",
    "violations": ["food-expired-sale"],
    "told": [["act", "摆了两袋过期面包"], ["correction:done", "当场就扔了"]],
    "gold": "no_penalty_discretionary",
}  # fmt: skip


def stories(tmp_path: Path, **change: object) -> Path:
    (tmp_path / "x.jsonl").write_text(json.dumps({**STORY, **change}, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_the_shipped_texts_are_whole() -> None:
    ids = {v.id for v in load_violations()}
    for story in read_stories():
        assert set(story.violations) <= ids, story.id
        for label, words in story.told:
            assert label in FACTS, story.id
            assert words in story.question, story.id
    assert {t.id for t in read_tellings()} == ids
    assert all(len(set(t.texts)) == len(t.texts) for t in read_tellings())


def test_no_question_that_measures_is_learned_from() -> None:
    learned = {s.question for s in read_stories()} | {t for row in read_tellings() for t in row.texts}
    for name in ("dev", "dev2", "dev3", "dev4", "dev5", "blind"):
        assert not learned & {g.question for g in load_gold(QUESTIONS / f"{name}.jsonl")}


def test_a_story_labels_its_clauses_and_nothing_else(tmp_path: Path) -> None:
    (example,) = of_stories(read_stories(stories(tmp_path)))
    assert [sorted(shown) for _, _, shown, _ in example.spans] == [[ACT], ["correction:done"], []]
    assert all(known is None for *_, known in example.spans)
    assert example.kinds == ("determination",)


@pytest.mark.parametrize("change", [{"told": "过期"}, {"gold": None}, {"colour": "red"}])
def test_a_wrong_story_is_told_with_file_and_line(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(DataError, match=r"x\.jsonl.*第1行"):
        read_stories(stories(tmp_path, **change))


def test_what_is_not_known_of_an_utterance_hardly_counts() -> None:
    (example,) = (e for e in of_facts(LABELS) if e.text == "属初犯")
    t = tensors([(example, [0, 5, 1], [(0, 3)])], LABELS, pad=2)
    shown = FACTS.index("first_violation:yes")
    assert t["facts"][0, 0, shown] == 1
    assert t["known"][0, 0, shown] == 1
    assert t["known"][0, 0, FACTS.index("harm:none")] < 0.1


def test_a_telling_among_utterances_keeps_its_places() -> None:
    act = Example("卖过期面包", ((0, 5, frozenset({ACT}), frozenset({ACT})),))
    other = Example("当场扔了", ((0, 4, frozenset({"correction:done"}), None),))
    for seed in range(20):
        mixed = joined(act, [other] * 5, random.Random(seed))
        for start, end, shown, _ in mixed.spans:
            assert mixed.text[start:end] == ("卖过期面包" if ACT in shown else "当场扔了")


def test_clause_rows_are_means_over_the_tokens_of_a_clause() -> None:
    rows = clause_means([(0, 1), (1, 3), (3, 4)], [(0, 3), (3, 4), (9, 10)])
    assert rows.tolist() == [[0, 0.5, 0.5, 0, 0], [0, 0, 0, 1, 0], [1, 0, 0, 0, 0]]


def test_an_epoch_holds_every_story_and_every_fact() -> None:
    catalogue: list[Violation] = load_violations()[:3]
    told, facts, kinds = of_tellings(read_tellings()[:3], catalogue), of_facts(LABELS)[:20], of_kinds()[:5]
    drawn = epoch(of_stories(read_stories()[:2]), told, facts, kinds, random.Random(0))
    assert {e.text for e in facts} | {e.text for e in kinds} <= {e.text for e in drawn}


def test_the_digest_moves_with_the_data(tmp_path: Path) -> None:
    before = digest([stories(tmp_path)])
    assert digest([stories(tmp_path, why="x")]) != before


def test_the_violation_head_learns_from_all_three_sources() -> None:
    rows = texts()
    assert {v for _, v, _ in rows} == {v.id for v in load_violations()}
    assert all(0 < weight <= 1 for *_, weight in rows)


def test_rows_of_the_violation_head_have_one_width() -> None:
    import numpy as np

    from assistant.reading.ngrams import BUCKETS
    from assistant.violation_head import FOLDED

    x = matrix(["过期面包", "没办证"], np.ones(BUCKETS, np.float32), np.zeros((2, 4), np.float32))
    assert x.shape == (2, FOLDED + 4)


class Tiny(nn.Module):
    """Stands for the network: the same inputs and outputs, a few weights."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(50, 8)
        self.facts, self.kinds = nn.Linear(8, len(LABELS.facts)), nn.Linear(8, len(LABELS.kinds))
        self.violations = nn.Linear(8, len(LABELS.violations))

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, clauses: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        states = self.words(ids) * mask[..., None]
        whole = states.mean(1, keepdim=True)
        each = clauses @ states
        return self.facts(each), self.violations(torch.cat([whole, each], 1)), self.kinds(whole[:, 0])


def tiny_tokenizer() -> Tokenizer:
    pieces = [("<s>", 0.0), ("</s>", 0.0), ("<pad>", 0.0), ("<unk>", 0.0)]
    tokenizer = Tokenizer(models.Unigram([*pieces, *((c, -1.0) for c in "▁卖过期面包当场扔了")], 3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=False, prepend_scheme="always")
    return tokenizer


def test_a_network_learns_and_leaves_as_files_that_answer_alone(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network, tokenizer = Tiny(), tiny_tokenizer()
    example = Example(
        "卖过期面包，当场扔了",
        ((0, 5, frozenset({ACT}), None), (6, 10, frozenset({"correction:done"}), None)),
        ("food-expired-sale",),
        ("determination",),
    )
    optimiser = torch.optim.Adam(network.parameters(), lr=0.05)
    losses = []
    for _ in range(60):
        (group,) = batches([example], tokenizer, (0, 1), random.Random(0))
        loss = loss_of(network, tensors(group, LABELS, pad=2))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 4
    export(network, tokenizer, LABELS, (0, 1), "here", tmp_path)
    model = ReaderModel(tmp_path)
    act, done = model.read(example.text, [(0, 5), (6, 10)]).clauses
    assert act[ACT] > 0.5 > act["correction:done"]
    assert done["correction:done"] > 0.5 > done[ACT]
    assert model.trained_on == "here"
