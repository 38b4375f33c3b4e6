"""The `qa index` commands: build and keep an index of your own documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from index import CitedQAError, Index, IndexNotFound, Ray, Rules, other_files
from qa.index_options import with_rules, with_rules_and_engine
from qa.keeping.feedback import QUESTIONS, RATINGS, SET_ASIDE, copy_kept, follow
from qa.keeping.kept import as_line, rows_of
from qa.once import service
from qa.opening import (
    DEFAULT_INDEX,
    IndexOption,
    JsonOption,
    ModelOption,
    Source,
    print_notes,
    print_unreadable,
)
from qa.remedies import in_terminal
from qa.saying import counted
from qa.terminal import err, escaped, indexing_bar, out, print_json
from qa.wire import in_json

if TYPE_CHECKING:
    from index import Changes

UNREADABLE = 1
STOPPED = 130

index_app = typer.Typer(
    help="Build and keep an index of your own documents.\n\n"
    "Files that cannot be read are listed at the end with their reasons, and all others are indexed; "
    "the exit code is then 1. Ctrl-C leaves a sound index with what was committed.",
    no_args_is_help=True,
)

PathsArgument = Annotated[list[Path], typer.Argument(help="Files and folders.")]
AddressOption = Annotated[
    str, typer.Option("--index", help="The index: a folder, or an address such as milvus://host:19530/name.")
]


VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="List also the files that are no documents.")
]


@index_app.command()
@with_rules_and_engine
def build(
    paths: PathsArgument,
    index: AddressOption = DEFAULT_INDEX,
    model: ModelOption = None,
    ray: Ray | None = None,
    rules: Rules = Rules(),  # noqa: B008  (frozen)
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
) -> None:
    """Index files and folders; an index that is there already is replaced.

    With --engine ray, a cluster does it, and an index that is there already is added to: a second run does
    only what is missing.
    """
    with _told_if_stopped(index), indexing_bar() as progress:
        made = Index.build(paths, index, model, progress, rules, ray)
    _report(made, other_files(paths, rules), verbose, as_json)


@index_app.command()
@with_rules_and_engine
def add(
    paths: PathsArgument,
    index: AddressOption = DEFAULT_INDEX,
    ray: Ray | None = None,
    rules: Rules = Rules(),  # noqa: B008  (frozen)
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
) -> None:
    """Add files and folders to the index; unchanged ones cost nothing, moved ones keep their passages."""
    kept = Index.open(index)
    with _told_if_stopped(index, kept), indexing_bar() as progress:
        kept.add(paths, progress, rules, ray)
    with _settled(kept):
        _report(kept, other_files(paths, rules), verbose, as_json)


@index_app.command()
@with_rules
def sync(
    folder: Annotated[Path, typer.Argument(help="The folder to follow.")],
    index: AddressOption = DEFAULT_INDEX,
    rules: Rules = Rules(),  # noqa: B008  (frozen)
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the index to what a folder holds now: like add, and what is gone from the folder is removed."""
    try:
        kept = Index.open(index)
    except IndexNotFound:
        with _told_if_stopped(index), indexing_bar() as progress:
            kept = Index.build([folder], index, None, progress, rules)
    else:
        with _told_if_stopped(index, kept), indexing_bar() as progress:
            kept.sync(folder, progress, rules)
    with _settled(kept):
        _report(kept, other_files([folder], rules), verbose, as_json)


@index_app.command()
def remove(
    names: Annotated[list[str], typer.Argument(help="Documents' names, as `qa index list` shows them.")],
    index: AddressOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
) -> None:
    """Remove documents from the index: all that are named, or none if one is not there."""
    with service(Source(index)) as kept:
        kept.remove(*names)
        removed, left = list(dict.fromkeys(names)), len(kept.names())
    facts = {"index": index, "removed": removed, "documents": left}
    _tell(as_json, facts, f"{len(removed):,} removed; {counted(left, 'document')} in {index}")


@index_app.command()
def rename(
    name: Annotated[str, typer.Argument(help="The document's name, as `qa index list` shows it.")],
    new: Annotated[str, typer.Argument(help="Its new name.")],
    index: AddressOption = DEFAULT_INDEX,
    as_json: JsonOption = False,
) -> None:
    """Give a document another name; its words, and the test questions on it, stay."""
    with service(Source(index)) as kept:
        name = kept.rename(name, new)
    _tell(as_json, {"index": index, "name": name}, f"The document is called {escaped(name)} now.")


@index_app.command("list")
def list_documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the documents, with their formats, pages and characters."""
    with service(Source(index)) as kept:
        if as_json:
            print_json(in_json(kept.listing()))
            return
        found = [kept.document(name) for name in kept.names()]
    for document in found:
        kind = Path(document.source).suffix.lower().removeprefix(".")
        pages = counted(len(document.pages), "page") if document.pages else ""
        size = counted(len(document.text), "character")
        facts = (escaped(document.name), kind, pages, size, escaped(document.source))
        out.print(Text(" · ".join(filter(None, facts))))


@index_app.command()
def verify(index: AddressOption = DEFAULT_INDEX, as_json: JsonOption = False) -> None:
    """Check every checksum, offset and vector of the index, and say what to do."""
    problems = [in_terminal(problem, index=index) for problem in Index.open(index).verify()]
    lines = map(escaped, problems or ["The index is sound."])
    _tell(as_json, {"ok": not problems, "problems": problems}, "\n".join(lines))
    if problems:
        raise typer.Exit(1)


@index_app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The index to copy.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where to: a folder, or another address.")],
    as_json: JsonOption = False,
) -> None:
    """Copy an index to another address without encoding it again; what is there already is kept.

    Ratings and test questions go along. A copy that was stopped is gone on with by the same command.
    """
    given = Index.open(source)
    with indexing_bar() as progress:
        made = given.copy(target, progress)
    copy_kept(given, made)
    facts = {"index": made.address, "documents": len(made.documents), "passages": len(made)}
    _tell(as_json, facts, f"{_size(made)} in {made.address}")


class KeptKind(StrEnum):
    """What is kept with an index beside its documents."""

    QUESTIONS = "questions"
    SET_ASIDE = "set-aside"
    RATINGS = "ratings"


_FILES = {KeptKind.QUESTIONS: QUESTIONS, KeptKind.SET_ASIDE: SET_ASIDE, KeptKind.RATINGS: RATINGS}


@index_app.command()
def kept(
    what: Annotated[
        KeptKind,
        typer.Argument(help="Saved test questions, those that the documents no longer bear out, or ratings."),
    ] = KeptKind.QUESTIONS,
    index: AddressOption = DEFAULT_INDEX,
) -> None:
    """Print what people made of answers, as JSON Lines; `qa eval` reads the test questions."""
    rows = rows_of(Index.open(index), _FILES[what])
    for row in rows.read().values() if rows else ():
        sys.stdout.write(as_line(row))


@index_app.command()
def sweep(
    index: AddressOption = DEFAULT_INDEX,
    older_than: Annotated[
        float, typer.Option(min=0, help="Leave what was written in the last so many seconds.")
    ] = 3600.0,
    as_json: JsonOption = False,
) -> None:
    """Remove what writers left behind that were stopped; it is never shown, and qa index verify names it."""
    removed = Index.open(index).sweep(older_than)
    said = f"{removed:,} removed" if removed else "There is nothing to remove."
    _tell(as_json, {"index": index, "removed": removed}, said)


def _tell(as_json: bool, facts: Mapping[str, Any], said: str) -> None:
    print_json(facts) if as_json else out.print(Text(said))


@contextmanager
def _told_if_stopped(address: str, index: Index | None = None) -> Iterator[None]:
    """Say after Ctrl-C what the index holds now, and leave with the code for that."""
    try:
        yield
    except KeyboardInterrupt:
        if index is None:
            with suppress(CitedQAError):
                index = Index.open(address)
        if index is None:
            err.print("Stopped: nothing is indexed yet; run the same command again.")
        else:
            held = counted(len(index.documents), "document")
            err.print(
                f"Stopped: the index is sound and holds {held}, with all that was committed so far; "
                "qa index add goes on from there.",
                markup=False,
            )
        raise typer.Exit(STOPPED) from None


@contextmanager
def _settled(index: Index) -> Iterator[None]:
    """Tell what was done first, then wait for what the index sorts; Ctrl-C leaves that for another time."""
    try:
        yield
    finally:
        try:
            index.close()
        except KeyboardInterrupt:
            index.close(at_once=True)


def _report(index: Index, others: list[Path], verbose: bool, as_json: bool) -> None:
    """Print what changed, list what could not be read, and leave with 1 if there is any."""
    changes = index.changes
    home = index.path.resolve() if index.path else None
    others = [path for path in others if home not in path.resolve().parents]
    aside = follow(index, changes.moved)
    facts = _facts(index, changes, others) | {"questions_set_aside": aside}
    done = [
        f"{len(facts[what]):,} {what}" for what in ("added", "changed", "moved", "removed") if facts[what]
    ]
    done += [f"{changes.unchanged:,} unchanged"] if changes.unchanged else []
    _tell(as_json, facts, f"{', '.join(done) or 'Nothing changed'}; {_size(index)} in {index.address}")
    if aside:
        err.print(f"{counted(aside, 'test question')} went to {SET_ASIDE}.")
    if others:
        err.print(f"{counted(len(others), 'file')} of no known kind passed over", end="")
        err.print(":" if verbose else " (--verbose lists them).")
    for path in others if verbose else ():
        err.print(Text(f"  {escaped(str(path))}"))
    print_notes(changes.notes, verbose, hint=" (--verbose shows all)")
    print_unreadable(changes.unreadable)
    if changes.unreadable:
        raise typer.Exit(UNREADABLE)


def _size(index: Index) -> str:
    return f"{counted(len(index.documents), 'document')}, {counted(len(index), 'passage')}"


def _facts(index: Index, changes: Changes, others: list[Path]) -> dict[str, Any]:
    return {
        "index": index.address,
        "added": changes.added,
        "changed": changes.changed,
        "moved": changes.moved,
        "removed": changes.removed,
        "unchanged": changes.unchanged,
        "unreadable": [
            {"name": one.name, "path": str(one.path), "reason": in_terminal(one.why())}
            for one in changes.unreadable
        ],
        "notes": [
            {"name": note.subject, "note": in_terminal(replace(note, subject=""))} for note in changes.notes
        ],
        "passed_over": [str(path) for path in others],
        "documents": len(index.documents),
        "passages": len(index),
    }
