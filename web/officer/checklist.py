"""The checklist as HTML: rows a thumb can hit, built from the rules and from the matched entries of lists."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.models import Condition
from corpus.rules import FactSpec, RuleBook
from web.facts import settable
from web.markup import esc
from web.officer.choosing import Choice
from web.officer.words import desk_words
from web.officer.work import Work, known_facts
from web.words import UNKNOWN, answers_to

_LENIENT = "grant"


def picker(work: Work, fields: Iterable[str]) -> str:
    """What is chosen, or the way to choose it: a field, a few words."""
    own, chosen = desk_words()["pick"], work.chosen
    title = f"<h2>{esc(own['title'])}</h2>"
    hidden = (
        f'<input type="hidden" data-field="token" value="{esc(work.form.token)}">'
        f'<input type="hidden" data-field="choice" value="{esc(work.form.choice if chosen else "")}">'
    )
    if chosen:
        item = esc(str(own["list"]).format(title=chosen.item.list_title)) if chosen.item else ""
        note = "，".join(part for part in (esc(chosen.violation.field), item) if part)
        return (
            f'<section class="pick chosen">{hidden}{title}<p class="act"><strong>{esc(chosen.violation.name)}'
            f'</strong><small>{note}</small></p><button type="button" data-do="drop" data-key="drop">'
            f"{esc(own['change'])}</button></section>"
        )
    options = "".join(f'<option value="{esc(name)}">{esc(name)}</option>' for name in fields)
    return (
        f'<section class="pick">{hidden}{title}<div class="search">'
        f'<label><span class="sr">{esc(own["field"])}</span><select data-find="field">'
        f'<option value="">{esc(own["all_fields"])}</option>{options}</select></label>'
        f'<label><span class="sr">{esc(own["search"])}</span><input type="search" data-find="text" '
        f'placeholder="{esc(own["search"])}" autocomplete="off" maxlength="60"></label></div></section>'
    )


def choices(found: list[Choice], more: int, asked: bool) -> str:
    """What was found, each a button."""
    own = desk_words()["pick"]
    if not found:
        return f'<p class="quiet" role="status">{esc(own["none"])}</p>' if asked else ""
    rows = "".join(
        f'<li><button type="button" data-do="choose" data-value="{esc(c.key)}">{esc(c.label)}'
        f"<small>{esc(c.note)}</small></button></li>"
        for c in found
    )
    rest = f'<p class="quiet">{esc(str(own["more"]).format(count=more))}</p>' if more else ""
    return f'<ul class="found">{rows}</ul>{rest}'


def checklist(work: Work, book: RuleBook) -> str:
    """All rows, the four conditions of leniency first, what is rare folded away."""
    own = desk_words()["checks"]
    head = f"<h2>{esc(own['title'])}</h2>"
    if work.chosen is None:
        return f'<section class="checks">{head}<p class="quiet">{esc(own["empty"])}</p></section>'
    rows, specs = _Rows(work), known_facts()
    blocks = [rows.block(own["core"], [(n, specs[n].label) for n in desk_words()["core"]])]
    for match in work.items:
        conditions = [*match.item.conditions, *match.item.excluded_when]
        title = str(own["item"]).format(title=match.item.list_title)
        told = "".join(f"<li>{esc(c.text)}</li>" for c in match.item.conditions if c.text)
        asked = [row for c in conditions for row in _of_condition(c, specs)]
        blocks.append(rows.block(title, asked, before=_words_of_list(told, title)))
    blocks.append(rows.block(own["numbers"], [(n, specs[n].label) for n in own["amounts"]]))
    blocks.append(rows.block(own["basics"], [(n, specs[n].label) for n in desk_words()["basics"]]))
    for title, lenient in ((own["against"], False), (own["lighter"], True)):
        names = _rare(book, lenient)
        blocks.append(rows.block(title, [(n, specs[n].label) for n in names], folded=True))
    return f'<section class="checks">{head}<p class="quiet">{esc(own["hint"])}</p>{"".join(blocks)}</section>'


def _words_of_list(told: str, title: str) -> str:
    """The conditions in the list's own words, folded: the rows below ask for their facts."""
    summary = f"<summary>{esc(desk_words()['checks']['words'])}</summary>"
    return f'<details data-key="{esc(title)}">{summary}<ul class="conditions">{told}</ul></details>'


def _of_condition(condition: Condition, specs: dict[str, FactSpec]) -> list[tuple[str, str]]:
    """(fact, label) of a condition; conditions without a fact of their own give none.

    The row is named by the fact, never by the condition: "未发生事故" would turn yes into no.
    """
    parts = condition.all_of or (condition,)
    return [(p.fact, specs[p.fact].label) for p in parts if p.fact and p.fact in specs]


def _rare(book: RuleBook, lenient: bool) -> list[str]:
    """Circumstances out of the ordinary that rules for or against leniency ask for, in the book's order."""
    names = [
        name
        for rule in book.rules
        if (rule.kind == _LENIENT) is lenient
        for name in sorted(rule.when.facts())
        if settable(name, book) and book.facts[name].presumed is not None and "yes" in book.facts[name].values
    ]
    return list(dict.fromkeys(names))


class _Rows:
    """Writes rows, each fact once."""

    def __init__(self, work: Work) -> None:
        self._work, self._done, self._specs = work, set[str](), known_facts()

    def block(
        self, title: str, rows: Iterable[tuple[str, str]], folded: bool = False, before: str = ""
    ) -> str:
        inner = "".join(self._row(name, said) for name, said in rows if name not in self._done)
        if not inner and not before:
            return ""
        if folded:
            key = esc(title)
            opened = " open" if " data-set" in inner else ""
            return f'<details data-key="{key}"{opened}><summary>{key}</summary>{inner}</details>'
        return f'<div class="block"><h3>{esc(title)}</h3>{before}{inner}</div>'

    def _row(self, name: str, said: str) -> str:
        if name in self._done:
            return ""
        self._done.add(name)
        spec = self._specs[name]
        return self._tri(name, said, spec) if spec.values else self._number(name, said, spec)

    def _tri(self, name: str, said: str, spec: FactSpec) -> str:
        """A row of choices. What a record says is shown as chosen, but is not the officer's own tick."""
        finding = self._work.finding
        record = finding.fact if finding and finding.fact and finding.fact.name == name else None
        own = self._work.form.ticks.get(name)
        value = own or (str(record.value) if record else UNKNOWN)
        by_record = record is not None and own is None
        options = "".join(
            f'<label><input type="radio" name="kd-{esc(name)}" value="{esc(v)}" data-tick="{esc(name)}"'
            f"{' checked' if v == value else ''}{' data-set' if v == own else ''}"
            f"{' data-record' if by_record and v == value else ''}><span>{esc(label)}</span></label>"
            for v, label in answers_to(name, spec)
        )
        mark = f'<small class="by">{esc(desk_words()["checks"]["record"])}</small>' if by_record else ""
        return (
            f'<fieldset class="row" data-fact="{esc(name)}"><legend>{esc(said)}{mark}</legend>'
            f'<div class="choices">{options}</div></fieldset>'
        )

    def _number(self, name: str, said: str, spec: FactSpec) -> str:
        held = self._work.form.numbers.get(name)
        value = "" if held is None else f"{held:g}"
        return (
            f'<label class="row number" data-fact="{esc(name)}"><span>{esc(said)}</span>'
            f'<span><input type="number" min="0" step="any" inputmode="decimal" '
            f'data-number="{esc(name)}" value="{value}"> '
            f"{esc(spec.unit)}</span></label>"
        )
