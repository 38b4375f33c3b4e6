"""Threads: where the service's work is waited for while the server goes on listening."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter, to_thread

if TYPE_CHECKING:
    from qa.service import Service

# Beside those that wait for work, so many may be told at the same time that there is no room.
SPARE = 16

T = TypeVar("T")


class Threads:
    """Threads for all that the service has room for, so that nothing waits before it unseen."""

    def __init__(self, service: Service) -> None:
        self._limiter = CapacityLimiter(SPARE + sum(workers.room for workers in service.workers))

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives, once it is done."""
        return await to_thread.run_sync(work, limiter=self._limiter)
