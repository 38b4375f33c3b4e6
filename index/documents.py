"""Documents: a file or a text, with its title, sections, pages and lines by character offset."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from index.errors import NO_TEXT, DocumentError, Finding
from index.files import read_bytes
from index.limits import Limits
from index.loaders import Look, Parsed, Row, Span, Table, plain
from index.parsing import parse

# What is longer names nothing; every passage below a heading carries it.
_MAX_HEADING_CHARS = 500
_LINE_END = re.compile(r"\r\n|\r|\n")


class Section(NamedTuple):
    """From a heading's line to the next heading; before the first one, `heading` is ""."""

    start: int
    end: int
    level: int
    heading: str


@dataclass(frozen=True)
class Document:
    """A document; `text` is canonical, and every offset is a character offset into it.

    Attributes:
        name: how the index knows it; unique within an index.
        text: the whole text.
        blocks: paragraphs, headings and the like in order; together they hold all visible text.
        sections: stretches under one heading, in order, covering the whole text.
        pages: for paged formats, the offset at which each page starts; else empty.
        title: the document's title, "" where it names none.
        source: the path it was read from, "" for a text given in code.
        file_sha256: SHA-256 of the bytes it was read from, in hexadecimal; "" for a text given in code.
        notes: what of the file is missing or was left unread, told when it is read; no index keeps them.
        tables: its tables in order; each row is a block.
        recognised: the pages, from 1, whose text was recognised in a picture, and may be wrong.
        places: which characters of its pages the words are, as a PDF's loader packs them.
        looks: how its words and blocks are shown, in order, as far as the text does not say.

    """

    name: str
    text: str
    blocks: tuple[Span, ...]
    sections: tuple[Section, ...]
    pages: tuple[int, ...] = ()
    title: str = ""
    source: str = ""
    file_sha256: str = ""
    notes: tuple[Finding, ...] = field(default=(), compare=False)
    tables: tuple[Table, ...] = ()
    recognised: tuple[int, ...] = ()
    places: str = ""
    looks: tuple[Look, ...] = ()

    @classmethod
    def from_text(cls, name: str, text: str) -> Document:
        """A document from a plain text given in code.

        Raises:
            DocumentError: if the text holds no word, or a lone surrogate (which UTF-8 cannot store).

        """
        try:
            return cls.from_parsed(name, plain.parse(text))
        except DocumentError as error:
            raise DocumentError(error.reason, name, error.remedy) from None

    @classmethod
    def open(cls, path: str | Path, name: str | None = None, limits: Limits = Limits()) -> Document:  # noqa: B008
        """Read a file with the loader for its suffix, in this process, which holds it to no time limit.

        Raises:
            DocumentError: if there is no such file, no loader for it, or no text in it.

        """
        path = Path(path)
        try:
            data = read_bytes(path, limits)
            sha256 = hashlib.sha256(data).hexdigest()
            return cls.from_parsed(name or path.name, parse(path.suffix, data, limits), path, sha256)
        except FileNotFoundError:
            raise DocumentError("there is no such file; check the path", path) from None
        except OSError as error:
            raise DocumentError(f"it cannot be read ({error.strerror}); check its rights", path) from error
        except DocumentError as error:
            raise DocumentError(error.reason, path, error.remedy) from error.__cause__

    @classmethod
    def from_parsed(
        cls, name: str, parsed: Parsed, path: Path | None = None, file_sha256: str = ""
    ) -> Document:
        """A document from what a loader returned.

        Raises:
            DocumentError: if there is no word in it, or its name or text is not valid Unicode.

        """
        if not any(character.isalnum() for character in parsed.text):
            raise DocumentError(NO_TEXT)
        source = str(path.resolve()) if path else ""
        try:
            (name + source).encode()
        except UnicodeEncodeError:
            raise DocumentError("its name is not valid Unicode text; rename it") from None
        try:
            parsed.text.encode()
        except UnicodeEncodeError as error:
            raise DocumentError(
                f"character {error.start} is half of a surrogate pair; decode the text as UTF-8"
            ) from None
        return cls(
            name,
            parsed.text,
            parsed.blocks,
            _sections(parsed),
            parsed.pages,
            parsed.title[:_MAX_HEADING_CHARS].rstrip(),
            source,
            file_sha256,
            parsed.notes,
            parsed.tables,
            parsed.recognised,
            parsed.places,
            parsed.looks,
        )

    @property
    def content_hash(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def section_at(self, offset: int) -> Section:
        """The section that holds the character at `offset`."""
        return self.sections[bisect_right(self._section_starts, offset) - 1]

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, that holds the character at `offset`; None where there are no pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    def is_recognised(self, start: int, end: int) -> bool:
        """Whether some of `text[start:end]` was recognised in a picture, and may be wrong."""
        first, last = self.page_at(start), self.page_at(max(start, end - 1))
        return first is not None and last is not None and any(first <= p <= last for p in self.recognised)

    def row_at(self, offset: int) -> tuple[Table, Row] | None:
        """The row of a table that holds the character at `offset`, with its table; None where none does."""
        place = bisect_right(self._table_starts, offset) - 1
        if place < 0:
            return None
        table = self.tables[place]
        row = table.rows[bisect_right(table.rows, offset, key=lambda row: row.start) - 1]
        return (table, row) if offset < row.end else None

    def cell_at(self, offset: int) -> tuple[int, str] | None:
        """The row's number and the column's name of the value that holds the character at `offset`.

        A column without a name goes by its place, from 1. None where no value of a table stands there.
        """
        found = self.row_at(offset)
        for cell in found[1].cells() if found else ():
            if found and cell.start <= offset < cell.end:
                heads = found[0].heads[cell.column : cell.column + 1]
                return found[1].number, next(filter(None, heads), str(cell.column + 1))
        return None

    def looks_in(self, start: int, end: int) -> Sequence[Look]:
        """How `text[start:end]`, one or more whole blocks, is shown."""
        first, last = (bisect_left(self.looks, edge, key=lambda look: look.start) for edge in (start, end))
        return self.looks[first:last]

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """The first and last line, from 1, of `text[start:end]`."""
        return bisect_right(self._line_starts, start), bisect_right(self._line_starts, max(start, end - 1))

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.start for section in self.sections]

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.rows[0].start for table in self.tables]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]


def _sections(parsed: Parsed) -> tuple[Section, ...]:
    block_starts = [block.start for block in parsed.blocks]
    sections: list[Section] = []
    start, level, words = 0, 0, ""
    for heading in parsed.headings:
        if heading.end - heading.start > _MAX_HEADING_CHARS:
            continue
        # A section starts with its heading's block, marks such as "##" included.
        begins = block_starts[bisect_right(block_starts, heading.start) - 1]
        if begins > start or words:
            sections.append(Section(start, begins, level, words))
        start, level, words = (
            begins,
            heading.level,
            " ".join(parsed.text[heading.start : heading.end].split()),
        )
    sections.append(Section(start, len(parsed.text), level, words))
    return tuple(sections)
