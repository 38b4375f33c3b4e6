"""Signing: the signers of the documents that a question asks for, each by the lines that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Document, Index, Only, Passage, Span, cut
from index.words import stem, stems, words
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered
from qa.headings import labels_of, title_of
from qa.intents.kinds import is_kind
from qa.named import documents_meant
from qa.question import LONGEST_FORM
from qa.signatures import Signer, signers_of

# So many documents are looked through.
LOOKED_THROUGH = 40
# So many titles are told; more are counted.
NAMED_ALL = 2
# How a question may ask.
_SIGNERS = r"(?:signator(?:y|ies)|signers?)"
_FOR = r"(?:\s(?:for(?:\sand\son\sbehalf\sof)?|on\sbehalf\sof)\s(?P<party>.+?))?"
_FORMS = tuple(
    re.compile(rf"\W*{form}\W*", re.IGNORECASE)
    for form in (
        rf"who\s(?:(?:ha[sd]|have|all)\s)?sign(?:ed|s)(?:\s(?!for\b|on\sbehalf\b)(?P<what>.+?))?{_FOR}",
        rf"(?:who|what)\s(?:is|are|was|were)\s(?:all\s)?(?:the\s)?{_SIGNERS}(?:\s(?:of|to|on|in)\s(?P<what>.+?))?{_FOR}",
        rf"(?:name|list|show|tell\sme)\s(?:me\s)?(?:all\s)?(?:of\s)?(?:the\s)?{_SIGNERS}"
        rf"(?:\s(?:of|to|on|in)\s(?P<what>.+?))?{_FOR}",
        rf"by\swhom\s(?:is|was|were|has)\s(?P<what>.+?)\s(?:been\s)?signed{_FOR}",
        r"(?:who|whom)\s(?:is|was|were)\s(?P<what>.+?)\ssigned\sby(?P<party>(?!))?",
        r"whose\ssignatures?\s(?:is|are|stands?)\s(?:on|under|below|in)\s(?P<what>.+?)(?P<party>(?!))?",
    )
)
_ARTICLE = re.compile(r"\A(?:the|this|that|our|my|these)\s", re.IGNORECASE)
_ITSELF = frozenset({"it", "this", "that", "them"})
# Behind another name, or in brackets, it is what somebody else is called.
_DEFINED = re.compile(
    r"(?:(?!\band\s[A-Z])[^()\"“”‘]){0,150}"
    r"\([^()]{0,40}?[\"“‘'](?P<term>[^\"”’'()]{2,40})[\"”’'][^()]{0,20}\)"
)


def signers_asked(
    question: str, index: Index, document: Only, spoken_of: Sequence[str] = ()
) -> Together | None:
    """Who signed what a question asks for; None for any other question, and where no block names anybody.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: the documents that "it" may be.

    """
    matches = (form.fullmatch(question) for form in _FORMS if len(question) <= LONGEST_FORM)
    match = next(filter(None, matches), None)
    if match is None:
        return None
    what, among = match["what"] or "", index.among(document)
    names = (
        _spoken_of(spoken_of, among) if what.casefold() in _ITSELF else documents_meant(what, index, among)
    )
    if not names or len(names) > LOOKED_THROUGH:
        return None
    found = [_cited(index.documents[name], match["party"] or "") for name in names]
    citations = numbered(one for some in found for one in some)
    if not citations:
        return None
    signed = [name for name, some in zip(names, found, strict=True) if some]
    silent = [name for name in names if what and name not in signed]
    notes = tuple(f"No signer is named in “{label}”." for label in labels_of(silent, index))
    party = f" for {match['party']}" if match["party"] else ""
    statement = f"Who signed {_told(signed, index)}{party}"
    return Together(AnswerKind.PLACES, citations, statement, by_document(citations), notes)


def _told(names: Sequence[str], index: Index) -> str:
    """A few documents by what they go by; of more, how many they are."""
    if len(names) > NAMED_ALL:
        return f"{len(names)} documents"
    return " and ".join(f"“{label}”" for label in labels_of(names, index))


def _spoken_of(names: Sequence[str], among: Sequence[str]) -> Sequence[str]:
    """What "it" is: the only document, or those that were spoken of."""
    return among if len(among) == 1 else [name for name in names if name in among]


def _cited(document: Document, party: str) -> list[Citation]:
    """The lines of those who signed a document, or of those alone who signed for a party."""
    signers = [one for one in signers_of(document) if not _is_running_title(one, document)]
    if party:
        signers = _signing_for(party, signers, document.text)
    passages = cut(document) if signers else []
    return [cite(1, document, _holding(one.lines, passages), one.lines, one.name) for one in signers]


def _is_running_title(signer: Signer, document: Document) -> bool:
    """Whether what looks like a name is the document's own, at the foot of a page: "Supply Agreement"."""
    titled = stems(title_of(document))
    said = words(document.text[slice(*signer.name)])
    return any(is_kind(word) and stem(word.casefold()) in titled for word in said)


def _holding(lines: Span, passages: Sequence[Passage]) -> Passage:
    return next((one for one in passages if one.start <= lines.start < one.end), passages[-1])


def _signing_for(party: str, signers: Sequence[Signer], text: str) -> list[Signer]:
    """Those who signed for a party, by the name that stands with them or what the document calls it."""
    wanted = stems(_ARTICLE.sub("", party))
    if named := [one for one in signers if one.party and wanted and wanted <= stems(one.party)]:
        return named
    meant = list(_terms(party, text))
    return [
        one
        for one in signers
        if one.party
        and (
            any(wanted <= term for term in _terms(one.party, text))
            or any(term <= stems(one.party) for term in meant)
        )
    ]


def _terms(name: str, text: str) -> Iterator[frozenset[str]]:
    """What a document calls somebody, such as (the "Client"), behind the full name."""
    said = r"\s+".join(re.escape(word) for word in _ARTICLE.sub("", name).split())
    for match in re.finditer(rf"\b{said}(?!\w)", text, re.IGNORECASE):
        if defined := _DEFINED.match(text, match.end()):
            yield stems(defined["term"])
