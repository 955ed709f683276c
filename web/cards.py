"""The answer card: outcome, reason, questions, elements, what to do, tools. HTML only, no decisions."""

from __future__ import annotations

from assistant.models import NOT_DETERMINED, Answer
from assistant.render import wording
from corpus.rules import RuleBook
from web.elements import branches, elements, others
from web.markup import esc, highlight, inline
from web.owner import Owned, further_steps, rights, todo
from web.owner_papers import papers
from web.session import Turn
from web.shapes import outcome_label, shape, tone
from web.tools import person, rate, tools
from web.words import answers_to, words

STAGES = 3  # how many steps an answer takes to appear


def question_bubble(turn: Turn, labels: dict[str, str]) -> str:
    """What the person wrote, with the words marked that facts were read from; of a link, that it has none."""
    facts = turn.answer.facts if turn.answer else ()
    text = turn.answer.question if turn.answer else turn.question
    own = words()
    if turn.shared is not None:
        heading, body = own["share"]["opened"], esc(text)
        body += f'</p><p class="hint">{esc(own["share"]["asked"])}'
    else:
        heading, body = own["headings"]["you"], highlight(text, facts, labels)
    return f'<section class="asked"><h2 class="quiet">{esc(heading)}</h2><p>{body}</p></section>'


def waiting() -> str:
    """Shown while an answer is made; the style sheet lets it appear only after 300 ms."""
    return f'<p class="waiting" role="status">{esc(words()["waiting"])}</p>'


def answer_card(turn: Turn, known: Owned, stage: int = STAGES) -> str:
    """The card of an answered turn: ``stage`` 1 shows the outcome, later ones what it rests on."""
    answer, book = turn.answer, known.rulebook
    if answer is None:
        return ""
    blocks = [_notice(turn, known.edition), outcome(answer), _said(answer)]
    if stage > 1:
        blocks += [others(answer), follow_ups(turn, book)]
        blocks += [elements(answer, book), branches(answer.outcome.branches)]
    code = answer.outcome.code
    return f'<article class="card tone-{tone(code)}" data-code="{code.value}">{"".join(blocks)}</article>'


def next_card(turn: Turn, known: Owned) -> str:
    """What follows from the answer: what to do, rights, whom to ask, and what can be done with it."""
    answer = turn.answer
    if answer is None:
        return ""
    checklist = todo(answer, known)
    blocks = [
        _numbered(str(wording()["amount_title"]), answer.amount),
        checklist,
        _numbered(_steps_title(answer), further_steps(answer, known) if checklist else answer.steps),
        papers(turn, known),
        rights(answer, known),
        person(answer, known),
        _end(answer, known.edition),
        tools(turn),
        rate(turn),
    ]
    return f'<article class="card">{"".join(blocks)}</article>'


def outcome(answer: Answer) -> str:
    """The outcome as a sentence, a shape and a colour, how sure it is, and the bounds where they differ."""
    result = answer.outcome
    sure = "" if result.code in NOT_DETERMINED else str(words()["certainty"][result.certainty])
    mark = f'<span class="certainty">{esc(sure)}</span>' if sure else ""
    bounds = [
        f"<span>{esc(words()[name])}{esc(outcome_label(code))}</span>"
        for name, code in (("floor", result.floor), ("option", result.option))
        if code
    ]
    range_ = f'<p class="range">{"".join(bounds)}</p>' if bounds else ""
    meaning = str(words()["labels"][result.code.value])
    label = f"{meaning} ({result.label})" if meaning else result.label
    say = esc("，".join(part for part in (label, sure) if part))
    return (
        f'<header class="outcome" tabindex="-1" data-say="{say}">{shape(result.code)}'
        f"<h2>{esc(label)}</h2>{mark}</header>{range_}"
    )


def _notice(turn: Turn, edition: str) -> str:
    """That a text was read as more on this matter, and how to undo it; that a link is of an older corpus."""
    if turn.shared is not None and turn.shared.edition not in ("", edition):
        return f'<p class="notice">{esc(words()["share"]["older"])}</p>'
    if turn.before is None:
        return ""
    own = words()["merged"]
    button = f'<button type="button" data-do="split" data-key="split">{esc(own["split"])}</button>'
    return f'<p class="notice">{esc(own["said"])} {button}</p>'


def _said(answer: Answer) -> str:
    """The reason in a sentence, and what goes with it; before them what the reader should check first."""
    rows = [row for row in (answer.reason, *answer.notes) if row]
    warn = "".join(f'<p class="warn">{inline(row)}</p>' for row in answer.warnings)
    lead = "".join(f"<p>{inline(row)}</p>" for row in rows)
    return f'{warn}<div class="reason">{lead}</div>'


def follow_ups(turn: Turn, book: RuleBook) -> str:
    """The questions to ask next, each with its answers as buttons; those already waved off are left out."""
    if turn.answer is None:
        return ""
    rows = [
        f'<li><p id="ask-{esc(name)}">{esc(question)}</p>'
        f'<div class="replies" role="group" aria-labelledby="ask-{esc(name)}">'
        f"{_replies(name, book)}</div></li>"
        for question in turn.answer.questions
        if (name := book.fact_asked(question) or "") not in turn.ticked
    ]
    if not rows:
        return ""
    return (
        f'<section class="ask"><h3>{esc(words()["headings"]["ask"])}</h3><ol>{"".join(rows)}</ol></section>'
    )


def _replies(name: str, book: RuleBook) -> str:
    if name not in book.facts:
        return ""
    return "".join(
        f'<button type="button" data-do="fact" data-name="{esc(name)}" data-value="{esc(value)}"'
        f' data-key="reply-{esc(name)}-{esc(value)}">{esc(label)}</button>'
        for value, label in answers_to(name, book.facts[name])
    )


def _steps_title(answer: Answer) -> str:
    return str(wording()["steps_title"][answer.role])


def _numbered(title: str, texts: tuple[str, ...]) -> str:
    """A list in order, under its heading; nothing where it is empty."""
    rows = "".join(f"<li>{inline(row)}</li>" for row in texts)
    return f'<section class="steps"><h3>{esc(title)}</h3><ol>{rows}</ol></section>' if rows else ""


def _end(answer: Answer, edition: str) -> str:
    """The limit sentence, and on paper the day of the law; neither where nothing was concluded."""
    if answer.scope == "out":
        return ""
    own = words()
    day = str(own["printed"]).format(day=answer.as_of.isoformat(), corpus=edition)
    return f'<p class="limit">{esc(own["limit"])}<span class="printed"> {esc(day)}</span></p>'
