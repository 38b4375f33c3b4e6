"""Once: the service over the index that a command names, for that command alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qa.fitted import ReaderSize
from qa.opening import Source
from qa.service import Service
from qa.work import Bounds

# What an answer may take on a terminal, where it keeps nobody else waiting.
SECONDS = 120.0


@contextmanager
def service(source: Source, seconds: float = SECONDS, reader: ReaderSize | None = None) -> Iterator[Service]:
    """The service over what a command asks, for that command."""
    made = Service(source.open, Bounds(answer_seconds=seconds), once=True, reader=reader)
    try:
        yield made
    finally:
        made.close()
