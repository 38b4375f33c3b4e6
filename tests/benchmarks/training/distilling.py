"""Distilling: the small reader learns windows from the larger one, and keeps what it knew of paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_
from training.batches import Batch, batch_of, grouped, tokenizer_of, with_short_questions
from training.data import Example, Examples
from training.loop import NEVER, log_shares
from training.model import adapt, adapter, free_parameters, merged, put_adapter, span_model
from training.windows import Windows
from transformers import BertForQuestionAnswering, MPNetForQuestionAnswering, PreTrainedModel

Network = TypeVar("Network", bound=PreTrainedModel)
SMALL_RANK, LARGER_RANK = 64, 32
# MPNet parts question and passage by two tokens, BERT by one; so both see as much of the passage.
LARGER_TOKENS = 160
TOKENS = {"window": LARGER_TOKENS - 1, "paragraph": 256}
WINDOWS, PARAGRAPHS = 384, 64
BATCH_TOKENS = 6000
ANSWER_WEIGHT = {"window": 0.4, "paragraph": 0.5}
WARM_UP_STEPS = 40
LEAST_SHARE = 0.02
KEPT_SHARE = 0.3
WEIGHT_DECAY = 0.01
MAX_NORM = 1.0
REPORT_STEPS, SAVE_STEPS = 20, 100


@dataclass(frozen=True, slots=True)
class Given:
    """What a training starts from.

    Attributes:
        base, adapter: the small reader's encoder (a folder) and its adapter.
        larger_base, larger_adapter: the same of the larger one.

    """

    base: Path
    adapter: Path
    larger_base: Path
    larger_adapter: Path


class Distilling:
    """A training of the small reader: of windows it follows the larger one, of paragraphs itself as it was.

    The mixture with the answers' own cross-entropy is that of Hinton et al., 2015. What is written is the
    adapter `KEPT_SHARE` of the way from before to after (Wortsman et al., 2022), which forgets less.

    Raises:
        ModelError: if a base or an adapter cannot be used.

    """

    def __init__(self, given: Given, seed: int = 0, rate: float = 6e-4) -> None:
        torch.manual_seed(seed)
        self._rng = np.random.default_rng(seed)
        self._rate = rate
        self._tokenizers = {kind: tokenizer_of(given.base, tokens) for kind, tokens in TOKENS.items()}
        self._larger_tokenizer = tokenizer_of(given.larger_base, LARGER_TOKENS)
        still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        small = span_model(given.base, BertForQuestionAnswering, **still)
        self.model = _adapted(small, given.adapter, SMALL_RANK).train()
        self._before = _frozen(span_model(given.base, BertForQuestionAnswering), given.adapter, SMALL_RANK)
        larger = span_model(given.larger_base, MPNetForQuestionAnswering)
        self._larger = _frozen(larger, given.larger_adapter, LARGER_RANK)
        self._start = adapter(self.model)
        self._free = [*free_parameters(self.model).values()]
        self._optimizer = torch.optim.AdamW(self._free, weight_decay=WEIGHT_DECAY)

    def run(
        self,
        windows: Windows,
        paragraphs: Examples,
        examples: int,
        out: Path,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Learn from so many examples, the rate falling to nothing; the adapter is written to a file."""
        seen = step = 0
        losses: list[float] = []
        for kind, drawn, batch in self._batches(windows, paragraphs):
            share = min(1.0, (step + 1) / WARM_UP_STEPS) * max(LEAST_SHARE, 1 - seen / examples)
            losses.append(self._step(kind, drawn, batch, self._rate * share))
            seen, step = seen + len(drawn), step + 1
            if step % REPORT_STEPS == 0:
                report(f"step {step} seen {seen} loss {np.mean(losses[-5 * REPORT_STEPS :]):.3f}")
            if step % SAVE_STEPS == 0 or seen >= examples:
                save_file(self._between(), out)
            if seen >= examples:
                return

    def _between(self) -> dict[str, torch.Tensor]:
        now = adapter(self.model)
        return {
            name: torch.lerp(self._start[name].float(), now[name].float(), KEPT_SHARE).half() for name in now
        }

    def _batches(self, windows: Windows, paragraphs: Examples) -> Iterator[tuple[str, list[Example], Batch]]:
        """Windows and paragraphs, mixed, without end."""
        whole = paragraphs.epoch(self._rng)
        while True:
            some = [whole[n] for n in self._rng.integers(len(whole), size=PARAGRAPHS)]
            drawn = {"window": windows.draw(WINDOWS, self._rng), "paragraph": some}
            groups = [
                (kind, group)
                for kind, examples in drawn.items()
                for group in grouped(with_short_questions(examples), self._tokenizers[kind], BATCH_TOKENS)
            ]
            for at in self._rng.permutation(len(groups)):
                kind, group = groups[at]
                yield kind, group, batch_of(group, self._tokenizers[kind])

    def _step(self, kind: str, drawn: list[Example], batch: Batch, rate: float) -> float:
        if kind == "window":
            theirs = batch_of(drawn, self._larger_tokenizer)
            wanted = carried(_known(self._larger, theirs), theirs, batch)
        else:
            wanted = _known(self._before, batch)
        self._optimizer.param_groups[0]["lr"] = rate
        self._optimizer.zero_grad(set_to_none=True)
        found = log_shares(self.model, batch).flatten(0, 1)
        answers = functional.nll_loss(found, batch.targets.flatten())
        apart = functional.kl_div(found, wanted.flatten(0, 1), reduction="batchmean", log_target=True)
        weight = ANSWER_WEIGHT[kind]
        loss = weight * answers + (1 - weight) * apart
        loss.backward()
        clip_grad_norm_(self._free, MAX_NORM)
        self._optimizer.step()
        return float(loss.item())


def carried(shares: torch.Tensor, theirs: Batch, ours: Batch) -> torch.Tensor:
    """Log-shares over one network's tokens, put on another's.

    Args:
        shares: (2, B, T), of starts and ends.
        theirs: the batch that they are of.
        ours: the same examples for a network that parts question and passage by other tokens.

    Returns:
        (2, B, T'), each a log-softmax over the tokens where spans may stand.

    """
    wanted = torch.full((2, *ours.input_ids.shape), NEVER)
    wanted[:, ours.allowed] = shares[:, theirs.allowed]
    return torch.log_softmax(wanted, dim=-1)


def _adapted(model: Network, path: Path, rank: int) -> Network:
    adapted = adapt(model, rank)
    put_adapter(free_parameters(adapted), path, rank)
    return adapted


def _frozen(model: Network, path: Path, rank: int) -> Network:
    return merged(_adapted(model, path, rank)).eval().requires_grad_(False)


@torch.no_grad()
def _known(model: PreTrainedModel, batch: Batch) -> torch.Tensor:
    return log_shares(model, batch)
