"""The source: a document typeset for reading, with the cited words marked by their offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from index import Cell, Row, Span
from qa.app.html import Html, render
from qa.markup import HEADING_SIGNS, Wrap, dressed, is_markdown, underline, words_of
from qa.saying import counted

if TYPE_CHECKING:
    from index import Document

# A document up to this length is written out whole; of a longer one, what is this near to a mark.
SHORT_CHARS = 200_000
NEAR_CHARS = 20_000
PART_CHARS = 8_000
# What fits on a line of the page, to guess how much room a part needs.
LINE_CHARS = 65
# Kinds of words that have an element of their own.
SHOWN_AS = frozenset({"strong", "em", "code", "s"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a document to mark.

    Attributes:
        key: the citation they belong to, as its anchors carry it.
        start, end: half-open character offsets into the document's text.
        exact: whether these are the exact words of the answer, inside the words of the citation.

    """

    key: str
    start: int
    end: int
    exact: bool = False


def render_document(
    document: Document, marks: Iterable[Mark] = (), hidden: bool = False, sharing: int = 1
) -> Html:
    """A document as an article of parts, each mark one `<mark>` per block and overlap.

    Of a long document (the more there are `sharing` the page, the sooner it is long) only the beginning
    and what stands near a mark is written out; the other parts are empty and keep their place until the
    page asks for them.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    short = len(document.text) <= SHORT_CHARS // max(1, sharing)
    parts = [
        render_part(document, number, ordered)
        if short or _is_near(part, ordered)
        else _placeholder(number, part)
        for number, part in enumerate(parts_of(document))
    ]
    sheets = _sheets(document, ordered) if is_pdf(document) else None
    return render("source.article", document, _about(document), _is_titled(document), sheets, hidden, parts)


def is_pdf(document: Document) -> bool:
    """Whether a document was read from a PDF file, whose pages may be there to be drawn."""
    named = f"{document.name} {document.source}".lower()
    return bool(document.pages and document.file_sha256 and (document.places or ".pdf" in named))


def _sheets(document: Document, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """What the page needs to mark words on the document's pages."""
    return [asdict(mark) | {"page": document.page_at(mark.start)} for mark in marks]


def render_part(document: Document, number: int, marks: Iterable[Mark] = ()) -> Html:
    """One part of a document, written out."""
    levels = _levels(document)
    tables = {row.start: table for table in document.tables for row in table.rows}
    rows = {row.start: row for table in document.tables for row in table.rows}
    marks = list(marks)
    leaves = _leaves(document)
    pieces: list[Html] = []
    parts = parts_of(document)
    part = parts[number] if 0 <= number < len(parts) else []
    for table, run in groupby(part, lambda block: tables.get(block.start)):
        blocks = list(run)
        if table:
            pieces += [
                render("source.leaf", leaves[block.start]) for block in blocks if block.start in leaves
            ]
            pieces.append(render_table(document, [rows[block.start] for block in blocks], marks))
            continue
        for block in blocks:
            if block.start in leaves:
                pieces.append(render("source.leaf", leaves[block.start]))
            touching = [one for one in marks if _touch(block, one)]
            pieces.append(_block(document, block, levels.get(block.start, 0), touching))
    start = part[0].start if part else 0
    return render("source.part", number, start, groupby(pieces, lambda piece: piece.startswith("<li")))


def _is_titled(document: Document) -> bool:
    """Whether it opens with its title, which then stands in its place."""
    return bool(document.title) and document.sections[0].heading == document.title


def _levels(document: Document) -> dict[int, int]:
    """The level of each heading on the page, by where it starts: one more than of the heading it is under."""
    over: list[int] = []
    levels: dict[int, int] = {}
    for section in document.sections:
        if section.heading:
            while over and over[-1] >= section.level:
                over.pop()
            over.append(section.level)
            levels[section.start] = len(over) + (1 if _is_titled(document) else 2)
    return levels


def _leaves(document: Document) -> dict[int, int]:
    """The first block of each page that one begins on, by where it starts."""
    first: dict[int, int] = {}
    for block in document.blocks if document.pages else ():
        first.setdefault(document.page_at(block.start) or 1, block.start)
    return {start: page for page, start in first.items()}


def parts_of(document: Document) -> list[list[Span]]:
    """The document's blocks in runs of about `PART_CHARS` characters."""
    parts: list[list[Span]] = []
    for block in document.blocks:
        if not parts or block.start - parts[-1][0].start >= PART_CHARS:
            parts.append([])
        parts[-1].append(block)
    return parts


def render_marked(text: str, start: int, end: int, marks: Sequence[Mark], wraps: Sequence[Wrap] = ()) -> Html:
    """`text[start:end]` with its marks; where marks overlap, the words carry the keys of all.

    Each stretch between two edges is wrapped anew, so that no character is added, lost or moved.
    """
    ends = [edge for mark in marks for edge in (mark.start, mark.end)]
    ends += (edge for wrap in wraps for edge in (wrap.start, wrap.end))
    edges = {start, end, *(edge for edge in ends if start < edge < end)}
    cuts = sorted(edges)
    shown = zip(pairwise(cuts), _kinds_after(cuts, wraps), strict=False)
    return Html().join(_stretch(text, left, right, marks, kinds) for (left, right), kinds in shown)


def _kinds_after(cuts: Iterable[int], wraps: Iterable[Wrap]) -> Iterator[set[str]]:
    """What the characters after each cut are, up to the next one; in one pass, of however many wraps."""
    waiting = sorted(wraps, reverse=True)
    over: list[Wrap] = []
    for cut in cuts:
        while waiting and waiting[-1].start <= cut:
            over.append(waiting.pop())
        over = [wrap for wrap in over if wrap.end > cut]
        yield {wrap.kind for wrap in over}


def _stretch(text: str, start: int, end: int, marks: Sequence[Mark], kinds: set[str]) -> Html:
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    words = escape(text[start:end])
    if over:
        exact = dict.fromkeys(mark.key for mark in over if mark.exact)
        words = render("source.mark", words, dict.fromkeys(mark.key for mark in over), exact)
    for kind in sorted(SHOWN_AS & kinds):
        words = Html("<{0}>{1}</{0}>").format(kind, words)
    named = " ".join(sorted(kinds - SHOWN_AS))
    return Html('<span class="{}">{}</span>').format(named, words) if named else words


def render_table(document: Document, rows: Sequence[Row], marks: Sequence[Mark]) -> Html:
    """Rows of a table as a table; of a marked row, each cell carries the mark."""
    width = max(len(row.edges) // 2 for row in rows)
    lines = [_table_row(document, row, width, [mark for mark in marks if _touch(row, mark)]) for row in rows]
    return render("source.table", lines, width)


def _table_row(document: Document, row: Row, width: int, marks: Sequence[Mark]) -> tuple[int, list[Html]]:
    first_line, _ = document.lines(row.start, row.end)
    name = "th" if row.is_head else "td"
    cells = {cell.column: cell for cell in row.cells()}
    if len(cells) == 1 and not row.is_head and 0 in cells:
        return first_line, [_table_cell(document, name, cells[0], marks, width)]
    empty = Html("<{0}></{0}>").format(name)
    return first_line, [
        _table_cell(document, name, cells[column], marks) if column in cells else empty
        for column in range(width)
    ]


def _table_cell(document: Document, name: str, cell: Cell, marks: Sequence[Mark], width: int = 1) -> Html:
    wraps = words_of(document, Span(cell.start, cell.end))
    words = render_marked(document.text, cell.start, cell.end, marks, wraps)
    return render("source.element", name, words, None, 0, width)


def _is_near(part: Sequence[Span], marks: Iterable[Mark]) -> bool:
    around = Span(part[0].start - NEAR_CHARS, part[-1].end + NEAR_CHARS)
    return around.start <= 0 or any(_touch(around, mark) for mark in marks)


def _touch(span: Span | Row, mark: Mark) -> bool:
    return mark.start < span.end and span.start < mark.end


def _placeholder(number: int, part: Sequence[Span]) -> Html:
    lines = (part[-1].end - part[0].start) // LINE_CHARS + len(part)
    return render("source.placeholder", number, part[0].start, lines)


def _block(document: Document, block: Span, level: int, marks: Sequence[Mark]) -> Html:
    if level:
        return _heading(document, block, level, marks)
    dress = dressed(document, block)
    words = render_marked(document.text, *block, marks, dress.wraps)
    first_line, _ = document.lines(*block)
    return render("source.element", dress.element, words, first_line, dress.depth, 1, dress.sign)


def _heading(document: Document, block: Span, level: int, marks: Sequence[Mark]) -> Html:
    start, end = block
    first_line, _ = document.lines(start, end)
    signs = HEADING_SIGNS.match(document.text, start, end)
    begins = signs.end() if signs else start
    # A heading is strong as it stands.
    wraps = [one for one in words_of(document, Span(begins, end)) if one.kind != "strong"]
    if is_markdown(document):
        wraps += underline(document.text, block)
    words = render_marked(document.text, begins, end, marks, wraps)
    return render("source.element", f"h{min(level, 6)}", words, first_line)


def _about(document: Document) -> str:
    size = counted(len(document.text.split()), "word")
    return f"{document.name} · {size}" if document.title else size
