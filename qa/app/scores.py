"""The scores of retrieval and reading behind an answer, folded away below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.app.html import Html, join, tag
from qa.app.quoting import shortened
from qa.app.turn import Shelf
from qa.whereabouts import place

if TYPE_CHECKING:
    from index import Hit
    from qa import Answer


def render_scores(number: int, answer: Answer, shelf: Shelf) -> Html | None:
    """The scores of retrieval and reading behind the answer, folded away."""
    if not answer.nearest:
        return None
    heads = ("Passage", "Meaning", "Words", "Both", "Read")
    titles = (
        None,
        "Cosine of question and passage",
        "BM25",
        "Mean of both, each divided by its best",
        "Log-odds that the best words there answer",
    )
    head = tag(
        "tr", *(tag("th", name, scope="col", title=title) for name, title in zip(heads, titles, strict=True))
    )
    rows = [_score_row(answer, hit, shelf) for hit in answer.nearest]
    summary = "Why these words" if answer.answered else "Why not an answer"
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag(
        "details",
        tag("summary", summary, data_focus=f"why-{number}"),
        tag("div", table, class_="scores", tabindex=0, role="group", aria_label="Scores"),
        class_="why",
        data_fold=number,
    )


def _score_row(answer: Answer, hit: Hit, shelf: Shelf) -> Html:
    document = shelf.document(hit.passage.document)
    best = max(
        (reading for reading in answer.readings if reading.passage == hit.passage),
        key=lambda reading: reading.score,
        default=None,
    )
    read: Html | str = "–"
    if best is not None:
        words = document.text[best.start : best.end]
        read = join([_figure(best.score), " ", tag("q", shortened(words, 60), dir="auto")])
    lines = place(document, hit.passage.start, hit.passage.end)
    cells = (_figure(hit.dense_score), _figure(hit.lexical_score), _figure(hit.score), read)
    return tag("tr", tag("th", f"{hit.rank}. {lines}", scope="row"), *(tag("td", cell) for cell in cells))


def _figure(score: float) -> str:
    return f"{score:.2f}".replace("-", "−")
