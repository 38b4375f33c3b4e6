"""Clusters: approximate search over many unit vectors, in a FAISS inverted file mapped from disk.

Vectors are kept as float16, which is what the store holds, so they come back exactly; a search looks through
the fifth of the clusters nearest to the query. On 18,896 Wikipedia paragraphs that finds 0.97 to 0.99 of the
ten nearest (`python tests/benchmarks/scale.py recall`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

SEARCHED_SHARE = 5
TRAINING_ROUNDS = 8
TRAINING_PER_CLUSTER = 64
ADDED_AT_ONCE = 50_000


class Clusters:
    """Vectors by position, from 0, each under an ascending id.

    Args:
        faiss_index: an `IndexIDMap` over an `IndexIVFScalarQuantizer` that can reconstruct.

    """

    def __init__(self, faiss_index: Any) -> None:
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        self._faiss = faiss_index
        self._lists = cast(Any, faiss.downcast_index(faiss_index.index))
        self._lists.nprobe = max(1, self._lists.nlist // SEARCHED_SHARE)
        self.ids: np.ndarray = faiss.vector_to_array(faiss_index.id_map)
        inverted = faiss.downcast_InvertedLists(self._lists.invlists)
        if hasattr(inverted, "prefetch_nthread"):
            inverted.prefetch_nthread = 0  # it would start 32 threads for each search

    @classmethod
    def trained(cls, sample: np.ndarray, total: int) -> Clusters:
        """No vectors yet, with clusters for `total` like those of a sample, float32 (n, dimension)."""
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        count = cluster_count(total)
        dimension = sample.shape[1]
        quantizer = faiss.IndexFlatIP(dimension)
        lists: Any = faiss.IndexIVFScalarQuantizer(
            quantizer, dimension, count, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
        )
        lists.cp.niter = TRAINING_ROUNDS
        lists.cp.max_points_per_centroid = TRAINING_PER_CLUSTER
        lists.cp.min_points_per_centroid = 1
        lists.cp.spherical = True
        lists.train(np.ascontiguousarray(sample, np.float32))
        return cls._around(lists)

    def refilled(self) -> Clusters:
        """No vectors yet, with the same clusters."""
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        old: Any = self._lists
        quantizer = faiss.clone_index(old.quantizer)
        lists: Any = faiss.IndexIVFScalarQuantizer(
            quantizer, old.d, old.nlist, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
        )
        lists.is_trained = True
        return self._around(lists)

    @classmethod
    def _around(cls, lists: Any) -> Clusters:
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        lists.make_direct_map(True)
        return cls(faiss.IndexIDMap(lists))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._faiss.d)

    @property
    def count(self) -> int:
        """How many clusters there are."""
        return int(self._lists.nlist)

    def __len__(self) -> int:
        return len(self.ids)

    def append(self, ids: np.ndarray, vectors: np.ndarray) -> None:
        """Add float32 vectors under ids above all others; not where they are mapped from a file."""
        self._faiss.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(ids, np.int64))
        self.ids = np.concatenate([self.ids, ids])

    def write(self, path: Path) -> None:
        """Write all to a file.

        Raises:
            RuntimeError: if it cannot be written.

        """
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        faiss.write_index(self._faiss, str(path))

    def places(self, ids: Sequence[int] | np.ndarray) -> np.ndarray:
        """The position of each id, -1 for unknown ones."""
        wanted = np.asarray(ids, np.int64)
        if not len(self.ids):
            return np.full(len(wanted), -1)
        places = np.searchsorted(self.ids, wanted).clip(0, len(self.ids) - 1)
        return np.where(self.ids[places] == wanted, places, -1)

    def rows(self, places: np.ndarray) -> np.ndarray:
        """The vectors at these positions, float32 (len(places), dimension)."""
        rows: np.ndarray = self._lists.reconstruct_batch(np.asarray(places, np.int64))
        return rows

    def search(
        self, query: np.ndarray, k: int, present: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Ids and scores of the `k` nearest, best first.

        Args:
            query: float32 (dimension,).
            k: how many.
            present: which positions to look at, as bits, little end first; by default all.

        """
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        parameters = None
        if present is not None:
            selector = faiss.IDSelectorBitmap(len(self), faiss.swig_ptr(present))
            parameters = faiss.SearchParametersIVF(nprobe=self._lists.nprobe, sel=selector)  # type: ignore[call-arg]
        scores, places = self._lists.search(query[None, :], k, params=parameters)
        found = places[0] >= 0
        return self.ids[places[0][found]], scores[0][found]


def cluster_count(total: int) -> int:
    """A power of two near twice the square root: clusters and their choice then cost alike."""
    count: int = 1 << max(0, round(np.log2(2 * max(1, total) ** 0.5)))
    return count
