"""The store: documents, passages, vectors and words in one SQLite file, which is the whole truth of an index.

Everything else beside it (the FAISS file) is derived and can be rebuilt from it without a model. The tables
are described in `index.schema`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index import lexical, rows, schema, spelling
from index.connections import Connections, explained
from index.documents import Document
from index.errors import IndexCorrupt, IndexNotFound, StorageError, UnknownDocument
from index.fingerprint import checksum, text_hash
from index.layout import document_layout, passage_layout
from index.lock import HOLDER_FILE, LOCK_FILE, WriterLock
from index.passages import Passage
from index.schema import FILE, FORMAT
from index.storage import Known

__all__ = ["FILE", "FORMAT", "Generation", "Store"]


class Generation(NamedTuple):
    """A generation of a store; what came and went since can be told from it.

    `stamp` is drawn anew for each generation, so that another index's generation is never taken for it.
    """

    generation: int
    stamp: str
    last_passage: int
    last_removed: int


class Store:
    """One SQLite database; safe to use from several threads, and by other processes meanwhile.

    Args:
        path: the index folder, or None for a database in memory.
        create: whether to make the folder and the database where there is none.

    Raises:
        IndexNotFound, IndexCorrupt, FormatMismatch, StorageError, IndexLocked: as their names say.

    """

    def __init__(self, path: Path | None, create: bool = False) -> None:
        self.path = path
        self._made_folder = bool(path and create and not path.exists())
        self._file = path / FILE if path else None
        self._lock = WriterLock(path)
        if self._file and not self._file.is_file():
            if not create:
                raise IndexNotFound.at(path)
            self._create_file(self._file)
        self._identity = _identity(self._file)
        self._spelt: set[str] = set()  # words that this transaction has put
        self._connections = Connections(self._file)
        try:
            self._check_format()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the database."""
        self._connections.close()

    def discard_if_new(self) -> None:
        """Close the database, and remove its file (and folder) where nothing was ever kept in it."""
        with self._lock.held():
            never_written = self.generation == 0
            self.close()
            if never_written:
                self._remove_files()

    # Meta

    @property
    def is_current(self) -> bool:
        """Whether the file that is open is the one that lies there now."""
        return _identity(self._file) == self._identity

    @property
    def generation(self) -> int:
        """How often the index was changed; a derived file made at another generation is stale."""
        noted = self.get_meta("generation") or "0"
        if not noted.isdecimal():
            raise self.damaged("its generation is no number")
        return int(noted)

    def get_meta(self, key: str) -> str | None:
        """A value noted with the index, or None."""
        row = self._row("SELECT value FROM meta WHERE key = ?", (key,))
        if row and not isinstance(row[0], str):
            raise self.damaged(f"its {key} is no text")
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Note a value with the index, inside a transaction."""
        self._write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Writing

    @contextmanager
    def locked(self, timeout_seconds: float | None = None) -> Iterator[None]:
        """Keep every other writer out, over several transactions.

        Raises:
            IndexLocked: if another writer is at work for longer than the timeout.
            StorageError: if the database is no longer the one that was opened.

        """
        with self._lock.held(timeout_seconds):
            if self._file and self._identity != _identity(self._file):
                raise StorageError("the index was deleted meanwhile; open it again", self.path)
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it; inside another transaction, with that one."""
        if self._connections.is_writing:
            yield
            return
        with self.locked(), explained(self.path), self._connections.writing() as connection:
            self._spelt.clear()
            yield
            generation = self.generation + 1
            self.set_meta("generation", str(generation))
            schema.note_history(connection, generation)
            connection.execute("DROP TABLE IF EXISTS temp.kept")

    def add(self, document: Document, passages: Sequence[Passage], vectors: np.ndarray) -> list[int]:
        """Add a document with its passages and their vectors, (len(passages), dimension); returns ids."""
        owner = self._write(
            "INSERT INTO documents (name, source, title, sha256, text, layout, file_sha256)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (document.name, document.source, document.title, document.content_hash, document.text,
             document_layout(document), document.file_sha256),
        )  # fmt: skip
        self._seal(owner)
        ids = []
        for passage, vector in zip(passages, vectors.astype(np.float16), strict=True):
            sealed = (passage.start, passage.end, passage.heading, passage.page,
                      passage_layout(passage), text_hash(passage), vector.tobytes())  # fmt: skip
            row_id = self._write(
                f"INSERT INTO passages (document, text, checksum, {schema.PASSAGE_SEALED})"  # noqa: S608
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (owner, passage.text, checksum(*sealed), *sealed),
            )
            self._write("INSERT INTO words (rowid, text) VALUES (?, ?)", (row_id, passage.text))
            ids.append(row_id)
        self._put_words(spelling.vocabulary(passage.text for passage in passages))
        return ids

    def remove(self, name: str) -> list[int]:
        """Remove a document; returns the ids of the passages that went with it."""
        owner = self._row("SELECT id FROM documents WHERE name = ?", (name,))
        if owner is None:
            return []
        gone = self._rows("SELECT id, text FROM passages WHERE document = ?", owner)
        for row in gone:
            self._write("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", row)
            self._write("INSERT INTO removed (passage) VALUES (?)", row[:1])
        self._write("DELETE FROM documents WHERE id = ?", owner)
        return [row[0] for row in gone]

    def rename(self, name: str, new: str, source: str) -> None:
        """Give a document another name and source; its passages stay as they are.

        Raises:
            UnknownDocument: if the index holds no document of that name.

        """
        self._note(name, "name = ?, source = ?", (new, source))

    def note_file(self, name: str, source: str, file_sha256: str) -> None:
        """Note the file that a document now comes from."""
        self._note(name, "source = ?, file_sha256 = ?", (source, file_sha256))

    def clear(self, keep_vectors: bool) -> None:
        """Remove everything; `vectors_of` still finds what was, until the transaction ends, if it is kept."""
        if keep_vectors:
            self._write("CREATE TEMP TABLE kept (text_hash BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
            self._write(
                "INSERT OR IGNORE INTO kept SELECT text_hash, vector FROM passages"  # noqa: S608
                f" WHERE checksum = sealed({schema.PASSAGE_SEALED})"
            )
        self._write("INSERT INTO words (words) VALUES ('delete-all')")
        for table in ("passages", "documents", "vocabulary", "removed", "history"):
            self._write(f"DELETE FROM {table}")  # noqa: S608 (constants)

    def forget_history(self, before: Generation) -> None:
        """Drop the history before a generation; what is derived from an older one is made anew."""
        with self.locked(), explained(self.path), self._connections.writing() as connection:
            connection.execute("DELETE FROM history WHERE generation < ?", (before.generation,))
            connection.execute("DELETE FROM removed WHERE id <= ?", (before.last_removed,))

    def checkpoint(self) -> None:
        """Bring what was committed from the log into the database file; readers need not wait for it."""
        self._connections.checkpoint()

    # Reading

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that this thread reads inside is of one generation, whatever is written meanwhile."""
        with explained(self.path), self._connections.reading():
            yield

    def mark(self) -> Generation:
        """The newest generation."""
        row = self._row("SELECT * FROM history ORDER BY generation DESC LIMIT 1")
        return Generation(*row) if row else Generation(0, "", 0, 0)

    def find_mark(self, generation: int, stamp: str) -> Generation | None:
        """A generation that the history still holds, or None."""
        row = self._row("SELECT * FROM history WHERE generation = ? AND stamp = ?", (generation, stamp))
        return Generation(*row) if row else None

    def removed_since(self, mark: Generation) -> list[int]:
        """The ids of the passages that went since a generation."""
        return [
            row[0] for row in self._rows("SELECT passage FROM removed WHERE id > ?", (mark.last_removed,))
        ]

    def changes_since(self, mark: Generation) -> int:
        """How many passages came or went since a generation."""
        came = self._row("SELECT count(*) FROM passages WHERE id > ?", (mark.last_passage,))
        went = self._row("SELECT count(*) FROM removed WHERE id > ?", (mark.last_removed,))
        return int((came or [0])[0]) + int((went or [0])[0])

    def names(self) -> list[str]:
        """The documents' names, in the order they were added."""
        with self.snapshot():
            kept = self._rows("SELECT name, id FROM documents NOT INDEXED ORDER BY id")
            found = self._rows("SELECT name, id FROM documents ORDER BY name")
        # A name is kept twice: with its document, and in the index that it is found by.
        if set(kept) != set(found):
            raise self.damaged("a document is not found by its name")
        return [row[0] for row in kept]

    def versions(self) -> dict[str, str]:
        """What changes whenever a document's text or title does, by names in the order they were added."""
        rows = self._rows("SELECT name, sha256, title FROM documents ORDER BY id")
        return {name: f"{sha256} {title}" for name, sha256, title in rows}

    def known(self, name: str) -> Known | None:
        """What a document is known by, or None where there is none of that name."""
        row = self._row("SELECT name, source, file_sha256 FROM documents WHERE name = ?", (name,))
        return Known(*row) if row else None

    def known_by(self, *, source: str | None = None, file_sha256: str | None = None) -> list[Known]:
        """The documents that were read from a file, by its path or by its bytes."""
        column, value = ("source", source) if source is not None else ("file_sha256", file_sha256)
        found = self._rows(
            f"SELECT name, source, file_sha256 FROM documents WHERE {column} = ? AND {column} <> ''",  # noqa: S608
            (value,),
        )
        return [Known(*row) for row in found]

    def all_known(self) -> list[Known]:
        """What each document is known by, in the order they were added."""
        return [
            Known(*row) for row in self._rows("SELECT name, source, file_sha256 FROM documents ORDER BY id")
        ]

    def holds(self, document: Document) -> bool:
        """Whether a document is held just so: the same name, text, title and layout."""
        row = self._row(
            "SELECT 1 FROM documents WHERE name = ? AND sha256 = ? AND title = ? AND layout = ?",
            (document.name, document.content_hash, document.title, document_layout(document)),
        )
        return row is not None

    def document(self, name: str) -> Document | None:
        """A document by name, or None."""
        row = self._row(f"{rows.DOCUMENT} WHERE name = ?", (name,))
        return rows.document(row, self.path) if row else None

    def count(self) -> int:
        """The number of passages."""
        row = self._row("SELECT count(*) FROM passages")
        return int(row[0]) if row else 0

    def count_documents(self) -> int:
        """The number of documents."""
        row = self._row("SELECT count(*) FROM documents")
        return int(row[0]) if row else 0

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Passages by id."""
        found = self._rows(
            f"SELECT d.name, {rows.PASSAGE} FROM passages p JOIN documents d ON d.id = p.document"  # noqa: S608 (constants)
            " WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        for name in {row[0] for row in found}:
            if self._row("SELECT id FROM documents WHERE name = ?", (name,)) is None:
                raise self.damaged("a document is not found by its name")
        return dict(rows.passage(row[1:], row[0], self.path) for row in found)

    def ids_of(self, document: str) -> list[int]:
        """The ids of a document's passages."""
        query = "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document WHERE d.name = ?"
        return [row[0] for row in self._rows(query, (document,))]

    def vectors(self, batch: int = 10_000, after: int = 0) -> Iterator[tuple[list[int], np.ndarray]]:
        """The vectors of ids above `after`, in batches of ids and float32 (n, dimension)."""
        query = f"{rows.VECTOR} WHERE id > ? ORDER BY id LIMIT ?"
        while found := self._rows(query, (after, batch)):
            after = found[-1][0]
            yield rows.vectors(found, self.path)

    def vectors_by_id(self, ids: Sequence[int]) -> dict[int, np.ndarray]:
        """Vectors by id, float32 of shape (dimension,); one that is not there is damage."""
        if not ids:
            return {}
        query = f"{rows.VECTOR} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 (constants)
        found = self._rows(query, (json.dumps(list(ids)),))
        if len(found) != len(set(ids)):
            raise self.damaged("a passage that it finds is not there")
        return dict(zip(*rows.vectors(found, self.path), strict=True))

    def vectors_of(self, hashes: Iterable[bytes]) -> dict[bytes, np.ndarray]:
        """The vectors that are there for texts already, float16 of shape (dimension,), by `text_hash`."""
        with self.snapshot():
            found = {hash_: self._vector_of(hash_) for hash_ in hashes}
        return {hash_: np.frombuffer(row, np.float16) for hash_, row in found.items() if row is not None}

    def match(self, query: str, k: int, only: tuple[str, ...] | None = None) -> dict[int, float]:
        """The `k` passages whose words match best by BM25 (Robertson & Zaragoza, 2009), best first."""
        return lexical.match(self._rows, query, k, only)

    def holding(
        self, query: str, k: int, only: tuple[str, ...] | None = None, among: Iterable[int] = ()
    ) -> set[int]:
        """Passages that hold an id or a labelled number of the query: those `among` some, and the first."""
        return lexical.holding(self._rows, query, k, only, among)

    def nearest_word(self, typed: str) -> str | None:
        """The indexed word that a mistyped one is most likely meant to be, None where none is near."""
        with self.snapshot():
            found = self._rows(
                "SELECT word FROM vocabulary WHERE size BETWEEN ? AND ?", spelling.sizes(typed)
            )
            words = [row[0] for row in found]
            if not all(isinstance(word, str) for word in words):
                raise self.damaged("a word of it is no text")
            return next(filter(self.occurs, spelling.closest(typed, words)), None)

    def vocabulary(self) -> frozenset[str]:
        """The words that a mistyped one is compared with, folded."""
        return frozenset(row[0] for row in self._rows("SELECT folded FROM vocabulary"))

    def occurs(self, word: str, only: tuple[str, ...] | None = None) -> bool:
        """Whether a word, or another with its stem, stands in any passage, or in one of some documents."""
        return lexical.occurs(self._rows, word, only)

    def rows(self, query: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
        """The rows of any reading query, for the check of the whole (`index.check`)."""
        return self._rows(query, values)

    def check_words(self) -> None:
        """Compare the words with the passages.

        Raises:
            IndexCorrupt: if they differ.

        """
        with self.locked(), explained(self.path), self._connections.writing():
            # rank = 1: with the passages themselves, not the words' own structure alone.
            self._write("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")

    def damaged(self, reason: str) -> IndexCorrupt:
        """What to raise where this is found."""
        return IndexCorrupt.at(self.path, reason)

    # Helpers

    def _create_file(self, file: Path) -> None:
        with explained(self.path):
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                with self._lock.held():
                    if not file.is_file():  # nor was it made by whoever held the lock before
                        schema.create_file(file)
            except (OSError, sqlite3.Error) as error:
                self._remove_files()
                if isinstance(error, sqlite3.Error):
                    raise
                raise StorageError(
                    f"the index cannot be written ({error.strerror}); check space and rights", self.path
                ) from error

    def _check_format(self) -> None:
        with explained(self.path):
            if self.path is None:
                with self._connections.writing() as connection:
                    schema.create(connection)
                return
            with self._connections.reading() as connection:
                schema.check(connection, self.path)

    def _remove_files(self) -> None:
        """Leave nothing of a database that was never written, nor the folder if it was made for it."""
        if self.path is None:
            return
        with suppress(OSError):
            for name in (FILE, f"{FILE}-journal", f"{FILE}-wal", f"{FILE}-shm", HOLDER_FILE, LOCK_FILE):
                (self.path / name).unlink(missing_ok=True)
            if self._made_folder:
                self.path.rmdir()

    def _row(self, query: str, values: Iterable[object] = ()) -> sqlite3.Row | None:
        found = self._rows(query, values)
        return found[0] if found else None

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
        with explained(self.path), self._connections.reading() as connection:
            return connection.execute(query, tuple(values)).fetchall()

    def _write(self, statement: str, values: Iterable[object] = ()) -> int:
        """Run a statement inside the transaction; returns the last row's id."""
        if not self._connections.is_writing:
            raise RuntimeError("the store is written to inside `transaction` alone")
        with self._connections.reading() as connection:
            return int(connection.execute(statement, tuple(values)).lastrowid or 0)

    def _put_words(self, words: Mapping[str, str]) -> None:
        new = {folded: word for folded, word in words.items() if word not in self._spelt}
        self._spelt.update(new.values())
        for folded, word in new.items():
            self._write(
                "INSERT INTO vocabulary VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET word = excluded.word WHERE excluded.word > word",
                (len(folded), folded, word),
            )

    def _vector_of(self, hash_: bytes) -> bytes | None:
        row = self._row(
            "SELECT vector FROM passages WHERE text_hash = ?"  # noqa: S608
            f" AND checksum = sealed({schema.PASSAGE_SEALED}) LIMIT 1",
            (hash_,),
        )
        if row is None and self._row("SELECT 1 FROM sqlite_temp_master WHERE name = 'kept'"):
            row = self._row("SELECT vector FROM kept WHERE text_hash = ?", (hash_,))
        return row[0] if row else None

    def _note(self, name: str, columns: str, values: tuple[str, str]) -> None:
        owner = self._row("SELECT id FROM documents WHERE name = ?", (name,))
        if owner is None:
            raise UnknownDocument(name)
        self._write(f"UPDATE documents SET {columns} WHERE id = ?", (*values, owner[0]))  # noqa: S608
        self._seal(owner[0])

    def _seal(self, owner: int) -> None:
        self._write(
            f"UPDATE documents SET checksum = sealed({schema.DOCUMENT_SEALED}) WHERE id = ?",  # noqa: S608
            (owner,),
        )


def _identity(file: Path | None) -> tuple[int, int] | None:
    """What tells a file from another one that took its place."""
    try:
        status = file.stat() if file else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None
