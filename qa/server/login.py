"""The way in for a browser: a form that takes the key and gives a session's cookie for it."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from jinja2 import Environment, FileSystemLoader, Template
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.server.access import COOKIE, SESSION_SECONDS
from qa.server.rates import client_of

if TYPE_CHECKING:
    from qa.server.access import Access
    from qa.server.rates import Rates

MAX_KEY_CHARS = 1_000
MAX_QUERY_CHARS = 20_000
STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { display: grid; place-items: center; min-height: 100vh; margin: 0; }
form { display: grid; gap: .75rem; width: min(22rem, 90vw); }
h1 { font-size: 1.25rem; margin: 0; }
input, button { font: inherit; padding: .5rem .75rem; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def login(access: Access, rates: Rates) -> APIRouter:
    """The routes that take a key; `rates` makes guessing slow."""
    router = APIRouter(include_in_schema=False)

    @router.get("/login")
    async def form() -> Response:
        return RedirectResponse("/", 303) if access.is_open else login_page("")

    @router.post("/login")
    async def enter(
        request: Request,
        key: Annotated[str, Form(max_length=MAX_KEY_CHARS)],
        query: Annotated[str, Form(max_length=MAX_QUERY_CHARS)] = "",
    ) -> Response:
        if access.is_open:
            return RedirectResponse("/", 303)
        if not access.is_key(key.strip()):
            rates.punish(client_of(request.scope))
            return login_page(query, status=401, is_wrong=True)
        response = RedirectResponse(f"/?{query}" if query else "/", 303)
        response.set_cookie(
            COOKIE,
            access.session(),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    @router.post("/logout")
    async def leave() -> Response:
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE)
        return response

    return router


def login_page(query: str, status: int = 200, is_wrong: bool = False) -> Response:
    """The form; `query` is what the address asked, to go on with afterwards."""
    page = _template().render(query=query[:MAX_QUERY_CHARS], is_wrong=is_wrong, style=STYLE)
    return HTMLResponse(page, status, {"Content-Security-Policy": POLICY})


@lru_cache(maxsize=1)
def _template() -> Template:
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True).get_template(
        "login.html"
    )
