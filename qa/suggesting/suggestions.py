"""Suggestions: questions made from a document's own sentences, kept only where asking them works.

A question is suggested if asking it gives back the very sentence that it was made from, with high confidence
and the answer that was meant. None is better than a bad one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from index import Document, Span, cut
from index.words import stems
from qa.citation import AnswerKind

if TYPE_CHECKING:
    from qa.answered import Answer

MOST = 4
# What a page calls high confidence; so many questions are tried, made from so many passages at most.
SURE, TRIED, TRIED_NEAR, PASSAGES = 0.8, 14, 6, 400
# One of two questions that begin with one word and share so many of their words asks what the other does.
ALIKE = 0.75
_NAMES = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[,;] ))[^\W\d_a-z][\w’'-]+")
_ANY_OF_THEM = re.compile(r"\bthe\s(?:agreement|contract|lease|licence|policy|offer)\b", re.IGNORECASE)

Asks = Callable[[str], "Answer"]


class Suggestion(NamedTuple):
    """A question that works, and the sentence that it was made from."""

    question: str
    document: str
    sentence: Span


class _Made(NamedTuple):
    question: str
    answer: str
    sentence: Span


def suggest(
    document: Document,
    asks: Asks,
    near: int | None = None,
    besides: Collection[str] = (),
    most: int = MOST,
    among: bool = False,
) -> list[Suggestion]:
    """Questions that a document answers.

    Args:
        document: the document.
        asks: asks a question, as it will be asked when somebody takes it up.
        near: the character that an answer stands at, where questions go on from it.
        besides: questions that were asked already.
        most: how many.
        among: whether other documents are asked too, so that "the agreement" may be any of them.

    """
    made = [
        one
        for one in _made(document)
        if not repeats(one.question, besides)
        and not (among and near is None and _ANY_OF_THEM.search(one.question))
        and not (near is not None and one.sentence.start <= near < one.sentence.end)
    ]
    ordered = _mixed(made) if near is None else sorted(made, key=lambda one: abs(one.sentence.start - near))
    found: list[Suggestion] = []
    for one in ordered[: TRIED if near is None else TRIED_NEAR]:
        is_new = one.sentence not in [known.sentence for known in found] and not repeats(
            one.question, [known.question for known in found]
        )
        if len(found) < most and is_new and _works(one, document.name, asks):
            found.append(Suggestion(one.question, document.name, one.sentence))
    return found


def repeats(question: str, others: Collection[str]) -> bool:
    """Whether a question asks again, in much the same words, what another one asks."""
    begins, words = _said(question)
    return any(
        begins == other_begins
        and len(words & others_words) >= ALIKE * len(words | others_words)
        and not any(sign.isdigit() for word in words ^ others_words for sign in word)
        for other_begins, others_words in map(_said, others)
    )


def _said(question: str) -> tuple[str, frozenset[str]]:
    first, *_ = question.casefold().split() or [""]
    return first, stems(question)


def _made(document: Document) -> Iterator[_Made]:
    from qa.suggesting.asking import questions_from  # noqa: PLC0415  (its rules take 60 ms to compile)

    names = set(_NAMES.findall(document.text))
    for passage in islice(cut(document), PASSAGES):
        for sentence in passage.sentences:
            if document.row_at(sentence.start) is None:
                for question, answer in islice(questions_from(document.text[slice(*sentence)], names), 1):
                    yield _Made(question, answer, sentence)


def _mixed(made: Sequence[_Made]) -> list[_Made]:
    """Questions of one kind after those of another, each kind in the order of the text."""
    kinds: dict[str, list[_Made]] = {}
    for one in made:
        first, second, *_ = one.question.split()
        kinds.setdefault(f"{first} {second}" if first == "How" else first, []).append(one)
    return [one for turn in zip_longest(*kinds.values()) for one in turn if one is not None]


def _works(made: _Made, name: str, asks: Asks) -> bool:
    """Whether asking gives back the sentence, surely, and the answer that was meant."""
    answer = asks(made.question)
    if not answer.answered or answer.kind is not AnswerKind.LOOK_UP or answer.confidence < SURE:
        return False
    first = answer.citations[0]
    is_there = first.document == name and first.start < made.sentence.end and made.sentence.start < first.end
    means_it = answer.span is None or bool(stems(answer.span) & stems(made.answer))
    return is_there and means_it
