"""The word, the shape and the tone of each outcome: drawn, so that colour never has to say it alone."""

from __future__ import annotations

from assistant.models import LABELS
from assistant.models import OutcomeCode as Code
from web.words import words

_TONES: dict[Code, str] = {
    Code.NO_PENALTY_REQUIRED: "green",
    Code.NO_PENALTY_DISCRETIONARY: "green",
    Code.NOT_A_VIOLATION: "green",
    Code.MITIGATION_REQUIRED: "blue",
    Code.MITIGATION_DISCRETIONARY: "blue",
    Code.PENALTY: "amber",
    Code.AGGRAVATED_PENALTY: "red",
    Code.TRANSFER: "red",
    Code.INSUFFICIENT: "grey",
    Code.OUT_OF_SCOPE: "grey",
    Code.INFORMATION: "blue",
}
_DISC = '<circle cx="16" cy="16" r="15" fill="currentColor"/>'
_RING = '<circle cx="16" cy="16" r="13.5" fill="none" stroke="currentColor" stroke-width="2.5"/>'
_TICK = "M9 16.5l4.8 4.8L23.5 11"
_SOLID_TICK = f'{_DISC}<path d="{_TICK}" class="cut"/>'
_OPEN_TICK = f'{_RING}<path d="{_TICK}" class="ink"/>'
_DOWN = '<path d="M16 5v20M7.5 17L16 25.5 24.5 17" class="ink"/>'
_BAR = '<rect x="3" y="12" width="26" height="8" rx="2" fill="currentColor"/>'
_BARS = (
    '<rect x="3" y="6" width="26" height="8" rx="2" fill="currentColor"/>'
    '<rect x="3" y="18" width="26" height="8" rx="2" fill="currentColor"/>'
)
_ASK = (
    f'{_RING}<path d="M12 12.6a4 4 0 1 1 5.6 3.7c-1 .5-1.6 1.2-1.6 2.4" class="ink"/>'
    '<circle cx="16" cy="23" r="1.6" fill="currentColor"/>'
)
_DASH = f'{_RING}<path d="M10 16h12" class="ink"/>'
_TEXT = '<path d="M6 8h20M6 16h20M6 24h12" class="ink"/>'
_SHAPES: dict[Code, str] = {
    Code.NO_PENALTY_REQUIRED: _SOLID_TICK,
    Code.NO_PENALTY_DISCRETIONARY: _OPEN_TICK,
    Code.NOT_A_VIOLATION: _SOLID_TICK,
    Code.MITIGATION_REQUIRED: _DOWN,
    Code.MITIGATION_DISCRETIONARY: _DOWN,
    Code.PENALTY: _BAR,
    Code.AGGRAVATED_PENALTY: _BARS,
    Code.TRANSFER: _BARS,
    Code.INSUFFICIENT: _ASK,
    Code.OUT_OF_SCOPE: _DASH,
    Code.INFORMATION: _TEXT,
}
_CROSS = f'{_RING}<path d="M11 11l10 10M21 11L11 21" class="ink"/>'
_WARN = (
    '<path d="M16 4L29.5 27.5h-27z" fill="none" stroke="currentColor" stroke-width="2.5" '
    'stroke-linejoin="round"/><path d="M16 13v6.5" class="ink"/>'
    '<circle cx="16" cy="23.6" r="1.6" fill="currentColor"/>'
)
_SIGNS = {"met": _SOLID_TICK, "unmet": _CROSS, "open": _ASK, "against": _WARN}


def tone(code: Code) -> str:
    """The colour name of an outcome, as the style sheet knows it."""
    return _TONES[code]


def outcome_label(code: Code) -> str:
    """The outcome in the legal word; in another language with what it means before it."""
    meaning = str(words()["labels"][code.value])
    return f"{meaning} ({LABELS[code]})" if meaning else LABELS[code]


def shape(code: Code) -> str:
    """The picture of an outcome. Hidden from screen readers: the label beside it says the same."""
    return _svg(_SHAPES[code], "shape")


def sign(status: str) -> str:
    """The small picture of an element: met, unmet, open, or there and speaking against leniency."""
    return _svg(_SIGNS[status], f"sign {status}")


def _svg(inner: str, classes: str) -> str:
    return f'<svg class="{classes}" viewBox="0 0 32 32" aria-hidden="true" focusable="false">{inner}</svg>'
