"""Answers to questions about procedure: hearing, time limits, review, lawsuit, seizure, enforcement.

``corpus/rules/procedure.yaml`` holds topic, words that ask for it, articles and one plain answer a role.
Sources: 行政处罚法, 行政强制法, 行政复议法, 行政诉讼法, 治安管理处罚法, 国家赔偿法 in force on ``as_of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from corpus.crimes import trigger_words
from corpus.models import Frozen
from corpus.references import References, Resolve, unresolved
from corpus.rules import RULES_DIR
from corpus.yaml_files import group_list, parse_entries, read_groups

EXAMPLES = {
    "articles": "[行政处罚法 第六十三条]",
    "triggers": "[听证 几天|期限]",
    "business": "两到五句短话",
}


class ProcedureTopic(Frozen):
    """One topic. ``business`` and ``officer`` are our words; ``articles`` hold the text to quote."""

    id: str
    title: str
    triggers: tuple[str, ...]
    articles: References
    named: tuple[str, ...] = ()  # rules whose text is not in the store
    business: str
    officer: str
    as_of: date


def load_procedure(directory: Path = RULES_DIR) -> list[ProcedureTopic]:
    """Read procedure.yaml. Raises DataError on a wrong entry."""
    path = directory / "procedure.yaml"
    data = read_groups(path, "topics:")
    common = {"as_of": data.get("as_of")}
    return parse_entries(
        path, group_list(path, data, "topics", "- id: hearing"), ProcedureTopic, EXAMPLES, **common
    )


def find_topics(text: str, topics: Iterable[ProcedureTopic]) -> list[ProcedureTopic]:
    """Topics asked for in ``text``, the one with the longest matched words first."""
    scored = []
    for topic in topics:
        found = [words for words in (trigger_words(t, text) for t in topic.triggers) if words]
        if found:
            scored.append((max(sum(map(len, words)) for words in found), topic))
    return [topic for _, topic in sorted(scored, key=lambda pair: -pair[0])]


def unresolved_topics(topics: Iterable[ProcedureTopic], resolve: Resolve) -> list[str]:
    """ "id: 行政处罚法 第…条" for each article the law store does not have."""
    return unresolved(((topic.id, topic.articles) for topic in topics), resolve)
