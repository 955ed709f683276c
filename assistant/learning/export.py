"""A trained network as files that onnxruntime and tokenizers read: no torch is needed to answer."""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from assistant.learning.labels import Labels


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
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # The newer exporter needs one more package and writes the same graph.
        warnings.simplefilter("ignore", DeprecationWarning)
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            _Single(network), (torch.tensor([[ends[0], 5, 6, ends[1]]]), torch.full((1, 2, 4), 0.25)), full,
            input_names=["ids", "clauses"], output_names=["facts", "violations", "kinds"],
            dynamic_axes={"ids": {1: "t"}, "clauses": {1: "c", 2: "t"}}, dynamo=False, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(
            full, folder / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    told: dict[str, object] = {
        "facts": labels.facts,
        "violations": labels.violations,
        "kinds": labels.kinds,
        "ends": ends,
    }
    told["trained_on"] = trained_on
    (folder / "labels.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
