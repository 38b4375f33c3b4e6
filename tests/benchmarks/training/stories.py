"""FairytaleQA's stories in the form of articles, so that the reader learns from tales as well."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError
from training.squad import Article, Question

from qa.evaluation import QuestionSetError

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")


class _Asked(BaseModel):
    question: str
    span: tuple[int, int] | None = None


class _Story(BaseModel):
    split: str
    title: str
    text: str
    questions: list[_Asked]


def read_stories(path: Path) -> list[Article]:
    """Read the train part of a file of stories, `.json` or `.json.xz`.

    A list of `{"split", "title", "text", "questions": [{"question", "span": [start, end] or null}]}`; a
    question without a span, or whose span leaves its paragraph, is left out.

    Raises:
        QuestionSetError: if the file cannot be read, or is in another form.

    """
    try:
        data = path.read_bytes()
        content = lzma.decompress(data) if path.suffix == ".xz" else data
        stories = TypeAdapter(list[_Story]).validate_json(content)
    except (OSError, lzma.LZMAError, ValidationError) as error:
        raise QuestionSetError(f"{path}: no stories can be read from it; give FairytaleQA's file") from error
    return [_article(story) for story in stories if story.split == "train"]


def _article(story: _Story) -> Article:
    places = [found.span() for found in _PARAGRAPH.finditer(story.text)]
    paragraphs = tuple(story.text[start:end] for start, end in places)
    return Article(story.title, paragraphs, tuple(_questions(story, places)))


def _questions(story: _Story, places: list[tuple[int, int]]) -> Iterator[Question]:
    for asked in story.questions:
        if asked.span is None:
            continue
        start, end = asked.span
        for number, (first, last) in enumerate(places):
            if first <= start < end <= last:
                yield Question(asked.question.strip(), number, start - first, end - first)
