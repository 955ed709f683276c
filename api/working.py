"""Answers are made in threads: a few at once, the rest in a queue that has an end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

Result = TypeVar("Result")
_AT_ONCE = 4  # more would only make each slower: an answer is all computation
_WAITING = 200


class Busy(Exception):
    """The queue is full."""


class Workers:
    """One for an application, shared by REST and MCP."""

    def __init__(self, at_once: int = _AT_ONCE, waiting: int = _WAITING) -> None:
        self._limit, self._waiting = CapacityLimiter(at_once), waiting

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do the work in a thread. Raises Busy at once where it would have to wait behind too many."""
        if self._limit.statistics().tasks_waiting >= self._waiting:
            raise Busy
        return await to_thread.run_sync(work, limiter=self._limit)
