"""Models: what the HTTP API takes and gives; the answers mirror `Answer.to_dict()`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from index.search import MAX_QUERY_CHARS

# Real output of the bundled article; `python tests/benchmarks/server_examples.py` writes it anew.
EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))

MAX_HISTORY = 20
MAX_PASSAGES = 100
MAX_QUESTIONS = 50

# A letter or a digit: what has none cannot be searched.
Words = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUERY_CHARS, pattern=r"[\p{L}\p{N}]")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Offset = Annotated[int, Field(ge=0)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _example(name: str) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [EXAMPLES[name]]})


class AskRequest(_Given):
    """A question, and what it leans on."""

    model_config = _example("ask")

    question: Words
    history: list[Words] = Field([], max_length=MAX_HISTORY, description="Earlier questions, oldest first.")
    document: Name | None = Field(None, description="Look in this document alone.")
    threshold: Probability | None = Field(None, description="Answer from this confidence on.")


class SearchRequest(_Given):
    """Words to search."""

    model_config = _example("search")

    query: Words
    k: int = Field(5, ge=1, le=MAX_PASSAGES, description="How many passages.")
    document: Name | None = Field(None, description="Look in this document alone.")


class QuestionModel(_Given):
    """A question and what is right for it, as a line of the JSON Lines that `qa eval` reads."""

    id: Name
    question: Words
    history: list[Words] = Field([], max_length=MAX_HISTORY)
    document: Name | None = None
    answers: list[Words] = []
    evidence: list[Words | Annotated[list[Words], Field(min_length=1)]] = Field(
        [], description="Verbatim quotes, all needed; a list within is of equally good ones."
    )
    answerable: bool = True
    tags: list[Name] = []


class EvaluateRequest(_Given):
    """A small question set."""

    model_config = _example("evaluate")

    questions: list[QuestionModel] = Field(min_length=1, max_length=MAX_QUESTIONS)


class PassageModel(_Given):
    """A stretch of a document: `text` stands at `start` to `end` of the document's text, in characters."""

    document: str
    start: Offset
    end: Offset
    text: str
    heading: str
    page: int | None


class HitModel(PassageModel):
    """A passage that was found, and why."""

    score: float
    dense_score: float
    lexical_score: float
    rank: int = Field(ge=1)


class CitationModel(_Given):
    """Words of a document: `quote` is its text from `start` to `end`, the answer that from `span_start`."""

    n: int = Field(ge=1)
    document: str
    start: Offset
    end: Offset
    quote: str
    heading: str
    page: int | None
    first_line: int = Field(ge=1)
    last_line: int = Field(ge=1)
    span_start: Offset | None
    span_end: Offset | None
    recognised: bool = Field(description="Whether it was recognised in a picture, and may be wrong.")
    row: int | None = Field(ge=1, description="Of a table: the row's number, from 1.")
    column: str = Field(description="Of a table: the name of the column that the exact answer stands in.")
    passage: PassageModel


class AnswerModel(_Given):
    """What the documents say to a question; `answered` is false where they do not say."""

    model_config = _example("answer")

    asked: str
    question: str
    answered: bool
    text: str
    span: str | None
    confidence: Probability
    citations: list[CitationModel]
    nearest: list[HitModel]
    missing: list[str]
    notes: list[str]


class SearchModel(_Given):
    """The passages that fit best, best first."""

    model_config = _example("hits")

    hits: list[HitModel]


class DocumentModel(_Given):
    """A document, without its text."""

    name: str
    title: str
    characters: int
    pages: int | None = Field(description="How many; null where the format has none.")


class DocumentsModel(_Given):
    """Some of the documents, in the order they were added."""

    model_config = _example("documents")

    total: int
    offset: int
    documents: list[DocumentModel]


class TextModel(_Given):
    """A stretch of a document's text."""

    model_config = _example("text")

    document: str
    start: Offset
    end: Offset
    characters: int = Field(description="Length of the whole text.")
    text: str


class ReportModel(BaseModel):
    """What an evaluation found; as `qa eval --json` writes it, without what it says of the machine."""

    model_config = ConfigDict(extra="allow")

    asked: int
    measures: dict[str, Any]
    records: list[dict[str, Any]]


class StatusModel(_Given):
    """How the server is."""

    status: str


class FaultModel(_Given):
    """What is wrong with one part of a request."""

    at: str
    reason: str


class ProblemModel(_Given):
    """What is wrong, by RFC 9457."""

    model_config = _example("problem")

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultModel] = []


def described_models() -> list[type[BaseModel]]:
    """The models that come with an example."""
    models = (one for one in globals().values() if isinstance(one, type) and issubclass(one, BaseModel))
    return [model for model in models if example_of(model)]


def example_of(model: type[BaseModel]) -> dict[str, Any]:
    """A model's examples, as a part of its JSON schema."""
    extra = model.model_config.get("json_schema_extra")
    return dict(extra) if isinstance(extra, dict) else {}
