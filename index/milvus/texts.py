"""Texts: blobs in parts, each known by its SHA-256 and never changed, so that any copy of one is right."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.errors import IndexCorrupt
from index.milvus.client import Client, Row
from index.milvus.schema import row

# At most 32,000 bytes of UTF-8, under the field's limit; a passage stands in one part or two.
PART_CHARS = 8_000
# Parts that stay in memory: 64 MB at most.
PARTS_KEPT = 2_000
PARTS_AT_ONCE = 200


class Stretch(NamedTuple):
    """A stretch of a blob, by characters."""

    blob: str
    start: int
    end: int


class Texts:
    """The blobs of an index; safe to use from several threads."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def stretches(self, collection: str, wanted: Sequence[Stretch]) -> list[str | None]:
        """The text of each stretch; None where a part of it is not there."""
        parts = self._parts(
            collection, {part for one in wanted for part in _part_ids(one.blob, one.start, one.end)}
        )
        return [_cut(one, parts) for one in wanted]

    def whole(self, collection: str, blob: str, count: int) -> str:
        """A whole blob of so many parts.

        Raises:
            IndexCorrupt: if a part is missing, or they are not what was written.

        """
        ids = [_part_id(blob, number) for number in range(count)]
        parts = self._parts(collection, set(ids))
        text = "".join(parts.get(part, "") for part in ids)
        if hash_of(text) != blob:
            with self._lock:
                for part in ids:
                    self._kept.pop(part, None)
            raise IndexCorrupt(
                "a document's text is damaged or incomplete; remove it and add its file again",
                self._client.address,
            )
        return text

    def forget(self) -> None:
        """Let go of what is in memory, to read it anew."""
        with self._lock:
            self._kept.clear()

    def _parts(self, collection: str, ids: set[str]) -> dict[str, str]:
        with self._lock:
            found = {part: self._kept[part] for part in ids if part in self._kept}
        missing = sorted(ids - found.keys())
        for start in range(0, len(missing), PARTS_AT_ONCE):
            some = ", ".join(f'"{part}"' for part in missing[start : start + PARTS_AT_ONCE])
            rows = self._client.query(collection, f"id in [{some}]", ["text"])
            found |= {one["id"]: one["text"] for one in rows}
        with self._lock:
            for part in missing:
                if part in found:
                    self._kept[part] = found[part]
            while len(self._kept) > PARTS_KEPT:
                self._kept.popitem(last=False)
        return found


def hash_of(text: str) -> str:
    """What a blob is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def part_count(text: str) -> int:
    """How many parts a blob has."""
    return max(1, -(-len(text) // PART_CHARS))


def part_rows(text: str, stamp: str) -> Iterable[Row]:
    """The rows of a blob."""
    blob, now = hash_of(text), int(time.time())
    for number in range(part_count(text)):
        part = text[number * PART_CHARS : (number + 1) * PART_CHARS]
        yield row("texts", id=_part_id(blob, number), blob=blob, stamp=stamp, text=part, written=now)


def _part_id(blob: str, number: int) -> str:
    return f"{blob}:{number:08}"


def _part_ids(blob: str, start: int, end: int) -> list[str]:
    return [
        _part_id(blob, number) for number in range(start // PART_CHARS, max(end - 1, start) // PART_CHARS + 1)
    ]


def _cut(wanted: Stretch, parts: dict[str, str]) -> str | None:
    ids = _part_ids(wanted.blob, wanted.start, wanted.end)
    if any(part not in parts for part in ids):
        return None
    begins = wanted.start // PART_CHARS * PART_CHARS
    return "".join(parts[part] for part in ids)[wanted.start - begins : wanted.end - begins]
