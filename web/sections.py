"""An answer's Markdown taken apart again: what stands before the first heading, and what under each."""

from __future__ import annotations

from corpus.models import Frozen


class Section(Frozen):
    """One heading of the answer with its lines; list marks are taken off."""

    title: str
    rows: tuple[str, ...]


class Parts(Frozen):
    """``said``: the paragraphs of the reason; ``warnings``: what the reader should check first."""

    said: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]

    def rows(self, title: str) -> tuple[str, ...]:
        """The lines under a heading; none when the answer has no such heading."""
        return next((s.rows for s in self.sections if s.title == title), ())


def take_apart(markdown: str, label: str, limit: str) -> Parts:
    """Split an answer. The line that repeats the outcome and the limit sentence are left out."""
    said: list[str] = []
    warnings: list[str] = []
    sections: list[tuple[str, list[str]]] = []
    for raw in markdown.splitlines():
        row = raw.strip()
        if not row or row == limit or (not sections and row.startswith(f"**{label}**")):
            continue
        if row.startswith("#"):
            sections.append((row.lstrip("# "), []))
        elif sections:
            sections[-1][1].append(_bare(row))
        elif row.startswith(">"):
            warnings.append(row.lstrip("> "))
        else:
            said.append(row)
    parts = tuple(Section(title=title, rows=tuple(rows)) for title, rows in sections)
    return Parts(said=tuple(said), warnings=tuple(warnings), sections=parts)


def _bare(row: str) -> str:
    """A line without its list mark: "1. ", "- "."""
    number, dot, rest = row.partition(". ")
    return rest if dot and number.isdigit() else row.removeprefix("- ")
