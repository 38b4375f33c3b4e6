"""Examples: questions with passages that answer them and passages that do not, drawn anew each epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

import numpy as np
from sentencex import get_sentence_boundaries
from training.squad import Article, Question
from training.swaps import MENTION, exchanged, holds, mentions

WINDOW_SHARE = 0.5
REMOVED_SHARE = 0.35
BARE_SHARE = 0.2
HARD_PARAGRAPHS = 5
# Per answered question: about 15,000 swapped questions and 8,000 random pairs on SQuAD 1.1's training set.
SWAPPED_SHARE = 0.19
RANDOM_SHARE = 0.1

Kind = Literal["positive", "hard", "removed", "unanswerable", "swapped", "turned", "random"]


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage, and where the passage answers.

    Attributes:
        question, passage: the two texts.
        start, end: the answer's characters in the passage; both 0 where it does not answer.
        kind: how the pair was made.

    """

    question: str
    passage: str
    start: int
    end: int
    kind: Kind


class Examples:
    """Draws training examples from SQuAD articles.

    Each answered question gives one positive (its paragraph or a random window of whole sentences around the
    answer), one hard negative (a paragraph of the article that is like the question by TF-IDF and lacks the
    answer) and at times its paragraph less the answer's sentences. To these come the unanswerable questions
    of `unanswerable`, questions with a swapped name or number, and questions with another article's passage.
    """

    def __init__(self, articles: Sequence[Article], unanswerable: Sequence[Article] = ()) -> None:
        self._articles = [article for article in articles if any(q.answered for q in article.questions)]
        self._unanswerable = [
            Example(question.text, article.paragraphs[question.paragraph], 0, 0, "unanswerable")
            for article in unanswerable
            for question in article.questions
            if not question.answered
        ]
        self._asked = [
            (n, q) for n, article in enumerate(self._articles) for q in article.questions if q.answered
        ]
        self._hard = [paragraphs for article in self._articles for paragraphs in hard_paragraphs(article)]
        self._mentions = [mentions(article) for article in self._articles]

    def __len__(self) -> int:
        """Count the answered questions."""
        return len(self._asked)

    def epoch(self, rng: np.random.Generator) -> list[Example]:
        """Draw one epoch's examples, unshuffled; the same generator state gives the same examples."""
        examples = [example for number in range(len(self)) for example in self._own(number, rng)]
        examples += self._unanswerable
        examples += self._drawn(self._swapped, SWAPPED_SHARE, rng)
        examples += self._drawn(self._random, RANDOM_SHARE, rng)
        return [
            replace(example, question=example.question.rstrip("?").rstrip())
            if rng.random() < BARE_SHARE
            else example
            for example in examples
        ]

    def _own(self, number: int, rng: np.random.Generator) -> Iterator[Example]:
        """Pair a question with passages of its own article."""
        article, question = self._of(number)
        yield _positive(article, question, rng)
        if hard := self._hard[number]:
            yield _negative(question, article.paragraphs[hard[rng.integers(len(hard))]], "hard")
        if rng.random() < REMOVED_SHARE and (rest := _without_answer(article, question)):
            yield _negative(question, rest, "removed")

    def _drawn(
        self,
        make: Callable[[int, np.random.Generator], Example | None],
        share: float,
        rng: np.random.Generator,
    ) -> list[Example]:
        """Make examples of random questions, as many as the share of all questions, or as can be made."""
        made = (make(int(number), rng) for number in rng.permutation(len(self)))
        return list(islice((example for example in made if example), round(share * len(self))))

    def _swapped(self, number: int, rng: np.random.Generator) -> Example | None:
        """Ask about another name or number of the article, one that its passage does not have."""
        article, question = self._of(number)
        found = list(MENTION.finditer(question.text))
        if not found:
            return None
        mention = found[rng.integers(len(found))]
        others = self._mentions[self._asked[number][0]][mention.lastgroup or ""]
        passage = _positive(article, question, rng).passage
        text = exchanged(mention, passage, others, rng)
        return Example(text, passage, 0, 0, "swapped") if text else None

    def _random(self, number: int, rng: np.random.Generator) -> Example | None:
        """Pair a question with a paragraph of another article that lacks the answer."""
        article, question = self._of(number)
        other = self._articles[rng.integers(len(self._articles))]
        passage = other.paragraphs[rng.integers(len(other.paragraphs))]
        if other is article or holds(passage, answer_of(article, question)):
            return None
        return _negative(question, passage, "random")

    def _of(self, number: int) -> tuple[Article, Question]:
        article, question = self._asked[number]
        return self._articles[article], question


def hard_paragraphs(article: Article) -> list[tuple[int, ...]]:
    """Find, for each answered question, the paragraphs most like it by TF-IDF that lack its answer."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    asked = [question for question in article.questions if question.answered]
    words = TfidfVectorizer(sublinear_tf=True)
    paragraphs = words.fit_transform(article.paragraphs)
    likeness = (words.transform([question.text for question in asked]) @ paragraphs.T).toarray()
    folded = [paragraph.casefold() for paragraph in article.paragraphs]
    chosen = []
    for question, row in zip(asked, likeness, strict=True):
        answer = answer_of(article, question).casefold()
        lacking = (int(n) for n in np.argsort(-row, kind="stable") if answer not in folded[n])
        chosen.append(tuple(islice(lacking, HARD_PARAGRAPHS)))
    return chosen


def answer_of(article: Article, question: Question) -> str:
    return article.paragraphs[question.paragraph][question.start : question.end]


def _negative(question: Question, passage: str, kind: Kind) -> Example:
    return Example(question.text, passage, 0, 0, kind)


def _positive(article: Article, question: Question, rng: np.random.Generator) -> Example:
    """Take the paragraph, or a random window of its sentences that holds the answer."""
    paragraph = article.paragraphs[question.paragraph]
    start, end = 0, len(paragraph)
    if rng.random() < WINDOW_SHARE:
        sentences = sentences_of(paragraph)
        first, last = touched_sentences(sentences, question)
        start = sentences[rng.integers(first + 1)][0]
        end = sentences[rng.integers(last, len(sentences))][1]
    return Example(
        question.text, paragraph[start:end], question.start - start, question.end - start, "positive"
    )


def _without_answer(article: Article, question: Question) -> str | None:
    """Take the paragraph less the answer's sentences; None where nothing is left or the answer still is."""
    paragraph = article.paragraphs[question.paragraph]
    sentences = sentences_of(paragraph)
    first, last = touched_sentences(sentences, question)
    rest = (paragraph[: sentences[first][0]] + paragraph[sentences[last][1] :]).strip()
    return rest if rest and not holds(rest, answer_of(article, question)) else None


@lru_cache(maxsize=50_000)
def sentences_of(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Find a paragraph's sentences, each reaching to the next, so that together they are the paragraph."""
    starts = [boundary["start_index"] for boundary in get_sentence_boundaries("en", paragraph)]
    edges = [0, *(start for start in starts if start > 0), len(paragraph)]
    return tuple(pairwise(edges))


def touched_sentences(sentences: Sequence[tuple[int, int]], question: Question) -> tuple[int, int]:
    """Find the numbers of the first and the last sentence that the answer touches."""
    touched = [n for n, (start, end) in enumerate(sentences) if start < question.end and end > question.start]
    return touched[0], touched[-1]
