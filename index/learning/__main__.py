"""``python -m index.learning``: from lay questions to the weights of the question encoder.

The passages stay as the bundled model makes them; only the question side learns, against all articles at
once (softmax over the corpus), each article being as near as the nearest of the ways that lead to it. Seeded.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import torch
from torch import nn

from corpus.tellings import read_tellings
from corpus.violations import load_violations
from index.embedding import load_embedder
from index.learning.data import Pair, Passages, digest, pairs, passages, told_pairs
from index.learning.encoder import bundled_weights, small_encoder, small_tokenizer
from index.learning.export import export_onnx
from index.query_encoder import LONGEST, SIDE, WEIGHTS
from index.sources import load_sources
from settings import load_settings

SEED = 20261124
WRITTEN = date(2026, 11, 24)  # the day on which the articles asked about were in force
EPOCHS, RATE, WARM_UP = 3, 1.5e-4, 0.06
TEMPERATURE = 0.015  # 0.03 learned less: .640 against .656 after an epoch (R@10 of the vectors alone)
TELLING_SHARE = 0.35  # of the tellings an epoch sees
CHARACTERS_A_BATCH, MOST_A_BATCH = 2400, 96


class QuestionEncoder(nn.Module):
    """ids [B, T] and mask [B, T] → unit vectors [B, 384], the mean over the tokens."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return nn.functional.normalize(mean, dim=1)


class _Single(nn.Module):
    """The encoder for one question: no padding, so no mask to give."""

    def __init__(self, encoder: QuestionEncoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        vector: torch.Tensor = self.encoder(ids, torch.ones_like(ids))
        return vector


def batches(learned: Sequence[Pair], rng: random.Random) -> list[list[Pair]]:
    """One epoch: questions of like length together, so that little is padded, in random order."""
    shuffled, out = rng.sample(learned, len(learned)), []
    for start in range(0, len(shuffled), 4000):
        group: list[Pair] = []
        for pair in sorted(shuffled[start : start + 4000], key=lambda p: len(p.text)):
            full = len(pair.text) * (len(group) + 1) > CHARACTERS_A_BATCH or len(group) == MOST_A_BATCH
            if group and full:
                out.append(group)
                group = []
            group.append(pair)
        out.append(group)
    rng.shuffle(out)
    return out


def loss_of(vectors: torch.Tensor, batch: Sequence[Pair], held: Passages) -> torch.Tensor:
    """Cross entropy of any right article among all; the way that a question itself made is closed to it."""
    articles, ways = torch.from_numpy(held.articles), torch.from_numpy(held.ways)
    near = vectors @ ways.T
    for place, pair in enumerate(batch):
        near[place, list(pair.ways)] = -1.0
    leads = torch.from_numpy(held.leads)[None].expand(len(batch), -1)
    scores = (vectors @ articles.T).scatter_reduce(1, leads, near, "amax", include_self=True)
    logs = (scores / TEMPERATURE).log_softmax(1)
    right = [logs[place, list(pair.gold)].logsumexp(0) for place, pair in enumerate(batch)]
    return -torch.stack(right).mean()


def epoch(asked: Sequence[Pair], tellings: Sequence[Pair], rng: random.Random) -> list[list[Pair]]:
    """All lay questions and some of the tellings."""
    return batches([*asked, *rng.sample(tellings, round(TELLING_SHARE * len(tellings)))], rng)


def train(
    asked: Sequence[Pair],
    tellings: Sequence[Pair],
    held: Passages,
    space: str,
    texts: Sequence[str],
    told: str,
    to: Path,
) -> None:
    """Learn and write the weights to ``to``. ``texts``: what the vocabulary must be able to spell."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    weights = bundled_weights()
    tokenizer, rows = small_tokenizer(weights, texts)
    start, end, pad = (rows.index(piece) for piece in (weights.bos, weights.eos, weights.pad))
    network = QuestionEncoder(small_encoder(weights, rows))
    moving = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(moving, lr=RATE, weight_decay=0.01)
    plan = [batch for _ in range(EPOCHS) for batch in epoch(asked, tellings, rng)]
    began, seen = time.perf_counter(), 0.0
    network.train()
    for step, batch in enumerate(plan, 1):
        share = step / len(plan)
        optimiser.param_groups[0]["lr"] = RATE * min(1.0, share / WARM_UP) * (1 - share)
        spelled = tokenizer.encode_batch([SIDE + p.text for p in batch], add_special_tokens=False)
        ids = [[start, *e.ids[: LONGEST - 2], end] for e in spelled]
        width = max(map(len, ids))
        padded = torch.tensor([row + [pad] * (width - len(row)) for row in ids])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in ids])
        with torch.autocast("cpu", torch.bfloat16):
            vectors = network(padded, mask)
        loss = loss_of(vectors.float(), batch, held)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(moving, 1.0)
        optimiser.step()
        seen = 0.98 * seen + 0.02 * loss.item()
        if step % 50 == 0:
            spent = time.perf_counter() - began
            print(
                f"{step}/{len(plan)} 步，损失 {seen / (1 - 0.98**step):.3f}，{spent:.0f} 秒",
                file=sys.stderr,
                flush=True,
            )
    to.mkdir(parents=True, exist_ok=True)
    export_onnx(
        _Single(network),
        {"ids": torch.tensor([[start, 5, 6, end]])},
        ("vector",),
        {"ids": {1: "t"}},
        to / "query.onnx",
    )
    tokenizer.save(str(to / "tokenizer.json"), pretty=False)
    about = {"ends": (start, end), "space": space, "trained_on": told}
    (to / "about.json").write_text(json.dumps(about), encoding="utf-8")


def main() -> int:
    """Train on all lay questions and tellings."""
    parser = argparse.ArgumentParser(prog="python -m index.learning")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    began = time.perf_counter()
    settings = load_settings()
    embedder = load_embedder(settings)
    shelved = load_sources(settings).shelved()
    held, articles = passages(shelved, embedder, WRITTEN)
    asked = pairs(shelved, articles)
    tellings = told_pairs(read_tellings(), load_violations(), articles)
    learned = [*asked, *tellings]
    texts = [pair.text for pair in learned] + [entry.body for entry in articles]
    train(asked, tellings, held, embedder.digest(), texts, digest(learned, articles), given.to)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(learned)} 个问题，{time.perf_counter() - began:.0f} 秒，内存峰值 {used:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
