"""Office files: what every zip-based format of Microsoft's shares, before a library opens it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from lxml.etree import LxmlError

from index.errors import DocumentError
from index.limits import Limits
from index.loaders import ooxml
from index.loaders.archive import Archive

_OLD_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_RICH_TEXT = b"{\\rtf"
# What python-docx and python-pptx raise, beside lxml's own errors, on parts that are missing, of another
# kind, or hold values that the format does not allow.
_DAMAGE = (KeyError, IndexError, ValueError, TypeError, AttributeError, NotImplementedError, RecursionError,
           SyntaxError, AssertionError, OSError)  # fmt: skip


def checked(data: bytes, limits: Limits, suffix: str) -> tuple[io.BytesIO, tuple[str, ...]]:
    """The file, for a library that opens formats named by `suffix`, known to be safe, and the parts it lacks.

    Raises:
        DocumentError: if it is encrypted, of an older format, damaged, or passes a limit.

    """
    if data.startswith(_OLD_CONTAINER):
        if _ENCRYPTED_STREAM in data:
            raise DocumentError("it is encrypted and needs a password; save a copy without one")
        raise DocumentError(f"it is in a format of Office before 2007; open it and save it as {suffix}")
    if data.lstrip()[:5] == _RICH_TEXT:
        raise DocumentError(f"it is rich text (RTF); open it and save it as {suffix}")
    return ooxml.mended(Archive(data, limits))


@contextmanager
def damage_named(suffix: str, *own_errors: type[Exception]) -> Iterator[None]:
    """Have what a library raises on a damaged file, its own kinds of errors among them, say so."""
    try:
        yield
    except (*_DAMAGE, *own_errors, LxmlError) as error:
        raise DocumentError(
            f"it is damaged or no {suffix} file inside ({type(error).__name__}); "
            f"open it and save it anew as {suffix}"
        ) from None
