"""The door: ``python app.py`` opens the page on one port, loopback unless KUANYAN_HOST says otherwise."""

from __future__ import annotations

import os
import sys

# Before Gradio is imported: nothing of this product reports to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("GRADIO_RUN_HISTORY", "False")

from corpus.errors import CorpusError
from index.errors import IndexProblem
from settings import Settings, load_settings


def main() -> int:
    """Serve until stopped. 0 stopped by the user, 2 unusable settings or address, 1 anything else."""
    try:
        settings = load_settings()
    except ValueError as exc:
        return _tell(str(exc), 2)
    from web.words import words

    _say(words()["starting"])
    return _open(settings)


def _open(settings: Settings) -> int:
    from web.serving import CannotListen, build_app, serve, take_port
    from web.words import words

    try:
        sock = take_port(settings.host, settings.port)
    except CannotListen as exc:
        return _tell(str(exc), 2)
    from assistant.pipeline import Assistant

    try:
        assistant = Assistant.open(settings)
    except (CorpusError, IndexProblem, OSError) as exc:
        sock.close()
        return _tell(str(exc), 1)
    for problem in assistant.library.problems():
        _tell(problem.message, 0)
    _say(words()["building_page"])
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{shown}:{settings.port}"
    try:
        built = build_app(assistant)
    except CorpusError as exc:
        sock.close()
        return _tell(str(exc), 2)
    serve(built, sock, lambda: _say(words()["ready"].format(url=url)))
    _say(words()["stopped"])
    return 0


def _say(message: str) -> None:
    print(message, flush=True)


def _tell(message: str, status: int) -> int:
    print(message, file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
