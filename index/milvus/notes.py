"""Notes: what is kept beside the documents, such as what people think of answers; no build replaces it."""

from __future__ import annotations

import hashlib
import time

from index.errors import StorageError
from index.milvus.client import Client, Row
from index.milvus.schema import MOST_BYTES, beside, create_beside, row

KIND = "notes"


class MilvusNotes:
    """Texts of a kind, each under an id; safe to use from several threads and processes.

    The collection is made when the first is put.
    """

    def __init__(self, client: Client, kind: str) -> None:
        self._client = client
        self._kind = kind

    def read(self) -> dict[str, str]:
        """The texts by id, in the order they were first put."""
        collection = beside(self._client, KIND)
        if collection is None:
            return {}
        rows = self._client.each(collection, ("key", "text", "added"), f'shelf == "{self._kind}"')
        return {one["key"]: one["text"] for one in sorted(rows, key=lambda one: (one["added"], one["key"]))}

    def get(self, key: str) -> str | None:
        """The text of an id; None where there is none."""
        collection = beside(self._client, KIND)
        held = self._held(collection, key) if collection else None
        return str(held["text"]) if held else None

    def put(self, key: str, text: str) -> None:
        """Keep a text; one of the same id is replaced in its place.

        Raises:
            StorageError: if it is too long.

        """
        longest = max(len(text.encode()), len(key.encode()))
        if longest > MOST_BYTES:
            raise StorageError(
                f"what is to be kept has {longest:,} bytes, and Milvus takes {MOST_BYTES:,}; "
                "choose a shorter passage",
                self._client.address,
            )
        collection = beside(self._client, KIND) or create_beside(self._client, KIND)
        before = self._held(collection, key)
        added = before["added"] if before else time.time_ns()
        made = row(KIND, id=self._id(key), shelf=self._kind, key=key, text=text, added=added)
        self._client.put(collection, [made])

    def drop(self, key: str) -> None:
        """Let a text go; one that is not there is let be."""
        if collection := beside(self._client, KIND):
            self._client.delete(collection, f'id in ["{self._id(key)}"]')

    def _held(self, collection: str, key: str) -> Row | None:
        found = self._client.query(collection, f'id == "{self._id(key)}"', ["text", "added"])
        return found[0] if found else None

    def _id(self, key: str) -> str:
        return hashlib.blake2b(f"{self._kind}\n{key}".encode(), digest_size=16).hexdigest()
