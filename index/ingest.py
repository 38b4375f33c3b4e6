"""Ingest: files and texts become rows of the store, a batch at a time, and only what is new is encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from index.documents import Document
from index.errors import Finding, NothingRead
from index.files import Unreadable
from index.fingerprint import indexed_text, text_hash
from index.intake import Unchanged, read_files
from index.limits import Limits
from index.passages import Passage, cut
from index.storage import Known, Storage

# A batch is what one commit keeps and what memory holds: it is full with any of these.
BATCH_DOCUMENTS = 256
BATCH_PASSAGES = 512
# Texts that are encoded in one call; a single document may have more.
ENCODED_TEXTS = 1024
_TOLD_REASONS = 5

Read = Document | Unreadable | Unchanged


@dataclass(frozen=True, slots=True)
class Progress:
    """How far indexing is.

    Attributes:
        documents: how many are indexed.
        total: of how many.
        passages: how many are encoded so far.
        done: the documents that are indexed, and of those at work the share that is encoded.

    """

    documents: int
    total: int
    passages: int
    done: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write did to the index, as far as it was committed.

    Attributes:
        added, changed, removed: names of documents.
        moved: pairs of an old name and a new one, of documents whose file has moved.
        unchanged: how many documents are as they were.
        unreadable: the files that could not be read; what the index held of them stays.
        notes: what of the files that were added or changed is missing, or was left unread.

    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Finding, ...] = ()

    def __add__(self, later: Changes) -> Changes:
        """Both, one after the other."""
        return Changes(*(getattr(self, part.name) + getattr(later, part.name) for part in fields(self)))


@dataclass(slots=True)
class _Batch:
    """What is committed together: documents with their passages, and the names of known files."""

    documents: list[tuple[Document, list[Passage]]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    passages: int = 0

    def __len__(self) -> int:
        return len(self.documents) + len(self.known) + len(self.unreadable)

    def put(self, read: Read) -> None:
        if isinstance(read, Unreadable):
            self.unreadable.append(read)
        elif isinstance(read, Unchanged):
            self.known.append(read.name)
        else:
            self.documents.append((read, cut(read)))
            self.passages += len(self.documents[-1][1])

    @property
    def is_full(self) -> bool:
        return len(self) >= BATCH_DOCUMENTS or self.passages >= BATCH_PASSAGES


class Encoding(Protocol):
    """What makes vectors of texts: an `Encoder`, or who has them already."""

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        """Vectors of shape (len(texts), dimension); `progress` is told how many are done, now and then."""


class Names(Protocol):
    """Who knows the names that files are indexed under."""

    def known(self, name: str) -> Known | None:
        """What a document is known by, or None where there is none of that name."""

    def known_by(self, *, source: str) -> list[Known]:
        """The documents that were read from a path."""


class Ingest:
    """One write to an index.

    Args:
        store: written to, a batch a transaction; the caller keeps other writers out.
        encoder: encodes the passages whose text the store does not hold.
        progress: told how far it is.

    Attributes:
        changes: what was committed so far.

    """

    def __init__(
        self,
        store: Storage,
        encoder: Encoding,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._progress = progress or (lambda _: None)
        self.changes = Changes()
        self._files: dict[str, Path | Unreadable] = {}
        self._moves: dict[str, str] = {}  # a new name, and the old one, until it is written
        self._moved: set[str] = set()
        self._claimed: set[str] = set()  # names of documents that a file was found to be
        self._total = self._read = self._encoded = 0
        self._begun = 0.0  # of the batch at work, in documents

    def write_files(self, files: Mapping[str, Path | Unreadable], limits: Limits) -> None:
        """Write files, by the names to index them under."""
        self._files = settled(files, self._store)
        with closing(read_files(self._files, limits, self._is_known)) as read:
            self.write(read, len(self._files))

    def write_read(self, files: Mapping[str, Path | Unreadable], read: Iterable[Read]) -> None:
        """Write what was read of files elsewhere, by the settled names to index them under."""
        self._files = dict(files)
        self.write((self._or_known(one) for one in read), len(files))

    def write_copy(self, name: str, path: Path, limits: Limits) -> None:
        """Write a file that will not stay where it is: it is known by its name alone."""

        def is_known(name: str, file_sha256: str) -> bool:
            known = self._store.known(name)
            return known is not None and known.file_sha256 == file_sha256

        with closing(read_files({name: path}, limits, is_known)) as read:
            self.write((replace(one, source="") if isinstance(one, Document) else one for one in read), 1)

    def write(self, documents: Iterable[Read], total: int) -> None:
        """Write documents, of which there are `total`; each batch is committed once it is encoded."""
        self._total = total
        batch = _Batch()
        for document in documents:
            batch.put(document)
            if batch.is_full:
                self._commit(batch)
                batch = _Batch()
        if len(batch):
            self._commit(batch)

    def remove(self, names: Sequence[str]) -> None:
        """Remove documents."""
        if names:
            with self._store.transaction():
                for name in names:
                    self._store.remove(name)
            self.changes += Changes(removed=tuple(names))

    def check_read(self) -> None:
        """Raise DocumentError, with the reasons, if there were files and none of them could be read."""
        check_read(self.changes.unreadable, self._read)

    def _or_known(self, read: Read) -> Read:
        is_known = isinstance(read, Document) and self._is_known(read.name, read.file_sha256)
        return Unchanged(read.name) if is_known else read

    def _is_known(self, name: str, file_sha256: str) -> bool:
        """Whether a file's bytes are indexed already: under its name, or under one whose file is gone."""
        if not is_unicode(name) or name in self._claimed:
            return False
        if known := self._store.known(name):
            if known.file_sha256 == file_sha256:
                self._claimed.add(name)
                return True
            return False
        for other in self._store.known_by(file_sha256=file_sha256):
            is_alike = Path(other.source).suffix.lower() == Path(name).suffix.lower()
            if is_alike and other.name not in self._claimed and is_gone(other.source):
                self._claimed.add(other.name)
                self._moves[name] = other.name
                return True
        return False

    def _commit(self, batch: _Batch) -> None:
        fresh = [one for one in batch.documents if not self._store.holds(one[0])]
        vectors = self._vectors([passage for _, passages in fresh for passage in passages], len(batch))
        moves = [name for name in batch.known if name in self._moves]
        notes = self._notes(batch)
        known = len(batch) - len(fresh) - len(moves) - len(batch.unreadable)
        done = Changes(
            unchanged=known - len(self._moved.intersection(batch.known)),
            unreadable=tuple(batch.unreadable),
            notes=tuple(replace(note, subject=one.name) for one, _ in fresh for note in one.notes),
        )
        if fresh or moves or notes:
            with self._store.transaction():
                for note in notes:
                    self._store.note_file(*note)
                for name in moves:
                    done += self._move(name)
                for document, passages in fresh:
                    rows = np.stack([vectors[text_hash(passage)] for passage in passages])
                    done += self._replace(document, passages, rows)
        self.changes += done
        self._read += len(batch)
        self._begun = 0.0
        self._tell()

    def _notes(self, batch: _Batch) -> list[Known]:
        """Documents that are as they were, but whose file lies elsewhere now or has other bytes."""
        now = [Known(one.name, one.source, one.file_sha256) for one, _ in batch.documents]
        for name in batch.known:
            held, path = self._store.known(name), self._files.get(name)
            if held and isinstance(path, Path):
                now.append(Known(name, str(path.resolve()), held.file_sha256))
        return [known for known in now if self._store.known(known.name) not in (None, known)]

    def _vectors(self, passages: Sequence[Passage], documents: int) -> dict[bytes, np.ndarray]:
        """The vectors of passages by `text_hash`, as float16: those that the store holds, and new ones."""
        texts = {text_hash(passage): indexed_text(passage) for passage in passages}
        vectors = self._store.vectors_of(texts)
        new = [hash_ for hash_ in texts if hash_ not in vectors]

        def advance(encoded: int) -> None:
            self._encoded += encoded
            self._begun += documents * encoded / len(new)
            self._tell()

        for start in range(0, len(new), ENCODED_TEXTS):
            part = new[start : start + ENCODED_TEXTS]
            rows = self._encoder.encode([texts[hash_] for hash_ in part], advance)
            vectors.update(zip(part, rows.astype(np.float16), strict=True))
        return vectors

    def _tell(self) -> None:
        self._progress(Progress(self._read, self._total, self._encoded, self._read + self._begun))

    def _replace(self, document: Document, passages: list[Passage], vectors: np.ndarray) -> Changes:
        done, name = Changes(), document.name
        for new in [new for new, old in self._moves.items() if old == name]:
            done += self._move(new)  # before its name is taken
        done += Changes(changed=(name,)) if self._store.known(name) else Changes(added=(name,))
        self._store.remove(name)
        self._store.add(document, passages, vectors)
        return done

    def _move(self, new: str) -> Changes:
        old = self._moves.pop(new)
        self._store.rename(old, new, str(Path(str(self._files[new])).resolve()))
        self._moved.add(new)
        return Changes(moved=((old, new),))


def check_read(failed: Sequence[Unreadable], read: int) -> None:
    """Raise DocumentError, with the reasons, if files were read and none of them could be."""
    if failed and len(failed) == read:
        told = [one.why(str(one.path)) for one in failed[:_TOLD_REASONS]]
        if more := failed[_TOLD_REASONS:]:
            told.append(Finding(f"{len(more):,} more could not be read"))
        raise NothingRead(told)


def settled(files: Mapping[str, Path | Unreadable], store: Names) -> dict[str, Path | Unreadable]:
    """Files by the names that the store knows them by; none takes the name of another file that is there."""
    found: dict[str, Path | Unreadable] = {}
    for name, entry in files.items():
        settled_name = _name_in(store, name, entry, taken=files.keys() | found.keys())
        found[settled_name] = entry
    return found


def _name_in(store: Names, name: str, entry: Path | Unreadable, taken: Set[str]) -> str:
    if isinstance(entry, Unreadable) or not is_unicode(name) or not is_unicode(str(entry)):
        return name
    path = entry.resolve()
    names = [known.name for known in store.known_by(source=str(path))]
    if name in names:
        return name
    if names and names[0] not in taken:
        return names[0]
    unique, parents = name, list(path.parents)
    while parents and (
        (unique != name and unique in taken) or _is_of_another(store.known(unique), str(path))
    ):
        unique = f"{parents.pop(0).name}/{unique}"
    return unique


def _is_of_another(known: Known | None, source: str) -> bool:
    return known is not None and known.source not in ("", source) and not is_gone(known.source)


def is_gone(source: str) -> bool:
    """Whether there is no such file any more; one that cannot be told of is not gone."""
    try:
        Path(source).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def is_unicode(name: str) -> bool:
    """Whether a name can be kept; a file's name may hold any bytes."""
    return not any("\ud800" <= character <= "\udfff" for character in name)
