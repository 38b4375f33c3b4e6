"""Health: is the process alive, can it answer, and what has it done; for supervisors and Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from qa.server.models import StatusModel
from qa.server.routes import documented

if TYPE_CHECKING:
    from qa.server.metrics import Metrics
    from qa.service import Service


def health(service: Service, metrics: Metrics) -> APIRouter:
    """The routes over a service."""
    router = APIRouter()

    @router.get("/healthz", summary="Is the process alive", operation_id="healthz", responses=documented())
    async def healthz() -> StatusModel:
        """Alive, whatever the index is like."""
        return StatusModel(status="alive")

    @router.get("/readyz", summary="Can it answer", operation_id="readyz", responses=documented())
    def readyz() -> StatusModel:
        """Ready when the index can be searched; else a problem that says why not."""
        service.check()
        return StatusModel(status="ready")

    @router.get(
        "/metrics",
        summary="Prometheus metrics",
        operation_id="metrics",
        responses=documented() | {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
        response_class=Response,
    )
    async def shown() -> Response:
        """Counters and queues in Prometheus' text format."""
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return router
