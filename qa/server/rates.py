"""Rates: how much one client may ask for within a while."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

if TYPE_CHECKING:
    from starlette.types import Scope

# A wrong key counts as so many requests.
WRONG_KEY_COST = 10


class Rates:
    """Minutes that begin with a client's first request; its requests may come all at once.

    Args:
        per_minute: the requests that a client may send.

    """

    def __init__(self, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
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
