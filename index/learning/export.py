"""A torch module as an eight-bit onnx file: no torch is needed to run it."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn


def export_onnx(
    module: nn.Module,
    inputs: Mapping[str, torch.Tensor],
    outputs: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
    file: Path,
) -> None:
    """Write ``module`` to ``file``. ``inputs``: examples by name, in order; ``axes``: those that vary."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    kinds: dict[str, Any] = {"weight_type": QuantType.QInt8, "per_channel": True}
    module.eval()
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # The newer exporter needs one more package and writes the same graph.
        warnings.simplefilter("ignore", DeprecationWarning)
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            module, tuple(inputs.values()), full, input_names=list(inputs), output_names=list(outputs),
            dynamic_axes=axes, dynamo=False, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(full, file, op_types_to_quantize=["MatMul", "Gemm", "Gather"], **kinds)
