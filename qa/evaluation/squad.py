"""Question sets as SQuAD 1.1 and 2.0 publish them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError
from sentencex import get_sentence_boundaries

from qa.evaluation.questions import Excerpt, Question, QuestionSet, QuestionSetError

_BETWEEN = "\n\n"


class _Answer(BaseModel):
    text: str
    answer_start: int


class _Asked(BaseModel):
    id: str
    question: str
    answers: list[_Answer] = []
    is_impossible: bool = False


class _Paragraph(BaseModel):
    context: str
    qas: list[_Asked] = []


class _Article(BaseModel):
    title: str = ""
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    data: list[_Article]


def read_squad(path: Path, *, paragraphs: bool = False) -> QuestionSet:
    """Read a SQuAD file; its articles (or its paragraphs) become the documents.

    The evidence of an answer is the sentence it stands in, each annotator's sentence an alternative.

    Raises:
        QuestionSetError: if the file is not SQuAD, or an answer is not where it says it is.

    """
    try:
        file = _File.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise QuestionSetError(f"{path}: {place}: {first['msg']}; give a SQuAD 1.1 or 2.0 file.") from None
    questions: list[Question] = []
    texts: dict[str, str] = {}
    for name, article in _named(file.data):
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


def _named(articles: list[_Article]) -> Iterator[tuple[str, _Article]]:
    """Each article with a name of its own: its title, numbered where titles repeat."""
    seen: dict[str, int] = {}
    for article in articles:
        title = article.title or "article"
        seen[title] = seen.get(title, 0) + 1
        yield (title if seen[title] == 1 else f"{title} ({seen[title]})"), article


def _questions(path: Path, name: str, offset: int, paragraph: _Paragraph) -> Iterator[Question]:
    sentences = [
        (boundary["start_index"], boundary["end_index"])
        for boundary in get_sentence_boundaries("en", paragraph.context.replace("\n", " "))
    ]
    for asked in paragraph.qas:
        for answer in asked.answers:
            if not paragraph.context.startswith(answer.text, answer.answer_start) or not answer.text:
                raise QuestionSetError(
                    f"{path}: an answer of {asked.id!r} is not at {answer.answer_start} of its context; "
                    "mend its answer_start."
                )
        answerable = not asked.is_impossible and bool(asked.answers)
        answers = asked.answers if answerable else []
        alternatives = dict.fromkeys(_sentence(paragraph.context, sentences, answer) for answer in answers)
        piece = tuple(
            Excerpt(name, offset + start, offset + end, paragraph.context[start:end])
            for start, end in alternatives
        )
        yield Question(
            id=asked.id,
            question=asked.question.strip(),
            document=name,
            answers=tuple(dict.fromkeys(answer.text for answer in answers)),
            evidence=(piece,) if piece else (),
            answerable=answerable,
        )


def _sentence(context: str, sentences: list[tuple[int, int]], answer: _Answer) -> tuple[int, int]:
    """From the start of the sentence an answer begins in to the end of the one it ends in, trimmed."""
    first, last = answer.answer_start, answer.answer_start + len(answer.text)
    touched = [(start, end) for start, end in sentences if start < last and first < end]
    start = min([first, *(start for start, _ in touched)])
    end = max([last, *(end for _, end in touched)])
    words = context[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
