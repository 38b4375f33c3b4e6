"""Streaming: windows drawn, tokenised and packed by other processes while the device learns."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from torch.utils.data import DataLoader, Dataset
from training.batches import Batch, packed, tokenizer_of, with_short_questions
from training.windows import Windows

MAX_TOKENS = 160
BATCH_TOKENS = 20_480
CHUNK = 4_096
CHUNKS = 1_000_000


class _Chunks(Dataset[bytes]):
    """Chunks of examples by number, as pickled batches; a chunk's number seeds what is drawn for it."""

    def __init__(self, windows: Windows, base: Path, seed: int) -> None:
        self._windows, self._seed = windows, seed
        self._tokenizer = tokenizer_of(base, MAX_TOKENS)

    def __len__(self) -> int:
        return CHUNKS

    def __getitem__(self, number: int) -> bytes:
        rng = np.random.default_rng((self._seed, number))
        drawn = with_short_questions(self._windows.draw(CHUNK, rng))
        # As bytes: tensors between processes cost an open file each.
        return pickle.dumps(packed(drawn, self._tokenizer, BATCH_TOKENS, rng))


def stream(windows: Windows, base: Path, seed: int, workers: int) -> Iterator[Batch]:
    """Batches of at most `BATCH_TOKENS` tokens without end; the same for the same seed.

    Args:
        windows: what is drawn from.
        base: folder of the network's tokenizer.
        seed: of all draws.
        workers: how many processes draw; 0 draws in this one.

    """
    for chunk in DataLoader(_Chunks(windows, base, seed), batch_size=None, num_workers=workers):
        yield from pickle.loads(chunk)  # from a process of our own
