"""``python -m assistant.fact_training``: from exemplar utterances to the weights of the fact head.

Prints, from cross-validation, how well each group is read, and seconds and memory. Seeded: the same data
and model give the same weights. Thresholds are the smallest probabilities that reached the precision
which corpus/vocabulary/head.yaml asks for.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from assistant.reading.fact_head import EXEMPLARS, OTHER, WEIGHTS, centred, exemplar_digest, word_row
from assistant.reading.ngrams import BUCKETS, features
from assistant.reading.patterns import read_vocabulary
from corpus.errors import DataError
from corpus.yaml_files import read_yaml
from index.embedding import BundledE5, clean
from settings import load_settings

SEED = 20261124
STRENGTH = 12.0  # inverse of the regularisation
BORROWED = 0.1  # weight of another group's utterances when they serve as "other": they may tell both
OFF = 1.01  # a threshold no probability reaches
Exemplars = dict[str, list[tuple[str, str]]]


def load_exemplars(folder: Path = EXEMPLARS) -> Exemplars:
    """Group (file name) → (utterance, value). Raises DataError when a file is no mapping of lists."""
    out: Exemplars = {}
    for path in sorted(folder.glob("*.yaml")):
        data = read_yaml(path)
        rows = data.items() if isinstance(data, dict) else [("", None)]
        if not all(isinstance(k, str) and isinstance(v, list) for k, v in rows):
            problem = "应是值到说法的列表"
            raise DataError(
                path, "（整个文件）", "（条目）", type(data).__name__, problem, "done: [当天换了]"
            )
        out[path.stem] = [(str(text), str(value)) for value, texts in data.items() for text in texts]
    return out


def embed(texts: list[str]) -> dict[str, np.ndarray[Any, Any]]:
    """Unit query vectors of all texts, through the bundled weights in torch."""
    from index.dequantise import sentence_transformer

    model = sentence_transformer(BundledE5().path)
    ordered = sorted(set(texts), key=len)
    with threadpool_limits(limits=2):
        vectors = model.encode(
            [clean(t) for t in ordered], prompt_name="query", batch_size=64, normalize_embeddings=True,
            show_progress_bar=True,
        )  # fmt: skip
    return dict(zip(ordered, np.asarray(vectors, np.float32), strict=True))


def document_weights(texts: list[str]) -> np.ndarray[Any, Any]:
    """Smoothed idf of every n-gram bucket."""
    counts = np.zeros(BUCKETS)
    for text in texts:
        counts[features(text)] += 1
    idf: np.ndarray[Any, Any] = np.log((1 + len(texts)) / (1 + counts)) + 1
    return idf.astype(np.float32)


def matrix(texts: list[str], idf: np.ndarray[Any, Any], meaning: np.ndarray[Any, Any]) -> csr_matrix:
    """Rows: n-gram weights, then the centred vector."""
    indptr, indices, data = [0], [], []
    for text in texts:
        indices.extend(features(text))
        data.extend(word_row(text, idf).tolist())
        indptr.append(len(indices))
    words = csr_matrix((data, indices, indptr), shape=(len(texts), BUCKETS))
    return hstack([words, csr_matrix(meaning)]).tocsr()


def main() -> int:
    """Train every group, write the weights, print what was measured."""
    load_settings()
    start = time.perf_counter()
    groups = load_exemplars()
    everything = [text for rows in groups.values() for text, _ in rows]
    idf, vectors = document_weights(everything), embed(everything)
    mean = np.mean(list(vectors.values()), axis=0)
    labels: list[str] = []
    parts: list[tuple[Any, Any]] = []
    thresholds: list[float] = []
    for group in (g for g in groups if g != "neutral"):
        texts, values, weights = _training_set(group, groups)
        x = matrix(texts, idf, np.array([centred(vectors[t], mean) for t in texts]))
        model = LogisticRegression(C=STRENGTH, max_iter=80, random_state=SEED)
        folds = StratifiedKFold(3, shuffle=True, random_state=SEED)
        guess = cross_val_predict(
            model, x, values, cv=folds, params={"sample_weight": weights}, method="predict_proba"
        )
        model.fit(x, values, sample_weight=weights)
        names = [f"{group}:{c}" for c in model.classes_]
        thresholds += _thresholds(names, guess, values, weights)
        labels += names
        coefficients, intercept = _per_class(model)
        parts.append((coefficients, intercept))
    _write(parts, idf, mean, labels, thresholds)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.perf_counter() - start
    print(f"{len(everything)} 条，{spent:.0f} 秒，内存峰值 {used:.0f} MB，写入 {WEIGHTS.name}")
    return 0


def _training_set(
    group: str, groups: Exemplars
) -> tuple[list[str], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Own utterances; neutral ones as "other"; those of other facts as "other" with less weight."""
    rows = [(t, v, 1.0) for t, v in groups[group]]
    rows += [(t, OTHER, 1.0) for t, _ in groups["neutral"]]
    for name, others in groups.items():
        if name not in (group, "neutral"):
            rows += [(t, OTHER, BORROWED) for t, v in others if v != OTHER]
    return [t for t, _, _ in rows], np.array([v for _, v, _ in rows]), np.array([w for _, _, w in rows])


def _per_class(model: LogisticRegression) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """One column a class, also where two classes give one row of coefficients."""
    if len(model.classes_) > 2:
        return model.coef_.T, model.intercept_
    half = model.coef_[0] / 2
    return np.stack([-half, half], axis=1), np.array([-model.intercept_[0], model.intercept_[0]]) / 2


def _thresholds(names: list[str], guess: Any, values: Any, weights: Any) -> list[float]:
    """For each label the smallest probability at which it was right as often as asked."""
    wanted = read_vocabulary("head.yaml")[1]
    best = guess.argmax(axis=1)
    out = []
    for column, name in enumerate(names):
        rows = np.flatnonzero((best == column) & (weights == 1.0))  # those lent by other facts may tell both
        rows = rows[np.argsort(-guess[rows, column])]
        right = values[rows] == name.partition(":")[2]
        precision = np.cumsum(right) / np.arange(1, len(rows) + 1)
        target = wanted.get(name, {}).get("precise")
        enough = np.flatnonzero(precision >= (target or OFF))
        last = int(enough[-1]) if len(enough) else -1
        out.append(float(guess[rows[last], column]) if last >= 0 else OFF)
        if target:
            told = int((values == name.partition(":")[2]).sum())
            read = float(right[: last + 1].sum())
            print(
                f"{name:28s} {told:4d} 条  精确率 ≥ {target:.2f} 时读出 {read / told:.2f}  门槛 {out[-1]:.2f}"
            )
    return out


def _write(
    parts: list[tuple[Any, Any]], idf: Any, mean: Any, labels: list[str], thresholds: list[float]
) -> None:
    weights = np.hstack([w for w, _ in parts])
    words, meaning = weights[:BUCKETS], weights[BUCKETS:]
    scale = np.abs(words).max(axis=0) / 127
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS,
        words=np.round(words / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        meaning=meaning.astype(np.float16),
        bias=np.concatenate([b for _, b in parts]).astype(np.float32),
        idf=idf.astype(np.float16),
        mean=mean.astype(np.float32),
        labels=np.array(labels),
        thresholds=np.array(thresholds, np.float32),
        trained_on=np.array(exemplar_digest()),
        model=np.array(BundledE5().digest()),
    )


if __name__ == "__main__":
    sys.exit(main())
