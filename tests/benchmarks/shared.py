"""Shared: what an index in Milvus withstands that many machines use, by Milvus Lite on this one.

python tests/benchmarks/shared.py writers   # eight writers at once
python tests/benchmarks/shared.py servers   # two servers under load, one is killed
python tests/benchmarks/shared.py searches  # what both storages find for the questions of the evaluation sets
python tests/benchmarks/shared.py parity    # what both storages answer to them

Each prints counts, and fails where a document was lost or half, or a question failed that need not have.
`kills.py` beside it kills who writes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from kills import text_of
from lite import free_port, lite_server

from index import Index
from qa.evaluation import evaluate, load_questions
from qa.wording import respell, tidy

ROOT = Path(__file__).parents[2]
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
        "writers": write_at_once,
        "servers": kill_server,
        "searches": compare_searches,
        "parity": compare,
    }
    parser.add_argument("what", choices=proofs)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the servers are asked")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, lite_server(Path(folder)) as server:
        more = [chosen.seconds] if chosen.what == "servers" else []
        proofs[chosen.what](f"{server.address}/proof", Path(folder), *more)


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
        in_flight = proxy.kill(*first)
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

    def kill(self, url: str, process: subprocess.Popen[bytes]) -> int:
        """Kill a server: how many questions were in flight there when it was gone."""
        with self._lock:  # no question sets out while it dies
            process.kill()
            process.wait()
            return self.in_flight[url]

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
            self._fly(url, 1)
            try:
                reply = client.post(f"{url}/v1/ask", json=body)
            except httpx.ConnectError:
                continue
            except httpx.TransportError:
                self._count(cut_off=1)
                return
            finally:
                self._fly(url, -1)
            is_right = reply.status_code == 200 and "27%" in reply.json()["text"]
            self._count(answered=is_right, failed=not is_right)
            return
        self._count(failed=1)

    def _fly(self, url: str, change: int) -> None:
        with self._lock:
            self.in_flight[url] += change

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


def compare_searches(address: str, folder: Path) -> None:
    """Search a folder and its copy in Milvus for each question, as it is spelt there."""
    for number, (questions, documents) in enumerate(SETS):
        own = Index.build([ROOT / documents], folder / f"own{number}")
        there = own.copy(f"{address}{number}")
        asked = load_questions(ROOT / questions, own.documents).questions
        spelt = alike = 0
        apart = 0.0
        for one in asked:
            question = respell(tidy(one.question), own)
            spelt += question == respell(tidy(one.question), there)
            here, far = own.search(question, 10), there.search(question, 10)
            alike += [hit.passage for hit in here] == [hit.passage for hit in far]
            apart = max(apart, *(abs(a.score - b.score) for a, b in zip(here, far, strict=True)))
        print(
            f"{questions}: of {len(asked)}, {spelt} are spelt alike, {alike} find the same ten in one order;"
        )
        print(f"  scores differ by {apart:.1e} at most", flush=True)
        assert spelt == alike == len(asked)


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
