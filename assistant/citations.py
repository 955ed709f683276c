"""Every place in a law that free text cites, with its position in that text.

Found are 《食品安全法》第一百二十四条第一款第（五）项, 食安法124条, 同法第五十八条, 第33条 (of the law named
last), rows and ranges. In doubt the law stays None: unresolved, not guessed.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.mentions import Mention, MentionFinder, Names
from corpus.models import Frozen
from corpus.numerals import NUMERAL
from corpus.references import PLAN_PLACE, ROW_START, Place, plan_label, scan_places

_bare_start = re.compile(
    r"[ \t\u3000]*(?:中|的|之)?[ \t\u3000]*" rf"(?=第?[ \t\u3000]*{NUMERAL}[^款项]{{0,20}}条)"
)
_plan = re.compile(PLAN_PLACE)
_plan_start = re.compile(rf"[ \t\u3000]*(?:第|的|中)?{PLAN_PLACE}")
_binds = re.compile(r"[ \t\u3000]*(?:中的|中|的|之|所?规定的?)?[ \t\u3000]*")


class CitedPlace(Frozen):
    """One place cited: text[start:end] is how it is written, the law's name included if it stands there.

    ``law`` is the full name in store, None when unresolved; ``law_text`` is the name as written.
    """

    text: str
    start: int
    end: int
    law_text: str = ""
    law: str | None = None
    article: str
    paragraph: int | None = None
    item: int | None = None


class FoundCitation(CitedPlace):
    """A place cited and ``how`` its law was found."""

    how: Literal["named", "anaphora", "context", "unresolved"]
    version_note: str = ""  # 2021修订, 旧, … as written after the law's name


class CitationFinder:
    """Finds citations; build one for a store of names and keep it."""

    def __init__(self, names: Names) -> None:
        self._mentions = MentionFinder(names)

    def find(self, text: str) -> list[FoundCitation]:
        """All citations in order of position. Places of contracts, charters and notices are left out."""
        mentions = self._mentions.find(text)
        unknown: list[Mention] = []
        out: list[FoundCitation] = []
        position = 0
        for start, bound in self._row_starts(text, mentions):
            if start < position:
                continue
            places, position = self._read(text, start, bound is not None)
            if not places:
                continue
            how: Literal["named", "anaphora", "context"] = "named"
            mention = bound
            if mention is None and (mention := self._mentions.unknown_before(text, start)):
                unknown.append(mention)
            if mention is None:
                earlier = [m for m in (*mentions, *unknown) if m.end <= start]
                mention, how = max(earlier, key=lambda m: m.end, default=None), "context"
            elif mention.anaphora:
                how = "anaphora"
            if mention is not None and mention.document:
                continue
            out += [_citation(text, place, mention, how, first=n == 0) for n, place in enumerate(places)]
        return out

    def _row_starts(self, text: str, mentions: list[Mention]) -> list[tuple[int, Mention | None]]:
        """Where rows of places begin, and the mention that stands right before."""
        bound: dict[int, Mention] = {}
        for mention in mentions:
            for pattern in (_plan_start, _bare_start):
                if match := pattern.match(text, mention.end):
                    begin = match.end() if pattern is _bare_start else match.start(1)
                    bound[begin] = mention
                    break
        starts: dict[int, Mention | None] = dict(bound)
        for match in ROW_START.finditer(text):
            if match.start() in starts or any(m.start < match.start() < m.end for m in mentions):
                continue
            starts[match.start()] = next(
                (m for m in mentions if _binds.fullmatch(text, m.end, match.start())), None
            )
        return sorted(starts.items(), key=lambda pair: pair[0])

    def _read(self, text: str, start: int, bound: bool) -> tuple[list[Place], int]:
        if bound and (plan := _plan.match(text, start)):
            return [Place(start, plan.end(), plan_label(plan))], plan.end()
        return scan_places(text, start, bare=bound)


def _citation(
    text: str,
    place: Place,
    mention: Mention | None,
    how: Literal["named", "anaphora", "context"],
    first: bool,
) -> FoundCitation:
    law = mention.law if mention else None
    start = mention.start if mention and first and how != "context" else place.start
    return FoundCitation(
        text=text[start : place.end],
        start=start,
        end=place.end,
        law_text=mention.name if mention else "",
        law=law,
        article=place.article,
        paragraph=place.paragraph,
        item=place.item,
        how=how if law else "unresolved",
        version_note=mention.note if mention and how == "named" else "",
    )
