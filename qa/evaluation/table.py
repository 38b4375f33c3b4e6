"""Reports as tables in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from qa.evaluation.bootstrap import Estimate
from qa.evaluation.compare import Comparison
from qa.evaluation.measures import BY_NAME, MEASURES, STAGES, Measure
from qa.evaluation.report import FAULTS, Record, Report

NOT_MEASURED = "not measured"
# The measures shown by kind of question, and their heads.
TAG_MEASURES = {
    "first_citation": "first citation right",
    "f1": "F1",
    "accuracy": "answered or refused rightly",
    "auroc": "AUROC",
}
TAG_NOTE = "Where a kind is unanswerable throughout, its AUROC is against all answerable questions."
TAGS_SHOWN = 20


def print_report(report: Report, console: Console) -> None:
    """Print the measures, overall and by tag, where answers were lost, and the ten worst."""
    console.print(Group(*_parts(report)))


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print what changed, measure by measure and question by question."""
    figures = [Column(head, justify="right") for head in ("then", "now", "change", "p")]
    table = _table(f"Compared on {comparison.shared} shared questions", "measure", *figures, "")
    for one in comparison.differences:
        colour = {"better": "green", "worse": "red"}.get(one.verdict, "")
        table.add_row(
            f"{STAGES[one.measure.stage]} · {one.measure.label}",
            number(one.measure, one.old),
            number(one.measure, one.new),
            f"{one.change:+.3f}",
            f"{one.p_value:.3f}",
            Text(one.verdict, style=colour),
        )
    console.print(table)
    for title, changed in (("Better", comparison.better), ("Worse", comparison.worse)):
        console.print(Text(f"\n{title}: {len(changed)} questions", style="bold"))
        for old, new in changed[:10]:
            console.print(Text(f"  {new.id} · {new.question}"))
            console.print(Text(f"    then: {_shown(old)}\n    now:  {_shown(new)}", style="dim"))


def number(measure: Measure, value: float) -> str:
    """A measure's value as screens show it: shares with three digits, seconds in milliseconds."""
    return f"{value * 1000:.0f} ms" if measure.is_time else f"{value:.3f}"


def interval(measure: Measure, found: Estimate) -> str:
    """A 95 % interval as screens show it."""
    low = number(measure, found.low).removesuffix(" ms")
    return f"{low}–{number(measure, found.high)}"


def said(record: Record) -> str:
    """What was answered, on one line."""
    if record.answered is None:
        return "(retrieval alone)"
    if not record.answered:
        return "refused"
    return one_line(record.span or record.text)


def expected(record: Record) -> str:
    """What would have been right, on one line."""
    if not record.answerable:
        return "a refusal"
    if record.answers:
        return one_line(" or ".join(record.answers))
    return one_line(" + ".join(piece[0].quote for piece in record.evidence)) or "the judged documents"


def one_line(text: str, length: int = 160) -> str:
    """A text without line ends or control characters, cut to a length."""
    flat = "".join(character if character.isprintable() else " " for character in text)
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def _parts(report: Report) -> Iterator[RenderableType]:
    count = f"{len(report.records)} questions"
    if report.interrupted:
        yield Text(f"Stopped after {len(report.records)} of {report.total} questions.", style="yellow")
    yield _overall(report, count)
    if report.by_tag:
        yield _tags(report)
    yield _faults(report)
    yield _worst(report)


def _overall(report: Report, count: str) -> Table:
    figures = [Column(head, justify="right") for head in ("value", "95 % interval", "n")]
    table = _table(f"{report.name} · {count}", Column("stage", style="bold"), "measure", *figures)
    stage = ""
    for measure in MEASURES:
        found = report.measures[measure.name]
        head = "" if measure.stage == stage else STAGES[measure.stage]
        if head and stage:
            table.add_section()
        stage = measure.stage
        if found is None:
            table.add_row(head, measure.label, Text(NOT_MEASURED, style="dim"), "", "")
        else:
            value = number(measure, found.value)
            table.add_row(head, measure.label, value, interval(measure, found), str(found.count))
    return table


def _tags(report: Report) -> Table:
    tag = Column("tag", style="bold", overflow="fold", max_width=30)
    figures = [Column(head, justify="right", max_width=16) for head in ("n", *TAG_MEASURES.values())]
    table = _table("By kind of question, as tagged", tag, *figures)
    for name, measures in islice(report.by_tag.items(), TAGS_SHOWN):
        cells = [
            "–" if (found := measures[one]) is None else number(BY_NAME[one], found.value)
            for one in TAG_MEASURES
        ]
        table.add_row(Text(one_line(name, 60)), str(report.tags[name]), *cells)
    left = len(report.tags) - TAGS_SHOWN
    more = f" {left} rarer tags are left out here; --report and --json have them." if left > 0 else ""
    table.caption = Text(TAG_NOTE + more, style="dim")
    table.caption_justify = "left"
    return table


def _faults(report: Report) -> Table:
    fault, count = Column("fault", style="bold", no_wrap=True), Column("questions", justify="right")
    table = _table("Where answers were lost", fault, count, "meaning")
    for name, lost in report.faults.items():
        table.add_row(name, str(lost), FAULTS[name])
    return table


def _worst(report: Report) -> Table:
    words = [Column(head, ratio=4, overflow="fold") for head in ("question", "answered", "right")]
    table = _table(
        "The worst", *words, Column("conf.", justify="right", no_wrap=True), Column("fault", ratio=2)
    )
    for record in report.worst():
        confidence = "" if record.confidence is None else f"{record.confidence:.2f}"
        asked = Text(one_line(record.question)).append(f" ({one_line(record.id, 40)})", style="dim")
        table.add_row(asked, Text(said(record)), Text(expected(record)), confidence, record.fault)
    return table


def _table(title: str, *columns: Column | str) -> Table:
    head = Text(title, style="bold")
    return Table(*columns, title=head, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)


def _shown(record: Record) -> str:
    verdict = f" [{record.fault}]" if record.fault else ""
    return said(record) + verdict
