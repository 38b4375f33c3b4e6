"""Fingerprints: by what the index knows a text again, and notices that a row is not what was written."""

from __future__ import annotations

import hashlib
import re
import zlib

from index.passages import Passage

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


def checksum(*fields: object) -> int:
    """CRC-32 over a row's values, in the order they are given; bytes count as they are."""
    total = 0
    for field in fields:
        data = field if isinstance(field, bytes) else repr(field).encode("utf-8", "surrogatepass")
        total = zlib.crc32(data, zlib.crc32(len(data).to_bytes(8, "big"), total))
    return total
