"""Rules: which files of a folder are taken, and what a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may be or take, and what text it may be; every loader keeps to them.

    Attributes:
        max_bytes: size of the file.
        max_unpacked_bytes: size of all that a zip-based format holds, once decompressed.
        max_pages: pages, slides, sheets or chapters.
        max_nesting: depth of elements in formats that nest.
        max_memory_bytes: memory of the process that parses it, where the system can hold it to that.
        timeout_seconds: time to parse it.
        ocr: whether pages that are pictures without text are read by text recognition.
        encoding: what text in it must be encoded in, where no byte order mark says it; "" to find out.

    """

    max_bytes: int = 200_000_000
    max_unpacked_bytes: int = 1_000_000_000
    max_pages: int = 10_000
    max_nesting: int = 200
    max_memory_bytes: int = 4_000_000_000
    timeout_seconds: float = 120.0
    ocr: bool = False
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is taken of the named files and folders.

    Attributes:
        include: patterns as in .gitignore, for paths below a folder; where there are any, only files that
            match one are taken. Named files are always taken.
        exclude: patterns likewise; files that match are left out.
        limits: the most that each file may be or take.

    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limits: Limits = Limits()
