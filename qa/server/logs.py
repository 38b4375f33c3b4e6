"""Logs: one line for each request, as text or JSON, without the words of questions unless asked for."""

from __future__ import annotations

import json
import logging
import sys
import time
import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders

from qa.server.rates import client_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.server.metrics import Metrics

access = logging.getLogger("cited_qa.access")


class AccessLog:
    """ASGI middleware that numbers requests, logs them and counts them.

    Args:
        app: what answers.
        metrics: what counts.
        with_questions: whether the words of questions may stand in the log.

    """

    def __init__(self, app: ASGIApp, metrics: Metrics, with_questions: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._with_questions = with_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, then tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = uuid.uuid4().hex
        status = 500
        began = time.perf_counter()
        scope.setdefault("state", {})

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = number
            await send(message)

        self._metrics.began()
        try:
            await self._app(scope, receive, noting)
        finally:
            self._tell(scope, number, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, number: str, status: int, seconds: float) -> None:
        route, state = route_of(scope), scope["state"]
        self._metrics.ended(route, method_of(scope), status, seconds, state.get("outcome"))
        facts: dict[str, Any] = {
            "client": client_of(scope),
            "method": method_of(scope),
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "request": number,
        }
        if self._with_questions and "question" in state:
            facts["question"] = state["question"]
        said = " ".join(f"{name}={_shown(value)}" for name, value in facts.items())
        level = logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
        access.log(level, "%s", said, extra={"facts": facts})


class JsonLines(logging.Formatter):
    """Log records as JSON, one a line."""

    def format(self, record: logging.LogRecord) -> str:
        """A record's line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        facts = getattr(record, "facts", None)
        line |= facts if facts is not None else {"message": record.getMessage()}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configure_logs(as_json: bool = False, requests: bool = False) -> None:
    """Send all logs to standard error; of requests, those that failed, or all where that is asked for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonLines() if as_json else logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("cited_qa").setLevel(logging.INFO)
    access.setLevel(logging.INFO if requests else logging.WARNING)


def route_of(scope: Scope) -> str:
    """The route's pattern, never the path itself, which may hold anything."""
    route = scope.get("route")
    if route is not None and hasattr(route, "path"):
        return str(route.path) or "page"
    return "page" if scope.get("app_root_path") is not None or "gradio" in scope["path"] else "other"


def method_of(scope: Scope) -> str:
    """The request's method, where it is one that is known."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"


def _shown(value: object) -> str:
    return (
        json.dumps(value) if isinstance(value, str) and not value.replace("-", "").isalnum() else str(value)
    )
