"""Zip-based formats: opened only after a look at what they would unpack to."""

from __future__ import annotations

import io
import zipfile

from index.errors import DocumentError
from index.limits import Limits


def open_archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a zip-based file; nothing in it is unpacked yet.

    Raises:
        DocumentError: if it is not a zip file or would unpack to more than the limit.

    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise DocumentError("it is damaged or not the format its name says; save it anew") from None
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > limits.max_unpacked_bytes:
        raise DocumentError(
            f"it unpacks to {unpacked:,} bytes and may to {limits.max_unpacked_bytes:,}; split it first"
        )
    return archive
