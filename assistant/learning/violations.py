"""``python -m assistant.learning.violations``: from names, tellings and stories to the violation head.

A logistic regression over hashed character n-grams and the bundled e5 vector. Seeded by its data: the same
texts and model give the same weights. Prints seconds and memory.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from assistant.learning.data import read_stories
from assistant.learning.labels import ACT
from assistant.reading.ngrams import BUCKETS, centred, features, word_row
from assistant.training import query_vectors
from assistant.violation_head import FOLDED, WEIGHTS
from corpus.tellings import read_tellings
from corpus.violations import load_violations
from index.embedding import BundledE5
from settings import load_settings

STRENGTH, ROUNDS = 6.0, 45  # inverse of the regularisation; steps of the solver
Array = np.ndarray[Any, Any]


def texts() -> list[tuple[str, str, float]]:
    """(text, violation id, weight): a story of two violations counts half for each."""
    out = [(t, v.id, 1.0) for v in load_violations() for t in (v.name, *v.aka)]
    out += [(text, telling.id, 1.0) for telling in read_tellings() for text in telling.texts]
    for story in read_stories():
        acts = "".join(words for label, words in story.told if label == ACT)
        for violation in story.violations:
            out.append((story.question, violation, 1 / len(story.violations)))
            if acts and len(story.violations) == 1:
                out.append((acts, violation, 1.0))
    return out


def document_weights(sentences: list[str]) -> Array:
    """Smoothed idf of every n-gram bucket."""
    counts = np.zeros(BUCKETS)
    for text in sentences:
        counts[features(text)] += 1
    idf: Array = np.log((1 + len(sentences)) / (1 + counts)) + 1
    return idf.astype(np.float32)


def matrix(sentences: list[str], idf: Array, meaning: Array) -> csr_matrix:
    """Rows: n-gram weights folded into ``FOLDED`` buckets, then the centred vector."""
    indptr, indices, data = [0], [], []
    for text in sentences:
        indices += [bucket % FOLDED for bucket in features(text)]
        data += word_row(text, idf).tolist()
        indptr.append(len(indices))
    words = csr_matrix((data, indices, indptr), shape=(len(sentences), FOLDED))
    words.sum_duplicates()
    return hstack([words, csr_matrix(meaning)]).tocsr()


def write(model: LogisticRegression, mean: Array, idf: Array) -> None:
    """The weights as the head reads them; those of n-grams in 8 bits."""
    words, meaning = model.coef_.T[:FOLDED], model.coef_.T[FOLDED:]
    scale = np.abs(words).max(axis=0) / 127
    np.savez_compressed(
        WEIGHTS,
        words=np.round(words / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        meaning=meaning.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        idf=idf.astype(np.float16),
        mean=mean.astype(np.float32),
        ids=np.array(model.classes_, dtype=str),
        model=np.array(BundledE5().digest()),
    )


def main() -> int:
    """Train, write the weights, print what it took."""
    load_settings()
    start = time.perf_counter()
    rows = texts()
    sentences, ids = [t for t, _, _ in rows], np.array([v for _, v, _ in rows])
    vectors, idf = query_vectors(BundledE5(), sentences), document_weights(sentences)
    mean = vectors.mean(axis=0)
    x = matrix(sentences, idf, np.array([centred(vector, mean) for vector in vectors]))
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS)
    model.fit(x, ids, sample_weight=np.array([w for _, _, w in rows]))
    write(model, mean, idf)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.perf_counter() - start
    made = f"{len(rows)} 条，{len(model.classes_)} 种，写入 {WEIGHTS.name}"
    print(f"{made}；{spent:.0f} 秒，内存峰值 {used:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
