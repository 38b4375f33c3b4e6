"""Question sets as JSON Lines, one question a line, evidence as verbatim quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from qa.evaluation.questions import (
    Excerpt,
    HasText,
    Question,
    QuestionSet,
    QuestionSetError,
    at,
    unknown_document,
)

_Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
_Piece = _Words | Annotated[list[_Words], Field(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    id: _Words
    question: _Words
    history: list[_Words] = []
    document: _Words | None = None
    answers: list[_Words] = []
    evidence: list[_Piece] = []
    answerable: bool = True
    tags: list[_Words] = []


def read_jsonl(path: Path, documents: Mapping[str, HasText]) -> QuestionSet:
    """Read a JSON Lines question set and find its quotes in the documents.

    Raises:
        QuestionSetError: naming the line that is malformed, or whose evidence is not in its document once.
    """
    return QuestionSet(str(path), tuple(_question(path, *line, documents) for line in _lines(path)))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path}: it cannot be read as UTF-8 text ({error}); save it as UTF-8.") from error
    # Only "\n" ends a line: JSON strings may hold U+2028 and the like.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _question(path: Path, number: int, line: str, documents: Mapping[str, HasText]) -> Question:
    where = at(path, number)
    try:
        row = _Row.model_validate_json(line)
    except ValidationError as error:
        raise QuestionSetError(f"{where}: {reason(error)}; mend the line.") from None
    if not row.answerable and (row.answers or row.evidence):
        raise QuestionSetError(
            f"{where}: {row.id!r} is not answerable yet has answers or evidence; remove one or the other."
        )
    if row.answerable and not row.answers and not row.evidence:
        raise QuestionSetError(
            f"{where}: {row.id!r} is answerable but has neither answers nor evidence; give at least one."
        )
    if row.document is not None and row.document not in documents:
        raise QuestionSetError(unknown_document(where, row.document, documents))
    searched = documents if row.document is None else {row.document: documents[row.document]}
    return Question(
        id=row.id,
        question=row.question,
        history=tuple(row.history),
        document=row.document,
        answers=tuple(row.answers),
        evidence=tuple(_piece(where, piece, searched) for piece in row.evidence),
        answerable=row.answerable,
        tags=tuple(dict.fromkeys(row.tags)),
        line=number,
    )


def _piece(where: str, piece: str | list[str], documents: Mapping[str, HasText]) -> tuple[Excerpt, ...]:
    quotes = [piece] if isinstance(piece, str) else piece
    return tuple(_place(where, quote, documents) for quote in quotes)


def _place(where: str, quote: str, documents: Mapping[str, HasText]) -> Excerpt:
    """The one place where a quote stands; offsets are taken from the document's own text."""
    found: list[Excerpt] = []
    for name, document in documents.items():
        start = document.text.find(quote)
        while start >= 0 and len(found) < 2:
            found.append(Excerpt(name, start, start + len(quote), quote))
            start = document.text.find(quote, start + 1)
    shown = quote if len(quote) <= 80 else quote[:79] + "…"
    if not found:
        raise QuestionSetError(f"{where}: the evidence {shown!r} is not in the document; quote it verbatim.")
    if len(found) > 1:
        raise QuestionSetError(
            f"{where}: the evidence {shown!r} is there more than once; quote more words, so that it is there once."
        )
    return found[0]


def reason(error: ValidationError) -> str:
    """The first thing that is wrong with a row, in words."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part in _Row.model_fields)
    said = str(first["msg"]).replace("String should match pattern '\\S'", "it should not be blank")
    return f"{field}: {said}" if field else said
