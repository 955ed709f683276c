"""From exemplars to weights in one command: ``python -m assistant.training intent``.

Prints accuracy, confusion, calibration, thresholds, time and memory; writes ``assistant/weights``.
Figures come from cross-validation over blocks of neighbouring lines: neighbours in a file resemble each
other, and a fold that held one of a pair would flatter itself.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.intent import speaks_of_enforcement
from assistant.intent_head import KINDS, WEIGHTS, features, texts_digest, weights_digest
from assistant.reading.patterns import VOCABULARY_DIR
from corpus.errors import CorpusError, DataError
from corpus.violations import load_violations
from corpus.yaml_files import read_yaml
from index.embedding import BundledE5, Embedder, clean, load_embedder
from index.errors import IndexProblem
from settings import load_settings

EXEMPLARS = VOCABULARY_DIR / "exemplars"

SEED = 20261124
CATALOGUE_SAMPLE = 1500  # everyday wordings of violations taken from the catalogue
CATALOGUE_WEIGHT = 0.2  # of all exemplars' weight: the catalogue names acts, it hardly asks
REGULARISATION = 10.0  # scikit-learn's C; chosen by the same cross-validation
FOLDS, BLOCK = 5, 8
SPREAD = 0.05  # standard deviation of an embedding column, so that both halves weigh alike
# What a kind must reach, in cross-validation, at its threshold and at every higher one. Refusing someone
# whose case is real is the worst mistake: undoing a refusal asks for least, refusing for most.
PRECISION = dict.fromkeys(KINDS, 0.95) | {"determination": 0.9, "out_of_scope": 0.98}
NUMBERS: dict[str, int] = {kind: number for number, kind in enumerate(KINDS)}

Table = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]


def read_exemplars(directory: Path = EXEMPLARS) -> list[tuple[str, str]]:
    """(kind, utterance) pairs, by kind and in file order.

    Raises DataError where a file is not a plain list of texts or says the same twice.
    """
    out: list[tuple[str, str]] = []
    seen: set[str] = set()
    for kind in KINDS:
        path = directory / f"{kind}.yaml"
        lines = read_yaml(path)
        if not isinstance(lines, list):
            raise DataError(
                path, "（整个文件）", "（条目）", lines, "文件应是一行一句的列表", "- 罚款怎么分期"
            )
        for number, line in enumerate(lines, 1):
            if not isinstance(line, str) or not line.strip() or line in seen:
                raise DataError(path, f"第{number}条", "说法", line, "应是一句没有重复的话", "- 罚款怎么分期")
            seen.add(line)
            out.append((kind, line))
    return out


def catalogue_sample(count: int = CATALOGUE_SAMPLE) -> list[str]:
    """Everyday wordings of the catalogue, always the same ones."""
    wordings = [aka for violation in load_violations() for aka in violation.aka]
    return random.Random(SEED).sample(wordings, min(count, len(wordings)))


def train_intent(path: Path = WEIGHTS) -> None:
    """Train, report on standard output, write the weights."""
    start = time.perf_counter()
    exemplars, catalogue = read_exemplars(), catalogue_sample()
    embedder = load_embedder(load_settings())
    texts = [text for _, text in exemplars] + catalogue
    vectors = query_vectors(embedder, texts)
    embedded = time.perf_counter()
    mean = vectors[: len(exemplars)].mean(0)
    scale = np.float32(SPREAD / (vectors[: len(exemplars)] - mean).std())
    table = np.stack([features(v, t, mean, float(scale)) for v, t in zip(vectors, texts, strict=True)])
    labels = np.array([NUMBERS[kind] for kind, _ in exemplars])
    held_out = cross_validated(table, labels)
    temperature = best_temperature(held_out, labels)
    chances = softmax(held_out / temperature)
    spoken = np.array([speaks_of_enforcement(text) for _, text in exemplars])
    sure = thresholds(chances, labels, spoken)
    model = fit(table[: len(labels)], labels, table[len(labels) :])
    arrays: dict[str, Any] = {
        "coef": (model.coef_ / temperature).astype(np.float32),
        "bias": (model.intercept_ / temperature).astype(np.float32),
        "mean": mean,
        "scale": scale,
        "sure": sure.astype(np.float32),
        "made_from": np.array(texts_digest(exemplars)),
        "catalogue": np.array(texts_digest([("determination", text) for text in catalogue])),
        "model": np.array(embedder.digest()),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays, digest=np.array(weights_digest(arrays)))
    report(chances, labels, temperature, sure)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(exemplars)} exemplars + {len(catalogue)} of the catalogue, "
        f"embedding {embedded - start:.0f} s, "
        f"training {time.perf_counter() - embedded:.0f} s, peak memory {peak:.0f} MB, "
        f"weights {path.stat().st_size / 1024:.0f} KB"
    )


def query_vectors(embedder: BundledE5 | Embedder, texts: list[str]) -> Table:
    """Query-side vectors. The bundled model's weights run in torch, several times faster for so many."""
    if not isinstance(embedder, BundledE5):
        return np.stack([embedder.query(text) for text in texts])
    from index.dequantise import sentence_transformer

    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    found = sentence_transformer(embedder.path).encode(
        [clean(texts[row]) for row in order],
        prompt_name="query",
        normalize_embeddings=True,
        show_progress_bar=False,
    )
    out = np.empty_like(np.asarray(found, np.float32))
    out[order] = found
    return out


def fit(table: Table, labels: Labels, catalogue: Table) -> Any:
    """Logistic regression; every kind weighs the same, the catalogue adds to determination."""
    from sklearn.linear_model import LogisticRegression

    share = len(labels) / len(KINDS)
    weights = np.concatenate(
        [
            share / np.bincount(labels, minlength=len(KINDS))[labels],
            np.full(len(catalogue), CATALOGUE_WEIGHT * share / max(len(catalogue), 1)),
        ]
    )
    kinds = np.concatenate([labels, np.zeros(len(catalogue), np.intp)])
    model = LogisticRegression(C=REGULARISATION, max_iter=2000, random_state=SEED)
    return model.fit(np.concatenate([table, catalogue]), kinds, sample_weight=weights)


def cross_validated(table: Table, labels: Labels) -> Numbers:
    """Held-out logits of all exemplars. Rows of ``table`` beyond ``labels`` are only trained on."""
    from sklearn.model_selection import GroupKFold

    own = table[: len(labels)]
    starts = np.searchsorted(labels, np.arange(len(KINDS)))
    blocks = labels * len(labels) + (np.arange(len(labels)) - starts[labels]) // BLOCK
    out = np.zeros((len(labels), len(KINDS)))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=SEED % 1000).split(own, labels, blocks):
        out[test] = fit(own[train], labels[train], table[len(labels) :]).decision_function(own[test])
    return out


def best_temperature(logits: Numbers, labels: Labels) -> float:
    """The divisor of the logits under which held-out probabilities are least surprising."""
    rows = np.arange(len(labels))

    def surprise(temperature: float) -> float:
        return -float(np.log(softmax(logits / temperature)[rows, labels]).mean())

    candidates: list[float] = np.arange(0.3, 4.0, 0.05).round(2).tolist()
    return min(candidates, key=surprise)


def thresholds(chances: Numbers, labels: Labels, spoken: npt.NDArray[np.bool_]) -> Numbers:
    """For each kind the least probability, 0.5 or more, from which it is right in PRECISION of cases.

    Measured where the head will be asked: patterns refuse by default only what has no word of
    enforcement (``spoken`` false), and take for a determination by default only what has one.
    Kinds weigh the same, however many exemplars each has.
    """
    out = np.ones(len(KINDS))
    for number, kind in enumerate(KINDS):
        here = ~spoken if kind == "determination" else spoken
        weights = here / np.bincount(labels[here], minlength=len(KINDS))[labels].clip(1)
        for bar in np.arange(0.99, 0.49, -0.01):
            chosen = (chances.argmax(1) == number) & (chances[:, number] >= bar)
            right = weights[chosen & (labels == number)].sum()
            if right and right / weights[chosen].sum() >= PRECISION[kind]:
                out[number] = bar
            elif chosen.any() and weights[chosen].any():
                break
    return out.round(2)


def softmax(logits: Numbers) -> Numbers:
    """Rows of probabilities."""
    raised: Numbers = np.exp(logits - logits.max(1, keepdims=True))
    total: Numbers = raised.sum(1, keepdims=True)
    return np.divide(raised, total)


def report(chances: Numbers, labels: Labels, temperature: float, sure: Numbers) -> None:
    """Cross-validated figures on standard output."""
    got, best = chances.argmax(1), chances.max(1)
    right = got == labels
    print(f"cross-validated accuracy {right.mean():.3f}, temperature {temperature}")
    print("rows: what it is; columns: what it was taken for")
    print(" " * 15 + "".join(f"{kind[:8]:>10s}" for kind in KINDS))
    for row, kind in enumerate(KINDS):
        counts = np.bincount(got[labels == row], minlength=len(KINDS))
        print(f"{kind:15s}" + "".join(f"{count:10d}" for count in counts) + f"   sure from {sure[row]:.2f}")
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        part = (best >= low) & (best < high)
        if part.any():
            print(f"said {best[part].mean():.2f}, true {right[part].mean():.2f} ({part.sum()} texts)")


def main(argv: list[str]) -> int:
    """Exit status 0, or 2 for anything but ``intent`` and for unusable data."""
    if argv != ["intent"]:
        print("用法：python -m assistant.training intent", file=sys.stderr)
        return 2
    try:
        train_intent()
    except (CorpusError, IndexProblem, ValueError) as exc:
        print(exc, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
