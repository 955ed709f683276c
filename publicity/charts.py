"""What the charts show, as tables, and the same charts as PNG."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from PIL import Image, ImageDraw

from corpus.models import Case, Frozen, Item
from publicity.asked import FEWEST, Count
from publicity.fonts import font
from publicity.words import words

_MOST_FIELDS = 14
_COLOURS = ("#1b4f8f", "#17703f", "#8a4b00", "#a8201a", "#4f5a66")
_INK, _SOFT, _RULE, _PAPER = "#16191d", "#535d69", "#d9dfe5", "#ffffff"
_WIDTH, _ROW, _LEFT, _TOP, _PAD = 1200, 46, 330, 120, 40


class Bar(Frozen):
    """One bar: its label and its parts by kind; ``shown`` replaces a number that is not told."""

    label: str
    parts: dict[str, int]
    shown: str = ""

    @property
    def total(self) -> int:
        return sum(self.parts.values())


def items_by_field(items: Iterable[Item], dispositions: Mapping[str, str]) -> list[Bar]:
    """Items by field, parted by disposition, the largest fields first; small ones together at the end."""
    counts: dict[str, Counter[str]] = {}
    order = list(dispositions.values())
    for item in items:
        counts.setdefault(item.field, Counter())[dispositions[item.disposition.value]] += 1
    ranked = sorted(counts, key=lambda f: (-counts[f].total(), f))
    bars = [Bar(label=f, parts=_ordered(counts[f], order)) for f in ranked[:_MOST_FIELDS]]
    rest: Counter[str] = Counter()
    for field in ranked[_MOST_FIELDS:]:
        rest += counts[field]
    return [*bars, Bar(label=words().charts["others"], parts=_ordered(rest, order))] if rest else bars


def _ordered(counts: Counter[str], order: Sequence[str]) -> dict[str, int]:
    return {kind: counts[kind] for kind in order if counts[kind]}


def cases_by_outcome(cases: Iterable[Case]) -> list[Bar]:
    """Cases by outcome class, the most frequent first."""
    counts = Counter(case.outcome_class for case in cases)
    label = words().charts["count"]
    return [
        Bar(label=name, parts={label: n}) for name, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))
    ]


def most_asked(counts: Sequence[Count], names: Mapping[str, str]) -> list[Bar]:
    """The violations most asked about; a number under FEWEST is drawn as a stump and said to be fewer."""
    own = words().charts
    return [
        Bar(
            label=names.get(c.violation, own["unnamed"]),
            parts={own["count"]: c.count if c.count is not None else 1},
            shown="" if c.count is not None else own["fewer"].format(n=FEWEST),
        )
        for c in counts
    ]


def colours(bars: Sequence[Bar]) -> dict[str, str]:
    """A colour for each kind of part, the kind that there is most of first."""
    totals: Counter[str] = Counter()
    for bar in bars:
        totals.update(bar.parts)
    return dict(zip((kind for kind, _ in totals.most_common()), _COLOURS, strict=False))


def table(bars: Sequence[Bar], label: str, kind: str) -> pd.DataFrame:
    """The bars as rows for an interactive plot; numbers that are not told are left out of it."""
    count = words().charts["count"]
    rows = [(bar.label, part, n) for bar in bars if not bar.shown for part, n in bar.parts.items()]
    return pd.DataFrame(rows, columns=[label, kind, count])


def chart_png(title: str, bars: Sequence[Bar], note: str = "") -> bytes:
    """Horizontal bars with their numbers. Raises NoChineseFont."""
    kinds = list(colours(bars))
    height = _TOP + _ROW * max(len(bars), 1) + _PAD + (40 if note else 0)
    image = Image.new("RGB", (_WIDTH, height), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((_PAD, 28), title, font=font("bold", 32), fill=_INK)
    if len(kinds) > 1:
        _legend(pen, kinds)
    widest = max((bar.total for bar in bars), default=1)
    for number, bar in enumerate(bars):
        _bar(pen, bar, _TOP + number * _ROW, widest, kinds)
    if note:
        pen.text((_PAD, height - 52), note, font=font("plain", 20), fill=_SOFT)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _legend(pen: ImageDraw.ImageDraw, kinds: Sequence[str]) -> None:
    left, own = _PAD, font("plain", 20)
    for number, kind in enumerate(kinds):
        pen.rectangle((left, 84, left + 18, 102), fill=_COLOURS[number % len(_COLOURS)])
        pen.text((left + 26, 80), kind, font=own, fill=_INK)
        left += 26 + round(own.getlength(kind)) + 30


def _bar(pen: ImageDraw.ImageDraw, bar: Bar, top: int, widest: int, kinds: Sequence[str]) -> None:
    own, room = font("plain", 21), _WIDTH - _LEFT - _PAD - 110
    label = bar.label
    while own.getlength(label) > _LEFT - _PAD - 20:
        label = f"{label.rstrip('…')[:-1]}…"
    pen.text((_LEFT - 16 - own.getlength(label), top + 6), label, font=own, fill=_INK)
    left = float(_LEFT)
    for kind, count in bar.parts.items():
        wide = room * count / widest
        colour = _RULE if bar.shown else _COLOURS[kinds.index(kind) % len(_COLOURS)]
        pen.rectangle((left, top + 6, left + max(wide, 2), top + _ROW - 10), fill=colour)
        left += wide
    pen.text((left + 10, top + 6), bar.shown or str(bar.total), font=own, fill=_INK)
