"""Vocabulary: the words of an index, found by the pairs of letters that they share with a mistyped one.

Words are put when their passages are, each once, and stay when these go: who asks looks whether they occur.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from itertools import pairwise

from index.milvus.analysis import written
from index.milvus.client import Client, Row
from index.milvus.rows import key_of
from index.milvus.schema import beside, create_beside, row
from index.spelling import SHORTEST
from index.words import words

KIND = "vocabulary"
LONGEST = 40
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

    def add(self, given: Iterable[str]) -> None:
        """Put the words that are not there yet."""
        found = {word.casefold(): word for word in given}
        with self._lock:
            new = {key_of(folded): word for folded, word in found.items() if folded not in self._put}
        if not new:
            return
        collection = beside(self._client, KIND) or create_beside(self._client, KIND)
        ids = list(new)
        for start in range(0, len(ids), IDS_AT_ONCE):
            some = ids[start : start + IDS_AT_ONCE]
            quoted = ", ".join(f'"{id_}"' for id_ in some)
            there = {one["id"] for one in self._client.query(collection, f"id in [{quoted}]", ["id"])}
            self._client.put(collection, [_row(id_, new[id_]) for id_ in some if id_ not in there])
        self._client.settle(collection)
        with self._lock:
            if len(self._put) > REMEMBERED:
                self._put.clear()
            self._put.update(found)

    def near(self, typed: str) -> list[str]:
        """Words, as they were written somewhere, that share pairs of letters with a typed one."""
        collection = beside(self._client, KIND)
        if collection is None:
            return []
        found = self._client.search(collection, "weights", _pairs(typed), COMPARED, "", ("word",))
        return [str(match.row["word"]) for match in found]


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of texts that a vocabulary keeps."""
    found = {word for text in texts for word in words(text)}
    return {word for word in found if SHORTEST - 1 <= len(word) <= LONGEST and word.isalpha()}


def _row(id_: str, word: str) -> Row:
    return row(KIND, id=id_, word=word, words=_pairs(word))


def _pairs(word: str) -> str:
    """The pairs of letters of a word with its edges, as a line for Milvus."""
    return " ".join(written("".join(pair)) for pair in pairwise(f" {word.casefold()} "))
