"""What a reader sees of a web page or a chapter: its paragraphs, headings, list items and table rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from index.loaders.builder import LINE_GAP, PARAGRAPH_GAP, Builder
from index.loaders.dress import SOFT_HYPHEN, Dress, looks_of_words
from index.loaders.marks import BASE, LOWERED, RAISED, Level, written
from index.loaders.parsed import COMMENTS, STRUCK
from index.loaders.readable_tables import PageTable, Piece
from index.loaders.table import as_text
from index.loaders.xml import Comment, End, Event, Start, Text


def tags(names: str) -> frozenset[str]:
    """Names of elements, given with a space between them."""
    return frozenset(names.split())


BOILERPLATE = frozenset({"nav", "header", "footer", "aside"})

_UNSEEN = tags(
    "annotation annotation-xml applet audio base button canvas datalist embed iframe input link map meta "
    "meter noembed noframes object param progress rp rt script select source style svg template "
    "textarea track video"
)
_BLOCKS = tags(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre "
    "search section summary table tbody td tfoot th thead tr ul"
)
_LINES = frozenset({"li", "dd", "dt"})
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_ROLES = {
    "navigation": "nav",
    "menubar": "nav",
    "search": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
}
# Inside these a header, footer or aside belongs to the text.
_CONTENT = frozenset({"article", "main", "section", "blockquote", "figure"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK = tags("del s strike")
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.IGNORECASE)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_LEVELS_OF_MARKS: dict[str, Level] = {"sup": RAISED, "sub": LOWERED}
# An article is longer than what asks for scripts to be allowed, and a remark more than a label in the code.
_PLEA = re.compile(r"javascript|scripts?\b", re.IGNORECASE)
_MAX_PLEA_CHARS = 300
_REMARK_WORDS = 5
_SPACES = re.compile(r"[ \t\n\r\f]+")
# Line ends are breaks by the time that these are looked for.
_RUN_OF_SPACES = re.compile(r"[ \t\r\f]{2,}")
_AROUND_LINE_END = re.compile(r"[ \t\f]*\n[ \t\f]*")
_BLANK_LINES = re.compile(r"\n{2,}")


@dataclass
class ReadPage:
    """What was read of a page.

    Attributes:
        title: what its `title` element says, else its first `h1`, else "".
        pieces: its blocks in order.
        dropped_chars: how much text was dropped, by why: "boilerplate", "struck" or "noscript".
        remarks: how many comments in its code are sentences rather than labels.

    """

    title: str = ""
    pieces: list[Piece] = field(default_factory=list)
    dropped_chars: Counter[str] = field(default_factory=Counter)
    remarks: int = 0

    def pour(self, builder: Builder) -> None:
        """Append the blocks to a text, and say what was left out of it."""
        if self.dropped_chars["struck"]:
            builder.note(STRUCK)
        if self.remarks:
            builder.note(COMMENTS)
        for words, level, gap, table, looks in self.pieces:
            if table:
                builder.table(as_text(table))
            elif level:
                builder.heading(words, level, looks)
            else:
                builder.block(words, gap, looks)


def read_page(source: Callable[[], Iterable[Event]]) -> ReadPage:
    """Read a web page without its boilerplate, or with it where there is little else.

    Args:
        source: gives the page's elements and text; called again for a second reading.

    """
    page = _Reading(BOILERPLATE).read(source())
    chars = sum(len(piece.words) for piece in page.pieces)
    is_all_boilerplate = page.dropped_chars["boilerplate"] > 3 * chars
    is_for_scripts = page.dropped_chars["noscript"] > chars
    if is_all_boilerplate or is_for_scripts:
        return _Reading(frozenset() if is_all_boilerplate else BOILERPLATE, is_for_scripts).read(source())
    return page


def read_chapter(events: Iterable[Event]) -> ReadPage:
    """Read a chapter of a book: all is text but lists of links to other chapters."""
    return _Reading(frozenset({"nav"})).read(events)


class _Reading:
    """One pass over a page; `boilerplate` are the elements to be dropped, `noscript` is one or is not."""

    def __init__(self, boilerplate: frozenset[str], reads_noscript: bool = False) -> None:
        self._boilerplate = boilerplate
        self._reads_noscript = reads_noscript
        self._page = ReadPage()
        self._open: list[str] = []
        self._title: list[str] | None = None
        self._first_heading = ""
        # How deep inside an element that is dropped, why that is, and what it says.
        self._dropped_depth = 0
        self._dropped_why = ""
        self._dropped_words: list[str] = []
        # How many open elements are page headers, of which the main heading alone is kept.
        self._headers = 0
        self._level = 0
        self._pre_depth = 0
        self._gap = PARAGRAPH_GAP
        self._words: list[tuple[str, Level]] = []
        # What each of the words is, and how that is shown which is read just now.
        self._kinds: list[frozenset[str]] = []
        self._dress = Dress()
        self._marks: list[Level] = [BASE]
        self._tables: list[PageTable] = []

    def read(self, events: Iterable[Event]) -> ReadPage:
        for event in events:
            if isinstance(event, Text):
                self._text(event.words)
            elif isinstance(event, Start):
                self._start(event.tag, event.attributes)
            elif isinstance(event, End):
                self._end()
            elif isinstance(event, Comment):
                self._page.remarks += _is_remark(event.words)
        self._flush()
        self._page.title = self._page.title or self._first_heading
        return self._page

    def _text(self, words: str) -> None:
        if self._dropped_depth:
            self._dropped_words.append(words)
        elif self._headers and self._level != 1:
            self._page.dropped_chars["boilerplate"] += len(_SPACES.sub(" ", words).strip())
        elif self._title is not None:
            self._title.append(words)
        else:
            self._say(words if self._pre_depth else _SPACES.sub(" ", words), self._marks[-1])

    def _say(self, words: str, level: Level) -> None:
        self._words.append((words, level))
        self._kinds.append(self._dress.words)

    def _start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if self._dropped_depth:
            self._dropped_depth += 1
            return
        landmark = self._landmark(tag, attributes)
        why = self._why_dropped(tag, attributes, landmark)
        if why:
            self._dropped_depth, self._dropped_why = 1, why
            return
        tag = _mark(attributes) or tag if tag not in _BLOCKS else tag
        if tag in _BLOCKS:
            self._flush()
        # A tag goes by another name while it is open, so that its end is known for what it is.
        self._open.append("page header" if landmark else tag)
        self._dress.begin(tag, attributes)
        self._headers += bool(landmark)
        if tag in _LEVELS:
            self._level = _LEVELS[tag]
        elif tag in _LEVELS_OF_MARKS:
            self._marks.append(_LEVELS_OF_MARKS[tag])
        elif tag == "br":
            self._say("\n", BASE)
        elif tag == "pre":
            self._pre_depth += 1
        elif tag == "title" and not self._page.title:
            self._title = []
        elif tag == "table" or (tag == "tr" and not (self._tables and self._tables[-1].row is None)):
            is_presentation = attributes.get("role") in ("presentation", "none")
            self._tables.append(PageTable(is_layout=is_presentation, is_row=tag == "tr"))
        if tag == "tr":
            self._tables[-1].begin_row("thead" in self._open)
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].begin_cell(tag == "th", attributes)
        elif tag in _LINES:
            self._gap = LINE_GAP

    def _end(self) -> None:
        if self._dropped_depth:
            self._dropped_depth -= 1
            if not self._dropped_depth:
                self._count_dropped()
            return
        tag = self._open[-1]
        if tag in _BLOCKS or tag == "page header":
            self._flush()
        self._open.pop()
        self._dress.end()
        if tag == "page header":
            self._headers -= 1
        elif tag in _LEVELS:
            self._level = 0
        elif tag in _LEVELS_OF_MARKS:
            self._marks.pop()
        elif tag == "pre":
            self._pre_depth -= 1
        elif tag == "title" and self._title is not None:
            self._page.title = " ".join("".join(self._title).split())
            self._title = None
        elif tag == "tr":
            self._tables[-1].end_row()
            if self._tables[-1].is_row:
                self._end_table()
        elif tag == "table":
            self._end_table()

    def _landmark(self, tag: str, attributes: Mapping[str, str | None]) -> str:
        """The kind of boilerplate that begins here, "" for none."""
        kind = _ROLES.get((attributes.get("role") or "").strip().lower(), tag)
        if kind not in self._boilerplate or tag in ("html", "body", "main", "article"):
            return ""
        return "" if kind != "nav" and _CONTENT.intersection(self._open) else kind

    def _why_dropped(self, tag: str, attributes: Mapping[str, str | None], landmark: str) -> str:
        """Why an element is not read; "" for one that is."""
        if self._is_unseen(tag, attributes):
            return "unseen"
        if landmark and landmark != "header":
            return "boilerplate"
        if tag == "noscript" and not self._reads_noscript:
            return "noscript"
        is_struck = tag in _STRUCK or _STRUCK_STYLE.search(attributes.get("style") or "")
        return "struck" if is_struck else ""

    def _count_dropped(self) -> None:
        words, self._dropped_words = _SPACES.sub(" ", "".join(self._dropped_words)).strip(), []
        is_plea = self._dropped_why == "noscript" and len(words) < _MAX_PLEA_CHARS and _PLEA.search(words)
        self._page.dropped_chars[self._dropped_why] += 0 if is_plea else len(words)

    def _is_unseen(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        if tag in _UNSEEN:
            # Headings that fold and unfold their section are buttons.
            return not (tag == "button" and self._level)
        if not attributes or tag in ("html", "body"):
            return tag == "dialog"
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return True
        if tag == "dialog" and "open" not in attributes:
            return True
        return bool(_HIDDEN.search(attributes.get("style") or ""))

    def _flush(self) -> None:
        """End the block that is being read, if there is one."""
        if not self._words:
            return
        parts, kinds = written(self._words), self._kinds
        self._words, self._kinds = [], []
        words = "".join(parts).replace(SOFT_HYPHEN, "")
        if not words.strip():
            return
        gap, self._gap = self._gap, PARAGRAPH_GAP
        blocks = [words.strip("\n")] if self._pre_depth else _paragraphs(words, self._level > 0)
        of_words = looks_of_words(parts, kinds, [block.strip() for block in blocks])
        for block, looks in zip(blocks, of_words, strict=True):
            is_code = self._pre_depth > 0
            whole = () if self._level else self._dress.block(len(block.strip()), is_code)
            self._keep(Piece(block, self._level, gap, looks=(*whole, *looks)))

    def _keep(self, piece: Piece) -> None:
        table = self._tables[-1] if self._tables else None
        if table and "caption" in self._open:
            table.title = table.title or piece.words
        cell = next((cell for table in reversed(self._tables) if (cell := table.cell) is not None), None)
        if cell is not None:
            cell.append(piece)
            return
        if piece.level == 1 and not self._first_heading:
            self._first_heading = piece.words
        self._page.pieces.append(piece)

    def _end_table(self) -> None:
        table = self._tables.pop()
        for outer in self._tables[-1:]:
            outer.is_layout = True
        for piece in table.pieces():
            self._keep(piece)


def _paragraphs(words: str, is_heading: bool) -> list[str]:
    """What stands between two blocks of the page, its lines as they are shown."""
    words = _RUN_OF_SPACES.sub(" ", words).strip()
    if is_heading:
        return [_AROUND_LINE_END.sub("\n", words).replace("\n", " ")]
    if "\n" in words:
        words = _AROUND_LINE_END.sub("\n", words)
    return _BLANK_LINES.split(words) if "\n\n" in words else [words]


def _mark(attributes: Mapping[str, str | None]) -> str:
    """`sup` or `sub` for what is raised or lowered by its style, or is a note's number by its kind."""
    if not attributes:
        return ""
    styled = _RAISED_STYLE.search(attributes.get("style") or "")
    if styled:
        return "sup" if styled[1].lower() == "super" else "sub"
    kind = f"{attributes.get('role')} {attributes.get('type')} {attributes.get('epub:type')}"
    return "sup" if "noteref" in kind else ""


def _is_remark(words: str) -> bool:
    return "<" not in words and sum(word.strip(",.;:").isalpha() for word in words.split()) >= _REMARK_WORDS
