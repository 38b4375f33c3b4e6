"""Following: a teacher fine-tuned whole, then the larger reader's adapter, which follows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn.utils import clip_grad_norm_
from training.batches import Batch
from training.loop import loss_of, rate_at
from training.model import adapt, span_model
from training.streaming import stream
from training.windows import Windows
from transformers import MPNetForQuestionAnswering, PreTrainedModel

RANK = 32
WARM_UP = 0.06
WEIGHT_DECAY = 0.01
MAX_NORM = 1.0
REPORT_STEPS = 50


@dataclass(frozen=True, slots=True)
class Course:
    """How much to learn from, and how fast.

    Attributes:
        examples: so many at least; over them the rate rises at first, then falls to nothing.
        rate, head_rate: the highest learning rates, of all but the span head and of it.

    """

    examples: int
    rate: float
    head_rate: float


def train(
    base: Path,
    windows: Windows,
    examples: tuple[int, int],
    seed: int = 0,
    workers: int = 0,
    report: Callable[[str], None] = lambda _: None,
) -> PreTrainedModel:
    """Train an adapted all-mpnet-base-v2, on a GPU where there is one.

    Args:
        base: its folder.
        windows: what is learnt from.
        examples: how many the teacher and the adapter see.
        seed: of the heads, the updates, the examples and their order.
        workers: how many processes draw examples.
        report: is told how far it is.

    Raises:
        ModelError: if the base cannot be used.

    """
    torch.manual_seed(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    teacher = span_model(base, MPNetForQuestionAnswering).to(device)
    batches = stream(windows, base, seed, workers)
    whole, low_rank = Course(examples[0], 8e-5, 8e-4), Course(examples[1], 8e-4, 8e-4)
    learn(teacher, None, batches, whole, lambda line: report(f"teacher {line}"))
    model = adapt(span_model(base, MPNetForQuestionAnswering), RANK).to(device)
    learn(model, teacher, batches, low_rank, lambda line: report(f"adapter {line}"))
    return model


def learn(
    model: PreTrainedModel,
    teacher: PreTrainedModel | None,
    batches: Iterator[Batch],
    course: Course,
    report: Callable[[str], None] = lambda _: None,
) -> None:
    """Train a model's free parameters in place; it is left in evaluation mode."""
    free = {name: one for name, one in model.named_parameters() if one.requires_grad}
    head = [one for name, one in free.items() if name.startswith("qa_outputs")]
    rest = [one for name, one in free.items() if not name.startswith("qa_outputs")]
    optimizer = torch.optim.AdamW([{"params": rest}, {"params": head}], weight_decay=WEIGHT_DECAY)
    model.train()
    seen = step = 0
    begun, losses = time.monotonic(), []
    while seen < course.examples:
        batch = next(batches).to(model.device)
        share = rate_at(seen / course.examples, WARM_UP)
        for group, rate in zip(optimizer.param_groups, (course.rate, course.head_rate), strict=True):
            group["lr"] = rate * share
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model, teacher, batch)
        loss.backward()
        clip_grad_norm_(free.values(), MAX_NORM)
        optimizer.step()
        losses.append(loss.detach())
        seen, step = seen + len(batch.input_ids), step + 1
        if step % REPORT_STEPS == 0:
            mean = torch.stack(losses[-REPORT_STEPS:]).mean().item()
            report(f"step {step} seen {seen} loss {mean:.3f} {seen / (time.monotonic() - begun):.0f}/s")
    model.eval()
