"""XLSX: a heading a sheet, a line a row, values as Excel shows them; formulas by their last result.

openpyxl (MIT) reads the cells because it knows how each is formatted: 0.27 that is shown as 27% is 27% here.
python-calamine is faster and does not tell.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from openpyxl import load_workbook

from index.errors import DocumentError, Finding
from index.limits import Limits
from index.loaders import ooxml
from index.loaders import sheet as sheets
from index.loaders.archive import Archive
from index.loaders.builder import Builder
from index.loaders.parsed import COMMENTS, Parsed
from index.loaders.xlsx_cells import Seen

_STRINGS = "xl/sharedStrings.xml"
_REMARKS = re.compile(r"xl/.*comment[^/]*\.xml\Z", re.IGNORECASE)
# What Excel itself can hold; a row that claims a later place is none of Excel's.
_MAX_ROWS = 1_048_576
# Gaps of which nothing is seen cost time too.
_MAX_EMPTY_CELLS = 20_000_000
# What openpyxl raises on parts that are XML but not as Excel writes them.
_DAMAGE = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OverflowError, OSError,
    RecursionError, zipfile.BadZipFile,
    SyntaxError,  # what the XML parsers' own errors are
)  # fmt: skip


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of an Excel workbook."""
    archive = Archive(data, limits)
    file, missing = ooxml.mended(archive, drops=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(
                file, read_only=True, data_only=True, keep_links=False, rich_text=_has_looks(archive)
            )
            builder = _poured(book, limits)
    except _DAMAGE as error:
        detail = f"{type(error).__name__}: {error}".encode("ascii", "replace").decode()[:100]
        raise DocumentError(
            f"it is damaged or no workbook ({' '.join(detail.split())}); save it anew"
        ) from None
    for note in ooxml.told(missing):
        builder.note(note)
    if any(_REMARKS.match(name) for name in archive.names):
        builder.note(COMMENTS)
    return builder.parsed(str((book.properties and book.properties.title) or ""))


def _has_looks(archive: Archive) -> bool:
    """Whether parts of cells may be raised, lowered or struck out, to know which takes twice the time."""
    if _STRINGS not in archive.names:
        return False
    strings = archive.read(_STRINGS)
    return b"vertAlign" in strings or b"strike" in strings


def _poured(book: Any, limits: Limits) -> Builder:
    count = len(book.worksheets)
    if count > limits.max_pages:
        raise DocumentError(
            f"it has {count:,} sheets and may have {limits.max_pages:,}; split it or raise the limit"
        )
    builder = Builder()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            builder.note(Finding("Its hidden sheets were left out"))
            continue
        seen = Seen(sheet)
        rows = _rows(seen)
        first = list(islice(rows, 1))  # which columns are hidden stands before it
        sheets.pour(chain(first, rows), builder, seen.merges(), str(sheet.title))
        for note in seen.notes:
            builder.note(note)
    return builder


def _rows(seen: Seen) -> Iterator[list[str] | None]:
    empty = 0
    for row in seen.rows(_MAX_ROWS):
        yield row
        empty += 1 + (row.count("") if row else 0)
        if empty > _MAX_EMPTY_CELLS:
            raise DocumentError(
                f"a sheet of it has more than {_MAX_EMPTY_CELLS:,} empty cells between others; split it first"
            )
