"""Vectors: inner-product search over unit vectors by id, in FAISS; exact up to a size, clustered above.

Vectors are kept as float16, as the store keeps them. Up to `EXACT_UP_TO` a search compares all of them (15 to
40 ns each). Beyond, saving sorts them into clusters in a file that is mapped, not read; what comes later is
searched exactly beside them, what goes is passed over, and the next save puts both in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from index.clusters import ADDED_AT_ONCE, TRAINING_PER_CLUSTER, Clusters, cluster_count

# `python tests/benchmarks/scale.py recall` prints what an exact search costs by size.
EXACT_UP_TO = 100_000
# Clusters are trained anew when there should be this many times as many of them.
OUTGROWN = 2


class SavingStopped(Exception):
    """A save was given up because it was asked to stop."""


class Vectors:
    """Unit vectors, each under an id; a vector comes back rounded to float16.

    Args:
        faiss_index: what `save` writes: an `IndexIDMap2` over a flat index, or the one of `Clusters`.

    """

    def __init__(self, faiss_index: Any) -> None:
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        if isinstance(faiss_index, faiss.IndexIDMap2):
            self._state = _State(faiss_index)
        else:
            self._state = _State(_flat(faiss_index.d), Clusters(faiss_index))

    @classmethod
    def empty(cls, dimension: int) -> Vectors:
        """No vectors yet."""
        return cls(_flat(dimension))

    @classmethod
    def open(cls, path: Path) -> Vectors | None:
        """The vectors of a file, or None where it is missing or damaged.

        Clusters stay in the file, which must not be written over while they are used; it may be removed.
        """
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP))
        except (RuntimeError, MemoryError):  # a damaged length asks for more memory than there is
            return None

    def save(self, path: Path, stopped: Callable[[], bool] = lambda: False) -> None:
        """Write the vectors to a file, whole or not at all; many are sorted into clusters first.

        Sorting asks `stopped` now and then whether to give up.

        Raises:
            OSError: if it cannot be written.
            SavingStopped: if it was given up.

        """
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        draft = path.with_suffix(".tmp")
        many = len(self) > EXACT_UP_TO
        try:
            if many:
                self._state.clustered(stopped).write(draft)
            else:
                faiss.write_index(self._state.flat(), str(draft))
            draft.replace(path)
        except (RuntimeError, OSError) as error:
            draft.unlink(missing_ok=True)
            raise OSError(f"FAISS could not write {path}") from error
        if many and (opened := Vectors.open(path)) is not None:
            self._state = opened._state

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._state.recent.d)

    def __len__(self) -> int:
        return len(self._state)

    def add(self, ids: Sequence[int], vectors: np.ndarray) -> None:
        """Add float32 vectors of shape (len(ids), dimension)."""
        if len(ids):
            self._state.recent.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, np.int64)
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Remove the vectors of these ids; unknown ones are passed over."""
        gone = np.asarray(ids, np.int64)
        if len(gone):
            self._state.recent.remove_ids(gone)
            self._state = self._state.without(gone)

    def search(self, query: np.ndarray, k: int, among: Sequence[int] | None = None) -> dict[int, float]:
        """The `k` ids with the largest inner product with `query` (dimension,), best first.

        Exact up to `EXACT_UP_TO` vectors and wherever it is `among` some; beyond, nearly all are found.
        """
        return self._state.search(np.ascontiguousarray(query, np.float32), k, among)

    def get(self, ids: Sequence[int]) -> np.ndarray:
        """The vectors of these ids, float32 of shape (len(ids), dimension)."""
        return self._state.rows(np.asarray(ids, np.int64))


def _flat(dimension: int) -> Any:
    import faiss  # noqa: PLC0415  (not owed by `import qa`)

    # float16 takes half the room of float32 and a third of its time.
    exact = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap2(exact)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep FAISS from waking threads: it divides work by queries, so with one they are only waited for."""
    import faiss  # noqa: PLC0415  (not owed by `import qa`)

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _flat_search(flat: Any, query: np.ndarray, k: int, among: Sequence[int] | None) -> dict[int, float]:
    if not flat.ntotal:
        return {}
    parameters = None
    if among is not None:
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        selector = faiss.IDSelectorBatch(np.asarray(among, np.int64))
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
    with _one_thread():
        scores, ids = flat.search(query[None, :], k, params=parameters)
    return {int(i): float(score) for i, score in zip(ids[0], scores[0], strict=True) if i >= 0}


@dataclass(frozen=True)
class _State:
    """What is searched: clusters, which of them went, and what came since; replaced as a whole."""

    recent: Any
    base: Clusters | None = None
    gone: frozenset[int] = frozenset()
    present: np.ndarray | None = None

    def __len__(self) -> int:
        return int(self.recent.ntotal) + (len(self.base) - len(self.gone) if self.base else 0)

    def ids(self) -> np.ndarray:
        """All ids, ascending."""
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        ids: np.ndarray = faiss.vector_to_array(self.recent.id_map)
        if self.base is not None:
            old = self.base.ids
            ids = np.concatenate([old[self._places(self.base, old) >= 0], ids])
        return np.sort(ids)

    def rows(self, ids: np.ndarray) -> np.ndarray:
        """The vectors of these ids, float32 of shape (len(ids), dimension)."""
        rows: np.ndarray
        if self.base is None:
            rows = self.recent.reconstruct_batch(ids)
            return rows
        places = self._places(self.base, ids)
        settled = places >= 0
        rows = np.empty((len(ids), int(self.recent.d)), np.float32)
        rows[settled] = self.base.rows(places[settled])
        if not settled.all():
            rows[~settled] = self.recent.reconstruct_batch(ids[~settled])
        return rows

    def search(self, query: np.ndarray, k: int, among: Sequence[int] | None) -> dict[int, float]:
        """The `k` best ids with their scores, best first."""
        found = _flat_search(self.recent, query, k, among)
        if self.base is None:
            return found
        if among is None:
            ids, scores = self.base.search(query, k, self.present)
        else:
            places = self._places(self.base, np.asarray(among, np.int64))
            places = places[places >= 0]
            ids, scores = self.base.ids[places], self.base.rows(places) @ query
        found |= dict(zip(ids.tolist(), scores.tolist(), strict=True))
        return dict(sorted(found.items(), key=lambda item: -item[1])[:k])

    def without(self, ids: np.ndarray) -> _State:
        """The same with these ids of the clusters passed over."""
        if self.base is None:
            return self
        places = self.base.places(ids)
        gone = self.gone | frozenset(places[places >= 0].tolist())
        flags = np.ones(len(self.base), dtype=bool)
        flags[list(gone)] = False
        return replace(self, gone=gone, present=np.packbits(flags, bitorder="little"))

    def clustered(self, stopped: Callable[[], bool]) -> Clusters:
        """New clusters of all that is there; the old ones are kept while there are enough of them."""
        ids = self.ids()
        if self.base is not None and cluster_count(len(ids)) < OUTGROWN * self.base.count:
            clusters = self.base.refilled()
        else:
            wanted = min(len(ids), cluster_count(len(ids)) * TRAINING_PER_CLUSTER)
            sample = np.random.default_rng(0).choice(ids, wanted, replace=False)
            clusters = Clusters.trained(self.rows(sample), len(ids))
        for start in range(0, len(ids), ADDED_AT_ONCE):
            if stopped():
                raise SavingStopped
            some = ids[start : start + ADDED_AT_ONCE]
            clusters.append(some, self.rows(some))
        return clusters

    def flat(self) -> Any:
        """All that is there, without clusters."""
        if self.base is None:
            return self.recent
        flat, ids = _flat(int(self.recent.d)), self.ids()
        flat.add_with_ids(self.rows(ids), ids)
        return flat

    def _places(self, base: Clusters, ids: np.ndarray) -> np.ndarray:
        """Positions in the clusters, -1 for ids that are not there, or not any more."""
        places = base.places(ids)
        if self.present is None:
            return places
        kept = np.unpackbits(self.present, bitorder="little")[places.clip(0)] > 0
        present: np.ndarray = np.where(kept, places, -1)
        return present
