"""Routes: the HTTP API under /v1, each a few lines between a model and the service."""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from qa.server.models import (
    AnswerModel,
    AskRequest,
    DocumentModel,
    DocumentsModel,
    EvaluateRequest,
    HitModel,
    ProblemModel,
    ReportModel,
    SearchModel,
    SearchRequest,
    TextModel,
)
from qa.server.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from index import Document, Hit
    from qa.evaluation.questions import QuestionSet
    from qa.server.live import LiveIndex
    from qa.server.service import Service

PAGE_DOCUMENTS = 100
MAX_TEXT_CHARS = 1_000_000


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, beside those that any may."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemModel.__name__}"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in sorted({*statuses, 400, 401, 403, 405, 408, 413, 421, 429, 500, 503, 504})
    }


def api(service: Service) -> APIRouter:
    """The routes over a service."""
    router = APIRouter(prefix="/v1", route_class=_Route)

    @router.post("/ask", summary="Answer a question", responses=documented(404, 415, 422))
    async def ask(request: Request, asked: AskRequest) -> AnswerModel:
        """Answer in the documents' own words, or say that they do not say."""
        request.state.question = asked.question
        answer = await service.ask(asked.question, asked.history, asked.document, asked.threshold)
        request.state.outcome = "answered" if answer.answered else "refused"
        return AnswerModel.model_validate(answer.to_dict())

    @router.post("/search", summary="Find passages", responses=documented(404, 415, 422))
    async def search(request: Request, wanted: SearchRequest) -> SearchModel:
        """Find the passages that fit best."""
        request.state.question = wanted.query
        hits = await service.search(wanted.query, wanted.k, wanted.document)
        return SearchModel(hits=hit_models(hits))

    @router.get("/documents", summary="List documents", responses=documented(422))
    async def documents(
        offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
        limit: Annotated[int, Query(ge=1, le=PAGE_DOCUMENTS)] = PAGE_DOCUMENTS,
    ) -> DocumentsModel:
        """List the documents in the order they were added."""
        total, found = await service.documents(offset, limit)
        return DocumentsModel(total=total, offset=offset, documents=[described(one) for one in found])

    @router.post(
        "/documents",
        summary="Add a document",
        status_code=201,
        responses=documented(415, 422)
        | {200: {"model": DocumentModel, "description": "A document of that name was replaced"}},
    )
    async def add(
        response: Response,
        file: Annotated[
            UploadFile, File(description="The file; the last part of its name becomes its name.")
        ],
    ) -> DocumentModel:
        """Add a file; a document of its name is replaced."""
        added = await service.add(file.filename or "", file.file)
        response.status_code = 201 if added.is_new else 200
        response.headers["Location"] = f"/v1/documents/{quote(added.document.name)}"
        return described(added.document)

    @router.get("/documents/{name:path}", summary="Read a document", responses=documented(404, 422))
    async def text(
        name: str,
        start: Annotated[int, Query(ge=0, le=2**53)] = 0,
        end: Annotated[int | None, Query(ge=0, le=2**53, description="By default the text's end.")] = None,
    ) -> TextModel:
        """A stretch of the text, at most a million characters; `end` says how far it came."""
        return excerpt(await service.document(name), start, end, MAX_TEXT_CHARS)

    @router.delete(
        "/documents/{name:path}", summary="Remove a document", status_code=204, responses=documented(404, 422)
    )
    async def remove(name: str) -> None:
        """Remove a document."""
        await service.remove(name)

    @router.post("/evaluate", summary="Evaluate a small question set", responses=documented(415, 422))
    async def evaluate(wanted: EvaluateRequest) -> ReportModel:
        """Ask every question of a set and report what the answers are worth."""
        report = await service.evaluate(lambda index: question_set(wanted, index, service.folder))
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


def hit_models(hits: Iterable[Hit]) -> list[HitModel]:
    """Hits as `Answer.to_dict()` shows them, scores to four places."""
    return [
        HitModel(
            **{name: getattr(hit.passage, name) for name in ("document", "start", "end", "text")},
            heading=hit.passage.heading,
            page=hit.passage.page,
            score=round(hit.score, 4),
            dense_score=round(hit.dense_score, 4),
            lexical_score=round(hit.lexical_score, 4),
            rank=hit.rank,
        )
        for hit in hits
    ]


def described(document: Document) -> DocumentModel:
    """A document without its text, and without the path it came from."""
    return DocumentModel(
        name=document.name,
        title=document.title,
        characters=len(document.text),
        pages=len(document.pages) or None,
    )


def excerpt(document: Document, start: int, end: int | None, most: int) -> TextModel:
    """A stretch of a document's text, cut to what there is of it and to the most that is given at once."""
    whole = len(document.text)
    start = min(start, whole)
    end = max(start, min(whole if end is None else end, whole, start + most))
    return TextModel(
        document=document.name, start=start, end=end, characters=whole, text=document.text[start:end]
    )


def question_set(wanted: EvaluateRequest, index: LiveIndex, folder: Path) -> QuestionSet:
    """The question set of a request, its evidence found in the index.

    Raises:
        QuestionSetError: naming the question, as a line, that cannot be used.

    """
    from qa.evaluation import QuestionSetError, load_questions  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / "questions.jsonl"
        lines = (question.model_dump_json() for question in wanted.questions)
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            return load_questions(path, index.documents)
        except QuestionSetError as error:
            raise QuestionSetError(str(error).replace(str(path), "questions")) from None
