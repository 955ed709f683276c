"""Learning goes on from the shipped weights: what is read back reads as what is shipped."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from assistant.learning.labels import labels_of
from assistant.learning.network import ReaderNetwork
from assistant.learning.resume import resume
from assistant.reading.model import WEIGHTS, ReaderModel, clause_means
from corpus.violations import load_violations
from index.learning.encoder import bundled_weights, small_tokenizer

TEXT = "三包过期辣条，当场我就扔了，开店十一年没人说过我"
SPANS = [(0, 6), (7, 13), (14, 24)]


def test_weights_read_back_read_alike() -> None:
    weights, labels = bundled_weights(), labels_of([v.id for v in load_violations()])
    tokenizer, rows = small_tokenizer(weights, [TEXT])
    network = ReaderNetwork(weights, rows, labels)
    resume(network, WEIGHTS / "reader.onnx")
    network.eval()
    encoding = tokenizer.encode(TEXT, add_special_tokens=False)
    ids = torch.tensor([[rows.index(weights.bos), *encoding.ids, rows.index(weights.eos)]])
    pools = torch.from_numpy(clause_means(encoding.offsets, SPANS))[None]
    with torch.no_grad():
        facts, _, _ = network(ids, torch.ones_like(ids), pools)
    shipped = ReaderModel().read(TEXT, SPANS)
    told = np.array([[clause[label] for label in labels.facts] for clause in shipped.clauses])
    assert np.abs(facts[0].sigmoid().numpy() - told).max() < 0.2  # eight bits lose a little


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(ValueError, match="从头训练"):
        resume(nn.Linear(2, 2), WEIGHTS / "reader.onnx")
