"""Text to HTML: everything a person or a file wrote is escaped here, and nowhere trusted."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from assistant.models import Fact

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"https?://[^\s\"'<>]+")


def esc(text: object) -> str:
    """Text as HTML, with nothing left in it that the page's component would take for its template."""
    return untemplated(html.escape(str(text), quote=True))


def untemplated(markup: str) -> str:
    """Markup without ``$`` and braces: the page's component fills a template of its own with them."""
    for sign in "${}`":
        markup = markup.replace(sign, f"&#{ord(sign)};")
    return markup


def inline(markdown: str) -> str:
    """One line of an answer's Markdown, escaped, with **bold** kept."""
    return _BOLD.sub(r"<strong>\1</strong>", esc(markdown))


def lines(text: str) -> str:
    """Plain text with its line breaks kept as paragraphs."""
    return "".join(f"<p>{esc(row.strip())}</p>" for row in text.splitlines() if row.strip())


def link(url: str | None, words: str) -> str:
    """A link to a web address a person may choose to open; anything but http(s) is dropped."""
    if not url or not _LINK.fullmatch(url):
        return ""
    return f'<a href="{esc(url)}" target="_blank" rel="noopener noreferrer">{esc(words)}</a>'


def highlight(text: str, facts: Iterable[Fact], labels: dict[str, str]) -> str:
    """The question with the words marked from which facts were read; overlapping words are marked once."""
    spans = sorted((span for f in facts if (span := _span(text, f))), key=lambda s: (s[0], -s[1]))
    out: list[str] = []
    at = 0
    for start, end, name in spans:
        if start < at:
            continue
        title = esc(labels.get(name, name))
        out += [
            esc(text[at:start]),
            f'<mark data-fact="{esc(name)}" title="{title}">{esc(text[start:end])}</mark>',
        ]
        at = end
    return "".join([*out, esc(text[at:])]).replace("\n", "<br>")


def _span(text: str, fact: Fact) -> tuple[int, int, str] | None:
    """Where the words of a fact stand: where it says so, else where they occur; None when nowhere."""
    words = fact.evidence.strip()
    if fact.from_ != "question" or not words:
        return None
    if text[fact.start : fact.end] == words:
        return fact.start, fact.end, fact.name
    start = text.find(words)
    return (start, start + len(words), fact.name) if start >= 0 else None


def mark_parts(text: str, parts: Iterable[str]) -> str:
    """A provision as paragraphs, with the words that ``parts`` quote marked as the ones relied on."""
    spans = [(at, at + len(p)) for part in parts if (p := part.strip()) and (at := text.find(p)) >= 0]
    rows: list[str] = []
    at = 0
    for row in text.splitlines(keepends=True):
        if row.strip():
            inside = [(max(a - at, 0), min(b - at, len(row.rstrip()))) for a, b in sorted(spans)]
            rows.append(f"<p>{_row(row, [(a, b) for a, b in inside if a < b])}</p>")
        at += len(row)
    return "".join(rows)


def _row(row: str, spans: list[tuple[int, int]]) -> str:
    out: list[str] = []
    at = 0
    for start, end in spans:
        if end <= at:
            continue
        start = max(start, at)
        out += [esc(row[at:start]), f"<mark>{esc(row[start:end])}</mark>"]
        at = end
    return "".join([*out, esc(row[at:].rstrip())]).strip()
