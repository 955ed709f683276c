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
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.json"
    runs = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    day = datetime.now(UTC).date().isoformat()
    runs.append({"date": day, "commit": _commit(), "machine": machine(), "figures": figures})
    file.write_text(json.dumps(runs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def machine() -> str:
    """Processor and cores, as far as the system tells."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text().splitlines()
        model = next((ln.partition(":")[2].strip() for ln in lines if ln.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores"


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return done.stdout.strip() or "unknown"
