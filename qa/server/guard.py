"""The guard: Host, Origin, key and rate of every request, looked at before anything reads it."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import Response

from qa.server.login import login_page
from qa.server.problems import problem
from qa.server.rates import Rates, client_of
from qa.server.settings import LOOPBACK_NAMES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from qa.server.access import Access
    from qa.server.settings import Settings

# Open to everybody: what a supervisor asks, and the way in.
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/login"})
# The page's own files and its listening cost nothing; everything else is counted.
UNCOUNTED = ("/assets/", "/static/", "/gradio_api/heartbeat/", "/gradio_api/app_id", "/healthz", "/theme.css")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = (b"x-forwarded-", b"forwarded", b"x-gradio-", b"x-direct-url")


class Guard:
    """ASGI middleware that lets through what is addressed to this server, by somebody who may use it.

    Args:
        app: what it guards.
        settings: whom it lets through.
        access: the key.
        rates: how much one client may ask for.

    """

    def __init__(self, app: ASGIApp, settings: Settings, access: Access, rates: Rates) -> None:
        self._app = app
        self._access = access
        self._hosts = {name.lower() for name in (*LOOPBACK_NAMES, *settings.allowed_hosts)}
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a problem, or pass the request on."""
        if scope["type"] == "websocket":  # nothing here speaks it
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
            _forget_forwarding(scope)
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        return (
            self._wrong_host(headers, scope)
            or self._wrong_origin(headers, scope)
            or self._too_many(headers, scope)
            or self._no_key(headers, scope)
        )

    def _wrong_host(self, headers: Headers, scope: Scope) -> Response | None:
        """DNS rebinding: a page whose name was pointed at this machine still sends its own name as Host."""
        sent = headers.getlist("host")
        if len(sent) == 1:
            name = _name(sent[0])
            if name in self._hosts or _is_address(name, scope):
                return None
        return problem(
            421, "This server does not go by the name in the Host header; see --allowed-host.", "host"
        )

    def _wrong_origin(self, headers: Headers, scope: Scope) -> Response | None:
        """Cross-site requests: what a browser sends for another page says so in Origin or Sec-Fetch-Site."""
        refusal = problem(403, "Requests from other sites' pages are refused.", "origin")
        origin = headers.get("origin")
        if origin is not None:
            own = headers["host"].lower()
            return None if origin.lower() in (f"http://{own}", f"https://{own}") else refusal
        site = headers.get("sec-fetch-site", "none")
        if site in ("same-origin", "none"):
            return None
        is_link = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        return None if is_link and headers.get("sec-fetch-dest") == "document" else refusal

    def _too_many(self, headers: Headers, scope: Scope) -> Response | None:
        if scope["path"].startswith(UNCOUNTED) and self._access.shown(headers) is None:
            return None
        seconds = self._rates.take(client_of(scope))
        if seconds == 0:
            return None
        detail = f"Too many requests came from this address; try again in {seconds} seconds."
        return problem(429, detail, "rate", {"Retry-After": str(seconds)})

    def _no_key(self, headers: Headers, scope: Scope) -> Response | None:
        if self._access.is_open or scope["path"] in OPEN_PATHS:
            return None
        key = self._access.shown(headers)
        if key is not None:
            if self._access.is_key(key):
                return None
            self._rates.punish(client_of(scope))
            return _unauthorized("The API key is not the server's.")
        if self._access.has_session(headers):
            return self._forged(headers, scope)
        if scope["method"] == "GET" and scope["path"] == "/" and "text/html" in headers.get("accept", ""):
            return login_page(scope["query_string"].decode("latin-1"), status=401)
        return _unauthorized("Send the API key as “Authorization: Bearer KEY” or “X-API-Key: KEY”.")

    def _forged(self, headers: Headers, scope: Scope) -> Response | None:
        """A cookie comes by itself, so a change has to be shown to come from this server's own page."""
        if scope["method"] in SAFE_METHODS:
            return None
        if headers.get("origin") is not None or headers.get("sec-fetch-site") == "same-origin":
            return None
        return problem(403, "A change with a session has to come from this server's own page.", "origin")


def _unauthorized(detail: str) -> Response:
    return problem(401, detail, "key", {"WWW-Authenticate": 'Bearer realm="cited-qa"'})


def _name(host: str) -> str:
    """A Host header's name without its port."""
    host = host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].removesuffix(".")


def _is_address(name: str, scope: Scope) -> bool:
    """Whether a host is the very address the connection came in at; names can be rebound, addresses not."""
    try:
        server = ipaddress.ip_address((scope.get("server") or ("", 0))[0])
        return ipaddress.ip_address(name.strip("[]")) == server
    except ValueError:
        return False


def _forget_forwarding(scope: Scope) -> None:
    """Drop what proxies say: uvicorn has heard the trusted ones already, and Gradio would hear anybody."""
    kept = [(name, value) for name, value in scope["headers"] if not name.startswith(_FORWARDED)]
    scope["headers"] = [*kept, (b"x-forwarded-proto", scope.get("scheme", "http").encode())]
