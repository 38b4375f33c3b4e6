"""Kept: rows that stay with an index, in a file of its folder or in the server that it lies in."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index import CitedQAError

if TYPE_CHECKING:
    from index import Index, Notes

LOCK_SECONDS = 10


class FeedbackError(CitedQAError):
    """Feedback cannot be kept: its file cannot be written, or holds what is no JSON Lines."""


class Kept(StrEnum):
    """What became of a line that was to be kept."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


class Rows(Protocol):
    """JSON objects of a kind, each under an `id` of its own; safe among processes.

    Each method may raise FeedbackError and what a server's storage raises.
    """

    def read(self) -> dict[str, dict[str, Any]]:
        """The rows by id, as they are now."""

    def put(self, row: Mapping[str, Any]) -> Kept:
        """Keep a row; one of the same id is replaced."""

    def drop(self, key: str) -> None:
        """Let a row go; one that is not there is let be."""

    def part(self, stays: Callable[[Mapping[str, Any]], bool], other: Rows) -> int:
        """Move the rows that do not stay elsewhere; returns how many."""


def rows_of(index: Index, kind: str) -> Rows | None:
    """The rows of a kind that stay with an index; None where it is in memory alone."""
    if index.path:
        return Lines(index.path / kind)
    notes = index.notes(kind)
    return Shared(notes) if notes else None


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

    def part(self, stays: Callable[[Mapping[str, Any]], bool], other: Rows) -> int:
        """Move the rows that do not stay elsewhere; returns how many."""
        with self._locked() as rows:
            leaving = [row for row in rows.values() if not stays(row)]
            for row in leaving:
                other.put(row)
            if leaving:
                self._rewrite({key: row for key, row in rows.items() if row not in leaving})
        return len(leaving)

    @contextmanager
    def _locked(self) -> Iterator[dict[str, dict[str, Any]]]:
        """The rows by id, while no other thread or process writes to the file."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  (not owed by `qa ask`)

        try:
            with FileLock(self.path.with_suffix(".lock"), timeout=LOCK_SECONDS, thread_local=False):
                yield self.read()
        except Timeout:
            raise FeedbackError("another process is writing to it; try again later", self.path) from None
        except OSError as error:
            reason = f"it cannot be written ({error.strerror}); check space and rights"
            raise FeedbackError(reason, self.path) from error

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


class Shared:
    """The rows of a kind in a server."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def read(self) -> dict[str, dict[str, Any]]:
        """The rows by id, as they are now."""
        return {key: json.loads(text) for key, text in self._notes.read().items()}

    def put(self, row: Mapping[str, Any]) -> Kept:
        """Keep a row; one of the same id is replaced."""
        before = self._notes.get(row["id"])
        if before and json.loads(before) == row:
            return Kept.UNCHANGED
        self._notes.put(row["id"], json.dumps(row, ensure_ascii=False))
        return Kept.REPLACED if before else Kept.ADDED

    def drop(self, key: str) -> None:
        """Let a row go; one that is not there is let be."""
        self._notes.drop(key)

    def part(self, stays: Callable[[Mapping[str, Any]], bool], other: Rows) -> int:
        """Move the rows that do not stay elsewhere, each there before it is gone here; returns how many."""
        leaving = [row for row in self.read().values() if not stays(row)]
        for row in leaving:
            other.put(row)
            self.drop(row["id"])
        return len(leaving)


def as_line(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON Lines, with its line end."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise FeedbackError(f"it cannot be read as UTF-8 text ({error}); mend or move it", path) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise FeedbackError("it is no JSON object with an id; mend the line", f"{path}, line {number}")
        yield row


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"
