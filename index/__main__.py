"""python -m index build|status|search|vectors: builds, describes and asks the index."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 2: unusable input, one line on standard error; 1: anything else."""
    parser = argparse.ArgumentParser(prog="python -m index", description="索引：建立、查看、检索")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    build = commands.add_parser("build", help="建立或更新索引，带进度条，随时可以中断")
    build.add_argument("--full", action="store_true", help="全部重建")
    status = commands.add_parser("status", help="索引里有什么，是否过期")
    status.add_argument("--json", action="store_true", help="输出 JSON")
    commands.add_parser("search", help="检索：标准输入每行一个 JSON 问题，标准输出每行一个结果")
    commands.add_parser("vectors", help="重新生成随程序发布的预置向量")
    arguments = parser.parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)

    from corpus.errors import CorpusError
    from index import commands as run
    from index.errors import IndexProblem
    from settings import load_settings

    try:
        settings = load_settings()
    except ValueError as exc:
        print(exc, file=sys.stderr)
        return 2
    try:
        if arguments.command == "build":
            return run.build_index(settings, full=arguments.full)
        if arguments.command == "status":
            return run.show_status(settings, as_json=arguments.json)
        if arguments.command == "search":
            return run.search_lines(settings, sys.stdin.buffer, sys.stdout)
        return run.make_vectors(settings)
    except CorpusError as exc:
        print(exc, file=sys.stderr)
        return 2
    except IndexProblem as exc:
        print(exc, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已中断；原有索引没有改动。", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
