"""Errors that a user can cause: each message is one sentence that says what to do."""

from __future__ import annotations

from enum import StrEnum

# Why a file is no document, in words that are the same wherever that is noticed.
NO_TEXT = "there is no text in it; give a document with words"

# Of a name that somebody made up, so much is said back.
MOST_SHOWN = 200


class Remedy(StrEnum):
    """What helps, in words for any screen; one that knows a command for it says that in their place.

    No other sentence has these words, and none of them holds another one's.
    """

    LIST = "choose one that it lists"
    BUILD = "have one built first"
    FIRST = "add one first"
    ANEW = "have it built anew"
    REPLACE = "delete it and have a new one built"
    GROW = "have the documents added to it"
    VERIFY = "have the index checked"
    SWEEP = "have the index swept"
    PATTERNS = "change what is included and excluded"
    LARGER = "allow larger files"
    MEMORY = "allow more memory"
    TIME = "allow more time"
    ENCODING = "say what it is encoded in"
    RECOGNISE = "ask for text recognition"


class CitedQAError(Exception):
    """The root of this project's errors.

    Args:
        reason: what is wrong and what helps.
        subject: the file, document or index that it is about, "" for none.

    """

    def __init__(self, reason: str, subject: object = "") -> None:
        self.reason = reason
        self.subject = str(subject or "")
        super().__init__(f"{self.subject}: {reason}" if subject else reason)


def too_large(size: str, most: int) -> str:
    """Why a file, or a request, of so many bytes is refused."""
    return f"it has {size} bytes and may have {most:,}; split it first or {Remedy.LARGER}"


class DocumentError(CitedQAError):
    """A file or text cannot be read as a document."""


class UnknownDocument(DocumentError):
    """The index holds no document of these names; `also` says what that led to."""

    def __init__(self, *names: str, also: str = "") -> None:
        shown = (name if len(name) <= MOST_SHOWN else f"{name[: MOST_SHOWN - 1]}…" for name in names)
        super().__init__(f"the index holds no such document{also}; {Remedy.LIST}.", ", ".join(shown))


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
        return cls(f"there is no index here; {Remedy.BUILD}.", address)


class IndexCorrupt(CitedQAError):
    """An index is damaged."""

    @classmethod
    def at(cls, address: object, fault: str) -> IndexCorrupt:
        """The error for an address, and for what is wrong there."""
        return cls(f"the index is damaged ({fault}); {Remedy.REPLACE}.", address)


class FormatMismatch(CitedQAError):
    """An index was made by another version of the format."""


class ModelMismatch(CitedQAError):
    """An index was made with another embedding model."""


class IndexLocked(CitedQAError):
    """Another process is writing to the index."""


class StorageError(CitedQAError):
    """The index cannot be written, as on a full disk."""
