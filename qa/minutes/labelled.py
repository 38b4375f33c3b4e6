"""Labelled: the actions and decisions of a document, by the lines, tables and sections that are called so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from index import Document, Span
from qa.contents.headings import is_heading
from qa.contents.mentions import DATE
from qa.minutes.postponed import decides_nothing, is_row_left_open
from qa.minutes.resolved import is_of_meeting, resolved, sentence_around


class Sort(StrEnum):
    """What lines, tables and sections may be labelled as."""

    ACTION = "action"
    DECISION = "decision"


_SOMEBODY = r"(?-i:[A-Z][\w’'.-]*(?:\s(?:and\s)?[A-Z][\w’'-]*){0,3})"
_NOUNS = {
    Sort.ACTION: (
        r"(?:(?:action(?:\s(?:points?|items?))?|task|to[\s-]?do|next\sstep|follow-?up)s?|(?-i:AP)s?)"
    ),
    Sort.DECISION: r"(?:decision|resolution)s?",
}
_SAID = {
    Sort.ACTION: rf"actions?\s(?:required|agreed)|(?:action|task|job|to[\s-]?do)\s(?:for\s|on\s)?{_SOMEBODY}",
    Sort.DECISION: (
        r"(?:it\swas\s)?(?:resolved|decided|agreed)|(?:re-?)?elected(?:\s\w+ly)?|decisions?\s(?:taken|made)"
    ),
}
# "A-31", "3", "2024/12"
_NUMBER = r"(?:\s(?:no\.?\s)?[A-Za-z]{0,3}[-\d][\w./-]*)?"
_BULLET = r"(?:[*#>•·▪◦‣–—-]+\s+|\(?\d+(?:\.\d+)*[.)]\s+|\d+(?:\.\d+)+\s+|\(?[a-z]\)\s+)"
_BULLETED = re.compile(rf"\s*{_BULLET}")
# "Decision: …", "**Action A-31:** …", "3. Agreed – …", at the beginning of a line or a sentence.
_LABELS = {
    sort: re.compile(
        rf"(?:^|(?<=[.!?]\s))[ \t]*{_BULLET}?[*_\[]*(?=[A-Z])(?i:(?:{_NOUNS[sort]}|{_SAID[sort]}){_NUMBER})"
        r"[*_]*(?:\s?:|\s[–—-]\s)[*_]*",
        re.MULTILINE,
    )
    for sort in Sort
}
# "→ Ada writes to the town – by 3 May"
_ARROW = re.compile(
    r"[ \t]*(?:[→⇒➔➜➝►]|[-=]>)\s+"
    r"(?=[A-Z][\w’'.-]*(?:\s(?:and\s)?[A-Z][\w’'-]*){0,4}\s(?:\([^()\n]{1,40}\)\s)?[a-z])"
)
_SHOUTED = re.compile(r"^[ \t]*(?:RESOLVED|AGREED|DECIDED)\s(?=that\b|to\b|THAT\b|TO\b)", re.MULTILINE)
# "… was adopted (decision 2024-13).", "… to be mended (action: Ada Stone)."
_NUMBERED_AFTER = {
    sort: re.compile(
        rf"\({_NOUNS[sort]}(?:\s(?=\S*\d)[\w./-]+|:\s?{_SOMEBODY}[^()\n]{{0,40}})\)", re.IGNORECASE
    )
    for sort in Sort
}
_AROUND = (
    r"agreed|taken|made|passed|adopted|list|log|register|plan|summary|arising|open|key|main|next|steps|follow-?ups?"
    r"|deadlines?|due\sdates?|owners?|responsibilities|who|what|when|by|of|the|and|from|this|meeting|for|to|be|&|,|:"
)
# "Who does what, and by when": a heading over actions that does not call them so.
_WHO_DOES_WHAT = re.compile(
    rf"{_BULLET}?(?:who\s(?:does|do|is\s(?:doing|to\sdo|responsible\sfor)|will\sdo|has\sto\sdo)\swhat|who,?\swhat"
    r"|what\s(?:every(?:one|body)|each(?:\sof\sus)?|people|we)\s(?:has|have|needs?|must)\s(?:to\s)?do|what\s(?:is|has|remains)\sto\sbe\sdone|(?:things\s)?(?:still\s)?to\sbe\sdone|things\sto\sdo)"
    r"(?:,?\s(?:and\s)?(?:(?:by|until)\s)?(?:whom?|when))*\W*",
    re.IGNORECASE,
)
_CALLED = {
    sort: re.compile(
        rf"{_BULLET}?(?:(?:item|part|section)\s\d+\W+)?(?=.*\b{_NOUNS[sort]}\b)"
        rf"(?:(?:{'|'.join(_NOUNS.values())}|{_AROUND})(?:\s+|(?=[,:])|\Z))+",
        re.IGNORECASE,
    )
    for sort in Sort
}
_HEADS = {
    Sort.ACTION: re.compile(
        rf"{_NOUNS[Sort.ACTION]}(?:\s(?:agreed|required|by|on|for)|\s?(?:/|,|&|and|[–—-])\s?(?:who|owner|by\swhom|by\swhen|when))*"
        r"|(?:by\s)?whom?(?:\s?(?:/|,|&|and|[–—-])\s?(?:by\s|until\s)?(?:when|date|what))+|who\sdoes\swhat.*",
        re.IGNORECASE,
    ),
    Sort.DECISION: re.compile(
        rf"{_NOUNS[Sort.DECISION]}(?:\s(?:agreed|taken|made))?|(?:what\s(?:was|we)\s)?(?:agreed|decided|resolved)",
        re.IGNORECASE,
    ),
}
# In minutes these columns, and sections, hold them too.
_HEADS_IN_MINUTES = re.compile(r"outcomes?|results?|conclusions?", re.IGNORECASE)
_JOBS = re.compile(rf"{_BULLET}?(?:jobs|duties|assignments|homework)\W*", re.IGNORECASE)
_NOT_DECIDED = re.compile(
    r"\W*(?:(?:none|nil|noted|taken\snote|no\s(?:decision|action|vote))\b|(?:no|n/?a|(?:for\s)?information|discussed)?\W*\Z)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:by\s)?whom?|who\s(?:does|is\sto\sdo)\s(?:it|this)|(?:person\s|member\s)?responsible(?:\s(?:person|member))?"
    r"|(?:task\s|action\s)?owner|assign(?:ed\sto|ee)|lead|responsibility|person\sin\scharge|in\scharge",
    re.IGNORECASE,
)
_WHEN = re.compile(r"by\s(?:when|date)|when|due(?:\s(?:by|on|date))?|deadline|target\sdate", re.IGNORECASE)
# By itself it may be until when somebody holds an office, or by whom something is.
_UNTIL = re.compile(rf"(?:until|till|by|not?\slater\sthan)(?:\swhen)?|{_WHEN.pattern}", re.IGNORECASE)
_WHAT = re.compile(
    r"what(?:\s(?:is|has)\sto\sbe\sdone|\sto\sdo)?|item|activity|measure|job",
    re.IGNORECASE,
)
# What may stand beside what is to be done and by whom.
_ASIDE = re.compile(
    r"(?:(?:(?:item\s)?no|nr|number|ref)\.?|#|remarks?|comments?|notes?|priority|progress|status|done)?",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\W*(?:current\s)?(?:status|state|progress|done|completed?|closed|finished)\W*", re.IGNORECASE
)
_DONE = re.compile(
    r"\W*(?:done|completed?|closed|finished|fulfilled|yes|x)\b|\W*[✓✔☑✅]|\W*100\s?%", re.IGNORECASE
)
_DONE_LINE = re.compile(
    r"\A\W*(?:\[x\]|[✓✔☑✅])|[(\[:;,–—-]\s?(?:already\s|now\s)?(?:done|completed?|closed|finished)\b[^()\[\]:;,]{0,30}[\W]*\Z"
    r"|\b(?:has|have)\s(?:already\s|now\s)?been\s(?:done|completed|finished)\W*\Z|[✓✔☑✅]\W*\Z",
    re.IGNORECASE,
)
# So many words behind "Action:" name somebody.
_ONLY_WHO = 2
_BY_THEN = re.compile(rf",?\s(?:by|until|before)?\s?(?:{DATE.pattern})", re.VERBOSE)
# A line as long as this may go on in the next.
_WRAPPED = 55


def labelled(document: Document, sort: Sort) -> list[Span]:
    """Everything that a document labels as of a sort, in order: whole rows, lines or list items."""
    rows = list(_rows(document, sort))
    told_in_rows = {document.section_at(row.start).start for row in rows}
    return sorted({*rows, *_lines(document, sort, told_in_rows)})


def is_labelled(words: str, sort: Sort) -> bool:
    """Whether a sentence opens with a label, and says something behind it."""
    label = _label(words, sort)
    return label is not None and any(map(str.isalnum, words[label:]))


def said_of_doers(document: Document, place: Span) -> str:
    """The words of a row under "Who", or under "Actions"; all those of a place without such a column."""
    found = document.row_at(place.start)
    table, row = found or (None, None)
    if table is None or row is None:
        return document.text[slice(*place)]
    heads = [" ".join(head.split()).strip(" :*") for head in table.heads]
    columns = {at for at, head in enumerate(heads) if _WHO.fullmatch(head)}
    columns = columns or _columns(document, heads, Sort.ACTION)
    if not columns:
        return document.text[slice(*place)]
    return " ".join(document.text[one.start : one.end] for one in row.cells() if one.column in columns)


def told_in(document: Document, place: Span, sort: Sort) -> Span:
    """What of a place says it: of a row the cell under "Decision" or the like; elsewhere all."""
    found = document.row_at(place.start)
    if found is None:
        return place
    table, row = found
    columns = _columns(document, [" ".join(head.split()).strip(" :*") for head in table.heads], sort)
    cells = [one for one in row.cells() if one.column in columns]
    return Span(cells[0].start, cells[0].end) if len(cells) == 1 else place


def is_marked_done(document: Document, place: Span) -> bool:
    """Whether a row or a line says of itself that it is done: under "Status", by a tick, or at its end."""
    found = document.row_at(place.start)
    if found is None:
        return bool(_DONE_LINE.search(document.text[slice(*place)]))
    table, row = found
    cells = (
        document.text[cell.start : cell.end]
        for cell in row.cells()
        if cell.column < len(table.heads) and _STATUS.fullmatch(table.heads[cell.column])
    )
    return any(map(_DONE.match, cells))


def _label(words: str, sort: Sort) -> int | None:
    """Where the label that words open with ends."""
    forms = (_LABELS[sort], _SHOUTED if sort is Sort.DECISION else _ARROW)
    return next((match.end() for form in forms if (match := form.match(words))), None)


def _is_called(document: Document, heading: str, sort: Sort) -> bool:
    said = " ".join(heading.strip("#*_ ").split())
    is_of_doers = sort is Sort.ACTION and (
        _WHO_DOES_WHAT.fullmatch(said) or (_JOBS.fullmatch(said) and is_of_meeting(document.text))
    )
    return bool(is_of_doers or _CALLED[sort].fullmatch(said))


def _rows(document: Document, sort: Sort) -> Iterator[Span]:
    for table in document.tables:
        section = document.section_at(table.rows[0].start).heading
        is_whole = _is_called(document, section, sort) or _is_called(document, table.title, sort)
        heads = [" ".join(head.split()).strip(" :*") for head in table.heads]
        columns = _columns(document, heads, sort)
        is_whole = is_whole or (sort is Sort.ACTION and _tells_who_does_what(heads))
        for row in table.rows:
            cells = [one.column for one in row.cells() if _tells(document.text[one.start : one.end], sort)]
            is_open = sort is Sort.DECISION and is_row_left_open(document, row)
            if not (row.is_head or is_open) and (columns & {*cells} if columns else is_whole and cells):
                yield Span(row.start, row.end)


def _columns(document: Document, heads: Sequence[str], sort: Sort) -> set[int]:
    """The columns of a table that hold actions, or decisions; in minutes, else, outcomes."""
    found = {at for at, head in enumerate(heads) if _HEADS[sort].fullmatch(head)}
    if found or sort is Sort.ACTION or not is_of_meeting(document.text):
        return found
    return {at for at, head in enumerate(heads) if _HEADS_IN_MINUTES.fullmatch(head)}


def _tells(words: str, sort: Sort) -> bool:
    """Whether a cell says something, and not that there was no decision."""
    return _says(words) and not (sort is Sort.DECISION and _NOT_DECIDED.match(words))


def _tells_who_does_what(heads: Sequence[str]) -> bool:
    """Whether a table has columns for who and by when, or for what and who and no more than remarks."""
    has_who, has_when, has_until, has_what = (
        any(map(form.fullmatch, heads)) for form in (_WHO, _WHEN, _UNTIL, _WHAT)
    )
    forms = (_WHAT, _WHO, _UNTIL, _ASIDE)
    is_of_nothing_else = all(any(form.fullmatch(head) for form in forms) for head in heads)
    return has_who and (has_when or (has_what and (has_until or is_of_nothing_else)))


def _says(words: str) -> bool:
    return any(map(str.isalnum, words))


def _lines(document: Document, sort: Sort, told_in_rows: Collection[int]) -> Iterator[Span]:
    """Lines with a label, items of a list below one, and those of a section that is called so.

    All of such a section is meant where it has neither labels nor a table, `told_in_rows`, by its start.
    """
    text = document.text
    is_told = set(told_in_rows) | {
        document.section_at(one.start).start
        for one in _units(document)
        if is_labelled(text[slice(*one)], sort)
    }
    listed_from: Span | None = None
    before = Span(0, 0)
    for unit in _units(document):
        words = text[slice(*unit)]
        label, section = _label(words, sort), document.section_at(unit.start)
        if label is None and _is_called(document, words, sort) and not _stands_over(document, unit):
            label = len(words)
        if label is not None:
            listed_from = None if _says(words[label:]) else unit
            if listed_from is None and not _is_left_open(words[label:], sort):
                yield _with_what(text, before, unit) if _names_somebody(words[label:]) else unit
            before = Span(0, 0)
            continue
        is_other = any(_label(words, other) is not None for other in Sort) or _stands_over(document, unit)
        goes_on = not is_other and listed_from is not None and _goes_on(document, listed_from, unit)
        listed_from = unit if goes_on else None
        is_of_section = (
            _is_called(document, section.heading, sort)
            and section.start not in is_told
            and not words.endswith(":")
        )
        before = unit
        if not is_other and (goes_on or is_of_section):
            if not _is_left_open(_BULLETED.sub("", words, count=1), sort):
                yield unit
        elif not is_other:
            yield from _numbered_after(text, unit, sort)
            if sort is Sort.DECISION:
                yield from resolved(text, unit)


def _is_left_open(words: str, sort: Sort) -> bool:
    return sort is Sort.DECISION and decides_nothing(words)


def _names_somebody(words: str) -> bool:
    """Whether words say nothing but who: "Action: PN"."""
    return len(_BY_THEN.sub(" ", words).split()) <= _ONLY_WHO


def _with_what(text: str, before: Span, unit: Span) -> Span:
    """A label's line with the words before it in its paragraph, unless labelled too: what is to be done."""
    is_beside = before.end and "\n\n" not in text[before.end : unit.start]
    return Span(before.start, unit.end) if is_beside else unit


def _goes_on(document: Document, before: Span, unit: Span) -> bool:
    """Whether a list goes on: with an item of its own, or in the same paragraph."""
    between = document.text[before.end : unit.start]
    return bool(_BULLETED.match(document.text[slice(*unit)])) or between.count("\n") < 2


def _stands_over(document: Document, unit: Span) -> bool:
    return is_heading(document, unit) and document.section_at(unit.start).start == unit.start


def _numbered_after(text: str, unit: Span, sort: Sort) -> Iterator[Span]:
    """The sentences that end in a label and its number, in brackets."""
    return (
        sentence_around(text, unit, Span(*match.span()))
        for match in _NUMBERED_AFTER[sort].finditer(text, *unit)
    )


def _units(document: Document) -> Iterator[Span]:
    """The paragraphs outside tables, in parts where a label, a list item or a line of its own begins."""
    for block in document.blocks:
        if document.row_at(block.start) is None:
            yield from _parts(document.text, block)


def _parts(text: str, block: Span) -> Iterator[Span]:
    starts = {block.start, *_begun(text, block)}
    for sort in Sort:
        starts |= {one.start() for one in _LABELS[sort].finditer(text, *block)}
    edges = [*sorted(starts), block.end]
    for start, end in pairwise(edges):
        words = text[start:end]
        if _says(words):
            yield Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def _begun(text: str, block: Span) -> Iterator[int]:
    """Where lines begin that do not go on with the one before."""
    lines = list(re.finditer(r"[^\n]+", text[slice(*block)]))
    for before, line in pairwise(lines):
        is_wrapped = len(before.group()) >= _WRAPPED and not before.group().rstrip().endswith(
            (".", "!", "?", ":")
        )
        if _BULLETED.match(line.group()) or not is_wrapped:
            yield block.start + line.start()
