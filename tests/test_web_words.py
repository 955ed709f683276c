"""Two languages of the interface with the same phrases; a visit kept by the browser; cases compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
from web_world import BOOK, CASE, Clerk, Shelves, answer, visit

from assistant.models import LABELS, OutcomeCode
from corpus.case_facts import Told
from corpus.yaml_files import read_yaml
from web import asking, comparing
from web.head import head_tools
from web.keeping import kept, restored
from web.session import Talk
from web.shapes import outcome_label
from web.view import left
from web.words import LANGUAGES, WORDING, speaking, words


def phrases(data: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from phrases(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)


def test_every_language_has_the_same_phrases_with_the_same_gaps() -> None:
    chinese, *others = (dict(phrases(read_yaml(WORDING / f"{name}.yaml"))) for name in LANGUAGES)
    for other in others:
        assert other.keys() == chinese.keys()
        for key, text in chinese.items():
            gaps = [{name for _, name, _, _ in Formatter().parse(t) if name} for t in (text, other[key])]
            assert gaps[0] == gaps[1], key


def test_a_language_holds_only_while_its_page_is_drawn() -> None:
    with speaking("en"):
        assert words()["send"]["first"] == "Ask"
        with speaking("zh"):
            assert words()["send"]["first"] == "提问"
        assert words()["send"]["first"] == "Ask"
    assert words()["send"]["first"] == "提问"


@pytest.mark.parametrize("code", list(OutcomeCode))
def test_an_outcome_keeps_its_legal_word_in_every_language(code: OutcomeCode) -> None:
    assert outcome_label(code) == LABELS[code]
    with speaking("en"):
        assert re.match(r"[A-Z][a-z]", outcome_label(code))
        assert LABELS[code] in outcome_label(code)


def test_english_changes_the_interface_and_leaves_the_question_and_the_law() -> None:
    clerk = Clerk()
    talk = asking.set_language(visit(clerk), "en")
    with speaking(talk.language):
        shown = left(talk, clerk)
    assert "One by one" in shown
    assert "过期面包" in shown.replace('<mark data-fact="count" title="数量">', "").replace("</mark>", "")
    assert asking.set_language(talk, "fr") == talk


def test_the_head_leads_to_lists_cases_and_laws_and_to_the_other_language() -> None:
    shown = head_tools("zh")
    for path in ("/items", "/cases", "/laws"):
        assert f'href="{path}"' in shown
    assert 'data-do="language" data-value="en"' in shown
    assert 'data-value="zh"' in head_tools("en")


def test_a_visit_goes_on_after_the_page_is_loaded_anew() -> None:
    clerk = Clerk()
    talk = asking.set_fact(visit(clerk), "harm", "none", clerk)
    talk = asking.set_language(asking.ask(talk, "厨房油烟直排", clerk), "en")
    back = restored(kept(talk), clerk)
    assert [(t.question, t.ticked) for t in back.turns] == [(t.question, t.ticked) for t in talk.turns]
    assert (back.role, back.language, back.at) == (talk.role, talk.language, talk.at)
    assert back.current is not None
    assert back.current.answer is not None
    first = asking.open_turn(back, "0", clerk)
    assert first.current is not None
    assert first.current.answer is not None


@pytest.mark.parametrize("sent", [None, 7, "", "{", '{"turns": 1}', '{"at": 0, "who": "me"}', "x" * 300_000])
def test_what_no_browser_of_ours_kept_is_told(sent: object) -> None:
    talk = restored(sent, Clerk())
    assert talk.turns == ()
    assert "重新提问" in talk.error


def test_facts_that_no_control_sets_are_not_restored() -> None:
    text = (
        '{"turns": [{"question": "面包", "ticked": {"clause_mode": "punish", "harm": "enormous", "count": -1,'
        ' "minor": "yes"}}], "at": 0}'
    )
    assert restored(text, Clerk()).turns[0].ticked == {"minor": "yes"}


def test_a_case_is_compared_only_in_what_both_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "first_violation": Told(value="no", words="第二次"),
        "harm": Told(value="none", words="无人受害"),
    }
    monkeypatch.setattr(comparing, "case_facts", lambda: {"c1": told})
    (row,) = comparing.rows(answer(), CASE, BOOK)
    assert (row.alike, row.ours, row.theirs) == (False, "是第一次：“第一次”", "不是第一次：“第二次”")
    assert "不同" in comparing.compared(answer(), CASE, Shelves().rulebook)
    monkeypatch.setattr(comparing, "case_facts", dict)
    assert comparing.compared(answer(), CASE, BOOK) == ""


def test_an_empty_visit_keeps_nothing_to_restore() -> None:
    assert restored(kept(Talk()), Clerk()) == Talk()
