"""Sessions: a signed cookie that names the account; nothing of it is kept here but what was signed out of."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from hashlib import sha256

from itsdangerous import BadData, URLSafeTimedSerializer

from accounts.models import Account
from accounts.store import Accounts

COOKIE, FORM_COOKIE = "kuanyan_session", "kuanyan_form"
_FORM_SECONDS = 3600


class Sessions:
    """Signs people in and out. ``hours``: how long a session holds."""

    def __init__(
        self, accounts: Accounts, key: bytes, hours: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._accounts, self.seconds, self._clock = accounts, hours * 3600, clock
        self._session = URLSafeTimedSerializer(key, salt="session", signer_kwargs={"digest_method": sha256})
        self._form = URLSafeTimedSerializer(key, salt="form", signer_kwargs={"digest_method": sha256})
        self._ended: dict[str, float] = {}  # id of a session signed out of → when it would have run out

    def start(self, account: Account) -> str:
        """The value of the cookie of a new session."""
        row = [secrets.token_urlsafe(12), account.name, _stamp(account), int(self._clock()) + self.seconds]
        return str(self._session.dumps(row))

    def account(self, cookie: str) -> Account | None:
        """Who the cookie signs in; None when it is forged, run out, ended, or the password changed since."""
        row = self._row(cookie)
        if row is None or row[0] in self._ended:
            return None
        account = self._accounts.of(row[1])
        known = account is not None and secrets.compare_digest(row[2], _stamp(account))
        return account if known else None

    def end(self, cookie: str) -> None:
        """Sign out: the cookie is worth nothing from now on, whoever kept a copy."""
        row = self._row(cookie)
        if row is not None:
            now = self._clock()
            self._ended = {key: until for key, until in self._ended.items() if until > now}
            self._ended[row[0]] = row[3]

    def form_token(self, nonce: str) -> str:
        """What a form must send back beside the nonce in its cookie."""
        return str(self._form.dumps(nonce))

    def form_fits(self, token: str, nonce: str) -> bool:
        """Whether the form was made here, for this browser, within the hour."""
        try:
            signed = self._form.loads(token, max_age=_FORM_SECONDS)
        except BadData:
            return False
        return bool(nonce) and isinstance(signed, str) and secrets.compare_digest(signed, nonce)

    def _row(self, cookie: str) -> tuple[str, str, str, float] | None:
        try:
            key, name, stamp, until = self._session.loads(cookie)
        except (BadData, ValueError, TypeError):
            return None
        return (key, name, stamp, until) if until > self._clock() else None


def _stamp(account: Account) -> str:
    """Changes with the password, so that a new password ends the sessions of the old one."""
    return sha256(account.password.encode()).hexdigest()[:16]
