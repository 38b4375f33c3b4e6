"""Opened: which index is open at the moment, whether it is damaged, and when to open it anew."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy

from index import CitedQAError, FormatMismatch, Index, IndexCorrupt, IndexNotFound, ModelMismatch

# How long a damaged index is left alone before it is tried again.
RETRY_SECONDS = 1.0
_DAMAGE = (IndexCorrupt, IndexNotFound, FormatMismatch, ModelMismatch)

logger = logging.getLogger("cited_qa")


class Opened:
    """The open index of a running server; opened anew when its file is replaced, and after damage.

    Args:
        opening: opens the index; called at once, and again whenever it is to be opened anew.
        once: whether it is never to be opened anew.

    Attributes:
        folder: the folder it is kept in; one that is kept in none is never opened anew.
        address: what it was opened by; "" for one in memory.

    """

    def __init__(self, opening: Callable[[], Index], once: bool = False) -> None:
        self._opening = opening
        self._lock = threading.RLock()
        self._index = opening()
        self.folder, self.address = self._index.path, self._index.address
        self._again = self.folder is not None and not once
        self._fault: CitedQAError | None = None
        self._tried = 0.0

    def reopen(self) -> None:
        """Open the index anew.

        Raises:
            CitedQAError: if it cannot be opened; requests are told so until it can.

        """
        if self._again:
            with self._lock:
                self._reopen()

    @contextmanager
    def used(self) -> Iterator[Index]:
        """The open index; damage that shows while it is used is remembered.

        Raises:
            CitedQAError: while the index on disk is damaged or gone, as its name and message say.

        """
        index = self._current()
        try:
            yield index
        except _DAMAGE as error:
            with self._lock:
                if index is self._index and self._again:
                    self._break(error)
            raise

    def close(self, at_once: bool = False) -> None:
        """Close the index, as `Index.close` does."""
        self._index.close(at_once)

    def _current(self) -> Index:
        if not self._again:
            return self._index
        with self._lock:
            waited = time.monotonic() - self._tried >= RETRY_SECONDS
            if waited if self._fault else not self._index.is_current:
                self._reopen()
            if self._fault:
                raise copy(self._fault)
            return self._index

    def _reopen(self) -> None:
        self._tried = time.monotonic()
        try:
            fresh = self._opening()
            fresh.search("index", k=1)
        except CitedQAError as error:
            self._break(error)
            raise
        if self._fault:
            logger.warning("%s: the index can be used again.", self.folder)
        # The one before is not closed: answers may still be reading it; it goes with the last of them.
        self._index, self._fault = fresh, None

    def _break(self, error: CitedQAError) -> None:
        if self._fault is None:
            logger.error("%s", error)
        self._fault, self._tried = error, time.monotonic()
