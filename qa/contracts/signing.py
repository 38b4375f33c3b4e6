"""Signing: who signed the documents that a question asks for, and when, each by the lines that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index import Document, Index, Only, Passage, Span, cut
from index.words import stems
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered, passage_of
from qa.contents.headings import called, labels_of, title_of
from qa.contents.mentions import DATE
from qa.contracts.defined import definitions, without_article
from qa.contracts.meant import OPENING
from qa.contracts.ours import is_us, our_party, parties_of
from qa.contracts.sides import signing_for
from qa.contracts.signatures.blocks import Signer
from qa.contracts.signatures.lines import Dated
from qa.contracts.signatures.names import unmarked
from qa.contracts.signatures.reading import opens_signatures, witnesses_of
from qa.contracts.signatures.signers import signers_of
from qa.gist.overviews import telling_words
from qa.intents.kinds import kinds_in
from qa.intents.signings import Signing, signing_asked
from qa.several.named import documents_meant

# So many documents are looked through.
LOOKED_THROUGH = 40
# So many titles are told; more are counted.
NAMED_ALL = 2
LEAST_SHORT = 3
# So near the signatures a date may be theirs.
_NEAR_CHARS = 200
_AND = re.compile(r"\s*(?:,|\b(?:both|and|as\swell\sas)\b)\s*", re.IGNORECASE)
_IN_A_ROW = re.compile(r"\band\s(?:the|our|my|when|where|who|what|which|how|why)\b", re.IGNORECASE)
_ITSELF = frozenset({"it", "this", "that", "them"})


def signers_asked(
    question: str, index: Index, document: Only, spoken_of: Sequence[str] = ()
) -> Together | None:
    """Who signed what a question asks for, or when; None for any other question, and where no block says it.

    Args:
        question: what is asked.
        index: the documents.
        document: look in this document alone, or in these.
        spoken_of: the documents that "it" may be.

    """
    asked = signing_asked(question)
    return _answered(asked, index, document, spoken_of) if asked else None


def _answered(asked: Signing, index: Index, document: Only, spoken_of: Sequence[str]) -> Together | None:
    among = index.among(document)
    names = _documents(asked, index, among, spoken_of)
    if not names or len(names) > LOOKED_THROUGH:
        return None
    found = _found(asked, names, index, among)
    if asked.what and not any(found.values()) and _is_called_by(asked.party, names, index):
        called = asked._replace(what=f"{asked.what} for {asked.party}", party="")
        return _answered(called, index, document, spoken_of)
    if asked.what and asked.party and not any(found.values()):  # nobody signs for them: whoever does
        return _answered_by_all(asked, index, document, spoken_of)
    return _told_of(asked, found, index)


def signed_by(asked: Signing, names: Sequence[str], index: Index, among: Sequence[str]) -> Together | None:
    """Who signed some documents, or when, as is asked; None where no block says it.

    Args:
        asked: what is asked of their signatures.
        names: the documents.
        index: where they are.
        among: the names of those that may be looked at to tell which side is ours.

    """
    return _told_of(asked, _found(asked, names, index, among), index)


def _found(
    asked: Signing, names: Sequence[str], index: Index, among: Sequence[str]
) -> dict[str, Sequence[Signer]]:
    """Those of each document's signers who are asked for."""
    documents = {name: index.documents[name] for name in names}
    return {name: _meant(asked, _everybody(asked, one), one, index, among) for name, one in documents.items()}


def _everybody(asked: Signing, document: Document) -> Sequence[Signer]:
    return witnesses_of(document) if asked.of_witnesses else signers_of(document)


def _told_of(asked: Signing, found: Mapping[str, Sequence[Signer]], index: Index) -> Together | None:
    documents = {name: index.documents[name] for name in found}
    cited = {
        name: list(_cited(documents[name], some, _everybody(asked, documents[name]), asked))
        for name, some in found.items()
    }
    citations = numbered(one for some in cited.values() for one in some)
    if not citations or (asked.asks_when and not asked.asks_who and not _are_dated(found)):
        return None
    signed = [name for name, some in cited.items() if some]
    groups = by_document(citations)
    notes = tuple(_notes(asked, found, index))
    return Together(AnswerKind.PLACES, citations, _statement(asked, _labels(signed, index)), groups, notes)


def _answered_by_all(
    asked: Signing, index: Index, document: Only, spoken_of: Sequence[str]
) -> Together | None:
    """All who signed, where nobody is told to have signed for the one who is asked for."""
    told = _answered(asked._replace(party="", signer=""), index, document, spoken_of)
    untold = "The documents do not tell which side is yours."
    note = untold if is_us(asked.party) else f"Nobody is named as signing for “{asked.party}”."
    return replace(told, notes=(*told.notes, note)) if told else None


def _documents(asked: Signing, index: Index, among: Sequence[str], spoken_of: Sequence[str]) -> Sequence[str]:
    """The documents that are asked for; "it" is the only one, or those that were spoken of."""
    if asked.what.casefold() in _ITSELF:
        return among if len(among) == 1 else [name for name in spoken_of if name in among]
    named = documents_meant(asked.what, index, among)
    return named or ([] if len(among) > LOOKED_THROUGH else _signed_about(asked.what, index, among))


def _signed_about(what: str, index: Index, among: Sequence[str]) -> list[str]:
    """The only signed document with some words in its name, its title or its opening; else none.

    None, too, where several are named in a row, or more is asked.
    """
    if _IN_A_ROW.search(what):
        return []
    wanted = telling_words(without_article(what)) - kinds_in(stems(what))
    found = [name for name in among if wanted and _tells(wanted, index, name)]
    if len(found) > 1:  # one of them is with whom the others only speak of
        found = [name for name in found if _is_with(wanted, index.documents[name])]
    return found if len(found) == 1 else []


def _is_with(wanted: frozenset[str], document: Document) -> bool:
    """Whether a document is with somebody of that name, or so called in it."""
    called = [one.term for one in definitions(document)]
    return any(wanted <= one for one in [*called, *map(stems, parties_of(document))])


def _tells(wanted: frozenset[str], index: Index, name: str) -> bool:
    """Whether a signed document has some words; one that stands nowhere, "lab", may be short for its name."""
    document = index.documents[name]
    own = called(name, document)
    said = stems(f"{own} {document.text[:OPENING]}")
    short = {word for word in wanted - said if len(word) >= LEAST_SHORT and not index.occurs(word)}
    is_short = all(any(one.startswith(word) for one in stems(own)) for word in short)
    return wanted <= said | short and is_short and bool(signers_of(document))


def _meant(
    asked: Signing, signers: Sequence[Signer], document: Document, index: Index, among: Sequence[str]
) -> Sequence[Signer]:
    """Those who signed a document, or of those alone who are asked for, by name or for whom they signed."""
    if asked.party and is_us(asked.party) and len(among) <= LOOKED_THROUGH:
        us = our_party(document, index, among)
        return signing_for(us, signers, document, index) if us else []
    if asked.party:
        return signing_for(asked.party, signers, document, index)
    if not asked.signer:
        return signers
    called = _called(asked.signer, signers, document, index)
    each = (_called(one, signers, document, index) for one in _AND.split(asked.signer))
    return called or [signer for some in each for signer in some]


def _called(said: str, signers: Sequence[Signer], document: Document, index: Index) -> list[Signer]:
    """Those of whom some words are the name, else those who signed for somebody of that name."""
    wanted = stems(without_article(said))
    named = [one for one in signers if wanted and wanted <= stems(document.text[slice(*one.name)])]
    return named or signing_for(said, signers, document, index)


def _is_called_by(party: str, names: Sequence[str], index: Index) -> bool:
    """Whether for whom is signed is rather what a document is of: "the agreement for the wells"."""
    wanted = stems(party)
    return bool(wanted) and any(wanted <= stems(title_of(index.documents[name])) for name in names)


def _are_dated(found: Mapping[str, Sequence[Signer]]) -> bool:
    return any(one.dated for some in found.values() for one in some)


def _stands_near(document: Document, signers: Sequence[Signer]) -> bool:
    """Whether a date stands near those who sign, whoever it is of."""
    first = max(0, min(one.lines.start for one in signers) - _NEAR_CHARS)
    return DATE.search(document.text, first, max(one.lines.end for one in signers) + _NEAR_CHARS) is not None


def _notes(asked: Signing, found: Mapping[str, Sequence[Signer]], index: Index) -> Iterator[str]:
    """What is not said of the documents that are asked for."""
    silent = [name for name, some in found.items() if asked.what and not (some or asked.signer)]
    undated = [
        name
        for name, some in found.items()
        if some and not _are_dated({name: some}) and not _stands_near(index.documents[name], some)
    ]
    yield from (f"No signer is named in “{label}”." for label in labels_of(silent, index))
    if asked.asks_when:
        yield from (
            f"No date stands with the signatures in “{label}”." for label in labels_of(undated, index)
        )


def _statement(asked: Signing, told: str) -> str:
    if asked.signer:
        return f"When {asked.signer} signed {told}"
    if not asked.asks_who:
        return f"When {told} {'were' if told.endswith('documents') or '” and “' in told else 'was'} signed"
    if asked.of_witnesses:
        return f"Who witnessed {told}"
    party = f" for {asked.party}" if asked.party else ""
    return f"Who signed {told}{party}{', and when' if asked.asks_when else ''}"


def _labels(names: Sequence[str], index: Index) -> str:
    """A few documents by what they go by; of more, how many they are."""
    if len(names) > NAMED_ALL:
        return f"{len(names)} documents"
    return " and ".join(f"“{label}”" for label in labels_of(names, index))


def _cited(
    document: Document, signers: Sequence[Signer], everybody: Sequence[Signer], asked: Signing
) -> Iterator[Citation]:
    """The lines of those who signed a document, and where it is asked for the date, in or behind them."""
    passages = cut(document) if signers else []
    for at, signer in enumerate(signers, start=1):
        dated = signer.dated if asked.asks_when else None
        if dated and (
            _adjoins(signer, dated, everybody) or _stands_over(signer, dated, everybody, document.text)
        ):
            marked = signer.name if asked.asks_who else dated.date
            lines = Span(min(signer.lines.start, dated.line.start), max(signer.lines.end, dated.line.end))
            yield _cite(document, passages, lines, marked, signer.party)
            continue
        yield _cite(document, passages, signer.lines, signer.name, signer.party)
        if dated and all(one.dated != dated for one in signers[at:]):
            yield _cite(document, passages, dated.line, dated.date)


def _adjoins(signer: Signer, dated: Dated, everybody: Sequence[Signer]) -> bool:
    """Whether a date follows the one who signs, is of nobody else, and no other stands between."""
    if dated.date.end <= signer.lines.end:
        return signer.lines.start <= dated.date.start
    between = Span(signer.lines.end, dated.line.end)
    others = [one for one in everybody if one.name != signer.name]
    is_shared = any(one.dated == dated for one in others)
    lines = [one.lines for one in others] + [one.dated.line for one in others if one.dated]
    return not is_shared and between.start <= dated.line.start and not any(map(between.touches, lines))


def _stands_over(signer: Signer, dated: Dated, everybody: Sequence[Signer], text: str) -> bool:
    """Whether a date stands right above the one who signs, with a line to write on or "signed" between."""
    below = unmarked(text, Span(dated.line.end, signer.lines.end))
    between = text[below.start : signer.lines.start]
    is_shared = any(one.dated == dated for one in everybody if one.name != signer.name)
    is_above = dated.line.end <= signer.lines.start
    return is_above and not is_shared and not any(map(str.isalnum, between))


def _cite(
    document: Document, passages: Sequence[Passage], lines: Span, marked: Span, party: str = ""
) -> Citation:
    """A citation under the heading of the signatures, else under for whom is signed if it does not say so."""
    citation = cite(1, document, passage_of(document, passages, lines), lines, marked)
    if opens_signatures(citation.heading):
        return citation
    return replace(citation, heading="" if party in citation.quote else party)
