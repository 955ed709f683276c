"""What an outcome rests on and what would change it: elements, branches, other violations. HTML only."""

from __future__ import annotations

from assistant.models import Answer, Branch, Element, OutcomeCode
from assistant.render import wording
from corpus.rules import RuleBook
from web.clauses import clause_id, short_law
from web.markup import esc
from web.shapes import outcome_label, shape, sign, tone
from web.words import words


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
        f'<span class="then">{shape(code)}{esc(outcome_label(code))}</span></li>'
        for text, code in rows
    )
    return f'<section class="branches"><h3>{esc(title)}</h3><ul>{inner}</ul></section>'
