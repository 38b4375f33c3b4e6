"""Folders: which files the named paths mean, in a stable order, by the name to index each under."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from index.errors import DocumentError, Remedy
from index.files import Unreadable
from index.limits import Rules
from index.loaders import LOADERS, READABLE, UNKNOWN_KIND

# Dot files, and the lock files that office programs leave beside an open document.
_HIDDEN = (".", "~$")


def find_files(
    paths: Iterable[str | Path],
    rules: Rules = Rules(),  # noqa: B008  (frozen)
) -> dict[str, Path | Unreadable]:
    """The files that the paths mean, by the name to index each under; each file once.

    A named file goes by its own name; a folder's files by their paths below it, in the order of these; where
    two go by one name, the later is told apart by its folders. In folders, hidden files and files of
    unknown kinds are passed over (`other_files` lists the latter). A link in a folder is followed where it
    stays inside, unless what it leads to is found by its own path too; one that leads out or nowhere becomes
    an `Unreadable`, as does a folder that cannot be listed. A path that is named is followed wherever it
    leads.

    Raises:
        DocumentError: if a path does not exist, a named file's kind is unknown, a folder holds no file to
            read, or a pattern is not valid.

    """
    files: dict[str, Path | Unreadable] = {}
    seen: set[str] = set()
    for path, walk in _walks(paths, rules):
        if walk is None:
            _add(files, seen, path.name, path)
            continue
        if not walk.found:
            reason = "there is no document in this folder to read"
            if rules.include or rules.exclude:
                raise DocumentError(reason, path, Remedy.PATTERNS)
            raise DocumentError(f"{reason}; put {', '.join(READABLE)} files there", path)
        for name in sorted(walk.found, key=lambda name: name.split("/")):
            _add(files, seen, name, walk.found[name])
    if not files:
        raise DocumentError("There is no document to index; give files or folders")
    return files


def other_files(paths: Iterable[str | Path], rules: Rules = Rules()) -> list[Path]:  # noqa: B008  (frozen)
    """The files in folders that `find_files` passes over because their kind is unknown."""
    return [path for _, walk in _walks(paths, rules) if walk for path in sorted(walk.others)]


def _add(files: dict[str, Path | Unreadable], seen: set[str], name: str, entry: Path | Unreadable) -> None:
    real = Path(_real(entry.path if isinstance(entry, Unreadable) else entry))
    if isinstance(entry, Path):
        if str(real) in seen:
            return
        seen.add(str(real))
    unique = name
    parents = list(real.parents)
    while unique in files and parents:
        unique = f"{parents.pop(0).name}/{unique}"
    files[unique] = entry


def _walks(paths: Iterable[str | Path], rules: Rules) -> Iterator[tuple[Path, _Walk | None]]:
    """Each path, with the walk through it where it is a folder."""
    wanted, unwanted = _patterns(rules.include), _patterns(rules.exclude)
    for path in map(Path, paths):
        if _is_folder(path):
            yield path, _Walk(path, wanted, unwanted)
        elif _is_known(path.name):
            yield path, None
        else:
            raise DocumentError(UNKNOWN_KIND, path)


def _patterns(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise DocumentError(
            f"this is no pattern ({error}); write it as in .gitignore", ", ".join(patterns)
        ) from error


def _is_folder(path: Path) -> bool:
    """Whether a named path is a folder that can be listed, or else some file.

    Raises:
        DocumentError: if there is nothing, or nothing to be listed.

    """
    try:
        if not stat.S_ISDIR(path.stat().st_mode):
            return False
        os.scandir(path).close()
    except PermissionError as error:
        raise DocumentError(f"it cannot be read ({error.strerror}); check its rights", path) from error
    except (OSError, ValueError) as error:
        raise DocumentError("there is no such file or folder; check the path", path) from error
    return True


class _Walk:
    """A walk through a folder, which takes its own files first, then what its links lead to.

    Attributes:
        found: the files of known kinds by their paths below the folder, in no order.
        others: the files of unknown kinds.

    """

    def __init__(self, root: Path, include: GitIgnoreSpec, exclude: GitIgnoreSpec) -> None:
        self.found: dict[str, Path | Unreadable] = {}
        self.others: list[Path] = []
        self._root = root
        self._home = os.path.realpath(root)
        self._include, self._exclude = include, exclude
        self._seen: set[str] = set()  # real paths of files taken and folders listed
        self._folders = [(self._home, "")]
        self._links: deque[tuple[str, str]] = deque()
        while self._folders or self._links:
            if self._folders:
                self._list(*self._folders.pop())
            else:
                self._follow(*self._links.popleft())

    def _list(self, folder: str, prefix: str) -> None:
        if folder in self._seen:
            return
        self._seen.add(folder)
        try:
            with os.scandir(folder) as listing:
                for entry in sorted(listing, key=lambda entry: entry.name):
                    if not entry.name.startswith(_HIDDEN):
                        self._sort(entry, prefix + entry.name)
        except OSError as error:
            name = prefix.rstrip("/")
            self._fail(name, f"this folder cannot be listed ({error.strerror}); check it and its rights.")

    def _sort(self, entry: os.DirEntry[str], name: str) -> None:
        if entry.is_symlink():
            self._links.append((entry.path, name))
        elif not entry.is_dir(follow_symlinks=False):
            self._take(entry.path, name)
        elif not self._exclude.match_file(name + "/"):
            self._folders.append((entry.path, name + "/"))

    def _follow(self, link: str, name: str) -> None:
        real = _real(link)
        is_inside = (real + os.sep).startswith(self._home.rstrip(os.sep) + os.sep)
        target = _kind(real)
        if target == "folder" and is_inside and not self._exclude.match_file(name + "/"):
            self._folders.append((real, name + "/"))
        elif target == "file" and is_inside:
            self._take(real, name)
        elif not is_inside and target == "folder" and not self._exclude.match_file(name + "/"):
            self._fail(name, "this link leads out of the folder; name it, or where it leads, to index that")
        elif target != "folder" and self._is_wanted(name) and _is_known(name):
            leads = "out of the folder; name it, or where it leads, to index that"
            self._fail(name, f"this link leads {leads if target else 'nowhere; mend or remove it'}")

    def _take(self, real: str, name: str) -> None:
        if real in self._seen or not self._is_wanted(name):
            return
        if _is_known(name):
            self._seen.add(real)
            self.found[name] = self._root / name
        else:
            self.others.append(self._root / name)

    def _fail(self, name: str, reason: str) -> None:
        self.found[name] = Unreadable(name, self._root / name, reason)

    def _is_wanted(self, name: str) -> bool:
        is_included = not len(self._include) or self._include.match_file(name)
        return is_included and not self._exclude.match_file(name)


def _real(path: str | Path) -> str:
    """The path without links; one that cannot be read, as of a process that ended, stands for itself."""
    try:
        return os.path.realpath(path)
    except OSError:
        return os.path.abspath(path)  # noqa: PTH100


def _kind(path: str) -> str:
    """What stands at a path: "folder", "file" or nothing."""
    try:
        return "folder" if stat.S_ISDIR(os.stat(path).st_mode) else "file"  # noqa: PTH116
    except OSError:
        return ""


def _is_known(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in LOADERS  # noqa: PTH122
