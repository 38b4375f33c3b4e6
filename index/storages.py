"""Storages: which of them an address means."""

from __future__ import annotations

from collections.abc import Mapping
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


def is_free(address: str | Path) -> bool:
    """Whether an address is a folder that is not there, or is empty."""
    path = parse(address)
    try:
        return isinstance(path, Path) and not any(path.iterdir())
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False


def begin_at(folder: str | Path, meta: Mapping[str, str]) -> None:
    """Make a storage without documents in a folder, with what is noted of it; one that is there stays.

    Raises:
        StorageError, IndexLocked: as their names say.

    """
    store = Embedded(Path(folder), create=True)
    store.begin(meta)
    store.close()
