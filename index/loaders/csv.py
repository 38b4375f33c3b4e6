"""CSV and TSV: a line a row, each value after the head of its column; the dialect is found by trial."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from index.errors import DocumentError
from index.limits import Limits
from index.loaders import sheet
from index.loaders.builder import Builder
from index.loaders.encoding import decode
from index.loaders.parsed import Parsed

_SAMPLE_CHARS = 65_536
_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 200


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a CSV or TSV file."""
    text = decode(data, limits.encoding).removeprefix("\ufeff")
    # The module's own bound, for the whole process, is 131,072 characters a cell.
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_bytes))
    builder = Builder()
    try:
        sheet.pour(_rows(text, _dialect(text)), builder)
    except csv.Error as error:
        raise DocumentError(f"it cannot be read as a table ({error}); save it anew as CSV") from None
    return builder.parsed()


def _dialect(text: str) -> type[csv.Dialect]:
    """The dialect that cuts the first rows most evenly; Excel's where the text is no table."""
    if text[:4].lower() == "sep=" and text[4:5]:
        return _made(text[4], None)
    # The last row of a sample may be cut in the middle.
    sample, whole = text[:_SAMPLE_CHARS], len(text) <= _SAMPLE_CHARS
    best, best_score = _made(",", None), (False, 0.0, 0)
    for delimiter in _DELIMITERS:
        # Where a quote in a cell is not doubled, a backslash before one is meant, if that cuts as evenly.
        for escape in ("\\", None) if '\\"' in sample and '""' not in sample else (None,):
            dialect = _made(delimiter, escape)
            score = _evenness(islice(_rows(sample, dialect), _SAMPLE_ROWS), whole)
            if score > best_score:
                best, best_score = dialect, score
    return best


def _made(delimiter_: str, escape: str | None) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = delimiter_
        escapechar = escape

    return Found


def _rows(text: str, dialect: type[csv.Dialect]) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), dialect)
    for row in reader:
        if reader.line_num == 1 and len(row) <= 2 and row[:1] and row[0].lower().startswith("sep="):
            continue
        yield row


def _evenness(found: Iterable[list[str]], whole: bool) -> tuple[bool, float, int]:
    """Whether all rows have as many cells; how alike they are, more cells counting for more; how many rows.

    What cuts every row is what cuts them: numbers written 1,000,000 have as many commas below a head without.
    """
    widths = [len(row) for row in found if any(row)]
    if not whole and len(widths) > 1:
        widths.pop()
    if not widths:
        return False, 0.0, 0
    width, count = Counter(widths).most_common(1)[0]
    if width == 1:
        return False, 0.0, 0
    return count == len(widths), count / len(widths) * (1 - 1 / width), len(widths)
