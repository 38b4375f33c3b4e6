"""Names: what a document that somebody sends is called, and which kinds of files are taken."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Container

from index import READABLE, UNKNOWN_KIND, DocumentError

MAX_NAME_BYTES = 200
MAX_SUFFIX_CHARS = 20
# What one file system or another has no room for in a name.
_FORBIDDEN = frozenset('<>:"|?*')


class UnsupportedKind(DocumentError):
    """No loader reads this kind of file."""


def clean_name(given: str, otherwise: str = "document") -> str:
    """A file's own name, without folders, control signs and what a file system has no room for.

    Args:
        given: the name, perhaps with folders before it.
        otherwise: what it is called where nothing is left.

    """
    base = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    signs = (
        " " if sign.isspace() else "_" if sign in _FORBIDDEN or not sign.isprintable() else sign
        for sign in base
    )
    stem, suffix = _split("".join(signs).strip(" ."))
    suffix = suffix[:MAX_SUFFIX_CHARS]
    while len(f"{stem}{suffix}".encode()) > MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip()}{suffix}" or otherwise


def free_name(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first number that makes it one of its own."""
    stem, suffix = _split(name)
    number = 1
    while name in taken:
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name


def check_kind(name: str) -> None:
    """Refuse a file that no loader reads.

    Raises:
        UnsupportedKind: naming the kinds that are read.

    """
    if _split(name)[1].lower() not in READABLE:
        raise UnsupportedKind(UNKNOWN_KIND, name)


def _split(name: str) -> tuple[str, str]:
    return os.path.splitext(name)  # noqa: PTH122  (a name, no path)
