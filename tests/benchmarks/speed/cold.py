"""Cold starts: a process from nothing to its answer, and the chat from nothing to its first page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from queue import Empty, Queue

from speed.figure import Figure, Tell
from speed.process import COMMAND, BenchError, Finished, environment, run

SECTION = "cold"
QUESTION = "How large is Microsoft's stake in OpenAI?"
CHAT_TIMEOUT_SECONDS = 120
_PROCESSES: dict[str, tuple[str, ...]] = {
    "bare Python": ("",),
    "import qa": ("import qa",),
    "qa --help": (COMMAND, "--help"),
    "qa search": (COMMAND, "search", QUESTION),
    "qa ask": (COMMAND, "ask", QUESTION),
}


def measure(runs: int, tell: Tell, quick: bool = False) -> list[Figure]:
    """Wall-clock time and peak memory of fresh processes, one after another in each run.

    Raises:
        BenchError: if one of them fails.

    """
    run(COMMAND, "ask", QUESTION)  # prepares the models where they are not yet
    found: dict[str, list[Finished]] = {name: [] for name in _PROCESSES}
    chats: list[float] = []
    for number in range(1, runs + 1):
        tell(f"cold starts, run {number} of {runs}")
        for name, (code, *arguments) in _PROCESSES.items():
            found[name].append(run(code, *arguments))
        if not quick:
            chats.append(chat_start())
    figures = []
    for name, processes in found.items():
        figures.append(Figure.of(SECTION, name, "s", [one.seconds for one in processes]))
        if peaks := [one.peak_bytes / 1e6 for one in processes if one.peak_bytes is not None]:
            figures.append(Figure.of(SECTION, f"{name}, peak memory", "MB", peaks))
    if chats:
        figures.append(Figure.of(SECTION, "qa chat, to the first page", "s", chats))
    return figures


def chat_start() -> float:
    """Seconds from `qa chat` to the first page served.

    Raises:
        BenchError: if the chat does not start.

    """
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "chat", "--no-browser"],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            with urllib.request.urlopen(_address(process), timeout=CHAT_TIMEOUT_SECONDS) as page:
                page.read()
            return time.perf_counter() - start
        finally:
            process.terminate()
            process.wait()


def _address(process: subprocess.Popen[bytes]) -> str:
    """The address that the chat prints."""
    lines: Queue[bytes] = Queue()

    def read() -> None:
        while process.stdout and (part := os.read(process.stdout.fileno(), 4096)):
            lines.put(part)
        lines.put(b"")

    threading.Thread(target=read, daemon=True).start()
    told = b""
    try:
        while part := lines.get(timeout=CHAT_TIMEOUT_SECONDS):
            told += part
            if found := re.search(rb"http://[\w.:\[\]]+/?", told):
                return found.group().decode()
    except Empty:
        pass
    last = (told.decode(errors="replace").strip().splitlines() or ["no message"])[-1]
    raise BenchError(f"The chat did not start ({last}); see whether `qa chat` works, then try again")
