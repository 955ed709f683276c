"""The poster: A ratio, nothing clipped, nothing laid over anything else, whatever the case."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assistant.knowledge import Knowledge
from assistant.referring import Referrals
from publicity import fonts
from publicity.drafting import draft
from publicity.poster import HEIGHT, WIDTH, TooMuch, lay_out, poster_png, read_parts
from publicity.telling import Told
from publicity.typesetting import broken
from publicity.words import words

DAY = date(2026, 11, 24)
TEXT = """# 一个案例

## 处理结果

不罚。

## 法条原文

《行政处罚法》第一条：

> 原文。

## 来源

- 某局，https://x.cn/a
"""


def test_every_case_fits_on_its_poster(knowledge: Knowledge) -> None:
    referrals = Referrals(
        knowledge.library, knowledge.items.values(), knowledge.cases.values(), knowledge.violations
    )
    told = Told(knowledge.library, referrals)
    for case in knowledge.cases.values():
        blocks = lay_out(draft(told.tell(case, DAY), "poster"), DAY)
        for block in blocks:
            assert block.left >= 80, case.id
            assert block.left + block.width <= WIDTH - 80, case.id
            assert block.bottom <= HEIGHT, case.id
            assert block.size >= 17, case.id
        for above, below in pairwise(blocks):
            assert above.bottom <= below.top, case.id


def test_the_picture_is_a_png_in_a_ratio_with_ink_on_it() -> None:
    image = Image.open(io.BytesIO(poster_png(TEXT, DAY)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert abs(HEIGHT / WIDTH - 2**0.5) < 0.001
    assert image.convert("L").point(lambda v: 255 * (v < 100)).getbbox() is not None
    edges = [(0, 20, 60, HEIGHT), (WIDTH - 60, 20, WIDTH, HEIGHT)]
    assert all(image.crop(edge).convert("L").getextrema() == (255, 255) for edge in edges)


def test_the_parts_of_a_draft_are_read_and_the_source_stands_at_the_foot_without_its_address() -> None:
    title, parts = read_parts(TEXT)
    assert title == "一个案例"
    assert [p.heading for p in parts] == ["处理结果", "法条原文", "来源"]
    assert parts[1].rows == (("text", "《行政处罚法》第一条："), ("quote", "原文。"))
    assert lay_out(TEXT, DAY)[-1].lines == ("某局", "条文于2026-11-24核对有效。")


def test_too_long_a_draft_is_refused_with_what_to_do() -> None:
    with pytest.raises(TooMuch, match="请删短提示"):
        lay_out(TEXT.replace("不罚。", "不罚。" * 2000), DAY)


def test_without_a_chinese_font_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_by_fontconfig", lambda face: None)
    monkeypatch.setattr(fonts, "_by_file", lambda face: None)
    for cached in (fonts.font, fonts._found):
        cached.cache_clear()
    try:
        with pytest.raises(fonts.NoChineseFont, match="fonts-noto-cjk"):
            poster_png(TEXT, DAY)
    finally:
        for cached in (fonts.font, fonts._found):
            cached.cache_clear()


def test_a_font_is_found_by_its_file_where_there_is_no_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    found = fonts._by_file("plain")
    assert found is not None
    assert found[0].stem.startswith(("NotoSansCJK", "SourceHanSans"))


@given(st.text("违法行为，。（）“”《》2026-11-24 abc、；", min_size=1, max_size=120), st.integers(200, 900))
def test_lines_keep_to_the_width_and_lose_nothing(text: str, width: int) -> None:
    own = fonts.font("plain", 30)
    lines = broken(text, own, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(own.getlength(line) <= width or " " not in line[1:-1] for line in lines)


def test_punctuation_does_not_open_a_line() -> None:
    own = fonts.font("plain", 30)
    for width in range(100, 400, 7):
        lines = broken("违法行为轻微，并及时改正的，不予处罚。（见二〇二六年通报）", own, width)
        assert not any(line[0] in "，。）" for line in lines)
        assert all(own.getlength(line) <= width for line in lines)


def test_the_words_of_the_poster_are_those_of_its_template() -> None:
    assert words().poster["law"] in TEXT
