"""``python -m evals determination [dev|blind] [--details]`` or ``python -m evals retrieval``."""

from __future__ import annotations

import sys


def main(argv: list[str]) -> int:
    """Dispatch to one evaluation; exit status 2 for an unknown one."""
    if argv[:1] == ["determination"]:
        from evals.determination import main as run
    elif argv[:1] == ["retrieval"]:
        from evals.retrieval import main as run
    else:
        print("用法：python -m evals determination [dev|blind] [--details]，或 python -m evals retrieval", file=sys.stderr)
        return 2
    return run(argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
