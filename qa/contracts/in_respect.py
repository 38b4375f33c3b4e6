"""In respect: what one contract says of its notice, its end, its price and the like, asked by itself.

First by the rules for its own places, then by questions in the terms that contracts use, read in it alone,
then by the sentence closest to those, each where the sentence or its heading speaks of such a thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from index import Document, Index, Span
from qa.citation import AnswerKind, Citation, cite
from qa.contents.measured import says_money
from qa.contents.mentions import DATE
from qa.contents.numerals import NUMERAL
from qa.contracts.beginning import beginning_told
from qa.contracts.notices import notices_in
from qa.contracts.own_places import heads_of, places_of
from qa.contracts.term import term_told
from qa.intents.respects import Respect
from qa.several.places import Asks, evidence

# A reading this sure is taken at once; the best of several, or of what is asked as it is, from this on.
SURE, LEAST = 0.5, 0.2
# A sentence that was not read is told where it is as close to one of the questions; before what was read
# unsurely, where it is closer.
CLOSE, CLOSER = 0.25, 0.45
# So many sentences tell a respect.
TOLD = 2
_OF_SIGNATURES = (Respect.SIGNERS, Respect.SIGNED_WHEN)
_STRETCH = re.compile(
    rf"\b(?:\d+|an?|half\san?|{NUMERAL})(?:\s\(\w+\))?[\s-](?:(?:calendar|working|business|full|clear|whole)\s)?"
    r"(?:day|week|fortnight|month|quarter|term|year)s?\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"{_STRETCH.pattern}|\b\d+\s?(?:hours?|minutes?)\b|\b(?:one|two|three|four|six|eight|twelve|twenty-four)\s(?:\w+\s)?hours?\b"
    r"|\b\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:daily|weekly|monthly|yearly|every|each|once|twice|noon|midnight)\b",
    re.IGNORECASE,
)


def _says_date(said: str) -> bool:
    return bool(DATE.search(said))


def _says_term(said: str) -> bool:
    return _says_date(said) or _says_stretch(said) or "indefinite" in said


def _says_stretch(said: str) -> bool:
    return bool(_STRETCH.search(said))


def _says_time(said: str) -> bool:
    return bool(_TIME.search(said))


def _says_when(said: str) -> bool:
    return _says_time(said) or _says_date(said)


def _says_anything(_said: str) -> bool:
    return True


class _Asked(NamedTuple):
    """How a contract is asked in a respect.

    Attributes:
        questions: in the terms that contracts use.
        speaks: what a sentence, or the heading above it, has to say.
        tells: what a sentence has to hold besides.
        own_first: whether the question as it is asked says more than these.
        another: what a sentence of another respect says.

    """

    questions: tuple[str, ...]
    speaks: re.Pattern[str] = re.compile("")
    tells: Callable[[str], bool] = _says_anything
    own_first: bool = False
    another: re.Pattern[str] | None = None


def _words(said: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{said})", re.IGNORECASE)


_ENDING = _words(
    r"end|until|till|expir|runs?\b|term\b|duration|finish|laps|last|up\sto|to\b|how\slong|complet|carry\son"
    r"|for\s(?:\w+\s){0,2}(?:week|month|year)s"
)
_PAYS = _words(r"pay(?:s|able|ment)?\b|paid\b|invoice")
_ASKED: Mapping[Respect, _Asked] = {
    Respect.NOTICE: _Asked(
        ("How much notice ends the contract?", "How can the contract be terminated early?"),
        _words(r"notice|terminat|cancel|end(?:s|ed|ing)?\b|stop|leav|quit|out\b|withdraw|break|before\sthe\slast"),
        _says_stretch,
    ),
    Respect.END: _Asked(
        ("When does the contract end?", "Until when does it run?"), _ENDING, _says_term, another=_PAYS
    ),
    Respect.DURATION: _Asked(
        ("How long does the contract run?", "What is the term?"), _ENDING, _says_term, another=_PAYS
    ),
    Respect.BEGINNING: _Asked(
        ("When does the contract begin?", "From what day does it run?"),
        _words(r"start|begin|beginning|began|commenc|from\b|first|effect|force|take\sover|deliver"),
        _says_date,
    ),
    Respect.RENEWAL: _Asked(
        ("Is the contract renewed by itself?", "How is the contract renewed or extended?"),
        _words(r"renew|exten|prolong|continu|again|further|new\sone|carr(?:y|ies)\son|rolls?\b"),
    ),
    Respect.PRICE: _Asked(
        ("What does it cost?", "How much is the fee, rent or price?"), tells=says_money, own_first=True
    ),
    Respect.PAYMENT: _Asked(
        ("Within how many days is an invoice to be paid?", "When is payment due?", "When do you pay?"),
        _words(r"pay(?:s|able|ments?|ing)?\b|paid|invoice|bills?\b|settle|due\b|instal|debit|transfer"),
        _says_when,
    ),
    Respect.DEPOSIT: _Asked(
        ("How much is the deposit?", "What is paid in advance as security?"),
        _words(r"deposit|bond\b|advance|down\spayment|retention|retain|holdback|security|up\sfront|on\ssigning"),
        own_first=True,
    ),
    Respect.LIABILITY: _Asked(
        ("To how much is the liability limited?", "Who answers for damage, and up to how much?"),
        _words(r"liab|answer|damage|loss|responsib|break"),
    ),
    Respect.INSURANCE: _Asked(
        ("How much insurance has to be held?", "For how much is it insured?"),
        _words(r"insur|indemnity|cover\b|policy|excess|deductible"),
        own_first=True,
    ),
    Respect.LATE: _Asked(
        ("What is charged for late payment?", "What interest is due on late payments?"),
        _words(r"late|overdue|interest|arrear|remind|default|unpaid"),
    ),
    Respect.WARRANTY: _Asked(
        ("How long is the warranty?", "What is guaranteed, and for how long?"),
        _words(r"warrant|guarant|defect|fault|free\sof\scharge"),
    ),
    Respect.RESPONSE: _Asked(
        ("How quickly is a fault attended to?", "What is the response time?"),
        _words(r"fault|call|respon|on\ssite|attend|emergency|break|repair|acknowledg|arriv|sends?\b|engineer|technician"),
        _says_time,
        another=_PAYS,
    ),
    Respect.HOURS: _Asked(
        ("At what times and on which days?", "How often do they come?"),
        tells=_says_time,
        own_first=True,
        another=_PAYS,
    ),
    Respect.DELIVERY: _Asked(
        ("When is it delivered?", "How long does delivery take?"),
        _words(r"deliver|lead\stime|dispatch|suppl|ship|collect"),
        _says_when,
        another=_PAYS,
    ),
    Respect.RISE: _Asked(
        ("By how much may the price be raised?", "When may the price go up?"),
        _words(r"rais|rise|increas|review|go(?:es)?\sup|adjust|index|change"),
    ),
    Respect.EXIT_COST: _Asked(
        ("What has to be paid for ending early?",),
        _words(r"early|cancel|terminat|leav|end(?:s|ed|ing)?\b|before"),
        says_money,
        own_first=True,
    ),
    Respect.PENALTY: _Asked(
        ("What is deducted for being late?", "What is the penalty for delay?"),
        _words(r"late\b|delay|penalt|deduct|miss|off\b"),
    ),
    Respect.SIGNERS: _Asked(("Who signed the contract?",)),
    Respect.SIGNED_WHEN: _Asked(("When was the contract signed?",), tells=_says_date),
    Respect.OTHER: _Asked((), own_first=True),
}  # fmt: skip


def told_in_respect(respect: Respect, asked: str, name: str, index: Index, reads: Asks) -> list[Citation]:
    """What a contract says in a respect; nothing where it says nothing of it.

    Args:
        respect: what is wanted.
        asked: the question as it is asked of this contract.
        name: the contract.
        index: the documents.
        reads: asks a question of some documents, and answers however unsure.

    """
    document, way = index.documents[name], _ASKED[respect]
    if respect in _OF_SIGNATURES:
        answer = reads(way.questions[0], (name,))
        return evidence(answer, index) if answer.kind is not AnswerKind.LOOK_UP else []
    if by_rule := list(_by_rule(respect, document))[:TOLD]:
        return by_rule
    questions = [asked, *way.questions] if way.own_first else [*way.questions, asked]
    best: list[Citation] = []
    most = LEAST
    for question in questions:
        answer = reads(question, (name,))
        found = [one for one in evidence(answer, index) if _is_of(document, Span(one.start, one.end), way)]
        if found and answer.confidence >= most:
            best, most = found[:TOLD], answer.confidence
        if best and most >= SURE:
            return best
    return _closest(way, document, index, CLOSER) or best or _closest(way, document, index, CLOSE)


def _by_rule(respect: Respect, document: Document) -> Iterator[Citation]:
    if respect is Respect.NOTICE:
        return _notice_told(document)
    if respect in (Respect.END, Respect.DURATION):
        return _end_told(document)
    return beginning_told(document) if respect is Respect.BEGINNING else iter(())


def _end_told(document: Document) -> Iterator[Citation]:
    """Until when a contract runs, or for how long; of one without a last day, what ends it, too."""
    term = list(term_told(document))
    yield from term[:1]
    if term and not DATE.search(term[0].exact or term[0].quote):
        yield from islice(_notice_told(document), 1)
    yield from term[1:]


def _notice_told(document: Document) -> Iterator[Citation]:
    return (cite(1, document, one.passage, one.sentence, one.words) for one in notices_in(document))


def _is_of(document: Document, place: Span, way: _Asked) -> bool:
    """Whether a place, with what stands over it, speaks of such a thing."""
    said = document.text[slice(*place)]
    if way.another and way.another.search(said):
        return False
    return bool(way.speaks.search(f"{heads_of(document, place)} {said}")) and way.tells(said)


def _closest(way: _Asked, document: Document, index: Index, least: float) -> list[Citation]:
    """The sentence of such a thing that is closest to the questions for it."""
    places = [one for one in places_of(document) if way.questions and _is_of(document, one[1], way)]
    if not places:
        return []
    texts = [f"{heads_of(document, place)}: {document.text[slice(*place)]}" for _, place in places]
    vectors = index.vectors([*way.questions, *texts])
    closeness = (vectors[len(way.questions) :] @ vectors[: len(way.questions)].T).max(axis=1)
    best = int(closeness.argmax())
    return [cite(1, document, *places[best])] if closeness[best] >= least else []
