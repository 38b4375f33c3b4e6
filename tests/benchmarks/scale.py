"""How search grows: recall and time of vectors and words, and a whole index of many synthetic passages.

python tests/benchmarks/scale.py recall --vectors REAL.npy   # recall@10 and time, also on real vectors
python tests/benchmarks/scale.py recall --graph              # beside HNSW, at several widths
python tests/benchmarks/scale.py words --passages 200000     # BM25: time and agreement with weighing all
python tests/benchmarks/scale.py whole --passages 1000000    # open, search, add; needs 3 GB of disk
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from speed.synthetic import Corpus, fill

from index import Index, lexical, vectors
from index.store import Store
from index.vectors import Vectors


def main() -> None:
    """Measure what is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("recall", "words", "whole"))
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--graph", action="store_true", help="measure HNSW too")
    parser.add_argument("--vectors", type=Path, help=".npy of real vectors; its last rows serve as queries")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"recall": recall, "words": words, "whole": whole}[chosen.what](chosen, Path(folder))


def recall(chosen: argparse.Namespace, folder: Path) -> None:
    """Recall@10 of clusters against an exact search, with the times of both."""
    corpus = Corpus(chosen.passages)
    asked = np.stack([query.vector for query in corpus.queries(chosen.queries)])
    sets = [("synthetic", np.concatenate(list(corpus.vectors())), asked)]
    if chosen.vectors:
        real = np.load(chosen.vectors).astype(np.float32)
        sets += [("real", real[: -chosen.queries], real[-chosen.queries :])]
    for name, rows, queries in sets:
        print_recall(name, rows, queries, folder)
        if chosen.graph:
            print_graph(name, rows, queries, folder)


def print_recall(name: str, rows: np.ndarray, asked: np.ndarray, folder: Path) -> None:
    """Search the same vectors exactly and by clusters."""
    exact = Vectors.empty(rows.shape[1])
    exact.add(range(len(rows)), rows)
    clustered = Vectors.empty(rows.shape[1])
    clustered.add(range(len(rows)), rows)
    vectors.EXACT_UP_TO = 0
    started = time.perf_counter()
    clustered.save(folder / f"{name}.faiss")
    built = time.perf_counter() - started
    found = [set(exact.search(query, 10)) & set(clustered.search(query, 10)) for query in asked]
    times = [f"{label} {timed(lambda q, v=one: v.search(q, 50), asked)}" for label, one in
             (("exact", exact), ("clusters", clustered))]  # fmt: skip
    share = statistics.mean(map(len, found)) / 10
    print(f"{len(rows):,} {name}: recall@10 {share:.4f}; {'; '.join(times)}; clustered in {built:.1f} s")


def print_graph(name: str, rows: np.ndarray, asked: np.ndarray, folder: Path) -> None:
    """Search the same vectors by a navigable graph (HNSW, Malkov and Yashunin, 2018), at several widths."""
    import faiss

    exact = faiss.IndexFlatIP(rows.shape[1])
    exact.add(rows)
    best = [set(row) for row in exact.search(asked, 10)[1].tolist()]
    graph = faiss.IndexHNSWSQ(rows.shape[1], faiss.ScalarQuantizer.QT_fp16, 32, faiss.METRIC_INNER_PRODUCT)
    started = time.perf_counter()
    graph.train(rows[:1000])
    graph.add(rows)
    built = time.perf_counter() - started
    faiss.write_index(graph, str(folder / f"{name}.graph"))
    size = (folder / f"{name}.graph").stat().st_size / 1e6
    print(f"{len(rows):,} {name}: HNSW built in {built:.0f} s, {size:,.0f} MB")
    for width in (32, 64, 128, 256):
        graph.hnsw.efSearch = width
        found = [set(graph.search(query[None], 10)[1][0].tolist()) for query in asked]
        share = statistics.mean(len(a & b) for a, b in zip(best, found, strict=True)) / 10
        times = timed(lambda query: graph.search(query[None], 50), list(asked))
        print(f"  width {width:3}: recall@10 {share:.4f}; {times}")


def words(chosen: argparse.Namespace, folder: Path) -> None:
    """BM25 with its limit and without."""
    corpus = Corpus(chosen.passages)
    store = Store(fill(corpus, folder / "index"))
    asked = list(corpus.queries(chosen.queries))
    texts = [query.text for query in asked]
    limit = lexical.WEIGHED
    results = {}
    for weighed in (chosen.passages + 1, limit, limit // 4):
        lexical.WEIGHED = weighed
        results[weighed] = [list(store.match(text, 10)) for text in texts]
        everything = results[chosen.passages + 1]
        same = [len(set(a) & set(b)) / 10 for a, b in zip(results[weighed], everything, strict=True)]
        own = [query.passage + 1 in found for query, found in zip(asked, results[weighed], strict=True)]
        print(
            f"weighing {weighed:>9,}: {timed(lambda text: store.match(text, 50), texts)}; the same ten "
            f"{statistics.mean(same):.3f}; the passage asked for among them {statistics.mean(own):.3f}"
        )


def whole(chosen: argparse.Namespace, folder: Path) -> None:
    """Build, open, search and add to an index of synthetic passages with synthetic vectors."""
    corpus = Corpus(chosen.passages)
    fill(corpus, folder / "index")
    started = time.perf_counter()
    Index.open(folder / "index").search("first")
    print(f"first opening, which sorts the vectors: {time.perf_counter() - started:.1f} s; peak {peak()}")
    started = time.perf_counter()
    index = Index.open(folder / "index")
    index.search("first")
    print(f"opening and a first search: {time.perf_counter() - started:.2f} s")
    texts = [query.text for query in corpus.queries(chosen.queries)]
    print(f"search: {timed(index.search, texts)}")
    file = folder / "new.txt"
    file.write_text("One more document says that the harbour froze in 1893.", encoding="utf-8")
    started = time.perf_counter()
    index.add([file])
    index.search("harbour froze")
    print(f"add a document and find it: {time.perf_counter() - started:.2f} s; peak {peak()}")


def timed(call: Callable[[object], object], values: list) -> str:
    """Median and 95th percentile of calls."""
    seconds = []
    for value in values:
        started = time.perf_counter()
        call(value)
        seconds.append(time.perf_counter() - started)
    p50, p95 = (1000 * float(np.quantile(seconds, share)) for share in (0.5, 0.95))
    return f"{p50:.1f} ms p50, {p95:.1f} ms p95"


def peak() -> str:
    """Peak resident memory of this process, which also made the corpus."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


if __name__ == "__main__":
    main()
