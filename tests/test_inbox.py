"""Official files dropped into the inbox: taken in whole, or refused with what to do about it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from corpus.errors import CorpusError
from corpus.inbox import read_inbox, read_official
from corpus.library import Library
from corpus.regulations import load_summaries
from corpus.statutes import Statutes
from corpus.validity import NotCovered

TODAY = date(2026, 11, 24)

TEXT = """某市优化环境条例
（2019年7月31日某市人民代表大会常务委员会第三次会议通过 某市人大常委会公告〔十三届〕第三十四号）

目　录
第一章　总则
第二章　罚则

第一章　总则

第一条　为了示范，制定本条例。

第二条　本条例所称示范，包括：
（一）第一种；
（二）第二种。
前款以外的，不是示范。

第二章　罚则

第三条　违反本条例第二条规定的，责令改正。
第三条之一　拒不改正的，处一千元以下罚款。
第四条　本条例自2019年10月1日起施行。
"""


def _write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _docx(folder: Path, name: str, change: Callable[[docx.document.Document], None] | None = None) -> Path:
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    if change:
        change(document)
    document.save(str(folder / name))
    return folder / name


@pytest.mark.parametrize("name", ["条例.txt", "条例.md", "条例.docx"])
def test_title_number_dates_and_articles_are_recognised(tmp_path: Path, name: str) -> None:
    path = _docx(tmp_path, name) if name.endswith("docx") else _write(tmp_path, name, TEXT)
    text = read_official(path)
    assert text.head.name == "某市优化环境条例"
    assert text.head.number is not None
    assert text.head.number.endswith("〔十三届〕第三十四号")
    assert text.head.promulgated == date(2019, 7, 31)
    assert text.head.valid_from == date(2019, 10, 1)
    assert [p.article for p in text.provisions] == ["第一条", "第二条", "第三条", "第三条之一", "第四条"]
    assert text.provisions[1].text.splitlines()[1] == "（一）第一种；"
    assert text.provisions[1].chapter == ("第一章　总则",)
    assert text.provisions[3].chapter == ("第二章　罚则",)


def test_every_line_below_the_first_article_is_kept(tmp_path: Path) -> None:
    text = read_official(_write(tmp_path, "条例.txt", TEXT))
    kept = "\n".join(p.text for p in text.provisions)
    for line in TEXT.split("第一条")[1].splitlines():
        if line.strip() and not line.startswith("第"):
            assert line.strip("　 ") in kept


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = read_official(_write(tmp_path, "条例.txt", TEXT.encode(encoding)))
    assert text.provisions[0].text == "为了示范，制定本条例。"


def test_markdown_marks_and_comments_are_no_text(tmp_path: Path) -> None:
    text = read_official(
        _write(
            tmp_path,
            "某办法(2021-07-30).md",
            "# 某办法\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n**第一条** 甲\\(乙\\)。\n\n1\\. 丙。\n",
        )
    )
    assert text.provisions[0].text == "甲(乙)。\n1. 丙。"
    assert text.head.valid_from == date(2021, 7, 30)  # nothing but the file's name gives a day


def test_the_latest_day_named_is_the_one_from_which_the_text_holds(tmp_path: Path) -> None:
    amended = TEXT.replace("目　录", "根据2023年7月27日《关于修改某市优化环境条例的决定》修正\n目　录")
    assert read_official(_write(tmp_path, "条例.txt", amended)).head.valid_from == date(2023, 7, 27)


def test_a_docx_keeps_tables_and_line_breaks(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "项目", "标准"
        document.add_paragraph("附注一\n附注二")

    last = read_official(_docx(tmp_path, "条例.docx", add)).provisions[-1].text
    assert last.splitlines()[1:] == ["项目 | 标准", "附注一", "附注二"]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("空.txt", b"", "文件是空的"),
        ("空白.txt", b"  \n\n ", "没有文字"),
        ("乱.txt", b"\xff\xff\x80\x80\x00\x01", "编码无法识别"),
        ("坏.docx", b"PK\x03\x04 broken", "不是有效的 docx"),
        ("旧.doc", b"\xd0\xcf\x11\xe0", "暂不支持 .doc 文件"),
        ("新闻.txt", "某地新闻条例\n今天天气很好。\n2020年1月1日", "没有找到“第一条”"),
        ("重.txt", TEXT + "第二条　又一个。", "第二条出现了两次"),
        ("倒.txt", TEXT.replace("第三条之一", "第六条"), "第四条排在第六条之后"),
        ("无名.txt", "一些话\n2020年1月1日\n第一条 甲。", "看不出文件名称"),
        ("无期.txt", "某条例\n第一条 甲。", "找不到公布或施行日期"),
        ("某某市市容管理规定.txt", TEXT, "请改成一致的名称"),
        ("漏.txt", TEXT.replace("为了示范，制定本条例。", ""), "第一条没有内容"),
    ],
)
def test_what_cannot_be_taken_in_says_why_and_what_to_do(
    tmp_path: Path, name: str, data: bytes | str, problem: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        read_official(_write(tmp_path, name, data))
    assert problem in str(caught.value)
    assert str(caught.value).startswith(name)


def test_unaccepted_revisions_are_refused(tmp_path: Path) -> None:
    def revise(document: docx.document.Document) -> None:
        paragraph = document.paragraphs[-1]._p
        paragraph.append(paragraph.makeelement(qn("w:ins"), {}))

    with pytest.raises(CorpusError, match="未接受的修订"):
        read_official(_docx(tmp_path, "条例.docx", revise))


def test_one_faulty_file_leaves_the_others_untouched(tmp_path: Path) -> None:
    _write(tmp_path, "条例.txt", TEXT)
    _write(tmp_path, "坏.docx", b"x")
    _write(tmp_path, "~$条例.docx", b"lock file of Word")
    inbox = read_inbox(tmp_path)
    assert [t.head.name for t in inbox.texts] == ["某市优化环境条例"]
    assert [p.file for p in inbox.problems] == ["坏.docx"]
    assert read_inbox(tmp_path / "nowhere").texts == ()


def test_the_same_version_twice_is_refused_and_two_versions_follow_each_other(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt", TEXT)
    _write(tmp_path, "b.txt", TEXT)
    _write(tmp_path, "c.txt", TEXT.replace("自2019年10月1日", "自2023年1月1日").replace("示范", "新示范"))
    inbox = read_inbox(tmp_path)
    assert len(inbox.problems) == 1
    assert "只能留一个" in inbox.problems[0].message
    library = Library(Statutes.open(), inbox=inbox)
    assert library.find("某市优化环境条例", "第一条", date(2022, 12, 31)).text == "为了示范，制定本条例。"
    assert library.find("某市优化环境条例", "第一条", date(2023, 1, 1)).text == "为了新示范，制定本条例。"
    with pytest.raises(NotCovered):
        library.find("某市优化环境条例", "第一条", date(2019, 9, 30))


def test_an_official_text_replaces_the_gist_of_the_same_name(tmp_path: Path) -> None:
    _write(tmp_path, "条例.txt", TEXT.replace("某市优化环境条例", "优化营商环境条例"))
    library = Library(Statutes.open(), summaries=load_summaries(), inbox=read_inbox(tmp_path))
    found = library.find("优化营商环境条例", "第二条", TODAY)
    assert not found.summary_only
    assert found.text.endswith("前款以外的，不是示范。")
    assert [s.name for s in library.summaries()] == ["辽宁省优化营商环境条例"]
    assert not any(p.summary_only and p.law == "优化营商环境条例" for p in library.in_force(TODAY))


def test_a_statute_of_the_database_is_not_taken_in_twice(tmp_path: Path) -> None:
    _write(tmp_path, "x.txt", TEXT.replace("某市优化环境条例", "中华人民共和国消防法"))
    library = Library(Statutes.open(), inbox=read_inbox(tmp_path))
    assert "已在法律数据库中" in library.problems()[0].message
    assert library.find("消防法", "第一条", TODAY).kind == "statute"
