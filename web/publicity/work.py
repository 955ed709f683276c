"""What the desk does, without the page: every action takes plain values and gives plain values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Protocol

from assistant.reading.model import shipped_model
from assistant.referring import Referrals
from corpus.models import Case
from corpus.rules import RuleBook
from publicity.asked import AskedLog
from publicity.checking import DraftCheck, check_draft, hide_names
from publicity.comparing import Comparison, compare
from publicity.drafting import Form, draft
from publicity.export import to_docx, to_markdown
from publicity.finding import CaseQuery, find_cases
from publicity.poster import poster_png
from publicity.telling import Telling, Told
from web.browse.stacks import Holdings

_KINDS: dict[str, Callable[[str, date], bytes]] = {
    "docx": to_docx,
    "md": lambda text, day: to_markdown(text, day).encode(),
    "png": poster_png,
}


class Team(Holdings, Protocol):
    """What the desk needs of the assistant."""

    @property
    def rulebook(self) -> RuleBook: ...


class Desk:
    """The team's work over an assistant. Holds nothing of anyone's draft."""

    def __init__(self, team: Team, today: Callable[[], date] = date.today) -> None:
        self.team, self._today = team, today
        self.cases = team.cases_by_id
        self.asked = AskedLog.at(team.settings.home)

    @cached_property
    def referrals(self) -> Referrals:
        """Made on first use: reading every case takes a moment."""
        team = self.team
        return Referrals(team.library, team.items_by_id.values(), team.cases_by_id.values(), team.violations)

    @cached_property
    def _told(self) -> Told:
        return Told(self.team.library, self.referrals)

    def find(self, query: CaseQuery) -> list[Case]:
        """The cases that fit, nearest first."""
        return find_cases(query, self.cases, self.referrals, self.team.searcher)

    def tell(self, case_id: str, names: str = "") -> Telling:
        """A case with names hidden and its clauses of today; ``names``: further ones, one a line."""
        return self._told.tell(self.cases[case_id], self._today(), _listed(names))

    def compare(self, left: str, right: str) -> Comparison:
        """Two cases, by id."""
        return compare(self.tell(left), self.tell(right), self.team.rulebook, shipped_model())

    def write(self, case_id: str, form: Form, names: str = "") -> str:
        """The draft of a case in a form."""
        return draft(self.tell(case_id, names), form)

    def check(self, text: str, case_id: str, names: str = "") -> DraftCheck:
        """What is wrong with a draft today."""
        held = self.team.library
        return check_draft(text, self._today(), held, self._case(case_id, names), _listed(names))

    def hide(self, text: str, case_id: str, names: str = "") -> str:
        """The draft with what tells who it is about hidden."""
        held = self.team.library
        return hide_names(text, self._today(), held, self._case(case_id, names), _listed(names))

    def _case(self, case_id: str, names: str) -> Case | None:
        return self.tell(case_id, names).case if case_id in self.cases else None

    def file(self, text: str, kind: str) -> bytes:
        """A draft that was found sound, as a file. Raises NoChineseFont or TooMuch for pictures."""
        return _KINDS[kind](text, self._today())


def _listed(names: str) -> list[str]:
    """Names as written in a box, one a line; a single letter or nothing is no name."""
    return [name for row in names.splitlines() if len(name := row.strip()) > 1]
