"""Fleet: files are read, encoded and written by a Ray cluster, or by Ray on this machine.

Files flow through a Ray Data pipeline: read, encode, write. Each step takes what the one before it has ready,
so that memory is bounded. A worker that is lost is started anew and does its files again, which changes
nothing that was written: a document that is held already is let be. Files that workers die over again and
again are done once more, each by itself, and given up where that is no better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.address import MilvusAddress, parse
from index.files import Unreadable
from index.ingest import Changes, Progress, check_read, settled
from index.limits import Limits
from index.ray import Ray, connected
from index.steps import (
    Credentials,
    Done,
    EncodingStep,
    Item,
    ReadingStep,
    WritingStep,
    packed,
    unpacked,
    write,
)
from index.storage import Known, Storage

FILES_AT_ONCE = 16
# So often files are done that a worker dies over: together, and once more as often each by itself.
TRIES = 2
DEADLY = "each worker that had this file died; save it anew, split it, or give the workers more memory"
# Of a processor, for a worker of each step: one of each fits a single processor.
SHARES: dict[type, float] = {ReadingStep: 0.25, EncodingStep: 0.5, WritingStep: 0.25}


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
        self._total = self._read = self._encoded = 0
        self.changes = Changes()

    def write_files(self, files: Mapping[str, Path | Unreadable], limits: Limits) -> None:
        """Write files, by the names to index them under; one whose bytes are known is read no further.

        Raises:
            StorageError: if Ray or the storage cannot be used.

        """
        known = _Names(self._store.all_known())
        items = [Item(name, entry, known.sha256_of(name)) for name, entry in settled(files, known).items()]
        self._total = len(items)
        self._tell()
        with connected(self._ray):
            left = self._without(items, known, limits, FILES_AT_ONCE)
            left = self._without(left, known, limits, 1)
        self._give_up(left)

    def check_read(self) -> None:
        """Raise DocumentError, with the reasons, if there were files and none of them could be read."""
        check_read(self.changes.unreadable, self._read)

    def _without(self, items: Sequence[Item], known: _Names, limits: Limits, at_once: int) -> list[Item]:
        """Write files, so many at once; returns those that workers died over."""
        left = {item.name: item for item in items}
        for done in self._written(items, limits, at_once) if items else ():
            for name in done.names:
                del left[name]
            self.changes += _first_told(done, known)
            self._read += len(done.names)
            self._encoded += done.passages
            self._tell()
        return list(left.values())

    def _written(self, items: Sequence[Item], limits: Limits, at_once: int) -> Iterator[Done]:
        """What came of each batch, as it is written."""
        import ray.data  # noqa: PLC0415  (part of the extra `scale`)

        most = max(1, int(ray.cluster_resources().get("CPU", 1)))

        def step(data: Any, worker: type, *given: object) -> Any:
            # Of what a worker was given ahead, it cannot be told which one it died over.
            ahead = {"max_tasks_in_flight_per_actor": 1} if at_once == 1 else {}
            return data.map_batches(
                worker,
                fn_constructor_args=given,
                batch_size=at_once,
                compute=ray.data.ActorPoolStrategy(min_size=1, max_size=most, **ahead),
                num_cpus=SHARES[worker],
                max_task_retries=TRIES - 1,
            )

        rows = [{"item": row} for row in packed(items)["item"]]
        data = ray.data.from_items(rows, override_num_blocks=-(-len(items) // at_once))
        data.context.enable_progress_bars = False
        data.context.max_errored_blocks = -1
        data = step(step(data, ReadingStep, limits), EncodingStep, self._model)
        if _is_shared(self._store.address):
            data = step(data, WritingStep, self._store.address, Credentials())
            for row in data.iter_rows():
                yield from unpacked([row["item"]])
        else:
            for batch in data.iter_batches(batch_size=at_once, batch_format="numpy"):
                yield write(self._store, unpacked(batch["item"]))

    def _give_up(self, items: Sequence[Item]) -> None:
        paths = {item.name: item.path for item in items if isinstance(item.path, Path)}
        given_up = tuple(Unreadable(name, path, DEADLY) for name, path in paths.items())
        self.changes += Changes(unreadable=given_up)
        self._read += len(items)
        self._tell()

    def _tell(self) -> None:
        self._progress(Progress(self._read, self._total, self._encoded, self._read))


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


def _first_told(done: Done, before: _Names) -> Changes:
    """A batch's changes, where it may have been written twice: a new document is new the second time too."""
    changes = done.changes
    told = {*changes.added, *(new for _, new in changes.moved)}
    again = tuple(name for name in done.held if before.known(name) is None and name not in told)
    return replace(changes, added=changes.added + again, unchanged=changes.unchanged - len(again))


def _is_shared(address: str) -> bool:
    """Whether other machines can write to an address too."""
    parsed = parse(address) if address else None
    return isinstance(parsed, MilvusAddress) and parsed.file is None
