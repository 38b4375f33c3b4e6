"""The conversation: questions, quoted answers and honest refusals as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.models import preparing
from qa.app.actions import EXCERPT_CHARS, render_actions
from qa.app.html import Html, join, tag
from qa.app.quoting import shortened, words_of
from qa.app.scores import render_scores
from qa.app.turn import SHOWN_PASSAGES, Shelf, Turn
from qa.whereabouts import place

if TYPE_CHECKING:
    from index import Document, Passage
    from qa import Answer, Citation

SHOWN_QUESTION_CHARS = 1_000
SHOWN_NAMES = 3
# The address holds this many of the last questions, and none that is longer.
LINKED_QUESTIONS = 20
LINKED_QUESTION_CHARS = 500
TOO_LONG = "Too long for the page’s address: a reload or a shared link leaves this question out."
TOO_MANY = (
    f"A reload or a shared link brings back the last {LINKED_QUESTIONS} questions; "
    "export the conversation to keep all."
)


def render_transcript(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    scope: Sequence[str] = (),
    is_empty: bool = False,
    left_out: int = 0,
) -> Html:
    """The whole conversation, or an invitation with questions to start with while there is none.

    Args:
        turns: the conversation.
        documents: the documents that it names and that the index still holds.
        scope: the documents that are asked; none for all.
        is_empty: whether there is no document to ask.
        left_out: how many questions the page's address had no room for.

    """
    if not turns:
        return join([_left_out(left_out), _no_document() if is_empty else _welcome(scope)])
    rendered = (render_turn(number, turn, documents) for number, turn in enumerate(turns, start=1))
    many = tag("p", TOO_MANY, class_="label many") if len(turns) > LINKED_QUESTIONS else None
    return tag(
        "div", _left_out(left_out), many, *rendered, _next(turns[-1], scope),
        class_="turns", data_linked=LINKED_QUESTIONS,
    )  # fmt: skip


def render_turn(number: int, turn: Turn, documents: Mapping[str, Document]) -> Html:
    """One question with its answer, refusal, error or the sign that it is being looked up."""
    if turn.answer is not None:
        kind = "answered" if turn.answer.answered else "refused"
        shelf = Shelf(turn.documents, documents)
        body = join(
            [
                _answer(number, turn.answer, shelf)
                if turn.answer.answered
                else _refusal(number, turn.answer, shelf),
                render_actions(number, turn, shelf),
                render_scores(number, turn.answer, shelf),
            ]
        )
    elif turn.error:
        kind, body = "failed", tag("p", turn.error, class_="error", role="alert", dir="auto")
    else:
        kind, body = "pending", tag("p", _doing(), class_="reading")
    linked = len(turn.question) <= LINKED_QUESTION_CHARS
    return tag(
        "section",
        tag("h2", shortened(turn.question, SHOWN_QUESTION_CHARS), class_="asked", dir="auto"),
        None if linked else tag("p", TOO_LONG, class_="searched"),
        tag("p", "Asked of ", *_named(turn.only), class_="searched") if turn.only else None,
        tag("p", "Searched for these words alone", class_="searched") if turn.literal else None,
        body,
        class_=f"turn {kind}",
        data_turn=number,
        data_asked=turn.question if linked else None,
        data_alone=turn.literal,
        data_in=json.dumps(turn.only) if turn.only else None,
        aria_busy="true" if kind == "pending" else None,
    )


def _doing() -> str:
    """What the answer waits for: the first one on a machine, for a network that is prepared once."""
    names = " and the ".join(preparing())
    return f"Preparing the {names} for this machine, once; some seconds" if names else "Reading the document"


def _named(names: Sequence[str]) -> list[str]:
    """Names in a row, each turned the way it is written; of many the first."""
    named = [tag("bdi", name) for name in names[:SHOWN_NAMES]]
    more = len(names) - len(named)
    return [join(named, ", "), f" and {more:,} more" if more > 0 else ""]


def _welcome(scope: Sequence[str]) -> Html:
    return tag(
        "div",
        tag("h2", "Ask the document"),
        tag(
            "p",
            "Every answer is the document’s own words, marked where they stand. "
            "If it does not say, you are told so.",
        ),
        tag("div", data_suggest=json.dumps(list(scope)), class_="suggested"),
        class_="welcome",
    )


def _next(turn: Turn, scope: Sequence[str]) -> Html | None:
    """Where questions come that go on from the last answer, once they are found to work."""
    if turn.answer is None or not turn.answer.citations or turn.answer.groups:
        return None
    first = turn.answer.citations[0]
    near = json.dumps([first.document, first.start])
    return tag("div", data_suggest=json.dumps(list(scope)), data_near=near, class_="suggested next")


def render_suggested(questions: Sequence[str], label: str) -> Html:
    """Questions to ask by a click, found to work."""
    buttons = [tag("button", one, type="button", data_ask=one, dir="auto") for one in questions]
    return tag("div", *buttons, class_="examples", role="group", aria_label=label)


def _no_document() -> Html:
    return tag(
        "div",
        tag("h2", "Add a document"),
        tag("p", "There is none to ask yet. Drop a file anywhere on this page, or choose one."),
        tag("div", tag("button", "Add a document", type="button", data_pick=True), class_="examples"),
        class_="welcome",
    )


def _left_out(count: int) -> Html | None:
    if not count:
        return None
    said = "1 question" if count == 1 else f"{count:,} questions"
    return tag(
        "p",
        f"The page’s address had no room for {said} of this conversation.",
        class_="label left",
        data_left=count,
    )


def _answer(number: int, answer: Answer, shelf: Shelf) -> Html:
    return join(
        [
            _searched(answer),
            *(tag("p", note, class_="searched") for note in answer.notes),
            tag("p", answer.span, class_="short", dir="auto") if answer.span else None,
            tag("p", answer.statement, class_="statement", dir="auto") if answer.statement else None,
            *_cited(number, answer, shelf),
        ]
    )


def _cited(number: int, answer: Answer, shelf: Shelf) -> list[Html]:
    """The evidence, in groups with a heading each where there are several."""
    figures = {one.n: _evidence(f"{number}-{one.n}", one, shelf) for one in answer.citations}
    if len(answer.groups) < 2:
        return list(figures.values())
    groups = [
        tag(
            "section",
            tag("h3", group.label, dir="auto"),
            *(figures[n] for n in group.citations),
            None if group.citations else tag("p", "No answer was found here.", class_="searched"),
            class_="group",
        )
        for group in answer.groups
    ]
    return [tag("div", *groups, class_=f"groups {answer.kind}")]


def _refusal(number: int, answer: Answer, shelf: Shelf) -> Html:
    cards = [_card(f"{number}-p{hit.rank}", hit.passage, shelf) for hit in answer.nearest[:SHOWN_PASSAGES]]
    return join(
        [
            _searched(answer),
            *(tag("p", note, class_="searched") for note in answer.notes),
            tag("p", answer.text, class_="refusal"),
            _missing(answer.missing),
            tag("p", "The closest passages:", class_="label") if cards else None,
            tag("ul", *(tag("li", card) for card in cards), class_="cards") if cards else None,
        ]
    )


def _evidence(key: str, citation: Citation, shelf: Shelf) -> Html:
    start, end, exact = citation.start, citation.end, citation.span_start
    where = _where(citation.heading, citation.document, start, end, shelf, exact)
    gone = shelf.fate(citation.document)
    number = _anchor(key, str(citation.n), "cite", f"Citation {citation.n}: show it in the source", gone)
    return tag(
        "figure",
        tag("blockquote", _quoted(citation), " ", number, dir="auto"),
        tag("figcaption", _anchor(key, where, "place", gone=gone)),
        class_="evidence",
        data_for=key,
    )


def _quoted(citation: Citation) -> Html:
    quote, left, right = citation.quote, citation.span_start, citation.span_end
    if left is None or right is None:
        return join([quote])
    left, right = left - citation.start, right - citation.start
    return join([quote[:left], tag("strong", quote[left:right]), quote[right:]])


def _anchor(key: str, words: str, kind: str, label: str | None = None, gone: str = "") -> Html:
    """A way to the words in the source, or just their number and place where they stand there no more."""
    if gone:
        return tag("span", words, class_=f"{kind} gone")
    return tag("a", words, class_=kind, href=f"#cite-{key}", data_cite=key, aria_label=label)


def _card(key: str, passage: Passage, shelf: Shelf) -> Html:
    where = _where(passage.heading, passage.document, passage.start, passage.end, shelf)
    excerpt = tag("span", shortened(words_of(passage), EXCERPT_CHARS), class_="excerpt", dir="auto")
    inside = (excerpt, tag("span", where, class_="where"))
    if shelf.fate(passage.document):
        return tag("div", *inside, class_="card gone")
    return tag("a", *inside, class_="card", href=f"#cite-{key}", data_cite=key)


def _where(heading: str, name: str, start: int, end: int, shelf: Shelf, exact: int | None = None) -> str:
    gone = shelf.fate(name)
    spot = place(shelf.document(name), start, end, exact)
    named = name if gone or len({**shelf.then, **shelf.now}) > 1 else ""
    return " · ".join(part for part in (heading, named, spot, gone) if part)


def _searched(answer: Answer) -> Html | None:
    """What was searched, where that differs from what was typed, and a way to the literal words."""
    if answer.question == answer.asked:
        return None
    literal = tag(
        "button", "search the literal words", type="button", class_="link", data_literal=answer.asked
    )
    return tag("p", "Searched for ", tag("q", answer.question, dir="auto"), " · ", literal, class_="searched")


def _missing(words: Sequence[str]) -> Html | None:
    if not words:
        return None
    named = [join(["“", tag("b", word, dir="auto"), "”"]) for word in words]
    listed = named[0] if len(named) == 1 else join([join(named[:-1], ", "), " and ", named[-1]])
    return tag(
        "p", listed, " does not occur in it." if len(named) == 1 else " do not occur in it.", class_="missing"
    )
