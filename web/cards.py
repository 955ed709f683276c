"""The answer card: outcome, reason, questions, elements, branches, next steps. HTML only, no decisions."""

from __future__ import annotations

from assistant.models import LABELS, NOT_DETERMINED, Answer, Branch, Element, OutcomeCode
from assistant.render import wording
from corpus.rules import RuleBook
from web.clauses import clause_id, short_law
from web.markup import esc, highlight, inline
from web.sections import Parts, take_apart
from web.session import Turn
from web.shapes import shape, sign, tone
from web.words import answers_to, words

STAGES = 3  # how many steps an answer takes to appear


def question_bubble(turn: Turn, labels: dict[str, str]) -> str:
    """What the person wrote, with the words marked that facts were read from."""
    facts = turn.answer.facts if turn.answer else ()
    text = turn.answer.question if turn.answer else turn.question
    heading = esc(words()["headings"]["you"])
    body = highlight(text, facts, labels)
    return f'<section class="asked"><h2 class="quiet">{heading}</h2><p>{body}</p></section>'


def waiting() -> str:
    """Shown while an answer is made; the style sheet lets it appear only after 300 ms."""
    return f'<p class="waiting" role="status">{esc(words()["waiting"])}</p>'


def answer_card(turn: Turn, book: RuleBook, stage: int = STAGES) -> str:
    """The card of an answered turn. ``stage`` 1 shows the outcome, 2 adds elements, 3 the rest."""
    answer = turn.answer
    if answer is None:
        return ""
    limit = str(words()["limit"])
    parts = take_apart(answer.answer, answer.outcome.label, limit)
    blocks = [_notice(turn), outcome(answer), _said(parts, answer)]
    if stage > 1:
        blocks += [others(answer), follow_ups(turn, book)]
        blocks += [elements(answer, book), branches(answer.outcome.branches)]
    if stage >= STAGES:
        blocks += [_listed(str(wording()["amount_title"]), parts), _listed(_steps_title(answer), parts)]
        blocks += [_end(answer, limit), _tools(answer.scope == "in")]
    code = answer.outcome.code
    return f'<article class="card tone-{tone(code)}" data-code="{code.value}">{"".join(blocks)}</article>'


def outcome(answer: Answer) -> str:
    """The outcome as a sentence, a shape and a colour, how sure it is, and the bounds where they differ."""
    result = answer.outcome
    sure = "" if result.code in NOT_DETERMINED else str(wording()["certainty"][result.certainty])
    mark = f'<span class="certainty">{esc(sure)}</span>' if sure else ""
    bounds = [
        f"<span>{esc(words()[name])}{esc(LABELS[code])}</span>"
        for name, code in (("floor", result.floor), ("option", result.option))
        if code
    ]
    range_ = f'<p class="range">{"".join(bounds)}</p>' if bounds else ""
    say = esc("，".join(part for part in (result.label, sure) if part))
    return (
        f'<header class="outcome" tabindex="-1" data-say="{say}">{shape(result.code)}'
        f"<h2>{esc(result.label)}</h2>{mark}</header>{range_}"
    )


def _notice(turn: Turn) -> str:
    """That a text was read as more on this matter, with the way to undo it."""
    if turn.before is None:
        return ""
    own = words()["merged"]
    button = f'<button type="button" data-do="split">{esc(own["split"])}</button>'
    return f'<p class="notice">{esc(own["said"])} {button}</p>'


def _said(parts: Parts, answer: Answer) -> str:
    """The reason and what goes with it; the bounds already stand in the header."""
    repeated = [str(wording()[name]).partition("{")[0] for name in ("floor", "option")]
    rows = [row for row in parts.said if not row.startswith(tuple(repeated))]
    warn = "".join(f'<p class="warn">{inline(row)}</p>' for row in parts.warnings)
    lead = "".join(f"<p>{inline(row)}</p>" for row in rows)
    return f'{warn}<div class="reason">{lead}</div>'


def follow_ups(turn: Turn, book: RuleBook) -> str:
    """The questions to ask next, each with its answers as buttons; those already waved off are left out."""
    if turn.answer is None:
        return ""
    rows = [
        f'<li><p>{esc(question)}</p><div class="replies">{_replies(name, book)}</div></li>'
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


def elements(answer: Answer, book: RuleBook) -> str:
    """Each element met, unmet or open: sign, label, the words that show it, the clause that asks for it."""
    if not answer.elements:
        return ""
    rows = "".join(_element(e, answer, book) for e in answer.elements)
    return (
        f'<section class="elements"><h3>{esc(words()["headings"]["elements"])}</h3><ul>{rows}</ul></section>'
    )


def adverse(name: str, book: RuleBook) -> bool:
    """Whether a circumstance speaks against leniency where it is there: then no tick but a warning."""
    spec = book.facts.get(name)
    return (
        spec is not None
        and spec.presumed == "no"
        and any(
            name in rule.when.facts()
            for rule in book.rules
            if rule.kind in ("exclude", "aggravate") or rule.outcome == OutcomeCode.TRANSFER.value
        )
    )


def _element(element: Element, answer: Answer, book: RuleBook) -> str:
    against = element.status == "met" and adverse(element.name, book)
    status = "against" if against else element.status
    word = str(words()["status"][status])
    told = _shown(element.evidence, answer.question)
    beside = "" if status in ("met", "against") and told else f'<span class="word">{esc(word)}</span>'
    return (
        f'<li class="{status}" data-fact="{esc(element.name)}" tabindex="0">{sign(status)}'
        f'<span class="what"><span class="sr">{esc(word)}：</span>{esc(element.label)}</span>'
        f'<span class="shown">{told}{beside}</span>{_clause_link(element, answer)}</li>'
    )


def _shown(evidence: str, question: str) -> str:
    """What shows an element: in quotation marks only where it is the person's own words."""
    if not evidence:
        return ""
    return f"<q>{esc(evidence)}</q>" if evidence in question else f"<span>{esc(evidence)}</span>"


def _clause_link(element: Element, answer: Answer) -> str:
    """A button that opens the clause among the evidence; nothing when the clause is not among it."""
    basis = element.basis
    if basis is None:
        return ""
    if all((c.law, c.article) != (basis.law, basis.article) for c in answer.citations):
        return ""
    name, key = f"{short_law(basis.law)}{basis.article}", clause_id(basis.law, basis.article)
    return f'<button type="button" class="ref" data-open="{esc(key)}">{esc(name)}</button>'


def branches(rows: tuple[Branch, ...]) -> str:
    """What would change the outcome, each with the shape of what it would become."""
    return _outcomes(str(words()["headings"]["branches"]), [(b.when, b.code) for b in rows])


def others(answer: Answer) -> str:
    """The other violations of the question, each with its own outcome; the gravest leads the card."""
    return _outcomes(str(wording()["others_title"]), [(o.violation, o.outcome.code) for o in answer.others])


def _outcomes(title: str, rows: list[tuple[str, OutcomeCode]]) -> str:
    if not rows:
        return ""
    inner = "".join(
        f'<li class="tone-{tone(code)}"><span class="when">{esc(text)}</span>'
        f'<span class="then">{shape(code)}{esc(LABELS[code])}</span></li>'
        for text, code in rows
    )
    return f'<section class="branches"><h3>{esc(title)}</h3><ul>{inner}</ul></section>'


def _steps_title(answer: Answer) -> str:
    return str(wording()["steps_title"][answer.role])


def _listed(title: str, parts: Parts) -> str:
    """What the answer lists under a heading, in order."""
    rows = "".join(f"<li>{inline(row)}</li>" for row in parts.rows(title))
    return f'<section class="steps"><h3>{esc(title)}</h3><ol>{rows}</ol></section>' if rows else ""


def _end(answer: Answer, limit: str) -> str:
    """The limit sentence, and on paper the day of the law; neither where nothing was concluded."""
    if answer.scope == "out":
        return ""
    day = str(words()["printed"]).format(day=answer.as_of.isoformat())
    return f'<p class="limit">{esc(limit)}<span class="printed">{esc(day)}</span></p>'


def _tools(printable: bool) -> str:
    own = words()
    paper = f'<button type="button" data-do="print">{esc(own["print"])}</button>' if printable else ""
    return (
        f'<p class="tools">{paper}'
        f'<button type="button" data-do="new" data-key="new">{esc(own["new"])}</button></p>'
    )
