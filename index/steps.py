"""Steps: what the workers of a cluster do with files on their way: they read, encode and write them.

What a step raises goes on as a row of its own, to be raised where the rows arrive: Ray would drop it with the
rows that a worker died over.
"""

from __future__ import annotations

import os
import pickle
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from index import cuda
from index.documents import Document
from index.encoder import Encoder
from index.errors import CitedQAError, StorageError
from index.files import Unreadable
from index.fingerprint import indexed_text
from index.ingest import Changes, Ingest, Read
from index.intake import read_files
from index.limits import Limits
from index.milvus.client import CERTIFICATE, TOKEN
from index.passages import cut
from index.ray import gave_up
from index.storage import Storage
from index.storages import storage_at

# A server that cannot be written to is tried again after so long, then after twice as long, and so on.
ATTEMPTS, PAUSE_SECONDS = 6, 0.5

# Rows of the pipeline: pickles, as a column of bytes.
Rows = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A file on its way: named and found, then read, then with the vectors of its texts."""

    name: str
    path: Path | Unreadable
    known_sha256: str = ""
    read: Read | None = None
    vectors: Mapping[str, np.ndarray] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch of files: their names, those of what is held now, and how much was encoded."""

    changes: Changes
    names: tuple[str, ...]
    held: tuple[str, ...]
    passages: int


class _Step(ABC):
    """What a worker does with a batch of rows."""

    def __call__(self, rows: Rows) -> Rows:
        """The rows for the next step."""
        given = [pickle.loads(data) for data in rows["item"]]  # noqa: S301  (of this run's own processes)
        failed = [one for one in given if isinstance(one, CitedQAError)]
        return packed(failed or self._tried(given))

    def _tried(self, items: Sequence[Item]) -> Iterable[object]:
        try:
            return list(self._made_of(items))
        except CitedQAError as error:
            return [error]
        except Exception as error:  # raised again where the rows arrive
            return [gave_up(error)]

    @abstractmethod
    def _made_of(self, items: Sequence[Item]) -> Iterable[object]:
        """What comes of the items."""


class ReadingStep(_Step):
    """The step from files to documents."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def _made_of(self, items: Sequence[Item]) -> Iterable[Item]:
        known = {item.name: item.known_sha256 for item in items}
        read = read_files(
            {item.name: item.path for item in items},
            self._limits,
            lambda name, sha256: known[name] == sha256,
            processes=1,
        )
        return (replace(item, read=one) for item, one in zip(items, read, strict=True))


class EncodingStep(_Step):
    """The step from documents to vectors."""

    def __init__(self, model: str) -> None:
        self._encoder = Encoder.load(model)

    def _made_of(self, items: Sequence[Item]) -> Iterable[Item]:
        texts = [
            [indexed_text(passage) for passage in cut(item.read)] if isinstance(item.read, Document) else []
            for item in items
        ]
        vectors = iter(self._vectors([text for some in texts for text in some]))
        return (
            replace(item, vectors={text: next(vectors) for text in some})
            for item, some in zip(items, texts, strict=True)
        )

    def _vectors(self, texts: Sequence[str]) -> Iterable[np.ndarray]:
        """Vectors, float16 of shape (dimension,).

        One text after another, since every processor has a worker; all at once where a graphics card helps.
        """
        groups = [texts] if cuda.is_present() else [[text] for text in texts]
        return (row for group in groups for row in self._encoder.encode(group).astype(np.float16))


class WritingStep(_Step):
    """The step from vectors to a server."""

    def __init__(self, address: str, access: Credentials) -> None:
        access.grant()
        self._store = storage_at(address)

    def _made_of(self, items: Sequence[Item]) -> Iterable[Done]:
        for attempt in range(ATTEMPTS):
            try:
                with self._store.writing():
                    return [write(self._store, items)]
            except StorageError:
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE_SECONDS * 2**attempt)
        raise AssertionError


class Credentials:
    """What lets a worker in to the server; an object, so that no log or page of Ray's shows it."""

    def __init__(self) -> None:
        self._variables = {name: os.environ[name] for name in (TOKEN, CERTIFICATE) if name in os.environ}

    def grant(self) -> None:
        """Have it in this process."""
        os.environ.update(self._variables)


class _Given:
    """An encoder of texts whose vectors are there already."""

    def __init__(self, vectors: Mapping[str, np.ndarray]) -> None:
        self._vectors = vectors
        self.used = 0

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:  # noqa: ARG002
        """The vectors, float16 of shape (len(texts), dimension)."""
        self.used += len(texts)
        return np.stack([self._vectors[text] for text in texts])


def write(store: Storage, items: Sequence[Item]) -> Done:
    """Write files that were read and encoded."""
    encoder = _Given({text: vector for item in items for text, vector in (item.vectors or {}).items()})
    ingest = Ingest(store, encoder)
    read = {item.name: item.read for item in items if item.read is not None}
    ingest.write_read({item.name: item.path for item in items}, read.values())
    held = tuple(name for name, one in read.items() if not isinstance(one, Unreadable))
    return Done(ingest.changes, tuple(item.name for item in items), held, encoder.used)


def packed(made: Iterable[object]) -> Rows:
    """Rows, as Ray takes them from a step."""
    return {"item": np.array([pickle.dumps(one) for one in made], dtype=object)}


def unpacked(rows: Iterable[bytes]) -> list[Any]:
    """What rows hold that arrive.

    Raises:
        CitedQAError: what a step raised.

    """
    found = [pickle.loads(data) for data in rows]  # noqa: S301  (of this run's own processes)
    for one in found:
        if isinstance(one, CitedQAError):
            raise one
    return found
