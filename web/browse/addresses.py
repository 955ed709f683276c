"""The address of each law, article, item and case. Everything in an address is percent-encoded here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlencode

from corpus.library import Library
from corpus.models import ArticleRef
from corpus.references import parse_refs
from web.clauses import short_law


def law_address(library: Library, law: str, on: date | None = None) -> str:
    """/laws/食品安全法: the short name where it means this law alone."""
    short = short_law(law)
    name = short if library.resolve_name(short) == law else law
    return _with(f"/laws/{_part(name)}", {"on": on})


def article_address(library: Library, law: str, article: str, on: date | None = None, mark: str = "") -> str:
    """/laws/食品安全法/第三十四条?mark=1.10"""
    return _with(f"{law_address(library, law)}/{_part(article)}", {"on": on, "mark": mark})


def ref_address(library: Library, ref: ArticleRef) -> str:
    """The article with the paragraph or item marked that a reference names."""
    return article_address(library, ref.law, ref.article, mark=mark_of(ref.paragraph, ref.item))


def mark_of(paragraph: int | None, item: int | None) -> str:
    """The paragraph and the item as ``mark`` takes them: "2", "1.3", ".10", or "" for the whole article."""
    return f"{paragraph or ''}" + (f".{item}" if item else "")


def reference_address(library: Library, text: str) -> str | None:
    """Where "食品安全法 第三十四条第（十）项" is read; None when it names no law that is known."""
    try:
        ref = parse_refs(text)[0]
    except ValueError:
        law = library.resolve_name(text)
        return law_address(library, law) if law else None
    law = library.resolve_name(ref.law)
    return ref_address(library, ref.model_copy(update={"law": law})) if law else None


def item_address(item_id: str) -> str:
    return f"/items/{_part(item_id)}"


def case_address(case_id: str) -> str:
    return f"/cases/{_part(case_id)}"


def query_address(path: str, values: Mapping[str, object]) -> str:
    """A list with its filters; empty ones are left out."""
    return _with(path, values)


def _part(text: str) -> str:
    return quote(text, safe="")


def _with(path: str, values: Mapping[str, object]) -> str:
    kept = {name: str(value) for name, value in values.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path
