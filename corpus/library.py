"""Everything citable behind one interface: statutes, shipped texts, the plan, the inbox, 要旨.

A text from the inbox replaces the shipped text or the 要旨 of the same name. Which text holds on a day
is computed from dates; outside what is held a named error is raised, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from corpus.inbox import Inbox, Problem, read_inbox
from corpus.law_names import STATE, LawNames
from corpus.models import ArticleRef, Provision, Validity
from corpus.reference_check import RefFault, RefProblem, check_place, check_ref
from corpus.references import clean_law_name, normalise_place
from corpus.regulations import OfficialText, Summary, TextHead, load_summaries, load_texts
from corpus.statutes import Statutes
from corpus.validity import LawStanding, NotCovered, NotFound, NotInForce
from settings import Settings


class Library:
    """What the assistant knows of law. Built once; all lookups are in memory."""

    def __init__(
        self,
        statutes: Statutes,
        texts: Iterable[OfficialText] = (),
        summaries: Iterable[Summary] = (),
        inbox: Inbox | None = None,
    ) -> None:
        self.statutes = statutes
        self._texts: dict[str, list[OfficialText]] = {}
        self._problems: list[Problem] = list(inbox.problems) if inbox else []
        for text in texts:
            self._texts.setdefault(text.head.name, []).append(text)
        self._take_in(inbox.texts if inbox else ())
        gone = {_plain(name) for name in self._texts}
        self._summaries = [s for s in summaries if _plain(s.name) not in gone]
        names = [*self._texts, *(s.name for s in self._summaries)]
        self._names = LawNames(names)
        self._aliases = {
            alias: head.name
            for head in self.heads()
            for alias in head.aliases
            if not statutes.resolve_name(alias)
        }

    @classmethod
    def open(cls, settings: Settings) -> Library:
        """Statutes, shipped texts, 要旨 and the inbox of ``settings``.

        Raises CorpusError when the statute database or a shipped file is unusable; a faulty inbox file
        only becomes one of ``problems()``.
        """
        return cls(
            Statutes.open(settings.laws_db), load_texts(), load_summaries(), read_inbox(settings.inbox_dir)
        )

    def _take_in(self, texts: Iterable[OfficialText]) -> None:
        shipped = set(self._texts)
        for text in texts:
            if self.statutes.resolve_name(text.head.name):
                message = f"{text.head.source}：《{text.head.name}》已在法律数据库中，不需要导入"
                self._problems.append(Problem(file=text.head.source, message=message))
                continue
            for name in [n for n in shipped if _plain(n) == _plain(text.head.name)]:
                shipped.discard(name)
                del self._texts[name]
            self._texts.setdefault(text.head.name, []).append(text)

    def problems(self) -> list[Problem]:
        """Files of the inbox that were not taken in."""
        return list(self._problems)

    def heads(self) -> list[TextHead]:
        """Name, number, dates of every regulation and plan whose text is held."""
        return [text.head for texts in self._texts.values() for text in texts]

    def summaries(self) -> list[Summary]:
        """The regulations of which only the 要旨 is held."""
        return list(self._summaries)

    def all_names(self) -> list[str]:
        """Every name, full and short, that resolve_name knows."""
        return [*self.statutes.all_names(), *self._names.all_names(), *self._aliases]

    def resolve_name(self, name: str) -> str | None:
        """The full name in store of a statute, regulation or plan; None when unknown or ambiguous."""
        return (
            self.statutes.resolve_name(name)
            or self._names.resolve(name)
            or self._aliases.get(clean_law_name(name))
        )

    def standing(self, law: str, day: date) -> LawStanding:
        """Where a law (any name) stands on ``day``. Raises NotFound or NotCovered."""
        full = self.resolve_name(law)
        if full in self._texts:
            return _standing(self._text_on(full, day), day)
        if summary := self._summary(full):
            if day < summary.effective:
                raise NotCovered(f"《{summary.name}》在{day}的规定未收录（现有要旨自{summary.effective}起）")
            note = "只有要旨，条文未入库"
            return LawStanding(
                law=summary.name, validity=Validity.IN_FORCE, valid_from=summary.effective, note=note
            )
        return self.statutes.law_on(law, day)

    def find(self, law: str, article: str, day: date) -> Provision:
        """The article as it stands on ``day``; of a 要旨 with ``summary_only`` set.

        Raises NotFound (``law_known`` False: text not held), NotInForce or NotCovered.
        """
        full = self.resolve_name(law)
        place = normalise_place(article)
        if full in self._texts:
            text = self._text_on(full, day)
            found = _in_text(text, place)
            standing = _standing(text, day)
            if standing.validity is not Validity.IN_FORCE:
                raise NotInForce(f"《{full}》自{text.head.valid_to}起已不施行", standing, found)
            return found
        if summary := self._summary(full):
            self.standing(summary.name, day)
            for gist in summary.provisions:
                if gist.article == place:
                    return gist
            raise NotFound(f"《{full}》{place}的条文未入库，只有部分条文的要旨，无法核对", law_known=False)
        return self.statutes.provision(law, article, day)

    def in_force(self, day: date) -> list[Provision]:
        """Every provision (要旨 included, marked) that may be a basis on ``day``."""
        local = [p for p in self._local() if p.valid_from <= day and (p.valid_to is None or day < p.valid_to)]
        return [*self.statutes.in_force(day), *local]

    def all_versions(self) -> list[Provision]:
        """Every provision of every version; one holds on a day when valid_from <= day < valid_to."""
        return [*self.statutes.all_versions(), *self._local()]

    def articles_of(self, law: str) -> list[Provision]:
        """Every article of every version held of one law (any name); empty when none is."""
        full = self.resolve_name(law) or law
        texts = [p for text in self._texts.get(full, ()) for p in text.provisions]
        return [*(p for v in self.statutes.versions(full) for p in self.statutes.articles(v.id)), *texts]

    def check_ref(self, ref_text: str, day: date) -> RefProblem | None:
        """The first thing wrong with "食品安全法 第三十四条第（十）项" on ``day``; None if sound."""
        return check_ref(self, ref_text, day)

    def check_place(self, ref: ArticleRef, day: date) -> RefProblem | None:
        """What is wrong with one place on ``day``; None if it exists and is in force."""
        return check_place(self, ref, day)

    def _local(self) -> list[Provision]:
        texts = [p for group in self._texts.values() for text in group for p in text.provisions]
        return [*texts, *(p for summary in self._summaries for p in summary.provisions)]

    def _summary(self, name: str | None) -> Summary | None:
        return next((s for s in self._summaries if s.name == name), None)

    def _text_on(self, name: str, day: date) -> OfficialText:
        versions = sorted(self._texts[name], key=lambda text: text.head.valid_from)
        held = [text for text in versions if text.head.valid_from <= day]
        if not held:
            first = versions[0].head
            note = f"；{first.valid_from_note}" if first.valid_from_note else ""
            raise NotCovered(
                f"《{name}》在{day}的条文未收录：入库的文本自{first.valid_from}起才能确定有效{note}"
            )
        return held[-1]


def _standing(text: OfficialText, day: date) -> LawStanding:
    head = text.head
    ended = head.valid_to is not None and day >= head.valid_to
    return LawStanding(
        law=head.name,
        validity=Validity.REPEALED if ended else Validity.IN_FORCE,
        version=f"{head.name}:{head.valid_from}",
        valid_from=head.valid_from,
        valid_to=head.valid_to,
        note=head.valid_from_note,
    )


def _plain(name: str) -> str:
    return name.removeprefix(STATE)


def _in_text(text: OfficialText, place: str) -> Provision:
    for provision in text.provisions:
        if provision.article == place:
            return provision
    # A plan's heading that holds numbered points is cited whole: 一（二） = its points 1, 2, 3.
    points = [p for p in text.provisions if p.article.startswith(place) and place.endswith("）")]
    if points:
        joined = "\n".join(p.text for p in points)
        return points[0].model_copy(
            update={
                "id": points[0].id.removesuffix(points[0].article) + place,
                "article": place,
                "text": joined,
            }
        )
    raise NotFound(f"《{text.head.name}》没有{place}")


__all__ = ["Library", "RefFault", "RefProblem"]
