"""The larger reader: a network five times as large, which looks again at the few best sentences.

all-mpnet-base-v2 (Song et al., 2020; Reimers, 2021) with an adapter that finds spans. It is prepared once
from the packages that `larger.txt` lists.
"""

from __future__ import annotations

import hashlib
import shutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index import ModelError
from index.models import Graph, cache_folder, hash_file, is_kept
from qa.reader.base import BASE_SHA256, INSTALL, TOKENIZER, joined
from qa.reader.reading import Reader
from qa.reader.weights import LARGER_ADAPTER, LARGER_SHA256, check_adapter, merged_larger_reader

if TYPE_CHECKING:
    import torch

TOKENIZER_SHA256 = "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"


NAME = "larger reader"
_KEY = hashlib.sha256(f"{BASE_SHA256}{LARGER_SHA256}".encode()).hexdigest()


@lru_cache(maxsize=1)
def load_larger() -> Reader:
    """The larger reader, loaded once a process; it reads windows as the small one reads passages.

    Raises:
        ModelError: if its packages are not installed or damaged, or it cannot be prepared.

    """
    check_adapter(LARGER_ADAPTER, LARGER_SHA256)
    graph = Graph(NAME, _KEY, _network, ["start", "end"], is_large=True)
    if not _has_tokenizer():
        with joined() as base:
            _keep_tokenizer(base)
    return Reader(_tokenizer(), graph)


def is_prepared() -> bool:
    """Whether the larger reader need only be loaded."""
    return is_kept(NAME, _KEY, is_large=True)


def _network() -> torch.nn.Module:
    with joined() as base:
        _keep_tokenizer(base)
        return merged_larger_reader(base)


def _tokenizer() -> Path:
    return cache_folder() / f"larger-tokenizer-{TOKENIZER_SHA256[:16]}.json"


def _has_tokenizer() -> bool:
    return _tokenizer().is_file() and hash_file(_tokenizer()) == TOKENIZER_SHA256


def _keep_tokenizer(base: Path) -> None:
    """Put the base's tokenizer in the cache."""
    found = base / TOKENIZER
    if hash_file(found) != TOKENIZER_SHA256:
        raise ModelError(
            f"The larger reader's packages hold another tokenizer than the published one; {INSTALL}"
        )
    new = _tokenizer().with_suffix(".new")
    shutil.copyfile(found, new)
    new.replace(_tokenizer())
