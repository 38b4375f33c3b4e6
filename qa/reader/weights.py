"""Weights: the packaged sentence encoder and the adapter become one extractive reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index import ModelError
from index.models import hash_file, packaged_model

if TYPE_CHECKING:
    import torch

ADAPTER = Path(__file__).parent / "adapter.safetensors"
ADAPTER_SHA256 = "9a856f5ecf4eae1d3373dfa5b8242acc0234a3e05b79d056794b3b235d7efcfa"
LORA_SCALE = 2.0


def check_adapter(path: Path = ADAPTER, sha256: str = ADAPTER_SHA256) -> None:
    """Make sure that the adapter is the one this version was measured with.

    Raises:
        ModelError: if the file is missing or its bytes differ.

    """
    try:
        found = hash_file(path)
    except OSError as error:
        raise ModelError("the reader's adapter cannot be read; reinstall cited-qa.", path) from error
    if found != sha256:
        raise ModelError("the reader's adapter is damaged; reinstall cited-qa.", path)


def merged_reader(adapter: Path = ADAPTER) -> torch.nn.Module:
    """A `BertForQuestionAnswering` with the adapter merged into the encoder's weights.

    Low-rank pairs `NAME.a` (r, in) and `NAME.b` (out, r) add `2 · b @ a` to `NAME.weight` (LoRA, Hu et al.,
    2021); every other tensor of the adapter replaces the parameter of its name.
    """
    import torch  # noqa: PLC0415  (for the export alone)
    from safetensors.torch import load_file  # noqa: PLC0415
    from transformers import BertConfig, BertForQuestionAnswering  # noqa: PLC0415

    folder = packaged_model()
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    model = BertForQuestionAnswering(config)
    weights = {f"bert.{name}": tensor for name, tensor in load_file(folder / "model.safetensors").items()}
    changes = {name: tensor.float() for name, tensor in load_file(adapter).items()}
    for name, tensor in changes.items():
        if name.endswith(".a"):
            layer = name.removesuffix(".a")
            weights[f"{layer}.weight"] = (
                weights[f"{layer}.weight"] + LORA_SCALE * changes[f"{layer}.b"] @ tensor
            )
        elif not name.endswith(".b"):
            weights[name] = tensor
    known = model.state_dict().keys()
    model.load_state_dict({name: tensor for name, tensor in weights.items() if name in known}, strict=True)

    class Logits(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            result = self.model(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            )
            return result.start_logits, result.end_logits

    return Logits()
