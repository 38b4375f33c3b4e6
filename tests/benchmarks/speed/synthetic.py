"""Synthetic corpora of any size: sentences recombined from a vocabulary, vectors clustered as real ones are.

Word frequencies follow Zipf and Mandelbrot's law, each document has a topic whose words it prefers, and the
vectors form areas, topics and documents around which passages lie. Everything follows from a seed, so a
passage can be made again from its number alone. Used where embedding real text would take hours:

    from speed.synthetic import Corpus, fill
    corpus = Corpus(1_000_000)
    index = fill(corpus, Path("folder"))
    for query in corpus.queries(200): ...

Cosines to the nearest neighbours follow those of 18,896 paragraphs of Wikipedia under all-MiniLM-L6-v2; see
`python -m speed.synthetic --help` in the folder above.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.documents import Document, Section
from index.encoder import Encoder
from index.loaders import Span
from index.passages import Passage
from index.store import Store
from index.words import FUNCTION_WORDS

DIMENSION = 384
PASSAGES_PER_DOCUMENT = 50
SENTENCES_PER_PASSAGE = 5
WORDS_PER_SENTENCE = (8, 24)
VOCABULARY = 60_000
# Mandelbrot's offset and Zipf's exponent, near those of English prose.
ZIPF_OFFSET, ZIPF_EXPONENT = 2.7, 1.05
# Every third content word is drawn from the document's topic.
TOPIC_WORDS, TOPIC_SHARE = 300, 1 / 3
PASSAGES_PER_AREA, PASSAGES_PER_TOPIC = 20_000, 1_000
# Shares of an area, a topic, a document and the passage itself in a vector's squared length.
VARIANCE = (0.02, 0.18, 0.34, 0.46)
# Variance falls along the axes as it does along the principal axes of real vectors.
SPECTRUM_OFFSET, SPECTRUM_EXPONENT = 20, 0.9
QUERY_NOISE = 1.15
LEADING = tuple("the of and to in a is that for was on with as by at from it".split())
ONSETS = tuple("b c d f g h k l m n p r s t v w z br st tr pl".split())
SYLLABLES = [onset + vowel for onset in ONSETS for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Part:
    """A document with its passages and their unit vectors, float32 of shape (len(passages), DIMENSION)."""

    document: Document
    passages: list[Passage]
    vectors: np.ndarray


@dataclass(frozen=True, slots=True)
class Query:
    """A question about one passage: its words among common ones, and a unit vector near that passage's.

    Attributes:
        text: a question of some function words and three to six words of the passage.
        vector: float32 of shape (DIMENSION,).
        passage: the passage's number, from 0; also its place in the order of a new index.

    """

    text: str
    vector: np.ndarray
    passage: int


class Corpus:
    """A corpus of `passages` passages, made piece by piece; the same for the same seed."""

    def __init__(self, passages: int, seed: int = 0) -> None:
        self.passages = passages
        self.seed = seed

    def __len__(self) -> int:
        """The number of documents."""
        return math.ceil(self.passages / PASSAGES_PER_DOCUMENT)

    def __iter__(self) -> Iterator[Part]:
        return (self.part(number) for number in range(len(self)))

    def part(self, number: int) -> Part:
        """One document, from 0; numbers beyond the corpus are documents to add to it."""
        left = self.passages - number * PASSAGES_PER_DOCUMENT
        count = min(left, PASSAGES_PER_DOCUMENT) if left > 0 else PASSAGES_PER_DOCUMENT
        document, passages = _laid_out(f"document-{number:06}", self._sentences(number, count))
        return Part(document, passages, self._vectors(number)[:count])

    def vectors(self) -> Iterator[np.ndarray]:
        """The documents' vectors in order, without their texts."""
        for number in range(len(self)):
            yield self._vectors(number)[: self.passages - number * PASSAGES_PER_DOCUMENT]

    def queries(self, count: int, seed: int = 1) -> Iterator[Query]:
        """Questions about passages drawn at random."""
        generator = np.random.default_rng((self.seed, 3, seed))
        for passage in map(int, generator.integers(0, self.passages, count)):
            number, place = divmod(passage, PASSAGES_PER_DOCUMENT)
            vector = self._vectors(number)[place] + QUERY_NOISE * self._noise(generator, 1)[0]
            yield Query(self._question(generator, number, place), _unit(vector), passage)

    @cached_property
    def words(self) -> list[str]:
        """The vocabulary, the most frequent words first; function words lead it."""
        return vocabulary(VOCABULARY, self.seed)

    @cached_property
    def _frequencies(self) -> np.ndarray:
        """Cumulated shares of the words in running text."""
        shares = (np.arange(1, len(self.words) + 1) + ZIPF_OFFSET) ** -ZIPF_EXPONENT
        cumulated: np.ndarray = np.cumsum(shares / shares.sum())
        return cumulated

    @cached_property
    def _scale(self) -> np.ndarray:
        variance = (np.arange(1, DIMENSION + 1) + SPECTRUM_OFFSET) ** -SPECTRUM_EXPONENT
        scale: np.ndarray = np.sqrt(variance / variance.sum()).astype(np.float32)
        return scale

    def _sentences(self, number: int, passages: int) -> list[list[str]]:
        """Sentences of a document by passage."""
        generator = np.random.default_rng((self.seed, 1, number))
        shape = (PASSAGES_PER_DOCUMENT, SENTENCES_PER_PASSAGE)
        lengths = generator.integers(*WORDS_PER_SENTENCE, shape)
        total = int(lengths.sum())
        drawn = np.searchsorted(self._frequencies, generator.random(total)).clip(0, len(self.words) - 1)
        topic = self._topic(number)
        replaced = (drawn >= len(FUNCTION_WORDS)) & (generator.random(total) < TOPIC_SHARE)
        drawn[replaced] = topic[(len(topic) * generator.random(int(replaced.sum())) ** 2).astype(int)]
        words = iter([self.words[i] for i in drawn])
        return [
            [" ".join([next(words) for _ in range(length)]).capitalize() + "." for length in lengths[passage]]
            for passage in range(passages)
        ]

    def _topic(self, number: int) -> np.ndarray:
        """Numbers of the words that a document's topic prefers."""
        topic = number * PASSAGES_PER_DOCUMENT // PASSAGES_PER_TOPIC
        generator = np.random.default_rng((self.seed, 2, topic))
        return generator.integers(2 * len(FUNCTION_WORDS), len(self.words), TOPIC_WORDS)

    def _question(self, generator: np.random.Generator, number: int, place: int) -> str:
        passage = " ".join(self._sentences(number, place + 1)[place]).replace(".", "").casefold().split()
        content = [word for word in passage if word not in FUNCTION_WORDS]
        chosen = generator.choice(content, min(len(content), int(generator.integers(3, 7))), replace=False)
        common = self.words[len(FUNCTION_WORDS) + int(generator.integers(0, 20))]
        return f"What did the {' of the '.join(chosen)} have to do with {common}?"

    def _vectors(self, number: int) -> np.ndarray:
        """The unit vectors of a whole document."""
        first = number * PASSAGES_PER_DOCUMENT
        owners = (first // PASSAGES_PER_AREA, first // PASSAGES_PER_TOPIC, number)
        centre = sum(
            np.sqrt(share) * self._noise(np.random.default_rng((self.seed, 4 + level, owner)), 1)[0]
            for level, (share, owner) in enumerate(zip(VARIANCE, owners, strict=False))
        )
        own = self._noise(np.random.default_rng((self.seed, 8, number)), PASSAGES_PER_DOCUMENT)
        return _unit(centre + np.sqrt(VARIANCE[3]) * own)

    def _noise(self, generator: np.random.Generator, count: int) -> np.ndarray:
        """Random rows of about unit length."""
        rows: np.ndarray = generator.standard_normal((count, DIMENSION), dtype=np.float32) * self._scale
        return rows


def vocabulary(size: int, seed: int = 0) -> list[str]:
    """Words made of syllables, after English function words; frequent ones are short."""
    generator = np.random.default_rng((seed, 0))
    found = dict.fromkeys([*LEADING, *sorted(FUNCTION_WORDS)])
    while len(found) < size:
        syllables = 2 + int(len(found) > 3000) + int(generator.random() < 0.4)
        chosen = generator.integers(0, len(SYLLABLES), syllables)
        found.setdefault("".join(SYLLABLES[number] for number in chosen.tolist()))
    return list(found)


def fill(corpus: Corpus, folder: Path, documents_a_transaction: int = 2000) -> Path:
    """Write a corpus straight into a new index folder, as if its passages had been encoded."""
    store = Store(folder, create=True)
    encoder = Encoder.load()
    parts = iter(corpus)
    for start in range(0, len(corpus), documents_a_transaction):
        with store.transaction():
            if not start:
                store.set_meta("model", encoder.name)
                store.set_meta("model_key", encoder.key)
            for _, part in zip(range(documents_a_transaction), parts, strict=False):
                store.add(part.document, part.passages, part.vectors)
    store.close()
    return folder


def _laid_out(name: str, sentences: list[list[str]]) -> tuple[Document, list[Passage]]:
    """A document of one block a passage, and its passages."""
    spans: list[list[Span]] = []
    position = 0
    for passage in sentences:
        spans.append([])
        for sentence in passage:
            spans[-1].append(Span(position, position + len(sentence)))
            position += len(sentence) + 1
    text = "\n".join(" ".join(passage) for passage in sentences)
    blocks = tuple(Span(own[0].start, own[-1].end) for own in spans)
    document = Document(
        name=name, text=text, blocks=blocks, sections=(Section(0, len(text), 0, ""),), source=name
    )
    passages = [
        Passage(name, block.start, block.end, text[slice(*block)], sentences=tuple(own))
        for block, own in zip(blocks, spans, strict=True)
    ]
    return document, passages


def _unit(rows: np.ndarray) -> np.ndarray:
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit.astype(np.float32)


def neighbourhood(vectors: np.ndarray, sample: int = 500) -> dict[str, float]:
    """How vectors lie: mean cosine, cosines to the 1st, 10th and 100th neighbour, and effective dimension."""
    rows = vectors[np.random.default_rng(0).choice(len(vectors), sample, replace=False)].astype(np.float32)
    cosines = np.sort(rows @ vectors.T.astype(np.float32), axis=1)[:, ::-1]
    spread = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
    return {
        "mean": float(cosines.mean()),
        "1st": float(cosines[:, 1].mean()),
        "10th": float(cosines[:, 10].mean()),
        "100th": float(cosines[:, 100].mean()),
        "dimensions": float(spread.sum() ** 2 / (spread**2).sum()),
    }


def main() -> None:
    """Write a corpus into a folder, or tell how its vectors lie beside real ones."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("passages", type=int)
    parser.add_argument("--folder", type=Path, help="write an index here")
    parser.add_argument("--compare", type=Path, help=".npy of real vectors to compare the made ones with")
    options = parser.parse_args()
    corpus = Corpus(options.passages)
    if options.compare:
        real = np.load(options.compare)
        made = np.concatenate(list(corpus.vectors()))
        for name, vectors in (("real", real), ("synthetic", made)):
            print(name, {key: round(value, 3) for key, value in neighbourhood(vectors).items()})
    if options.folder:
        started = time.perf_counter()
        fill(corpus, options.folder)
        print(f"{options.passages:,} passages in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
