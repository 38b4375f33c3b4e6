"""Windows: what the larger reader learns from, a question and a sentence with its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from training.data import Example, Kind, answer_of, hard_paragraphs, sentences_of, touched_sentences
from training.squad import Article, Question
from training.swaps import MENTION, exchanged, holds, mentions, nudged, turned

# What is drawn how often; where a question allows no such example, it is asked as it is instead.
KINDS: dict[Kind, float] = {
    "positive": 0.43, "unanswerable": 0.17, "hard": 0.14, "removed": 0.10, "swapped": 0.12, "turned": 0.04,
}  # fmt: skip
STORY_SHARE = 0.10
LOW_SHARE = 0.40
# A question is low in overlap if its sentence repeats no more than so much of its words.
LOW_OVERLAP = 0.4
BEFORE_SHARE, AFTER_SHARE = 0.75, 0.25
NUDGED_SHARE = 0.4
BARE_SHARE, LOWER_SHARE = 0.25, 0.12
_WORD = re.compile(r"\w+")
_STOP = frozenset(
    "the a an of in on at to for and or is was were are be been by with from as that this which who what "
    "when where how why did do does many much it its his her their he she they".split()
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answered question with its article, and that article's paragraphs and mentions for negatives."""

    article: Article
    question: Question
    hard: tuple[int, ...]
    others: dict[str, list[str]]

    @property
    def paragraph(self) -> str:
        return self.article.paragraphs[self.question.paragraph]

    @property
    def answer(self) -> str:
        return answer_of(self.article, self.question)


class Windows:
    """Draws questions with windows; about half of the windows do not answer.

    Args:
        articles: SQuAD's, of whose questions those weigh most whose words the sentence repeats least.
        stories: further articles, drawn for a fixed share.
        unanswerable: articles whose unanswerable questions are used, nothing else.

    """

    def __init__(
        self, articles: Sequence[Article], stories: Sequence[Article], unanswerable: Sequence[Article]
    ) -> None:
        self._all = _asked(articles)
        self._low = [asked for asked in self._all if overlap(asked.article, asked.question) <= LOW_OVERLAP]
        self._stories = _asked(stories)
        self._unanswerable = [
            (question.text, article.paragraphs[question.paragraph])
            for article in unanswerable
            for question in article.questions
            if not question.answered
        ]

    def __str__(self) -> str:
        return (
            f"{len(self._all)} questions, {len(self._low)} of them in other words, "
            f"{len(self._stories)} on stories, {len(self._unanswerable)} unanswerable"
        )

    def draw(self, count: int, rng: np.random.Generator) -> list[Example]:
        """Draw examples; the same generator state gives the same ones."""
        return [_worn(self._one(rng), rng) for _ in range(count)]

    def _one(self, rng: np.random.Generator) -> Example:
        kind = list(KINDS)[rng.choice(len(KINDS), p=list(KINDS.values()))]
        if kind == "unanswerable" and self._unanswerable:
            text, paragraph = self._unanswerable[rng.integers(len(self._unanswerable))]
            place = _nearest(paragraph, text, "", rng)
            return Example(text, _window(paragraph, place, rng)[0], 0, 0, kind)
        asked = self._question(rng)
        passage = _beside(kind, asked, rng) if kind in {"hard", "removed"} else None
        if passage is not None:
            return Example(asked.question.text, passage, 0, 0, kind)
        found = _positive(asked, rng)
        text = _changed(kind, asked, found.passage, rng) if kind in {"swapped", "turned"} else None
        return Example(text, found.passage, 0, 0, kind) if text else found

    def _question(self, rng: np.random.Generator) -> _Asked:
        share = rng.random()
        pool = self._stories if share < STORY_SHARE else self._low
        if share >= STORY_SHARE + LOW_SHARE or not pool:
            pool = self._all
        return pool[rng.integers(len(pool))]


def overlap(article: Article, question: Question) -> float:
    """Share of the question's words, less common ones, that the answer's first sentence repeats."""
    paragraph = article.paragraphs[question.paragraph]
    sentences = sentences_of(paragraph)
    start, end = sentences[touched_sentences(sentences, question)[0]]
    asked = _words(question.text)
    return len(asked & _words(paragraph[start:end])) / max(1, len(asked))


def _asked(articles: Sequence[Article]) -> list[_Asked]:
    found = []
    for article in articles:
        answered = [question for question in article.questions if question.answered]
        if not answered:
            continue
        others = mentions(article)
        for question, hard in zip(answered, hard_paragraphs(article), strict=True):
            found.append(_Asked(article, question, hard, others))
    return found


def _words(text: str) -> set[str]:
    """The beginnings of the words that tell something."""
    return {word[:6] for word in _WORD.findall(text.lower()) if word not in _STOP}


def _window(paragraph: str, place: tuple[int, int], rng: np.random.Generator) -> tuple[str, int]:
    """Take the sentences first to last, at times the one before and the one after; where they start, too."""
    first, last = place
    sentences = sentences_of(paragraph)
    if rng.random() < BEFORE_SHARE:
        first = max(0, first - 1)
    if rng.random() < AFTER_SHARE:
        last = min(len(sentences) - 1, last + 1)
    start = sentences[first][0]
    return paragraph[start : sentences[last][1]], start


def _positive(asked: _Asked, rng: np.random.Generator) -> Example:
    question = asked.question
    place = touched_sentences(sentences_of(asked.paragraph), question)
    passage, start = _window(asked.paragraph, place, rng)
    return Example(question.text, passage, question.start - start, question.end - start, "positive")


def _nearest(paragraph: str, question: str, answer: str, rng: np.random.Generator) -> tuple[int, int] | None:
    """One of the two sentences most like the question that lack the answer, if any do."""
    words = _words(question)
    texts = [paragraph[start:end] for start, end in sentences_of(paragraph)]
    lacking = [n for n, text in enumerate(texts) if not answer or not holds(text, answer)]
    best = sorted(lacking, key=lambda n: -len(words & _words(texts[n])))[:2]
    number = best[rng.integers(len(best))] if best else None
    return None if number is None else (number, number)


def _beside(kind: Kind, asked: _Asked, rng: np.random.Generator) -> str | None:
    """A window without the answer: of another paragraph of the article ("hard"), or of its own."""
    if kind == "hard":
        if not asked.hard:
            return None
        paragraph = asked.article.paragraphs[asked.hard[rng.integers(len(asked.hard))]]
    else:
        paragraph = asked.paragraph
    place = _nearest(paragraph, asked.question.text, asked.answer, rng)
    passage = _window(paragraph, place, rng)[0] if place else None
    return None if passage is None or holds(passage, asked.answer) else passage


def _changed(kind: Kind, asked: _Asked, passage: str, rng: np.random.Generator) -> str | None:
    """The question with two names in each other's place, or with another name or number."""
    text = asked.question.text
    if kind == "turned" and (changed := turned(text)):
        return changed
    found = [mention for mention in MENTION.finditer(text) if holds(passage, mention.group())]
    if not found:
        return None
    mention = found[rng.integers(len(found))]
    if rng.random() < NUDGED_SHARE and (changed := nudged(mention, passage, rng)):
        return changed
    return exchanged(mention, passage, asked.others[mention.lastgroup or ""], rng)


def _worn(example: Example, rng: np.random.Generator) -> Example:
    """The example with its question as people type it: at times bare of its mark, at times in lower case."""
    text = example.question
    if rng.random() < BARE_SHARE:
        text = text.rstrip("?").rstrip()
    if rng.random() < LOWER_SHARE:
        text = text.lower()
    return replace(example, question=text)
