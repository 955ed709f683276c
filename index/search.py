"""Questions in, hits out. A provision is a hit only if it is in force on the day asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from corpus.models import Frozen
from index.embedding import Embedder, Matrix
from index.entries import GROUPS, KINDS
from index.errors import IndexProblem
from index.fusion import FUSION, Fusion, fuse
from index.group import Group
from index.query_encoder import QueryEncoder
from index.ranking import Evidence, load_weights, rank
from index.shelf import Mask, Rows, Shelf
from index.store_place import EMBEDDED, StorePlace
from index.words import tokens

CACHED_QUESTIONS = 512
PROVISIONS = "provisions"
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


class Searcher:
    """Finds provisions, items, cases and violations. Made by ``open_index``; threads may share it."""

    def __init__(
        self,
        shelves: dict[str, Sequence[Shelf]],
        embedder: Embedder,
        fusion: Fusion = FUSION,
        max_chars: int = 4000,
        place: StorePlace = EMBEDDED,
        encoder: QueryEncoder | None = None,
    ) -> None:
        """``shelves``: the open shelves of each group of ``index.entries.GROUPS``.

        ``place``: of their stores. ``encoder``: of questions that ask for provisions, where it belongs to
        the passages; without it ``embedder`` does it and ``fusion`` orders them, as it does all else.
        """
        self._groups = {name: Group(part, place) for name, part in shelves.items()}
        self._embedder, self._fusion, self._max_chars = embedder, fusion, max_chars
        self.model_digest = embedder.digest()
        self._embed = lru_cache(maxsize=CACHED_QUESTIONS)(self._embed_now)
        self._encode = lru_cache(maxsize=CACHED_QUESTIONS)(encoder.query) if encoder else None

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

    def evidence(
        self, query: str, kinds: Iterable[str], day: date | None, laws: Iterable[str] | None = None
    ) -> tuple[Group, Evidence]:
        """What the ranking of provisions goes by; the group knows the rows. Needs the encoder."""
        group = self._groups[PROVISIONS]
        return group, self._evidence(group, query, group.allowed(kinds, day, laws), self._fusion.depth)

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
        if name == PROVISIONS and self._encode:
            return _hits(group, *rank(self._evidence(group, query, allowed, depth), load_weights()), k)
        dense = group.nearest(self.embed_query(query), allowed, depth)
        words = group.matching(tokens(query[: self._max_chars]), allowed, depth)
        rows, scores = fuse(len(group.ids), dense, words, self._fusion)
        return _hits(group, rows, scores, k)

    def _evidence(self, group: Group, query: str, allowed: Mask, depth: int) -> Evidence:
        if self._encode is None:
            raise IndexProblem("条文不是用自带的嵌入模型做的向量，没有学过的问题编码器可用。")
        words = tokens(query[: self._max_chars])
        return group.evidence(self._encode(_gist(query)), words, allowed, depth)


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
