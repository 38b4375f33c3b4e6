"""Adding: a file that is sent becomes a document, and tells step by step how far that is."""

from __future__ import annotations

import queue
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path
from typing import BinaryIO

from index import CitedQAError, DocumentError, Index, Limits, Progress, cut
from qa.deadline import Deadline
from qa.keeping.names import free_name

COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Receiving:
    """The file is being read."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """So many passages are indexed so far, `of` so many; 0 while that is not known."""

    passages: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """The document is in the index.

    Attributes:
        name: its name there.
        passages: how many it has; 0 where the index had the same text under that name already.
        is_new: whether no document had that name before.
        aside: the example that stepped aside for it, "" where none did.

    """

    name: str
    passages: int
    is_new: bool = True
    aside: str = ""


class Cancelled(CitedQAError):
    """What was being done was stopped by whoever asked for it."""


Step = Receiving | Indexing | Added


def received(content: BinaryIO, name: str, folder: Path) -> Path:
    """A file of what is sent, alone in a folder within this one.

    Raises:
        DocumentError: if it does not arrive whole; nothing is left of it.

    """
    file = Path(tempfile.mkdtemp(dir=folder)) / name
    try:
        with file.open("wb") as copy:
            shutil.copyfileobj(content, copy, COPY_BYTES)
    except OSError as error:
        shutil.rmtree(file.parent, ignore_errors=True)
        raise DocumentError("the file did not arrive whole; add it again", name) from error
    return file


def add_file(
    index: Index,
    file: Path,
    limits: Limits,
    replace: bool,
    tell: Callable[[Step], None],
    is_cancelled: Callable[[], bool],
) -> Added:
    """Index a file under the name that it lies under, telling the steps; errors as of `Service.add`."""
    tell(Receiving())
    name, told = file.name, Indexing(0)

    def progress(state: Progress) -> None:
        nonlocal told
        if is_cancelled():
            raise Cancelled("stopped; nothing of it is in the index", name)
        of = round(state.passages / state.done) if state.done else 0
        if state.passages > told.passages:
            told = Indexing(state.passages, of)
        tell(told)

    is_new = name not in index.documents
    if not (is_new or replace):
        name = free_name(name, index.documents)
        is_new = True
    changes = index.add_copy(file, name, progress=progress, limits=limits)
    has_changed = bool(changes.added or changes.changed)
    return Added(name, len(cut(index.documents[name])) if has_changed else 0, is_new)


def with_aside(added: Added, name: str) -> Added:
    """The same, for which the example of that name stepped aside."""
    return replaced(added, aside=name)


def steps(told: queue.SimpleQueue[Step | None], deadline: Deadline) -> Iterator[Step]:
    """The steps up to None as they are told, without those that another has overtaken.

    Raises:
        TooSlow: if the next one is not there in time.

    """
    while (step := _next(told, deadline)) is not None:
        if not isinstance(step, Indexing) or told.empty():
            yield step


def _next(told: queue.SimpleQueue[Step | None], deadline: Deadline) -> Step | None:
    while True:
        try:
            return told.get(timeout=deadline.left)
        except queue.Empty:
            deadline.check()
