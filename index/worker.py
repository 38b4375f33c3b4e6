"""Worker: the process that parses, one file at a time.

Each request is a pickled `(suffix, limits)` and the file's bytes, each reply a pickled `Parsed` or `Finding`.
"""

from __future__ import annotations

import io
import pickle
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.errors import DocumentError, Finding
from index.limits import Limits
from index.parsing import parse
from index.pipes import answer_each

# A worker that nobody stops in time, because its parent is gone, stops itself so much later.
_GRACE_SECONDS = 5.0
# What a reply may name beside what is parsed: why it is not, or what was left out.
_OF_ERRORS = frozenset({("index.errors", "Finding"), ("index.errors", "Remedy")})


def loads(reply: bytes) -> Any:
    """Unpickle a reply, which can name nothing but what loaders return, whatever a parser was made to do."""
    return _Unpickler(io.BytesIO(reply)).load()


def serve() -> None:
    """Parse what comes over standard input until it ends."""
    answer_each(_reply, messages=2)


def _reply(order: bytes, data: bytes) -> bytes:
    suffix, limits = pickle.loads(order)  # noqa: S301  (from the parent)
    try:
        with _held_to(limits):
            return pickle.dumps(parse(suffix, data, limits))
    except DocumentError as error:
        return pickle.dumps(Finding(error.reason, remedy=error.remedy))


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module != "index.loaders.parsed" and (module, name) not in _OF_ERRORS:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that a loader returns")
        return super().find_class(module, name)


def held_to_memory(max_bytes: int) -> None:
    """Hold this process to so much memory from now on, where the system can."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (max_bytes if hard < 0 else min(max_bytes, hard), hard))


@contextmanager
def _held_to(limits: Limits) -> Iterator[None]:
    """Hold this process to the limits on memory and time, where the system can."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    signal.setitimer(signal.ITIMER_REAL, limits.timeout_seconds + _GRACE_SECONDS)
    held_to_memory(limits.max_memory_bytes)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.setitimer(signal.ITIMER_REAL, 0)
