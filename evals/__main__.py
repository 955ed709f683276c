"""``python -m evals EVALUATION``: ``determination [dev|blind] [--details]``, ``retrieval`` and the others."""

from __future__ import annotations

import sys
from importlib import import_module

EVALUATIONS = ("determination", "retrieval", "items", "reader", "ranking")
USAGE = (
    f"用法：python -m evals determination [dev|dev2|...|blind] [--details]，或 {'、'.join(EVALUATIONS[1:])}"
)


def main(argv: list[str]) -> int:
    """Dispatch to one evaluation; exit status 2 for an unknown one."""
    if not argv or argv[0] not in EVALUATIONS:
        print(USAGE, file=sys.stderr)
        return 2
    status: int = import_module(f"evals.{argv[0]}").main(argv[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
