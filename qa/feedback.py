"""Feedback: what people think of answers, and test questions for `qa eval`, kept beside the index."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import CitedQAError

if TYPE_CHECKING:
    from index import Document, Index, Passage
    from qa.answer import Answer

QUESTIONS = "questions.jsonl"
SET_ASIDE = "questions-set-aside.jsonl"
RATINGS = "feedback.jsonl"
TAG = "saved"
LOCK_SECONDS = 10


class FeedbackError(CitedQAError):
    """Feedback cannot be kept: its file cannot be written, or holds what is no JSON Lines."""


class Rating(StrEnum):
    """What a person thinks of an answer."""

    UP = "up"
    DOWN = "down"
    NONE = ""


class Kept(StrEnum):
    """What became of a line that was to be kept."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, with what it was asked under.

    Attributes:
        answer: the answer that was given.
        history: the questions before it that it could lean on, oldest first.
        document: the only document that was looked in, None for all.

    """

    answer: Answer
    history: tuple[str, ...] = ()
    document: str | None = None

    @property
    def key(self) -> str:
        """The same for the same question, history and document, so that none is kept twice."""
        return _key(self.answer.asked, self.history, self.document)


class Lines:
    """A file of JSON objects, one a line, each under an `id` of its own; safe among processes.

    A new line is appended by one write; a changed or dropped one makes the file anew, whole or not at all.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, dict[str, Any]]:
        """The rows by id, as they are now.

        Raises:
            FeedbackError: if the file cannot be read.

        """
        return {row["id"]: row for row in _rows(self.path)}

    def put(self, row: Mapping[str, Any]) -> Kept:
        """Keep a row; one of the same id is replaced.

        Raises:
            FeedbackError: if the file cannot be read or written.

        """
        with self._locked() as rows:
            if rows.get(row["id"]) == row:
                return Kept.UNCHANGED
            if row["id"] in rows:
                self._rewrite({**rows, row["id"]: row})
                return Kept.REPLACED
            self._append(row)
            return Kept.ADDED

    def drop(self, key: str) -> None:
        """Let a row go; one that is not there is let be."""
        with self._locked() as rows:
            if rows.pop(key, None) is not None:
                self._rewrite(rows)

    def part(self, stays: Callable[[Mapping[str, Any]], bool], other: Lines) -> int:
        """Move the rows that do not stay to another file; returns how many."""
        with self._locked() as rows:
            leaving = [row for row in rows.values() if not stays(row)]
            for row in leaving:
                other.put(row)
            if leaving:
                self._rewrite({key: row for key, row in rows.items() if row not in leaving})
        return len(leaving)

    def _locked(self) -> _Locked:
        return _Locked(self.path)

    def _append(self, row: Mapping[str, Any]) -> None:
        text = as_line(row)
        if self.path.exists() and self.path.stat().st_size and not _ends_a_line(self.path):
            text = "\n" + text
        with self.path.open("ab", buffering=0) as file:
            file.write(text.encode())
            os.fsync(file.fileno())

    def _rewrite(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        draft = self.path.with_suffix(".draft")
        draft.write_bytes("".join(map(as_line, rows.values())).encode())
        draft.replace(self.path)


class _Locked:
    """The rows of a file by id, while no other thread or process writes to it."""

    def __init__(self, path: Path) -> None:
        from filelock import FileLock  # noqa: PLC0415  (not owed by `qa ask`)

        self._path = path
        self._lock = FileLock(path.with_suffix(".lock"), timeout=LOCK_SECONDS, thread_local=False)

    def __enter__(self) -> dict[str, dict[str, Any]]:
        from filelock import Timeout  # noqa: PLC0415

        try:
            self._lock.acquire()
        except Timeout:
            raise FeedbackError("another process is writing to it; try again later.", self._path) from None
        except OSError as error:
            raise _unwritable(self._path, error) from error
        try:
            return Lines(self._path).read()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._lock.release()
        if isinstance(error, OSError):
            raise _unwritable(self._path, error) from error


def as_line(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON Lines, with its line end."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def rating_key(asked: Asked, visitor: str) -> str:
    """The same for the same visitor's rating of the same question, and nobody else's."""
    return hashlib.sha256(f"{visitor}\n{asked.key}".encode()).hexdigest()[:12]


def question_key(asked: Asked) -> str:
    """The id of a test question."""
    return f"{TAG}-{asked.key}"


def rating_row(asked: Asked, rating: Rating, visitor: str) -> dict[str, Any]:
    """What is kept of a rating: who is told apart by a hash, what was answered by its citations."""
    answer = asked.answer
    return {
        "id": rating_key(asked, visitor),
        "rating": rating.value,
        "question": answer.asked,
        "history": list(asked.history),
        "document": asked.document,
        "answered": answer.answered,
        "answer": answer.text,
        "span": answer.span,
        "confidence": round(answer.confidence, 4),
        "citations": [
            {"document": citation.document, "start": citation.start, "end": citation.end}
            for citation in answer.citations
        ],
    }


def question_row(asked: Asked, index: Index, right: Passage | bool = True) -> dict[str, Any]:
    """A test question, as `qa eval` reads it.

    Args:
        asked: the answer to make it of.
        index: the documents, to quote so much of the evidence that it stands there once.
        right: True where the answer is what should be said, False where refusing would have been right,
            the passage that answers where neither is.

    Raises:
        FeedbackError: if the cited words are no longer in the index.

    """
    answer = asked.answer
    cited: Sequence[tuple[str, int, int, str]] = ()
    if right is True:
        cited = [(one.document, one.start, one.end, one.quote) for one in answer.citations]
    elif right is not False:
        cited = [(right.document, right.start, right.end, right.text)]
    document, quotes = _evidence(cited, asked.document, index.documents)
    span = answer.span if right is True and answer.answered else None
    return {
        "id": question_key(asked),
        "question": answer.asked,
        "history": list(asked.history),
        "document": document,
        "answers": [span] if span else [],
        # Citations of one short answer are equally good; whole sentences are all needed.
        "evidence": [quotes] if span and len(quotes) > 1 else quotes,
        "answerable": bool(quotes),
        "tags": [TAG],
    }


def set_aside(folder: Path, index: Index) -> int:
    """Move test questions that the index no longer bears out to a file beside; returns how many.

    Where a document was removed, replaced or copied, `qa eval` would otherwise refuse the file.

    Raises:
        FeedbackError: if one of the files cannot be read or written.

    """
    questions = Lines(folder / QUESTIONS)
    if not questions.path.exists():
        return 0
    documents = dict(index.documents.items())

    def stands(row: Mapping[str, Any]) -> bool:
        scope = row.get("document")
        if scope is not None and scope not in documents:
            return False
        searched = documents if scope is None else {scope: documents[scope]}
        evidence = row.get("evidence") or []
        pieces = [evidence] if isinstance(evidence, str) else evidence
        quotes = [quote for piece in pieces for quote in ([piece] if isinstance(piece, str) else piece)]
        return all(_count(quote, searched) == 1 for quote in quotes)

    return questions.part(stands, Lines(folder / SET_ASIDE))


def rename_questions(folder: Path, name: str, new: str) -> None:
    """Have the test questions that are asked of one document alone follow it to its new name.

    Raises:
        FeedbackError: if their file cannot be read or written.

    """
    questions = Lines(folder / QUESTIONS)
    for row in questions.read().values() if questions.path.exists() else ():
        if row.get("document") == name:
            questions.drop(row["id"])
            kept = row | {"document": new}
            if row["id"].startswith(f"{TAG}-"):
                kept["id"] = f"{TAG}-{_key(row.get('question', ''), row.get('history', ()), new)}"
            questions.put(kept)


def follow(index: Index, moved: Sequence[tuple[str, str]] = ()) -> int:
    """Have an index's test questions follow a change of its documents; returns how many were set aside.

    Raises:
        FeedbackError: if their file cannot be read or written.

    """
    if index.path is None:
        return 0
    for name, new in moved:
        rename_questions(index.path, name, new)
    return set_aside(index.path, index)


def _key(question: str, history: Sequence[str], document: str | None) -> str:
    asked = json.dumps([question, history, document])
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _evidence(
    cited: Sequence[tuple[str, int, int, str]], scope: str | None, documents: Mapping[str, Document]
) -> tuple[str | None, list[str]]:
    """Quotes that stand once in what is searched; where copies forbid that, in the first one's document."""
    for name, start, end, quote in cited:
        if name not in documents or documents[name].text[start:end] != quote:
            raise FeedbackError(
                "it was changed or removed since; ask again, then save what is said now.", name
            )
    searched = documents if scope is None else {scope: documents[scope]} if scope in documents else {}
    if scope is not None and not searched:
        raise FeedbackError("it was removed since; ask again without it.", scope)
    quotes = [_standing_once(documents[name], start, end, searched) for name, start, end, _ in cited]
    if all(quotes):
        return scope, list(dict.fromkeys(quote for quote in quotes if quote))
    first = cited[0][0]
    alone = {first: documents[first]}
    own = [_standing_once(alone[first], start, end, alone) for name, start, end, _ in cited if name == first]
    return first, list(dict.fromkeys(quote for quote in own if quote))


def _standing_once(document: Document, start: int, end: int, searched: Mapping[str, Document]) -> str | None:
    """The words, or as much around them as makes them stand once in all that is searched."""
    for left, right in _wider(document, start, end):
        quote = document.text[left:right]
        if _count(quote, searched) == 1:
            return quote
    return None


def _wider(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words themselves, then the blocks they stand in with ever more neighbours, then the whole text."""
    yield start, end
    over = [i for i, block in enumerate(document.blocks) if block.start < end and start < block.end]
    reach = 0
    while over and reach <= len(document.blocks):
        first, last = max(0, over[0] - reach), min(len(document.blocks) - 1, over[-1] + reach)
        yield min(start, document.blocks[first].start), max(end, document.blocks[last].end)
        reach = 2 * reach or 1
    yield 0, len(document.text)


def _count(quote: str, documents: Mapping[str, Document]) -> int:
    """How often the words stand there; two stands for more."""
    found = 0
    for document in documents.values():
        at = document.text.find(quote)
        while at >= 0:
            found += 1
            if found > 1:
                return found
            at = document.text.find(quote, at + 1)
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise FeedbackError(f"it cannot be read as UTF-8 text ({error}); mend or move it.", path) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise FeedbackError(f"{path}, line {number}: it is no JSON object with an id; mend the line.")
        yield row


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def _unwritable(path: Path, error: OSError) -> FeedbackError:
    return FeedbackError(f"it cannot be written ({error.strerror}); check space and rights.", path)
