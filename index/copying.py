"""Copying: an index into another storage, as it is, without a model."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from index.errors import ModelMismatch
from index.ingest import BATCH_DOCUMENTS, BATCH_PASSAGES, Progress
from index.storage import Storage


def copy(source: Storage, target: Storage, told: Callable[[Progress], None]) -> None:
    """Copy all documents with their vectors; those that the target holds already are passed over.

    What the target holds beside them stays. A copy that was interrupted is gone on with by another one.

    Raises:
        ModelMismatch: if the target was made with another model.

    """
    names = source.names()
    done = passages = 0
    with _written(source, target):
        while done < len(names):
            with target.transaction():
                batch = 0
                for name in names[done : done + BATCH_DOCUMENTS]:
                    batch += _copy_one(source, target, name)
                    done += 1
                    if batch >= BATCH_PASSAGES:
                        break
            passages += batch
            told(Progress(done, len(names), passages, done))


def _copy_one(source: Storage, target: Storage, name: str) -> int:
    """Copy a document; returns how many passages that were."""
    document = source.document(name)
    if document is None:  # removed meanwhile
        return 0
    known = target.known(name)
    if known is not None and target.holds(document):
        if known != (name, document.source, document.file_sha256):
            target.note_file(name, document.source, document.file_sha256)
        return 0
    passages, vectors = source.passages_of(name)
    target.remove(name)
    target.add(document, passages, vectors)
    return len(passages)


def _written(source: Storage, target: Storage) -> AbstractContextManager[None]:
    model, key = str(source.get_meta("model")), str(source.get_meta("model_key"))
    there = target.get_meta("model_key")
    if there is None:
        return target.replacing({"model": model, "model_key": key})
    if there != key:
        raise ModelMismatch(
            f"this index was made with {target.get_meta('model')}, not with {model}; copy to another address",
            target.address,
        )
    return target.writing()
