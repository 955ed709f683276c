"""A hand-made answer, a library of one article and an assistant that always gives that answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.guard import UnusableInput
from assistant.models import LABELS, Answer, Citation, Fact, OutcomeCode, Role
from corpus.models import Case, Item, Provision, Validity, Violation
from corpus.rules import load_rules
from corpus.validity import LawStanding, NotFound, NotInForce
from web import asking
from web.session import Talk, Turn

BOOK = load_rules()
DAY = date(2026, 11, 24)
QUESTION = "店里查到两袋过期面包，第一次，已经下架了"
LAW, ARTICLE = "中华人民共和国行政处罚法", "第三十三条"
FIRST = "违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚。"
TEXT = f"{FIRST}初次违法的，可以不予行政处罚。\n当事人有证据的，不予行政处罚。"
LIMIT = "本结论供参考，以执法机关认定为准。"
MARKDOWN = (
    f"**可以不予处罚**（有条件）\n\n按您说的情况，可以不予处罚。\n\n> 请先核对：两处对不上。\n\n{LIMIT}\n"
)
BREAD = Violation(
    id="bread", field="食品", name="经营过期食品", aka=("卖过期面包",), authority="市场监督管理部门",
    penalty=("食品安全法 第一百二十四条第一款第（五）项",), corrected_means="下架剩余的面包，给顾客退款",
)  # fmt: skip


def answer(**changes: Any) -> Answer:
    """A conditional answer to the bread question; any field can be changed."""
    fields: dict[str, Any] = {
        "id": "", "question": QUESTION, "role": "business", "as_of": DAY, "scope": "in", "answer": MARKDOWN,
        "outcome": {
            "code": "no_penalty_discretionary", "label": "可以不予处罚", "certainty": "conditional",
            "option": "no_penalty_required", "branches": [{"when": "危害后果严重", "code": "penalty"}],
        },
        "elements": [
            {"name": "first_violation", "label": "初次违法", "status": "met", "evidence": "第一次",
             "basis": {"law": LAW, "article": ARTICLE}},
            {"name": "harm", "label": "危害后果", "status": "open"},
        ],
        "facts": [
            {"name": "first_violation", "value": "yes", "evidence": "第一次", "start": 12, "end": 15},
            {"name": "count", "value": 2.0, "evidence": "两袋", "start": 4, "end": 6},
            {"name": "clause_mode", "value": "punish", "from": "assumed"},
        ],
        "questions": [BOOK.facts["harm"].ask_business],
        "reason": "按您说的情况，可以不予处罚。",
        "warnings": ["请先核对：两处对不上。"], "violation_id": "bread",
        "steps": ["马上改正，并留下证据。", "准备好材料。"],
        "citations": [
            {"id": "a", "kind": "statute", "law": LAW, "article": ARTICLE, "quote": FIRST, "in_force": True,
             "as_of": DAY, "why": "不予处罚的条件"},
        ],
    }  # fmt: skip
    return Answer.model_validate({**fields, **changes})


def turn(**changes: Any) -> Turn:
    return Turn(question=QUESTION, answer=answer(**changes))


def provision(**changes: Any) -> Provision:
    fields: dict[str, Any] = {
        "id": "a", "kind": "statute", "law": LAW, "article": ARTICLE, "text": TEXT,
        "chapter": ("第四章 行政处罚的管辖和适用",), "valid_from": date(2021, 7, 15),
    }  # fmt: skip
    return Provision.model_validate({**fields, **changes})


class Shelf:
    """A library with one article, standing as told."""

    def __init__(self, held: Provision | None = None, standing: LawStanding | None = None) -> None:
        self._held = held
        self._standing = standing or LawStanding(law=LAW, validity=Validity.IN_FORCE)

    def find(self, law: str, article: str, day: date) -> Provision:
        if self._standing.validity is not Validity.IN_FORCE:
            raise NotInForce("不施行", self._standing, self._held)
        if self._held is None:
            raise NotFound("没有收录", law_known=False)
        return self._held

    def standing(self, law: str, day: date) -> LawStanding:
        return self._standing

    def resolve_name(self, name: str) -> str | None:
        return None


class Clerk:
    """An assistant that answers everything with the bread answer and notes what it was asked."""

    rulebook = BOOK
    library = Shelf(provision())
    items_by_id: dict[str, Item] = {}  # noqa: RUF012
    cases_by_id: dict[str, Case] = {}  # noqa: RUF012
    violations = (BREAD,)
    edition = "0a1b2c3d"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Role, dict[str, str | float]]] = []
        self.codes: dict[str, str] = {}

    def ask(
        self, question: str, role: Role = "business", as_of: date | None = None,
        facts: Mapping[str, str | float] | None = None,
    ) -> Answer:  # fmt: skip
        if question == "崩":
            raise RuntimeError("secret detail")
        if len(question) > 100:
            raise UnusableInput("问题太长，请压缩。")
        self.asked.append((question, role, dict(facts or {})))
        code = self.codes.get(question, "no_penalty_discretionary")
        outcome = {"code": code, "label": LABELS[OutcomeCode(code)], "certainty": "conditional"}
        return answer(question=question, role=role, outcome=outcome)

    def determine(
        self, facts: Mapping[str, Fact | str | float], violation: str = "", item: str = "",
        role: Role = "business", as_of: date | None = None,
    ) -> Answer:  # fmt: skip
        told = {name: fact.value if isinstance(fact, Fact) else fact for name, fact in facts.items()}
        self.asked.append((violation, role, told))
        outcome = {
            "code": "no_penalty_discretionary",
            "label": "可以不予处罚",
            "certainty": "conditional",
        }
        return answer(question=violation, role=role, outcome=outcome)

    def violations_named(self, text: str) -> frozenset[str]:
        return frozenset({"bread"} if "面包" in text else {"smoke"} if "油烟" in text else ())

    def asked_fact(self, answer: Answer) -> str | None:
        return "harm"


HOSTILE = "<script>alert(1)</script>${alert(2)}{{value}}\"'><img src=x onerror=alert(3)>"


def cited(**changes: Any) -> tuple[Citation, ...]:
    fields = {"id": "a", "kind": "statute", "law": LAW, "article": ARTICLE, "quote": FIRST, "in_force": True,
              "as_of": DAY}  # fmt: skip
    return (Citation.model_validate({**fields, **changes}),)


ITEM = Item.model_validate(
    {"id": "i1", "list_title": "某清单", "field": "食品", "authority": "市场监管",
     "violation": "经营过期食品", "disposition": "no_penalty", "conditions": [{"text": "货值不超过500元"}],
     "exclusions": ["餐饮环节"],
     "region": "全国", "source": {"title": "某清单", "issuer": "某局"}}
)  # fmt: skip
CASE = Case.model_validate(
    {"id": "c1", "title": "某超市案", "field": "食品", "facts": "卖过期面包", "outcome_class": "不予处罚",
     "authority_reasoning": "初次违法。", "reasoning": "货值很小。", "doubtful": True,
     "source": {"title": "通报", "url": "javascript:alert(1)"}}
)  # fmt: skip


class Shelves(Clerk):
    items_by_id: dict[str, Item] = {"i1": ITEM}  # noqa: RUF012
    cases_by_id: dict[str, Case] = {"c1": CASE}  # noqa: RUF012


def visit(clerk: Clerk) -> Talk:
    return asking.ask(Talk(), QUESTION, clerk)
