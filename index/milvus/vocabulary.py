"""Vocabulary: the words of an index, found by the pairs of letters that they share with a mistyped one.

Words are put when their passages are, each once, and stay when these go: who asks looks whether they occur.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import pairwise

from index.milvus.analysis import written
from index.milvus.client import Client, Row
from index.milvus.rows import key_of
from index.milvus.schema import beside, create_beside, row

KIND = "vocabulary"
IDS_AT_ONCE = 500
# Words that share most pairs of letters with a typed one; its slips leave it among so many.
COMPARED = 200
# A process remembers which words it has put; beyond so many it begins again.
REMEMBERED = 500_000


class Vocabulary:
    """The words of all builds of an index; safe to use from several threads and processes."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._put: set[str] = set()
        self._lock = threading.Lock()

    def add(self, given: Mapping[str, str]) -> None:
        """Put the words, by their folded forms, that are not there yet, or not in letters as small."""
        with self._lock:
            new = {key_of(folded): word for folded, word in given.items() if word not in self._put}
        if not new:
            return
        collection = beside(self._client, KIND) or create_beside(self._client, KIND)
        ids = list(new)
        for start in range(0, len(ids), IDS_AT_ONCE):
            some = ids[start : start + IDS_AT_ONCE]
            quoted = ", ".join(f'"{id_}"' for id_ in some)
            rows = self._client.query(collection, f"id in [{quoted}]", ["id", "word"])
            there = {one["id"]: one["word"] for one in rows}
            self._client.put(
                collection, [_row(id_, new[id_]) for id_ in some if new[id_] > there.get(id_, "")]
            )
        self._client.settle(collection)
        with self._lock:
            if len(self._put) > REMEMBERED:
                self._put.clear()
            self._put.update(new.values())

    def near(self, typed: str) -> list[str]:
        """Words, as they were written somewhere, that share pairs of letters with a typed one."""
        collection = beside(self._client, KIND)
        if collection is None:
            return []
        found = self._client.search(collection, "weights", _pairs(typed), COMPARED, "", ("word",))
        return [str(match.row["word"]) for match in found]


def _row(id_: str, word: str) -> Row:
    return row(KIND, id=id_, word=word, words=_pairs(word))


def _pairs(word: str) -> str:
    """The pairs of letters of a word with its edges, as a line for Milvus."""
    return " ".join(written("".join(pair)) for pair in pairwise(f" {word.casefold()} "))
