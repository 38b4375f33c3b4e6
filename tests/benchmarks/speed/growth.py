"""Growth: what an index of a thousand to a million passages costs to build, to keep and to search.

Texts and vectors are synthetic (`speed.synthetic`): embedding a million real passages takes hours. A query
is embedded all the same, for its time, and then searched by the synthetic vector that belongs to it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from speed.figure import Figure, Tell, percentile
from speed.process import Finished, call
from speed.synthetic import Corpus, Part, Query, fill

from index import Index
from index.encoder import Encoder

SECTION = "growth"
SIZES, QUICK_SIZES = (1_000, 10_000, 100_000, 1_000_000), (1_000,)
QUERIES, QUICK_QUERIES = 200, 20
UNMEASURED = 5
TOP = 10


def measure(runs: int, tell: Tell, quick: bool = False, sizes: Sequence[int] | None = None) -> list[Figure]:
    """Build an index of each size once, then search it and add to it in a fresh process a run.

    Raises:
        BenchError: if one of the processes fails.

    """
    figures = []
    for size in sizes or (QUICK_SIZES if quick else SIZES):
        with tempfile.TemporaryDirectory() as folder:
            figures += _measure_size(size, folder, runs, tell, QUICK_QUERIES if quick else QUERIES)
    return figures


def _measure_size(size: int, folder: str, runs: int, tell: Tell, queries: int) -> list[Figure]:
    tell(f"{size:,} passages, being written")
    built = call(build, size, folder).result
    disk = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    tell(f"{size:,} passages, recall")
    found = call(recall, size, folder, queries).result
    searches: list[Finished] = []
    for number in range(1, runs + 1):
        tell(f"{size:,} passages, searched, run {number} of {runs}")
        searches.append(call(search, size, folder, queries))
    additions = []
    for number in range(1, runs + 1):
        tell(f"{size:,} passages, added to, run {number} of {runs}")
        additions.append(call(add, folder, number).result)
    seconds = [one.result["searches"] for one in searches]
    peaks = [one.peak_bytes / 1e6 for one in searches if one.peak_bytes is not None]
    figures = (
        (
            "search, p50",
            "ms",
            [percentile(one, 50) * 1000 for one in seconds],
            "embedding the query included",
        ),
        ("search, p95", "ms", [percentile(one, 95) * 1000 for one in seconds], ""),
        (f"recall@{TOP} of the vectors", "", [found], f"against exact search, {queries} queries"),
        ("build", "s", [built], "encoding left out; synthetic vectors"),
        ("on disk", "MB", [disk / 1e6], ""),
        ("opening and first search", "s", [one.result["opening"] for one in searches], ""),
        ("adding a document", "s", additions, "embedding its one passage included"),
        ("peak memory, searching", "MB", peaks, ""),
    )
    return [
        Figure.of(SECTION, name, unit, samples, note, size)
        for name, unit, samples, note in figures
        if samples
    ]


class _Clocked(Corpus):
    """A corpus that knows how long it took to be made, so that this is not counted as indexing."""

    seconds = 0.0

    def __iter__(self) -> Iterator[Part]:
        start = time.perf_counter()
        for part in super().__iter__():
            self.seconds += time.perf_counter() - start
            yield part
            start = time.perf_counter()


class _KnownVectors:
    """An encoder that embeds a query and then answers with the synthetic vector that belongs to it."""

    def __init__(self, encoder: Encoder, queries: Sequence[Query]) -> None:
        self._encoder = encoder
        self._vectors = {query.text: query.vector for query in queries}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_query(self, text: str) -> np.ndarray:
        """The query's own vector, after the time that embedding it takes."""
        self._encoder.encode_query(text)
        return self._vectors[text]


def build(size: int, folder: str) -> float:
    """Seconds to write a corpus into an index and to open it for the first time."""
    Encoder.load()
    corpus = _Clocked(size)
    start = time.perf_counter()
    fill(corpus, Path(folder))
    index = Index.open(folder)
    index.search("anything")
    seconds = time.perf_counter() - start - corpus.seconds
    index.close()
    return seconds


def search(size: int, folder: str, count: int) -> dict[str, Any]:
    """Seconds of opening with a first search, and of each search after some."""
    queries = list(Corpus(size).queries(count + UNMEASURED))
    known = _KnownVectors(Encoder.load(), queries)
    start = time.perf_counter()
    index = Index.open(folder)
    index._encoder = known  # type: ignore[assignment]
    index.search(queries[0].text, TOP)
    opening = time.perf_counter() - start
    seconds = []
    for query in queries[1:]:
        start = time.perf_counter()
        index.search(query.text, TOP)
        seconds.append(time.perf_counter() - start)
    return {"opening": opening, "searches": seconds[UNMEASURED - 1 :]}


def recall(size: int, folder: str, count: int) -> float:
    """Share of the ten exact nearest passages that the index's own vector search finds."""
    queries = np.stack([query.vector for query in Corpus(size).queries(count)])
    index = Index.open(folder)
    index.search("anything")
    scores = np.empty((count, 0), np.float32)
    ids = np.empty((count, 0), np.int64)
    for numbers, vectors in index._store.vectors():
        scores = np.hstack([scores, queries @ vectors.T])
        ids = np.hstack([ids, np.tile(np.asarray(numbers, np.int64), (count, 1))])
        best = np.argsort(-scores, axis=1)[:, :TOP]
        scores, ids = np.take_along_axis(scores, best, 1), np.take_along_axis(ids, best, 1)
    with index._store.derived.snapshot() as kept:
        found = [set(kept.search(query, TOP)) for query in queries]
    return float(
        np.mean([len(own & set(exact.tolist())) / TOP for own, exact in zip(found, ids, strict=True)])
    )


def add(folder: str, number: int) -> float:
    """Seconds to add a small document to an index that was opened before, and to search it again."""
    index = Index.open(folder)
    index.search("anything")
    file = Path(f"added-{number}.txt")
    file.write_text(f"The {number}. addition speaks of lanterns and of nothing else.\n", encoding="utf-8")
    start = time.perf_counter()
    index.add([file])
    index.search("lanterns")
    return time.perf_counter() - start
