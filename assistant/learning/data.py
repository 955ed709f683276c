"""The labelled texts the reader model learns from.

- ``corpus/vocabulary/stories``: whole questions with the clauses that tell each fact and the violations.
- ``corpus/vocabulary/tellings`` and the catalogue: one violation told in many ways.
- ``corpus/vocabulary/exemplars``: single utterances that show one fact, or what is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.learning.labels import ACT, KINDS, SETTLED, Labels
from assistant.reading.clauses import split_clauses
from assistant.reading.patterns import VOCABULARY_DIR
from corpus.json_lines import read_lines
from corpus.models import Frozen, Violation
from corpus.tellings import TELLINGS, Telling
from corpus.yaml_files import read_yaml

STORIES = VOCABULARY_DIR / "stories"
EXEMPLARS = VOCABULARY_DIR / "exemplars"
_MOSTLY = 0.5  # share of a clause that labelled words must cover to label it


class Story(Frozen):
    """One labelled question; ``told``: (label, words of the question that show it)."""

    id: str
    question: str
    role: str
    violations: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    gold: str
    acceptable: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()
    why: str = ""


class Example(NamedTuple):
    """``spans``: (start, end, labels shown there, groups that are known of there or None for all)."""

    text: str
    spans: tuple[tuple[int, int, frozenset[str], frozenset[str] | None], ...]
    violations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def read_stories(folder: Path = STORIES) -> list[Story]:
    """All stories by file. Raises DataError with file and line."""
    return read_lines(folder, Story)


def digest(folders: Sequence[Path] = (STORIES, TELLINGS, EXEMPLARS)) -> str:
    """SHA-256 over the files learned from, so that weights and data can be told to belong together."""
    out = hashlib.sha256()
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file()):
        out.update(path.name.encode() + b"\0" + path.read_bytes())
    return out.hexdigest()


def of_stories(stories: Sequence[Story]) -> list[Example]:
    """Every clause of a story is labelled, with nothing where nothing is told."""
    return [_of_story(story) for story in stories]


def _of_story(story: Story) -> Example:
    places = [(label, story.question.find(words), len(words)) for label, words in story.told]
    spans = []
    for clause in split_clauses(story.question):
        shown = set()
        for label, start, length in places:
            common = min(start + length, clause.end) - max(start, clause.start)
            if start >= 0 and common > 0 and common >= _MOSTLY * min(clause.end - clause.start, length):
                shown.update({label, SETTLED.get((label, story.gold), label)})
        spans.append((clause.start, clause.end, frozenset(shown), None))
    return Example(story.question, tuple(spans), story.violations, _kinds(story.gold))


def _kinds(gold: str) -> tuple[str, ...]:
    if gold == "information":
        return ("law", "procedure", "case")
    return ("out_of_scope",) if gold == "out_of_scope" else ("determination",)


def of_tellings(tellings: Sequence[Telling], catalogue: Sequence[Violation]) -> list[Example]:
    """Each telling, each everyday name and each name of the catalogue: an act, and nothing known of facts."""
    texts = [(t.id, text) for t in tellings for text in t.texts]
    texts += [(v.id, text) for v in catalogue for text in (v.name, *v.aka)]
    only_act = frozenset({ACT})
    return [Example(text, ((0, len(text), only_act, only_act),), (id_,)) for id_, text in texts]


def of_facts(labels: Labels, folder: Path = EXEMPLARS / "facts") -> list[Example]:
    """Single utterances: what they show is known for their own group of facts only; neutral ones, for all."""
    out = []
    for path in sorted(folder.glob("*.yaml")):
        for value, texts in read_yaml(path).items():
            label = f"{path.stem}:{value}"
            shown = frozenset({label}) if label in labels.facts else frozenset[str]()
            known = None if path.stem == "neutral" else frozenset({path.stem})
            out += [Example(str(text), ((0, len(str(text)), shown, known),)) for text in texts]
    return out


def of_kinds(folder: Path = EXEMPLARS) -> list[Example]:
    """Single utterances of what is asked for."""
    return [Example(text, (), (), (kind,)) for kind in KINDS for text in read_yaml(folder / f"{kind}.yaml")]
