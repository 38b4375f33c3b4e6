"""Instead: the earlier question, about the contract or the row that a follow-up names in place of its own.

"And for the guarding?" after "How much notice must we give to cancel the cleaning?", where one contract is
for guarding and one for cleaning; "And for the musical?" after a question for another row of its table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from index import Document, Index
from index.words import is_function_word, stems, words
from qa.contents.rows import cells_of, words_in
from qa.gist.overviews import of_any_kind, of_kind, telling_words
from qa.intents.kinds import ANY_CONTRACT, CONTRACTS, is_kind
from qa.question import LONGEST_FORM
from qa.several.named import MOST_WORDS
from qa.standalone.leaning import named_instead, without_preposition

# Tables of so many documents are looked through, so many rows of each.
LOOKED_THROUGH, ROWS = 40, 400
# A word is in a text where so much of it is: "students" may stand there as "student".
BEGINNING = 3
_ARTICLE = re.compile(r"(?:the|an?|our|my)\s", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|our|my)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_ONE = re.compile(r"\s(?:one|ones)\Z", re.IGNORECASE)
_APPOSED = re.compile(r"\s*\((?P<apposed>[^()]+)\)")
# "S4" and "12" name no row.
_NAMING = re.compile(r"[^\W\d_]{3,}")
_WORD = re.compile(r"[\w&]+(?:[.-][\w&]+)*")


class _Named(NamedTuple):
    """What some words name, as something to compare by, and what it may be called in a question."""

    key: str
    called: str = ""


_Naming = Callable[[str], _Named | None]


def put_instead(question: str, earlier: str, index: Index, among: Sequence[str]) -> str:
    """The earlier question about what a follow-up names in the place of its own; "" where it names none.

    Args:
        question: what is asked: "And for the guarding?".
        earlier: the question before it.
        index: the documents.
        among: those that may be named.

    """
    slot = _bare(named_instead(question)) if len(question) <= LONGEST_FORM else ""
    if not slot or len(earlier) > LONGEST_FORM:
        return ""
    for naming in chain([_contract_named(index, among)], _labels_named(slot, index, among)):
        instead = naming(slot)
        if instead and (place := _place_of_another(earlier, instead, naming)):
            return _put(slot, instead, earlier, place)
    return ""


def _bare(slot: str) -> str:
    return _ONE.sub("", _POSSESSIVE.sub("", without_preposition(slot.strip())))


def _place_of_another(earlier: str, instead: _Named, naming: _Naming) -> tuple[int, int] | None:
    """Where a question names another thing than one of its kind; None for nowhere, and for several."""
    found: dict[str, tuple[int, int]] = {}
    end = 0
    for start in (match.start() for match in _WORD.finditer(earlier)):
        place = _named_from(earlier, start, naming) if start >= end else None
        if place:
            (begin, end), key = place
            found[key] = (begin, end)
    return next(iter(found.values())) if len(found) == 1 and instead.key not in found else None


def _named_from(earlier: str, start: int, naming: _Naming) -> tuple[tuple[int, int], str] | None:
    """What the longest run of words from somewhere on names, with an article before it."""
    bare = start + (article.end() if (article := _ARTICLE.match(earlier[start:])) else 0)
    ends = [match.end() for match in _WORD.finditer(earlier, bare)][:MOST_WORDS]
    for end in reversed(ends):
        said = words(earlier[bare:end])
        if not said or is_function_word(said[-1]) or is_function_word(said[0]):
            continue
        if named := naming(earlier[bare:end]):
            return (start, end), named.key
    return None


def _put(slot: str, instead: _Named, earlier: str, place: tuple[int, int]) -> str:
    """The earlier question with other words in some place, which take its article and its kind."""
    was, put = earlier[slice(*place)], instead.called or slot
    was_kind, (*_, last) = words(was)[-1], words(put)
    if is_kind(was_kind) and not is_kind(last) and not last[:1].isupper():
        put = f"{put} {was_kind}"
    article = _DEFINITE.match(was)
    if article and not _ARTICLE.match(put) and not put[:1].isupper():
        put = f"{article.group()}{put}"
    return f"{earlier[: place[0]]}{put}{earlier[place[1] :]}"


def _contract_named(index: Index, among: Sequence[str]) -> _Naming:
    """What contract some words name by its title or name, where that is one alone."""
    contracts = of_any_kind(CONTRACTS, index, among)

    def naming(said: str) -> _Named | None:
        wanted = telling_words(said)
        wanted = wanted - ANY_CONTRACT or wanted
        found = of_kind(wanted, index, contracts) if wanted else []
        return _Named(found[0]) if len(found) == 1 else None

    return naming if len(contracts) > 1 else lambda _: None


def _labels_named(slot: str, index: Index, among: Sequence[str]) -> Iterator[_Naming]:
    """What row, or what column, of each table some words name, of what holds the words of the slot."""
    begun = [word[:BEGINNING].casefold() for word in words(slot) if not is_function_word(word)]
    for document in (index.documents[name] for name in among[:LOOKED_THROUGH]):
        said = document.text.casefold()
        if all(word in said for word in begun):
            yield from _of_tables(document)


def _of_tables(document: Document) -> Iterator[_Naming]:
    for table in document.tables:
        rows = [cells_of(row) for row in table.rows[:ROWS] if not row.is_head]
        said = [[words_in(document, cells[column]) for column in sorted(cells)] for cells in rows]
        labels = [next(filter(_NAMING.search, cells), "") for cells in said]
        yield from (_among_labels(some) for some in (labels, table.heads))


def _among_labels(labels: Sequence[str]) -> _Naming:
    known = {label: stems(label) for label in labels}

    def naming(said: str) -> _Named | None:
        wanted = stems(said) if _NAMING.search(said) else frozenset()
        held = [label for label, own in known.items() if wanted and wanted <= own]
        found = [label for label in held if known[label] == wanted] or held
        return _Named(found[0], _called(found[0], wanted)) if len(found) == 1 else None

    return naming


def _called(label: str, wanted: frozenset[str]) -> str:
    """What a label calls its row, where some words are what stands in brackets behind that."""
    apposed = _APPOSED.search(label)
    return _APPOSED.sub("", label) if apposed and wanted <= stems(apposed["apposed"]) else ""
