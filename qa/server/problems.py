"""Problems: every error as RFC 9457 problem JSON; the one place where errors become statuses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from index import (
    CitedQAError,
    DocumentError,
    FormatMismatch,
    IndexCorrupt,
    IndexLocked,
    IndexNotFound,
    ModelError,
    ModelMismatch,
    QuestionError,
    StorageError,
    UnknownDocument,
)
from qa.deadline import NobodyWaits, TooSlow
from qa.evaluation.questions import QuestionSetError
from qa.keeping.names import UnsupportedKind
from qa.remedies import HTTP, worded
from qa.work import Busy, WorkFailed

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
# Nobody gets it; the log and the metrics show it. nginx writes the same.
CLIENT_LEFT = 499

# The most particular class decides; what is not named here is the server's own fault.
STATUSES: Mapping[type[CitedQAError], tuple[int, str]] = {
    QuestionError: (422, "question"),
    QuestionSetError: (422, "question-set"),
    DocumentError: (422, "document"),
    UnknownDocument: (404, "unknown-document"),
    UnsupportedKind: (415, "unsupported-document"),
    Busy: (503, "busy"),
    TooSlow: (504, "too-slow"),
    NobodyWaits: (CLIENT_LEFT, "left"),
    WorkFailed: (503, "worker-failed"),
    IndexLocked: (503, "index-locked"),
    IndexCorrupt: (503, "index-unusable"),
    IndexNotFound: (503, "index-unusable"),
    FormatMismatch: (503, "index-unusable"),
    ModelMismatch: (503, "index-unusable"),
    ModelError: (503, "model-unusable"),
    StorageError: (503, "storage"),
}


def problem(
    status: int,
    detail: str,
    kind: str | None = None,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    """A response that says what is wrong: `type`, `title`, `status`, `detail`, and `errors` by place."""
    body: dict[str, Any] = {
        "type": f"urn:cited-qa:problem:{kind}" if kind else "about:blank",
        "title": _title(status, kind),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    # In ASCII: an error may have to tell of words that are not valid Unicode.
    return Response(json.dumps(body), status, dict(headers or {}), MEDIA_TYPE)


def problem_of(error: CitedQAError) -> Response:
    """The response to an error of this project."""
    status, kind = next(
        (STATUSES[known] for known in type(error).__mro__ if known in STATUSES), (500, "internal")
    )
    headers = {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        seconds = error.retry_seconds if isinstance(error, Busy) else RETRY_SECONDS
        headers["Retry-After"] = str(seconds)
    return problem(status, worded(HTTP, *error.findings), kind, headers)


def install(app: FastAPI) -> None:
    """Have an application answer every error with a problem."""
    app.add_exception_handler(CitedQAError, _on_error)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(Exception, _on_unforeseen)


async def _on_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, CitedQAError)  # noqa: S101  (registered for it)
    return problem_of(error)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(sorted(_methods(request)))
    return problem(error.status_code, _said(error), headers=headers)


def _methods(request: Request) -> set[str]:
    """What every route of this address takes; Starlette's own answer names those of the first route."""
    matching = (route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE)
    return {method for route in matching for method in getattr(route, "methods", None) or ()}


async def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    faults = [
        {"at": ".".join(str(part) for part in fault["loc"]), "reason": str(fault["msg"])}
        for fault in error.errors()
    ]
    return problem(
        422, "The request is not as the API describes it; see /openapi.json.", "invalid", None, faults
    )


async def _on_unforeseen(_: Request, __: Exception) -> Response:
    return problem(500, "The server met an error that nobody foresaw; its log says which.", "internal")


def _said(error: HTTPException) -> str:
    sentences = {
        400: "The body is not what its Content-Type says it is; see /openapi.json for what is taken.",
        404: "There is nothing here; /openapi.json lists what there is.",
        405: "This method is not for this address; /openapi.json lists what there is.",
    }
    return sentences.get(error.status_code, str(error.detail))


def _title(status: int, kind: str | None) -> str:
    if kind is None:
        return HTTPStatus(status).phrase
    return kind.replace("-", " ").capitalize()
