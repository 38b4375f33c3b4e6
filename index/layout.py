"""Layout: where a document's and a passage's parts stand, as the JSON that the store keeps."""

from __future__ import annotations

import json
from itertools import accumulate, pairwise
from typing import NamedTuple

from index.documents import Document, Section
from index.loaders import Look, Row, Span, Table
from index.passages import Passage


class Layout(NamedTuple):
    """The parts of a document, as `Document` has them."""

    blocks: tuple[Span, ...]
    sections: tuple[Section, ...]
    pages: tuple[int, ...]
    tables: tuple[Table, ...]
    recognised: tuple[int, ...]
    places: str
    looks: tuple[Look, ...]


def document_layout(document: Document) -> str:
    """The parts of a document; `parsed_layout` reads them.

    A table is its title, its heads and its rows; a row where it starts, twice its number, one more for heads,
    and the distances from one edge of a cell to the next.
    """
    tables = [[table.title, table.heads, list(map(_packed, table.rows))] for table in document.tables]
    rare: list[object] = [tables, document.recognised, document.places, document.looks]
    while rare and not rare[-1]:
        rare.pop()
    return json.dumps([document.blocks, document.sections, document.pages, *rare])


def parsed_layout(layout: str) -> Layout:
    """What `document_layout` wrote."""
    blocks, sections, pages, *rare = json.loads(layout)
    return Layout(
        tuple(Span(*block) for block in blocks),
        tuple(Section(*section) for section in sections),
        tuple(pages),
        tuple(
            Table(tuple(heads), tuple(map(_unpacked, rows)), title)
            for title, heads, rows in (rare[0] if rare else ())
        ),
        tuple(rare[1] if len(rare) > 1 else ()),
        rare[2] if len(rare) > 2 else "",
        tuple(Look(*look) for look in (rare[3] if len(rare) > 3 else ())),
    )


def passage_layout(passage: Passage) -> str:
    """The sentences of a passage, each with the edges of the cells in it, if there are any."""
    if not passage.cells:
        return json.dumps(passage.sentences)
    return json.dumps([
        [*sentence, *(edge for cell in passage.cells if _holds(sentence, cell) for edge in cell)]
        for sentence in passage.sentences
    ])  # fmt: skip


def parsed_sentences(layout: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The sentences and the cells of what `passage_layout` wrote."""
    rows = json.loads(layout)
    cells = (zip(row[2::2], row[3::2], strict=True) for row in rows if len(row) > 2)
    return (
        tuple(Span(start, end) for start, end, *_ in rows),
        tuple(Span(start, end) for row in cells for start, end in row),
    )


def _packed(row: Row) -> list[int]:
    gaps = [end - start for start, end in pairwise((0, *row.edges))]
    return [row.start, 2 * row.number + row.is_head, *gaps]


def _unpacked(packed: list[int]) -> Row:
    start, number, *gaps = packed
    edges = tuple(accumulate(gaps))
    return Row(start, start + (edges[-1] if edges else 0), number // 2, bool(number % 2), edges)


def _holds(sentence: Span, cell: Span) -> bool:
    return sentence.start <= cell.start and cell.end <= sentence.end
