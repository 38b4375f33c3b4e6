"""Telling: the sentences of a document that tell most of what it says.

A sentence is judged by how central it is among the others (`qa.centrality`), by where it stands, and by
whether it can be understood alone; they are chosen of as many parts of the document as there is room for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index import Document, Index, Passage, Span
from index.words import content_words, is_function_word, stem
from qa.centrality import centrality, diverse
from qa.citation import Citation, cite
from qa.headings import ENDS_WHOLE, title_of

TELLING, MOST_TELLING = 5, 8
# With fewer parts, sentences are chosen from the whole.
LEAST_PARTS = 3
# So many sentences are compared with each other; of a longer document, those whose words are its commonest.
COMPARED = 300
LEAST_WORDS, MOST_WORDS = 8, 60
# One that says what the document is, and who made it, may be longer.
MOST_OF_ITSELF = 100
# How much likelier a sentence tells: at the beginning, like the title, like its heading, first below it, in a
# summary. These, and those of `qa.centrality`, were chosen by eye over `tests/benchmarks/kinds`.
LEAD, LEAD_SENTENCES, TITLE, HEADING, FIRST, SUMMARY, ANY = 1.0, 5, 1.0, 0.5, 0.4, 0.6, 0.3
# What it is worth if it leans on the sentence before it, and how many words make a full one.
LEANING, FULL_WORDS = 0.6, 30
# Beside names, dates and figures a sentence that says something has so many words of its own.
SAYING_WORDS = 2

_SUMMARY = re.compile(
    r"\b(?:summary|abstract|overview|introduction|at\sa\sglance|in\sbrief|highlights|key\s(?:points|facts|findings)"
    r"|results|findings|conclusions?)\b",
    re.IGNORECASE,
)
# "This manual applies to …" says what a document is; "this one" points back.
_OF_ITSELF = re.compile(
    r"this\s(?:document|text|article|paper|report|review|study|manual|guide|contract|agreement|policy|book|page|data)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"""(?:it|its|they|their|them|he|she|his|her|this|that|these|those|such|but|and|so|then|however|also|therefore
    |thus|still|there|another|here|afterwards|later|for\sexample|for\sa\sfurther|both|neither|instead|otherwise
    |(?:only\s)?the\s(?:first|second|third|latter|former|others?|same|rest|last)|any\w*\s(?:above|below)
    |(?:at|in|on|by|for|from|with|after|before)\s(?:its|their|his|her|this|these|those))\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "They agreed to go on with it": what it is was said before.
_LEANING_SOON = re.compile(
    r"(?:[\w’'-]+,?\s){1,6}(?:with|of|to|for|on|about|at|from|against|into)\s(?:it|them|him)\b", re.IGNORECASE
)
_ASIDE, _WORD = re.compile(r"\([^()]*\)"), re.compile(r"[^\W\d_]+")
_OPENING_SIGNS = re.compile(r"[\s*_#>•·–—-]+")


class _Sentence(NamedTuple):
    passage: Passage
    span: Span
    words: str
    is_first: bool


def telling(
    index: Index, document: Document, passages: Sequence[Passage], most: int = 0
) -> tuple[Citation, ...]:
    """The most telling sentences of a document, in their order; one without any gives its opening words.

    There are `most` of them, or as many as the document has parts, within bounds.
    """
    whole = list(_sentences(document, passages))
    sentences = _commonest([one for one in whole if not _is_formality(one.words)] or whole)
    if not sentences:
        return (cite(1, document, passages[0], passages[0].sentences[0]),)
    vectors = index.vectors([sentence.words for sentence in sentences])
    worth = centrality(vectors, _likely(index, document, sentences, vectors)) * _alone(sentences)
    parts = _parts(document, sentences)
    most = most or min(MOST_TELLING, max(TELLING, len(set(parts or ())) + 1))
    return tuple(
        cite(n, document, sentences[place].passage, sentences[place].span)
        for n, place in enumerate(diverse(worth, vectors, most, parts), start=1)
    )


def _parts(document: Document, sentences: Sequence[_Sentence]) -> list[int] | None:
    """The part of the document that each sentence stands in, by its outermost headings; None without them."""
    for level in sorted({section.level for section in document.sections if section.heading}):
        starts = [section.start for section in document.sections if section.level <= level]
        parts = [bisect_right(starts, one.span.start) for one in sentences]
        if len(set(parts)) >= LEAST_PARTS:
            return parts
    return None


def _sentences(document: Document, passages: Sequence[Passage]) -> Iterator[_Sentence]:
    """The whole sentences of running text, each once, without the signs they open with."""
    last = None
    seen: set[str] = set()
    for passage in passages:
        for start, end in passage.sentences:
            signs = _OPENING_SIGNS.match(document.text, start, end)
            span = Span(signs.end() if signs else start, end)
            words = " ".join(document.text[slice(*span)].split())
            longest = MOST_OF_ITSELF if _OF_ITSELF.match(words) else MOST_WORDS
            is_whole = ENDS_WHOLE.search(words) and LEAST_WORDS <= len(words.split()) <= longest
            if is_whole and words not in seen and document.row_at(start) is None:
                seen.add(words)
                yield _Sentence(passage, span, words, passage.heading != last)
                last = passage.heading


def _commonest(sentences: list[_Sentence]) -> list[_Sentence]:
    """Of many sentences those whose words are on average commonest, and the first ones.

    Nenkova and Vanderwende, "The Impact of Frequency on Summarization", 2005.
    """
    if len(sentences) <= COMPARED:
        return sentences
    stemmed = [[stem(word) for word in content_words(one.words)] for one in sentences]
    common = Counter(word for words in stemmed for word in set(words))
    worth = [sum(common[word] for word in words) / len(words) for words in stemmed]
    first, rest = sentences[: COMPARED // 10], range(COMPARED // 10, len(sentences))
    best = sorted(sorted(rest, key=lambda place: -worth[place])[: COMPARED - len(first)])
    return [*first, *(sentences[place] for place in best)]


def _likely(
    index: Index, document: Document, sentences: Sequence[_Sentence], vectors: np.ndarray
) -> np.ndarray:
    """How likely each sentence is to tell much, by where it stands and what the title says."""
    headings = dict.fromkeys(one.passage.heading for one in sentences if one.passage.heading)
    title, *found = index.vectors([title_of(document), *headings])
    said = {"": np.zeros_like(title)} | dict(zip(headings, found, strict=True))
    heading = np.array([said[one.passage.heading] for one in sentences])
    of_itself = [bool(_OF_ITSELF.match(one.words)) for one in sentences]
    summary = [bool(_SUMMARY.search(one.passage.heading)) for one in sentences]
    return np.asarray(
        ANY
        + LEAD * np.exp(-np.arange(len(sentences)) / LEAD_SENTENCES)
        + TITLE * np.clip(vectors @ title, 0, 1)
        + HEADING * np.clip((vectors * heading).sum(axis=1), 0, 1)
        + FIRST * np.array([one.is_first for one in sentences])
        + SUMMARY * np.logical_or(of_itself, summary)
    )


def _alone(sentences: Sequence[_Sentence]) -> np.ndarray:
    """How well each sentence can be understood alone, 0..1."""
    leans = [
        bool(_LEANING.match(one.words) or _LEANING_SOON.match(one.words)) and not _OF_ITSELF.match(one.words)
        for one in sentences
    ]
    length = np.array([len(one.words.split()) for one in sentences])
    return np.asarray(np.where(leans, LEANING, 1.0) * np.minimum(1.0, 0.6 + length / FULL_WORDS))


def _is_formality(words: str) -> bool:
    """Whether a sentence is names, dates and figures alone, as "Present: …" and "Signed by …" are."""
    own = [word for word in _WORD.findall(_ASIDE.sub("", words)) if word[0].islower()]
    return sum(not is_function_word(word) for word in own) < SAYING_WORDS
