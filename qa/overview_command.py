"""The `qa overview` command: what documents are, in a terminal."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from qa.once import service
from qa.opening import BUNDLED, JsonOption, Source, with_source
from qa.terminal import escaped, out, print_json, visible
from qa.whereabouts import place
from qa.wire import in_json

if TYPE_CHECKING:
    from qa.contents.mentions import Mention
    from qa.gist.overviews import Overview
    from qa.service import Service

MOST_HEADINGS = 30


@with_source
def overview_command(
    document: Annotated[
        str | None, typer.Argument(help="The document's name; without one, every document is told of.")
    ] = None,
    source: Source = BUNDLED,
    questions: Annotated[
        bool, typer.Option("--questions", help="Also find questions that it answers; that takes seconds.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell what documents are: length, headings, most telling sentences, and what they mention most."""
    with service(source) as asked:
        found = [asked.overview(name, questions) for name in ([document] if document else asked.names())]
        if as_json:
            print_json([in_json(one) for one in found])
            return
        for number, one in enumerate(found):
            out.print("\n" * bool(number), end="")
            _print(one, asked)


def _print(one: Overview, asked: Service) -> None:
    pages = f" · {one.pages:,} pages" if one.pages else ""
    name = "" if one.title in {one.document, PurePath(one.document).stem} else f"{escaped(one.document)} · "
    out.print(Text(visible(one.title), style="bold"))
    out.print(Text(f"{name}{one.words:,} words{pages}"), style="dim")
    out.print()
    for sentence in one.sentences:
        words = Text(visible(sentence.quote))
        where = place(asked.document(sentence.document), sentence.start, sentence.end)
        out.print(words.append(f" [{where}]", style="cyan"))
    if one.outline:
        out.print("\nOutline:")
    shallowest = min((heading.level for heading in one.outline), default=0)
    for heading in one.outline[:MOST_HEADINGS]:
        out.print(Text("  " * (heading.level - shallowest + 1) + visible(heading.words)))
    if len(one.outline) > MOST_HEADINGS:
        out.print(f"  … and {len(one.outline) - MOST_HEADINGS:,} more")
    out.print()
    for label, mentioned, more in (
        ("Names", one.names, one.more_names),
        ("Dates", one.dates, one.more_dates),
        ("Amounts", one.amounts, one.more_amounts),
    ):
        if mentioned:
            out.print(Text(f"{label}: ", style="bold").append(Text(_told(mentioned, more), style="not bold")))
    if one.questions:
        out.print("\nQuestions:")
    for question in one.questions:
        out.print(Text(f"  {visible(question)}"))


def _told(mentioned: tuple[Mention, ...], more: int) -> str:
    times = (f" ({one.count:,})" if one.count > 1 else "" for one in mentioned)
    units = (f" ({one.unit})" if one.unit else "" for one in mentioned)
    told = [
        visible(one.text + unit) + count for one, unit, count in zip(mentioned, units, times, strict=True)
    ]
    return ", ".join([*told, *([f"{more:,} more"] if more else [])])
