"""The head of the page: its name, the way to the law, the size of the text, the language."""

from __future__ import annotations

from web.markup import esc
from web.words import Language, words


def brand() -> str:
    own = words()
    return f'<h1 class="brand">{esc(own["name"])}<small>{esc(own["tagline"])}</small></h1>'


def head_tools(language: Language) -> str:
    """Links to lists, cases and laws; buttons for the text size and for the other language."""
    own = words()["head"]
    links = "".join(f'<a href="/{esc(path)}">{esc(label)}</a>' for path, label in own["nav"].items())
    sizes = "".join(
        f'<button type="button" data-size="{esc(step)}" aria-label="{esc(label)}" title="{esc(label)}">'
        f"{sign}</button>"
        for (step, label), sign in zip(own["sizes"].items(), ("A-", "A", "A+"), strict=True)
    )
    other = "en" if language == "zh" else "zh"
    return (
        f'<div class="head-tools"><nav class="pages" aria-label="{esc(own["nav_label"])}">{links}</nav>'
        f'<span class="sizes" role="group" aria-label="{esc(own["size_label"])}">{sizes}</span>'
        f'<button type="button" class="language" data-do="language" data-value="{other}" lang="{other}"'
        f' aria-label="{esc(own["language_label"])}">{esc(own["language"])}</button></div>'
    )
