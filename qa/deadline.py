"""A deadline: how long one piece of work may take, looked at by whoever does it between its steps."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import ContextVar

from index import CitedQAError
from index.models import preparing_seconds


class TooSlow(CitedQAError):
    """A piece of work took longer than it may."""


class NobodyWaits(CitedQAError):
    """Whoever a piece of work was done for has left."""


class Caller:
    """Whoever a piece of work is done for; may leave before it is done."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tell: list[Callable[[], object]] = []
        self._has_left = False

    @property
    def has_left(self) -> bool:
        """Whether nobody waits any more."""
        return self._has_left

    def leave(self) -> None:
        """Wait no longer."""
        with self._lock:
            self._has_left = True
            tell, self._tell = self._tell, []
        for one in tell:
            one()

    def on_leaving(self, tell: Callable[[], object]) -> None:
        """Have something done when nobody waits any more."""
        with self._lock:
            if not self._has_left:
                self._tell.append(tell)
                return
        tell()


# Whom the work of this task or thread is done for, where they can be seen to leave.
CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)


class Deadline:
    """A moment some seconds from now, or when the caller leaves.

    What is prepared once a machine is not part of what is asked: while a network is exported, no time passes.

    Args:
        seconds: how long from now.
        caller: for whom, where that can be seen.

    """

    def __init__(self, seconds: float, caller: Caller | None = None) -> None:
        self.seconds = seconds
        self._caller = caller
        self._end = time.monotonic() + seconds
        self._prepared = preparing_seconds()

    @property
    def left(self) -> float:
        """Seconds until then, 0 once it is past."""
        return max(0.0, self._end - time.monotonic() + preparing_seconds() - self._prepared)

    def on_leaving(self, tell: Callable[[], object]) -> None:
        """Have something done when the caller leaves, where that can be seen."""
        if self._caller:
            self._caller.on_leaving(tell)

    def check(self) -> None:
        """Go on, if there is time left.

        Raises:
            TooSlow: if there is none.
            NobodyWaits: if the caller has left.

        """
        if self._caller and self._caller.has_left:
            raise NobodyWaits("Nobody waits for this any more")
        if not self.left:
            raise TooSlow(f"It took more than {self.seconds:g} seconds; ask again later, or ask for less")
