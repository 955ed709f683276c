"""The vectors that ship with the program fit the corpus and the model that ship with it."""

from __future__ import annotations

from index.embedding import MANY, BundledE5
from index.entries import Shelved
from index.sources import load_sources
from index.vectors import DIRECTORY, VectorFile, keys_of
from settings import Settings


def missing(shelved: Shelved) -> dict[str, int]:
    """How many texts of each shelf have no shipped vector."""
    files = [VectorFile.load(path) for path in DIRECTORY.glob("*.npz")]
    known = {key for file in files if file for key in file.keys.tolist()}
    return {
        name: len(set(keys_of(entry.passage for entry in entries).tolist()) - known)
        for name, entries in shelved.items()
    }


def test_all_files_were_made_by_the_bundled_model() -> None:
    model = BundledE5().digest()
    files = [VectorFile.load(path) for path in DIRECTORY.glob("*.npz")]
    assert [file.model for file in files if file] == [model, model]


def test_every_statute_has_its_vector_and_little_else_is_left_to_embed() -> None:
    gaps = missing(load_sources(Settings()).shelved())
    assert gaps["statutes"] == 0
    # More would make the first start slow: run python -m index vectors, and commit corpus.npz.
    assert sum(gaps.values()) < MANY
