"""Batches: examples as padded tensors for BERT and MPNet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer
from training.data import Example

from index.errors import ModelError

MAX_TOKENS = 384
MAX_QUESTION_CHARS = 300
# Batches are cut from chunks of this many, sorted by length, so that little is padded.
CHUNK_BATCHES = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """B windows `[CLS] question [SEP] passage [SEP]` of at most T tokens.

    Attributes:
        input_ids, attention_mask, token_type_ids: (B, T) integers, BERT's inputs; MPNet takes the first two.
        allowed: (B, T) booleans, true where a span may start and end: the passage, and `[CLS]` for "none".
        targets: (2, B) integers, the first and the last token of the answer; 0 where there is none.

    """

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_type_ids: torch.Tensor
    allowed: torch.Tensor
    targets: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """Copy the batch to a device."""
        return Batch(**{field.name: getattr(self, field.name).to(device) for field in fields(self)})


def batches(
    examples: Sequence[Example], tokenizer: Tokenizer, size: int, rng: np.random.Generator
) -> Iterator[Batch]:
    """Cut the examples into random batches of like length, `ceil(len(examples) / size)` of them."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    order = rng.permutation(len(examples))
    for first in range(0, len(order), size * CHUNK_BATCHES):
        chunk = [examples[n] for n in order[first : first + size * CHUNK_BATCHES]]
        windows = tokenizer.encode_batch([(example.question, example.passage) for example in chunk])
        by_length = sorted(range(len(chunk)), key=lambda n: len(windows[n]))
        starts = range(0, len(chunk), size)
        for start in rng.permutation(starts):
            members = by_length[start : start + size]
            yield _batch([chunk[n] for n in members], [windows[n] for n in members])


def tokenizer_of(base: Path, max_tokens: int) -> Tokenizer:
    """A base's tokenizer, which cuts passages off so that no window is longer.

    Raises:
        ModelError: if it cannot be read.

    """
    try:
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    except Exception as error:  # tokenizers raises nothing narrower
        raise ModelError(f"{base / 'tokenizer.json'}: it cannot be read; join the base anew") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens, strategy="only_second")
    return tokenizer


def with_short_questions(examples: Sequence[Example]) -> list[Example]:
    """The examples, their questions cut off where they would leave no room for a passage."""
    return [replace(one, question=one.question[:MAX_QUESTION_CHARS]) for one in examples]


def packed(
    examples: Sequence[Example], tokenizer: Tokenizer, max_tokens: int, rng: np.random.Generator
) -> list[Batch]:
    """Pack the examples, sorted by length, into batches of at most `max_tokens`, padding and all.

    The tokenizer is to cut windows off at no more than `max_tokens`; the batches come in random order.
    """
    groups = grouped(examples, tokenizer, max_tokens)
    return [batch_of(groups[at], tokenizer) for at in rng.permutation(len(groups))]


def grouped(examples: Sequence[Example], tokenizer: Tokenizer, max_tokens: int) -> list[list[Example]]:
    """Part the examples, sorted by length, into groups of at most `max_tokens` once they are padded."""
    windows = tokenizer.encode_batch([(example.question, example.passage) for example in examples])
    groups: list[list[Example]] = [[]]
    for number in sorted(range(len(windows)), key=lambda n: len(windows[n])):
        if (len(groups[-1]) + 1) * len(windows[number]) > max_tokens:
            groups.append([])
        groups[-1].append(examples[number])
    return groups


def batch_of(examples: list[Example], tokenizer: Tokenizer) -> Batch:
    """One batch of all the examples, cut off and padded as the tokenizer says."""
    windows = tokenizer.encode_batch([(example.question, example.passage) for example in examples])
    return _batch(examples, windows, tokenizer.token_to_id("<pad>") or 0)


def _batch(examples: list[Example], windows: list[Encoding], pad: int = 0) -> Batch:
    width = max(len(window) for window in windows)
    for window in windows:
        window.pad(width, pad_id=pad)
    allowed = np.array([[sequence == 1 for sequence in window.sequence_ids] for window in windows])
    allowed[:, 0] = True
    targets = np.array([_target(*pair) for pair in zip(examples, windows, strict=True)]).T
    return Batch(
        input_ids=torch.tensor([window.ids for window in windows]),
        attention_mask=torch.tensor([window.attention_mask for window in windows]),
        token_type_ids=torch.tensor([window.type_ids for window in windows]),
        allowed=torch.from_numpy(allowed),
        targets=torch.from_numpy(np.ascontiguousarray(targets)),
    )


def _target(example: Example, window: Encoding) -> tuple[int, int]:
    """Find the answer's first and last token; 0, 0 where there is none or the window cuts it off."""
    if example.end <= example.start:
        return 0, 0
    first = window.char_to_token(example.start, 1)
    last = window.char_to_token(example.end - 1, 1)
    return (0, 0) if first is None or last is None else (first, last)
