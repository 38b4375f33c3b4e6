"""The larger reader: a network five times as large, which looks again at the few best sentences.

Both halves are all-mpnet-base-v2 (Song et al., 2020): as it was made, for the meaning of question and
sentence; and with an adapter, for spans. It is prepared once from the packages that `larger.txt` lists.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

import numpy as np

from index import ModelError
from index.models import Graph, Remembered, cache_folder, hash_file
from qa.reader.base import BASE_SHA256, INSTALL, TOKENIZER, joined
from qa.reader.reading import Reader
from qa.reader.weights import LARGER_ADAPTER, LARGER_SHA256, check_adapter, mean_vectors, merged_larger_reader

TOKENIZER_SHA256 = "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"
MOST_TOKENS = 256
# Some 12 MB: the best sentences of some hundreds of questions.
VECTORS_KEPT = 4096


class LargerReader:
    """The larger reader, safe to use from several threads.

    Attributes:
        spans: reads windows, as the small one reads passages.

    """

    def __init__(self) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  (not owed by `import qa`)

        check_adapter(LARGER_ADAPTER, LARGER_SHA256)
        with ExitStack() as stack:
            base = lru_cache(maxsize=1)(lambda: stack.enter_context(joined()))
            tokenizer = _kept_tokenizer(base)
            self._vectors = Graph(
                "larger embedding model", BASE_SHA256, lambda: mean_vectors(base()), ["vector"], is_large=True
            )
            key = hashlib.sha256(f"{BASE_SHA256}{LARGER_SHA256}".encode()).hexdigest()
            graph = Graph(
                "larger reader", key, lambda: merged_larger_reader(base()), ["start", "end"], is_large=True
            )
        self.spans = Reader(tokenizer, graph)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._remembered: Remembered[str, np.ndarray] = Remembered(VECTORS_KEPT)

    @classmethod
    def load(cls) -> LargerReader:
        """The larger reader, loaded once a process.

        Raises:
            ModelError: if its packages are not installed or damaged, or it cannot be prepared.

        """
        return _load()

    def closeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosines of a question and texts."""
        asked, *vectors = self._remembered.of([question, *texts], self._encode)
        return [float(asked @ vector) for vector in vectors]

    def _encode(self, texts: Sequence[str]) -> list[np.ndarray]:
        """Unit vectors of shape (768,)."""
        return [vector for (vector,) in self._vectors.run(self._tokenizer.encode_batch(texts))]


@lru_cache(maxsize=1)
def _load() -> LargerReader:
    return LargerReader()


def _kept_tokenizer(base: Callable[[], Path]) -> Path:
    """The base's tokenizer in the cache, put there where it is not there whole."""
    kept = cache_folder() / f"larger-tokenizer-{TOKENIZER_SHA256[:16]}.json"
    if not kept.is_file() or hash_file(kept) != TOKENIZER_SHA256:
        found = base() / TOKENIZER
        if hash_file(found) != TOKENIZER_SHA256:
            raise ModelError(
                f"The larger reader's packages hold another tokenizer than the published one; {INSTALL}"
            )
        new = kept.with_suffix(".new")
        shutil.copyfile(found, new)
        new.replace(kept)
    return kept
