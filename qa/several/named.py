"""Named: the documents that a question names in a row, and what it asks of each of them.

"How much notice ends the lease and the cleaning contract?" asks the lease and the cleaning contract, each by
itself: "How much notice ends the lease?" and "How much notice ends the contract?". Where one document alone
is asked, words that tell it from others lead astray: they stand at its head and in the foot of its pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from index import Index
from index.words import is_function_word, stem, stems, words
from qa.gist.overviews import named_by, of_any_kind, of_kind, telling_words
from qa.intents.kinds import ANY_CONTRACT, CONTRACTS, is_kind, names_all
from qa.question import LONGEST_FORM

# So many words name a document at most.
MOST_WORDS = 6
_BY_PLACE = r"(?:(?:of|in|for|from|by|under|to|with|at|on|about)\s)?"
# "How long does the one run, and how long that of the other?"
_AGAIN = (
    r"(?:(?:how\s(?:long|much|many)|what|when|which)\s(?:(?:is|are|does|do)\s)?)?"
    r"(?:(?:that|those|the\sones?)\s)?"
)
_JOINED = r"(?:and|as\swell\sas|or|than|versus|vs\.?|(?:as\s)?(?:compared|opposed)\s(?:to|with))"
_AND = re.compile(rf",?\s+{_JOINED}\s+(?:also\s)?{_AGAIN}{_BY_PLACE}", re.IGNORECASE)
_COMMA = re.compile(rf",\s+{_BY_PLACE}\Z", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:both\s)?(?:the|my|our|this|that|these)\s", re.IGNORECASE)
# "How long does the lease run?" is about the lease, "What is the lease term?" about a term.
_GOES_ON = re.compile(
    r"\s+(?!(?:in|on|at|by|for|from|of|to|with|and|or|that|which|\w+ed|\w+s)\b)\w", re.IGNORECASE
)
_EACH = re.compile(r",?\s(?:each|both|respectively)\b(?!\s(?:of|the|my|our|these))", re.IGNORECASE)
_DOING = re.compile(r"\b(?:do|does|did|will|would|can|could|may|must|should)\s\Z", re.IGNORECASE)
_SINGULAR = {"do": "does", "are": "is", "were": "was", "have": "has"}
_PLURAL = re.compile(rf"\b(?:{'|'.join(_SINGULAR)})(?=\s*\Z)", re.IGNORECASE)

# "Who pays for the repairs in the lease?" asks the lease who pays for the repairs.
_WITHIN = re.compile(r"\s(?:in|under|according\sto)\s\Z", re.IGNORECASE)
_BEHIND = re.compile(r",?\s(?:of|in|for|from|by|under|to|with|at)\s\Z", re.IGNORECASE)

Naming = Callable[[str], Sequence[str]]


class NamedDocuments(NamedTuple):
    """Words of a question that name documents, those, and the question as it is asked of them.

    Where the name stands behind a preposition, the question can do without it: `unnamed`, else "".
    """

    words: str
    documents: tuple[str, ...]
    question: str
    unnamed: str = ""


class _Place(NamedTuple):
    start: int
    end: int
    documents: tuple[str, ...]


def named_in_a_row(question: str, naming: Naming) -> list[NamedDocuments]:
    """The documents that stand in a row in a question, two of them at least; none where there is no row.

    Args:
        question: what is asked.
        naming: which documents some words name.

    """
    if len(question) > LONGEST_FORM:
        return []
    question = _EACH.sub("", question)
    for joint in _AND.finditer(question):
        row = _row(question, joint, naming)
        documents = [name for one in row for name in one.documents]
        if len(row) > 1 and len(set(documents)) == len(documents):
            return [_named(question, one, row[0].start, row[-1].end) for one in row]
    return []


def named_alone(question: str, index: Index, among: Sequence[str]) -> NamedDocuments | None:
    """The documents that a question names by their kind; None where it names none."""
    if len(question) > LONGEST_FORM:
        return None

    def naming(said: str) -> Sequence[str]:
        return documents_called(said, index, among) if is_kind(words(said)[-1]) else ()

    starts = [article.start() for article in _ARTICLE.finditer(question)]
    found = [place for start in starts if (place := _after(question, start, naming))]
    if len(found) != 1:
        return None
    (one,) = found
    goes_on = _GOES_ON.match(question, one.end) and not _DOING.search(question, 0, one.start)
    return None if goes_on else _named(question, one, one.start, one.end)


def documents_named(said: str, index: Index, names: Sequence[str]) -> list[str]:
    """The documents that some words name: by name, or by what kind of document it is."""
    exact = [name for name in names if said.casefold() in {name.casefold(), PurePath(name).stem.casefold()}]
    wanted = telling_words(said)
    if exact or not wanted:
        return exact
    if is_kind(words(said)[-1]):
        return of_kind(wanted, index, names)
    return named_by(stems(said), index, names)


def documents_called(said: str, index: Index, names: Sequence[str]) -> list[str]:
    """The documents that some words name; of a contract, whatever it calls itself."""
    rest = telling_words(said) - CONTRACTS
    is_contract = bool(rest) and _is_contract(words(said)[-1])
    return documents_named(said, index, names) or (_contracts(rest, index, names) if is_contract else [])


_OF_WHAT = re.compile(
    r"(?P<kind>[\w-]+)\s(?:of|for|on|about|concerning|to|with|from|by)\s(?:(?:the|an?|our|my)\s)?(?P<what>[^?]+)",
    re.IGNORECASE,
)


def documents_meant(what: str, index: Index, among: Sequence[str]) -> Sequence[str]:
    """The documents that some words name, whatever a contract calls itself; all where none is told apart."""
    bare = _ARTICLE.sub("", what.strip(), count=1)
    (*_, last) = words(bare) or [""]
    rest = telling_words(bare) - {stem(last.casefold())}
    is_kind_alone = bool(bare) and not rest and is_kind(last)
    if not bare or (names_all(stems(bare)) and not is_kind_alone):
        return among
    is_any = is_kind_alone and stem(last.casefold()) in ANY_CONTRACT
    named = [] if is_any else documents_named(bare, index, among)
    if not named and _is_contract(last):
        named = _contracts(rest, index, among)
    if not named and (of := _OF_WHAT.fullmatch(bare)) and is_kind(of["kind"]):  # "the lease of the copier"
        return documents_meant(f"{of['what']} {of['kind']}", index, among)
    return among if not named and is_kind_alone and len(among) == 1 else named


def _contracts(rest: frozenset[str], index: Index, among: Sequence[str]) -> list[str]:
    """The contracts, whatever they call themselves, whose names or titles hold some words besides."""
    named = of_kind(rest, index, among)
    return [name for name in of_any_kind(CONTRACTS, index, among) if name in named]


def _is_contract(word: str) -> bool:
    return stem(word.casefold()) in CONTRACTS


def _named(question: str, one: _Place, start: int, end: int) -> NamedDocuments:
    """One document of a row that stands at some place in a question."""
    said = _ARTICLE.sub("", question[one.start : one.end])
    *_, last = words(said)
    is_several = last.endswith("s")
    before, after = _around(question, start, end, is_several=is_several)
    within = _WITHIN.search(before)
    if within and is_kind(last) and not after.strip("?!. "):
        return NamedDocuments(said, one.documents, f"{before[: within.start()]}{after}")
    meant = f"the {last}" if is_kind(last) else question[one.start : one.end]
    return NamedDocuments(said, one.documents, f"{before}{meant}{after}", _unnamed(before, after))


def _around(question: str, start: int, end: int, *, is_several: bool) -> tuple[str, str]:
    """What stands before and after words of a question, with the verb as one of them has it."""
    before = question[:start]
    if not is_several:
        before = _PLURAL.sub(lambda verb: _SINGULAR[verb[0].casefold()], before)
    return before, question[end:]


def _unnamed(before: str, after: str) -> str:
    behind = _BEHIND.search(before)
    return f"{before[: behind.start()]}{after}" if behind else ""


def _row(question: str, joint: re.Match[str], naming: Naming) -> list[_Place]:
    """The places before and after an "and", with those before them in a list."""
    after, before = _after(question, joint.end(), naming), _before(question, joint.start(), naming)
    if not after or not before:
        return []
    row = [before, after]
    while comma := _COMMA.search(question, 0, row[0].start):
        another = _before(question, comma.start(), naming)
        if another is None:
            break
        row.insert(0, another)
    return row


def _before(question: str, end: int, naming: Naming) -> _Place | None:
    starts = [match.start() for match in re.finditer(r"\S+", question[:end])][-MOST_WORDS:]
    places = (_place(question, start, end, naming) for start in starts)
    return next(filter(None, places), None)


def _after(question: str, start: int, naming: Naming) -> _Place | None:
    ends = [match.end() for match in re.finditer(r"\w+(?:[.’'-]\w+)*", question[start:])][:MOST_WORDS]
    places = (_place(question, start, start + end, naming) for end in reversed(ends))
    return next(filter(None, places), None)


def _place(question: str, start: int, end: int, naming: Naming) -> _Place | None:
    said = question[start:end]
    article = _ARTICLE.match(said)
    bare = words(said[article.end() :] if article else said)
    edges = {*bare[:1], *bare[-1:]}
    if not edges or any(is_function_word(word) and not word.isupper() for word in edges):  # "the IT contract"
        return None
    found = tuple(naming(said[article.end() :] if article else said))
    return _Place(start, end, found) if found else None
