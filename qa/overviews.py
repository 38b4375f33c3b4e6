"""Overviews: what a document is, by its headings, its most telling sentences, and what it mentions most.

All of it is the document's own words. A sentence is judged by how central it is among the others
(`qa.centrality`), by where it stands, and by whether it can be understood alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index import Document, Index, Only, Passage, Span, UnknownDocument, cut
from index.words import content_words, is_function_word, stem
from qa.centrality import centrality, diverse
from qa.citation import AnswerKind, Citation, Together, by_document, cite, numbered
from qa.intent import names_all, names_one, whole_subject
from qa.mentions import Mention, mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.deadline import Deadline

TELLING, LEAST_TELLING = 5, 2
# Of so many documents at most, sentences are told at once; so many titles are looked through for one meant.
TOLD_DOCUMENTS, TITLES_READ = 6, 50
MENTIONED = 8
# So many sentences are compared with each other; of a longer document, those whose words are its commonest.
COMPARED = 300
# Names and numbers are counted in so many passages from the beginning, some 300 pages.
COUNTED_PASSAGES = 2_000
LEAST_WORDS, MOST_WORDS = 8, 60
TITLE_CHARS = 150
# How much likelier a sentence tells: at the beginning, like the title, first below its heading, in a summary.
LEAD, LEAD_SENTENCES, TITLE, FIRST, SUMMARY, ANY = 1.0, 5, 1.0, 0.15, 0.6, 0.3
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
    |thus|still|i|we|you|there|another|here|afterwards|later|for\sexample|for\sa\sfurther|both|neither|instead|otherwise
    |the\s(?:first|second|third|latter|former|others?|same|rest|last))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ASIDE, _WORD = re.compile(r"\([^()]*\)"), re.compile(r"[^\W\d_]+")
_OPENING_SIGNS = re.compile(r"[\s*_#>•·–—-]+")
_ENDS_WHOLE = re.compile(r"""[.!…]["”’'»)\]*_]*\Z""")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and where its section starts."""

    start: int
    level: int
    words: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a document is, in its own words.

    Attributes:
        document: its name.
        title: the title it gives itself, else its name.
        words, characters: its length.
        pages: how many pages it has, None where its format has none.
        outline: its headings in order.
        sentences: its most telling sentences, in their order.
        names, dates, amounts: what it mentions most often.
        questions: such as it answers, where they were asked for.

    """

    document: str
    title: str
    words: int
    characters: int
    pages: int | None
    outline: tuple[Heading, ...]
    sentences: tuple[Citation, ...]
    names: tuple[Mention, ...]
    dates: tuple[Mention, ...]
    amounts: tuple[Mention, ...]
    questions: tuple[str, ...] = ()


class _Sentence(NamedTuple):
    passage: Passage
    span: Span
    words: str
    is_first: bool


def overview(index: Index, document: str) -> Overview:
    """What one of the documents of an index is.

    Raises:
        UnknownDocument: if there is none of that name.

    """
    found = _document(index, document)
    passages = cut(found)
    mentioned = mentions(found, passages[:COUNTED_PASSAGES], MENTIONED)
    return Overview(
        document=document,
        title=title_of(found),
        words=len(found.text.split()),
        characters=len(found.text),
        pages=len(found.pages) or None,
        outline=tuple(
            Heading(section.start, section.level, section.heading, found.page_at(section.start))
            for section in found.sections
            if section.heading
        ),
        sentences=telling(index, found, passages),
        names=mentioned.names,
        dates=mentioned.dates,
        amounts=mentioned.amounts,
    )


def overviews_asked(
    question: str, index: Index, document: Only, is_first: bool, deadline: Deadline | None
) -> Together | None:
    """What a question that asks what documents are about is answered with; None for any other question.

    Raises:
        UnknownDocument: if the index holds no document of the given name.
        TooSlow: if the deadline is past.

    """
    subject = whole_subject(question, is_first)
    names = [] if subject is None else _meant(subject, index, document)
    if not names:
        return None
    told: list[Citation] = []
    for name in names[:TOLD_DOCUMENTS]:
        if deadline:
            deadline.check()
        one = _document(index, name)
        told += telling(index, one, cut(one), max(LEAST_TELLING, TELLING // len(names)))
    found = numbered(told)
    kept = f"{len(names):,} documents are meant; these are the first {TOLD_DOCUMENTS}."
    notes = (kept,) if len(names) > TOLD_DOCUMENTS else ()
    return Together(AnswerKind.OVERVIEW, found, _statement(index, names), by_document(found), notes)


def _meant(subject: frozenset[str], index: Index, document: Only) -> list[str]:
    """The documents that a subject's words stand for."""
    names = index.among(document)
    return named_by(subject, index, names) or (names if names_all(subject) else [])


def named_by(subject: frozenset[str], index: Index, names: Sequence[str]) -> list[str]:
    """Those of some documents whose name or title a subject's words stand for."""
    titled = len(names) <= TITLES_READ
    called = {
        name: [PurePath(name).stem, *([index.documents[name].title] if titled else [])] for name in names
    }
    return [name for name in names if any(names_one(subject, words) for words in called[name])]


def _statement(index: Index, names: Sequence[str]) -> str:
    if len(names) > 1:
        return f"Main points of {min(len(names), TOLD_DOCUMENTS)} documents"
    document = _document(index, names[0])
    return f"Main points of “{title_of(document)}” ({len(document.text.split()):,} words)"


def _document(index: Index, name: str) -> Document:
    found = index.documents.get(name)
    if found is None:
        raise UnknownDocument(name)
    return found


def title_of(document: Document) -> str:
    """The title that a document gives itself: its own, a heading or a line it opens with; else its name."""
    opening = document.blocks[0]
    line = " ".join(document.text[slice(*opening)].split()).strip("#*_ ")
    is_title = (
        len(line) <= TITLE_CHARS and not _ENDS_WHOLE.search(line) and document.row_at(opening.start) is None
    )
    return document.title or document.sections[0].heading or (line if is_title and line else document.name)


def telling(
    index: Index, document: Document, passages: Sequence[Passage], most: int = TELLING
) -> tuple[Citation, ...]:
    """The most telling sentences of a document, in their order; one without any gives its opening words."""
    whole = list(_sentences(document, passages))
    sentences = _commonest([one for one in whole if not _is_formality(one.words)] or whole)
    if not sentences:
        return (cite(1, document, passages[0], passages[0].sentences[0]),)
    vectors = index.vectors([sentence.words for sentence in sentences])
    worth = centrality(vectors, _likely(index, document, sentences, vectors)) * _alone(sentences)
    return tuple(
        cite(n, document, sentences[place].passage, sentences[place].span)
        for n, place in enumerate(diverse(worth, vectors, most), start=1)
    )


def _sentences(document: Document, passages: Sequence[Passage]) -> Iterator[_Sentence]:
    """The whole sentences of running text, each once, without the signs they open with."""
    last = None
    seen: set[str] = set()
    for passage in passages:
        for start, end in passage.sentences:
            signs = _OPENING_SIGNS.match(document.text, start, end)
            span = Span(signs.end() if signs else start, end)
            words = " ".join(document.text[slice(*span)].split())
            is_whole = _ENDS_WHOLE.search(words) and LEAST_WORDS <= len(words.split()) <= MOST_WORDS
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
    (title,) = index.vectors([title_of(document)])
    of_itself = [bool(_OF_ITSELF.match(one.words)) for one in sentences]
    summary = [bool(_SUMMARY.search(one.passage.heading)) for one in sentences]
    return np.asarray(
        ANY
        + LEAD * np.exp(-np.arange(len(sentences)) / LEAD_SENTENCES)
        + TITLE * np.clip(vectors @ title, 0, 1)
        + FIRST * np.array([one.is_first for one in sentences])
        + SUMMARY * np.logical_or(of_itself, summary)
    )


def _alone(sentences: Sequence[_Sentence]) -> np.ndarray:
    """How well each sentence can be understood alone, 0..1."""
    leans = [bool(_LEANING.match(one.words)) and not _OF_ITSELF.match(one.words) for one in sentences]
    length = np.array([len(one.words.split()) for one in sentences])
    return np.asarray(np.where(leans, LEANING, 1.0) * np.minimum(1.0, 0.6 + length / FULL_WORDS))


def _is_formality(words: str) -> bool:
    """Whether a sentence is names, dates and figures alone, as "Present: …" and "Signed by …" are."""
    own = [word for word in _WORD.findall(_ASIDE.sub("", words)) if word[0].islower()]
    return sum(not is_function_word(word) for word in own) < SAYING_WORDS
