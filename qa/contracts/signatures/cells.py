"""Cells: what words that stand alone in a line of signatures tell: a name, for whom, a date, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index import Document, Row, Span
from index.words import stems
from qa.contents.headings import title_of
from qa.contents.mentions import DATE
from qa.contracts.defined import definitions, without_article
from qa.contracts.signatures.lines import ENDS, LINE_CHARS, bare, undated
from qa.contracts.signatures.names import COMPANY, ROLE, name_end, unmarked
from qa.intents.kinds import is_kind

_COLUMNS = re.compile(
    r"\s{3,}|(?<![:\t])\t+|\s[/·|]\s|(?<=\d{4})\s+(?=(?:For|Signed)\s)|(?<=\S)\s+(?=Dated?\s?:\s)"
)
_RULE = re.compile(r"[_.…]{4,}")
# Whatever is said of signing, in the first words of what is no prose.
SIGNS = re.compile(
    r"\W*(?:[\w-]+ly\s|docu-?|e-?)?(?:sign(?:ed|atur(?:e|es)|ator(?:y|ies))|sgd|executed|agreed|accepted|approved"
    r"|done\sat|in\switness\swhereof)\b",
    re.IGNORECASE,
)
_TELLS_OF_SIGNING = re.compile(r"\bsign(?:ed|s)\b", re.IGNORECASE)
_WITNESS = re.compile(r"\b(?:witness(?:ed)?\b(?!\swhereof)|in\sthe\spresence\sof|attested)", re.IGNORECASE)
_LABEL = re.compile(
    r"\W*(?P<name>(?:(?:print(?:ed)?|full)\s)*names?(?:\s?\([\w\s]+\)|\sin\s[\w\s]+)?|by)\s*:\s*"
    r"|\W*(?:date[d]?(?:\sof\ssignature)?|place(?:\s?[,/&]\s?|\sand\s)date|signatures?|signed|title|position|role|function"
    r"|office|capacity|reason|its)\b\s*[:,]?\s*",
    re.IGNORECASE,
)
_OFFICE_LABEL = re.compile(
    r"\W*(?:title|position|role|function|office|capacity|reason|its)\s*:", re.IGNORECASE
)
_FOR = re.compile(
    r"\b(?i:for\sand\son\sbehalf\sof|for|on\sbehalf\sof)\s(?P<party>(?:the\s\w|[^\W\d_a-z])[^,;:()\n]{1,70}?)"
    r"(?=\s+(?:by|on|at|dated|signed)\b|\s*[,;:()–—]|\.?\s*\Z)"
)
_BY = re.compile(r"\b(?i:by|per)\b(?:\sits\b)?:?\s+(?=[^\W\d_a-z])")
_BEHIND = re.compile(r":\s+|,\s(?=[^\W\d_a-z])")
_NAMES_NOBODY = re.compile(r"\b(?:party|side|page|for)\b", re.IGNORECASE)
# "at 09:41 (local time)"
_CLOCK = re.compile(
    r",?\s+(?:at\s)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s(?:[A-Z]{2,4}\b|\([\w\s]+\)))?"
)
# The board is the office's here, not for whom is signed.
_OFFICE_OF = re.compile(rf"{ROLE.pattern}\s(?:of|to|for)\b", re.IGNORECASE)
_SEGMENT = re.compile(r"[^,;:()–—\n]+")
_PROSE = re.compile(r"\b(?:shall|will|must|may|can|is|are|was|were|has|have|had|be)\b")
_SMALL = re.compile(r"\b[a-z]\w+")
_WORDS_LEFT = 4
_TITLES = stems("mr mrs ms miss dr prof")
# Nobody signs in a month alone.
_DAY = re.compile(r"\d\D+\d")


@dataclass(slots=True)
class SignatureCell:
    """What some words of a line tell.

    Attributes:
        words: where they stand.
        name: the name of a person, or None.
        party: for whom is signed, "" where that is not said.
        date: when, or None.
        is_labelled: whether a label says that the name is one.
        is_of_witness: whether the name is a witness's.
        is_mark: whether they say that something is signed, or leave a line to write on.
        is_prose: whether they are a sentence of something else.
        line: the line in which they stand.
        column: the column of a table in which they stand, None outside one.

    """

    words: Span
    name: Span | None = None
    party: str = ""
    date: Span | None = None
    is_labelled: bool = False
    is_of_witness: bool = False
    is_mark: bool = False
    is_prose: bool = False
    line: Span | None = None
    column: int | None = None


@dataclass
class CellReader:
    """Reads the lines of a document; knows whom it is between."""

    document: Document
    _called: list[frozenset[str]] = field(default_factory=list)
    # Those with "the" before their names.
    _bodies: set[frozenset[str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        text = self.document.text
        for one in definitions(self.document):
            name = stems(text[slice(*one.name)])
            self._called += [name, one.term, one.role]
            if text[: one.name.start].endswith(("the ", "The ")):
                self._bodies.add(name)
        self._called = [one for one in self._called if one]

    def cells_of(self, line: Span) -> list[SignatureCell]:
        """What stands side by side in a line, each by itself; rules to write on are marks."""
        text = self.document.text
        is_ruled = bool(_RULE.search(text, *line))
        cells = [self._cell(part) for part in self._parts(line)]
        for cell in cells:
            cell.line = line
        if is_ruled and cells:
            cells[0].is_mark = True
        return cells or [SignatureCell(line, is_mark=is_ruled, line=line)]

    def cells_of_row(self, row: Row) -> list[SignatureCell]:
        """What stands in the cells of a table's row."""
        line = Span(row.start, row.end)
        told: list[SignatureCell] = []
        for one in row.cells():
            for cell in self.cells_of(Span(one.start, one.end)):
                cell.line, cell.column = line, one.column
                told.append(cell)
        return told

    def _parts(self, line: Span) -> Iterator[Span]:
        """The columns of a line, of which those with several dates are parted behind each."""
        for column in _parted(self.document.text, line, _COLUMNS):
            for part in _parted(self.document.text, column, _RULE):
                words = bare(self.document.text, part)
                if any(map(str.isalnum, self.document.text[slice(*words)])):
                    yield from _each_dated(self.document.text, words)

    def _cell(self, words: Span) -> SignatureCell:
        text = self.document.text
        said = text[slice(*words)]
        date = next(
            (Span(*match.span()) for match in DATE.finditer(text, *words) if _DAY.search(match[0])), None
        )
        cell = SignatureCell(words, date=date, is_mark=bool(SIGNS.match(said)))
        if _OFFICE_LABEL.match(said):
            cell.date = None
            return cell
        witness = _WITNESS.search(said)
        cell.is_of_witness = witness is not None
        label = _LABEL.match(text, *words)
        start = label.end() if label else words.start
        cell.party = self._party(Span(start, words.end), date)
        cell.name, is_told = self._name(words, start, date, cell.party)
        if cell.name and not cell.party and self._is_called(text[slice(*cell.name)]):
            cell.party = text[slice(*cell.name)]
        cell.is_labelled = is_told and bool(label and label["name"])
        cell.is_prose = self._is_prose(cell)
        return cell

    def _is_prose(self, cell: SignatureCell) -> bool:
        text = self.document.text
        said = text[slice(*cell.words)]
        if cell.is_mark or (_TELLS_OF_SIGNING.search(said) and cell.name and cell.date):
            return len(said) > 2 * LINE_CHARS or (not cell.name and len(said) > LINE_CHARS)
        is_told = cell.name and cell.date and cell.party
        is_sentence = said.endswith(".") and len(_SMALL.findall(said)) > 2 and not is_told
        if len(said) > LINE_CHARS or is_sentence or _PROSE.search(said):
            return True
        told = [text[slice(*one)] for one in (cell.name, cell.date) if one] + [cell.party]
        for one in filter(None, told):
            said = said.replace(one, " ", 1)
        said = _CLOCK.sub(" ", said)
        said = " ".join(part for part in re.split(r"[,;:()–—]", said) if not ROLE.search(part))
        return len(re.findall(r"\w[\w-]*", said)) > _WORDS_LEFT

    def _party(self, words: Span, date: Span | None) -> str:
        """For whom is signed: behind "for", or what a party is called, alone or between commas."""
        text = self.document.text
        said = text[slice(*words)]
        if found := _FOR.search(said):
            return undated(found["party"])
        for segment in _SEGMENT.finditer(text, *words):
            if date and date.start <= segment.start() < date.end:
                continue
            one = undated(segment[0].split("\n")[0].strip(f"{ENDS}*|"))
            if one and not _OFFICE_OF.match(one) and self._is_called(one):
                return one
        return ""

    def _is_called(self, said: str) -> bool:
        """Whether words are what a party is called, or a firm."""
        wanted = stems(without_article(said))
        if not wanted or _NAMES_NOBODY.match(said) or not said[:1].isupper() or said[-1:] == ".":
            return False
        is_known = any(wanted == one or (len(wanted) > 1 and wanted <= one) for one in self._called)
        return is_known or (bool(COMPANY.search(said)) and len(said.split()) > 1)

    def _name(self, words: Span, start: int, date: Span | None, party: str) -> tuple[Span | None, bool]:
        """The name of a person, and whether it is told by a label; a place before a date is none."""
        text = self.document.text
        starts = [match.end() for form in (_BY, _BEHIND) for match in form.finditer(text, *words)]
        for first in (start, *starts):
            named = unmarked(text, Span(first, words.end))
            if date and date.start <= named.start < date.end:
                continue
            end = self._name_end(named, date) if text[named.start : named.start + 1].isupper() else None
            if end and not self._is_other(text[named.start : end], party):
                return Span(named.start, end), first > words.start
        return None, False

    def _name_end(self, words: Span, date: Span | None) -> int | None:
        """Where a name ends; a date right behind it does not make it a place where it is told to be one."""
        text = self.document.text
        until = words.end
        if date and words.start < date.start:
            before = text[words.start : date.start].rstrip(f"{ENDS}–—-(\t")
            before = re.sub(r"\s(?:(?:has\s)?signed\b.*|on|the|this)\Z", "", before)
            until = words.start + len(before)
        return name_end(text, Span(words.start, until))

    def _is_other(self, said: str, party: str) -> bool:
        """Whether what looks like a name is a party that is no person, or the document's own."""
        if _NAMES_NOBODY.search(said) or ROLE.fullmatch(said):
            return True
        if said.strip(ENDS) in party and (COMPANY.search(party) or len(said.split()) > 2):
            return True
        if self._is_called(said) and not self._is_person(said):
            return True
        kinds = [word for word in said.split() if is_kind(word)]
        return bool(kinds) and bool(stems(said) & stems(title_of(self.document)))

    def _is_person(self, said: str) -> bool:
        """Whether a party is somebody, and no firm or other body: all of its name is said."""
        if stems(said) in self._bodies:
            return False
        return any(stems(said) - _TITLES == one - _TITLES for one in self._called) and not COMPANY.search(
            said
        )


def _parted(text: str, words: Span, parting: re.Pattern[str]) -> Iterator[Span]:
    start = words.start
    for match in parting.finditer(text, *words):
        if start < match.start():
            yield Span(start, match.start())
        start = match.end()
    if start < words.end:
        yield Span(start, words.end)


def _each_dated(text: str, words: Span) -> Iterator[Span]:
    """Words that hold several dates, parted behind each."""
    dates = list(DATE.finditer(text, *words))
    starts: Sequence[int] = [words.start, *(match.end() for match in dates[:-1])]
    ends = [*(match.end() for match in dates[:-1]), words.end]
    for start, end in zip(starts, ends, strict=True):
        said = text[start:end]
        led = re.match(r"\W*(?:and\s)?\W*", said)
        yield Span(start + (led.end() if led and start > words.start else 0), end)
