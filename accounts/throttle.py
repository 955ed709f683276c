"""Guesses are counted: after too many wrong passwords there is a wait, however good the next guess is."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_WINDOW = 15 * 60.0  # seconds in which wrong guesses count
_PAIR, _NAME, _ADDRESS = 5, 30, 30  # by account and address, by account, by address
_MOST_KEYS = 10_000  # keys kept; the oldest leave first

Key = tuple[str, str]


class Throttle:
    """Counts guesses by account and by address, in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guesses: dict[Key, deque[float]] = {}

    def wait(self, name: str, address: str) -> float:
        """Seconds until the next guess may be made; 0 when it may be made now."""
        return max(self._wait_of(key, most) for key, most in _keys(name, address).items())

    def tried(self, name: str, address: str) -> None:
        """One more guess, counted before it is checked: guesses made at once must not slip through."""
        for key, most in _keys(name, address).items():
            times = self._guesses.pop(key, None) or deque(maxlen=most)
            times.append(self._clock())
            self._guesses[key] = times  # at the end: the dict is in the order of the last guess
        while len(self._guesses) > _MOST_KEYS:
            del self._guesses[next(iter(self._guesses))]

    def right(self, name: str, address: str) -> None:
        """It was right: taken back, and what was counted for this account from this address cleared."""
        for key in _keys(name, address):
            if times := self._guesses.get(key):
                times.pop()
        self._guesses.pop((name, address), None)

    def _wait_of(self, key: Key, most: int) -> float:
        times = self._guesses.get(key)
        if times is None or len(times) < most:
            return 0.0
        return max(0.0, times[0] + _WINDOW - self._clock())


def _keys(name: str, address: str) -> dict[Key, int]:
    return {(name, address): _PAIR, (name, ""): _NAME, ("", address): _ADDRESS}
