"""Models: an encoder with a span head, its low-rank updates, and the adapter file they become."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import BertForQuestionAnswering, PreTrainedModel

from index.errors import ModelError
from qa.reader.weights import LORA_SCALE

Network = TypeVar("Network", bound=PreTrainedModel)


class LowRank(nn.Module):
    """A frozen linear layer plus a trained low-rank update: `base(x) + 2 · x aᵀ bᵀ` (LoRA, Hu et al., 2021).

    Attributes:
        base: the layer, weight (out, in).
        a: (rank, in), random at first.
        b: (out, rank), zero at first, so that training starts from the layer as it was.

    """

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.empty(rank, base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.a, a=5**0.5)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Map (…, in) to (…, out)."""
        low = inputs @ (LORA_SCALE * self.a).T
        return torch.addmm(self.base(inputs).flatten(0, -2), low.flatten(0, -2), self.b.T).unflatten(
            0, inputs.shape[:-1]
        )


def span_model(base: Path, network: type[Network] = BertForQuestionAnswering, **settings: float) -> Network:
    """Build a network for spans on a folder's weights; its span head is random.

    Args:
        base: a folder of the encoder's config.json and model.safetensors.
        network: the network's class.
        settings: what to set otherwise than config.json does.

    Raises:
        ModelError: if the folder holds no encoder of that kind.

    """
    prefix = network.base_model_prefix
    kind = prefix.upper()
    try:
        model = network(network.config_class.from_pretrained(base, **settings))
        stored = load_file(base / "model.safetensors").items()
        weights = {f"{prefix}.{name}": tensor for name, tensor in stored}
        known = model.state_dict().keys()
        rest = model.load_state_dict({name: weights[name] for name in weights if name in known}, strict=False)
    except (OSError, RuntimeError, ValueError) as error:
        raise ModelError(f"{base}: no {kind} encoder can be read from here; give a folder of one") from error
    if any(name.startswith(f"{prefix}.") for name in rest.missing_keys):
        raise ModelError(
            f"{base / 'model.safetensors'}: not all of {kind}'s weights are here; give another folder"
        )
    return model


def adapt(model: Network, rank: int) -> Network:
    """Give the encoder's linear layers low-rank updates, in place, and freeze all else but norms and head."""
    model.requires_grad_(False)
    encoder = model.base_model.encoder
    layers = [(name, layer) for name, layer in encoder.named_modules() if isinstance(layer, nn.Linear)]
    for name, layer in layers:
        parent, _, own = name.rpartition(".")
        setattr(encoder.get_submodule(parent), own, LowRank(layer, rank))
    for layer in model.modules():
        if isinstance(layer, nn.LayerNorm):
            layer.requires_grad_(True)
    model.qa_outputs.requires_grad_(True)
    return model


def free_parameters(model: PreTrainedModel) -> dict[str, nn.Parameter]:
    """What an adapted model learns, by name."""
    return {name: one for name, one in model.named_parameters() if one.requires_grad}


def put(free: Mapping[str, nn.Parameter], tensors: Mapping[str, torch.Tensor]) -> None:
    """Put tensors in the parameters' places; a norm that is not among them stays the base's.

    Raises:
        KeyError: if another one is missing, or one is too many.

    """
    for name in free.keys() - tensors.keys():
        if "LayerNorm" not in name:
            raise KeyError(name)
    with torch.no_grad():
        for name, tensor in tensors.items():
            free[name].copy_(tensor)


def put_adapter(free: Mapping[str, nn.Parameter], path: Path, rank: int) -> None:
    """Put an adapter's tensors in the parameters' places.

    Raises:
        ModelError: if the file holds no such adapter.

    """
    try:
        put(free, {name: tensor.float() for name, tensor in load_file(path).items()})
    except (OSError, RuntimeError, KeyError, SafetensorError) as error:
        raise ModelError(f"{path}: this is no adapter of rank {rank} for this base; give another") from error


def merged(model: Network) -> Network:
    """Put an adapted model's updates into its weights, in place, so that it costs no more than its base."""
    for name, layer in list(model.named_modules()):
        if isinstance(layer, LowRank):
            with torch.no_grad():
                layer.base.weight += LORA_SCALE * layer.b @ layer.a
            parent, _, own = name.rpartition(".")
            setattr(model.get_submodule(parent), own, layer.base)
    return model


def adapter(model: PreTrainedModel) -> dict[str, torch.Tensor]:
    """Gather what an adapted model has learnt, as float16.

    `NAME.a` (rank, in) and `NAME.b` (out, rank) say `NAME.weight += 2 · b @ a`; all other tensors (norms and
    span head) replace the parameter of their name. `qa.reader.weights.merged_reader` applies them.
    """
    return {
        name: parameter.detach().to("cpu", torch.float16).contiguous()
        for name, parameter in free_parameters(model).items()
    }


def save_adapter(model: PreTrainedModel, path: Path) -> None:
    """Write the adapter of an adapted model."""
    save_file(adapter(model), path)
