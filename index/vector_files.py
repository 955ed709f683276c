"""Makes the vector files that ship with the program: ``python -m index vectors``.

The statutes' file is large and is written again only when the model changes or many articles do; a few
changed articles go into the small file, with everything else that people edit.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from index.embedding import Embedder, file_digest
from index.entries import Shelved
from index.errors import disk_problem
from index.progress import BuildProgress
from index.vectors import KnownVectors, VectorFile, embed, keys_of, verify
from settings import Settings

STATUTES, REST = "statutes.npz", "corpus.npz"
FEW = 0.02  # of the statutes


def write_vector_files(settings: Settings, shelved: Shelved, embedder: Embedder, directory: Path) -> None:
    """Bring both files up to date; vectors they hold already are kept. Says on standard error what it did.

    Raises EmbeddingProblem when a sample does not match, IndexProblem when the disk refuses.
    """
    statutes = list(dict.fromkeys(entry.passage for entry in shelved["statutes"]))
    rest = [entry.passage for name, part in shelved.items() if name != "statutes" for entry in part]
    missing = _missing(directory / STATUTES, statutes, embedder.digest())
    if len(missing) > FEW * len(statutes):
        _write(directory / STATUTES, statutes, embedder, _origin(settings))
        missing = []
    else:
        print(f"{STATUTES}：不必重写，另有 {len(missing)} 条写入 {REST}", file=sys.stderr)
    _write(directory / REST, list(dict.fromkeys([*missing, *rest])), embedder, {})


def _missing(path: Path, texts: list[str], model: str) -> list[str]:
    """The texts whose vectors the file does not hold."""
    file = VectorFile.load(path)
    if file is None or file.model != model:
        return texts
    held = set(file.keys.tolist())
    return [text for text, key in zip(texts, keys_of(texts).tolist(), strict=True) if key not in held]


def _write(path: Path, texts: list[str], embedder: Embedder, sources: dict[str, str]) -> None:
    old, model = VectorFile.load(path), embedder.digest()
    if old and old.model == model and np.array_equal(np.sort(old.keys), np.sort(keys_of(texts))):
        print(f"{path.name}：{len(texts)} 条，没有变化", file=sys.stderr)
        return
    with BuildProgress(len(texts)) as progress:
        known = KnownVectors(model, [old])
        keys, vectors = embed(texts, embedder, known, lambda done: progress.step(path.name, done))
    lowest = verify(texts, vectors, embedder, path.name)
    try:
        VectorFile.make(model, keys, vectors, sources).save(path)
    except OSError as exc:
        raise disk_problem(exc, path.parent) from exc
    size = path.stat().st_size / 1e6
    print(f"{path.name}：{len(texts)} 条，{size:.1f} MB，抽查最低相似度 {lowest:.4f}", file=sys.stderr)


def _origin(settings: Settings) -> dict[str, str]:
    """Which database the statutes came from, for the record."""
    from corpus.version_rules import load_rules

    pin = load_rules().database
    return {Path(pin.file).name: file_digest(settings.laws_db) if settings.laws_db else pin.sha256}
