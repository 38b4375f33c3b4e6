"""Loaders: one file a format, each reading bytes into a `Parsed`, imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from index.errors import DocumentError
from index.limits import Limits
from index.loaders.parsed import Cell, Heading, Look, Parsed, Row, Span, Table

# Which module of this package reads files of a suffix.
_MODULES = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "csv",
    ".epub": "epub",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".docx": "docx",
    ".doc": "docx",
    ".pptx": "pptx",
    ".ppt": "pptx",
}
# Known so that they are refused by name, with what to do.
_OLD = {".doc", ".ppt"}
# Which extra of this project a module's packages come with, where they don't come with the project itself.
_EXTRAS = {"pdf": "pdf", "docx": "office", "pptx": "office"}


def _read(module: str, data: bytes, limits: Limits) -> Parsed:
    try:
        loader = import_module(f"{__name__}.{module}")
        parsed: Parsed = loader.read(data, limits)
    except ModuleNotFoundError as error:
        if module not in _EXTRAS or str(error.name).partition(".")[0] == "index":
            raise
        raise DocumentError(
            f"reading it takes a package that is not installed; pip install 'cited-qa[{_EXTRAS[module]}]'"
        ) from None
    return parsed


LOADERS: dict[str, Callable[[bytes, Limits], Parsed]] = {
    suffix: partial(_read, module) for suffix, module in _MODULES.items()
}

# What a person is told that can be read.
READABLE = tuple(sorted(LOADERS.keys() - _OLD))
UNKNOWN_KIND = f"this kind of file cannot be read; give one of {', '.join(READABLE)}"

__all__ = ["LOADERS", "READABLE", "UNKNOWN_KIND", "Cell", "Heading", "Look", "Parsed", "Row", "Span", "Table"]
