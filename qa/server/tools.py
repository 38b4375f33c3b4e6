"""Tools: the index for agents, over MCP; results carry offsets and the words that stand there."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from index import CitedQAError
from qa import Answer, Overview, wire
from qa.remedies import TOOLS, worded
from qa.server.models import Asked, Count, Earlier, Name, Probability, Sent
from qa.server.routes import MAX_OFFSET, PAGE_DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from qa.server.threads import Threads
    from qa.service import Service

    T = TypeVar("T")

MAX_TEXT_CHARS = 20_000
NEAREST = 3
INSTRUCTIONS = (
    "Answers questions from a fixed set of documents in the documents' own words, each cited by character "
    "offsets, or says that the documents do not say. Quotes are verbatim: text[start:end] of the named "
    "document. Use `ask` for a question, `search` for passages on a topic, `read_passage` for what stands "
    "around a citation, `overview` for what a document is about."
)


def tools(service: Service, threads: Threads) -> MCPServer[None]:
    """An MCP server with five tools over a service."""
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
        question: Asked,
        history: Earlier = [],  # noqa: B006  (never written to; the schema shows it)
        document: Annotated[Name | None, Field(description="Look in this document alone.")] = None,
        threshold: Annotated[Probability | None, Field(description="Answer from this confidence on.")] = None,
    ) -> Sent[Answer]:
        """Answer a question in the documents' own words with citations, or say that they do not say."""
        answer = await threads.run(explained(lambda: service.ask(question, history, document, threshold)))
        return Sent[Answer](replace(answer, nearest=answer.nearest[:NEAREST]))

    @server.tool(title="Search the documents", annotations=reading)
    async def search(
        query: Asked,
        k: Annotated[Count, Field(description="How many passages.")] = 5,
        document: Annotated[Name | None, Field(description="Look in this document alone.")] = None,
    ) -> Sent[wire.Hits]:
        """Find the passages that fit a query best, by meaning and by words, with their offsets."""
        hits = await threads.run(explained(lambda: service.search(query, k, document)))
        return Sent[wire.Hits](wire.Hits(hits))

    @server.tool(title="Read a passage", annotations=reading)
    async def read_passage(
        document: Name,
        start: Annotated[int, Field(ge=0, description="First character, as a citation or a hit gives it.")],
        end: Annotated[int, Field(ge=0, description="The character after the last one.")],
        context: Annotated[int, Field(ge=0, le=5_000, description="Characters more, on either side.")] = 0,
    ) -> wire.TextPart:
        """Read a document's text between two offsets, with context; `start` and `end` say what was read."""
        if end < start:
            raise ToolError("`end` is before `start`; exchange them.")
        found = await threads.run(explained(lambda: service.document(document)))
        return wire.text_part(found, max(0, start - context), end + context, MAX_TEXT_CHARS)

    @server.tool(title="Give an overview", annotations=reading)
    async def overview(
        document: Name,
        questions: Annotated[bool, Field(description="Also find questions that it answers.")] = False,
    ) -> Sent[Overview]:
        """Tell what a document is: length, headings, most telling sentences, and what it mentions most."""
        return Sent[Overview](await threads.run(explained(lambda: service.overview(document, questions))))

    @server.tool(title="List the documents", annotations=reading)
    async def list_documents(
        offset: Annotated[int, Field(ge=0, le=MAX_OFFSET)] = 0,
        limit: Annotated[int, Field(ge=1, le=PAGE_DOCUMENTS)] = PAGE_DOCUMENTS,
    ) -> wire.Documents:
        """List the documents with their lengths in characters."""
        return await threads.run(explained(lambda: service.listing(offset, limit)))

    return server


def explained(work: Callable[[], T]) -> Callable[[], T]:
    """Tell an agent what it can do about an error; what nobody foresaw is the SDK's to report."""

    def done() -> T:
        try:
            return work()
        except CitedQAError as error:
            raise ToolError(worded(TOOLS, *error.findings)) from None

    return done
