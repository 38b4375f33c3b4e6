"""Paragraphs of a PDF: rows joined as they were written, across columns and pages; tables between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.loaders.pdf_hyphens import HYPHENS, Hyphens
from index.loaders.pdf_rows import PrintedRow
from index.loaders.pdf_ruled import ruled_grid
from index.loaders.pdf_signed import by_signer, signed_from
from index.loaders.pdf_tables import BULLET, LIST_MARK, TableGrid, as_grid, table_spans
from index.loaders.signed import is_stacked

LARGER = 1.12  # type this much larger than the body's is a heading's

_SAME_SIZE = 1.06
_WIDE_GAP = 1.3  # of the usual distance between two baselines of that size
_USUAL_LEADING = 1.2  # of the type size, where a size has no two lines in a row
_INDENT_SIZES = 0.6
_SPACE_SIZES = 0.2
_RAGGED_SHARE = 0.6
_SENTENCE_END = re.compile(r"""[.!?:;。！？؟]["”’»)\]]*\Z""")
_NOTE_SIZE = 0.93
_NOTE_MARK = re.compile(r"\(?(?:\d{1,3}|[a-z*†‡§¹²³])[.)]?(?=\s|\Z)|[*†‡§]")
_GOES_ON = (",", ")", "”", "’", '"', "'")


@dataclass(slots=True)
class PdfParagraph:
    """Rows that make one paragraph or heading.

    Attributes:
        rows: them, in order.
        level: a heading's depth from 1; 0 for anything else.

    """

    rows: list[PrintedRow]
    level: int = 0

    @property
    def size(self) -> float:
        """The type size of its longest row."""
        return max(self.rows, key=lambda row: len(row.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(row.bold for row in self.rows)

    @property
    def text(self) -> str:
        """Its rows in one, hyphens as they stand."""
        return " ".join(row.text for row in self.rows)

    def pieces(self, hyphens: Hyphens) -> Iterator[tuple[PrintedRow, str]]:
        """Its text in pieces, each with the row it stands on; together they are the paragraph."""
        for row, following in pairwise(self.rows):
            yield row, hyphens.joined(row.text, following.text)
        yield self.rows[-1], self.rows[-1].text


def body_size(pages: Sequence[list[PrintedRow]]) -> float:
    """The type size, to half a point, in which most of the text is set."""
    sizes = Counter[float]()
    for rows in pages:
        for row in rows:
            sizes[round(row.size * 2) / 2] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def paragraphs(pages: Sequence[list[PrintedRow]]) -> list[PdfParagraph | TableGrid]:
    """All paragraphs and tables of a document in order."""
    leading, body = _leading(pages), body_size(pages)
    whole: list[PdfParagraph | TableGrid] = []
    for rows in pages:
        page = list(_of_page(rows, leading, body))
        if whole and page:
            _join_pages(whole, page, body)
        whole.extend(page)
    return whole


def _of_page(
    rows: list[PrintedRow], leading: dict[int, float], body: float
) -> Iterator[PdfParagraph | TableGrid]:
    """What stands on one page; a paragraph that goes on in the next column is one."""
    last: PdfParagraph | None = None
    at = 0
    for begin, end in [*table_spans(rows), (len(rows), len(rows))]:
        for block in _visual_blocks(rows[at:begin], leading):
            if is_stacked([row.text for row in block]):
                parts = [PdfParagraph([row]) for row in block]
            else:
                parts = [PdfParagraph(block)] if block[0].size > LARGER * body else _parts(block)
            if last and _continues(last, parts[0]):
                last.rows.extend(parts.pop(0).rows)
            for part in parts:
                if last:
                    yield last
                last = part
        if last:
            yield last
            last = None
        if begin < end:
            yield from _beside(rows[begin:end])
        at = end


def _beside(rows: list[PrintedRow]) -> Iterator[PdfParagraph | TableGrid]:
    """Rows of cells as a table; blocks of signatures side by side one after another, line by line."""
    table = ruled_grid(rows[0].inside) if rows[0].inside else as_grid(rows)
    first = signed_from(rows)
    if first is None:
        yield table
        return
    if first:
        yield as_grid(rows[:first]) if first > 1 else PdfParagraph(rows[:1])
    yield from (PdfParagraph([row]) for row in by_signer(rows[first:], table.columns))


def _join_pages(
    whole: list[PdfParagraph | TableGrid], page: list[PdfParagraph | TableGrid], body: float
) -> None:
    """Let the last paragraph or table go on with the first of the next page, feet moved before it."""
    feet = len(whole)
    while feet and _is_beside(whole[feet - 1], body):
        feet -= 1
    head = 0
    while head < len(page) - 1 and _is_beside(page[head], body):
        head += 1
    if not feet:
        return
    last, first = whole[feet - 1], page[head]
    if any(_first_page(foot) != _first_page(last) for foot in whole[feet:]):
        return  # moved before it, a later page's would stand before an earlier page's text
    if isinstance(last, TableGrid) and isinstance(first, TableGrid) and last.goes_on_with(first):
        last = last.with_rows_of(first)
    elif isinstance(last, PdfParagraph) and isinstance(first, PdfParagraph) and _continues(last, first):
        last.rows.extend(first.rows)
    else:
        return
    del page[head], whole[feet - 1]
    whole.append(last)


def _first_page(item: PdfParagraph | TableGrid) -> int:
    return item.rows[0].page if isinstance(item, PdfParagraph) else item.pages[0]


def _is_beside(item: PdfParagraph | TableGrid, body: float) -> bool:
    """Whether it stands beside the running text: in the margin, or as a note in small type."""
    if not isinstance(item, PdfParagraph):
        return False
    is_note = item.size < _NOTE_SIZE * body and bool(_NOTE_MARK.match(item.text))
    return is_note or item.rows[0].margin or item.rows[0].aside


def _leading(pages: Sequence[list[PrintedRow]]) -> dict[int, float]:
    """For each type size in points, the usual distance between two baselines."""
    distances: dict[int, list[float]] = {}
    for rows in pages:
        for row, following in pairwise(rows):
            distance = following.y - row.y
            is_next = row.shares_column(following) and distance < 3 * row.size
            if is_next and _is_same_size(row.size, following.size):
                distances.setdefault(round(row.size), []).append(distance)
    return {size: median(found) for size, found in distances.items()}


def _visual_blocks(rows: list[PrintedRow], leading: dict[int, float]) -> Iterator[list[PrintedRow]]:
    """Rows that stand together, of one size and weight, without a wider gap between them."""
    block: list[PrintedRow] = []
    for row in rows:
        if block and _stands_apart(block, row, leading):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _stands_apart(block: list[PrintedRow], row: PrintedRow, leading: dict[int, float]) -> bool:
    before = block[-1]
    if not before.shares_column(row) or not _is_same_size(before.size, row.size):
        return True
    if row.y - before.y > _WIDE_GAP * leading.get(round(before.size), _USUAL_LEADING * before.size):
        return True
    if row.bold and not before.bold:
        return bool(_SENTENCE_END.search(before.text))
    return before.bold and not row.bold and all(one.bold for one in block)


def _parts(block: list[PrintedRow]) -> list[PdfParagraph]:
    """The paragraphs of one visual block, told apart by indents, list marks and lines that end early."""
    edge = max(row.ends for row in block)
    parts = [PdfParagraph([block[0]])]
    for before, row in pairwise(block):
        if _begins_paragraph(parts[-1].rows, before, row, edge):
            parts.append(PdfParagraph([row]))
        else:
            parts[-1].rows.append(row)
    return parts


def _begins_paragraph(rows: list[PrintedRow], before: PrintedRow, row: PrintedRow, edge: float) -> bool:
    if before.text.endswith(HYPHENS) and row.text[0].islower():
        return False
    ends_sentence = bool(_SENTENCE_END.search(before.text))
    is_list_item = bool(LIST_MARK.match(rows[0].text))
    if BULLET.match(row.text) or (LIST_MARK.match(row.text) and (ends_sentence or is_list_item)):
        return True
    if not _is_full(before, row, edge):
        is_ragged = before.ends - before.begins > _RAGGED_SHARE * (edge - before.begins)
        goes_on = row.text[0].islower() or before.text.endswith(",")
        return ends_sentence or not is_ragged or not goes_on
    indent = row.begins - before.begins
    if abs(indent) < _INDENT_SIZES * row.size or not ends_sentence:
        return False
    return is_list_item if indent < 0 and len(rows) == 1 else len(rows) > 1


def _is_full(row: PrintedRow, following: PrintedRow, edge: float) -> bool:
    """Whether the next row's first word would not have fitted on this one."""
    first_word = following.text.split(maxsplit=1)[0]
    width = (following.ends - following.begins) / len(following.text)
    return edge - row.ends < width * len(first_word) + _SPACE_SIZES * row.size


def _continues(last: PdfParagraph, first: PdfParagraph) -> bool:
    """Whether a paragraph goes on here, in the next column or on the next page."""
    before, row = last.rows[-1], first.rows[0]
    if before.shares_column(row) or before.aside or row.aside or before.margin or row.margin:
        return False
    if not _is_same_size(before.size, row.size) or last.bold != first.bold or LIST_MARK.match(row.text):
        return False
    if before.text.endswith(HYPHENS):
        return row.text[0].islower()
    if _SENTENCE_END.search(before.text) or not (before.text[-1].isalnum() or before.text.endswith(_GOES_ON)):
        return False
    edge = max(one.ends for one in last.rows)
    return row.text[0].islower() or (len(last.rows) > 1 and _is_full(before, row, edge))


def _is_same_size(one: float, other: float) -> bool:
    return max(one, other) <= _SAME_SIZE * min(one, other)
