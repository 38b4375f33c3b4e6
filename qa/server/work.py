"""Workers: a few threads with a short queue, so that a server under load says so instead of hanging."""

from __future__ import annotations

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from index.errors import CitedQAError

LONGEST_RETRY_SECONDS = 60

T = TypeVar("T")
logger = logging.getLogger("cited_qa")


class Busy(CitedQAError):
    """The queue is full.

    Attributes:
        retry_seconds: when to try again.

    """

    def __init__(self, message: str, retry_seconds: int) -> None:
        super().__init__(message)
        self.retry_seconds = retry_seconds


class TooSlow(CitedQAError):
    """A request took longer than it may."""


class WorkFailed(CitedQAError):
    """A worker failed in a way that nobody foresaw; the log says how."""


class Workers:
    """Threads that do one kind of work, and the queue before them.

    Args:
        name: what they do, for messages and threads' names.
        threads: how many work at once.
        waiting: how many pieces of work may wait.

    """

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self.name = name
        self._threads = threads
        self._room = threads + waiting
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=f"qa-{name}")
        self._lock = threading.Lock()
        self._pending = 0
        self._usual_seconds = 0.2

    @property
    def pending(self) -> int:
        """Pieces of work that are being done or wait."""
        return self._pending

    async def run(self, work: Callable[[], T], seconds: float) -> T:
        """Do a piece of work within some seconds, waiting included.

        Work that has begun cannot be broken off: it goes on to its end, counted as pending until then.

        Raises:
            Busy: if the queue is full.
            TooSlow: if the time is over.
            WorkFailed: if the work raised what is not an error of this project; that one is logged.

        """
        future = self._submit(work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except TimeoutError:
            raise TooSlow(
                f"It took more than {seconds:g} seconds; ask again later, or ask for less."
            ) from None
        except CitedQAError:
            raise
        except Exception as error:
            logger.exception("A %s worker failed.", self.name)
            raise WorkFailed(
                f"A worker failed ({type(error).__name__}); the server's log says why."
            ) from error

    def close(self) -> None:
        """Let what has begun come to its end; what waits is given up."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._pending >= self._room:
                raise Busy(
                    f"The server has {self._pending} requests of this kind at hand; try again later.",
                    self._retry_seconds(),
                )
            self._pending += 1
        try:
            future = self._executor.submit(self._timed, work)
        except RuntimeError:
            self._release()
            raise Busy("The server is stopping; try again later.", LONGEST_RETRY_SECONDS) from None
        future.add_done_callback(lambda _: self._release())
        return future

    def _timed(self, work: Callable[[], T]) -> T:
        started = time.monotonic()
        try:
            return work()
        finally:
            self._usual_seconds += 0.1 * (time.monotonic() - started - self._usual_seconds)

    def _release(self) -> None:
        with self._lock:
            self._pending -= 1

    def _retry_seconds(self) -> int:
        expected = self._pending * self._usual_seconds / self._threads
        return max(1, min(LONGEST_RETRY_SECONDS, math.ceil(expected)))
