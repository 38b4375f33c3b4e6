"""Connections: the ways into one SQLite database, one to write and as many to read as there are readers."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from index.errors import IndexCorrupt, IndexLocked, StorageError
from index.fingerprint import checksum

BUSY_TIMEOUT_SECONDS = 10.0
MAX_IDLE = 8
# A transaction of a whole build outgrows the cache and goes on in the write-ahead log.
WRITER_CACHE_KIB = 32_768
READER_CACHE_KIB = 65_536

_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# What a disk or its rights do to a sound index; the other operational errors come of damage.
_UNUSABLE = frozenset({
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_PROTOCOL,
})  # fmt: skip


class Connections:
    """Connections to a database file, or the one connection to a database in memory.

    A file is in write-ahead mode: readers see what was committed when they began, whatever is written
    meanwhile. In memory a reader waits for the end of a transaction instead.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._idle: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None
        self._mine = threading.local()
        self._turn = threading.RLock()
        self._closed = False
        if file is None:
            self._writer = self._writing_connection()

    def close(self) -> None:
        """Close them; one that is in use is closed when its user is done."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()
        self._drop_writer()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A snapshot; inside another one, or inside this thread's transaction, the same."""
        if (current := self._current()) is not None:
            yield current
        elif self._file is None:
            with self._turn:
                yield self._writing_connection()
        else:
            connection = self._borrow()
            try:
                with self._as_current(connection):
                    connection.execute("BEGIN")
                    yield connection
                    connection.execute("COMMIT")
            except BaseException:
                connection.close()
                raise
            self._give_back(connection)

    @property
    def is_writing(self) -> bool:
        """Whether this thread is inside a transaction."""
        return self._current() is not None and self._current() is self._writer

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all that is written inside is kept, or none of it."""
        with self._turn:
            connection = self._writing_connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                with self._as_current(connection):
                    yield connection
                connection.execute("COMMIT")
            except BaseException:
                self._roll_back(connection)
                raise

    def checkpoint(self) -> None:
        """Move the write-ahead log into the database, as far as readers allow."""
        if self._file is not None:
            with self._turn, suppress(sqlite3.OperationalError):
                self._writing_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _current(self) -> sqlite3.Connection | None:
        return getattr(self._mine, "connection", None)

    @contextmanager
    def _as_current(self, connection: sqlite3.Connection) -> Iterator[None]:
        before = self._current()
        self._mine.connection = connection
        try:
            yield
        finally:
            self._mine.connection = before

    def _borrow(self) -> sqlite3.Connection:
        self._check_open()
        try:
            return self._idle.pop()
        except IndexError:
            connection = _connect(self._address())
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
            return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed or len(self._idle) >= MAX_IDLE:
            connection.close()
        else:
            self._idle.append(connection)

    def _writing_connection(self) -> sqlite3.Connection:
        self._check_open()
        if self._writer is None:
            connection = _connect(self._address())
            if self._file:
                connection.execute("PRAGMA journal_mode = WAL")
            # A commit is on the disk before it is told.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
            self._writer = connection
        return self._writer

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            if self._file is not None:  # closing it rolls back as well
                self._drop_writer()

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _check_open(self) -> None:
        if self._closed:
            raise StorageError("this index was closed; open it again", self._address())

    def _address(self) -> str:
        # mode=rw: a database that is gone must not come back empty.
        return f"{self._file.resolve().as_uri()}?mode=rw" if self._file else ":memory:"


class _Connection(sqlite3.Connection):
    """A connection whose own messages may quote a damaged file."""

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        try:
            return super().execute(*arguments)
        except UnicodeDecodeError as error:
            raise sqlite3.DatabaseError("its tables are not named in UTF-8") from error


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address,
        uri=True,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    connection.create_function("sealed", -1, checksum, deterministic=True)
    return connection


@contextmanager
def explained(path: Path | None) -> Iterator[None]:
    """Turn SQLite's errors into this project's.

    Raises:
        IndexLocked, IndexCorrupt, StorageError: as their names say.

    """
    try:
        yield
    except sqlite3.OperationalError as error:
        # An extended code holds the plain one in its last byte; what Python finds itself has none.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in _LOCKED:
            raise IndexLocked("another process is writing to this index; try again later", path) from error
        if code in _UNUSABLE:
            raise StorageError(f"the index cannot be used ({error}); check space and rights", path) from error
        raise IndexCorrupt.at(path, str(error)) from error
    except sqlite3.ProgrammingError as error:
        if "closed" not in str(error):
            raise
        raise StorageError("this index was closed; open it again", path) from error
    except sqlite3.DatabaseError as error:
        raise IndexCorrupt.at(path, str(error)) from error
