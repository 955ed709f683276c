"""Several turns: a short reply fits what was asked, what is taken back is gone, changes are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.conversation import Conversation
from assistant.models import Answer, Role
from assistant.pipeline import Assistant
from assistant.replies import load_replies, reply_to
from corpus.errors import DataError
from corpus.rules import load_rules

DAY = date(2026, 11, 24)
FACTS = load_rules().facts
OPEN = "我家店卖了过期面包，会罚款吗？"  # asks whether it was corrected
SHELVED = "我家超市卖了过期面包，第一次被查，已经下架了。"  # asks for harm
STALL = "占道经营，第一次被查，当场搬走了，没有造成危害后果"


def talk(assistant: Assistant, *turns: str) -> Answer:
    conversation = Conversation(assistant, as_of=DAY)
    return [conversation.turn(turn) for turn in turns][-1]


def told(answer: Answer) -> dict[str, str | float]:
    return {fact.name: fact.value for fact in answer.facts if fact.from_ != "assumed"}


# Replies to one fact ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "said", "means"),
    [
        ("corrected_in_time", "改了", {"corrected_in_time": "yes", "not_yet_corrected": "no"}),
        ("corrected_in_time", "是的。", {"corrected_in_time": "yes", "not_yet_corrected": "no"}),
        ("corrected_in_time", "没有", {"corrected_in_time": "unknown", "not_yet_corrected": "yes"}),
        ("corrected_in_time", "还没", {"corrected_in_time": "unknown", "not_yet_corrected": "yes"}),
        ("corrected_in_time", "第一次", {}),
        ("corrected_in_time", "有两个人拉肚子", {}),
        ("harm", "没有", {"harm": "none"}),
        ("harm", "没有人", {"harm": "none"}),
        ("harm", "已改", {}),
        ("harm", "第一次", {}),
        ("first_violation", "第一次", {"first_violation": "yes"}),
        ("first_violation", "没有", {"first_violation": "yes"}),  # 以前有没有被处理过
        ("first_violation", "有过", {"first_violation": "no"}),
        ("first_violation", "不是", {"first_violation": "no"}),
        ("first_violation", "改了", {}),
        ("correction_refused", "没改", {"correction_refused": "yes"}),  # 按期改了吗
        ("correction_refused", "改了", {"correction_refused": "no", "corrected_in_time": "yes"}),
        ("minor", "没有", {}),  # 数量、金额大概有多少
        ("harm", "不清楚", {"harm": "unknown"}),
    ],
)
def test_a_short_reply_answers_what_was_asked_or_nothing(fact: str, said: str, means: dict[str, str]) -> None:
    assert reply_to(said, FACTS[fact], "business") == means


@pytest.mark.parametrize(("role", "refused"), [("business", "no"), ("officer", "yes")])
def test_yes_means_what_the_question_put_to_this_reader_asks(role: Role, refused: str) -> None:
    """A business is asked whether it corrected in time, an officer whether it is still not corrected."""
    assert reply_to("是", FACTS["correction_refused"], role)["correction_refused"] == refused


def test_replies_speak_of_facts_and_values_that_exist() -> None:
    replies = load_replies()
    for own in replies.facts:
        assert own.fact in FACTS
        for meaning in own.means.values():
            for name, value in meaning.items():
                assert value in (*FACTS[name].values, "unknown")
    for rule in replies.withdraws:
        assert {rule.said, rule.drops} <= FACTS.keys()


def test_replies_in_another_shape_are_a_fault_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "replies.yaml"
    for text in ("- 是\n", "'yes': [是]\n"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match=r"replies\.yaml"):
            load_replies(file)


# Turns --------------------------------------------------------------------------------------------


def test_first_is_no_answer_to_was_it_corrected(assistant: Assistant) -> None:
    assert told(talk(assistant, OPEN, "第一次")).keys() == {"first_violation"}


def test_corrected_is_no_answer_to_was_anyone_harmed(assistant: Assistant) -> None:
    assert "harm" not in told(talk(assistant, SHELVED, "已改"))


def test_not_yet_is_no_refusal_and_is_not_asked_again(assistant: Assistant) -> None:
    answer = talk(assistant, OPEN, "没有")
    assert told(answer)["not_yet_corrected"] == "yes"
    assert not {"corrected_in_time", "correction_refused"} & told(answer).keys()
    assert answer.outcome.certainty != "definite"
    assert FACTS["corrected_in_time"].ask_business not in answer.questions


def test_corrected_at_last_ends_not_yet(assistant: Assistant) -> None:
    facts = told(talk(assistant, OPEN, "没有", "已经下架了"))
    assert facts["corrected_in_time"] == "yes"
    assert "not_yet_corrected" not in facts


@pytest.mark.parametrize("said", ["说错了，还没有搬走", "不对，还没有搬走", "更正一下，没有搬走"])
def test_a_correction_taken_back_no_longer_holds_and_it_is_told(said: str, assistant: Assistant) -> None:
    answer = talk(assistant, STALL, said)
    assert "corrected_in_time" not in told(answer)
    assert told(answer)["not_yet_corrected"] == "yes"
    before, after = FACTS["corrected_in_time"].label, FACTS["not_yet_corrected"].label
    assert f"“{before}”改为“{after}”" in answer.answer


def test_another_value_of_a_fact_is_told(assistant: Assistant) -> None:
    answer = talk(assistant, SHELVED, "说错了，是第二次被查")
    assert told(answer)["first_violation"] == "no"
    assert FACTS["first_violation"].label in answer.answer.partition("\n")[0]


def test_what_only_adds_is_not_called_a_change(assistant: Assistant) -> None:
    assert "已按您后来说的改" not in talk(assistant, SHELVED, "没有造成危害后果").answer
