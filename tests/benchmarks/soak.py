"""Soak: minutes of mixed load on a real `qa serve`, at the machine's capacity, on loopback.

Visitors who ask, search, read and use an agent, an uploader that adds, replaces and removes, and a sender of
bad requests run at once, each from an address of its own; in every other spell there are hostile visitors
beside them, one for nine others. It fails if memory or open files grow, a citation does not stand at its
offsets, a status comes that was not designed, or honest questions take more than three times as long beside
the hostile ones; and it checks the index when the server has been stopped in the midst of all that.
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
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx
import psutil

from index import Index

COMMAND = "from qa.cli import main; main()"
TOWNS = ("Velm", "Lorn", "Marrin", "Tarrow", "Estrel", "Wexmoor", "Averil", "Brindle")
DESIGNED = {
    "ask": {200, 429, 503, 504},
    "search": {200, 429, 503},
    "documents": {200, 404, 429, 503},
    "upload": {200, 201, 204, 404, 429, 503},
    "agent": {200, 429, 503},
    "bad": {400, 403, 404, 405, 413, 415, 421, 422, 429, 503},
    "hostile": {200, 413, 422, 429, 503, 504},
}
# Memory is compared with what it was after this part of the run, when caches are full.
WARM_SHARE = 0.5
GROWTH_BYTES = 40_000_000
GROWTH_FILES = 32
MOST_TIMES_AS_LONG = 3.0
# Of fewer questions on either side, some spells of a few seconds each, a share of the slowest says nothing.
LEAST_COMPARED = 500
# What a visitor takes, at the middle, before asking again.
PAUSE_SECONDS = 5.0
# For so long there are no hostile visitors, then for so long there are, in turns; the first spell warms up.
SPELL_SECONDS = 15.0
SAMPLE_SECONDS = 1.0
_NAMES = " and ".join(f"Ab{number} Cd" for number in range(400))
HOSTILE_QUESTIONS: list[dict[str, object]] = [
    {"question": ("until when do " * 50 + "-" * 9_000)[:9_990] + "\nx"},
    {"question": "And Foo?", "history": [f"Did {_NAMES} meet?"[:9_990]] * 3},
    {"question": "What about " + "so and " * 1_400},
    {"question": " ".join(f"w{number}" for number in range(1_600))},
]
# A client that keeps a connection as long as the server does may write to it as it is closed.
KEPT_SECONDS = 2.0


class Soak:
    """The load, what came back, and what is wrong with it."""

    def __init__(self, address: str, until: float) -> None:
        self.address = address
        self.until = until
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.seconds: dict[bool, list[float]] = {False: [], True: []}
        self.faults: list[str] = []
        self.citations = self.answered = 0
        self.possible: dict[str, set[bytes | None]] = {}
        self._began = time.monotonic()
        self._random = random.Random(7)

    @property
    def spell(self) -> int:
        """Which one this is; there are hostile visitors in the odd ones."""
        return int((time.monotonic() - self._began) / SPELL_SECONDS)

    def ask(self, client: httpx.Client) -> None:
        town = self._random.choice(TOWNS)
        history = ["How long is the bridge of Velm?"] if self._random.random() < 0.2 else []
        time.sleep(self._random.uniform(0, 2 * PAUSE_SECONDS))
        began, spell = time.monotonic(), self.spell
        body = {"question": f"How long is the bridge of {town}?", "history": history}
        while (answer := self._sent("ask", client.post("/v1/ask", json=body))).status_code != 200:
            if time.monotonic() > self.until:
                return
        if spell:
            self.seconds[spell % 2 == 1].append(time.monotonic() - began)
        given = answer.json()
        self.answered += given["answered"]
        for citation in given["citations"]:
            self._check(citation)

    def search(self, client: httpx.Client) -> None:
        body = {"query": f"bridge of {self._random.choice(TOWNS)}", "k": 5}
        found = self._sent("search", client.post("/v1/search", json=body))
        if found.status_code == 200:
            for hit in found.json()["hits"]:
                self._check(hit["passage"] | {"quote": hit["passage"]["text"]})

    def read(self, client: httpx.Client) -> None:
        listed = self._sent("documents", client.get("/v1/documents"))
        if listed.status_code == 200:
            names = [one["name"] for one in listed.json()["documents"]]
            self._sent("documents", client.get(f"/v1/documents/{self._random.choice(names)}"))

    def upload(self, client: httpx.Client) -> None:
        town = self._random.choice(TOWNS)
        name = f"news-{town}.txt"
        content = None if self._random.random() < 0.3 else news(town, self._random)
        # Until the server has answered, and where it says that it failed, either may be there.
        self.possible[name] = self.possible.get(name, {None}) | {content}
        if content is None:
            given = client.delete(f"/v1/documents/{name}")
        else:
            given = client.post("/v1/documents", files={"file": (name, content)})
        if self._sent("upload", given).status_code in {200, 201, 204, 404}:
            self.possible[name] = {content}

    def lost(self, index: Index) -> list[str]:
        """What the index holds other than was accepted."""
        return [
            f"{name} is not what was accepted"
            for name, contents in self.possible.items()
            if (index.documents[name].text.encode() if name in index.documents else None) not in contents
        ]

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

    def hostile(self, client: httpx.Client) -> None:
        if self.spell % 2 == 0:
            time.sleep(0.1)
            return
        requests: list[Callable[[], httpx.Response]] = [
            *(partial(client.post, "/v1/ask", json=body) for body in HOSTILE_QUESTIONS),
            lambda: client.post("/v1/ask", content=b"x" * 5_000_000),
        ]
        if self._random.random() < 0.3:
            with suppress(httpx.TimeoutException):
                client.post("/v1/ask", json=HOSTILE_QUESTIONS[1], timeout=0.05)
            return
        self._sent("hostile", self._random.choice(requests)())

    def loop(self, act: Callable[[httpx.Client], None], visitor: int) -> None:
        """Do one thing until the time is over."""
        origin = {"X-Forwarded-For": f"192.0.2.{visitor}"}
        kept = httpx.Limits(keepalive_expiry=KEPT_SECONDS)
        with httpx.Client(base_url=self.address, timeout=120, headers=origin, limits=kept) as client:
            while time.monotonic() < self.until:
                try:
                    act(client)
                except httpx.TransportError as error:
                    if time.monotonic() < self.until:  # afterwards the server is being stopped
                        self.faults.append(f"{act.__name__}: {error!r}")
                except (KeyError, ValueError) as error:
                    self.faults.append(f"{act.__name__}: {error!r}")

    def _sent(self, kind: str, response: httpx.Response) -> httpx.Response:
        self.statuses[kind, response.status_code] += 1
        if response.status_code not in DESIGNED[kind]:
            self.faults.append(f"{kind}: {response.status_code} {response.text[:200]}")
        if response.status_code >= 400 and kind != "agent":
            if response.headers["content-type"] != "application/problem+json":
                self.faults.append(f"{kind}: {response.status_code} is no problem JSON")
            if response.status_code in {429, 503}:
                if "retry-after" not in response.headers:
                    self.faults.append(f"{kind}: a {response.status_code} without Retry-After")
                time.sleep(0.05 if kind == "hostile" else 0.5)
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
    parser.add_argument("--minutes", type=float, default=10, help="how long it takes (default: 10)")
    parser.add_argument("--visitors", type=int, default=64, help="how many there are at once (default: 64)")
    parser.add_argument("--json", type=Path, help="write what was measured here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = soak(Path(folder), options.minutes * 60, options.visitors)
    print(json.dumps(measured, indent=1))
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    return 1 if measured["faults"] else 0


def soak(folder: Path, seconds: float, visitors: int) -> dict:
    """Run the load for some seconds; returns what was measured, faults among it."""
    chance = random.Random(7)
    kept = folder / "index"
    Index.from_texts({f"{town}.txt": news(town, chance).decode() for town in TOWNS}, path=kept).close()
    log = folder / "log"
    command = [sys.executable, "-c", COMMAND, "serve", "--port", "17860", "--trusted-proxy", "127.0.0.1"]
    with log.open("wb") as written:
        process = subprocess.Popen([*command, "--index", str(kept)], stderr=written)
    try:
        address = _address(log, process)
        _warm(address)
        load = Soak(address, time.monotonic() + seconds)
        others = [*[load.search] * 2, load.upload, load.read, load.agent, load.bad]
        hostile = visitors // 10
        acts = [*others, *[load.hostile] * hostile]
        acts += [load.ask] * max(1, visitors - len(acts))
        threads = [threading.Thread(target=load.loop, args=(act, n)) for n, act in enumerate(acts, start=1)]
        for thread in threads:
            thread.start()
        memory, files = _watch(process, load.until)
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=120)
    for thread in threads:
        thread.join()
    faults = [
        *load.faults,
        *_grown(memory, GROWTH_BYTES, "bytes"),
        *_grown(files, GROWTH_FILES, "open files"),
    ]
    if load.answered < load.statuses["ask", 200] / 2:
        faults.append(f"only {load.answered} of {load.statuses['ask', 200]} questions were answered")
    p95 = {beside: _share(seconds, 0.95) for beside, seconds in load.seconds.items()}
    is_compared = min(map(len, load.seconds.values())) >= LEAST_COMPARED
    if is_compared and p95[True] > MOST_TIMES_AS_LONG * p95[False]:
        faults.append(f"beside hostile visitors p95 was {p95[True]:.2f} s, without them {p95[False]:.2f} s")
    if code != 0:
        faults.append(f"the server ended with {code}")
    told = log.read_text(encoding="utf-8")
    if "Traceback" in told:
        faults.append(told[told.index("Traceback") :][:4_000])
    index = Index.open(kept)
    faults += [*map(str, index.verify()), *load.lost(index)]
    return {
        "seconds": seconds,
        "visitors": len(acts),
        "hostile": hostile,
        "statuses": {f"{kind} {status}": n for (kind, status), n in sorted(load.statuses.items())},
        "answered": load.answered,
        "answers_per_second": round(load.statuses["ask", 200] / seconds, 1),
        "ask_seconds": {
            name: {
                "asked": len(load.seconds[beside]),
                "median": _share(load.seconds[beside], 0.5),
                "p95": p95[beside],
            }
            for name, beside in (("alone", False), ("beside hostile visitors", True))
        },
        "p95_times_as_long": round(p95[True] / p95[False], 2) if is_compared else None,
        "citations_and_hits_checked": load.citations,
        "memory_mb_each_minute": [round(value / 1e6) for value in memory[::60]],
        "open_files_each_minute": files[::60],
        "faults": sorted(set(faults))[:50],
    }


def _warm(address: str) -> None:
    """Ask each hostile question once: the first of its length takes buffers, by 75 MB, that are then kept."""
    with httpx.Client(base_url=address, timeout=120) as client:
        for body in HOSTILE_QUESTIONS:
            client.post("/v1/ask", json=body).raise_for_status()


def _share(seconds: list[float], share: float) -> float:
    """The seconds that a share of them does not exceed."""
    return round(sorted(seconds)[int(share * (len(seconds) - 1))], 3) if seconds else 0.0


def _grown(samples: list[int], most: int, what: str) -> list[str]:
    """A fault, if what was measured grew by more than so much after the caches were full."""
    warm = samples[int(len(samples) * WARM_SHARE) :]
    part = max(1, len(warm) // 5)
    before, after = statistics.median(warm[:part]), statistics.median(warm[-part:])
    return [f"{what} grew from {before:,.0f} to {after:,.0f}"] if after - before > most else []


def _watch(process: subprocess.Popen[bytes], until: float) -> tuple[list[int], list[int]]:
    """Resident bytes and open files of the server, once a second; ends early with the server."""
    server = psutil.Process(process.pid)
    memory, files = [], []
    while time.monotonic() < until and process.poll() is None:
        memory.append(server.memory_info().rss)
        files.append(server.num_fds())
        time.sleep(SAMPLE_SECONDS)
    return memory, files


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
