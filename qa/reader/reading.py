"""Reading: the span of each sentence that answers a question best, and whether its passage answers at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from index import Passage, Span
from index.models import DEFAULT_SHA256, Graph, Remembered, is_kept, packaged_model
from qa.reader.cells import cell_numbers, leanings, whole_if_short
from qa.reader.numbering import opening_numbers
from qa.reader.weights import ADAPTER_SHA256, check_adapter, merged_reader

if TYPE_CHECKING:
    from tokenizers import Encoding

WINDOW_TOKENS = 384
STRIDE_TOKENS = 128
QUESTION_TOKENS = 96
SPAN_TOKENS = 30
# Some dozens of questions; a conversation comes back to the same passages with the same words.
READINGS_KEPT = 1024
NOTHING = -50.0
NAME = "reader"
_KEY = f"{ADAPTER_SHA256[:8]}{DEFAULT_SHA256[:8]}"


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the reader makes of one sentence in its passage.

    Attributes:
        sentence: where it stands in the document.
        span: the best span inside it, as document offsets; of a table's row, inside one of its cells.
        score: log-odds of its spans against "not in this passage".

    """

    sentence: Span
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage.

    Attributes:
        passage: the passage.
        start, end: the best span, as document offsets.
        score: log-odds of all spans against "not in this passage"; positive means answered.
        sentences: the same for each of its sentences.

    """

    passage: Passage
    start: int
    end: int
    score: float
    sentences: tuple[SentenceReading, ...]


class Reader:
    """An extractive reader: BERT with a span head (Devlin et al., 2019); its null span means no answer.

    Args:
        tokenizer: the network's tokenizer.json.
        graph: the network, from token ids to logits of starts and of ends.

    """

    def __init__(self, tokenizer: Path, graph: Graph) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  (not owed by `import qa`)

        # Set once: a tokenizer cannot be set anew while another thread uses it.
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(WINDOW_TOKENS, stride=STRIDE_TOKENS, strategy="only_second")
        self._graph = graph
        self._kept: Remembered[tuple[str, str, Passage], Reading] = Remembered(READINGS_KEPT)

    @property
    def remembers(self) -> int:
        """How many of the latest readings are kept; a measurement sets it to 0."""
        return self._kept.most

    @remembers.setter
    def remembers(self, most: int) -> None:
        self._kept.most = most

    @classmethod
    def load(cls) -> Reader:
        """The packaged reader, loaded once a process.

        Raises:
            ModelError: if the adapter or the encoder's weights are missing or damaged.

        """
        return _load()

    @staticmethod
    def is_prepared() -> bool:
        """Whether the packaged reader need only be loaded."""
        return is_kept(NAME, _KEY)

    def cut_question(self, question: str) -> str:
        """The question as far as the window has room for it."""
        # As the second of a pair, since that is the one that is truncated.
        pair = self._tokenizer.encode("", question)
        ends = [end for (_, end), part in zip(pair.offsets, pair.sequence_ids, strict=True) if part == 1]
        return question if len(ends) <= QUESTION_TOKENS else question[: ends[QUESTION_TOKENS - 1]]

    def read(self, question: str, passages: Sequence[Passage], told: str = "") -> list[Reading]:
        """Read passages for a question; readings come in the passages' order, the latest are remembered.

        A passage longer than the window is read in overlapping windows, each sentence by its best one.
        No span may overlap the words `told`, which the asker knows already, nor the number of a clause.
        """
        keys = [(question, told, passage) for passage in passages]
        return self._kept.of(keys, lambda new: self._read(question, [passage for _, _, passage in new], told))

    def _read(self, question: str, passages: Sequence[Passage], told: str) -> list[Reading]:
        question = self.cut_question(question)
        wholes = self._tokenizer.encode_batch([(question, passage.text) for passage in passages])
        windows = [
            (number, window) for number, whole in enumerate(wholes) for window in [whole, *whole.overflowing]
        ]
        logits = self._graph.run([window for _, window in windows])
        leaning = [leanings(question, passage) for passage in passages]
        no_span = [[*_occurrences(told, one), *opening_numbers(question, one)] for one in passages]
        found: list[list[SentenceReading]] = [[] for _ in passages]
        for (number, window), (start, end) in zip(windows, logits, strict=True):
            found[number] += _window_reading(
                passages[number], window, start, end, no_span[number], leaning[number]
            )
        return [_joined(passage, sentences) for passage, sentences in zip(passages, found, strict=True)]


@lru_cache(maxsize=1)
def _load() -> Reader:
    check_adapter()
    graph = Graph(NAME, _KEY, merged_reader, ["start", "end"])
    return Reader(packaged_model() / "tokenizer.json", graph)


def _window_reading(
    passage: Passage,
    window: Encoding,
    start: np.ndarray,
    end: np.ndarray,
    no_span: Sequence[Span],
    leaning: np.ndarray,
) -> Iterator[SentenceReading]:
    """The readings of the sentences that stand in one window; no span overlaps one of `no_span`."""
    tokens = np.array([i for i, kind in enumerate(window.sequence_ids) if kind == 1], dtype=np.int64)
    if not len(tokens):
        return
    offsets = np.array(window.offsets)[tokens] + passage.start
    null = float(start[0] + end[0])
    barred = _inside(offsets, no_span)
    cells = cell_numbers(offsets, passage.cells)
    for sentence in passage.sentences:
        inside = np.flatnonzero((offsets[:, 0] >= sentence.start) & (offsets[:, 1] <= sentence.end))
        if not len(inside):
            continue
        within = cells[inside]
        bars = barred[inside] | ((within == 0) & within.any())
        scores = _span_scores(start[tokens[inside]], end[tokens[inside]], bars, within) - null
        if not np.isfinite(scores).any():
            continue
        # Which cell of a row is meant, its head tells too; whether the row answers, the reader alone.
        meant = scores + leaning[within][:, None]
        first, length = np.unravel_index(int(meant.argmax()), scores.shape)
        span = Span(int(offsets[inside[first], 0]), int(offsets[inside[first + length], 1]))
        if within[first]:
            span = whole_if_short(span, passage.cells[within[first] - 1])
        yield SentenceReading(sentence, span, _log_sum_exp(scores))


def _occurrences(words: str, passage: Passage) -> Iterator[Span]:
    at = passage.text.find(words) if words else -1
    while at >= 0:
        yield Span(passage.start + at, passage.start + at + len(words))
        at = passage.text.find(words, at + 1)


def _inside(offsets: np.ndarray, spans: Sequence[Span]) -> np.ndarray:
    """Whether each token, by its offsets (n, 2), overlaps any of the spans."""
    barred = np.zeros(len(offsets), dtype=bool)
    for span in spans:
        barred |= (offsets[:, 0] < span.end) & (span.start < offsets[:, 1])
    return barred


def _span_scores(start: np.ndarray, end: np.ndarray, barred: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Scores of all spans of at most SPAN_TOKENS tokens: the row is the first, the column how many follow.

    A span that holds a barred token, or tokens of several cells, scores minus infinity.
    """
    length = min(SPAN_TOKENS, len(start))
    ends = sliding_window_view(np.pad(end, (0, length - 1), constant_values=-np.inf), length)
    scores: np.ndarray = start[:, None] + ends
    if barred.any():
        spoilt = sliding_window_view(np.pad(barred, (0, length - 1)), length)
        scores[np.logical_or.accumulate(spoilt, axis=1)] = -np.inf
    if cells.any():
        scores[sliding_window_view(np.pad(cells, (0, length - 1)), length) != cells[:, None]] = -np.inf
    return scores


def _log_sum_exp(scores: np.ndarray) -> float:
    top = float(scores.max())
    return top + float(np.log(np.exp(scores - top).sum()))


def _joined(passage: Passage, sentences: list[SentenceReading]) -> Reading:
    best: dict[Span, SentenceReading] = {}
    for reading in sentences:
        if reading.sentence not in best or reading.score > best[reading.sentence].score:
            best[reading.sentence] = reading
    if not best:
        return Reading(passage, passage.start, passage.start, NOTHING, ())
    ordered = tuple(best[sentence] for sentence in passage.sentences if sentence in best)
    top = max(ordered, key=lambda reading: reading.score)
    score = _log_sum_exp(np.array([reading.score for reading in ordered]))
    return Reading(passage, top.span.start, top.span.end, score, ordered)
