"""Bodies: how large a request's body may be and how long it may take, counted as it arrives."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from index import too_large
from qa.remedies import HTTP, worded
from qa.server.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.server.settings import Settings

UPLOADS = frozenset({"/v1/documents", "/gradio_api/upload"})


class BodyLimits:
    """ASGI middleware that breaks off bodies which are too large or too slow, declared or not."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body watched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_upload = scope["path"].rstrip("/") in UPLOADS
        most = self._settings.max_upload_bytes if is_upload else self._settings.max_body_bytes
        seconds = self._settings.bounds.write_seconds if is_upload else self._settings.body_seconds
        body = _Body(receive, most, asyncio.get_running_loop().time() + seconds)
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > most:
            if "expect" not in headers:  # one who waits to be asked for the body never sends it
                await body.drain()
            await problem(413, _said(declared, most), "too-large")(scope, receive, send)
            return

        started = False

        async def sending(message: Message) -> None:
            # Whatever the application made of a body that was broken off, the client is told the reason.
            nonlocal started
            if body.fault is not None and not started:
                if message["type"] == "http.response.start":
                    await body.drain()
                    await problem(body.fault.status_code, str(body.fault.detail), "body")(
                        scope, receive, send
                    )
                return
            started = True
            await send(message)

        await self._app(scope, body.receive, sending)


class _Body:
    """A request's body on its way in."""

    def __init__(self, receive: Receive, most: int, deadline: float) -> None:
        self._receive = receive
        self._most = most
        self._deadline = deadline
        self._bytes = 0
        self._ended = False
        self._is_whole = False
        self.fault: HTTPException | None = None

    async def receive(self) -> Message:
        if self._ended:  # what comes now is the client's leaving, for which there is no deadline
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise self._broken(
                HTTPException(408, "The body did not arrive in time; send it again.")
            ) from None
        self._bytes += len(message.get("body", b""))
        self._ended = self._is_whole = not message.get("more_body", False)
        if self._bytes > self._most:
            raise self._broken(HTTPException(413, _said(f"more than {self._most:,}", self._most)))
        return message

    async def drain(self) -> None:
        """Let the rest arrive, unread: one who still sends would be cut off before the reason."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._deadline):
                while not self._is_whole:
                    self._is_whole = not (await self._receive()).get("more_body", False)

    def _broken(self, fault: HTTPException) -> HTTPException:
        self.fault, self._ended = fault, True
        return fault


def _said(size: str, most: int) -> str:
    """Why a body is refused, as a file in it would be."""
    sentence = worded(HTTP, *too_large(f"{int(size):,}" if size.isdecimal() else size, most).findings)
    return f"{sentence[0].upper()}{sentence[1:]}"
