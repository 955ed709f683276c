"""The desk's HTML: a case, a comparison, what a check found. Escaped throughout."""

from __future__ import annotations

from corpus.models import Case
from publicity.checking import DraftCheck
from publicity.comparing import Comparison, Row
from publicity.words import words as team_words
from web.browse.addresses import case_address
from web.clauses import badge
from web.markup import esc, lines
from web.publicity.words import words
from web.words import words as chat_words

_LONGEST = 80  # characters of a faulty place that are shown


def head() -> str:
    """Name and ways out. The style sheet is linked here, so it comes along wherever the desk is mounted."""
    own = words()
    links = "".join(f'<a href="{esc(address)}">{esc(label)}</a>' for address, label in own["nav"])
    return (
        '<link rel="stylesheet" href="/kuanyan/publicity.css">'
        f'<div class="desk-top"><h1 class="brand">{esc(own["name"])}<small>{esc(own["tagline"])}</small></h1>'
        f'<nav aria-label="{esc(own["nav_label"])}">{links}</nav></div>'
    )


def case_card(case: Case) -> str:
    """A case as found: outcome, story, lesson, source."""
    own = chat_words()["case"]
    marks = badge("reference", case.outcome_class)
    marks += badge("doubtful", own["counter"]) if case.counter_case else ""
    marks += badge("doubtful", own["doubtful"]) if case.doubtful else ""
    told = [
        (own["facts"], case.facts),
        (team_words().poster["outcome"], case.outcome),
        (own["lesson"], case.lesson),
    ]
    body = "".join(f"<h3>{esc(title)}</h3>{lines(text)}" for title, text in told if text)
    origin = "，".join(filter(None, (case.source.issuer, case.source.title, case.source.date)))
    return (
        f'<article class="desk-case"><h2>{esc(case.title)}</h2><p class="marks">{marks}</p>{body}'
        f'<p class="path">{esc(origin)} <a href="{esc(case_address(case.id))}" target="_blank">'
        f"{esc(words()['find']['page'])}</a></p></article>"
    )


def comparison(found: Comparison, left: str, right: str) -> str:
    """The two cases as a table: what differs is said in a word, not by colour alone."""
    own, same = words()["compare"], team_words().compare["sameness"]
    assert isinstance(same, dict)
    counts = own["summary"].format(alike=len(found.only("alike")), differs=len(found.only("differs")))
    rows = "".join(_compared(row, str(same[row.sameness]), (left, right)) for row in found.rows)
    heads = "".join(f'<th scope="col">{esc(t)}</th>' for t in (own["point"], left, right, own["sameness"]))
    return (
        f'<p class="count" role="status">{esc(counts)}</p><div class="desk-scroll" tabindex="0">'
        f'<table class="desk-table"><caption class="sr">{esc(own["caption"])}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _compared(row: Row, same: str, titles: tuple[str, str]) -> str:
    """One row; each cell carries the title of its case, which a phone shows above it."""
    read = f"<small>{esc(words()['compare']['read'])}</small>" if row.fact else ""
    cells = "".join(
        f'<td data-of="{esc(title)}">{esc(text) or "—"}</td>'
        for title, text in zip(titles, (row.left, row.right), strict=True)
    )
    head = f'<th scope="row">{esc(row.label)}{read}</th>'
    return f'<tr class="{row.sameness}">{head}{cells}<td>{esc(same)}</td></tr>'


def verdict(check: DraftCheck, refused: bool = False) -> str:
    """What a check found: all is well, or each place with what is wrong with it."""
    own = words()["write"]
    if check.sound:
        fine = team_words().fine.format(n=len(check.citations), day=check.day)
        return f'<div class="desk-good" role="status"><p>{esc(fine)}</p></div>'
    title = own["refused" if refused else "wrong"].format(n=len(check.problems))
    rows = "".join(f"<li>{_place(p.text)}<p>{esc(p.message)}</p></li>" for p in check.problems)
    return f'<div class="desk-bad" role="alert"><p><strong>{esc(title)}</strong></p><ol>{rows}</ol></div>'


def notice(text: str) -> str:
    """One sentence that says what to do; nothing for ""."""
    return f'<p class="desk-note" role="status">{esc(text)}</p>' if text else ""


def notes(rows: tuple[str, ...]) -> str:
    """What the editor should know before writing."""
    inner = "".join(f"<li>{esc(row)}</li>" for row in rows)
    title = esc(words()["write"]["notes"])
    return f'<div class="desk-note"><p><strong>{title}</strong></p><ul>{inner}</ul></div>' if rows else ""


def _place(text: str) -> str:
    """The faulty words, shortened; nothing where the whole draft is meant."""
    plain = " ".join(text.split())
    shown = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
    return f"<q>{esc(shown)}</q>" if shown else ""
