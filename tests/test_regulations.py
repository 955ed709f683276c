"""The shipped texts, the 要旨, and the library that puts them beside the statutes."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.library import Library, RefFault
from corpus.models import ProvisionKind, Validity
from corpus.regulations import load_summaries, load_texts, read_text
from corpus.statutes import Statutes
from corpus.text_structure import clean_lines, read_articles, read_plan
from corpus.validity import NotCovered, NotFound, NotInForce

TODAY = date(2026, 11, 24)
PLAN = "盘锦市关于在行政执法中推行柔性执法制度的实施方案"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(Statutes.open(), load_texts(), load_summaries())


def test_the_panjin_plan_is_split_into_its_own_numbering() -> None:
    (plan,) = load_texts()
    labels = [p.article for p in plan.provisions]
    assert labels[:3] == ["引言", "一（一）", "一（二）1"]
    assert [label for label in labels if label.startswith("二")] == [f"二（{n}）" for n in "一二三四五六"]
    assert all(p.kind is ProvisionKind.PLAN for p in plan.provisions)
    text = "".join(p.text for p in plan.provisions)
    assert "当前位置" not in text  # navigation of the web page
    assert "上一篇" not in text


def test_what_the_plan_excludes_stands_in_two_four(library: Library) -> None:
    provision = library.find("柔性执法方案", "二（四）", TODAY)
    assert provision.law == PLAN
    assert "不适用柔性执法" in provision.text
    assert provision.chapter == ("二、主要措施",)
    assert library.find(PLAN, "二(四)", TODAY) == provision


def test_a_heading_of_the_plan_is_cited_with_all_its_points(library: Library) -> None:
    whole = library.find(PLAN, "一（二）", TODAY)
    assert whole.article == "一（二）"
    assert library.find(PLAN, "一（二）3", TODAY).text in whole.text
    with pytest.raises(NotFound, match="没有二（九）"):
        library.find(PLAN, "二（九）", TODAY)


def test_the_plans_day_is_not_known_so_earlier_days_are_not_answered(library: Library) -> None:
    with pytest.raises(NotCovered, match="2021"):
        library.find(PLAN, "二（四）", date(2021, 6, 1))
    assert "没有文号" in library.standing(PLAN, TODAY).note


def test_gists_are_marked_and_never_statute_text(library: Library) -> None:
    gist = library.find("优化营商环境条例", "第五十九条", TODAY)
    assert gist.summary_only
    assert library.standing("优化营商环境条例", TODAY).note == "只有要旨，条文未入库"
    with pytest.raises(NotFound, match="条文未入库") as caught:
        library.find("优化营商环境条例", "第一条", TODAY)
    assert not caught.value.law_known
    with pytest.raises(NotFound, match="条文未入库"):
        library.find("辽宁省优化营商环境条例", "第一条", TODAY)
    assert [s.name for s in library.summaries()] == ["优化营商环境条例", "辽宁省优化营商环境条例"]
    with pytest.raises(NotCovered):
        library.standing("优化营商环境条例", date(2019, 12, 31))


def test_the_library_holds_statutes_and_local_texts_together(library: Library) -> None:
    today = library.in_force(TODAY)
    assert {p.kind for p in today} == set(ProvisionKind)
    ids = [p.id for p in library.all_versions()]
    assert len(ids) == len(set(ids))
    assert {p.id for p in today} == {
        p.id
        for p in library.all_versions()
        if p.valid_from <= TODAY and (p.valid_to is None or p.valid_to > TODAY)
    }


@pytest.mark.parametrize(
    ("ref", "fault"),
    [
        ("行政处罚法 第三十三条第一款", None),
        ("食品安全法 第一百二十四条第一款第（五）项", None),
        ("柔性执法方案 二（四）", None),
        ("优化营商环境条例 第五十九条第二款", None),  # a gist is not split into paragraphs
        ("行政处罚法 第三十三条第四款", RefFault.NO_SUCH_PLACE),
        ("行政处罚法 第三十三条第一款第（一）项", RefFault.NO_SUCH_PLACE),
        ("消防法 第七十五条", RefFault.NO_SUCH_PLACE),
        ("消防法 第七十三条至第七十五条", RefFault.NO_SUCH_PLACE),
        ("环境保护法 第五十九条", RefFault.NOT_IN_FORCE),
        ("农村土地承包法 第一条", RefFault.NOT_IN_FORCE),
        ("医疗保障法 第一条", RefFault.NOT_IN_FORCE),
        ("注册会计师法 第一条", RefFault.NOT_COVERED),
        ("价格违法行为行政处罚规定 第四条", RefFault.NOT_STORED),
        ("优化营商环境条例 第一条", RefFault.NOT_STORED),
        ("行政处罚法", None),  # a law as a whole
        ("环境保护法", RefFault.NOT_IN_FORCE),
        ("旅行社条例", RefFault.NOT_STORED),
        ("注册会计师法", RefFault.NOT_COVERED),
        ("随便一句话", RefFault.UNREADABLE),
        ("第三十三条", RefFault.UNREADABLE),
    ],
)
def test_a_reference_is_checked(library: Library, ref: str, fault: RefFault | None) -> None:
    problem = library.check_ref(ref, TODAY)
    assert (problem.fault if problem else None) is fault
    if problem:
        assert str(problem)
    if fault is RefFault.NOT_STORED:
        assert "条文未入库，无法核对" in str(problem)


def test_a_repealed_reference_says_by_what_and_since_when(library: Library) -> None:
    problem = library.check_ref("大气污染防治法 第九十九条", TODAY)
    assert problem is not None
    assert problem.standing is not None
    assert problem.standing.validity is Validity.REPEALED
    assert "2026-08-15" in str(problem)
    assert "生态环境法典" in str(problem)


def _text_file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "text.md"
    path.write_text(content, encoding="utf-8")
    return path


HEAD = "---\nname: 某条例\nvalid_from: 2020-01-01\n{more}---\n"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("没有文件头", "文件头"),
        ("---\nname: [\n---\n第一条 甲。", "文件头"),
        ("---\nname: 某条例\n---\n第一条 甲。", "valid_from"),
        (HEAD.format(more="kind: other\n") + "第一条 甲。", "kind"),
        (HEAD.format(more="colour: red\n") + "第一条 甲。", "colour"),
        (HEAD.format(more="") + "没有条文", "正文"),
    ],
)
def test_a_faulty_text_file_names_file_and_field(tmp_path: Path, content: str, field: str) -> None:
    with pytest.raises(DataError) as caught:
        read_text(_text_file(tmp_path, content))
    assert caught.value.field == field
    assert "text.md" in str(caught.value)


def test_a_text_that_has_ended_is_no_basis(tmp_path: Path) -> None:
    text = read_text(_text_file(tmp_path, HEAD.format(more="valid_to: 2024-01-01\n") + "第一条 甲。"))
    library = Library(Statutes.open(), [text])
    assert library.find("某条例", "第一条", date(2023, 12, 31)).text == "甲。"
    with pytest.raises(NotInForce):
        library.find("某条例", "第一条", date(2024, 1, 1))


def test_a_line_that_goes_on_speaking_of_an_article_does_not_open_one() -> None:
    lines = [
        "第一条 有下列情形的：",
        "（一）甲；",
        "第二条规定的情形除外。",
        "第二条 乙。",
        "第三条之一 丙。",
    ]
    structure = read_articles(lines)
    assert [a.label for a in structure.articles] == ["第一条", "第二条", "第三条之一"]
    assert structure.articles[0].text == "有下列情形的：\n（一）甲；\n第二条规定的情形除外。"


def test_chapters_and_sections_become_the_path_and_contents_do_not() -> None:
    contents = "某条例\n目　录\n第一章 总则\n第二章 罚则\n"
    text = contents + "第一章　总则\n第一节 甲\n第一条 子。\n第二章 罚则\n第二条 丑。"
    structure = read_articles(clean_lines(text))
    assert [a.chapter for a in structure.articles] == [("第一章　总则", "第一节 甲"), ("第二章 罚则",)]
    assert structure.header == ["某条例"]


def test_nothing_of_a_plan_is_lost() -> None:
    lines = [
        "引子。",
        "一、总的要求",
        "（一）目标",
        "1.甲。",
        "续甲。",
        "（二）乙。",
        "二、别的",
        "（一）丙",
        "丙文。",
    ]
    structure = read_plan(lines)
    assert [(a.label, a.text) for a in structure.articles] == [
        ("一（一）1", "1.甲。\n续甲。"),
        ("一（二）", "（二）乙。"),
        ("二（一）", "丙文。"),
    ]
    assert structure.header == ["引子。"]
