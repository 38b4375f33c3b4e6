"""Vectors: exact inner-product search over unit vectors by id, in FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np


class Vectors:
    """A FAISS index of unit vectors, each under an id.

    Args:
        faiss_index: an `IndexIDMap2` over an inner-product index.

    """

    def __init__(self, faiss_index: Any) -> None:
        self._faiss = faiss_index

    @classmethod
    def empty(cls, dimension: int) -> Vectors:
        """No vectors yet."""
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    @classmethod
    def open(cls, path: Path) -> Vectors | None:
        """The vectors of a file, or None where it is missing or damaged."""
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        try:
            return cls(faiss.read_index(str(path)))
        except (RuntimeError, MemoryError):  # a damaged length asks for more memory than there is
            return None

    def save(self, path: Path) -> None:
        """Write the vectors to a file, whole or not at all.

        Raises:
            OSError: if it cannot be written.

        """
        import faiss  # noqa: PLC0415  (not owed by `import qa`)

        draft = path.with_suffix(".tmp")
        try:
            faiss.write_index(self._faiss, str(draft))
            draft.replace(path)
        except (RuntimeError, OSError) as error:
            draft.unlink(missing_ok=True)
            raise OSError(f"FAISS could not write {path}") from error

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._faiss.d)

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    def add(self, ids: Sequence[int], vectors: np.ndarray) -> None:
        """Add float32 vectors of shape (len(ids), dimension)."""
        if len(ids):
            self._faiss.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, np.int64)
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Remove the vectors of these ids; unknown ones are passed over."""
        if len(ids):
            self._faiss.remove_ids(np.asarray(ids, np.int64))

    def search(self, query: np.ndarray, k: int, among: Sequence[int] | None = None) -> dict[int, float]:
        """The `k` ids with the largest inner product with `query` (dimension,), best first."""
        parameters = None
        if among is not None:
            import faiss  # noqa: PLC0415  (not owed by `import qa`)

            selector = faiss.IDSelectorBatch(np.asarray(among, np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, ids = self._faiss.search(query[None, :], k, params=parameters)
        return {int(i): float(score) for i, score in zip(ids[0], scores[0], strict=True) if i >= 0}

    def get(self, ids: Sequence[int]) -> np.ndarray:
        """The vectors of these ids, float32 of shape (len(ids), dimension)."""
        vectors: np.ndarray = self._faiss.reconstruct_batch(np.asarray(ids, np.int64))
        return vectors
