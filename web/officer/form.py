"""What the browser holds of one case, checked: everything it sends is taken for what a stranger may write."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from corpus.models import Frozen
from documents.forms import load_forms
from web.officer.words import desk_words

_TOKEN = re.compile(r"[0-9a-f]{32}")
_LONGEST, _MOST = 2000, 200  # characters of one entry; entries of one kind


class DeskForm(Frozen):
    """One case as filled in. ``choice``: "v:" or "i:" and the id of a violation or of an item.

    ``ticks``: facts picked by hand. ``looked``: whether the register was asked. ``left_out``: documents
    that are not to go into the case file. ``problems``: entries that were not usable, one line each.
    """

    token: str = ""
    choice: str = ""
    ticks: dict[str, str] = Field(default_factory=dict)
    numbers: dict[str, float] = Field(default_factory=dict)
    entries: dict[str, str] = Field(default_factory=dict)
    dates: dict[str, date] = Field(default_factory=dict)
    looked: bool = False
    left_out: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day whose law is asked for: that of the inspection, else today."""
        return self.dates.get("inspected_on") or date.today()


def read_form(raw: object) -> DeskForm:
    """The form as sent; what is no entry of it is dropped, what cannot be read is told."""
    data = raw if isinstance(raw, Mapping) else {}
    problems: list[str] = []
    token = str(data.get("token", ""))
    entries = _texts(data.get("entries"))
    return DeskForm(
        token=token if _TOKEN.fullmatch(token) else "",
        choice=str(data.get("choice", ""))[:_MOST],
        ticks=_texts(data.get("ticks")),
        numbers=_numbers(data.get("numbers"), problems),
        entries={k: v for k, v in entries.items() if k in _entry_fields() and k not in _dates()},
        dates=_days(entries, problems),
        looked=data.get("looked") is True,
        left_out=tuple(_texts(data.get("left_out"))),
        problems=tuple(problems),
    )


def _entry_fields() -> frozenset[str]:
    return frozenset(f.id for f in load_forms().fields.values() if f.origin == "entry")


def _dates() -> tuple[str, ...]:
    return tuple(desk_words()["party"]["dates"])


def _texts(raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        return {}
    pairs = list(raw.items())[:_MOST]
    return {
        str(k)[:_MOST]: str(v)[:_LONGEST] for k, v in pairs if isinstance(v, str | int | float) and v != ""
    }


def _numbers(raw: Any, problems: list[str]) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, text in _texts(raw).items():
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and value >= 0:
            out[name] = value
        else:
            problems.append(str(desk_words()["errors"]["number"]).format(label=name))
    return out


def _days(entries: Mapping[str, str], problems: list[str]) -> dict[str, date]:
    out: dict[str, date] = {}
    for name in _dates():
        text = entries.get(name, "")
        try:
            if text:
                out[name] = date.fromisoformat(text)
        except ValueError:
            label = load_forms().fields[name].label
            problems.append(str(desk_words()["errors"]["date"]).format(label=label, value=text[:20]))
    return out
