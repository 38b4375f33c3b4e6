"""The loop: a fully fine-tuned teacher, then the adapter, which learns from answers and teacher alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional
from training.batches import Batch, batches
from training.data import Examples
from training.model import adapt, span_model
from transformers import BertForQuestionAnswering, PreTrainedModel

ANSWER_WEIGHT = 0.4
TEACHER_WEIGHT = 0.6
REPORT_STEPS = 50
# The logit of a token where no span may stand: no share of the softmax, and still finite for the divergence.
NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; the defaults made the packaged adapter.

    Attributes:
        epochs: passes over the questions, for the teacher and for the adapter.
        batch_size: examples a step.
        rank: rank of the updates.
        rate, teacher_rate: the highest learning rates of the adapter and of the teacher.
        warm_up: share of the steps in which the rate rises; then it falls linearly to 0.
        weight_decay: AdamW's.
        distill: whether a teacher is trained and followed.
        seed: of the head, the updates, the examples and their order.
        max_steps: stop each of the two trainings after so many steps, to try things out.
        device: where to train, "cuda" or "cpu".

    """

    epochs: int = 4
    batch_size: int = 256
    rank: int = 64
    rate: float = 1.2e-3
    teacher_rate: float = 3e-4
    warm_up: float = 0.06
    weight_decay: float = 0.01
    distill: bool = True
    seed: int = 0
    max_steps: int | None = None
    device: str = "cpu"


def train(
    examples: Examples, base: Path, plan: Plan, report: Callable[[str], None] = lambda _: None
) -> BertForQuestionAnswering:
    """Train an adapted model on the encoder in `base`; the model comes back on the CPU, ready to read.

    Raises:
        ModelError: if `base` holds no BERT encoder.

    """
    torch.manual_seed(plan.seed)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    teacher = None
    if plan.distill:
        teacher = span_model(base).to(plan.device)
        _fit(
            teacher,
            None,
            examples=examples,
            tokenizer=tokenizer,
            plan=plan,
            rate=plan.teacher_rate,
            report=lambda line: report(f"teacher {line}"),
        )
    model = adapt(span_model(base), plan.rank).to(plan.device)
    _fit(
        model,
        teacher,
        examples=examples,
        tokenizer=tokenizer,
        plan=plan,
        rate=plan.rate,
        report=lambda line: report(f"adapter {line}"),
    )
    return model.cpu()


def rate_at(progress: float, warm_up: float) -> float:
    """Give the share of the highest learning rate when `progress` (0 to 1) of the training is done."""
    return min(progress / warm_up if warm_up else 1.0, (1 - progress) / (1 - warm_up))


def loss_of(model: PreTrainedModel, teacher: PreTrainedModel | None, batch: Batch) -> torch.Tensor:
    """Mix cross-entropy to the answers with Kullback-Leibler divergence from the teacher, if there is one.

    Both are means over starts and ends (Hinton et al., 2015, for the mixture); a scalar.
    """
    found = log_shares(model, batch).flatten(0, 1)
    answer_loss = functional.nll_loss(found, batch.targets.flatten())
    if teacher is None:
        return answer_loss
    with torch.no_grad():
        wanted = log_shares(teacher, batch).flatten(0, 1)
    teacher_loss = functional.kl_div(found, wanted, reduction="batchmean", log_target=True)
    return ANSWER_WEIGHT * answer_loss + TEACHER_WEIGHT * teacher_loss


@lru_cache
def halves_are_fast(device: str) -> bool:
    """Say whether the device multiplies bfloat16 itself; others emulate it, which is slower than float32."""
    return device == "cuda" or torch.cpu._is_avx512_bf16_supported()


def _fit(
    model: BertForQuestionAnswering,
    teacher: BertForQuestionAnswering | None,
    *,
    examples: Examples,
    tokenizer: Tokenizer,
    plan: Plan,
    rate: float,
    report: Callable[[str], None],
) -> None:
    """Train a model's free parameters in place; it and the teacher are left in evaluation mode."""
    free = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(free, lr=rate, weight_decay=plan.weight_decay)
    model.train()
    step = 0
    for epoch in range(plan.epochs):
        rng = np.random.default_rng((plan.seed, epoch))
        drawn = examples.epoch(rng)
        count = -(-len(drawn) // plan.batch_size)
        for number, batch in enumerate(batches(drawn, tokenizer, plan.batch_size, rng)):
            progress = (epoch + (number + 0.5) / count) / plan.epochs
            optimizer.param_groups[0]["lr"] = rate * rate_at(progress, plan.warm_up)
            loss = loss_of(model, teacher, batch.to(torch.device(plan.device)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
            if step % REPORT_STEPS == 1 or number + 1 == count:
                report(f"epoch {epoch + 1}/{plan.epochs} step {number + 1}/{count} loss {loss.item():.3f}")
            if step == plan.max_steps:
                model.eval()
                return
    model.eval()


def log_shares(model: PreTrainedModel, batch: Batch) -> torch.Tensor:
    """Take the (2, B, T) log-softmax of start and end logits over the tokens where spans may stand."""
    device = batch.input_ids.device.type
    types = {"token_type_ids": batch.token_type_ids} if model.base_model_prefix == "bert" else {}
    with torch.autocast(device, torch.bfloat16, enabled=halves_are_fast(device)):
        output = model(input_ids=batch.input_ids, attention_mask=batch.attention_mask, **types)
    logits = torch.stack([output.start_logits, output.end_logits]).float()
    return torch.log_softmax(logits.masked_fill(~batch.allowed, NEVER), dim=-1)
