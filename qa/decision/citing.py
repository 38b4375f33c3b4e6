"""Citing: which of the ranked sentences are the evidence, and how much of the text around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index import Document, Index, Passage, Span
from qa.citation import Citation, cite
from qa.decision.companions import with_companions
from qa.decision.deciding import Ranked
from qa.decision.from_until import at_the_time_asked
from qa.decision.headline import whole_answer
from qa.decision.paying import payer_told
from qa.decision.plain_quantity import quantity_told
from qa.decision.ranges import in_whole_range
from qa.evidence.candidates import Candidate
from qa.minutes.votes import votes_told
from qa.question import LONGEST_FORM, Kind, kind_of, sought_by

MAX_SENTENCES = 3
# Another sentence of a list or an explanation is cited if its score is this close to the best one's.
NEAR_SCORE = 1.0

# "Otherwise it ends", "in this case": what else, or in which case, was said before.
_LEANING_SENTENCE = re.compile(
    r"""[\W\d]*(?:it|its|they|their|them|he|she|his|her|this|that|these|those|such
    |afterwards|thereafter|otherwise|instead|then|both|neither|the\s(?:former|latter)
    |(?:after|before|until|since|besides|from)\s(?:that|this|then)
    |in\s(?:th(?:is|at|ese|ose)|such(?:\sa)?|(?:all\s)?other)\s(?:cases?|events?))\b""",
    re.IGNORECASE | re.VERBOSE,
)

_WHO_SIGNED = re.compile(r"\b[Ww]ho\b.*\bsign(?:ed|s)\b(?!.*\b(?:for\sthe|for\s[A-Z]|on\sbehalf)\b)")
_SIGNED = re.compile(r"\bsigned\b", re.IGNORECASE)


def cited(question: str, ranked: Sequence[Ranked], index: Index) -> tuple[Citation, ...]:
    """The evidence, the best first.

    Args:
        question: what is asked.
        ranked: the sentences that may answer, best first; at least one.
        index: the documents that they stand in.

    """
    if kind_of(question) is Kind.SENTENCES:
        chosen = _near(ranked)
        spans: list[Span | None] = [None] * len(chosen)
    else:
        chosen = [
            _with_all_of_it(question, _at_what_is_told(question, one))
            for one in (ranked[0].candidate, *_same_answer(ranked), *_signed_too(question, ranked))
        ]
        yes_no = kind_of(question) is Kind.YES_NO
        sought = sought_by(question)
        spans = [None if yes_no else whole_answer(one, sought) for one in chosen]
        chosen = chosen[:1] if yes_no else chosen
    placed = _placed(chosen, spans, index)
    return tuple(
        cite(n, index.documents[passage.document], passage, place, span)
        for n, (passage, place, span) in enumerate(placed, start=1)
    )


def _placed(
    chosen: Sequence[Candidate], spans: Sequence[Span | None], index: Index
) -> list[tuple[Passage, Span, Span | None]]:
    """Where the chosen ones are cited, with their exact answers; no sentence is cited twice."""
    placed: list[tuple[Passage, Span, Span | None]] = []
    for one, span in zip(chosen, spans, strict=False):
        passage = one.hit.passage
        cited = [place for other, place, _ in placed if other.document == passage.document]
        if any(map(one.sentence.touches, cited)):
            continue
        place = _with_referent(one, index.documents[passage.document])
        placed.append((passage, one.sentence if any(map(place.touches, cited)) else place, span))
    return placed


def _near(ranked: Sequence[Ranked]) -> list[Candidate]:
    """The best sentences of an answer that is not one span, the best first."""
    return [one.candidate for one in ranked[:MAX_SENTENCES] if one.score >= ranked[0].score - NEAR_SCORE]


def _same_answer(ranked: Sequence[Ranked]) -> list[Candidate]:
    """Sentences of other passages that the reader, read narrowly, finds to give the same answer."""
    top = ranked[0].candidate
    wanted = _folded(top)
    same: dict[Passage, Candidate] = {}
    for _, one in ranked[1:]:
        if one.hit.passage != top.hit.passage and one.narrowly > 0 and wanted and _folded(one) == wanted:
            same.setdefault(one.hit.passage, one)
    return list(same.values())[: MAX_SENTENCES - 1]


def _signed_too(question: str, ranked: Sequence[Ranked]) -> list[Candidate]:
    """The lines of those who signed beside the first, where a question asks who did."""
    top = ranked[0].candidate
    if not (_WHO_SIGNED.search(question[:LONGEST_FORM]) and _SIGNED.search(top.text)):
        return []
    signed = [one.candidate for one in ranked[1:] if _SIGNED.search(one.candidate.text)]
    return [one for one in signed if one.hit.passage.document == top.hit.passage.document][
        : MAX_SENTENCES - 1
    ]


def _folded(candidate: Candidate) -> str:
    said = candidate.span_text.casefold()
    return re.sub(
        r"\W+", " ", re.sub(r"\b(a|an|the|about|around|approximately|over|nearly)\b", " ", said)
    ).strip()


def _with_all_of_it(question: str, candidate: Candidate) -> Candidate:
    """The candidate with the moment that is asked for, the whole of a range, or all who did it."""
    at_time = at_the_time_asked(question, candidate)
    return with_companions(question, in_whole_range(question, at_time))


def _at_what_is_told(question: str, candidate: Candidate) -> Candidate:
    """The candidate with who pays, or how many there are or voted so, where another thing was read."""
    start, text = candidate.sentence.start, candidate.text
    read = Span(candidate.span.start - start, candidate.span.end - start)
    told = payer_told(question, text, read.start) or quantity_told(question, text, read)
    told = told or votes_told(question, text)
    return replace(candidate, span=Span(start + told.start, start + told.end)) if told else candidate


def _with_referent(candidate: Candidate, document: Document) -> Span:
    """The sentence, with the one before it where it opens with a word that points back to it."""
    passage, sentence = candidate.hit.passage, candidate.sentence
    if not _LEANING_SENTENCE.match(document.text[slice(*sentence)]):
        return sentence
    for before, this in pairwise(passage.sentences):
        same_block = any(
            block.start <= before.start and sentence.end <= block.end for block in document.blocks
        )
        if this == sentence and same_block:
            return Span(before.start, sentence.end)
    return sentence
