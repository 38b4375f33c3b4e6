"""Rates: how much one client may ask for, kept as a bucket that fills at a steady pace."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope

# Clients that are remembered; beyond that the longest silent ones are forgotten.
REMEMBERED_CLIENTS = 10_000
WRONG_KEY_TOKENS = 10


class Rates:
    """Buckets of tokens, one for each client.

    Args:
        per_minute: how fast a bucket fills.
        burst: how much it holds.
        clock: seconds that only grow.

    """

    def __init__(self, per_minute: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> int:
        """Take a token; returns 0, or in how many seconds there will be one."""
        with self._lock:
            tokens = self._tokens(client)
            granted = tokens >= 1
            self._keep(client, tokens - 1 if granted else tokens)
            return 0 if granted else math.ceil((1 - tokens) / self._per_second)

    def punish(self, client: str) -> None:
        """Take ten tokens, for a wrong key; what is missing is owed."""
        with self._lock:
            self._keep(client, self._tokens(client) - WRONG_KEY_TOKENS)

    def _tokens(self, client: str) -> float:
        tokens, since = self._buckets.get(client, (self._burst, self._clock()))
        return min(self._burst, tokens + (self._clock() - since) * self._per_second)

    def _keep(self, client: str, tokens: float) -> None:
        self._buckets[client] = (tokens, self._clock())
        self._buckets.move_to_end(client)
        while len(self._buckets) > REMEMBERED_CLIENTS:
            self._buckets.popitem(last=False)


def client_of(scope: Scope) -> str:
    """The address that a request came from, or the one that a trusted proxy names."""
    return scope["client"][0] if scope.get("client") else "-"
