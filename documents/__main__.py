"""``python -m documents verify FILE.zip``: is a case file as made? 0 yes, 1 no, 2 cannot be checked."""

from __future__ import annotations

import sys
from pathlib import Path

from documents.verifying import NotACaseFile, faults, summary
from documents.words import words


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] != "verify":
        print(words()["verify"]["usage"], file=sys.stderr)
        return 2
    path = Path(arguments[1])
    try:
        found = faults(path)
        print("\n".join(found) or summary(path))
    except NotACaseFile as exc:
        print(exc, file=sys.stderr)
        return 2
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
