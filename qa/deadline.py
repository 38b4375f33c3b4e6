"""A deadline: how long one piece of work may take, looked at by whoever does it between its steps."""

from __future__ import annotations

import time

from index import CitedQAError


class TooSlow(CitedQAError):
    """A piece of work took longer than it may."""


class Deadline:
    """A moment some seconds from now.

    Args:
        seconds: how long from now.

    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, 0 once it is past."""
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Go on, if there is time left.

        Raises:
            TooSlow: if there is none.

        """
        if not self.left:
            raise TooSlow(f"It took more than {self.seconds:g} seconds; ask again later, or ask for less.")
