"""First page, visible answer, twenty chats at once, a thousand answers: ``python -m benchmarks.page``.

Starts the application on a free loopback port, measures it as a browser and as many visitors meet it, prints
the figures and keeps them in ``benchmarks/results/page.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import psutil
from tqdm import tqdm

from benchmarks.chats import Chat, Timed, asking_event
from web.running import BROWSER, BROWSER_ARGS, running_app
from web.words import examples

RESULT = Path(__file__).with_name("results") / "page.json"
_CHATS, _ROUNDS, _PAUSE = 20, 4, (2.0, 8.0)  # visitors, questions of each, seconds they read between two
_TRIES = 10
_LIMIT = 120.0


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies, nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked) + 0.5) - 1))]


def in_browser(url: str) -> dict[str, float]:
    """Seconds until the first page can be used, and from sending until the outcome is seen; medians."""
    from playwright.sync_api import sync_playwright

    first: list[float] = []
    answer: list[float] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=list(BROWSER_ARGS))
        for _ in range(_TRIES):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
            page = context.new_page()
            start = time.perf_counter()
            page.goto(url, wait_until="commit")
            page.wait_for_selector(".welcome")
            first.append(time.perf_counter() - start)
            page.fill("#ky-box textarea", examples()["business"][0])
            page.wait_for_timeout(500)
            start = time.perf_counter()
            page.press("#ky-box textarea", "Enter")
            page.wait_for_selector(".outcome")
            answer.append(time.perf_counter() - start)
            context.close()
        browser.close()
    return {
        "first_page_s": _round(statistics.median(first)),
        "first_page_cold_s": _round(first[0]),
        "answer_visible_s": _round(statistics.median(answer)),
        "answer_visible_slowest_s": _round(max(answer)),
    }


async def at_once(url: str) -> dict[str, float]:
    """One chat alone, twenty chats whose visitors read between questions, and twenty in the same instant."""
    questions = [q for rows in examples().values() for q in rows]
    async with httpx.AsyncClient(base_url=url, timeout=_LIMIT) as client:
        event = await asking_event(client)
        alone = [await Chat(client, event).ask(q) for q in questions for _ in range(2)]
        chance = random.Random(5)
        visits = [_visit(client, event, questions, random.Random(chance.random())) for _ in range(_CHATS)]
        together = [timed for rows in await asyncio.gather(*visits) for timed in rows]
        burst = await asyncio.gather(
            *(Chat(client, event).ask(questions[n % len(questions)]) for n in range(_CHATS))
        )
    one = percentile([t.outcome for t in alone], 0.95)
    many = percentile([t.outcome for t in together], 0.95)
    return {
        "alone_outcome_p95_s": _round(one),
        "alone_whole_p95_s": _round(percentile([t.whole for t in alone], 0.95)),
        "chats_outcome_p95_s": _round(many),
        "chats_whole_p95_s": _round(percentile([t.whole for t in together], 0.95)),
        "chats_to_alone": _round(many / one),
        "burst_outcome_p95_s": _round(percentile([t.outcome for t in burst], 0.95)),
    }


async def _visit(
    client: httpx.AsyncClient, event: int, questions: Sequence[str], chance: random.Random
) -> list[Timed]:
    chat, timed = Chat(client, event), []
    for _ in range(_ROUNDS):
        await asyncio.sleep(chance.uniform(*_PAUSE))
        timed.append(await chat.ask(chance.choice(questions)))
    return timed


async def soak(url: str, server: psutil.Process, answers: int) -> dict[str, float]:
    """Memory of the server after the first tenth of many answers, and after the last."""
    questions = [q for rows in examples().values() for q in rows]
    async with httpx.AsyncClient(base_url=url, timeout=_LIMIT) as client:
        event = await asking_event(client)
        chats = [Chat(client, event) for _ in range(_CHATS)]
        early = 0.0
        for n in tqdm(range(answers), desc="answers", unit="answer", file=sys.stderr):
            await chats[n % _CHATS].ask(questions[n % len(questions)])
            if n == answers // 2 - 1:
                early = _megabytes(server)
    late = _megabytes(server)
    return {"soak_answers": answers, "memory_half_mb": early, "memory_end_mb": late,
            "memory_growth_mb": _round(late - early)}  # fmt: skip


def _megabytes(process: psutil.Process) -> float:
    return _round(process.memory_info().rss / 1e6)


def _round(value: float) -> float:
    return round(value, 3)


def measure(answers: int) -> dict[str, Any]:
    """Everything, over an application of its own."""
    before = {child.pid for child in psutil.Process().children()}
    with running_app() as url:
        (server,) = [c for c in psutil.Process().children() if c.pid not in before]
        load = os.getloadavg()[0]
        start_memory = _megabytes(server)
        figures = {**in_browser(url), **asyncio.run(at_once(url)), "memory_start_mb": start_memory}
        figures |= asyncio.run(soak(url, server, answers))
    machine = f"{platform.machine()}, {psutil.cpu_count()} cores, load {load:.1f} at the start"
    return {"date": date.today().isoformat(), "machine": machine, **figures}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1000, help="answers of the soak (1000)")
    found = measure(parser.parse_args().answers)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
