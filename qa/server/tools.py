"""Tools: the index for agents, over MCP; results carry offsets and the words that stand there."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from index import CitedQAError
from qa.server.models import MAX_HISTORY, DocumentsModel, HitModel, Name, Probability, TextModel, Words
from qa.server.routes import PAGE_DOCUMENTS, described, excerpt, hit_models

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any, TypeVar

    from qa.answer import Answer
    from qa.server.service import Service

    T = TypeVar("T")

MAX_PASSAGES = 20
MAX_TEXT_CHARS = 20_000
NEAREST = 3
INSTRUCTIONS = (
    "Answers questions from a fixed set of documents in the documents' own words, each cited by character "
    "offsets, or says that the documents do not say. Quotes are verbatim: text[start:end] of the named "
    "document. Use `ask` for a question, `search` for passages on a topic, `read_passage` for what stands "
    "around a citation."
)


class CitedWords(BaseModel):
    """Words of a document: `quote` is its text from `start` to `end`."""

    n: int
    document: str
    start: int
    end: int
    quote: str
    heading: str
    page: int | None
    first_line: int
    last_line: int
    span_start: int | None = Field(description="Where the exact answer stands, if there is a shorter one.")
    span_end: int | None
    recognised: bool = Field(description="Whether it was recognised in a picture, and may be wrong.")
    row: int | None = Field(description="Of a table: the row's number, from 1.")
    column: str = Field(description="Of a table: the name of the column that the exact answer stands in.")


class Place(BaseModel):
    """Where a passage stands that may be worth reading."""

    document: str
    start: int
    end: int
    heading: str
    page: int | None
    score: float


class ToolAnswer(BaseModel):
    """What the documents say to a question; `answered` is false where they do not say."""

    answered: bool
    text: str
    span: str | None
    confidence: float
    question: str = Field(description="The standalone question that was searched.")
    citations: list[CitedWords]
    nearest: list[Place] = Field(description="The closest passages, for read_passage.")
    missing: list[str] = Field(description="Words of the question that occur in no document.")
    notes: list[str]


class ToolHits(BaseModel):
    """The passages that fit best, best first."""

    hits: list[HitModel]


def tools(service: Service) -> MCPServer[None]:
    """An MCP server with four tools over a service."""
    server: MCPServer[None] = MCPServer(
        "cited-qa",
        title="cited qa",
        instructions=INSTRUCTIONS,
        version=version("cited-qa"),
        log_level="WARNING",
        subscriptions=False,
    )
    reading = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )

    @server.tool(title="Ask the documents", annotations=reading)
    async def ask(
        question: Words,
        history: Annotated[
            list[Words], Field(max_length=MAX_HISTORY, description="Earlier questions, oldest first.")
        ] = [],  # noqa: B006  (never written to; the schema shows it)
        document: Annotated[Name | None, Field(description="Look in this document alone.")] = None,
        threshold: Annotated[Probability | None, Field(description="Answer from this confidence on.")] = None,
    ) -> ToolAnswer:
        """Answer a question in the documents' own words with citations, or say that they do not say."""
        return answered(await _explained(service.ask(question, history, document, threshold)))

    @server.tool(title="Search the documents", annotations=reading)
    async def search(
        query: Words,
        k: Annotated[int, Field(ge=1, le=MAX_PASSAGES, description="How many passages.")] = 5,
        document: Annotated[Name | None, Field(description="Look in this document alone.")] = None,
    ) -> ToolHits:
        """Find the passages that fit a query best, by meaning and by words, with their offsets."""
        return ToolHits(hits=hit_models(await _explained(service.search(query, k, document))))

    @server.tool(title="Read a passage", annotations=reading)
    async def read_passage(
        document: Name,
        start: Annotated[int, Field(ge=0, description="First character, as a citation or a hit gives it.")],
        end: Annotated[int, Field(ge=0, description="The character after the last one.")],
        context: Annotated[int, Field(ge=0, le=5_000, description="Characters more, on either side.")] = 0,
    ) -> TextModel:
        """Read a document's text between two offsets, with context; `start` and `end` say what was read."""
        if end < start:
            raise ToolError("`end` is before `start`; exchange them.")
        found = await _explained(service.document(document))
        return excerpt(found, max(0, start - context), end + context, MAX_TEXT_CHARS)

    @server.tool(title="List the documents", annotations=reading)
    async def list_documents(
        offset: Annotated[int, Field(ge=0)] = 0,
        limit: Annotated[int, Field(ge=1, le=PAGE_DOCUMENTS)] = PAGE_DOCUMENTS,
    ) -> DocumentsModel:
        """List the documents with their lengths in characters."""
        total, found = await _explained(service.documents(offset, limit))
        return DocumentsModel(total=total, offset=offset, documents=[described(one) for one in found])

    return server


def answered(answer: Answer) -> ToolAnswer:
    """An answer as an agent needs it: the citations whole, the passages behind them by place alone."""
    facts = answer.to_dict()
    kept = {name: facts[name] for name in ToolAnswer.model_fields if name not in ("citations", "nearest")}
    return ToolAnswer(
        **kept,
        citations=[CitedWords.model_validate(citation) for citation in facts["citations"]],
        nearest=[Place.model_validate(hit) for hit in facts["nearest"][:NEAREST]],
    )


async def _explained(work: Coroutine[Any, Any, T]) -> T:
    """Tell an agent what it can do about an error; what nobody foresaw is the SDK's to report."""
    try:
        return await work
    except CitedQAError as error:
        raise ToolError(str(error)) from None
