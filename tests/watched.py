"""A program that notes every connection and look-up of its own that leaves the machine."""

from __future__ import annotations

from pathlib import Path

# Python runs a sitecustomize module at start.
_WATCH = """
import sys
def _note(event, args):
    if event == "socket.connect":
        address = args[1]
    elif event == "socket.getaddrinfo":
        address = args[:2]
    else:
        return
    host = address[0] if isinstance(address, tuple) else ""
    host = host.decode() if isinstance(host, bytes) else host
    if host not in ("", None, "localhost", "::1") and not str(host).startswith("127."):
        with open(NOTES, "a") as notes:
            notes.write(f"{event} {address}\\n")
sys.addaudithook(_note)
"""


def watched(folder: Path) -> dict[str, str]:
    """The environment that makes a Python program note its connections in ``folder``."""
    text = f"NOTES = {str(folder / 'connections')!r}\n{_WATCH}"
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def notes_of(folder: Path) -> str:
    """What was noted; "" when nothing left the machine."""
    file = folder / "connections"
    return file.read_text(encoding="utf-8") if file.exists() else ""
