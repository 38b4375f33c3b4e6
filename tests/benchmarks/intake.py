"""What intake costs: many small files in this process, and large ones one by one and in several processes.

Peak memory is that of this process and of all it started. Run: python tests/benchmarks/intake.py
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from index import Document
from index.folders import find_files
from index.intake import read_files
from index.loaders import LOADERS
from index.workers import processors

SENTENCE = "The comet passed the moon in May, and nobody on the island saw it go. "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--small", type=int, default=10_000, help="how many files of 10 kB")
    parser.add_argument("--large", type=int, default=8, help="how many Markdown files of 1 MB")
    parser.add_argument("--folder", type=Path, help="read this folder instead, one by one and in processes")
    options = parser.parse_args()
    print(f"{processors()} processors; {len(LOADERS)} suffixes known")
    with tempfile.TemporaryDirectory() as made:
        if options.folder:
            compare("files", options.folder)
            return
        small, large = Path(made) / "small", Path(made) / "large"
        write(small, options.small, ".txt", 10_000)
        write(large, options.large, ".md", 1_000_000)
        print(f"{options.small:,} files of 10 kB: {told(*measured(small))}")
        compare("Markdown files of 1 MB", large)


def write(folder: Path, count: int, suffix: str, size: int) -> None:
    folder.mkdir()
    for number in range(count):
        text = f"# Number {number}\n\n" + (SENTENCE + "\n\n") * (size // (len(SENTENCE) + 2))
        (folder / f"{number:06}{suffix}").write_text(text)


def compare(what: str, folder: Path) -> None:
    """One by one in this process, and as `read_files` does it."""
    files = [path for path in find_files([folder]).values() if isinstance(path, Path)]
    start = time.perf_counter()
    for path in files:
        Document.open(path)
    print(f"{len(files)} {what}, one by one: {time.perf_counter() - start:.2f} s")
    print(f"{len(files)} {what}, in processes: {told(*measured(folder))}")


def measured(folder: Path) -> tuple[float, int]:
    """Seconds, and the most memory in bytes."""
    peak, is_over = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not is_over.wait(0.02):
            peak = max(peak, memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    for _ in read_files(find_files([folder])):
        pass
    seconds = time.perf_counter() - start
    is_over.set()
    watcher.join()
    return seconds, peak


def memory() -> int:
    total = 0
    for process in [psutil.Process(os.getpid()), *psutil.Process().children()]:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def told(seconds: float, peak: int) -> str:
    return f"{seconds:.2f} s, at most {peak / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
