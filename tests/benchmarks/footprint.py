"""How fast and how small: prints the times and the memory of asking, searching and opening the chat.

Run it on a machine at rest, with the package installed:

    python tests/benchmarks/footprint.py
"""

from __future__ import annotations

import argparse
import os
import re
import selectors
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

QUESTIONS = (
    "How large is Microsoft's stake in OpenAI?",
    "Until when does the access last?",
    "Who verifies AGI?",
    "How much Azure does OpenAI commit to buy?",
    "What is the capital of France?",
)
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "onnxruntime", "faiss")
COMMAND = "import sys; from qa.cli import main; sys.argv[0] = 'qa'; main()"
# What a process tells of itself when it ends, on a file descriptor of its own.
REPORT = f"""
import atexit, os, resource, sys
def report():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    loaded = [name for name in {HEAVY!r} if name in sys.modules]
    os.write(int(os.environ["REPORT_FD"]), f"{{peak}} {{','.join(loaded)}}".encode())
atexit.register(report)
"""
CHAT_TIMEOUT_SECONDS = 120


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="processes a cold figure is the median of (5)")
    parser.add_argument("--rounds", type=int, default=20, help="rounds over the questions when warm (20)")
    parser.add_argument("--no-chat", action="store_true", help="leave the chat page out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # no index of the user's own is asked
        run_process(COMMAND, "ask", QUESTIONS[0])  # exports the models where they are not yet
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, the bundled article")
        print(f"Cold: median of {options.runs}. Watched imports: {', '.join(HEAVY)}.")
        print_cold("import qa", options.runs, "import qa")
        print_cold("qa --help", options.runs, COMMAND, "--help")
        print_cold("qa search", options.runs, COMMAND, "search", QUESTIONS[0])
        print_cold("qa ask", options.runs, COMMAND, "ask", QUESTIONS[0])
        print_warm(options.rounds)
        if not options.no_chat:
            print(
                f"chat page up          {statistics.median(chat_start() for _ in range(options.runs)):6.2f} s"
            )


def print_cold(name: str, runs: int, code: str, *arguments: str) -> None:
    """Times, peak memory and imports of fresh processes."""
    bare = statistics.median(run_process("", measured=False)[0] for _ in range(runs))
    measured = [run_process(code, *arguments) for _ in range(runs)]
    seconds = statistics.median(one[0] for one in measured)
    peak = statistics.median(one[1] for one in measured) / 1e6
    loaded = measured[-1][2] or "none"
    times = f"{seconds:7.2f} s ({seconds - bare:.2f} s above a bare Python)"
    print(f"{name:<20} {times}, {peak:4.0f} MB; imports {loaded}")


def run_process(code: str, *arguments: str, measured: bool = True) -> tuple[float, int, str]:
    """Wall-clock seconds, peak resident bytes, and which of HEAVY were imported."""
    read, write = os.pipe()
    script = (REPORT if measured else "") + code
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "REPORT_FD": str(write), "HF_HUB_OFFLINE": "1"},
        pass_fds=[write],
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    os.close(write)
    with os.fdopen(read) as pipe:
        peak, _, loaded = pipe.read().partition(" ")
    if result.returncode not in (0, 3) or "Traceback" in result.stderr:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{result.stderr}")
    return seconds, int(peak or 0), loaded


def print_warm(rounds: int) -> None:
    """Times of one process that asks again and again."""
    from index import Index
    from qa import ask, bundled

    index = Index.build([bundled.article()])
    for question in QUESTIONS:
        ask(question, index)
    print_percentiles(
        "search, warm", [timed(lambda q=q: index.search(q)) for _ in range(rounds) for q in QUESTIONS]
    )
    print_percentiles(
        "ask, warm", [timed(lambda q=q: ask(q, index)) for _ in range(rounds) for q in QUESTIONS]
    )


def timed(call: Callable[[], object]) -> float:
    """Wall-clock seconds of a call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def print_percentiles(name: str, seconds: Sequence[float]) -> None:
    """The median and the 95th percentile, in milliseconds."""
    p50, p95 = (statistics.quantiles(seconds, n=100, method="inclusive")[i] * 1000 for i in (49, 94))
    print(f"{name:<20} {p50:7.1f} ms p50, {p95:.1f} ms p95")


def chat_start() -> float:
    """Seconds from `qa chat` to the first page served."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "chat", "--no-browser"],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        address = announced_address(process)
        with urllib.request.urlopen(address, timeout=CHAT_TIMEOUT_SECONDS) as page:
            page.read()
        return time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def announced_address(process: subprocess.Popen[bytes]) -> str:
    """The address that the chat prints on standard error."""
    if process.stderr is None:
        raise ValueError("the chat's standard error must be a pipe")
    told = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stderr, selectors.EVENT_READ)
        while selector.select(CHAT_TIMEOUT_SECONDS):
            part = os.read(process.stderr.fileno(), 4096)
            told += part
            if found := re.search(rb"http://[\w.:\[\]]+/?", told):
                return found.group().decode()
            if not part:
                break
    raise SystemExit(f"qa chat did not start:\n{told.decode()}")


if __name__ == "__main__":
    # The package under test, not one that happens to lie in the folder this is called from.
    sys.path[:] = [path for path in sys.path if path and Path(path).resolve() != Path(__file__).parent]
    main()
