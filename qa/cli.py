"""The `qa` command: ask, search and index documents from a terminal."""

from __future__ import annotations

import logging
import os
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from index import CitedQAError, Hit
from qa.citation import AnswerKind
from qa.evaluation.eval_command import evaluate_command
from qa.excerpt import closest, excerpt, shortened
from qa.fitted import READER_SIZES
from qa.given import MAX_PASSAGES
from qa.index_command import index_app
from qa.once import SECONDS, service
from qa.opening import (
    BUNDLED,
    IndexOption,
    JsonOption,
    ReaderOption,
    Source,
    SourceCommand,
    size_of,
    with_source,
)
from qa.overview_command import overview_command
from qa.remedies import in_terminal
from qa.saying import likelihood, percent
from qa.server.command import chat_command, mcp_command, serve_command
from qa.terminal import err, escaped, out, print_json, visible
from qa.whereabouts import place
from qa.wire import Hits, in_json
from qa.work import MAX_SECONDS

if TYPE_CHECKING:
    from index import Passage
    from qa.answered import Answer
    from qa.citation import Citation, Group
    from qa.service import Service

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
app.add_typer(index_app, name="index")
app.command("chat", cls=SourceCommand)(chat_command)
app.command("serve", cls=SourceCommand)(serve_command)
app.command("mcp", cls=SourceCommand)(mcp_command)
app.command("eval")(evaluate_command)
app.command("overview", cls=SourceCommand)(overview_command)

ExplainOption = Annotated[bool, typer.Option("--explain", help="Show every score that led to the result.")]
DocumentOption = Annotated[str | None, typer.Option("--document", help="Look in this document alone.")]


@app.callback()
def _root(
    context: typer.Context,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if show_version:
        out.print(version("cited-qa"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        chat_command()


@app.command(cls=SourceCommand)
@with_source
def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    source: Source = BUNDLED,
    document: DocumentOption = None,
    history: Annotated[
        list[str] | None, typer.Option(help="An earlier question; may be given again.")
    ] = None,
    threshold: Annotated[float | None, typer.Option(help="Answer from this confidence on, 0 to 1.")] = None,
    timeout: Annotated[
        float, typer.Option(min=0.0, max=MAX_SECONDS, help="Seconds that the answer may take.")
    ] = SECONDS,
    reader: ReaderOption = None,
    as_json: JsonOption = False,
    explain: ExplainOption = False,
) -> None:
    """Answer a question in the documents' own words, or say that they do not say."""
    with service(source, timeout, size_of(reader)) as asked:
        answer = asked.ask(question, history or (), document, threshold)
        if as_json:
            print_json(answer.to_dict())
        else:
            _print_answer(answer, asked, explain)
    raise typer.Exit(0 if answer.answered else NOT_ANSWERED)


@app.command(cls=SourceCommand)
@with_source
def search(
    query: Annotated[str, typer.Argument(help="What to search.")],
    k: Annotated[int, typer.Option("-k", help=f"How many passages, 1 to {MAX_PASSAGES}.")] = 5,
    source: Source = BUNDLED,
    document: DocumentOption = None,
    as_json: JsonOption = False,
    explain: ExplainOption = False,
) -> None:
    """Find the passages that fit a query best."""
    with service(source) as searched:
        hits = searched.search(query, k, document)
    if as_json:
        print_json(in_json(Hits(hits)))
        return
    for hit in hits:
        passage = hit.passage
        page = f"page {passage.page}" if passage.page else ""
        parts = (escaped(passage.document), visible(passage.heading), page)
        where = " · ".join(filter(None, parts))
        out.print(Text(f"{hit.rank}. {where} · characters {passage.start}-{passage.end}", style="bold"))
        if explain:
            out.print(_scores(hit), style="dim")
        out.print(Text(visible(passage.text)), end="\n\n")


@app.command()
def info(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Show the version, the models and what is indexed."""
    from index.models import cache_folder  # noqa: PLC0415
    from qa.reader import base  # noqa: PLC0415
    from qa.who_reads import default_reader  # noqa: PLC0415

    asked = Source(index).open()
    facts = {
        "version": version("cited-qa"),
        "model": asked.model,
        "reader": default_reader(),
        "readers": ", ".join(READER_SIZES if base.is_installed() else READER_SIZES[:1]),
        "model_cache": str(cache_folder()),
        "index": asked.address or "the bundled article, in memory",
        "documents": len(asked.documents),
        "passages": len(asked),
    }
    if as_json:
        print_json(facts)
        return
    table = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        table.add_row(name.replace("_", " "), escape(str(value)))
    out.print(table)
    if not base.is_installed():
        out.print(f"\n{base.NOT_INSTALLED}.")


def main() -> None:
    """Run the command; every error a user can cause becomes one sentence and an exit code."""
    _open_closed_streams()
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
        err.print(Text(escaped(in_terminal(*error.findings, index=error.subject))))
        sys.exit(1)
    except OSError as error:
        sys.stderr.write(f"{error}; check space and rights.\n" if error.errno else f"{error}\n")
        sys.stderr.flush()
        os._exit(1)  # at a normal exit, what could not be written would be tried again
    except KeyboardInterrupt:
        err.print("Stopped.")
        sys.exit(130)


def _open_closed_streams() -> None:
    """Where the caller closed a stream, nothing is read or written, and no file takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (for good)


def _print_answer(answer: Answer, asked: Service, explain: bool) -> None:
    if answer.question != answer.asked:
        out.print(Text(f"Searched: {answer.question}"), style="dim")
    if answer.answered:
        for line in filter(None, (answer.statement, *(answer.notes if answer.groups else ()))):
            out.print(Text(visible(line), style="bold"), end="\n\n")
        begun = {group.citations[0]: group for group in answer.groups if group.citations}
        for citation in answer.citations:
            if len(answer.groups) > 1 and citation.n in begun:
                out.print(_heading(begun[citation.n]))
            out.print(_marked(citation))
            if citation.unit_is_apart:
                out.print(Text(f"({visible(citation.unit)})"), style="dim")
        out.print()
        for citation in answer.citations:
            where = _place(asked, citation.document, citation.start, citation.end, citation.span_start)
            out.print(Text(f"[{citation.n}] {where}"))
        if answer.kind is AnswerKind.LOOK_UP:
            out.print(Text(likelihood(answer)), style="dim")
    else:
        out.print(Text(answer.text, style="bold"))
        if answer.missing:
            out.print(Text("These words do not occur there: " + ", ".join(answer.missing)))
        _print_closest(answer, asked)
    for note in () if answer.groups else answer.notes:
        out.print(Text(visible(note)), style="dim")
    if explain:
        _print_explanation(answer, asked)


def _heading(group: Group) -> Text:
    """What a group is of, and how sure it is where it was looked up."""
    heading = Text(visible(group.label), style="underline")
    return heading.append(f" ({percent(group.confidence)})", style="dim") if group.confidence else heading


def _print_closest(answer: Answer, asked: Service) -> None:
    documents = {name: asked.document(name) for name in {hit.passage.document for hit in answer.nearest}}
    if hits := closest(answer, documents):
        out.print("\nClosest passages:")
    for hit in hits:
        passage = hit.passage
        where = _place(asked, passage.document, passage.start, passage.end)
        out.print(Text(f"  {where} · {_excerpt(asked, passage, 120)}"))


def _excerpt(asked: Service, passage: Passage, most: int) -> str:
    return visible(shortened(excerpt(asked.document(passage.document), passage), most))


def _marked(citation: Citation) -> Text:
    """The citation's words, the exact answer in bold."""
    text = Text(visible(citation.quote))
    if citation.span_start is not None and citation.span_end is not None:
        text.stylize("bold", citation.span_start - citation.start, citation.span_end - citation.start)
    return text.append(f" [{citation.n}]", style="cyan")


def _place(asked: Service, name: str, start: int, end: int, exact: int | None = None) -> str:
    return f"{escaped(name)} · {visible(place(asked.document(name), start, end, exact))}"


def _print_explanation(answer: Answer, asked: Service) -> None:
    out.print()
    readings = {reading.passage: reading for reading in answer.readings}
    for hit in answer.nearest:
        reading = readings.get(hit.passage)
        read = f" · reading {reading.score:+.2f}" if reading else ""
        out.print(Text(f"{_scores(hit)}{read} · {_excerpt(asked, hit.passage, 60)}", style="dim"))


def _scores(hit: Hit) -> str:
    scores = f"fused {hit.score:.3f} · dense {hit.dense_score:.3f} · BM25 {hit.lexical_score:.3f}"
    return f"rank {hit.rank} · {scores}"
