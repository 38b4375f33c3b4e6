"""Index: documents become passages that can be searched by meaning and by words."""

from index.documents import Document, Section
from index.errors import (
    CitedQAError,
    DocumentError,
    FormatMismatch,
    IndexCorrupt,
    IndexLocked,
    IndexNotFound,
    ModelError,
    ModelMismatch,
    QuestionError,
    StorageError,
)
from index.files import Note, Unreadable
from index.ingest import Changes
from index.limits import Limits, Rules
from index.passages import Passage
from index.search import Hit, Index

__all__ = [
    "Changes",
    "CitedQAError",
    "Document",
    "DocumentError",
    "FormatMismatch",
    "Hit",
    "Index",
    "IndexCorrupt",
    "IndexLocked",
    "IndexNotFound",
    "Limits",
    "ModelError",
    "ModelMismatch",
    "Note",
    "Passage",
    "QuestionError",
    "Rules",
    "Section",
    "StorageError",
    "Unreadable",
]
