"""Routes: the HTTP API under /v1, each a few lines between a model and the service."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException

from qa import Answer, Overview, wire
from qa.keeping.adding import Added
from qa.server.models import (
    AskRequest,
    EvaluateRequest,
    ProblemModel,
    RenameRequest,
    ReportModel,
    SearchRequest,
)
from qa.server.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from index import Index
    from qa.evaluation.questions import QuestionSet
    from qa.server.threads import Threads
    from qa.service import Service

PAGE_DOCUMENTS = 100
MAX_OFFSET = 2**31 - 1


class _Name(Convertor[str]):
    """A document's name: whatever follows, line ends too, at which Starlette's own `path` stops."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("name", _Name())


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, beside those that any may."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemModel.__name__}"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in sorted({*statuses, 400, 401, 403, 405, 408, 413, 421, 429, 500, 503, 504})
    }


def api(service: Service, threads: Threads) -> APIRouter:
    """The routes over a service."""
    router = APIRouter(prefix="/v1", route_class=_Route)

    @router.post("/ask", summary="Answer a question", responses=documented(404, 415, 422))
    async def ask(request: Request, asked: AskRequest) -> Answer:
        """Answer in the documents' own words, or say that they do not say."""
        request.state.question = asked.question
        answer = await threads.run(
            lambda: service.ask(asked.question, asked.history, asked.document, asked.threshold)
        )
        request.state.outcome = "answered" if answer.answered else "refused"
        return answer

    @router.post("/search", summary="Find passages", responses=documented(404, 415, 422))
    async def search(request: Request, wanted: SearchRequest) -> wire.Hits:
        """Find the passages that fit best."""
        request.state.question = wanted.query
        return wire.Hits(await threads.run(lambda: service.search(wanted.query, wanted.k, wanted.document)))

    @router.get("/overview/{name:name}", summary="Give an overview", responses=documented(404, 422))
    async def overview(
        name: str,
        questions: Annotated[bool, Query(description="Also find questions that it answers.")] = False,
    ) -> Overview:
        """Tell what a document is: length, headings, most telling sentences, and what it mentions most."""
        return await threads.run(lambda: service.overview(name, questions))

    @router.get("/documents", summary="List documents", responses=documented(422))
    def documents(
        offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
        limit: Annotated[int, Query(ge=1, le=PAGE_DOCUMENTS)] = PAGE_DOCUMENTS,
    ) -> wire.Documents:
        """List the documents in the order they were added."""
        return service.listing(offset, limit)

    @router.post(
        "/documents",
        summary="Add a document",
        status_code=201,
        responses=documented(415, 422)
        | {200: {"model": wire.Listed, "description": "A document of that name was replaced"}},
    )
    async def add(
        request: Request,
        response: Response,
        file: Annotated[
            UploadFile, File(description="The file; the last part of its name becomes its name.")
        ],
    ) -> wire.Listed:
        """Add a file; a document of its name is replaced."""
        sent = len((await request.form()).getlist("file"))
        if sent > 1:
            raise HTTPException(422, f"This request holds {sent} files; send each in a request of its own.")
        *_, added = await threads.run(lambda: list(service.add(file.filename or "", file.file)))
        assert isinstance(added, Added)  # noqa: S101  (what the last step is)
        response.status_code = 201 if added.is_new else 200
        response.headers["Location"] = f"/v1/documents/{quote(added.name)}"
        return wire.listed(service.document(added.name))

    @router.get("/documents/{name:name}", summary="Read a document", responses=documented(404, 422))
    def text(
        name: str,
        start: Annotated[int, Query(ge=0, le=2**53)] = 0,
        end: Annotated[int | None, Query(ge=0, le=2**53, description="By default the text's end.")] = None,
    ) -> wire.TextPart:
        """A stretch of the text, at most a million characters; `end` says how far it came."""
        return wire.text_part(service.document(name), start, end)

    @router.patch("/documents/{name:name}", summary="Rename a document", responses=documented(404, 415, 422))
    async def rename(name: str, wanted: RenameRequest) -> wire.Listed:
        """Give a document another name; its words stay."""
        return wire.listed(service.document(await threads.run(lambda: service.rename(name, wanted.name))))

    @router.delete(
        "/documents/{name:name}", summary="Remove a document", status_code=204, responses=documented(404, 422)
    )
    async def remove(name: str) -> None:
        """Remove a document."""
        await threads.run(lambda: service.remove(name))

    @router.post("/evaluate", summary="Evaluate a small question set", responses=documented(415, 422))
    async def evaluate(wanted: EvaluateRequest) -> ReportModel:
        """Ask every question of a set and report what the answers are worth."""
        report = await threads.run(lambda: service.evaluate(lambda index: question_set(wanted, index)))
        kept = ("asked", "measures", "by_tag", "faults", "records", "seconds")
        return ReportModel.model_validate({name: report[name] for name in kept})

    for route in router.routes:
        if isinstance(route, APIRoute):
            route.operation_id = route.name
    return router


class _Route(APIRoute):
    """A route that is told what kind of body it gets before it reads it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        wanted = "multipart/form-data" if self.name == "add" else "application/json"

        async def checked(request: Request) -> Response:
            sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if self.body_field and sent != wanted:
                raise HTTPException(415, f"Send the body as {wanted}.")
            return await handle(request)

        return checked


def question_set(wanted: EvaluateRequest, index: Index) -> QuestionSet:
    """The question set of a request, its evidence found in the index.

    Raises:
        QuestionSetError: naming the question, as a line, that cannot be used.

    """
    from qa.evaluation.jsonl import read_lines  # noqa: PLC0415
    from qa.evaluation.questions import check_ids  # noqa: PLC0415

    lines = (question.model_dump_json(exclude_unset=True) for question in wanted.questions)
    found = read_lines(enumerate(lines, start=1), "questions", index.documents)
    check_ids("questions", found.questions)
    return found
