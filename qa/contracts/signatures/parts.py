"""Parts of lines in blocks of signatures: whom each names, or says to sign, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index import Document, Span
from index.words import stem, stems
from index.words import words as words_of
from qa.contents.headings import title_of
from qa.contracts.signatures.blocks import BlockReading
from qa.contracts.signatures.lines import ENDS, LINE_CHARS, bare, dated_by, undated
from qa.contracts.signatures.names import COMPANY, ROLE, name_end, unmarked
from qa.intents.kinds import is_kind

# "the tenant", in small letters, where a colon tells that it is a label, or two words at most stand there.
_PARTY = (
    r"(?P<party>(?:(?:the\s)?(?-i:[^\W\d_a-z])|the\s(?=[^:\n]{2,60}:|[^\W\d_][\w’'-]*(?:\s[^\W\d_][\w’'-]*)?\s*\Z))"
    r"[^:]{0,80}?)"
)
_FOR = r"(?:for(?:\sand\son\sbehalf\sof)?|on\sbehalf\sof)"
_FOR_BY = re.compile(rf"signed\s(?i:{_FOR})\s{_PARTY}\s+by:?\s(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_BY_FOR = re.compile(
    rf"(?:(?:electronically|digitally)\s|docu)?signed\sby:?\s(?P<name>.+?)(?:,?\s(?:for|on\sbehalf\sof)\s{_PARTY}(?=[,.]|\Z).*)?",
    re.IGNORECASE | re.DOTALL,
)
FOR_WHOM = re.compile(
    rf"(?:(?i:signed|agreed|accepted|approved)(?:\sand\s(?:signed|agreed|accepted))?\s)?(?i:{_FOR})\s{_PARTY}(?:\sby)?\s*(?::\s*(?P<name>.*))?"
)
# A firm that acts by somebody, or somebody with a witness.
_DEED = re.compile(
    r"(?:executed|signed)(?:\s(?:and\sdelivered|as\sa\sdeed)){0,2}\sby\s(?P<party>[^:]+?)"
    r"(?:,?\s(?:acting|in\sthe\spresence)\b.*|\s*:)",
    re.IGNORECASE | re.DOTALL,
)
# "Ada Stone (Elm Ltd, Head of Finance)"
_FIRM_BEHIND = re.compile(r"\s*\((?P<firm>[^(),]+)(?:,[^()]*)?\)")
# For whom is said in a line of its own below.
_FOR_BELOW = re.compile(r"\W*(?:signed\s)?(?:for\sand\s)?on\sbehalf\sof\W*", re.IGNORECASE)
# "Ann Ray, Owner, for the Client"
_FOR_BEHIND = re.compile(
    rf"[,(–—-]\s?{_FOR}\s(?P<party>(?:the\s)?(?-i:[^\W\d_a-z])[^,()\n]{{1,60}})\)?\Z", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?:(?:print(?:ed)?\s)?(?:full\s)?(?:name|by|signed|signature)"
    rf"|(?:[\w-]+\s){{0,2}}(?:{ROLE.pattern}))\s*:\s*(?P<name>.*)",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?:title|position|role|capacity|its)\s*:\s*\S", re.IGNORECASE)
_WITNESS = re.compile(
    r"(?:witness|(?:duly\s)?witnessed(?:\sby)?|in\sthe\spresence\sof|attested(?:\sby)?)\b", re.IGNORECASE
)
# Who was shown it does not sign for anybody: "seen and noted Piet Vane".
_NOTED = re.compile(
    r"(?:(?:read|seen|noted|acknowledged|taken\snote\sof|for\sinformation)(?:\s(?:and|&)\s|\b))+(?:\sby)?\W+"
    r"(?=(?-i:[^\W\d_a-z]))(?P<name>.+)",
    re.IGNORECASE,
)
_SEMICOLON = re.compile(r"\s*;\s*")


def is_labelled(line: str) -> bool:
    """Whether a line says by a label who signs: "Director: Ada Stone", "Witness:"."""
    return bool(_WITNESS.match(line) or _NAMED.fullmatch(line))


def read_part(reading: BlockReading, part: Span, unit: Span, column: int | None) -> None:
    """Take up what a part of a line says: who signs, for whom the next one does, or an office."""
    if _read_signed(reading, part, unit):
        return
    if part.end - part.start > LINE_CHARS:
        reading.goes_on = False
    elif not (_read_label(reading, part, unit, column) or _read_witness(reading, part, unit)):
        match = _NAMED.fullmatch(reading.document.text, *part)
        _read_words(reading, Span(*match.span("name")) if match else part, unit, column)


def read_date(reading: BlockReading, part: Span) -> None:
    """Take up the date that a part of a line is, or ends in."""
    if dated := dated_by(reading.document.text, part):
        reading.date(dated)


def _read_signed(reading: BlockReading, part: Span, unit: Span) -> bool:
    """Whether a part says by whom and for whom: "Signed by Ada Stone for Elm Ltd"."""
    text = reading.document.text
    for form in (_FOR_BY, _BY_FOR):
        match = form.fullmatch(text, *part)
        if match and (end := name_end(text, Span(*match.span("name")))):
            reading.open(unit)
            party = undated(match["party"] or "") or _firm_behind(text, end, part)
            reading.add(part, Span(*match.span("name")), party, unit)
            reading.labels.clear()
            reading.is_named, reading.goes_on = True, False
            return True
    return False


def _firm_behind(text: str, end: int, part: Span) -> str:
    """The firm in brackets behind a name; "" where there is none, or an office alone."""
    match = _FIRM_BEHIND.match(text, end, part.end)
    return match["firm"] if match and not ROLE.search(match["firm"]) else ""


def _read_label(reading: BlockReading, part: Span, unit: Span, column: int | None) -> bool:
    """Whether a part says for whom is signed; by whom may stand behind it."""
    text = reading.document.text
    if match := _DEED.fullmatch(text, *part):
        if name_end(text, Span(*match.span("party"))):
            _read_words(reading, Span(*match.span("party")), unit, column)
        else:
            reading.label(match["party"], part.start, unit, column)
    elif _FOR_BELOW.fullmatch(text, *part):
        reading.awaited += 1
    elif reading.awaited and text[part.start].isupper():
        reading.awaited -= 1
        reading.label(text[slice(*part)].strip(ENDS), part.start, unit, column)
    elif match := FOR_WHOM.fullmatch(text, *part):
        reading.label(match["party"], part.start, unit, column)
        if match["name"]:
            for name in _each(text, bare(text, Span(*match.span("name")))):
                _read_words(reading, name, unit, column)
    elif reading.is_party(part):
        reading.label(text[slice(*part)].strip(ENDS), part.start, unit, column)
    else:
        return False
    return True


def _each(text: str, names: Span) -> Iterator[Span]:
    """The names that a semicolon parts: "Ada Stone, Clerk; Carl Reed, Chair"."""
    start = names.start
    for match in [*_SEMICOLON.finditer(text, *names), None]:
        yield Span(start, match.start() if match else names.end)
        start = match.end() if match else names.end


def _read_witness(reading: BlockReading, part: Span, unit: Span) -> bool:
    """Whether a part is of one who signs for nobody, having seen it."""
    text = reading.document.text
    if match := _WITNESS.match(text, *part):
        reading.witness(part.start, unit)
        _read_name(reading, part, match.end(), unit)
    elif match := _NOTED.fullmatch(text, *part):
        reading.label(None, part.start, unit)
        _read_words(reading, Span(*match.span("name")), unit)
    else:
        return False
    return True


def _read_name(reading: BlockReading, part: Span, start: int, unit: Span) -> None:
    """The witness who is named behind a colon, or behind the word for it, often with an address."""
    text = reading.document.text
    colon = text.find(":", *part)
    name = bare(text, Span(colon + 1 if colon >= 0 else start, part.end))
    if colon >= 0 or name_end(text, name):
        comma = text.find(",", *name)
        _read_words(reading, name if comma < 0 else Span(name.start, comma), unit)


def _read_words(reading: BlockReading, words: Span, unit: Span, column: int | None = None) -> None:
    """A name, an office below one, or whom the next one signs for."""
    text = reading.document.text
    words = unmarked(text, words)
    said = text[slice(*words)]
    if _is_office_below(reading, words):
        reading.go_on(words)
    elif end := name_end(text, words):
        if not _is_running_title(text[words.start : end], reading.document):
            so_many = len(reading.signers)
            reading.sign(words, unit, column)
            behind = _FOR_BEHIND.search(said)
            if behind and len(reading.signers) > so_many:
                reading.is_for(behind["party"])
    elif reading.goes_on and (_OFFICE.match(said) or ROLE.search(said)):
        reading.go_on(words)
    elif COMPANY.search(said) and said[:1].isupper():
        reading.firms.append(words)
        before = [] if reading.is_named else [one for one in reading.labels if one.party]
        if before:
            label = next((one for one in before if not one.has_firm), before[-1])
            label.party, label.has_firm = f"{label.party} {said}", True
        else:
            reading.label(said.strip(ENDS), words.start, unit, column)


def _is_office_below(reading: BlockReading, words: Span) -> bool:
    """Whether words like a name are the office of the one named right above: "Hall Bookings Clerk"."""
    text = reading.document.text
    if not (reading.goes_on and reading.is_named and reading.signers):
        return False
    last = reading.signers[-1]
    *_, role = [None, *ROLE.finditer(text, *words)]
    is_right_below = not any(map(str.isalnum, text[last.lines.end : words.start]))
    is_office = role is not None and role.end() == words.end
    return is_office and is_right_below and not ROLE.search(text, last.name.start, last.lines.end)


def _is_running_title(name: str, document: Document) -> bool:
    """Whether what looks like a name is the document's own, at the foot of a page: "Supply Agreement"."""
    kinds = [stem(word.casefold()) for word in words_of(name) if is_kind(word)]
    return bool(kinds) and not stems(title_of(document)).isdisjoint(kinds)
