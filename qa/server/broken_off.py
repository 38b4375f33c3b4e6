"""Broken off: an upload that ends midway, because whoever sent it stopped it or lost the connection.

Gradio deletes what it has of an upload only where that is malformed: so what is missing of it becomes the
beginning of a part that names no field.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope

_BOUNDARY = re.compile(r'\bboundary="?([^";,\s]+)', re.IGNORECASE)


def ended(scope: Scope, receive: Receive) -> Receive:
    """What hears of an upload, and of one that breaks off as of one that is malformed."""
    boundary = _BOUNDARY.search(Headers(scope=scope).get("content-type", ""))
    is_whole = boundary is None

    async def receiving() -> Message:
        nonlocal is_whole
        message = await receive()
        if message["type"] == "http.disconnect" and not is_whole and boundary:
            end = f"\r\n--{boundary[1]}\r\nA: b\r\n\r\n".encode("latin-1")
            message = {"type": "http.request", "body": end, "more_body": False}
        is_whole = is_whole or not message.get("more_body", False)
        return message

    return receiving
