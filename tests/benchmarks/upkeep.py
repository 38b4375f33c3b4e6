"""Upkeep: what it costs to add a document to many, to open, to search, to check the copy of the vectors.

The passages that are there already get random unit vectors in the place of the encoder's, so that making them
takes seconds; the document that is added is encoded by the real model. Each figure is a median.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

WORDS = [f"{a}{b}{c}" for a in "bdfklmprst" for b in ("a", "e", "i", "o", "u") for c in ("n", "r", "sk", "t")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000, help="how many are there already")
    parser.add_argument("--runs", type=int, default=5, help="documents to add, one after another")
    parser.add_argument("--scratch", type=Path, default=None, help="folder to work in")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as folder:
        measure(Path(folder), arguments.passages, arguments.runs)


def measure(folder: Path, passages: int, runs: int) -> None:
    from index import Index
    from index.derived import _checksum
    from index.vectors import Vectors

    address = folder / "index"
    seconds = timed(lambda: fill(address, passages))
    print(f"filled with {passages:,} passages (random vectors) in {seconds:.1f} s")
    print(
        f"first open and search, which makes the copy of the vectors: {timed(lambda: search(address)):.2f} s"
    )
    (file,) = address.glob("vectors-*.faiss")
    size = file.stat().st_size / 1e6
    check, read = (median(lambda f=f: f(file)) for f in (_checksum, Vectors.open))
    print(
        f"copy of the vectors: {size:.0f} MB, read in {1000 * read:.0f} ms, checked in {1000 * check:.0f} ms"
    )
    print(f"open and search, from the copy: {median(lambda: search(address)):.2f} s")
    totals, encodings = [], []
    index = Index.open(address)
    index.search("a warm start")
    for number in range(runs):
        new = folder / f"new-{number}.txt"
        new.write_text("\n\n".join(f"{' '.join(random.choices(WORDS, k=120))}." for _ in range(10)))
        texts = [" ".join(random.choices(WORDS, k=120)) for _ in range(10)]
        encodings.append(timed(lambda texts=texts: index._encoder.encode(texts)))
        totals.append(timed(lambda new=new: index.add([new])))
    print(
        f"add a document of 10 passages: {statistics.median(totals):.2f} s, "
        f"of which encoding {statistics.median(encodings):.2f} s (10 like texts); the rest at most "
        f"{max(t - e for t, e in zip(totals, encodings, strict=True)):.2f} s"
    )
    print(f"the same unchanged: {timed(lambda: index.add([new])):.3f} s")
    print(f"search after it: {timed(lambda: index.search('a warm start')):.2f} s")
    print(f"remove it: {timed(lambda: index.remove(new.name)):.2f} s")
    problems: list[object] = []
    print(f"verify: {timed(lambda: problems.extend(index.verify())):.1f} s, {len(problems)} problems")


def fill(address: Path, passages: int) -> None:
    from index.documents import Document
    from index.encoder import Encoder
    from index.passages import cut
    from index.store import Store

    encoder = Encoder.load()
    store = Store(address, create=True)
    chance = np.random.default_rng(0)
    done = number = 0
    while done < passages:
        with store.transaction():
            store.set_meta("model", encoder.name)
            store.set_meta("model_key", encoder.key)
            for _ in range(50):
                text = "\n\n".join(" ".join(random.choices(WORDS, k=120)) + "." for _ in range(10))
                document = Document.from_text(f"document {number}", text)
                parts = cut(document)
                vectors = chance.normal(size=(len(parts), encoder.dimension))
                store.add(document, parts, vectors / np.linalg.norm(vectors, axis=1)[:, None])
                done, number = done + len(parts), number + 1
    store.checkpoint()
    store.close()


def search(address: Path) -> None:
    from index import Index

    index = Index.open(address)
    index.search("a warm start")
    index.close()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work: Callable[[], object], runs: int = 5) -> float:
    return statistics.median(timed(work) for _ in range(runs))


if __name__ == "__main__":
    main()
