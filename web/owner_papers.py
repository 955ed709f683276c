"""The business owner's papers on the chat page: a button for each, and the finished file as a link.

The file lies inside the page itself, so nothing of a visitor stays on the server.
"""

from __future__ import annotations

from base64 import b64encode

from documents.making import Refused
from web.markup import esc
from web.papers import PaperAssistant, offers, paper_bytes
from web.session import Paper, Talk, Turn
from web.words import words

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def papers(turn: Turn, assistant: PaperAssistant) -> str:
    """The papers an answer carries, for a business owner; empty for others and where none is carried."""
    if turn.answer is None or turn.answer.role != "business":
        return ""
    own = words()["papers"]
    buttons = "".join(
        f'<button type="button" data-do="paper" data-value="{esc(o.kind)}" data-key="paper-{esc(o.kind)}">'
        f"{esc(own['make'].format(title=o.title))}</button>"
        for o in offers(turn.answer, assistant)
        if not o.refused
    )
    if not buttons:
        return ""
    return (
        f'<section class="papers"><h3>{esc(own["title"])}</h3><p class="hint">{esc(own["note"])}</p>'
        f'<p class="tools">{buttons}</p>{_made(turn)}</section>'
    )


def make_paper(visit: Talk, kind: str, assistant: PaperAssistant) -> Talk:
    """The open answer with one paper made; an answer that does not carry it stays as it is."""
    turn = visit.current
    if turn is None or turn.answer is None:
        return visit
    try:
        name, content = paper_bytes(kind, turn.answer, assistant)
    except (KeyError, Refused):
        return visit
    return visit.changed(turn.model_copy(update={"paper": Paper(name=name, content=content)}))


def _made(turn: Turn) -> str:
    if turn.paper is None:
        return ""
    name, source = esc(turn.paper.name), f"data:{_TYPE};base64,{b64encode(turn.paper.content).decode()}"
    label = esc(words()["papers"]["download"].format(name=turn.paper.name))
    return f'<p role="status"><a class="file" download="{name}" href="{source}">{label}</a></p>'
