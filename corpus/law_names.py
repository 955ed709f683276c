"""Short and full names of laws → the full name in store. An ambiguous name resolves to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import DataError
from corpus.models import Frozen, Provision
from corpus.references import clean_law_name
from corpus.yaml_files import read_yaml

NAMES_FILE = Path(__file__).resolve().parent / "vocabulary" / "law_names.yaml"
STATE = "中华人民共和国"


class NameWords(Frozen):
    """corpus/vocabulary/law_names.yaml; what each list is for is said there."""

    aliases: dict[str, str]
    ambiguous: frozenset[str]
    before: tuple[str, ...]
    continues: tuple[str, ...]
    spoils: tuple[str, ...]
    old_version: tuple[str, ...]
    anaphora: dict[str, tuple[str, ...]]
    not_law: tuple[str, ...]
    regulation_endings: tuple[str, ...]
    region_endings: tuple[str, ...]
    title_endings: tuple[str, ...]


def by_place(provisions: Iterable[Provision]) -> dict[tuple[str, str], list[Provision]]:
    """(name without 中华人民共和国, article) → every stored version of that article."""
    places: dict[tuple[str, str], list[Provision]] = {}
    for provision in provisions:
        places.setdefault((provision.law.removeprefix(STATE), provision.article), []).append(provision)
    return places


@cache
def load_name_words(path: Path = NAMES_FILE) -> NameWords:
    """Read the vocabulary. Raises DataError naming the field."""
    try:
        return NameWords.model_validate(read_yaml(path))
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        example = "食安法: 中华人民共和国食品安全法"
        raise DataError(path, "法律简称", field, first["input"], first["msg"], example) from exc


class LawNames:
    """Resolves names of a fixed set of laws. Built once; asking costs a dictionary look-up."""

    def __init__(self, laws: Iterable[str], words: NameWords | None = None) -> None:
        words = words or load_name_words()
        self._names: dict[str, str | None] = {}
        known = list(laws)
        for law in known:
            self._add(law, law)
        for law in known:
            if law.startswith(STATE):
                self._add(law.removeprefix(STATE), law)
        for alias, law in words.aliases.items():
            if law in self._names:
                self._names.setdefault(alias, law)
        for name in words.ambiguous:
            self._names[name] = None

    def _add(self, name: str, law: str) -> None:
        # Two laws with one name: neither is guessed.
        self._names[name] = law if self._names.get(name, law) == law else None

    def resolve(self, name: str) -> str | None:
        """The full name in store; None when unknown or ambiguous."""
        for form in (name, clean_law_name(name)):
            form = form.strip()
            if form in self._names:
                return self._names[form]
            if form.startswith(STATE) and form.removeprefix(STATE) in self._names:
                return self._names[form.removeprefix(STATE)]
        return None

    def all_names(self) -> list[str]:
        """Every name that resolves, full and short."""
        return [name for name, law in self._names.items() if law]
