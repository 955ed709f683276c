"""The shipped weights back in torch, so that learning goes on where it stopped.

Eight-bit weights lose a little; that is mended in the first steps. The word table is not read back: it was
never learned, and is taken from the bundled encoder. Labels that are new since stand last and begin untaught.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn


def resume(network: nn.Module, file: Path) -> None:
    """Set the parameters of ``network`` to those in the onnx ``file`` that ``export`` wrote.

    Raises ValueError naming a parameter that the file lacks or holds in another shape.
    """
    found = _parameters(file)
    for name, parameter in network.named_parameters():
        if name.endswith("word_embeddings.weight"):
            continue
        value = found.get(name)
        grown = name.startswith("facts.")
        if value is None or value.shape[grown:] != parameter.shape[grown:] or len(value) > len(parameter):
            raise ValueError(f"{file.name} 里没有参数 {name}，或者形状不同；请从头训练（不带 --resume）。")
        parameter.data[: len(value)].copy_(value)


def _parameters(file: Path) -> dict[str, torch.Tensor]:
    """Every weight by its torch name; matrices of a layer are named by the node that multiplies by them."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(file)).graph
    held = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    out = {name.removeprefix("network."): value for name, value in held.items()}
    for name in [n for n in held if n.endswith("embeddings.weight_quantized")]:
        stem = name.removesuffix("_quantized")
        out[stem.removeprefix("network.")] = _restored(held, stem)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            layer = node.name.removeprefix("/network/").rsplit("/", 1)[0].replace("/", ".")
            out[f"{layer}.weight"] = _restored(held, node.input[1].removesuffix("_quantized")).T
    return out


def _restored(held: dict[str, Any], stem: str) -> torch.Tensor:
    numbers, zero = held[f"{stem}_quantized"].float(), held[f"{stem}_zero_point"].float()
    restored: torch.Tensor = (numbers - zero) * held[f"{stem}_scale"]
    return restored
