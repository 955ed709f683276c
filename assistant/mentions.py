"""Where free text names a law: in 《》, by a known full or short name, or by 同法, 该法, 本条例.

A name that is not known for certain is kept with ``law`` None: a place that follows it then stays
unresolved instead of falling to another law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from corpus.law_names import STATE, NameWords, load_name_words
from corpus.numerals import NUMERAL
from corpus.references import PLAN_PLACE, ROW_START, clean_law_name

_MAX_NAME = 120
_SHORT = 3  # names this short need a boundary before them: 水法 is no part of 供水法
_version_note = re.compile(
    r"[ \u3000]*[（(](?![^（）()]*以下)[^（）()]{0,30}"
    r"(?:\d{4}|修订|修正|修改|版|公布|施行|试行|旧|现行)[^（）()]*[）)]"
)
_abbreviation = re.compile(
    r"[ \u3000]*[（(]以下(?:统称|简称|称)(?:为)?[“\"《「]?([^”\"》」）)]{2,20})[”\"》」]?[）)]"
)
_place_follows = re.compile(rf"[ \u3000]*(?:{ROW_START.pattern}|{NUMERAL}[ \u3000]*条|{PLAN_PLACE})")
_cjk = re.compile(r"[\u4e00-\u9fff]")
_run = re.compile(r"[\u4e00-\u9fff（）()]+$")


class Names(Protocol):
    """What the finder asks of the store; ``corpus.library.Library`` is one."""

    def all_names(self) -> list[str]: ...

    def resolve_name(self, name: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Mention:
    """A law named at text[start:end] (a version note included). ``anaphora``: named by 同法 and the like.

    ``document`` : a contract, charter or notice, whose articles are no law at all.
    """

    start: int
    end: int
    name: str
    law: str | None
    anaphora: bool = False
    document: bool = False
    note: str = ""  # the version as written: （2021修订）


class MentionFinder:
    """Finds the laws named in texts. Built once for a store of names."""

    def __init__(self, names: Names, words: NameWords | None = None) -> None:
        self.words = words or load_name_words()
        self._names = names
        # By the first two characters, longest name first.
        self._index: dict[str, list[str]] = {}
        # An ambiguous name is known too: known to mean nothing.
        for name in sorted({*names.all_names(), *self.words.ambiguous}, key=len, reverse=True):
            self._index.setdefault(name[:2], []).append(name)

    def find(self, text: str) -> list[Mention]:
        """All mentions, in order, not overlapping."""
        out: list[Mention] = []
        local: dict[str, str | None] = {}
        position = 0
        while position < len(text):
            mention = self._at(text, position, out, local)
            if mention is None:
                position += 1
                continue
            out.append(mention)
            position = mention.end
            if match := _abbreviation.match(text, mention.end):
                local[match[1]] = mention.law
                position = match.end()
        return out

    def unknown_before(self, text: str, end: int) -> Mention | None:
        """A regulation that is not in store, named without 《》 right before ``end``; None if none is."""
        stop = len(text[:end].rstrip(" \u3000"))
        run = _run.search(text, max(0, stop - 40), stop)
        if not run or not run.group().endswith((*self.words.regulation_endings, *self.words.not_law)):
            return None
        name, start = run.group(), run.start()
        for word in (w for w in self.words.before if len(w) > 1):
            if (cut := name.rfind(word)) >= 0 and cut + len(word) < len(name):
                start, name = start + cut + len(word), name[cut + len(word) :]
        return Mention(start, stop, name, None, document=name.endswith(self.words.not_law))

    def _at(
        self, text: str, position: int, before: list[Mention], local: dict[str, str | None]
    ) -> Mention | None:
        if text[position] in "《〈":
            return self._bracketed(text, position, local)
        return self._bare(text, position, local) or self._anaphora(text, position, before)

    def _bracketed(self, text: str, start: int, local: dict[str, str | None]) -> Mention | None:
        depth = 0
        for end in range(start, min(len(text), start + _MAX_NAME)):
            depth += (text[end] in "《〈") - (text[end] in "》〉")
            if depth == 0:
                break
        else:
            return None
        written = re.sub(r"\s+", "", text[start + 1 : end])
        law = local[written] if written in local else self._names.resolve_name(written)
        name = written if law else clean_law_name(written)
        document = law is None and name.endswith(self.words.not_law)
        note, end = _note(text, end + 1)
        return Mention(start, end, name, law, document=document, note=note)

    def _bare(self, text: str, start: int, local: dict[str, str | None]) -> Mention | None:
        candidates = [name for name in local if text.startswith(name, start)]
        candidates += [n for n in self._index.get(text[start : start + 2], ()) if text.startswith(n, start)]
        if not candidates:
            return None
        name = max(candidates, key=len)
        end = start + len(name)
        if text.startswith(self.words.spoils, end):
            return None
        if len(name) <= _SHORT and not self._boundary(text, start):
            return None
        if longer := next((w for w in self.words.continues if text.startswith(w, end)), None):
            return Mention(start, end + len(longer), name + longer, None)
        law = local[name] if name in local else self._names.resolve_name(name)
        if law and not law.startswith(STATE) and self._is_local(text, start):
            return Mention(start, end, name, None)
        note, end = _note(text, end)
        return Mention(start, end, name, law, note=note)

    def _is_local(self, text: str, start: int) -> bool:
        """某市优化营商环境条例 is not the national 优化营商环境条例."""
        return start > 0 and text[start - 1] in self.words.region_endings

    def _boundary(self, text: str, start: int) -> bool:
        return start == 0 or not _cjk.match(text[start - 1]) or text[:start].endswith(self.words.before)

    def _anaphora(self, text: str, start: int, before: list[Mention]) -> Mention | None:
        for phrase, endings in self.words.anaphora.items():
            end = start + len(phrase)
            if text.startswith(phrase, start) and _place_follows.match(text, end):
                if not self._boundary(text, start):
                    return None
                return Mention(start, end, phrase, _nearest(before, endings), anaphora=True)
        return None


def _note(text: str, end: int) -> tuple[str, int]:
    """The version note that follows a name, and where the name ends with it."""
    match = _version_note.match(text, end)
    return (match.group().strip(" \u3000（）()"), match.end()) if match else ("", end)


def _nearest(mentions: Iterable[Mention], endings: tuple[str, ...]) -> str | None:
    """The law last named whose name ends as the phrase asks; None when that one is not in store."""
    for mention in reversed(list(mentions)):
        name = mention.law or mention.name
        if name.endswith(endings) and not (endings[0] == "法" and name.endswith("办法")):
            return mention.law
    return None
