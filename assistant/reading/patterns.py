"""Compile the vocabulary's light notation: "…" stands for a few characters inside one clause."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import DataError
from corpus.yaml_files import read_word_lists, read_yaml

VOCABULARY_DIR = Path(__file__).parents[2] / "corpus" / "vocabulary"
_GAP = "[^。；;！!？?，,\n]{0,10}"


def compile_pattern(pattern: str, file: Path, entry: str) -> re.Pattern[str]:
    """One pattern of a vocabulary file. Raises DataError when it is not a valid expression."""
    try:
        return re.compile(pattern.replace("…", _GAP))
    except re.error as exc:
        raise DataError(file, entry, "patterns", pattern, f"写法不成立：{exc}", "已经…下架|撤下") from exc


@lru_cache(maxsize=8)
def word_lists(file: Path) -> dict[str, re.Pattern[str]]:
    """A file of lists of words, one alternation a list. Raises DataError on another shape."""
    data = read_word_lists(file, "done: [已经]")
    return {kind: compile_pattern("|".join(words), file, kind) for kind, words in data.items()}


def modality(file: Path = VOCABULARY_DIR / "modality.yaml") -> dict[str, re.Pattern[str]]:
    """The marks of modality, one alternation a kind."""
    return word_lists(file)


def read_vocabulary(name: str) -> tuple[Path, Any]:
    """A vocabulary file's path and parsed content."""
    file = VOCABULARY_DIR / name
    return file, read_yaml(file)
