"""Places in a law as people write them, read into ArticleRef and written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import ArticleRef
from corpus.numerals import article_label
from corpus.references import clean_law_name, format_ref, normalise_place, parse_ref, parse_refs


@pytest.mark.parametrize(
    ("text", "law", "article", "paragraph", "item"),
    [
        ("行政处罚法 第三十三条第一款第（二）项", "行政处罚法", "第三十三条", 1, 2),
        ("《行政处罚法》第三十三条", "行政处罚法", "第三十三条", None, None),
        (
            "《中华人民共和国食品安全法》第124条第1款第(5)项",
            "中华人民共和国食品安全法",
            "第一百二十四条",
            1,
            5,
        ),
        ("食安法124条", "食安法", "第一百二十四条", None, None),
        ("食安法124条1款5项", "食安法", "第一百二十四条", 1, 5),
        ("食品安全法第三十四条第五项", "食品安全法", "第三十四条", None, 5),
        ("食品安全法第三十四条（五）项", "食品安全法", "第三十四条", None, 5),
        ("刑法 第一百二十条之一第一款", "刑法", "第一百二十条之一", 1, None),
        ("《行政处罚法》（2021修订）第三十三条", "行政处罚法", "第三十三条", None, None),
        ("宪法修正案（2018年）第三十二条", "宪法修正案（2018年）", "第三十二条", None, None),
        ("柔性执法方案 二（四）", "柔性执法方案", "二（四）", None, None),
        ("柔性执法方案 二、(四)", "柔性执法方案", "二（四）", None, None),
        ("柔性执法方案 一（二）1", "柔性执法方案", "一（二）1", None, None),
    ],
)
def test_one_reference_is_read(
    text: str, law: str, article: str, paragraph: int | None, item: int | None
) -> None:
    assert parse_ref(text) == ArticleRef(law=law, article=article, paragraph=paragraph, item=item)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("某法第三十条至第三十二条", ["第三十条", "第三十一条", "第三十二条"]),
        ("某法第三十三条、第三十四条和第三十六条", ["第三十三条", "第三十四条", "第三十六条"]),
        ("某法第三十四条第一款第（一）（五）项", ["第三十四条/1/1", "第三十四条/1/5"]),
        ("某法第三十四条第（一）至（三）项", ["第三十四条/None/1", "第三十四条/None/2", "第三十四条/None/3"]),
        ("某法第三十四条第一项、第三项", ["第三十四条/None/1", "第三十四条/None/3"]),
        ("某法第三十四条第一、三款", ["第三十四条/1/None", "第三十四条/3/None"]),
        ("某法第三十四条第一款和第三款第（二）项", ["第三十四条/1/None", "第三十四条/3/2"]),
        ("某法33条、34条", ["第三十三条", "第三十四条"]),
        ("某法第三十三、三十四条", ["第三十三条", "第三十四条"]),
        ("某法第33、35条第二款", ["第三十三条", "第三十五条/2/None"]),
        ("某法第三十三至三十五条", ["第三十三条", "第三十四条", "第三十五条"]),
    ],
)
def test_rows_and_ranges_give_every_place(text: str, places: list[str]) -> None:
    def show(ref: ArticleRef) -> str:
        inside = f"/{ref.paragraph}/{ref.item}" if ref.paragraph or ref.item else ""
        return ref.article + inside

    assert [show(ref) for ref in parse_refs(text)] == places


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "没有写明条文"),
        ("行政处罚法", "没有写明条文"),
        ("第三十三条", "没有写明法律名称"),
        ("行政处罚法第三十三条的规定", "看不懂"),
        ("行政处罚法第三十三条、第三十四条", "只应写一处"),
    ],
)
def test_what_is_not_one_reference_is_refused_with_an_example(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as caught:
        parse_ref(text)
    assert "正确写法例如" in str(caught.value)


_refs = st.builds(
    ArticleRef,
    law=st.sampled_from(["行政处罚法", "中华人民共和国刑法", "优化营商环境条例"]),
    article=st.builds(article_label, st.integers(1, 1300), st.none() | st.integers(1, 9)),
    paragraph=st.none() | st.integers(1, 12),
    item=st.none() | st.integers(1, 20),
)


@given(_refs)
def test_a_reference_survives_the_round_trip(ref: ArticleRef) -> None:
    assert parse_ref(format_ref(ref)) == ref


def test_names_lose_brackets_blanks_and_version_notes_only() -> None:
    assert clean_law_name("《 中华人民共和国 商标法》（2019年修正）") == "中华人民共和国商标法"
    assert clean_law_name("刑法修正案(十二)") == "刑法修正案（十二）"


def test_places_of_other_kinds_stay_as_they_are() -> None:
    assert normalise_place("全文") == "全文"
    assert normalise_place("二(四)") == "二（四）"
    assert normalise_place("第33条") == "第三十三条"
