"""Citations in free text: every usual form is found at its place, and checked against the store."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citations import CitationFinder
from assistant.quotes import is_verbatim
from assistant.verify import CitationCheck, check_to_dict, verify
from corpus.library import Library
from corpus.models import ArticleRef
from corpus.numerals import article_label
from corpus.references import format_ref
from corpus.regulations import load_summaries, load_texts
from corpus.statutes import Statutes

TODAY = date(2026, 11, 24)
LIBRARY = Library(Statutes.open(), load_texts(), load_summaries())
FINDER = CitationFinder(LIBRARY)


def _places(text: str) -> list[tuple[str, str]]:
    """(short law name or ?, place) of every citation."""
    out = []
    for found in FINDER.find(text):
        assert text[found.start : found.end] == found.text
        law = (found.law or "?").removeprefix("中华人民共和国")
        inside = "".join(f"/{n}" if n else "/" for n in (found.paragraph, found.item))
        out.append((law, found.article + inside.rstrip("/")))
    return out


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("《食品安全法》第一百二十四条第一款第（五）项", [("食品安全法", "第一百二十四条/1/5")]),
        ("食安法124条", [("食品安全法", "第一百二十四条")]),
        ("违反食安法124条1款5项的", [("食品安全法", "第一百二十四条/1/5")]),
        ("《中华人民共和国行政处罚法》（2021修订）第３３条", [("行政处罚法", "第三十三条")]),
        ("行政处罚法第 33 条", [("行政处罚法", "第三十三条")]),
        ("《食品安全法》三十四条", [("食品安全法", "第三十四条")]),
        ("《食品安全法》中第五条", [("食品安全法", "第五条")]),
        ("刑法第一百二十条之一", [("刑法", "第一百二十条之一")]),
        ("行政处罚法规定第五条", [("行政处罚法", "第五条")]),
        ("食品安全法第三十条至第三十二条", [("食品安全法", f"第三十{n}条") for n in ("", "一", "二")]),
        (
            "《行政处罚法》第三十三条、第三十四条和第三十六条",
            [("行政处罚法", "第三十三条"), ("行政处罚法", "第三十四条"), ("行政处罚法", "第三十六条")],
        ),
        (
            "食品安全法第三十四条第一款第（一）（五）项",
            [("食品安全法", "第三十四条/1/1"), ("食品安全法", "第三十四条/1/5")],
        ),
        (
            "消防法第六十条、《行政处罚法》第三十三、三十四条",
            [("消防法", "第六十条"), ("行政处罚法", "第三十三条"), ("行政处罚法", "第三十四条")],
        ),
        (
            "《行政处罚法》有规定，第33条第二款尤其如此",
            [("行政处罚法", "第三十三条/2")],
        ),
        (
            "食品安全法第三十四条和同法第五十八条",
            [("食品安全法", "第三十四条"), ("食品安全法", "第五十八条")],
        ),
        (
            "《优化营商环境条例》与《行政处罚法》，该条例第五十九条，该法第五条",
            [("优化营商环境条例", "第五十九条"), ("行政处罚法", "第五条")],
        ),
        (
            "《固体废物污染环境防治法》（以下简称《固废条款》），按固废条款第三条",
            [("固体废物污染环境防治法", "第三条")],
        ),
        ("柔性执法方案二（四）", [("盘锦市关于在行政执法中推行柔性执法制度的实施方案", "二（四）")]),
        ("《刑法修正案（十二）》第五条", [("刑法修正案（十二）", "第五条")]),
    ],
)
def test_usual_forms_are_found(text: str, places: list[tuple[str, str]]) -> None:
    assert _places(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "第五条没有写明法律",
        "本法第五条",
        "诉讼法第三十条",
        "食品安全法实施条例第六十七条",
        "依据价格违法行为行政处罚规定第四条",
        "某市优化营商环境条例第五条",
        "供水法第五条",
        "日本法第三条",
        "《优化营商环境条例》要求，该法第三条",
        "依据《消防法》，依照上海市消防条例的要求；该规定第六条",
    ],
)
def test_in_doubt_the_law_stays_unresolved(text: str) -> None:
    assert [law for law, _ in _places(text)] == ["?"]


def test_a_place_after_an_unknown_regulation_is_not_given_to_an_earlier_law() -> None:
    text = "《消防法》第五条；上海市消防条例第三条。另据第六条"
    assert _places(text) == [("消防法", "第五条"), ("?", "第三条"), ("?", "第六条")]


@pytest.mark.parametrize(
    "text",
    [
        "根据劳动合同第三条，应付工资",
        "《承诺书》第二条写了，第三条也写了",
        "刑法学第三版",
        "食品安全法律很多",
        "全国人民代表大会常务委员会关于《中华人民共和国刑法》第三十条的解释",  # the title of a text in store
        "有三条鱼、十二条理由",
        "",
    ],
)
def test_what_is_no_citation_of_law_is_left_alone(text: str) -> None:
    assert _places(text) == []


_laws = st.sampled_from(
    ["行政处罚法", "中华人民共和国食品安全法", "民法典", "优化营商环境条例", "生态环境法典", "刑法"]
)
_refs = st.builds(
    ArticleRef,
    law=_laws,
    article=st.builds(article_label, st.integers(1, 1300), st.none() | st.integers(1, 9)),
    paragraph=st.none() | st.integers(1, 12),
    item=st.none() | st.integers(1, 20),
)
_around = st.text(alphabet="我们认为，。；、 的和根据处罚abc\n（）“”", max_size=12)


@settings(max_examples=150, deadline=None)
@given(_around, _refs, _around)
def test_what_format_writes_find_reads_wherever_it_stands(before: str, ref: ArticleRef, after: str) -> None:
    text = before + format_ref(ref) + after
    found = FINDER.find(text)
    assert len(found) == 1
    assert found[0].text == format_ref(ref)
    assert found[0].start == len(before)
    place = (found[0].article, found[0].paragraph, found[0].item)
    assert place == (ref.article, ref.paragraph, ref.item)
    assert found[0].law == LIBRARY.resolve_name(ref.law)


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="《》〈〉（）()第条款项一二十百之至、和同该本法行政处罚食品安全 规定：“”…\n>3３", max_size=60
    )
)
def test_no_text_breaks_the_check(text: str) -> None:
    for check in verify(text, TODAY, LIBRARY):
        assert text[check.start : check.end] == check.text
        assert check.message


def _one(text: str, day: date = TODAY) -> CitationCheck:
    (check,) = verify(text, day, LIBRARY)
    return check


@pytest.mark.parametrize(
    ("text", "status", "exists", "in_force", "message"),
    [
        ("《行政处罚法》第三十三条", "ok", True, True, "条文存在"),
        ("柔性执法方案二（四）", "ok", True, True, "条文存在"),
        ("消防法第七十五条", "not_found", False, None, "到第七十四条为止"),
        ("行政处罚法第三十三条第五款", "not_found", False, None, "第三十三条没有第五款"),
        ("环保法第五十九条", "repealed", True, False, "大致对应《中华人民共和国生态环境法典》第一千零六十条"),
        ("合同法第五十二条", "repealed", None, False, "由《中华人民共和国民法典》取代"),
        ("医疗保障法第一条", "not_yet", True, False, "自2027-01-01起施行"),
        ("刑法第三百九十条", "superseded", True, False, "修正案（十二）"),
        ("农村土地承包法第五条", "doubtful", True, None, "状态存疑"),
        ("注册会计师法第四条", "not_covered", None, None, "没有记载它的施行日期"),
        ("食品安全法实施条例第六十七条", "not_stored", None, None, "条文未入库，无法核对"),
        ("《辽宁省优化营商环境条例》第五条", "not_stored", None, None, "条文未入库，无法核对"),
        ("优化营商环境条例第五十九条", "gist_only", True, True, "只能参见"),
        ("行政处罚法（2021修订）第三十三条", "ok", True, True, "条文存在"),
        ("行政处罚法(2017) 第二十七条", "not_covered", None, None, "2017的文本"),
        ("治安管理处罚法（旧）第五十八条", "not_covered", None, None, "旧的文本"),
        ("第五条", "unresolved", None, None, "没有写明是哪部法律"),
        ("诉讼法第五条", "unresolved", None, None, "可能指几部法律"),
    ],
)
def test_each_standing_is_reported(
    text: str, status: str, exists: bool | None, in_force: bool | None, message: str
) -> None:
    check = _one(text)
    assert (check.status, check.exists, check.in_force) == (status, exists, in_force)
    assert message in check.message


def test_the_days_of_a_repeal_and_of_a_law_to_come_are_given() -> None:
    repealed = _one("大气污染防治法第九十九条")
    assert repealed.repealed_since == date(2026, 8, 15)
    assert repealed.replaced_by == "中华人民共和国生态环境法典"
    assert repealed.successor_article == "第一千一百零七条"
    assert _one("大气污染防治法第九十九条", date(2026, 8, 14)).status == "ok"
    assert _one("医疗保障法第一条").not_yet_until == date(2027, 1, 1)
    assert _one("医疗保障法第一条", date(2027, 1, 1)).status == "ok"
    assert _one("食品安全法第一条", date(2025, 11, 30)).status == "not_covered"


def test_a_renumbered_clause_carries_a_hint() -> None:
    check = _one("反不正当竞争法第二十条")
    assert check.status == "ok"
    assert "此前的第二十条现为第二十五条" in check.message
    assert check_to_dict(check)["successor_article"] == "第二十五条"


APL33 = "违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚。"


@pytest.mark.parametrize(
    ("text", "verbatim"),
    [
        (f"《行政处罚法》第三十三条第一款规定：“{APL33}”", True),
        (f'《行政处罚法》第三十三条规定: "{APL33[:-1].replace("，", ",")}"', True),  # half-width commas
        (f"“{APL33}”（《行政处罚法》第三十三条）", True),
        (f"**《行政处罚法》第三十三条**\n> {APL33[:12]}\n> {APL33[12:]}", True),
        ("《行政处罚法》第三十三条：“违法行为轻微并及时改正……不予行政处罚”", True),
        (f"《行政处罚法》第三十三条规定：{APL33}所以可以不罚。", True),
        ("《行政处罚法》第三十三条规定，“违法行为轻微的，一律不予行政处罚。”", False),
        ("《行政处罚法》第三十三条：“不予行政处罚……违法行为轻微并及时改正”", False),  # wrong order
        ("《行政处罚法》第三十三条规定：第一次违法的一般就不罚了。", False),
        ("《行政处罚法》第三十三条“首违不罚”", None),  # a catchword
        ("《行政处罚法》第三十三条：第一次违法一般不罚，这是我的理解", None),  # a comment
        ("《行政处罚法》第三十三条。有人说“第一次违法一律不罚，不用担心”", None),  # another sentence
    ],
)
def test_a_quotation_next_to_the_citation_is_compared(text: str, verbatim: bool | None) -> None:
    assert _one(text).verbatim is verbatim


def test_a_quotation_is_given_with_its_position() -> None:
    text = f"《行政处罚法》第三十三条规定：“{APL33}”"
    check = _one(text)
    assert check.quote == APL33
    assert text[check.quote_start : check.quote_end] == APL33


def test_a_quotation_from_another_clause_is_named() -> None:
    assert _one(f"《行政处罚法》第三十二条规定：“{APL33}”").quote_from == "第三十三条"
    check = _one("商标法第六十条规定：“集体商标、证明商标注册人有下列行为之一的”")
    assert check.verbatim is False
    assert check.quote_from == "第六十条（2027-01-01起施行的版本）"
    other_paragraph = _one(f"《行政处罚法》第三十三条第二款规定：“{APL33}”")
    assert other_paragraph.verbatim is True
    assert "不在所引的款项" in other_paragraph.message


def test_citations_in_a_row_share_the_quotation() -> None:
    checks = verify(f"《行政处罚法》第三十二条、第三十三条：“{APL33}”", TODAY, LIBRARY)
    assert [check.verbatim for check in checks] == [False, True]


def test_a_gist_cannot_be_quoted() -> None:
    check = _one("《优化营商环境条例》第五十九条规定：“推广说服教育、劝导示范、行政指导等非强制手段”")
    assert check.verbatim is None
    assert "引文无法核对" in check.message


def test_every_provision_is_verbatim_of_itself() -> None:
    for provision in LIBRARY.in_force(TODAY)[::400]:
        assert is_verbatim(provision.text, provision.text)


def test_a_check_becomes_json_values() -> None:
    as_json = check_to_dict(_one("大气污染防治法第九十九条"))
    assert as_json["repealed_since"] == "2026-08-15"
    assert as_json["as_of"] == "2026-11-24"
    assert as_json["validity"] == "repealed"
