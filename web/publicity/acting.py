"""What a click on the desk changes on the page."""

from __future__ import annotations

import logging
from typing import Any

import gradio as gr

from publicity.drafting import Form
from publicity.finding import CaseQuery
from publicity.fonts import NoChineseFont
from publicity.poster import TooMuch
from web.publicity import fragments
from web.publicity.files import export_folder, put_down
from web.publicity.words import words
from web.publicity.work import Desk

log = logging.getLogger(__name__)
_MOST = 20


def _blank() -> Any:
    return gr.update(value=None, visible=False)


class Acts:
    """The handlers of the page; each gives the updates of its outputs, in their order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.folder = export_folder()

    def find(self, question: str, field: str, outcome: str, law: str) -> tuple[Any, ...]:
        """Results, the words for none, and an emptied case beside them."""
        own = words()["find"]
        query = CaseQuery(question=question or "", field=field or "", outcome=outcome or "", law=law or "")
        cases = self._desk.find(query)
        shown = [(f"{c.title}（{c.outcome_class}）", c.id) for c in cases[:_MOST]]
        label = own["results"].format(n=len(cases))
        radio = gr.update(choices=shown, value=None, label=label, visible=bool(shown))
        return radio, fragments.notice("" if shown else own["none"]), "", gr.update(visible=False)

    def show(self, case_id: str | None) -> tuple[Any, ...]:
        """A case beside the results, and what may be done with it."""
        if case_id not in self._desk.cases:
            return "", gr.update(visible=False)
        return fragments.case_card(self._desk.cases[case_id]), gr.update(visible=True)

    def start(self, case_id: str | None) -> tuple[Any, ...]:
        return gr.Tabs(selected="write"), gr.update(value=case_id)

    def take(self, case_id: str | None) -> Any:
        return gr.update(value=case_id)

    def take_and_go(self, case_id: str | None) -> tuple[Any, ...]:
        return gr.update(value=case_id), gr.Tabs(selected="compare")

    def compare(self, left: str | None, right: str | None) -> str:
        """The two cases side by side."""
        own, cases = words()["compare"], self._desk.cases
        if left not in cases or right not in cases:
            return fragments.notice(own["pick"])
        if left == right:
            return fragments.notice(own["same"])
        found = self._desk.compare(left, right)
        told = [self._desk.tell(side).case.title for side in (left, right)]
        return fragments.comparison(found, told[0], told[1])

    def kinds(self, form: str) -> list[tuple[str, str]]:
        """The files a form can become."""
        own = words()["write"]["kinds"]
        return [(own[k], k) for k in (("png",) if form == "poster" else ("docx", "md"))]

    def write(self, case_id: str | None, form: Form, names: str) -> tuple[Any, ...]:
        """A fresh draft with the notes for its editor; a file of an earlier one is taken away."""
        kinds = self.kinds(form)
        kind = gr.update(choices=kinds, value=kinds[0][1])
        if case_id not in self._desk.cases:
            return (
                gr.skip(),
                fragments.notice(words()["write"]["pick"]),
                "",
                kind,
                _blank(),
                _blank(),
            )
        text = self._desk.write(case_id, form, names)
        notes = fragments.notes(self._desk.tell(case_id, names).notes)
        return text, notes, "", kind, *self.edited()

    def check(self, text: str, case_id: str | None, names: str) -> str:
        return fragments.verdict(self._desk.check(text, case_id or "", names))

    def hide(self, text: str, case_id: str | None, names: str) -> tuple[str, str]:
        """Names hidden, then checked again."""
        hidden = self._desk.hide(text, case_id or "", names)
        return hidden, self.check(hidden, case_id, names)

    def edited(self) -> tuple[Any, ...]:
        return _blank(), _blank()

    def export(self, text: str, case_id: str | None, form: Form, names: str, kind: str) -> tuple[Any, ...]:
        """The file, where the check finds nothing wrong; else what is wrong, and no file."""
        own = words()["write"]
        check = self._desk.check(text, case_id or "", names)
        none = _blank()
        if not check.sound:
            return fragments.verdict(check, refused=True), none, none
        if kind not in [k for _, k in self.kinds(form)]:
            return fragments.notice(own["poster_only"]), none, none
        try:
            content = self._desk.file(text, kind)
        except (NoChineseFont, TooMuch) as exc:
            return fragments.notice(str(exc)), none, none
        title = text.lstrip("# \n").partition("\n")[0]
        path = str(put_down(self.folder, title, kind, content))
        label = own["download"].format(name=path.rsplit("/", 1)[-1])
        file = gr.update(value=path, label=label, visible=True)
        shown = gr.update(value=path, visible=True) if kind == "png" else none
        return fragments.verdict(check), file, shown
