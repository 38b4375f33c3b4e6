"""Workers: processes that parse files apart from this one, each stopped when a file takes too long."""

from __future__ import annotations

import os
import pickle
import threading
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue

from index.errors import DocumentError, Finding, Remedy
from index.limits import Limits
from index.loaders import Parsed
from index.process import Process, ProcessDied
from index.worker import loads

_Job = tuple[Future[Parsed], str, bytes, Limits]


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class Processes:
    """Processes, each started when there is work for it and kept until `close`.

    Args:
        most: how many at once; None for one a processor.

    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most or processors()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._workers: list[Process] = []
        self._unfinished: set[Future[Parsed]] = set()

    def parse(self, suffix: str, data: bytes, limits: Limits) -> Future[Parsed]:
        """Parse a file's bytes; the future gives what `index.parsing.parse` gives or raises.

        It raises DocumentError also where the process died or took longer than the limit.
        """
        future: Future[Parsed] = Future()
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        self._jobs.put((future, suffix, data, limits))
        if len(self._workers) < min(len(self._unfinished), self._most):
            worker = Process("index.worker")
            self._workers.append(worker)
            threading.Thread(target=self._work, args=(worker,), daemon=True, name="cited-qa-intake").start()
        return future

    def close(self) -> None:
        """Stop all processes, at once; what is unfinished stays so."""
        for worker in self._workers:
            worker.close()
            self._jobs.put(None)

    def _work(self, worker: Process) -> None:
        while not worker.is_closed and (job := self._jobs.get()) is not None:
            future, suffix, data, limits = job
            try:
                future.set_result(_parsed(worker, suffix, data, limits))
            except Exception as error:  # raised again where the result is asked for
                future.set_exception(error)


def _parsed(worker: Process, suffix: str, data: bytes, limits: Limits) -> Parsed:
    request = pickle.dumps((suffix, limits))
    try:
        read = worker.ask(request, data, seconds=limits.timeout_seconds)
    except ProcessDied as death:
        if death.is_late:
            raise DocumentError(
                f"reading it takes longer than {limits.timeout_seconds:g} seconds", remedy=Remedy.TIME
            ) from None
        raise _damaged(str(death)) from None
    except (EOFError, OSError) as error:
        raise DocumentError("the process to read it in could not be started; try again") from error
    with suppress(EOFError, ValueError, pickle.UnpicklingError):
        reply = loads(read)
        if isinstance(reply, Parsed):
            return reply
        if isinstance(reply, Finding):
            raise DocumentError(reply.reason, remedy=reply.remedy)
    worker.stop()
    raise _damaged("its reply was not one")


def _damaged(ending: str) -> DocumentError:
    return DocumentError(
        f"the process that read it died ({ending}), so it is damaged or malformed; save it anew"
    )
