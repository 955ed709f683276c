"""How far a build is, on standard error."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class BuildProgress:
    """A bar that names the step it is at. ``shown`` False: silent."""

    def __init__(self, total: int, shown: bool = True) -> None:
        self._bar: Any = None
        if shown:
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc="建索引", unit="步", file=sys.stderr, mininterval=0.3)

    def step(self, what: str, done: int) -> None:
        """``done`` more rows went through the step ``what``."""
        if self._bar is None:
            return
        if f"建索引 {what}: " != self._bar.desc:
            self._bar.set_description(f"建索引 {what}", refresh=False)
        self._bar.update(done)

    def __enter__(self) -> BuildProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
