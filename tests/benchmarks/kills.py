"""Kills: what an index in Milvus withstands whose writers are killed, by Milvus Lite on this machine.

python tests/benchmarks/kills.py writer    # a writer that replaces documents is killed, again and again
python tests/benchmarks/kills.py build     # a build is killed at moments spread over all of it
python tests/benchmarks/kills.py workers   # workers of Ray are killed at random moments of builds

Each prints counts, and fails where a document was lost or half.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from lite import lite_server

from index import Index, IndexNotFound, Ray
from index.fleet import SHARES

STEPS = tuple(step.__name__ for step in SHARES)
# Most of a document stays as it is, so that a writer writes for longer than it encodes.
DOCUMENTS, PARAGRAPHS = 12, 24
# Of one version of all documents after another, until it is killed.
WRITER = """
import itertools, sys
from pathlib import Path
from index import Index
from kills import write_version
address, folder, version = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
index = Index.open(address)
for version in itertools.count(version):
    write_version(folder, version)
    index.add([folder])
    print(version, flush=True)
"""
# Says how many documents are committed; in small batches, so that a build has many of them.
BUILDER = """
import sys
import index.ingest
from index import Index, IndexNotFound
index.ingest.BATCH_PASSAGES = 32
address, folder = sys.argv[1:]
told = set()
def tell(progress):
    if progress.documents not in told:
        told.add(progress.documents)
        print(progress.documents, flush=True)
try:
    Index.open(address).add([folder], tell)
except IndexNotFound:
    Index.build([folder], address, progress=tell)
"""


def main() -> None:
    """Prove what is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    proofs = {"writer": kill_writers, "build": kill_builds, "workers": kill_workers}
    parser.add_argument("what", choices=proofs)
    parser.add_argument("--kills", type=int, default=25, help="how often something is killed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, lite_server(Path(folder)) as server:
        proofs[chosen.what](f"{server.address}/proof", Path(folder), chosen.kills)


# A writer is killed


def text_of(document: int, version: int, paragraphs: int = 2) -> str:
    """A document whose first and last words alone tell its version."""
    middle = "\n\n".join(f"Paragraph {n} of report {document} is old. " * 12 for n in range(paragraphs))
    return f"Report {document} has version {version}.\n\n{middle}\n\nSo ends version {version}."


def write_version(folder: Path, version: int) -> None:
    """Write all documents' files anew."""
    for document in range(DOCUMENTS):
        (folder / f"report{document}.txt").write_text(text_of(document, version, PARAGRAPHS))


def kill_writers(address: str, folder: Path, kills: int) -> None:
    """Kill a writer that replaces documents, at a random moment, and look at what it leaves."""
    files, moments = folder / "files", random.Random(5)
    files.mkdir()
    write_version(files, 0)
    index = Index.build([files], address)
    version, orphans = 0, 0
    for _ in range(kills):
        writer = started(WRITER, address, str(files), str(version + 1))
        writer.stdout.readline()
        begun = time.perf_counter()
        version = int(writer.stdout.readline())
        time.sleep(moments.uniform(0, time.perf_counter() - begun))
        writer.kill()
        version = max([version, *map(int, writer.stdout.read().split())])
        writer.wait()
        orphans += check_whole(index, version)
    print(f"a writer killed {kills} times: {DOCUMENTS} documents each time, none lost, none half")
    print(f"  what it left behind was swept away: {orphans:,} passages and parts of texts")


def check_whole(index: Index, version: int) -> int:
    """Check that every document is there whole, in a version written or begun; sweep, and return how much."""
    documents = dict(index.documents)
    assert len(documents) == DOCUMENTS, sorted(documents)
    for name, document in documents.items():
        number = int(re.search(r"\d+", name)[0])
        found = int(re.search(r"has version (\d+)", document.text)[1])
        assert found in (version, version + 1), (name, found, version)
        assert document.text == text_of(number, found, PARAGRAPHS), name
    for hit in index.search("Which report has a version?", k=50):
        passage = hit.passage
        assert index.documents[passage.document].text[passage.start : passage.end] == passage.text
    assert all("belong to no document" in str(problem) for problem in index.verify()), index.verify()
    swept = index.sweep(0)
    assert index.verify() == [], index.verify()
    return swept


# A build is killed


def kill_builds(address: str, folder: Path, kills: int) -> None:
    """Kill a build in its first batch, go on and kill that in its second, and so on to the end."""
    files, moments = folder / "files", random.Random(5)
    files.mkdir()
    texts = {f"report{n}.txt": text_of(n, 1, 2 + n % 9) for n in range(20 * kills)}
    for name, text in texts.items():
        (files / name).write_text(text)
    held: list[int] = []
    orphans = 0
    while len(held) < kills:
        builder = started(BUILDER, address, str(files))
        begun = time.perf_counter()
        for _ in range(2 if held else 1):
            assert builder.stdout.readline(), "it is at its end; there are too few documents"
        time.sleep(moments.uniform(0, time.perf_counter() - begun) / 2)
        builder.kill()
        builder.wait()
        count, swept = check_part(address, texts)
        held.append(count)
        orphans += swept
    Index.open(address).add([files])
    assert check_part(address, texts) == (len(texts), 0)
    print(f"a build of {len(texts)} documents killed {kills} times, with so many of them there, each whole:")
    print(f"  {', '.join(map(str, held))}; in the end all were")
    print(f"  what was left behind was swept away: {orphans:,} passages and parts of texts")


def check_part(address: str, texts: dict[str, str]) -> tuple[int, int]:
    """Check that what is there is whole, and sweep; returns how many documents, and how much was swept."""
    try:
        index = Index.open(address)
    except IndexNotFound:
        return 0, 0
    documents = dict(index.documents)
    assert all(texts[name] == document.text for name, document in documents.items())
    assert {hit.passage.document for hit in index.search("Which report has a version?", k=50)} <= {*documents}
    left = [problem for problem in index.verify() if "belong to no" not in str(problem)]
    assert left == [], left
    return len(documents), index.sweep(0)


def started(code: str, *given: str) -> subprocess.Popen[str]:
    """A Python process whose output can be read."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *given], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    )


# Workers of Ray are killed


def kill_workers(address: str, folder: Path, kills: int, documents: int = 400) -> None:
    """Build with Ray, file after file, while its workers are killed, whatever they do."""
    from index.ray import connected

    killed: Counter[str] = Counter()
    written = runs = 0
    with connected(Ray()):
        while killed.total() < kills:
            runs += 1
            texts = {f"{runs}-{n}.txt": text_of(n, runs, 2 + n % 9) for n in range(documents)}
            files = folder / f"files{runs}"
            files.mkdir()
            for name, text in texts.items():
                (files / name).write_text(text)
            with losing_any_workers(killed, kills):
                made = Index.build([files], address, ray=Ray())
            written += len(texts)
            assert len(made.changes.added) == documents, made.changes
            held = dict(made.documents)
            assert len(held) == written
            assert all(held[name].text == text for name, text in texts.items())
            made.sweep(0)
            assert made.verify() == [], made.verify()
    by_step = ", ".join(f"{killed[step]} {step.lower()}" for step in STEPS)
    print(f"{killed.total()} workers killed ({by_step}) in {runs} builds: {written:,} documents")
    print("  written, none lost, none half, none twice")


@contextmanager
def losing_any_workers(killed: Counter[str], most: int, most_seconds: float = 3.0) -> Iterator[None]:
    """Kill one worker or another, at work, idle or just started, at random moments."""
    over, moments = threading.Event(), random.Random(7)

    def kill() -> None:
        while killed.total() < most and not over.wait(moments.uniform(0, most_seconds)):
            there = {step: ray_processes(f"({step})") for step in STEPS}
            if steps := [step for step in STEPS if there[step]]:
                step = moments.choice(steps)
                moments.choice(there[step]).kill()
                killed[step] += 1

    with _beside(kill, over):
        yield


@contextmanager
def losing_workers(killed: Counter[str]) -> Iterator[None]:
    """Kill a worker of each step at its work."""
    over = threading.Event()

    def kill() -> None:
        while killed.total() < len(STEPS) and not over.wait(0.1):
            for step in STEPS:
                at_work = ray_processes(f"({step})).submit") if step not in killed else []
                if at_work:
                    at_work[0].kill()
                    killed[step] += 1

    with _beside(kill, over):
        yield


@contextmanager
def _beside(act: Callable[[], None], over: threading.Event) -> Iterator[None]:
    """Have something done beside, until it is over."""
    thread = threading.Thread(target=act)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def ray_processes(title: str = "", pid: int | None = None) -> list[psutil.Process]:
    """Ray's processes that one process, or this one, started, by a part of their command."""
    found = []
    for process in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):  # it may end meanwhile
            words = " ".join(process.cmdline())
            if "ray" in words and title in words:
                found.append(process)
    return found


if __name__ == "__main__":
    main()
