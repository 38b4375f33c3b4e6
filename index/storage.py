"""Storage: what keeps an index, by its address; `Index` and `Ingest` know no more of it than this.

A folder, or no address at all, is `index.embedded`: one SQLite file with FAISS beside it. An address that
begins with `milvus` is `index.milvus`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from index.documents import Document
from index.errors import Finding
from index.passages import Passage


class Known(NamedTuple):
    """What a document is known by: its name, and the SHA-256 of the file it was read from, "" for none."""

    name: str
    source: str
    file_sha256: str


class FoundPassages(NamedTuple):
    """Passages that a query finds, by the storage's own ids; ids sort as passages were added.

    Attributes:
        dense: cosine of query and passage vectors, of every passage found.
        lexical: BM25, of the passages that share a word with the query.
        exact: the passages that hold an id or a labelled number of the query to the letter.

    """

    dense: dict[Any, float]
    lexical: dict[Any, float]
    exact: set[Any]


# A query's words, its vector, how many of each kind at most, and the only documents to look in, None for all.
Find = Callable[[str, np.ndarray, int, tuple[str, ...] | None], FoundPassages]


class Notes(Protocol):
    """Texts of a kind that are kept beside the documents, each under an id."""

    def read(self) -> dict[str, str]:
        """The texts by id, in the order they were first put."""

    def get(self, key: str) -> str | None:
        """The text of an id; None where there is none."""

    def put(self, key: str, text: str) -> None:
        """Keep a text; one of the same id is replaced in its place."""

    def drop(self, key: str) -> None:
        """Let a text go; one that is not there is let be."""


class Storage(Protocol):
    """Documents, passages, vectors and words, for any number of readers beside a writer.

    Each method may raise IndexCorrupt, IndexLocked and StorageError.
    """

    @property
    def path(self) -> Path | None:
        """The folder it is kept in; None where that is none."""

    @property
    def address(self) -> str:
        """What to open it by again, as messages name it; "" for one in memory."""

    @property
    def is_current(self) -> bool:
        """Whether what is open is what the address leads to now."""

    def use(self, dimension: int) -> None:
        """Get ready for vectors of a length; called once, before anything is searched or written."""

    def close(self, at_once: bool = False) -> None:
        """Close it; `at_once` gives up what it does beside the caller."""

    def get_meta(self, key: str) -> str | None:
        """A value noted with the index, or None."""

    def notes(self, kind: str) -> Notes | None:
        """What is kept beside the documents; None where that is not done here: a folder has files for it."""

    # Reading

    def searching(self) -> AbstractContextManager[Find]:
        """All that is found and read inside is of one state, whatever is written meanwhile."""

    def passages(self, ids: Sequence[Any]) -> Mapping[Any, Passage]:
        """Passages by id."""

    def occurs(self, word: str, only: tuple[str, ...] | None = None) -> bool:
        """Whether a word, or another with its stem, stands in any passage, or in one of some documents."""

    def nearest_word(self, typed: str) -> str | None:
        """The indexed word that a mistyped one is most likely meant to be, None where none is near."""

    def names(self) -> list[str]:
        """The documents' names, in the order they were added."""

    def versions(self) -> dict[str, str]:
        """What changes whenever a document's text or title does, by names in the order they were added."""

    def document(self, name: str) -> Document | None:
        """A document by name, or None."""

    def count(self) -> int:
        """The number of passages."""

    def count_documents(self) -> int:
        """The number of documents."""

    def known(self, name: str) -> Known | None:
        """What a document is known by, or None where there is none of that name."""

    def known_by(self, *, source: str | None = None, file_sha256: str | None = None) -> list[Known]:
        """The documents that were read from a file, by its path or by its bytes."""

    def all_known(self) -> list[Known]:
        """What each document is known by, in the order they were added."""

    def holds(self, document: Document) -> bool:
        """Whether a document is held just so: the same name, text, title and layout."""

    def vectors_of(self, hashes: Iterable[bytes]) -> dict[bytes, np.ndarray]:
        """The vectors that are there for texts already, float16 of shape (dimension,), by `text_hash`."""

    def passages_of(self, name: str) -> tuple[list[Passage], np.ndarray]:
        """A document's passages in order, and their vectors, float16 of shape (len(passages), dimension)."""

    def verify(self) -> list[Finding]:
        """What is wrong and what to do; empty when all is well."""

    def sweep(self, older_than_seconds: float) -> int:
        """Remove what stopped writers left behind more than so long ago; returns how many things."""

    # Writing

    def writing(self) -> AbstractContextManager[None]:
        """A write of any number of transactions, which sees what others wrote before."""

    def replacing(self, meta: Mapping[str, str]) -> AbstractContextManager[None]:
        """A write to an empty index, with what is noted of it; what was there is replaced, or stays."""

    def transaction(self) -> AbstractContextManager[None]:
        """All documents that are written inside are kept, each whole; what is removed inside goes last."""

    def add(self, document: Document, passages: Sequence[Passage], vectors: np.ndarray) -> object:
        """Add a document with its passages and their vectors, (len(passages), dimension)."""

    def remove(self, name: str) -> object:
        """Remove a document, if there is one of that name."""

    def rename(self, name: str, new: str, source: str) -> None:
        """Give a document another name and source; its passages stay as they are."""

    def note_file(self, name: str, source: str, file_sha256: str) -> None:
        """Note the file that a document now comes from."""
