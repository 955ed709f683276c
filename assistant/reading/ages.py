"""Ages told in a question, and whose they are.

``age`` is the age of the one who acted (行政处罚法 第三十条). Of one served, hurt, hired or taught, and of a
minor in doubt, it is ``victim_age``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.reading import numbers as num
from assistant.reading.days import Day, clause_start
from assistant.reading.quantity_words import Quantity, vocabulary

_ADULT = 18
_ACTS_FROM = 3  # years: a child younger than that, or a thing of that age, did nothing
_REACH = 300  # characters before and after an age that may tell whose it is
_NAMED = 12  # persons named before it that are looked at
_CLAUSES_AHEAD = 7  # of what is told after somebody is named, to see whether he acted
_RANGE = re.compile(r"[\d一二两三四五六七八九十](到|至|[-~～—－、])$")


def ages_told(story: str, days: list[Day], as_of: date) -> Iterator[Quantity]:
    """Ages told, and ages by a day of birth; ``age`` is the actor's, ``victim_age`` anybody else's."""
    told = [(m.start(), m.start("n") if m["n"] else m.start("k"), m.end(), num.age(m), bool(m["k"]))
            for m in num.AGE.finditer(story)]  # fmt: skip
    told += [(d.start, d.start, d.end, _full_years(d.day, as_of), False) for d in days if d.birth]
    for start, at, end, value, bare in told:
        if value is None:
            continue
        acted = _acted(story, at, end)
        if bare and acted is None and not vocabulary().age["kin"].search(story[:at]):
            continue  # a bare number is an age only where it is told of somebody
        actor = value >= _ACTS_FROM and (acted or (acted is None and value >= _ADULT))
        yield Quantity(
            fact="age" if actor else "victim_age", value=value, text=story[start:end], start=start, end=end
        )


def _full_years(born: date, as_of: date) -> float:
    return float(as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day)))


def _acted(story: str, at: int, end: int) -> bool | None:
    """Is the age at ``at`` that of who did it? False: of one served or hurt, of a group; None: unclear."""
    words = vocabulary().age
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
    if (me := words["first"].search(who)) and (not modifies or words["copula"].search(before[me.end() :])):
        return False if words["about_me"].search(before + after[:40]) else _does(after) is not False
    if modifies:
        noun, reach = modifies
        return _role(clause, noun, after[reach:])
    return _told_before(story, at)


def _stripped(before: str) -> str:
    """What stands before an age without the words between a person and his age (，今年才, 是个)."""
    between = vocabulary().age["between"]
    while m := between.search(before):
        before = before[: m.start()]
    return before


def _ends_with(kind: str, text: str) -> int | None:
    """Where the noun of this kind, with a name or not, ends ``text``: the offset after the noun."""
    found = None
    for m in vocabulary().age[kind].finditer(text):
        if vocabulary().age["name_only"].fullmatch(text[m.end() :]):
            found = m.end()
    return found


def _noun_after(after: str) -> tuple[str, int] | None:
    """The person an age stands before (十岁女孩, 17岁的职高学生, 12岁的小洪): the noun and where it ends."""
    m = vocabulary().after.match(after)
    return (m["noun"], m.end()) if m else None


def _told_before(story: str, at: int) -> bool | None:
    """The role of the person last named before an age that stands by itself; a pronoun leads further back."""
    words = vocabulary()
    found = list(words.anybody.finditer(story, max(0, at - _REACH), at))[-_NAMED:]
    while found:
        m = found.pop()
        clause = story[clause_start(story, m.start()) : m.start()]
        acted = _role(clause, m.group(), story[m.end() : at + _REACH])
        if acted is not None:
            return acted
        if not words.age["pronoun"].fullmatch(m.group()):
            found = [f for f in found if f.group() == m.group()]
    bare = _stripped(story[story.rfind("。", 0, at) + 1 : at])
    return _does(story[at : at + _REACH]) or None if not bare else None


def _role(clause: str, noun: str, after: str) -> bool | None:
    """What a person is in the story: ``clause`` stands before him, ``after`` is told of him."""
    words = vocabulary().age
    if words["sufferer"].search(noun):
        return False
    clause = words["possessive"].sub("", words["lead_in"].sub("", clause))
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
    words = vocabulary().age
    other = False  # the clauses are told of somebody else
    for i, clause in enumerate(re.split("[，。]", after)[:_CLAUSES_AHEAD]):
        if i and words["others"].match(words["opening"].sub("", clause)):
            if words["handled"].search(clause):
                return True
            if words["caused"].search(clause):
                return False
            other = True
            continue
        other = other and not words["back"].match(clause)
        if words["served"].search(clause):
            return False
        acts, suffers = words["acts"].search(clause), words["suffers"].search(clause)
        if (acts or suffers) and not other:
            return bool(acts and (not suffers or acts.start() < suffers.start()))
    return None
