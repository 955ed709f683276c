"""The pages to read and the publicity desk in a process of their own, without the sign-in in front of it.

``python tests/publicity_world.py PORT`` serves until it is ended and says so once it is ready.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY = "ready"
_ROOT = Path(__file__).parents[1]


@contextmanager
def running_desk(home: Path, port: int) -> Iterator[str]:
    """Start the process over a data folder; gives its address, and ends it after."""
    own = {
        "PYTHONPATH": str(_ROOT),
        "KUANYAN_HOME": str(home),
        "GRADIO_ANALYTICS_ENABLED": "False",
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, str(Path(__file__)), str(port)]
    process = subprocess.Popen(
        command, env={**os.environ, **own}, cwd=_ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        if not any(line.strip() == READY for line in iter(process.stdout.readline, "")):
            raise RuntimeError("the desk did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def main(port: int) -> None:
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.pipeline import Assistant
    from web.browse import browse_router
    from web.page import STATIC
    from web.publicity import publicity_desk

    assistant = Assistant.open()
    app = FastAPI()
    app.include_router(browse_router(assistant))
    app.mount("/kuanyan", StaticFiles(directory=STATIC))
    faces = gr.themes.Base(font=["sans-serif"], font_mono=["monospace"])
    app = gr.mount_gradio_app(
        app, publicity_desk(assistant), path="/publicity", footer_links=[], show_error=False, ssr_mode=False,
        mcp_server=False, theme=faces, head='<link rel="stylesheet" href="/kuanyan/page.css">',
    )  # fmt: skip

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
            await super().startup()
            print(READY, flush=True)

    Server(uvicorn.Config(app, port=port, log_level="warning")).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
