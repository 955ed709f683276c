"""``python -m accounts hash``: a line for the accounts file. ``… check``: who may sign in."""

from __future__ import annotations

import argparse
import json
import sys
from getpass import getpass

from accounts.models import ROLES
from accounts.passwords import hash_password
from accounts.store import open_accounts
from accounts.words import words
from corpus.errors import CorpusError
from settings import load_settings


def main(argv: list[str]) -> int:
    """Exit status 0 done, 2 unusable input (one line on standard error), 1 anything else."""
    own = words()["command"]
    parser = argparse.ArgumentParser(prog="python -m accounts", description=own["description"])
    commands = parser.add_subparsers(required=True, metavar="命令")
    commands.add_parser("hash", help=own["hash"]).set_defaults(run=_hash)
    commands.add_parser("check", help=own["check"]).set_defaults(run=_check)
    options = parser.parse_args(argv)
    try:
        options.run()
    except (CorpusError, ValueError) as exc:
        print(exc, file=sys.stderr)
        return 2
    except (EOFError, KeyboardInterrupt):
        print(own["no_answer"], file=sys.stderr)
        return 2
    return 0


def _hash() -> None:
    own = words()["command"]
    name = _asked(own["name"])
    roles = [role.strip() for role in _asked(own["role"]).replace("，", ",").split(",")]
    for role in roles:
        if role not in ROLES:
            raise ValueError(own["bad_role"].format(role=role))
    password = getpass(own["password"], stream=sys.stderr)
    hashed = hash_password(password)
    if getpass(own["again"], stream=sys.stderr) != password:
        raise ValueError(own["differ"])
    print(own["paste"], file=sys.stderr)
    # JSON is YAML: whatever stands in a name is quoted rightly.
    shown = json.dumps(name, ensure_ascii=False)
    print(f"- {{name: {shown}, roles: [{', '.join(roles)}], password: '{hashed}'}}")


def _asked(prompt: str) -> str:
    print(prompt, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer.strip():
        raise EOFError
    return answer.strip()


def _check() -> None:
    own, accounts = words()["command"], open_accounts(load_settings())
    if not len(accounts):
        print(own["none"])
    for account in accounts:
        roles = "、".join(words()["roles"][role] for role in account.roles)
        print(own["list"].format(name=account.name, roles=roles))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
