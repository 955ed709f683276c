"""The desk as Gradio blocks: four tabs. What they do stands in ``work``; nothing of a draft is kept here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import gradio as gr

from corpus.models import Case
from publicity.drafting import FORMS
from publicity.finding import fields_of, outcomes_of
from publicity.words import words as team_words
from web.clauses import short_law
from web.publicity import fragments
from web.publicity.acting import Acts
from web.publicity.charts_tab import charts_tab
from web.publicity.words import words
from web.publicity.work import Desk, Team

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE = 4
_ROWS = 26
_SWEEP = (3600, 3600)  # seconds: how often files are looked through, and how old they may be


def publicity_desk(assistant: Team) -> gr.Blocks:
    """The desk over an assistant; to be mounted behind the sign-in of the publicity team."""
    own, desk = words(), Desk(assistant)
    acts = Acts(desk)
    with gr.Blocks(
        title=str(own["title"]), fill_width=True, analytics_enabled=False, delete_cache=_SWEEP
    ) as page:
        gr.HTML(fragments.head(), apply_default_css=False, elem_id="desk-head")
        with gr.Tabs(elem_id="desk-tabs") as tabs:
            with gr.Tab(own["tabs"]["find"], id="find"):
                found = _find_tab(desk, acts)
            with gr.Tab(own["tabs"]["compare"], id="compare"):
                sides = _compare_tab(desk, acts)
            with gr.Tab(own["tabs"]["write"], id="write"):
                chosen, make = _write_tab(desk, acts)
            with gr.Tab(own["tabs"]["charts"], id="charts"):
                charts_tab(page, desk, acts.folder)
        picked, to_write, to_left, to_right = found
        to_write.click(acts.start, picked, [tabs, chosen], **_QUIET).then(*make, **_QUIET)
        to_left.click(acts.take, picked, sides[0], **_QUIET)
        to_right.click(acts.take_and_go, picked, [sides[1], tabs], **_QUIET)
    page.queue(default_concurrency_limit=_AT_ONCE, api_open=False)
    built: gr.Blocks = page
    return built


def named(cases: Iterable[Case]) -> list[tuple[str, str]]:
    """Cases as choices."""
    return [(f"{c.title}（{'，'.join(filter(None, (c.outcome_class, c.region)))}）", c.id) for c in cases]


def _find_tab(desk: Desk, acts: Acts) -> tuple[gr.Radio, gr.Button, gr.Button, gr.Button]:
    own = words()["find"]
    cases = desk.cases.values()
    laws = [(short_law(law), law) for law in desk.referrals.case_laws()]
    with gr.Row(elem_classes="desk-filters"):
        question = gr.Textbox(
            "",
            label=own["question"],
            placeholder=own["placeholder"],
            scale=3,
            max_length=200,
            elem_id="desk-question",
        )
        field = _choice(own["field"], fields_of(cases))
        outcome = _choice(own["outcome"], outcomes_of(cases))
        law = _choice(own["law"], laws)
        button = gr.Button(own["button"], variant="primary", elem_id="desk-find")
    with gr.Row(elem_classes="desk-two"):
        with gr.Column(scale=2):
            picked = gr.Radio([], label=own["results"].format(n=0), elem_id="desk-results", visible=False)
            nothing = gr.HTML("", apply_default_css=False)
        with gr.Column(scale=3):
            shown = gr.HTML("", apply_default_css=False, elem_id="desk-case")
            with gr.Row(visible=False, elem_id="desk-next") as following:
                to_write = gr.Button(own["write"], variant="primary", elem_id="desk-to-write")
                to_left = gr.Button(own["left"], elem_id="desk-to-left")
                to_right = gr.Button(own["right"], elem_id="desk-to-right")
    asked = [question, field, outcome, law]
    results = [picked, nothing, shown, following]
    gr.on([button.click, question.submit], acts.find, asked, results, **_QUIET)
    picked.change(acts.show, picked, [shown, following], **_QUIET)
    return picked, to_write, to_left, to_right


def _choice(label: str, values: Iterable[str | tuple[str, str]]) -> gr.Dropdown:
    pairs = [(v, v) if isinstance(v, str) else v for v in values]
    return gr.Dropdown([(words()["all"], ""), *pairs], value="", label=label)


def _compare_tab(desk: Desk, acts: Acts) -> tuple[gr.Dropdown, gr.Dropdown]:
    own, cases = words()["compare"], named(desk.cases.values())
    with gr.Row(elem_classes="desk-filters"):
        left = gr.Dropdown(cases, value=None, label=own["left"], elem_id="desk-left")
        right = gr.Dropdown(cases, value=None, label=own["right"], elem_id="desk-right")
    shown = gr.HTML(fragments.notice(own["pick"]), apply_default_css=False, elem_id="desk-comparison")
    gr.on([left.change, right.change], acts.compare, [left, right], shown, **_QUIET)
    return left, right


def _write_tab(desk: Desk, acts: Acts) -> tuple[gr.Dropdown, tuple[Any, list[Any], list[Any]]]:
    own = words()["write"]
    forms = [(team_words().forms[f], f) for f in FORMS]
    with gr.Row(elem_classes="desk-filters"):
        case = gr.Dropdown(
            named(desk.cases.values()), value=None, label=own["case"], scale=3, elem_id="desk-pick"
        )
        form = gr.Radio(forms, value=FORMS[0], label=own["form"], scale=2, elem_id="desk-form")
    with gr.Accordion(own["names"], open=False):
        names = gr.Textbox(
            "", label=own["names"], placeholder=own["names_placeholder"], lines=2, elem_id="desk-names"
        )
    make = gr.Button(own["make"], variant="primary", elem_id="desk-make")
    with gr.Row(elem_classes="desk-two"):
        with gr.Column(scale=3):
            text = gr.Textbox(
                "",
                label=own["text"],
                lines=_ROWS,
                max_lines=_ROWS,
                placeholder=own["pick"],
                elem_id="desk-text",
            )
        with gr.Column(scale=2):
            notes = gr.HTML("", apply_default_css=False)
            with gr.Row():
                check = gr.Button(own["check"], elem_id="desk-check")
                hide = gr.Button(own["hide"], elem_id="desk-hide")
            verdict = gr.HTML("", apply_default_css=False, elem_id="desk-verdict")
            kind = gr.Radio(acts.kinds(FORMS[0]), value="docx", label=own["kind"], elem_id="desk-kind")
            export = gr.Button(own["export"], variant="primary", elem_id="desk-export")
            file = gr.DownloadButton(visible=False, elem_id="desk-file")
            preview = gr.Image(
                label=own["preview"], visible=False, interactive=False, buttons=[], elem_id="desk-preview"
            )
    made: list[Any] = [text, notes, verdict, kind, file, preview]
    make.click(acts.write, [case, form, names], made, **_QUIET)
    form.input(acts.write, [case, form, names], made, **_QUIET)
    check.click(acts.check, [text, case, names], verdict, **_QUIET)
    hide.click(acts.hide, [text, case, names], [text, verdict], **_QUIET)
    # A file stands for the text that was checked; once that is edited it is no longer offered.
    text.change(acts.edited, None, [file, preview], **_QUIET)
    export.click(acts.export, [text, case, form, names, kind], [verdict, file, preview], **_QUIET)
    return case, (acts.write, [case, form, names], made)
