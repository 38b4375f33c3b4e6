"""Ingest: passages indexed a second, beside the encoder's ceiling and beside sentence-transformers."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from speed.figure import Figure, Tell
from speed.process import call

from index import Document, Index
from index.encoder import Encoder, packaged_model
from index.passages import cut
from qa import bundled

SECTION = "ingest"
DOCUMENTS, QUICK_DOCUMENTS = 20, 1
PARAGRAPHS, SENTENCES = 10, 5
SEED = 7


def measure(runs: int, tell: Tell, quick: bool = False) -> list[Figure]:
    """Rates on the same passages, one kind after another in each run, and their ratios in each run.

    What is quick leaves sentence-transformers out, which takes longest to load.

    Raises:
        BenchError: if one of the processes fails.

    """
    texts = recombined(QUICK_DOCUMENTS if quick else DOCUMENTS)
    ours, ceiling, theirs = [], [], []
    count = 0
    for number in range(1, runs + 1):
        tell(f"ingest, run {number} of {runs}")
        indexed = call(index_texts, texts).result
        count = len(indexed["passages"])
        ours.append(count / indexed["seconds"])
        ceiling.append(count / call(run_session, indexed["passages"]).result)
        if not quick:
            theirs.append(count / call(run_sentence_transformers, indexed["passages"]).result)
    note = f"{count} passages of the bundled article's sentences, recombined"
    figures = [
        Figure.of(SECTION, "Index.from_texts", "passages/s", ours, note),
        Figure.of(SECTION, "the encoder's session alone", "passages/s", ceiling, "already tokenised"),
        Figure.of(SECTION, "Index.from_texts ÷ session alone", "×", _ratios(ours, ceiling)),
    ]
    if theirs:
        rate, ratios = "sentence-transformers on the CPU", _ratios(ours, theirs)
        figures += [
            Figure.of(SECTION, rate, "passages/s", theirs, "its own batches of 32"),
            Figure.of(SECTION, "Index.from_texts ÷ sentence-transformers", "×", ratios),
        ]
    return figures


def recombined(documents: int) -> dict[str, str]:
    """Documents of the bundled article's sentences in ever new order, by name; the same ones every time."""
    article = Document.open(bundled.article())
    sentences = [article.text[slice(*span)] for passage in cut(article) for span in passage.sentences]
    chosen = random.Random(SEED)
    return {
        f"document {number}": "\n\n".join(
            " ".join(chosen.sample(sentences, SENTENCES)) for _ in range(PARAGRAPHS)
        )
        for number in range(documents)
    }


def index_texts(texts: dict[str, str]) -> dict[str, object]:
    """Seconds to index texts in memory, the model loaded before; and the passages, as they are encoded."""
    Encoder.load().encode_query("warm")
    start = time.perf_counter()
    Index.from_texts(texts)
    seconds = time.perf_counter() - start
    passages = [
        passage.text for name, text in texts.items() for passage in cut(Document.from_text(name, text))
    ]
    return {"seconds": seconds, "passages": passages}


def run_session(passages: Sequence[str]) -> float:
    """Seconds for passages, tokenised already, through the encoder's ONNX session in its own batches."""
    encoder = Encoder.load()
    encoder.encode_query("warm")
    encoder._tokenizer = _Tokenised(encoder, passages)  # type: ignore[assignment]
    start = time.perf_counter()
    encoder.encode(passages)
    return time.perf_counter() - start


class _Tokenised:
    """A tokenizer that did its work before it is asked."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        encodings = encoder._tokenizer.encode_batch(list(texts))
        self._encodings = dict(zip(texts, encodings, strict=True))

    def encode_batch(self, texts: Sequence[str]) -> list[object]:
        return [self._encodings[text] for text in texts]


def run_sentence_transformers(passages: Sequence[str]) -> float:
    """Seconds for passages through sentence-transformers, the same weights, on the CPU."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    model.encode(["warm"], show_progress_bar=False)
    start = time.perf_counter()
    model.encode(list(passages), batch_size=32, show_progress_bar=False, normalize_embeddings=True)
    return time.perf_counter() - start


def _ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(above, below, strict=True)]
