"""The application: the page, the HTTP API, MCP and health over one service, behind one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route

from qa.server.access import Access
from qa.server.bodies import BodyLimits
from qa.server.guard import OPEN_PATHS, Guard
from qa.server.headers import SecurityHeaders
from qa.server.health import health
from qa.server.leaving import Leaving
from qa.server.login import login
from qa.server.logs import AccessLog
from qa.server.metrics import Metrics
from qa.server.models import ProblemModel, examples
from qa.server.mounting import mount_page
from qa.server.pictures import pictures
from qa.server.problems import install
from qa.server.rates import Rates
from qa.server.routes import api
from qa.server.threads import Threads
from qa.server.tools import tools

if TYPE_CHECKING:
    from qa.server.settings import Settings
    from qa.service import Service

DESCRIPTION = (
    "Ask documents, get their own words back, each cited by exact character offsets, or be told that they do "
    "not say. For every citation, `text[start:end] == quote` in the named document."
)


def build(service: Service, settings: Settings) -> FastAPI:
    """The application over a service; `state.page` is Gradio's part of it."""
    threads = Threads(service)
    agents = tools(service, threads)
    # The guard looks at Host and Origin for every route, so the SDK need not.
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    mcp_app = agents.streamable_http_app(
        stateless_http=True, json_response=True, transport_security=unchecked
    )

    for route in mcp_app.routes:
        if isinstance(route, Route):  # without sessions nothing ever comes of listening, which is a GET
            route.methods = {"POST"}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with agents.session_manager.run():
            yield

    app = FastAPI(
        title="cited-qa",
        version=version("cited-qa"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # its page would load from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    install(app)
    metrics, access = Metrics(service), Access(settings.api_key)
    rates = Rates(settings.requests_per_minute)
    for part in (
        api(service, threads),
        health(service, metrics),
        login(access, rates),
        pictures(service),
        mcp_app,
    ):
        app.router.routes.extend(part.routes)
    app.state.page = mount_page(app, service)
    _describe(app, access)
    # The last one added is the first to see a request.
    app.add_middleware(Leaving)
    app.add_middleware(BodyLimits, settings=settings)
    app.add_middleware(Guard, settings=settings, access=access, rates=rates)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(AccessLog, metrics=metrics, with_questions=settings.log_questions)
    return app


def _describe(app: FastAPI, access: Access) -> None:
    """Have the OpenAPI document name the problems' model and the ways to show a key."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            parts = schema.setdefault("components", {})
            problem = ProblemModel.model_json_schema(ref_template="#/components/schemas/{model}")
            parts["schemas"] |= problem.pop("$defs", {}) | {ProblemModel.__name__: problem}
            for name, shown in examples().items():
                if name in parts["schemas"]:
                    parts["schemas"][name]["examples"] = shown
            for name in ("HTTPValidationError", "ValidationError"):
                parts["schemas"].pop(name, None)
            if not access.is_open:
                parts["securitySchemes"] = {
                    "bearer": {"type": "http", "scheme": "bearer"},
                    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                }
                schema["security"] = [{"bearer": []}, {"header": []}]
                for path in OPEN_PATHS & schema["paths"].keys():
                    schema["paths"][path]["get"]["security"] = []
            app.openapi_schema = schema
        return app.openapi_schema

    # FastAPI's own way to extend the document.
    app.openapi = described  # type: ignore[method-assign]
