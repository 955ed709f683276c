"""A trained network as files that onnxruntime and tokenizers read: no torch is needed to answer."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from assistant.learning.labels import Labels
from index.learning.export import export_onnx


class _Single(nn.Module):
    """The network for one question: no padding, so no mask to give."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, clauses: torch.Tensor) -> tuple[torch.Tensor, ...]:
        facts, violations, kinds = self.network(ids, torch.ones_like(ids), clauses)
        return facts[0], violations[0], kinds[0]


def export(
    network: nn.Module,
    tokenizer: Tokenizer,
    labels: Labels,
    ends: tuple[int, int],
    trained_on: str,
    folder: Path,
) -> None:
    """Write ``reader.onnx`` (weights in 8 bits), ``tokenizer.json`` and ``labels.json`` to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    inputs = {"ids": torch.tensor([[ends[0], 5, 6, ends[1]]]), "clauses": torch.full((1, 2, 4), 0.25)}
    axes = {"ids": {1: "t"}, "clauses": {1: "c", 2: "t"}}
    export_onnx(_Single(network), inputs, ("facts", "violations", "kinds"), axes, folder / "reader.onnx")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    told: dict[str, object] = {
        "facts": labels.facts,
        "violations": labels.violations,
        "kinds": labels.kinds,
        "ends": ends,
    }
    told["trained_on"] = trained_on
    (folder / "labels.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
