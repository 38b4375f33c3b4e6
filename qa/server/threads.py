"""Threads: where the service's work is waited for while the server goes on listening."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter, get_cancelled_exc_class, to_thread

from qa.deadline import CALLER, Caller

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
        """What the work gives, once it is done; where this is cancelled, nobody waits for it any more."""
        caller = Caller()
        if outer := CALLER.get():
            outer.on_leaving(caller.leave)
        before = CALLER.set(caller)
        try:
            return await to_thread.run_sync(work, limiter=self._limiter, abandon_on_cancel=True)
        except get_cancelled_exc_class():
            caller.leave()
            raise
        finally:
            CALLER.reset(before)
