"""``python -m register import FILE…`` takes files in; ``status`` says what the register holds.

0 all rows taken in, 1 some rows had faults, 2 a file could not be read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from register.importing import Unreadable, read_register, taken_in
from register.store import LocalRegister
from register.words import words
from settings import load_settings


def main(arguments: list[str]) -> int:
    try:
        register = LocalRegister(load_settings().register_file)
    except ValueError as exc:
        print(exc, file=sys.stderr)
        return 2
    match arguments:
        case ["status"]:
            extent = register.extent()
            said = words()["status"].format(total=extent.total, latest=extent.latest, path=register.path)
            print(said)
            return 0
        case ["import", *files] if files:
            return max(take_in(register, Path(file)) for file in files)
        case _:
            print(words()["usage"], file=sys.stderr)
            return 2


def take_in(register: LocalRegister, path: Path) -> int:
    """Import one file and say what came of it."""
    try:
        found = read_register(path)
    except Unreadable as exc:
        print(exc, file=sys.stderr)
        return 2
    print(taken_in(register, found))
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
