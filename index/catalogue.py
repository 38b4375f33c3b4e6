"""The catalogue: the documents of a storage by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from index.documents import Document
from index.errors import DocumentGone, UnknownDocument
from index.storage import Storage


class Catalogue(Mapping[str, Document]):
    """The documents by name, each read when asked for."""

    def __init__(self, store: Storage) -> None:
        self._store = store

    def __getitem__(self, name: str) -> Document:
        document = self._store.document(name)
        if document is None:
            raise DocumentGone(name)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.names())

    def __len__(self) -> int:
        return self._store.count_documents()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._store.known(name) is not None

    def versions(self) -> dict[str, str]:
        """What changes whenever a document's text or title does, by names in the order they were added."""
        return self._store.versions()

    def named(self, name: str) -> Document:
        """A document by name.

        Raises:
            UnknownDocument: if there is none.

        """
        document = self._store.document(name)
        if document is None:
            raise UnknownDocument(name)
        return document
