"""Question sets as SQuAD 1.1 and 2.0 publish them."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sentencex import get_sentence_boundaries

from qa.evaluation.questions import Excerpt, Question, QuestionSet, QuestionSetError

_BETWEEN = "\n\n"


class SquadAnswer(BaseModel):
    """Words of a context, and the character that they start at."""

    text: str
    answer_start: int


class SquadAsked(BaseModel):
    """A question on a paragraph, with each annotator's answer."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str | None = None
    question: str
    answers: list[SquadAnswer] | None = None
    is_impossible: bool | None = None

    @property
    def given(self) -> list[SquadAnswer]:
        """The answers that are right; none where the paragraph does not say."""
        return [] if self.is_impossible else self.answers or []


class SquadParagraph(BaseModel):
    """A paragraph and the questions on it."""

    context: str
    qas: list[SquadAsked] = []


class Article(BaseModel):
    """An article: its paragraphs in order."""

    title: str | None = None
    paragraphs: list[SquadParagraph]


class _File(BaseModel):
    data: list[Article]


def read_articles(path: Path) -> list[Article]:
    """Read a SQuAD file, `.json` or `.json.xz`.

    Raises:
        QuestionSetError: if it cannot be read, or is not SQuAD.

    """
    try:
        data = path.read_bytes()
        return _File.model_validate_json(lzma.decompress(data) if path.suffix == ".xz" else data).data
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise QuestionSetError(f"{place}: {first['msg']}; give a SQuAD 1.1 or 2.0 file", path) from None
    except (OSError, lzma.LZMAError) as error:
        raise QuestionSetError(f"it cannot be read ({error}); give a SQuAD file", path) from error


def read_squad(path: Path, *, paragraphs: bool = False) -> QuestionSet:
    """Read a SQuAD file; its articles (or its paragraphs) become the documents.

    The evidence of an answer is the sentence it stands in, each annotator's sentence an alternative.

    Raises:
        QuestionSetError: if the file is not SQuAD, or an answer is not where it says it is.

    """
    questions: list[Question] = []
    texts: dict[str, str] = {}
    for name, article in _named(read_articles(path)):
        if paragraphs:
            for number, paragraph in enumerate(article.paragraphs, start=1):
                texts[f"{name}#{number}"] = paragraph.context
                questions.extend(_questions(path, f"{name}#{number}", 0, paragraph))
            continue
        start = 0
        for paragraph in article.paragraphs:
            questions.extend(_questions(path, name, start, paragraph))
            start += len(paragraph.context) + len(_BETWEEN)
        texts[name] = _BETWEEN.join(paragraph.context for paragraph in article.paragraphs)
    return QuestionSet(str(path), tuple(questions), texts)


def _named(articles: list[Article]) -> Iterator[tuple[str, Article]]:
    """Each article with a name of its own: its title, numbered where titles repeat."""
    seen: dict[str, int] = {}
    for article in articles:
        title = article.title or "article"
        seen[title] = seen.get(title, 0) + 1
        yield (title if seen[title] == 1 else f"{title} ({seen[title]})"), article


def _questions(path: Path, name: str, offset: int, paragraph: SquadParagraph) -> Iterator[Question]:
    sentences = [
        (boundary["start_index"], boundary["end_index"])
        for boundary in get_sentence_boundaries("en", paragraph.context.replace("\n", " "))
    ]
    for number, asked in enumerate(paragraph.qas, start=1):
        for answer in asked.answers or ():
            if not paragraph.context.startswith(answer.text, answer.answer_start) or not answer.text:
                raise QuestionSetError(
                    f"an answer to {asked.question!r} is not at {answer.answer_start} "
                    "of its context; mend its answer_start",
                    path,
                )
        answers = asked.given
        alternatives = dict.fromkeys(_sentence(paragraph.context, sentences, answer) for answer in answers)
        piece = tuple(
            Excerpt(name, offset + start, offset + end, paragraph.context[start:end])
            for start, end in alternatives
        )
        yield Question(
            id=asked.id or f"{name}#{offset}:{number}",
            question=asked.question.strip(),
            document=name,
            answers=tuple(dict.fromkeys(answer.text for answer in answers)),
            evidence=(piece,) if piece else (),
            answerable=bool(answers),
        )


def _sentence(context: str, sentences: list[tuple[int, int]], answer: SquadAnswer) -> tuple[int, int]:
    """From the start of the sentence an answer begins in to the end of the one it ends in, trimmed."""
    first, last = answer.answer_start, answer.answer_start + len(answer.text)
    touched = [(start, end) for start, end in sentences if start < last and first < end]
    start = min([first, *(start for start, _ in touched)])
    end = max([last, *(end for _, end in touched)])
    words = context[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
