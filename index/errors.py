"""Errors that a user can cause: each message is one sentence that says what to do."""

from __future__ import annotations

from enum import StrEnum

# Of a name that somebody made up, so much is said back.
MOST_SHOWN = 200


class Remedy(StrEnum):
    """What helps, in words for any screen; one with commands of its own says its commands in their place."""

    LIST = "choose one that it lists"


class CitedQAError(Exception):
    """The root of this project's errors.

    Args:
        reason: what is wrong and what helps.
        subject: the file, document or index that it is about, "" for none.

    """

    def __init__(self, reason: str, subject: str = "") -> None:
        super().__init__(f"{subject}: {reason}" if subject else reason)
        self.reason = reason
        self.subject = subject


class DocumentError(CitedQAError):
    """A file or text cannot be read as a document."""


class UnknownDocument(DocumentError):
    """The index holds no document of these names; `also` says what that led to."""

    def __init__(self, *names: str, also: str = "") -> None:
        shown = (name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…" for name in names)
        super().__init__(f"the index holds no such document{also}; {Remedy.LIST}.", ", ".join(shown))


class QuestionError(CitedQAError):
    """A question cannot be searched."""


class ModelError(CitedQAError):
    """A model is missing, damaged or of a kind that cannot be used."""


class AddressError(CitedQAError):
    """An index's address is malformed."""


class IndexNotFound(CitedQAError):
    """There is no index at the given address."""


class IndexCorrupt(CitedQAError):
    """An index is damaged."""


class FormatMismatch(CitedQAError):
    """An index was made by another version of the format."""


class ModelMismatch(CitedQAError):
    """An index was made with another embedding model."""


class IndexLocked(CitedQAError):
    """Another process is writing to the index."""


class StorageError(CitedQAError):
    """The index cannot be written, as on a full disk."""
