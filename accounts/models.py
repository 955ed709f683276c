"""An account and the roles it can hold."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from accounts.passwords import checked_hash
from corpus.models import Frozen

AccountRole = Literal["officer", "editor"]
ROLES: tuple[AccountRole, ...] = get_args(AccountRole)


class Account(Frozen):
    """One person. ``password`` is a bcrypt hash, never a password."""

    name: str = Field(min_length=1, max_length=64)
    roles: tuple[AccountRole, ...] = Field(min_length=1)
    password: Annotated[str, AfterValidator(checked_hash)] = Field(repr=False)

    def may(self, role: AccountRole) -> bool:
        """Whether what is kept for ``role`` is open to this person."""
        return role in self.roles
