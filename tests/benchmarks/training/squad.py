"""What the reader learns from: SQuAD's articles, each with its questions and the span that answers each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.evaluation import squad


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a paragraph; `paragraphs[paragraph][start:end]` is its answer.

    Attributes:
        text: the question.
        paragraph: number of its paragraph in the article, from 0.
        start, end: the answer's characters in the paragraph; both 0 where the paragraph does not answer.

    """

    text: str
    paragraph: int
    start: int = 0
    end: int = 0

    @property
    def answered(self) -> bool:
        """Say whether the paragraph answers the question."""
        return self.end > self.start


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its title, paragraphs in order, and the questions on them."""

    title: str
    paragraphs: tuple[str, ...]
    questions: tuple[Question, ...]


def read_articles(path: Path, held_out: Collection[str] = ()) -> list[Article]:
    """Read the articles of a SQuAD 1.1 or 2.0 file, less held-out titles ("_" and " " are alike in titles).

    A question whose answer cannot be found in its paragraph is left out.

    Raises:
        QuestionSetError: if the file cannot be read, or is not SQuAD.

    """
    titles = {plain_title(title) for title in held_out}
    return [_article(article) for article in squad.read_articles(path) if _title(article) not in titles]


def plain_title(title: str) -> str:
    """A title as articles have it, however a list writes it."""
    return title.replace("_", " ").strip()


def _title(article: squad.Article) -> str:
    return plain_title(article.title or "")


def _article(article: squad.Article) -> Article:
    return Article(
        title=_title(article),
        paragraphs=tuple(paragraph.context for paragraph in article.paragraphs),
        questions=tuple(
            question
            for number, paragraph in enumerate(article.paragraphs)
            for question in _questions(number, paragraph)
        ),
    )


def _questions(number: int, paragraph: squad.SquadParagraph) -> Iterator[Question]:
    for asked in paragraph.qas:
        text = asked.question.strip()
        if not asked.given:
            yield Question(text, number)
            continue
        answer = asked.given[0]
        start = _nearest(paragraph.context, answer.text.strip(), answer.answer_start)
        if start is not None:
            yield Question(text, number, start, start + len(answer.text.strip()))


def _nearest(paragraph: str, answer: str, start: int) -> int | None:
    """Find where the answer stands in the paragraph, as near to `start` as can be."""
    if not answer:
        return None
    places = [paragraph.find(answer, max(start, 0)), paragraph.rfind(answer, 0, max(start, 0) + len(answer))]
    found = [place for place in places if place >= 0]
    return min(found, key=lambda place: abs(place - start)) if found else None
