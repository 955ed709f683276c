"""The anonymous log counts, keeps nothing else, and shows no small numbers; charts say what the data say."""

from __future__ import annotations

import io
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from web_world import DAY, QUESTION, Clerk, answer

from assistant.knowledge import Knowledge
from assistant.models import LABELS, OutcomeCode
from assistant.pipeline import Assistant
from publicity.asked import FEWEST, AskedLog, Count, Counting, counting
from publicity.charts import Bar, cases_by_outcome, chart_png, colours, items_by_field, most_asked, table
from publicity.words import words
from web.words import words as page_words

DISPOSITIONS: dict[str, str] = page_words()["dispositions"]


@pytest.fixture
def log(tmp_path: Path) -> AskedLog:
    return AskedLog(tmp_path / "new" / "asked.sqlite", today=lambda: DAY)


def test_counts_are_kept_by_violation_and_small_ones_not_told(log: AskedLog) -> None:
    for _ in range(FEWEST):
        log.record(answer(), "bread")
    for _ in range(FEWEST - 1):
        log.record(answer(), "smoke")
    assert log.most_asked() == [Count(violation="bread", count=FEWEST), Count(violation="smoke", count=None)]


def test_nothing_but_day_violation_outcome_and_count_is_in_the_file(log: AskedLog, tmp_path: Path) -> None:
    log.record(answer(), "bread")
    file = tmp_path / "new" / "asked.sqlite"
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT * FROM asked").fetchall() == [
            ("2026-11-24", "bread", "no_penalty_discretionary", 1)
        ]
    base.close()
    assert QUESTION.encode() not in file.read_bytes()


@pytest.mark.parametrize("code", ["information", "out_of_scope"])
def test_what_determines_nothing_is_not_counted(log: AskedLog, code: str) -> None:
    outcome = {"code": code, "label": LABELS[OutcomeCode(code)], "certainty": "definite"}
    log.record(answer(outcome=outcome), "bread")
    assert log.most_asked() == []


def test_a_log_that_cannot_be_written_costs_nobody_the_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "asked.sqlite").mkdir()
    AskedLog.at(tmp_path).record(answer(), "bread")
    assert "提问次数没有记下" in caplog.text


def test_many_at_once_lose_no_count(log: AskedLog) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: log.record(answer(), "bread"), range(40)))
    assert log.most_asked() == [Count(violation="bread", count=40)]


def test_a_fresh_question_is_counted_and_a_corrected_fact_is_not(log: AskedLog) -> None:
    clerk = Counting(Clerk(), log)
    for _ in range(FEWEST):
        clerk.ask(QUESTION, role="business", facts=None)
        clerk.ask(QUESTION, role="business", facts={"harm": "none"})
    assert log.most_asked() == [Count(violation="bread", count=FEWEST)]
    assert clerk.violations_named(QUESTION) == {"bread"}


def test_the_real_assistant_is_counted_by_the_violation_it_names(assistant: Assistant) -> None:
    counted = counting(assistant)
    for _ in range(FEWEST):
        counted.ask("我家超市货架上摆着过期面包，被查了")
    most = AskedLog.at(assistant.settings.home).most_asked()
    assert most[0].count == FEWEST
    assert most[0].violation in {v.id for v in assistant.violations}


def test_the_item_chart_counts_every_item_once(knowledge: Knowledge) -> None:
    bars = items_by_field(knowledge.items.values(), DISPOSITIONS)
    assert sum(bar.total for bar in bars) == len(knowledge.items)
    assert bars[-1].label == words().charts["others"]
    named = [bar.total for bar in bars[:-1]]
    assert named == sorted(named, reverse=True)
    assert set(colours(bars)) == {DISPOSITIONS[i.disposition.value] for i in knowledge.items.values()}


def test_the_case_chart_counts_every_case_once(knowledge: Knowledge) -> None:
    bars = cases_by_outcome(knowledge.cases.values())
    assert {bar.label: bar.total for bar in bars}["首违不罚"] == sum(
        c.outcome_class == "首违不罚" for c in knowledge.cases.values()
    )
    assert sum(bar.total for bar in bars) == len(knowledge.cases)


def test_a_small_number_is_in_no_table_and_said_to_be_fewer() -> None:
    bars = most_asked(
        [Count(violation="a", count=9), Count(violation="b", count=None)], {"a": "甲", "b": "乙"}
    )
    assert [(bar.label, bar.shown) for bar in bars] == [("甲", ""), ("乙", "少于5")]
    shown = table(bars, "违法行为", "处理方式")
    assert shown.to_dict("list") == {"违法行为": ["甲"], "处理方式": ["数量"], "数量": [9]}


def test_a_chart_is_a_picture_with_room_for_every_bar() -> None:
    bars = [Bar(label=f"很长很长的违法行为名称{n}号" * 3, parts={"甲": n, "乙": 1}) for n in range(1, 9)]
    image = Image.open(io.BytesIO(chart_png("标题", bars, "说明")))
    assert image.format == "PNG"
    assert image.height >= 120 + 8 * 46
    right = image.crop((image.width - 12, 0, image.width, image.height)).convert("L")
    assert right.getextrema() == (255, 255), "a bar or its number runs off the picture"
    assert Image.open(io.BytesIO(chart_png("没有", []))).format == "PNG"
