"""A process apart: started when it is first asked, again after it died, and killed when it takes too long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO, cast

from index.pipes import receive, send

_START_SECONDS = 60.0
_LAST_SECONDS = 0.5
# Each process works on one processor; a numeric library in it needs no threads of its own.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class ProcessDied(Exception):
    """The process died, or was killed because it took too long.

    Attributes:
        is_late: whether it took too long.

    """

    def __init__(self, ending: str, is_late: bool) -> None:
        super().__init__(ending)
        self.is_late = is_late


class Process:
    """One process that answers messages over its pipes, a reply for each request.

    Args:
        module: the module of this package whose `serve` it runs.

    """

    def __init__(self, module: str) -> None:
        self.is_closed = False
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, *messages: bytes, seconds: float) -> bytes:
        """The reply to a request of one or more messages; for one thread at a time.

        Raises:
            ProcessDied: if there is none.
            OSError, EOFError: if the process cannot be started.

        """
        process = self._process or self._start()
        try:
            with _deadline(process, seconds) as is_past:
                for message in messages:
                    send(_pipe(process.stdin), message)
                reply = receive(_pipe(process.stdout))
        except (EOFError, OSError):
            ending = self._stop(process)
            raise ProcessDied(ending, is_past.is_set()) from None
        if is_past.is_set():  # between the reply and here
            self._stop(process)
        return reply

    def close(self) -> None:
        """Stop the process; none is started again."""
        with self._lock:
            self.is_closed = True
            if self._process:
                self._process.kill()
                self._process.wait()

    def stop(self) -> None:
        """Stop the process; the next request starts another."""
        if process := self._process:
            process.kill()
            self._stop(process)

    def _start(self) -> subprocess.Popen[bytes]:
        code = f"import sys; sys.path[:] = {sys.path!r}; from {self._module} import serve; serve()"
        try:
            with self._lock:
                if self.is_closed:
                    raise EOFError
                process = self._process = subprocess.Popen(  # noqa: S603  (this same Python)
                    [sys.executable, "-c", code],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, **_ENVIRONMENT},
                )
            with _deadline(process, _START_SECONDS):
                receive(_pipe(process.stdout))
        except (EOFError, OSError):
            if self._process:
                self._stop(self._process)
            raise
        return process

    def _stop(self, process: subprocess.Popen[bytes]) -> str:
        """End the process and let go of its pipes; returns what it died of."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LAST_SECONDS)  # a pipe closes a moment before its process has its exit status
        process.kill()
        status = process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                _pipe(pipe).close()
        self._process = None
        return signal.Signals(-status).name if status < 0 else f"exit status {status}"


@contextmanager
def _deadline(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill a process that takes longer than it may; the event says that it did."""
    is_past = threading.Event()

    def strike() -> None:
        is_past.set()
        process.kill()

    timer = threading.Timer(seconds, strike)
    timer.daemon = True
    timer.start()
    try:
        yield is_past
    finally:
        timer.cancel()
        timer.join()


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    assert pipe is not None  # noqa: S101  (asked for as such; said for the type checker)
    return cast(BinaryIO, pipe)
