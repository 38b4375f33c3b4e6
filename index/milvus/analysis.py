"""Analysis: the stems of a text as the embedded index has them, for Milvus to weigh.

FTS5 itself makes them, so that both storages search the same stems. Milvus's analyzer only parts them at
spaces: each is written in a-z and 0-9 alone, which every analyzer leaves as it is.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import threading
from collections.abc import Sequence
from functools import lru_cache

from index.schema import TOKENIZER

_PLAIN = re.compile(r"[a-z0-9]{1,64}")
# What begins so is not the stem itself but stands for it.
_MARK = "zq"


class Analysis:
    """FTS5's tokenizer over texts; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.execute(
            f"CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='{TOKENIZER}')"
        )
        self._database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(texts, 'instance')")

    def stems(self, texts: Sequence[str]) -> list[list[str]]:
        """The stems of each text, in order."""
        found: list[list[str]] = [[] for _ in texts]
        with self._lock:
            self._database.execute("BEGIN")
            try:
                self._database.executemany(
                    "INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts, start=1)
                )
                for number, stem in self._database.execute(
                    "SELECT doc, term FROM stems ORDER BY doc, offset"
                ):
                    found[number - 1].append(stem)
            finally:
                self._database.execute("ROLLBACK")
        return found

    def lines(self, texts: Sequence[str]) -> list[str]:
        """The stems of each text as a line for Milvus."""
        return [" ".join(map(written, stems)) for stems in self.stems(texts)]


@lru_cache(maxsize=1)
def analysis() -> Analysis:
    """The one that a process needs."""
    return Analysis()


def written(stem: str) -> str:
    """A stem in a-z and 0-9, which no other stem is written as."""
    if _PLAIN.fullmatch(stem) and not stem.startswith(_MARK):
        return stem
    return _MARK + hashlib.blake2b(stem.encode(), digest_size=12).hexdigest()
