"""Shelves that are searched as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from index.dense import Dense
from index.embedding import Matrix
from index.entries import ASIDE, KINDS, TOLD
from index.ranking import ORDINARY, Evidence
from index.shelf import Mask, Rows, Shelf
from index.store_place import StorePlace
from index.ways import Ways, best_of

_ASKED_OF = KINDS.index("statute")


class Group:
    """Shelves that are searched as one, with one numbering of rows.

    Rows of the shelves ASIDE are other ways to the rows they stand for: a row has the best cosine of all its
    ways, and its own word score with the best of theirs (measured: better than the higher of the two).
    """

    def __init__(self, shelves: Sequence[Shelf], place: StorePlace) -> None:
        self.shelves = [shelf for shelf in shelves if len(shelf)]
        self.dense = [Dense(shelf, place) for shelf in self.shelves]
        self.starts = np.cumsum([0, *map(len, self.shelves)])
        for shelf in self.shelves[1:]:
            shelf.words.align(self.shelves[0].words)
        self.ids = _joined(shelf.ids for shelf in self.shelves)
        self.laws = _joined(shelf.laws for shelf in self.shelves)
        self.articles = _joined(shelf.articles for shelf in self.shelves)
        self.kinds = _joined(shelf.kinds for shelf in self.shelves)
        self._kind_codes = np.array([KINDS.index(kind) for kind in self.kinds], np.int8)
        self._valid_from = _stacked([shelf.valid_from for shelf in self.shelves])
        self._valid_to = _stacked([shelf.valid_to for shelf in self.shelves])
        self._law_rows: dict[str, list[int]] = {}
        for row, law in enumerate(self.laws):
            self._law_rows.setdefault(law, []).append(row)
        codes = {law: code for code, law in enumerate(self._law_rows)}
        self._law_codes = np.array([codes[law] for law in self.laws], np.intp)
        self._leads = self._stand_for()
        self._aside = self._leads != np.arange(len(self.ids))
        self._told = self._aside & self._of_shelf(TOLD)
        self._asked_ways = Ways(self._leads_of(self._aside & ~self._told))
        self._told_ways = Ways(self._leads_of(self._told))

    def _stand_for(self) -> Rows:
        """For each row the row it counts for: itself, or the entry that a row of ASIDE leads to."""
        leads = np.arange(len(self.ids))
        own: dict[str, int] = {}
        for start, shelf in zip(self.starts.tolist(), self.shelves, strict=False):
            if shelf.about["name"] not in ASIDE:
                for row, id_ in enumerate(shelf.ids, start):
                    own.setdefault(id_, row)
        for start, shelf in zip(self.starts.tolist(), self.shelves, strict=False):
            if shelf.about["name"] in ASIDE:
                leads[start : start + len(shelf)] = [own.get(i, r) for r, i in enumerate(shelf.ids, start)]
        return leads

    def _of_shelf(self, name: str) -> Mask:
        out = np.zeros(len(self.ids), np.bool_)
        for start, shelf in zip(self.starts.tolist(), self.shelves, strict=False):
            out[start : start + len(shelf)] = shelf.about["name"] == name
        return out

    def _leads_of(self, these: Mask) -> Rows:
        """As ``_leads`` for these rows; every other row counts for itself."""
        return np.where(these, self._leads, np.arange(len(self.ids)))

    def allowed(self, kinds: Iterable[str], day: date | None, laws: Iterable[str] | None) -> Mask:
        """Rows of these kinds (and laws) that hold on ``day``; on any day when it is None."""
        codes = [KINDS.index(kind) for kind in kinds]
        mask = np.isin(self._kind_codes, codes)
        if day is not None:
            number = day.toordinal()
            mask &= (self._valid_from <= number) & (number < self._valid_to)
        if laws is not None:
            chosen = np.zeros(len(mask), np.bool_)
            chosen[[row for law in laws for row in self._law_rows.get(law, ())]] = True
            mask &= chosen
        return mask

    def nearest(self, vector: Matrix, allowed: Mask, count: int) -> tuple[Rows, Matrix]:
        """The best ``count`` allowed rows by vector."""
        parts = [
            (start + rows, scores)
            for start, end, dense in zip(self.starts, self.starts[1:], self.dense, strict=False)
            for rows, scores in [dense.nearest(vector, allowed[start:end], count)]
        ]
        rows, scores = (np.concatenate(column) for column in zip(*parts, strict=True))
        best = np.full(len(self.ids), -np.inf, np.float32)
        np.maximum.at(best, self._leads[rows], scores)
        rows = np.flatnonzero(allowed & (best > -np.inf))
        return _top(rows, best[rows], count)

    def matching(self, question: Sequence[str], allowed: Mask, count: int) -> tuple[Rows, Matrix]:
        """The best ``count`` allowed rows by words; rows that share no word are left out."""
        own, asked, told = self._word_scores(question, allowed)
        scores = own + np.maximum(asked, told)
        rows = np.flatnonzero(allowed & (scores > 0))
        return _top(rows, scores[rows], count)

    def evidence(self, vector: Matrix, question: Sequence[str], allowed: Mask, depth: int) -> Evidence:
        """All that speaks for the ``depth`` nearest rows and the ``depth`` that share most words."""
        words, way_words, told_words = self._word_scores(question, allowed)
        both = np.where(allowed, words + np.maximum(way_words, told_words), 0)
        sharing, _ = _top(np.flatnonzero(both > 0), both[both > 0], depth)
        rows = np.union1d(self.nearest(vector, allowed, depth)[0], sharing)
        own = self._cosines(vector, rows)
        ways, asked = self._best_ways(self._asked_ways, vector, rows, own, allowed)
        told, punishes = self._best_ways(self._told_ways, vector, rows, own, allowed)
        most = max(float(both.max(initial=0)), 1e-6)
        return Evidence(
            rows=rows,
            own=own,
            ways=ways,
            words=words[rows] / most,
            way_words=way_words[rows] / most,
            laws=self._law_codes[rows],
            asked=np.where(self._kind_codes[rows] == _ASKED_OF, asked, ORDINARY),
            told=told,
            told_words=told_words[rows] / most,
            punishes=punishes > 0,
        )

    def _best_ways(
        self, ways: Ways, vector: Matrix, rows: Rows, own: Matrix, allowed: Mask
    ) -> tuple[Matrix, Rows]:
        """The best cosines of the ways to each row, and how many ways lead there."""
        position, through = ways.of(rows)
        position, through = position[allowed[through]], through[allowed[through]]
        best = best_of(position, self._cosines(vector, through), own)
        return best, np.bincount(position, minlength=len(rows))

    def _word_scores(self, question: Sequence[str], allowed: Mask) -> tuple[Matrix, Matrix, Matrix]:
        """Of each row: its own word score, the best of its lay questions and the best of its tellings.

        Rows of ASIDE have none.
        """
        scores = np.concatenate([shelf.words.scores(question) for shelf in self.shelves])
        through = np.where(allowed, scores, 0)
        asked, told = self._asked_ways.highest(through), self._told_ways.highest(through)
        return np.where(self._aside, 0, scores), asked, told

    def _cosines(self, vector: Matrix, rows: Rows) -> Matrix:
        out = np.zeros(len(rows), np.float32)
        for start, end, dense in zip(self.starts, self.starts[1:], self.dense, strict=False):
            here = (start <= rows) & (rows < end)
            out[here] = dense.score(vector, rows[here] - start)
        return out


def _top(rows: Rows, scores: Matrix, count: int) -> tuple[Rows, Matrix]:
    if len(rows) > count:
        best = np.argpartition(-scores, count - 1)[:count]
        rows, scores = rows[best], scores[best]
    order = np.lexsort((rows, -scores))
    return rows[order], scores[order]


def _joined(columns: Iterable[list[str]]) -> list[str]:
    return [value for column in columns for value in column]


def _stacked(columns: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
    return np.concatenate(columns) if columns else np.zeros(0, np.int32)
