"""The conversation: questions, quoted answers and honest refusals as markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.app.html import Html, join, tag
from qa.app.icons import icon
from qa.app.quoting import as_markdown, as_text, place
from qa.app.source import Mark
from qa.feedback import Rating

if TYPE_CHECKING:
    from index import Document, Hit, Passage
    from qa import Answer, Citation

EXCERPT_CHARS = 220
SHOWN_QUESTION_CHARS = 1_000
SHOWN_PASSAGES = 3
# The address holds this many of the last questions, and none that is longer.
LINKED_QUESTIONS = 20
LINKED_QUESTION_CHARS = 500
TOO_LONG = "Too long for the page’s address: a reload or a shared link leaves this question out."
TOO_MANY = (
    f"A reload or a shared link brings back the last {LINKED_QUESTIONS} questions; "
    "export the conversation to keep all."
)
# The word that stands for a calibrated probability, from the surest down.
CONFIDENCE_WORDS = ((0.8, "High confidence"), (0.5, "Fair confidence"), (0.0, "Low confidence"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, an error in words, or nothing yet.

    Attributes:
        question: as it was asked.
        answer, error: what came of it.
        literal: whether its words alone were searched, without the turns before.
        document: the only document that was asked, None for all.
        history: the questions before it that it could lean on.
        documents: the documents that the answer names, as they stood when it was given.
        rating: what the person thinks of the answer.
        saved: whether it is kept as a test question.

    """

    question: str
    answer: Answer | None = None
    error: str = ""
    literal: bool = False
    document: str | None = None
    history: tuple[str, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    rating: Rating = Rating.NONE
    saved: bool = False


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The documents an answer names, as they stood when it was given and as they stand now."""

    then: Mapping[str, Document]
    now: Mapping[str, Document]

    def document(self, name: str) -> Document:
        """As it stood when it was cited."""
        return self.then[name] if name in self.then else self.now[name]

    def fate(self, name: str) -> str:
        """What became of it since: nothing, or a word."""
        if name not in self.now:
            return "removed since"
        return "" if self.now[name].text == self.document(name).text else "replaced since"


def render_transcript(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    examples: Sequence[str] = (),
    is_empty: bool = False,
    left_out: int = 0,
) -> Html:
    """The whole conversation, or an invitation with example questions while there is none.

    Args:
        turns: the conversation.
        documents: the documents that it names and that the index still holds.
        examples: questions to start with.
        is_empty: whether there is no document to ask.
        left_out: how many questions the page's address had no room for.

    """
    if not turns:
        return join([_left_out(left_out), _no_document() if is_empty else _welcome(examples)])
    rendered = (render_turn(number, turn, documents) for number, turn in enumerate(turns, start=1))
    many = tag("p", TOO_MANY, class_="label many") if len(turns) > LINKED_QUESTIONS else None
    return tag("div", _left_out(left_out), many, *rendered, class_="turns", data_linked=LINKED_QUESTIONS)


def render_turn(number: int, turn: Turn, documents: Mapping[str, Document]) -> Html:
    """One question with its answer, refusal, error or the sign that it is being looked up."""
    if turn.answer is not None:
        kind = "answered" if turn.answer.answered else "refused"
        shelf = _Shelf(turn.documents, documents)
        body = join(
            [
                _answer(number, turn.answer, shelf)
                if turn.answer.answered
                else _refusal(number, turn.answer, shelf),
                _actions(number, turn, shelf),
                _why(number, turn.answer, shelf),
            ]
        )
    elif turn.error:
        kind, body = "failed", tag("p", turn.error, class_="error", role="alert", dir="auto")
    else:
        kind, body = "pending", tag("p", "Reading the document", class_="reading")
    linked = len(turn.question) <= LINKED_QUESTION_CHARS
    return tag(
        "section",
        tag("h2", _shortened(turn.question, SHOWN_QUESTION_CHARS), class_="asked", dir="auto"),
        None if linked else tag("p", TOO_LONG, class_="searched"),
        tag("p", "Asked of ", tag("bdi", turn.document), class_="searched") if turn.document else None,
        tag("p", "Searched for these words alone", class_="searched") if turn.literal else None,
        body,
        class_=f"turn {kind}",
        data_turn=number,
        data_asked=turn.question if linked else None,
        data_alone=turn.literal,
        data_in=turn.document,
        aria_busy="true" if kind == "pending" else None,
    )


def marks_of(turns: Sequence[Turn], document: Document) -> list[Mark]:
    """All marks that the answers of a conversation make in a document, by the keys of their anchors.

    Words that have since changed, because the document was replaced, are not marked.
    """
    marks: list[Mark] = []
    for number, turn in enumerate(turns, start=1):
        if turn.answer is None:
            continue
        for citation in turn.answer.citations:
            if citation.document == document.name and _stands(citation.quote, citation.start, document):
                marks += _citation_marks(f"{number}-{citation.n}", citation)
        if not turn.answer.answered:
            marks += [
                Mark(f"{number}-p{hit.rank}", hit.passage.start, hit.passage.end)
                for hit in turn.answer.nearest[:SHOWN_PASSAGES]
                if hit.passage.document == document.name
                and _stands(hit.passage.text, hit.passage.start, document)
            ]
    return marks


def confidence_word(confidence: float) -> str:
    """A plain word for a probability."""
    return next(word for floor, word in CONFIDENCE_WORDS if confidence >= floor or floor == 0.0)


def _stands(words: str, start: int, document: Document) -> bool:
    return document.text.startswith(words, start)


def _citation_marks(key: str, citation: Citation) -> list[Mark]:
    marks = [Mark(key, citation.start, citation.end)]
    if citation.span_start is not None and citation.span_end is not None:
        marks.append(Mark(key, citation.span_start, citation.span_end, exact=True))
    return marks


def _welcome(examples: Sequence[str]) -> Html:
    buttons = [tag("button", example, type="button", data_ask=example, dir="auto") for example in examples]
    return tag(
        "div",
        tag("h2", "Ask the document"),
        tag(
            "p",
            "Every answer is the document’s own words, marked where they stand. "
            "If it does not say, you are told so.",
        ),
        tag("div", *buttons, class_="examples", role="group", aria_label="Example questions")
        if buttons
        else None,
        class_="welcome",
    )


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
    return tag("p", f"The page’s address had no room for {said} of this conversation.", class_="label left", data_left=count)


def _answer(number: int, answer: Answer, shelf: _Shelf) -> Html:
    return join(
        [
            _searched(answer),
            *(tag("p", note, class_="searched") for note in answer.notes),
            tag("p", answer.span, class_="short", dir="auto") if answer.span else None,
            *(_evidence(f"{number}-{citation.n}", citation, shelf) for citation in answer.citations),
        ]
    )


def _refusal(number: int, answer: Answer, shelf: _Shelf) -> Html:
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


def _actions(number: int, turn: Turn, shelf: _Shelf) -> Html:
    """What can be done with an answer: copy it, judge it, keep it as a test question."""
    answer = turn.answer
    assert answer is not None  # noqa: S101  (its one caller has looked)
    documents = {name: shelf.document(name) for name in _named(answer)}
    wrong = turn.rating is Rating.DOWN
    return tag(
        "div",
        _confidence(answer) if answer.answered else None,
        _copy("Copy", as_text(answer, documents)) if answer.answered else None,
        _copy("Copy as Markdown", as_markdown(answer, documents)) if answer.answered else None,
        tag(
            "button", "Saved as test question" if turn.saved else "Save as test question", type="button",
            class_="link done" if turn.saved else "link", data_save=number, data_wrong=wrong,
            data_focus=f"save-{number}",
        ),
        _thumb(number, Rating.UP, "Right", turn.rating),
        _thumb(number, Rating.DOWN, "Wrong", turn.rating),
        tag("template", _correction(number, answer, shelf), data_sheet=number) if wrong else None,
        class_="actions",
    )  # fmt: skip


def _thumb(number: int, rating: Rating, label: str, given: Rating) -> Html:
    return tag(
        "button", icon(rating.value), type="button", class_="thumb", data_rate=number, data_rating=rating.value,
        data_focus=f"{rating.value}-{number}", aria_pressed="true" if rating is given else "false",
        aria_label=label, title=label,
    )  # fmt: skip


def _correction(number: int, answer: Answer, shelf: _Shelf) -> Html:
    """What a wrong answer should have been: a refusal, or words of one of the closest passages."""
    options = [
        _option(f"{hit.rank}", _shortened(_words(hit.passage), EXCERPT_CHARS), _spot(hit.passage, shelf))
        for hit in answer.nearest
        if not shelf.fate(hit.passage.document)
    ]
    if answer.answered:
        options.insert(0, _option("refuse", "The documents do not say", "It should have been refused"))
    return join(
        [
            tag(
                "header",
                tag("h2", "What would have been right?", id="sheet-title"),
                tag("button", icon("close"), type="button", class_="close", data_close=True, aria_label="Close"),
            ),
            tag(
                "fieldset", tag("legend", "The answer stands in", class_="aside"), *options, class_="options",
            ),
            tag(
                "div",
                tag("button", "Save as test question", type="button", class_="primary", data_saves=number),
                tag("button", "Cancel", type="button", data_choice=""),
                class_="choices",
            ),
        ]
    )  # fmt: skip


def _option(value: str, words: str, below: str) -> Html:
    return tag(
        "label",
        tag("input", type="radio", name="right", value=value),
        tag("span", tag("bdi", words), tag("bdi", below, class_="below")),
    )


def _spot(passage: Passage, shelf: _Shelf) -> str:
    return f"{passage.document} · {place(shelf.document(passage.document), passage.start, passage.end, passage.page)}"


def _evidence(key: str, citation: Citation, shelf: _Shelf) -> Html:
    where = _where(citation.heading, citation.document, citation.start, citation.end, citation.page, shelf)
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


def _card(key: str, passage: Passage, shelf: _Shelf) -> Html:
    where = _where(passage.heading, passage.document, passage.start, passage.end, passage.page, shelf)
    excerpt = tag("span", _shortened(_words(passage), EXCERPT_CHARS), class_="excerpt", dir="auto")
    inside = (excerpt, tag("span", where, class_="where"))
    if shelf.fate(passage.document):
        return tag("div", *inside, class_="card gone")
    return tag("a", *inside, class_="card", href=f"#cite-{key}", data_cite=key)


def _words(passage: Passage) -> str:
    return passage.text.removeprefix(passage.heading).lstrip() or passage.text


def _where(heading: str, name: str, start: int, end: int, page: int | None, shelf: _Shelf) -> str:
    gone = shelf.fate(name)
    spot = place(shelf.document(name), start, end, page)
    named = name if gone or len({**shelf.then, **shelf.now}) > 1 else ""
    return " · ".join(part for part in (heading, named, spot, gone) if part)


def _named(answer: Answer) -> dict[str, None]:
    """The documents that an answer names."""
    names = [citation.document for citation in answer.citations]
    return dict.fromkeys([*names, *(hit.passage.document for hit in answer.nearest)])


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


def _confidence(answer: Answer) -> Html:
    word, figure = confidence_word(answer.confidence), f"{answer.confidence:.0%} likely to be right"
    level = word.split()[0].lower()
    return tag(
        "span", word, tag("span", f": {figure}", class_="aside"), class_=f"confidence {level}", title=figure
    )


def _copy(label: str, words: str) -> Html:
    return tag("button", label, type="button", class_="link", data_copy=words)


def _why(number: int, answer: Answer, shelf: _Shelf) -> Html | None:
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


def _score_row(answer: Answer, hit: Hit, shelf: _Shelf) -> Html:
    document = shelf.document(hit.passage.document)
    best = max(
        (reading for reading in answer.readings if reading.passage == hit.passage),
        key=lambda reading: reading.score,
        default=None,
    )
    read: Html | str = "–"
    if best is not None:
        words = document.text[best.start : best.end]
        read = join([_figure(best.score), " ", tag("q", _shortened(words, 60), dir="auto")])
    lines = place(document, hit.passage.start, hit.passage.end, hit.passage.page)
    cells = (_figure(hit.dense_score), _figure(hit.lexical_score), _figure(hit.score), read)
    return tag("tr", tag("th", f"{hit.rank}. {lines}", scope="row"), *(tag("td", cell) for cell in cells))


def _figure(score: float) -> str:
    return f"{score:.2f}".replace("-", "−")


def _shortened(text: str, limit: int) -> str:
    """Text cut at a word's end, with a sign that it goes on."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return f"{cut.rsplit(maxsplit=1)[0] if ' ' in cut else cut} …"
