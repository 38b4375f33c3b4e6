"""Sides: documents or things that are compared, or asked in a row, the evidence of each by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index import Index, Only, cut
from index.words import content_words, stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, grouped, numbered
from qa.contents.headings import is_heading, labels_of
from qa.contents.measured import is_measured_otherwise, names_a_measure, says_money, says_time
from qa.gist.centrality import diverse
from qa.gist.overviews import named_by, of_any_kind
from qa.gist.telling import telling
from qa.intents.comparisons import Sides, clause_asked, compared_sides
from qa.intents.digests import whole_subject
from qa.intents.kinds import CONTRACTS, is_kind, names_all
from qa.question import LONGEST_FORM, asked_words
from qa.several.kindred import Kindred, kindred_of
from qa.several.named import (
    NamedDocuments,
    documents_called,
    documents_meant,
    documents_named,
    named_in_a_row,
)
from qa.several.places import ASKED, SURE, Asks, about, evidence, fitting, listed

if TYPE_CHECKING:
    from qa.answered import Answer

# Where none are named, those are compared whose best passage fits by this share of what the best one does.
FITTING = 0.3
# Sentences of each side, and prices; passages that are looked through for one that speaks of a thing.
TOLD, PRICES, SEARCHED = 3, 5, 20
_SAYS = re.compile(
    r"\W*(?:what|how)\s(?:do|does|did)\s(?P<all>(?:(?:all|both|each|every)\s(?:one\s)?(?:of\s)?)?(?:the\s|these\s|my\s|our\s)?"
    r"(?:(?:two|three|four|five|six|\d+|several|different)\s)?)(?P<who>[^?]+?)"
    r"\s(?:(?:say|tell\s(?:me|us)|state)\s(?:about|on|of|regarding|concerning)|deal\swith|handle|treat|regulate)"
    r"\s(?:the\s)?(?P<topic>[^?]+?)\W*",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\b(?:all|both|each|every|two|three|four|five|six|\d+|several|different)\b", re.IGNORECASE
)
_SAYS_OF = re.compile(r"\bsays?\s(?:about|of|on|regarding)\s(?:the\s)?(?P<topic>[^?]+?)\W*\Z", re.IGNORECASE)
_NOTICE = re.compile(
    r"(?:the\s)?(?:notice|(?:notice|cancellation|termination)\s(?:period|term|time))", re.IGNORECASE
)
_THING = re.compile(
    r"\W*(?:what|which|how\s(?:much|many))\s(?P<thing>(?:[\w’'-]+\s){1,4}?)"
    r"(?:do|does|did|is|are|must|can|may|should|has|have)\b",
    re.IGNORECASE,
)
_SIGNERS = re.compile(r"\b(?:signers?|signator(?:y|ies)|signatures?)\W*\Z", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
# "Four per cent" and "free of charge" are no sums of money.
_NO_SUM = re.compile(r"\bper\s?cent\b|\bfree\b", re.IGNORECASE)
_PLURALS = (
    (re.compile(r"(?<=\w{2})ies$"), "y"),
    (re.compile(r"(?:(?<=ss|sh|ch)|(?<=[xz]))es$"), ""),
    (re.compile(r"(?<=\w{2}[^sui])s$"), ""),
)


def side_by_side(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What a question that compares documents or things, or names several documents, is answered with.

    None for any other question, and where one of the two is not found: a look-up then does what it can.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        asks: asks a question of some documents.

    """
    sides = compared_sides(question)
    if sides is None:
        row = _in_a_row(question, index, document, asks)
        return row or _says_of(question, index, document, asks)
    named = _documents(sides, index, index.among(document))
    if named:
        found = [_of_documents(names, sides.topic, index, asks) for names in named]
        found = _like_the_others(sides.topic, named, found, index)
        labels = _labels(sides, named, index)
    elif not sides.one:
        named, found = _all(sides.topic, index, document, asks)
        labels = _labels(sides, named, index)
    else:
        labels = [sides.one, sides.other]
        found = [_of_thing(label, sides.topic, index, document, asks) for label in labels]
        if not all(found):
            return None
    return beside_each_other(sides.topic, labels, found) if any(found) else None


def _in_a_row(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What each of the documents says that a question names in a row."""
    among = index.among(document)
    if len(among) < 2:
        return None
    row = named_in_a_row(question, lambda said: documents_named(said, index, among))
    if not row or sum(len(one.documents) for one in row) > ASKED:
        return None
    return asked_in_a_row(row, index, asks)


def asked_in_a_row(row: Sequence[NamedDocuments], index: Index, asks: Asks) -> Together | None:
    """What each of some documents says to the question that is asked of it; None where none says anything."""
    labels = _titles([one.documents for one in row], [one.words for one in row], index)
    found = [_asked(one, index, asks) for one in row]
    topic = " ".join(word for one in row[:1] for word in _asked_words(one))
    found = _like_the_others(topic, [one.documents for one in row], found, index)
    return beside_each_other("", labels, found) if any(found) else None


def _says_of(question: str, index: Index, document: Only, asks: Asks) -> Together | None:
    """What the documents that a question names say of a topic; None where they say nothing of it."""
    match = _SAYS.fullmatch(question) if len(question) <= LONGEST_FORM else None
    if match is None:
        return None
    among, topic = index.among(document), match["topic"]
    is_only = len(among) == 1 and names_all(stems(match["who"]))
    is_plural = match["who"].endswith("s") or _OF_ALL.search(match["all"])
    is_counted = _OF_ALL.search(match["all"]) and names_all(stems(match["who"]))  # "the two documents"
    are_all = bool(
        is_plural and (is_kind(match["who"]) or is_counted)
    )  # "contracts", of which one is named so
    meant = documents_meant if are_all else documents_named
    names = among if is_only else meant(match["who"], index, among)
    if not names:
        return None
    if told := listed(topic, index, tuple(names), len(names)):
        return told
    citations = numbered(one for name in names[:ASKED] for one in said_of(topic, (name,), index, asks))
    statement = (
        f"What {' and '.join(f'“{one}”' for one in labels_of(names[:ASKED], index))} tells of “{topic}”"
    )
    return Together(AnswerKind.PLACES, citations, statement, by_document(citations)) if citations else None


def _asked(named: NamedDocuments, index: Index, asks: Asks) -> Sequence[Citation]:
    """What one of several documents in a row answers, or tells where it is asked what it is about."""
    if whole_subject(named.question) is not None:
        return _of_documents(named.documents, "", index, asks)
    if said := _SAYS_OF.search(named.question):
        topic = said["topic"]
        told = _of_documents(named.documents, topic, index, asks)
        return told or _speaking_of(topic, index, named.documents, whole=True)
    answers = [_surer(named, name, asks) for name in named.documents]
    if found := [citation for answer in answers for citation in evidence(answer, index)]:
        return found
    for topic in dict.fromkeys((" ".join(_asked_words(named)), _thing_asked(named))):
        if topic and (speaking := _speaking_of(topic, index, named.documents, whole=True)):
            return speaking[:1]
    return []


def _thing_asked(named: NamedDocuments) -> str:
    """What a question asks for: of "What insurance do we have to keep?", the insurance."""
    thing = _THING.match(named.question)
    return " ".join(content_words(thing["thing"])) if thing else ""


def _asked_words(named: NamedDocuments) -> list[str]:
    """What a question speaks of besides the document that it names."""
    own = stems(named.words)
    return [word for word in asked_words(named.unnamed or named.question) if not stems(word) <= own]


def _surer(named: NamedDocuments, name: str, asks: Asks) -> Answer:
    """What a document answers, or answers without the words that name it, where that is surer."""
    answer = asks(named.question, (name,))
    if not named.unnamed or (answer.answered and answer.confidence >= SURE):
        return answer
    unnamed = asks(named.unnamed, (name,))
    return max(answer, unnamed, key=lambda one: (one.answered, one.confidence))


def _of_one(topic: str) -> str:
    """A topic as each side has it: of "the notice periods", each has one notice period."""
    for form, single in _PLURALS:
        if form.search(topic):
            return form.sub(single, topic)
    return topic


def _like_the_others(
    topic: str, named: Sequence[tuple[str, ...]], found: Sequence[Sequence[Citation]], index: Index
) -> list[Sequence[Citation]]:
    """What is found, and where a side has nothing, the sentence there most like what the others tell.

    That shares a word of the topic, under its heading or itself, and tells a sum as they do.
    """
    told = next((some[0].quote for some in found if some), "")
    if not topic or not says_money(told):
        return list(found)
    wanted = stems(topic)

    def is_like(quote: str, heading: str) -> bool:
        return says_money(quote) and bool(wanted & stems(f"{heading} {quote}"))

    return [
        some or _closest(told, index, names, is_like, 1) for names, some in zip(named, found, strict=True)
    ]


def beside_each_other(topic: str, labels: Sequence[str], found: Sequence[Sequence[Citation]]) -> Together:
    """What is found of each of some things, under a line that names them."""
    citations, groups = grouped(labels, found)
    what = f"{topic[:1].upper()}{topic[1:]}: " if topic else ""
    notes = tuple(f"No answer was found in “{group.label}”." for group in groups if not group.citations)
    said = " and ".join(f"“{label}”" for label in labels) if len(labels) == 2 else f"{len(labels)} documents"
    return Together(AnswerKind.COMPARISON, citations, f"{what}{said} side by side", groups, notes)


def _documents(sides: Sides, index: Index, names: list[str]) -> list[tuple[str, ...]]:
    """Which of some documents are on each of the two sides, none where the sides are not documents."""
    if sides.both:
        found = named_by(stems(sides.both), index, names)
        if len(found) != 2 and stems(sides.both) <= CONTRACTS:  # whatever they call themselves
            found = of_any_kind(CONTRACTS, index, names)
        all_meant = len(names) == 2 and names_all(stems(sides.both))
        return [(name,) for name in (found if len(found) == 2 else names if all_meant else [])]
    one, other = (tuple(documents_called(words, index, names)) for words in (sides.one, sides.other))
    return [one, other] if one and other and not {*one} & {*other} else []


def _all(
    topic: str, index: Index, document: Only, asks: Asks
) -> tuple[list[tuple[str, ...]], list[Sequence[Citation]]]:
    """The documents that say something of a topic, with what they say; none where fewer than two do."""
    names = fitting(topic, index, document, FITTING)[:ASKED] if topic else []
    told = [((name,), _of_documents((name,), topic, index, asks)) for name in names]
    saying = [(name, some) for name, some in told if some]
    return ([name for name, _ in saying], [some for _, some in saying]) if len(saying) > 1 else ([], [])


def _labels(sides: Sides, named: Sequence[tuple[str, ...]], index: Index) -> list[str]:
    """What the sides go by: documents by their titles, or names if some have the same; several as asked."""
    asked = (sides.one, sides.other) if sides.one else [""] * len(named)
    return _titles(named, asked, index)


def _titles(named: Sequence[tuple[str, ...]], asked: Sequence[str], index: Index) -> list[str]:
    alone = labels_of([names[0] for names in named], index)
    return [one if len(names) == 1 else words for one, names, words in zip(alone, named, asked, strict=True)]


def _of_documents(names: tuple[str, ...], topic: str, index: Index, asks: Asks) -> Sequence[Citation]:
    """What documents say of a topic, or their telling sentences where there is none."""
    if not topic:
        each = max(1, TOLD // len(names))
        documents = [index.documents[name] for name in names]
        return [one for document in documents for one in telling(index, document, cut(document), each)]
    if _SIGNERS.search(topic):
        return evidence(asks("Who signed?", names), index)
    if (clause := clause_asked(topic)) and (told := evidence(asks(clause.question, names), index)):
        return told
    single = _of_one(clause.what if clause else topic)
    if _NOTICE.fullmatch(single):
        single = "notice period"
        if told := evidence(asks("What is the notice period of the contract?", names), index):
            return told
    return _of_topic(single, names, index, asks)


def _of_topic(single: str, names: tuple[str, ...], index: Index, asks: Asks) -> Sequence[Citation]:
    """What documents say of a topic in its words or in kindred ones."""
    kindred = kindred_of(single)
    if kindred and kindred.is_any and (prices := _in_other_words(single, kindred, names, index)):
        return prices
    said = said_of(single, names, index, asks)
    if kindred is None or any(stems(single) & stems(one.quote) for one in said):
        return said
    return _in_other_words(single, kindred, names, index) or said


def _in_other_words(topic: str, kindred: Kindred, names: tuple[str, ...], index: Index) -> list[Citation]:
    """What documents say of a topic in kindred words or under them, with a sum or a time."""

    def tells(quote: str, heading: str) -> bool:
        is_sum = says_money(_NO_SUM.sub(" ", quote)) and bool(_FIGURE.search(quote))
        is_told = is_sum if kindred.is_money else says_time(quote)
        return is_told and bool(kindred.said.search(f"{heading} {quote}" if kindred.is_any else quote))

    found = _closest(topic, index, names, tells, PRICES if kindred.is_any else TOLD)
    return sorted(found, key=lambda one: (one.document, one.start))


def said_of(topic: str, names: tuple[str, ...], index: Index, asks: Asks) -> list[Citation]:
    """What documents say of a topic, one after another, those sentences first that hold one of its words.

    Of a measure, such as a notice period, those alone that stand under the heading of the evidence: "the
    notice board" of another section is no notice.
    """
    measure = f"What is the {topic}?"
    found = _sure(measure, names, index, asks) if names_a_measure(measure) else []
    is_sure = bool(found)
    for one in about(topic, index, names, asks):
        is_of_it = not is_sure or stems(topic) & stems(one.quote)
        if is_of_it and not _is_told(one, found):
            found.append(one)
    more = [
        one for one in _speaking_of(topic, index, names, whole=False) if found and not _is_told(one, found)
    ]
    if names_a_measure(measure):
        found = [one for one in found if not is_measured_otherwise(measure, one.quote, one.quote)] or found
        beside = {(one.document, one.heading) for one in found}
        more = [one for one in more if (one.document, one.heading) in beside]
    told = [*found, *more[: max(0, TOLD - len(found))]]
    wanted = stems(topic)
    return sorted(told, key=lambda one: (one.document, not wanted & stems(one.quote), one.start))


def _sure(question: str, names: tuple[str, ...], index: Index, asks: Asks) -> list[Citation]:
    """What documents surely answer."""
    answer = asks(question, names)
    return evidence(answer, index) if answer.answered and answer.confidence >= SURE else []


def _is_told(one: Citation, told: Sequence[Citation]) -> bool:
    return any(
        other.document == one.document and other.start < one.end and one.start < other.end for other in told
    )


def _of_thing(thing: str, topic: str, index: Index, document: Only, asks: Asks) -> Sequence[Citation]:
    if topic:
        return evidence(asks(f"{_of_one(topic)} of {thing}", document), index)[:TOLD]
    return _speaking_of(thing, index, document, whole=True)


def _speaking_of(words: str, index: Index, document: Only, whole: bool) -> list[Citation]:
    """Sentences that hold some words, or one of them unless the `whole` is wanted; the closest first."""
    wanted = stems(words)

    def speaks(quote: str, _heading: str) -> bool:
        said = stems(quote)
        return wanted <= said if whole else bool(wanted & said)

    return _closest(words, index, document, speaks)


def _closest(
    words: str, index: Index, document: Only, is_meant: Callable[[str, str], bool], most: int = TOLD
) -> list[Citation]:
    """The sentences closest to some words, the closest first, of those meant by what they or headings say."""
    hits = index.search(words, k=SEARCHED, document=document)
    documents = {hit.passage.document: index.documents[hit.passage.document] for hit in hits}
    every = (
        (hit.passage, sentence, found)
        for hit in hits
        for found in [documents[hit.passage.document]]
        for sentence in hit.passage.sentences
        if not is_heading(found, sentence)
    )
    places = [place for place in every if is_meant(place[2].text[slice(*place[1])], place[0].heading)]
    if not places:
        return []
    vectors = index.vectors([found.text[slice(*sentence)] for _, sentence, found in places])
    (vector,) = index.vectors([words])
    closeness = vectors @ vector
    best = sorted(diverse(1 + closeness, vectors, most), key=lambda at: -closeness[at])
    return [cite(1, places[at][2], *places[at][:2]) for at in best]
