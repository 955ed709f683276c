"""The word index: BM25 over single characters and pairs, so that no segmenter can split a name wrongly.

Numbers, Latin words and document numbers (国市监法〔2025〕10号) are kept whole besides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

K1, B = 1.6, 0.75  # measured best on the development questions
TITLE_WEIGHT = 2  # how often the title counts
_RUN = re.compile(r"[\u3400-\u9fff〇]+|[a-z0-9]+(?:\.[0-9]+)*")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[(（【]\d{4}[〕\])）】]第?\d+号")


def tokens(text: str) -> list[str]:
    """Characters, character pairs, numbers, Latin words and whole document numbers of a text.

    Pairs do not reach across punctuation.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    out: list[str] = []
    for run in _RUN.findall(plain):
        if run.isascii():
            out.append(run)
        else:
            out.extend(run)
            out.extend(map("".join, pairwise(run)))
    out.extend(_DOCUMENT_NUMBER.findall(plain))
    return out


class WordIndex:
    """BM25 scores of all documents for a question. Documents are known by their row."""

    def __init__(self, engine: Any, rows: int) -> None:
        self._engine, self.rows = engine, rows

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> WordIndex:
        """Index token lists, one a document, in order."""
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(t, len(vocabulary)) for t in document] for document in documents]
        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        if vocabulary:
            engine.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        return cls(engine if vocabulary else None, len(ids))

    def save(self, folder: Path) -> None:
        if self._engine is not None:
            self._engine.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, rows: int) -> WordIndex:
        """Open an index saved before, memory-mapped. An empty one has no files."""
        if not folder.is_dir():
            return cls(None, rows)
        return cls(bm25s.BM25.load(str(folder), mmap=True, load_corpus=False), rows)

    def scores(self, question: Sequence[str]) -> Scores:
        """BM25 of every row for the question's tokens; all zero when no token is known."""
        words = dict.fromkeys(question)  # a word said twice asks for nothing more
        known = [] if self._engine is None else [t for t in words if t in self._engine.vocab_dict]
        if not known:
            return np.zeros(self.rows, np.float32)
        return np.asarray(self._engine.get_scores(known), np.float32)

    def align(self, reference: WordIndex) -> None:
        """Weigh words by how rare they are in both indexes together, so that scores compare.

        A short index knows too little of which words are common; ``reference`` is the large one.
        """
        if self._engine is None or reference._engine is None:
            return
        own, other = _frequencies(self._engine), _frequencies(reference._engine)
        places = reference._engine.vocab_dict
        beyond = np.zeros(len(own))
        for token, column in self._engine.vocab_dict.items():
            place = places.get(token)
            if column < len(own) and place is not None and place < len(other):
                beyond[column] = other[place]
        ratio = _rarity(own + beyond, self.rows + reference.rows) / _rarity(own, self.rows)
        scores = self._engine.scores
        factors = np.repeat(ratio, own).astype(np.float32)
        self._engine.scores = {**scores, "data": np.asarray(scores["data"]) * factors}


def _frequencies(engine: Any) -> npt.NDArray[np.int64]:
    """In how many documents each word occurs."""
    return np.asarray(np.diff(np.asarray(engine.scores["indptr"], np.int64)), np.int64)


def _rarity(frequency: npt.NDArray[Any], documents: int) -> npt.NDArray[np.float64]:
    """Lucene's inverse document frequency, as bm25s computes it."""
    return np.asarray(np.log1p((documents - frequency + 0.5) / (frequency + 0.5)), np.float64)
