"""Question sets as JSON Lines, one question a line, evidence as verbatim quotes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from qa.evaluation.questions import (
    Excerpt,
    HasText,
    Question,
    QuestionSet,
    QuestionSetError,
    at,
    unknown_document,
)

logger = logging.getLogger("cited_qa")

_Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]


def _as_list(value: object) -> object:
    """One value where several may stand, or none, as people write them."""
    if isinstance(value, dict) and "text" in value:
        value = value["text"]  # as Hugging Face's SQuAD writes answers
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


_Several = Annotated[list[_Words], BeforeValidator(_as_list)]
_Piece = _Words | Annotated[list[_Words], Field(min_length=1)]
_RIGHT = frozenset({"answers", "answer", "evidence", "answerable"})


class _Row(BaseModel):
    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    id: _Words | None = None
    question: _Words
    history: _Several = []
    document: _Words | None = None
    answers: _Several = []
    answer: _Several = []
    evidence: Annotated[list[_Piece], BeforeValidator(_as_list)] = []
    answerable: bool | None = None
    tags: _Several = []

    @property
    def right(self) -> tuple[str, ...]:
        """Every answer that is right, however many and under which name they were given."""
        return tuple(dict.fromkeys((*self.answers, *self.answer)))

    @property
    def can_be_answered(self) -> bool:
        """What the row says, or else whether it gives anything to answer with."""
        return bool(self.right or self.evidence) if self.answerable is None else self.answerable


def read_jsonl(path: Path, documents: Mapping[str, HasText]) -> QuestionSet:
    """Read a JSON Lines question set and find its quotes in the documents.

    A question with any of `answers`, `answer`, `evidence` or `answerable` is enough: its id is its line's
    number where it has none, and what is given but empty says that there is no answer.

    Raises:
        QuestionSetError: naming the line that is malformed, or whose evidence is not in its document once.

    """
    return read_lines(_lines(path), path, documents)


def read_lines(
    lines: Iterable[tuple[int, str]], source: str | Path, documents: Mapping[str, HasText]
) -> QuestionSet:
    """The same of numbered lines; `source` is what messages call them."""
    texts = _Texts(documents)
    rows = [(number, _row(source, number, line)) for number, line in lines]
    unknown = dict.fromkeys(key for _, row in rows for key in row.model_extra or ())
    if unknown:
        logger.warning("%s: keys that mean nothing here are ignored: %s.", source, ", ".join(unknown))
    return QuestionSet(
        str(source), tuple(_question(at(source, number), number, row, texts) for number, row in rows)
    )


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
        raise QuestionSetError(f"it cannot be read as UTF-8 text ({error}); save it so", path) from error
    # Only "\n" ends a line: JSON strings may hold U+2028 and the like.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _row(source: str | Path, number: int, line: str) -> _Row:
    where = at(source, number)
    try:
        row = _Row.model_validate_json(line)
    except ValidationError as error:
        raise QuestionSetError(f"{reason(error)}; mend the line", where) from None
    if not row.model_fields_set & _RIGHT:
        raise QuestionSetError("it does not say what is right; give answers, evidence or answerable", where)
    if not row.can_be_answered and (row.right or row.evidence):
        raise QuestionSetError(
            f"{row.question!r} is not answerable yet has answers or evidence; remove one or the other", where
        )
    return row


def _question(where: str, number: int, row: _Row, texts: _Texts) -> Question:
    if row.document is not None and row.document not in texts.names:
        raise QuestionSetError(unknown_document(row.document, texts.names), where)
    searched = texts.names if row.document is None else (row.document,)
    return Question(
        id=row.id or str(number),
        question=row.question,
        history=tuple(row.history),
        document=row.document,
        answers=row.right,
        evidence=tuple(_piece(where, piece, searched, texts) for piece in row.evidence),
        answerable=row.can_be_answered,
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
        raise QuestionSetError(f"the evidence {shown!r} is not in the document; quote it verbatim", where)
    if len(found) > 1:
        raise QuestionSetError(
            f"the evidence {shown!r} is there more than once; quote more words around it", where
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
