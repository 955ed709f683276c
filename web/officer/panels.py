"""The other parts of the desk as HTML: outcome bar, party, photos, grounds, steps, measures, documents."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from datetime import timedelta
from secrets import token_hex

from assistant.models import Answer
from assistant.picture import path_svg
from assistant.render import wording
from corpus.casework import Casework, Step
from documents.forms import Forms
from documents.record import CaseRecord
from web.cards import outcome
from web.clauses import clause, grouped
from web.elements import branches
from web.markup import esc, lines, untemplated
from web.officer.photos import MOST_MB, MOST_PHOTOS, thumbnail
from web.officer.words import desk_words
from web.officer.work import Office, Work, carried
from web.shapes import shape, tone
from web.words import words


def bar(work: Work, notice: str = "") -> str:
    """The outcome as it stands now, always in sight."""
    own = desk_words()["bar"]
    said = f'<p class="notice" role="status">{notice}</p>' if notice else ""
    wrong = "".join(f'<p class="error" role="alert">{esc(p)}</p>' for p in work.problems)
    offline = f'<p class="offline" role="status">{esc(desk_words()["offline"])}</p>'
    if work.answer is None:
        return f'<div class="bar tone-grey">{said}{wrong}{offline}<p class="now">{esc(own["none"])}</p></div>'
    result = work.answer.outcome
    open_ = "、".join(e.label for e in work.answer.elements if e.status == "open")
    missing = f"<small>{esc(str(own['missing']).format(facts=open_))}</small>" if open_ else ""
    sure = esc(wording()["certainty"][result.certainty])
    return (
        f'<div class="bar tone-{tone(result.code)}" data-code="{result.code.value}">{said}{wrong}{offline}'
        f'<p class="now">{shape(result.code)}<strong>{esc(result.label)}</strong>'
        f'<span class="certainty">{sure}</span></p>{missing}</div>'
    )


def party(work: Work, forms: Forms) -> str:
    """Who, when and where; what only documents need is folded away."""
    own = desk_words()["party"]
    shown = [n for n in own["fields"] if n in own["open_fields"]]
    rest = [n for n in own["fields"] if n not in own["open_fields"]]
    inner = "".join(_entry(n, work, forms) for n in shown)
    more = "".join(_entry(n, work, forms) for n in rest)
    return (
        f'<section class="party"><h2>{esc(own["title"])}</h2>{inner}<div class="look"><button type="button" '
        f'data-do="look" data-key="look">{esc(own["look"])}</button></div>{finding(work)}'
        f'<details data-key="more"><summary>{esc(own["folded"])}</summary>{more}</details>'
        f'<p class="quiet">{esc(own["saved_note"])}</p></section>'
    )


def _entry(name: str, work: Work, forms: Forms) -> str:
    own, label = desk_words()["party"], esc(forms.fields[name].label)
    day = work.form.dates.get(name)
    value = esc(day.isoformat() if day else work.form.entries.get(name, ""))
    if name in own["long"]:
        control = f'<textarea data-entry="{name}" rows="3" maxlength="2000">{value}</textarea>'
    else:
        kind = "date" if name in own["dates"] else "text"
        control = (
            f'<input type="{kind}" data-entry="{name}" value="{value}" maxlength="200" autocomplete="off">'
        )
    return f'<label class="entry"><span>{label}</span>{control}</label>'


def finding(work: Work) -> str:
    """What the register said; the mark that it was asked is part of the form."""
    if work.finding is None:
        return '<p class="finding" hidden></p>'
    return f'<p class="finding {work.finding.state}" role="status" data-looked>{esc(work.finding.text)}</p>'


def photos(work: Work, office: Office, problems: Iterable[str] = ()) -> str:
    """The photos of the case, small, each to be removed."""
    own = desk_words()["photos"]
    held = office.photos.held(work.form.token)
    wrong = "".join(f'<p class="error" role="alert">{esc(p)}</p>' for p in problems)
    rows = "".join(
        f'<li><img alt="{esc(a.name)}" src="{_data(a.content)}"><span>{esc(a.name)}</span>'
        f'<button type="button" data-do="unphoto" data-value="{a.digest}">{esc(own["remove"])}</button></li>'
        for a in held
    )
    body = f"<ul>{rows}</ul>" if rows else f'<p class="quiet">{esc(own["none"])}</p>'
    hint = esc(str(own["hint"]).format(most=MOST_MB, count=MOST_PHOTOS))
    head = f'<h2>{esc(own["title"])}</h2><p class="quiet">{hint}</p>'
    return f'<section class="photos">{head}{wrong}{body}</section>'


def _data(content: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(thumbnail(content)).decode()}"


def side(work: Work, office: Office, record: CaseRecord | None) -> str:
    """Everything the determination stands on and leads to."""
    own = desk_words()["side"]
    if work.answer is None or record is None:
        papers = f"<h2>{esc(desk_words()['documents']['title'])}</h2>"
        none = f'<p class="quiet">{esc(desk_words()["documents"]["none"])}</p>'
        return f'<p class="quiet">{esc(own["empty"])}</p><section class="papers">{papers}{none}</section>'
    answer, casework = work.answer, office.casework
    return "".join(
        [
            _outcome(answer, record),
            _documents(work, record, office),
            _evidence(answer, casework),
            _steps(work, answer, casework),
            _measures(answer, casework),
            _clauses(answer, office),
        ]
    )


def _outcome(answer: Answer, record: CaseRecord) -> str:
    return (
        f'<article class="card tone-{tone(answer.outcome.code)}">{outcome(answer)}'
        f'<div class="reason"><p>{esc(record.reason or answer.reason)}</p></div>'
        f"{branches(answer.outcome.branches)}"
        f'<p class="limit">{esc(words()["limit"])}</p></article>'
    )


def _documents(work: Work, record: CaseRecord, office: Office) -> str:
    own = desk_words()["documents"]
    rows = "".join(
        f'<li class="off"><span>{esc(form.title)}</span><p class="quiet">{esc(why)}</p></li>'
        if why
        else f'<li><span>{esc(form.title)}</span><label class="keep"><input type="checkbox" '
        f'data-paper="{form.id}"{"" if form.id in work.form.left_out else " checked"}>{esc(own["include"])}'
        f'</label><button type="button" data-do="make" data-value="{form.id}" data-key="make-{form.id}">'
        f"{esc(own['make'])}</button></li>"
        for form, why in sorted(carried(record, office), key=lambda pair: bool(pair[1]))
    )
    return (
        f'<section class="papers"><h2>{esc(own["title"])}</h2><ul>{rows}</ul>'
        f'<button type="button" class="main" data-do="case" data-key="case">{esc(own["case"])}</button>'
        f'<p class="quiet">{esc(own["case_hint"])}</p></section>'
    )


def _evidence(answer: Answer, casework: Casework) -> str:
    """What is still to be gathered first: evidence of facts that nobody has told."""
    own = desk_words()["side"]
    told = {f.name for f in answer.facts if f.from_ != "assumed"}
    rows = [e for e in casework.evidence if e.fits(answer.outcome.code.value)]
    marked = [(e, bool(e.facts) and any(n in told for n in e.facts)) for e in rows]
    inner = "".join(
        f'<li class="{"have" if have else "need"}"><span class="mark">{esc(own["have" if have else "need"])}'
        f"</span>{esc(e.text)}<small>{_basis(e.basis)}</small></li>"
        for e, have in sorted(marked, key=lambda pair: pair[1])
    )
    return _folded("evidence", own["evidence"], f"<ul>{inner}</ul>")


def _steps(work: Work, answer: Answer, casework: Casework) -> str:
    own = desk_words()["side"]
    rows = "".join(
        f"<li><strong>{esc(s.title)}</strong>{_limit(s, work)}<p>{esc(s.text)}</p>"
        f"<small>{_basis(s.basis)}</small></li>"
        for s in casework.steps
        if s.fits(answer.outcome.code.value)
    )
    return _folded("steps", own["steps"], f"<ol>{rows}</ol>")


def _limit(step: Step, work: Work) -> str:
    """A time limit, and the day it ends on where the day it runs from is entered."""
    if step.days is None:
        return ""
    own = desk_words()["side"]
    said = esc(str(own["working_days" if step.working else "days"]).format(days=step.days))
    start = work.form.dates.get(step.start) if step.start and not step.working else None
    until = "，" + str(own["deadline"]).format(day=start + timedelta(days=step.days)) if start else ""
    return f'<span class="badge">{said}{until}</span>'


def _measures(answer: Answer, casework: Casework) -> str:
    own = desk_words()["side"]
    rows = "".join(
        f'<li><span class="badge">{esc(own["shares"][m.share])}</span><strong>{esc(m.name)}</strong>'
        f"<p>{esc(m.text)}</p><blockquote>“{esc(m.words)}”</blockquote><small>{_basis([m.basis])}</small></li>"
        for m in casework.measures
        if m.fits(answer.outcome.code.value)
    )
    return _folded("measures", own["measures"], f"<ul>{rows}</ul>")


def _clauses(answer: Answer, office: Office) -> str:
    own = desk_words()["side"]
    inner = "".join(clause(group, office.assistant.library) for group in grouped(answer.citations))
    if answer.unstored:
        laws = "、".join(f"《{law}》" for law in answer.unstored)
        inner += lines(str(own["unstored"]).format(laws=laws))
    picture = untemplated(path_svg(answer.path, answer.outcome.label))
    return _folded("clauses", own["clauses"], f'<div class="ground">{inner}</div>') + _folded(
        "path", own["path"], picture
    )


def _folded(name: str, title: str, inner: str) -> str:
    head = f"<summary>{esc(title)}</summary>"
    return f'<details class="panel {name}" data-key="panel-{name}">{head}{inner}</details>'


def _basis(references: Iterable[str]) -> str:
    return esc("、".join(reference.replace(" ", "") for reference in references))


def made(name: str, content: bytes, kind: str) -> str:
    """A finished file inside the page itself: the script saves it, and the server keeps no copy."""
    own = desk_words()["documents"]
    said, inside = esc(str(own["made"]).format(name=name)), b64encode(content).decode()
    held = f'data-made="{token_hex(4)}" data-name="{esc(name)}" data-type="{kind}" data-file="{inside}"'
    return (
        f'<p class="made" role="status">{said} <button type="button" {held}>{esc(own["again"])}</button></p>'
    )


def told(message: str) -> str:
    """Why nothing was made."""
    return f'<p class="error" role="alert">{esc(message)}</p>'
