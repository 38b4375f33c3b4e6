"""Reading blocks of signatures: whom each line opens, names, or says to sign, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from index import Document, Span
from qa.contracts.signatures.blocks import BlockReading, Signer
from qa.contracts.signatures.firms import under_their_firms
from qa.contracts.signatures.lines import (
    LINE_CHARS,
    NAME_AND_OFFICE,
    bare,
    beside,
    dates_of,
    parts_of,
    units_of,
)
from qa.contracts.signatures.names import COMPANY, ROLE, is_short_for, name_end, unmarked
from qa.contracts.signatures.parts import FOR_WHOM, is_labelled, read_date, read_part
from qa.contracts.signatures.tables import table_signers

# So far below its opening a block of signatures reaches where no heading ends it; what is longer is not read.
_REACHES, _READ_CHARS = 1500, 500
_OPENS = re.compile(
    r"(?:\W*\d*[.)]?\s*)(?:signatures?(?:\spage|\sof\s.*)?|signed|signatories|execution)\W*\Z"
    r"|\W*(?:(?:agreed\sand\s)?signed|done|executed)\s(?:at|in|on)\s[^.;]{2,60}\W*\Z"
    r"|\W*(?:(?:electronically|digitally)\s|docu)?signed(?:\sby|\sfor|\son\sbehalf|\sas\sa\sdeed|:)"
    r"|\W*(?:signed\s)?for\sand\son\sbehalf\sof\b"
    r"|\W*(?:in|as)\switness\b|\W*executed\s(?:by|as|on)\b",
    re.IGNORECASE,
)
# The end of a letter, and of what whoever it was sent to agrees to below it: each is signed by itself.
_LETTER = re.compile(
    r"\W*(?:yours\s(?:sincerely|faithfully|truly)|sincerely(?:\syours)?"
    r"|(?:(?:with\s)?(?:kind|best|warm)\s)?regards)\W*\Z"
    r"|\W*(?:(?:I|we)\s(?:hereby\s)?(?:agree|accept)\b|(?:read(?:\sand|,)\s)?(?:agreed|accepted)\b)[^;]{0,60}\Z",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\W*(?:annex|appendix|schedule|exhibit|attachment|enclosures?)\b", re.IGNORECASE)
_LINE = re.compile(r"\S[^\r\n]*")
# So many lines below for whom is signed say by whom, and when.
_LOOKS_AHEAD = 5
_MARKED = re.compile(
    r"\W*(?:\((?:sgd|signed|signature)\.?\)|sgd\.|/s/)\s(?=(?-i:[^\W\d_a-z]))", re.IGNORECASE
)
_RULED = re.compile(r"[_.…]{4,}")
# A line of nothing else; as short a rule parts sections in Markdown.
_RULE = re.compile(r"\W*_{8,}[_\s]*")
# Behind the name of who signs; an address or a number is of somebody to call.
_ONLY_OFFICE = re.compile(r"\W*[,(–—-]\s?[^,;:@\d]{2,60}")


def block_signers(document: Document) -> list[Signer]:
    """Who signs in the blocks and tables of a document, in its order; nobody twice for the same."""
    reading, tabled = _read_blocks(document)
    stacked = under_their_firms(document.text, [*reading.dated_signers()], reading.firms)
    everybody = [*stacked, *tabled]
    signers = [one for one in everybody if not _is_again(one, everybody, document.text)]
    once = {(document.text[slice(*one.name)], one.party): one for one in reversed(signers)}
    return sorted(once.values(), key=lambda one: (one.lines.start, one.name.start))


def witnesses_of(document: Document) -> list[Signer]:
    """Who signed a document as a witness, in its order."""
    return _read_blocks(document)[0].witnesses


def _read_blocks(document: Document) -> tuple[BlockReading, list[Signer]]:
    """What the blocks of signatures say, and those who sign in tables."""
    reading = BlockReading(document)
    starts = {section.start for section in document.sections if section.heading}
    feet = {section.start for section in document.sections if not section.heading}
    tabled: list[Signer] = []
    read_until = 0
    for block in document.blocks:
        if block.start < read_until:
            continue
        found = document.row_at(block.start)
        if found and found[1] == found[0].rows[0]:
            is_below = block.start < reading.until
            signers = table_signers(document, found[0], is_expected=is_below)
            if signers is not None:
                tabled += reading.under_one_date(signers)
                read_until = found[0].rows[-1].end
                reading.is_named = reading.goes_on = False
                continue
        is_expected = reading.awaited or _is_of_signatures(document.text, block)
        if block.start in feet or (block.start in starts and not is_expected):
            reading.end()
        for unit in units_of(document, block):
            _read(reading, unit)
    return reading, tabled


def opens_signatures(heading: str) -> bool:
    """Whether a heading is one of signatures."""
    return bool(_OPENS.match(heading)) or _is_label(heading)


def _is_again(signer: Signer, signers: Sequence[Signer], text: str) -> bool:
    """Whether one who is named by initials is named in full for the same."""
    short = text[slice(*signer.name)]
    return any(is_short_for(short, text[slice(*one.name)]) for one in signers if one.party == signer.party)


def _is_of_signatures(text: str, heading: Span) -> bool:
    """Whether what looks like a heading, since it is short, is a line of a block of signatures."""
    said = text[slice(*heading)]
    is_short = heading.end - heading.start <= LINE_CHARS
    is_line = is_labelled(said) or NAME_AND_OFFICE.match(said) or [*dates_of(text, heading)]
    return _is_label(said) or (is_short and bool(is_line))


def _is_label(heading: str) -> bool:
    """Whether a heading is no more than for whom is signed, in a block of signatures."""
    bare = heading.strip("#* \t\r\n")
    return bool(COMPANY.search(bare)) or FOR_WHOM.fullmatch(bare) is not None


def _read(reading: BlockReading, unit: Span) -> None:
    text = reading.document.text
    if unit.end - unit.start > _READ_CHARS:
        reading.goes_on = False
        return
    said = text[slice(*unit)]
    is_ruled = bool(_RULED.search(said)) and FOR_WHOM.match(said) is not None
    columns = list(_columns(reading.document, unit))
    if _LETTER.match(said):
        reading.end()
        reading.until = unit.start + _REACHES
    elif (
        _OPENS.match(said)
        or is_ruled
        or _RULE.fullmatch(said)
        or _is_signed(said)
        or _stands_over_names(reading, unit, [part for part, _ in columns])
    ):
        reading.until = unit.start + _REACHES
    elif _CLOSES.match(said):
        reading.end()
    if unit.start < reading.until:
        so_many = len(reading.signers)
        for part, column in columns:
            read_part(reading, part, unit, column)
            read_date(reading, part)
        if reading.document.row_at(unit.start):
            reading.end_cell(unit, so_many)
    if not _RULE.fullmatch(said):
        reading.before = unit


def _columns(document: Document, unit: Span) -> Iterator[tuple[Span, int | None]]:
    """The words of a line, each with the column in which they stand; None where they stand alone."""
    parts = [
        unmarked(document.text, one)
        for whole in parts_of(document.text, unit)
        for one in beside(document.text, whole)
    ]
    found = document.row_at(unit.start)
    cell = next((one for one in found[1].cells(*unit)), None) if found else None
    for at, part in enumerate(parts):
        yield part, cell.column if cell else at if len(parts) > 1 else None


def _stands_over_names(reading: BlockReading, unit: Span, parts: Sequence[Span]) -> bool:
    """Whether a line is for whom is signed: for several side by side, or over a name with a date near by."""
    text = reading.document.text
    if not all(_tells_party(reading, part) or COMPANY.search(text[slice(*part)]) for part in parts):
        return any(_MARKED.match(text, *one) for one in parts_of(text, unit))
    lines = [bare(text, Span(*line.span())) for line in islice(_LINE.finditer(text, unit.end), _LOOKS_AHEAD)]
    named = next((line for line in lines if not _is_before_names(reading, line)), None)
    if named is None or (named is lines[0] and not all(_tells_party(reading, part) for part in parts)):
        return False
    is_dated = any([*dates_of(text, line)] for line in lines[1:])
    is_dated = is_dated or (reading.before is not None and any(dates_of(text, reading.before)))
    return _are_names(text, named) and (len(parts) > 1 or is_dated)


def _is_before_names(reading: BlockReading, line: Span) -> bool:
    """Whether a line is one to write on, or says for whom another signs whose name stands farther down."""
    text = reading.document.text
    return bool(_RULE.fullmatch(text, *line)) or (
        FOR_WHOM.fullmatch(text, *line) is not None and _tells_party(reading, line)
    )


def _tells_party(reading: BlockReading, part: Span) -> bool:
    """Whether words are for whom is signed, and nobody is named behind them."""
    match = FOR_WHOM.fullmatch(reading.document.text, *part)
    return not match["name"] if match else reading.is_party(part)


def _are_names(text: str, line: Span) -> bool:
    """Whether a line is of names alone, or of one behind the word for it."""
    named = (unmarked(text, part) for part in parts_of(text, line))
    return is_labelled(text[slice(*line)]) or all(name_end(text, one) for one in named)


def _is_signed(said: str) -> bool:
    """Whether a line by itself says for whom, by name and office: "For the Client: Ann Ray, Owner"."""
    match = FOR_WHOM.fullmatch(said)
    end = name_end(said, bare(said, Span(*match.span("name")))) if match and match["name"] else None
    return (
        end is not None
        and ROLE.search(said, end) is not None
        and _ONLY_OFFICE.fullmatch(said, end) is not None
    )
