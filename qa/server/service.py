"""The service: what a server does with its index, each kind of work in its own bounded place."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from index import CitedQAError, Document, DocumentError, Hit
from qa.answer import Answer, ask
from qa.server.live import LiveIndex
from qa.server.names import check_kind, safe_name
from qa.server.work import Busy, Workers

if TYPE_CHECKING:
    from qa.evaluation.questions import QuestionSet
    from qa.server.settings import Settings

# An answer whose documents were changed while it was made is made again this often.
ATTEMPTS = 3
COPY_BYTES = 1 << 20


class UnknownDocument(CitedQAError):
    """The index holds no document of that name."""


@dataclass(frozen=True, slots=True)
class Added:
    """What an upload came to: the document, and whether its name is new."""

    document: Document
    is_new: bool


class Service:
    """Answers, searches and keeps documents; every method that may take long is awaited and bounded.

    Attributes:
        index: the index, open as long as the service is.
        folder: the service's own temporary folder.

    """

    def __init__(self, index: LiveIndex, settings: Settings) -> None:
        self.index = index
        self.folder = Path(tempfile.mkdtemp(prefix="cited-qa-server-"))
        self._settings = settings
        self._evaluating = threading.Lock()
        self.answers = Workers("answer", settings.workers, settings.waiting)
        self.readers = Workers("read", 2, settings.waiting * 4)
        self.writers = Workers("write", 1, 4)

    async def ask(
        self, question: str, history: Sequence[str], document: str | None, threshold: float | None
    ) -> Answer:
        """Answer a question; errors as of `qa.ask`, and UnknownDocument."""
        return await self._answered(
            lambda: ask(question, self.index, history=history, document=document, threshold=threshold),
            document,
        )

    async def search(self, query: str, k: int, document: str | None) -> list[Hit]:
        """The best passages; errors as of `Index.search`, and UnknownDocument."""

        def work() -> list[Hit]:
            self._check_known(document)
            return self.index.search(query, k=k, document=document)

        return await self.answers.run(work, self._settings.answer_seconds)

    async def evaluate(self, prepare: Callable[[LiveIndex], QuestionSet]) -> dict[str, Any]:
        """The report on a question set, as JSON's types; one set at a time.

        Raises:
            Busy: if another evaluation is going on.
            QuestionSetError: if the set cannot be used.

        """

        def work() -> dict[str, Any]:
            from qa.evaluation.run import evaluate  # noqa: PLC0415  (not owed by a server that never evaluates)

            if not self._evaluating.acquire(blocking=False):
                raise Busy("The server is evaluating another question set; try again later.", 10)
            try:
                return evaluate(prepare(self.index), self.index).to_dict()
            finally:
                self._evaluating.release()

        return await self.answers.run(work, self._settings.upload_seconds)

    async def documents(self, offset: int, limit: int) -> tuple[int, list[Document]]:
        """How many documents there are, and some of them in the order they were added."""

        def work() -> tuple[int, list[Document]]:
            documents = self.index.documents
            names = list(documents)
            found = (documents.get(name) for name in islice(names, offset, offset + limit))
            return len(names), [document for document in found if document is not None]

        return await self.readers.run(work, self._settings.answer_seconds)

    async def document(self, name: str) -> Document:
        """A document by name.

        Raises:
            UnknownDocument: if there is none.

        """
        return await self.readers.run(lambda: self._document(name), self._settings.answer_seconds)

    async def add(self, filename: str, content: BinaryIO) -> Added:
        """Add an uploaded file under the last part of its name; a document of that name is replaced.

        Raises:
            UnsupportedKind: if no loader reads this kind of file.
            DocumentError: if it has no name or cannot be read.

        """
        name = safe_name(filename)
        check_kind(name)
        return await self.writers.run(lambda: self._add(name, content), self._settings.upload_seconds)

    async def remove(self, name: str) -> None:
        """Remove a document.

        Raises:
            UnknownDocument: if there is none.

        """

        def work() -> None:
            self._check_known(name)
            self.index.remove(name)

        await self.writers.run(work, self._settings.upload_seconds)

    async def check(self) -> None:
        """Look whether the index can be used; errors as of `LiveIndex.check`."""
        await self.readers.run(self.index.check, self._settings.answer_seconds)

    def close(self) -> None:
        """Let what has begun come to its end, then close the index."""
        for workers in (self.answers, self.readers, self.writers):
            workers.close()
        self.index.close(at_once=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _answered(self, work: Callable[[], Answer], document: str | None) -> Answer:
        def settled() -> Answer:
            self._check_known(document)
            for _ in range(ATTEMPTS):
                before = self.index.writes
                try:
                    answer = work()
                except KeyError:  # a document went between search and citation
                    continue
                if (before == self.index.writes and before[0] == before[1]) or self._stands(answer):
                    return answer
            raise Busy("The documents are changing too fast to be cited; try again.", 1)

        return await self.answers.run(settled, self._settings.answer_seconds)

    def _stands(self, answer: Answer) -> bool:
        """Whether the cited documents still say what was found in them."""
        documents = self.index.documents
        for citation in answer.citations:
            document, passage = documents.get(citation.document), citation.passage
            if document is None or document.text[passage.start : passage.end] != passage.text:
                return False
        return True

    def _add(self, name: str, content: BinaryIO) -> Added:
        path = self.folder / "uploads" / name
        path.parent.mkdir(exist_ok=True)
        before = set(self.index.documents)
        try:
            with path.open("wb") as file:
                shutil.copyfileobj(content, file, COPY_BYTES)
            self.index.add_copy(path, name)
        except DocumentError as error:
            raise DocumentError(str(error).replace(str(path), name)) from None
        finally:
            path.unlink(missing_ok=True)
        return Added(self._document(name), name not in before)

    def _document(self, name: str) -> Document:
        document = self.index.documents.get(name)
        if document is None:
            raise unknown(name)
        return document

    def _check_known(self, name: str | None) -> None:
        if name is not None and name not in self.index.documents:
            raise unknown(name)


def unknown(name: str) -> UnknownDocument:
    """The error for a document that is not there."""
    shown = name if len(name) <= 200 else f"{name[:199]}…"
    return UnknownDocument(f"{shown}: the index holds no such document; GET /v1/documents lists them.")
