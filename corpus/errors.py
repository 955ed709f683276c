"""One error for everything that can be wrong with a data file, in words an editor can act on."""

from __future__ import annotations

from pathlib import Path


class CorpusError(Exception):
    """Base of all errors the corpus raises; the message is Chinese and says what to do next."""


class DataError(CorpusError):
    """A data file holds a wrong value. Names file, line, entry, field, the value and a right example."""

    def __init__(
        self,
        file: Path | str,
        entry: str,
        field: str,
        value: object,
        problem: str,
        example: str,
        line: int | None = None,
    ) -> None:
        self.file, self.entry, self.field, self.value = str(file), entry, field, value
        self.problem, self.example, self.line = problem, example, line
        where = f"{self.file}:{line}" if line else self.file
        super().__init__(
            f"{where} 条目 {entry} 的字段 {field} 有误：{problem}。"
            f"现在写的是 {value!r}，正确写法例如 {example}"
        )
