"""``python -m assistant``: ask, batch, converse and verify, as docs/contract.md has them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from assistant.given import Row, UsageFault, day_of, each_line, facts_of, given_facts, name_of, role_of
from assistant.guard import UnusableInput, check_day, clean_question
from assistant.models import ROLES
from corpus.errors import CorpusError
from corpus.validity import NotCovered
from index.errors import IndexProblem


def main(argv: list[str]) -> int:
    """Exit status 0 done, 2 unusable input (one line on standard error), 1 anything else."""
    options = _parser().parse_args(argv)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except (UnusableInput, UsageFault, NotCovered) as exc:
        print(exc, file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("已中断；原有索引没有改动。", file=sys.stderr)
        return 1
    except (CorpusError, IndexProblem, OSError, ValueError) as exc:
        print(f"出错了：{exc}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="柔性执法的判定与依据")
    commands = parser.add_subparsers(required=True, metavar="命令")
    ask = commands.add_parser("ask", help="回答一个问题")
    ask.add_argument("question", help="问题")
    ask.add_argument("--role", choices=ROLES, default="business", help="谁在问")
    ask.add_argument("--as-of", type=_day, default=None, help="按哪一天的法律，例如 2026-11-23")
    ask.add_argument("--facts", type=Path, help='已核实的事实，JSON 文件，例如 {"first_violation": "yes"}')
    ask.add_argument("--json", action="store_true", help="输出 Answer 对象")
    ask.set_defaults(run=_ask)
    commands.add_parser("batch", help="逐行回答 JSONL").set_defaults(run=_batch)
    commands.add_parser("converse", help="多轮对话 JSONL").set_defaults(run=_converse)
    verify = commands.add_parser("verify", help="核对文字里的法条引用")
    verify.add_argument("--as-of", type=_day, default=None, help="按哪一天的法律")
    verify.set_defaults(run=_verify)
    return parser


def _day(text: str) -> date:
    try:
        return check_day(date.fromisoformat(text))
    except UnusableInput as exc:
        raise argparse.ArgumentTypeError(str(exc)) from None
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期 {text} 不对，应写成 2026-11-23") from None


def _ask(options: argparse.Namespace) -> int:
    from assistant.pipeline import Assistant
    from settings import load_settings

    facts = _facts_file(options.facts) if options.facts else None
    settings = load_settings()
    clean_question(options.question, settings.max_question_chars)  # refused before an index is built for it
    answer = Assistant.open(settings).ask(options.question, options.role, options.as_of, facts)
    sys.stdout.write(answer.model_dump_json(by_alias=True) + "\n" if options.json else answer.answer)
    return 0


def _facts_file(path: Path) -> dict[str, str | float]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise UsageFault(f"读不了事实文件 {path}：{exc.strerror}") from exc
    except (ValueError, RecursionError) as exc:
        raise UsageFault(f"事实文件 {path} 不是 UTF-8 的 JSON") from exc
    return given_facts(facts)


def _batch(options: argparse.Namespace) -> int:
    from assistant.pipeline import Assistant

    assistant = Assistant.open()

    def answer(row: Row) -> dict[str, Any]:
        made = assistant.ask(row.get("question", ""), role_of(row), day_of(row), facts_of(row))
        return {**made.model_dump(mode="json", by_alias=True), "id": name_of(row)}

    return each_line(sys.stdin, answer)


def _converse(options: argparse.Namespace) -> int:
    from assistant.conversation import Conversation
    from assistant.pipeline import Assistant

    assistant = Assistant.open()
    held: dict[str, Conversation] = {}

    def answer(row: Row) -> dict[str, Any]:
        name = str(row.get("conversation", ""))
        if name not in held:
            held[name] = Conversation(assistant, role_of(row), day_of(row))
        made = held[name].turn(row.get("question", ""), facts_of(row))
        return {"conversation": name, **made.model_dump(mode="json", by_alias=True), "id": name_of(row)}

    return each_line(sys.stdin, answer)


def _verify(options: argparse.Namespace) -> int:
    from assistant.verify import check_to_dict, verify
    from corpus.library import Library
    from settings import load_settings

    text = sys.stdin.buffer.read()
    try:
        checks = verify(
            text.decode("utf-8-sig"), options.as_of or date.today(), Library.open(load_settings())
        )
    except UnicodeDecodeError as exc:
        raise UsageFault("输入不是 UTF-8 文字，请另存为 UTF-8 再核对") from exc
    json.dump([check_to_dict(c) for c in checks], sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
