"""Word documents: paragraphs, headings, tables and notes as the reader of the final version sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

import docx
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from index.limits import Limits
from index.loaders import ooxml
from index.loaders.builder import LINE_GAP, PARAGRAPH_GAP, Builder
from index.loaders.docx_headings import bold_headings
from index.loaders.docx_styles import Styles
from index.loaders.docx_tables import grid_of
from index.loaders.docx_text import DocxParagraph, is_deleted, within
from index.loaders.office import checked, damage_named
from index.loaders.parsed import COMMENTS, STRUCK, Parsed
from index.loaders.signed import opening
from index.loaders.table import as_text

_MAX_CELL_CHARS = 300
# Of so many cells, one may hold a paragraph.
_CELLS_TO_A_TEXT = 3
_TITLE_LEVEL = 1
_PAGE_NUMBER = re.compile(r"\W*(?:[^\W\d_]+\W+)?(?:\d+|[ivxlc]+)(?:\s*(?:/|[^\W\d_]+)\s*\d+)?\W*")
_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a Word document.

    Raises:
        DocumentError: if it is encrypted, of an older format, damaged, or passes a limit.

    """
    file, missing = checked(data, limits, ".docx")
    with damage_named(".docx", PythonDocxError, OpcError):
        document = docx.Document(file)
        styles = _styles(document.part)
        bold = bold_headings(document.element.body, styles)
        reader = _Reader(styles, _notes(document.part), bold)
        reader.margins(document.part, RELATIONSHIP_TYPE.HEADER)
        reader.walk(document.element.body)
        reader.builder.part()
        reader.margins(document.part, RELATIONSHIP_TYPE.FOOTER)
        remarks = _related(document.part, RELATIONSHIP_TYPE.COMMENTS)
        for note in ooxml.told(missing):
            reader.builder.note(note)
        if remarks is not None and remarks.find(qn("w:comment")) is not None:
            reader.builder.note(COMMENTS)
        return reader.builder.parsed(_named_title(document.part.package) or reader.title)


class _Reader:
    """Walks a document's body and builds its text."""

    def __init__(self, styles: Styles, notes: dict[tuple[str, str], Any], bold: Mapping[Any, int]) -> None:
        self.builder = Builder()
        self.title = ""
        self._styles = styles
        self._notes = notes
        self._bold = bold
        self._margins: set[tuple[str, ...]] = set()
        self._unended = ""  # the words of a paragraph whose end is deleted: the next one goes on with them

    def walk(self, parent: Any) -> None:
        """Add what stands in an element: paragraphs and tables, whatever wraps them."""
        for element in within(parent, "p", "tbl"):
            if element.tag == qn("w:p"):
                self._paragraph(element)
            else:
                self._table(element)

    def margins(self, part: Any, relation: str) -> None:
        """Add what stands in the pages' headers or footers, each once; a page's number says nothing."""
        for root in _all_related(part, relation):
            words = " ".join(DocxParagraph(one, self._styles).text for one in root.iter(qn("w:p"))).split()
            if words and tuple(words) not in self._margins and not _PAGE_NUMBER.fullmatch(" ".join(words)):
                self._margins.add(tuple(words))
                self.walk(root)

    def _paragraph(self, element: Any) -> None:
        paragraph = DocxParagraph(element, self._styles)
        words, self._unended = self._unended + paragraph.text, ""
        if paragraph.is_struck:
            self.builder.note(STRUCK)
        level = self._styles.level(element) or self._bold.get(element, 0)
        if paragraph.end_is_deleted:
            self._unended = words
        elif self._styles.is_title(element):
            self.title = self.title or " ".join(words.split())
            self.builder.heading(words, _TITLE_LEVEL)
        elif level:
            self.builder.heading(words, level)
        else:
            gap = LINE_GAP if self._styles.is_list_item(element) else PARAGRAPH_GAP
            for line in _lines(words):
                if self.builder.block(line, gap):
                    gap = LINE_GAP
        self._asides(paragraph)

    def _asides(self, paragraph: DocxParagraph) -> None:
        """What a paragraph only points to: its text boxes, its footnotes and endnotes, each note once."""
        for box in paragraph.boxes:
            self.walk(box)
        for key in paragraph.notes:
            if key in self._notes:
                self.walk(self._notes.pop(key))

    def _table(self, table: Any) -> None:
        rows = [list(within(row, "tc")) for row in within(table, "tr") if not is_deleted(row)]
        cells = {cell: self._cell(cell) for row in rows for cell in row}
        if all(len(row) == 1 for row in rows) or _is_frame([text for text, _ in cells.values()]):
            for cell in cells:
                self.walk(cell)
            return
        if opening([[cells[cell][0] for cell in row] for row in rows]) is not None:
            for cell in (cell for column in zip_longest(*rows) for cell in column if cell is not None):
                self.walk(cell)
            return
        words = {cell: " ".join(text.split("\n")) for cell, (text, _) in cells.items()}
        self.builder.table(as_text(grid_of(rows, words)))
        for paragraph in (paragraph for _, paragraphs in cells.values() for paragraph in paragraphs):
            self._asides(paragraph)

    def _cell(self, cell: Any) -> tuple[str, list[DocxParagraph]]:
        """A cell's words, line by line, with its paragraphs; a table within it is of such lines."""
        paragraphs: list[DocxParagraph] = []
        words: list[str] = []
        for element in within(cell, "p", "tbl"):
            if element.tag == qn("w:p"):
                paragraphs.append(DocxParagraph(element, self._styles))
                words.append(paragraphs[-1].text)
                if paragraphs[-1].is_struck:
                    self.builder.note(STRUCK)
                continue
            for inner in (
                one for row in within(element, "tr") if not is_deleted(row) for one in within(row, "tc")
            ):
                text, found = self._cell(inner)
                words.append(text)
                paragraphs += found
        lines = (" ".join(line.split()) for line in "\n".join(words).split("\n"))
        return "\n".join(filter(None, lines)), paragraphs


def _lines(words: str) -> Iterator[str]:
    """The lines of a paragraph, as of an address; one in small letters goes on with the one before."""
    line = ""
    for part in words.split("\n"):
        if line and not part.lstrip()[:1].islower():
            yield line
            line = part
        else:
            line = f"{line}\n{part}" if line else part
    yield line


def _is_frame(texts: list[str]) -> bool:
    """Whether the cells hold paragraphs, as those of a frame around text do, and not values."""
    long = sum(len(text) > _MAX_CELL_CHARS for text in texts)
    return long > sum(map(bool, texts)) / _CELLS_TO_A_TEXT


def _styles(part: Any) -> Styles:
    found = _related(part, RELATIONSHIP_TYPE.STYLES)
    return Styles(found if found is not None else ())


def _notes(part: Any) -> dict[tuple[str, str], Any]:
    """Footnotes and endnotes by kind and id; the lines that part them from the text are none."""
    notes: dict[tuple[str, str], Any] = {}
    for kind, relation in (
        ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
        ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
    ):
        root = _related(part, relation)
        for note in root if root is not None else ():
            if note.tag == qn(f"w:{kind}") and note.get(qn("w:type"), "normal") == "normal":
                notes[kind, note.get(qn("w:id"), "")] = note
    return notes


def _related(part: Any, relation: str) -> Any:
    """The root element of the part that has this relation to another; None where there is none."""
    return next(_all_related(part, relation), None)


def _all_related(part: Any, relation: str) -> Iterator[Any]:
    for one in part.rels.values():
        if one.reltype == relation and not one.is_external:
            yield parse_xml(one.target_part.blob)


def _named_title(package: Any) -> str:
    properties = _related(package, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    return "" if properties is None else properties.findtext(_CORE_TITLE, "").strip()
