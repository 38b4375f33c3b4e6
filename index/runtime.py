"""Runtime: a PyTorch transformer becomes an ONNX graph, exported once, cached, run by ONNX Runtime.

The weights of the matrix products are stored as int8, a scale per output channel; the embedding table stays
in float32. On two cores that runs 1.5 times as fast as float32 and keeps sentence vectors at a cosine of 0.99
or better (`python tests/benchmarks/quantisation.py`).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
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
GRAPH_VERSION = 1
INPUTS = ("input_ids", "attention_mask", "token_type_ids")

logger = logging.getLogger("cited_qa")


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

    Raises:
        ModelError: if the module cannot be exported or the cache folder cannot be written.

    """

    def __init__(
        self,
        name: str,
        key: str,
        build: Callable[[], torch.nn.Module],
        outputs: Sequence[str],
    ) -> None:
        path = cache_folder() / f"{name}-{key[:16]}-v{GRAPH_VERSION}.onnx"
        if not _is_sound(path):
            logger.info("Preparing the %s for this machine (once, some seconds) ...", name)
            _export(name, path, build, outputs)
        self._session = _open(path)
        self._inputs = {node.name for node in self._session.get_inputs()}

    def run(self, encodings: Sequence[Encoding]) -> list[np.ndarray]:
        """Run token encodings padded to one length; returns one array an output, (batch, …) float32."""
        feed = {
            "input_ids": [encoding.ids for encoding in encodings],
            "attention_mask": [encoding.attention_mask for encoding in encodings],
            "token_type_ids": [encoding.type_ids for encoding in encodings],
        }
        arrays = {name: np.asarray(ids, dtype=np.int64) for name, ids in feed.items() if name in self._inputs}
        outputs: list[np.ndarray] = self._session.run(None, arrays)
        return outputs


def _open(path: Path) -> onnxruntime.InferenceSession:
    import onnxruntime  # noqa: PLC0415  (0.1 s, not owed by `import qa`)

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Memory kept for the largest batch ever seen would double a small process's footprint.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _is_sound(path: Path) -> bool:
    """Whether the cached graph is there whole: its bytes hash to what was noted when it was written."""
    note = path.with_suffix(".json")
    try:
        return bool(json.loads(note.read_text())["sha256"] == hash_file(path))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _export(name: str, path: Path, build: Callable[[], torch.nn.Module], outputs: Sequence[str]) -> None:
    """Write the graph beside its final place and move it there, so that no half graph is ever read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=path.parent))
    except OSError as error:
        raise ModelError(
            f"{path.parent}: the model cache cannot be written ({error.strerror}); "
            "make room or set CITED_QA_CACHE to another folder."
        ) from error
    try:
        _trace(build(), work / "full.onnx", outputs)
        _quantise(work / "full.onnx", work / "graph.onnx")
        note = {"sha256": hash_file(work / "graph.onnx"), "torch": importlib.metadata.version("torch")}
        (work / "note.json").write_text(json.dumps(note))
        (work / "graph.onnx").replace(path)
        (work / "note.json").replace(path.with_suffix(".json"))
    except ModelError:
        raise
    except Exception as error:  # each library has errors of its own for damaged files and full disks
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(
            f"The {name} cannot be prepared ({reason}); check the model's files, "
            f"make room in {path.parent}, or set CITED_QA_CACHE to another folder."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


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


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415  (for the export alone)

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises a preprocessing step that changes nothing here
    try:
        quantize_dynamic(
            source, target, op_types_to_quantize=["MatMul"], per_channel=True, weight_type=QuantType.QInt8
        )
    finally:
        root.setLevel(level)
