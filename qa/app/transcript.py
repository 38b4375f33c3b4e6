"""The conversation: questions, quoted answers and honest refusals as markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.app.html import Html, join, tag
from qa.app.quoting import as_markdown, as_text, place
from qa.app.source import Mark

if TYPE_CHECKING:
    from index import Document, Hit, Passage
    from qa import Answer, Citation

EXCERPT_CHARS = 220
SHOWN_QUESTION_CHARS = 1_000
SHOWN_PASSAGES = 3
# Longer questions are left out of the address.
LINKED_QUESTION_CHARS = 500
# The word that stands for a calibrated probability, from the surest down.
CONFIDENCE_WORDS = ((0.8, "High confidence"), (0.5, "Fair confidence"), (0.0, "Low confidence"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, an error in words, or nothing yet."""

    question: str
    answer: Answer | None = None
    error: str = ""


def render_transcript(
    turns: Sequence[Turn], documents: Mapping[str, Document], examples: Sequence[str] = ()
) -> Html:
    """The whole conversation, or an invitation with example questions while there is none."""
    if not turns:
        return _welcome(examples)
    rendered = (render_turn(number, turn, documents) for number, turn in enumerate(turns, start=1))
    return tag("div", *rendered, class_="turns")


def render_turn(number: int, turn: Turn, documents: Mapping[str, Document]) -> Html:
    """One question with its answer, refusal, error or the sign that it is being looked up."""
    if turn.answer is not None:
        kind = "answered" if turn.answer.answered else "refused"
        body = (
            _answer(number, turn.answer, documents)
            if turn.answer.answered
            else _refusal(number, turn.answer, documents)
        )
    elif turn.error:
        kind, body = "failed", tag("p", turn.error, class_="error", role="alert")
    else:
        kind, body = "pending", tag("p", "Reading the document", class_="reading")
    return tag(
        "section",
        tag("h2", _shortened(turn.question, SHOWN_QUESTION_CHARS), class_="asked", dir="auto"),
        body,
        class_=f"turn {kind}",
        data_turn=number,
        data_asked=turn.question if len(turn.question) <= LINKED_QUESTION_CHARS else None,
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


def _answer(number: int, answer: Answer, documents: Mapping[str, Document]) -> Html:
    evidence = [_evidence(f"{number}-{citation.n}", citation, documents) for citation in answer.citations]
    return join(
        [
            _searched(answer),
            *(tag("p", note, class_="searched") for note in answer.notes),
            tag("p", answer.span, class_="short", dir="auto") if answer.span else None,
            *evidence,
            tag(
                "div",
                _confidence(answer),
                _copy("Copy", as_text(answer, documents)),
                _copy("Copy as Markdown", as_markdown(answer, documents)),
                class_="actions",
            ),
            _why(number, answer, documents),
        ]
    )


def _refusal(number: int, answer: Answer, documents: Mapping[str, Document]) -> Html:
    cards = [
        _card(f"{number}-p{hit.rank}", hit.passage, documents) for hit in answer.nearest[:SHOWN_PASSAGES]
    ]
    return join(
        [
            _searched(answer),
            *(tag("p", note, class_="searched") for note in answer.notes),
            tag("p", answer.text, class_="refusal"),
            _missing(answer.missing),
            tag("p", "The closest passages:", class_="label") if cards else None,
            tag("ul", *(tag("li", card) for card in cards), class_="cards") if cards else None,
            _why(number, answer, documents),
        ]
    )


def _evidence(key: str, citation: Citation, documents: Mapping[str, Document]) -> Html:
    where = _where(
        citation.heading, citation.document, citation.start, citation.end, citation.page, documents
    )
    return tag(
        "figure",
        tag(
            "blockquote",
            _quoted(citation),
            " ",
            _anchor(key, str(citation.n), "cite", f"Citation {citation.n}: show it in the source"),
            dir="auto",
        ),
        tag("figcaption", _anchor(key, where, "place")),
        class_="evidence",
        data_for=key,
    )


def _quoted(citation: Citation) -> Html:
    quote, left, right = citation.quote, citation.span_start, citation.span_end
    if left is None or right is None:
        return join([quote])
    left, right = left - citation.start, right - citation.start
    return join([quote[:left], tag("strong", quote[left:right]), quote[right:]])


def _anchor(key: str, words: str, kind: str, label: str | None = None) -> Html:
    return tag("a", words, class_=kind, href=f"#cite-{key}", data_cite=key, aria_label=label)


def _card(key: str, passage: Passage, documents: Mapping[str, Document]) -> Html:
    where = _where(passage.heading, passage.document, passage.start, passage.end, passage.page, documents)
    words = passage.text.removeprefix(passage.heading).lstrip() or passage.text
    excerpt = tag("span", _shortened(words, EXCERPT_CHARS), class_="excerpt", dir="auto")
    return tag(
        "a", excerpt, tag("span", where, class_="where"), class_="card", href=f"#cite-{key}", data_cite=key
    )


def _where(
    heading: str, name: str, start: int, end: int, page: int | None, documents: Mapping[str, Document]
) -> str:
    document = documents.get(name)
    spot = place(document, start, end, page) if document else ""
    return " · ".join(part for part in (heading, name if len(documents) > 1 else "", spot) if part)


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


def _why(number: int, answer: Answer, documents: Mapping[str, Document]) -> Html | None:
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
    rows = [_score_row(answer, hit, documents) for hit in answer.nearest]
    summary = "Why these words" if answer.answered else "Why not an answer"
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag(
        "details",
        tag("summary", summary),
        tag("div", table, class_="scores", tabindex=0, role="group", aria_label="Scores"),
        class_="why",
        data_fold=number,
    )


def _score_row(answer: Answer, hit: Hit, documents: Mapping[str, Document]) -> Html:
    best = max(
        (reading for reading in answer.readings if reading.passage == hit.passage),
        key=lambda reading: reading.score,
        default=None,
    )
    read: Html | str = "–"
    if best is not None:
        words = documents[hit.passage.document].text[best.start : best.end]
        read = join([_figure(best.score), " ", tag("q", _shortened(words, 60), dir="auto")])
    document = documents[hit.passage.document]
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
