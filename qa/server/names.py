"""Names: what an uploaded file may call itself."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from index import CitedQAError, DocumentError
from index.loaders import LOADERS, READABLE

MAX_NAME_BYTES = 200


class UnsupportedKind(CitedQAError):
    """No loader reads this kind of file."""


def safe_name(filename: str) -> str:
    """The last part of a file's name as a name that stays in its folder: no separator, no sign that hides.

    Raises:
        DocumentError: if nothing is left of it, or it is too long.

    """
    last = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    if not PurePosixPath(name).stem.strip(" ."):
        raise DocumentError("The file has no usable name; send one such as report.txt.")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise DocumentError(f"The file's name is longer than {MAX_NAME_BYTES} bytes; shorten it.")
    return name


def check_kind(name: str) -> None:
    """Refuse a file that no loader reads.

    Raises:
        UnsupportedKind: naming the kinds that are read.

    """
    if PurePosixPath(name).suffix.lower() not in LOADERS:
        known = ", ".join(READABLE)
        raise UnsupportedKind(f"{name}: this kind of file cannot be read; send one of {known}.")
