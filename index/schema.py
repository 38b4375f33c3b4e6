"""The schema: the tables of an index, and how they are made.

`meta` holds the format, the model and the generation; `documents` the texts; `passages` their passages, each
with its vector as float16; `words` is an FTS5 table over the passages' text. `history` has a row for each
generation and `removed` the passages that went, so that what is derived from an older one can catch up.
`vocabulary` holds the words of passages, by length and folded form, as they are written (`index.spelling`).
What `layout` and `sentences` hold is told in `index.layout`.
A `checksum` is the CRC-32 of the row's other values (`index.fingerprint.checksum`).
"""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from index.durable import put_in_place, sync_folder
from index.errors import FormatMismatch, Remedy

FORMAT = 3
FILE = "index.sqlite"
# How FTS5 makes stems of a text.
TOKENIZER = "porter unicode61 remove_diacritics 2"

# What a checksum is over, in this order.
DOCUMENT_SEALED = "name, source, title, sha256, file_sha256, layout"
PASSAGE_SEALED = 'start, "end", heading, page, sentences, text_hash, vector'

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE documents (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT NOT NULL,
    sha256 TEXT NOT NULL, text TEXT NOT NULL, layout TEXT NOT NULL,
    file_sha256 TEXT NOT NULL DEFAULT '', checksum INTEGER NOT NULL DEFAULT 0
)""",
    """CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL, page INTEGER,
    sentences TEXT NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL,
    text_hash BLOB NOT NULL DEFAULT x'', checksum INTEGER NOT NULL DEFAULT 0
)""",
    f"""CREATE VIRTUAL TABLE words USING fts5(
    text, content='passages', content_rowid='id', tokenize='{TOKENIZER}'
)""",
    """CREATE TABLE vocabulary (
    size INTEGER NOT NULL, folded TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (size, folded)
) WITHOUT ROWID""",
    "CREATE TABLE removed (id INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL)",
    """CREATE TABLE history (
    generation INTEGER PRIMARY KEY, stamp TEXT NOT NULL,
    last_passage INTEGER NOT NULL, last_removed INTEGER NOT NULL
)""",
    "CREATE INDEX passages_of ON passages(document)",
    "CREATE INDEX passages_by_text ON passages(text_hash)",
    "CREATE INDEX documents_by_source ON documents(source)",
    "CREATE INDEX documents_by_file ON documents(file_sha256)",
)
_NOTE_HISTORY = """INSERT INTO history SELECT ?, ?,
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'passages'), 0),
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'removed'), 0)"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    for statement in _TABLES:
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


def check(connection: sqlite3.Connection, path: Path | None) -> None:
    """Raise FormatMismatch unless the tables are of today's format."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    found = row[0] if row else "unknown"
    if found != str(FORMAT):
        raise FormatMismatch(
            f"this index has format {found}, this version reads format {FORMAT}", path, Remedy.VERSION
        )


def note_history(connection: sqlite3.Connection, generation: int) -> None:
    """Note a generation, with a stamp of its own that no other index shares."""
    connection.execute(_NOTE_HISTORY, (generation, secrets.token_hex(4)))
