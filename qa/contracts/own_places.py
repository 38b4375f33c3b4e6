"""Own places: where a contract speaks of itself, in a clause or in the line of a sheet of facts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from index import Document, Index, Only, Passage, Span, cut
from qa.citation import AnswerKind, Citation, Together, by_document, numbered
from qa.contents.headings import is_heading, labels_of, title_of
from qa.contracts.meant import contracts_meant
from qa.contracts.replaced import of_the_replaced
from qa.gist.overviews import of_any_kind
from qa.intents.endings import IT
from qa.intents.kinds import CONTRACTS

KIND = (
    r"(?:contract|agreement|lease|sublease|licen[cs]e|tenancy|arrangement|hire|let|letting|subscription"
    r"|policy)"
)
_OPENS_PARAGRAPH = re.compile(r"\W{0,4}(?:[\w’'-]+\s){0,5}[\w’'-]+[.:?]\W")
# A line that is a question is no longer than this.
MOST_ASKED = 120
NUMBERED = r"\A\W*(?:(?:[A-Z]\.?)?\d+(?:\.\d+)*[.)]?\s+|\([a-z\d]+\)\s+)?"
_OF_THIS = re.compile(
    rf"{NUMBERED}(?:(?:the|this|our|its)\s(?:[\w-]+\s){{0,4}}?(?:{KIND}|term|duration)\b|it\b"
    r"|[\"“](?:term|duration)[\"”]\s(?:means|is)\b)",
    re.IGNORECASE,
)
_THIS = re.compile(rf"\b(?:this|the|present)\s(?:[\w-]+\s){{0,3}}?{KIND}\b|\bit\b", re.IGNORECASE)
_ABOUT_TERM = re.compile(
    r"\b(?:term|duration|period|runs|how\slong|ending|end|expiry|commencement|validity)\b", re.IGNORECASE
)
# These have days and terms of their own.
_ANOTHERS = re.compile(
    r"\b(?:price|fee|rent|rate|charge|notice|warranty|guarantee|deposit|discount|option|trial|offer|insurance|payment)s?\s"
    r"(?:[\w-]+\s){0,5}?(?:is|are|runs?|lasts?|ends?|expires?|remains?|stays?|applies|apply|period|term)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(rf"{NUMBERED}(?:if|where|in\scase|should|unless)\b", re.IGNORECASE)


class Told(NamedTuple):
    """A place that tells something, and the words there that do."""

    passage: Passage
    sentence: Span
    words: Span


def contract_meant(what: str, question: str, index: Index, document: Only, spoken_of: Sequence[str]) -> str:
    """The one contract that some words name; "" where not one alone is named, or the one it replaced.

    Args:
        what: what a question calls it, or `IT`.
        question: what is asked of it.
        index: the documents.
        document: this document alone, or these.
        spoken_of: the documents that answered before: "it" stands for the one contract of them, and so does
            "the contract" where there are more.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    among = index.among(document)
    if what == IT:
        named = of_any_kind(CONTRACTS, index, [name for name in among if name in spoken_of])
    else:
        named = contracts_meant(what, index, among)
        named = named if len(named) == 1 else [name for name in named if name in spoken_of]
    if len(named) != 1 or _asks_of_the_replaced(question, index.documents[named[0]]):
        return ""
    return named[0]


def said_of(what: str, citations: Iterable[Citation], index: Index) -> Together | None:
    """What contracts say of something, under a line that says so; None where they say nothing of it."""
    places = numbered(citations)
    if not places:
        return None
    groups = by_document(places)
    labels = " and ".join(f"“{one}”" for one in labels_of([group.label for group in groups], index))
    say = "says of its" if len(groups) == 1 else "say of their"
    return Together(AnswerKind.PLACES, places, f"What {labels} {say} {what}", groups)


def places_of(document: Document) -> list[tuple[Passage, Span]]:
    """The sentences and rows of a document, without its headings."""
    return [
        (passage, place)
        for passage in cut(document)
        for place in passage.sentences
        if not is_heading(document, place)
    ]


def heads_of(document: Document, place: Span) -> str:
    """What stands over a place: its section's heading, a question above, a few words that open its paragraph.

    "How to stop. Write to us two months before."
    """
    at = bisect_right(document.blocks, place.start, key=lambda block: block.start) - 1
    above = document.text[slice(*document.blocks[at - 1])].strip() if at > 0 else ""
    question = above if above.endswith("?") and len(above) <= MOST_ASKED else ""
    opening = _OPENS_PARAGRAPH.match(document.text, document.blocks[at].start, place.start)
    return f"{document.section_at(place.start).heading} {question} {opening.group() if opening else ''}"


def lines_of(
    document: Document, places: Sequence[tuple[Passage, Span]], label: re.Pattern[str], tells: re.Pattern[str]
) -> list[Told]:
    """The lines with a label, whose group "told" tells such a thing; none where several are alike."""
    found = []
    seen: Counter[str] = Counter()
    for passage, place in places:
        line = label.search(document.text[slice(*place)])
        if line and tells.search(line["told"]):
            seen[line["label"].casefold()] += 1
            words = Span(place.start + line.start("told"), place.start + line.end("told"))
            found.append(Told(passage, place, words))
    return found if max(seen.values(), default=0) == 1 else []


def clauses_of(
    document: Document,
    places: Sequence[tuple[Passage, Span]],
    tells: Callable[[str], Span | None],
) -> Iterator[Told]:
    """The sentences of this contract, no rows, in which something is told, in the document's order.

    Args:
        document: the contract.
        places: its sentences and rows.
        tells: where in a sentence that is told, as offsets into it; None where nowhere.

    """
    for passage, place in places:
        said = document.text[slice(*place)]
        if document.row_at(place.start) is not None or not is_of_this(document, place, said):
            continue
        if words := tells(said):
            yield Told(passage, place, Span(place.start + words.start, place.start + words.end))


def is_conditional(said: str) -> bool:
    """Whether a sentence opens with a condition."""
    return bool(_CONDITION.match(said))


def is_of_this(document: Document, place: Span, said: str) -> bool:
    """Whether a sentence speaks of the contract, and of nothing with a term of its own."""
    if _ANOTHERS.search(said):
        return False
    heading = document.section_at(place.start).heading
    return bool(_OF_THIS.match(said)) or (bool(_ABOUT_TERM.search(heading)) and bool(_THIS.search(said)))


def _asks_of_the_replaced(question: str, document: Document) -> bool:
    """Whether a question asks for the agreement that a contract takes the place of."""
    called = _called(document)
    sentences = (document.text[slice(*place)] for passage in cut(document) for place in passage.sentences)
    return any(
        of_the_replaced("", said, called) and not of_the_replaced(question, said, called)
        for said in sentences
    )


def _called(document: Document) -> str:
    return f"{document.name} {title_of(document)}"
