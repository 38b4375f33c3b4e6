"""Storages: which of them an address means."""

from __future__ import annotations

from pathlib import Path

from index.address import MilvusAddress, parse
from index.embedded import Embedded
from index.storage import Storage


def storage_at(address: str | Path | None, create: bool = False) -> Storage:
    """The storage at an address, or in memory; opened, or there to be made by `replacing`.

    Raises:
        AddressError, IndexNotFound, IndexCorrupt, FormatMismatch, StorageError, IndexLocked: as their
            names say.

    """
    if not address:
        return Embedded(None, create=True)
    parsed = parse(address)
    if isinstance(parsed, MilvusAddress):
        from index.milvus.storage import MilvusStorage  # noqa: PLC0415  (for such an address alone)

        return MilvusStorage(parsed, create)
    return Embedded(parsed, create=True) if create else Embedded.open(parsed)
