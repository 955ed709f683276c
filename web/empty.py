"""The page before the first question: what to write, real examples, and what the outcomes look like."""

from __future__ import annotations

from assistant.models import OutcomeCode, Role
from web.markup import esc
from web.shapes import shape, tone
from web.words import examples, words


def welcome(role: Role) -> str:
    """The left side of the empty page: a lead and example questions to tap."""
    own = words()["empty"]
    rows = "".join(
        f'<li><button type="button" data-do="example" data-value="{n}" data-key="example-{n}">'
        f"{esc(q)}</button></li>"
        for n, q in enumerate(examples()[role])
    )
    return (
        f'<section class="welcome"><h2>{esc(own["title"][role])}</h2><p>{esc(own["lead"][role])}</p>'
        f'<h3>{esc(own["examples"])}</h3><ul class="examples">{rows}</ul></section>'
    )


def legend(items: int, cases: int) -> str:
    """The right side of the empty page: every outcome with its shape, the words beside it, the sources."""
    own = words()["empty"]
    rows = "".join(
        f'<li class="tone-{tone(OutcomeCode(code))}">{shape(OutcomeCode(code))}'
        f"<span><strong>{esc(label)}</strong><small>{esc(words()['outcomes'][code])}</small></span></li>"
        for code, label in words()["legend_labels"].items()
    )
    sure = "".join(
        f'<dt><span class="certainty">{esc(words()["certainty"][name])}</span></dt><dd>{esc(meaning)}</dd>'
        for name, meaning in own["certainty_words"].items()
    )
    text = own["sources_text"].format(items=items, cases=cases)
    return (
        f'<section class="legend"><h2>{esc(own["legend"])}</h2><ul>{rows}</ul>'
        f"<h2>{esc(own['certainty'])}</h2><dl>{sure}</dl>"
        f"<h2>{esc(own['sources'])}</h2><p>{esc(text)}</p></section>"
    )
