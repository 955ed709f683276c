"""Which violations of the catalogue an entry of an item list is about.

``corpus/items/_violations.yaml``: item id → ids of violations, the likeliest first. Mapped by hand, for
finding an entry by the everyday words of its violation; whether an entry binds or decides is asked elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from corpus.yaml_files import read_word_lists

FILE = Path(__file__).with_name("items") / "_violations.yaml"
_EXAMPLE = "sh-fire-01: [fire-equipment]"


def load_same_acts(file: Path = FILE) -> dict[str, list[str]]:
    """Item id → ids of violations. Raises DataError for another shape."""
    return read_word_lists(file, _EXAMPLE)
