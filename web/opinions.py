"""A visitor's opinion of the open answer: kept once, changed or explained after."""

from __future__ import annotations

import json
import logging
import sqlite3

from web.feedback import FeedbackStore
from web.session import Opinion, Talk
from web.words import speaking, words

log = logging.getLogger(__name__)
_WAYS = {"up": True, "down": False}


def rate(talk: Talk, way: str, store: FeedbackStore) -> Talk:
    """Keep a thumb for the open answer; a second tap changes it."""
    turn = talk.current
    if turn is None or turn.answer is None or way not in _WAYS:
        return talk
    useful, row = _WAYS[way], turn.opinion.row
    try:
        if row:
            store.change(row, useful)
        else:
            row = store.add(
                turn.answer.as_of, turn.answer.outcome.code.value, turn.answer.violation_id, useful
            )
    except (OSError, sqlite3.Error):
        return _unsaved(talk)
    opinion = Opinion(row=row, useful=useful)
    return talk.changed(turn.model_copy(update={"opinion": opinion}))


def explain(talk: Talk, sent: object, store: FeedbackStore) -> Talk:
    """Keep why: ``sent`` is the form of the page, {"reason", "remark"}."""
    turn = talk.current
    if turn is None or not turn.opinion.row:
        return talk
    reason, remark = _form(sent)
    known = words()["rate"]["reasons"]["up" if turn.opinion.useful else "down"]
    try:
        store.explain(turn.opinion.row, reason if reason in known else "", remark)
    except (OSError, sqlite3.Error):
        return _unsaved(talk)
    opinion = turn.opinion.model_copy(update={"explained": True})
    return talk.changed(turn.model_copy(update={"opinion": opinion}))


def _form(sent: object) -> tuple[str, str]:
    """(reason, remark); empty where the page sent what no form of ours sends."""
    try:
        data = json.loads(str(sent))
    except ValueError:
        return "", ""
    if not isinstance(data, dict):
        return "", ""
    return str(data.get("reason", "")), str(data.get("remark", ""))


def _unsaved(talk: Talk) -> Talk:
    log.exception("an opinion could not be kept")
    with speaking(talk.language):
        return talk.failed(str(words()["errors"]["unsaved"]))
