"""What can be done with an answer: copy, print, share, start over, rate, ask a person."""

from __future__ import annotations

import re

from assistant.models import NOT_DETERMINED, Answer
from corpus.hotlines import hotlines_of, load_hotlines
from web.markup import esc
from web.owner import Owned, violation_of
from web.session import Opinion, Turn
from web.words import words

_MARKS = re.compile(r"^(?:#+ |> ?|\s+> ?)|\*\*", re.MULTILINE)


def person(answer: Answer, known: Owned) -> str:
    """Where to turn: the authority in charge and the numbers of its kind; folded."""
    if answer.scope == "out":
        return ""
    own, violation = words()["person"], violation_of(answer, known)
    authority = violation.authority if violation else ""
    rows = [esc(own["authority"].format(authority=authority))] if authority else []
    numbers = hotlines_of(authority, load_hotlines())
    rows += [esc(own["hotline"].format(number=h.number, name=h.name)) for h in numbers]
    inner = "".join(f"<li>{row}</li>" for row in rows)
    return (
        f'<section class="person"><details data-key="person"><summary>{esc(own["title"])}</summary>'
        f'<p>{esc(own["lead"])}</p><ul class="dots">{inner}</ul></details></section>'
    )


def tools(turn: Turn) -> str:
    """The row of buttons, and the link once it is made."""
    own, answer = words(), turn.answer
    if answer is None:
        return ""
    buttons = [
        _button("copy", own["copy"]["text"], _plain(answer.answer)),
        _button("copy", own["copy"]["markdown"], answer.answer),
    ]
    if answer.scope == "in":
        buttons.append(_button("print", own["print"]))
    if answer.outcome.code not in NOT_DETERMINED:
        buttons.append(_button("share", own["share"]["do"]))
    buttons.append(_button("new", own["new"]))
    done = esc(own["copy"]["done"])
    return f'<p class="tools" data-done="{done}">{"".join(buttons)}</p>{_link(turn)}'


def _button(action: str, label: str, text: str = "", source: str = "") -> str:
    """``text``: what a button copies; ``source``: the field whose text it copies."""
    data = f' data-text="{esc(text)}"' if text else f' data-from="{source}"' if source else ""
    key = esc(f"{action}-{label}" if data else action)
    return f'<button type="button" data-do="{action}" data-key="{key}"{data}>{esc(label)}</button>'


def _plain(markdown: str) -> str:
    """The answer without the marks of Markdown."""
    return _MARKS.sub("", markdown)


def _link(turn: Turn) -> str:
    own = words()["share"]
    if turn.link is None:
        return f'<p class="notice" role="status">{esc(own["impossible"])}</p>'
    if not turn.link:
        return ""
    more = f"<p>{esc(own['others'])}</p>" if turn.answer and turn.answer.others else ""
    copy = _button("copy", own["copy"], source="ky-link")
    return (
        f'<section class="share"><h3><label for="ky-link">{esc(own["title"])}</label></h3>'
        f'<div class="linked"><input id="ky-link" readonly value="/?s={esc(turn.link)}">{copy}</div>'
        f'<p class="hint">{esc(own["note"])}</p>{more}</section>'
    )


def rate(turn: Turn) -> str:
    """Two thumbs; after a tap the reasons, after a reason a thank-you."""
    own, opinion = words()["rate"], turn.opinion
    thumbs = "".join(_thumb(way, opinion) for way in ("up", "down"))
    return (
        f'<section class="rate"><h3 id="ky-rate">{esc(own["ask"])}</h3>'
        f'<div class="replies" role="group" aria-labelledby="ky-rate">{thumbs}</div>'
        f"{_reasons(turn)}</section>"
    )


def _thumb(way: str, opinion: Opinion) -> str:
    chosen = bool(opinion.row) and opinion.useful is (way == "up")
    return (
        f'<button type="button" data-do="rate" data-value="{way}" data-key="rate-{way}"'
        f' aria-pressed="{str(chosen).lower()}">{esc(words()["rate"][way])}</button>'
    )


def _reasons(turn: Turn) -> str:
    own, opinion = words()["rate"], turn.opinion
    if not opinion.row:
        return ""
    if opinion.explained:
        return f'<p role="status">{esc(own["thanks"])}</p>'
    way = "up" if opinion.useful else "down"
    rows = "".join(
        f'<label><input type="radio" name="reason" value="{esc(key)}"><span>{esc(label)}</span></label>'
        for key, label in own["reasons"][way].items()
    )
    return (
        f'<form class="why-form" data-form="explain"><p role="status">{esc(own["stored"])}</p>'
        f'<fieldset><legend>{esc(own[f"why_{way}"])}</legend><div class="choices">{rows}</div></fieldset>'
        f'<label for="ky-remark">{esc(own["comment"])}</label>'
        f'<textarea id="ky-remark" name="remark" rows="2" maxlength="300"></textarea>'
        f'<p class="hint">{esc(own["privacy"])}</p>'
        f'<button type="submit" data-key="explain">{esc(own["send"])}</button></form>'
    )
