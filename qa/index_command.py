"""The `qa index` commands: build and keep an index of your own documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from index import Index
from qa import bundled
from qa.terminal import err, out, print_json

if TYPE_CHECKING:
    from index.search import Progress

DEFAULT_INDEX = Path(".qa")

index_app = typer.Typer(help="Build and keep an index of your own documents.", no_args_is_help=True)

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index", help="The index folder; by default .qa here if there is one, else the bundled article."
    ),
]
FilesOption = Annotated[
    list[Path] | None,
    typer.Option("--file", "-f", help="Ask these files or folders, without keeping an index."),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="A sentence-transformers model: a folder, or a name on this machine."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
PathsArgument = Annotated[list[Path], typer.Argument(help="Files and folders.")]


@index_app.command()
def build(
    paths: PathsArgument, index: IndexOption = None, model: ModelOption = None, as_json: JsonOption = False
) -> None:
    """Index files and folders; an index that is there already is replaced."""
    with _progress() as progress:
        made = Index.build(paths, path=index or DEFAULT_INDEX, model=model, progress=progress)
    _print_summary(made, list(made.documents), as_json)


@index_app.command()
def add(paths: PathsArgument, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Add files and folders to the index; unchanged ones cost nothing."""
    kept = Index.open(index or DEFAULT_INDEX)
    with _progress() as progress:
        changes = kept.add(paths, progress=progress)
    _print_summary(kept, [*changes.added, *changes.changed], as_json)


@index_app.command()
def remove(
    names: Annotated[list[str], typer.Argument(help="Documents' names, as `qa index list` shows them.")],
    index: IndexOption = None,
) -> None:
    """Remove documents from the index."""
    kept = Index.open(index or DEFAULT_INDEX)
    for name in names:
        kept.remove(name)


@index_app.command("list")
def list_documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the documents."""
    rows = [
        {
            "name": document.name,
            "title": document.title,
            "characters": len(document.text),
            "source": document.source,
        }
        for document in opened(index).documents.values()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        out.print(Text(f"{row['name']} · {row['characters']:,} characters · {row['source']}"))


@index_app.command()
def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Check every text, offset and vector of the index."""
    problems = Index.open(index or DEFAULT_INDEX).verify()
    if as_json:
        print_json({"ok": not problems, "problems": problems})
    else:
        out.print("The index is sound." if not problems else "\n".join(problems), markup=False)
    if problems:
        err.print("Build the index anew with: qa index build PATH")
        raise typer.Exit(1)


def opened(index: Path | None = None, files: list[Path] | None = None, model: str | None = None) -> Index:
    """The index to ask: over these files, else in this folder or `.qa`, else of the bundled article."""
    if files:
        with _progress() as progress:
            return Index.build(files, model=model, progress=progress)
    if index is None and not DEFAULT_INDEX.exists():
        return Index.build([bundled.article()], model=model)
    return Index.open(index or DEFAULT_INDEX, model=model)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error with documents, passages and rate."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(),
        TextColumn("documents · {task.fields[passages]} passages"), TimeElapsedColumn(),
    )  # fmt: skip
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None, passages=0)
        yield lambda state: bar.update(
            task, completed=state.documents, total=state.total, passages=state.passages
        )


def _print_summary(index: Index, changed: list[str], as_json: bool) -> None:
    facts = {
        "index": str(index.path),
        "changed": changed,
        "documents": len(index.documents),
        "passages": len(index),
    }
    if as_json:
        print_json(facts)
        return
    out.print(
        Text(
            f"{len(changed)} new or changed; {facts['documents']} documents, "
            f"{facts['passages']} passages in {index.path}"
        )
    )
