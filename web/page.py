"""The page: a role switch, the talk on the left, the evidence on the right, the input below.

Gradio holds the session, the queue and the stream; the two sides are HTML made by ``web.view``, so that
escaping, wording and layout are tested without a browser. The page's script sends each tap as one event.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.models import ROLES
from web import asking
from web.asking import Answers
from web.cards import STAGES
from web.session import Talk, Turn
from web.view import beside_input, left, right
from web.words import words

STATIC = Path(__file__).with_name("static")
_SCRIPT = (STATIC / "page.js").read_text(encoding="utf-8")
_PAUSE = 0.06  # seconds between the steps in which an answer appears
_AT_ONCE = 4  # answers made at the same time
_WAITING = 200  # visitors in the queue before new ones are turned away

Shown = tuple[Any, ...]


def build_page(assistant: Answers) -> gr.Blocks:
    """The page over an assistant. Nothing of a visitor is kept outside ``gr.State``."""
    own = words()
    with gr.Blocks(title=str(own["name"]), fill_width=True, analytics_enabled=False) as page:
        talk = gr.State(Talk())
        with gr.Row(elem_id="ky-top"):
            gr.HTML(_brand(), apply_default_css=False, elem_id="ky-brand")
            roles = [(str(own["roles"][r]), r) for r in ROLES]
            role = gr.Radio(roles, value=ROLES[0], label=str(own["role_label"]), elem_id="ky-role")
        with gr.Row(elem_id="ky-main"):
            with gr.Column(elem_id="ky-talk"):
                said = _side(left(Talk(), assistant), "ky-left")
                with gr.Column(elem_id="ky-compose"):
                    wrong = gr.HTML("", apply_default_css=False, elem_id="ky-wrong")
                    box = gr.Textbox(
                        show_label=False, label=str(own["headings"]["you"]), container=False, lines=1,
                        max_lines=6, placeholder=str(own["placeholder"]["first"]), elem_id="ky-box",
                    )  # fmt: skip
                    send = gr.Button(str(own["send"]["first"]), variant="primary", elem_id="ky-ask")
            with gr.Column(elem_id="ky-ground"):
                ground = _side(right(Talk(), assistant), "ky-right")
        _wire(page, assistant, [talk, said, ground, wrong, box, send], role)
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING, api_open=False)
    built: gr.Blocks = page
    return built


def _side(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, js_on_load=_SCRIPT, elem_id=name)


def _brand() -> str:
    own = words()
    return f'<h1 class="brand">{own["name"]}<small>{own["tagline"]}</small></h1>'


def _wire(page: gr.Blocks, assistant: Answers, shown: list[Any], role: gr.Radio) -> None:
    talk, said, _, _, box, send = shown
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": True}

    def on_ask(text: str, visit: Talk) -> Iterator[Shown]:
        yield from _stream(visit, text, assistant)

    def on_tap(visit: Talk, tap: gr.EventData) -> Iterator[Shown]:
        yield from _tapped(visit, tap, assistant)

    def on_role(name: str, visit: Talk) -> Shown:
        return _shown(asking.set_role(visit, name, assistant), assistant)

    gr.on([send.click, box.submit], on_ask, [box, talk], shown, **quiet)
    said.select(on_tap, [talk], shown, trigger_mode="always_last", **quiet)
    role.input(on_role, [role, talk], shown, trigger_mode="always_last", **quiet)


def _stream(visit: Talk, text: str, assistant: Answers) -> Iterator[Shown]:
    """The question at once, the outcome as soon as it is known, then the rest of the answer.

    The box is cleared when the question is taken and given its text back when it could not be answered;
    in between it is left alone, for the visitor may be writing already.
    """
    if not text.strip():
        yield _shown(visit.failed(str(words()["errors"]["empty"])), assistant)
        return
    asked = visit.opened(Turn(question=text.strip()))
    yield _shown(visit, assistant, box="", drawn=asked)
    done = asking.ask(visit, text, assistant)
    if not done.error:
        for stage in range(1, STAGES):
            yield _shown(done, assistant, stage=stage)
            time.sleep(_PAUSE)
    # The evidence stands since the second stage; after an error it was cleared for a question not taken.
    yield _shown(done, assistant, box=text if done.error else None, ground=bool(done.error))


def _tapped(visit: Talk, tap: gr.EventData, assistant: Answers) -> Iterator[Shown]:
    """One tap on the talk: a fact, an example, an earlier question, or a fresh page."""
    action, value = str(tap.action), tap.value
    if action == "example":
        yield from _stream(visit, asking.example(visit.role, value), assistant)
        return
    doing: dict[str, Callable[[], Talk]] = {
        "fact": lambda: asking.set_fact(visit, str(tap.name), value, assistant),
        "number": lambda: asking.set_fact(visit, str(tap.name), value, assistant),
        "open": lambda: asking.open_turn(visit, value),
        "split": lambda: asking.split(visit, assistant),
        "new": lambda: visit.shown(-1),
    }
    yield _shown(doing[action]() if action in doing else visit, assistant)


def _shown(
    visit: Talk,
    assistant: Answers,
    box: str | None = None,
    stage: int = STAGES,
    drawn: Talk | None = None,
    ground: bool = True,
) -> Shown:
    """Every output of one step: state, both sides, message, box, button.

    ``ground``: whether the evidence is drawn anew. ``drawn``: what to draw while the state stays as it is.
    ``box``: the text of the input box; None leaves it alone.
    """
    view, own = drawn or visit, words()
    follows = "next" if view.current else "first"
    field: dict[str, Any] = {"placeholder": str(own["placeholder"][follows])}
    if box is not None:
        field["value"] = box
    return (
        visit,
        left(view, assistant, stage),
        right(view, assistant) if ground and stage > 1 else gr.skip(),
        beside_input(visit),
        gr.update(**field),
        gr.update(value=str(own["send"][follows])),
    )
