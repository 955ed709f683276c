"""Opens the index for searching, building it first where it is missing or out of date."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from threadpoolctl import threadpool_limits

from corpus.models import Case, Item, Violation
from corpus.questions import LayQuestion
from corpus.tellings import Telling
from index.build import build, outdated, shelf_digests
from index.embedding import Embedder, load_embedder
from index.entries import GROUPS, SHELVES, Shelved
from index.errors import EmbeddingProblem, IndexProblem
from index.query_encoder import QueryEncoder
from index.search import Searcher
from index.shelf import Shelf, load_shelf
from index.snapshot import Snapshot, read_snapshot
from index.sources import ProvisionSource, Sources
from index.store_place import StorePlace
from settings import Settings

log = logging.getLogger(__name__)


def open_index(
    settings: Settings,
    library: ProvisionSource,
    items: Sequence[Item] = (),
    cases: Sequence[Case] = (),
    violations: Sequence[Violation] = (),
    questions: Sequence[LayQuestion] = (),
    tellings: Sequence[Telling] = (),
    same_acts: Mapping[str, Sequence[str]] | None = None,
    *,
    embedder: Embedder | None = None,
    show: bool = True,
    wait: float = 0,
) -> Searcher:
    """A Searcher over the corpus as it is now.

    Builds what is missing or outdated, with a progress bar when ``show``. When that is not possible, because
    another process builds or the disk refuses, an older index goes on serving, with a warning; texts that
    are gone or changed are then left out. ``wait``: seconds to wait for another process that builds.
    Raises IndexBusy or IndexProblem when there is no index to serve from.
    """
    sources = Sources(library, items, cases, violations, questions, tellings, same_acts or {})
    return open_sources(settings, sources, embedder=embedder, show=show, wait=wait)


def open_sources(
    settings: Settings,
    sources: Sources,
    *,
    embedder: Embedder | None = None,
    show: bool = True,
    wait: float = 0,
) -> Searcher:
    """As ``open_index``, from sources read already."""
    embedder = embedder or load_embedder(settings)
    shelved = sources.shelved()
    folder = settings.index_dir
    digests = shelf_digests(shelved, embedder.digest(), StorePlace.of(settings))
    problem: IndexProblem | None = None
    if outdated(read_snapshot(folder), digests):
        problem = _refresh(settings, shelved, embedder, show, wait)
    shelves = _load(settings, shelved, digests, embedder, problem, show)
    threadpool_limits(limits=settings.threads, user_api="blas")  # one question is too small to share out
    place = StorePlace.of(settings)
    encoder = QueryEncoder.for_passages(embedder.digest(), settings.threads)
    return Searcher(shelves, embedder, max_chars=settings.max_question_chars, place=place, encoder=encoder)


def _refresh(
    settings: Settings, shelved: Shelved, embedder: Embedder, show: bool, wait: float
) -> IndexProblem | None:
    """Build; gives the reason when that is not possible and an older index may serve."""
    folder = settings.index_dir
    try:
        build(folder, shelved, embedder, StorePlace.of(settings), show=show, wait=wait)
    except EmbeddingProblem:
        raise
    except IndexProblem as exc:
        if read_snapshot(folder) is None:
            raise
        log.warning("%s 暂用原有索引。", exc)
        return exc
    return None


def _load(
    settings: Settings,
    shelved: Shelved,
    digests: dict[str, str],
    embedder: Embedder,
    problem: IndexProblem | None,
    show: bool,
) -> dict[str, Sequence[Shelf]]:
    folder = settings.index_dir
    try:
        return _open_shelves(read_snapshot(folder), shelved, digests, embedder)
    except IndexProblem:
        if problem:
            raise problem from None
    # Damaged although its description looked right: it is only a cache.
    log.warning("索引损坏，正在重建。")
    build(folder, shelved, embedder, StorePlace.of(settings), full=True, show=show)
    return _open_shelves(read_snapshot(folder), shelved, digests, embedder)


def _open_shelves(
    snapshot: Snapshot | None, shelved: Shelved, digests: dict[str, str], embedder: Embedder
) -> dict[str, Sequence[Shelf]]:
    groups: dict[str, list[Shelf]] = {group: [] for group in GROUPS}
    for name, group in SHELVES.items():
        path = snapshot.path(name) if snapshot else None
        if path is None:
            raise IndexProblem("还没有索引。请运行 python -m index build。")
        shelf = load_shelf(path)
        if shelf.about["model"] != embedder.digest():
            raise IndexProblem("原有索引是用另一个嵌入模型建的，不能使用。请运行 python -m index build。")
        groups[group].append(shelf if shelf.about["digest"] == digests[name] else shelf.joined(shelved[name]))
    return dict(groups)
