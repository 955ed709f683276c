"""Amounts, durations, ratios, ages and counts in a question, as values in base units.

yuan, days, times (0.1 = 超标 10%), years of age, pieces, persons, years since a day told.
``quantity:UNIT`` carries a measure in the unit it was told in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from assistant.reading import numbers as num
from assistant.reading.clauses import Clause
from assistant.reading.patterns import read_vocabulary
from corpus.models import Frozen

_LOOK_BACK = 8
_ADULT = 18
_REACH = 300  # characters before and after an age that may tell whose it is
_NAMED = 12  # persons named before it that are looked at
_CLAUSES_AHEAD = 7  # of what is told after somebody is named, to see whether he acted
_RANGE = re.compile(r"[\d一二两三四五六七八九十](到|至|[-~～—－、])$")
_FIRST = re.compile(r"(我|俺|咱|本人)(自己|本人|叫?[\u4e00-\u9fff]某{1,2})?$")
_ABOUT_ME = re.compile(r"(招|雇|骗|打|扣|欠|赶|拖欠|辞退|开除)(了|着|走)?(我|工资|工钱)|不给(我)?(工资|工钱)")
_NAME_ONLY = re.compile(
    r"[：:]?([\u4e00-\u9fff]?某{1,2}|小[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,3}(?=[，（(]))?(本人|自己)?"
)
_OPENING = re.compile(
    r"^(后来|结果|然后|当时|昨[天儿]|今天|第二天|次日|现在|可是?|但是?|而|那|这|就|于是|最后|被(?=$))+"
)
_BORN_BEFORE = re.compile(r"(生日|出生|生于)[^。]{0,12}$")
_BORN_AFTER = re.compile(r"(出生|生的|生人|生(?=[，。（）]|$)|的生日)")
_BACK = re.compile(r"(但是?|后来|结果|不过|可)?(他|她|其|孩子|小孩|娃|学生|该生|少年|男孩|女孩|儿子|女儿)")
_POSSESSIVE = re.compile(r"((我|俺|咱|他|她|其)们?|自己|自家)(自己)?家?的?$")
_DATED = re.compile("|".join(("今年", "去年", "前年", r"\d{2,4}年", "现在")))
_UNTIL = re.compile(r"(一直)?(到|至|[-~～—－])")
_NOT = re.compile(r"没|未|无|不曾|从不|谁也不|才")


class Quantity(Frozen):
    """A value with the words it was read from; ``fact`` is the scalar fact it belongs to."""

    fact: str
    value: float
    text: str
    start: int
    end: int


class _Vocabulary:
    """The compiled words of quantities.yaml."""

    def __init__(self) -> None:
        _, data = read_vocabulary("quantities.yaml")
        self._rows: dict[str, list[tuple[str, re.Pattern[str]]]] = {
            kind: [(row["fact"], re.compile(row["words"])) for row in data[kind]]
            for kind in ("money", "duration", "ratio", "people")
        }
        self.capacity = [(row["degree"], re.compile(row["words"])) for row in data["capacity"]]
        self.age = {kind: re.compile(words) for kind, words in data["age"].items()}
        self.dates = {kind: re.compile(words) for kind, words in data["dates"].items()}
        people = "|".join(f"(?:{data['age'][kind]})" for kind in ("sufferer", "kin", "person", "name"))
        self.after = re.compile(
            rf"半?的?[^，。的跟和与把在被给向对就去来到从用拿骑了也都还才要会不]{{0,6}}?(?P<noun>{people})"
        )
        self.anybody = re.compile(rf"{people}|{data['age']['pronoun']}")
        count = rf"(?P<n>{num.NUMBER}|几)(?:小|大)?(?P<u>{data['minor_units']})"
        self.count = re.compile(count)
        self.measure = re.compile(
            rf"(?P<n>{num.NUMBER}|几|几十|几百)(?P<s>万|千|百)?(?:来|多|余)?(?P<u>{data['measures']})"
        )
        self.kilograms: dict[str, float] = data["to_kilogram"]

    def nearest(self, kind: str, *places: str) -> str:
        """The fact whose words stand in the first place that has any."""
        for place in places:
            for fact, words in self._rows[kind]:
                if words.search(place):
                    return fact
        return ""


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


def read_quantities(clauses: list[Clause], as_of: date) -> list[Quantity]:
    """All values in the clauses, in order of the text."""
    found: list[Quantity] = []
    story = _story(clauses)
    days = _days(story, as_of)
    for i, clause in enumerate(clauses):
        context = " ".join(c.text for c in clauses[max(0, i - 1) : i + 2] if c.sentence == clause.sentence)
        money = list(_money(clause, context))
        found += money
        found += _durations(clause, days)
        found += _ratios(clause, context)
        found += _people(clause, context)
        found += _counts(clause, money)
        found += [
            _quantity(clause, m, "capacity_degree", degree)
            for degree, words in _vocabulary().capacity
            for m in words.finditer(clause.text)
        ]
    found += _ages(story, days, as_of)
    found += _years_ago(story, days, as_of)
    return sorted(found, key=lambda q: q.start)


def _quantity(clause: Clause, match: re.Match[str], fact: str, value: float) -> Quantity:
    start = clause.start + match.start()
    return Quantity(fact=fact, value=value, text=match.group(), start=start, end=clause.start + match.end())


def _money(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in num.MONEY.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None:
            before = clause.text[max(0, m.start() - _LOOK_BACK) : m.start()]
            fact = _vocabulary().nearest("money", before, clause.text, context) or "goods_value"
            yield _quantity(clause, m, fact, value * num.SCALE[m["u"]])


def _durations(clause: Clause, days: list[_Day]) -> Iterator[Quantity]:
    for m in num.DURATION.finditer(clause.text):
        value = num.number(m["n"])
        if any(d.start < clause.start + m.end() and clause.start + m.start() < d.end for d in days):
            continue  # 二〇二二年 is a date
        after = clause.text[m.end() :]
        if value is None or after.startswith(("前", "内", "之内", "以内", "来", "后", "之后")):
            continue
        fact = _vocabulary().nearest("duration", clause.text[: m.start()][-_LOOK_BACK:], clause.text)
        if fact:
            yield _quantity(clause, m, fact, value * num.DAYS[m["u1"] or m["u2"]])


def _ratios(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in [*num.RATIO.finditer(clause.text), *num.PERCENT_WORDS.finditer(clause.text)]:
        value = num.number(m["n"])
        fact = _vocabulary().nearest("ratio", clause.text, context)
        if value is None or not fact:
            continue
        parts = m.groupdict()
        if parts.get("d"):
            value += (num.number(parts["d"]) or 0) / 10
        value = value if parts.get("u") == "倍" else value / 100
        yield _quantity(clause, m, fact, value)
        if fact == "exceedance_heavy":
            yield _quantity(clause, m, "exceedance", value)


def _story(clauses: list[Clause]) -> str:
    """The question with one mark a clause ("，") and a sentence ("。"), every word in its place."""
    out: list[str] = []
    last = None
    for clause in clauses:
        gap = "，" if last is not None and last.sentence == clause.sentence else "。"
        out.append(gap * (clause.start - sum(map(len, out))) + clause.text)
        last = clause
    return "".join(out)


class _Day(NamedTuple):
    """A day told. ``birth``: somebody was born on it."""

    start: int
    end: int
    day: date
    birth: bool


def _days(story: str, as_of: date) -> list[_Day]:
    """The days told up to today. 今年 or 那年 without a month is none; another year is read as its middle."""
    out: list[_Day] = []
    told: int | None = None
    for m in num.DATE.finditer(story):
        year = num.year_of(m, as_of, told)
        if year is None:
            continue
        told = year
        birth = bool(_BORN_BEFORE.search(story[: m.start()]) or _BORN_AFTER.match(story[m.end() :]))
        month = num.month_of(m) or (1 if birth else 6)
        if m["r"] == "今年" and num.month_of(m) is None:
            continue
        day = date(year, month, min(28, max(1, int(m["d"] or (1 if birth else 15)))))
        if day <= as_of:
            out.append(_Day(m.start(), m.end(), day, birth))
    return out


def _ages(story: str, days: list[_Day], as_of: date) -> Iterator[Quantity]:
    """Ages told, and ages by a day of birth; ``age`` is the actor's, ``victim_age`` anybody else's."""
    told = [(m.start(), m.start("n") if m["n"] else m.start("k"), m.end(), num.age(m), bool(m["k"]))
            for m in num.AGE.finditer(story)]  # fmt: skip
    told += [(d.start, d.start, d.end, _full_years(d.day, as_of), False) for d in days if d.birth]
    for start, at, end, value, bare in told:
        if value is None:
            continue
        acted = _acted(story, at, end)
        if bare and acted is None and not _vocabulary().age["kin"].search(story[:at]):
            continue  # a bare number is an age only where it is told of somebody
        actor = acted or (acted is None and value >= _ADULT)
        yield Quantity(
            fact="age" if actor else "victim_age", value=value, text=story[start:end], start=start, end=end
        )


def _full_years(born: date, as_of: date) -> float:
    return float(as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day)))


def _acted(story: str, at: int, end: int) -> bool | None:
    """Is the age at ``at`` that of who did it? False: of one served or hurt, of a group; None: unclear."""
    words = _vocabulary().age
    before = story[max(story.rfind("。", 0, at) + 1, at - _REACH) : at]
    clause, after = before[before.rfind("，") + 1 :], story[end : end + _REACH]
    if words["group_before"].search(clause) or words["group_after"].match(after) or _RANGE.search(clause):
        return False
    who = _stripped(before)
    modifies = _noun_after(after)
    if words["doer"].search(clause):
        return True
    if (named := _ends_with("sufferer", who)) is not None and not modifies:
        return False
    if (named := _ends_with("actor", who)) is not None and (
        not modifies or words["copula"].search(before[named:])
    ):
        return True
    if (me := _FIRST.search(who)) and (not modifies or words["copula"].search(before[me.end() :])):
        return False if _ABOUT_ME.search(before + after[:40]) else _does(after) is not False
    if modifies:
        noun, reach = modifies
        return _role(clause, noun, after[reach:])
    return _told_before(story, at)


def _stripped(before: str) -> str:
    """What stands before an age without the words between a person and his age (，今年才, 是个)."""
    between = _vocabulary().age["between"]
    while m := between.search(before):
        before = before[: m.start()]
    return before


def _ends_with(kind: str, text: str) -> int | None:
    """Where the noun of this kind, with a name or not, ends ``text``: the offset after the noun."""
    found = None
    for m in _vocabulary().age[kind].finditer(text):
        if _NAME_ONLY.fullmatch(text[m.end() :]):
            found = m.end()
    return found


def _noun_after(after: str) -> tuple[str, int] | None:
    """The person an age stands before (十岁女孩, 17岁的职高学生, 12岁的小洪): the noun and where it ends."""
    m = _vocabulary().after.match(after)
    return (m["noun"], m.end()) if m else None


def _told_before(story: str, at: int) -> bool | None:
    """The role of the person last named before an age that stands by itself; a pronoun leads further back."""
    words = _vocabulary()
    found = list(words.anybody.finditer(story, max(0, at - _REACH), at))[-_NAMED:]
    while found:
        m = found.pop()
        clause = story[max(story.rfind("，", 0, m.start()), story.rfind("。", 0, m.start())) + 1 : m.start()]
        acted = _role(clause, m.group(), story[m.end() : at + _REACH])
        if acted is not None:
            return acted
        if not words.age["pronoun"].fullmatch(m.group()):
            found = [f for f in found if f.group() == m.group()]
    bare = _stripped(story[story.rfind("。", 0, at) + 1 : at])
    return _does(story[at : at + _REACH]) or None if not bare else None


def _role(clause: str, noun: str, after: str) -> bool | None:
    """What a person is in the story: ``clause`` stands before him, ``after`` is told of him."""
    words = _vocabulary().age
    if words["sufferer"].search(noun):
        return False
    clause = _POSSESSIVE.sub("", words["lead_in"].sub("", clause))
    own = words["kin"].search(noun) or words["pronoun"].fullmatch(noun) or words["name"].fullmatch(noun)
    if words["object_next"].search(clause) or (not own and words["object"].search(clause)):
        return False
    if words["doer"].search(clause):
        return True
    if not own and words["venue"].search(clause):
        return False
    does = _does(after)
    if does is None and words["kin"].search(noun) and words["punished"].search(after):
        return True
    return does


def _does(after: str) -> bool | None:
    """Is the first thing told of a person that he acted or was called to account? False: that he suffered."""
    words = _vocabulary().age
    other = False  # the clauses are told of somebody else
    for i, clause in enumerate(re.split("[，。]", after)[:_CLAUSES_AHEAD]):
        if i and words["others"].match(_OPENING.sub("", clause)):
            if words["handled"].search(clause):
                return True
            if words["caused"].search(clause):
                return False
            other = True
            continue
        other = other and not _BACK.match(clause)
        if words["served"].search(clause):
            return False
        acts, suffers = words["acts"].search(clause), words["suffers"].search(clause)
        if (acts or suffers) and not other:
            return bool(acts and (not suffers or acts.start() < suffers.start()))
    return None


def _people(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in num.PEOPLE.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None and not clause.text[: m.start()].endswith("第"):
            yield _quantity(clause, m, _vocabulary().nearest("people", clause.text, context), value)


def _counts(clause: Clause, money: list[Quantity]) -> Iterator[Quantity]:
    taken = [(q.start - clause.start, q.end - clause.start) for q in money]
    vocabulary = _vocabulary()
    for pattern, prefix in ((vocabulary.count, "count"), (vocabulary.measure, "quantity")):
        for m in pattern.finditer(clause.text):
            value = num.number(m["n"])
            overlaps = any(a < m.end() and m.start() < b for a, b in taken)
            if value is None or overlaps or clause.text[: m.start()].endswith(("第", "一方面")):
                continue
            value *= num.SCALE[m.groupdict().get("s")]
            yield _quantity(clause, m, "count" if prefix == "count" else f"quantity:{m['u']}", value)
            if prefix == "quantity" and m["u"] in vocabulary.kilograms:
                for unit, factor in (("公斤", 1.0), ("吨", 0.001)):
                    if unit != m["u"]:
                        kilograms = value * vocabulary.kilograms[m["u"]]
                        yield _quantity(clause, m, f"quantity:{unit}", kilograms * factor)
    for m in num.ALCOHOL.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None:
            yield _quantity(clause, m, "blood_alcohol", value)


def _years_ago(story: str, days: list[_Day], as_of: date) -> Iterator[Quantity]:
    """Years since each day told: of the act (``years_ago``), of its end, of its discovery.

    ``going_on``: since that day it lasts; ``pursued``: an authority dealt with it in the meantime.
    """
    words = _vocabulary().dates
    told: list[tuple[int, int, float | None]] = [
        (d.start, d.end, (as_of - d.day).days / 365.25) for d in days if not d.birth
    ]
    told += [(m.start(), m.end(), num.span(m)) for m in num.AGO.finditer(story)]
    passed = [(m.start(), m.end(), num.span(m)) for m in num.PASSED.finditer(story)]
    last_end = -9
    for start, end, years in sorted([*told, *passed], key=lambda row: row[:2]):
        clause_start = max(story.rfind("，", 0, start), story.rfind("。", 0, start)) + 1
        tail = words["now"].split(_DATED.split(re.split("[，。]", story[end:])[0])[0])[0]
        near = story[clause_start:start] + tail
        if years is None or words["other"].search(near):
            continue
        found = words["found"].search(words["not_found"].sub("", tail))
        if (start, end, years) in passed:
            kind = "years_ago"
        elif found:
            kind = "found_ago"
        elif words["ended"].search(tail) or _UNTIL.fullmatch(story[last_end:start]):
            kind = "ended_ago"
        elif words["going_on"].search(tail):
            kind = "going_on"
        else:
            kind = "years_ago"
        last_end = end
        yield Quantity(fact=kind, value=years, text=story[start:end], start=start, end=end)
    for m in words["pursued"].finditer(story):
        clause_start = max(story.rfind("，", 0, m.start()), story.rfind("。", 0, m.start())) + 1
        if not _NOT.search(story[clause_start : m.end()]):
            yield Quantity(fact="pursued", value=1.0, text=m.group(), start=m.start(), end=m.end())
