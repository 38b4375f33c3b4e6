"""Exporting: the process that makes a graph's files of a PyTorch module.

The weights of the matrix products are stored as int8, a scale per output channel; the embedding table stays
in float32. On two cores that runs twice as fast as float32 and keeps sentence vectors at a cosine of 0.99
or better (`python tests/benchmarks/quantisation.py`).

A request is a pickled `Order`; the reply is empty, or JSON: the reason, and what it is about.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import pickle
import re
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ModelError
from index.pipes import answer_each

if TYPE_CHECKING:
    import torch

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
GRAPH, NOTE = "graph.onnx", "note.json"
# Lookup tables of so many bytes get a file of their own.
TABLE_BYTES = 1 << 20
_FEED_FORWARD = re.compile(r"layer\.\d+/output/dense/MatMul")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported.

    Attributes:
        folder: where the files are put, and what is written on the way.
        build: makes the PyTorch module; pickled, so a function of a module, or a `partial` of one.
        outputs: names of the module's outputs.
        is_large: as of `Graph`.

    """

    folder: Path
    build: Callable[[], torch.nn.Module]
    outputs: Sequence[str]
    is_large: bool


def serve() -> None:
    """Export what comes over standard input until it ends."""
    answer_each(_reply)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reply(request: bytes) -> bytes:
    try:
        _export(pickle.loads(request))  # noqa: S301  (from the parent)
    except ModelError as error:
        return json.dumps([error.reason, error.subject]).encode()
    except Exception as error:  # each library has errors of its own for damaged files and full disks
        return json.dumps([" ".join(str(error).split())[:200] or type(error).__name__]).encode()
    return b""


def _export(order: Order) -> None:
    tempfile.tempdir = str(order.folder)
    graph = order.folder / GRAPH
    _trace(order.build(), order.folder / "full.onnx", order.outputs)
    _quantise(order.folder / "full.onnx", graph, order.is_large)
    tables = _split_tables(graph)
    note = {
        "sha256": hash_file(graph),
        "tables": tables,
        "tables_sha256": {file: hash_file(order.folder / file) for file, _ in tables.values()},
        "torch": importlib.metadata.version("torch"),
    }
    (order.folder / NOTE).write_text(json.dumps(note))


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
