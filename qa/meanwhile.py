"""Meanwhile: readers are prepared beside the work; the small one answers until the larger one is ready."""

from __future__ import annotations

import logging
import threading

from index import CitedQAError
from index.models import preparing, stop_preparing
from qa.fitted import ReaderSize
from qa.reader import LARGER_NAME, Reader, larger_is_prepared, load_larger

NOTE = "the larger reader is being prepared for this machine, once; until then the small one answers alone"
logger = logging.getLogger("cited_qa")


class Meanwhile:
    """Which reader answers at the moment; where one was never prepared on this machine, that begins now.

    Args:
        wanted: the reader that answers once it is ready.

    """

    def __init__(self, wanted: ReaderSize) -> None:
        self._wanted = wanted
        self._is_closing = False
        self._going_on: threading.Thread | None = None
        if not (Reader.is_prepared() and (wanted == "small" or larger_is_prepared())):
            self._going_on = threading.Thread(target=self._prepare, name="qa-prepare", daemon=True)
            self._going_on.start()

    @property
    def reader(self) -> ReaderSize:
        """The reader that answers now: the wanted one, unless that would be waited for."""
        return "small" if self._is_going_on else self._wanted

    @property
    def note(self) -> str:
        """What is to be said with an answer of now, "" for nothing."""
        return NOTE if self._is_going_on and self._wanted == "large" else ""

    def awaited(self) -> dict[str, float]:
        """The networks that an answer waits for, by name, each with the seconds it has taken so far."""
        return {
            name: seconds
            for name, seconds in preparing().items()
            if not (name == LARGER_NAME and self._is_going_on)
        }

    def close(self) -> None:
        """Give up what is being prepared."""
        self._is_closing = True
        if self._is_going_on and self._going_on:
            stop_preparing()
            self._going_on.join()

    @property
    def _is_going_on(self) -> bool:
        return self._going_on is not None and self._going_on.is_alive()

    def _prepare(self) -> None:
        try:
            Reader.load()
            if self._wanted == "large":
                load_larger()
        except CitedQAError as error:  # the next question meets it, too, and says so
            if not self._is_closing:
                logger.warning("%s", error)
