"""Soak: minutes of mixed load on a real `qa serve`, at the machine's capacity, on loopback.

Askers, searchers, an uploader that adds, replaces and removes, readers of the list, an agent and a sender of
bad requests run at once. It fails if memory grows, a citation does not stand at its offsets, or a status
comes that was not designed; and it checks the index when the server has been stopped.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from index import Index

COMMAND = "from qa.cli import main; main()"
TOWNS = ("Velm", "Lorn", "Marrin", "Tarrow", "Estrel", "Wexmoor", "Averil", "Brindle")
DESIGNED = {
    "ask": {200, 503},
    "search": {200, 503},
    "documents": {200, 404, 503},
    "upload": {200, 201, 204, 404, 503},
    "agent": {200, 503},
    "bad": {400, 404, 405, 413, 415, 421, 422, 403, 503},
}
# Memory is compared with what it was after this part of the run, when caches are full.
WARM_SHARE = 0.25
GROWTH_BYTES = 40_000_000
SAMPLE_SECONDS = 1.0


class Soak:
    """The load, what came back, and what is wrong with it."""

    def __init__(self, address: str, until: float) -> None:
        self.address = address
        self.until = until
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.seconds: list[float] = []
        self.faults: list[str] = []
        self.citations = self.answered = 0
        self._random = random.Random(7)

    def ask(self, client: httpx.Client) -> None:
        town = self._random.choice(TOWNS)
        history = ["How long is the bridge of Velm?"] if self._random.random() < 0.2 else []
        began = time.monotonic()
        body = {"question": f"How long is the bridge of {town}?", "history": history}
        answer = self._sent("ask", client.post("/v1/ask", json=body))
        if answer.status_code != 200:
            return
        self.seconds.append(time.monotonic() - began)
        given = answer.json()
        self.answered += given["answered"]
        for citation in given["citations"]:
            self._check(citation)

    def search(self, client: httpx.Client) -> None:
        body = {"query": f"bridge of {self._random.choice(TOWNS)}", "k": 5}
        found = self._sent("search", client.post("/v1/search", json=body))
        if found.status_code == 200:
            for hit in found.json()["hits"]:
                self._check(hit | {"quote": hit["text"]})

    def read(self, client: httpx.Client) -> None:
        listed = self._sent("documents", client.get("/v1/documents"))
        if listed.status_code == 200:
            names = [one["name"] for one in listed.json()["documents"]]
            self._sent("documents", client.get(f"/v1/documents/{self._random.choice(names)}"))

    def upload(self, client: httpx.Client) -> None:
        town = self._random.choice(TOWNS)
        name = f"news-{town}.txt"
        if self._random.random() < 0.3:
            self._sent("upload", client.delete(f"/v1/documents/{name}"))
            return
        self._sent("upload", client.post("/v1/documents", files={"file": (name, news(town, self._random))}))

    def agent(self, client: httpx.Client) -> None:
        call = {
            "name": "ask",
            "arguments": {"question": f"How long is the bridge of {self._random.choice(TOWNS)}?"},
        }
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        accept = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
        given = self._sent("agent", client.post("/mcp", json=message, headers=accept))
        if given.status_code == 200 and "structuredContent" in (result := given.json()["result"]):
            for citation in result["structuredContent"]["citations"]:
                self._check(citation)

    def bad(self, client: httpx.Client) -> None:
        requests: list[Callable[[], httpx.Response]] = [
            lambda: client.post("/v1/ask", json={"question": "?!"}),
            lambda: client.post("/v1/ask", content=b"{", headers={"content-type": "application/json"}),
            lambda: client.post("/v1/ask", json={"question": "x" * 2_000_000}),
            lambda: client.get("/v1/documents", headers={"Host": "evil.example"}),
            lambda: client.get("/v1/documents", headers={"Origin": "http://evil.example"}),
            lambda: client.post("/v1/documents", files={"file": ("a.exe", b"MZ")}),
            lambda: client.post("/v1/documents", files={"file": ("a.txt", b"")}),
            lambda: client.get("/gradio_api/file=/etc/passwd"),
            lambda: client.delete("/v1/ask"),
            lambda: client.get("/v1/documents/nothing.txt"),
        ]
        self._sent("bad", self._random.choice(requests)())

    def loop(self, act: Callable[[httpx.Client], None]) -> None:
        """Do one thing until the time is over."""
        with httpx.Client(base_url=self.address, timeout=120) as client:
            while time.monotonic() < self.until:
                try:
                    act(client)
                except (httpx.HTTPError, KeyError, ValueError) as error:
                    self.faults.append(f"{act.__name__}: {error!r}")

    def _sent(self, kind: str, response: httpx.Response) -> httpx.Response:
        self.statuses[kind, response.status_code] += 1
        if response.status_code not in DESIGNED[kind]:
            self.faults.append(f"{kind}: {response.status_code} {response.text[:200]}")
        if response.status_code >= 400 and kind != "agent":
            if response.headers["content-type"] != "application/problem+json":
                self.faults.append(f"{kind}: {response.status_code} is no problem JSON")
            if response.status_code == 503:
                if "retry-after" not in response.headers:
                    self.faults.append(f"{kind}: a 503 without Retry-After")
                time.sleep(0.05)
        return response

    def _check(self, citation: dict) -> None:
        """The words carry their own offsets and can be checked though their document may be gone."""
        self.citations += 1
        quote, start, end = citation["quote"], citation["start"], citation["end"]
        if len(quote) != end - start:
            self.faults.append(f"{start}-{end} is not as long as {quote!r}")
        for mark in re.finditer(r"#(\d+)#", quote):
            if start + mark.start() != int(mark.group(1)):
                self.faults.append(f"{mark.group()} is said to stand at {start + mark.start()}")


def news(town: str, chance: random.Random) -> bytes:
    """A text in which every sentence names its own offset, so that any quote can be checked alone."""
    text = ""
    for number in range(chance.randint(3, 30)):
        length = chance.randint(50, 900)
        text += f"#{len(text)}# The bridge of {town} is {length} metres long, report {number} says.\n"
    return text.encode()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10, help="how long (default: 10)")
    parser.add_argument("--askers", type=int, default=6, help="people who ask without a pause (default: 6)")
    parser.add_argument("--json", type=Path, help="write what was measured here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = soak(Path(folder), options.minutes * 60, options.askers)
    print(json.dumps(measured, indent=1))
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    return 1 if measured["faults"] else 0


def soak(folder: Path, seconds: float, askers: int) -> dict:
    """Run the load for some seconds; returns what was measured, faults among it."""
    chance = random.Random(7)
    kept = folder / "index"
    Index.from_texts({f"{town}.txt": news(town, chance).decode() for town in TOWNS}, path=kept).close()
    log = folder / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                COMMAND,
                "serve",
                "--index",
                str(kept),
                "--port",
                "17860",
                "--rate",
                "10000000",
            ],
            stderr=written,
        )
    try:
        address = _address(log, process)
        load = Soak(address, time.monotonic() + seconds)
        acts = [load.ask] * askers + [load.search] * 2 + [load.upload, load.read, load.agent, load.bad]
        threads = [threading.Thread(target=load.loop, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        memory = _watch(process.pid, load.until)
        for thread in threads:
            thread.join()
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=60)
    faults = load.faults
    warm = memory[int(len(memory) * WARM_SHARE) :]
    part = max(1, len(warm) // 5)
    before, after = statistics.median(warm[:part]), statistics.median(warm[-part:])
    if after - before > GROWTH_BYTES:
        faults.append(f"memory grew from {before / 1e6:.0f} to {after / 1e6:.0f} MB")
    if load.answered < len(load.seconds) / 2:
        faults.append(f"only {load.answered} of {len(load.seconds)} questions were answered")
    if code != 0:
        faults.append(f"the server ended with {code}")
    told = log.read_text(encoding="utf-8")
    if "Traceback" in told:
        faults.append(told[told.index("Traceback") :][:4_000])
    faults += Index.open(kept).verify()
    asked = sorted(load.seconds) or [0.0]
    return {
        "seconds": seconds,
        "requests": sum(load.statuses.values()),
        "statuses": {f"{kind} {status}": n for (kind, status), n in sorted(load.statuses.items())},
        "answered": load.answered,
        "answers_per_second": round(len(load.seconds) / seconds, 1),
        "ask_seconds_median": round(statistics.median(asked), 3),
        "ask_seconds_p95": round(asked[int(0.95 * (len(asked) - 1))], 3),
        "citations_and_hits_checked": load.citations,
        "memory_mb": {
            "warm": round(before / 1e6, 1),
            "end": round(after / 1e6, 1),
            "peak": round(max(memory) / 1e6, 1),
        },
        "memory_mb_each_minute": [round(value / 1e6) for value in memory[::60]],
        "faults": sorted(set(faults))[:50],
    }


def _watch(pid: int, until: float) -> list[int]:
    """Resident bytes of the server, once a second."""
    server = psutil.Process(pid)
    memory = []
    while time.monotonic() < until:
        memory.append(server.memory_info().rss)
        time.sleep(SAMPLE_SECONDS)
    return memory


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"The chat is at (\S+)", log.read_text(encoding="utf-8"))
        if found:
            return found.group(1)
        time.sleep(0.1)
    raise SystemExit(f"qa serve did not start:\n{log.read_text(encoding='utf-8')}")


if __name__ == "__main__":
    sys.exit(main())
