"""Notices: how long the notice is that ends a contract, and in what form it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index import Document, Index, Only, Passage, Span
from index.words import stems, words
from qa.citation import Citation, Together, cite
from qa.contracts.meant import contracts_meant
from qa.contracts.own_places import NUMBERED, Told, heads_of, lines_of, places_of, said_of
from qa.gist.overviews import of_any_kind, of_kind, telling_words
from qa.intents.endings import IT
from qa.intents.kinds import CONTRACTS, is_kind
from qa.intents.notices import NoticeAsked, notice_form_asked, notice_length_asked

# Of more contracts none is told; so many sentences tell the form of each.
ASKED, FORMS = 3, 3
# So soon a contract says what it is of.
OPENING_BLOCKS, OPENING_CHARS = 2, 300
LENGTH = (
    r"(?:\d+|[a-z]+(?:-[a-z]+)?)(?:\s\(\w+\))?[\s-](?:(?:calendar|working|business|full|clear)\s)?"
    r"(?:day|week|month|year)s?\b"
)
_NOTICE = re.compile(
    rf"\b{LENGTH}(?:['’]s?|\sof)?(?:\s(?:prior|advance|written|and|in|writing))*\s(?:notice|warning)\b"
    rf"|\b(?:notice|warning)\b[^.;]*?\b(?:{LENGTH})"
    rf"|\b{LENGTH}\s(?:before(?:hand)?|ahead|in\sadvance)\b",
    re.IGNORECASE,
)
# What stands under "What if one of us wants out?" need not say again what is told.
_HEADS_ENDING = re.compile(
    r"\b(?:terminat|cancel|notice\b|end(?:s|ed|ing)?\b|stop|leav|quit|(?:get|getting|wants?|way)\sout\b|giving\s(?:it\s)?up)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:terminat|cancel|end(?:s|ed|ing)?\b|to\s(?:an\send|a\sclose)\b|renew|extend|expir|prolong|continues?\b|go(?:es)?\s(?:on|elsewhere)\b|withdraw"
    r"|quit\b|stop(?:s|ped|ping)?\b|break\b|(?:give|given|giving)\s(?:it|the\s\w+)\sup\b|(?:leave|wind\sup)\s(?:it|this|the)\b)",
    re.IGNORECASE,
)
# What may end it besides, for a reason or at once.
_FOR_REASON = re.compile(
    r"[\W\d]*(?:if|where|in\scase|should)\b(?!\sneither|\sno\s(?:side|party|one|notice)|\snobody|(?:\s[\w-]+){1,5}?"
    r"\s(?:wants?|wish(?:es)?|decides?|chooses?|would\slike)\b)|.*\bimmediate|.*\bat\sonce\b|.*\b(?:without|no)\snotice\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\b(?:e-?mails?|(?:(?:recorded|registered|certified|signed|ordinary|simple)\s)?(?:letters?|post|mail|delivery)|writing"
    r"|written|(?:tele)?phone|fax|text\s(?:form|message)|courier|by\shand|in\sperson|orally|verbally)\b",
    re.IGNORECASE,
)
# A notice of a defect, or of a rise in price, is another one.
_IS_NOTICE = re.compile(
    rf"{NUMBERED}(?:(?:the|an?|any|all|such|each|every|written)\s)?notices?\b(?!\s(?:of|about)\s(?!terminat|cancel))"
    r"|\bnotice(?:\s(?:of|to)\s(?:terminat\w+|cancel\w+|end))?\s(?:must|has|have|is|may|can|should|shall|will|needs?)\b",
    re.IGNORECASE,
)
# The line of a sheet of facts, or of a table, that tells the notice.
_LABEL = re.compile(
    r"(?:\A\W*|[:·|]\s*)(?P<label>(?:period\sof\s)?notice(?:\s(?:period|time|to\s(?:end|terminate|quit)))?"
    r"|(?:cancellation|termination)(?:\s(?:period|notice))?"
    r"|(?:stopping|ending|leaving|cancelling)(?:\s(?:it|early|sooner))?)\s*[:·|]\s*(?:[^:·|]{1,40}:\s+)?(?P<told>[^·|]{2,120}?)"
    r"\s*(?=·|\||\Z)",
    re.IGNORECASE,
)
_A_LENGTH = re.compile(LENGTH, re.IGNORECASE)
# What is cancelled here is no contract.
_OF_BOOKED = re.compile(
    r"\bcancel\w*\s(?:them|(?:an?|the|any|one)\s(?:[\w-]+\s)?(?:lesson|class|booking|order|appointment|session|visit|event|date)s?)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:after\s(?:that|this|which|it)|afterwards|thereafter|from\sthen\son|then|later|otherwise|in\sall\sother\scases)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\b(?:terminat|cancel|notice)", re.IGNORECASE)
_VERDICT = re.compile(
    r"\b(?:suffic\w+|enough|counts?|valid|accepted|needed|required|necessary|must\sbe\ssent|form|will\s(?:not\s)?do)\b",
    re.IGNORECASE,
)


def notice_length(
    question: str, index: Index, document: Only, spoken_of: Sequence[str] = ()
) -> Together | None:
    """What the contract that is meant says of its notice, where a question asks how long that is.

    None for any other question, and where that contract says none.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: the documents that answered before.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = notice_length_asked(question)
    among = index.among(document)
    is_clear = asked is not None and (asked.what or len(among) == 1)
    names = _meant(asked, index, among, spoken_of) if asked and is_clear else []
    return _told_of(names, "notice", notices_in, index) if len(names) == 1 else None


def notice_form(
    question: str, index: Index, document: Only, spoken_of: Sequence[str] = (), earlier: str = ""
) -> Together | None:
    """What contracts say of the form in which notice is given, where a question asks that.

    None for any other question, and where no contract that is meant says it.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: the documents that answered before.
        earlier: the question before it, "" for none.

    Raises:
        UnknownDocument: if the index holds no document of the given name.

    """
    asked = notice_form_asked(question, earlier)
    names = _meant(asked, index, index.among(document), spoken_of) if asked else []

    def forms_in(one: Document) -> list[Told]:
        return _by_means(one, _forms_in(one), asked.means if asked else "")[:FORMS]

    return _told_of(names if len(names) <= ASKED else [], "form of notice", forms_in, index)


def notices_in(document: Document) -> list[Told]:
    """The sentences and lines that tell the notice which ends a contract, but for a reason or at once."""
    places = places_of(document)
    clauses = [
        Told(passage, place, Span(place.start + match.start(), place.start + match.end()))
        for passage, place in places
        if document.row_at(place.start) is None
        and not is_for_reason(said := document.text[slice(*place)])
        and not _OF_BOOKED.search(said)
        and (match := _notice(said, heads_of(document, place)))
    ]
    clauses = [one for clause in clauses for one in (clause, *_going_on(document, clause, places))]
    told = {one.sentence for one in clauses}
    lines = lines_of(document, places, _LABEL, _A_LENGTH)
    return [*clauses, *(one for one in lines if one.sentence not in told)]


def _going_on(document: Document, clause: Told, places: Sequence[tuple[Passage, Span]]) -> Iterator[Told]:
    """The sentence behind a clause that tells another notice for later: "After that, eight weeks"."""
    behind = next(((passage, place) for passage, place in places if place.start >= clause.sentence.end), None)
    if behind is None or "\n\n" in document.text[clause.sentence.end : behind[1].start]:
        return
    passage, place = behind
    said = document.text[slice(*place)]
    if _GOES_ON.match(said) and not _NOTICE.search(said) and (length := _A_LENGTH.search(said)):
        yield Told(passage, place, Span(place.start + length.start(), place.start + length.end()))


def is_for_reason(said: str) -> bool:
    """Whether a sentence tells what ends a contract for a reason, at once, or without notice."""
    return bool(_FOR_REASON.match(said))


def _notice(said: str, heading: str) -> re.Match[str] | None:
    return _NOTICE.search(said) if _ENDS.search(said) or _HEADS_ENDING.search(heading) else None


def _meant(asked: NoticeAsked, index: Index, among: Sequence[str], spoken_of: Sequence[str]) -> list[str]:
    """The contracts that are meant: those named, all where none is named, the one that "it" stands for.

    Words for what no contract is called by or opens with, "a visit", mean one only where that is to end.
    """
    if asked.what == IT:
        names = of_any_kind(CONTRACTS, index, [name for name in among if name in spoken_of])
        return names if len(names) == 1 else []
    names = contracts_meant(asked.what, index, among)
    said = words(asked.what)
    is_clear = not said or asked.ends or is_kind(said[-1]) or all(word[:1].isupper() for word in said[-1:])
    if not is_clear:
        titled = of_kind(telling_words(asked.what), index, names)
        names = titled or [name for name in names if _is_of(asked.what, index.documents[name])]
    among_several = [name for name in names if name in spoken_of] if asked.what and len(names) > 1 else []
    return among_several if len(among_several) == 1 else names


def _is_of(what: str, document: Document) -> bool:
    """Whether what a contract opens with names a thing."""
    end = min(document.blocks[:OPENING_BLOCKS][-1].end, OPENING_CHARS)
    return telling_words(what) <= stems(document.text[:end])


def _forms_in(document: Document) -> list[Told]:
    """The sentences that say in what form notice is given, and those right behind that say what is enough."""
    found = []
    speaks_of_it = False
    for passage, place in places_of(document):
        said = document.text[slice(*place)]
        if document.row_at(place.start) is not None or is_for_reason(said):
            speaks_of_it = False
            continue
        means, is_notice = _MEANS.search(said), _is_of_its_end(said)
        speaks_of_it = is_notice or bool(speaks_of_it and means and _VERDICT.search(said))
        if means and speaks_of_it:
            found.append(Told(passage, place, Span(place.start + means.start(), place.start + means.end())))
    return found


def _is_of_its_end(said: str) -> bool:
    return bool(_IS_NOTICE.search(said) or (_ENDS.search(said) and _ENDING.search(said)))


def _by_means(document: Document, told: Sequence[Told], means: str) -> list[Told]:
    """The sentences with the form that is asked for first, and that marked in them."""
    wanted = re.compile(rf"\b{re.escape(means.rstrip('s'))}s?\b".replace(r"\-", "-?"), re.IGNORECASE)
    found = [wanted.search(document.text, *one.sentence) if means else None for one in told]
    marked = [
        one._replace(words=Span(*at.span())) if at else one for one, at in zip(told, found, strict=True)
    ]
    return sorted(marked, key=lambda one: found[marked.index(one)] is None)


def _told_of(
    names: Sequence[str], what: str, told_in: Callable[[Document], Sequence[Told]], index: Index
) -> Together | None:
    """What some contracts say of something, by contract; None where none says it."""

    def cited(name: str) -> Iterator[Citation]:
        document = index.documents[name]
        return (cite(1, document, one.passage, one.sentence, one.words) for one in told_in(document))

    return said_of(what, (one for name in names for one in cited(name)), index)
