"""Loaders: one file a format, each reading bytes into a `Parsed`."""

from __future__ import annotations

from collections.abc import Callable

from index.limits import Limits
from index.loaders import markdown, plain
from index.loaders.parsed import Heading, Parsed, Span

LOADERS: dict[str, Callable[[bytes, Limits], Parsed]] = {
    suffix: loader.read for loader in (plain, markdown) for suffix in loader.SUFFIXES
}

__all__ = ["LOADERS", "Heading", "Parsed", "Span"]
