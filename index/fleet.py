"""Fleet: files are read, encoded and written by a Ray cluster, or by Ray on this machine.

Files flow through a Ray Data pipeline: read, encode, write. Each step takes what the one before it has ready,
so that memory is bounded. A worker that is lost is started anew and does its files again, which changes
nothing that was written: a document that is held already is let be.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from index import cuda
from index.address import MilvusAddress, parse
from index.documents import Document
from index.encoder import Encoder
from index.errors import StorageError
from index.files import Unreadable
from index.fingerprint import indexed_text
from index.ingest import Changes, Ingest, Progress, Read, check_read, settled
from index.intake import read_files
from index.limits import Limits
from index.milvus.client import CERTIFICATE, TOKEN
from index.passages import cut
from index.ray import Ray, connected
from index.storage import Known, Storage
from index.storages import storage_at

FILES_AT_ONCE = 16
# Of a processor, for a worker of each step: one of each fits a single processor.
SHARES = {"read": 0.25, "encode": 0.5, "write": 0.25}
# A server that cannot be written to is tried again after so long, then after twice as long, and so on.
ATTEMPTS, PAUSE_SECONDS = 6, 0.5

# Rows of the pipeline: pickles, as a column of bytes.
Rows = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Item:
    """A file on its way: named and found, then read, then with the vectors of its texts."""

    name: str
    path: Path | Unreadable
    known_sha256: str = ""
    read: Read | None = None
    vectors: Mapping[str, np.ndarray] | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of a batch of files: the names of what is held now, and how many passages were encoded."""

    changes: Changes
    held: tuple[str, ...]
    files: int
    passages: int


class Fleet:
    """One write to an index by a cluster; `changes` says at any time what was committed.

    Args:
        store: written to; where it is a server, by the cluster's workers, else by this process.
        model: the encoder's name or folder, which is to be on every machine.
        ray: the cluster.
        progress: told how far it is.

    """

    def __init__(
        self, store: Storage, model: str, ray: Ray, progress: Callable[[Progress], None] | None = None
    ) -> None:
        self._store = store
        self._model = model
        self._ray = ray
        self._progress = progress or (lambda _: None)
        self._read = 0
        self.changes = Changes()

    def write_files(self, files: Mapping[str, Path | Unreadable], limits: Limits) -> None:
        """Write files, by the names to index them under; one whose bytes are known is read no further.

        Raises:
            StorageError: if Ray or the storage cannot be used.

        """
        known = _Names(self._store.all_known())
        items = [_Item(name, entry, known.sha256_of(name)) for name, entry in settled(files, known).items()]
        encoded = 0
        self._progress(Progress(0, len(items), 0, 0.0))
        with connected(self._ray):
            for done in self._written(items, limits):
                self.changes += _first_told(done, known)
                self._read += done.files
                encoded += done.passages
                self._progress(Progress(self._read, len(items), encoded, self._read))

    def check_read(self) -> None:
        """Raise DocumentError, with the reasons, if there were files and none of them could be read."""
        check_read(self.changes.unreadable, self._read)

    def _written(self, items: Sequence[_Item], limits: Limits) -> Iterator[_Done]:
        """What came of each batch, as it is written."""
        import ray.data  # noqa: PLC0415  (part of the extra `scale`)

        most = max(1, int(ray.cluster_resources().get("CPU", 1)))
        rows = [{"item": pickle.dumps(item)} for item in items]

        def step(data: Any, name: str, worker: type, *given: object) -> Any:
            return data.map_batches(
                worker,
                fn_constructor_args=given,
                batch_size=FILES_AT_ONCE,
                compute=ray.data.ActorPoolStrategy(min_size=1, max_size=most),
                num_cpus=SHARES[name],
            )

        data = ray.data.from_items(rows, override_num_blocks=-(-len(items) // FILES_AT_ONCE))
        data = step(step(data, "read", _Reading, limits), "encode", _Encoding, self._model)
        if _is_shared(self._store.address):
            data = step(data, "write", _Writing, self._store.address, _Access())
            yield from (pickle.loads(row["done"]) for row in data.iter_rows())  # noqa: S301  (our workers')
        else:
            for batch in data.iter_batches(batch_size=FILES_AT_ONCE, batch_format="numpy"):
                yield _write(self._store, _items(batch))


class _Reading:
    """The step from files to documents."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def __call__(self, rows: Rows) -> Rows:
        items = _items(rows)
        known = {item.name: item.known_sha256 for item in items}
        read = read_files(
            {item.name: item.path for item in items},
            self._limits,
            lambda name, sha256: known[name] == sha256,
            processes=1,
        )
        return _rows(replace(item, read=one) for item, one in zip(items, read, strict=True))


class _Encoding:
    """The step from documents to vectors."""

    def __init__(self, model: str) -> None:
        self._encoder = Encoder.load(model)

    def __call__(self, rows: Rows) -> Rows:
        items = _items(rows)
        texts = [
            [indexed_text(passage) for passage in cut(item.read)] if isinstance(item.read, Document) else []
            for item in items
        ]
        vectors = iter(self._vectors([text for some in texts for text in some]))
        return _rows(
            replace(item, vectors={text: next(vectors) for text in some})
            for item, some in zip(items, texts, strict=True)
        )

    def _vectors(self, texts: Sequence[str]) -> Iterable[np.ndarray]:
        """Vectors, float16 of shape (dimension,).

        One text after another, since every processor has a worker; all at once where a graphics card helps.
        """
        groups = [texts] if cuda.is_present() else [[text] for text in texts]
        return (row for group in groups for row in self._encoder.encode(group).astype(np.float16))


class _Writing:
    """The step from vectors to a server."""

    def __init__(self, address: str, access: _Access) -> None:
        access.grant()
        self._store = storage_at(address)

    def __call__(self, rows: Rows) -> Rows:
        done = self._written(_items(rows))
        return {"done": np.array([pickle.dumps(done)], dtype=object)}

    def _written(self, items: Sequence[_Item]) -> _Done:
        for attempt in range(ATTEMPTS):
            try:
                with self._store.writing():
                    return _write(self._store, items)
            except StorageError:
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE_SECONDS * 2**attempt)
        raise AssertionError


class _Access:
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


class _Names:
    """What documents are known by, in memory: a million files need not be asked for one by one."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_name = {one.name: one for one in known}
        self._by_source: dict[str, list[Known]] = {}
        for one in self._by_name.values():
            self._by_source.setdefault(one.source, []).append(one)

    def known(self, name: str) -> Known | None:
        """What a document is known by."""
        return self._by_name.get(name)

    def known_by(self, *, source: str) -> list[Known]:
        """The documents that were read from a path."""
        return self._by_source.get(source, []) if source else []

    def sha256_of(self, name: str) -> str:
        """The hash of the file of a document, "" for none."""
        one = self._by_name.get(name)
        return one.file_sha256 if one else ""


def _write(store: Storage, items: Sequence[_Item]) -> _Done:
    encoder = _Given({text: vector for item in items for text, vector in (item.vectors or {}).items()})
    ingest = Ingest(store, encoder)
    read = {item.name: item.read for item in items if item.read is not None}
    ingest.write_read({item.name: item.path for item in items}, read.values())
    held = tuple(name for name, one in read.items() if not isinstance(one, Unreadable))
    return _Done(ingest.changes, held, len(items), encoder.used)


def _first_told(done: _Done, before: _Names) -> Changes:
    """A batch's changes, where it may have been written twice: a new document is new the second time too."""
    changes = done.changes
    told = {*changes.added, *(new for _, new in changes.moved)}
    again = tuple(name for name in done.held if before.known(name) is None and name not in told)
    return replace(changes, added=changes.added + again, unchanged=changes.unchanged - len(again))


def _items(rows: Rows) -> list[_Item]:
    return [pickle.loads(data) for data in rows["item"]]  # noqa: S301  (of this run's own processes)


def _rows(items: Iterable[_Item]) -> Rows:
    return {"item": np.array([pickle.dumps(item) for item in items], dtype=object)}


def _is_shared(address: str) -> bool:
    """Whether other machines can write to an address too."""
    parsed = parse(address) if address else None
    return isinstance(parsed, MilvusAddress) and parsed.file is None
