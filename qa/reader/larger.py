"""The larger reader: a network five times as large, which looks again at the few best sentences.

all-mpnet-base-v2 (Song et al., 2020; Reimers, 2021) with an adapter that finds spans. It is prepared once
from the packages that `larger.txt` lists.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

from index import ModelError
from index.models import Graph, cache_folder, hash_file
from qa.reader.base import BASE_SHA256, INSTALL, TOKENIZER, joined
from qa.reader.reading import Reader
from qa.reader.weights import LARGER_ADAPTER, LARGER_SHA256, check_adapter, merged_larger_reader

TOKENIZER_SHA256 = "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"


@lru_cache(maxsize=1)
def load_larger() -> Reader:
    """The larger reader, loaded once a process; it reads windows as the small one reads passages.

    Raises:
        ModelError: if its packages are not installed or damaged, or it cannot be prepared.

    """
    check_adapter(LARGER_ADAPTER, LARGER_SHA256)
    with ExitStack() as stack:
        base = lru_cache(maxsize=1)(lambda: stack.enter_context(joined()))
        tokenizer = _kept_tokenizer(base)
        key = hashlib.sha256(f"{BASE_SHA256}{LARGER_SHA256}".encode()).hexdigest()
        graph = Graph(
            "larger reader", key, lambda: merged_larger_reader(base()), ["start", "end"], is_large=True
        )
    return Reader(tokenizer, graph)


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
