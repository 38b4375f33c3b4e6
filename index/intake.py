"""Intake: files become documents, in order, each with its reason where it cannot be read."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Generator, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.documents import Document
from index.errors import DocumentError
from index.files import Unreadable, read_bytes
from index.limits import Limits
from index.loaders import Parsed, markdown, plain
from index.parsing import parse
from index.workers import Processes

# Up to these sizes the worst input that we know takes 1.4 seconds, less for any real file than to hand it
# to a process. Formats with a parser in C, or that unpack, are parsed apart whatever their size.
_QUICK_BYTES = dict.fromkeys(plain.SUFFIXES, 1_000_000) | dict.fromkeys(
    (*markdown.SUFFIXES, ".csv", ".tsv"), 64_000
)
# So much is read ahead of what was asked for: enough to keep the workers busy, not the whole corpus.
_AHEAD_FILES = 32
_AHEAD_BYTES = 64_000_000

__all__ = ["Unchanged", "Unreadable", "read_files"]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that was hashed, not parsed, because it is known already."""

    name: str


def never(name: str, file_sha256: str) -> bool:  # noqa: ARG001  (called as every such test)
    """No file is known already."""
    return False


def read_files(
    files: Mapping[str, Path | Unreadable],
    limits: Limits = Limits(),  # noqa: B008  (frozen)
    unchanged: Callable[[str, str], bool] = never,
    processes: int | None = None,
) -> Generator[Document | Unreadable | Unchanged, None, None]:
    """Read files by the names to index them under, in the mapping's order.

    Each file is read once, and only so far ahead that memory is bounded by the largest files, not by all.
    What may take long is parsed in processes apart, which stop when the iterator ends or is closed.

    Args:
        files: as `find_files` returns them; an `Unreadable` is passed on.
        limits: what a file may be or take.
        unchanged: called with a name and the SHA-256 of the file's bytes; where true, it is not parsed.
        processes: how many parse at once; None for one a processor.

    """
    with closing(Processes(processes)) as workers:
        ahead: deque[_Reading] = deque()
        for name, path in files.items():
            ahead.append(_begun(name, path, limits, unchanged, workers))
            while ahead and (ahead[0].is_done or _is_enough(ahead)):
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file on its way: what came of it, or what a worker will say."""

    name: str
    path: Path
    size: int = 0
    sha256: str = ""
    outcome: Document | Unreadable | Unchanged | None = None
    parsed: Future[Parsed] | None = None

    @property
    def is_done(self) -> bool:
        return self.parsed is None or self.parsed.done()

    def result(self) -> Document | Unreadable | Unchanged:
        if self.outcome is not None:
            return self.outcome
        assert self.parsed is not None  # noqa: S101  (a file without an outcome is with a worker)
        try:
            return Document.from_parsed(self.name, self.parsed.result(), self.path, self.sha256)
        except DocumentError as error:
            return Unreadable(self.name, self.path, error.reason, error.remedy)


def _begun(
    name: str,
    path: Path | Unreadable,
    limits: Limits,
    unchanged: Callable[[str, str], bool],
    workers: Processes,
) -> _Reading:
    """Read a file's bytes; parse them here where that cannot take long, else have a worker begin."""
    if isinstance(path, Unreadable):
        return _Reading(name, path.path, outcome=path)
    try:
        data = read_bytes(path, limits)
        sha256 = hashlib.sha256(data).hexdigest()
        if unchanged(name, sha256):
            return _Reading(name, path, outcome=Unchanged(name))
        if len(data) > _QUICK_BYTES.get(path.suffix.lower(), -1):
            parsed = workers.parse(path.suffix, data, limits)
            return _Reading(name, path, len(data), sha256, parsed=parsed)
        document = Document.from_parsed(name, parse(path.suffix, data, limits), path, sha256)
        return _Reading(name, path, len(data), outcome=document)
    except DocumentError as error:
        return _Reading(name, path, outcome=Unreadable(name, path, error.reason, error.remedy))
    except OSError as error:
        reason = f"it cannot be read ({error.strerror}); check it and its rights"
        return _Reading(name, path, outcome=Unreadable(name, path, reason))


def _is_enough(ahead: Collection[_Reading]) -> bool:
    return len(ahead) > _AHEAD_FILES or sum(reading.size for reading in ahead) > _AHEAD_BYTES
