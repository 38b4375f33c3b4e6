"""The `qa` command: ask, search and index documents from a terminal."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from index import CitedQAError, Hit, Index
from qa import bundled
from qa.bench.command import bench_command
from qa.evaluation.command import evaluate_command

if TYPE_CHECKING:
    from index.search import Progress
    from qa.answer import Answer, Citation

DEFAULT_INDEX = Path(".qa")
NOT_ANSWERED = 3

app = typer.Typer(
    help="Ask documents, get their own words back, each cited by exact position.\n\n"
    "Without an index of your own, the bundled article on the Microsoft-OpenAI deal is asked. "
    "Exit codes: 0 answered, 1 error, 2 usage, 3 the documents do not say.",
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
index_app = typer.Typer(help="Build and keep an index of your own documents.", no_args_is_help=True)
app.add_typer(index_app, name="index")
app.command("eval")(evaluate_command)
app.command("bench")(bench_command)

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

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
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show every score that led to the result.")]
DocumentOption = Annotated[str | None, typer.Option("--document", help="Look in this document alone.")]
PathsArgument = Annotated[list[Path], typer.Argument(help="Files and folders.")]


@app.callback()
def _root(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if show_version:
        out.print(version("cited-qa"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        chat()


@app.command()
def chat(
    index: IndexOption = None,
    file: FilesOption = None,
    model: ModelOption = None,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The first port to try.")] = 7860,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Open the browser chat."""
    from qa.app import launch  # noqa: PLC0415  (gradio takes seconds to import)

    launch(_opened(index, file, model), port=port, open_browser=browser)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    index: IndexOption = None,
    file: FilesOption = None,
    model: ModelOption = None,
    document: DocumentOption = None,
    history: Annotated[
        list[str] | None, typer.Option(help="An earlier question; may be given again.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Answer from this confidence on.")
    ] = None,
    as_json: JsonOption = False,
    explain: ExplainOption = False,
) -> None:
    """Answer a question in the documents' own words, or say that they do not say."""
    from qa.answer import ask as ask_index  # noqa: PLC0415  (not owed by `qa --help`)

    answer = ask_index(
        question, _opened(index, file, model), history=history or [], document=document, threshold=threshold
    )
    if as_json:
        _print_json(answer.to_dict())
    else:
        _print_answer(answer, explain)
    raise typer.Exit(0 if answer.answered else NOT_ANSWERED)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to search.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 5,
    index: IndexOption = None,
    file: FilesOption = None,
    model: ModelOption = None,
    document: DocumentOption = None,
    as_json: JsonOption = False,
    explain: ExplainOption = False,
) -> None:
    """Find the passages that fit a query best."""
    hits = _opened(index, file, model).search(query, k=k, document=document)
    if as_json:
        _print_json([asdict(hit) for hit in hits])
        return
    for hit in hits:
        passage = hit.passage
        place = " · ".join(part for part in (passage.document, passage.heading, _page(passage.page)) if part)
        out.print(Text(f"{hit.rank}. {place} · characters {passage.start}-{passage.end}", style="bold"))
        if explain:
            out.print(_scores(hit), style="dim")
        out.print(Text(_visible(passage.text)), end="\n\n")


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
        changed = kept.add(paths, progress=progress)
    _print_summary(kept, changed, as_json)


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
        for document in _opened(index).documents.values()
    ]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        out.print(Text(f"{row['name']} · {row['characters']:,} characters · {row['source']}"))


@index_app.command()
def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Check every text, offset and vector of the index."""
    problems = Index.open(index or DEFAULT_INDEX).verify()
    if as_json:
        _print_json({"ok": not problems, "problems": problems})
    else:
        out.print("The index is sound." if not problems else "\n".join(problems), markup=False)
    if problems:
        err.print("Build the index anew with: qa index build PATH")
        raise typer.Exit(1)


@app.command()
def info(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Show the version, the models and what is indexed."""
    from index.runtime import cache_folder  # noqa: PLC0415

    opened = _opened(index)
    facts = {
        "version": version("cited-qa"),
        "model": opened.model,
        "model_cache": str(cache_folder()),
        "index": str(opened.path) if opened.path else "the bundled article, in memory",
        "documents": len(opened.documents),
        "passages": len(opened),
    }
    if as_json:
        _print_json(facts)
        return
    table = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        table.add_row(name.replace("_", " "), escape(str(value)))
    out.print(table)


def main() -> None:
    """Run the command; every error a user can cause becomes one sentence and an exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("cited_qa").setLevel(logging.INFO)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without the document's letters
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except CitedQAError as error:
        err.print(Text(str(error)))
        sys.exit(1)
    except OSError as error:
        sys.stderr.write(f"{error}; check space and rights.\n" if error.errno else f"{error}\n")
        sys.stderr.flush()
        os._exit(1)  # at a normal exit, what could not be written would be tried again
    except KeyboardInterrupt:
        err.print("Stopped.")
        sys.exit(130)


def _opened(index: Path | None = None, files: list[Path] | None = None, model: str | None = None) -> Index:
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


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _print_summary(index: Index, changed: list[str], as_json: bool) -> None:
    facts = {
        "index": str(index.path),
        "changed": changed,
        "documents": len(index.documents),
        "passages": len(index),
    }
    if as_json:
        _print_json(facts)
        return
    out.print(
        Text(
            f"{len(changed)} new or changed; {facts['documents']} documents, "
            f"{facts['passages']} passages in {index.path}"
        )
    )


def _print_answer(answer: Answer, explain: bool) -> None:
    if answer.question != answer.asked:
        out.print(Text(f"Searched: {answer.question}"), style="dim")
    if answer.answered:
        for citation in answer.citations:
            out.print(_marked(citation))
        out.print()
        for citation in answer.citations:
            out.print(Text(_place(citation)))
    else:
        out.print(Text(answer.text, style="bold"))
        if answer.missing:
            out.print(Text("These words do not occur in it: " + ", ".join(answer.missing)))
        out.print("\nClosest passages:")
        for hit in answer.nearest[:3]:
            out.print(Text(f"  {hit.passage.document} · {_visible(hit.passage.text)[:120]} …"))
    if explain:
        _print_explanation(answer)


def _marked(citation: Citation) -> Text:
    """The citation's words, the exact answer in bold."""
    text = Text(_visible(citation.quote))
    if citation.span_start is not None and citation.span_end is not None:
        text.stylize("bold", citation.span_start - citation.start, citation.span_end - citation.start)
    return text.append(f" [{citation.n}]", style="cyan")


def _place(citation: Citation) -> str:
    lines = f"lines {citation.first_line}–{citation.last_line}"
    parts = [citation.document, _page(citation.page), lines, f"“{_visible(citation.quote)}”"]
    return f"[{citation.n}] " + " · ".join(part for part in parts if part)


def _print_explanation(answer: Answer) -> None:
    out.print(f"\nconfidence {answer.confidence:.2f}", style="dim")
    for note in answer.notes:
        out.print(Text(note, style="dim"))
    readings = {reading.passage: reading for reading in answer.readings}
    for hit in answer.nearest:
        reading = readings.get(hit.passage)
        read = f" · reading {reading.score:+.2f}" if reading else ""
        out.print(Text(f"{_scores(hit)}{read} · {_visible(hit.passage.text)[:60]} …", style="dim"))


def _scores(hit: Hit) -> str:
    scores = f"fused {hit.score:.3f} · dense {hit.dense_score:.3f} · BM25 {hit.lexical_score:.3f}"
    return f"rank {hit.rank} · {scores}"


def _page(page: int | None) -> str:
    return f"page {page}" if page else ""


def _visible(text: str) -> str:
    """A text on one line for a terminal: line ends and control characters, one for one, become spaces."""
    return "".join(character if character.isprintable() else " " for character in text)
