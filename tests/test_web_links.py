"""Links that reproduce an answer: what goes in comes out, nobody's words go in, damage is told."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64encode
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_world import DAY, QUESTION, Clerk, visit

from assistant.models import ROLES
from assistant.pipeline import Assistant
from corpus.item_schema import item_facts
from web import asking
from web.links import LinkFault, Shared, decided, pack, share, unpack
from web.session import Talk

SPECS = item_facts()
WORDS = st.sampled_from([(n, v) for n, s in SPECS.items() for v in s.values])
NUMBERS = st.tuples(
    st.sampled_from([n for n, s in SPECS.items() if not s.values]),
    st.floats(0, 1e9, allow_nan=False).map(lambda x: round(x, 2)),
)
FACTS = st.lists(st.one_of(WORDS, NUMBERS), max_size=12).map(dict)
STORIES = [
    "我家超市被查到两袋过期面包，第一次，已经下架了",
    "我家超市被查到两袋过期面包，第一次，已经下架了，没有人受害",
    "卖过期食品被责令改正，拒不改正，复查还在卖",
    "店门口的广告写了“全城最好吃”，第一次被查到，当天就撤了，没有人投诉",
]


def shared(**changes: object) -> Shared:
    fields: dict[str, object] = {
        "role": "business",
        "day": DAY,
        "violation": "bread",
        "facts": {"harm": "none"},
    }
    return Shared.model_validate({**fields, **changes})


@given(
    facts=FACTS, role=st.sampled_from(ROLES), day=st.dates(date(1950, 1, 1), date(2100, 1, 1)), data=st.data()
)
def test_what_a_link_holds_comes_back_the_same(
    facts: dict[str, str | float], role: str, day: date, data: st.DataObject
) -> None:
    some = tuple(data.draw(st.sets(st.sampled_from(sorted(facts))))) if facts else ()
    made = shared(facts=facts, role=role, day=day, inferred=some, follows=some, edition="0a1b2c3d")
    assert unpack(pack(made), Clerk()) == made


@given(cut=st.integers(1, 40), at=st.integers(2, 200), letter=st.sampled_from("AZaz09-_"))
def test_a_link_cut_or_altered_never_opens_to_other_facts(cut: int, at: int, letter: str) -> None:
    link = pack(shared(facts={"harm": "none", "first_violation": "yes", "count": 2}))
    at = min(at, len(link) - 1)
    assert _opened(link[:-cut]) is None
    assert _opened(link[:at] + letter + link[at + 1 :]) in (None, link)  # never other facts


def _opened(link: str) -> str | None:
    """The link to what was opened; None where it was refused."""
    try:
        return pack(unpack(link, Clerk()))
    except LinkFault:
        return None


@pytest.mark.parametrize("link", ["", "1.", "x", "1.!!!", "一.二", "1." + "A" * 9000])
def test_what_is_no_link_is_told(link: str) -> None:
    with pytest.raises(LinkFault, match="不完整或者被改动过"):
        unpack(link, Clerk())


def test_a_link_of_another_version_is_told_with_its_number() -> None:
    with pytest.raises(LinkFault, match="版本（7）"):
        unpack("7" + pack(shared())[1:], Clerk())


@pytest.mark.parametrize(
    "made",
    [
        shared(violation="no-such-act"),
        shared(item="no-such-entry"),
        shared(facts={"no_such_fact": "yes"}),
        shared(facts={"harm": "enormous"}),
        shared(facts={"count": -1}),
        shared(facts={"harm": "none"}, follows=("minor",)),
        shared(day=date(1900, 1, 1)),
    ],
)
def test_a_link_that_asks_for_what_is_not_known_here_is_told(made: Shared) -> None:
    with pytest.raises(LinkFault, match="不认识的内容"):
        unpack(pack(made), Clerk())


def test_a_link_that_unfolds_without_end_is_refused() -> None:
    bomb = urlsafe_b64encode(zlib.compress(b" " * 3_000_000, 9)).decode().rstrip("=")
    with pytest.raises(LinkFault, match="不完整或者被改动过"):
        unpack(f"1.{bomb[:3900]}", Clerk())


@pytest.mark.parametrize("story", STORIES)
def test_a_link_gives_the_same_outcome_and_reason_and_none_of_the_words(
    story: str, assistant: Assistant
) -> None:
    answer = assistant.ask(story, as_of=DAY)
    made = share(answer, assistant)
    assert made is not None
    opened = decided(unpack(pack(made), assistant), {}, assistant)
    assert (opened.outcome.code, opened.outcome.certainty, opened.reason) == (
        answer.outcome.code, answer.outcome.certainty, answer.reason,
    )  # fmt: skip
    held = made.model_dump_json()
    assert not any(fact.evidence and fact.evidence in held for fact in answer.facts)


def test_a_fact_changed_in_a_shared_answer_changes_its_outcome(assistant: Assistant) -> None:
    made = share(assistant.ask(STORIES[0], as_of=DAY), assistant)
    assert made is not None
    assert decided(made, {"harm": "none"}, assistant).outcome.code == "no_penalty_required"
    assert decided(made, {"harm": "serious"}, assistant).outcome.code == "penalty"


def test_an_outcome_that_only_the_words_lead_to_has_no_link(assistant: Assistant) -> None:
    assert share(assistant.ask("行政处罚法第三十三条是怎么规定的？", as_of=DAY), assistant) is None
    assert share(assistant.ask("用死猪肉加工香肠卖了三十万元，被抓了", as_of=DAY), assistant) is None


def test_a_visit_opened_by_a_link_has_the_act_and_no_words() -> None:
    clerk = Clerk()
    talk = asking.open_link(Talk(), pack(shared(role="officer")), clerk)
    assert talk.role == "officer"
    assert talk.current is not None
    assert talk.current.question == "经营过期食品"
    assert clerk.asked == [("bread", "officer", {"harm": "none"})]


def test_more_said_under_a_shared_answer_is_a_question_of_its_own() -> None:
    clerk = Clerk()
    talk = asking.open_link(Talk(), pack(shared()), clerk)
    talk = asking.ask(talk, "有顾客吃了肚子疼", clerk)
    assert [t.question for t in talk.turns] == ["经营过期食品", "有顾客吃了肚子疼"]


def test_a_damaged_link_leaves_the_empty_page_with_what_to_do() -> None:
    talk = asking.open_link(Talk(), "1.abc", Clerk())
    assert talk.turns == ()
    assert "重新复制整条链接" in talk.error


def test_a_link_is_made_on_demand_and_goes_with_the_answer() -> None:
    clerk = Clerk()
    talk = asking.make_link(visit(clerk), clerk)
    assert talk.current is not None
    assert talk.current.link
    assert QUESTION not in talk.current.link
    changed = asking.set_fact(talk, "harm", "none", clerk)
    assert changed.current is not None
    assert changed.current.link == ""
