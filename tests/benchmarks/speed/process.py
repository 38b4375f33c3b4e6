"""Fresh processes: each measured from its start to its end, with the memory it had at its peak."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qa
from index import CitedQAError

COMMAND = "import sys; from qa.cli import main; sys.argv[0] = 'qa'; main()"
ANSWERED_OR_NOT = (0, 3)
# The kernel's own peak of this address space, where it tells one: what getrusage calls a child's peak can be
# its parent's.
_REPORT = """
import atexit, json, os, sys
def _report():
    try:
        with open("/proc/self/status") as status:
            peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        try:
            import resource
            unit = 1 if sys.platform == "darwin" else 1024
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
        except ImportError:
            peak = None
    with open(os.environ["CITED_QA_BENCH_PEAK"], "w") as file:
        json.dump(peak, file)
atexit.register(_report)
"""
_CALL = """
import importlib, json, os
with open(os.environ["CITED_QA_BENCH_CALL"]) as _file:
    _module, _name, _arguments = json.load(_file)
_result = getattr(importlib.import_module(_module), _name)(*_arguments)
with open(os.environ["CITED_QA_BENCH_RESULT"], "w") as _file:
    json.dump(_result, _file)
"""


class BenchError(CitedQAError):
    """Something that was to be measured failed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a process came to: wall-clock seconds, peak resident bytes (None if untold), returned value."""

    seconds: float
    peak_bytes: int | None
    result: Any = None


def run(code: str, *arguments: str) -> Finished:
    """Run Python code in a fresh process, in an empty folder of its own.

    Raises:
        BenchError: if it fails.

    """
    with tempfile.TemporaryDirectory() as folder:
        return _run(_REPORT + code, arguments, Path(folder), {})


def call(function: Callable[..., Any], *arguments: Any) -> Finished:
    """Call a module's function in a fresh process; arguments and result travel as JSON.

    Raises:
        BenchError: if it fails.

    """
    with tempfile.TemporaryDirectory() as folder:
        # By way of a file: an environment has no room for long texts.
        asked = Path(folder) / "call.json"
        asked.write_text(json.dumps([function.__module__, function.__name__, arguments]), encoding="utf-8")
        return _run(_REPORT + _CALL, (), Path(folder), {"CITED_QA_BENCH_CALL": str(asked)})


def environment() -> dict[str, str]:
    """The environment of a measured process: this very package, these functions, and no model hub."""
    roots = (Path(qa.__file__).resolve().parent.parent, Path(__file__).resolve().parent.parent)
    search = os.pathsep.join(filter(None, [*map(str, roots), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": search, "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}


def _run(code: str, arguments: tuple[str, ...], folder: Path, extra: dict[str, str]) -> Finished:
    peak, result = folder / "peak.json", folder / "result.json"
    work = folder / "work"
    work.mkdir()
    told = {"CITED_QA_BENCH_PEAK": str(peak), "CITED_QA_BENCH_RESULT": str(result)}
    start = time.perf_counter()
    process = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=work,
        env={**environment(), **told, **extra},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    seconds = time.perf_counter() - start
    if process.returncode not in ANSWERED_OR_NOT or not peak.is_file():
        last = (process.stderr.strip().splitlines() or ["no message"])[-1]
        raise BenchError(f"A measured process failed ({last}); see whether `qa ask` works, then try again")
    returned = json.loads(result.read_text(encoding="utf-8")) if result.is_file() else None
    return Finished(seconds, json.loads(peak.read_text(encoding="utf-8")), returned)
