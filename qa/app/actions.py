"""What can be done with an answer: copy it, judge it, keep it as a test question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.app.html import Html, tag
from qa.app.icons import icon
from qa.app.notes import note_id
from qa.app.quoting import as_markdown, as_text, shortened, words_of
from qa.app.sheet import choice, render_sheet
from qa.app.turn import Shelf, Turn, named
from qa.feedback import Rating
from qa.likelihood import likelihood
from qa.whereabouts import place

if TYPE_CHECKING:
    from index import Passage
    from qa import Answer

EXCERPT_CHARS = 220
# The word that stands for a calibrated probability, from the surest down.
CONFIDENCE_WORDS = ((0.8, "High confidence"), (0.5, "Fair confidence"), (0.0, "Low confidence"))


def render_actions(number: int, turn: Turn, shelf: Shelf) -> Html:
    """What can be done with an answer: copy it, judge it, keep it as a test question."""
    answer = turn.answer
    assert answer is not None  # noqa: S101  (its one caller has looked)
    documents = {name: shelf.document(name) for name in named(answer)}
    wrong = turn.rating is Rating.DOWN
    return tag(
        "div",
        _confidence(answer) if answer.answered and not answer.groups else None,
        _copy("Copy", as_text(answer, documents)) if answer.answered else None,
        _copy("Copy as Markdown", as_markdown(answer, documents)) if answer.answered else None,
        _pin(number, answer) if answer.answered else None,
        _thumb(number, Rating.UP, "Right", turn.rating),
        _thumb(number, Rating.DOWN, "Wrong", turn.rating),
        _more(number, turn, wrong),
        tag("template", _correction(number, answer, shelf), data_sheet=number) if wrong else None,
        class_="actions",
    )  # fmt: skip


def _pin(number: int, answer: Answer) -> Html:
    return tag(
        "button", icon("pin"), type="button", class_="thumb", aria_pressed="false",
        aria_label="Pin as a note", title="Pin as a note", data_pin=number, data_note=note_id(answer),
        data_focus=f"pin-{number}",
    )  # fmt: skip


def _more(number: int, turn: Turn, wrong: bool) -> Html:
    """What few do with an answer."""
    menu = f"more-{number}"
    saves = tag(
        "button", "Saved as test question" if turn.saved else "Save as test question", type="button",
        class_="link done" if turn.saved else "link", data_save=number, data_wrong=wrong,
    )  # fmt: skip
    opens = tag(
        "button", icon("dots"), type="button", class_="thumb", popovertarget=menu, aria_label="More",
        title="More", data_focus=menu,
    )  # fmt: skip
    return tag("span", opens, tag("div", saves, class_="menu", id=menu, popover="auto"), class_="more")


def _thumb(number: int, rating: Rating, label: str, given: Rating) -> Html:
    pressed = "true" if rating is given else "false"
    return tag(
        "button", icon(rating.value), type="button", class_="thumb", aria_pressed=pressed, aria_label=label,
        title=label, data_rate=number, data_rating=rating.value, data_focus=f"{rating.value}-{number}",
    )  # fmt: skip


def _correction(number: int, answer: Answer, shelf: Shelf) -> Html:
    """What a wrong answer should have been: a refusal, or words of one of the closest passages."""
    options = [
        _option(f"{hit.rank}", shortened(words_of(hit.passage), EXCERPT_CHARS), _spot(hit.passage, shelf))
        for hit in answer.nearest
        if not shelf.fate(hit.passage.document)
    ]
    if answer.answered:
        options.insert(0, _option("refuse", "The documents do not say", "It should have been refused"))
    kept = tag("button", "Save as test question", type="button", class_="primary", data_saves=number)
    body = tag("div", *options, class_="options", role="radiogroup", aria_labelledby="sheet-title")
    return render_sheet("What would have been right?", [body], [kept, choice("Cancel")])


def _option(value: str, words: str, below: str) -> Html:
    return tag(
        "label",
        tag("input", type="radio", name="right", value=value),
        tag("span", tag("bdi", words), tag("bdi", below, class_="below")),
    )


def _spot(passage: Passage, shelf: Shelf) -> str:
    document = shelf.document(passage.document)
    return f"{document.name} · {place(document, passage.start, passage.end)}"


def confidence_word(confidence: float) -> str:
    """A plain word for a probability."""
    return next(word for floor, word in CONFIDENCE_WORDS if confidence >= floor or floor == 0.0)


def _confidence(answer: Answer) -> Html:
    word, figure = confidence_word(answer.confidence), likelihood(answer)
    level = word.split()[0].lower()
    return tag(
        "span", word, tag("span", f": {figure}", class_="aside"), class_=f"confidence {level}", title=figure
    )


def _copy(label: str, words: str) -> Html:
    return tag("button", label, type="button", class_="link", data_copy=words)
