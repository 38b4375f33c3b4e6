"""SQuAD files (Rajpurkar et al., 2016 and 2018): articles, their paragraphs and questions."""

from __future__ import annotations

import json
import lzma
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import DocumentError


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
        DocumentError: if the file is missing or not in SQuAD's form.

    """
    titles = {_plain(title) for title in held_out}
    try:
        with (
            lzma.open(path, "rt", encoding="utf-8")
            if path.suffix == ".xz"
            else path.open(encoding="utf-8") as file
        ):
            articles = json.load(file)["data"]
        return [_article(article) for article in articles if _plain(article["title"]) not in titles]
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}); give a SQuAD file.") from error
    except (lzma.LZMAError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DocumentError(
            f"{path}: not in SQuAD's form; give a .json or .json.xz file of SQuAD 1.1 or 2.0."
        ) from error


def _plain(title: str) -> str:
    return title.replace("_", " ").strip()


def _article(article: dict[str, Any]) -> Article:
    paragraphs = article["paragraphs"]
    return Article(
        title=_plain(article["title"]),
        paragraphs=tuple(paragraph["context"] for paragraph in paragraphs),
        questions=tuple(
            question
            for number, paragraph in enumerate(paragraphs)
            for question in _questions(number, paragraph["context"], paragraph["qas"])
        ),
    )


def _questions(number: int, paragraph: str, entries: list[dict[str, Any]]) -> Iterator[Question]:
    for entry in entries:
        text = entry["question"].strip()
        if entry.get("is_impossible") or not entry["answers"]:
            yield Question(text, number)
            continue
        answer = entry["answers"][0]
        start = _nearest(paragraph, answer["text"].strip(), answer["answer_start"])
        if start is not None:
            yield Question(text, number, start, start + len(answer["text"].strip()))


def _nearest(paragraph: str, answer: str, start: int) -> int | None:
    """Find where the answer stands in the paragraph, as near to `start` as can be."""
    if not answer:
        return None
    places = [paragraph.find(answer, max(start, 0)), paragraph.rfind(answer, 0, max(start, 0) + len(answer))]
    found = [place for place in places if place >= 0]
    return min(found, key=lambda place: abs(place - start)) if found else None
