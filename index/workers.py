"""Workers: processes that parse files apart from this one, each stopped when a file takes too long."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import IO, BinaryIO, cast

from index.errors import DocumentError
from index.limits import Limits
from index.loaders import Parsed
from index.worker import loads, receive, send

_START_SECONDS = 60.0
_LAST_SECONDS = 0.5
# Each process parses one file on one processor; a numeric library in it needs no threads of its own.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

_Job = tuple[Future[Parsed], str, bytes, Limits]


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class Workers:
    """A process a processor at most, each started when there is work for it and kept until `close`."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._unfinished: set[Future[Parsed]] = set()

    def parse(self, suffix: str, data: bytes, limits: Limits) -> Future[Parsed]:
        """Parse a file's bytes; the future gives what `index.parsing.parse` gives or raises.

        It raises DocumentError also where the process died or took longer than the limit.
        """
        future: Future[Parsed] = Future()
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        self._jobs.put((future, suffix, data, limits))
        if len(self._workers) < min(len(self._unfinished), processors()):
            worker = _Worker()
            self._workers.append(worker)
            threading.Thread(target=self._work, args=(worker,), daemon=True, name="cited-qa-intake").start()
        return future

    def close(self) -> None:
        """Stop all processes, at once; what is unfinished stays so."""
        for worker in self._workers:
            worker.close()
            self._jobs.put(None)

    def __enter__(self) -> Workers:
        """Return it as it is."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop all processes."""
        self.close()

    def _work(self, worker: _Worker) -> None:
        while not worker.is_closed and (job := self._jobs.get()) is not None:
            future, suffix, data, limits = job
            try:
                future.set_result(worker.parse(suffix, data, limits))
            except Exception as error:  # raised again where the result is asked for
                future.set_exception(error)


class _Worker:
    """One process, started for the first file and again after it died."""

    def __init__(self) -> None:
        self.is_closed = False
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def parse(self, suffix: str, data: bytes, limits: Limits) -> Parsed:
        process = self._process or self._start()
        try:
            with _Deadline(process, limits.timeout_seconds) as deadline:
                send(_pipe(process.stdin), pickle.dumps((suffix, limits)))
                send(_pipe(process.stdin), data)
                reply = loads(receive(_pipe(process.stdout)))
        except (EOFError, OSError, pickle.UnpicklingError):
            ending = self._stop(process)
            if deadline.is_past:
                raise DocumentError(
                    f"reading it takes longer than {limits.timeout_seconds:g} seconds; "
                    "split it first or raise --timeout"
                ) from None
            raise DocumentError(
                f"the process that read it died ({ending}), so it is damaged or malformed; save it anew"
            ) from None
        if deadline.is_past:  # between the reply and here
            self._stop(process)
        if isinstance(reply, Parsed):
            return reply
        raise DocumentError(str(reply))

    def close(self) -> None:
        """Stop the process; none is started again."""
        with self._lock:
            self.is_closed = True
            if self._process:
                self._process.kill()
                self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        code = f"import sys; sys.path[:] = {sys.path!r}; from index.worker import serve; serve()"
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
            with _Deadline(process, _START_SECONDS):
                receive(_pipe(process.stdout))
        except (EOFError, OSError) as error:
            if self._process:
                self._stop(self._process)
            raise DocumentError("the process to read it in could not be started; try again") from error
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


class _Deadline:
    """Kills a process that takes longer than it may; `is_past` says that it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.is_past = False
        self._process = process
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def _strike(self) -> None:
        self.is_past = True
        self._process.kill()


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    assert pipe is not None  # noqa: S101  (asked for as such; said for the type checker)
    return cast(BinaryIO, pipe)
