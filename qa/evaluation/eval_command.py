"""The `qa eval` command: ask a question set, print the report, save it, compare it, hold it to gates."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.opening import ReaderOption, size_of
from qa.terminal import asking_bar, err

if TYPE_CHECKING:
    from rich.console import Console

    from index import Index
    from qa.evaluation.compare import Comparison
    from qa.evaluation.gates import Gate
    from qa.evaluation.questions import QuestionSet
    from qa.evaluation.report import Report

GATE_UNMET = 4
STOPPED = 130


def evaluate_command(
    questions: Annotated[
        Path, typer.Argument(help="A JSON Lines file, a SQuAD .json file or a BEIR folder.")
    ],
    documents: Annotated[
        list[Path] | None,
        typer.Option("--documents", "-d", help="Ask these files or folders; by default the bundled article."),
    ] = None,
    index: Annotated[str | None, typer.Option("--index", help="Ask the index at this address.")] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", help="Only questions with this tag; with all, if given again."),
    ] = None,
    paragraphs: Annotated[
        bool, typer.Option("--paragraphs", help="SQuAD: every paragraph is a document, not every article.")
    ] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Save the report as JSON here.")] = None,
    report_folder: Annotated[
        Path | None, typer.Option("--report", help="Write the report as a page, index.html, in this folder.")
    ] = None,
    compare_with: Annotated[
        Path | None, typer.Option("--compare", help="Show what changed since this saved report.")
    ] = None,
    reader: ReaderOption = None,
    gate: Annotated[
        list[str] | None,
        typer.Option(
            "--gate",
            metavar="NAME=VALUE",
            help="Leave with code 4 unless a measure is at least, or for errors and times at most, this: "
            "first_citation=0.7, f1, accuracy, auroc, ece, latency_p95 and every other name in the JSON "
            "report. May be given again.",
        ),
    ] = None,
) -> None:
    """Ask every question of a set and report what the answers are worth; exit code 4 if a gate is unmet."""
    from rich.console import Console  # noqa: PLC0415 - the command line starts without any of this

    from qa.evaluation.compare import compare  # noqa: PLC0415
    from qa.evaluation.report import Report  # noqa: PLC0415
    from qa.evaluation.run import evaluate  # noqa: PLC0415
    from qa.evaluation.table import print_comparison, print_report  # noqa: PLC0415

    # Into a file or a pipe there is no width to fit: wide enough for the tables then.
    out = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    gates = _gates(gate or [])
    before = Report.from_json(compare_with) if compare_with else None
    asked_index, asked = _prepared(questions, documents, index, paragraphs)
    with asking_bar() as advance:
        report = evaluate(asked, asked_index, tags=tag or (), progress=advance, reader=size_of(reader))
    if not report.records:
        err.print("Stopped before the first answer.")
        raise typer.Exit(STOPPED)
    print_report(report, out)
    comparison = compare(before, report) if before else None
    if comparison:
        print_comparison(comparison, out)
    _save(report, comparison, asked_index, json_file, report_folder)
    _hold(report, gates, out)


def _gates(wanted: list[str]) -> list[Gate]:
    from qa.evaluation.gates import Gate, GateError  # noqa: PLC0415

    try:
        return [Gate.parse(one) for one in wanted]
    except GateError as error:
        raise typer.BadParameter(error.reason, param_hint="--gate") from None


def _prepared(
    questions: Path, documents: list[Path] | None, index: str | None, paragraphs: bool
) -> tuple[Index, QuestionSet]:
    """The index to ask and the questions: a set's own documents where it brings some, else what was named."""
    from index import Index  # noqa: PLC0415
    from qa import bundled  # noqa: PLC0415
    from qa.evaluation.loading import brings_documents, load_questions  # noqa: PLC0415
    from qa.opening import Source  # noqa: PLC0415

    if documents and index:
        raise typer.BadParameter("give --documents or --index, not both")
    if brings_documents(questions) and not documents and not index:
        asked = load_questions(questions, paragraphs=paragraphs)
        return Index.from_texts(asked.texts), asked
    asked_index = Source(index, () if index else tuple(documents or [bundled.article()])).open()
    return asked_index, load_questions(questions, asked_index.documents, paragraphs=paragraphs)


def _save(
    report: Report,
    comparison: Comparison | None,
    index: Index,
    json_file: Path | None,
    folder: Path | None,
) -> None:
    from qa.evaluation.report import ReportError  # noqa: PLC0415
    from qa.evaluation.report_page import render  # noqa: PLC0415

    try:
        if json_file:
            json_file.parent.mkdir(parents=True, exist_ok=True)
            json_file.write_text(report.to_json(), encoding="utf-8")
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            page = folder / "index.html"
            page.write_text(render(report, index.documents, comparison), encoding="utf-8")
            err.print(f"The report is in {page}", markup=False)
    except OSError as error:
        raise ReportError(
            f"it cannot be written ({error.strerror}); check the path", error.filename
        ) from error


def _hold(report: Report, gates: list[Gate], out: Console) -> None:
    """Print the gates' verdicts; leave with the code for an unmet gate, or for a run that was stopped."""
    met = []
    for gate in gates:
        found = report.measures[gate.measure]
        met.append(gate.met_by(found))
        out.print(gate.described(found), style="green" if met[-1] else "red", markup=False)
    if report.interrupted:
        raise typer.Exit(STOPPED)
    if not all(met):
        raise typer.Exit(GATE_UNMET)
