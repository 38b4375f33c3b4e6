"""The page's place in the server: Gradio at `/`, with the few routes that the page needs and no other."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Match, Mount

from qa.app import build_app
from qa.app.page import first_style, page_options
from qa.server.broken_off import ended
from qa.server.problems import problem
from qa.server.settings import ServerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.service import Service

REMEDY = "install a release that cited-qa was tested with, as pip install --force-reinstall cited-qa does"
WAITING_VISITORS = 64
# Files that visitors sent through the page are looked through and removed at this pace.
CLEANING_SECONDS, KEPT_SECONDS = 600, 3600
# What the page asks of Gradio, and why. A "*" stands for what is below a folder. Gradio's own script writes
# some of these with a slash at the end, and which ones differs between its releases: so none is told by it.
NEEDED = {
    "GET /": "the page",
    "HEAD /": "what supervisors and link checkers ask of a page",
    "GET /favicon.ico": "browsers ask for it unbidden",
    "GET /theme.css": "the theme's colours and fonts",
    "GET /assets/*": "Gradio's scripts and styles",
    "GET /static/js/*": "Gradio's script for pages in frames, without which its page reports an error",
    "GET /gradio_api/startup-events": "Gradio's script says that the page is drawn, and waits for the answer",
    "GET /gradio_api/heartbeat/*": "tells Gradio when a visitor leaves, whose conversation is then forgotten",
    "GET /gradio_api/app_id": "tells the page whether it still talks to the server that it came from",
    "POST /gradio_api/run/predict": "events: ask, choose, remove, judge, export",
    "POST /gradio_api/queue/join": "the event that takes long, and tells how far it is: add",
    "GET /gradio_api/queue/data": "what comes of it",
    "POST /gradio_api/component_server": "the list of documents, names taken, parts of long documents",
    "POST /gradio_api/upload": "files that are added",
}
_FOLDERS = tuple(needed.removesuffix("*") for needed in NEEDED if needed.endswith("*"))
# Gradio links a manifest for installing the page as a program, which its server has only if asked to.
_MANIFEST = re.compile(rb"<link[^>]*\brel=.manifest.[^>]*>")
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


def mount_page(app: FastAPI, service: Service) -> Any:
    """Mount the chat over a service at `/`.

    Returns:
        Gradio's own application.

    """
    folder = service.folder / "page"
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    blocks = build_app(service)
    import gradio  # noqa: PLC0415  (build_app has set its environment)

    options = page_options()
    blocks.queue(max_size=WAITING_VISITORS, api_open=False)
    blocks.delete_cache = (CLEANING_SECONDS, KEPT_SECONDS)
    gradio.mount_gradio_app(
        app,
        blocks,
        path="/",
        max_file_size=service.limits.max_bytes,
        **options,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    mounted = app.router.routes.pop()
    assert isinstance(mounted, Mount)  # noqa: S101  (what mount_gradio_app has just added)
    check_needed(mounted.routes, gradio.__version__)
    page = PageGuard(mounted.app, options["head"], folder)
    app.router.routes.append(PageMount(page))
    return mounted.app


class PageMount(Mount):
    """A mount at `/` that matches what the page needs; any other path is left to the rest of the server."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__("/", app, name="page")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match by path and method."""
        if scope["type"] != "http" or not is_needed(scope["method"], scope["path"]):
            return Match.NONE, {}
        return super().matches(scope)


def is_needed(method: str, path: str) -> bool:
    """Whether the page needs this of Gradio, with a slash at the path's end or without one."""
    if ".." in path or "\\" in path:
        return False
    asked = f"{method} {path}"
    return f"{method} {path.removesuffix('/') or '/'}" in NEEDED or asked.startswith(_FOLDERS)


def check_needed(routes: Sequence[BaseRoute], release: str) -> None:
    """See that Gradio has everything that the page needs, rather than find the page broken later.

    Raises:
        ServerError: if a route is missing from Gradio's own.

    """
    for needed in NEEDED:
        method, path = needed.replace("*", "x").split(" ")
        scopes = [
            {"type": "http", "method": method, "path": shape, "headers": []} for shape in (path, f"{path}/")
        ]
        if not any(route.matches(scope)[0] is Match.FULL for route in routes for scope in scopes):
            raise ServerError(f"Gradio {release} does not serve {needed}, which the page needs; {REMEDY}")


class PageGuard:
    """ASGI middleware around Gradio: the page's content security policy, and no file named by a request.

    Gradio compiles its events and templates from strings in the browser, so `unsafe-eval` is needed; markup
    that got into the page could still run nothing, since inline scripts are allowed by their hash alone.
    """

    def __init__(self, app: ASGIApp, head: str, uploads: Path) -> None:
        self._app = app
        # Gradio writes the head's scripts into the page in the browser.
        self._known = _hashes(head)
        self._first = f"<style>{first_style()}</style>".encode()
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["method"] == "POST" and scope["path"].rstrip("/").endswith("/upload"):
            await self._app(scope, ended(scope, receive), send)
        elif scope["method"] == "POST":
            await self._event(scope, receive, send)
        elif scope["path"].rstrip("/") == "" and scope["method"] == "GET":
            await self._document(scope, receive, send)
        elif scope["path"].rstrip("/").endswith("/queue/data"):
            await self._news(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _document(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Neither compressed nor with a saved state: the page is looked through for its scripts.
        kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        scope = {**scope, "headers": kept, "query_string": b""}
        start: Message = {}
        body = bytearray()

        async def collecting(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                page = _MANIFEST.sub(b"", bytes(body)).replace(b"</head>", self._first + b"</head>", 1)
                headers = MutableHeaders(scope=start)
                headers["Content-Length"] = str(len(page))
                headers["Content-Security-Policy"] = self._policy(page.decode("utf-8", "replace"))
                await send(start)
                await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, collecting)

    async def _news(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What comes of an event; Gradio tells a visitor that it does not know so, and then raises it too."""
        try:
            await self._app(scope, receive, send)
        except (HTTPException, RuntimeError) as error:
            if not isinstance(error.__cause__ or error, HTTPException):
                raise
            await send({"type": "http.response.body", "body": b""})

    async def _event(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An event's JSON: it may name files only that this page was sent before."""
        if not Headers(scope=scope).get("content-type", "").startswith("application/json"):
            await problem(415, "The page's events are JSON.")(scope, receive, send)
            return
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:
            return
        try:
            event = json.loads(body)
        except ValueError:
            await problem(400, "The body is not JSON.")(scope, receive, send)
            return
        if not all(self._was_sent(path) for path in _paths(event)):
            await problem(403, "An event may name no file but one that was sent to the page.", "file")(
                scope, receive, send
            )
            return
        replay: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return replay.pop() if replay else await receive()

        await self._app(scope, again, send)

    def _was_sent(self, path: object) -> bool:
        """Whether a path names a file in the folder of what the page was sent."""
        if not isinstance(path, str) or "\0" in path:
            return False
        return os.path.normpath(path) == path and path.startswith(f"{self._uploads}{os.sep}")

    def _policy(self, page: str) -> str:
        hashes = " ".join(sorted({*self._known, *_hashes(page)}))
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' 'unsafe-eval' {hashes}",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "connect-src 'self'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )


def _hashes(markup: str) -> set[str]:
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(markup))
    return {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}


def _paths(value: object) -> list[object]:
    """What an event names as files: every `path` and `url` of an object that poses as one, at any depth."""
    found: list[object] = []
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            if "path" in one and "meta" in one:
                found.append(one["path"])
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
    return found
