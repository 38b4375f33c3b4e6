"""Fingerprints: by what the index knows a text again, and notices that a row is not what was written."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from index.passages import Passage

_TOLD = 3

# No word is as long: what is has no meaning for a model, and a hundred times the tokens.
_RUN = re.compile(r"([!-~]{100})[!-~]+")


def indexed_text(passage: Passage) -> str:
    """What is encoded: the passage under its heading, since later passages of a section don't repeat it.

    Of a run of signs that is no word, such as a file in base64, the beginning stands for the whole.
    """
    text = _RUN.sub(r"\1", passage.text)
    if passage.heading and not passage.text.startswith(passage.heading):
        return f"{passage.heading}\n{text}"
    return text


def text_hash(passage: Passage) -> bytes:
    """16 bytes that tell indexed texts apart: passages of equal hashes have equal vectors."""
    return hashlib.blake2b(indexed_text(passage).encode(), digest_size=16).digest()


def faults(
    passage: Passage, text: str, hash_: bytes, is_sealed: bool, vector: np.ndarray, dimension: int | None
) -> Iterator[str]:
    """What is wrong with a passage as it was kept, in parts of a sentence.

    Args:
        passage: as it was kept.
        text: of its document.
        hash_: the `text_hash` that was kept with it.
        is_sealed: whether its row has the checksum that was kept.
        vector: its vector.
        dimension: what length that should have, where it is known.

    """
    where = f"passage {passage.start}-{passage.end}"
    inside = (*passage.sentences, *passage.cells)
    if text[passage.start : passage.end] != passage.text:
        yield f"{where} does not stand there"
    elif text_hash(passage) != hash_:
        yield f"{where} is not what was encoded"
    elif not all(passage.start <= start <= end <= passage.end for start, end in inside):
        yield f"{where} has sentences that stand elsewhere"
    if not is_sealed:
        yield f"{where} is not what was written"
    if dimension is not None and len(vector) != dimension:
        yield f"{where} has a vector of {len(vector)} numbers instead of {dimension}"
    elif not np.isclose(np.linalg.norm(vector), 1, atol=0.01):
        yield f"{where} has a vector that is not of unit length"


def listed(faults: Sequence[str]) -> str:
    """The first faults, and how many more there are, as one part of a sentence."""
    more = len(faults) - _TOLD
    return ", ".join([*faults[:_TOLD], *([f"and {more} more of the kind"] if more > 0 else [])])


def checksum(*fields: object) -> int:
    """CRC-32 over a row's values, in the order they are given; bytes count as they are."""
    total = 0
    for field in fields:
        data = field if isinstance(field, bytes) else repr(field).encode("utf-8", "surrogatepass")
        total = zlib.crc32(data, zlib.crc32(len(data).to_bytes(8, "big"), total))
    return total
