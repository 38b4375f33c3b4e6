"""Question sets as JSON Lines, one question a line, evidence as verbatim quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    texts = _Texts(documents)
    return QuestionSet(str(path), tuple(_question(path, *line, texts) for line in _lines(path)))


class _Texts(dict[str, str]):
    """The documents' texts by name, each read from the index once."""

    def __init__(self, documents: Mapping[str, HasText]) -> None:
        self.documents = documents
        self.names = tuple(documents)

    def __missing__(self, name: str) -> str:
        self[name] = self.documents[name].text
        return self[name]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path}: it cannot be read as UTF-8 text ({error}); save it so.") from error
    # Only "\n" ends a line: JSON strings may hold U+2028 and the like.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _question(path: Path, number: int, line: str, texts: _Texts) -> Question:
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
    if row.document is not None and row.document not in texts.names:
        raise QuestionSetError(unknown_document(where, row.document, texts.names))
    searched = texts.names if row.document is None else (row.document,)
    return Question(
        id=row.id,
        question=row.question,
        history=tuple(row.history),
        document=row.document,
        answers=tuple(row.answers),
        evidence=tuple(_piece(where, piece, searched, texts) for piece in row.evidence),
        answerable=row.answerable,
        tags=tuple(dict.fromkeys(row.tags)),
        line=number,
    )


def _piece(where: str, piece: str | list[str], names: Sequence[str], texts: _Texts) -> tuple[Excerpt, ...]:
    quotes = [piece] if isinstance(piece, str) else piece
    return tuple(_place(where, quote, names, texts) for quote in quotes)


def _place(where: str, quote: str, names: Sequence[str], texts: _Texts) -> Excerpt:
    """The one place where a quote stands; offsets are taken from the document's own text."""
    found: list[Excerpt] = []
    for name in names:
        start = texts[name].find(quote)
        while start >= 0 and len(found) < 2:
            found.append(Excerpt(name, start, start + len(quote), quote))
            start = texts[name].find(quote, start + 1)
    shown = quote if len(quote) <= 80 else quote[:79] + "…"
    if not found:
        raise QuestionSetError(f"{where}: the evidence {shown!r} is not in the document; quote it verbatim.")
    if len(found) > 1:
        raise QuestionSetError(
            f"{where}: the evidence {shown!r} is there more than once; quote more words around it."
        )
    return found[0]


def reason(error: ValidationError) -> str:
    """The first thing that is wrong with a row, in words."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part in _Row.model_fields)
    said = (
        str(first["msg"])
        .replace(" at line 1 column", " at column")
        .replace("String should match pattern '\\S'", "it should not be blank")
    )
    return f"{field}: {said}" if field else said
