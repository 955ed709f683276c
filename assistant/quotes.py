"""Quotations that stand next to a citation, and whether they are verbatim.

Read are “…” and 「…」 before or after the citation, a Markdown block quotation below it, and what follows
规定： without quotation marks. Blanks, and half- or full-width punctuation, make no difference.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.models import Frozen

_MIN_CHARS = 8  # “首违不罚” next to a citation is a catchword, no quotation
_MAX_CHARS = 3000
_MAX_DEPTH = 5
_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "＂": "＂"}
_OPEN = "".join(_PAIRS)
_CLOSE = "".join(_PAIRS.values())
_after = re.compile(rf"[^{_OPEN}{_CLOSE}。！？\n]{{0,24}}?(?:[：:，,]\s*)?([{_OPEN}])")
_block = re.compile(r"[^\n。]{0,16}\n\s*((?:>[^\n]*(?:\n|$))+)")
_stated = re.compile(
    r"(?:[^。；，,;\n：:“”]{0,6}(规定|明确|指出|要求))?[*_]{0,2}[：:]\s*([^\n“「『\"＂>][^\n]*)"
)
_before = re.compile(
    rf"([{_CLOSE}])[。，；]?\s*(?:[（(—\-]{{0,2}})\s*(?:依据|根据|见|参见|出自|摘自)?[：:]?\s*$"
)
_ellipsis = re.compile(r"…+|\.{3,}|。{3,}|[（(]略[）)]|\*{3,}")
_sentence = re.compile(r"[^。；！？]*[。；！？]?")
_edges = "。，；：、,.;:!?'\"-*()"


class Quote(Frozen):
    """A quotation: text[start:end], quotation marks excluded.

    ``marked``: it stands in quotation marks. ``claimed``: it says what the clause says (规定：…); after a
    bare colon it may as well be a comment.
    """

    text: str
    start: int
    end: int
    marked: bool = True
    claimed: bool = True


def find_quote(text: str, row_start: int, row_end: int, next_start: int) -> Quote | None:
    """The quotation that belongs to the citations at text[row_start:row_end]; None when there is none.

    ``next_start``: where the next citation begins; a quotation that begins later is not this one's.
    """
    return (
        _marked_after(text, row_end, next_start)
        or _block_after(text, row_end, next_start)
        or _marked_before(text, row_start)
        or _stated_after(text, row_end, next_start)
    )


def _marked_after(text: str, row_end: int, next_start: int) -> Quote | None:
    match = _after.match(text, row_end)
    if not match or match.start(1) >= next_start:
        return None
    start = match.end(1)
    depth, closing = 1, _PAIRS[match[1]]
    end = start
    while depth:
        # An unclosed or endless quotation is none; the cap keeps a hostile text cheap.
        ahead = [
            n for n in (text.find(mark, end, start + _MAX_CHARS) for mark in {closing, match[1]}) if n >= 0
        ]
        if not ahead or depth > _MAX_DEPTH:
            return None
        end = min(ahead) + 1
        depth += -1 if text[end - 1] == closing else 1
    return _long_enough(text, start, end - 1)


def _marked_before(text: str, row_start: int) -> Quote | None:
    match = _before.search(text, max(0, row_start - 12), row_start)
    if not match:
        return None
    end = match.start(1)
    opening = next(mark for mark, closing in _PAIRS.items() if closing == match[1])
    start = text.rfind(opening, max(0, end - _MAX_CHARS), end)
    return _long_enough(text, start + 1, end) if start >= 0 else None


def _block_after(text: str, row_end: int, next_start: int) -> Quote | None:
    match = _block.match(text, row_end)
    if not match or match.start(1) >= next_start:
        return None
    return _long_enough(text, match.start(1), match.end(1))


def _stated_after(text: str, row_end: int, next_start: int) -> Quote | None:
    match = _stated.match(text, row_end)
    if not match or match.start(2) >= next_start:
        return None
    quote = _long_enough(text, match.start(2), match.end(2))
    return quote and quote.model_copy(update={"marked": False, "claimed": bool(match[1])})


def _long_enough(text: str, start: int, end: int) -> Quote | None:
    quote = Quote(text=text[start:end], start=start, end=end)
    return quote if len(plain(quote.text)) >= _MIN_CHARS else None


def plain(text: str) -> str:
    """Without blanks, block-quotation marks and emphasis; punctuation in one form."""
    text = re.sub(r"^\s*>\s?", "", text, flags=re.MULTILINE).replace("**", "")
    text = unicodedata.normalize("NFKC", re.sub(r"\s+", "", text))
    for marks, one in (
        ("“”„‟＂", '"'),
        ("‘’", "'"),
        ("〔［【", "["),
        ("〕］】", "]"),
        ("—–―－", "-"),
        ("·•", "·"),
    ):
        text = re.sub(f"[{marks}]", one, text)
    return text


def is_verbatim(quote: str, stored: str) -> bool:
    """Whether the quotation stands in the stored text; parts left out with …… must come in order."""
    target, position = plain(stored), 0
    parts = [plain(part).strip(_edges) for part in _ellipsis.split(quote)]
    parts = [part for part in parts if part]
    for part in parts:
        found = target.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return bool(parts)


def verbatim_head(quote: Quote, stored: str) -> Quote | None:
    """Of a quotation without marks: its leading sentences that are verbatim; None when not even the first is.

    What follows 规定： may go on with the writer's own words.
    """
    end, best = 0, 0
    while end < len(quote.text):
        match = _sentence.match(quote.text, end)
        if not match or not match.group():
            break
        end = match.end()
        if not is_verbatim(quote.text[:end], stored):
            break
        best = end
    if len(plain(quote.text[:best])) < _MIN_CHARS:
        return None
    return quote.model_copy(update={"text": quote.text[:best], "end": quote.start + best})


def first_sentence(quote: Quote) -> Quote:
    """A quotation without marks, cut after its first sentence."""
    match = _sentence.match(quote.text)
    end = match.end() if match and match.group() else len(quote.text)
    return quote.model_copy(update={"text": quote.text[:end], "end": quote.start + end})
