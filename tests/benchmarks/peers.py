"""Measure this project beside LangChain, LlamaIndex, Haystack and txtai, all with the same embedding weights.

    python tests/benchmarks/peers.py --squad train-v1.1.json --titles held-out.txt

Each peer gets a virtual environment of its own (1 to 2 GB, deleted at the end) from the package index that
pip is set up for, and a small runner in `peers/` that follows its documentation: `default` is what its first
pages show, the other settings are the best that they document without a language model or a download.

One index holds all chosen articles, each one document (its paragraphs parted by a blank line). Then:

- right place: the first result overlaps the gold answer's characters; where a peer tells no offsets (txtai),
  the first result is of the right document and holds the sentence that the gold answer stands in;
- in 200, in 500: a gold answer's words stand in the first 200 or 500 characters of the results, joined;
- ingest: characters a second (chunks differ in size) from texts to a saved index, the model loaded before;
- search: median time of a search (for `ask` of an answer), the model loaded before;
- cold start and peak memory: a fresh process opens the saved index and answers one question.

Times are medians of rounds in which every system has its turn; what is not timed runs on one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gold import Asked, in_place, questions, within

HERE = Path(__file__).parent
RUNNERS = HERE / "peers"
PACKAGES = {
    "LangChain": (
        "langchain-classic", "langchain-community", "langchain-huggingface", "langchain-text-splitters",
        "sentence-transformers", "faiss-cpu", "rank-bm25",
    ),
    "LlamaIndex": (
        "llama-index-core", "llama-index-embeddings-huggingface", "llama-index-retrievers-bm25",
    ),
    "Haystack": ("haystack-ai", "sentence-transformers-haystack", "transformers-haystack"),
    "txtai": ("txtai",),
}  # fmt: skip
# Settings that share an index stand together; the first of them builds it.
SYSTEMS = (
    ("cited-qa", ("search", "ask", "ask, never refusing")),
    ("LangChain", ("default", "hybrid")),
    ("LlamaIndex", ("default",)),
    ("LlamaIndex", ("hybrid",)),
    ("Haystack", ("default", "hybrid", "reader")),
    ("txtai", ("default",)),
    ("txtai", ("hybrid",)),
)
NAMED = {
    "LangChain": "langchain-core",
    "LlamaIndex": "llama-index-core",
    "Haystack": "haystack-ai",
    "txtai": "txtai",
}
TIMED_QUESTIONS = 20
QUIET = {
    "HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "true", "PYTHONUTF8": "1",
}  # fmt: skip


@dataclass
class Measured:
    """What was found of one system in one setting; a list holds a figure a round."""

    name: str
    setting: str
    results: list[list[dict[str, Any]]] = field(default_factory=list)
    ingest: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)


def main() -> None:
    """Make the environments, measure in rounds, print the table."""
    options = arguments()
    work = options.work or Path(tempfile.mkdtemp(prefix="peers-"))
    work.mkdir(parents=True, exist_ok=True)
    venvs = options.venvs or work / "venvs"
    try:
        pythons = {
            name: environment(venvs / name.lower(), packages, options.torch)
            for name, packages in PACKAGES.items()
        }
        pythons["cited-qa"] = Path(sys.executable)
        texts, asked = questions(options.squad, options.titles, options.share, options.per_article)
        print(
            f"{len(texts)} articles, {sum(map(len, texts.values())):,} characters, {len(asked)} questions",
            flush=True,
        )
        measured = Bench(work, pythons, texts, asked, options).run()
        table = markdown(measured, asked, {name: version(python, name) for name, python in pythons.items()})
        print(f"\n{table}")
        if options.markdown:
            options.markdown.write_text(table + "\n", encoding="utf-8")
    finally:
        if not options.work:
            shutil.rmtree(work, ignore_errors=True)
        if options.venvs and not options.keep_venvs:
            shutil.rmtree(options.venvs, ignore_errors=True)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--squad", type=Path, required=True, help="a SQuAD 1.1 file, .json or .json.xz")
    parser.add_argument(
        "--titles", type=Path, help="only articles whose titles stand in this file, one a line"
    )
    parser.add_argument(
        "--share", type=float, default=0.25, help="share of the articles that is taken (0.25)"
    )
    parser.add_argument("--per-article", type=int, default=40, help="questions of each article (40)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of timing (3)")
    parser.add_argument("--ingest-articles", type=int, default=3, help="articles that ingest is timed on (3)")
    parser.add_argument("--torch", default="torch>=2.6,<2.14", help="the PyTorch of every environment")
    parser.add_argument("--venvs", type=Path, help="make or find the environments here")
    parser.add_argument("--keep-venvs", action="store_true", help="do not delete the folder given by --venvs")
    parser.add_argument("--work", type=Path, help="keep indexes and results here, and find them again")
    parser.add_argument("--lock", type=Path, help="hold this file's lock while times are taken")
    parser.add_argument("--json", type=Path, help="write every round's figures here")
    parser.add_argument("--markdown", type=Path, help="write the table here too")
    return parser.parse_args()


def environment(folder: Path, packages: tuple[str, ...], torch: str) -> Path:
    """The Python of a peer's virtual environment, made where it is not there yet."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"making {folder.name}'s environment …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        # PyTorch first and by itself, so that whatever build pip is set up to prefer is the one that stays.
        for wanted in ((torch,), packages):
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


class Bench:
    """Measures every system in turns."""

    def __init__(
        self,
        work: Path,
        pythons: dict[str, Path],
        texts: dict[str, str],
        asked: list[Asked],
        options: argparse.Namespace,
    ) -> None:
        self.work = work
        self.pythons = pythons
        self.texts = texts
        self.asked = asked
        self.options = options
        self.reader = work / "reader"
        save_reader(self.reader)

    def run(self) -> list[Measured]:
        """All figures: every index and all results first, then the rounds of timing."""
        measured = [Measured(name, setting) for name, settings in SYSTEMS for setting in settings]
        for one in measured:
            one.results = self.results(one)
        for number in range(self.options.rounds):
            print(f"round {number + 1} of {self.options.rounds}", flush=True)
            for time_all in (self.time_ingest, self.time_cold, self.time_search):
                with held(self.options.lock):
                    time_all(measured, number)
            if self.options.json:
                figures = [asdict(one) | {"results": len(one.results)} for one in measured]
                self.options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
        return measured

    def results(self, one: Measured) -> list[list[dict[str, Any]]]:
        """A setting's results of all questions, in their order; found again where they were kept."""
        kept = self.work / f"{one.name} {one.setting}.json"
        if not kept.exists():
            folder = self.index(one)
            if not folder.exists():
                self.start(one.name, one.setting, "build", self.texts, folder, threads=1)
            asked = [question.question for question in self.asked]
            told, _ = self.start(one.name, one.setting, "search", asked, folder, threads=1)
            kept.write_text(json.dumps(told["results"]), encoding="utf-8")
        return json.loads(kept.read_text(encoding="utf-8"))

    def time_ingest(self, measured: list[Measured], _: int) -> None:
        """Index a few articles anew."""
        texts = dict(list(self.texts.items())[: self.options.ingest_articles])
        size = sum(map(len, texts.values()))
        for name, settings in SYSTEMS:
            folder = self.work / "again"
            told, _ = self.start(name, settings[0], "build", texts, folder)
            shutil.rmtree(folder)
            for one in measured:
                if one.name == name and one.setting in settings:
                    one.ingest.append(size / told["seconds"])

    def time_cold(self, measured: list[Measured], number: int) -> None:
        """Open the index and answer a question, in a fresh process."""
        for one in measured:
            question = [self.asked[number].question]
            told, seconds = self.start(one.name, one.setting, "search", question, self.index(one))
            one.cold.append(seconds)
            one.peak.append(told["peak"])

    def time_search(self, measured: list[Measured], number: int) -> None:
        """Some questions, other ones each round."""
        part = [one.question for one in self.asked[number :: self.options.rounds][:TIMED_QUESTIONS]]
        for one in measured:
            told, _ = self.start(one.name, one.setting, "search", part, self.index(one))
            one.search.append(statistics.median(told["seconds"]))

    def index(self, one: Measured) -> Path:
        """The folder of the index that a setting searches."""
        first = next(
            settings[0] for name, settings in SYSTEMS if name == one.name and one.setting in settings
        )
        return self.work / f"{one.name} {first}"

    def start(
        self, name: str, setting: str, task: str, given: Any, folder: Path, threads: int = 0
    ) -> tuple[dict[str, Any], float]:
        """What a runner's process told, and its wall-clock seconds; `threads` 0 leaves their number to it."""
        from index.encoder import packaged_model

        runner = RUNNERS / ("ours.py" if name == "cited-qa" else f"with_{name.lower()}.py")
        into, out = self.work / "in.json", self.work / "out.json"
        into.write_text(json.dumps(given), encoding="utf-8")
        out.unlink(missing_ok=True)
        command = [self.pythons[name], runner, task, setting, folder, into, out]
        command += ["--model", packaged_model(), "--reader", self.reader]
        settled = {"PYTHONPATH": str(HERE.parent.parent) if name == "cited-qa" else ""}
        if threads:
            settled["OMP_NUM_THREADS"] = str(threads)
        start = time.perf_counter()
        done = subprocess.run(
            [*map(str, command)],
            check=False,
            env={**os.environ, **QUIET, **settled},
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"{name}, {setting}, {task} failed:\n{done.stderr}")
        print(f"  {name}, {setting}, {task}: {seconds:.1f} s", flush=True)
        return json.loads(out.read_text(encoding="utf-8")), seconds


@contextmanager
def held(lock: Path | None) -> Iterator[None]:
    """Hold a file's lock, if one is named."""
    if lock is None:
        yield
        return
    import fcntl

    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def save_reader(folder: Path) -> None:
    """This project's reader in the form that transformers loads, for the peers that take one."""
    from transformers import AutoTokenizer

    from index.encoder import packaged_model
    from qa.reader.weights import merged_reader

    merged_reader().model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(packaged_model()).save_pretrained(folder)


def version(python: Path, name: str) -> str:
    """The version that was measured."""
    code = f"from importlib.metadata import version; print(version({NAMED.get(name, name)!r}))"
    done = subprocess.run([str(python), "-c", code], check=False, capture_output=True, text=True)
    return done.stdout.strip() or "source"


def markdown(measured: list[Measured], asked: list[Asked], versions: dict[str, str]) -> str:
    """The table."""
    columns = (
        "system", "setting", "right place first", "in 200", "in 500", "first result", "ingest", "search",
        "cold start", "memory",
    )  # fmt: skip
    lines = ["| " + " | ".join(columns) + " |", "| " + " | ".join("---" for _ in columns) + " |"]
    for one in measured:
        pairs = list(zip(one.results, asked, strict=True))
        sizes = [len(results[0]["text"]) for results, _ in pairs if results and results[0]["text"]]
        cells = (
            f"{one.name} {versions[one.name]}",
            one.setting,
            f"{statistics.mean(in_place(*pair) for pair in pairs):.3f}",
            f"{statistics.mean(within(*pair, 200) for pair in pairs):.3f}",
            f"{statistics.mean(within(*pair, 500) for pair in pairs):.3f}",
            f"{statistics.median(sizes):.0f} characters",
            f"{statistics.median(one.ingest) / 1000:.1f} k characters/s",
            f"{statistics.median(one.search) * 1000:.0f} ms",
            f"{statistics.median(one.cold):.2f} s",
            f"{statistics.median(one.peak) / 1e6:,.0f} MB",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
