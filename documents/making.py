"""A form and a record into one .docx; what the determination does not carry is refused with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby

from assistant.citing import Citer, LawStore
from assistant.models import Citation
from corpus.references import format_place, parse_ref
from documents.filling import Piece, blank, fill
from documents.forms import Block, Form, Forms
from documents.record import CaseRecord, cited_clauses
from documents.sheet import Sheet
from documents.words import words


class Refused(ValueError):
    """The determination does not carry this document. The message is Chinese and says why."""


def refusal(form: Form, record: CaseRecord) -> str:
    """Why the determination does not carry the document; "" when it does."""
    own, outcome = words()["refused"], record.answer.outcome
    if outcome.code not in form.outcomes:
        return form.refused.format(outcome=outcome.label)
    if form.definite and outcome.certainty != "definite":
        open_ = "、".join(e.label for e in record.answer.elements if e.status == "open")
        facts = open_ or "、".join(branch.when for branch in outcome.branches)
        return str(own["undetermined"].format(title=form.title, questions=facts))
    return ""


def make(form: Form, record: CaseRecord, forms: Forms, store: LawStore) -> bytes:
    """The document as the bytes of a .docx. Raises Refused."""
    if reason := refusal(form, record):
        raise Refused(reason)
    day = record.made_on or record.answer.as_of
    record = record.model_copy(update={"basis": _basis(form, record, store)})
    sheet = Sheet(form.title, day)
    if form.numbered:
        sheet.right(fill("{number}", record, forms))
    maker = _Maker(sheet, form, record, forms, store, day)
    for block in form.blocks:
        maker.add(block)
    return sheet.save()


def document_clauses(form: Form, record: CaseRecord, forms: Forms, store: LawStore) -> tuple[Citation, ...]:
    """The clauses a document quotes: those of the Answer, then those of the rights it tells of."""
    own = cited_clauses(record.answer)
    citer = Citer(store, record.answer.as_of)
    for reference in form.basis:
        citer.add(reference, form.title)
    for block in form.blocks:
        for name in block.rights:
            for reference in forms.rights[name].basis:
                citer.add(reference, forms.rights[name].title)
    held = {(c.law, c.article, c.quote) for c in own}
    return (*own, *(c for c in citer.citations if (c.law, c.article, c.quote) not in held))


def _basis(form: Form, record: CaseRecord, store: LawStore) -> str:
    """The places the form stands on by itself, in full names; those not in force that day are left out."""
    citer, rows = Citer(store, record.answer.as_of), []
    for reference in form.basis:
        if cited := citer.add(reference):
            ref = parse_ref(reference)
            rows.append(f"《{cited.law}》{format_place(ref.article, ref.paragraph, ref.item)}")
    return str(words()["clause_joined"]).join(rows)


class _Maker:
    def __init__(
        self, sheet: Sheet, form: Form, record: CaseRecord, forms: Forms, store: LawStore, day: date
    ) -> None:
        self._sheet, self._form, self._record, self._forms = sheet, form, record, forms
        self._store, self._day = store, day

    def add(self, block: Block) -> None:
        lists: dict[str, Callable[[], None]] = {
            "facts": lambda: self._plain(self._record.facts, str(words()["no_facts"])),
            "attachments": lambda: self._plain(self._attachments(), str(words()["no_attachments"])),
            "elements": self._elements,
            "clauses": self._clauses,
        }
        if block.heading:
            self._sheet.heading(self._fill(block.heading))
        elif block.text:
            self._sheet.paragraph(self._fill(block.text), indent=not block.plain)
        elif block.rows:
            self._rows(block.rows)
        elif block.list:
            lists[block.list]()
        elif block.stamp:
            self._stamp()
        for line in block.sign:
            self._sheet.paragraph(self._fill(line), indent=True)
        for name in block.rights:
            self._sheet.paragraph(self._fill(self._forms.rights[name].text), indent=True)

    def _fill(self, line: str) -> tuple[Piece, ...]:
        return fill(line, self._record, self._forms)

    def _rows(self, names: Iterable[str]) -> None:
        self._sheet.fields((self._forms.fields[n].label, self._fill(f"{{{n}}}")[0]) for n in names)

    def _plain(self, rows: Iterable[str], empty: str) -> None:
        for row in tuple(rows) or (empty,):
            self._sheet.paragraph([Piece(text=row)], indent=True)

    def _attachments(self) -> list[str]:
        form = str(words()["attachment"])
        return [
            form.format(number=n, name=a.name, digest=a.digest)
            for n, a in enumerate(self._record.attachments, 1)
        ]

    def _elements(self) -> None:
        own, answer = words(), self._record.answer
        told = {fact.name: str(own["sources"][fact.from_]) for fact in answer.facts}
        rows = [
            (
                e.label,
                str(own["statuses"][e.status]),
                e.evidence or told.get(e.name, ""),
                e.basis.article if e.basis else "",
            )
            for e in answer.elements
        ]
        if rows:
            cells = [tuple(own["element_columns"]), *rows]
            self._sheet.table([[[Piece(text=text)] for text in row] for row in cells])

    def _clauses(self) -> None:
        own = words()
        cited = document_clauses(self._form, self._record, self._forms, self._store)
        for (law, article), group in groupby(cited, key=lambda c: (c.law, c.article)):
            self._sheet.paragraph([Piece(text=f"《{law}》{article}")], indent=True)
            for citation in group:
                if citation.quote:
                    self._sheet.quotation(citation.quote)
                else:
                    self._sheet.paragraph([Piece(text=str(own["gist"]))], indent=True)
        if not cited:
            self._sheet.paragraph([Piece(text=str(own["no_clauses"]))], indent=True)
        if self._record.answer.unstored:
            laws = str(own["clause_joined"]).join(f"《{law}》" for law in self._record.answer.unstored)
            self._sheet.paragraph([Piece(text=own["unstored"].format(laws=laws))], indent=True)

    def _stamp(self) -> None:
        """The authority, room for its seal, and the day; the day is left open until it is entered."""
        self._sheet.gap()
        self._sheet.right(self._fill("{authority}"))
        made = self._fill("{made_on}")[0]
        self._sheet.right([made if made.text else blank(self._forms.fields["made_on"].label)])
