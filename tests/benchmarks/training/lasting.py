"""Lasting training: hours on two cores, stopped and taken up again without a trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.utils import clip_grad_norm_
from training.batches import Batch, packed, tokenizer_of, with_short_questions
from training.loop import loss_of
from training.model import adapt, free_parameters, put, put_adapter, save_adapter, span_model
from training.windows import Windows
from transformers import MPNetForQuestionAnswering

from index.errors import ModelError

RANK = 32
MAX_TOKENS = 160
BATCH_TOKENS = 3600
CHUNK = 192
RATE = 6e-4
HEAD_FACTOR = 3
WARM_UP_STEPS = 30
WEIGHT_DECAY = 0.01
MAX_NORM = 1.0
SAVE_STEPS = 50
REPORT_STEPS = 10


@dataclass(slots=True)
class Progress:
    """How far a training is.

    Attributes:
        seen: examples learnt from.
        step: steps taken.
        chunk: chunks of `CHUNK` examples done; a chunk's number seeds what is drawn for it.
        batch: batches done of the chunk after those.
        anneal_from: `seen` when the rate began to fall; None while it is constant.

    """

    seen: int = 0
    step: int = 0
    chunk: int = 0
    batch: int = 0
    anneal_from: int | None = None


class Training:
    """A training of the larger reader in a folder; made anew or as it was last saved there.

    Args:
        base: folder of all-mpnet-base-v2.
        out: the folder; `state.pt` is the whole state, `adapter.safetensors` what has been learnt.
        start: an adapter to begin with, where nothing is saved yet.
        seed: of the head, the updates, the examples and their order.
        rate: the highest learning rate; the head's is three times as high.

    Raises:
        ModelError: if the base, the start or the saved state cannot be used.

    """

    def __init__(
        self, base: Path, out: Path, start: Path | None = None, seed: int = 0, rate: float = RATE
    ) -> None:
        torch.manual_seed(seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        settings = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        self.model = adapt(span_model(base, MPNetForQuestionAnswering, **settings), RANK).to(self.device)
        self.model.train()
        self.free = free_parameters(self.model)
        head = [one for name, one in self.free.items() if name.startswith("qa_outputs")]
        rest = [one for name, one in self.free.items() if not name.startswith("qa_outputs")]
        self.optimizer = torch.optim.AdamW([{"params": rest}, {"params": head}], weight_decay=WEIGHT_DECAY)
        self.progress = Progress()
        self._tokenizer = tokenizer_of(base, MAX_TOKENS)
        self._seed = seed
        self._rate = rate
        self._out = out
        self._state = out / "state.pt"
        if self._state.exists():
            self._load()
        elif start:
            put_adapter(self.free, start, RANK)

    def run(
        self, windows: Windows, examples: int, anneal: int = 0, report: Callable[[str], None] = lambda _: None
    ) -> None:
        """Train until `examples` are seen, or let the rate fall to nothing over the next `anneal`."""
        if not anneal:
            self.progress.anneal_from = None
        elif self.progress.anneal_from is None:
            self.progress.anneal_from = self.progress.seen
        goal = examples if self.progress.anneal_from is None else self.progress.anneal_from + anneal
        begun, started, losses = self.progress.seen, time.monotonic(), []
        while self.progress.seen < goal:
            for batch in self._batches(windows):
                losses.append(self._step(batch, anneal))
                if self.progress.step % REPORT_STEPS == 0:
                    speed = (self.progress.seen - begun) / (time.monotonic() - started)
                    mean = np.mean(losses[-4 * REPORT_STEPS :])
                    report(
                        f"step {self.progress.step} seen {self.progress.seen} loss {mean:.3f} {speed:.1f}/s"
                    )
                if self.progress.step % SAVE_STEPS == 0:
                    self.save()
                if self.progress.seen >= goal:
                    break
        self.save()

    def save(self) -> None:
        """Write the state and the adapter, each beside its place and moved there."""
        self._out.mkdir(parents=True, exist_ok=True)
        state = {
            "parameters": {name: one.detach() for name, one in self.free.items()},
            "optimizer": self.optimizer.state_dict(),
            "progress": asdict(self.progress),
            "seed": self._seed,
        }
        new = self._out / "new"
        torch.save(state, new)
        new.replace(self._state)
        save_adapter(self.model, new)
        new.replace(self._out / "adapter.safetensors")

    def _batches(self, windows: Windows) -> Iterator[Batch]:
        """The chunk's batches that are still to do; progress has counted each before the next is taken."""
        rng = np.random.default_rng((self._seed, self.progress.chunk))
        drawn = with_short_questions(windows.draw(CHUNK, rng))
        batches = packed(drawn, self._tokenizer, BATCH_TOKENS, rng)
        for batch in batches[self.progress.batch :]:
            self.progress.batch += 1
            if self.progress.batch == len(batches):
                self.progress.chunk, self.progress.batch = self.progress.chunk + 1, 0
            yield batch.to(self.device)

    def _step(self, batch: Batch, anneal: int) -> float:
        rate = self._rate * rate_share(self.progress, anneal)
        for group, factor in zip(self.optimizer.param_groups, (1, HEAD_FACTOR), strict=True):
            group["lr"] = rate * factor
        self.optimizer.zero_grad(set_to_none=True)
        loss = loss_of(self.model, None, batch)
        loss.backward()
        clip_grad_norm_(list(self.free.values()), MAX_NORM)
        self.optimizer.step()
        self.progress.seen += len(batch.input_ids)
        self.progress.step += 1
        return float(loss.item())

    def _load(self) -> None:
        try:
            state: dict[str, Any] = torch.load(self._state, map_location=self.device, weights_only=True)
            put(self.free, state["parameters"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.progress, self._seed = Progress(**state["progress"]), state["seed"]
        except Exception as error:  # torch and pickle have errors of their own for damaged files
            raise ModelError(
                f"{self._state}: this is no state of a training on this base; give another folder"
            ) from error


def rate_share(progress: Progress, anneal: int) -> float:
    """The share of the highest rate: rising at first, then constant, falling to nothing in an annealing."""
    rising = min(1.0, (progress.step + 1) / WARM_UP_STEPS)
    if progress.anneal_from is None:
        return rising
    return rising * max(0.0, 1 - (progress.seen - progress.anneal_from) / anneal)
