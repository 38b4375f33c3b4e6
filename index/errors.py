"""Errors that a user can cause: each message is one sentence that says what to do."""

from __future__ import annotations


class CitedQAError(Exception):
    """The root of this project's errors."""


class DocumentError(CitedQAError):
    """A file or text cannot be read as a document."""


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
