"""Runtime: a PyTorch transformer becomes an ONNX graph, exported once, cached, run by ONNX Runtime.

The weights of the matrix products are stored as int8, a scale per output channel; the embedding table stays
in float32. On two cores that runs twice as fast as float32 and keeps sentence vectors at a cosine of 0.99
or better (`python tests/benchmarks/quantisation.py`). The word embeddings
stand in a file of their own, shared by all graphs that hold the same ones, and are looked up here: only the
rows in use take memory, some megabytes instead of 47 for each graph.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import importlib.metadata
import json
import logging
import mmap
import os
import re
import shutil
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import platformdirs

from index.errors import ModelError

if TYPE_CHECKING:
    import onnxruntime
    import torch
    from tokenizers import Encoding

# Part of every cache key: raise it when what `_export` writes changes.
GRAPH_VERSION = 3
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# Lookup tables of so many bytes get a file of their own.
TABLE_BYTES = 1 << 20
_FEED_FORWARD = re.compile(r"layer\.\d+/output/dense/MatMul")

logger = logging.getLogger("cited_qa")
# What is being exported, and since when; and how long those took that are done.
_PREPARING: dict[str, float] = {}
_PREPARED_SECONDS: list[float] = []
# Threads that want the same graph at once wait for one of them; exports side by side would take all memory.
_ONE_AT_A_TIME = threading.Lock()


def cache_folder() -> Path:
    """The folder of exported graphs: `$CITED_QA_CACHE`, or the user's cache folder."""
    return Path(os.environ.get("CITED_QA_CACHE") or platformdirs.user_cache_dir("cited-qa"))


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Graph:
    """A transformer's ONNX graph, ready to run.

    Args:
        name: what it is for, in a word; shown while it is exported, and part of its file's name.
        key: a hash of the weights; a graph is exported once for each.
        build: makes the PyTorch module; called only where the cache holds no sound graph.
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
        kind = "-large" if is_large else ""
        path = cache_folder() / f"{name}-{key[:16]}{kind}-v{GRAPH_VERSION}.onnx"
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


def preparing() -> tuple[str, ...]:
    """The networks that are being exported at the moment, by name."""
    return tuple(_PREPARING)


def preparing_seconds() -> float:
    """How long this process has exported networks, in seconds, up to this moment."""
    now = time.monotonic()
    return sum(_PREPARED_SECONDS) + sum(now - since for since in tuple(_PREPARING.values()))


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
        work = Path(tempfile.mkdtemp(dir=path.parent))
    except OSError as error:
        raise ModelError(
            f"the model cache cannot be written ({error.strerror}); "
            "make room or set CITED_QA_CACHE to another folder",
            path.parent,
        ) from error
    try:
        _trace(build(), work / "full.onnx", outputs)
        _quantise(work / "full.onnx", work / "graph.onnx", is_large)
        tables = _split_tables(work / "graph.onnx")
        files = {file for file, _ in tables.values()}
        note = {
            "sha256": hash_file(work / "graph.onnx"),
            "tables": tables,
            "tables_sha256": {file: hash_file(work / file) for file in files},
            "torch": importlib.metadata.version("torch"),
        }
        (work / "note.json").write_text(json.dumps(note))
        for file in files:
            (work / file).replace(path.parent / file)
        (work / "graph.onnx").replace(path)
        (work / "note.json").replace(path.with_suffix(".json"))
    except ModelError:
        raise
    except Exception as error:  # each library has errors of its own for damaged files and full disks
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(
            f"The {name} cannot be prepared ({reason}); check the model's files, "
            f"make room in {path.parent}, or set CITED_QA_CACHE to another folder"
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        _give_back()


def _give_back() -> None:
    """Return to the system what an export took, which a server would hold for as long as it lives."""
    gc.collect()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # glibc alone
        trim(0)


def _trace(module: torch.nn.Module, path: Path, outputs: Sequence[str]) -> None:
    import torch  # noqa: PLC0415  (seconds to import, needed for the export alone)

    sample = torch.tensor([[101, 7592, 2088, 102], [101, 7592, 102, 0]])
    values = {
        "input_ids": sample % 1000 + 1,
        "attention_mask": (sample > 0).long(),
        "token_type_ids": torch.zeros_like(sample),
    }
    axes: dict[str, Any] = {name: {0: "batch", 1: "sequence"} for name in INPUTS}
    axes |= {name: {0: "batch"} for name in outputs}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer's notes on constants, checked by the tests instead
        torch.onnx.export(
            module.eval(),
            tuple(values.values()),
            str(path),
            input_names=list(INPUTS),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def _quantise(source: Path, target: Path, is_large: bool) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415  (for the export alone)

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises a preprocessing step that changes nothing here
    try:
        quantize_dynamic(
            source,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,  # products of 8 bits saturate on processors without VNNI
            nodes_to_exclude=_second_products(source) if is_large else None,
            weight_type=QuantType.QInt8,
        )
    finally:
        root.setLevel(level)


def _second_products(graph: Path) -> list[str]:
    """Names of the products after each feed-forward layer's activation, whose inputs hold the outliers."""
    import onnx  # noqa: PLC0415  (for the export alone)

    nodes = onnx.load(str(graph), load_external_data=False).graph.node
    return [
        node.name
        for node in nodes
        if node.op_type == "MatMul" and _FEED_FORWARD.search(node.name) and "attention" not in node.name
    ]


def _split_tables(graph: Path) -> dict[str, tuple[str, int]]:
    """Turn a graph's large lookups by token id into inputs, their tables into files beside it.

    Returns:
        The name of each such input, with its table's file name and width.

    """
    import onnx  # noqa: PLC0415  (for the export alone)

    model = onnx.load(str(graph))
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    tables = {}
    for node in list(model.graph.node):
        tensor = tensors.get(node.input[0]) if node.op_type == "Gather" else None
        if tensor is None or node.input[1] != "input_ids" or len(tensor.raw_data) < TABLE_BYTES:
            continue
        if tensor.data_type != onnx.TensorProto.FLOAT or len(tensor.dims) != 2:
            continue
        (name,), width = node.output, tensor.dims[1]
        file = f"table-{hashlib.sha256(tensor.raw_data).hexdigest()[:16]}.bin"
        (graph.parent / file).write_bytes(tensor.raw_data)
        model.graph.input.append(
            onnx.helper.make_tensor_value_info(name, tensor.data_type, ["batch", "sequence", width])
        )
        model.graph.node.remove(node)
        model.graph.initializer.remove(tensor)
        tables[name] = (file, width)
    graph.write_bytes(model.SerializeToString())
    return tables
