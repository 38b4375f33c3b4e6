"""XLSX: a heading a sheet, a line a row, values as Excel shows them; formulas by their last result.

openpyxl (MIT) reads the cells because it knows how each is formatted: 0.27 that is shown as 27% is 27% here.
python-calamine is faster and does not tell.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from index.errors import DocumentError
from index.limits import Limits
from index.loaders import sheet as sheets
from index.loaders.archive import Archive
from index.loaders.builder import Builder
from index.loaders.cells import shown
from index.loaders.grid import Merge
from index.loaders.parsed import Parsed

# What Excel itself can hold; a row that claims a later place is none of Excel's.
_MAX_ROWS = 1_048_576
# Gaps of which nothing is seen cost time too.
_MAX_EMPTY_CELLS = 20_000_000
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
_PART_BYTES = 1 << 20
# What openpyxl raises on parts that are XML but not as Excel writes them.
_DAMAGE = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OverflowError, OSError,
    RecursionError, zipfile.BadZipFile,
    SyntaxError,  # what the XML parsers' own errors are
)  # fmt: skip


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of an Excel workbook."""
    file = Archive(data, limits).checked()
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import, needed for this format alone)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            return _poured(book, limits)
    except _DAMAGE as error:
        detail = f"{type(error).__name__}: {error}".encode("ascii", "replace").decode()[:100]
        raise DocumentError(
            f"it is damaged or no workbook ({' '.join(detail.split())}); save it anew"
        ) from None


def _poured(book: Any, limits: Limits) -> Parsed:
    count = len(book.worksheets)
    if count > limits.max_pages:
        raise DocumentError(
            f"it has {count:,} sheets and may have {limits.max_pages:,}; split it or raise the limit"
        )
    builder = Builder()
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheets.pour(_rows(sheet), builder, _merges(sheet), str(sheet.title))
    return builder.parsed(str((book.properties and book.properties.title) or ""))


def _rows(sheet: Any) -> Iterator[list[str]]:
    # The size that a sheet gives itself is often wrong, and would be believed.
    sheet.reset_dimensions()
    empty = 0
    for row in sheet.iter_rows(max_row=_MAX_ROWS):
        values = [_text(cell) for cell in row]
        yield values
        empty += 1 + values.count("")
        if empty > _MAX_EMPTY_CELLS:
            raise DocumentError(
                f"a sheet of it has more than {_MAX_EMPTY_CELLS:,} empty cells between others; split it first"
            )


def _merges(sheet: Any) -> Iterator[Merge]:
    """The merged cells of a sheet, which openpyxl does not tell of one that it reads row by row."""
    from openpyxl.worksheet.cell_range import CellRange  # noqa: PLC0415  (slow to import)

    with sheet._get_source() as source:
        before = b""
        while part := source.read(_PART_BYTES):
            for match in _MERGED.finditer(before + part):
                area = CellRange(match[1].decode("ascii"))
                size = area.size
                yield Merge(area.min_row - 1, area.min_col - 1, size["rows"], size["columns"])
            before = part[part.rfind(b"<") :]


def _text(cell: Any) -> str:
    value = cell.value
    # The format of words is not asked for: it is looked up anew for each cell.
    return value if isinstance(value, str) else "" if value is None else shown(value, cell.number_format)
