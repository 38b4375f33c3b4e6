"""Leaving: what is done for a client ends once the client has left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from qa.deadline import CALLER, Caller

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Leaving:
    """ASGI middleware that gives the work of each request its caller, and tells when that one has left.

    A change that has begun comes to its end all the same.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its connection watched once its body is there."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        caller = Caller()
        watching: asyncio.Task[None] | None = None

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            caller.leave()

        async def receiving() -> Message:
            nonlocal watching
            message = await receive()
            if message["type"] == "http.disconnect":
                caller.leave()
            elif not message.get("more_body", False) and watching is None:
                watching = asyncio.create_task(watch())
            return message

        CALLER.set(caller)
        try:
            await self._app(scope, receiving, send)
        finally:
            if watching is not None:
                watching.cancel()
