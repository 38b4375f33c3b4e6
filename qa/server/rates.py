"""Rates: how much one client may ask for within a while."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

if TYPE_CHECKING:
    from starlette.types import Scope

# This part of a minute's requests may come at once, in a window that is as much shorter than the minute.
BURST_SHARE = 4
# A wrong key counts as so many requests.
WRONG_KEY_COST = 10


class Rates:
    """Windows that begin with a client's first request.

    Args:
        per_minute: the requests that a client may send.

    """

    def __init__(self, per_minute: int) -> None:
        at_once = max(1, per_minute // BURST_SHARE)
        self._limit = RateLimitItemPerSecond(at_once, math.ceil(60 * at_once / per_minute))
        self._windows = FixedWindowRateLimiter(MemoryStorage())

    def take(self, client: str) -> int:
        """Count a request; returns 0, or in how many seconds there is room for one."""
        if self._windows.hit(self._limit, client):
            return 0
        left = self._windows.get_window_stats(self._limit, client).reset_time - time.time()
        return max(1, math.ceil(left))

    def punish(self, client: str) -> None:
        """Count a wrong key."""
        self._windows.hit(self._limit, client, cost=WRONG_KEY_COST)


def client_of(scope: Scope) -> str:
    """The address that a request came from, or the one that a trusted proxy names."""
    return scope["client"][0] if scope.get("client") else "-"
