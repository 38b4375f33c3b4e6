"""Ingest: files to a finished index, against the encoder's own ceiling; and the most memory it takes.

The ceiling is the same passages' texts, sorted by length, straight through the ONNX session in the batch
size that is fastest here. Both are timed in turn, and the medians compared. With --memory, documents are
indexed in a process of their own whose encoder is loaded but replaced by one that returns constant vectors at
once, since the real one would take an hour; what it needs while it runs is therefore not in the figure.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

WORDS = [f"{a}{b}{c}" for a in "bdfklmprst" for b in ("a", "e", "i", "o", "u") for c in ("n", "r", "sk", "t")]
BATCH_SIZES = (8, 16, 32, 64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=60, help="how many")
    parser.add_argument("--characters", type=int, default=10_000, help="how long each is, about")
    parser.add_argument("--runs", type=int, default=3, help="how often each side is timed")
    parser.add_argument("--memory", action="store_true", help="measure the most memory instead")
    parser.add_argument("--scratch", type=Path, default=None, help="folder to work in")
    parser.add_argument("--measured", type=Path, default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measured:
        build_without_model(arguments.measured)
        return
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as folder:
        files = Path(folder) / "files"
        write_documents(files, arguments.documents, arguments.characters)
        if arguments.memory:
            command = [sys.executable, __file__, "--measured", folder]
            subprocess.run(command, check=True)
        else:
            compare(files, Path(folder) / "index", arguments.runs)


def write_documents(folder: Path, count: int, characters: int) -> None:
    folder.mkdir()
    chance = random.Random(0)
    for number in range(count):
        text = ""
        while len(text) < characters:
            sentences = (" ".join(chance.choices(WORDS, k=chance.randint(6, 25))) for _ in range(6))
            text += " ".join(f"{sentence.capitalize()}." for sentence in sentences) + "\n\n"
        (folder / f"{number:05}.txt").write_text(text)


def compare(files: Path, address: Path, runs: int) -> None:
    from index import Document, Index
    from index.encoder import Encoder
    from index.fingerprint import indexed_text
    from index.passages import cut

    encoder = Encoder.load()
    texts = [
        indexed_text(passage) for file in sorted(files.iterdir()) for passage in cut(Document.open(file))
    ]
    texts.sort(key=len)
    sample = texts[:: max(1, len(texts) // 128)]
    best = max(BATCH_SIZES, key=lambda size: len(sample) / straight(encoder, sample, size))
    ingested, encoded = [], []
    for _ in range(runs):
        shutil.rmtree(address, ignore_errors=True)
        start = time.perf_counter()
        index = Index.build([files], path=address)
        ingested.append(time.perf_counter() - start)
        index.close()
        encoded.append(straight(encoder, texts, best))
    ingest, ceiling = (len(texts) / statistics.median(times) for times in (ingested, encoded))
    print(f"{len(texts):,} passages; encoder alone, in batches of {best}: {ceiling:.1f} passages a second")
    print(f"files to a finished index: {ingest:.1f} passages a second, {ingest / ceiling:.0%} of that")


def straight(encoder: object, texts: list[str], size: int) -> float:
    start = time.perf_counter()
    for first in range(0, len(texts), size):
        encoder._run(texts[first : first + size])  # type: ignore[attr-defined]
    return time.perf_counter() - start


def build_without_model(folder: Path) -> None:
    from index import Index
    from index.encoder import Encoder

    def encode(self: Encoder, texts: list[str], progress: object = None) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        vectors[:, 0] = 1
        return vectors

    Encoder.encode = encode  # type: ignore[assignment, method-assign]
    start = time.perf_counter()
    index = Index.build([folder / "files"], path=folder / "index")
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(index.documents):,} documents, {len(index):,} passages in {seconds:.0f} s without encoding")
    print(f"at most {peak:.0f} MiB of memory")


if __name__ == "__main__":
    main()
