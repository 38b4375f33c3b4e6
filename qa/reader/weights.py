"""Weights: a sentence encoder and an adapter become one extractive reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index import ModelError
from index.models import hash_file, packaged_model

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

ADAPTER = Path(__file__).parent / "adapter.safetensors"
ADAPTER_SHA256 = "1bb3d1bcd89ef5514fa2c1c2ab8f99c10f8e6f6af2c3f431a0861782d7979313"
LARGER_ADAPTER = Path(__file__).parent / "larger.safetensors"
LARGER_SHA256 = "d530d184cbaeeed884b0c3a0cb1598e8237e13bcadb032cb7a644f88df905f29"
LORA_SCALE = 2.0


def check_adapter(path: Path = ADAPTER, sha256: str = ADAPTER_SHA256) -> None:
    """Make sure that an adapter is the one this version was measured with.

    Raises:
        ModelError: if the file is missing or its bytes differ.

    """
    try:
        found = hash_file(path)
    except OSError as error:
        raise ModelError("the reader's adapter cannot be read; reinstall cited-qa", path) from error
    if found != sha256:
        raise ModelError("the reader's adapter is damaged; reinstall cited-qa", path)


def merged_reader(adapter: Path = ADAPTER) -> torch.nn.Module:
    """The reader: MiniLM with the adapter merged into it; token ids to logits of starts and of ends."""
    from transformers import BertConfig, BertForQuestionAnswering  # noqa: PLC0415  (for the export alone)

    folder = packaged_model()
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    return _logits(_merged(BertForQuestionAnswering(config), folder, adapter), types=True)


def merged_larger_reader(folder: Path, adapter: Path = LARGER_ADAPTER) -> torch.nn.Module:
    """The larger reader, the same of MPNet in a folder."""
    from transformers import MPNetConfig, MPNetForQuestionAnswering  # noqa: PLC0415

    network = MPNetForQuestionAnswering(MPNetConfig.from_pretrained(folder))
    return _logits(_merged(network, folder, adapter), types=False)


def _merged(network: PreTrainedModel, folder: Path, adapter: Path) -> PreTrainedModel:
    """Fill a network for spans with a folder's encoder and an adapter.

    Low-rank pairs `NAME.a` (r, in) and `NAME.b` (out, r) add `2 · b @ a` to `NAME.weight` (LoRA, Hu et al.,
    2021); every other tensor of the adapter replaces the parameter of its name.
    """
    from safetensors.torch import load_file  # noqa: PLC0415

    weights = _stored(folder, f"{network.base_model_prefix}.")
    changes = {name: tensor.float() for name, tensor in load_file(adapter).items()}
    for name, tensor in changes.items():
        if name.endswith(".a"):
            layer = name.removesuffix(".a")
            weights[f"{layer}.weight"] = (
                weights[f"{layer}.weight"] + LORA_SCALE * changes[f"{layer}.b"] @ tensor
            )
        elif not name.endswith(".b"):
            weights[name] = tensor
    _fill(network, weights)
    return network


def _stored(folder: Path, prefix: str) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file  # noqa: PLC0415

    return {f"{prefix}{name}": tensor for name, tensor in load_file(folder / "model.safetensors").items()}


def _fill(network: PreTrainedModel, weights: dict[str, torch.Tensor]) -> None:
    """Load a network's weights, all that it has; what else is stored (poolers) is left out."""
    known: Sequence[str] = list(network.state_dict())
    network.load_state_dict({name: weights[name] for name in known if name in weights}, strict=True)


def _logits(network: PreTrainedModel, types: bool) -> torch.nn.Module:
    """The network as a module of three inputs and two outputs; `types` says whether it tells parts apart."""
    import torch  # noqa: PLC0415

    class Logits(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = network

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            more = {"token_type_ids": token_type_ids} if types else {}
            result = self.model(input_ids=input_ids, attention_mask=attention_mask, **more)
            return result.start_logits, result.end_logits

    return Logits()
