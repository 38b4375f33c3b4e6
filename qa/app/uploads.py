"""Uploads: files that the page was sent, and that its server put where nobody else names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from index import DocumentError

# A folder named by a hash, a file named by chance.
_TOKEN = re.compile(r"[0-9a-f]{64}/[0-9a-f]{32}")


@contextmanager
def uploaded(token: str, folder: Path) -> Iterator[BinaryIO]:
    """The uploaded file that a token names; it is deleted once it was read.

    Raises:
        DocumentError: if the token is none that the page makes, or its file is gone.

    """
    upload = folder / token
    if not _TOKEN.fullmatch(token) or not upload.is_file():
        raise DocumentError("The upload did not arrive; add the file again")
    try:
        with upload.open("rb") as content:
            yield content
    finally:
        upload.unlink(missing_ok=True)
        if not any(upload.parent.iterdir()):
            upload.parent.rmdir()
