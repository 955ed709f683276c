"""One form for every error told to a program: application/problem+json (RFC 9457), in Chinese."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str,
    then: str = "",
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """``kind`` ends the problem's type; ``detail`` says what is wrong and ``then`` what to do next."""
    body = {
        "type": f"urn:kuanyan:problem:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        **({"next": then} if then else {}),
        **more,
    }
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)
