"""Remembered: what was worked out of late, so that whoever asks again need not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """The latest values by key; safe to use from several threads, which may each work out the same anew.

    Attributes:
        most: how many are kept.

    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._kept: dict[Key, Value] = {}

    def of(self, keys: Sequence[Key], make: Callable[[list[Key]], Iterable[Value]]) -> list[Value]:
        """The values of keys, in their order; `make` works out those that are not kept, each once."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        new = [key for key in dict.fromkeys(keys) if key not in found]
        if new:
            found |= zip(new, make(new), strict=True)
        with self._lock:
            for key in new:
                self._kept[key] = found[key]
            while len(self._kept) > self.most:
                del self._kept[next(iter(self._kept))]
        return [found[key] for key in keys]
