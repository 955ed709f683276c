"""The desk's page: Gradio carries events and files, the browser holds the case, the server works it out anew.

The whole case is one form in the page. The script sends it with each change, so nothing of a case is kept
here but its photos, and a draft outlives a dropped network or a restarted server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import Any

import gradio as gr

from documents.making import Refused
from register.importing import Unreadable, read_register, taken_in
from register.lookup import FACT
from register.records import Register
from settings import Settings, load_settings
from web.markup import esc
from web.officer import panels
from web.officer.checklist import checklist, choices, picker
from web.officer.choosing import fields_of, find_choices
from web.officer.form import DeskForm, read_form
from web.officer.words import desk_words
from web.officer.work import (
    DeskAssistant,
    Office,
    Work,
    make_case_file,
    make_document,
    record_of,
    work_out,
)

log = logging.getLogger(__name__)
STATIC = Path(__file__).parents[1] / "static"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ZIP = "application/zip"
_FILES = "/kuanyan"
_PARTS = ("case", "bar", "pick", "found", "checks", "party", "photos", "side", "file", "echo")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": True}
Shown = tuple[Any, ...]


def officer_desk(
    assistant: DeskAssistant, settings: Settings | None = None, register: Register | None = None
) -> gr.Blocks:
    """The desk over an assistant. ``register``: a city's own register, asked instead of the local one.

    Raises CorpusError where the desk's data is wrong or its clauses are not in force.
    """
    office = Office.open(assistant, settings or load_settings(), register)
    office.photos.clear_old()
    own, empty = desk_words(), work_out(DeskForm(), office)
    with gr.Blocks(title=str(own["name"]), fill_width=True, analytics_enabled=False) as page:
        case = gr.State(_new_token)
        gr.HTML(_head(), apply_default_css=False, elem_id="kd-top")
        with gr.Row(elem_id="kd-main"):
            with gr.Column(elem_id="kd-form"):
                pick = _part(picker(empty, fields_of(assistant)), "kd-pick")
                found = _part("", "kd-found")
                checks = _part(checklist(empty, assistant.rulebook), "kd-checks")
                party = _part(panels.party(empty, office.forms), "kd-party")
                rows = _part("", "kd-imported")
                table = gr.UploadButton(str(own["register"]["upload"]), file_types=[".csv", ".xlsx"],
                                        elem_id="kd-import")  # fmt: skip
                photos = _part(panels.photos(empty, office), "kd-photos")
                camera = gr.UploadButton(str(own["photos"]["add"]), file_types=["image"],
                                         file_count="multiple", elem_id="kd-camera")  # fmt: skip
            with gr.Column(elem_id="kd-side"):
                file = _part("", "kd-file")
                side = _part(panels.side(empty, office, None), "kd-result")
        echo = _part("", "kd-echo")  # tells the script which of its events is answered
        script = (STATIC / "officer.js").read_text(encoding="utf-8")
        bar = gr.HTML(panels.bar(empty), apply_default_css=False, js_on_load=script, elem_id="kd-bar")
        desk = _Desk(office)
        parts = [case, bar, pick, found, checks, party, photos, side, file, echo]
        bar.select(desk.tapped, [case], parts, trigger_mode="multiple", **_QUIET)
        camera.upload(desk.photographed, [camera, case], [photos], **_QUIET)
        table.upload(desk.imported, [table], [rows], **_QUIET)
    page.queue(default_concurrency_limit=4, max_size=200, api_open=False)
    built: gr.Blocks = page
    return built


def _new_token() -> str:
    return token_hex(16)


def _part(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, elem_id=name)


def _head() -> str:
    own = desk_words()
    sheets = "".join(f'<link rel="stylesheet" href="{_FILES}/{n}.css">' for n in ("page", "officer"))
    return (
        f'{sheets}<header class="desk-head"><h1 class="brand">{esc(own["name"])}<small>{esc(own["tagline"])}'
        f'</small></h1><nav><button type="button" data-do="new">{esc(own["start"])}</button>'
        f'<a href="/">{esc(own["chat"])}</a></nav></header>'
    )


class _Desk:
    """What each tap does. Only what a tap changes is drawn anew: nobody loses the field he writes in."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._fields = fields_of(office.assistant)

    def tapped(self, case: str, tap: gr.EventData) -> Shown:
        """One event of the page: its action, a value, and the form as it stands."""
        form = read_form(getattr(tap, "form", None))
        action, value = str(getattr(tap, "action", "")), getattr(tap, "value", "")
        doing: dict[str, Callable[[], dict[str, Any]]] = {
            "change": lambda: self._drawn(form, case),
            "find": lambda: self._found(value),
            "choose": lambda: self._drawn(_chosen(form, str(value)), case, "pick", "found", "checks"),
            "drop": lambda: self._drawn(_chosen(form, ""), case, "pick", "found", "checks"),
            "look": lambda: self._drawn(_looked(form), case, "checks", "party"),
            "unphoto": lambda: self._without_photo(form, case, str(value)),
            "restore": lambda: self._restored(form, case),
            "new": lambda: self._fresh(case),
            "make": lambda: self._made(form, case, str(value)),
            "case": lambda: self._made(form, case, None),
        }
        try:
            parts = doing[action]() if action in doing else {}
        except Exception:  # an officer must never see a traceback; the operator must
            log.exception("the desk could not do %s", action)
            parts = {"file": panels.told(str(desk_words()["errors"]["failed"]))}
        parts["echo"] = f'<i hidden data-seq="{esc(getattr(tap, "seq", ""))}"></i>'
        return tuple(parts.get(name, gr.skip()) for name in _PARTS)

    def photographed(self, files: list[str] | None, case: str) -> str:
        """Photos that came in, kept with the case."""
        paths = [Path(file) for file in files or ()]
        problems = self._office.photos.take(case, paths)
        work = work_out(DeskForm(token=case), self._office)
        return panels.photos(work, self._office, problems)

    def imported(self, file: str | None) -> str:
        """A register file taken in; the copy that came in is removed."""
        if not file:
            return ""
        path = Path(file)
        try:
            said = taken_in(self._office.local, read_register(path))
        except Unreadable as exc:
            return panels.told(str(exc))
        finally:
            path.unlink(missing_ok=True)
        rows = "".join(f"<li>{esc(row)}</li>" for row in said.splitlines())
        return f'<ul class="imported" role="status">{rows}</ul>'

    def _drawn(self, form: DeskForm, case: str, *names: str, notice: str = "") -> dict[str, Any]:
        work = work_out(form.model_copy(update={"token": case}), self._office)
        record = record_of(work, self._office)
        parts = {
            "bar": panels.bar(work, notice),
            "side": panels.side(work, self._office, record),
        }
        return parts | {name: self._part(name, work) for name in names}

    def _part(self, name: str, work: Work) -> str:
        drawing: dict[str, Callable[[], str]] = {
            "pick": lambda: picker(work, self._fields),
            "found": lambda: "",
            "checks": lambda: checklist(work, self._office.assistant.rulebook),
            "party": lambda: panels.party(work, self._office.forms),
            "photos": lambda: panels.photos(work, self._office),
            "file": lambda: "",
        }
        return drawing[name]()

    def _found(self, value: object) -> dict[str, Any]:
        asked = value if isinstance(value, dict) else {}
        text, field = str(asked.get("text", ""))[:60], str(asked.get("field", ""))
        found, more = find_choices(text, field, self._office.assistant)
        return {"found": choices(found, more, bool(text.strip() or field))}

    def _without_photo(self, form: DeskForm, case: str, digest: str) -> dict[str, Any]:
        self._office.photos.remove(case, digest)
        return self._drawn(form, case, "photos")

    def _restored(self, form: DeskForm, case: str) -> dict[str, Any]:
        """A draft of this browser taken up again, with its photos."""
        own = desk_words()
        case = form.token or case
        fresh = f'<button type="button" data-do="new">{esc(own["fresh"])}</button>'
        parts = self._drawn(form, case, "pick", "found", "checks", "party", "photos",
                            notice=f"{esc(own['restored'])} {fresh}")  # fmt: skip
        return parts | {"case": case}

    def _fresh(self, case: str) -> dict[str, Any]:
        self._office.photos.forget(case)
        case = _new_token()
        names = ("pick", "found", "checks", "party", "photos", "file")
        return self._drawn(DeskForm(), case, *names) | {"case": case}

    def _made(self, form: DeskForm, case: str, kind: str | None) -> dict[str, Any]:
        """A document, or the case file where no kind is named."""
        own = desk_words()["documents"]
        work = work_out(form.model_copy(update={"token": case}), self._office)
        record = record_of(work, self._office)
        if record is None:
            return {"file": panels.told(str(own["none"]))}
        try:
            if kind is None:
                name, content = make_case_file(work, record, self._office)
                return {"file": panels.made(name, content, _ZIP)}
            title, content = make_document(kind, record, self._office)
        except Refused as exc:
            return {"file": panels.told(str(exc))}
        except Exception:
            log.exception("a document could not be made")
            return {"file": panels.told(str(own["failed"]))}
        name = str(own["name"]).format(title=title, party=record.party).replace("-.", ".")
        return {"file": panels.made(name, content, _DOCX)}


def _chosen(form: DeskForm, key: str) -> DeskForm:
    return form.model_copy(update={"choice": key})


def _looked(form: DeskForm) -> DeskForm:
    """The register is asked: what it says stands, until the officer ticks otherwise again."""
    ticks = {name: value for name, value in form.ticks.items() if name != FACT}
    return form.model_copy(update={"looked": True, "ticks": ticks})
