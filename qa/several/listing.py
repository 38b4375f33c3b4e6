"""Listing: all people, dates, amounts, actions or the like that documents name, where asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from index import Document, Index, Only, Passage, Span, cut
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered, passage_of
from qa.contents.headings import title_of
from qa.contents.measured import says_money, says_time
from qa.contents.mentions import DATE, Mention, Mentions, mentions
from qa.contents.quantities import currency_of
from qa.deadline import Deadline
from qa.gist.overviews import COUNTED_PASSAGES, meant
from qa.intents.lists import LABELLED, Listing, ListOf, listing_asked
from qa.minutes.actions import actions_in, said_of_those_who_do
from qa.minutes.attendance import attendance_in
from qa.minutes.decided import decisions_in
from qa.minutes.described import MEETING, asked_of_meeting, subject_said
from qa.minutes.labelled import is_marked_done
from qa.minutes.labelled_rows import told_in
from qa.minutes.labels import Sort
from qa.minutes.likeliest import tells_of_meeting
from qa.minutes.postponed import postponed
from qa.several.bearers import bearers_of, firms_in, same_names
from qa.several.likeness import Bearer
from qa.units import unit_of

# So many documents are looked through, and so many places shown.
LOOKED_THROUGH, SHOWN = 50, 60
# What a date is a deadline by: a word right before it, or one in its sentence.
_DUE_BEFORE = re.compile(
    r"\b(?:by|before|until|till|within|no\slater\sthan)\s(?:[a-z]+\s){0,2}\Z", re.IGNORECASE
)
_DUE = re.compile(r"\b(?:deadlines?|due|at\sthe\slatest|expires?|closing\sdate)\b", re.IGNORECASE)
# The column of a table that says by when something is to be done.
_DUE_HEAD = re.compile(
    r"\W*(?:by\s(?:when|date)|(?:when\s)?due(?:\s(?:by|on|date))?|deadlines?|until|by|no\slater\sthan"
    r"|(?:to\sbe\s)?(?:done|completed?|finish(?:ed)?)\sby|(?:target|closing|completion)\sdate)\W*",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\bwithin\s(?:a\s)?\Z", re.IGNORECASE)
_FIGURE = re.compile(r"[\d.,'’\s]*\d[\d.,'’\s]*")
_NAMES = {
    ListOf.PEOPLE: ("person", "people"),
    ListOf.ORGANISATIONS: ("organisation", "organisations"),
    ListOf.NAMES: ("name", "names"),
    ListOf.DATES: ("date", "dates"),
    ListOf.AMOUNTS: ("amount", "amounts"),
    ListOf.ACTIONS: ("action", "actions"),
    ListOf.DECISIONS: ("decision", "decisions"),
    ListOf.POSTPONED: ("matter put off or left open", "matters put off or left open"),
}
_TOLD_BY = {ListOf.ACTIONS: "is to", ListOf.DECISIONS: "was agreed", ListOf.POSTPONED: "was postponed"}
_SORTS = {ListOf.ACTIONS: Sort.ACTION, ListOf.DECISIONS: Sort.DECISION}
# Of these only the name itself is cited.
_NAMED_ALONE = frozenset({ListOf.PEOPLE, ListOf.ORGANISATIONS, ListOf.NAMES})
_BEARERS = {ListOf.PEOPLE: Bearer.PERSON, ListOf.ORGANISATIONS: Bearer.ORGANISATION}


class _Way(NamedTuple):
    """Documents that may be meant, and stems that stand beside what is listed, or in its paragraph."""

    names: list[str]
    beside: frozenset[str] = frozenset()
    is_around: bool = False


class _Found(NamedTuple):
    """What a document names: a mention and the words that are cited for it."""

    text: str
    words: Span
    exact: Span


def listed_all(question: str, index: Index, document: Only, deadline: Deadline | None) -> Together | None:
    """What a question that asks for all people, dates or the like is answered with; None for any other.

    None too where the documents name none, or label nothing as such: a look-up then has to say so.

    Raises:
        UnknownDocument: if the index holds no document of the given name.
        TooSlow: if the deadline is past.

    """
    asked = listing_asked(question)
    if asked is None:
        return None
    names = [] if asked.is_doer else meant(asked.subject, index, document)
    ways = _ways(asked, names, index, document)
    told = (_listed(asked, way, index, deadline) for way in ways)
    return next(filter(None, told), None)


def all_labelled(
    kind: ListOf, topic: str, names: list[str], index: Index, deadline: Deadline | None
) -> Together | None:
    """All actions or decisions of some documents, or those that speak of a topic; None where there are none.

    Raises:
        TooSlow: if the deadline is past.

    """
    about = stems(topic) if topic else frozenset()
    asked = Listing((kind,), about, beside=topic, is_place=not topic)
    ways = (_Way(names, about), _Way(names, about, is_around=True)) if topic else (_Way(names),)
    return next(filter(None, (_listed(asked, way, index, deadline) for way in ways)), None)


def nothing_to_do(question: str, index: Index, document: Only) -> str:
    """That somebody who was at a meeting has none of the actions that a question asks for, in a sentence.

    "" for any other question, where minutes tell none of anybody, and where they do not name who is meant.
    """
    asked = listing_asked(question)
    if asked is None or not asked.is_doer or asked.listed != (ListOf.ACTIONS,):
        return ""
    among = index.among(document)[:LOOKED_THROUGH]
    for one in map(index.documents.__getitem__, among):
        people = (person for line in attendance_in(one) for person in line.people)
        if not any(asked.subject <= stems(one.text[slice(*person)]) for person in people):
            continue
        found = [*_found(ListOf.ACTIONS, "", one, cut(one)[:COUNTED_PASSAGES], index, ())]
        if found:
            told = f"{len(found):,} action{'' if len(found) == 1 else 's'}"
            return f"Of the {told} in “{title_of(one)}”, none is said to be for {asked.beside}."
    return ""


def _ways(asked: Listing, names: list[str], index: Index, document: Only) -> Iterator[_Way]:
    """Which documents may be meant by a subject, and what words must stand beside what is listed.

    The subject may name documents, as `names` are; else it may be said of what is listed, "of the lift", or
    where minutes open, "of 4 May". What decisions are about is looked for beside them first.
    """
    among = _of_meeting(asked.meeting, index, index.among(document))
    is_about = not asked.is_place and not asked.is_doer and LABELLED.issuperset(asked.listed)
    if is_about and asked.listed == (ListOf.DECISIONS,) and DATE.search(asked.beside):
        yield _Way(_opening(asked, index, document))
    if is_about:
        yield _Way(among, asked.subject)
        yield _Way(among, asked.subject, is_around=True)
    if names:
        yield _Way(names)
    if names or is_about or not _NAMED_ALONE.isdisjoint(asked.listed):
        return
    beside = [_Way(among, asked.subject)] if asked.beside and asked.subject else []
    opened = [_Way(_opening(asked, index, document))] if asked.is_place else []
    is_of_meeting = bool(MEETING & asked.subject or DATE.search(asked.beside))
    yield from (*opened, *beside) if is_of_meeting else (*beside, *opened)


def _of_meeting(meeting: str, index: Index, among: list[str]) -> list[str]:
    """Those of some documents that are of the meeting that is named; all where none is."""
    said = subject_said(meeting)
    found = [one for one in among[:LOOKED_THROUGH] if said and asked_of_meeting(said, index.documents[one])]
    return found or among


def _listed(asked: Listing, way: _Way, index: Index, deadline: Deadline | None) -> Together | None:
    """All that is asked for in some documents and among some words; None where there is none."""
    names, beside = way.names, way.beside
    is_of_bearers = not _BEARERS.keys().isdisjoint(asked.listed)
    among = names[:LOOKED_THROUGH] if is_of_bearers else []
    firms = frozenset(firm for name in among for firm in firms_in(index.documents[name]))
    citations: list[Citation] = []
    different: dict[ListOf, set[object]] = {kind: set() for kind in asked.listed}
    for name in names[:LOOKED_THROUGH]:
        if deadline:
            deadline.check()
        one = index.documents[name]
        passages = cut(one)[:COUNTED_PASSAGES]
        found = [
            (kind, some)
            for kind in asked.listed
            for some in _found(kind, asked.currency, one, passages, index, firms)
            if beside <= (_of_doers(one, some) if asked.is_doer else _said_at(one, some, way.is_around))
            if asked.is_done in (None, is_marked_done(one, some.words))
        ]
        for kind, some in found:
            is_name = kind in _NAMED_ALONE
            told = (name, some.words) if kind in LABELLED else some.text if is_name else some.text.casefold()
            different[kind].add(told)
        citations += _cited(one, passages, [some for _, some in found])
    for kind in _NAMED_ALONE.intersection(asked.listed):
        different[kind] = {*same_names([str(name) for name in different[kind]]).values()}
    if not citations or not all(different[kind] for kind in LABELLED.intersection(asked.listed)):
        return None
    shown = numbered(citations[:SHOWN])
    notes = _notes(asked, different, len(names), len(citations))
    statement = _statement(asked, different, names, citations, index, bool(beside))
    return Together(AnswerKind.PLACES, shown, statement, by_document(shown), tuple(notes))


def _of_doers(document: Document, found: _Found) -> frozenset[str]:
    return stems(said_of_those_who_do(document, found.words))


def _said_at(document: Document, found: _Found, is_around: bool) -> frozenset[str]:
    """The stems of the words that something stands among, and of those that it stands under."""
    heading = document.section_at(found.words.start).heading
    words = found.words
    if is_around:
        block = document.blocks[bisect_right(document.blocks, words.start, key=lambda one: one.start) - 1]
        words = Span(block.start, words.end)
    return stems(f"{heading} {document.text[slice(*words)]}")


def _opening(asked: Listing, index: Index, document: Only) -> list[str]:
    """The documents whose opening says whose actions and decisions they hold."""
    if not LABELLED.intersection(asked.listed):
        return []
    subject = (subject_said(asked.beside) if asked.beside else asked.subject) - MEETING
    if found := meant(subject, index, document):
        return found
    among = index.among(document)[:LOOKED_THROUGH]
    return [name for name in among if asked_of_meeting(subject, index.documents[name])]


def _found(
    kind: ListOf,
    currency: str,
    document: Document,
    passages: list[Passage],
    index: Index,
    firms: Collection[str],
) -> Iterator[_Found]:
    if kind in _SORTS:
        text, sort = document.text, _SORTS[kind]
        is_of_actions = kind is ListOf.ACTIONS
        places = actions_in(document, passages) if is_of_actions else decisions_in(document)
        yield from (_Found(text[slice(*one)], one, told_in(document, one, sort)) for one in places)
        return
    if kind is ListOf.POSTPONED:
        places = postponed(document, passages) if tells_of_meeting(document) else []
        yield from (_Found(document.text[slice(*one)], one, one) for one in places)
        return
    told = mentions(document, passages)
    if kind is ListOf.DATES:
        yield from _in_sentences(told.dates, document, passages)
    elif kind is ListOf.DEADLINES:
        yield from _due(told, document, passages)
    elif kind is ListOf.AMOUNTS:
        amounts = [one for one in told.amounts if _is_meant(one.text, currency)]
        yield from _in_sentences(amounts, document, passages)
        yield from _figures(currency, document, passages)
    else:
        yield from _named(_borne(told.names, kind, document, index, firms))


def _borne(
    names: Sequence[Mention], kind: ListOf, document: Document, index: Index, firms: Collection[str]
) -> Sequence[Mention]:
    """The names of a kind: of people, of organisations, or all."""
    if kind not in _BEARERS:
        return names
    found = bearers_of(names, document, index, firms)
    return [name for name, bearer in zip(names, found, strict=True) if bearer is _BEARERS[kind]]


def _named(names: Sequence[Mention]) -> Iterator[_Found]:
    """Names, each at its first place; "Mrs Colley" is Edith Colley where she is named."""
    same = same_names([one.text for one in names])
    return (_Found(one.text, one.places[0], one.places[0]) for one in names if same[one.text] == one.text)


def _in_sentences(told: Sequence[Mention], document: Document, passages: list[Passage]) -> Iterator[_Found]:
    """Mentions, each place with its sentence."""
    for one in told:
        for place in one.places:
            yield _Found(one.text, _sentence(passage_of(document, passages, place), place), place)


def _due(told: Mentions, document: Document, passages: list[Passage]) -> Iterator[_Found]:
    """Dates and stretches of time by which something is to be done; of a row with a column for it, that."""
    text, in_rows = document.text, list(_in_due_columns(document, passages))
    yield from in_rows
    rows = {one.words for one in in_rows}
    within = (one for one in told.amounts if says_time(one.text))
    found = (one for one in _in_sentences(told.dates, document, passages) if _is_due(text, one))
    stretches = (
        one
        for one in _in_sentences(tuple(within), document, passages)
        if _WITHIN.search(text[one.words.start : one.exact.start])
    )
    yield from (one for one in (*found, *stretches) if one.words not in rows)


def _in_due_columns(document: Document, passages: list[Passage]) -> Iterator[_Found]:
    for passage in passages:
        for cell in passage.cells:
            said, head = document.text[slice(*cell)], _head_of(document, cell)
            if any(sign.isalnum() for sign in said) and _DUE_HEAD.fullmatch(head):
                yield _Found(said, _sentence(passage, cell), cell)


def _head_of(document: Document, cell: Span) -> str:
    """The head of the column that a cell stands in; "" of a head, and where there is none."""
    found = document.row_at(cell.start)
    if found is None or found[1].is_head:
        return ""
    heads = found[0].heads
    columns = (one.column for one in found[1].cells() if one.start == cell.start)
    return next((heads[column] for column in columns if column < len(heads)), "")


def _is_due(text: str, found: _Found) -> bool:
    before = text[found.words.start : found.exact.start]
    return bool(_DUE_BEFORE.search(before) or _DUE.search(text, *found.words))


def _is_meant(amount: str, currency: str) -> bool:
    return currency_of(amount) == currency if currency else says_money(amount)


def _figures(currency: str, document: Document, passages: list[Passage]) -> Iterator[_Found]:
    """The bare figures of tables that are of money, as a head or a caption says."""
    for passage in passages:
        for cell in passage.cells:
            said = document.text[slice(*cell)]
            unit = unit_of(document, cell) if _FIGURE.fullmatch(said) else None
            if unit and _is_meant(f"1 {document.text[slice(*unit)]}", currency):
                yield _Found(said, _sentence(passage, cell), cell)


def _cited(document: Document, passages: list[Passage], found: list[_Found]) -> Iterator[Citation]:
    """Each place once; of a sentence that names several, the first marked."""
    last = -1
    for one in sorted(found, key=lambda some: (some.words.start, -some.words.end, some.exact)):
        if one.words.start >= last:
            passage = passage_of(document, passages, one.words)
            yield cite(1, document, passage, one.words, one.exact if one.exact != one.words else None)
            last = one.words.end


def _sentence(passage: Passage, place: Span) -> Span:
    """The sentence of a passage that a place stands in; the place itself where it runs over several."""
    within = (one for one in passage.sentences if one.start <= place.start and place.end <= one.end)
    return next(within, place)


def _statement(
    asked: Listing,
    different: dict[ListOf, set[object]],
    names: list[str],
    found: Sequence[Citation],
    index: Index,
    is_beside: bool,
) -> str:
    where = _where(names, found, index)
    if asked.listed == (ListOf.DEADLINES,):
        count = len(different[ListOf.DEADLINES])
        return f"Sentences with deadlines in {where}, {count:,} different {'date' if count == 1 else 'dates'}"
    in_coin = f" in {asked.said_currency}" if asked.currency else ""
    counts = [_count(kind, len(told)) for kind, told in different.items()]
    said = " and ".join(filter(None, (", ".join(counts[:-1]), counts[-1])))
    done = "" if asked.is_done is None else f"{' ' if asked.is_done else ' not '}marked as done"
    of = f" {'for' if asked.is_doer else 'mentioning'} “{asked.beside}”" if is_beside else ""
    places = "" if sum(map(len, different.values())) == len(found) else f", at {_places(len(found))}"
    return f"{said}{in_coin}{done}{of} in {where}{places}"


def _where(names: list[str], found: Sequence[Citation], index: Index) -> str:
    if len(names) == 1:
        return f"“{title_of(index.documents[names[0]])}”"
    among, holding = min(len(names), LOOKED_THROUGH), len({one.document for one in found})
    return f"{among:,} documents" if holding == among else f"{holding:,} of {among:,} documents"


def _places(count: int) -> str:
    return f"{count:,} {'place' if count == 1 else 'places'}"


def _count(kind: ListOf, count: int) -> str:
    if kind is ListOf.DEADLINES:
        return f"{count:,} {'date' if count == 1 else 'dates'} by which something is due"
    word = _NAMES[kind][0 if count == 1 else 1]
    return f"{count:,} {word}" if kind in LABELLED else f"{count:,} different {word}"


def _notes(
    asked: Listing, different: dict[ListOf, set[object]], documents: int, places: int
) -> Iterator[str]:
    if LABELLED.issuperset(asked.listed):
        kinds = " and ".join(_NAMES[kind][1] for kind in asked.listed)
        like = " or ".join(f"“{_TOLD_BY[kind]}”" for kind in asked.listed)
        yield f"Counted as {kinds}: what is marked so, is worded with {like} and the like, or reads so."
    if not _BEARERS.keys().isdisjoint(asked.listed):
        yield "Names were told apart by rules: one may be missing, or belong to something else."
    if _NAMED_ALONE.issuperset(asked.listed) and sum(map(len, different.values())) < places:
        yield "What several documents name is listed under each of them."
    if documents > LOOKED_THROUGH:
        yield f"The first {LOOKED_THROUGH} of {documents:,} documents were looked through."
    if places > SHOWN:
        yield f"Of {places:,} places, these are the first {SHOWN}."
