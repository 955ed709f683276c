"""Numbers and article labels: every way they occur in practice comes out in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import article_label, normalise_article, split_article, to_chinese, to_int


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("二百〇一", 201),
        ("两百", 200),
        ("一千零七十九", 1079),
        ("一千二百四十二", 1242),
        ("一千零十", 1010),
        ("一千零一十", 1010),
        ("一二〇", 120),
        ("二〇二一", 2021),
        ("33", 33),
        ("３３", 33),
        ("零", 0),
        ("万", 10_000),
        ("十万", 100_000),
        ("五十万", 500_000),
        ("50万", 500_000),
        ("一百二十万", 1_200_000),
        ("十二万三千", 123_000),
        ("十万零五百", 100_500),
        ("两千三百万", 23_000_000),
        ("三亿", 300_000_000),
        ("三亿零五万", 300_050_000),
        ("一万二千亿", 1_200_000_000_000),
    ],
)
def test_numeral_is_read(text: str, value: int) -> None:
    assert to_int(text) == value


@pytest.mark.parametrize(
    "text", ["", "条", "十百", "一二十三四", "第三", "一百千", "三十十", "万一", "三万五万", "五亿三亿"]
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="数字"):
        to_int(text)


@given(st.integers(min_value=0, max_value=99_999))
def test_every_number_survives_the_round_trip(number: int) -> None:
    assert to_int(to_chinese(number)) == number


def test_a_number_beyond_any_law_makes_no_article() -> None:
    with pytest.raises(ValueError, match="超出范围"):
        normalise_article("第五十万条")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("第33条", "第三十三条"),
        ("第３３条", "第三十三条"),
        ("33条", "第三十三条"),
        ("第 三十三 条", "第三十三条"),
        ("第120条之一", "第一百二十条之一"),
        ("第一百二十条之1", "第一百二十条之一"),
        ("第二百七十六条之一", "第二百七十六条之一"),
        ("第一千二百四十二条", "第一千二百四十二条"),
    ],
)
def test_article_labels_have_one_form(written: str, normal: str) -> None:
    assert normalise_article(written) == normal
    assert normalise_article(normal) == normal


def test_an_article_label_is_split_into_number_and_suffix() -> None:
    assert split_article("第一百二十条之一") == (120, 1)
    assert split_article("第三十三条") == (33, None)
    assert article_label(120, 1) == "第一百二十条之一"


def test_what_is_no_article_label_says_how_to_write_one() -> None:
    with pytest.raises(ValueError, match="正确写法例如"):
        split_article("第三款")
