"""The desk alone, in a process of its own, for the browser tests: ``python tests/desk_server.py PORT``."""

from __future__ import annotations

import sys

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from assistant.pipeline import Assistant
from web.officer import officer_desk
from web.page import STATIC


def main(port: int) -> None:
    """Serve on loopback until ended; the data folder is KUANYAN_HOME."""
    app = FastAPI()
    app.add_api_route("/favicon.ico", lambda: FileResponse(STATIC / "mark.png"))
    app.mount("/kuanyan", StaticFiles(directory=STATIC))
    mounted = gr.mount_gradio_app(
        app, officer_desk(Assistant.open()), path="/officer", footer_links=[], run_history=False,
        ssr_mode=False, mcp_server=False, enable_monitoring=False,
    )  # fmt: skip
    uvicorn.run(mounted, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]))
