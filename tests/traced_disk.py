"""A traced disk: each write that SQLite asks of the system is noted, may fail, can be played back in part.

SQLite's own file methods are wrapped through its public interface for them (`sqlite3_vfs`), in this process
and without a compiler. What Python renames and forces to the disk itself is noted beside.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SQLITE_FULL = 13
SQLITE_IOERR_WRITE = 778
_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_longlong
_WRITE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _POINTER, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)
# Names are pointers here: SQLite keeps the address, and finds a database's options behind the name.
_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _POINTER, _INT, _POINTER)
_DELETE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT)


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", _INT),
        *((name, _POINTER) for name in ("close", "read", "write", "truncate", "sync")),
        *((f"rest{number}", _POINTER) for number in range(13)),
    ]


class _File(ctypes.Structure):
    _fields_ = [("methods", ctypes.POINTER(_Methods))]


class _System(ctypes.Structure):
    _fields_ = [
        ("version", _INT), ("file_size", _INT), ("max_path", _INT), ("next", _POINTER),
        ("name", ctypes.c_char_p), ("data", _POINTER), ("open", _POINTER), ("delete", _POINTER),
        *((f"rest{number}", _POINTER) for number in range(14)),
    ]  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """One of write, truncate, sync, delete, rename and "commit", which is the writer's own word."""

    kind: str
    path: Path
    offset: int = 0
    data: bytes = b""
    target: Path | None = None


class TracedDisk:
    """What is written below a folder while `tracing`; `fail_at` makes an operation fail, by its number."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.operations: list[Operation] = []
        self.fail_at: int | None = None
        self.error = SQLITE_FULL
        self._names: dict[int, Path] = {}

    def note(self, kind: str, path: Path, *values) -> bool:
        """Note an operation; False where it is to fail, and all after it, as on a full disk."""
        if self.root not in (path, *path.parents) or path.name.endswith("-shm"):
            return True
        self.operations.append(Operation(kind, path, *values))
        return self.fail_at is None or len(self.operations) <= self.fail_at

    @contextmanager
    def tracing(self) -> Iterator[None]:
        """Trace what this process writes; databases must be opened inside."""
        library = ctypes.PyDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_System)
        system = library.sqlite3_vfs_find(None)
        before = bytes(system.contents)
        self._hooks = _hooks(self, system.contents)
        replace, fsync = Path.replace, os.fsync

        def traced_replace(path: Path, target: Path) -> Path:
            self.note("rename", path, 0, b"", Path(target))
            return replace(path, target)

        def traced_fsync(descriptor: int) -> None:
            self.note("sync", Path(f"/proc/self/fd/{descriptor}").readlink())
            fsync(descriptor)

        Path.replace, os.fsync = traced_replace, traced_fsync  # type: ignore[method-assign]
        try:
            yield
        finally:
            Path.replace, os.fsync = replace, fsync  # type: ignore[method-assign]
            ctypes.memmove(system, before, len(before))

    # Hooks are called with a file's address; the name it was opened under is kept by it.

    def opened(self, file: int, name: bytes | None) -> None:
        self._names[file] = Path(os.fsdecode(name)) if name else Path(os.devnull)

    def name(self, file: int) -> Path:
        return self._names[file]


def _hooks(disk: TracedDisk, system: _System) -> list[object]:
    """Put hooks in the place of the system's own functions; they live as long as what is returned."""
    kept: list[object] = []
    wrapped: dict[int, _Methods] = {}
    own_open, own_delete = _OPEN(system.open), _DELETE(system.delete)

    def hooked(methods: _Methods) -> _Methods:
        own_write, own_truncate = _WRITE(methods.write), _TRUNCATE(methods.truncate)
        own_sync = _SYNC(methods.sync)

        def write(file: int, data: int, length: int, offset: int) -> int:
            done = disk.note("write", disk.name(file), offset, ctypes.string_at(data, length))
            return own_write(file, data, length, offset) if done else disk.error

        def truncate(file: int, size: int) -> int:
            return own_truncate(file, size) if disk.note("truncate", disk.name(file), size) else disk.error

        def sync(file: int, flags: int) -> int:
            return own_sync(file, flags) if disk.note("sync", disk.name(file)) else disk.error

        copy = _Methods.from_buffer_copy(methods)
        for name, hook in (
            ("write", _WRITE(write)),
            ("truncate", _TRUNCATE(truncate)),
            ("sync", _SYNC(sync)),
        ):
            kept.append(hook)
            setattr(copy, name, ctypes.cast(hook, _POINTER).value)
        kept.append(copy)
        return copy

    def open_(system: int, name: int | None, file: int, flags: int, out: int) -> int:
        result = own_open(system, name, file, flags, out)
        opened = _File.from_address(file)
        if result == 0 and opened.methods:
            disk.opened(file, ctypes.string_at(name) if name else None)
            address = ctypes.addressof(opened.methods.contents)
            if address not in wrapped:
                wrapped[address] = hooked(opened.methods.contents)
            opened.methods = ctypes.pointer(wrapped[address])
        return result

    def delete(system: int, name: int, sync_folder: int) -> int:
        disk.note("delete", Path(os.fsdecode(ctypes.string_at(name))))
        return own_delete(system, name, sync_folder)

    for name, hook in (("open", _OPEN(open_)), ("delete", _DELETE(delete))):
        kept.append(hook)
        setattr(system, name, ctypes.cast(hook, _POINTER).value)
    return kept


@dataclass
class _Kept:
    """A file's bytes as they are on the disk for good, and what was written to it since its last sync."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)


def played(
    operations: list[Operation], survives: Callable[[Operation], Operation | None]
) -> dict[Path, bytes]:
    """The files after these operations and a power cut: of what was never synced, what `survives` returns.

    A rename or a deletion counts as pending until its folder is synced, or the file that it made.
    """
    files: dict[Path, _Kept] = {}
    names: list[Operation] = []

    def settle(path: Path, *, is_synced: bool) -> None:
        for name in [
            name for name in names if path in (name.target, name.path.parent if is_synced else name.path)
        ]:
            _rename(files, name)
            names.remove(name)

    for operation in operations:
        if operation.kind in ("rename", "delete"):
            names.append(operation)
            continue
        settle(operation.path, is_synced=operation.kind == "sync")
        if operation.kind != "sync":
            files.setdefault(operation.path, _Kept()).pending.append(operation)
        elif kept := files.get(operation.path):
            for one in kept.pending:
                _apply(kept.synced, one)
            kept.pending.clear()
    for name in names:
        if survives(name):
            _rename(files, name)
    for kept in files.values():
        for one in kept.pending:
            if left := survives(one):
                _apply(kept.synced, left)
    return {path: bytes(kept.synced) for path, kept in files.items()}


def everything(operation: Operation) -> Operation:
    """As after a kill: the system still writes what it was given."""
    return operation


def nothing(operation: Operation) -> None:
    """As after a power cut that nothing unsynced survives."""


def some(seed: int) -> Callable[[Operation], Operation | None]:
    """As after a power cut that some of the unsynced survives, in part and in any order."""
    chance = random.Random(seed)

    def survives(operation: Operation) -> Operation | None:
        if chance.random() < 0.5:
            return None
        if operation.kind == "write" and chance.random() < 0.3:
            return Operation(
                "write", operation.path, operation.offset, operation.data[: len(operation.data) // 2]
            )
        return operation

    return survives


def _apply(content: bytearray, operation: Operation) -> None:
    if operation.kind == "truncate":
        del content[operation.offset :]
        content.extend(bytes(operation.offset - len(content)))
        return
    content.extend(bytes(max(0, operation.offset - len(content))))
    content[operation.offset : operation.offset + len(operation.data)] = operation.data


def _rename(files: dict[Path, _Kept], operation: Operation) -> None:
    kept = files.pop(operation.path, None)
    if operation.target and kept is not None:
        files[operation.target] = kept
