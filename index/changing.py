"""Changing: files are added to what keeps an index, and its documents removed and renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.encoder import Encoder
from index.errors import DocumentError, ModelMismatch, Remedy, StorageError, UnknownDocument
from index.files import Unreadable
from index.folders import find_files
from index.ingest import Changes, Ingest, Progress, is_gone
from index.limits import Limits, Rules
from index.originals import Originals
from index.ray import Ray
from index.storage import Storage

if TYPE_CHECKING:
    from index.fleet import Fleet

Told = Callable[[Progress], None]


class Changeable:
    """Documents in a storage, that can be changed; no two writers do so at once.

    Args:
        store: what keeps them.
        encoder: the model that they are encoded with.

    """

    def __init__(self, store: Storage, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        store.use(encoder.dimension)
        self._last: Ingest | Fleet | None = None
        self._originals = Originals(store.path)

    @property
    def documents(self) -> Catalogue:
        """The documents by name, read when asked for."""
        return Catalogue(self._store)

    @property
    def changes(self) -> Changes:
        """What the last write through this object has committed, also when it was interrupted."""
        return self._last.changes if self._last else Changes()

    def add(
        self,
        paths: Iterable[str | Path],
        progress: Told | None = None,
        rules: Rules = Rules(),  # noqa: B008  (frozen)
        ray: Ray | None = None,
    ) -> Changes:
        """Add files and folders; a changed file replaces its document, an unchanged one costs nothing.

        A file is known by its path, or by its name where the file of that name is gone, or by its bytes where
        the file of these is gone: then its document is renamed. Each batch is committed once it is encoded.
        With `ray`, a cluster reads, encodes and, where the index is in a server, writes.

        Raises:
            DocumentError: if no file can be read.
            ModelMismatch, StorageError, IndexLocked: as their names say.

        """
        files = find_files(paths, rules)
        with self._writing():
            return self._write(files, rules.limits, progress, ray)

    def add_copy(
        self,
        file: str | Path,
        name: str,
        progress: Told | None = None,
        limits: Limits = Limits(),  # noqa: B008  (frozen)
    ) -> Changes:
        """Add a file that will not stay where it is, such as an upload; a document of that name is replaced.

        Raises:
            DocumentError: if it cannot be read.
            ModelMismatch, StorageError, IndexLocked: as their names say.

        """
        with self._writing(progress) as ingest:
            ingest.write_copy(name, Path(file), limits)
            if not ingest.changes.unreadable:
                self._keep(Path(file), name)
        for failed in ingest.changes.unreadable:
            raise DocumentError(failed.reason, name, failed.remedy)
        return ingest.changes

    def sync(
        self,
        folder: str | Path,
        progress: Told | None = None,
        rules: Rules = Rules(),  # noqa: B008  (frozen)
    ) -> Changes:
        """Add a folder, and remove the documents that came from it and whose files are gone.

        What the patterns leave out or what can no longer be read stays, as long as its file is there.

        Raises:
            DocumentError: if there is no such folder, or no document in it: then nothing is removed.
            ModelMismatch, StorageError, IndexLocked: as their names say.

        """
        root = Path(folder)
        if root.exists() and not root.is_dir():
            raise DocumentError("this is no folder; give one, or add it as a file", str(folder))
        files = find_files([root], rules)
        root = root.resolve()
        with self._writing(progress) as ingest:
            ingest.write_files(files, rules.limits)
            ingest.remove([
                name for name, source, _ in self._store.all_known()
                if source and Path(source).is_relative_to(root) and is_gone(source)
            ])  # fmt: skip
            ingest.check_read()
        return ingest.changes

    def remove(self, *names: str) -> None:
        """Remove documents, all of them or none.

        Raises:
            UnknownDocument: if the index holds none of one of these names.

        """
        with self._writing() as ingest:
            unknown = [name for name in names if name not in self.documents]
            if unknown:
                raise UnknownDocument(*unknown, also=", and nothing was removed")
            ingest.remove(list(dict.fromkeys(names)))
            self._forget_originals()

    def rename(self, name: str, new: str) -> None:
        """Give a document another name; its words, and the file that it came from, stay.

        Raises:
            UnknownDocument: if the index holds no document of that name.
            DocumentError: if the new name is empty or another document's.

        """
        if not new.strip():
            raise DocumentError("the new name is empty; give one", name)
        with self._writing(), self._store.transaction():
            known = self._store.known(name)
            if known is None:
                raise UnknownDocument(name)
            if new == name:
                return
            if new in self.documents:
                raise DocumentError("another document has this name; choose another one", new)
            self._store.rename(name, new, known.source)

    def _keep(self, file: Path, name: str) -> None:
        try:
            self._originals.keep(file)
            self._forget_originals()
        except OSError as error:
            raise StorageError(
                f"{name} is indexed, but its file cannot be kept ({error.strerror}), so its pages are not "
                "shown; check space and rights and add it again"
            ) from error

    def _forget_originals(self) -> None:
        self._originals.keep_only({known.file_sha256 for known in self._store.all_known()})

    def _write(
        self, files: Mapping[str, Path | Unreadable], limits: Limits, progress: Told | None, ray: Ray | None
    ) -> Changes:
        """Write files, in this process or by a cluster."""
        if ray:
            from index.fleet import Fleet  # noqa: PLC0415  (for a cluster alone)

            self._last = Fleet(self._store, noted(self._encoder)["model"], ray, progress)
        else:
            self._last = Ingest(self._store, self._encoder, progress)
        self._last.write_files(files, limits)
        self._last.check_read()
        return self._last.changes

    @contextmanager
    def _writing(self, progress: Told | None = None) -> Iterator[Ingest]:
        """A write, with every other writer kept out."""
        with self._store.writing():
            check_model(self._store, self._encoder)
            self._last = ingest = Ingest(self._store, self._encoder, progress)
            yield ingest


def noted(encoder: Encoder) -> dict[str, str]:
    """What an index notes of its model."""
    folder = Path(encoder.name)
    return {"model": str(folder.resolve()) if folder.is_dir() else encoder.name, "model_key": encoder.key}


def check_model(store: Storage, encoder: Encoder) -> None:
    """Raise ModelMismatch unless the index is made with this model, as it is now."""
    if encoder.key != store.get_meta("model_key"):
        raise ModelMismatch(
            f"this index was made with {store.get_meta('model')}, not with {encoder.name} as it is now",
            store.address,
            Remedy.MODEL,
        )
