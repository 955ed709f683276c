"""A visitor without a browser: asks over the page's own queue and times what comes back."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

_API = "/gradio_api"
_SEEN = "data-say"  # stands in the page from the first step that shows an outcome


@dataclass(frozen=True)
class Timed:
    """Seconds from sending until the outcome is there, and until the whole answer is."""

    outcome: float
    whole: float


class Chat:
    """One conversation. ``event``: which of the page's events asks, from ``asking_event``."""

    def __init__(self, client: httpx.AsyncClient, event: int) -> None:
        self._client, self._event, self._session = client, event, uuid4().hex

    async def ask(self, question: str) -> Timed:
        """Ask and wait for the whole answer. Raises RuntimeError when the page gives an error."""
        start = time.perf_counter()
        body = {"data": [question, None], "fn_index": self._event, "session_hash": self._session}
        joined = await self._client.post(f"{_API}/queue/join", json=body)
        joined.raise_for_status()
        name, seen = joined.json()["event_id"], 0.0
        address = f"{_API}/queue/data?session_hash={self._session}"
        async with self._client.stream("GET", address) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                told = json.loads(line.removeprefix("data:"))
                if told.get("event_id") != name:
                    continue
                if not seen and _SEEN in line:
                    seen = time.perf_counter() - start
                if told["msg"] == "process_completed":
                    if not told.get("success") or not seen:
                        raise RuntimeError(f"the page gave no answer: {line[:300]}")
                    return Timed(seen, time.perf_counter() - start)
        raise RuntimeError("the stream ended before the answer")


async def asking_event(client: httpx.AsyncClient) -> int:
    """The number of the page's event that takes a question: the one that the input box submits."""
    config: dict[str, Any] = (await client.get("/config")).json()
    box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "ky-box")
    return next(int(d["id"]) for d in config["dependencies"] if [box, "submit"] in d["targets"])
