"""Index: documents become passages that can be searched by meaning and by words.

Public are the names below and three modules: `index.words`, how a text falls into words, `index.exact`, the
ids and numbers in it, and `index.models`, how a network is found, prepared and run. All else is private.
"""

from index.address import absolute_address
from index.documents import Document, Section
from index.errors import (
    NO_TEXT,
    AddressError,
    CitedQAError,
    DocumentError,
    DocumentGone,
    Finding,
    FormatMismatch,
    IndexCorrupt,
    IndexLocked,
    IndexNotFound,
    ModelError,
    ModelMismatch,
    QuestionError,
    Remedy,
    StorageError,
    UnknownDocument,
    too_large,
)
from index.files import Unreadable
from index.folders import other_files
from index.hits import MAX_QUERY_CHARS, Hit, Only, check_query
from index.ingest import Changes, Progress
from index.limits import Limits, Rules
from index.loaders import READABLE, UNKNOWN_KIND, Cell, Look, Row, Span, Table
from index.pages import PageSize, Rectangle
from index.passages import Passage, cut
from index.ray import Ray
from index.search import Index
from index.sending import sent
from index.storage import Notes

__all__ = [
    "MAX_QUERY_CHARS",
    "NO_TEXT",
    "READABLE",
    "UNKNOWN_KIND",
    "AddressError",
    "Cell",
    "Changes",
    "CitedQAError",
    "Document",
    "DocumentError",
    "DocumentGone",
    "Finding",
    "FormatMismatch",
    "Hit",
    "Index",
    "IndexCorrupt",
    "IndexLocked",
    "IndexNotFound",
    "Limits",
    "Look",
    "ModelError",
    "ModelMismatch",
    "Notes",
    "Only",
    "PageSize",
    "Passage",
    "Progress",
    "QuestionError",
    "Ray",
    "Rectangle",
    "Remedy",
    "Row",
    "Rules",
    "Section",
    "Span",
    "StorageError",
    "Table",
    "UnknownDocument",
    "Unreadable",
    "absolute_address",
    "check_query",
    "cut",
    "other_files",
    "sent",
    "too_large",
]
