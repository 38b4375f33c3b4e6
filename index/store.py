"""The store: documents, passages, vectors and words in one SQLite file, which is the whole truth of an index.

Everything else beside it (the FAISS file) is derived and can be rebuilt from it without a model. Tables:
`meta` (format, model, generation), `documents`, `passages` (with each vector as float16), and `words`,
an FTS5 table over the passages' text.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from index import lexical
from index.documents import Document, Section
from index.errors import FormatMismatch, IndexCorrupt, IndexLocked, IndexNotFound, StorageError
from index.loaders import Span
from index.passages import Passage
from index.words import words as split_words

FORMAT = 1
FILE = "index.sqlite"
LOCK_TIMEOUT_SECONDS = 10.0
MAPPED_BYTES = 8 << 30

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT NOT NULL,
    sha256 TEXT NOT NULL, text TEXT NOT NULL, layout TEXT NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL, page INTEGER,
    sentences TEXT NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_of ON passages(document);
CREATE VIRTUAL TABLE words USING fts5(
    text, content='passages', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
"""
_COLUMNS = 'p.id, d.name, p.start, p."end", p.text, p.heading, p.page, p.sentences'


class Store:
    """One SQLite database; safe to use from several threads.

    Args:
        path: the index folder, or None for a database in memory.
        create: whether to make the folder and the database where there is none.

    Raises:
        IndexNotFound, IndexCorrupt, FormatMismatch, StorageError: as their names say.

    """

    def __init__(self, path: Path | None, create: bool = False) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._made_folder = bool(path and create and not path.exists())
        file = path / FILE if path else None
        if file and not file.is_file() and not create:
            raise IndexNotFound(
                f"{path}: there is no index here; make one with: qa index build PATH --index {path}"
            )
        with self._explained():
            if path:
                path.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                file or ":memory:",
                timeout=LOCK_TIMEOUT_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            self._database.execute("PRAGMA foreign_keys = ON")
            # Words and passages are read from the page cache in place.
            self._database.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
            if create:
                self._create()
            self._check_format()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def discard_if_new(self) -> None:
        """Close the database, and remove its file (and folder) where nothing was ever kept in it."""
        never_written = self.generation == 0
        self.close()
        if never_written:
            self._remove_files()

    # Meta

    @property
    def generation(self) -> int:
        """How often the index was changed; a derived file made at another generation is stale."""
        return int(self.get_meta("generation") or 0)

    def get_meta(self, key: str) -> str | None:
        """A value noted with the index, or None."""
        row = self._row("SELECT value FROM meta WHERE key = ?", (key,))
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Note a value with the index."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it."""
        with self._lock, self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.set_meta("generation", str(self.generation + 1))
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def add(self, document: Document, passages: Sequence[Passage], vectors: np.ndarray) -> list[int]:
        """Add a document with its passages and their vectors, (len(passages), dimension); returns ids."""
        layout = json.dumps([document.blocks, document.sections, document.pages])
        row = (document.name, document.source, document.title, document.content_hash, document.text, layout)
        owner = self._database.execute(
            "INSERT INTO documents (name, source, title, sha256, text, layout) VALUES (?, ?, ?, ?, ?, ?)", row
        ).lastrowid
        ids = []
        for passage, vector in zip(passages, vectors.astype(np.float16), strict=True):
            row_id = self._database.execute(
                'INSERT INTO passages (document, start, "end", heading, page, sentences, text, vector)'
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (owner, passage.start, passage.end, passage.heading, passage.page,
                 json.dumps(passage.sentences), passage.text, vector.tobytes()),
            ).lastrowid  # fmt: skip
            self._database.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row_id, passage.text))
            ids.append(int(row_id or 0))
        return ids

    def remove(self, name: str) -> list[int]:
        """Remove a document; returns the ids of the passages that went with it."""
        owner = self._database.execute("SELECT id FROM documents WHERE name = ?", (name,)).fetchone()
        if owner is None:
            return []
        rows = self._database.execute("SELECT id, text FROM passages WHERE document = ?", owner).fetchall()
        self._database.executemany("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", rows)
        self._database.execute("DELETE FROM documents WHERE id = ?", owner)
        return [row[0] for row in rows]

    # Reading

    def names(self) -> list[str]:
        """The documents' names, in the order they were added."""
        return [row[0] for row in self._rows("SELECT name FROM documents ORDER BY id")]

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each document's text, by name."""
        return {row[0]: row[1] for row in self._rows("SELECT name, sha256 FROM documents")}

    def document(self, name: str) -> Document | None:
        """A document by name, or None."""
        row = self._row("SELECT name, text, layout, title, source FROM documents WHERE name = ?", (name,))
        if row is None:
            return None
        blocks, sections, pages = json.loads(row[2])
        return Document(
            name=row[0],
            text=row[1],
            blocks=tuple(Span(*block) for block in blocks),
            sections=tuple(Section(*section) for section in sections),
            pages=tuple(pages),
            title=row[3],
            source=row[4],
        )

    def count(self) -> int:
        """The number of passages."""
        row = self._row("SELECT count(*) FROM passages")
        return int(row[0]) if row else 0

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Passages by id."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM passages p JOIN documents d ON d.id = p.document"  # noqa: S608 (constants)
            " WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {row[0]: _passage(row) for row in rows}

    def ids_of(self, document: str) -> list[int]:
        """The ids of a document's passages."""
        query = "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document WHERE d.name = ?"
        return [row[0] for row in self._rows(query, (document,))]

    def vectors(self, batch: int = 10_000) -> Iterator[tuple[list[int], np.ndarray]]:
        """All vectors with their ids, in batches of float32 (n, dimension)."""
        last = 0
        while rows := self._rows(
            "SELECT id, vector FROM passages WHERE id > ? ORDER BY id LIMIT ?", (last, batch)
        ):
            last = rows[-1][0]
            blob = b"".join(row[1] for row in rows)
            yield (
                [row[0] for row in rows],
                np.frombuffer(blob, np.float16).reshape(len(rows), -1).astype(np.float32),
            )

    def match(self, query: str, k: int, document: str | None = None) -> dict[int, float]:
        """The `k` passages whose words match best by BM25 (Robertson & Zaragoza, 2009), best first."""
        return lexical.match(self._rows, query, k, document)

    def occurs(self, word: str) -> bool:
        """Whether a word, or another form of it with the same stem, stands in any passage."""
        parts = split_words(word)
        quoted = " ".join(f'"{part}"' for part in parts)
        return (
            bool(parts)
            and self._row("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (quoted,)) is not None
        )

    def problems(self) -> list[str]:
        """What is wrong with the database, in sentences; empty when all is well."""
        found = [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        for name, sha256 in self.hashes().items():
            document = self.document(name)
            if document is None or document.content_hash != sha256:
                found.append(f"the text of {name} is not what was indexed")
                continue
            for passage in self.passages(self.ids_of(name)).values():
                if document.text[passage.start : passage.end] != passage.text:
                    found.append(f"a passage of {name} does not stand at {passage.start}-{passage.end}")
        return found

    # Helpers

    def _create(self) -> None:
        fresh = False
        self._database.execute("BEGIN IMMEDIATE")
        try:
            fresh = not self._database.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
            if fresh:
                for statement in _SCHEMA.split(";\n"):
                    self._database.execute(statement)
                self.set_meta("format", str(FORMAT))
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            if fresh:
                self._remove_files()
            raise
        self._database.execute("PRAGMA journal_mode = WAL")

    def _remove_files(self) -> None:
        """Leave nothing of a database that was never written, nor the folder if it was made for it."""
        if self.path is None:
            return
        with suppress(OSError):
            for name in (FILE, f"{FILE}-journal", f"{FILE}-wal", f"{FILE}-shm"):
                (self.path / name).unlink(missing_ok=True)
            if self._made_folder:
                self.path.rmdir()

    def _check_format(self) -> None:
        found = self.get_meta("format")
        if found != str(FORMAT):
            raise FormatMismatch(
                f"{self.path}: this index has format {found}, this version reads format {FORMAT}; "
                f"delete the folder and build it anew with: qa index build PATH --index {self.path}"
            )

    def _row(self, query: str, values: Iterable[object] = ()) -> sqlite3.Row | None:
        rows = self._rows(query, values)
        return rows[0] if rows else None

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
        with self._lock, self._explained():
            return self._database.execute(query, tuple(values)).fetchall()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn SQLite's errors into this project's."""
        try:
            yield
        except sqlite3.OperationalError as error:
            reason = str(error)
            if "locked" in reason:
                raise IndexLocked(
                    f"{self.path}: another process is writing to this index; try again later."
                ) from error
            if "no such table" in reason or "no such column" in reason:
                raise IndexCorrupt(_rebuild(self.path, reason)) from error
            raise StorageError(
                f"{self.path}: the index cannot be used ({reason}); check space and rights."
            ) from error
        except sqlite3.DatabaseError as error:
            raise IndexCorrupt(_rebuild(self.path, str(error))) from error
        except OSError as error:
            raise StorageError(
                f"{self.path}: the index cannot be written ({error.strerror}); check space and rights."
            ) from error


def _rebuild(path: Path | None, reason: str) -> str:
    return f"{path}: the index is damaged ({reason}); delete it and run: qa index build PATH --index {path}"


def _passage(row: sqlite3.Row) -> Passage:
    sentences = tuple(Span(*span) for span in json.loads(row[7]))
    return Passage(row[1], row[2], row[3], row[4], row[5], row[6], sentences)
