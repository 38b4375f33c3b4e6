"""Pictures: a document's pages, one at a time, for the chat to show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Response

if TYPE_CHECKING:
    from qa.service import Service

# Pages are drawn one after another; so many requests hold a thread meanwhile.
WAITING = 4
# A page's address names its file's hash, so that what is kept under it never changes.
KEPT = "private, max-age=86400, immutable"


def pictures(service: Service) -> APIRouter:
    """The route over a service."""
    router = APIRouter(include_in_schema=False)
    limiter = CapacityLimiter(WAITING)

    @router.get("/picture")
    async def picture(
        document: Annotated[str, Query(min_length=1, max_length=1_000)],
        page: Annotated[int, Query(ge=1, le=2**31 - 1)],
        width: Annotated[int, Query(ge=1, le=10_000)],
        file: Annotated[str, Query(max_length=64)] = "",
    ) -> Response:
        """A page of a document as a PNG."""
        draw = partial(service.page_image, document, page, width)
        drawn = await to_thread.run_sync(draw, limiter=limiter)
        return Response(drawn, media_type="image/png", headers={"Cache-Control": KEPT} if file else None)

    return router
