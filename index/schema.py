"""The schema: the tables of an index, how they are made, and how those of an older format become today's.

`meta` holds the format, the model and the generation; `documents` the texts; `passages` their passages, each
with its vector as float16; `words` is an FTS5 table over the passages' text. `history` has a row for each
generation and `removed` the passages that went, so that what is derived from an older one can catch up.
A `checksum` is the CRC-32 of the row's other values (`index.fingerprint.checksum`).
"""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from index.durable import put_in_place, sync_folder
from index.errors import FormatMismatch
from index.fingerprint import checksum, text_hash
from index.passages import Passage

FORMAT = 2
FILE = "index.sqlite"

# What a checksum is over, in this order.
DOCUMENT_SEALED = "name, source, title, sha256, file_sha256, layout"
PASSAGE_SEALED = 'start, "end", heading, page, sentences, text_hash, vector'

_FIRST = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE documents (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT NOT NULL,
    sha256 TEXT NOT NULL, text TEXT NOT NULL, layout TEXT NOT NULL
)""",
    """CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL, page INTEGER,
    sentences TEXT NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL
)""",
    "CREATE INDEX passages_of ON passages(document)",
    """CREATE VIRTUAL TABLE words USING fts5(
    text, content='passages', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
)""",
)
_SECOND = (
    "ALTER TABLE documents ADD COLUMN file_sha256 TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE passages ADD COLUMN text_hash BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE passages ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX documents_by_source ON documents(source)",
    "CREATE INDEX documents_by_file ON documents(file_sha256)",
    "CREATE INDEX passages_by_text ON passages(text_hash)",
    "CREATE TABLE removed (id INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL)",
    """CREATE TABLE history (
    generation INTEGER PRIMARY KEY, stamp TEXT NOT NULL,
    last_passage INTEGER NOT NULL, last_removed INTEGER NOT NULL
)""",
)
_NOTE_HISTORY = """INSERT INTO history SELECT ?, ?,
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'passages'), 0),
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'removed'), 0)"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    for statement in (*_FIRST, *_SECOND):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))


def create_file(file: Path) -> None:
    """Make a database file with its tables; it appears whole or not at all.

    Raises:
        OSError, sqlite3.Error: if it cannot be written.

    """
    draft = file.with_name(f"draft-{file.name}")
    for left in (
        draft,
        file,
    ):  # by a crash, or of a deleted file: they would be played into this one
        for rest in ("-wal", "-shm", "-journal"):
            left.with_name(left.name + rest).unlink(missing_ok=True)
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            create(connection)
            connection.execute("COMMIT")
        put_in_place(draft, file)
        sync_folder(file.parent.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def check(connection: sqlite3.Connection, path: Path | None) -> bool:
    """Whether the tables are of today's format; False where `migrate` can make them so.

    Raises:
        FormatMismatch: if they are of a newer format, or of none.

    """
    noted = _meta(connection, "format") or "unknown"
    found = int(noted) if noted.isdecimal() else 0
    if not 1 <= found <= FORMAT:
        raise FormatMismatch(
            f"{path}: this index has format {noted}, this version reads up to format {FORMAT}; "
            "use a newer version, or delete the folder and build it anew with: "
            f"qa index build PATH --index {path}"
        )
    return found == FORMAT


def migrate(connection: sqlite3.Connection) -> None:
    """Make tables of format 1 today's; to be called inside a transaction."""
    for statement in _SECOND:
        connection.execute(statement)
    _seal_documents(connection)
    _seal_passages(connection)
    note_history(connection, int(_meta(connection, "generation") or 0))
    connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT),))


def note_history(connection: sqlite3.Connection, generation: int) -> None:
    """Note a generation, with a stamp of its own that no other index shares."""
    connection.execute(_NOTE_HISTORY, (generation, secrets.token_hex(4)))


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _seal_documents(connection: sqlite3.Connection) -> None:
    for (owner,) in connection.execute("SELECT id FROM documents").fetchall():
        seal_document(connection, owner)


def seal_document(connection: sqlite3.Connection, owner: int) -> None:
    """Note the checksum of a document's row, by its id."""
    row = connection.execute(f"SELECT {DOCUMENT_SEALED} FROM documents WHERE id = ?", (owner,)).fetchone()  # noqa: S608
    connection.execute("UPDATE documents SET checksum = ? WHERE id = ?", (checksum(*row), owner))


def _seal_passages(connection: sqlite3.Connection, batch: int = 1000) -> None:
    last = 0
    query = (
        'SELECT id, start, "end", heading, page, sentences, text, vector FROM passages'
        " WHERE id > ? ORDER BY id LIMIT ?"
    )
    while rows := connection.execute(query, (last, batch)).fetchall():
        sealed = []
        for row_id, start, end, heading, page, sentences, text, vector in rows:
            hash_ = text_hash(Passage("", start, end, text, heading))
            seal = checksum(start, end, heading, page, sentences, hash_, vector)
            sealed.append((hash_, seal, row_id))
        connection.executemany("UPDATE passages SET text_hash = ?, checksum = ? WHERE id = ?", sealed)
        last = rows[-1][0]
