"""``python -m assistant.learning``: from labelled texts to the weights of the reader model.

Seeded. Prints loss while it learns, then seconds and memory. Thresholds stand in
corpus/vocabulary/head.yaml and were chosen on questions it has not learned from (``python -m evals reader``).
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from assistant.learning.data import (
    Example,
    digest,
    of_facts,
    of_kinds,
    of_stories,
    of_tellings,
    read_stories,
)  # fmt: skip
from assistant.learning.export import export
from assistant.learning.labels import ACT, Labels, labels_of
from assistant.learning.network import ReaderNetwork
from assistant.learning.resume import resume
from assistant.reading.model import clause_means
from corpus.tellings import read_tellings
from corpus.violations import load_violations
from index.learning.encoder import bundled_weights, small_tokenizer
from settings import load_settings

SEED = 20261124
EPOCHS, TOKENS_A_BATCH = 3, 1600
ENCODER_RATE, HEAD_RATE, WARM_UP = 1.2e-4, 2e-3, 0.06
STORY_TIMES = 3  # how often an epoch sees each story
TELLING_SHARE = 0.5  # of the tellings an epoch sees
# Going on from learned weights, slower and shorter: what is new are the stories.
AGAIN_EPOCHS, AGAIN_RATE, AGAIN_TELLINGS, AGAIN_TIMES = 2, 0.5, 0.15, 2
JOINED = 0.5  # share of tellings that get utterances of facts around them
FACT_WEIGHT, VIOLATION_WEIGHT, KIND_WEIGHT = 1.0, 0.25, 0.1
HARDLY = 0.05  # weight of a label that nobody looked for in a text
LONGEST = 400  # tokens
MARKS = ("，", "，", "。", " ", "；", "")

Batch = list[tuple[Example, list[int], list[tuple[int, int]]]]


def joined(telling: Example, facts: Sequence[Example], rng: random.Random) -> Example:
    """A telling with one to three utterances of facts around it: so a clause learns to live among others."""
    parts = [telling, *rng.sample(facts, rng.randint(1, 3))]
    if rng.random() < 0.3:
        rng.shuffle(parts)
    text, spans = "", []
    for part in parts:
        at = len(text)
        spans += [(at + a, at + b, shown, known) for a, b, shown, known in part.spans]
        text += part.text + rng.choice(MARKS)
    return Example(text, tuple(spans), telling.violations, telling.kinds)


def epoch(
    stories: Sequence[Example], tellings: Sequence[Example], facts: Sequence[Example],
    kinds: Sequence[Example], rng: random.Random, telling_share: float = TELLING_SHARE,
    story_times: int = STORY_TIMES,
) -> list[Example]:  # fmt: skip
    """What one epoch learns from, in random order."""
    some = rng.sample(tellings, round(telling_share * len(tellings)))
    mixed = [joined(t, facts, rng) if rng.random() < JOINED else t for t in some]
    out = [*stories] * story_times + mixed + [*facts] + [*kinds] * 2
    rng.shuffle(out)
    return out


def batches(
    examples: Sequence[Example], tokenizer: Tokenizer, ends: tuple[int, int], rng: random.Random
) -> Iterator[Batch]:
    """Examples of like length together, so that little is padded."""
    pool: Batch = []
    for encoding, example in zip(
        tokenizer.encode_batch([e.text for e in examples], add_special_tokens=False), examples, strict=True
    ):
        ids = [ends[0], *encoding.ids[: LONGEST - 2], ends[1]]
        pool.append((example, ids, encoding.offsets[: LONGEST - 2]))
    size, groups = 2000, []
    for start in range(0, len(pool), size):
        chunk = sorted(pool[start : start + size], key=lambda row: len(row[1]))
        group: Batch = []
        for row in chunk:
            if group and len(row[1]) * (len(group) + 1) > TOKENS_A_BATCH:
                groups.append(group)
                group = []
            group.append(row)
        groups.append(group)
    rng.shuffle(groups)
    yield from groups


def tensors(batch: Batch, labels: Labels, pad: int) -> dict[str, torch.Tensor]:
    """Padded inputs and targets with the weight of each target."""
    width, most = max(len(ids) for _, ids, _ in batch), max(1, *(len(e.spans) for e, _, _ in batch))
    n, f, v = len(batch), len(labels.facts), len(labels.violations)
    out = {
        "ids": torch.full((n, width), pad), "mask": torch.zeros(n, width, dtype=torch.long),
        "clauses": torch.zeros(n, most, width), "facts": torch.zeros(n, most, f),
        "known": torch.zeros(n, most, f), "violations": torch.zeros(n, 1 + most, v),
        "kinds": torch.zeros(n, len(labels.kinds)),
    }  # fmt: skip
    for row, (example, ids, offsets) in enumerate(batch):
        out["ids"][row, : len(ids)], out["mask"][row, : len(ids)] = torch.tensor(ids), 1
        if example.spans:
            means = clause_means(offsets, [(a, b) for a, b, _, _ in example.spans])
            out["clauses"][row, : len(example.spans), : means.shape[1]] = torch.from_numpy(means)
        for place, (_, _, shown, known) in enumerate(example.spans):
            for column, label in enumerate(labels.facts):
                out["facts"][row, place, column] = float(label in shown)
                sure = known is None or label in known or label.partition(":")[0] in known
                out["known"][row, place, column] = 1.0 if sure else HARDLY
            if ACT in shown and len(example.violations) == 1:
                out["violations"][row, 1 + place, labels.violations.index(example.violations[0])] = 1
        for id_ in example.violations:
            out["violations"][row, 0, labels.violations.index(id_)] = 1 / len(example.violations)
        for kind in example.kinds:
            out["kinds"][row, labels.kinds.index(kind)] = 1
    return out


def loss_of(network: nn.Module, t: dict[str, torch.Tensor]) -> torch.Tensor:
    """Facts: cross entropy a label; violations: of the right one; kinds: any of those that may be right."""
    with torch.autocast("cpu", torch.bfloat16):
        facts, violations, kinds = network(t["ids"], t["mask"], t["clauses"])
    each = nn.functional.binary_cross_entropy_with_logits(facts.float(), t["facts"], reduction="none")
    there = t["clauses"].sum(2).clamp(max=1)
    loss = FACT_WEIGHT * ((each * t["known"]).sum(2) * there).sum() / there.sum().clamp(min=1)
    named = t["violations"].sum(2) > 0
    if named.any():
        logs = violations.float().log_softmax(2)
        loss = loss - VIOLATION_WEIGHT * (logs * t["violations"]).sum() / named.sum()
    asked = t["kinds"].sum(1) > 0
    if asked.any():
        right = (kinds.float().softmax(1) * t["kinds"]).sum(1)[asked]
        loss = loss - KIND_WEIGHT * right.clamp(min=1e-6).log().mean()
    return loss


def train(stories: Sequence[Example], folder: Path, epochs: int, resumed: Path | None = None) -> None:
    """Learn and write the weights to ``folder``; from the bundled encoder, or from weights ``resumed``."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    catalogue = load_violations()
    labels = labels_of([v.id for v in catalogue])
    tellings, facts, kinds = of_tellings(read_tellings(), catalogue), of_facts(labels), of_kinds()
    everything = [*stories, *tellings, *facts, *kinds]
    weights = bundled_weights()
    tokenizer, rows = small_tokenizer(weights, [e.text for e in everything])
    ends, pad = (rows.index(weights.bos), rows.index(weights.eos)), rows.index(weights.pad)
    network = ReaderNetwork(weights, rows, labels)
    inner = [p for n, p in network.named_parameters() if n.startswith("encoder") and p.requires_grad]
    outer = [p for n, p in network.named_parameters() if not n.startswith("encoder")]
    rates, telling_share, times = [ENCODER_RATE, HEAD_RATE], TELLING_SHARE, STORY_TIMES
    if resumed:
        resume(network, resumed / "reader.onnx")
        rates, telling_share, times = [AGAIN_RATE * rate for rate in rates], AGAIN_TELLINGS, AGAIN_TIMES
    optimiser = torch.optim.AdamW(
        [{"params": inner, "lr": rates[0]}, {"params": outer, "lr": rates[1]}], weight_decay=0.01
    )
    plan = [
        list(batches(epoch(stories, tellings, facts, kinds, rng, telling_share, times), tokenizer, ends, rng))
        for _ in range(epochs)
    ]
    total, step, start, seen = sum(map(len, plan)), 0, time.perf_counter(), 0.0
    for number, groups in enumerate(plan, 1):
        network.train()
        for group in groups:
            share = step / total
            for rate, part in zip(rates, optimiser.param_groups, strict=True):
                part["lr"] = rate * min(1.0, share / WARM_UP) * (1 - share)
            loss = loss_of(network, tensors(group, labels, pad))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step, seen = step + 1, 0.98 * seen + 0.02 * loss.item()
            if step % 100 == 0:
                spent = time.perf_counter() - start
                print(
                    f"第{number}轮 {step}/{total} 步，损失 {seen / (1 - 0.98**step):.3f}，{spent:.0f} 秒",
                    file=sys.stderr, flush=True,
                )  # fmt: skip
    export(network, tokenizer, labels, ends, digest(), folder)


def main() -> int:
    """Train on all stories."""
    parser = argparse.ArgumentParser(prog="python -m assistant.learning")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--resume", type=Path, help="weights to go on from")
    parser.add_argument("--to", type=Path, default=Path(__file__).parents[1] / "weights" / "reader")
    given = parser.parse_args()
    load_settings()
    start = time.perf_counter()
    told = read_stories()
    train(
        of_stories(told), given.to, given.epochs or (AGAIN_EPOCHS if given.resume else EPOCHS), given.resume
    )
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(told)} 个案情，{time.perf_counter() - start:.0f} 秒，内存峰值 {used:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
