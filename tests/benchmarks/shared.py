"""Shared: what an index in Milvus withstands that many machines use, by Milvus Lite on this one.

python tests/benchmarks/shared.py writer    # a writer is killed, again and again
python tests/benchmarks/shared.py workers   # workers of Ray are killed, again and again
python tests/benchmarks/shared.py writers   # eight writers at once
python tests/benchmarks/shared.py servers   # two servers under load, one is killed
python tests/benchmarks/shared.py parity    # both storages over the evaluation sets

Each prints counts, and fails where a document was lost or half, or a question failed that need not have.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
from lite import free_port, lite_server

from index import Index, Ray
from qa.evaluation import evaluate

ROOT = Path(__file__).parents[2]
STEPS = ("_Reading", "_Encoding", "_Writing")
# Most of a document stays as it is, so that a writer writes for longer than it encodes.
DOCUMENTS, PARAGRAPHS = 12, 24
# Of one version of all documents after another, until it is killed.
WRITER = """
import itertools, sys
from pathlib import Path
from index import Index
from shared import write_version
address, folder, version = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
index = Index.open(address)
for version in itertools.count(version):
    write_version(folder, version)
    index.add([folder])
    print(version, flush=True)
"""
SETS = (
    ("seeds/questions.jsonl", "seeds/microsoft-openai-deal.txt"),
    ("tests/benchmarks/kinds/questions.jsonl", "tests/benchmarks/kinds"),
    ("tests/benchmarks/news/questions.jsonl", "tests/benchmarks/news"),
)


def main() -> None:
    """Prove what is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    proofs = {
        "writer": kill_writers, "workers": kill_workers, "writers": write_at_once, "servers": kill_server,
        "parity": compare,
    }  # fmt: skip
    parser.add_argument("what", choices=proofs)
    parser.add_argument("--kills", type=int, default=25, help="how often a writer or a worker is killed")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the servers are asked")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, lite_server(Path(folder)) as server:
        given = {"writer": chosen.kills, "workers": chosen.kills, "servers": chosen.seconds}
        more = [given[chosen.what]] if chosen.what in given else []
        proofs[chosen.what](f"{server.address}/proof", Path(folder), *more)


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
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, address, str(files), str(version + 1)],
            stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent,
        )  # fmt: skip
        writer.stdout.readline()
        started = time.perf_counter()
        version = int(writer.stdout.readline())
        time.sleep(moments.uniform(0, time.perf_counter() - started))
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
    assert all("belong to no document" in problem for problem in index.verify()), index.verify()
    swept = index.sweep(0)
    assert index.verify() == [], index.verify()
    return swept


# Workers of Ray are killed


def kill_workers(address: str, folder: Path, kills: int) -> None:
    """Build with Ray, file after file, while its workers are killed at their work."""
    from index.ray import connected

    killed: Counter[str] = Counter()
    written = runs = 0
    with connected(Ray()):
        while killed.total() < kills:
            runs += 1
            files = folder / f"files{runs}"
            files.mkdir()
            for n in range(160):
                (files / f"{runs}-{n}.txt").write_text(text_of(n, runs))
            with losing_workers(killed, kills):
                made = Index.build([files], address, ray=Ray())
            written += len(made.changes.added)
            assert len(made.changes.added) == 160, made.changes
            assert len(made.documents) == written == 160 * runs
            assert all(made.documents[f"{runs}-{n}.txt"].text == text_of(n, runs) for n in range(160))
            made.sweep(0)
            assert made.verify() == [], made.verify()
    by_step = ", ".join(f"{killed[step]} {step.strip('_').lower()}" for step in STEPS)
    print(f"{killed.total()} workers killed at their work ({by_step}) in {runs} runs: {written:,} documents")
    print("  written, none lost, none half, none twice")


@contextmanager
def losing_workers(killed: Counter[str], most: int, pause_seconds: float = 1.0) -> Iterator[None]:
    """Kill workers at their work, again and again, about as many of each step."""
    over, most_of_each = threading.Event(), -(-most // len(STEPS))

    def kill() -> None:
        while killed.total() < most and not over.wait(0.02):
            for step in (step for step in STEPS if killed[step] < most_of_each):
                if process := next(iter(ray_processes(f"({step})).submit")), None):
                    process.kill()
                    killed[step] += 1
                    over.wait(pause_seconds)
                    break

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def ray_processes(title: str = "") -> list[psutil.Process]:
    """Ray's processes on this machine that this one started, by a part of their command."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it may end meanwhile
            words = " ".join(process.cmdline())
            if "ray" in words and title in words:
                found.append(process)
    return found


# Many writers


def write_at_once(address: str, folder: Path, writers: int = 8) -> None:
    """Have processes add files at once, half of which every one of them adds."""
    for writer in range(writers):
        own = folder / f"w{writer}"
        own.mkdir()
        for n in range(10):
            (own / f"own{writer}-{n}.txt").write_text(text_of(100 * writer + n, 1))
    common = folder / "common"
    common.mkdir()
    for n in range(10):
        (common / f"common{n}.txt").write_text(text_of(n, 2))
    Index.from_texts({"first": "The first words."}, path=address)
    command = [sys.executable, "-c", "from qa.cli import main; main()", "index", "add", "--index", address]
    started = time.perf_counter()
    running = [
        subprocess.Popen([*command, str(folder / f"w{n}"), str(common)], stdout=subprocess.DEVNULL)
        for n in range(writers)
    ]
    assert [one.wait() for one in running] == [0] * writers
    seconds = time.perf_counter() - started
    index = Index.open(address)
    assert len(index.documents) == 1 + 10 * writers + 10, len(index.documents)
    assert all(index.documents[f"common{n}.txt"].text == text_of(n, 2) for n in range(10))
    index.sweep(0)
    assert index.verify() == [], index.verify()
    print(
        f"{writers} writers at once, {seconds:.0f} s: {len(index.documents)} documents, each once and whole"
    )


# Two servers


def kill_server(address: str, folder: Path, seconds: float, askers: int = 4) -> None:
    """Ask two servers by turns, as a proxy does, and kill one of them half way."""
    Index.build([ROOT / "seeds" / "microsoft-openai-deal.txt"], address).close()
    with serving(address, folder) as first, serving(address, folder) as second:
        proxy = Proxy([url for url, _ in (first, second)])
        threads = [threading.Thread(target=proxy.ask_until_closed) for _ in range(askers)]
        for thread in threads:
            thread.start()
        time.sleep(seconds / 2)
        in_flight = proxy.in_flight[first[0]]
        first[1].send_signal(signal.SIGKILL)
        time.sleep(seconds / 2)
        proxy.close()
        for thread in threads:
            thread.join()
    print(f"two servers, {askers} askers, {seconds:g} s, one killed half way: {proxy.answered:,} questions")
    print(
        f"  answered; {proxy.cut_off} of {in_flight} in flight there were cut off; {proxy.failed} failed else"
    )
    assert proxy.failed == 0
    assert proxy.cut_off <= in_flight


class Proxy:
    """Sends each question to the next server, or to another one where nobody takes it."""

    def __init__(self, urls: list[str]) -> None:
        self.in_flight: Counter[str] = Counter()
        self.answered = self.cut_off = self.failed = 0
        self._urls = urls
        self._turn = 0
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def close(self) -> None:
        """Have askers stop."""
        self._closed.set()

    def ask_until_closed(self) -> None:
        """Ask one question after another."""
        with httpx.Client(timeout=60) as client:
            while not self._closed.is_set():
                self._ask(client)

    def _ask(self, client: httpx.Client) -> None:
        with self._lock:
            self._turn += 1
            urls = [self._urls[(self._turn + n) % len(self._urls)] for n in range(len(self._urls))]
        body = {"question": "How large is Microsoft's stake in OpenAI?"}
        for url in urls:
            self.in_flight[url] += 1
            try:
                reply = client.post(f"{url}/v1/ask", json=body)
            except httpx.ConnectError:
                continue
            except httpx.TransportError:
                self._count(cut_off=1)
                return
            finally:
                self.in_flight[url] -= 1
            is_right = reply.status_code == 200 and "27%" in reply.json()["text"]
            self._count(answered=is_right, failed=not is_right)
            return
        self._count(failed=1)

    def _count(self, answered: int = 0, cut_off: int = 0, failed: int = 0) -> None:
        with self._lock:
            self.answered += answered
            self.cut_off += cut_off
            self.failed += failed


@contextmanager
def serving(address: str, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A real `qa serve` over an index: its URL and its process."""
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "from qa.cli import main; main()",
        "serve",
        "--index",
        address,
        "--rate",
        "60000",
    ]
    log = folder / f"serve{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=output, stderr=output)
    try:
        until(lambda: b"The chat is at" in log.read_bytes())
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def until(is_so: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait for something."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# Both storages


def compare(address: str, folder: Path) -> None:
    """Evaluate over a folder and over its copy in Milvus."""
    for number, (questions, documents) in enumerate(SETS):
        own = Index.build([ROOT / documents], folder / f"own{number}")
        there = own.copy(f"{address}{number}")
        here, far = evaluate(ROOT / questions, own), evaluate(ROOT / questions, there)
        pairs = list(zip(here.records, far.records, strict=True))
        same = sum(a.citations[:1] == b.citations[:1] for a, b in pairs)
        apart = {
            name: abs(one.value - far.measures[name].value)
            for name, one in here.measures.items()
            if one is not None and far.measures[name] is not None and not name.startswith("latency")
        }
        worst = max(apart, key=apart.get)
        print(f"{questions}: the same first citation for {same} of {len(pairs)} ({same / len(pairs):.1%});")
        print(f"  {len(apart)} measures differ by {apart[worst]:.4f} at most ({worst})", flush=True)
        assert same >= 0.99 * len(pairs)
        assert apart[worst] <= 0.01, apart


if __name__ == "__main__":
    main()
