"""The cells of a sheet as its reader sees them: none of a hidden row or column, formulas by their results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula

from index.errors import Finding
from index.loaders.cells import shown
from index.loaders.grid import Merge
from index.loaders.marks import BASE, LOWERED, RAISED, Level, joined
from index.loaders.parsed import STRUCK

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
_PART_BYTES = 1 << 20
_TRUE = frozenset({"1", "true"})
_LEVELS: dict[str | None, Level] = {"superscript": RAISED, "subscript": LOWERED}


class Seen:
    """What is seen of a sheet.

    Attributes:
        notes: what of it was left out; complete when all rows were read.

    """

    def __init__(self, sheet: Any) -> None:
        self.notes: dict[Finding, None] = {}
        self._sheet = sheet
        self._parser: _Parser | None = None
        self._formats: dict[int, str] = {}  # of numbers and dates, by style
        fonts = sheet.parent._fonts
        self._struck = {
            number for number, style in enumerate(sheet.parent._cell_styles) if fonts[style.fontId].strike
        }

    def rows(self, last: int) -> Iterator[list[str] | None]:
        """The rows up to a number, without hidden columns; None for a hidden row."""
        sheet, book = self._sheet, self._sheet.parent
        with sheet._get_source() as source:
            parser = _Parser(
                source, sheet._shared_strings, data_only=True, epoch=book.epoch,
                date_formats=book._date_formats, timedelta_formats=book._timedelta_formats, rich_text=True,
            )  # fmt: skip
            self._parser, before = parser, 0
            for number, cells in parser.parse():
                if number > last:
                    break
                for _ in range(before + 1, number):
                    yield []
                if number > before:
                    yield None if parser.row_is_hidden else self._texts(cells, parser)
                before = max(before, number)
        self._note(parser)

    def merges(self) -> Iterator[Merge]:
        """The merged cells, which openpyxl does not tell of a sheet that it reads row by row.

        To be asked for after the first row.
        """
        hidden = self._parser.hidden if self._parser else []
        with self._sheet._get_source() as source:
            before = b""
            while part := source.read(_PART_BYTES):
                for match in _MERGED.finditer(before + part):
                    area = CellRange(match[1].decode("ascii"))
                    left = area.min_col - _hidden_up_to(hidden, area.min_col - 1)
                    right = area.max_col - _hidden_up_to(hidden, area.max_col)
                    if left <= right:
                        yield Merge(area.min_row - 1, left - 1, area.size["rows"], right - left + 1)
                before = part[part.rfind(b"<") :]

    def _texts(self, cells: list[dict[str, Any]], parser: _Parser) -> list[str]:
        texts = [""] * (cells[-1]["column"] if cells else 0)
        for cell in cells:
            column = cell["column"]
            if column <= len(texts) and cell["value"] is not None and not parser.hides(column):
                texts[column - 1] = self._text(cell)
        for columns in reversed(parser.hidden):
            del texts[columns.start - 1 : columns.stop - 1]
        return texts

    def _text(self, cell: dict[str, Any]) -> str:
        value = cell["value"]
        if cell["style_id"] in self._struck:
            self.notes[STRUCK] = None
            return ""
        if isinstance(value, CellRichText):
            return self._rich(value)
        return value if isinstance(value, str) else shown(value, self._format(cell))

    def _format(self, cell: dict[str, Any]) -> str:
        style = cell["style_id"]
        if style not in self._formats:
            self._formats[style] = ReadOnlyCell(self._sheet, **cell).number_format
        return self._formats[style]

    def _rich(self, value: CellRichText) -> str:
        parts: list[tuple[str, Level]] = []
        for part in value:
            if isinstance(part, TextBlock):
                if part.font.strike:
                    self.notes[STRUCK] = None
                else:
                    parts.append((part.text, _LEVELS.get(part.font.vertAlign, BASE)))
            else:
                parts.append((str(part), BASE))
        return joined(parts)

    def _note(self, parser: _Parser) -> None:
        name = f"sheet '{self._sheet.title}'"
        if parser.hidden_rows or parser.hidden_columns:
            self.notes[Finding(f"Hidden rows or columns of its {name} were left out")] = None
        if parser.uncalculated:
            reason = (
                f"{parser.uncalculated:,} of the formulas in its {name} were never calculated and stand as "
                "formulas; open and save it in a spreadsheet program for their values"
            )
            self.notes[Finding(reason)] = None


def _hidden_up_to(hidden: list[range], column: int) -> int:
    return sum(max(0, min(columns.stop - 1, column) - columns.start + 1) for columns in hidden)


def _is_nothing(size: str | None) -> bool:
    """Whether a height or width is given and leaves nothing to see."""
    return bool(size) and not (size or "").strip("0.")


class _Parser(WorkSheetParser):
    """openpyxl's own, which also tells what is hidden and which formulas have no result."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hidden_rows = self.hidden_columns = self.row_is_hidden = False
        self.uncalculated = 0
        self.hidden: list[range] = []

    def hides(self, column: int) -> bool:
        """Whether a column, from 1, is hidden; it is noted where one has a value."""
        is_hidden = any(column in columns for columns in self.hidden)
        self.hidden_columns = self.hidden_columns or is_hidden
        return is_hidden

    def parse_column_dimensions(self, col: Any) -> None:
        """Note a run of hidden columns."""
        if col.get("hidden") in _TRUE or _is_nothing(col.get("width")):
            self.hidden.append(range(int(col.get("min")), int(col.get("max")) + 1))
            self.hidden.sort(key=lambda columns: columns.start)

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        """Read a row; a hidden one has no cells."""
        uncalculated = self.uncalculated
        number, cells = super().parse_row(row)
        self.row_is_hidden = row.get("hidden") in _TRUE or _is_nothing(row.get("ht"))
        if not self.row_is_hidden:
            return number, cells
        self.hidden_rows = self.hidden_rows or any(cell["value"] is not None for cell in cells)
        self.uncalculated = uncalculated
        return number, []

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Read a cell; a formula that was never calculated is its own value."""
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if formula is None:
            return cell
        is_first_of_shared = formula.get("t") == "shared" and formula.text
        is_empty = element.get("t") == "str" and element.find(VALUE_TAG) is not None
        if cell["value"] is None and not is_empty:
            self.uncalculated += 1
            written: Any = self.parse_formula(element)  # type: ignore[no-untyped-call]
            words = written.text if isinstance(written, ArrayFormula) else written
            cell.update(value=f"{words} (not calculated)", data_type="s")
        elif is_first_of_shared:
            self.parse_formula(element)  # type: ignore[no-untyped-call]
        return cell
