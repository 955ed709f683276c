"""Crime signals of one question, without what is only denied, feared, or told of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.models import Fact
from assistant.reading import numbers
from corpus.crimes import CrimeHit, CrimeSignal, find_crimes, linked_crimes
from corpus.models import Violation

_DENIED = re.compile(
    r"(不构成|未构成|没有构成|不是|并非|不属于|没有|没|未|无|不|幸未|未造成|没造成)"
    r"(造成|达到|发生|出现|发现|遭到|受到|存在|任何|什么|过|曾|再|被|参与|进行|使用|涉及)*$"
    r"|(担心|生怕|害怕|防止|避免|预防|以免|免得|谨防|严防|会不会|万一|如果|要是|假如|假设)(被|有|发生|出现|造成|出)?$"
)
_DENIED_AFTER = re.compile(r"(的|行为|情况|现象|事件|问题){0,2}(没有|并未|未|从未)(发生|出现|存在)")
_EARLIER = re.compile(
    r"(儿童|妇女|他人|财物|罪|人){0,2}的?(判决|前科|案底|犯罪记录|刑满)"
)  # a record, not the act
_LOOK_BACK = 10
# What the party reported of others or suffered is no act of its own: "检举另一家伪造资质", "我被关了三天".
_OTHERS = re.compile(
    r"((揭发|检举)(了|出)?|举报(了)?(?=另|其他|别|他人|同行|上家|上线|供货|隔壁|邻|对门|对面|老东家|前东家)"
    r"|(我|我们|俺|咱)(给|被|让)[^，。；！？民警城管公安查]{0,8}(关|锁|绑|拘禁|打|砍|捅|骗)(?!来的?货))[^。；！？，,]*"
)
_NOT_AT_STAKE = ("fine", "monthly_pay", "loss", "wages_owed")  # sums of money that measure no proceeds
# A sum whose own clause says what else it is: money spent, borrowed, invested or given, not made.
_SPENT = re.compile(
    r"投资|注册资本|注册资金|装修|设备|贷款|借款|补贴|补助|罚|医药|治疗|丧葬|慰问|预算|房租|租金|工资|月薪|"
    r"补偿|赔|亏|损失|修复|退还|退款|退了|退赔|工程款|造价|保额|押金|定金|订金|保证金|预付"
)
_PREPAID = re.compile(
    r"押金|定金|订金|保证金|预付|预收|充值|储值|会员|年卡|月卡|办卡|卡费|学费|课时|房款|货款|购房|集资"
)
_FOREIGN = re.compile(r"^(美元|美金|欧元|英镑|日元|港币|港元|外币)")
_MADE = re.compile(
    rf"(?P<w>到手|净赚|赚|挣|获利|牟利|抽成|提成|佣金|好处费|分得|分了|拿了|收了|收取|得了|进账|入账|卖了|卖出|售出|骗了|骗走|骗得)"
    rf"(?:了|近|约|大概|大约|差不多|将近|超过|至少|有|整整|人家|对方|他|她){{0,3}}(?P<n>{numbers.NUMBER}|几十|十几|几|数)(?:多|来|余)?(?P<u>万|千)(?:多|余|把)?"
    rf"(?![条件人只株吨平次个家份台辆粉字户米斤公里克袋瓶盒箱])"
)
_MADE_FACTS = {"卖": "sales_amount", "售": "sales_amount", "骗": "amount_defrauded"}


def suspected(text: str, signals: Iterable[CrimeSignal], facts: Mapping[str, Fact]) -> list[CrimeHit]:
    """Hits of the crime table in the text, with the told values; denied ones ("不构成轻伤") left out."""
    own = _own_acts(text)
    hits = find_crimes(own, signals, crime_values(facts, text), lambda word: _only_denied(word, own))
    return [hit for hit in hits if not _spared(hit.signal, facts)]


def linked(
    violation: Violation, text: str, signals: Iterable[CrimeSignal], facts: Mapping[str, Fact]
) -> list[CrimeHit]:
    """Full hits of the crimes that a violation names, denied measures left out."""
    own = _own_acts(text)
    values = crime_values(facts, text)
    hits = linked_crimes(
        violation.crime, violation.crime_by_act, own, signals, values, lambda word: _only_denied(word, own)
    )
    return [hit for hit in hits if hit.met == "yes" and not _spared(hit.signal, facts)]


def _spared(signal: CrimeSignal, facts: Mapping[str, Fact]) -> bool:
    """The party was deceived or forced: told, and no intent told against it."""
    if "intentional" in facts and facts["intentional"].value == "yes":
        return False
    return any(name in facts and facts[name].value == "yes" for name in signal.spared_by)


def _own_acts(text: str) -> str:
    return _OTHERS.sub(lambda m: "，" * len(m.group()), text)


def _only_denied(word: str, text: str) -> bool:
    """Every place of the word is denied or only feared."""
    places = [m.span() for m in re.finditer(re.escape(word), text)]
    return bool(places) and all(
        _DENIED.search(text[max(0, start - _LOOK_BACK) : start])
        or _DENIED_AFTER.match(text, end)
        or _EARLIER.match(text, end)
        for start, end in places
    )


def crime_values(facts: Mapping[str, Fact], text: str = "") -> dict[str, float]:
    """Scalar facts for the crime table; "money" is the largest sum at stake, "prepaid" the largest advance.

    With ``text``, sums whose clause says that they were spent or advanced are no money at stake, and
    sums told without a unit ("到手五万多") are read.
    """
    values = {name: float(f.value) for name, f in facts.items() if not isinstance(f.value, str)}
    sums = {
        n: v for n, v in values.items() if facts[n].evidence.rstrip("钱")[-1:] in ("元", "块", "万", "亿")
    }
    clauses = {name: _clause(facts[name], text) for name in sums}
    prepaid = [v for n, v in sums.items() if _PREPAID.search(clauses[n])]
    for name in [n for n in sums if n == "goods_value" and _no_goods(facts[n], clauses[n], text)]:
        del values[name], sums[name]
    money = [v for n, v in sums.items() if n not in _NOT_AT_STAKE]
    for name, value in _bare_sums(text):
        values[name] = max(value, values.get(name, 0))
        money.append(value)
        prepaid += [value] if name == "amount_defrauded" else []
    return values | {n: max(vs) for n, vs in (("money", money), ("prepaid", prepaid)) if vs}


def _bare_sums(text: str) -> Iterable[tuple[str, float]]:
    for m in _MADE.finditer(text):
        value = numbers.number(m["n"])
        if value is not None:
            yield _MADE_FACTS.get(m["w"][0], "unlawful_gain"), value * numbers.SCALE[m["u"]]


def _no_goods(fact: Fact, clause: str, text: str) -> bool:
    """A sum read as goods for want of better words, that its own clause calls something else."""
    if _FOREIGN.match(text[fact.end :]):
        return True
    return bool(_SPENT.search(clause)) and not re.search(r"货值|价值|销售|卖|售|鉴定", clause)


def _clause(fact: Fact, text: str) -> str:
    """The clause that the evidence of a fact stands in; empty where the evidence is not in the text."""
    start = fact.start if text[fact.start : fact.end] == fact.evidence else text.find(fact.evidence)
    if start < 0 or not fact.evidence:
        return ""
    before = re.split(r"[，。；！？,;!?\n]", text[:start])[-1]
    after = re.split(r"[，。；！？,;!?\n]", text[start:])[0]
    return before + after
