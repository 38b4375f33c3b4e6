"""Derived vectors: what FAISS holds, kept at the store's generation in memory and in a file beside it.

The file is a copy and never the truth: it is named for the generation it was made at and for its own
CRC-32, so that a stale, foreign, cut or flipped one is told when it is opened and made anew from the store,
without a model. (With 100,000 passages, opening, checking and a first search take 0.1 s:
`python tests/benchmarks/measure_speed.py growth`.) Sorting many vectors into clusters takes a minute at a
million: a thread does it beside searches and writers, from the file before and what the store holds since.
"""

from __future__ import annotations

import logging
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import CitedQAError, Finding, IndexLocked, StorageError
from index.gate import SharedLock
from index.store import Generation, Store
from index.vectors import EXACT_UP_TO, SavingStopped, Vectors

# The file is written anew when so many passages came or went since, or this share of all if that is more:
# reading them from the store instead costs a new process some 10 ms a thousand.
STALE_PASSAGES = 2_000
STALE_SHARE = 0.05
_DRAFT = "draft-vectors.faiss"
_SORTED_DRAFT = "draft-sorted-vectors.faiss"
_SORTING_LOCK = "sorting.lock"
_NAME = re.compile(r"vectors-(?P<generation>\d+)-(?P<stamp>[0-9a-f]+)-(?P<checksum>[0-9a-f]{8})\.faiss")

logger = logging.getLogger("cited_qa")


class DerivedVectors:
    """The vectors of a store, for any number of threads.

    Args:
        store: where they come from.
        dimension: length of a vector.

    """

    def __init__(self, store: Store, dimension: int) -> None:
        self._store = store
        self._dimension = dimension
        self._gate = SharedLock()
        self._update = threading.Lock()
        self._mark: Generation | None = None
        self._vectors = Vectors.empty(dimension)
        self._sorting: threading.Thread | None = None
        self._stop = threading.Event()

    def close(self, at_once: bool = False) -> None:
        """Wait for a sorting that is under way; `at_once` gives it up, for another change to do."""
        if at_once:
            self._stop.set()
        if self._sorting:
            self._sorting.join()

    @contextmanager
    def snapshot(self) -> Iterator[Vectors]:
        """A snapshot of the store, with the vectors as they are in it."""
        while True:
            self._catch_up()
            # In this order, as in `_catch_up`: two orders would let two threads wait for each other.
            with self._store.snapshot(), self._gate.shared():
                if self._store.mark() == self._mark:
                    yield self._vectors
                    return

    def keep(self, wait: bool = False) -> None:
        """Write the file anew if that is worth it; to be called after each change, by who made it.

        Where that means to sort many vectors, a thread does it meanwhile, unless `wait` is set.
        """
        folder = self._store.path
        if not folder or not self._is_stale(folder):
            return
        if not wait and self._store.count() > EXACT_UP_TO and self._newest(folder):
            self._sort_aside(folder)
            return
        with self.snapshot() as vectors:
            if self._is_stale(folder):  # a rebuild wrote it already
                self._save(folder, vectors, self._store.mark())

    def problems(self) -> list[Finding]:
        """What is wrong with the file; a missing one is no fault."""
        found = self._newest(self._store.path) if self._store.path else None
        if found is None or _is_whole(found[0]):
            return []
        reason = "the copy of the vectors is damaged; nothing needs to be done, the next search makes it anew"
        return [Finding(reason, str(found[0]))]

    def _catch_up(self) -> None:
        """Bring the vectors to the newest generation: by what came and went, or from the file, or anew."""
        with self._update, self._store.snapshot():
            mark = self._store.mark()
            if mark == self._mark:
                return
            if self._mark and self._store.find_mark(self._mark.generation, self._mark.stamp):
                with self._gate.alone():
                    since, self._mark = self._mark, None  # should it be interrupted, all is loaded anew
                    self._advance(self._vectors, since)
                    self._mark = mark
                return
            vectors = self._opened() or self._rebuilt(mark)
            with self._gate.alone():
                self._vectors, self._mark = vectors, mark

    def _advance(self, vectors: Vectors, since: Generation) -> None:
        vectors.remove(self._store.removed_since(since))
        for ids, rows in self._store.vectors(after=since.last_passage):
            vectors.add(ids, rows)

    def _opened(self) -> Vectors | None:
        """The vectors of the file, brought to the present; None where there is no sound file."""
        found = self._newest(self._store.path) if self._store.path else None
        if found is None or not _is_whole(found[0]):
            return None
        vectors = Vectors.open(found[0])
        if vectors is None or vectors.dimension != self._dimension:
            return None
        self._advance(vectors, found[1])
        # Where the store's notes of what came and went are damaged, the vectors themselves are asked.
        return vectors if len(vectors) == self._store.count() else None

    def _rebuilt(self, mark: Generation) -> Vectors:
        """The vectors of the store, kept in a file for the next process."""
        vectors = Vectors.empty(self._dimension)
        for ids, rows in self._store.vectors():
            vectors.add(ids, rows)
        if self._store.path:
            self._save(self._store.path, vectors, mark)
        return vectors

    def _is_stale(self, folder: Path) -> bool:
        found = self._newest(folder)
        limit = max(STALE_PASSAGES, int(STALE_SHARE * self._store.count()))
        return found is None or self._store.changes_since(found[1]) > limit

    def _newest(self, folder: Path) -> tuple[Path, Generation] | None:
        """The file of the newest generation that the store's history holds, with that generation."""
        found = []
        for file in folder.glob("vectors-*.faiss"):
            if name := _NAME.fullmatch(file.name):
                mark = self._store.find_mark(int(name["generation"]), name["stamp"])
                found += [(mark, file)] if mark else []
        if not found:
            return None
        mark, file = max(found)
        return file, mark

    def _save(self, folder: Path, vectors: Vectors, mark: Generation) -> None:
        """Keep the vectors for the next process; it can do without, so a failure is told and passed over."""
        try:
            with self._store.locked(timeout_seconds=0):
                vectors.save(folder / _DRAFT)
                self._publish(folder / _DRAFT, mark)
        except IndexLocked:
            logger.debug("The vectors are left for the present writer to save.")
        except (OSError, StorageError) as error:
            logger.warning("The vectors could not be saved (%s); they are rebuilt at each start.", error)

    def _publish(self, draft: Path, mark: Generation) -> None:
        """Put a draft in the place of all files before; the writer's lock must be held."""
        folder = draft.parent
        # It need not be forced to the disk: one that a power cut tore is told by its checksum.
        file = draft.replace(folder / f"vectors-{mark.generation}-{mark.stamp}-{_checksum(draft):08x}.faiss")
        for stale in folder.glob("vectors-*.faiss"):
            if stale != file:
                stale.unlink(missing_ok=True)
        self._store.forget_history(mark)

    def _sort_aside(self, folder: Path) -> None:
        if self._sorting is None or not self._sorting.is_alive():
            # Not a daemon: a script that ends after a change waits for it, or no script would ever sort.
            self._sorting = threading.Thread(target=self._sort, args=(folder,), name="sorting")
            self._sorting.start()

    def _sort(self, folder: Path) -> None:
        """Write the file anew while others search and write; a failure leaves the file before."""
        import faiss  # noqa: PLC0415  (not owed by `import qa`)
        from filelock import FileLock, Timeout  # noqa: PLC0415  (for writers alone)

        logger.info("%s: the vectors are sorted anew, which takes a while ...", folder)
        faiss.omp_set_num_threads(1)  # for this thread: the other cores answer questions
        try:
            with FileLock(folder / _SORTING_LOCK, timeout=0):
                self._sort_to(folder / _SORTED_DRAFT)
        except Timeout:
            logger.debug("Another process is sorting the vectors.")
        except SavingStopped:
            logger.debug("The vectors are left for the next change to sort.")
        except (OSError, CitedQAError) as error:
            logger.warning("The vectors could not be sorted (%s); the next change tries again.", error)

    def _sort_to(self, draft: Path) -> None:
        """Sort by way of a draft, which is nobody else's meanwhile and is gone afterwards."""
        try:
            with self._store.snapshot():
                mark, vectors = self._store.mark(), self._opened()
            if vectors is None:
                return
            vectors.save(draft, self._stop.is_set)
            with self._store.locked():
                if self._store.find_mark(mark.generation, mark.stamp):
                    self._publish(draft, mark)
        finally:
            draft.unlink(missing_ok=True)
        with self._update, self._gate.alone():
            self._mark = None  # the next search opens the new file


def _is_whole(file: Path) -> bool:
    """Whether a file's bytes are those that its name notes."""
    name = _NAME.fullmatch(file.name)
    try:
        return name is not None and _checksum(file) == int(name["checksum"], 16)
    except OSError:
        return False


def _checksum(file: Path) -> int:
    total = 0
    with file.open("rb") as data:
        while chunk := data.read(1 << 20):
            total = zlib.crc32(chunk, total)
    return total
