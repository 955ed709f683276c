"""Checks a name and a password, with a wait after too many wrong ones."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable
from hashlib import blake2b

from anyio import CapacityLimiter, to_thread

from accounts.models import Account
from accounts.store import Accounts
from accounts.throttle import Throttle

_AT_ONCE = 2  # passwords hashed at the same time: each takes a processor for a quarter of a second
_KNOWN_SECONDS = 300.0  # for how long a right HTTP Basic password is not hashed again
_MOST_KNOWN = 1000


class TooMany(Exception):
    """Too many wrong guesses; ``seconds`` until the next one may be made."""

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(self.seconds)

    @property
    def minutes(self) -> int:
        return math.ceil(self.seconds / 60)


class Door:
    """One for an application; shared by the sign-in page and by HTTP Basic."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts, self._clock = accounts, clock
        self._throttle = Throttle(clock)
        self._limit = CapacityLimiter(_AT_ONCE)
        self._key = secrets.token_bytes(32)
        self._known: dict[bytes, float] = {}

    async def enter(self, name: str, password: str, address: str) -> Account | None:
        """The account, if name and password fit. Raises TooMany."""
        if wait := self._throttle.wait(name, address):
            raise TooMany(wait)
        self._throttle.tried(name, address)
        account = await to_thread.run_sync(self._accounts.check, name, password, limiter=self._limit)
        if account is not None:
            self._throttle.right(name, address)
        return account

    async def basic(self, name: str, password: str, address: str) -> Account | None:
        """As ``enter``; a pair that was right a moment ago is not hashed again. Raises TooMany."""
        mark = blake2b(f"{name}\0{password}".encode(), key=self._key).digest()
        if self._known.get(mark, 0.0) > self._clock():
            return self._accounts.of(name)
        account = await self.enter(name, password, address)
        if account is not None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[mark] = self._clock() + _KNOWN_SECONDS
        return account
