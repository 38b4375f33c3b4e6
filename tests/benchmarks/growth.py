"""Growth: a folder and Milvus Lite beside each other at several sizes: time, room, memory and recall.

python tests/benchmarks/growth.py --passages 10000 100000
python tests/benchmarks/growth.py --files FOLDER     # the bytes of each field, of real files

The passages are synthetic and come with their vectors, so that no time is spent on encoding; the folder is
filled first, and copied to Milvus Lite as a user would do it. Each address is then asked by a process of its
own. Recall is the share of the ten nearest passages, as numpy finds them, that a search weighs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import psutil
from lite import lite_server
from speed.synthetic import PASSAGES_PER_DOCUMENT, Corpus, Query, fill

from index import Index, Passage
from index.milvus.rows import layout_of, new_entry, passage_rows
from index.milvus.texts import part_rows

DEPTH = 50


def main() -> None:
    """Measure each size, or one address that this program is asked to measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000])
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--files", type=Path, nargs="+", help="weigh the rows of these files instead")
    parser.add_argument("--address", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.files:
        weigh(chosen.files)
        return
    if chosen.address:
        sys.stdout.write(json.dumps(measured(chosen.address, chosen.passages[0], chosen.queries)) + "\n")
        return
    for passages in chosen.passages:
        with tempfile.TemporaryDirectory() as folder:
            grow(Path(folder), passages, chosen.queries)


def grow(folder: Path, passages: int, queries: int) -> None:
    """Fill a folder, copy it to a server, and have both measured."""
    own = folder / "own"
    started = time.perf_counter()
    fill(Corpus(passages), own)
    index = Index.open(own)
    index.search("first")
    index.close()  # once the vectors are sorted
    report("folder", passages, time.perf_counter() - started, room(own), child(own, passages, queries))
    with lite_server(folder) as server:
        address = f"{server.address}/growth"
        started = time.perf_counter()
        Index.open(own).copy(address).close()
        seconds = time.perf_counter() - started
        found = child(address, passages, queries)
        report("Milvus Lite", passages, seconds, room(server.data), found)
        memory = psutil.Process(server.process.pid).memory_info().rss
        print(f"  its server: {memory / 1e6:,.0f} MB of memory")


def report(name: str, passages: int, seconds: float, size: int, found: dict[str, float]) -> None:
    """Print a line."""
    print(
        f"{passages:,} passages in {name}: filled in {seconds:,.1f} s, {passages / seconds:,.0f} a second; "
        f"{size / passages:,.0f} bytes a passage; search {found['p50']:.0f} ms p50, {found['p95']:.0f} ms "
        f"p95; recall {found['recall']:.3f}; {found['memory'] / 1e6:,.0f} MB of memory",
        flush=True,
    )


def child(address: str | Path, passages: int, queries: int) -> dict[str, float]:
    """Measure in a process of its own."""
    given = ["--address", str(address), "--passages", str(passages), "--queries", str(queries)]
    done = subprocess.run([sys.executable, __file__, *given], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measured(address: str, passages: int, count: int) -> dict[str, float]:
    """Search times, memory and recall."""
    index, corpus = Index.open(address), Corpus(passages)
    queries = list(corpus.queries(count))
    index.search("a warm start")
    seconds = []
    for query in queries:
        started = time.perf_counter()
        index.search(query.text)
        seconds.append(time.perf_counter() - started)
    memory = psutil.Process().memory_info().rss
    p50, p95 = (1000 * float(np.quantile(seconds, share)) for share in (0.5, 0.95))
    return {"p50": p50, "p95": p95, "memory": memory, "recall": recall(index, corpus, queries)}


def recall(index: Index, corpus: Corpus, queries: list[Query]) -> float:
    """The share of the ten nearest passages that a search weighs."""
    rows = np.concatenate(list(corpus.vectors()))
    starts: dict[str, list[int]] = {}

    def number(passage: Passage) -> int:
        document = int(passage.document.removeprefix("document-"))
        if passage.document not in starts:
            starts[passage.document] = [one.start for one in corpus.part(document).passages]
        return document * PASSAGES_PER_DOCUMENT + starts[passage.document].index(passage.start)

    shares = []
    for query in queries:
        best = set(np.argsort(-(rows @ query.vector))[:10].tolist())
        with index._store.searching() as find:
            dense = find(query.text, query.vector, DEPTH, None).dense
            found = index._store.passages(list(dense)).values()
        shares.append(len(best & set(map(number, found))) / 10)
    return float(np.mean(shares))


def weigh(files: list[Path]) -> None:
    """Print how many bytes a passage each field takes that Milvus is given, of real files."""
    index, sizes = Index.build(files), Counter()
    for name, document in index.documents.items():
        passages, vectors = index._store.passages_of(name)
        entry = new_entry(document, layout_of(document), len(passages), "0" * 32)
        rows = {
            "passages": passage_rows(entry.edition, entry.stamp, passages, vectors),
            "texts": [
                row for blob in (document.text, layout_of(document)) for row in part_rows(blob, "0" * 32)
            ],
            "documents": [entry.to_row()],
        }
        for kind, some in rows.items():
            for row in some:
                sizes.update({(kind, field): bytes_of(value) for field, value in row.items()})
    print(f"{len(index):,} passages of {len(index.documents)} documents; bytes a passage:")
    for kind in ("passages", "texts", "documents"):
        own = {field: size / len(index) for (of, field), size in sizes.items() if of == kind}
        largest = sorted(own.items(), key=lambda item: -item[1])[:5]
        print(
            f"  {kind} {sum(own.values()):,.0f}: "
            + ", ".join(f"{name} {size:,.0f}" for name, size in largest)
        )


def bytes_of(value: object) -> int:
    """The bytes of a field's value."""
    if isinstance(value, np.ndarray):
        return int(value.astype(np.float32).nbytes)
    return len(value.encode()) if isinstance(value, str) else 8


def room(folder: Path) -> int:
    """The bytes of a folder's files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
