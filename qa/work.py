"""Workers: a few threads with a short queue, so that a server under load says so instead of hanging."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from index import CitedQAError
from qa.deadline import CALLER, Deadline

LONGEST_RETRY_SECONDS = 60
# The longest time limit that may be asked for; timers have an end, and infinity is none.
MAX_SECONDS = 1_000_000.0

T = TypeVar("T")
logger = logging.getLogger("cited_qa")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much work is done at once, and how long a piece of it may take.

    Attributes:
        workers: questions and searches that are worked on at once.
        waiting: how many of them may wait for a worker.
        answer_seconds: time that a question or a search may take, waiting included.
        write_seconds: time that a change or an evaluation may take, waiting included.

    """

    workers: int = 2
    waiting: int = 16
    answer_seconds: float = 30.0
    write_seconds: float = 300.0


class Busy(CitedQAError):
    """There is no room for more work.

    Attributes:
        retry_seconds: when to try again.

    """

    def __init__(self, reason: str, retry_seconds: int) -> None:
        super().__init__(reason)
        self.retry_seconds = retry_seconds


class WorkFailed(CitedQAError):
    """A piece of work failed in a way that nobody foresaw; the log says how."""


class Workers:
    """Threads that do one kind of work, and the queue before them.

    Args:
        name: what they do, for messages and threads' names.
        threads: how many work at once.
        waiting: how many pieces of work may wait.

    Attributes:
        room: how many pieces of work are done or wait at most.

    """

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self.name = name
        self.room = threads + waiting
        self._threads = threads
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=f"qa-{name}")
        self._lock = threading.Lock()
        self._pending = 0
        self._usual_seconds = 0.2

    @property
    def pending(self) -> int:
        """Pieces of work that are being done or wait."""
        return self._pending

    def run(self, work: Callable[[Deadline], T], seconds: float) -> T:
        """Do a piece of work within some seconds, waiting included; one whose caller leaves is given up.

        Work that does not look at its deadline goes on to its end, counted as pending until then.

        Raises:
            Busy: if the queue is full.
            TooSlow: if the time is over.
            NobodyWaits: if the caller has left.
            WorkFailed: if the work raised what is not an error of this project; that one is logged.

        """
        deadline = Deadline(seconds, CALLER.get())
        return self.run_until(deadline, lambda: work(deadline))

    def run_until(self, deadline: Deadline, work: Callable[[], T]) -> T:
        """Do a piece of work within a time that has begun before; else as `run`."""
        future = self.begin(work)
        deadline.on_leaving(future.cancel)
        try:
            return _awaited(future, deadline)
        except TimeoutError:
            future.cancel()
            deadline.check()
            raise
        except Busy:
            deadline.check()
            raise

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """Have a piece of work done; errors as of `run`, where they show."""
        with self._lock:
            if self._pending >= self.room:
                raise Busy(
                    "The server has as many requests of this kind as it takes; try again later",
                    self._retry_seconds(),
                )
            self._pending += 1
        try:
            future = self._executor.submit(self._done, work)
        except RuntimeError:
            self._release()
            raise _stopping() from None
        future.add_done_callback(lambda _: self._release())
        return future

    def close(self) -> None:
        """Let what has begun come to its end; what waits is given up."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _done(self, work: Callable[[], T]) -> T:
        started = time.monotonic()
        try:
            return work()
        except CitedQAError:
            raise
        except Exception as error:
            logger.exception("A %s worker failed.", self.name)
            raise WorkFailed(f"Something went wrong ({type(error).__name__}); the log says what") from error
        finally:
            self._usual_seconds += 0.1 * (time.monotonic() - started - self._usual_seconds)

    def _release(self) -> None:
        with self._lock:
            self._pending -= 1

    def _retry_seconds(self) -> int:
        expected = self._pending * self._usual_seconds / self._threads
        return max(1, min(LONGEST_RETRY_SECONDS, math.ceil(expected)))


def outcome(future: Future[T], seconds: float | None = None) -> T:
    """What a piece of work gives within some seconds; errors as of the work, `Busy` if it was given up."""
    try:
        return future.result(seconds)
    except CancelledError:
        raise _stopping() from None


def _awaited(future: Future[T], deadline: Deadline) -> T:
    while True:
        try:
            return outcome(future, deadline.left)
        except TimeoutError:
            if future.done() or not deadline.left:  # else something was prepared meanwhile
                raise


def _stopping() -> Busy:
    return Busy("The server is stopping; try again later", LONGEST_RETRY_SECONDS)
