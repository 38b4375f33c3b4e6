"""Presentations: a page a slide; its title as heading, its text from the top left, its notes at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from index.errors import DocumentError, Finding
from index.limits import Limits
from index.loaders import ooxml
from index.loaders.builder import LINE_GAP, PARAGRAPH_GAP, Builder
from index.loaders.grid import Grid, Merge
from index.loaders.office import checked, damage_named
from index.loaders.parsed import COMMENTS, STRUCK, Parsed
from index.loaders.pptx_text import frame_text, has_struck, paragraph_text
from index.loaders.table import as_text

_NOTES_LABEL = "Notes: "
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER}
_ALTERNATIVES, _CHOICE = (
    f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{tag}"
    for tag in ("AlternateContent", "Choice")
)
_MAX_TITLE_CHARS = 100
_SENTENCE_END = (".", "!", "?", ":", ";", ",")
_OFF = frozenset({"0", "false", "off"})


def read(data: bytes, limits: Limits) -> Parsed:
    """Read the bytes of a PowerPoint presentation.

    Raises:
        DocumentError: if it is encrypted, of an older format, damaged, or passes a limit.

    """
    file, missing = checked(data, limits, ".pptx")
    with damage_named(".pptx", PythonPptxError):
        presentation = pptx.Presentation(file)
        references = [entry.rId for entry in presentation.element.get_or_add_sldIdLst()]
        count = len(references)
        if count > limits.max_pages:
            raise DocumentError(f"it has {count:,} slides and may have {limits.max_pages:,}; split it first")
        builder = Builder()
        for note in ooxml.told(missing):
            builder.note(note)
        for reference in references:
            builder.page()
            # One that is missing leaves the others their numbers.
            if reference in presentation.part.rels:
                _slide(presentation.part.related_slide(reference), builder)
        return builder.parsed(_named_title(presentation))


def _slide(slide: Any, builder: Builder) -> None:
    if slide.element.get("show", "1") in _OFF:
        builder.note(Finding("Its hidden slides were left out"))
        return
    if has_struck(slide.element):
        builder.note(STRUCK)
    if any(one.reltype.endswith("/comments") for one in slide.part.rels.values()):
        builder.note(COMMENTS)
    shapes = [shape for shape in _seen(slide.shapes, builder) if _placeholder(shape) not in _FURNITURE]
    ordered = list(_reading_order(shapes))
    titles = [shape for shape in ordered if _placeholder(shape) in _TITLES] or _looks_like_title(ordered)
    for shape in titles:
        builder.heading(" ".join(frame_text(shape.text_frame).split()), 1)
    for shape in ordered:
        if shape not in titles:
            _shape(shape, builder)
    for alternatives in slide.shapes.element.iterfind(_ALTERNATIVES):  # shapes that python-pptx does not know
        chosen = alternatives.find(_CHOICE)
        if chosen is not None:
            _lines(map(paragraph_text, chosen.iter(qn("a:p"))), builder)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = frame_text(slide.notes_slide.notes_text_frame).strip()
        if notes:
            _lines((_NOTES_LABEL + notes).split("\n"), builder)


def _seen(shapes: Iterable[Any], builder: Builder) -> Iterator[Any]:
    for shape in shapes:
        if shape.element._nvXxPr.cNvPr.get("hidden", "0") in _OFF:
            yield shape
        else:
            builder.note(Finding("Hidden parts of its slides were left out"))


def _looks_like_title(shapes: list[Any]) -> list[Any]:
    """The topmost text of a slide without a title of its own, if it is one short line above others."""
    with_text = [shape for shape in shapes if shape.has_text_frame and frame_text(shape.text_frame).strip()]
    for shape in with_text[:1]:
        words = frame_text(shape.text_frame).strip()
        is_line = (
            len(words) <= _MAX_TITLE_CHARS
            and not words.endswith(_SENTENCE_END)
            and len(words.splitlines()) == 1
        )
        if is_line and len(with_text) > 1:
            return [shape]
    return []


def _shape(shape: Any, builder: Builder) -> None:
    if hasattr(shape, "shapes"):
        for inner in _reading_order(_seen(shape.shapes, builder)):
            _shape(inner, builder)
    elif shape.has_text_frame:
        _lines((paragraph_text(paragraph._p) for paragraph in shape.text_frame.paragraphs), builder)
    elif getattr(shape, "has_table", False) and shape.has_table:
        builder.table(as_text(_grid(shape.table)))


def _grid(table: Any) -> Grid:
    rows: list[list[str]] = []
    merges: list[Merge] = []
    for number, row in enumerate(table.rows):
        rows.append([])
        for column, cell in enumerate(row.cells):
            rows[-1].append("" if cell.is_spanned else frame_text(cell.text_frame))
            if cell.is_merge_origin:
                merges.append(Merge(number, column, cell.span_height, cell.span_width))
    return Grid(rows, merges)


def _lines(texts: Iterable[str], builder: Builder) -> None:
    gap = PARAGRAPH_GAP
    for text in texts:
        if builder.block(text, gap):
            gap = LINE_GAP


def _placeholder(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _reading_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """From the top down; those that begin within the upper half of another stand in its row."""
    row: list[Any] = []
    for shape in sorted(shapes, key=_top):
        if row and _top(shape) > _top(row[0]) + (row[0].height or 0) / 2:
            yield from sorted(row, key=_left)
            row = []
        row.append(shape)
    yield from sorted(row, key=_left)


def _top(shape: Any) -> int:
    return int(shape.top or 0)


def _left(shape: Any) -> int:
    return int(shape.left or 0)


def _named_title(presentation: Any) -> str:
    try:
        # Asked for by its relation: python-pptx makes properties up where there are none.
        return str(presentation.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).title)
    except KeyError:
        return ""
