"""Questions in, hits out. A provision is a hit only if it is in force on the day asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.models import Frozen
from index.dense import Dense
from index.embedding import Embedder, Matrix
from index.entries import ASIDE, GROUPS, KINDS
from index.errors import IndexProblem
from index.fusion import FUSION, Fusion, fuse
from index.shelf import Mask, Rows, Shelf
from index.store_place import EMBEDDED, StorePlace
from index.words import tokens

CACHED_QUESTIONS = 512
GIST = (140, 60)  # characters from the start and the end: embedding takes about 1 ms for each


class Hit(Frozen):
    """One find. ``law`` and ``article`` of a provision; of an item its list, of a case its title,
    of a violation its name. ``score``: 0 to 1 within one question, not comparable between questions.
    """

    id: str
    kind: str
    law: str
    article: str
    score: float


class Group:
    """Shelves that are searched as one, with one numbering of rows.

    Rows of the shelf ASIDE are other ways to the rows they stand for: a row has the best cosine of all its
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
        self._leads = self._stand_for()
        self._aside = self._leads != np.arange(len(self.ids))

    def _stand_for(self) -> Rows:
        """For each row the row it counts for: itself, or the entry that a row of ASIDE leads to."""
        leads = np.arange(len(self.ids))
        own: dict[str, int] = {}
        for start, shelf in zip(self.starts.tolist(), self.shelves, strict=False):
            if shelf.about["name"] != ASIDE:
                for row, id_ in enumerate(shelf.ids, start):
                    own.setdefault(id_, row)
        for start, shelf in zip(self.starts.tolist(), self.shelves, strict=False):
            if shelf.about["name"] == ASIDE:
                leads[start : start + len(shelf)] = [own.get(i, r) for r, i in enumerate(shelf.ids, start)]
        return leads

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
        rows = np.flatnonzero(best > -np.inf)
        return _top(rows, best[rows], count)

    def matching(self, question: Sequence[str], allowed: Mask, count: int) -> tuple[Rows, Matrix]:
        """The best ``count`` allowed rows by words; rows that share no word are left out."""
        scores = np.concatenate([shelf.words.scores(question) for shelf in self.shelves])
        aside = np.flatnonzero(self._aside & allowed)
        if len(aside):
            ways = np.zeros_like(scores)
            np.maximum.at(ways, self._leads[aside], scores[aside])
            scores = np.where(self._aside, 0, scores + ways)
        rows = np.flatnonzero(allowed & (scores > 0))
        return _top(rows, scores[rows], count)


class Searcher:
    """Finds provisions, items, cases and violations. Made by ``open_index``; threads may share it."""

    def __init__(
        self,
        shelves: dict[str, Sequence[Shelf]],
        embedder: Embedder,
        fusion: Fusion = FUSION,
        max_chars: int = 4000,
        place: StorePlace = EMBEDDED,
    ) -> None:
        """``shelves``: the open shelves of each group of ``index.entries.GROUPS``.
        ``place``: of their stores.
        """
        self._groups = {name: Group(part, place) for name, part in shelves.items()}
        self._embedder, self._fusion, self._max_chars = embedder, fusion, max_chars
        self.model_digest = embedder.digest()
        self._embed = lru_cache(maxsize=CACHED_QUESTIONS)(self._embed_now)

    def search(
        self,
        query: str,
        k: int = 10,
        kinds: Iterable[str] | None = None,
        as_of: date | None = None,
        laws: Iterable[str] | None = None,
        historical: bool = False,
    ) -> list[Hit]:
        """The ``k`` best hits, best first.

        ``kinds``: of ``index.entries.KINDS``; all provisions when None. ``as_of``: the day on which they
        must be in force (today when None). ``laws``: full names to stay within. ``historical``: provisions
        of any day. Raises IndexProblem for an unknown kind.
        """
        wanted = set(GROUPS["provisions"] if kinds is None else kinds)
        if unknown := sorted(wanted - set(KINDS)):
            raise IndexProblem(f"不认识的类别 {'、'.join(unknown)}；可用的有 {'、'.join(KINDS)}。")
        day = None if historical else as_of or date.today()
        names = None if laws is None else list(laws)
        hits = [
            hit
            for group, members in GROUPS.items()
            if wanted & set(members)
            for hit in self._search_group(group, query, k, wanted & set(members), day, names)
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:k]

    def search_items(self, query: str, k: int = 10) -> list[Hit]:
        """Entries of item lists, whatever their status: whether one may decide is asked elsewhere."""
        return self.search(query, k, ("item",))

    def search_cases(self, query: str, k: int = 10) -> list[Hit]:
        """Typical cases."""
        return self.search(query, k, ("case",))

    def search_violations(self, query: str, k: int = 10) -> list[Hit]:
        """Violations of the catalogue, by their name or the everyday name that fits best."""
        return self.search(query, k, ("violation",))

    def similar(self, query: str, kind: str, k: int = 10) -> dict[str, tuple[float, float]]:
        """For the nearest entries of one kind, by id: cosine, and word score relative to the best.

        The ``k`` nearest by meaning and by words; cosines compare between questions, word scores do not.
        Raises IndexProblem for an unknown kind.
        """
        if kind not in KINDS:
            raise IndexProblem(f"不认识的类别 {kind}；可用的有 {'、'.join(KINDS)}。")
        group = self._groups.get(next(name for name, members in GROUPS.items() if kind in members))
        if group is None or not group.ids or not query.strip():
            return {}
        allowed = group.allowed((kind,), None, None)
        near = group.nearest(self.embed_query(query), allowed, k)
        words = group.matching(tokens(query[: self._max_chars]), allowed, k)
        cosines, matches = (_best_by_id(group, *found) for found in (near, words))
        most = max(matches.values(), default=1.0)
        return {i: (cosines.get(i, 0.0), matches.get(i, 0.0) / most) for i in cosines.keys() | matches.keys()}

    def embed_query(self, text: str) -> Matrix:
        """The question's unit vector; each text is embedded once. Of a long story: how it starts and ends."""
        return self._embed(_gist(text))

    def close(self) -> None:
        """Release the files of the vector stores."""
        for group in self._groups.values():
            for dense in group.dense:
                dense.close()

    def _embed_now(self, text: str) -> Matrix:
        vector = self._embedder.query(text)
        vector.setflags(write=False)
        return vector

    def _search_group(
        self, name: str, query: str, k: int, kinds: set[str], day: date | None, laws: list[str] | None
    ) -> list[Hit]:
        group = self._groups.get(name)
        if group is None or not group.ids or k < 1 or not query.strip():
            return []
        allowed = group.allowed(kinds, day, laws)
        if not allowed.any():
            return []
        depth = max(self._fusion.depth, k)
        dense = group.nearest(self.embed_query(query), allowed, depth)
        words = group.matching(tokens(query[: self._max_chars]), allowed, depth)
        rows, scores = fuse(len(group.ids), dense, words, self._fusion)
        return _hits(group, rows, scores, k)


def _best_by_id(group: Group, rows: Rows, scores: Matrix) -> dict[str, float]:
    """The best score of each id; rows come best first."""
    best: dict[str, float] = {}
    for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
        best.setdefault(group.ids[row], float(score))
    return best


def _hits(group: Group, rows: Rows, scores: Matrix, k: int) -> list[Hit]:
    """The first ``k`` rows as hits; of rows with one id only the best."""
    out: dict[str, Hit] = {}
    for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
        if len(out) == k:
            break
        hit_id = group.ids[row]
        if hit_id not in out:
            out[hit_id] = Hit(
                id=hit_id,
                kind=group.kinds[row],
                law=group.laws[row],
                article=group.articles[row],
                score=round(score, 6),
            )
    return list(out.values())


def _gist(text: str) -> str:
    head, tail = GIST
    return text if len(text) <= head + tail else f"{text[:head]}\n{text[-tail:]}"


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
