"""The charts: drawn by the page to be hovered, and each as a picture to take away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from publicity.asked import FEWEST
from publicity.charts import Bar, cases_by_outcome, chart_png, colours, items_by_field, most_asked, table
from publicity.fonts import NoChineseFont
from publicity.words import words as team_words
from web.publicity import fragments
from web.publicity.files import put_down
from web.publicity.words import words
from web.publicity.work import Desk
from web.words import words as chat_words

_HEIGHT = 420


def charts_tab(page: gr.Blocks, desk: Desk, folder: Path) -> None:
    """Three charts; the most asked ones are counted anew whenever the page is opened."""
    own = team_words().charts
    gr.HTML(fragments.notice(words()["charts"]["intro"]), apply_default_css=False)
    items = items_by_field(desk.team.items_by_id.values(), chat_words()["dispositions"])
    _chart(folder, "items", own["field"], own["disposition"], lambda: items)
    cases = cases_by_outcome(desk.cases.values())
    _chart(folder, "cases", own["outcome"], "", lambda: cases)
    names = {v.id: v.name for v in desk.team.violations}

    def asked() -> list[Bar]:
        return most_asked(desk.asked.most_asked(), names)

    plot, few = _chart(folder, "asked", own["violation"], "", asked)

    def count_anew() -> tuple[Any, str]:
        bars = asked()
        counted = table(bars, own["violation"], own["disposition"])
        order = [bar.label for bar in bars]
        return gr.update(value=counted, sort=order, visible=len(counted) > 0), _fewer(bars)

    page.load(count_anew, None, [plot, few], api_visibility="private", show_progress="hidden")


def _chart(
    folder: Path, name: str, label: str, kind: str, bars: Callable[[], Sequence[Bar]]
) -> tuple[gr.BarPlot, gr.HTML]:
    own = team_words().charts
    kind_label = kind or own["disposition"]
    shown = bars()
    plot = gr.BarPlot(
        table(shown, label, kind_label), x=label, y=own["count"], color=kind_label if kind else None,
        title=own[name], sort=[bar.label for bar in shown], color_map=colours(shown), visible=bool(shown),
        x_label_angle=-40, height=_HEIGHT, buttons=[], elem_id=f"desk-chart-{name}",
    )  # fmt: skip
    few = gr.HTML(_fewer(shown) if name == "asked" else "", apply_default_css=False)
    button = gr.Button(words()["charts"]["png"], elem_id=f"desk-png-{name}", elem_classes="desk-small")
    file = gr.DownloadButton(visible=False, elem_id=f"desk-png-{name}-file")
    wrong = gr.HTML("", apply_default_css=False)

    def draw() -> tuple[Any, str]:
        try:
            content = chart_png(own[name], bars())
        except NoChineseFont as exc:
            return gr.update(value=None, visible=False), fragments.notice(str(exc))
        path = str(put_down(folder, own[name], "png", content))
        label = words()["write"]["download"].format(name=path.rsplit("/", 1)[-1])
        return gr.update(value=path, label=label, visible=True), ""

    button.click(draw, None, [file, wrong], show_progress="hidden", api_visibility="private")
    return plot, few


def _fewer(bars: Sequence[Bar]) -> str:
    """The violations asked about too seldom to be numbered, or that nothing was counted yet."""
    own = team_words().charts
    rows = [f"{bar.label}：{bar.shown}" for bar in bars if bar.shown]
    if not bars:
        return fragments.notice(own["none"].format(n=FEWEST))
    return fragments.notice("；".join(rows))
