"""Runtime: a PyTorch transformer becomes an ONNX graph, exported once, cached, run by ONNX Runtime.

It is exported in a process of its own: PyTorch holds Python's lock and a gigabyte, and whoever serves
others meanwhile needs both. The word embeddings stand in a file of their own, shared by all graphs that hold
the same ones, and are looked up here: only the rows in use take memory, some megabytes instead of 47 for each
graph.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import pickle
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import platformdirs

from index.errors import ModelError
from index.exporting import GRAPH, INPUTS, NOTE, Order, hash_file
from index.process import Process, ProcessDied

if TYPE_CHECKING:
    import onnxruntime
    import torch
    from tokenizers import Encoding

# Part of every cache key: raise it when what `index.exporting` writes changes.
GRAPH_VERSION = 3
# No network takes a slow machine longer. The process stays a while: PyTorch is slow to import.
_LONGEST_SECONDS, _IDLE_SECONDS = 3600.0, 20.0

logger = logging.getLogger("cited_qa")
# What is being exported, and since when; and how long those took that are done.
_PREPARING: dict[str, float] = {}
_PREPARED_SECONDS: list[float] = []
# Threads that want the same graph at once wait for one of them; exports side by side would take all memory.
_ONE_AT_A_TIME = threading.Lock()
_EXPORTER = Process("index.exporting")


def cache_folder() -> Path:
    """The folder of exported graphs: `$CITED_QA_CACHE`, or the user's cache folder."""
    return Path(os.environ.get("CITED_QA_CACHE") or platformdirs.user_cache_dir("cited-qa"))


class Graph:
    """A transformer's ONNX graph, ready to run.

    Args:
        name: what it is for, in a word; shown while it is exported, and part of its file's name.
        key: a hash of the weights; a graph is exported once for each.
        build: makes the PyTorch module, as of `exporting.Order`; called only where the cache holds no sound
            graph.
        outputs: names of the module's outputs.
        is_large: whether it is a larger network than MiniLM. Some of its activations are so far from
            the rest that int8 destroys them: those products stay in float.

    Raises:
        ModelError: if the module cannot be exported or the cache folder cannot be written.

    """

    def __init__(
        self,
        name: str,
        key: str,
        build: Callable[[], torch.nn.Module],
        outputs: Sequence[str],
        is_large: bool = False,
    ) -> None:
        path = _path(name, key, is_large)
        if not _is_sound(path):  # one that is ready does not wait for another that is being prepared
            with _ONE_AT_A_TIME:
                if not _is_sound(path):
                    logger.info("Preparing the %s for this machine (once; up to a minute) ...", name)
                    with _told_of(name):
                        _export(name, path, build, outputs, is_large)
        self._session = _open(path)
        self._tables = {
            name: _table(path.parent / file, width) for name, (file, width) in _noted(path)["tables"].items()
        }
        self._inputs = {node.name for node in self._session.get_inputs()}

    def run(
        self, encodings: Sequence[Encoding], progress: Callable[[int], None] | None = None
    ) -> list[list[np.ndarray]]:
        """Run token encodings of any lengths; returns, for each, one float32 array an output.

        Each text is run by itself, the longest first, spread over the cores. So questions asked at once do
        not wait for one another's threads, and what comes of a text does not depend on its neighbours, as it
        would in a batch, where all activations are scaled to int8 alike. `progress` is told of each text.
        """
        order = sorted(range(len(encodings)), key=lambda place: -len(encodings[place]))
        found: list[list[np.ndarray]] = [[] for _ in encodings]
        for place, outputs in zip(order, self._spread([encodings[place] for place in order]), strict=True):
            found[place] = outputs
            if progress:
                progress(1)
        return found

    def _spread(self, encodings: Sequence[Encoding]) -> Iterable[list[np.ndarray]]:
        return map(self._run, encodings) if len(encodings) < 2 else _workers().map(self._run, encodings)

    def _run(self, encoding: Encoding) -> list[np.ndarray]:
        values = (encoding.ids, encoding.attention_mask, encoding.type_ids)
        arrays = {name: np.array([row], dtype=np.int64) for name, row in zip(INPUTS, values, strict=True)}
        feed = {name: array for name, array in arrays.items() if name in self._inputs}
        feed |= {name: table[arrays["input_ids"]] for name, table in self._tables.items()}
        return [output[0] for output in self._session.run(None, feed)]


def is_kept(name: str, key: str, is_large: bool = False) -> bool:
    """Whether the cache has a graph; arguments as of `Graph`, which looks whether it is sound."""
    path = _path(name, key, is_large)
    return path.is_file() and path.with_suffix(".json").is_file()


def preparing() -> dict[str, float]:
    """The networks that are being exported at the moment, by name, each with its seconds so far."""
    now = time.monotonic()
    return {name: now - since for name, since in tuple(_PREPARING.items())}


def stop_preparing() -> None:
    """Give up what is being exported; whoever waits for it is told so."""
    _EXPORTER.stop()


def preparing_seconds() -> float:
    """How long this process has exported networks, in seconds, up to this moment."""
    now = time.monotonic()
    return sum(_PREPARED_SECONDS) + sum(now - since for since in tuple(_PREPARING.values()))


def _path(name: str, key: str, is_large: bool) -> Path:
    return cache_folder() / f"{name}-{key[:16]}{'-large' if is_large else ''}-v{GRAPH_VERSION}.onnx"


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    _PREPARING[name] = time.monotonic()
    try:
        yield
    finally:
        _PREPARED_SECONDS.append(time.monotonic() - _PREPARING.pop(name))


@lru_cache(maxsize=8)
def _table(path: Path, width: int) -> np.ndarray:
    """A table of float32 rows, mapped from its file."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if hasattr(mmap, "MADV_RANDOM"):
        mapped.madvise(mmap.MADV_RANDOM)  # or each row brings its neighbours along
    return np.frombuffer(mapped, np.float32).reshape(-1, width)


@lru_cache(maxsize=1)
def _workers() -> ThreadPoolExecutor:
    """Threads for all graphs of this process, one a core."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ThreadPoolExecutor(cores or 1, thread_name_prefix="graph")


def _open(path: Path) -> onnxruntime.InferenceSession:
    import onnxruntime  # noqa: PLC0415  (0.1 s, not owed by `import qa`)

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # `Graph.run` spreads texts over the cores itself
    # Memory kept for the longest text ever seen would double a small process's footprint.
    options.enable_cpu_mem_arena = False
    # Adding and normalising in one step takes ONNX Runtime several times as long as in two: a seventh of all.
    slow = ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=slow
    )


def _noted(path: Path) -> dict[str, Any]:
    """What was noted when a graph was written: hashes of its files, and its tables with their widths."""
    note: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
    return note


def _is_sound(path: Path) -> bool:
    """Whether the cached graph is there whole: its files hash to what was noted when they were written."""
    try:
        note = _noted(path)
        hashes = {path.name: note["sha256"], **note["tables_sha256"]}
        return all(hash_file(path.parent / name) == sha256 for name, sha256 in hashes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _export(
    name: str,
    path: Path,
    build: Callable[[], torch.nn.Module],
    outputs: Sequence[str],
    is_large: bool,
) -> None:
    """Write the graph beside its final place and move it there, so that no half graph is ever read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = tempfile.TemporaryDirectory(dir=path.parent, ignore_cleanup_errors=True)
    except OSError as error:
        raise ModelError(
            f"the model cache cannot be written ({error.strerror}); "
            "make room or set CITED_QA_CACHE to another folder",
            path.parent,
        ) from error
    with work as folder:
        try:
            _ordered(Order(Path(folder), build, outputs, is_large))
            _put_in_place(Path(folder), path)
        except (_NotExported, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ModelError(
                f"The {name} cannot be prepared ({reason}); check the model's files, "
                f"make room in {path.parent}, or set CITED_QA_CACHE to another folder"
            ) from error


class _NotExported(Exception):
    """Why a module was not exported."""


def _ordered(order: Order) -> None:
    """Have a graph's files made by the process that exports.

    Raises:
        ModelError: if the module cannot be built, for a reason that says what helps.
        _NotExported: if it is not exported, for another one.

    """
    request = pickle.dumps(order)
    try:
        reply = _EXPORTER.ask(request, seconds=_LONGEST_SECONDS)
    except ProcessDied as error:
        raise _NotExported(f"its process ended with {error}") from error
    except EOFError as error:
        raise _NotExported("its process does not start") from error
    except BaseException:  # nobody waits any more
        _EXPORTER.stop()
        raise
    idle = threading.Timer(_IDLE_SECONDS, _let_go)
    idle.daemon = True
    idle.start()
    if reply:
        reason, *subject = json.loads(reply)
        raise ModelError(reason, *subject) if subject else _NotExported(reason)


def _let_go() -> None:
    """End the process that exports, unless it is at work again."""
    if _ONE_AT_A_TIME.acquire(blocking=False):
        try:
            _EXPORTER.stop()
        finally:
            _ONE_AT_A_TIME.release()


def _put_in_place(folder: Path, path: Path) -> None:
    note = json.loads((folder / NOTE).read_text())
    for file in note["tables_sha256"]:
        (folder / file).replace(path.parent / file)
    (folder / GRAPH).replace(path)
    (folder / NOTE).replace(path.with_suffix(".json"))
