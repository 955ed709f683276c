"""Each document: who it names, the clauses it quotes, its blanks, and when it is refused."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from desk_world import CODE, DAY, FACTS, PARTY, blanks_of, decided, record, text_of
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.models import OutcomeCode
from assistant.pipeline import Assistant
from corpus.errors import DataError
from corpus.references import parse_ref
from documents.forms import FORMS_DIR, load_forms
from documents.making import Refused, document_clauses, make, refusal

FORMS = load_forms()
KINDS = {form.id: form for form in FORMS.forms}
CARRIES = {
    "inspection-record": {"required", "discretionary", "open", "refused", "crime", "no_act"},
    "correction-order": {"required", "discretionary", "open", "refused", "crime"},
    "promise-notice": {"required", "discretionary"},
    "no-penalty-decision": {"required", "discretionary"},
    "study-notice": {"required", "discretionary"},
    "talk-record": {"required", "discretionary", "open", "refused"},
    "transfer-letter": {"crime"},
    "promise": {"required", "discretionary"},
    "rectification-report": {"required", "discretionary", "open", "refused"},
}


def made(assistant: Assistant, kind: str, story: str, /, **changes: object) -> bytes:
    return make(KINDS[kind], record(assistant, story, **changes), FORMS, assistant.library)


def test_there_is_a_test_for_every_form() -> None:
    assert set(CARRIES) == set(KINDS)


@pytest.mark.parametrize(
    ("story", "code"),
    [
        ("required", OutcomeCode.NO_PENALTY_REQUIRED),
        ("discretionary", OutcomeCode.NO_PENALTY_DISCRETIONARY),
        ("open", OutcomeCode.INSUFFICIENT),
        ("refused", OutcomeCode.PENALTY),
        ("crime", OutcomeCode.TRANSFER),
        ("no_act", OutcomeCode.NOT_A_VIOLATION),
    ],
)
def test_the_stories_of_these_tests_come_out_as_named(
    assistant: Assistant, story: str, code: OutcomeCode
) -> None:
    assert decided(assistant, story).outcome.code is code


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("story", FACTS)
def test_a_document_is_made_only_where_the_outcome_carries_it(
    assistant: Assistant, kind: str, story: str
) -> None:
    if story in CARRIES[kind]:
        assert KINDS[kind].title in text_of(made(assistant, kind, story))
        return
    with pytest.raises(Refused, match=decided(assistant, story).outcome.label):
        made(assistant, kind, story)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_names_the_party_and_quotes_its_clauses_word_for_word(
    assistant: Assistant, kind: str
) -> None:
    story = "crime" if kind == "transfer-letter" else "required"
    told, held = text_of(made(assistant, kind, story)), record(assistant, story)
    assert PARTY in told
    assert CODE in told or kind == "study-notice"
    if not any(block.list == "clauses" for block in KINDS[kind].blocks):
        return
    cited = document_clauses(KINDS[kind], held, FORMS, assistant.library)
    assert cited[: len(held.answer.citations)] == held.answer.citations
    for citation in cited:
        assert all(row in told for row in citation.quote.splitlines())
        stored = assistant.library.find(citation.law, citation.article, DAY).text
        assert citation.quote in stored
    named = {(c.law, c.article) for c in cited}
    written = re.findall(r"《([^》]+)》(第[一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)", told)
    assert set(written) <= named, "a clause is named that is not quoted"


@pytest.mark.parametrize(("story", "modality"), [("required", "应当"), ("discretionary", "可以")])
def test_a_decision_says_whether_it_shall_or_may_spare_and_on_which_clause(
    assistant: Assistant, story: str, modality: str
) -> None:
    told = text_of(made(assistant, "no-penalty-decision", story))
    other = {"应当": "可以", "可以": "应当"}[modality]
    basis = "依照《中华人民共和国行政处罚法》第三十三条第一款，对当事人的上述行为，"
    assert f"{basis}{modality}不予行政处罚" in told
    assert f"{basis}{other}" not in told


def test_no_decision_is_made_while_a_fact_is_open_that_would_change_it(assistant: Assistant) -> None:
    held = record(assistant, "discretionary")
    outcome = held.answer.outcome.model_copy(update={"certainty": "conditional"})
    elements = tuple(
        e.model_copy(update={"status": "open"}) if e.name == "harm" else e for e in held.answer.elements
    )
    open_ = held.answer.model_copy(update={"outcome": outcome, "elements": elements})
    why = refusal(KINDS["no-penalty-decision"], held.model_copy(update={"answer": open_}))
    assert "危害后果" in why
    assert refusal(KINDS["promise-notice"], held.model_copy(update={"answer": open_})) == ""


def test_what_is_not_known_is_an_underlined_gap_with_its_name(assistant: Assistant) -> None:
    content = made(assistant, "inspection-record", "required")
    assert {"执法人员二", "执法证号二", "住所或住址", "联系电话", "见证人"} <= blanks_of(content)
    assert not {"当事人名称或姓名", "执法人员一"} & blanks_of(content)
    assert "联系电话" not in blanks_of(made(assistant, "inspection-record", "required", phone="0427-1"))


def test_a_document_looks_as_official_documents_do(assistant: Assistant) -> None:
    content = made(assistant, "no-penalty-decision", "required")
    opened = Document(BytesIO(content))
    section = opened.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.top_margin)
    assert [round(size / Mm(1)) for size in sizes if size] == [210, 297, 28, 37]
    faces = {
        name: opened.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Normal", "Heading 1")
    }
    assert faces == {"Title": "方正小标宋简体", "Normal": "仿宋_GB2312", "Heading 1": "黑体"}
    assert opened.styles["Normal"].font.size == Pt(16)
    assert opened.styles["Normal"].paragraph_format.line_spacing == Pt(28)
    table = ZipFile(BytesIO(content)).read("word/fontTable.xml").decode()
    assert 'w:altName w:val="SimSun"' in table


def test_the_same_record_gives_the_same_bytes(assistant: Assistant) -> None:
    assert made(assistant, "talk-record", "open") == made(assistant, "talk-record", "open")


def test_what_a_document_cannot_hold_is_left_out_of_an_entry(assistant: Assistant) -> None:
    told = text_of(made(assistant, "inspection-record", "required", story="一\x00二\x0b三\ud800<&>"))
    assert "一二三<&>" in told


def test_every_clause_of_forms_and_rights_is_in_force_and_holds_the_time_limit_told(
    assistant: Assistant,
) -> None:
    bases = [b for form in FORMS.forms for b in form.basis]
    bases += [b for right in FORMS.rights.values() for b in right.basis]
    assert [p for b in bases if (p := assistant.library.check_ref(b, DAY))] == []
    for right in FORMS.rights.values():
        refs = [parse_ref(b) for b in right.basis]
        texts = "".join(assistant.library.find(r.law, r.article, DAY).text for r in refs)
        for limit in re.findall(r"[一二三四五六七八九十]+(?:日|个月|年)", right.text):
            assert limit in texts, f"{right.id}: {limit}"


def test_on_a_day_before_a_law_its_clause_is_not_quoted(assistant: Assistant) -> None:
    """The review law of 2023 holds since 2024; the day before, the older text would have to be quoted."""
    early = date(2023, 12, 31)
    held = record(assistant, "required")
    before = held.model_copy(update={"answer": held.answer.model_copy(update={"as_of": early})})
    new = [c for c in document_clauses(KINDS["correction-order"], before, FORMS, assistant.library)
           if c.law.endswith("行政复议法") and c.valid_from and c.valid_from > early]  # fmt: skip
    assert new == []


@pytest.mark.parametrize(
    ("wrong", "right", "field", "said"),
    [
        ("{place}", "{platz}", "blocks", "没有这个栏目"),
        ("rows: [party", "rows: [partei", "rows", "没有这个栏目"),
        ("rights: [review, lawsuit]", "rights: [appeal]", "rights", "没有这项权利"),
        ("no_penalty_required,", "no_penalty,", "outcomes.0", "只能是"),
        ("list: elements", "list: everything", "blocks", "只能是"),
        ("  - {heading: 四、决定}", "  - {heading: 四、决定, text: 决定}", "blocks", "只写一种"),
        ("definite: true", "definit: true", "definite", "缺少"),
    ],
)
def test_a_fault_in_a_form_is_told_with_file_and_example(
    tmp_path: Path, wrong: str, right: str, field: str, said: str
) -> None:
    text = (FORMS_DIR / "no-penalty-decision.yaml").read_text(encoding="utf-8")
    assert wrong in text
    (tmp_path / "no-penalty-decision.yaml").write_text(text.replace(wrong, right), encoding="utf-8")
    with pytest.raises(DataError, match=said) as told:
        load_forms(tmp_path)
    assert told.value.field.startswith(field)
    assert "no-penalty-decision.yaml:" in str(told.value)
    assert "正确写法例如" in str(told.value)
