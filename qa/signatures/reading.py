"""Reading blocks of signatures: whom each line opens, names, or says to sign, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from index import Document, Span
from index.words import stem, stems
from index.words import words as words_of
from qa.headings import title_of
from qa.intents.kinds import is_kind
from qa.signatures.blocks import BlockReading, Signer
from qa.signatures.lines import (
    ENDS,
    LINE_CHARS,
    NAME_AND_OFFICE,
    bare,
    beside,
    dated_by,
    dates_of,
    parts_of,
    units_of,
)
from qa.signatures.names import COMPANY, ROLE, is_short_for, name_end, unmarked
from qa.signatures.tables import table_signers

# So far below its opening a block of signatures reaches where no heading ends it; what is longer is not read.
_REACHES, _READ_CHARS = 1500, 500
_OPENS = re.compile(
    r"(?:\W*\d*[.)]?\s*)(?:signatures?(?:\spage|\sof\s.*)?|signed|signatories|execution)\W*\Z"
    r"|\W*(?:(?:agreed\sand\s)?signed|done|executed)\s(?:at|in|on)\s[^.;]{2,60}\W*\Z"
    r"|\W*signed(?:\sby|\sfor|\son\sbehalf|:)|\W*(?:signed\s)?for\sand\son\sbehalf\sof\b"
    r"|\W*(?:in|as)\switness\b|\W*executed\s(?:by|as|on)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\W*(?:annex|appendix|schedule|exhibit|attachment|enclosures?)\b", re.IGNORECASE)
_LINE = re.compile(r"\S[^\r\n]*")
# So many lines below for whom is signed say by whom, and when.
_LOOKS_AHEAD = 5
_MARKED = re.compile(r"\W*(?:\((?:sgd|signed|signature)\.?\)|/s/)\s(?=(?-i:[^\W\d_a-z]))", re.IGNORECASE)
_RULED = re.compile(r"[_.…]{4,}")
# A line of nothing else; as short a rule parts sections in Markdown.
_RULE = re.compile(r"\W*_{8,}[_\s]*")
# "the tenant", in small letters, where a colon tells that it is a label.
_PARTY = r"(?P<party>(?:(?:the\s)?(?-i:[^\W\d_a-z])|the\s(?=[^:\n]{2,60}:))[^:]{0,80}?)"
_FOR = r"(?:for(?:\sand\son\sbehalf\sof)?|on\sbehalf\sof)"
_FOR_BY = re.compile(rf"signed\s(?i:{_FOR})\s{_PARTY}\s+by:?\s(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_BY_FOR = re.compile(
    rf"signed\sby:?\s(?P<name>.+?)(?:,?\s(?:for|on\sbehalf\sof)\s{_PARTY}(?=[,.]|\Z).*)?",
    re.IGNORECASE | re.DOTALL,
)
_FOR_WHOM = re.compile(rf"(?:[Ss]igned\s)?(?i:{_FOR})\s{_PARTY}\s*(?::\s*(?P<name>.*))?")
# For whom is said in a line of its own below.
_FOR_BELOW = re.compile(r"\W*(?:signed\s)?(?:for\sand\s)?on\sbehalf\sof\W*", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:print(?:ed)?\s)?(?:full\s)?(?:name|by|signed|signature)\s*:\s*(?P<name>.*)", re.IGNORECASE
)
_OFFICE = re.compile(r"(?:title|position|role|capacity|its)\s*:\s*\S", re.IGNORECASE)
_WITNESS = re.compile(r"(?:witness|witnessed|in\sthe\spresence\sof|attested)\b", re.IGNORECASE)
# Who was shown it does not sign for anybody: "seen and noted Piet Vane".
_NOTED = re.compile(
    r"(?:(?:read|seen|noted|acknowledged|taken\snote\sof|for\sinformation)(?:\s(?:and|&)\s|\b))+(?:\sby)?\W+"
    r"(?=(?-i:[^\W\d_a-z]))(?P<name>.+)",
    re.IGNORECASE,
)
# Behind the name of who signs; an address or a number is of somebody to call.
_ONLY_OFFICE = re.compile(r"\W*[,(–—-]\s?[^,;:@\d]{2,60}")


def signers_of(document: Document) -> list[Signer]:
    """Who signed a document, in its order; nobody twice for the same."""
    reading = BlockReading(document)
    starts = {section.start for section in document.sections if section.heading}
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
        if block.start in starts and not is_expected:
            reading.end()
        for unit in units_of(document, block):
            _read(reading, unit)
    everybody = [*reading.dated_signers(), *tabled]
    signers = [one for one in everybody if not _is_again(one, everybody, document.text)]
    once = {(document.text[slice(*one.name)], one.party): one for one in reversed(signers)}
    return sorted(once.values(), key=lambda one: (one.lines.start, one.name.start))


def opens_signatures(heading: str) -> bool:
    """Whether a heading is one of signatures."""
    return bool(_OPENS.match(heading)) or _is_label(heading)


def _is_running_title(name: str, document: Document) -> bool:
    """Whether what looks like a name is the document's own, at the foot of a page: "Supply Agreement"."""
    kinds = [stem(word.casefold()) for word in words_of(name) if is_kind(word)]
    return bool(kinds) and not stems(title_of(document)).isdisjoint(kinds)


def _is_again(signer: Signer, signers: Sequence[Signer], text: str) -> bool:
    """Whether one who is named by initials is named in full for the same."""
    short = text[slice(*signer.name)]
    return any(is_short_for(short, text[slice(*one.name)]) for one in signers if one.party == signer.party)


def _is_of_signatures(text: str, heading: Span) -> bool:
    """Whether what looks like a heading, since it is short, is a line of a block of signatures."""
    said = text[slice(*heading)]
    is_short = heading.end - heading.start <= LINE_CHARS
    return _is_label(said) or (is_short and bool(NAME_AND_OFFICE.match(said) or [*dates_of(text, heading)]))


def _is_label(heading: str) -> bool:
    """Whether a heading is no more than for whom is signed, in a block of signatures."""
    bare = heading.strip("#* \t\r\n")
    return bool(COMPANY.search(bare)) or _FOR_WHOM.fullmatch(bare) is not None


def _read(reading: BlockReading, unit: Span) -> None:
    text = reading.document.text
    if unit.end - unit.start > _READ_CHARS:
        reading.goes_on = False
        return
    said = text[slice(*unit)]
    is_ruled = bool(_RULED.search(said)) and _FOR_WHOM.match(said) is not None
    columns = list(_columns(reading.document, unit))
    if (
        _OPENS.match(said)
        or is_ruled
        or _RULE.fullmatch(said)
        or _is_signed(said)
        or _stands_over_names(text, unit, [part for part, _ in columns])
    ):
        reading.until = unit.start + _REACHES
    elif _CLOSES.match(said):
        reading.end()
    if unit.start < reading.until:
        so_many = len(reading.signers)
        for part, column in columns:
            _read_part(reading, part, unit, column)
            _read_date(reading, part)
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


def _stands_over_names(text: str, unit: Span, parts: Sequence[Span]) -> bool:
    """Whether a line is for whom is signed: for several side by side, or over a name with a date below."""
    labels = [_FOR_WHOM.fullmatch(text, *part) for part in parts]
    if not all(labels) or any(one and one["name"] for one in labels):
        return any(_MARKED.match(text, *one) for one in parts_of(text, unit))
    lines = [bare(text, Span(*line.span())) for line in islice(_LINE.finditer(text, unit.end), _LOOKS_AHEAD)]
    if not lines:
        return False
    named = [unmarked(text, part) for part in parts_of(text, lines[0])]
    is_named = all(name_end(text, one) for one in named)
    return is_named and (len(parts) > 1 or any([*dates_of(text, line)] for line in lines[1:]))


def _is_signed(said: str) -> bool:
    """Whether a line by itself says for whom, by name and office: "For the Client: Ann Ray, Owner"."""
    match = _FOR_WHOM.fullmatch(said)
    end = name_end(said, bare(said, Span(*match.span("name")))) if match and match["name"] else None
    return (
        end is not None
        and ROLE.search(said, end) is not None
        and _ONLY_OFFICE.fullmatch(said, end) is not None
    )


def _read_part(reading: BlockReading, part: Span, unit: Span, column: int | None) -> None:
    text = reading.document.text
    for form in (_FOR_BY, _BY_FOR):
        match = form.fullmatch(text, *part)
        if match and name_end(text, Span(*match.span("name"))):
            reading.open(unit)
            reading.add(part, Span(*match.span("name")), match["party"] or "", unit)
            reading.labels.clear()
            reading.is_named, reading.goes_on = True, False
            return
    if part.end - part.start > LINE_CHARS:
        reading.goes_on = False
    elif _FOR_BELOW.fullmatch(text, *part):
        reading.awaited += 1
    elif reading.awaited and text[part.start].isupper():
        reading.awaited -= 1
        reading.label(text[slice(*part)].strip(ENDS), part.start, unit, column)
    elif _WITNESS.match(text, *part):
        reading.label(None, part.start, unit)
        _read_name(reading, part, unit)
    elif match := _NOTED.fullmatch(text, *part):
        reading.label(None, part.start, unit)
        _read_words(reading, Span(*match.span("name")), unit)
    elif match := _FOR_WHOM.fullmatch(text, *part):
        reading.label(match["party"], part.start, unit, column)
        if match["name"]:
            _read_words(reading, bare(text, Span(*match.span("name"))), unit, column)
    elif match := _NAMED.fullmatch(text, *part):
        _read_words(reading, Span(*match.span("name")), unit, column)
    else:
        _read_words(reading, part, unit, column)


def _read_date(reading: BlockReading, part: Span) -> None:
    if dated := dated_by(reading.document.text, part):
        reading.date(dated)


def _read_name(reading: BlockReading, part: Span, unit: Span) -> None:
    """The witness who is named behind a colon."""
    colon = reading.document.text.find(":", *part)
    if colon >= 0:
        start = colon + 1
        while start < part.end and reading.document.text[start].isspace():
            start += 1
        _read_words(reading, Span(start, part.end), unit)


def _read_words(reading: BlockReading, words: Span, unit: Span, column: int | None = None) -> None:
    """A name, an office below one, or whom the next one signs for."""
    text = reading.document.text
    words = unmarked(text, words)
    said = text[slice(*words)]
    if end := name_end(text, words):
        if not _is_running_title(text[words.start : end], reading.document):
            reading.sign(words, unit, column)
    elif reading.goes_on and (_OFFICE.match(said) or ROLE.search(said)):
        reading.go_on(words)
    elif COMPANY.search(said) and said[:1].isupper():
        before = [] if reading.is_named else [one for one in reading.labels if one.party]
        if before:
            label = next((one for one in before if not one.has_firm), before[-1])
            label.party, label.has_firm = f"{label.party} {said}", True
        else:
            reading.label(said.strip(ENDS), words.start, unit, column)
