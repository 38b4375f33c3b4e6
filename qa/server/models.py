"""Models: what the HTTP API takes, and what it gives beside `qa.wire`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, WithJsonSchema

from index import MAX_QUERY_CHARS
from qa.given import MAX_HISTORY, MAX_PASSAGES

# Real output of the bundled article; `python tests/benchmarks/server_examples.py` writes it anew.
EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))

MAX_QUESTIONS = 50

# A letter or a digit: what has none cannot be searched.
HAS_WORD = r"[\p{L}\p{N}]"
Words = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUERY_CHARS, pattern=HAS_WORD)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


def _told(kind: str, **bounds: int | str) -> WithJsonSchema:
    """What a value may be, told here and checked by the service, whose sentence says what to do."""
    return WithJsonSchema({"type": kind, **bounds})


Asked = Annotated[str, _told("string", minLength=1, maxLength=MAX_QUERY_CHARS, pattern=HAS_WORD)]
Count = Annotated[int, _told("integer", minimum=1, maximum=MAX_PASSAGES)]
Probability = Annotated[float, _told("number", minimum=0, maximum=1)]
Earlier = Annotated[
    list[Asked],
    Field(json_schema_extra={"maxItems": MAX_HISTORY}, description="Earlier questions, oldest first."),
]


T = TypeVar("T")


class Sent(RootModel[T], Generic[T]):
    """A public dataclass as a tool gives it; of a bare one the MCP SDK would send every field."""


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _example(name: str) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [EXAMPLES[name]]})


class AskRequest(_Given):
    """A question, and what it leans on."""

    model_config = _example("ask")

    question: Asked
    history: Earlier = []
    document: Name | None = Field(None, description="Look in this document alone.")
    threshold: Probability | None = Field(None, description="Answer from this confidence on.")


class SearchRequest(_Given):
    """Words to search."""

    model_config = _example("search")

    query: Asked
    k: Count = Field(5, description="How many passages.")
    document: Name | None = Field(None, description="Look in this document alone.")


class QuestionModel(_Given):
    """A question and what is right for it, as a line of the JSON Lines that `qa eval` reads."""

    id: Name | None = Field(None, description="By default its place in the set.")
    question: Words
    history: Words | Annotated[list[Words], Field(max_length=MAX_HISTORY)] = []
    document: Name | None = None
    answers: Words | list[Words] = []
    answer: Words | list[Words] = []
    evidence: Words | list[Words | Annotated[list[Words], Field(min_length=1)]] = Field(
        [], description="Verbatim quotes, all needed; a list within is of equally good ones."
    )
    answerable: bool | None = Field(None, description="By default whether an answer or evidence is given.")
    tags: Name | list[Name] = []


class EvaluateRequest(_Given):
    """A small question set."""

    model_config = _example("evaluate")

    questions: list[QuestionModel] = Field(min_length=1, max_length=MAX_QUESTIONS)


class ReportModel(BaseModel):
    """What an evaluation found; as `qa eval --json` writes it, without what it says of the machine."""

    model_config = ConfigDict(extra="allow")

    asked: int
    measures: dict[str, Any]
    records: list[dict[str, Any]]


class RenameRequest(_Given):
    """Another name for a document."""

    name: Name


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


# The examples of what is described elsewhere, by the names that the API's description has for them.
WIRE_EXAMPLES = {
    "Answer": "answer",
    "Hits": "hits",
    "Documents": "documents",
    "TextPart": "text",
    "Overview": "overview",
}


def examples() -> dict[str, list[Any]]:
    """The examples by the names of their schemas; FastAPI leaves the nulls out of them."""
    found = {name: [EXAMPLES[key]] for name, key in WIRE_EXAMPLES.items()}
    for model in (AskRequest, SearchRequest, EvaluateRequest, ProblemModel):
        extra = model.model_config.get("json_schema_extra")
        found[model.__name__] = extra["examples"] if isinstance(extra, dict) else []  # type: ignore[assignment]
    return found
