"""``python -m assistant``: ask, batch, converse and verify, as docs/contract.md has them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from assistant.guard import UnusableInput
from corpus.errors import CorpusError

ROLES = ("business", "officer", "publicity")
_BAD_LINE = "这一行不是可用的 JSON 对象"


class UsageFault(ValueError):
    """Input that the command line cannot use: one Chinese line, exit status 2."""


def main(argv: list[str]) -> int:
    """Exit status 0 done, 2 unusable input (one line on standard error), 1 anything else."""
    options = _parser().parse_args(argv)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except (UnusableInput, UsageFault) as exc:
        print(exc, file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (CorpusError, OSError, ValueError) as exc:
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
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期 {text} 不对，应写成 2026-11-23") from None


def _ask(options: argparse.Namespace) -> int:
    from assistant.pipeline import Assistant

    facts = _facts_file(options.facts) if options.facts else None
    answer = Assistant.open().ask(options.question, options.role, options.as_of, facts)
    sys.stdout.write(answer.model_dump_json(by_alias=True) + "\n" if options.json else answer.answer)
    return 0


def _facts_file(path: Path) -> dict[str, str | float]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise UsageFault(f"读不了事实文件 {path}：{exc.strerror}") from exc
    except ValueError as exc:
        raise UsageFault(f"事实文件 {path} 不是 UTF-8 的 JSON：{exc}") from exc
    return _facts(facts)


def _facts(facts: Any) -> dict[str, str | float]:
    """Facts given by hand: names of corpus/rules/facts.yaml or scalar facts, words or numbers."""
    from corpus.item_schema import item_facts

    if not isinstance(facts, dict):
        raise UsageFault('facts 应是对象，例如 {"first_violation": "yes"}')
    known = item_facts()
    for name, value in facts.items():
        allowed = known[name].values if name in known else ()
        wrong_word = allowed and value not in (*allowed, "unknown")
        if name not in known or wrong_word or isinstance(value, bool | list | dict | None):
            example = f"可用的值：{'、'.join((*allowed, 'unknown'))}" if allowed else "应为数值或已有的事实名"
            raise UsageFault(f"facts 里的 {name}={value!r} 不能用；{example}")
    return facts


def _batch(options: argparse.Namespace) -> int:
    from assistant.pipeline import Assistant

    assistant = Assistant.open()

    def answer(row: dict[str, Any]) -> str:
        facts = _facts(row["facts"]) if row.get("facts") else None
        made = assistant.ask(
            row.get("question", ""), _role(row), _as_of(row), facts, question_id=str(row.get("id", ""))
        )
        return made.model_dump_json(by_alias=True)

    return _each_line(sys.stdin, answer)


def _converse(options: argparse.Namespace) -> int:
    from assistant.conversation import Conversation
    from assistant.pipeline import Assistant

    assistant = Assistant.open()
    held: dict[str, Conversation] = {}

    def answer(row: dict[str, Any]) -> str:
        name = str(row.get("conversation", ""))
        if name not in held:
            held[name] = Conversation(assistant, _role(row), _as_of(row))
        facts = _facts(row["facts"]) if row.get("facts") else None
        made = held[name].turn(row.get("question", ""), facts, str(row.get("id", "")))
        return json.dumps(
            {"conversation": name, **made.model_dump(mode="json", by_alias=True)}, ensure_ascii=False
        )

    return _each_line(sys.stdin, answer)


def _role(row: dict[str, Any]) -> Any:
    role = row.get("role") or "business"
    if role not in ROLES:
        raise UsageFault(f"role={role!r} 不能用，可用的有 {'、'.join(ROLES)}")
    return role


def _as_of(row: dict[str, Any]) -> date | None:
    text = row.get("as_of")
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        raise UsageFault(f"as_of={text!r} 不对，应写成 2026-11-23") from None


def _each_line(source: TextIO, answer: Callable[[dict[str, Any]], str]) -> int:
    """One output line for each input line, in order; a bad line gives its id and the error."""
    for raw in _lines(source):
        row: Any = None
        try:
            row = json.loads(raw)
            if not isinstance(row, dict):
                raise UsageFault(_BAD_LINE)
            line = answer(row)
        except ValueError as exc:
            name = row.get("id") if isinstance(row, dict) else None
            problem = _BAD_LINE if isinstance(exc, json.JSONDecodeError) else str(exc)
            line = json.dumps({"id": name, "error": problem}, ensure_ascii=False)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    return 0


def _lines(source: TextIO) -> Iterator[str]:
    source.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[attr-defined]
    return (line for line in source if line.strip())


def _verify(options: argparse.Namespace) -> int:
    from assistant.verify import check_to_dict, verify
    from corpus.library import Library
    from settings import load_settings

    text = sys.stdin.buffer.read()
    try:
        checks = verify(text.decode("utf-8"), options.as_of or date.today(), Library.open(load_settings()))
    except UnicodeDecodeError as exc:
        raise UsageFault("输入不是 UTF-8 文字，请另存为 UTF-8 再核对") from exc
    json.dump([check_to_dict(c) for c in checks], sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
