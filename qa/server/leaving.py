"""Leaving: what is done for a client ends once the client has left, or once the server waits no longer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from qa.deadline import CALLER, Caller
from qa.server.problems import problem
from qa.work import LONGEST_RETRY_SECONDS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Leaving:
    """ASGI middleware that gives the work of each request its caller, and tells when that one has left.

    A change that has begun comes to its end all the same. A stopping server gives its requests up by
    cancelling them; they are answered nevertheless.
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

        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        CALLER.set(caller)
        try:
            await self._app(scope, receiving, sending)
        except asyncio.CancelledError:
            caller.leave()
            if has_begun:
                raise
            await _stopping(scope, receive, send)
        finally:
            if watching is not None:
                watching.cancel()


async def _stopping(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "The server is stopping; a change that had begun may still be made, so try again later."
    await problem(503, detail, "busy", {"Retry-After": str(LONGEST_RETRY_SECONDS)})(scope, receive, send)
