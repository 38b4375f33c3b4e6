"""Once: the service over the index that a command names, for that command alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from qa.opening import opened
from qa.service import Service
from qa.work import Bounds

# What an answer may take on a terminal, where it keeps nobody else waiting.
SECONDS = 120.0


@contextmanager
def service(
    index: str | None,
    files: list[Path] | None = None,
    model: str | None = None,
    ocr: bool = False,
    encoding: str = "",
    seconds: float = SECONDS,
) -> Iterator[Service]:
    """The service over the index that `opened` means, for one command."""
    made = Service(
        partial(opened, index, files, model, ocr, encoding), Bounds(answer_seconds=seconds), once=True
    )
    try:
        yield made
    finally:
        made.close()
