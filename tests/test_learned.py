"""What the head adds to the vocabulary, and where it keeps silent. The head here says what it is told."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from assistant.reading import reader
from assistant.reading.clauses import split_clauses
from assistant.reading.correction import CorrectionAct, Status
from assistant.reading.fact_head import Vector
from assistant.reading.learned import MOST, learned
from assistant.reading.patterns import read_vocabulary
from assistant.reading.phrases import Mention
from assistant.reading.reader import LEARNED, read
from assistant.reading.scopes import scope_clauses

MEANINGS = read_vocabulary("head.yaml")[1]
SURE = 0.99
DAY = date(2026, 11, 24)


class SaysSo:
    """Stands for the head: labels by clause; every other clause shows nothing."""

    def __init__(self, says: dict[str, str] | None = None, probability: float = SURE) -> None:
        self.says, self.probability = says or {}, probability

    def read(self, text: str, vector: Vector) -> list[tuple[str, float]]:
        return [(self.says[text], self.probability)] if text in self.says else []


class Everywhere(SaysSo):
    """Reads the same label in every clause."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def read(self, text: str, vector: Vector) -> list[tuple[str, float]]:
        return [(self.label, self.probability)]


class Embeds:
    """Stands for the model and keeps what was embedded."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> Vector:
        self.texts.append(text)
        return np.zeros(4, np.float32)


def found(
    text: str,
    head: SaysSo,
    mentions: list[Mention] | None = None,
    acts: list[CorrectionAct] | None = None,
    embed: Embeds | None = None,
) -> tuple[list[Mention], list[CorrectionAct]]:
    scopes = scope_clauses(split_clauses(text))
    return learned(head, embed or Embeds(), scopes, mentions or [], acts or [])  # type: ignore[arg-type]


def mention(text: str, words: str, fact: str, value: str = "yes") -> Mention:
    at = text.index(words)
    return Mention(fact=fact, value=value, text=words, start=at, end=at + len(words))


def act(text: str, clause: str, status: Status) -> CorrectionAct:
    at = text.index(clause)
    return CorrectionAct(status=status, text=clause, start=at, end=at + len(clause))


def test_a_clause_that_shows_a_fact_is_its_evidence() -> None:
    text = "小店卖了面包，吃的人都好好的。"
    ((one,), acts) = found(text, SaysSo({"吃的人都好好的": "harm:none"}))
    assert (one.fact, one.value, one.text) == ("harm", "none", "吃的人都好好的")
    assert text[one.start : one.end] == one.text
    assert one.learned
    assert acts == []


def test_what_is_read_by_likeness_is_weaker_than_what_is_told() -> None:
    ((one,), _) = found("吃的人都好好的", SaysSo({"吃的人都好好的": "harm:none"}))
    assert one.strength < Mention(fact="harm", value="none", text="x", start=0, end=1).strength


def test_an_act_of_correction_is_read_with_its_status() -> None:
    text = "货全收回库房了，等着处理"
    mentions, (one,) = found(text, SaysSo({"货全收回库房了": "correction:done"}))
    assert mentions == []
    assert (one.status, one.text, one.learned) == ("done", "货全收回库房了", True)


@pytest.mark.parametrize("label", sorted(MEANINGS))
def test_every_label_becomes_the_fact_the_vocabulary_gives_it(label: str) -> None:
    meaning = MEANINGS[label]
    mentions, acts = found("店里的人说了这件事", SaysSo({"店里的人说了这件事": label}, 1.0))
    if "status" in meaning:
        assert [a.status for a in acts] == [meaning["status"]]
    else:
        assert [(m.fact, m.value) for m in mentions] == [(meaning["fact"], meaning["value"])]


def test_a_label_without_meaning_adds_nothing() -> None:
    assert found("店里的人说了这件事", Everywhere("conduct:no_such_label")) == ([], [])


@pytest.mark.parametrize("label", sorted(name for name, meaning in MEANINGS.items() if "at" in meaning))
def test_the_confidence_asked_for_by_the_vocabulary_is_kept(label: str) -> None:
    text, at = "店里的人说了这件事", MEANINGS[label]["at"]
    assert found(text, SaysSo({text: label}, at)) != ([], [])
    assert found(text, SaysSo({text: label}, at - 0.001)) == ([], [])


# What is no fact is not read


@pytest.mark.parametrize(
    "text",
    [
        "这算不算没有危害？",
        "会不会罚款？",
        "要不要赔钱呢？",
        "如果马上换掉，客人都没事",
        "假如我们全收回来了，货都退了",
    ],
)
def test_questions_and_suppositions_are_not_read(text: str) -> None:
    embed = Embeds()
    assert found(text, Everywhere("harm:none"), embed=embed) == ([], [])
    assert embed.texts == []


def test_what_is_told_beside_a_question_is_read() -> None:
    embed = Embeds()
    found("客人吃了都好好的，会罚款吗？", SaysSo(), embed=embed)
    assert embed.texts == ["客人吃了都好好的"]


@pytest.mark.parametrize("text", ["好", "是的", "嗯，对，好的"])
def test_a_clause_of_a_word_or_two_is_not_read(text: str) -> None:
    embed = Embeds()
    found(text, Everywhere("harm:none"), embed=embed)
    assert embed.texts == []


def test_what_is_denied_is_never_read_as_put_right() -> None:
    text = "货还没有下架"
    assert found(text, Everywhere("correction:done")) == ([], [])
    assert [a.status for a in found(text, Everywhere("correction:not_yet"))[1]] == ["not_done"]


@pytest.mark.parametrize(
    "text", ["货还没有下架。", "至今没改。", "过期面包没有撤下来。", "拒绝下架。", "答应三天内改。"]
)
def test_a_sure_head_makes_nothing_corrected_that_is_told_not_to_be(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "shipped_head", lambda: Everywhere("correction:done"))
    fact = read(text, DAY, Embeds()).facts.get("corrected_in_time")
    assert fact is None or fact.value == "no"


# The vocabulary wins


def test_a_fact_that_the_words_show_is_not_read_again_in_their_clause() -> None:
    text = "没有造成危害后果"
    words = mention(text, "没有造成危害后果", "harm", "none")
    assert found(text, SaysSo({text: "harm:serious"}), [words]) == ([], [])


def test_the_same_fact_is_read_in_another_clause() -> None:
    text = "没有造成危害后果，就是有个客人拉了肚子"
    words = mention(text, "没有造成危害后果", "harm", "none")
    ((one,), _) = found(text, SaysSo({"就是有个客人拉了肚子": "harm:slight"}), [words])
    assert (one.value, one.text) == ("slight", "就是有个客人拉了肚子")


@pytest.mark.parametrize("status", ["done", "not_done", "promised", "ordered", "refused", "overdue", "asked"])
def test_an_act_whose_status_is_known_stays_as_it_is(status: Status) -> None:
    text = "面包全部下架了"
    assert found(text, SaysSo({text: "correction:promised"}), acts=[act(text, text, status)]) == ([], [])


def test_an_act_of_unknown_status_gets_one() -> None:
    text = "下架处理这批面包"
    _, (one,) = found(text, SaysSo({text: "correction:done"}), acts=[act(text, text, "told")])
    assert one.status == "done"


# At most so many clauses


def clauses(count: int) -> list[str]:
    return [f"店里的第{number}件事情" for number in range(count)]


@pytest.mark.parametrize("count", [1, MOST, MOST + 1, 60])
def test_at_most_so_many_clauses_are_embedded(count: int) -> None:
    embed = Embeds()
    found("，".join(clauses(count)), SaysSo(), embed=embed)
    assert embed.texts == clauses(count)[:MOST]


def test_clauses_in_which_something_was_found_are_left_out() -> None:
    told = clauses(MOST + 2)
    text = "，".join(told)
    embed = Embeds()
    words = mention(text, told[0], "harm", "none")
    found(text, SaysSo(), [words], [act(text, told[1], "done")], embed)
    assert embed.texts == told[2:]


# In the reader


def test_a_fact_read_by_likeness_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    clause = "吃的人个个活蹦乱跳"
    monkeypatch.setattr(reader, "shipped_head", lambda: SaysSo({clause: "harm:none"}))
    text = f"小店卖了过期面包，{clause}。"
    fact = read(text, DAY, Embeds()).facts["harm"]
    assert (fact.value, fact.evidence, fact.note) == ("none", clause, LEARNED)
    assert text[fact.start : fact.end] == clause


def test_without_a_model_nothing_is_read_by_likeness() -> None:
    assert "harm" not in read("小店卖了过期面包，吃的人个个活蹦乱跳。", DAY).facts


def test_what_is_told_outright_outweighs_likeness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "shipped_head", lambda: Everywhere("harm:none"))
    fact = read("小店卖了过期面包，有三人食物中毒住院。", DAY, Embeds()).facts["harm"]
    assert (fact.value, fact.note) == ("serious", "")
