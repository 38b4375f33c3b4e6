"""Errors that a user can cause: of each one sentence is told, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# Why a file is no document, in words that are the same wherever that is noticed.
NO_TEXT = "there is no text in it; give a document with words"

# Of a name that somebody made up, so much is said back.
MOST_SHOWN = 200


class Remedy(StrEnum):
    """What helps, in words for any screen; one that knows a command for it says that in their place."""

    LIST = "choose one that it lists"
    BUILD = "have one built first"
    FIRST = "add one first"
    ANEW = "have it built anew (texts that are sound are not encoded again)"
    MODEL = "open it with that model or have it built anew"
    VERSION = "use the version that made it, or delete it and have a new one built"
    REPLACE = "delete it and have a new one built"
    FILE = "check space and rights; if damaged, delete it and have a new one built"
    GROW = "have the documents added to it"
    VERIFY = "ask again if documents are being replaced, else have the index checked"
    SWEEP = "if nobody is writing to it, have the index swept"
    PATTERNS = "change what is included and excluded"
    LARGER = "split it first or allow larger files"
    MEMORY = "split it first or allow more memory"
    TIME = "split it first or allow more time"
    ENCODING = "save it as UTF-8 or say what it is encoded in"
    RECOGNISE = "ask for text recognition"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or was left out; a screen makes one sentence of it, as `str` does.

    Attributes:
        reason: what it is, without a full stop; where there is no remedy, also what helps.
        subject: the file, document or index that it is about, "" for none.
        remedy: what helps, where screens have words of their own for it.

    """

    reason: str
    subject: str = ""
    remedy: Remedy | None = None

    def __str__(self) -> str:
        """The sentence in words for any screen."""
        return self.told(self.remedy or "")

    def told(self, helps: str) -> str:
        """The sentence with these words for what helps."""
        subject, remedy = (f"{self.subject}: " if self.subject else ""), (f"; {helps}" if helps else "")
        return f"{subject}{self.reason}{remedy}."


class CitedQAError(Exception):
    """The root of this project's errors.

    Args:
        reason, subject, remedy: as of a `Finding`.

    """

    def __init__(self, reason: str, subject: object = "", remedy: Remedy | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.subject = str(subject or "")
        self.remedy = remedy

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is told of it, a sentence each."""
        return (Finding(self.reason, self.subject, self.remedy),)

    def __str__(self) -> str:
        """The sentences in words for any screen."""
        return " ".join(map(str, self.findings))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by what it holds: the classes are not all made of the same arguments."""
        return _bare, (type(self), self.reason), self.__dict__


def _bare(kind: type[CitedQAError], reason: str) -> CitedQAError:
    return kind.__new__(kind, reason)


class DocumentError(CitedQAError):
    """A file or text cannot be read as a document."""


def too_large(size: str, most: int) -> DocumentError:
    """The error for a file, or a request, of so many bytes."""
    return DocumentError(f"it has {size} bytes and may have {most:,}", remedy=Remedy.LARGER)


class NothingRead(DocumentError):
    """None of the files could be read."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].reason, findings[0].subject, findings[0].remedy)
        self._findings = tuple(findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why, file by file."""
        return self._findings


class UnknownDocument(DocumentError):
    """The index holds no document of these names; `also` says what that led to."""

    def __init__(self, *names: str, also: str = "") -> None:
        shown = (name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…" for name in names)
        super().__init__(f"the index holds no such document{also}", ", ".join(shown), Remedy.LIST)


class DocumentGone(KeyError):
    """`Index.documents` holds no document of this name, or none any more."""


class QuestionError(CitedQAError):
    """A question cannot be searched."""


class ModelError(CitedQAError):
    """A model is missing, damaged or of a kind that cannot be used."""


class AddressError(CitedQAError):
    """An index's address is malformed."""


class IndexNotFound(CitedQAError):
    """There is no index at the given address."""

    @classmethod
    def at(cls, address: object) -> IndexNotFound:
        """The error for an address."""
        return cls("there is no index here", address, Remedy.BUILD)


class IndexCorrupt(CitedQAError):
    """An index is damaged."""

    @classmethod
    def at(cls, address: object, fault: str) -> IndexCorrupt:
        """The error for an address, and for what is wrong there."""
        return cls(f"the index is damaged ({fault})", address, Remedy.REPLACE)


class FormatMismatch(CitedQAError):
    """An index was made by another version of the format."""


class ModelMismatch(CitedQAError):
    """An index was made with another embedding model."""


class IndexLocked(CitedQAError):
    """Another process is writing to the index."""


class StorageError(CitedQAError):
    """The index cannot be written, as on a full disk."""
