"""``python -m assistant.fact_training``: from exemplar utterances to the weights of the fact head.

Prints cross-validated accuracy of each group, seconds and memory. Seeded: the same data give the same file.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.reading.fact_head import EXEMPLARS, OTHER, WEIGHTS, exemplar_digest
from assistant.reading.ngrams import BUCKETS, features
from corpus.errors import DataError
from corpus.yaml_files import read_yaml

SEED = 20261124
STRENGTH = 12.0  # inverse of the regularisation
BORROWED = 0.35  # weight of another group's exemplars when they serve as "other"


def load_exemplars(folder: Path = EXEMPLARS) -> dict[str, list[tuple[str, str]]]:
    """Group (file name) → (utterance, value). Raises DataError when a file is no mapping of lists."""
    out: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        data = read_yaml(path)
        if not isinstance(data, dict) or not all(isinstance(v, list) for v in data.values()):
            raise DataError(
                path,
                "（整个文件）",
                "（条目）",
                type(data).__name__,
                "应是值到说法的列表",
                "done: [当天换了]",
            )
        rows = [(str(text), _word(value)) for value, texts in data.items() for text in texts]
        out[path.stem] = rows
    return out


def _word(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def matrix(texts: list[str], idf: np.ndarray[Any, Any]) -> csr_matrix:
    """Rows of L2-normalised idf weights over hashed n-grams."""
    indptr, indices, data = [0], [], []
    for text in texts:
        index = features(text)
        weight = idf[index]
        indices.extend(index)
        data.extend((weight / (np.linalg.norm(weight) or 1.0)).tolist())
        indptr.append(len(indices))
    return csr_matrix((data, indices, indptr), shape=(len(texts), BUCKETS))


def document_weights(texts: list[str]) -> np.ndarray[Any, Any]:
    """Smoothed idf of every bucket."""
    counts = np.zeros(BUCKETS)
    for text in texts:
        counts[features(text)] += 1
    idf: np.ndarray[Any, Any] = np.log((1 + len(texts)) / (1 + counts)) + 1
    return idf


def main() -> int:
    """Train every group, write the weights, print what was measured."""
    start = time.perf_counter()
    groups = load_exemplars()
    everything = [text for rows in groups.values() for text, _ in rows]
    idf = document_weights(everything)
    labels: list[str] = []
    columns, biases = [], []
    for group in (g for g in groups if g != "neutral"):
        texts, values, weights = _training_set(group, groups)
        x = matrix(texts, idf)
        own = len(groups[group])
        model = LogisticRegression(C=STRENGTH, max_iter=150, random_state=SEED)
        folds = StratifiedKFold(3, shuffle=True, random_state=SEED)
        guess = cross_val_predict(model, x, values, cv=folds, params={"sample_weight": np.array(weights)})
        right = np.mean([g == v for g, v in zip(guess[:own], values[:own], strict=True)])
        false = np.mean([g != OTHER for g in guess[own:]])
        print(f"{group:16s} {own:5d} 条  交叉验证正确率 {right:.3f}  别的话误读率 {false:.3f}")
        model.fit(x, values, sample_weight=weights)
        labels += [f"{group}:{c}" for c in model.classes_]
        columns.append(model.coef_.T)
        biases.append(model.intercept_)
    _write(np.hstack(columns), np.hstack(biases), idf, labels)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(everything)} 条，{time.perf_counter() - start:.0f} 秒，内存峰值 {used:.0f} MB，写入 {WEIGHTS.name}"
    )
    return 0


def _training_set(
    group: str, groups: dict[str, list[tuple[str, str]]]
) -> tuple[list[str], list[str], list[float]]:
    """Own exemplars first; those of other groups as "other", with less weight (they may tell both)."""
    own = groups[group]
    borrowed = [(t, OTHER, 1.0 if name == "neutral" else BORROWED)
                for name, rows in groups.items() if name != group for t, _ in rows]  # fmt: skip
    texts = [t for t, _ in own] + [t for t, _, _ in borrowed]
    values = [v for _, v in own] + [v for _, v, _ in borrowed]
    return texts, values, [1.0] * len(own) + [w for _, _, w in borrowed]


def _write(
    weights: np.ndarray[Any, Any], bias: np.ndarray[Any, Any], idf: np.ndarray[Any, Any], labels: list[str]
) -> None:
    scale = np.abs(weights).max(axis=0) / 127
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS,
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        idf=idf.astype(np.float16),
        labels=np.array(labels),
        trained_on=np.array(exemplar_digest()),
    )


if __name__ == "__main__":
    sys.exit(main())
