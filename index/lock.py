"""The writer's lock: one process and one thread at a time changes an index, and the others are told who."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexLocked, StorageError

LOCK_TIMEOUT_SECONDS = 10.0
LOCK_FILE = "lock"
# Who holds the lock, for the message alone: the lock itself is the system's and dies with its holder.
HOLDER_FILE = "lock.pid"


class WriterLock:
    """A lock over an index folder, or over an index in memory, that its holder may take again.

    Args:
        folder: the index folder, None for an index in memory.

    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._threads = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self, timeout_seconds: float | None = None) -> Iterator[None]:
        """Hold the lock; waits for at most `timeout_seconds`, else for `LOCK_TIMEOUT_SECONDS`.

        Raises:
            IndexLocked: if another process or thread holds it for longer than that.
            StorageError: if the lock's file cannot be written.

        """
        timeout = LOCK_TIMEOUT_SECONDS if timeout_seconds is None else timeout_seconds
        if not self._threads.acquire(timeout=timeout):
            raise self._busy()
        try:
            if self._depth or self._folder is None:
                yield from self._counted()
            else:
                with self._file_held(self._folder, timeout):
                    yield from self._counted()
        finally:
            self._threads.release()

    def _counted(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    @contextmanager
    def _file_held(self, folder: Path, timeout: float) -> Iterator[None]:
        from filelock import FileLock, Timeout  # noqa: PLC0415  (for writers alone)

        lock = FileLock(folder / LOCK_FILE, timeout=timeout)
        try:
            lock.acquire()
        except Timeout as error:
            raise self._busy() from error
        except OSError as error:
            raise _unwritable(folder, error) from error
        holder = folder / HOLDER_FILE
        try:
            try:
                holder.write_text(str(os.getpid()))
            except OSError as error:
                raise _unwritable(folder, error) from error
            yield
        finally:
            with suppress(OSError):
                holder.unlink(missing_ok=True)
            lock.release()

    def _busy(self) -> IndexLocked:
        who = "another process"
        if self._folder is None:
            who = "another thread"
        else:
            with suppress(OSError, ValueError):
                pid = int((self._folder / HOLDER_FILE).read_text())
                who = f"another thread (process {pid})" if pid == os.getpid() else f"{who} ({pid})"
        return IndexLocked(
            f"{who} is writing to this index; try again later", self._folder or "index in memory"
        )


def _unwritable(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"the index cannot be written ({error.strerror or error}); check space and rights", folder
    )
