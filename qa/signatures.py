"""Signatures: who signed a document, for whom and when, by how the blocks of signatures at its end are made.

A block says for whom ("For the Client", "For and on behalf of Elm Ltd"), leaves a line to write on, and names
who signs, often with the office and the date below; side by side, all that is said for whom stands before the
names, and those before the dates. Where each of several blocks stands under a date, and none stands
below the last one, that is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index import Document, Span
from index.words import stem, stems
from index.words import words as words_of
from qa.headings import title_of
from qa.intents.kinds import is_kind
from qa.mentions import DATE

# So far below its opening a block of signatures reaches where no heading ends it; longer lines are prose.
_REACHES, _LINE_CHARS, _BLOCK_CHARS, _READ_CHARS = 1500, 160, 300, 500
_NAME_WORDS = 4
_ROLE = re.compile(
    r"\b(?:director|manager|partner|secretary|treasurer|chair(?:man|woman|person)?|president|head|chief|officer|owner"
    r"|principal|trustee|mayor|clerk|governor|proprietor|teacher|member|administrator|executive|founder|counsel"
    r"|solicitor|attorney|agent|representative|signatory|ce?o|cfo|coo|cto)s?\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:Ltd|Limited|LLP|LLC|Inc|plc|PLC|GmbH|AG|Corp|Corporation|Company|Co|Cooperative|Association|Council|Trust|School"
    r"|College|University|Board|Foundation|Society|Club|Union|Group|Holdings|Services|Hospital|Institute|Agency|BV"
    r"|SA|SE)\b\.?\s*:?\Z",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:\W*\d*[.)]?\s*)(?:signatures?(?:\spage|\sof\s.*)?|signed|signatories|execution)\W*\Z"
    r"|\W*signed(?:\sby|\sfor|\son\sbehalf|:)|\W*(?:signed\s)?for\sand\son\sbehalf\sof\b"
    r"|\W*(?:in|as)\switness\b|\W*executed\s(?:by|as|on)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\W*(?:annex|appendix|schedule|exhibit|attachment|enclosures?)\b", re.IGNORECASE)
_RULED = re.compile(r"[_.…]{4,}")
# A line of nothing else; as short a rule parts sections in Markdown.
_RULE = re.compile(r"\W*_{8,}[_\s]*")
_PARTED = re.compile(r"(?:[\s:(]*[_.…]{4,}[\s:(]*)|\s{3,}|(?<=[.;])\s+(?=(?:For|Signed)\s)")
_PARTY = r"(?P<party>(?:the\s)?(?-i:[^\W\d_a-z])[^:]{0,80}?)"
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
# "for the Trust", below a name; "Ada Stone, Head of Finance".
_SMALL_FOR = re.compile(r"\bfor\sthe\s[A-Z]\w+")
_NAME_AND_OFFICE = re.compile(
    rf"\b[A-Z][\w’'-]+\s(?:[A-Z]\.\s)?[A-Z][\w’'-]+,\s(?=(?:\w+\s){{0,2}}?(?i:{_ROLE.pattern}))"
)
# Behind the name of who signs; an address or a number is of somebody to call.
_ONLY_OFFICE = re.compile(r"\W*[,(–—-]\s?[^,;:@\d]{2,60}")
_LINE = re.compile(r"\S[^\r\n]*")
_WORD = re.compile(r"[^\W\d_][\w’'.-]*(?=[\s,;:()/*]|\Z)")
_PARTICLES = frozenset("van von de der den du la le di da dos bin al ter".split())
_HONOURS = frozenset("dr mr mrs ms miss prof professor sir dame rev".split())
# What may stand before the date of a signature: "Date:", a place, "Signed at Thorn on".
_BEFORE_DATE = re.compile(
    r"(?:.*\b(?i:signed|executed|dated?)\b.*|(?:(?:[A-Z][\w’'.-]*|on|at|in|the|this|and)[\s,:;–—-]*)*)\Z"
)
_AFTER_NAME = re.compile(r"\W*\Z|\*{0,2}\s*[,;:(/)–—-]|\s+(?:on|at|in|for)\b")
_ENDS = ".,;: "


class Dated(NamedTuple):
    """The line that says when something was signed, and the date in it."""

    line: Span
    date: Span


class Signer(NamedTuple):
    """Who signed: the lines that say it, the name in them, for whom, "" where that is not said, and when."""

    lines: Span
    name: Span
    party: str
    dated: Dated | None = None


@dataclass(slots=True)
class _Label:
    """For whom the next one signs; None for a witness. It is alone unless others stand before the names."""

    party: str | None
    start: int
    unit: Span
    is_alone: bool = True
    has_firm: bool = False


@dataclass(slots=True)
class _Block:
    """Those who sign in one place, and when.

    Attributes:
        row: where the table or line begins that says for whom.
        is_of_witness: whether witnesses alone sign there.
        stated: the date of all who have none of their own.
        over: the dates in the line before it.
        is_beside: whether several sign side by side: all names stand before all dates.
        names: who signs, by the number among all signers.
        dates: the dates there, in their order.

    """

    row: int
    is_of_witness: bool = False
    stated: Dated | None = None
    over: tuple[Dated, ...] = ()
    is_beside: bool = False
    names: list[int] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)

    def date_of(self, signers: Sequence[Signer], at: int) -> Dated | None:
        """When the one signed who is named at some place among the names: the next date, or the only one."""
        if len(self.dates) == len(self.names):
            return self.dates[at]
        if self.is_beside and len(self.dates) != 1:
            return self.stated
        after = (one for one in self.dates if one.line.start >= signers[self.names[at]].name.start)
        return next(after, self.dates[-1] if self.dates else self.stated)


@dataclass(slots=True)
class _Reading:
    """What has been read of a document so far."""

    document: Document
    until: int = 0
    before: Span | None = None
    labels: list[_Label] = field(default_factory=list)
    signers: list[Signer] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    is_in_block: bool = False
    stated: Dated | None = None
    # Whether the last one to be read of is somebody named, and whose office may follow.
    is_named: bool = False
    goes_on: bool = False
    # So many are still to be told for whom is signed.
    awaited: int = 0

    def end(self) -> None:
        """Nobody signs any more, until another opening."""
        self.until, self.is_named, self.goes_on = 0, False, False
        self.is_in_block, self.stated, self.awaited = False, None, 0
        self.labels.clear()

    def label(self, party: str | None, start: int, unit: Span) -> None:
        """Take up for whom is signed; what was left of an earlier block is over."""
        if self.is_named and self._is_said_below(party, start):
            return
        if self.is_named:
            self.labels.clear()
        beside = [one for one in self.labels if one.unit != unit]
        for one in beside:
            one.is_alone = False
        self.labels.append(_Label(party, start, unit, not beside))
        self.is_named = self.goes_on = False
        self.open(unit, is_of_witness=party is None)

    def _is_said_below(self, party: str | None, start: int) -> bool:
        """Whether "for the Client" stands below the name of the one who signs for them."""
        names = self.blocks[-1].names if self.is_in_block else []
        number = next((one for one in names if not self.signers[one].party), None)
        if party is None or number is None or not self.document.text.startswith("for", start):
            return False
        self.signers[number] = self.signers[number]._replace(party=party)
        return True

    def open(self, unit: Span, *, is_of_witness: bool = False) -> None:
        """Begin a block, or go on with the one that is in the same row, or has no name yet."""
        found = self.document.row_at(unit.start)
        row = found[0].rows[0].start if found else unit.start
        last = self.blocks[-1] if self.is_in_block else None
        is_same = last and (last.row == row or not (last.names or last.dates))
        if last and is_same and last.is_of_witness == is_of_witness:
            last.is_beside = True
            return
        over = tuple(_dates(self.document.text, self.before)) if self.before else ()
        self.blocks.append(_Block(row, is_of_witness, self.stated, over))
        self.is_in_block = True

    def sign(self, words: Span, unit: Span) -> None:
        """Take up who signs, for the one whose label stands in the same lines, else for the first left."""
        own = bool(self.labels) and self.labels[-1].unit == unit
        label = self.labels.pop(-1 if own else 0) if self.labels else None
        self.goes_on = label is None or own or label.is_alone
        self.is_named = True
        if label and label.party is None:
            self.goes_on = False
            return
        is_near = label is not None and self.goes_on and words.end - label.start < _BLOCK_CHARS
        start = label.start if label and is_near else words.start
        block = self.blocks[-1] if self.is_in_block else None
        if label is None and block and block.is_beside:
            self.goes_on = False
            if self._is_printed_below(block, words):
                return
        is_with_last = label is None and block and block.names and not block.is_beside
        party = self.signers[-1].party if is_with_last else label.party if label else ""
        self.add(Span(start, words.end), words, party or "", unit)

    def _is_printed_below(self, block: _Block, words: Span) -> bool:
        """Whether a name in full stands below the signature of the same one: "Ada Stone" below "A. Stone"."""
        text = self.document.text
        said = text[words.start : name_end(text, words) or words.end]
        for number in block.names:
            signer = self.signers[number]
            if _is_short_for(text[slice(*signer.name)], said):
                name = Span(words.start, words.start + len(said))
                self.signers[number] = signer._replace(lines=words, name=name)
                return True
        return False

    def add(self, lines: Span, name: Span, party: str, unit: Span) -> None:
        """Take up a signer."""
        if not self.is_in_block:
            self.open(unit)
        self.blocks[-1].names.append(len(self.signers))
        end = name_end(self.document.text, name) or name.end
        self.signers.append(Signer(lines, Span(name.start, end), party))

    def go_on(self, words: Span) -> None:
        """The office of the one named last."""
        last = self.signers[-1]
        self.signers[-1] = last._replace(lines=Span(last.lines.start, words.end))

    def date(self, dated: Dated) -> None:
        """Take up when is signed."""
        if self.is_in_block:
            self.blocks[-1].dates.append(dated)
        else:
            self.stated = dated

    def dated_signers(self) -> Iterator[Signer]:
        """All signers, each with when that was."""
        named = [block for block in self.blocks if block.names]
        is_under = all(block.over for block in named) and not (named and named[-1].dates)
        for block in named:
            for at, number in enumerate(block.names):
                under = block.over[min(at, len(block.over) - 1)] if is_under else None
                yield self.signers[number]._replace(dated=under or block.date_of(self.signers, at))


def signers_of(document: Document) -> list[Signer]:
    """Who signed a document, in its order; nobody twice for the same."""
    reading = _Reading(document)
    starts = {section.start for section in document.sections if section.heading}
    for block in document.blocks:
        is_expected = reading.awaited or _is_of_signatures(document.text, block)
        if block.start in starts and not is_expected:
            reading.end()
        for unit in _units(document, block):
            _read(reading, unit)
    everybody = list(reading.dated_signers())
    signers = [one for one in everybody if not _is_again(one, everybody, document.text)]
    once = {(document.text[slice(*one.name)], one.party): one for one in reversed(signers)}
    return sorted(once.values(), key=lambda one: one.lines.start)


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
    return any(_is_short_for(short, text[slice(*one.name)]) for one in signers if one.party == signer.party)


def _is_short_for(short: str, whole: str) -> bool:
    """Whether one name is another with its first word as an initial: "H. Farrar" for Helen Farrar."""
    (first, *more), (full, *others) = short.split(), whole.split()
    is_initial = len(first.rstrip(".")) == 1 and len(full) > len(first)
    return is_initial and full[0] == first[0] and others == more


def name_end(text: str, words: Span) -> int | None:
    """Where the name of a person ends that some words begin with, with an office right behind it.

    None where they do not begin with a name.
    """
    end, count, at = words.start, 0, words.start
    while at < words.end and (word := _WORD.match(text, at, words.end)):
        said = word[0].rstrip(".").casefold()
        if not (word[0][0].isupper() or said in _PARTICLES):
            break
        if _ROLE.fullmatch(said):
            return word.end() if count > 1 else None
        count += said not in _HONOURS and said not in _PARTICLES
        end, at = word.end(), word.end()
        while at < words.end and text[at].isspace():
            at += 1
        if text[end : end + 1] in ",;:(/":
            break
    follows = text[end : words.end]
    is_place = follows.lstrip(", ")[:1].isdigit() or not _AFTER_NAME.match(follows)
    is_name = 1 < count <= _NAME_WORDS and not _COMPANY.search(text[words.start : end]) and not is_place
    return end if is_name else None


def _units(document: Document, block: Span) -> Iterator[Span]:
    """The cells of a row, the lines of any other block."""
    found = document.row_at(block.start)
    if found:
        yield from (Span(cell.start, cell.end) for cell in found[1].cells())
        return
    for line in _LINE.finditer(document.text, *block):
        yield _bare(document.text, Span(*line.span()))


def _bare(text: str, words: Span) -> Span:
    """Words without spaces and signs of markup around them."""
    start, end = words
    while start < end and text[start] in " \t#*>|-":
        start += 1
    while end > start and text[end - 1] in " \t*|":
        end -= 1
    return Span(start, end)


def _parts(text: str, unit: Span) -> Iterator[Span]:
    """A line's words before and behind a line to write on, and each that tells for whom."""
    start = unit.start
    for parting in _PARTED.finditer(text, *unit):
        if start < parting.start():
            yield Span(start, parting.start())
        start = parting.end()
    in_brackets = start > unit.start and text[start - 1] == "(" and text[unit.end - 1] == ")"
    end = unit.end - in_brackets
    if start < end:
        yield Span(start, end)


def _beside(text: str, part: Span) -> Iterator[Span]:
    """What stood side by side in a line that has lost its columns: dates, names with offices, or for whom."""
    said = text[slice(*part)]
    for form in (DATE, _NAME_AND_OFFICE, _SMALL_FOR):
        starts = [match.start() for match in form.finditer(said)]
        if len(starts) < 2:
            continue
        if form is DATE:
            starts = [0, *(match.end() + 1 for match in form.finditer(said))][: len(starts)]
        ends = [*starts[1:], len(said)]
        if not said[: starts[0]].strip() and len(said) <= _LINE_CHARS:
            yield from (
                Span(part.start + low, part.start + len(said[:high].rstrip()))
                for low, high in zip(starts, ends, strict=True)
            )
            return
    yield part


def _is_of_signatures(text: str, heading: Span) -> bool:
    """Whether what looks like a heading, since it is short, is a line of a block of signatures."""
    said = text[slice(*heading)]
    is_short = heading.end - heading.start <= _LINE_CHARS
    return _is_label(said) or (is_short and bool(_NAME_AND_OFFICE.match(said) or [*_dates(text, heading)]))


def _is_label(heading: str) -> bool:
    """Whether a heading is no more than for whom is signed, in a block of signatures."""
    bare = heading.strip("#* \t\r\n")
    return bool(_COMPANY.search(bare)) or _FOR_WHOM.fullmatch(bare) is not None


def _read(reading: _Reading, unit: Span) -> None:
    text = reading.document.text
    if unit.end - unit.start > _READ_CHARS:
        reading.goes_on = False
        return
    said = text[slice(*unit)]
    is_ruled = bool(_RULED.search(said)) and _FOR_WHOM.match(said) is not None
    if _OPENS.match(said) or is_ruled or _RULE.fullmatch(said) or _is_signed(said):
        reading.until = unit.start + _REACHES
    elif _CLOSES.match(said):
        reading.end()
    if unit.start < reading.until:
        for part in (one for whole in _parts(text, unit) for one in _beside(text, whole)):
            _read_part(reading, part, unit)
            _read_date(reading, part)
    if not _RULE.fullmatch(said):
        reading.before = unit


def _is_signed(said: str) -> bool:
    """Whether a line by itself says for whom, by name and office: "For the Client: Ann Ray, Owner"."""
    match = _FOR_WHOM.fullmatch(said)
    end = name_end(said, _bare(said, Span(*match.span("name")))) if match and match["name"] else None
    return (
        end is not None
        and _ROLE.search(said, end) is not None
        and _ONLY_OFFICE.fullmatch(said, end) is not None
    )


def _read_part(reading: _Reading, part: Span, unit: Span) -> None:
    text = reading.document.text
    for form in (_FOR_BY, _BY_FOR):
        match = form.fullmatch(text, *part)
        if match and name_end(text, Span(*match.span("name"))):
            reading.open(unit)
            reading.add(part, Span(*match.span("name")), match["party"] or "", unit)
            reading.labels.clear()
            reading.is_named, reading.goes_on = True, False
            return
    if part.end - part.start > _LINE_CHARS:
        reading.goes_on = False
    elif _FOR_BELOW.fullmatch(text, *part):
        reading.awaited += 1
    elif reading.awaited and text[part.start].isupper():
        reading.awaited -= 1
        reading.label(text[slice(*part)].strip(_ENDS), part.start, unit)
    elif _WITNESS.match(text, *part):
        reading.label(None, part.start, unit)
        _read_name(reading, part, unit)
    elif match := _FOR_WHOM.fullmatch(text, *part):
        reading.label(match["party"], part.start, unit)
        if match["name"]:
            _read_words(reading, _bare(text, Span(*match.span("name"))), unit)
    elif match := _NAMED.fullmatch(text, *part):
        _read_words(reading, Span(*match.span("name")), unit)
    else:
        _read_words(reading, part, unit)


def _read_date(reading: _Reading, part: Span) -> None:
    if dated := _dated(reading.document.text, part):
        reading.date(dated)


def _dates(text: str, line: Span) -> Iterator[Dated]:
    """The dates of a line that has nothing else, but places and labels."""
    found = [_dated(text, part) for whole in _parts(text, line) for part in _beside(text, whole)]
    return iter([one for one in found if one] if all(found) else [])


def _dated(text: str, part: Span) -> Dated | None:
    """The date that a line ends in, where no more than a place or a label stands before it."""
    if part.end - part.start > _LINE_CHARS:
        return None
    *_, date = [None, *DATE.finditer(text, *part)]
    if date is None or text[date.end() : part.end].strip(_ENDS):
        return None
    return Dated(part, Span(*date.span())) if _BEFORE_DATE.match(text[part.start : date.start()]) else None


def _read_name(reading: _Reading, part: Span, unit: Span) -> None:
    """The witness who is named behind a colon."""
    colon = reading.document.text.find(":", *part)
    if colon >= 0:
        start = colon + 1
        while start < part.end and reading.document.text[start].isspace():
            start += 1
        _read_words(reading, Span(start, part.end), unit)


def _read_words(reading: _Reading, words: Span, unit: Span) -> None:
    """A name, an office below one, or whom the next one signs for."""
    text = reading.document.text
    said = text[slice(*words)]
    if end := name_end(text, words):
        if not _is_running_title(text[words.start : end], reading.document):
            reading.sign(words, unit)
    elif reading.goes_on and (_OFFICE.match(said) or _ROLE.search(said)):
        reading.go_on(words)
    elif _COMPANY.search(said) and said[:1].isupper():
        before = [] if reading.is_named else [one for one in reading.labels if one.party]
        if before:
            label = next((one for one in before if not one.has_firm), before[-1])
            label.party, label.has_firm = f"{label.party} {said}", True
        else:
            reading.label(said.strip(_ENDS), words.start, unit)
