"""Keep the figures of a run: JSON with machine, date and commit, one file a kind of run."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def record(name: str, figures: dict[str, Any], folder: Path = RESULTS) -> Path:
    """Append a run to ``folder/name.json`` and return the file."""
    day = datetime.now(UTC).date().isoformat()
    run = {"date": day, "commit": commit(), "machine": machine(), "figures": figures}
    return append(folder / f"{name}.json", run)


def append(file: Path, run: dict[str, Any]) -> Path:
    """Add one run to the runs of a file, which is made where there is none."""
    runs = [*recorded(file), run]
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(runs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def recorded(file: Path) -> list[dict[str, Any]]:
    """The runs of a file, oldest first. Raises ValueError where it holds none, so that none is lost."""
    runs: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return runs


def machine() -> str:
    """Processor and cores, as far as the system tells."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text().splitlines()
        model = next((ln.partition(":")[2].strip() for ln in lines if ln.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores"


def commit() -> str:
    """The commit of the working tree, in short."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return done.stdout.strip() or "unknown"
