"""The page: head, the talk on the left, the evidence on the right, the input below.

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
from web import asking, opinions
from web.asking import Answers
from web.cards import STAGES
from web.feedback import FeedbackStore
from web.head import brand, head_tools
from web.keeping import kept, restored
from web.owner_papers import make_paper
from web.session import Talk, Turn
from web.view import beside_input, left, right
from web.words import speaking, words

STATIC = Path(__file__).with_name("static")
_SCRIPT = (STATIC / "page.js").read_text(encoding="utf-8")
_PAUSE = 0.06  # seconds between the steps in which an answer appears
_AT_ONCE = 8  # answers made at the same time; each spends most of its time in the pauses between steps
_WAITING = 200  # visitors in the queue before new ones are turned away
_LINK = "s"  # the name under which an address carries shared facts

Shown = tuple[Any, ...]


def build_page(assistant: Answers, home: Path) -> gr.Blocks:
    """The page over an assistant; opinions are kept in ``home``. Nothing of a visitor is kept in the page."""
    own, opinion = words(), FeedbackStore(home / "feedback.sqlite")
    with gr.Blocks(title=str(own["name"]), fill_width=True, analytics_enabled=False) as page:
        talk = gr.State(Talk())
        with gr.Row(elem_id="ky-top"):
            name = gr.HTML(brand(), apply_default_css=False, elem_id="ky-brand")
            tools = gr.HTML(head_tools("zh"), apply_default_css=False, elem_id="ky-tools")
            role = gr.Radio(**_roles(), value=ROLES[0], elem_id="ky-role")
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
        shown = [talk, said, ground, wrong, box, send, name, tools, role]
        _wire(page, assistant, shown, opinion)
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING, api_open=False)
    built: gr.Blocks = page
    return built


def _side(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, js_on_load=_SCRIPT, elem_id=name)


def _roles() -> dict[str, Any]:
    own = words()
    return {"choices": [(str(own["roles"][r]), r) for r in ROLES], "label": str(own["role_label"])}


def _wire(page: gr.Blocks, assistant: Answers, shown: list[Any], opinion: FeedbackStore) -> None:
    talk, said, _, _, box, send, _, _, role = shown
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": True}

    def on_ask(text: str, visit: Talk) -> Iterator[Shown]:
        yield from _stream(visit, text, assistant)

    def on_tap(visit: Talk, tap: gr.EventData) -> Iterator[Shown]:
        yield from _tapped(visit, tap, assistant, opinion)

    def on_role(name: str, visit: Talk) -> Shown:
        return _shown(asking.set_role(visit, name, assistant), assistant)

    def on_open(visit: Talk, request: gr.Request) -> Shown:
        link = request.query_params.get(_LINK)
        if not link:
            return (gr.skip(),) * len(shown)
        return _shown(asking.open_link(visit, str(link), assistant), assistant, frame=True)

    gr.on([send.click, box.submit], on_ask, [box, talk], shown, **quiet)
    said.select(on_tap, [talk], shown, trigger_mode="always_last", **quiet)
    role.input(on_role, [role, talk], shown, trigger_mode="always_last", **quiet)
    # Beside the queue: the stream of an event that ends takes with it the answer to one just sent.
    page.load(on_open, [talk], shown, **{**quiet, "queue": False})


def _stream(visit: Talk, text: str, assistant: Answers) -> Iterator[Shown]:
    """The question at once, the outcome as soon as it is known, then the rest of the answer.

    The box is cleared when the question is taken and given its text back when it could not be answered;
    in between it is left alone, for the visitor may be writing already.
    """
    if not text.strip():
        with speaking(visit.language):
            empty = visit.failed(str(words()["errors"]["empty"]))
        yield _shown(empty, assistant)
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


def _tapped(visit: Talk, tap: gr.EventData, assistant: Answers, opinion: FeedbackStore) -> Iterator[Shown]:
    """One tap on the page: a fact, an example, an earlier question, a link, an opinion, a fresh page."""
    action, value = str(tap.action), tap.value
    if action == "example":
        yield from _stream(visit, asking.example(visit.role, value), assistant)
        return
    doing: dict[str, Callable[[], Talk]] = {
        "fact": lambda: asking.set_fact(visit, str(tap.name), value, assistant),
        "number": lambda: asking.set_fact(visit, str(tap.name), value, assistant),
        "open": lambda: asking.open_turn(visit, value, assistant),
        "split": lambda: asking.split(visit, assistant),
        "new": lambda: visit.shown(-1),
        "share": lambda: asking.make_link(visit, assistant),
        "paper": lambda: make_paper(visit, str(value), assistant),
        "rate": lambda: opinions.rate(visit, str(value), opinion),
        "explain": lambda: opinions.explain(visit, value, opinion),
        "language": lambda: asking.set_language(visit, value),
        "restore": lambda: restored(value, assistant),
    }
    # What stands beside the answer stays as it is.
    ground = action not in ("share", "paper", "rate", "explain")
    done = doing[action]() if action in doing else visit
    yield _shown(done, assistant, ground=ground, frame=action in ("language", "restore"))


def _shown(
    visit: Talk,
    assistant: Answers,
    box: str | None = None,
    stage: int = STAGES,
    drawn: Talk | None = None,
    ground: bool = True,
    frame: bool = False,
) -> Shown:
    """Every output of one step: state, both sides, message, box, button, head.

    ``ground``: whether the evidence is drawn anew; ``frame``: whether the head is. ``drawn``: what to draw
    while the state stays as it is. ``box``: the text of the input box; None leaves it alone.
    """
    view = drawn or visit
    with speaking(visit.language):
        own, follows = words(), "next" if view.current else "first"
        field: dict[str, Any] = {"placeholder": str(own["placeholder"][follows])}
        if box is not None:
            field["value"] = box
        head = (brand(), head_tools(visit.language), gr.update(**_roles(), value=visit.role))
        return (
            visit,
            left(view, assistant, stage, kept(visit)),
            right(view, assistant) if ground and stage > 1 else gr.skip(),
            beside_input(visit),
            gr.update(**field),
            gr.update(value=str(own["send"][follows])),
            *(head if frame else (gr.skip(),) * len(head)),
        )
